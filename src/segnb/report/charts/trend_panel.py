"""One panel of a trend: field, axes, breaks, holes, lines and labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
from matplotlib.patches import Polygon
from shapely import MultiLineString, box, intersects

from segnb.report.charts import axes, scales
from segnb.report.charts.axes import Lines
from segnb.report.charts.line_series import Break, Hole, Points, Series, runs
from segnb.report.charts.series_breaks import draw_breaks
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import (
    Box,
    LabelRequest,
    line_height,
    spread,
    text_width,
    widest,
)
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

FEW = 6
EDGE = 1.4  # lines of text that the band of years outside a series is tall


@dataclass(frozen=True)
class Panel:
    """A panel in its place, with its scales and what it shows."""

    field: Box
    time: scales.Scale
    value: scales.Scale
    series: list[Series]
    breaks: Sequence[Break]
    holes: Sequence[Hole]
    decimals: int
    mean_of: int = 1  # years up to that at which a value stands

    def pixels(self, years: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Where years and values lie, a row each."""
        return np.column_stack([self.time(years), self.value(values)])

    @cached_property
    def lines(self) -> MultiLineString:
        """All lines of the panel, which texts keep clear of."""
        parts = [part for series in self.series for part in runs(series, self.breaks)]
        return MultiLineString(
            [self.pixels(part.years, part.values) for part in parts if len(part) > 1]
        )


def draw_panel(sheet: Sheet, panel: Panel, ticks: Sequence[float], language: Language) -> None:
    """All of a panel, from the grid to the labels at the line ends."""
    sheet.scaled(panel.time, panel.value)
    _axes(sheet, panel, ticks, language)
    taken = _holes(sheet, panel, language)
    draw_breaks(sheet, panel.breaks, panel.time, panel.field)
    for series in panel.series:
        _line(sheet, panel, series)
    _values(sheet, panel, language, taken)
    _end_labels(sheet, panel)


def _axes(sheet: Sheet, panel: Panel, ticks: Sequence[float], language: Language) -> None:
    field, layout = panel.field, sheet.layout
    axes.level_axis(
        sheet,
        panel.value,
        ticks if any(len(series.known) for series in panel.series) else (),
        field.left,
        field.right,
        partial(language.number, decimals=scales.decimals(ticks)),
    )
    first, last = round(panel.time.low + 0.5), round(panel.time.high - 0.5)
    sheet.line([field.left, field.right], [field.bottom] * 2, width=1.2, zorder=2)
    y = field.bottom + 0.85 * line_height(layout.small)
    room = text_width("2000", layout.small) + 12 * layout.unit
    most = max(2, min(scales.MAX_TICKS, int((field.right - field.left) / room)))
    for year in scales.year_ticks(first, last, most):
        x = panel.time(year)
        sheet.line([x, x], [field.bottom, field.bottom + 4 * layout.unit], zorder=2)
        sheet.text(x, y, str(year), ha="center", colour=theme.TEXT_SECONDARY)


def _holes(sheet: Sheet, panel: Panel, language: Language) -> list[Box]:
    """Hatched years with their text; a panel without any value is all hatched.

    Years before or after a series are a low band: the ink belongs to what is known. Where another
    series runs through a hole its text would cover that line; the subtitle says what hatching is.
    """
    field, found = panel.field, []
    for first, last, text in panel.holes:
        left, right = (
            max(panel.time(first - 0.5), field.left),
            min(panel.time(last + 0.5), field.right),
        )
        if right > left:
            beyond = left <= field.left or right >= field.right
            low = field.bottom - EDGE * line_height(sheet.layout.small)
            known = any(len(series.known) for series in panel.series)
            top = max(low, field.top) if beyond and known else field.top
            area = Box(left, top, right, field.bottom)
            sheet.hatched(area, "" if intersects(panel.lines, box(*area)) else text)
            found.append(area)
    if not panel.holes and not any(len(series.known) for series in panel.series):
        sheet.hatched(field, language.text("figures.missing"))
        found.append(field)
    return found


def _line(sheet: Sheet, panel: Panel, series: Series) -> None:
    """One series: its interval, its line in parts, marks where a point stands alone."""
    style = series.style
    if series.kind == "anchor":
        xy = panel.pixels(series.known.years, series.known.values)
        sheet.marks(*xy.T, shape="s", size=7, fill=theme.TEXT, gid="anchor")
        return
    for part in runs(series, panel.breaks):
        _interval(sheet, panel, part, style.colour)
        xy = panel.pixels(part.years, part.values)
        if len(part) > 1:
            sheet.line(
                *xy.T, colour=style.colour, width=style.width, dash=style.dash,
                zorder=2 + style.importance / 10, gid=f"line-{series.kind}",
            )  # fmt: skip
        few = series.kind == "own" and len(series.known) <= FEW
        if len(part) == 1 or few:
            sheet.marks(*xy.T, size=7, fill=style.colour, edge=style.colour, zorder=3)


def _interval(sheet: Sheet, panel: Panel, part: Points, colour: str) -> None:
    """Interval of a part of a series: a band over many years, whiskers at few."""
    part = part.certain
    if len(part) == 0:
        return
    lower, upper = (panel.pixels(part.years, ends) for ends in (part.lower, part.upper))
    if len(part) > FEW:
        corners = np.concatenate([lower, upper[::-1]])
        band = Polygon(corners, facecolor=theme.OWN_BAND, linewidth=0, zorder=0.9, gid="interval")
        sheet.add(band)
        return
    cap = 4 * sheet.layout.unit
    for (x, low), (_, high) in zip(lower, upper, strict=True):
        sheet.strokes(
            [(x, low, x, high), (x - cap, low, x + cap, low), (x - cap, high, x + cap, high)],
            colour=colour, width=1.6, zorder=2.9, gid="interval",
        )  # fmt: skip


def _values(sheet: Sheet, panel: Panel, language: Language, taken: list[Box]) -> None:
    """Values at the points of a short series, or the first value of a long one; anchors always."""
    busy: list[Box] = []
    for series in panel.series:
        texts = _value_texts(sheet, panel, series, language)
        for at, text in enumerate(texts):
            around = busy if series.kind == "anchor" else busy + taken
            found = _value(sheet, panel, series.known[at : at + 1], text, around)
            if found:
                x, y, ha = found
                style: dict[str, Any] = {"weight": "bold", "colour": series.style.ink, "ha": ha}
                busy.append(sheet.text(x, y, text, **style))
                sheet.field(*busy[-1], fill=theme.WHITE, zorder=1.5)


def _value_texts(sheet: Sheet, panel: Panel, series: Series, language: Language) -> list[str]:
    """What is written at the points of a series, from the first one on."""
    known = series.known
    if series.kind not in ("own", "anchor"):
        return []
    whole = series.kind == "anchor" and bool((known.values == known.values.round()).all())
    decimals = 0 if whole else panel.decimals
    values = [language.number(value, decimals) for value in known.values]
    if series.kind == "anchor":
        return [f"{year}: {text}" for year, text in zip(known.years, values, strict=True)]
    gaps = np.diff(panel.time(known.years))
    wide = widest(values, sheet.layout.small, "bold") + 4
    if len(panel.series) == 1 and len(values) <= FEW and gaps.min(initial=wide) >= wide:
        return values
    if len(values) < 3:
        return []
    year = int(known.years[0])
    told = language.years(year - panel.mean_of + 1, year)
    return [language.text("figures.trend.start", value=values[0], year=told)]


def _value(
    sheet: Sheet, panel: Panel, point: Points, text: str, busy: list[Box]
) -> tuple[float, float, str] | None:
    """Place above, below or beside a point where a text touches neither lines nor texts."""
    x, y = panel.pixels(point.years, point.values)[0]
    top = y if np.isnan(point.upper[0]) else panel.value(point.upper[0])
    low = y if np.isnan(point.lower[0]) else panel.value(point.lower[0])
    step = line_height(sheet.layout.small)
    above, below = top - step * 0.85, low + step * 0.85
    places = [(x, above, "center"), (x, below, "center"), (x - 2, above, "left")]
    places += [(x - 2, below, "left"), (x + 9, y, "left"), (x - 9, y, "right")]
    for at_x, at_y, ha in places:
        wanted = sheet.text_box(at_x, at_y, text, weight="bold", ha=ha)
        if _clear(wanted, panel, busy):
            return at_x, at_y, ha
    return None


def _clear(wanted: Box, panel: Panel, busy: Sequence[Box]) -> bool:
    """Whether a text in the panel touches no line of a series, no break and no other text."""
    if not wanted.inside(panel.field) or any(wanted.touches(other, 2) for other in busy):
        return False
    if any(wanted.left - 3 < panel.time(y - 0.5) < wanted.right + 3 for y, _ in panel.breaks):
        return False
    return not intersects(panel.lines, box(*wanted))


def end_label(series: Series, width: float, layout: Layout) -> Lines:
    """Lines of the label at a line's end: the first in the series' own style, others small."""
    first, *rest = series.label.split("\n")
    style = series.style
    return [
        *axes.styled(first, width, layout.small, style.weight, style.ink),
        *(line for note in rest for line in axes.styled(note, width, layout.small)),
    ]


def _end_labels(sheet: Sheet, panel: Panel) -> None:
    """Labels right of the panel at the height of their last values, pushed apart."""
    layout, field = sheet.layout, panel.field
    left = field.right + 8 * layout.unit
    shown = [s for s in panel.series if s.label and len(s.known) and s.kind != "anchor"]
    labels = [end_label(series, sheet.width - left, layout) for series in shown]
    step, gap = line_height(layout.small), 2 * layout.unit
    wanted = [
        LabelRequest(panel.value(s.known.values[-1]), step * len(lines) + gap, s.style.importance)
        for s, lines in zip(shown, labels, strict=True)
    ]
    middles = spread(wanted, field.top - step / 2, field.bottom + step / 2)
    for lines, middle in zip(labels, middles, strict=True):
        if middle is not None:
            axes.write_lines(sheet, left, middle - step * len(lines) / 2, lines)
