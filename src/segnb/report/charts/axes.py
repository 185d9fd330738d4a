"""Axes, grid lines and row headings that several charts share."""

from collections.abc import Callable, Sequence

from segnb.report.charts.scales import Scale
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import line_height, wrap
from segnb.report.page import theme
from segnb.report.page.theme import Layout

Lines = list[tuple[str, float, str, str]]  # text, size in points, weight, colour


def value_axis(
    sheet: Sheet,
    scale: Scale,
    values: Sequence[float],
    spans: Sequence[tuple[float, float]],
    word: Callable[[float], str],
) -> None:
    """Vertical grid lines through spans (top, bottom) with values below the last one.

    The line of zero is darker. Spans leave out labels that stand above rows.
    """
    y = spans[-1][1] + line_height(sheet.layout.small) * 0.75
    for value in values:
        x, zero = scale(value), value == 0
        sheet.strokes(
            [(x, top, x, bottom) for top, bottom in spans],
            colour=theme.RULE if zero else theme.GRID,
            width=1.5 if zero else 1,
            zorder=0.5,
        )
        text = word(value)
        box = sheet.text_box(x, y, text, ha="center")
        shift = max(0.0, -box.left) - max(0.0, box.right - sheet.width)
        sheet.text(x + shift, y, text, ha="center", colour=theme.TEXT_SECONDARY)


def level_axis(
    sheet: Sheet,
    scale: Scale,
    values: Sequence[float],
    left: float,
    right: float,
    word: Callable[[float], str],
) -> None:
    """Horizontal grid lines from `left` to `right` with values to their left; zero is darker."""
    for value in values:
        y = scale(value)
        colour = theme.RULE if value == 0 else theme.GRID
        sheet.line([left, right], [y, y], colour=colour, zorder=0.5)
        sheet.text(
            left - 6 * sheet.layout.unit, y, word(value), ha="right", colour=theme.TEXT_SECONDARY
        )


def heading_band(sheet: Sheet, text: str, top: float, height: float) -> None:
    """Band over the whole width that starts a group of rows."""
    sheet.field(0, top, sheet.width, top + height, fill=theme.PANEL, zorder=0.6)
    sheet.text(
        8 * sheet.layout.unit, top + height / 2, text, weight="bold", colour=theme.TEXT_SECONDARY
    )


def styled(text: str, width: float, size: float, weight: str = "normal", colour: str = "") -> Lines:
    """Lines that a text wraps into; bold text is dark and other text is not, unless it says so."""
    colour = colour or (theme.TEXT if weight == "bold" else theme.TEXT_SECONDARY)
    return [(line, size, weight, colour) for line in wrap(text, width, size, weight)]


def label_lines(layout: Layout, label: str, sublabels: Sequence[str], width: float) -> Lines:
    """Lines of a row's label (bold) and its sublabels, wrapped: text, size, weight, colour."""
    notes = [line for sublabel in sublabels for line in sublabel.split("\n") if line]
    return [
        *styled(label, width, layout.body, "bold"),
        *(line for note in notes for line in styled(note, width, layout.small)),
    ]


def lines_height(lines: Lines) -> float:
    """Height that label lines take."""
    return sum(line_height(size) for _, size, _, _ in lines)


def write_lines(sheet: Sheet, x: float, top: float, lines: Lines) -> float:
    """Label lines below each other from `top`; gives where they end."""
    for text, size, weight, colour in lines:
        step = line_height(size)
        sheet.text(x, top + step / 2, text, size=size, weight=weight, colour=colour)
        top += step
    return top


def interval(sheet: Sheet, low: float, high: float, y: float, *, half: float) -> None:
    """Interval line with end caps."""
    if low != low or high != high:
        return
    sheet.strokes(
        [(low, y, high, y), (low, y - half, low, y + half), (high, y - half, high, y + half)],
        colour=theme.OWN,
        width=1.6,
        zorder=3,
        gid="interval",
    )
