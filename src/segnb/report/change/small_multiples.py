"""Series of different definition on one time axis: a panel each, never joined."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from segnb.report import charts
from segnb.report.change import published_anchors
from segnb.report.change.change_words import (
    TESTED,
    change_words,
    changes_title,
    marked_ends,
    newest_text,
    outcome_of,
    verdict_on,
)
from segnb.report.change.few_people import few_people
from segnb.report.change.missing_years import lack_years
from segnb.report.change.printed_values import between, change_text, trend_decimals, value_text
from segnb.report.change.series_limits import limits_in_words
from segnb.report.change.trend_figure import (
    axis_start,
    level_words,
    people_words,
    shows_others,
)
from segnb.report.change.trend_frames import (
    FEWEST_PEERS,
    chart_breaks,
    chart_holes,
    lines_of,
    peer_kind,
)
from segnb.report.change.trend_series import Trend, alt_breaks, breaks_of, get_trend
from segnb.report.charts.absence import early
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Table
from segnb.report.phrases import divided_by, period
from segnb.vocabulary.i18n import DASH, small
from segnb.vocabulary.published_facts import Fact, facts

MOST_IN_ALT, LONG = 4, 10
SHORTEST_AXIS = 10  # years
PANEL_KINDS = ("own", "median")


@dataclass(frozen=True)
class Panel:
    """One panel: a series with its verdict, or the gap that stands in its place."""

    title: str
    trend: Trend | Gap
    row: pd.Series | None = None


def show_small_multiples(
    report: Report,
    *indicators: str,
    family: str = "municipality",
    first: int = 0,
    index: Iterable[str] = (),
    anchors: Iterable[str] = (),
    key: str = "multiples",
) -> Figure | Gap | None:
    """Several series below each other on one time axis; nothing where all are of one year.

    Parameters
    ----------
    indicators
        Ids in the catalogue. What is not held is a hatched panel with the reason; where that were
        half of the panels or more, they are named in the line under the figure instead.
    family
        As in `show_trend`.
    first
        First year of the axis; that of the longest series unless it is given.
    index
        Indicators whose dissimilarity between areas (RegSO, or what `family` names) follows.
    anchors
        Published values of the country (`vocabulary.published_facts`), shown as squares in a panel
        of their own.
    """
    panels = [_panel(report, name, family, index=False) for name in indicators]
    panels += [_panel(report, name, family, index=True) for name in index]
    held = [panel for panel in panels if isinstance(panel.trend, Trend)]
    told = [(one.title, one.trend, one.row) for one in panels if isinstance(one.trend, Trend)]
    if not held:
        return next(p.trend for p in panels if isinstance(p.trend, Gap))
    if not anchors and all(len(set(panel.trend.years)) == 1 for panel in held):  # type: ignore[union-attr]
        return None
    lacking = [panel.title for panel in panels if panel not in held]
    panels = panels if len(lacking) < len(held) else held
    published = [facts()[name] for name in anchors]
    starts = [panel.trend.years[0] for panel in held]  # type: ignore[union-attr]
    starts += [point.year for fact in published for point in fact.points]
    last = max(panel.trend.years[1] for panel in held)  # type: ignore[union-attr]
    years = first or min(*starts, last - SHORTEST_AXIS), last
    frames, breaks, holes, floors = [], {}, {}, {}
    for panel in panels:
        frame, breaks[panel.title], holes[panel.title] = _drawn(report, panel, years)
        floors[panel.title] = axis_start(frame, panel.trend) if len(frame) else 0.0  # type: ignore[arg-type]
        frames.append(_noted(report, panel, frame, floors[panel.title]))
    drawn = len(panels) + len(published)
    for fact in published:
        frames.append(published_anchors.anchor(report, fact))
        holes[fact.label.in_language(report.lang)] = published_anchors.around(report, fact, years)
    return make_figure(
        report,
        key,
        charts.small_multiples,
        pd.concat([frame for frame in frames if len(frame)], ignore_index=True),
        title=changes_title(report, [(trend, row) for _, trend, row in told]),
        subtitle=_subtitle(report, frames, drawn),
        alt=_alt(report, held, years, drawn, published, lacking),
        source=_source(report, held, published) + _lacking(report, lacking),
        table=_table(report, panels, f"{key}_table", published),
        held=[trend.held[-1] for _, trend, _ in told],
        series=True,
        breaks=breaks,
        holes=holes,
        floors=floors,
        decimals={title: trend_decimals(trend) for title, trend, _ in told},
        years=years,
    )


def _subtitle(report: Report, frames: list[pd.DataFrame], panels: int) -> str:
    """What the figure shows, and whose median its dashed lines are."""
    panel = next(frame["subtitle"].iloc[0] for frame in frames if len(frame))
    key = f"trends.multiples.subtitle{'_one' * (panels == 1)}"
    text = report.text(key, n=panels, panel=panel)
    if not any(frame["kind"].eq("median").any() for frame in frames if len(frame)):
        return text
    words = {"peers": report.text(f"comparison.{peer_kind(report)}"), "fewest": FEWEST_PEERS}
    return f"{text} {report.text('trends.multiples.median', **words)}"


def _lacking(report: Report, names: list[str]) -> str:
    """Which series are not held, as the end of the line under the figure."""
    if not names:
        return ""
    named = report.language.listing([small(name) for name in names])
    return " " + report.text("trends.multiples.lacking", names=named)


def longest_of(report: Report, *themes: Iterable[str]) -> list[str]:
    """Of each theme the first indicator with ten years in the municipality, else the longest one.

    Where none is held, the first one stands for the theme, as a gap.
    """
    found = []
    for theme in themes:
        names = list(theme)
        years = [len(report.read.years(name, "municipality")) for name in names]
        long = [name for name, count in zip(names, years, strict=True) if count >= LONG]
        found.append(long[0] if long else names[years.index(max(years))])
    return found


def _panel(report: Report, indicator: str, family: str, *, index: bool) -> Panel:
    trend = get_trend(report, indicator, family, index=index)
    name = report.read.catalogue[indicator].name.in_language(report.lang)
    is_index = trend.index if isinstance(trend, Trend) else index
    by = divided_by(report, report.read.catalogue[indicator])
    title = report.text("trends.multiples.panel_title_index", name=by) if is_index else name
    if isinstance(trend, Gap):
        return Panel(title, trend)
    return Panel(title, trend, verdict_on(report, trend))


def _drawn(report: Report, panel: Panel, years: tuple[int, int]) -> tuple[pd.DataFrame, list, list]:
    if isinstance(panel.trend, Gap):
        return pd.DataFrame(), [], [(*years, _why_empty(report, panel.trend))]
    found = lines_of(report, panel.trend)
    shows_others(report, found, peers_only=True)
    lack_years(report, panel.trend, years[1])
    lines = found.frame
    lines = lines[lines["kind"].isin(PANEL_KINDS) & (lines["year"] >= years[0])]
    return lines, chart_breaks(report, panel.trend), chart_holes(report, panel.trend, years)


def _why_empty(report: Report, gap: Gap) -> str:
    """Why a panel has no series."""
    return report.text(f"trends.{'few' if gap.status == 'not_applicable' else 'not_held'}")


def _noted(report: Report, panel: Panel, frame: pd.DataFrame, floor: float) -> pd.DataFrame:
    """Lines of a panel with its title, its subtitle and the verdict at the line's end."""
    if isinstance(panel.trend, Gap):
        return frame
    own = frame["kind"].eq("own") & frame["label"].ne("")
    note = report.text(f"trends.verdicts.{outcome_of(panel.row)}")
    if outcome_of(panel.row) in TESTED and panel.row is not None:
        years = report.language.years(int(panel.row["first"]), int(panel.row["last"]))
        note = f"{years}: {note}"
    elif outcome_of(panel.row) == "numbers":
        note = ""
    label = frame["label"].where(~own | (note == ""), frame["label"] + f"\n{note}")
    words = _panel_words(report, panel.trend, floor)
    return frame.assign(panel=panel.title, subtitle=words, label=label)


def _panel_words(report: Report, trend: Trend, floor: float) -> str:
    level = level_words(report, trend)
    if trend.index:
        text = report.text("trends.multiples.panel_index", level=level)
    else:
        unit = report.text(f"cards.units.{trend.entry.unit}")
        words = {"population": people_words(report, trend), "unit": unit, "level": level}
        text = report.text("trends.multiples.panel", **words)
    start = report.text("trends.marks.floor", floor=report.language.number(floor))
    return f"{text}. {start}" if floor > 0 else text


def _alt(
    report: Report, panels: list[Panel], years: tuple[int, int], count: int,
    published: Iterable[Fact] = (), lacking: Iterable[str] = (),
) -> str:  # fmt: skip
    """Both ends of the first four series, after what the country and what no panel has."""
    each = [published_anchors.values_in_words(report, fact) for fact in published]
    each += [_lacking(report, list(lacking)).strip()] if lacking else []
    for panel in panels[:MOST_IN_ALT]:
        own = panel.trend.known  # type: ignore[union-attr]
        ends = [
            value_text(report, panel.trend.entry, row.value, index=panel.trend.index,  # type: ignore[union-attr]
                       mark=early(row.status))
            for row in own.iloc[[0, -1]].itertuples()
        ]  # fmt: skip
        both = own["year"].iloc[[0, -1]]
        first, last = (period(report, panel.trend.entry, year) for year in both)  # type: ignore[union-attr]
        each.append(
            report.text(f"trends.multiples.alt_{'once' if first == last else 'each'}",
                        name=panel.title, a=ends[0], b=ends[1], first=first, last=last,
                        breaks=alt_breaks(report, panel.trend))  # type: ignore[arg-type]
        )  # fmt: skip
    span = report.language.years(*years)
    key = f"trends.multiples.alt{'_one' * (count == 1)}"
    return report.text(key, n=count, years=span, each=" ".join(each))


def _trends(panels: list[Panel]) -> list[Trend]:
    return [panel.trend for panel in panels if isinstance(panel.trend, Trend)]


def _source(report: Report, panels: list[Panel], published: list[Fact]) -> str:
    trends = _trends(panels)
    held = [one for trend in trends for one in trend.held]
    anchors = [published_anchors.anchor_words(report, fact) for fact in published]
    broken = [report.text("trends.breaks_below")] * any(breaks_of(t, report.read) for t in trends)
    few = few_people(report, [trend.entry for trend in trends if not trend.index])
    return " ".join([report.source_line(*held, series=True), *anchors, *broken, *few])


def _reasons(report: Report, panels: list[Panel]) -> tuple[str, ...]:
    return tuple(
        report.text("trends.break_of", name=panel.title, year=one.year,
                    text=one.text.in_language(report.lang))
        for panel in panels
        if isinstance(panel.trend, Trend)
        for one in breaks_of(panel.trend, report.read)
    )  # fmt: skip


def _table(report: Report, panels: list[Panel], key: str, published: list[Fact]) -> Table:
    say = report.text
    heads = ("series", "newest", "first", "value_first", "last", "value_last", "difference",
             "interval", "<verdict")  # fmt: skip
    rows = [_table_row(report, panel) for panel in panels]
    rows += [published_anchors.anchor_row(report, fact) for fact in published]
    return make_table(
        report, key, heads, rows, words="trends.table", title=say("captions.table_of"),
        subtitle=report.place.name,
        notes=(*_reasons(report, panels), *limits_in_words(report, _trends(panels)),
               *published_anchors.meanings(report, published),
               say("captions.signs")),
    )  # fmt: skip


def _table_row(report: Report, panel: Panel) -> tuple[str, ...]:
    trend, row = panel.trend, panel.row
    if isinstance(trend, Gap):
        return (panel.title, *[DASH] * 7, _why_empty(report, trend))
    words = {"first": DASH, "a": DASH} | change_words(report, trend, row)
    words |= marked_ends(report, trend, row)
    told = outcome_of(row) not in ("one", "short") and row is not None
    difference = change_text(report, trend, row) if told else DASH
    interval = between(report, row) if told else DASH
    said = report.text(f"trends.verdicts.{outcome_of(row)}")
    said += f" ({words.get('apart')})" * outcome_of(row).startswith("unlike")
    ends = (words["first"], words["a"], words["last"], words["b"])
    return (panel.title, newest_text(report, trend), *ends, difference, interval, said)
