"""How divided the municipality is: indices with their intervals, from 0."""

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence
from segnb.report.charts.scales import Scale
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box, text_width, widest
from segnb.report.charts.value_rows import Span, ValueRows
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

BOUNDS = ["lower_bound", "upper_bound"]


def is_shown(rows: pd.DataFrame) -> pd.Series:
    """Rows with a value or with bounds that may be shown."""
    known = rows["estimate"].notna() | rows["lower_bound"].notna()
    return known & ~rows["withheld"].astype(bool)


def index_text(row: pd.Series, language: Language) -> str:
    """The value, or both bounds."""
    if pd.isna(row["lower_bound"]):
        return language.number(row["estimate"], 1)
    return language.interval(row["lower_bound"], row["upper_bound"])


def index_mark(
    sheet: Sheet, scale: Scale, row: pd.Series, middle: float, *, filled: bool, gid: str
) -> Box:
    """Dot of a value, or bar between bounds; gives its box."""
    size = 8 * sheet.layout.unit
    style: dict[str, Any] = {
        "fill": theme.OWN if filled else theme.WHITE,
        "edge": theme.OWN,
        "width": 1.6,
    }
    if pd.isna(row["lower_bound"]):
        x = scale(row["estimate"])
        sheet.marks([x], [middle], size=size, gid=gid, **style)
        return Box(x - size / 2, middle - size / 2, x + size / 2, middle + size / 2)
    left, right = scale(row["lower_bound"]), scale(row["upper_bound"])
    bar = Box(left, middle - size / 3, right, middle + size / 3)
    sheet.field(*bar, zorder=4, gid=f"bounds-{gid}", **style)
    return bar


Mark = tuple[Box, str]
MEASURES = ["estimate", "lower", "upper", *BOUNDS]


def index_dots(frame: pd.DataFrame, layout: Layout, language: Language) -> Figure:
    """How large each index is, and how sure that is; 0 is an even spread.

    Parameters
    ----------
    frame
        `dimension_label, label, sublabel, level, estimate, lower, upper` (0-100), `withheld` and
        `reason` (why nothing is shown), and `lower_bound, upper_bound` instead of `estimate` where
        counts are hidden. One row per label and level; the first level has filled dots and
        carries the numbers, the next ones open dots.
    """
    without = {name: np.nan for name in BOUNDS if name not in frame}
    return _IndexDots(frame.assign(**without), layout, language).figure()


class _IndexDots(ValueRows):
    """Lanes of levels in a row; numbers stand right of them, or above on a narrow sheet."""

    by: ClassVar[list[str]] = ["dimension_label", "label"]
    foot = 2.2

    def __init__(self, frame: pd.DataFrame, layout: Layout, language: Language) -> None:
        super().__init__(frame, layout, language)
        self.levels = list(frame["level"].unique())
        self.lane = self.step + 2 * self.unit
        self.band = self.head = self.step + 4 * self.unit
        self.first_rows = {part["dimension_label"].iloc[0]: part for part in self.parts[::-1]}
        self.unexplained = True

    def find_scale(self) -> scales.Scale:
        first = self.frame[self.frame["level"] == self.levels[0]]
        values = {self.language.number(88.8, 1), *self._texts(first)}
        value = widest(values, self.layout.strong, "bold") + 10 * self.unit
        spans = {
            self.language.interval(88.8, 88.8),
            self.language.text("figures.index.interval"),
        }
        span = widest(spans, self.layout.small, "bold")
        if self.layout.narrow:
            right = self.layout.width - 1
            start, end, self.numbers = 4.0, right - 8, right - value - span
        else:
            others = widest(map(self._second_line, self.parts), self.layout.small)
            self.numbers = self.layout.width - 2 - max(others, value + span)
            start = self.names_end(self.frame["sublabel"].dropna().unique(), 24, 0.33)
            end = self.numbers - 20 * self.unit
        self.interval = self.numbers + value
        shown = self.frame.loc[~self.frame["withheld"].astype(bool), MEASURES]
        top = shown.max().max()
        top = 100.0 if pd.isna(top) else min(max(scales.limits(0, top)[1], 10.0), 100.0)
        return scales.Scale(0, top, start, end)

    def _texts(self, rows: pd.DataFrame) -> list[str]:
        return [index_text(row, self.language) for _, row in rows.iterrows()]

    def _second_line(self, part: pd.DataFrame) -> str:
        others = part[is_shown(part) & (part["level"] != self.levels[0])]
        words = [
            self.language.text("figures.index.level_value", level=level, value=value)
            for level, value in zip(others["level"], self._texts(others), strict=True)
        ]
        return " · ".join(words)

    def names(self, part: pd.DataFrame) -> axes.Lines:
        narrow, first = self.layout.narrow, part.iloc[0]
        width = (self.numbers - 10 if narrow else self.scale.start - 20 * self.unit) - 1
        sublabel = "" if pd.isna(first["sublabel"]) else str(first["sublabel"])
        return axes.label_lines(self.layout, str(first["label"]), [sublabel], width)

    def height(self, part: pd.DataFrame, lines: axes.Lines) -> float:
        lanes = self.lane * len(self.levels)
        if self.layout.narrow:
            height = self._above_lanes(lines) + lanes + self.lane + 12 * self.unit
        else:
            height = max(axes.lines_height(lines), lanes, 2 * self.lane) + 20 * self.unit
        return height + self._heading(part)

    def _heading(self, part: pd.DataFrame) -> float:
        """Height of the heading over the first row of a dimension."""
        first = self.first_rows[part["dimension_label"].iloc[0]] is part
        return (self.band + 6 * self.unit) * first

    def _above_lanes(self, lines: axes.Lines) -> float:
        """Room for label and numbers above the lanes of a row on a narrow sheet."""
        return max(axes.lines_height(lines), 2 * self.lane) if self.layout.narrow else 0.0

    def header(self) -> None:
        """What the two ends of the axis mean, and what the numbers at the right are."""
        y, say = self.band / 2, self.language.text
        style: dict[str, Any] = {"colour": theme.TEXT_SECONDARY}
        left = self.sheet.text(self.scale.start, y, say("figures.scale_from"), **style)
        right = self.sheet.text_box(self.scale.end, y, say("figures.scale_to"), ha="right")
        if not right.touches(left, 4):
            self.sheet.text(self.scale.end, y, say("figures.scale_to"), ha="right", **style)
        if not self.layout.narrow:
            bold = style | {"weight": "bold"}
            self.sheet.text(self.numbers, y, say("figures.index.symbol"), **bold)
            self.sheet.text(self.interval, y, say("figures.index.interval"), **bold)

    def row(self, part: pd.DataFrame, lines: axes.Lines, top: float) -> float:
        if heading := self._heading(part):
            text = str(part["dimension_label"].iloc[0])
            axes.heading_band(self.sheet, text, top, self.band)
        top += heading
        lanes = top + self._above_lanes(lines)
        self.write_names(lines, top)
        self._numbers(part, top, lanes)
        marks = self._lanes(part, lanes)
        if self.unexplained and marks:
            self._explain(marks)
            self.unexplained = False
        return lanes

    def _numbers(self, part: pd.DataFrame, top: float, lanes: float) -> None:
        sheet, layout, y = self.sheet, self.layout, top + self.lane / 2
        value_style: dict[str, Any] = {"size": layout.strong, "weight": "bold"}
        for _, row in part[(part["level"] == self.levels[0]) & is_shown(part)][:1].iterrows():
            value, ends = index_text(row, self.language), (row["lower"], row["upper"])
            interval = "" if pd.isna(ends[0]) else self.language.interval(*ends)
            if layout.narrow:
                sheet.text(layout.width - 1, y, interval, ha="right")
                end = layout.width - 1 - text_width(interval, layout.small) - 8
                sheet.text(end, y, value, ha="right", **value_style)
            else:
                sheet.text(self.numbers, y, value, **value_style)
                sheet.text(self.interval, y, interval)
        x, under, ha = self.numbers, y + self.lane, "left"
        if layout.narrow:
            under = lanes + self.lane * (len(self.levels) + 0.5)
            x, ha = layout.width - 1, "right"
        second = self._second_line(part)
        sheet.text(x, under, second, ha=ha, colour=theme.TEXT_SECONDARY)

    def _lanes(self, part: pd.DataFrame, top: float) -> list[Mark]:
        """A lane per level, or one hatched field; gives the marks of the levels."""
        absent, start, end = ~is_shown(part), self.scale.start, self.scale.end
        if absent.all():
            field = Box(start, top, end, top + self.lane * len(self.levels))
            self.sheet.hatched(field, self._reason(part))
            return []
        marks: list[Mark] = []
        for (_, row), missing in zip(part.iterrows(), absent, strict=True):
            lane = top + self.levels.index(row["level"]) * self.lane
            if missing:
                field = Box(start, lane + 0.5, end, lane + self.lane - 0.5)
                self.sheet.hatched(field, self._reason(part.loc[[row.name]]))
            else:
                marks.append((self._mark(row, lane + self.lane / 2), str(row["level"])))
        return marks

    def _reason(self, part: pd.DataFrame) -> str:
        reasons = [reason for reason in part["reason"] if isinstance(reason, str) and reason]
        return reasons[0] if reasons else absence(part, self.language)

    def _mark(self, row: pd.Series, y: float) -> Box:
        low, high = self.scale(row["lower"]), self.scale(row["upper"])
        axes.interval(self.sheet, low, high, y, half=4.5 * self.unit)
        number = self.levels.index(row["level"])
        mark = index_mark(self.sheet, self.scale, row, y, filled=not number, gid=f"level-{number}")
        ends = [value for value in (low, high) if value == value]
        left, right = min([mark.left, *ends]), max([mark.right, *ends])
        return Box(left, mark.top, right, mark.bottom)

    def _explain(self, marks: list[Mark]) -> None:
        """Names of the levels beside the first marks."""
        gap, taken = 6 * self.unit, [mark for mark, _ in marks]
        field = Box(self.scale.start, 0, self.scale.end + 8, self.sheet.height)
        for mark, level in (named for named in marks if named[1]):
            y = (mark.top + mark.bottom) / 2
            sides = ((mark.right + gap, y, "left"), (mark.left - gap, y, "right"))
            self.say(level, sides, taken, field, weight="bold", colour=theme.OWN)

    def axis(self, spans: Sequence[Span]) -> None:
        """Values under the axis, its name, and how much of 0-100 it shows."""
        super().axis(spans if self.layout.narrow else [(self.head, spans[-1][1])])
        key = "axis" if self.scale.high >= 100 else "axis_cut"
        top = self.language.number(self.scale.high, scales.decimals([self.scale.high]))
        text = self.language.text(f"figures.index.{key}", top=top)
        y = spans[-1][1] + 1.7 * self.step
        self.sheet.text(self.scale.end, y, text, ha="right", colour=theme.TEXT_SECONDARY)
