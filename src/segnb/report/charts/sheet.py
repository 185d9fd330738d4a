"""A sheet of paper measured in CSS pixels from its top left corner, which charts draw on.

Charts measure their texts first, then say how tall the sheet is and put lines, fields, marks and
texts on it. So nothing is clipped and nothing has to be moved afterwards.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from segnb.report.charts.scales import Scale
from segnb.report.charts.text_layout import (
    ASCENT,
    DESCENT,
    Box,
    line_height,
    pixels,
    printable,
    text_width,
    widest,
    wrap,
)
from segnb.report.page import theme
from segnb.report.page.theme import Layout

PT = theme.PT_PER_INCH / theme.PX_PER_INCH
HALO = "halo"
SCALES = "scales"  # attribute of a figure: where the values of its panels lie, in parts of it
Drawn = TypeVar("Drawn", bound=Artist)


class _Line(Text):
    """One line of text at its baseline: the place of its letters is left to who shows the SVG."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw it, and lay it out only where it becomes pixels."""
        if not isinstance(renderer, MixedModeRenderer):
            super().draw(renderer)
            return
        words, font = self.get_text(), self.get_fontproperties()
        x, y = self.get_transform().transform(self.get_unitless_position())
        colours = renderer.new_gc()
        colours.set_foreground(self.get_color())
        renderer.open_group("text", self.get_gid())
        renderer.draw_text(
            colours, x, renderer.get_canvas_width_height()[1] - y, words, font, 0, mtext=self
        )
        renderer.close_group("text")


class Sheet:
    """A figure of a layout's width and a known height; coordinates are pixels from the top left."""

    def __init__(self, layout: Layout, height: float, width: float | None = None) -> None:
        self.layout = layout
        self.width, self.height = width or layout.width, height
        inch = theme.PX_PER_INCH
        self.figure = Figure(figsize=(self.width / inch, height / inch), dpi=inch)
        to_inches = Affine2D().scale(1 / inch, -1 / inch).translate(0, height / inch)
        self.transform = to_inches + self.figure.dpi_scale_trans
        self.boxes: list[Box] = []

    def add(self, artist: Drawn) -> Drawn:
        """Artist in pixels of the sheet."""
        artist.set_transform(self.transform)
        self.figure.add_artist(artist)
        return artist

    def scaled(self, across: Scale, down: Scale) -> None:
        """Tell where the values of a panel lie, for a page in which they can be pointed at."""
        ends = (
            (scale.low, scale.high, scale.start / size, scale.end / size)
            for scale, size in ((across, self.width), (down, self.height))
        )
        panel = [round(float(number), 4) for part in ends for number in part]
        setattr(self.figure, SCALES, [*getattr(self.figure, SCALES, []), panel])

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float | None = None,
        weight: str = "normal",
        colour: str = theme.TEXT,
        ha: str = "left",
        halo: bool = False,
        zorder: float = 5,
    ) -> Box:
        """One line of text with the middle of its capitals at `y`; its box is remembered."""
        size = size or self.layout.small
        text = printable(text)
        artist = _Line(
            x,
            y + 0.36 * pixels(size),
            text,
            fontsize=size,
            fontweight=weight,
            color=colour,
            ha=ha,
            va="baseline",
            zorder=zorder,
            gid=HALO if halo else None,
            parse_math=False,
        )
        self.add(artist)
        box = self.text_box(x, y, text, size=size, weight=weight, ha=ha)
        self.boxes.append(box)
        return box

    def text_box(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float | None = None,
        weight: str = "normal",
        ha: str = "left",
    ) -> Box:
        """Box that a text would take."""
        size = size or self.layout.small
        width = text_width(text, size, weight)
        left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[ha] * width
        baseline = y + 0.36 * pixels(size)
        em = pixels(size)
        return Box(left, baseline - ASCENT * em, left + width, baseline + DESCENT * em)

    def paragraph(
        self,
        x: float,
        middle: float,
        lines: Sequence[str],
        *,
        size: float | None = None,
        weight: str = "normal",
        colour: str = theme.TEXT,
        ha: str = "left",
    ) -> list[Box]:
        """Lines of text stacked around `middle`."""
        step = line_height(size or self.layout.small)
        first = middle - step * (len(lines) - 1) / 2
        return [
            self.text(x, first + i * step, text, size=size, weight=weight, colour=colour, ha=ha)
            for i, text in enumerate(lines)
        ]

    def line(
        self,
        xs: Sequence[float] | np.ndarray,
        ys: Sequence[float] | np.ndarray,
        *,
        colour: str = theme.TEXT,
        width: float = 1.0,
        dash: tuple[float, ...] | None = None,
        zorder: float = 2,
        gid: str | None = None,
    ) -> PathPatch:
        """Line through points; `width` in pixels, `dash` in pixels on and off."""
        return self.add(
            PathPatch(
                Path(np.column_stack([xs, ys])),
                fill=False,
                edgecolor=colour,
                linewidth=width * PT,
                linestyle=(0, tuple(part / width for part in dash)) if dash else "-",
                zorder=zorder,
                capstyle="butt",
                joinstyle="round",
                gid=gid,
            )
        )

    def strokes(
        self,
        segments: Sequence[tuple[float, float, float, float]],
        *,
        colour: str = theme.TEXT,
        width: float = 1.0,
        zorder: float = 2,
        gid: str | None = None,
    ) -> PathPatch:
        """Many separate straight strokes (x1, y1, x2, y2) as one artist."""
        points = np.asarray(segments, dtype=float).reshape(-1, 2)
        codes = np.tile([Path.MOVETO, Path.LINETO], len(segments))
        return self.add(
            PathPatch(
                Path(points, codes),
                fill=False,
                edgecolor=colour,
                linewidth=width * PT,
                zorder=zorder,
                capstyle="butt",
                gid=gid,
            )
        )

    def field(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 1.0,
        zorder: float = 1,
        gid: str | None = None,
    ) -> Rectangle:
        """Rectangle with a fill, an edge or both."""
        return self.add(
            Rectangle(
                (left, top),
                right - left,
                bottom - top,
                facecolor=fill or "none",
                edgecolor=edge or "none",
                linewidth=width * PT if edge else 0,
                zorder=zorder,
                joinstyle="miter",
                gid=gid,
            )
        )

    def hatched(self, field: Box, text: str = "") -> Rectangle:
        """Hatched field for what is missing, with a text on white where there is room for it."""
        patch = self.field(*field, fill=theme.PANEL, gid="missing")
        patch.set(hatch="////", edgecolor=theme.HATCH)
        if text:
            self.white_label(field, text)
        return patch

    def white_label(self, field: Box, text: str) -> list[Box]:
        """Text on a white patch in the middle of a field, in as many lines as it needs."""
        size, pad = self.layout.small, 5 * self.layout.unit
        lines = wrap(text, max(field.right - field.left - 2 * pad, 1), size)
        tall = len(lines) * line_height(size)
        if tall > field.bottom - field.top or any("…" in line for line in lines):
            return []
        x, y = (field.left + field.right) / 2, (field.top + field.bottom) / 2
        half = widest(lines, size) / 2 + pad
        self.field(x - half, y - tall / 2, x + half, y + tall / 2, fill=theme.WHITE, zorder=1.5)
        return self.paragraph(x, y, lines, colour=theme.TEXT_SECONDARY, ha="center")

    def marks(
        self,
        xs: Sequence[float] | np.ndarray,
        ys: Sequence[float] | np.ndarray,
        *,
        shape: str = "o",
        size: float,
        fill: str,
        edge: str = theme.TEXT,
        width: float = 1.0,
        zorder: float = 4,
        gid: str | None = None,
    ) -> Line2D:
        """Marks of one shape; `size` is the diameter in pixels."""
        return self.add(
            Line2D(
                xs,
                ys,
                linestyle="none",
                marker=shape,
                markersize=size * PT,
                zorder=zorder,
                markerfacecolor=fill,
                markeredgecolor=edge,
                markeredgewidth=width * PT,
                gid=gid,
            )
        )

    def disc(self, x: float, y: float, number: int, *, size: float) -> None:
        """Disc of an area type with its number in it."""
        colours = theme.TYPES[number]
        self.marks([x], [y], size=size, fill=colours.fill, gid=f"type-{number}")
        self.text(x, y, str(number), weight="bold", colour=colours.ink, ha="center")
