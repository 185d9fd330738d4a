"""Change over years: lines that stop at breaks, holes that are hatched, labels at line ends."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.line_series import (
    NUMBERS,
    Break,
    Hole,
    Series,
    missing_years,
    series_of,
)
from segnb.report.charts.series_breaks import break_lanes
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height, widest, wrap
from segnb.report.charts.trend_panel import Panel, draw_panel, end_label
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

FEET = (1.4, 2.2)  # lines of text below the last panel, and between two
HEIGHTS = ((3, 104), (4, 72), (99, 64))  # of a panel: more of them are lower, to fit a page


def trend(
    frame: pd.DataFrame,
    layout: Layout,
    language: Language,
    *,
    breaks: Sequence[Break] = (),
    holes: Sequence[Hole] = (),
    floor: float = 0.0,
    decimals: int = 1,
    means: int = 1,
    years: tuple[int, int] | None = None,
) -> Figure:
    """How a measure has moved, and where nothing may be said about it.

    Parameters
    ----------
    frame
        `series, year, value, kind` (own, women, men, peer, median, county, nation, anchor) and
        `label` (at the line's end; a second line after a line feed is smaller); optional `lower`
        and `upper`. A line stops at breaks and where years are missing.
    breaks
        (year, text): values from that year on are not compared with those before.
    holes
        (first year, last year, text): years without data, hatched.
    floor
        Where the axis starts; the subtitle has to say so when it is not 0.
    decimals
        Decimals of values written in the panel.
    means
        Years that a value is a mean of; it stands at the last of them.
    years
        First and last year of the axis; without them, those of the data, holes and breaks.
    """
    if frame.empty and not holes:
        return empty_sheet(layout, language).figure
    tall = (190 if layout.narrow else 230) * layout.unit
    panel = _Plan(frame, breaks, _with_missing(frame, holes, language), floor, decimals, means)
    return _draw([("", "", panel)], layout, language, tall, years).figure


def small_multiples(
    frame: pd.DataFrame,
    layout: Layout,
    language: Language,
    *,
    breaks: Mapping[str, Sequence[Break]] | None = None,
    holes: Mapping[str, Sequence[Hole]] | None = None,
    floors: Mapping[str, float] | None = None,
    decimals: Mapping[str, int] | None = None,
    means: Mapping[str, int] | None = None,
    years: tuple[int, int] | None = None,
) -> Figure:
    """Series of different definition on one time axis: a panel each, never joined.

    Parameters
    ----------
    frame
        As for `trend`, and `panel` (its title) and `subtitle` (measure, unit, level).
    breaks, holes, floors, decimals, means
        As for `trend`, by panel; a panel that is only in `holes` is all hatched.
    years
        First and last year of all panels.
    """
    breaks, holes, floors = breaks or {}, holes or {}, floors or {}
    parts = dict(list(frame.groupby("panel", sort=False, dropna=False)))
    parts |= {name: frame.iloc[:0] for name in holes if name not in parts}
    if not parts:
        return empty_sheet(layout, language).figure
    panels = []
    for name, part in parts.items():
        notes = part["subtitle"].dropna()
        known = _with_missing(part, holes.get(name, ()), language)
        places, mean_of = (decimals or {}).get(name, 1), (means or {}).get(name, 1)
        plan = _Plan(part, breaks.get(name, ()), known, floors.get(name, 0.0), places, mean_of)
        panels.append((str(name), str(notes.iloc[0]) if len(notes) else "", plan))
    tall = next(height for most, height in HEIGHTS if len(panels) <= most)
    return _draw(panels, layout, language, tall * layout.unit, years).figure


def _with_missing(
    frame: pd.DataFrame, holes: Sequence[Hole], language: Language
) -> tuple[Hole, ...]:
    """Holes, and the years that the municipality's own series lacks outside them."""
    empty = frame[((frame["kind"] == "own") & frame["value"].isna()).to_numpy()]
    if empty.empty:
        return tuple(holes)
    own, word = frame[frame["kind"] == "own"], absence(empty, language)
    found = [hole for series in series_of(own) for hole in missing_years(series, word)]
    outside = [
        h for h in found if not any(h[0] <= last and first <= h[1] for first, last, _ in holes)
    ]
    return (*holes, *outside)


def value_limits(frame: pd.DataFrame, floor: float = 0.0) -> tuple[float, float]:
    """Both ends of the axis of a panel that is to start at a floor: ticks of round values."""
    values = np.concatenate([frame[c].to_numpy(float) for c in NUMBERS if c in frame])
    known = values[~np.isnan(values)]
    return scales.limits(known.min(initial=floor), known.max(initial=floor), 5)


class _Plan:
    def __init__(
        self,
        frame: pd.DataFrame,
        breaks: Sequence[Break],
        holes: Sequence[Hole],
        floor: float,
        decimals: int,
        mean_of: int = 1,
    ) -> None:
        self.frame, self.series = frame, series_of(frame)
        self.breaks, self.holes = breaks, holes
        self.decimals, self.mean_of = decimals, mean_of
        self.limits = value_limits(frame, floor)

    def years(self) -> list[int]:
        """All years that the panel speaks of."""
        found = [int(year) for year in self.frame["year"]]
        return found + [year for hole in self.holes for year in hole[:2]]

    def ticks(self) -> list[float]:
        """Values at the axis."""
        return scales.ticks(*self.limits, 5)


def _draw(
    panels: Sequence[tuple[str, str, _Plan]],
    layout: Layout,
    language: Language,
    tall: float,
    years: tuple[int, int] | None,
) -> Sheet:
    """Panels below each other with one time axis and one column of labels."""
    spoken = [year for _, _, plan in panels for year in plan.years()]
    first, last = years or (min(spoken), max(spoken))
    left, right = _columns([plan for _, _, plan in panels], layout, language)
    time = scales.Scale(first - 0.5, last + 0.5, left, right)
    heads = [_head(title, note, plan, time, layout) for title, note, plan in panels]
    years_below, between = (lines * line_height(layout.small) for lines in FEET)
    below = (len(panels) - 1) * between + years_below
    sheet = Sheet(layout, sum(heads) + len(panels) * tall + below)
    y = 0.0
    for (title, note, plan), head in zip(panels, heads, strict=True):
        _titles(sheet, title, note, y)
        field = Box(left, y + head, right, y + head + tall)
        values = scales.Scale(*plan.limits, field.bottom, field.top)
        known = plan.series, plan.breaks, plan.holes, plan.decimals, plan.mean_of
        panel = Panel(field, time, values, *known)
        draw_panel(sheet, panel, plan.ticks(), language)
        y = field.bottom + between
    return sheet


def _columns(plans: Sequence[_Plan], layout: Layout, language: Language) -> tuple[float, float]:
    """Left and right end of the panels: values stand to the left, labels to the right."""
    words = [
        language.number(value, scales.decimals(plan.ticks()))
        for plan in plans
        for value in plan.ticks()
    ]
    left = widest(words, layout.small) + 8 * layout.unit
    labelled: list[Series] = [s for plan in plans for s in plan.series if s.label and len(s.known)]
    room = layout.width * (0.34 if layout.narrow else 0.22)
    lines = [line for series in labelled for line in end_label(series, room, layout)]
    wide = max((widest([text], size, weight) for text, size, weight, _ in lines), default=0.0)
    right = layout.width - (wide + 12 * layout.unit if wide else 14 * layout.unit)
    return left, right


def _head(title: str, note: str, plan: _Plan, time: scales.Scale, layout: Layout) -> float:
    lines = len(wrap(title, layout.width - 2, layout.strong, "bold")) if title else 0
    notes = len(wrap(note, layout.width - 2, layout.small)) if note else 0
    breaks = len({lane.line for lane in break_lanes(plan.breaks, time, layout).values()})
    words = lines * line_height(layout.strong) + (notes + breaks) * line_height(layout.small)
    return words + (6 if words else 8) * layout.unit


def _titles(sheet: Sheet, title: str, note: str, top: float) -> None:
    layout, room = sheet.layout, sheet.layout.width - 2
    lines = axes.styled(title, room, layout.strong, "bold") + axes.styled(note, room, layout.small)
    axes.write_lines(sheet, 1, top, [line for line in lines if line[0]])
