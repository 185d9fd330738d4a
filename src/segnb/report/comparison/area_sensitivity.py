"""How much of index and gap lies in the borders: official and own areas, groups like them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.analysis.regroupings import (
    MEASURES,
    NOTHING,
    Regrouped,
    Spread,
    regrouped,
    touching,
)
from segnb.measures.inference import WITHHELD_UNITS
from segnb.report import charts
from segnb.report.comparison.place_ranks import PlaceRanks, newest_deso
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Table
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN, family_of, vintages
from segnb.report.reading.reader import Reader
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import DASH

DRAWN = ("random", "joined")
KINDS = ("finer", "coarser", "own", *DRAWN)
Found = dict[str, dict[str, Regrouped]]


def show_regroupings(
    report: Report, indicator: str, beside: PlaceRanks | None = None, *, key: str = "regroupings"
) -> Figure | Gap | None:
    """Index and gap of a share between DeSO, RegSO, own areas, and DeSO grouped at random.

    Of the report's own place, in the web page alone; or of the places of a comparison, where they
    are not many.
    """
    if beside and beside.many:
        return None
    places = beside.places if beside else (report.place.code,)
    held = newest_deso(report, indicator) if beside else report.read.held(indicator, "deso")
    if held is None:
        return report.gap_of(indicator, "deso")
    areas = {code: _areas(report, held, code) for code in places}
    made = {code: _of_place(report, held, code, rows)
            for code, rows in areas.items() if _is_told(rows)}  # fmt: skip
    few = [code for code, rows in areas.items() if len(rows) and not _is_told(rows)]
    alone = not beside
    if not made:
        if not few:
            return report.gap_of(indicator, "deso")
        return _untold(report, indicator, "side_by_side.borders.few", level=_few(report, areas))
    if alone and areas[places[0]]["parent"].is_unique:  # each RegSO is one DeSO
        return _untold(report, indicator, "side_by_side.borders.one_to_one")
    report.use(held)
    each = [_in_words(report, code, name, one)
            for code, found in made.items() for name, one in found.items()]  # fmt: skip
    told = [_beside_neighbours(report, name, one)
            for name, one in made[places[0]].items()] if alone else []  # fmt: skip
    subtitle = " ".join(filter(None, [*told, _how(report, made)]))
    return make_figure(
        report, key, charts.place_dots, _rows(report, held, made, alone),
        words="side_by_side.borders",
        values={"names": report.language.listing([_name(code) for code in made]),
                "each": " ".join(each)},
        source=report.source_line(held), subtitle=subtitle, on_paper=not alone,
        table=_table(report, held, made, few, f"{key}_table", on_paper=not alone),
        data=pd.DataFrame([_as_data(code, name, one)
                           for code, found in made.items() for name, one in found.items()]),
    )  # fmt: skip


def _how(report: Report, made: Found) -> str:
    """How areas are grouped: by chance, and among neighbours where borders are known."""
    lacking = [code for code, found in made.items()
               if not any(pd.notna(one.joined.middle) for one in found.values())]  # fmt: skip
    words = {"places": report.language.listing([_name(code) for code in lacking])}
    without = report.text("side_by_side.borders.without_joined", **words) if lacking else ""
    joins = len(lacking) < len(made)
    joined = report.text("side_by_side.borders.with_joined", lacking=without) if joins else ""
    return report.text("side_by_side.borders.subtitle", joined=joined)


def _areas(report: Report, held: IndicatorData, code: str) -> pd.DataFrame:
    """DeSO of one place with their RegSO; none where that of one is not known."""
    rows = held.latest[(held.latest["municipality"] == code) & (held.latest["sex"] == "total")]
    rows = rows.dropna(subset=["numerator", "denominator"])
    rows = rows.assign(parent=rows["area"].map(report.read.parents(held.level, code)))
    return rows.iloc[:0] if rows["parent"].isna().any() else rows


def _is_told(rows: pd.DataFrame) -> bool:
    """Whether there are RegSO, and so DeSO, enough for an index to be shown anywhere."""
    return rows["parent"].nunique() > WITHHELD_UNITS


def _of_place(
    report: Report, held: IndicatorData, code: str, rows: pd.DataFrame
) -> dict[str, Regrouped]:
    rest = rows["denominator"] - rows["numerator"]
    made = regrouped(
        rows["numerator"].tolist(), rest.tolist(), rows["parent"].tolist(),
        neighbours=_neighbours(report, held.level, code, rows["area"].tolist()),
    )  # fmt: skip
    own = _own(report, held, code)
    return {name: one._replace(own=own.get(name, NOTHING)) for name, one in made.items()}


def _neighbours(report: Report, level: str, code: str, areas: list[str]) -> list[NDArray[np.intp]]:
    """Areas that touch each other; none where the borders of one are not held.

    Borders of the other vintage serve where they have every code: an area whose border was moved
    keeps its neighbours.
    """
    for drawn in (level, *(one for one in vintages(family_of(level)) if one != level)):
        polygons = report.store.read_polygons(drawn, code)
        if set(areas) <= set(polygons["area"]):
            return touching(polygons.dissolve("area").geometry[areas].tolist())
    return []


def _own(report: Report, held: IndicatorData, code: str) -> dict[str, float]:
    """The measures between its own areas, where it has enough of them and none is hidden."""
    reader = Reader(report.store, find_municipality(code), threshold=report.params.threshold)
    own = reader.held(held.entry.id, OWN, year=held.year)
    if own is None or own.latest["value"].isna().any() or len(own.latest) <= WITHHELD_UNITS:
        return {}
    inside = own.latest["numerator"].to_numpy(dtype=float)
    rest = own.latest["denominator"].to_numpy(dtype=float) - inside
    return {name: float(of(inside, rest)) for name, of in MEASURES.items()}


def _few(report: Report, areas: dict[str, pd.DataFrame]) -> str:
    """The level that has too few areas for an index: RegSO where some place has DeSO enough."""
    enough = any(len(rows) > WITHHELD_UNITS for rows in areas.values())
    return report.text(f"side_by_side.borders.{'coarser' if enough else 'finer'}")


def _untold(report: Report, indicator: str, why: str, **words: str) -> Gap:
    """No place has an index to show: its areas are too few, or both levels have the same."""
    what, said = report.text("side_by_side.borders.what"), report.text(why, **words)
    return report.gap(f"{indicator}_borders", what, f"{said[0].upper()}{said[1:]}.",
                      status="not_applicable")  # fmt: skip


def _values(one: Regrouped) -> dict[str, Spread]:
    """What is known in per cent, each with the ends of what was drawn."""
    every = (getattr(one, kind) for kind in KINDS)
    found = [Spread(*(100 * end for end in value)) if isinstance(value, Spread)
             else Spread(100 * value) for value in every]  # fmt: skip
    return {kind: value for kind, value in zip(KINDS, found, strict=True)
            if value.middle == value.middle}  # fmt: skip


def _as_data(code: str, measure: str, one: Regrouped) -> dict[str, object]:
    drawn = {f"{kind}_{name}": end for kind in DRAWN
             for name, end in getattr(one, kind)._asdict().items()}  # fmt: skip
    ways = {"finer": one.finer, "coarser": one.coarser, "own": one.own}
    return {"area": code, "measure": measure} | ways | drawn


def _name(code: str) -> str:
    return find_municipality(code).name


def _measure(report: Report, measure: str) -> str:
    return report.text(f"side_by_side.borders.measures.{measure}")


def _kind(report: Report, kind: str) -> str:
    return report.text(f"side_by_side.borders.{kind}")


def _rows(report: Report, held: IndicatorData, made: Found, alone: bool) -> pd.DataFrame:
    """A row for each place and way to divide it; all places share one scale of each measure."""
    label = held.entry.name.in_language(report.lang)
    return pd.DataFrame([
        {"label": f"{label}: {_measure(report, measure)}", "sublabel": str(held.year),
         "row": "place", "status": "ok",
         "name": _kind(report, kind) if alone else f"{_name(code)}, {_kind(report, kind)}",
         "value": value, "lower": low, "upper": high, "text": report.language.number(value, 1)}
        for measure in MEASURES for code, found in made.items()
        for kind, (value, low, high) in _values(found[measure]).items()
    ])  # fmt: skip


def _in_words(report: Report, code: str, measure: str, one: Regrouped) -> str:
    numbers = [f"{_kind(report, kind)} {report.language.number(value, 1)}"
               for kind, (value, *_) in _values(one).items()]  # fmt: skip
    return report.text("side_by_side.borders.each", name=_name(code),
                       measure=_measure(report, measure),
                       numbers=report.language.listing(numbers))  # fmt: skip


def _beside_neighbours(report: Report, measure: str, one: Regrouped) -> str:
    """Whether RegSO show what other borders of that number would have shown; empty if unknown."""
    low, high = one.joined.low, one.joined.high
    if low != low:
        return ""
    value, least, most = (round(100 * number, 1) for number in (one.coarser, low, high))
    way = "below" if value < least else "above" if value > most else "within"
    return report.text(
        f"side_by_side.borders.regso.{way}", measure=_measure(report, measure),
        value=report.language.number(100 * one.coarser, 1),
        ends=report.language.interval(100 * low, 100 * high, 1),
    )  # fmt: skip


def _table(
    report: Report, held: IndicatorData, made: Found, few: list[str], key: str,
    *, on_paper: bool,
) -> Table:  # fmt: skip
    say = report.text
    every = {(code, measure): _values(one)
             for code, found in made.items() for measure, one in found.items()}  # fmt: skip
    kinds = [kind for kind in KINDS if any(kind in values for values in every.values())]
    heads = [say("side_by_side.table.place"), f"<{say('side_by_side.pairs.measure')}"]
    for kind in kinds:
        heads.append(_kind(report, kind))
        heads += [say("side_by_side.borders.range")] * (kind in DRAWN)
    rows = [
        (_name(code), _measure(report, measure), *_cells(report, kinds, values))
        for (code, measure), values in every.items()
    ]
    rows += [(_name(code), say("side_by_side.few")) for code in few]
    what = {"measure": held.entry.name.in_language(report.lang), "year": held.year}
    return make_table(
        report, key, heads, rows, subtitle=say("side_by_side.borders.table_subtitle", **what),
        on_paper=on_paper,
    )  # fmt: skip


def _cells(report: Report, kinds: list[str], values: dict[str, Spread]) -> list[str]:
    cells, language = [], report.language
    for kind in kinds:
        one = values.get(kind)
        cells.append(language.number(one.middle, 1) if one else DASH)
        if kind in DRAWN:
            cells.append(language.interval(one.low, one.high, 1) if one else DASH)
    return cells
