"""Where the municipality stands among others: the country, the county, similar municipalities."""

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence, early
from segnb.report.charts.text_layout import Box, shorten, text_width, widest
from segnb.report.charts.value_rows import Span, ValueRows
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language

RINGS = "similar"


def comparison_strips(frame: pd.DataFrame, layout: Layout, language: Language) -> Figure:
    """How the municipality's value lies among all others, without a league table.

    Parameters
    ----------
    frame
        `label, rank_text, strip` ("nation", "county", "similar"), `strip_label, municipality,
        name, estimate, lower, upper` and `own`. A tick per municipality, rings for the similar
        ones; the municipality's own interval runs as a band through all strips. The median of a
        strip counts the own municipality, unless it is given (`median`). Values are written with
        one decimal, or as many as `decimals` says.
    """
    return _ComparisonStrips(frame, layout, language).figure()


class _ComparisonStrips(ValueRows):
    """Strips of one measure below each other; on a narrow sheet a strip's name stands above it."""

    foot = 1.4

    def __init__(self, frame: pd.DataFrame, layout: Layout, language: Language) -> None:
        super().__init__(frame, layout, language)
        self.strip = 22 * self.unit + (self.step if layout.narrow else 0)
        self.above = self.step + 3 * self.unit  # for the names of median and municipality

    def find_scale(self) -> scales.Scale:
        frame, width = self.frame, self.layout.width
        low = frame[["estimate", "lower"]].min().min()
        low, high = scales.limits(min(low, 0.0), frame[["estimate", "upper"]].max().max())
        if self.layout.narrow:
            return scales.Scale(low, high, 14.0, width - 14.0)
        start = self.names_end(frame["rank_text"].fillna("").unique(), 24, 0.33)
        strips = min(widest(frame["strip_label"].unique(), self.layout.small), width * 0.3)
        return scales.Scale(low, high, start, width - 2 - strips - 14 * self.unit)

    def names(self, part: pd.DataFrame) -> axes.Lines:
        narrow, rank = self.layout.narrow, part["rank_text"].iloc[0]
        width = self.layout.width - 2 if narrow else self.scale.start - 16 * self.unit
        note = "" if pd.isna(rank) else str(rank)
        return axes.label_lines(self.layout, str(part["label"].iloc[0]), [note], width)

    def height(self, part: pd.DataFrame, lines: axes.Lines) -> float:
        strips, label = part["strip"].nunique() * self.strip, axes.lines_height(lines)
        body = label + strips if self.layout.narrow else max(strips, label)
        return self.above + body + 14 * self.unit

    def row(self, part: pd.DataFrame, lines: axes.Lines, top: float) -> float:
        """One measure: label, strips, own interval through them, names above."""
        if self.layout.narrow:
            top = self.write_names(lines, top) + self.above
        else:
            top += self.above
            self.write_names(lines, top)
        strips = [strip for _, strip in part.groupby("strip", sort=False, dropna=False)]
        own = part[part["own"].to_numpy(bool)]
        shown = own[own["estimate"].notna().to_numpy()]
        at = self.scale(shown["estimate"].iloc[0]) if len(shown) else None
        first = top + (self.step / 2 if self.layout.narrow else 0)
        rows = scales.Scale(0, len(strips), first, first + len(strips) * self.strip)
        self.sheet.scaled(self.scale, rows)
        for number, strip in enumerate(strips):
            self._strip(strip, top + number * self.strip, at)
        if len(shown):
            self._own(shown.iloc[0], (top, top + len(strips) * self.strip))
        values = strips[0]["estimate"].notna().any()
        self._names(own, _median(strips[0]) if values else None, top - self.above / 2)
        return top

    def axis(self, spans: Sequence[Span]) -> None:  # noqa: ARG002
        """Values below the strips, without lines through them."""
        y = self.sheet.height - self.step / 2
        values = scales.ticks(self.scale.low, self.scale.high)
        for value in values:
            text, x = self.tick(value, scales.decimals(values)), self.scale(value)
            self.sheet.text(x, y, text, ha="center", colour=theme.TEXT_SECONDARY)

    def _strip(self, strip: pd.DataFrame, top: float, own: float | None) -> None:
        """One strip: a thin line, a mark per municipality, a thick one for the median."""
        unit, sheet = self.unit, self.sheet
        y = self._strip_name(str(strip["strip_label"].iloc[0]), top, own)
        values = strip["estimate"].to_numpy(float)[~strip["own"].to_numpy(bool)]
        values = values[~np.isnan(values)]
        if not len(values):
            self._absent(absence(strip, self.language), y, own)
            return
        sheet.line([self.scale.start, self.scale.end], [y, y], colour=theme.GRID, zorder=0.5)
        xs = self.scale(values)
        if strip["strip"].iloc[0] == RINGS:
            style: dict[str, Any] = {"size": 9 * unit, "fill": theme.WHITE, "width": 1.4}
            sheet.marks(xs, [y] * len(xs), gid="ring", **style)
        else:
            ticks = [(x, y - 7 * unit, x, y + 7 * unit) for x in xs]
            sheet.strokes(ticks, colour=theme.TICK, width=1.1, gid="tick")
        x, ends = self.scale(_median(strip)), [y - 8 * unit, y + 8 * unit]
        sheet.line([x, x], ends, colour=theme.WHITE, width=5, zorder=3)
        sheet.line([x, x], ends, width=3, zorder=4.5, gid="median")

    def _strip_name(self, name: str, top: float, own: float | None) -> float:
        """Name right of the strip, or above it beside the own line; gives the middle."""
        layout, sheet = self.layout, self.sheet
        middle, y = top + self.strip - 11 * self.unit, top + self.step / 2
        if not layout.narrow:
            x = self.scale.end + 14 * self.unit
            sheet.text(x, middle, shorten(name, layout.width - 1 - x, layout.small))
            return middle
        name = shorten(name, layout.width - 2, layout.small)
        crossed = own is not None and own < sheet.text_box(1, y, name).right + 8
        x, ha = (sheet.width - 1, "right") if crossed else (1, "left")
        sheet.text(x, y, name, colour=theme.TEXT_SECONDARY, ha=ha)
        return middle

    def _absent(self, word: str, y: float, own: float | None) -> None:
        """Hatched strip with a word on the wider side of the own value."""
        half, start, end = self.step / 2 + 1, self.scale.start, self.scale.end
        self.sheet.hatched(Box(start, y - half, end, y + half))
        cut = start if own is None else own
        left, right = (start, cut - 8) if cut - start > end - cut else (cut + 8, end)
        self.sheet.white_label(Box(left, y - half, right, y + half), word)

    def _own(self, own: pd.Series, ends: Span) -> None:
        """Interval as a band through all strips, value as a line and a diamond in the last one."""
        if not (pd.isna(own["lower"]) or pd.isna(own["upper"])):
            low, high = self.scale(own["lower"]), self.scale(own["upper"])
            style: dict[str, Any] = {"fill": theme.OWN_BAND, "zorder": 0.8, "gid": "own-interval"}
            self.sheet.field(low, ends[0], high, ends[1], **style)
        x, y = self.scale(own["estimate"]), ends[1] - 11 * self.unit
        self.diamond(x, y, ends, 9, width=1.6, zorder=4.6)

    def _names(self, own: pd.DataFrame, median: float | None, y: float) -> None:
        """Municipality (always) and median (where it does not touch) with values above strips."""
        taken: list[Box] = []
        if len(own):
            text, at = self._own_text(own.iloc[0])
            text = shorten(text, self.sheet.width - 2, self.layout.small, "bold")
            x = self._inside(at, text, "bold")
            style: dict[str, Any] = {"weight": "bold", "colour": theme.OWN}
            taken.append(self.sheet.text(x, y, text, ha="center", **style))
        if median is None or median != median:
            return
        decimals = int(own["decimals"].iloc[0]) if "decimals" in own and len(own) else 1
        value = self.language.number(median, decimals)
        value += str(own["median_mark"].iloc[0]) if "median_mark" in own and len(own) else ""
        text, at = self.language.text("figures.strips.median", value=value), self.scale(median)
        places = [(self._inside(at, text), y, "center"), (at + 2, y, "right"), (at - 2, y, "left")]
        for box in taken:
            sides = ((box.left - 8.5, y, "right"), (box.right + 8.5, y, "left"))
            places += [side for side in sides if abs(side[0] - at) < 30]
        self.say(text, places, taken, Box(0, -inf, self.sheet.width, inf), 8)

    def _own_text(self, own: pd.Series) -> tuple[str, float]:
        """The municipality's name with its value, or with a word where the value is missing."""
        name, value, at = (
            f"{own['name']}:",
            absence(own.to_frame().T, self.language),
            self.scale.end,
        )
        if not pd.isna(own["estimate"]):
            name, at = own["name"], self.scale(own["estimate"])
            value = self.language.number(own["estimate"], int(own.get("decimals", 1)))
            value += early(own.get("status"))
        return self.language.text("figures.strips.own", name=name, value=value), at

    def _inside(self, x: float, text: str, weight: str = "normal") -> float:
        """Middle of a text that wants to be at `x`, moved so that it stays on the sheet."""
        half = text_width(text, self.layout.small, weight) / 2
        return min(max(x, half + 1), self.sheet.width - half - 1)


def _median(strip: pd.DataFrame) -> float:
    if "median" in strip:
        return float(strip["median"].iloc[0])
    return float(strip["estimate"].median())
