"""Change over years: one series with those it is compared with, or many on one time axis."""

from itertools import groupby

import pandas as pd

from segnb.report import charts
from segnb.report.change.change_words import change_title, outcome_of, verdict_on
from segnb.report.change.few_people import few_people
from segnb.report.change.missing_years import lack_years
from segnb.report.change.printed_values import decimals_of, trend_decimals, value_text
from segnb.report.change.series_limits import limits_in_words
from segnb.report.change.trend_captions import level_words, peers_mark, subtitle_of
from segnb.report.change.trend_frames import (
    Lines,
    axis_start,
    chart_breaks,
    chart_holes,
    compared_with,
    lines_of,
)
from segnb.report.change.trend_series import Trend, alt_breaks, breaks_of, get_trend
from segnb.report.charts.absence import early
from segnb.report.division.index_values import as_data
from segnb.report.exhibits import make_figure, make_table, number_or_word
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Block, Figure, Gap, Pair, Row, Table
from segnb.report.page.certainty_boxes import UNCONCLUDED
from segnb.report.page.missing_data import passing_gaps
from segnb.report.phrases import period
from segnb.report.reading.sexes import OF_PUPILS, SEXES
from segnb.vocabulary.i18n import DASH

KINDS = ("own", *SEXES, *OF_PUPILS.values(), "median", "county", "nation")


def show_trend(
    report: Report,
    indicator: str,
    family: str = "municipality",
    *,
    by_sex: bool = False,
    compare: bool = True,
    index: bool = False,
    half: bool = False,
    key: str = "",
) -> Figure | Gap:
    """One series over all years that are held, with its breaks and holes.

    Parameters
    ----------
    indicator
        Id in the catalogue.
    family
        `municipality`; with `regso` or `deso` the dissimilarity between these areas is shown, each
        vintage as a series of its own.
    by_sex
        Also women and men.
    compare
        Also those that the settings compare with, and the median of other municipalities.
    index
        The dissimilarity between areas (RegSO unless `family` says otherwise).
    half
        For a figure that stands beside another.
    key
        Name of the figure and its data file, where the usual one is taken.

    Returns
    -------
    Figure or Gap
        A gap where fewer than two years are held. The title says what the joint test of the
        report allows (`report.change.change_rules`).
    """
    trend = get_trend(report, indicator, family, index=index)
    if isinstance(trend, Trend) and trend.years[0] == trend.years[1]:
        return _one_year(report, trend)
    return _trend_figure(report, trend, by_sex, compare, half, key)


def _one_year(report: Report, trend: Trend) -> Gap:
    """One year is no trend: its value, and what would make it one."""
    known = trend.own.dropna(subset=["value"]).iloc[-1]
    words = {
        "name": trend.entry.name.in_language(report.lang),
        "year": period(report, trend.entry, known["year"]),
        "level": report.level_vintage(known["level"]),
    }
    words["value"] = report.language.number(
        known["value"], decimals_of(trend.entry, trend.index, [known["value"]])
    )
    return report.gap(
        f"trend_{trend.entry.id}{'_index' * trend.index}",
        report.text("trends.one_year.what", **words),
        report.text("trends.one_year.why", **words),
        nearest=report.text("trends.one_year.nearest", **words),
    )


@passing_gaps
def _trend_figure(
    report: Report, trend: Trend, by_sex: bool, compare: bool, half: bool, key: str
) -> Figure:
    lines = lines_of(report, trend, by_sex=by_sex, compare=compare)
    shows_others(report, lines)
    lack_years(report, trend)
    breaks, holes = chart_breaks(report, trend), chart_holes(report, trend)
    floor = axis_start(lines.frame, trend)
    verdict = verdict_on(report, trend)
    title = change_title(report, trend, verdict)
    unconcluded = outcome_of(verdict) in (*UNCONCLUDED, "short")
    drawn = {"break": breaks, "hole": holes, "unconcluded": unconcluded}
    marks = [mark for mark, is_so in drawn.items() if is_so]
    key = key or "_".join(["trend", trend.entry.id, *([trend.held[-1].family] * trend.index)])
    return make_figure(
        report,
        key,
        charts.trend,
        lines.frame,
        title=title,
        subtitle=subtitle_of(report, trend, lines, floor, marks),
        alt=_alt(report, trend, lines, title),
        held=[trend.held[-1], *(one for one in lines.held if one.family != "municipality")],
        series=True,
        source=_source(report, trend),
        table=_table(report, trend, lines, key),
        half=half,
        breaks=breaks,
        holes=holes,
        floor=floor,
        data=as_data(lines.frame) if trend.index else None,
        decimals=trend_decimals(trend),
        means=trend.mean_of,
    )


def shows_others(report: Report, lines: Lines, *, peers_only: bool = False) -> None:
    """Remember where the lines of those come from that the municipality is compared with.

    Parameters
    ----------
    peers_only
        Whether those of county and country are not drawn.
    """
    codes = {*compared_with(report), ""}
    for held in lines.held:
        rows = held.observed[held.observed["municipality"].isin(codes)]
        if held.family == "municipality":
            rows = rows[rows["year"].isin(lines.behind)]  # years in which there is a median
        if held.family == "municipality" or not peers_only:
            report.trail.use(held.entry, rows[rows["value"].notna()])


def _alt(report: Report, trend: Trend, lines: Lines, title: str) -> str:
    own, say = lines.of("own").sort_index(), report.text
    first, last = own.index[0], own.index[-1]

    def worded(value: float, year: float, kind: str = "own") -> str:
        mark = early("preliminary") if year in lines.early_years(kind) else ""
        return value_text(report, trend.entry, value, index=trend.index, mark=mark)

    others = [
        say("trends.figure.alt_other", label=say(f"trends.{kind}").capitalize(),
            value=worded(found.iloc[-1], found.index[-1], kind),
            year=period(report, trend.entry, found.index[-1]))
        for kind in KINDS[1:]
        if len(found := lines.of(kind))
    ]  # fmt: skip
    return say(
        "trends.figure.alt", label=trend.entry.label.in_language(report.lang),
        level=level_words(report, trend),
        years=report.language.years(trend.begins, trend.years[1]),
        first=period(report, trend.entry, first), last=period(report, trend.entry, last),
        a=worded(own.loc[first], first),
        b=worded(own.loc[last], last) + alt_breaks(report, trend),
        others=" ".join(others[:3]), outcome=title,
    )  # fmt: skip


def _source(report: Report, trend: Trend) -> str:
    reasons = [
        report.text("trends.break_source", year=one.year, text=one.text.in_language(report.lang))
        for one in breaks_of(trend, report.read)
    ]
    few = [] if trend.index else few_people(report, [trend.entry])
    return " ".join([report.source_line(*trend.held, series=True), *reasons, *few])


def _table(report: Report, trend: Trend, lines: Lines, key: str) -> Table:
    """Values year by year: the own ones, with their interval, and those of others."""
    say, places = report.text, trend_decimals(trend)
    kinds = [kind for kind in KINDS if len(lines.of(kind))]
    columns = [say("trends.table.year"), *(_head(report, kind) for kind in kinds)]
    own = trend.own.drop_duplicates("year", keep="last").set_index("year")
    ends = own[["lower", "upper"]].notna().all(axis=1)
    others = [lines.cells(kind, report.language, places) for kind in kinds if kind != "own"]
    if ends.any():
        columns.insert(2, say("trends.table.interval"))
    if trend.index:
        columns += [say("captions.indices.raw"), say("trends.table.areas")]
    rows = [
        _table_row(report, trend, int(year), others, places, interval=bool(ends.any()))
        for year in sorted(own.index)
    ]
    unit = "D, 0–100" if trend.index else say(f"cards.units.{trend.entry.unit}")
    return make_table(
        report, f"{key}_table", columns, rows, title=say("trends.table.title"),
        subtitle=f"{report.place.name}, {level_words(report, trend)}, {unit}",
        notes=(*_behind_words(report, lines), *limits_in_words(report, [trend]),
               say("captions.signs"),
               *[say("captions.indices.raw_note")] * trend.index),
    )  # fmt: skip


def _behind_words(report: Report, lines: Lines) -> list[str]:
    """Of how many municipalities the median is, where it is not always of all."""
    if peers_mark(lines) != "peers_some":
        return []
    runs = [list(run) for _, run in groupby(sorted(lines.behind), key=lines.behind.get)]
    each = [f"{lines.behind[run[0]]} ({report.language.years(run[0], run[-1])})" for run in runs]
    return [report.text("trends.table.behind", each=report.language.listing(each))]


def _head(report: Report, kind: str) -> str:
    return report.place.name if kind == "own" else report.text(f"trends.{kind}").capitalize()


def _table_row(
    report: Report,
    trend: Trend,
    year: int,
    others: list[dict[int, str]],
    places: int,
    *,
    interval: bool,
) -> Row:
    say = report.language
    own = trend.own[trend.own["year"] == year].iloc[-1]
    value = number_or_word(own["value"], own["status"], say, places)
    cells = [period(report, trend.entry, year), value]
    if interval:
        known = pd.notna(own["lower"]) and pd.notna(own["upper"])
        cells.append(say.interval(own["lower"], own["upper"]) if known else DASH)
    cells += [other.get(year, DASH) for other in others]
    if "raw_index" in own:
        cells += [say.number(own["raw_index"], 1), say.number(own["units"])]
    return Row(tuple(cells))


def pair(report: Report, left: Block | None, right: Block | None) -> Block | None:
    """Two figures beside each other; a gap, or one that stands alone, keeps its own place."""
    shown = [block for block in (left, right) if block is not None]
    if len(shown) < 2:
        return shown[0] if shown else None
    return Pair(shown[0], shown[1], lang=report.lang)
