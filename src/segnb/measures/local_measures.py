"""Local measures: which units and which groups drive the whole."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from segnb.measures.diversity import shares
from segnb.measures.estimand import Task, check_settings
from segnb.measures.evenness import xlogx
from segnb.measures.from_formula import Groups
from segnb.measures.groups import ManyGroups, many_groups
from segnb.measures.resampling import Pair, Table, steady
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import (
    ABSENT,
    NO_PEOPLE,
    By,
    Floats,
    Over,
    layout,
    names,
)


@takes_tables
def local_segregation(
    counts: pd.DataFrame,
    groups: Groups = None,
    *,
    by: By = (),
    level: float | None = None,
    draws: int = 399,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Local segregation ls of each group: how unusual its distribution over units is.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, group, estimate, share, reason``, a row for each group.
        The mean of the estimates, weighted by ``share``, is the mutual information M.

    Notes
    -----
    .. math:: ls_k = \sum_j p_{j|k} \ln \frac{p_{j|k}}{p_j}, \qquad 0 \le ls_k \le -\ln P_k

    References
    ----------
    Alonso-Villar, O. & Del Río, C. (2010). Local versus overall segregation measures. Mathematical
    Social Sciences 60, 30-38.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [40, 0, 0, 40]})
    >>> local_segregation(counts)["estimate"].round(4).tolist()
    [0.6931, 0.6931]
    """
    table = many_groups(counts, groups, by)
    places = table.places
    size = len(table.groups)
    estimate, share = (
        np.full((places.reason.size, size), np.nan),
        np.full((places.reason.size, size), np.nan),
    )
    if table.n.size:
        estimate[places.valid], share[places.valid] = _by_group(table)
    frame = places.keys.loc[places.keys.index.repeat(size)].reset_index(drop=True)
    reason = np.repeat(places.reason, size)
    reason[(reason == "") & np.isnan(estimate.ravel())] = ABSENT
    frame = frame.assign(
        measure="local_segregation",
        group=table.groups * places.reason.size,
        estimate=estimate.ravel(),
        share=share.ravel(),
        reason=pd.array(reason, dtype="str"),
    )
    return frame if level is None else _with_ends(frame, _of_groups(table), level, draws, seed)


Tasks = Iterator[Task | None]  # None where there is no value


def _with_ends(
    frame: pd.DataFrame, tasks: Tasks, level: float, draws: int, seed: int
) -> pd.DataFrame:
    check_settings(level, draws)
    none = (np.nan, np.nan)
    ends = [none if task is None else task.ends(level, draws, seed) for task in tasks]
    found = np.array(ends, dtype=float).reshape(-1, 2)
    return frame.assign(lower=found[:, 0], upper=found[:, 1])


def _of_groups(table: ManyGroups) -> Tasks:
    """A task for each place and group: people of the group among all, by unit."""
    rows = iter(zip(table.over.starts, table.over.sizes, strict=True))
    for valid in table.places.valid:
        start, size = next(rows) if valid else (0, 0)
        n = table.n[start : start + size]
        t = n.sum(axis=1)
        for x in n.T if valid else [t] * len(table.groups):
            some = valid and 0 < x.sum() < t.sum()
            yield Task(Pair.of(x, t), _group_divergence) if some else None


def _group_divergence(x: Floats, t: Floats, over: Over) -> Floats:
    ratio = x * over.sum(t) / (t * over.sum(x))
    return over.sum(t * xlogx(ratio)) / over.sum(t)


def _of_units(table: ManyGroups) -> Tasks:
    """A task for each unit: its people against those of the rest of its place."""
    whole = table.over.spread(table.over.sum(table.n)) if table.n.size else table.n
    rows = iter(zip(table.n, whole, strict=True))
    for there in table.rows:
        if not there:
            yield None
            continue
        own, everybody = next(rows)
        yield Task(Table(steady(np.stack((own, everybody - own)))), _unit_divergence)


def _unit_divergence(n: Floats, _: Over) -> Floats:
    """Divergence of the first unit's mix from that of the two together."""
    p, P = n[:1] / n[:1].sum(axis=1, keepdims=True), n.sum(axis=0) / n.sum(axis=(0, 1))
    ratio = np.divide(p, P, out=np.zeros(np.broadcast_shapes(p.shape, P[None].shape)), where=P > 0)
    return (P * xlogx(ratio)).sum(axis=1)


def _by_group(table: ManyGroups) -> tuple[Floats, Floats]:
    n, over = table.n, table.over
    t, p, P = shares(n, over)
    spread = over.spread(P)
    ratio = np.divide(p, spread, out=np.zeros_like(p), where=spread > 0)
    size = over.sum(n)
    # p(j|k) ln(p(j|k) / p(j)) = (t_j / T) (r ln r) with r = p / P
    value = over.sum(t * xlogx(ratio)) / over.sum(t)
    return np.where(size > 0, value, np.nan), P


def _local(
    counts: pd.DataFrame,
    groups: Groups,
    by: By,
    measure: str,
    formula: Callable[[Floats, Floats], Floats],
) -> tuple[pd.DataFrame, ManyGroups]:
    """A value by unit from its shares p and those of its place P, and the counts."""
    laid = layout(counts, by)
    table = many_groups(counts, groups, by, laid=laid)
    t, p, P = shares(table.n, table.over) if table.n.size else (table.n[:, :1], table.n, table.n)
    estimate, weight = np.full(laid.first.size, np.nan), np.full(laid.first.size, np.nan)
    if table.n.size:
        estimate[table.rows] = formula(p, table.over.spread(P))
        weight[table.rows] = (t / table.over.spread(table.over.sum(t)))[:, 0]
    reason = table.places.reason[laid.place]
    reason[(reason == "") & ~table.rows] = NO_PEOPLE
    head = counts[[*names(by), "unit"]].iloc[laid.first].reset_index(drop=True)
    frame = head.assign(
        measure=measure, estimate=estimate, share=weight, reason=pd.array(reason, dtype="str")
    )
    return frame, table


@takes_tables
def local_divergence(
    counts: pd.DataFrame,
    groups: Groups = None,
    *,
    by: By = (),
    level: float | None = None,
    draws: int = 399,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Divergence of each unit from the place: information that its own mix adds, in nats.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``unit, measure, estimate, share, reason``. The mean of the
        estimates, weighted by ``share`` (of people), is :func:`~segnb.measures.divergence`.

    Notes
    -----
    .. math:: D_j = \sum_k p_{jk} \ln \frac{p_{jk}}{P_k}, \qquad 0 \le D_j \le -\ln \min_k P_k

    References
    ----------
    Roberto, E. (2016). The divergence index. arXiv:1508.01167.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [40, 0, 20, 20]})
    >>> local_divergence(counts)["estimate"].round(4).tolist()
    [0.2877, 0.1438]
    """

    def formula(p: Floats, P: Floats) -> Floats:
        ratio = np.divide(p, P, out=np.zeros_like(p), where=P > 0)
        return (P * xlogx(ratio)).sum(axis=1)

    frame, table = _local(counts, groups, by, "local_divergence", formula)
    return frame if level is None else _with_ends(frame, _of_units(table), level, draws, seed)


@takes_tables
def local_diversity(counts: pd.DataFrame, groups: Groups = None, *, by: By = ()) -> pd.DataFrame:
    r"""Diversity of each unit: its entropy over the largest one possible.

    The result is that of :func:`local_divergence`.

    Notes
    -----
    .. math:: E_j / \ln K = -\sum_k p_{jk} \ln p_{jk} / \ln K, \qquad 0 \le E_j / \ln K \le 1

    References
    ----------
    Theil, H. (1972). Statistical Decomposition Analysis. North-Holland.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [40, 0, 20, 20]})
    >>> local_diversity(counts)["estimate"].tolist()
    [0.0, 1.0]
    """
    return _local(
        counts,
        groups,
        by,
        "local_diversity",
        lambda p, _: np.abs(xlogx(p).sum(axis=1)) / np.log(p.shape[1]),
    )[0]


@takes_tables
def local_concentration(
    counts: pd.DataFrame, groups: Groups = None, *, by: By = ()
) -> pd.DataFrame:
    r"""Simpson's concentration of each unit: chance that two of its people share a group.

    The result is that of :func:`local_divergence`.

    Notes
    -----
    .. math:: \sum_k p_{jk}^2, \qquad 1/K \le \sum_k p_{jk}^2 \le 1

    References
    ----------
    Simpson, E. H. (1949). Measurement of diversity. Nature 163, 688.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [40, 0, 20, 20]})
    >>> local_concentration(counts)["estimate"].tolist()
    [1.0, 0.5]
    """
    return _local(counts, groups, by, "local_concentration", lambda p, _: (p * p).sum(axis=1))[0]
