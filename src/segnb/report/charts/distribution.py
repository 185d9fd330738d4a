"""How a share spreads over areas: one tick per area, the whole municipality as a diamond."""

from collections import Counter
from math import inf

import pandas as pd
from matplotlib.figure import Figure

from segnb.report.charts import axes, scales
from segnb.report.charts.absence import absence
from segnb.report.charts.text_layout import Box, widest
from segnb.report.charts.value_rows import ValueRows
from segnb.report.page import theme
from segnb.report.page.theme import Layout
from segnb.vocabulary.i18n import Language, small

NEAR = 30.0  # pixels between a mark and the name over it


def distribution(
    frame: pd.DataFrame,
    layout: Layout,
    language: Language,
    *,
    place: str = "",
    ends: bool = False,
    reference: str = "",
) -> Figure:
    """How differently areas lie on a measure, without ranking them.

    Parameters
    ----------
    frame
        `label, sublabel, unit, name` (of the area), `value, municipality_value, nation_value`;
        one row per measure and area. All measures have the same unit. `decimals` of each value,
        where it is not one.
    place
        Name of the municipality, written at its diamonds.
    ends
        Name the areas at both ends, or neither where there is no room for both.
    reference
        Name of the dashed stroke at `nation_value`, where it is not the country.
    """
    chart = _Distribution(frame, layout, language)
    chart.own, chart.ends = chart.whole_name(place), ends
    chart.reference = reference or language.text("figures.nation")
    return chart.figure()


def references_in_words(frame: pd.DataFrame, language: Language, place: str) -> str:
    """What the diamond and the dashed line are, for those measures that have one."""
    each = frame.drop_duplicates("label")
    marks = [_mark_in_words(each, name, language, place) for name in ("municipality", "nation")]
    return ", ".join(marks)


def _mark_in_words(each: pd.DataFrame, name: str, language: Language, place: str) -> str:
    key = f"figures.distribution.{name}"
    lacking = each.loc[each[f"{name}_value"].isna(), "label"]
    if len(lacking) == len(each):
        return language.text(f"{key}_none", place=place)
    mark = language.text(key, place=place)
    if lacking.empty:
        return mark
    names = language.listing([small(label) for label in lacking])
    return language.text("figures.distribution.lacking", mark=mark, names=names)


class _Distribution(ValueRows):
    """A strip of ticks in each row, with names above it and at its ends."""

    own: str
    reference: str
    ends: bool

    def find_scale(self) -> scales.Scale:
        self.percent = self.one_unit() == "%"
        values = self.frame[["value", "municipality_value", "nation_value"]]
        low, high = scales.limits(min(0.0, values.min().min()), values.max().max())
        if self.layout.narrow:
            return scales.Scale(low, high, 14 * self.unit, self.layout.width - 22 * self.unit)
        notes = [note for part in self.parts for note in self._notes(part)]
        start = self.names_end(notes, 34, 0.36)
        return scales.Scale(low, high, start, self.layout.width - 24 * self.unit)

    def _notes(self, part: pd.DataFrame) -> list[str]:
        """Sublabel, and how many areas have no value and why."""
        sublabel, absent = part["sublabel"].iloc[0], part[part["value"].isna()]
        notes = ["" if pd.isna(sublabel) else str(sublabel)]
        if 0 < len(absent) < len(part):
            count, word = self.language.number(len(absent)), absence(absent, self.language)
            key = f"figures.distribution.absent{'_one' * (len(absent) == 1)}"
            notes.append(self.language.text(key, count=count, word=word))
        return notes

    def names(self, part: pd.DataFrame) -> axes.Lines:
        narrow, name = self.layout.narrow, str(part["label"].iloc[0])
        width = self.layout.width - 2 if narrow else self.scale.start - 20 * self.unit
        return axes.label_lines(self.layout, name, self._notes(part), width)

    def height(self, part: pd.DataFrame, lines: axes.Lines) -> float:  # noqa: ARG002
        label, gap = axes.lines_height(lines), 10 * self.unit
        strip = (1 + self.ends) * self.step + 26 * self.unit
        return label + strip + gap if self.layout.narrow else max(label + 4, strip) + gap

    def word(self, value: float, decimals: int = 1) -> str:
        """Value with its unit."""
        write = self.language.percent if self.percent else self.language.number
        return write(value, decimals)

    def tick(self, value: float, decimals: int = 0) -> str:
        return self.word(value, decimals)

    def row(self, part: pd.DataFrame, lines: axes.Lines, top: float) -> float:
        """Ticks on a thin line, diamond and dashed stroke, names above and at the ends."""
        self.write_names(lines, top + 2)
        top += axes.lines_height(lines) if self.layout.narrow else 0
        y, half = top + self.step + 12 * self.unit, 9 * self.unit
        known = part.dropna(subset=["value"]).sort_values("value", kind="stable")
        if known.empty:
            self.hatch(part, y, self.step / 2 + 2)
            return top + self.step
        ends = [self.scale.start, self.scale.end]
        self.sheet.line(ends, [y, y], colour=theme.GRID, zorder=0.6)
        ticks = [(x, y - half, x, y + half) for x in map(self.scale, known["value"])]
        self.sheet.strokes(ticks, colour=theme.TICK, width=1.4, gid="tick")
        self._references(part, y)
        if self.ends and len(known) > 1:
            self._ends(known, y + half + self.step * 0.65)
        return top + self.step

    def _references(self, part: pd.DataFrame, y: float) -> None:
        """The whole municipality, then the country where its name does not touch the first."""
        half = 12 * self.unit
        taken: list[Box] = []
        own, nation = part["municipality_value"].iloc[0], part["nation_value"].iloc[0]
        at = y - half - self.step * 0.5
        if not pd.isna(own):
            x = self.scale(own)
            self.diamond(x, y, (y - half, y + half), 10)
            side = (x - 8, "left") if own >= nation else (x + 8, "right")
            first = [] if pd.isna(nation) else [side]
            self._above(x, at, self.own, own, taken, first, weight="bold", colour=theme.OWN)
        if not pd.isna(nation):
            x = self.scale(nation)
            self.stroke(x, y)
            self._above(x, at, self.reference, nation, taken, [], colour=theme.TEXT_SECONDARY)

    def _above(
        self,
        x: float,
        y: float,
        name: str,
        value: float,
        taken: list[Box],
        places: list[tuple[float, str]],
        **style: str,
    ) -> None:
        """Name and value over a mark, at a side where they would leave the field or touch."""
        text = self._named(name, value)
        left = 0 if self.layout.narrow else self.scale.start - 14 * self.unit
        places = [*places, (x, "center"), (x + 4, "right"), (x - 4, "left")]
        places += [(self.sheet.width - 1, "right"), (left + 1, "left")]
        places += [(box.left - 8, "right") for box in taken]
        places += [(box.right + 8, "left") for box in taken]
        near = []
        for at, ha in places:
            box = self.sheet.text_box(at, y, text, weight=style.get("weight", "normal"), ha=ha)
            if box.left - NEAR <= x <= box.right + NEAR:
                near.append((at, y, ha))
        self.say(text, near, taken, Box(left, -inf, self.sheet.width, inf), 6, **style)

    def _ends(self, known: pd.DataFrame, y: float) -> None:
        """Names and values at both ends, or at neither."""
        low, high = known.iloc[0], known.iloc[-1]
        texts = [self._end(known, row) for row in (low, high)]
        wide = [widest([text], self.layout.small) for text in texts]
        right_end, at = self.sheet.width, self.scale(high["value"])
        left = max(min(self.scale(low["value"]) - 4, right_end - 1 - wide[0]), 1.0)
        right = max(at + 4 - wide[1], left + wide[0] + 16)
        if right + wide[1] <= right_end and right <= at + 40:
            self.sheet.text(left, y, texts[0])
            self.sheet.text(right, y, texts[1])

    def _end(self, known: pd.DataFrame, row: pd.Series) -> str:
        """An end with its name; with how many they are where others are printed as it is."""
        decimals = int(row.get("decimals", 1))
        every = known["decimals"] if "decimals" in known else pd.Series(1, known.index)
        texts = map(self.word, known["value"], every.astype(int))
        alike = Counter(texts)[self.word(row["value"], decimals)]
        count = self.language.number(alike)
        name = self.language.text("figures.distribution.tied", count=count)
        return self._named(row["name"] if alike == 1 else name, row["value"], decimals)

    def _named(self, name: str, value: float, decimals: int = 1) -> str:
        text = "figures.distribution.value"
        return self.language.text(text, name=name, value=self.word(value, decimals))
