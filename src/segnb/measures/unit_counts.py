"""From a tidy frame of counts to arrays: one row per unit, the rows of a place together."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Label = Hashable
Labels = Label | Sequence[Label]
By = str | Sequence[str]

MISSING, NO_PEOPLE, ABSENT, UNIVERSAL, ONE_UNIT = (
    "missing_count",
    "no_people",
    "group_absent",
    "group_universal",
    "one_unit",
)
REST, UNIT_TOTAL = "rest", "unit_total"  # what from_wide adds: a group, and a column
RESULTS = frozenset(
    (
        *("unit", "group", "count", "versus", "measure", "component", "level", "within"),
        *("estimate", "share", "units", "group_size", "total", "reason", "method", "flags"),
        *("expected", "upper_random", "unbiased", "lower", "upper", "lower80", "upper80", "p"),
        *("distinguishable", "lower_bound", "upper_bound", "midpoint", "hidden"),
        *("mean", "bias", "standard_error", "first", "second", "estimate_first", "estimate_second"),
        *("unbiased_first", "unbiased_second", "additions", "removals", "group_margin"),
        *("unit_margin", "structure", "k", "bandwidth", "below", "information", "variation"),
        *("square_root", "lowest_cut", "highest_cut", "degree", "note", "others", "members"),
        *("mutual_information", "entropy_index", "contribution", "quadrant"),
    )
)  # columns that results have; a column of that name in ``by`` would be overwritten


@dataclass(frozen=True)
class Blocks:
    """Rows of several places one after the other; sums and spreads by place."""

    starts: NDArray[np.intp]
    sizes: NDArray[np.intp]

    def sum(self, values: Floats) -> Floats:
        """One sum per place, along the rows."""
        return np.add.reduceat(values, self.starts, axis=0)

    def spread(self, values: Floats) -> Floats:
        """The value of a place repeated for each of its rows."""
        return np.repeat(values, self.sizes, axis=0)

    def order(self, values: Floats) -> NDArray[np.intp]:
        """Row order that sorts shares (0-1) within each place.

        One sort of place + share is three times as fast as a sort by two keys; shares of the same
        place that differ by less than 1e-12 of the number of places may trade places.
        """
        place = np.repeat(np.arange(self.sizes.size, dtype=np.float64), self.sizes)
        return np.argsort(2 * place + values)

    def before(self, values: Floats) -> Floats:
        """Running sum within the place, the row itself left out."""
        total = np.cumsum(values, axis=0) - values
        return total - self.spread(total[self.starts])


@dataclass(frozen=True)
class OneBlock:
    """All rows belong to one place; further axes are draws."""

    def sum(self, values: Floats) -> Floats:
        """Sum along the rows, the axis kept for the one place."""
        return values.sum(axis=0, keepdims=True)

    def spread(self, values: Floats) -> Floats:
        """The same values; numpy repeats them along the rows."""
        return values

    def order(self, values: Floats) -> NDArray[np.intp]:
        """Row order that sorts values in each draw."""
        return np.argsort(values, axis=0)

    def before(self, values: Floats) -> Floats:
        """Running sum along the rows, the row itself left out."""
        return np.cumsum(values, axis=0) - values


Over = Blocks | OneBlock


@dataclass(frozen=True)
class Layout:
    """Where each line of the frame goes: into which row, and which rows make up a place."""

    row: NDArray[np.intp]
    first: NDArray[np.intp]
    place: NDArray[np.intp]
    keys: pd.DataFrame
    count: Floats

    def add(self, weights: Floats) -> Floats:
        """Sums of weights by row."""
        return np.bincount(self.row, weights, minlength=self.first.size).astype(float)


def names(by: By) -> list[str]:
    """A column name or several of them, as a list."""
    return [by] if isinstance(by, str) else list(by)


def labels(group: Labels) -> list[Label]:
    """A group label or several of them, as a list."""
    if isinstance(group, str | tuple) or not isinstance(group, Iterable):
        return [group]
    return list(group)


def title(group: Labels) -> str:
    """A group of one or several labels as it is written in a table."""
    return "+".join(str(label) for label in labels(group))


def _codes(counts: pd.DataFrame, column: str, sort: bool) -> tuple[NDArray[np.intp], int]:
    codes, uniques = pd.factorize(counts[column], sort=sort)
    if codes.size and codes.min() < 0:
        raise ValueError(f"the column {column!r} has empty cells; every row needs a {column}")
    return codes.astype(np.int64, copy=False), len(uniques)


def require(counts: pd.DataFrame, by: Sequence[str] = ()) -> None:
    """Refuse a frame without its columns, and columns in ``by`` that a result has itself."""
    absent = [name for name in ("unit", "group", "count", *by) if name not in counts.columns]
    if absent:
        raise ValueError(
            f"the frame lacks {', '.join(absent)}; a measure needs unit, group, count and the "
            f"columns named in by, and this frame has {', '.join(map(str, counts.columns))}"
        )
    taken = [name for name in by if name in RESULTS]
    if taken:
        raise ValueError(
            f"by names the column {taken[0]!r}, which a result has itself; rename it in the frame"
        )


def _checked(counts: pd.DataFrame, by: list[str]) -> Floats:
    require(counts, by)
    count = numbers(counts["count"])
    if count.size and np.nanmin(count, initial=0.0) < 0:
        raise ValueError(
            f"a count is negative ({np.nanmin(count):g}); counts are people, 0 or more"
        )
    if np.isinf(count).any():
        raise ValueError("a count is infinite; counts are numbers of people")
    return count


def numbers(column: pd.Series) -> Floats:
    """A column of numbers, empty cells missing; anything else is refused by what it holds."""
    if column.dtype.kind not in "cmM":  # complex numbers and dates would become plain ones
        try:
            return column.to_numpy(dtype=np.float64, na_value=np.nan)
        except (TypeError, ValueError):
            pass
    known = pd.to_numeric(column, errors="coerce").notna() | column.isna()
    wrong = column[~known] if not known.all() else column.dropna()
    raise ValueError(
        f"the column {column.name!r} holds {wrong.iloc[0]!r}; it takes numbers, and an "
        "empty cell is a missing one"
    )


def check_along(counts: pd.DataFrame, along: str) -> None:
    """Refuse a column that is not there."""
    if along not in counts.columns:
        raise ValueError(f"the frame has no column {along!r}; along is a column of it")


def side(counts: pd.DataFrame, along: str, value: Label) -> pd.DataFrame:
    """The rows with one value of a column, of which there must be some."""
    check_along(counts, along)
    rows = counts[counts[along] == value]
    if rows.empty:
        raise ValueError(f"no rows have {value!r} in the column {along!r}")
    return rows


def _dense(codes: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], int]:
    """Codes without holes, in the same order."""
    if size > 4 * codes.size + 1000:
        uniques, dense = np.unique(codes, return_inverse=True)
        return dense.astype(np.int64, copy=False), uniques.size
    present = np.zeros(size, dtype=bool)
    present[codes] = True
    return (np.cumsum(present) - 1)[codes], int(present.sum())


def layout(counts: pd.DataFrame, by: By) -> Layout:
    """Rows (unit within place) and places of a tidy frame, places in sorted order."""
    by = names(by)
    count = _checked(counts, by)
    place, places = np.zeros(len(counts), dtype=np.int64), 1
    for column in by:
        codes, size = _codes(counts, column, sort=True)
        place, places = _dense(place * size + codes, places * size)
    unit, units = _codes(counts, "unit", sort=False)
    key = place * units + unit
    if key.size == 0:
        empty = np.zeros(0, dtype=np.intp)
        return Layout(empty, empty, empty, counts[by].iloc[:0], count)
    step = np.diff(key)
    if (step >= 0).all():  # already in order: no hashing needed
        row = np.concatenate(([0], np.cumsum(step > 0)))
        first = np.concatenate(([0], np.flatnonzero(step > 0) + 1))
    else:
        row, uniques = pd.factorize(key)
        order = np.argsort(uniques, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(order.size)
        row = rank[row]
        first = np.empty(order.size, dtype=np.intp)
        first[row[::-1]] = np.arange(row.size)[::-1]
    start = np.flatnonzero(np.diff(place[first], prepend=-1))
    keys = counts[by].iloc[first[start]].reset_index(drop=True)
    if not by:
        keys = pd.DataFrame(index=range(1))
    return Layout(row, first, place[first], keys, count)


@dataclass(frozen=True)
class Places:
    """What is known of each place: its size, and why it has no value if it has none."""

    keys: pd.DataFrame
    units: NDArray[np.int64]
    group_size: Floats
    total: Floats
    reason: NDArray[np.object_]

    @property
    def valid(self) -> NDArray[np.bool_]:
        """Places of which a value can be computed."""
        return self.reason == ""

    def filled(self, values: Floats | float) -> Floats:
        """Values of the valid places, with a missing value for the others."""
        result = np.full(self.reason.size, np.nan)
        result[self.valid] = values
        return result


def blocks(place: NDArray[np.intp]) -> Blocks:
    """Blocks of rows that are sorted by place."""
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    return Blocks(starts, np.diff(starts, append=place.size))


def reasons(missing: Floats, units: Floats, X: Floats, T: Floats) -> NDArray[np.object_]:
    """Why a place has no value; an empty word where it has one."""
    reason = np.full(T.size, "", dtype=object)
    for condition, word in (
        (units == 1, ONE_UNIT),
        (X >= T, UNIVERSAL),
        (X == 0, ABSENT),
        (T == 0, NO_PEOPLE),
        (missing > 0, MISSING),
    ):
        reason[condition] = word
    return reason
