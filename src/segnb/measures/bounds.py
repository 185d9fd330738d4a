"""Hidden cells: how low and how high a measure may be, whatever they hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.measures.contact import met
from segnb.measures.extreme_tables import Ends, Range, Value, ends
from segnb.measures.from_formula import TWO_GROUP, written
from segnb.measures.groups import group_codes, member
from segnb.measures.registry import measure as named
from segnb.measures.resampling import WHOLE
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import (
    REST,
    UNIT_TOTAL,
    By,
    Floats,
    Labels,
    Layout,
    blocks,
    labels,
    layout,
    names,
    numbers,
    title,
)

HIDDEN = (1.0, 4.0)


@takes_tables
def bounds(
    counts: pd.DataFrame,
    measure: str,
    group: Labels | None,
    *,
    versus: Labels | None = None,
    by: By = (),
    hidden: tuple[float, float] = HIDDEN,
    options: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Lowest and highest value of a measure where some counts are hidden.

    Parameters
    ----------
    counts, measure, group, versus, by, options
        As in :func:`~segnb.measures.intervals`; an empty count is a hidden one.
    hidden : (lowest, highest)
        What a hidden cell may hold; (1, 4) where counts under five are hidden.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, group, lower_bound, upper_bound, midpoint, hidden``
        (number of hidden cells), ``method`` and ``reason``. Without hidden cells the three are the
        estimate.

    Notes
    -----
    Hidden cells are never dropped, set to 0 or filled in. Where they allow 50 000 tables or fewer
    (seven cells of 1-4), each is tried, and the bounds are exact (``method`` "enumerated"). With
    more, the values are searched cell by cell from the most and the least even table, until no
    single cell changes the value further: the bounds are then the lowest and the highest that were
    "found", and the true ones may lie a little beyond.

    Where the column ``unit_total`` of :func:`~segnb.measures.from_wide` says how many people a unit
    has, the group ``rest`` is what its other groups leave of it, whatever they hold. Without a
    total nothing is known of the rest (reason ``unknown_total``).

    References
    ----------
    Manski, C. F. (2003). Partial Identification of Probability Distributions. Springer.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "rest"] * 3,
    ...                        "count": [None, 70, 10, 90, 20, 80]})
    >>> bounds(counts, "dissimilarity", "x")[["lower_bound", "upper_bound"]].round(3)
       lower_bound  upper_bound
    0        0.255        0.312
    """
    asked, laid = _asked(counts, measure, group, versus, options), layout(counts, by)
    found = list(_ends(counts, laid, asked, _checked_range(hidden)))
    frame = pd.DataFrame(
        [(*e.value, sum(e.value) / 2, number, e.method, e.reason) for e, number in found],
        columns=["lower_bound", "upper_bound", "midpoint", "hidden", "method", "reason"],
    ).astype({"method": "str", "reason": "str"})
    keys = laid.keys if names(by) else pd.DataFrame(index=frame.index)
    return keys.assign(measure=measure, group=asked.written).join(frame)


def extremes(
    counts: pd.DataFrame,
    measure: str,
    group: Labels | None,
    versus: Labels | None,
    by: By,
    hidden: tuple[float, float],
    options: Mapping[str, Any] | None,
) -> dict[int, Ends]:
    """The tables behind the bounds, of the places with hidden cells, by position of the place."""
    asked, laid = _asked(counts, measure, group, versus, options), layout(counts, by)
    found = enumerate(_ends(counts, laid, asked, _checked_range(hidden)))
    return {position: ends for position, (ends, number) in found if number}


def _checked_range(hidden: tuple[float, float]) -> tuple[float, float]:
    low, high = hidden
    if not 0 <= low <= high:
        raise ValueError(f"hidden is {hidden}; a hidden cell holds from 0 or more up to a limit")
    return low, high


@dataclass(frozen=True)
class _Asked:
    """The measure of a table, and which column each line of the frame goes to."""

    formula: Value
    columns: NDArray[np.intp]  # the last one for groups not asked for
    groups: int  # columns without that one
    everybody: bool  # whether the formula looks at that one
    written: str


def _asked(
    counts: pd.DataFrame,
    name: str,
    group: Labels | None,
    versus: Labels | None,
    options: Mapping[str, Any] | None,
) -> _Asked:
    wanted = named(name, options)
    if name not in TWO_GROUP:
        several = None if group is None else labels(group)
        codes, there = group_codes(counts, several)
        size = len(there)
        columns = np.where(codes < 0, size, codes)
        return _Asked(
            lambda n: wanted.formula(n[:, :size], WHOLE)[0], columns, size, False, written(several)
        )
    columns = np.where(member(counts, group), 0, 1)
    if versus is not None:
        other = member(counts, versus)
        if (other & (columns == 0)).any():
            raise ValueError("group and versus share a label; they are two different groups")
        columns = np.where((columns == 1) & ~other, 2, columns)
    if versus is not None and name == "interaction":
        return _Asked(lambda n: met(n, WHOLE)[0], columns, 2, True, title(group))
    return _Asked(
        lambda n: wanted.formula(n[:, 0], n[:, :2].sum(axis=1), WHOLE)[0],
        columns, 2, False, title(group),
    )  # fmt: skip


def _ends(
    counts: pd.DataFrame, laid: Layout, asked: _Asked, hidden: tuple[float, float]
) -> Iterator[tuple[Ends, int]]:
    shape = (laid.first.size, asked.groups + 1)
    cell, secret = laid.row * shape[1] + asked.columns, np.isnan(laid.count)
    left, total, unknown = _totals(counts, laid, secret)

    def table(values: Floats) -> Floats:
        sums = np.bincount(cell, values, minlength=shape[0] * shape[1])
        return sums.reshape(shape).astype(float)

    ranges = [table(np.where(left, 0.0, np.where(secret, v, laid.count))) for v in hidden]
    free = np.full(shape[0], -1)
    free[laid.row[left]] = asked.columns[left]
    if not asked.everybody:  # who was not asked for matters only for what they leave of a total
        for values in ranges:
            values[free < 0, -1] = 0.0
    made_up = (free >= 0) & (free < asked.groups)  # of them, also the others' cells matter
    inside = (asked.columns < asked.groups) | asked.everybody | made_up[laid.row]
    number = laid.add((inside & secret & ~left).astype(float))
    over = blocks(laid.place)
    for start, length in zip(over.starts, over.sizes, strict=True):
        rows = slice(start, start + length)
        many = int(number[rows].sum())
        if unknown[rows].any():
            nothing = (np.nan, np.nan)
            yield Ends(nothing, (), ranges[0][rows], reason="unknown_total"), max(many, 1)
            continue
        low, high = (values[rows] for values in ranges)
        place = Range.of(low, high, free[rows], total[rows], many)
        yield ends(place, asked.formula, asked.groups), many


def _totals(
    counts: pd.DataFrame, laid: Layout, secret: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], Floats, NDArray[np.bool_]]:
    """Lines that are what is left of a total, the totals by row, and rows without one."""
    nowhere = np.zeros(laid.first.size, dtype=bool)
    if UNIT_TOTAL not in counts or not secret.any():
        return np.zeros_like(secret), np.full(laid.first.size, np.nan), nowhere
    people = numbers(counts[UNIT_TOTAL])
    total, left = people[laid.first], secret & (counts["group"] == REST).to_numpy()
    hiding, closed = laid.add(secret.astype(float)) > 0, laid.add(left.astype(float)) > 0
    if (hiding & ~closed).any():
        unit = counts["unit"].iloc[laid.first[np.argmax(hiding & ~closed)]]
        raise ValueError(
            f"the unit {unit!r} has a {UNIT_TOTAL} but no empty group {REST!r} that makes it up; "
            f"keep all groups, or drop the column {UNIT_TOTAL}"
        )
    return left, total, closed & np.isnan(total)
