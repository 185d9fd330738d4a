"""How much of an index lies in the borders: DeSO, RegSO, and random groups of the same sizes."""

import pandas as pd

from segnb.analysis.regroupings import Regrouped, regrouped
from segnb.measures.inference import WITHHELD_UNITS
from segnb.report import charts
from segnb.report.charts.exhibits import make_figure, make_table
from segnb.report.comparison.place_ranks import PlaceRanks
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Table
from segnb.report.reading.all_municipalities import everywhere, held_years, vintages_of
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.areas import find_municipality

KINDS = ("finer", "coarser", "random")


def show_regroupings(
    report: Report, found: PlaceRanks, indicator: str, *, key: str = "regroupings"
) -> Figure | Gap | None:
    """An index of each place between DeSO, between RegSO, and between DeSO grouped at random.

    Nothing where places are many.
    """
    if found.many:
        return None
    held = _finest(report, indicator)
    if held is None:
        return report.gap_of(indicator, "deso")
    areas = {code: _areas(report, held, code) for code in found.places}
    made = {code: _of_place(rows) for code, rows in areas.items() if _is_told(rows)}
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
        data=pd.DataFrame([{"area": code, **one._asdict()} for code, one in made.items()]),
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


def _of_place(rows: pd.DataFrame) -> Regrouped:
    rest = rows["denominator"] - rows["numerator"]
    return regrouped(rows["numerator"].tolist(), rest.tolist(), rows["parent"].tolist())


def _untold(report: Report, indicator: str, few: list[str]) -> Gap:
    """No place has an index to show: its areas are too few, or not held."""
    if not few:
        return report.gap_of(indicator, "deso")
    what, why = report.text("beside.borders.title"), report.text("beside.few")
    return report.gap(f"{indicator}_borders", what, f"{why.capitalize()}.", status="not_applicable")


def _values(one: Regrouped) -> dict[str, tuple[float, float, float]]:
    nothing = float("nan")
    return {"finer": (one.finer, nothing, nothing), "coarser": (one.coarser, nothing, nothing),
            "random": (one.middle, one.low, one.high)}  # fmt: skip


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
    numbers = {kind: report.language.number(100 * values[0], 1)
               for kind, values in _values(one).items()}  # fmt: skip
    return report.text("beside.borders.each", name=find_municipality(code).name, **numbers)


def _table(report: Report, made: dict[str, Regrouped], few: list[str], key: str) -> Table:
    say, number = report.text, report.language.number
    heads = [say("beside.table.place"), *(say(f"beside.borders.{kind}") for kind in KINDS),
             say("beside.borders.range")]  # fmt: skip
    rows = [
        (find_municipality(code).name, *(number(100 * values[0], 1)
                                         for values in _values(one).values()),
         report.language.interval(100 * one.low, 100 * one.high, 1))
        for code, one in made.items()
    ]  # fmt: skip
    rows += [(find_municipality(code).name, report.text("beside.few")) for code in few]
    return make_table(report, key, heads, rows, subtitle=say("beside.borders.subtitle"))
