"""Hidden cells: how low and how high a measure may be, whatever they hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.measures.cells import By, Floats, Labels, Layout, blocks, labels, layout, names, title
from segnb.measures.draws import WHOLE
from segnb.measures.formulas import TWO_GROUP
from segnb.measures.groups import group_codes, member
from segnb.measures.multigroup import written
from segnb.measures.registry import measure as named

MOST_ROUNDS, TARGETS, GAIN = 200, 65, 1e-12
HIDDEN = (1.0, 4.0)


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
        (number of hidden cells) and ``reason``. Without hidden cells the three are the estimate.

    Notes
    -----
    Hidden cells are never dropped, set to 0 or filled in. Their values are searched cell by cell
    from the most and the least even table, until no single cell changes the value further; for D
    the highest value always lies where each cell is at an end of its range.

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
    formula, columns, written_group = _formula(measure, group, versus, counts, options)
    laid = layout(counts, by)
    found = [
        (_ends(place, formula), place.hidden)
        for place in _places(laid, columns, _checked_range(hidden))
    ]
    frame = pd.DataFrame(
        [(*e.value, sum(e.value) / 2, number, e.reason) for e, number in found],
        columns=["lower_bound", "upper_bound", "midpoint", "hidden", "reason"],
    ).astype({"reason": "str"})
    keys = laid.keys if names(by) else pd.DataFrame(index=frame.index)
    return keys.assign(measure=measure, group=written_group).join(frame)


def extremes(
    counts: pd.DataFrame,
    measure: str,
    group: Labels | None,
    versus: Labels | None,
    by: By,
    hidden: tuple[float, float],
    options: Mapping[str, Any] | None,
) -> dict[int, "Ends"]:
    """The tables behind the bounds, of the places with hidden cells, by position of the place."""
    formula, columns, _ = _formula(measure, group, versus, counts, options)
    places = enumerate(_places(layout(counts, by), columns, _checked_range(hidden)))
    return {position: _ends(place, formula) for position, place in places if place.hidden}


def _checked_range(hidden: tuple[float, float]) -> tuple[float, float]:
    low, high = hidden
    if not 0 <= low <= high:
        raise ValueError(f"hidden is {hidden}; a hidden cell holds from 0 or more up to a limit")
    return low, high


@dataclass(frozen=True)
class Range:
    """People by unit and group of one place if hidden cells hold least, and most."""

    lowest: Floats
    highest: Floats
    hidden: int


@dataclass(frozen=True)
class Ends:
    """Lowest and highest value of a measure, and the tables that give them."""

    value: tuple[float, float]
    tables: tuple[Floats, ...]
    middle: Floats  # the table in between
    reason: str = ""


def _places(
    laid: Layout, columns: NDArray[np.intp], hidden: tuple[float, float]
) -> Iterator[Range]:
    inside = columns >= 0
    size = int(columns.max(initial=0)) + 1
    cell, count = laid.row[inside] * size + columns[inside], laid.count[inside]
    shape = (laid.first.size, size)

    def table(values: Floats) -> Floats:
        return np.bincount(cell, values, minlength=shape[0] * shape[1]).reshape(shape)

    secret = np.isnan(count)
    tables = [table(np.where(secret, value, count)) for value in hidden]
    number = table(secret.astype(float)).sum(axis=1)
    over = blocks(laid.place)
    for start, length in zip(over.starts, over.sizes, strict=True):
        place = slice(start, start + length)
        yield Range(tables[0][place], tables[1][place], int(number[place].sum()))


def _formula(
    name: str,
    group: Labels | None,
    versus: Labels | None,
    counts: pd.DataFrame,
    options: Mapping[str, Any] | None,
) -> tuple[Callable[[Floats], Floats], NDArray[np.intp], str]:
    """The measure of a table, the column of each line (-1: none), and the group's name."""
    wanted = named(name, options)
    if name not in TWO_GROUP:
        codes, _ = group_codes(counts, None if group is None else labels(group))
        return (lambda n: wanted.formula(n, WHOLE)[0]), codes, written(group)
    columns = np.where(member(counts, group), 0, 1)
    if versus is not None:
        columns = np.where((columns == 1) & ~member(counts, versus), -1, columns)
        if name == "interaction":
            raise ValueError("bounds of interaction between two groups are not available")
    return (lambda n: wanted.formula(n[:, 0], n.sum(axis=1), WHOLE)[0]), columns, title(group)


def _ends(place: Range, formula: Callable[[Floats], Floats]) -> Ends:
    keep = place.highest.sum(axis=1) > 0
    lowest, highest = place.lowest[keep], place.highest[keep]
    reason, middle = _reason(lowest, highest), (lowest + highest) / 2
    if reason:
        return Ends((np.nan, np.nan), (), middle, reason)
    low = _search(lowest, highest, formula, -1.0)
    high = _search(lowest, highest, formula, 1.0)
    return Ends((low[0], high[0]), (low[1], high[1]), middle)


def _reason(lowest: Floats, highest: Floats) -> str:
    if not len(highest):
        return "no_people"
    if len(highest) == 1:
        return "one_unit"
    there = highest.sum(axis=0) > 0
    if lowest.shape[1] < 2 or not there[1:].any():
        return "group_universal"
    if not there[0] and lowest.shape[1] == 2:
        return "group_absent"
    return ""


def _search(
    lowest: Floats, highest: Floats, formula: Callable[[Floats], Floats], sign: float
) -> tuple[float, Floats]:
    """Best value found, and its table, from the middle, the most and the least even table."""
    middle = (lowest + highest) / 2
    t = middle.sum(axis=1, keepdims=True)
    above = middle / np.where(t > 0, t, 1.0) > middle.sum(axis=0) / middle.sum()
    starts = (
        middle,
        np.where(above, highest, lowest),
        np.where(above, lowest, highest),
        lowest,
        highest,
        *(_toward(lowest, highest, formula) if lowest.shape[1] == 2 and sign < 0 else ()),
    )
    found = [_climb(start, lowest, highest, formula, sign) for start in starts]
    best, table = max(found, key=lambda pair: pair[0])
    return sign * best, table


def _toward(lowest: Floats, highest: Floats, formula: Callable[[Floats], Floats]) -> list[Floats]:
    """The most even tables of those where every share comes as near as it can to a common one."""
    x, y = lowest[:, 0, None], highest[:, 1, None]
    dx, dy = highest[:, 0, None] - x, y - lowest[:, 1, None]
    shares = (lowest + highest)[:, 0] / (lowest + highest).sum(axis=1)
    q = np.linspace(shares.min(), shares.max(), TARGETS)
    pace = dx - q * (dx - dy)
    step = np.divide(q * (x + y) - x, pace, out=np.zeros_like(pace), where=pace > 0)
    step = np.clip(step, 0.0, 1.0)
    tables = np.stack((x + step * dx, y - step * dy), axis=1)
    return [tables[:, :, best] for best in np.argsort(_value(tables, formula))[:3]]


def _climb(
    n: Floats, lowest: Floats, highest: Floats, formula: Callable[[Floats], Floats], sign: float
) -> tuple[float, Floats]:
    """Try each hidden cell alone; make the changes that gain most, as many as gain together."""
    rows, columns = np.nonzero(highest > lowest)
    best = sign * _value(n[:, :, None], formula)[0]
    options = np.linspace(0.0, 1.0, 5)
    low, gap = lowest[rows, columns], (highest - lowest)[rows, columns]
    for _ in range(MOST_ROUNDS if rows.size else 0):
        values = low[:, None] + gap[:, None] * options
        tried = np.repeat(n[:, :, None], values.size, axis=2)
        tried[np.repeat(rows, 5), np.repeat(columns, 5), np.arange(values.size)] = values.ravel()
        gains = (sign * _value(tried, formula) - best).reshape(values.shape)
        choice = gains.argmax(axis=1)
        gain = gains[np.arange(rows.size), choice]
        order = np.argsort(-gain)[: int((gain > GAIN).sum())]
        if not order.size:
            break
        sets = np.repeat(n[:, :, None], order.size.bit_length(), axis=2)
        for number in range(sets.shape[2]):  # the best one, the best two, four, ..., all
            some = order[: 2**number] if number < sets.shape[2] - 1 else order
            sets[rows[some], columns[some], number] = values[some, choice[some]]
        together = sign * _value(sets, formula)
        winner = int(together.argmax())
        n, best = sets[:, :, winner], together[winner]
    return best, n


def _value(n: Floats, formula: Callable[[Floats], Floats]) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        found = formula(np.maximum(n, 1e-12))
    return np.where(np.isfinite(found), found, 0.0)
