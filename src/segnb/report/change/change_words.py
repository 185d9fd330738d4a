"""The words that a verdict allows: what is said of a change, and with which numbers."""

from collections.abc import Sequence

import pandas as pd

from segnb.analysis import trends
from segnb.analysis.certainty import CERTAIN, LIKELY
from segnb.report.change.beside_words import beside_words
from segnb.report.change.change_rules import NOT_DECLARED, beside_of, verdict
from segnb.report.change.counted_words import counted_words
from segnb.report.change.printed_values import (
    decimals_of,
    value_text,
)
from segnb.report.change.trend_series import Trend
from segnb.report.charts.absence import early
from segnb.report.municipality_report import Report
from segnb.report.phrases import (
    LONGEST_TITLE,
    divided_by,
    fitting_title,
    period,
    small,
)

BESIDE = ["value_first", "value_last", "estimate", "lower", "upper", "p", "adjusted"]
BESIDE += ["tests", "certainty"]
SURE = ("up", "down", "unlike_up", "unlike_down", "counted_up", "counted_down")
TESTED = (*SURE, "up_likely", "down_likely", "no_certain", "counted_same")


def verdict_on(report: Report, trend: Trend) -> pd.Series | None:
    """Verdict of the joint test on a trend that is shown, with that `beside` the country's change.

    Returns
    -------
    Series or None
        What `report.change.change_rules.verdict` gives, and `beside_value_first, beside_value_last,
        beside_estimate, beside_lower, beside_upper, beside_p, beside_adjusted, beside_certainty`
        where the country has the series.
    """
    family = trend.held[-1].family if trend.index else trend.own["level"].iloc[-1]
    row = verdict(report, trend.entry.id, family, index=trend.index)
    country = beside_of(report, trend.entry.id, family, index=trend.index)
    if row is None or country is None:
        return row
    return pd.concat([row, country[BESIDE].add_prefix("beside_")])


def outcome_of(row: pd.Series | None) -> str:
    """Branch of the rule that a verdict leads to.

    Returns
    -------
    str
        `up, down` where the joint test lets the change stand, `up_likely, down_likely` where only
        its weaker word does, `unlike_up, unlike_down` where only that beside the country's stands,
        `no_certain`, `counted_up, counted_down, counted_same` of a full count, `numbers` (no
        interval), `undeclared` (not of the family), `short` (under three years) or `one` (one).
    """
    if row is None or row["reason"] == trends.ONE_YEAR:
        return "one"
    if row["reason"] == trends.TOO_SHORT:
        return "short"
    if row.get("counted") is True:
        return f"counted_{row['direction'] or 'same'}"
    if row["reason"] == NOT_DECLARED:
        return "undeclared"
    if row["reason"] == trends.NO_INTERVAL or pd.isna(row["p"]):
        return "numbers"
    if row["certainty"] == CERTAIN:
        return str(row["direction"])
    if row.get("beside_certainty") == CERTAIN:
        return "unlike_up" if row["beside_estimate"] > 0 else "unlike_down"
    return f"{row['direction']}_likely" if row["certainty"] == LIKELY else "no_certain"


def series_name(report: Report, trend: Trend) -> str:
    """Series as a sentence names it: what is measured, or the division by it."""
    if trend.index:
        return report.text("trends.index_name", name=divided_by(report, trend.entry))
    return small(trend.entry.changing.in_language(report.lang))


def change_words(report: Report, trend: Trend, row: pd.Series | None) -> dict[str, str]:
    """Placeholders of a sentence about change; of a series of one year, `b` and `last` alone."""
    name = trend.entry.name.in_language(report.lang)
    by = divided_by(report, trend.entry)
    words = {"name": by if trend.index else name}
    words["subject"] = trend.entry.changing.in_language(report.lang)
    if row is None or pd.isna(row["value_last"]):
        return words | _newest(report, trend) | {"later": ""}
    a, b = (
        value_text(report, trend.entry, row[f"value_{end}"], index=trend.index)
        for end in ("first", "last")
    )
    first, last = int(row["first"]), int(row["last"])
    each = [period(report, trend.entry, year) for year in (first, last)]
    years = report.language.years(first, last)
    years = years if trend.entry.pooled == 1 else report.language.listing(each)
    words |= {"a": a, "b": b, "first": each[0], "last": each[1], "years": years}
    is_early = early(trend.status.get((row["level"], last)))
    words["last_told"] = _told(report, each[1], is_early)
    words["rounded"] = _rounded(report, trend, row) + _preliminary(report, trend, row)
    later = later_words(report, trend, row)
    words["later"] = report.text("trends.later", **later) if later else ""
    newest = _newest(report, trend)
    words |= {"now": newest["marked"], "now_year": newest["last"]}
    return words | beside_words(report, trend, row) | counted_words(report, trend, row)


def later_words(report: Report, trend: Trend, row: pd.Series) -> dict[str, str]:
    """The newest value and its year where they lie after what is compared; else nothing.

    Returns
    -------
    dict
        `b, last`, and as `_newest` gives them `last_told` of a sentence and `marked` of a cell.
    """
    newest = _newest(report, trend)
    return {} if newest["last"] == period(report, trend.entry, row["last"]) else newest


def _newest(report: Report, trend: Trend) -> dict[str, str]:
    """The newest value: `b` and `last`, `last_told` of a sentence and `marked` of a cell."""
    newest = trend.known.iloc[-1]
    mark = early(newest["status"])
    value, marked = (
        value_text(report, trend.entry, newest["value"], index=trend.index, mark=with_mark)
        for with_mark in ("", mark)
    )
    year = period(report, trend.entry, newest["year"])
    return {"b": value, "last": year, "last_told": _told(report, year, mark), "marked": marked}


def _told(report: Report, year: str, mark: str) -> str:
    """Year of a value as a sentence says it: with a word where the value may still change."""
    return report.text("trends.last_early", year=year) if mark else year


def marked_ends(report: Report, trend: Trend, row: pd.Series | None) -> dict[str, str]:
    """Both values that are compared, as cells show them: with a mark where one may change."""
    if row is None or pd.isna(row["value_last"]):
        newest = _newest(report, trend)
        return {"b": newest["marked"], "last": newest["last"]}
    ends = {"a": "first", "b": "last"}
    return {
        name: value_text(report, trend.entry, row[f"value_{end}"], index=trend.index,
                         mark=early(trend.status.get((row["level"], int(row[end])))))
        for name, end in ends.items()
    }  # fmt: skip


def _rounded(report: Report, trend: Trend, row: pd.Series) -> str:
    """That the producer publishes whole per cents, where it does."""
    ends = [row["value_first"], row["value_last"]]
    whole = trend.entry.rounding and decimals_of(trend.entry, trend.index, ends) == 0
    return report.text("trends.rounded") if whole else ""


def _preliminary(report: Report, trend: Trend, row: pd.Series) -> str:
    """Which of the years compared has a number that its producer may still change."""
    ends = (int(row["first"]), int(row["last"]))
    early_in = [year for year in ends if early(trend.status.get((row["level"], year)))]
    found = [period(report, trend.entry, year) for year in early_in]
    return "".join(report.text("trends.preliminary", year=year) for year in found)


def newest_text(report: Report, trend: Trend) -> str:
    """The newest value with its year, which may lie after a break and outside what is compared."""
    newest = _newest(report, trend)
    return report.text("trends.of_year", value=newest["marked"], year=newest["last"])


def change_title(report: Report, trend: Trend, row: pd.Series | None) -> str:
    """Title of a figure: what the rule allows to say, in at most 90 characters.

    Where the drawing goes on after a break, the newest value stands beside what was compared before
    it, or alone where both do not fit.
    """
    outcome = outcome_of(row)
    words = change_words(report, trend, row)
    kind = "index_figure" if trend.index else "figure"
    branch = {"short": "numbers"}.get(outcome, outcome)
    title = report.text(f"trends.{kind}.{branch}", **words)
    last = {} if row is None or pd.isna(row["last"]) else later_words(report, trend, row)
    if not last:
        return title
    both = f"{title}; {report.text('trends.newest', **last)}"
    if len(both) <= LONGEST_TITLE:
        return both
    return report.text(f"trends.{kind}.one", **words | last)


def changes_title(report: Report, told: Sequence[tuple[Trend, pd.Series | None]]) -> str:
    """Title over several series: which changed for certain and which way, of those tested."""
    if len(told) == 1:
        return change_title(report, *told[0])
    outcomes = [outcome_of(row) for _, row in told]
    tested = [outcome for outcome in outcomes if outcome in TESTED]
    if not tested:
        names = [series_name(report, trend) for trend, _ in told]
        return fitting_title(report, "trends.multiples.title_unknown", {"names": names})
    pairs = zip(told, outcomes, strict=True)
    certain = [_said(report, *one, outcome) for one, outcome in pairs if outcome in SURE]
    if certain:
        return _certain_title(report, certain)
    count = {1: "_one", 2: "_two"}.get(len(tested), "")
    return report.text(f"trends.multiples.title_none{count}", n=len(tested))


def _certain_title(report: Report, certain: list[str]) -> str:
    """As many of the certain changes as fit, and how many more there are."""
    title = ""
    for kept in range(len(certain), 0, -1):
        rest, said = len(certain) - kept, report.language.listing(certain[:kept])
        more = f"_more{'_one' * (rest == 1)}" if rest else ""
        title = report.text(f"trends.multiples.title_certain{more}", said=said, count=rest)
        if len(title) <= LONGEST_TITLE:
            break
    return title[:1].upper() + title[1:]


def _said(report: Report, trend: Trend, row: pd.Series | None, outcome: str) -> str:
    """What a title says of one series: its name, how it changed and when, and a turn between."""
    way, words = outcome.removeprefix("counted_"), change_words(report, trend, row)
    told = {"name": series_name(report, trend), "years": words["years"]}
    return report.text(f"trends.multiples.said_{way}", **told, turned=words.get("turned", ""))
