"""How much of an index lies in the borders: official and own areas, and groups of their sizes."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.analysis.regroupings import (
    NOTHING,
    Regrouped,
    Spread,
    raw_dissimilarity,
    regrouped,
    touching,
)
from segnb.measures.inference import WITHHELD_UNITS
from segnb.report import charts
from segnb.report.charts.exhibits import make_figure, make_table
from segnb.report.comparison.place_ranks import PlaceRanks
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Table
from segnb.report.reading.all_municipalities import everywhere, held_years, vintages_of
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN, family_of, vintages
from segnb.report.reading.reader import Reader
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import DASH

DRAWN = ("random", "joined")


def show_regroupings(
    report: Report, found: PlaceRanks, indicator: str, *, key: str = "regroupings"
) -> Figure | Gap | None:
    """An index of each place between DeSO, RegSO, own areas, and between DeSO grouped at random.

    Nothing where places are many.
    """
    if found.many:
        return None
    held = _finest(report, indicator)
    if held is None:
        return report.gap_of(indicator, "deso")
    areas = {code: _areas(report, held, code) for code in found.places}
    made = {code: _of_place(report, held, code, rows)
            for code, rows in areas.items() if _is_told(rows)}  # fmt: skip
    few = [code for code, rows in areas.items() if len(rows) and not _is_told(rows)]
    if not made:
        return _untold(report, indicator, few)
    report.use(held)
    frame = pd.concat([_rows(report, held, code, one) for code, one in made.items()])
    names = report.language.listing([find_municipality(code).name for code in made])
    each = " ".join(_in_words(report, code, one) for code, one in made.items())
    return make_figure(
        report, key, charts.place_dots, frame, words="beside.borders",
        values={"names": names, "each": each}, source=report.source_line(held),
        table=_table(report, made, few, f"{key}_table"),
        data=pd.DataFrame([_as_data(code, one) for code, one in made.items()]),
    )  # fmt: skip


def _finest(report: Report, indicator: str) -> IndicatorData | None:
    """The share in all DeSO of the newest year that is held."""
    for level in vintages_of("deso"):
        years = held_years(report.store, indicator, level)
        held = everywhere(report.store, indicator, level, years[-1]) if years else None
        if held is not None:
            return held
    return None


def _areas(report: Report, held: IndicatorData, code: str) -> pd.DataFrame:
    """DeSO of one place with their RegSO; none where that of one is not known."""
    rows = held.latest[(held.latest["municipality"] == code) & (held.latest["sex"] == "total")]
    rows = rows.dropna(subset=["numerator", "denominator"])
    rows = rows.assign(parent=rows["area"].map(report.read.parents(held.level, code)))
    return rows.iloc[:0] if rows["parent"].isna().any() else rows


def _is_told(rows: pd.DataFrame) -> bool:
    """Whether there are RegSO, and so DeSO, enough for an index to be shown anywhere."""
    return rows["parent"].nunique() > WITHHELD_UNITS


def _of_place(report: Report, held: IndicatorData, code: str, rows: pd.DataFrame) -> Regrouped:
    rest = rows["denominator"] - rows["numerator"]
    made = regrouped(
        rows["numerator"].tolist(), rest.tolist(), rows["parent"].tolist(),
        neighbours=_neighbours(report, held.level, code, rows["area"].tolist()),
    )  # fmt: skip
    return made._replace(own=_own(report, held, code))


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


def _own(report: Report, held: IndicatorData, code: str) -> float:
    """Index between its own areas, where it has enough of them and none is hidden."""
    own = Reader(report.store, find_municipality(code)).held(held.entry.id, OWN, year=held.year)
    if own is None or own.latest["value"].isna().any() or len(own.latest) <= WITHHELD_UNITS:
        return NOTHING
    inside = own.latest["numerator"].to_numpy(dtype=float)
    rest = own.latest["denominator"].to_numpy(dtype=float) - inside
    return float(raw_dissimilarity(inside, rest))


def _untold(report: Report, indicator: str, few: list[str]) -> Gap:
    """No place has an index to show: its areas are too few, or not held."""
    if not few:
        return report.gap_of(indicator, "deso")
    what, why = report.text("beside.borders.title"), report.text("beside.few")
    return report.gap(f"{indicator}_borders", what, f"{why.capitalize()}.", status="not_applicable")


def _values(one: Regrouped) -> dict[str, Spread]:
    """What is known, each with the ends of what was drawn."""
    found = {"finer": Spread(one.finer), "coarser": Spread(one.coarser), "own": Spread(one.own),
             "random": one.random, "joined": one.joined}  # fmt: skip
    return {kind: value for kind, value in found.items() if value.middle == value.middle}


def _as_data(code: str, one: Regrouped) -> dict[str, object]:
    drawn = {f"{kind}_{name}": end for kind in DRAWN
             for name, end in getattr(one, kind)._asdict().items()}  # fmt: skip
    return {"area": code, "finer": one.finer, "coarser": one.coarser, "own": one.own} | drawn


def _rows(report: Report, held: IndicatorData, code: str, one: Regrouped) -> pd.DataFrame:
    """Three rows for a place; all places share one scale."""
    place = find_municipality(code).name
    sublabel = report.text("beside.borders.sublabel", year=held.year)
    shared = {"label": held.entry.name.in_language(report.lang), "sublabel": sublabel,
              "row": "place", "status": "ok"}  # fmt: skip
    return pd.DataFrame([
        shared | {"name": f"{place}, {report.text(f'beside.borders.{kind}')}", "value": 100 * value,
                  "lower": 100 * low, "upper": 100 * high,
                  "text": report.language.number(100 * value, 1)}
        for kind, (value, low, high) in _values(one).items()
    ])  # fmt: skip


def _in_words(report: Report, code: str, one: Regrouped) -> str:
    numbers = [f"{report.text(f'beside.borders.{kind}')} {report.language.number(100 * value, 1)}"
               for kind, (value, *_) in _values(one).items()]  # fmt: skip
    name = find_municipality(code).name
    return report.text("beside.borders.each", name=name, numbers=report.language.listing(numbers))


def _table(report: Report, made: dict[str, Regrouped], few: list[str], key: str) -> Table:
    """Indices by place; a column for each way in which any place is known to be divided."""
    say, number = report.text, report.language.number
    every = {code: _values(one) for code, one in made.items()}
    kinds = [kind for kind in ("finer", "coarser", "own", *DRAWN)
             if any(kind in values for values in every.values())]  # fmt: skip
    heads = [say("beside.table.place")]
    for kind in kinds:
        heads.append(say(f"beside.borders.{kind}"))
        heads += [say("beside.borders.range")] * (kind in DRAWN)
    rows = []
    for code, values in every.items():
        cells = [find_municipality(code).name]
        for kind in kinds:
            one = values.get(kind, Spread())
            cells.append(DASH if kind not in values else number(100 * one.middle, 1))
            if kind in DRAWN:
                ends = report.language.interval(100 * one.low, 100 * one.high, 1)
                cells.append(ends if kind in values else DASH)
        rows.append(tuple(cells))
    rows += [(find_municipality(code).name, report.text("beside.few")) for code in few]
    return make_table(report, key, heads, rows, subtitle=say("beside.borders.subtitle"))
