"""Tables beside the ledger: what each measure says of K1 and K3, the country beside the place."""

import pandas as pd

from segnb.report.blocks import Row, Table
from segnb.report.context import Report
from segnb.report.showing import make_data, make_table
from segnb.report.views.claims import Claims, interval_text, several_years
from segnb.report.views.indices import small_name
from segnb.vocabulary.facts import facts
from segnb.vocabulary.i18n import DASH

NATION = "inequality_index_nation"
RISING = ("measure", "level", "years", "start", "end", "change", "interval", "word")
MEASURES = ("measure", "years", "start", "end", "units", "percent")
LEFT = ("measure", "level", "years", "word")


def show_rising(report: Report, found: Claims) -> Table | None:
    """K1: the published index of the country beside the municipality's own, never joined."""
    rows = several_years(found.changes[found.changes["index"]])
    if rows.empty:
        return None
    lines = [_nation(report), *(_rising(report, row) for row in rows.to_dict("records"))]
    note = report.text("claims.rising.note", **_fact_words(report))
    return _made(report, "rising", RISING, lines, rows, note)


def show_measures(report: Report, found: Claims) -> Table:
    """K3: each measure of income gaps with its change in units and in per cent."""
    rows = several_years(found.changes)
    lines = [_nation_measure(report), *(_measure(report, row) for row in rows.to_dict("records"))]
    return _made(report, "measures", MEASURES, lines, rows, report.text("claims.measures.note"))


def _made(
    report: Report, name: str, columns: tuple[str, ...], lines: list[Row], rows: pd.DataFrame,
    note: str,
) -> Table:  # fmt: skip
    say, head = report.text, f"claims.{name}"
    heads = [("<" if column in LEFT else "") + say(f"{head}.{column}") for column in columns]
    return make_table(
        report.language, f"claims_{name}", say(f"{head}.title"), say(f"{head}.subtitle"),
        [say(f"{head}.where"), *heads], lines, notes=(note,),
        data=make_data(f"claims_{name}", rows),
    )  # fmt: skip


def _fact_words(report: Report) -> dict[str, str]:
    fact = facts()[NATION]
    label = fact.label.in_language(report.lang)
    note = fact.note.in_language(report.lang) if fact.note else ""
    return {"label": label[:1].lower() + label[1:], "source": fact.source, "note": note}


def _anchor(report: Report) -> tuple[str, str, float, float]:
    """Label, years and both values of the country's published index."""
    fact = facts()[NATION]
    first, last = fact.points
    years = report.language.years(first.year, last.year)
    name = fact.label.in_language(report.lang).split(",")[0]
    return name, years, first.value, last.value


def _country(report: Report) -> str:
    name = report.text("levels.nation")
    return name[:1].upper() + name[1:]


def _nation(report: Report) -> Row:
    name, years, a, b = _anchor(report)
    number, say = report.language.number, report.text
    return Row((_country(report), name, say("claims.rising.level_nation"), years, number(a),
                number(b), number(b - a, sign=True), DASH,
                say("claims.rising.published")))  # fmt: skip


def _rising(report: Report, row: dict) -> Row:
    number, say = report.language.number, report.text
    word = say(f"findings.certainty.{row['certainty']}")
    return Row((
        report.place.name,
        _name(report, row),
        report.level_vintage(row["level"]),
        _years(report, row),
        number(row["value_first"], 1),
        number(row["value_last"], 1),
        number(row["estimate"], 1, sign=True),
        interval_text(report, row),
        word,
    ))  # fmt: skip


def _name(report: Report, row: dict) -> str:
    if row["index"]:
        name = small_name(report, row["indicator"])
        return report.text("claims.rising.index", measure=name)
    return report.read.catalogue[row["indicator"]].name.in_language(report.lang)


def _years(report: Report, row: dict) -> str:
    return report.language.years(int(row["first"]), int(row["last"]))


def _nation_measure(report: Report) -> Row:
    name, years, a, b = _anchor(report)
    cells = (_country(report), name, years)
    return Row((*cells, *_both(report, a, b, 0)))


def _measure(report: Report, row: dict) -> Row:
    entry = report.read.catalogue[row["indicator"]]
    name = _name(report, row)
    if row["index"]:
        name = f"{name}, {report.level_vintage(row['level'])}"
    elif entry.unit == "percent":
        name = f"{name}, %"
    decimals = 1 if row["index"] or entry.kind == "share" else entry.decimals
    cells = (report.place.name, name, _years(report, row))
    return Row((*cells, *_both(report, row["value_first"], row["value_last"], decimals)))


def _both(report: Report, a: float, b: float, decimals: int) -> tuple[str, ...]:
    """Start, end, and the change in units and in per cent of the start."""
    number = report.language.number
    percent = number(100 * (b - a) / a, 1, sign=True) if a else DASH
    return number(a, decimals), number(b, decimals), number(b - a, decimals, sign=True), percent
