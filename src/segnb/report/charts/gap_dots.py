"""How far apart the area types are on one measure, with both ends on one scale."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence
from segnb.report.charts.text_layout import Box, line_height, text_width, widest
from segnb.report.charts.value_rows import ValueRows
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import HARD, Language


def gap_dots(frame: pd.DataFrame, layout: Layout, language: Language, *, place: str = "") -> Figure:
    """How far apart the ends are: types as discs on one line, the whole municipality between them.

    Parameters
    ----------
    frame
        `label, sublabel, unit, type_number, share, municipality_share, nation_share, gap_text`;
        one row per measure and type that exists. All measures have the same unit.
    place
        Name of the municipality, written at its first diamond.
    """
    chart = _GapDots(frame, layout, language)
    chart.own = chart.whole_name(place)
    return chart.figure()


class _GapDots(ValueRows):
    """Discs on a line, those that would touch in lanes below it; the gap stands at the right."""

    own: str

    def __init__(self, frame: pd.DataFrame, layout: Layout, language: Language) -> None:
        super().__init__(frame, layout, language)
        self.disc, self.above = 18 * self.unit, 26 * self.unit
        self.head = 0.0 if layout.narrow else 1.5 * self.step
        self.named: set[str] = set()

    def find_scale(self) -> scales.Scale:
        self.percent = self.one_unit() == "%"
        values = self.frame[["share", "municipality_share", "nation_share"]]
        high = scales.limits(0, values.max().max())[1]
        lowest = values.min().min()
        low = 0.0 if pd.isna(lowest) else min(scales.limits(lowest, high)[0], 0.0)
        if self.layout.narrow:
            self.gaps = self.layout.width - 1
            return scales.Scale(low, high, 14 * self.unit, self.layout.width - 20 * self.unit)
        gaps = widest(map(_gap_text, self.parts), self.layout.strong, "bold")
        head = text_width(self.language.text("figures.gap"), self.layout.small, "bold")
        self.gaps = self.layout.width - 2 - max(gaps, head)
        start = self.names_end([], 34, 0.36)
        return scales.Scale(low, high, start, self.gaps - 34 * self.unit)

    def names(self, part: pd.DataFrame) -> axes.Lines:
        """Name with unit, and the types that have no value."""
        first, absent = part.iloc[0], part[part["share"].isna()]
        known = [text for text in first[["sublabel", "unit"]] if isinstance(text, str) and text]
        word = absence(absent, self.language)
        numbers = absent["type_number"] if len(absent) < len(part) else ()
        words = [
            self.language.text("figures.type_missing", number=int(number), word=word)
            for number in numbers
        ]
        width = self.scale.start - 26 * self.unit
        if self.layout.narrow:
            width = self.layout.width - 12 - text_width(_gap_text(part), self.layout.strong, "bold")
        notes = [f",{HARD}".join(known), *words]
        return axes.label_lines(self.layout, str(first["label"]), notes, width)

    def height(self, part: pd.DataFrame, lines: axes.Lines) -> float:
        label, unit = axes.lines_height(lines), self.unit
        lowest = max(self._lanes(part).values(), default=0)
        dots = self.above + (0.5 + lowest) * self.disc + 4 * unit
        if self.layout.narrow:
            return label + dots + 16 * unit
        return max(label + 6 * unit, dots) + 12 * unit

    def _lanes(self, part: pd.DataFrame) -> dict[int, int]:
        pairs = zip(part["share"].tolist(), part["type_number"].tolist(), strict=True)
        known = sorted((share, int(number)) for share, number in pairs if share == share)
        types = [number for _, number in known]
        at = {number: self.scale(share) for share, number in known}
        lanes: dict[int, int] = {}
        for number in dict.fromkeys([*types[:1], *types[-1:], *types]):
            near = {lanes[n] for n in lanes if abs(at[n] - at[number]) < self.disc + 1}
            lanes[number] = next(lane for lane in range(len(types)) if lane not in near)
        return lanes

    def header(self) -> None:
        if not self.layout.narrow:
            style: dict[str, Any] = {"weight": "bold", "colour": theme.TEXT_SECONDARY}
            self.sheet.text(self.gaps, self.head / 2, self.language.text("figures.gap"), **style)

    def tick(self, value: float, decimals: int = 0) -> str:
        write = self.language.percent if self.percent else self.language.number
        return write(value, decimals)

    def row(self, part: pd.DataFrame, lines: axes.Lines, top: float) -> float:
        narrow = self.layout.narrow
        self.write_names(lines, top + 2)
        start = top + axes.lines_height(lines) if narrow else top
        y = start + self.above - (0 if narrow else 4 * self.unit)
        gap_y = top + 2 + line_height(self.layout.body) / 2 if narrow else y
        style: dict[str, Any] = {
            "size": self.layout.strong,
            "weight": "bold",
            "ha": "right" if narrow else "left",
        }
        self.sheet.text(self.gaps, gap_y, _gap_text(part), **style)
        if discs := self._discs(part, y):
            self._references(part, y, discs)
        else:
            self.hatch(part, y, self.step / 2 + 2)
        return start + 2 if narrow else top

    def _discs(self, part: pd.DataFrame, y: float) -> list[Box]:
        """Line between the ends and the discs on it; gives the boxes of the discs."""
        known, lanes, boxes = part.dropna(subset=["share"]), self._lanes(part), []
        xs = dict(
            zip(known["type_number"].astype(int), map(self.scale, known["share"]), strict=True)
        )
        if xs:
            self.sheet.line([min(xs.values()), max(xs.values())], [y, y], width=1.6)
        for number, x in xs.items():
            at, half = y + lanes[number] * self.disc, self.disc / 2
            if lanes[number]:
                self.sheet.line([x, x], [y, at])
            self.sheet.disc(x, at, number, size=self.disc)
            boxes.append(Box(x - half, at - half, x + half, at + half))
        return boxes

    def _references(self, part: pd.DataFrame, y: float, discs: list[Box]) -> None:
        """The municipality as a diamond above the line, the country as a dashed stroke."""
        unit, taken = self.unit, list(discs)
        words: list[tuple[str, list[tuple[float, float, str]], dict[str, Any]]] = []
        own, nation = part["municipality_share"].iloc[0], part["nation_share"].iloc[0]
        if not pd.isna(own):
            x, at, edge = self.scale(own), y - 17 * unit, 6 * unit
            self.diamond(x, at, (at, y + 8 * unit), 8)
            taken.append(Box(x - edge, at - edge, x + edge, y - self.disc / 2))
            sides = [(x + 9 * unit, at - unit / 4, "left"), (x - 9 * unit, at - unit / 4, "right")]
            words.append((self.own, sides, {"weight": "bold", "colour": theme.OWN}))
        if not pd.isna(nation):
            x, half = self.scale(nation), 12 * unit
            self.stroke(x, y)
            taken.append(Box(x - 2, y - half, x + 2, y + half))
            sides = [
                (x + shift, at, ha)
                for at in (y + 20 * unit, y - 20 * unit)
                for shift, ha in ((0, "center"), (5, "left"), (-5, "right"))
            ]
            name = self.language.text("figures.nation")
            words.append((name, sides, {"colour": theme.TEXT_SECONDARY}))
        left = 0 if self.layout.narrow else self.scale.start - 20 * unit
        field = Box(left, y - self.above + 3 * unit, self.sheet.width, self.sheet.height)
        for text, sides, style in words:
            if text not in self.named and self.say(text, sides, taken, field, **style):
                self.named.add(text)


def _gap_text(part: pd.DataFrame) -> str:
    text = part["gap_text"].iloc[0]
    return str(text) if isinstance(text, str) else ""
