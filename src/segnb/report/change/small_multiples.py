"""Series of different definition on one time axis: a panel each, never joined."""

from collections.abc import Iterable

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
from segnb.report.change.panel_words import (
    Breaks,
    Holes,
    Panel,
    drawn_marks,
    lacking_words,
    panels_alt,
    panels_subtitle,
    trends_of,
    why_empty,
    words_of_panel,
)
from segnb.report.change.printed_values import change_text, interval_cell, trend_decimals
from segnb.report.change.series_limits import limits_in_words
from segnb.report.change.trend_figure import (
    axis_start,
    shows_others,
)
from segnb.report.change.trend_frames import (
    chart_breaks,
    chart_holes,
    lines_of,
)
from segnb.report.change.trend_series import Trend, area_family, breaks_of, get_trend
from segnb.report.charts.absence import NOT_APPLICABLE
from segnb.report.exhibits import make_figure, make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Table
from segnb.report.phrases import divided_by
from segnb.vocabulary.i18n import DASH
from segnb.vocabulary.published_facts import Fact, facts

INTERVAL = 7  # cell of a row of the table
LONG = 10
SHORTEST_AXIS = 10  # years
PANEL_KINDS = ("own", "median")


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
    lacking = [panel for panel in panels if panel not in held]
    panels = panels if len(lacking) < len(held) else held
    published = [facts()[name] for name in anchors]
    starts = [panel.trend.begins for panel in held]  # type: ignore[union-attr]
    starts += [point.year for fact in published for point in fact.points]
    last = max(panel.trend.years[1] for panel in held)  # type: ignore[union-attr]
    years = first or min(*starts, last - SHORTEST_AXIS), last
    frames, floors = [], {}
    breaks: Breaks = {}
    holes: Holes = {}
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
        subtitle=panels_subtitle(report, frames, drawn, drawn_marks(frames, breaks, holes, years)),
        alt=panels_alt(report, held, years, drawn, published, lacking),
        source=_source(report, held, published) + lacking_words(report, lacking),
        table=_table(report, panels, f"{key}_table", published),
        held=[trend.held[-1] for _, trend, _ in told],
        series=True,
        breaks=breaks,
        holes=holes,
        floors=floors,
        decimals={title: trend_decimals(trend) for title, trend, _ in told},
        means={title: trend.mean_of for title, trend, _ in told},
        years=years,
    )


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
        level = report.level_name(area_family(family, is_index))
        return Panel(title, trend, level=level)
    return Panel(title, trend, verdict_on(report, trend))


def _drawn(report: Report, panel: Panel, years: tuple[int, int]) -> tuple[pd.DataFrame, list, list]:
    if isinstance(panel.trend, Gap):
        return pd.DataFrame(), [], [(*years, why_empty(report, panel))]
    found = lines_of(report, panel.trend)
    shows_others(report, found, peers_only=True)
    lack_years(report, panel.trend, years[1])
    lines = found.frame
    lines = lines[lines["kind"].isin(PANEL_KINDS) & (lines["year"] >= years[0])]
    return lines, chart_breaks(report, panel.trend), chart_holes(report, panel.trend, years)


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
    words = words_of_panel(report, panel.trend, floor)
    return frame.assign(panel=panel.title, subtitle=words, label=label)


def _source(report: Report, panels: list[Panel], published: list[Fact]) -> str:
    trends = trends_of(panels)
    held = [one for trend in trends for one in trend.held]
    anchors = [published_anchors.anchor_words(report, fact) for fact in published]
    below = _told_below(report, trends)
    few = few_people(report, [trend.entry for trend in trends if not trend.index])
    return " ".join([report.source_line(*held, series=True), *anchors, *below, *few])


def _told_below(report: Report, trends: list[Trend]) -> list[str]:
    """That the table, which is not printed, tells more of breaks and of what the source limits."""
    broken = any(breaks_of(trend, report.read) for trend in trends)
    limited = bool(limits_in_words(report, trends))
    if not (broken or limited):
        return []
    which = "both" if broken and limited else "breaks" if broken else "limits"
    return [report.text(f"trends.{which}_below")]


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
    rows = _with_signs([_table_row(report, panel) for panel in panels])
    rows += [published_anchors.anchor_row(report, fact) for fact in published]
    return make_table(
        report, key, heads, rows, words="trends.table", title=say("captions.table_of"),
        subtitle=report.place.name,
        notes=(*_reasons(report, panels), *limits_in_words(report, trends_of(panels)),
               *published_anchors.meanings(report, published),
               say("captions.signs")),
    )  # fmt: skip


def _with_signs(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows in which the lack of an interval has the sign of what does not apply, if any has one."""
    none = {DASH, NOT_APPLICABLE}
    sign = NOT_APPLICABLE if {row[INTERVAL] for row in rows} - none else DASH
    return [
        (*row[:INTERVAL], sign if row[INTERVAL] in none else row[INTERVAL], *row[INTERVAL + 1 :])
        for row in rows
    ]


def _table_row(report: Report, panel: Panel) -> tuple[str, ...]:
    trend, row = panel.trend, panel.row
    if isinstance(trend, Gap):
        return (panel.title, *[DASH] * 7, why_empty(report, panel))
    words = {"first": DASH, "a": DASH} | change_words(report, trend, row)
    words |= marked_ends(report, trend, row)
    told = outcome_of(row) not in ("one", "short") and row is not None
    difference = change_text(report, trend, row) if told else NOT_APPLICABLE
    interval = interval_cell(report, row) if told else NOT_APPLICABLE
    said = report.text(f"trends.verdicts.{outcome_of(row)}")
    said += f" ({words.get('apart')})" * outcome_of(row).startswith("unlike")
    alone = outcome_of(row) == "one"
    ends = [NOT_APPLICABLE if alone else words[name] for name in ("first", "a", "last", "b")]
    return (panel.title, newest_text(report, trend), *ends, difference, interval, said)
