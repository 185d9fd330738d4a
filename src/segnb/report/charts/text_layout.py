"""Texts in figures: how wide they are, how they break into lines, and where they do not touch."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from segnb.report.page.theme import FONT, PT_PER_INCH, PX_PER_INCH

ASCENT, DESCENT, LEADING = 0.76, 0.24, 1.32
HINTING = 1.02  # screens that fit letters to pixels make a line up to this much wider


class Box(NamedTuple):
    """A rectangle on a sheet, in pixels from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box", gap: float = 0.0) -> bool:
        """Whether two boxes come closer than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def inside(self, other: "Box") -> bool:
        """Whether this box lies wholly in the other."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


def pixels(points: float) -> float:
    """Size in points as CSS pixels."""
    return points * PX_PER_INCH / PT_PER_INCH


def printable(text: str) -> str:
    """Text without control characters, which neither fonts nor XML know."""
    return "".join(c for c in text if not unicodedata.category(c).startswith("C"))


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width of one line of text in pixels, with some room for hinting; `size` in points."""
    return HINTING * pixels(size) * _ems(text, weight)


@lru_cache(maxsize=16_384)
def _ems(text: str, weight: str) -> float:
    """Width of a text as a multiple of its size, from its pairs of letters: few are new."""
    text = printable(text)
    if len(text) < 3:
        return _shaped(text, weight)
    pairs = sum(_shaped(text[at : at + 2], weight) for at in range(len(text) - 1))
    return pairs - sum(_shaped(letter, weight) for letter in text[1:-1])


@lru_cache(maxsize=16_384)
def _shaped(text: str, weight: str) -> float:
    font = FontProperties(family=FONT, size=1, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]


def widest(texts: Iterable[str], size: float, weight: str = "normal") -> float:
    """Width of the widest line of several texts, 0 for none."""
    lines = (line for text in texts for line in text.split("\n"))
    return max((text_width(line, size, weight) for line in lines), default=0.0)


def line_height(size: float) -> float:
    """Distance between baselines in pixels; `size` in points."""
    return pixels(size) * LEADING


def wrap(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Lines of text no wider than `width` pixels; a word that is wider is cut with an ellipsis."""
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, weight) <= width:
            lines[-1] = joined
        else:
            lines.append(shorten(word, width, size, weight))
    return lines


def shorten(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Text that fits in `width` pixels, cut with an ellipsis where it must be."""
    if text_width(text, size, weight) <= width:
        return text
    cut = text
    while cut and text_width(cut + "…", size, weight) > width:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def fitting(texts: Sequence[str], width: float, size: float, weight: str = "normal") -> str:
    """First of several wordings that fits in `width` pixels, or an empty text."""
    return next((text for text in texts if text_width(text, size, weight) <= width), "")


class LabelRequest(NamedTuple):
    """A label beside an axis: where its middle wants to be, how tall it is, how much it matters."""

    middle: float
    height: float
    importance: float = 0.0


def spread(wanted: Sequence[LabelRequest], top: float, bottom: float) -> list[float | None]:
    """Middles of labels stacked without overlap between `top` and `bottom`.

    Labels move as little as they can and keep their order. Where there is no room for all, the
    least important ones get no place (None).
    """
    kept = sorted(range(len(wanted)), key=lambda i: -wanted[i].importance)
    while sum(wanted[i].height for i in kept) > bottom - top + 1e-6:
        kept.pop()
    kept.sort(key=lambda i: wanted[i].middle)
    found: list[float | None] = [None] * len(wanted)
    for i, middle in zip(kept, _stacked([wanted[i] for i in kept], top, bottom), strict=True):
        found[i] = middle
    return found


def _stacked(wanted: Sequence[LabelRequest], top: float, bottom: float) -> list[float]:
    """Middles after pushing overlapping neighbours apart: merged groups keep their mean."""
    groups: list[list[LabelRequest]] = []
    for label in wanted:
        groups.append([label])
        while len(groups) > 1 and _start(groups[-2], top, bottom) + _height(groups[-2]) > _start(
            groups[-1], top, bottom
        ):
            last = groups.pop()
            groups[-1].extend(last)
    middles: list[float] = []
    for group in groups:
        at = _start(group, top, bottom)
        for label in group:
            middles.append(at + label.height / 2)
            at += label.height
    return middles


def _height(group: Sequence[LabelRequest]) -> float:
    return sum(label.height for label in group)


def _start(group: Sequence[LabelRequest], top: float, bottom: float) -> float:
    """Top of a group that lies as near as possible to what its labels want."""
    offset, starts = 0.0, []
    for label in group:
        starts.append(label.middle - label.height / 2 - offset)
        offset += label.height
    return min(max(sum(starts) / len(starts), top), bottom - _height(group))
