"""Contact of two groups among everybody: the share of one around a member of the other."""

from dataclasses import replace

import numpy as np
import pandas as pd

from segnb.measures.groups import member, members, two_groups
from segnb.measures.unit_counts import ABSENT, By, Floats, Labels, Over, Places, layout

Parts = tuple[Floats, Floats, Floats]  # people of both groups and of all, by unit


def met(n: Floats, over: Over) -> Floats:
    """Mean share of group 1 in the units of the members of group 0, among all groups."""
    return over.sum(n[:, 0] * n[:, 1] / n.sum(axis=1)) / over.sum(n[:, 0])


def contact(n: Floats, over: Over, *, sign: float = 1.0) -> Floats:
    """Contact of group 0 with group 1 that is lacking (or, sign -1, in excess), over its mean."""
    even = over.sum(n[:, 1]) / over.sum(n.sum(axis=1))
    return sign * (1 - met(n, over) / even)


def pairwise(
    counts: pd.DataFrame, group: Labels, versus: Labels, by: By
) -> tuple[Floats, Places, list[Parts]]:
    """Interaction of two groups, and by place the people of both and of all by unit."""
    inside, other = member(counts, group), member(counts, versus)
    if (inside & other).any():
        raise ValueError("group and versus share a label; they are two different groups")
    laid = layout(counts, by)
    table = two_groups(counts, group, None, by, laid=laid)
    y = members(laid, other)[table.rows]
    if not y.size:
        return table.places.filled(y), table.places, []
    shared, there = table.over.sum(table.x * y / table.t), table.over.sum(y)
    estimate = np.where(there > 0, shared / table.over.sum(table.x), np.nan)
    reason = table.places.reason.copy()
    reason[table.places.valid] = np.where(there > 0, "", ABSENT)
    ends = table.over.starts + table.over.sizes
    parts = [
        (table.x[start:end], y[start:end], table.t[start:end])
        for start, end, some in zip(table.over.starts, ends, there > 0, strict=True)
        if some
    ]
    return table.places.filled(estimate), replace(table.places, reason=reason), parts
