"""What may be said of a change, and what may not: findings and boxes that follow the joint test."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from segnb.analysis.multiple_testing import RATE
from segnb.analysis.trends import SHORTEST
from segnb.measures.inference import LEAST_P
from segnb.report.change.beside_words import adjusted_for, apart_text
from segnb.report.change.change_rules import COUNTED, turn_of
from segnb.report.change.change_words import (
    SURE,
    change_words,
    later_words,
    marked_ends,
    outcome_of,
    series_name,
    verdict_on,
)
from segnb.report.change.few_people import one_case
from segnb.report.change.printed_values import (
    between,
    change_text,
    difference_text,
    interval_cell,
    reaches_zero,
)
from segnb.report.change.trend_frames import new_areas
from segnb.report.change.trend_series import Trend, breaks_of, get_trend
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Boxes, Bullets, Finding, Gap, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import Statement
from segnb.report.phrases import p_text, period
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.i18n import DASH, small

CERTAINTIES = dict.fromkeys((*SURE, "counted_same"), "certain")
CERTAINTIES |= {"up_likely": "likely", "down_likely": "likely"}
NO_NUMBERS = ("one", "short")


def say_change(
    report: Report, indicator: str, family: str = "municipality", *, index: bool = False
) -> Statement | Gap | None:
    """Whether a series has changed, in the newest years without a break.

    Parameters
    ----------
    indicator, family, index
        As in `show_trend`.

    Returns
    -------
    Statement, Gap or None
        Nothing where there are fewer than three years without a break. A figure published without
        its base gets its numbers and no conclusion.
    """
    trend = get_trend(report, indicator, family, index=index)
    return _statement(report, trend)


@passing_gaps
def _statement(report: Report, trend: Trend) -> Statement | None:
    row = verdict_on(report, trend)
    outcome = outcome_of(row)
    if row is None or outcome in NO_NUMBERS:
        return None
    words = change_words(report, trend, row) | _numbers(report, trend, row)
    case = one_case(report, trend.entry, told="one", year=int(row["last"]))
    words["rounded"] = words.get("rounded", "") + case
    return Statement(
        "index_change" if trend.index else "change",
        outcome,
        f"{trend.entry.id}_{trend.held[-1].family}",
        words,
        CERTAINTIES.get(outcome, "unknown"),  # type: ignore[arg-type]
        _table(report, trend, row),
        _compared(trend, row),
        series=True,
    )


def _compared(trend: Trend, row: pd.Series) -> tuple[IndicatorData, ...]:
    """What was read, cut to the years that are set against each other."""
    years = range(int(row["first"]), int(row["last"]) + 1)
    return tuple(one.of_years(years) for one in trend.held if one.level == row["level"])


def _numbers(report: Report, trend: Trend, row: pd.Series) -> dict[str, str]:
    say, unit = report.language, trend.entry.unit
    kind = "percent" if unit == "percent" else "number" if unit in COUNTED else "value"
    least = LEAST_P if trend.index else 0.0
    adjusted = row.get("adjusted", float("nan"))
    family = "together" if row.get("beside_certainty") is None else "apart"
    reason = "zero" if reaches_zero(row) else family
    how = "likely_alone" if adjusted <= RATE else f"likely_{reason}"
    adjusted_text = p_text(report, adjusted, least)
    return {
        "difference": change_text(report, trend, row),
        "interval": between(report, row),
        "p": p_text(report, row["p"], least),
        "adjusted": adjusted_text,
        "tests": adjusted_for(report, row),
        "likely_reason": report.text(f"trends.tested.{how}", adjusted=adjusted_text),
        "what": report.text(f"trends.what_{kind}"),
        "population": small(trend.entry.population.in_language(report.lang)).removesuffix("."),
        "level": report.level_vintage(row["level"]),
        "shortest": say.number(SHORTEST),
    }


def _table(report: Report, trend: Trend, row: pd.Series) -> Table:
    say, head = report.language, "trends.table"
    own = trend.own[trend.own["level"] == row["level"]].set_index("year")
    lines, marked = [], marked_ends(report, trend, row)
    for name, end in (("first", "a"), ("last", "b")):
        year = int(row[name])
        ends = own.loc[year, ["lower", "upper"]]
        shown = period(report, trend.entry, year)
        lines.append((shown, marked[end], say.interval(*ends) if ends.notna().all() else DASH))
    last = (report.text(f"{head}.difference"), change_text(report, trend, row))
    lines.append((*last, interval_cell(report, row)))
    if row.get("beside_certainty") is not None:
        apart = apart_text(report, trend, row), interval_cell(report, row, "beside_")
        lines.append((report.text(f"{head}.beside"), *apart))
    if later := later_words(report, trend, row):
        lines.append((report.text("trends.not_compared", **later), later["marked"], DASH))
    columns = [report.text(f"{head}.{name}") for name in ("year", "value", "interval")]
    key = f"change_{trend.entry.id}_{trend.held[-1].family}"
    where = f"{report.place.name}, {report.level_vintage(row['level'])}"
    return make_table(
        report,
        key,
        columns,
        lines,
        title=report.text("findings.numbers.title"),
        subtitle=where,
    )


def say_turn(
    report: Report, indicator: str, family: str = "municipality", *, index: bool = False
) -> Statement | None:
    """The year in which a series turned; nothing where no turn is found, or none that stands."""
    row = turn_of(report, indicator, family, index=index)
    trend = None if row is None else get_trend(report, indicator, family, index=index)
    if row is None or not isinstance(trend, Trend):
        return None
    words = change_words(report, trend, None) | {
        "place": report.place.name,
        "turn": str(int(row["turn"])),
        "before": difference_text(report, trend, row["slope_before"]),
        "after": difference_text(report, trend, row["slope_after"]),
        "years": report.language.years(int(row["first"]), int(row["last"])),
        "level": report.level_vintage(row["level"]),
        "series": series_name(report, trend),
        "p": p_text(report, row["p"]),
        "adjusted": p_text(report, row["adjusted"]),
        "tests": adjusted_for(report, row),
    }
    words["series_first"] = words["series"][:1].upper() + words["series"][1:]
    side = "peak" if row["slope_before"] > 0 else "trough"
    key = f"{trend.entry.id}_{trend.held[-1].family}"
    return Statement("turn", side, key, words, "certain", held=trend.held, series=True)


def say_trends(
    report: Report, *indicators: str, family: str = "municipality", index: bool = False
) -> list[Statement | Gap | None]:
    """What may be said of several series, each with its turn where there is one."""
    pairs = [
        (say_change(report, name, family, index=index), say_turn(report, name, family, index=index))
        for name in indicators
    ]
    return [statement for both in pairs for statement in both]


def lead_changes(report: Report, *said: list[Statement | Gap | None], most: int = 2) -> list[str]:
    """Lead of a chapter: the first certain changes of each list as one sentence each, and its own.

    Where nothing is certain, that is the result, and the first sentence says so.
    """
    shown = [
        [one for one in group if isinstance(one, Statement) and one.certainty == "certain"][:most]
        for group in said
    ]
    # how the country went stands where the change has its numbers
    alone = [replace(one, words=one.words | {"than": ""}) for group in shown for one in group]
    found = [report.say(statement) for statement in alone]
    lines = [f"{finding.title}." for finding in found if isinstance(finding, Finding)]
    none = [report.text("trends.lead_none")] * (not lines)
    return [" ".join([*lines, *none]), report.text(f"{report.chapter}.lead")]


# -- boxes


def may_say(
    report: Report,
    *indicators: str,
    family: str = "municipality",
    index: Iterable[str] = (),
    anchors: bool = False,
) -> Boxes | None:
    """Two boxes under trend figures: what may be said, and what may not.

    Parameters
    ----------
    indicators, family
        The series shown.
    index
        Indicators whose dissimilarity between areas is shown as well.
    anchors
        Whether published values of the country stand beside them.
    """
    found = [get_trend(report, name, family) for name in indicators]
    found += [get_trend(report, name, family, index=True) for name in index]
    shown = [trend for trend in found if isinstance(trend, Trend)]
    if not shown:
        return None
    told = [(trend, verdict_on(report, trend)) for trend in shown]
    may = tuple(filter(None, (_allowed(report, *one) for one in told)))
    may = may or (report.text("trends.may.nothing"),)
    titles = [report.text(f"trends.{side}.title") for side in ("may", "may_not")]
    refused = _refused(report, told, anchors=anchors)
    both = zip((may, refused), titles, strict=True)
    boxes = tuple(Bullets(lines, title, lang=report.lang) for lines, title in both)
    return Boxes(boxes, lang=report.lang)


def _allowed(report: Report, trend: Trend, row: pd.Series | None) -> str:
    outcome = outcome_of(row)
    if outcome in NO_NUMBERS:
        return ""
    words = change_words(report, trend, row) | {"name": series_name(report, trend)}
    text = report.text(f"trends.may.{outcome}", **words)
    return text[:1].upper() + text[1:]


def _refused(
    report: Report, told: list[tuple[Trend, pd.Series | None]], *, anchors: bool
) -> tuple[str, ...]:
    say = report.text
    found = _across_breaks(report, told)
    areas = sorted({year for trend, _ in told for year in new_areas(trend)})
    found += [say("trends.may_not.areas", year=year) for year in areas]
    for outcome in ("numbers", "undeclared", "no_certain", "short", "one"):
        names = [series_name(report, trend) for trend, row in told if outcome_of(row) == outcome]
        key = "uncertain" if outcome == "no_certain" else outcome
        listed = report.language.listing(names)
        if names:
            found.append(say(f"trends.may_not.{key}", names=listed, years=SHORTEST))
    found += [say("trends.may_not.anchors")] * anchors
    return (*dict.fromkeys(found), say("trends.may_not.why"))


def _across_breaks(report: Report, told: list[tuple[Trend, pd.Series | None]]) -> list[str]:
    """A sentence for the breaks of all series; that of new areas stands by itself."""
    breaks = [(series_name(report, trend), breaks_of(trend, report.read)) for trend, _ in told]
    of_series = [(name, [one for one in found if one.kind != "areas"]) for name, found in breaks]
    cuts = [(name, found) for name, found in of_series if found]
    if len(cuts) == 1 and len(cuts[0][1]) == 1:
        name, (one,) = cuts[0]
        text = one.text.in_language(report.lang)
        return [report.text("trends.may_not.break", name=name, year=one.year, text=text)]
    listing = report.language.listing
    each = [f"{name} ({listing([str(one.year) for one in found])})" for name, found in cuts]
    return [report.text("trends.may_not.breaks", each=listing(each))] if each else []
