"""Exposure: whom does a member of the group have around them?"""

import numpy as np
import pandas as pd

from segnb.measures.estimand import Task, check_settings, contact_task, pair_task, refuse_shares
from segnb.measures.from_formula import TWO_GROUP, Groups, two_group_measure
from segnb.measures.groups import ManyGroups, many_groups
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import ABSENT, By, Floats, Over


@two_group_measure
def isolation(x: Floats, t: Floats, over: Over) -> Floats:
    r"""Isolation xPx: the share of the group among the neighbours of an average member.

    With ``versus`` only the two groups are looked at.

    Notes
    -----
    .. math:: xPx = \sum_j \frac{x_j}{X}\frac{x_j}{t_j}, \qquad P \le xPx \le 1

    It grows with the group's share P; :func:`~segnb.measures.eta_squared` takes P out.

    References
    ----------
    Bell, W. (1954). A probability model for the measurement of ecological segregation. Social
    Forces 32, 357-364. Lieberson, S. (1981). An asymmetrical approach to segregation.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> isolation(counts, "x")["estimate"].item()
    0.25
    """
    return over.sum(x * x / t) / over.sum(x)


@two_group_measure
def interaction(x: Floats, t: Floats, over: Over) -> Floats:
    r"""Interaction xPy: the share of ``versus`` among the neighbours of an average member.

    The neighbours are everybody in the unit, also those who belong to neither group; without
    ``versus`` it is 1 - isolation.

    Notes
    -----
    .. math:: xPy = \sum_j \frac{x_j}{X}\frac{y_j}{t_j}, \qquad 0 \le xPy \le 1

    References
    ----------
    Lieberson, S. (1981). An asymmetrical approach to segregation. In Peach, Robinson & Smith
    (eds.), Ethnic Segregation in Cities.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> interaction(counts, "x")["estimate"].item()
    0.75
    """
    return 1 - TWO_GROUP["isolation"](x, t, over)


@takes_tables
def exposure(
    counts: pd.DataFrame,
    groups: Groups = None,
    *,
    by: By = (),
    level: float | None = None,
    draws: int = 399,
    seed: int = 0,
) -> pd.DataFrame:
    r"""The whole exposure matrix: whom an average member of each group has in their unit.

    Parameters
    ----------
    groups : sequence of labels, optional
        The groups; all of the frame if left out. Only these are counted as neighbours.
    level, draws, seed
        With a level, such as .95, ``lower`` and ``upper`` of each cell are added; see
        :func:`~segnb.measures.intervals`.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, group, versus, estimate, reason``: ``estimate`` is the
        share of ``versus`` around ``group``. The rows of a group add up to 1.

    Notes
    -----
    .. math:: {}_kP_l = \sum_j \frac{n_{jk}}{N_k} \frac{n_{jl}}{t_j}, \qquad 0 \le {}_kP_l \le 1

    References
    ----------
    Lieberson, S. (1981). An asymmetrical approach to segregation. In Peach, Robinson & Smith
    (eds.), Ethnic Segregation in Cities.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> exposure(counts)[["group", "versus", "estimate"]].round(4)
      group versus  estimate
    0     x      x    0.2500
    1     x      y    0.7500
    2     y      x    0.1875
    3     y      y    0.8125
    """
    table = many_groups(counts, groups, by)
    places, size = table.places, len(table.groups)
    estimate = np.full((places.reason.size, size, size), np.nan)
    if table.n.size:
        estimate[places.valid] = _matrix(table)
    frame = places.keys.loc[places.keys.index.repeat(size * size)].reset_index(drop=True)
    reason = np.repeat(places.reason, size * size)
    reason[(reason == "") & np.isnan(estimate.ravel())] = ABSENT
    frame = frame.assign(
        measure="exposure",
        group=[g for g in table.groups for _ in table.groups] * places.reason.size,
        versus=table.groups * (size * places.reason.size),
        estimate=estimate.ravel(),
        reason=pd.array(reason, dtype="str"),
    )
    if level is None:
        return frame
    check_settings(level, draws)
    refuse_shares(counts)
    known = ~np.isnan(estimate)
    lower, upper = np.full(estimate.shape, np.nan), np.full(estimate.shape, np.nan)
    ends = table.over.starts + table.over.sizes
    for place, start, end in zip(
        np.flatnonzero(places.valid), table.over.starts, ends, strict=True
    ):
        for k, other in np.argwhere(known[place]):
            task = _task(table.n[start:end], k, other)
            if task is not None:
                lower[place, k, other], upper[place, k, other] = task.ends(level, draws, seed)
    return frame.assign(lower=lower.ravel(), upper=upper.ravel())


def _task(n: Floats, group: int, other: int) -> Task | None:
    x, y, t = n[:, group], n[:, other], n.sum(axis=1)
    if not 0 < y.sum() < t.sum():
        return None
    if group == other:
        return pair_task("isolation", TWO_GROUP["isolation"], x, t)
    return contact_task(x, y, t)


def _matrix(table: ManyGroups) -> Floats:
    n, over = table.n, table.over
    p = n / n.sum(axis=1, keepdims=True)
    size = over.sum(n)
    met = np.stack([over.sum(n[:, [k]] * p) for k in range(n.shape[1])], axis=1)
    out = np.full(met.shape, np.nan)
    return np.divide(met, size[:, :, None], out=out, where=size[:, :, None] > 0)
