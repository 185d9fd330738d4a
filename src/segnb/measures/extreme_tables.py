"""The least and the most uneven table that hidden cells allow: every table tried, or a search."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from segnb.measures.unit_counts import Floats

MOST_ROUNDS, TARGETS, GAIN = 200, 65, 1e-12
MOST_TABLES, MOST_NUMBERS = 50_000, 2_000_000  # tables tried in all, numbers at a time
OPTIONS = np.linspace(0.0, 1.0, 5)

Value = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Range:
    """People by unit and group of one place if hidden cells hold least, and most.

    The last column holds people of groups that were not asked for. Where the unit's total is
    known, one of its columns (``free``; -1 for none) is what the others leave of it.
    """

    lowest: Floats
    highest: Floats
    free: NDArray[np.intp]
    total: Floats
    hidden: int

    @classmethod
    def of(
        cls, lowest: Floats, highest: Floats, free: NDArray[np.intp], total: Floats, hidden: int
    ) -> "Range":
        """Units with people; no cell holds more than the unit's total leaves for it."""
        bound = np.flatnonzero(free >= 0)
        for table in (lowest, highest):
            table[bound, free[bound]] = 0.0
        room = total[bound, None] - lowest[bound].sum(axis=1, keepdims=True) + lowest[bound]
        highest[bound] = np.maximum(np.minimum(highest[bound], room), lowest[bound])
        keep = (highest.sum(axis=1) > 0) | ((free >= 0) & (total > 0))
        return cls(lowest[keep], highest[keep], free[keep], total[keep], hidden)

    def complete(self, n: Floats) -> Floats:
        """Tables (units x columns, and maybe more) with what is left of each total filled in."""
        bound = np.flatnonzero(self.free >= 0)
        if not bound.size:
            return n
        n, column = n.copy(), self.free[bound]
        n[bound, column] = 0.0
        total = self.total[bound].reshape(-1, *([1] * (n.ndim - 2)))
        n[bound, column] = np.maximum(total - n[bound].sum(axis=1), 0.0)
        return n

    @property
    def middle(self) -> Floats:
        """The table in between."""
        return self.complete((self.lowest + self.highest) / 2)

    @property
    def whole(self) -> bool:
        """Whether hidden cells hold whole numbers of people more than their least."""
        gap = self.highest - self.lowest
        return bool((gap == np.rint(gap)).all())


@dataclass(frozen=True)
class Ends:
    """Lowest and highest value of a measure, and the tables that give them."""

    value: tuple[float, float]
    tables: tuple[Floats, ...]
    middle: Floats
    method: str = ""  # enumerated or found
    reason: str = ""


def ends(place: Range, formula: Value, groups: int) -> Ends:
    """Both ends; exactly where few cells are hidden."""
    middle = place.middle
    reason = _reason(place, groups)
    if reason:
        return Ends((np.nan, np.nan), (), middle, reason=reason)
    gaps = (place.highest - place.lowest)[place.highest > place.lowest]
    if place.whole and prod(int(gap) + 1 for gap in gaps) <= MOST_TABLES:
        low, high = _enumerated(place, formula)
        return Ends((low[0], high[0]), (low[1], high[1]), middle, "enumerated")
    low, high = (_search(place, formula, sign) for sign in (-1.0, 1.0))
    return Ends((low[0], high[0]), (low[1], high[1]), middle, "found")


def _reason(place: Range, groups: int) -> str:
    most = place.complete(place.lowest)[:, :groups] + place.highest[:, :groups]
    if not most.any():
        return "no_people"
    if np.count_nonzero(most.sum(axis=1)) == 1:
        return "one_unit"
    there = most.sum(axis=0) > 0
    if groups < 2 or not there[1:].any():
        return "group_universal"
    if not there[0] and groups == 2:
        return "group_absent"
    return ""


def _value(place: Range, n: Floats, formula: Value) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        found = formula(np.maximum(place.complete(n), 1e-12))
    return np.where(np.isfinite(found), found, 0.0)


def _tables(place: Range) -> Iterator[Floats]:
    """All tables with whole numbers in the hidden cells, many at a time (units x columns x ...)."""
    rows, columns = np.nonzero(place.highest > place.lowest)
    low = place.lowest[rows, columns]
    sizes = (place.highest[rows, columns] - low).astype(int) + 1
    number, few = prod(sizes.tolist()), max(MOST_NUMBERS // place.lowest.size, 1)
    for start in range(0, number, few):
        codes = np.arange(start, min(start + few, number))
        n = np.repeat(place.lowest[:, :, None], codes.size, axis=2)
        if rows.size:
            n[rows, columns] = low[:, None] + np.array(np.unravel_index(codes, sizes))
        yield n


def _enumerated(place: Range, formula: Value) -> tuple[tuple[float, Floats], tuple[float, Floats]]:
    lowest, highest = (np.inf, place.lowest), (-np.inf, place.lowest)
    for n in _tables(place):
        value = _value(place, n, formula)
        least, most = int(value.argmin()), int(value.argmax())
        lowest = min(lowest, (float(value[least]), n[:, :, least]), key=lambda pair: pair[0])
        highest = max(highest, (float(value[most]), n[:, :, most]), key=lambda pair: pair[0])
    return (lowest[0], place.complete(lowest[1])), (highest[0], place.complete(highest[1]))


def _search(place: Range, formula: Value, sign: float) -> tuple[float, Floats]:
    """Best value found, and its table, from the middle, the most and the least even table."""
    lowest, highest, middle = place.lowest, place.highest, place.middle
    t = middle.sum(axis=1, keepdims=True)
    above = middle / np.where(t > 0, t, 1.0) > middle.sum(axis=0) / middle.sum()
    starts = (
        (lowest + highest) / 2,
        np.where(above, highest, lowest),
        np.where(above, lowest, highest),
        lowest,
        highest,
        *(_toward(place, formula) if sign < 0 and lowest.shape[1] == 3 else ()),
    )
    found = [_climb(place, _whole(place, start), formula, sign) for start in starts]
    best, table = max(found, key=lambda pair: pair[0])
    return sign * best, place.complete(table)


def _whole(place: Range, n: Floats) -> Floats:
    """The table with whole people in the hidden cells."""
    return place.lowest + np.floor(n - place.lowest + 0.5) if place.whole else n


def _toward(place: Range, formula: Value) -> list[Floats]:
    """The most even tables of two groups of those where each share comes as near as it can to one.

    A cell of the group goes up and that of the others down until the share is reached.
    """
    low, high, middle = place.lowest, place.highest, place.middle
    share = middle[:, 0] / np.maximum(middle[:, :2].sum(axis=1), 1e-300)
    (x, least), (most, y), gap = low[:, :2].T, high[:, :2].T, high - low
    both = place.total - low[:, 2:].sum(axis=1)  # people of the two, where one makes up the total
    tables = []
    for q in np.linspace(share.min(), share.max(), TARGETS):
        kinds = [place.free == 1, place.free == 0]
        pace = np.select(kinds, [most - x, y - least], most - x - q * (most - x - y + least))
        way = np.select(kinds, [q * both - x, y - (1 - q) * both], q * (x + y) - x)
        step = np.clip(np.divide(way, pace, out=np.zeros_like(way), where=pace > 0), 0.0, 1.0)
        table = high - step[:, None] * gap
        table[:, 0] = x + step * gap[:, 0]
        tables.append(table)
    value = _value(place, np.stack(tables, axis=2), formula)
    return [tables[best] for best in np.argsort(value)[:3]]


def _climb(place: Range, n: Floats, formula: Value, sign: float) -> tuple[float, Floats]:
    """Try each hidden cell alone; make the changes that gain most, as many as gain together."""
    rows, columns = np.nonzero(place.highest > place.lowest)
    low = place.lowest[rows, columns]
    gap = (place.highest - place.lowest)[rows, columns]
    steps = gap[:, None] * OPTIONS
    values = low[:, None] + (np.floor(steps + 0.5) if place.whole else steps)
    best = sign * _value(place, n[:, :, None], formula)[0]
    for _ in range(MOST_ROUNDS if rows.size else 0):
        tried = np.repeat(n[:, :, None], values.size, axis=2)
        cell = np.repeat(np.arange(rows.size), OPTIONS.size)
        tried[rows[cell], columns[cell], np.arange(values.size)] = values.ravel()
        gains = (sign * _value(place, tried, formula) - best).reshape(values.shape)
        choice = gains.argmax(axis=1)
        gain = gains[np.arange(rows.size), choice]
        order = np.argsort(-gain)[: int((gain > GAIN).sum())]
        if not order.size:
            break
        n, best = _together(place, n, formula, sign, (rows, columns, values), order, choice)
    return best, n


def _together(
    place: Range,
    n: Floats,
    formula: Value,
    sign: float,
    cells: tuple[NDArray[np.intp], NDArray[np.intp], Floats],
    order: NDArray[np.intp],
    choice: NDArray[np.intp],
) -> tuple[Floats, float]:
    """The best of making the best change, the best two, four, ..., all of them."""
    rows, columns, values = cells
    sets = np.repeat(n[:, :, None], order.size.bit_length(), axis=2)
    for number in range(sets.shape[2]):
        some = order[: 2**number] if number < sets.shape[2] - 1 else order
        sets[rows[some], columns[some], number] = values[some, choice[some]]
    together = sign * _value(place, sets, formula)
    winner = int(together.argmax())
    return sets[:, :, winner], float(together[winner])
