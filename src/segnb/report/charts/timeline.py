"""What was done when: a row for each effort on one axis of years, under headings."""

from math import ceil, floor
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import empty_sheet
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import line_height, text_width, wrap
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

NAMES = 0.42  # part of a wide page that names may take
EDGE = 12  # pixels between the last year and the edge
STEP = 5  # years that the axis begins and ends on


class Line(NamedTuple):
    """A row of the timeline: what it shows, its name in lines, and where it stands."""

    row: pd.Series
    name: list[str]
    top: float
    middle: float


def timeline(frame: pd.DataFrame, layout: Layout, language: Language) -> Figure:
    """When efforts went on: bars for periods, dots for beginnings and events.

    Parameters
    ----------
    frame
        `band` (heading), `label`, `start`, `end` (years with decimals; no end for a dot), `when`
        (time in words), `filled` (filled or open mark) and `own` (set in bold and in the colour of
        the municipality); rows of a band stand together.
    layout
        On a phone names stand above their marks.
    """
    if frame.empty:
        return empty_sheet(layout, language).figure
    bands, lines, height = _places(frame, layout)
    step = line_height(layout.small)
    sheet = Sheet(layout, height + 1.5 * step)
    scale = _scale(frame, layout)
    spans = [_span(line, layout) for line in lines]
    most = 4 if layout.narrow else 8
    years = scales.year_ticks(int(scale.low), int(scale.high), most)
    axes.value_axis(sheet, scale, years, spans, lambda year: str(int(year)))
    for title, top in bands:
        axes.heading_band(sheet, title, top, step + 6 * layout.unit)
    for line in lines:
        _name(sheet, line)
        _mark(sheet, line, scale)
    return sheet.figure


def _places(
    frame: pd.DataFrame, layout: Layout
) -> tuple[list[tuple[str, float]], list[Line], float]:
    bands: list[tuple[str, float]] = []
    lines: list[Line] = []
    y, unit = 0.0, layout.unit
    for band, rows in frame.groupby("band", sort=False):
        bands.append((str(band), y))
        y += line_height(layout.small) + 10 * unit
        placed, y = _rows(rows, layout, y)
        lines += placed
        y += 6 * unit
    return bands, lines, y


def _rows(rows: pd.DataFrame, layout: Layout, y: float) -> tuple[list[Line], float]:
    step, unit, lines = line_height(layout.small), layout.unit, []
    room = layout.width if layout.narrow else NAMES * layout.width - 16 * unit
    for _, row in rows.iterrows():
        name = wrap(str(row["label"]), room, layout.small, _weight(row))
        named = len(name) * step
        middle = named + 0.5 * step if layout.narrow else named / 2
        lines.append(Line(row, name, y, y + middle))
        y += named + 8 * unit + (step if layout.narrow else 0)
    return lines, y


def _span(line: Line, layout: Layout) -> tuple[float, float]:
    """From where to where the lines of years go through a row: not through a name above it."""
    tall = 1 if layout.narrow else len(line.name)
    half = 0.5 * tall * line_height(layout.small) + 4 * layout.unit
    return line.middle - half, line.middle + half


def _weight(row: pd.Series) -> str:
    return "bold" if row["own"] else "normal"


def _scale(frame: pd.DataFrame, layout: Layout) -> scales.Scale:
    first = STEP * floor(frame["start"].min() / STEP)
    last = STEP * ceil(frame[["start", "end"]].max().max() / STEP)
    left = EDGE if layout.narrow else NAMES * layout.width
    return scales.Scale(first, last, left, layout.width - EDGE * layout.unit)


def _name(sheet: Sheet, line: Line) -> None:
    step = line_height(sheet.layout.small)
    for number, text in enumerate(line.name):
        y = line.top + (number + 0.5) * step
        sheet.text(0, y, text, weight=_weight(line.row))


def _mark(sheet: Sheet, line: Line, scale: scales.Scale) -> None:
    """Bar or dot, with its time beside it: to the right where there is room, else to the left."""
    row, unit = line.row, sheet.layout.unit
    colour = theme.OWN if row["own"] else theme.SMALL_BAR
    edge = theme.OWN if row["own"] else theme.TEXT_SECONDARY
    fill = colour if row["filled"] else theme.WHITE
    left = scale(row["start"])
    right = left if pd.isna(row["end"]) else scale(row["end"])
    if pd.isna(row["end"]):
        sheet.marks([left], [line.middle], size=9 * unit, fill=fill, edge=edge, width=1.6,
                    gid="event")  # fmt: skip
        left, right = left - 5 * unit, right + 5 * unit
    else:
        half = 4.5 * unit
        sheet.field(left, line.middle - half, right, line.middle + half, fill=fill, edge=edge,
                    width=1.6, zorder=3, gid="period")  # fmt: skip
    text, gap = str(row["when"]), 5 * unit
    fits = right + gap + text_width(text, sheet.layout.small, _weight(row)) <= sheet.width
    x = right + gap if fits else left - gap
    sheet.text(x, line.middle, text, weight=_weight(row), colour=theme.TEXT_SECONDARY, halo=True,
               ha="left" if fits else "right")  # fmt: skip
