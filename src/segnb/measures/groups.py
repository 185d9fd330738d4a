"""From a tidy frame to the people of one group among all, or of several groups, by unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.measures.unit_counts import (
    Blocks,
    By,
    Floats,
    Label,
    Labels,
    Layout,
    Places,
    blocks,
    labels,
    layout,
    reasons,
    require,
)

MOST_SHOWN = 20  # labels in a sentence


@dataclass(frozen=True)
class TwoGroups:
    """People of the group (x) among all (t) by unit, of the places that have a value."""

    places: Places
    over: Blocks
    x: Floats
    t: Floats
    rows: NDArray[np.bool_]


def _coded(counts: pd.DataFrame, sort: bool = False) -> tuple[NDArray[np.intp], list[Label]]:
    require(counts)
    codes, uniques = pd.factorize(counts["group"], sort=sort)
    if codes.size and codes.min() < 0:
        raise ValueError("the column 'group' has empty cells; every row needs a group")
    return codes, list(uniques)


def known(counts: pd.DataFrame, group: Labels, there: list[Label]) -> list[Label]:
    """The labels asked for; one that is nowhere in the frame is refused with those there are.

    In a categorical column the categories are there, also those that no row has.
    """
    wanted, column = labels(group), counts["group"]
    if isinstance(column.dtype, pd.CategoricalDtype):
        there = list(column.cat.categories)
    absent = [label for label in wanted if label not in set(there)]
    if not wanted:
        raise ValueError("the list of groups is empty; name a group")
    if absent and there:
        shown = ", ".join(map(repr, there[:MOST_SHOWN])) + (", …" if there[MOST_SHOWN:] else "")
        raise ValueError(f"no group {absent[0]!r} in the frame; there are {shown}")
    return wanted


def member(counts: pd.DataFrame, group: Labels) -> NDArray[np.bool_]:
    """True for the rows of the frame that belong to the group."""
    codes, uniques = _coded(counts)
    wanted = set(known(counts, group, uniques))
    inside = [label in wanted for label in uniques]
    return np.array(inside, dtype=bool)[codes]


def members(laid: Layout, inside: NDArray[np.bool_]) -> Floats:
    """People of a group by row."""
    return laid.add(np.where(inside, laid.count, 0.0))


def two_groups(
    counts: pd.DataFrame,
    group: Labels,
    versus: Labels | None,
    by: By,
    *,
    laid: Layout | None = None,
    empty: bool = False,
) -> TwoGroups:
    """The group and those it is compared with (``versus``; None means everybody else).

    Units without people are left out unless ``empty`` asks for them.
    """
    laid = laid or layout(counts, by)
    inside = member(counts, group)
    count = laid.count
    if versus is not None:
        other = member(counts, versus)
        if (inside & other).any():
            raise ValueError("group and versus share a label; they are two different groups")
        count = np.where(inside | other, count, 0.0)
    x, t = members(laid, inside), laid.add(count)
    number = len(laid.keys)
    gap, peopled = np.isnan(t), t > 0
    x0, t0 = (x, t) if not gap.any() else (np.where(gap, 0.0, x), np.where(gap, 0.0, t))
    X, T = (
        np.bincount(laid.place, weights=v, minlength=number).astype(float) for v in (x0, t0)
    )  # counts of nobody come as integers
    units = np.bincount(laid.place, peopled | gap, minlength=number).astype(float)
    missing = np.bincount(laid.place, gap, minlength=number).astype(float)
    reason = reasons(missing, units, X, T)
    unknown = missing > 0
    X[unknown], T[unknown] = np.nan, np.nan
    places = Places(laid.keys, units.astype(np.int64), X, T, reason)
    place = laid.place
    keep = (peopled | empty) & places.valid[place]
    if not keep.all():
        x, t, place = x[keep], t[keep], place[keep]
    return TwoGroups(places, blocks(place), x, t, keep)


@dataclass(frozen=True)
class ManyGroups:
    """People by unit (rows) and group (columns), of the places that have a value."""

    places: Places
    over: Blocks
    n: Floats
    groups: list[Label]
    rows: NDArray[np.bool_]


def group_codes(
    counts: pd.DataFrame, groups: Sequence[Label] | None
) -> tuple[NDArray[np.intp], list[Label]]:
    """Column of each line of the frame (-1: not asked for), and the labels of the columns."""
    codes, uniques = _coded(counts, sort=groups is None)
    if groups is None:
        return codes, uniques
    wanted = known(counts, groups, uniques)
    if len(set(wanted)) < len(wanted):
        raise ValueError("a group is named twice; each group is one column")
    column = {label: position for position, label in enumerate(wanted)}
    lookup = np.array([column.get(label, -1) for label in uniques], dtype=np.intp)
    return (lookup[codes] if codes.size else codes), wanted


def many_groups(
    counts: pd.DataFrame, groups: Sequence[Label] | None, by: By, *, laid: Layout | None = None
) -> ManyGroups:
    """All groups of the frame, or those named, in that order."""
    laid = laid or layout(counts, by)
    codes, wanted = group_codes(counts, groups)
    inside, size = codes >= 0, len(wanted)
    cell = laid.row[inside] * size + codes[inside]
    shape = (laid.first.size, size)
    n = np.bincount(cell, weights=laid.count[inside], minlength=shape[0] * size).reshape(shape)
    t = n.sum(axis=1)
    gap, peopled, number = np.isnan(t), t > 0, len(laid.keys)
    known = np.where(np.isnan(n), 0.0, n)
    margin = np.zeros((number, size))
    np.add.at(margin, laid.place, known)
    units = np.bincount(laid.place, peopled | gap, minlength=number).astype(float)
    missing = np.bincount(laid.place, gap, minlength=number).astype(float)
    T = margin.sum(axis=1)
    reason = reasons(missing, units, margin.max(axis=1, initial=0.0), T)
    T[missing > 0] = np.nan
    places = Places(laid.keys, units.astype(np.int64), T.copy(), T, reason)
    keep = peopled & places.valid[laid.place]
    return ManyGroups(places, blocks(laid.place[keep]), n[keep], wanted, keep)
