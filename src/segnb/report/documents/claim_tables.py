"""Tables beside the ledger: what each measure says of K1 and K3, the country beside the place."""

import pandas as pd

from segnb.report.change.printed_values import change_of_values, interval_cell
from segnb.report.division.division_today import small_name
from segnb.report.documents.claim_evidence import (
    LEVELS_OF_INCOME,
    Claims,
    series_behind,
    several_years,
)
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Row, Table
from segnb.vocabulary.i18n import DASH, printed_difference, small
from segnb.vocabulary.published_facts import facts

NATION = "inequality_index_nation"
RISING = ("<years", "ends", "change", "interval", "<word")
MEASURES = ("<years", "start", "end", "units", "percent")


def show_rising(report: Report, found: Claims) -> Table | None:
    """K1: the published index of the country beside the municipality's own, never joined."""
    rows = several_years(found.changes[found.changes["index"]])
    if rows.empty:
        return None
    lines = [_nation(report), *(_rising(report, row) for row in rows.to_dict("records"))]
    note = report.text("claims.rising.note", **_fact_words(report))
    return _made(report, "rising", RISING, lines, rows, note)


def show_measures(report: Report, found: Claims) -> Table | None:
    """K3: each measure of income gaps with its change in units and in per cent.

    Where the municipality has none, that is in the list of what is missing: the country's row
    alone would show no difference.
    """
    rows = several_years(found.changes)
    if rows.empty:
        names = report.language.listing([small_name(report, one) for one in LEVELS_OF_INCOME])
        why = report.text("claims.measures.why", names=names)
        report.gap("claims_measures", report.text("claims.measures.what"), why)
        return None
    lines = [_nation_measure(report), *(_measure(report, row) for row in rows.to_dict("records"))]
    return _made(report, "measures", MEASURES, lines, rows, report.text("claims.measures.note"))


def _made(
    report: Report, name: str, columns: tuple[str, ...], lines: list[Row], rows: pd.DataFrame,
    note: str,
) -> Table:  # fmt: skip
    report.shows(*series_behind(report, rows), series=True)
    return make_table(
        report, f"claims_{name}", ("measure", *columns), lines, words=f"claims.{name}",
        notes=(note,), data=rows,
    )  # fmt: skip


def _fact_words(report: Report) -> dict[str, str]:
    fact = facts()[NATION]
    label = fact.label.in_language(report.lang)
    note = fact.note.in_language(report.lang) if fact.note else ""
    return {"label": small(label), "source": fact.source_in(report.lang), "note": note}


def _anchor(report: Report) -> tuple[str, str, float, float]:
    """Name, years and both values of the country's published index."""
    fact = facts()[NATION]
    first, last = fact.points
    label, country = fact.label.in_language(report.lang), report.text("levels.nation")
    words = {"where": country[:1].upper() + country[1:], "measure": small(label.split(",")[0])}
    years = report.language.years(first.year, last.year)
    return report.text("claims.measure_of", **words), years, first.value, last.value


def _nation(report: Report) -> Row:
    name, years, a, b = _anchor(report)
    number = report.language.number
    ends = report.text("claims.rising.from_to", a=number(a), b=number(b))
    retold = report.text("claims.rising.published")
    return Row((name, years, ends, number(b - a, sign=True), DASH, retold))


def _rising(report: Report, row: dict) -> Row:
    number = report.language.number
    return Row((
        _name(report, row),
        _years(report, row),
        report.text("claims.rising.from_to", a=number(row["value_first"], 1),
                    b=number(row["value_last"], 1)),
        number(change_of_values(row), 1, sign=True),
        interval_cell(report, row),
        report.text(f"findings.certainty.{row['certainty']}"),
    ))  # fmt: skip


def _name(report: Report, row: dict) -> str:
    entry = report.read.catalogue[row["indicator"]]
    measure = small(entry.name.in_language(report.lang))
    if row["index"]:
        level = report.level_vintage(row["level"])
        measure = report.text("claims.rising.index", measure=measure, level=level)
    elif entry.unit == "percent":
        measure = f"{measure}, %"
    return measure[:1].upper() + measure[1:]


def _years(report: Report, row: dict) -> str:
    return report.language.years(int(row["first"]), int(row["last"]))


def _nation_measure(report: Report) -> Row:
    name, years, a, b = _anchor(report)
    return Row((name, years, *_both(report, a, b, 0)))


def _measure(report: Report, row: dict) -> Row:
    entry = report.read.catalogue[row["indicator"]]
    decimals = 1 if row["index"] or entry.kind == "share" else entry.decimals
    both = _both(report, row["value_first"], row["value_last"], decimals)
    return Row((_name(report, row), _years(report, row), *both))


def _both(report: Report, a: float, b: float, decimals: int) -> tuple[str, ...]:
    """Start, end, and the change in units and in per cent of the start."""
    number = report.language.number
    units = printed_difference(a, b, decimals)
    percent = number(100 * (b - a) / a, 1, sign=True) if a else DASH
    return number(a, decimals), number(b, decimals), number(units, decimals, sign=True), percent
