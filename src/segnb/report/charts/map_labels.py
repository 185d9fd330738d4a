"""Numbers and names on maps: each where it is seen to belong, and where it touches nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from segnb.report.charts.map_geometry import grown, middle
from segnb.report.charts.text_layout import Box, line_height, text_width
from segnb.report.page.theme import Layout

MANY = 60
LONGEST_NAME = 120
CLEAR = 6  # pixels to the disc of another area, so that a name has one owner


@dataclass(frozen=True)
class Spot:
    """A disc for the mark of an area."""

    area: int
    x: float
    y: float
    box: Box
    room: float


@dataclass(frozen=True)
class NamePlace:
    """Lines of an area's name around a point."""

    area: int
    lines: list[str]
    x: float
    y: float
    ha: str
    box: Box


def crowded(areas: Sequence[BaseGeometry]) -> bool:
    """Whether a map shows so many areas that only some can have a mark, and none a name."""
    return sum(not area.is_empty for area in areas) > MANY


def spots(
    seen: Sequence[BaseGeometry], size: float, taken: Sequence[Box], field: Box
) -> list[Spot]:
    """Places for discs; in a crowded map only where the disc fits in its area.

    Large areas can move their disc, small ones cannot: so small ones are placed first.
    """
    middles = [(i, *middle(area)) for i, area in enumerate(seen) if not area.is_empty]
    many = crowded(seen)
    placed: list[Spot] = []
    for i, x, y, room in sorted(middles, key=lambda found: (found[3], found[0])):
        if many and room < size / 2:
            continue
        busy = [*taken, *(spot.box for spot in placed)]
        for at_x, at_y in _points(seen[i], (x, y), size, [] if many else busy):
            box = _square(at_x, at_y, size)
            if box.inside(field) and not any(box.touches(other, 1) for other in busy):
                placed.append(Spot(i, at_x, at_y, box, room))
                break
    return placed


def _points(
    area: BaseGeometry, best: tuple[float, float], size: float, busy: Sequence[Box]
) -> Iterator[tuple[float, float]]:
    """The middle of an area, then the middle of what is left of it beside busy boxes."""
    yield best
    if busy:
        reach = size / 2 + 1.5
        blocks = [grown(shapely.box(*block), reach) for block in busy]
        x, y, room = middle(shapely.difference(area, shapely.union_all(blocks)))
        if room > 0:
            yield x, y


def _square(x: float, y: float, size: float) -> Box:
    return Box(x - size / 2, y - size / 2, x + size / 2, y + size / 2)


def names(
    found: Sequence[Spot],
    texts: Sequence[str],
    seen: Sequence[BaseGeometry],
    layout: Layout,
    taken: Sequence[Box],
    field: Box,
) -> list[NamePlace]:
    """Names beside their discs, as many as fit without touching anything."""
    small_first = sorted(found, key=lambda spot: spot.room)
    tries = (small_first, small_first[::-1], sorted(found, key=lambda spot: spot.y))
    return max(
        (_place(order, texts, seen, layout, taken, field) for order in tries), key=len, default=[]
    )


def _place(
    order: Sequence[Spot],
    texts: Sequence[str],
    seen: Sequence[BaseGeometry],
    layout: Layout,
    taken: Sequence[Box],
    field: Box,
) -> list[NamePlace]:
    placed: list[NamePlace] = []
    for spot in order:
        if not texts[spot.area]:
            continue
        busy = [*taken, spot.box, *(name.box for name in placed)]
        others = [other.box for other in order if other is not spot]
        free = [
            place
            for place in _candidates(spot, texts[spot.area], layout)
            if place.box.inside(field)
            and not any(place.box.touches(box, 1) for box in busy)
            and not any(place.box.touches(box, CLEAR) for box in others)
        ]
        if free:
            placed.append(max(free, key=lambda place: _fit(place, seen)))
    return placed


def _fit(place: NamePlace, seen: Sequence[BaseGeometry]) -> float:
    """How much of a name lies in its own area, or at least not in another one."""
    box = shapely.box(*place.box)
    own = shapely.intersection(box, seen[place.area]).area / box.area
    tree_free = 1 - sum(shapely.intersection(box, area).area for area in seen) / box.area
    return round(own + 0.7 * max(tree_free, 0), 3)


def _candidates(spot: Spot, text: str, layout: Layout) -> list[NamePlace]:
    size, gap = layout.small, 3 * layout.unit
    lines = _lines(text, size)
    width = max(text_width(line, size) for line in lines)
    tall = line_height(size) * len(lines)
    radius = (spot.box.right - spot.box.left) / 2
    down, out = radius + gap / 3 + tall / 2, radius + gap
    places = [(0, down, "center"), (out, 0, "left"), (-out, 0, "right"), (0, -down, "center")]
    places += [(radius * 0.5, down, "left"), (-radius * 0.5, down, "right")]
    places += [(radius * 0.5, -down, "left"), (-radius * 0.5, -down, "right")]
    found = []
    for dx, dy, ha in places:
        x, y = spot.x + dx, spot.y + dy
        left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[ha] * width
        box = Box(left, y - tall / 2, left + width, y + tall / 2)
        found.append(NamePlace(spot.area, lines, x, y, ha, box))
    return found


def _lines(text: str, size: float) -> list[str]:
    if text_width(text, size) <= LONGEST_NAME:
        return [text]
    breaks = [i + 1 for i, letter in enumerate(text) if letter in "- " and 0 < i < len(text) - 1]
    if not breaks:
        return [text]
    at = min(breaks, key=lambda i: abs(i - len(text) / 2) + (6 if text[i - 1] == " " else 0))
    return [text[:at].rstrip(" "), text[at:]]
