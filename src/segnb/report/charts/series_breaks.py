"""Breaks in a series: dashed lines through a panel, with their texts above it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from segnb.report.charts.line_series import Break
from segnb.report.charts.scales import Scale
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height, text_width
from segnb.report.page import theme
from segnb.report.page.theme import Layout


class Lane(NamedTuple):
    """Where the text of a break stands: in which line above the panel, from where to where."""

    line: int
    left: float
    right: float
    ha: str


def break_lanes(breaks: Sequence[Break], time: Scale, layout: Layout) -> dict[Break, Lane]:
    """Place for the text of each break beside its stroke, clear of other texts and strokes.

    A text that would be crossed by the stroke of another break takes a place only where there is
    no better one; a text that finds no place on the sheet is left out.
    """
    placed: dict[Break, Lane] = {}
    for entry in breaks:
        free = [
            lane
            for lane in _lanes(entry, len(breaks), time, layout)
            if not any(_overlap(lane, other) for other in placed.values())
        ]
        clear = (lane for lane in free if not _crossed(lane, entry, breaks, placed, time))
        best = next(clear, free[0] if free else None)
        if best:
            placed[entry] = best
    return placed


def _lanes(entry: Break, lines: int, time: Scale, layout: Layout) -> list[Lane]:
    """Both sides of a stroke in each line, where the text stays over the panel."""
    x, wide = time(entry[0] - 0.5), text_width(entry[1], layout.small, "bold") + 8
    sides = ((x, x + wide, "left"), (x - wide, x, "right"))
    return [
        Lane(line, *side)
        for line in range(lines)
        for side in sides
        if side[0] >= min(time.start, x) and side[1] <= max(time.end, x)
    ]


def _overlap(one: Lane, other: Lane) -> bool:
    return one.line == other.line and one.left < other.right and other.left < one.right


def _crossed(
    lane: Lane,
    entry: Break,
    breaks: Sequence[Break],
    placed: dict[Break, Lane],
    time: Scale,
) -> bool:
    """Whether the stroke of another break runs through a place: it starts at its own text."""
    return any(
        lane.left - 2 < time(other[0] - 0.5) < lane.right + 2
        and (placed[other].line >= lane.line if other in placed else lane.line == 0)
        for other in breaks
        if other != entry
    )


def draw_breaks(sheet: Sheet, breaks: Sequence[Break], time: Scale, field: Box) -> None:
    """Strokes from above the panel to its base line, and the texts beside them."""
    lanes, step = break_lanes(breaks, time, sheet.layout), line_height(sheet.layout.small)
    for entry in breaks:
        x = time(entry[0] - 0.5)
        if not field.left <= x <= field.right + 1:
            continue
        lane = lanes.get(entry)
        y = field.top - ((lane.line if lane else 0) + 0.5) * step - 2
        style: dict[str, Any] = {
            "colour": theme.BREAK,
            "width": 2,
            "dash": (5, 3),
            "zorder": 3,
            "gid": "break",
        }
        sheet.line([x, x], [y - step * 0.4, field.bottom], **style)
        if lane:
            at = x + (4 if lane.ha == "left" else -4)
            sheet.text(at, y, entry[1], weight="bold", colour=theme.BREAK, ha=lane.ha)
