"""Rows of marks on one scale: what charts of indices, gaps, spreads and comparisons share.

A chart adds where its scale lies, how tall a row is and what stands in it. Names of rows, hatching
of what is missing, the municipality's diamond, the country's stroke and words that touch nothing
are drawn here.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence, empty_sheet
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, line_height, widest
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

Span = tuple[float, float]  # top and bottom of a row's marks


class ValueRows:
    """A chart with one row for each label, on a scale that all rows share.

    Parameters
    ----------
    frame
        Tidy rows; those of one label are one row of the chart.
    """

    by: ClassVar[list[str]] = ["label"]
    head = 0.0  # room above the first row
    foot = 1.6  # room for the axis below the last one, in lines of text
    sheet: Sheet
    scale: scales.Scale

    def __init__(self, frame: pd.DataFrame, layout: Layout, language: Language) -> None:
        self.frame, self.layout, self.language = frame, layout, language
        self.unit, self.step = layout.unit, line_height(layout.small)
        self.parts = [part for _, part in frame.groupby(self.by, sort=False, dropna=False)]

    def figure(self) -> Figure:
        """The chart, or a hatched sheet where there is nothing to draw."""
        if not self.parts:
            return empty_sheet(self.layout, self.language).figure
        self.scale = self.find_scale()
        named = [self.names(part) for part in self.parts]
        rows = list(zip(self.parts, named, strict=True))
        heights = [self.height(part, lines) for part, lines in rows]
        self.sheet = Sheet(self.layout, self.head + sum(heights) + self.foot * self.step)
        self.header()
        y, spans = self.head, []
        for (part, lines), height in zip(rows, heights, strict=True):
            spans.append((self.row(part, lines, y), y + height))
            y += height
        self.axis(spans)
        return self.sheet.figure

    def find_scale(self) -> scales.Scale:
        """Scale of values, in pixels of the sheet."""
        raise NotImplementedError

    def names(self, part: pd.DataFrame) -> axes.Lines:
        """Lines of a row's name and of what is noted under it."""
        raise NotImplementedError

    def height(self, part: pd.DataFrame, lines: axes.Lines) -> float:
        """Height of a row."""
        raise NotImplementedError

    def row(self, part: pd.DataFrame, lines: axes.Lines, top: float) -> float:
        """A row is drawn; gives where the grid of its marks begins."""
        raise NotImplementedError

    def header(self) -> None:
        """What stands above the first row."""

    def tick(self, value: float, decimals: int = 0) -> str:
        """A value under the axis."""
        return self.language.number(value, decimals)

    def axis(self, spans: Sequence[Span]) -> None:
        """Grid lines through the rows, with their values below."""
        values = scales.ticks(self.scale.low, self.scale.high)
        axes.value_axis(
            self.sheet,
            self.scale,
            values,
            spans,
            partial(self.tick, decimals=scales.decimals(values)),
        )

    def one_unit(self) -> str:
        """The unit that all rows share; ValueError for several."""
        units = self.frame["unit"].dropna().unique()
        if len(units) > 1:
            raise ValueError(f"measures on one scale have one unit, not {sorted(units)}")
        return str(units[0]) if len(units) else ""

    def names_end(self, notes: Iterable[str], room: float, share: float) -> float:
        """Where the column of names ends on a wide sheet: at most at this share of the width."""
        names = widest(self.frame["label"].unique(), self.layout.body, "bold")
        wide = max(names, widest(notes, self.layout.small))
        return min(wide + room * self.unit, self.layout.width * share)

    def write_names(self, lines: axes.Lines, top: float) -> float:
        """Name of a row at the left; gives where it ends."""
        return axes.write_lines(self.sheet, 1 if self.layout.narrow else 8 * self.unit, top, lines)

    def hatch(self, part: pd.DataFrame, y: float, half: float) -> None:
        """The whole row is missing, and the word says why."""
        field = Box(self.scale.start, y - half, self.scale.end, y + half)
        self.sheet.hatched(field, absence(part, self.language))

    def diamond(self, x: float, y: float, ends: Span, size: float, **style: Any) -> None:
        """The municipality as a line between two heights with a diamond on it."""
        line = {"width": 2.0, "zorder": 3.0} | style
        self.sheet.line([x, x], list(ends), colour=theme.OWN, **line)
        over = {"zorder": line["zorder"] + 0.2} if style else {}
        self.sheet.marks(
            [x], [y], shape="D", size=size * self.unit, fill=theme.OWN, edge=theme.WHITE,
            gid="own", **over,
        )  # fmt: skip

    def whole_name(self, place: str) -> str:
        """What the diamond is called."""
        key = "whole_place" if place else "whole_municipality"
        return self.language.text(f"figures.{key}", place=place)

    def stroke(self, x: float, y: float) -> None:
        """The country as a dashed stroke."""
        ends = [y - 12 * self.unit, y + 12 * self.unit]
        self.sheet.line([x, x], ends, width=1.8, dash=(3, 2), zorder=2.9, gid="nation")

    def say(
        self,
        text: str,
        places: Iterable[tuple[float, float, str]],
        taken: list[Box],
        field: Box,
        gap: float = 0.0,
        **style: Any,
    ) -> Box | None:
        """A word at the first of some places where it stays in the field and touches nothing.

        Parameters
        ----------
        places
            Where it may stand, `x, y` and how it is aligned, best first.
        taken
            Boxes to keep `gap` pixels away from; its own box is added.
        """
        weight = style.get("weight", "normal")
        for x, y, ha in places:
            box = self.sheet.text_box(x, y, text, weight=weight, ha=ha)
            if box.inside(field) and not any(box.touches(other, gap) for other in taken):
                taken.append(self.sheet.text(x, y, text, ha=ha, **style))
                return box
        return None
