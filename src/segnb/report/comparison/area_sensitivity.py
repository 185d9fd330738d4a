"""How much of an index lies in the borders: DeSO, RegSO, and random groups of the same sizes."""

import pandas as pd

from segnb.analysis.regroupings import Regrouped, regrouped
from segnb.report import charts
from segnb.report.charts.exhibits import make_figure, make_table
from segnb.report.comparison.place_ranks import PlaceRanks
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap
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
    made = {code: one for code in found.places if (one := _of_place(report, held, code))}
    if not made:
        return report.gap_of(indicator, "deso")
    report.use(held)
    frame = pd.concat([_rows(report, held, code, one) for code, one in made.items()])
    names = report.language.listing([find_municipality(code).name for code in made])
    each = " ".join(_in_words(report, code, one) for code, one in made.items())
    return make_figure(
        report, key, charts.place_dots, frame, words="beside.borders",
        values={"names": names, "each": each}, source=report.source_line(held),
        table=_table(report, made, f"{key}_table"),
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


def _of_place(report: Report, held: IndicatorData, code: str) -> Regrouped | None:
    """Indices of one place; None where it has one RegSO, or areas without values."""
    rows = held.latest[(held.latest["municipality"] == code) & (held.latest["sex"] == "total")]
    rows = rows.dropna(subset=["numerator", "denominator"])
    parents = rows["area"].map(report.read.parents(held.level, code))
    if parents.isna().any() or parents.nunique() < 2:
        return None
    rest = rows["denominator"] - rows["numerator"]
    return regrouped(rows["numerator"].tolist(), rest.tolist(), parents.tolist())


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


def _table(report: Report, made: dict[str, Regrouped], key: str):
    say, number = report.text, report.language.number
    heads = [say("beside.table.place"), *(say(f"beside.borders.{kind}") for kind in KINDS),
             say("beside.borders.range")]  # fmt: skip
    rows = [
        (find_municipality(code).name, *(number(100 * values[0], 1)
                                         for values in _values(one).values()),
         report.language.interval(100 * one.low, 100 * one.high, 1))
        for code, one in made.items()
    ]  # fmt: skip
    return make_table(report, key, heads, rows, subtitle=say("beside.borders.subtitle"))
