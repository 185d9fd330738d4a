"""Income: rank-order indices, and the profile from poverty to affluence."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.measures.from_formula import result, written
from segnb.measures.groups import ManyGroups, many_groups
from segnb.measures.ordinal_formulas import (
    AUTOMATIC,
    FEWEST_BINS,
    binary_profile,
    check_method,
    ordinal,
    rank_order_of,
)
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Label


@takes_tables
def rank_order_information(
    counts: pd.DataFrame, order: Sequence[Label], *, by: By = (), method: str = AUTOMATIC
) -> pd.DataFrame:
    r"""Rank-order information theory index H^R: Theil's H over every income threshold.

    Parameters
    ----------
    counts : DataFrame
        Columns ``unit``, ``group`` (income bin), ``count`` and those named in ``by``.
    order : sequence of labels
        The income bins from lowest to highest.
    method : {"automatic", "polynomial", "interpolation"}
        How the profile between the cut points is filled in: with guards, or as Reardon has it
        whatever the cut points are. With skewed bins the polynomial runs off (values of 3.7 and
        -319 have been seen); with ``intervals`` say ``options={"method": "polynomial"}``.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity` and, because no bin reaches to the ends of the
        income distribution, ``lowest_cut`` and ``highest_cut`` (the range that is observed),
        ``method`` and ``degree``.

    Notes
    -----
    .. math:: H^R = 2\ln 2 \int_0^1 E(p) H(p)\,dp, \qquad 0 \le H^R \le 1

    with H(p) the two-group H between those below and above the p-th income, and
    :math:`E(p) = -p \log_2 p - (1 - p) \log_2 (1 - p)` the entropy of these two groups in the
    place, in bits; :math:`2 \ln 2\, E(p)` integrates to 1. H is known at the
    cut points between bins. A polynomial of degree min(4, bins - 2), weighted by E(p)², is fitted
    only where the cut points reach from .1 to .9 and the curve stays within 0-1; otherwise H is
    interpolated between the cut points and held beyond them (``method`` "interpolation"). With
    four bins or fewer the ordinal index of Reardon (2009) is given (``method`` "ordinal").

    References
    ----------
    Reardon, S. F. (2011). Measures of income segregation. CEPA Working Paper, Stanford.

    Examples
    --------
    >>> counts = pd.DataFrame([(u, g, n) for u, row in enumerate([(9, 5, 4, 3, 1, 0),
    ...                        (0, 1, 3, 4, 5, 9)]) for g, n in enumerate(row)],
    ...                       columns=["unit", "group", "count"])
    >>> row = rank_order_information(counts, [0, 1, 2, 3, 4, 5]).iloc[0]
    >>> row[["estimate", "lowest_cut", "highest_cut"]].astype(float).round(3).tolist()
    [0.334, 0.205, 0.795]
    >>> row["method"]
    'interpolation'
    """
    return _rank_order(counts, order, by, "information", method)


@takes_tables
def rank_order_variation(
    counts: pd.DataFrame, order: Sequence[Label], *, by: By = (), method: str = AUTOMATIC
) -> pd.DataFrame:
    r"""Rank-order variation ratio index R^R: eta squared over every income threshold.

    Parameters, result, guards and reference are those of :func:`rank_order_information`.

    Notes
    -----
    .. math:: R^R = 6 \int_0^1 p(1-p) R(p)\,dp, \qquad 0 \le R^R \le 1

    References
    ----------
    Reardon, S. F. (2011). Measures of income segregation. CEPA Working Paper, Stanford.

    Examples
    --------
    >>> counts = pd.DataFrame([(u, g, n) for u, row in enumerate([(4, 4, 4), (4, 4, 4)])
    ...                        for g, n in enumerate(row)], columns=["unit", "group", "count"])
    >>> row = rank_order_variation(counts, [0, 1, 2]).iloc[0]
    >>> float(row["estimate"]), row["method"]
    (0.0, 'ordinal')
    """
    return _rank_order(counts, order, by, "variation", method)


@takes_tables
def rank_order_square_root(
    counts: pd.DataFrame, order: Sequence[Label], *, by: By = (), method: str = AUTOMATIC
) -> pd.DataFrame:
    r"""Rank-order square root index S^R: Hutchens' index over every income threshold.

    Parameters, result, guards and reference are those of :func:`rank_order_information`.

    Notes
    -----
    .. math:: S^R = \frac{8}{\pi} \int_0^1 \sqrt{p(1-p)}\, S(p)\,dp, \qquad 0 \le S^R \le 1

    References
    ----------
    Reardon, S. F. (2011). Measures of income segregation. CEPA Working Paper, Stanford.

    Examples
    --------
    >>> counts = pd.DataFrame([(u, g, n) for u, row in enumerate([(4, 4, 0), (0, 0, 4)])
    ...                        for g, n in enumerate(row)], columns=["unit", "group", "count"])
    >>> round(rank_order_square_root(counts, [0, 1, 2])["estimate"].item(), 4)
    0.6464
    """
    return _rank_order(counts, order, by, "square_root", method)


def _rank_order(
    counts: pd.DataFrame, order: Sequence[Label], by: By, kind: str, method: str
) -> pd.DataFrame:
    check_method(method)
    table = many_groups(counts, order, by)
    found = pd.DataFrame(
        _rank_order_rows(table, kind, method),
        columns=["estimate", "lowest_cut", "highest_cut", "method", "degree"],
        index=np.flatnonzero(table.places.valid),
    ).reindex(range(table.places.reason.size))
    frame = result(
        table.places, f"rank_order_{kind}", written(order), found["estimate"].to_numpy(float)
    )
    return frame.assign(**{name: found[name] for name in found.columns[1:]})


def _rank_order_rows(table: ManyGroups, kind: str, method: str) -> list[tuple]:
    if not table.n.size:
        return []
    cuts, value = binary_profile(table.n, table.over, kind=kind)
    inside = np.where((cuts > 0) & (cuts < 1), cuts, np.nan)  # people on both sides
    lowest, highest = np.nanmin(inside, axis=1), np.nanmax(inside, axis=1)
    if table.n.shape[1] < FEWEST_BINS and method == AUTOMATIC:
        estimate = ordinal(table.n, table.over, kind=kind)
        return [
            (e, *ends, "ordinal", 0) for e, *ends in zip(estimate, lowest, highest, strict=True)
        ]
    rows = []
    for place in range(cuts.shape[0]):
        one, fit = rank_order_of(cuts[place], value[place], kind, True, method)
        rows.append((one, lowest[place], highest[place], fit.method, fit.degree))
    return rows


@takes_tables
def income_profile(counts: pd.DataFrame, order: Sequence[Label], *, by: By = ()) -> pd.DataFrame:
    r"""Profile H(p): two-group segregation at every income threshold, from poverty to affluence.

    Parameters are those of :func:`rank_order_information`.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``below`` (highest bin below the threshold), ``p`` (share of people
        below it), ``information`` H(p), ``variation`` R(p) and ``square_root`` S(p).

    Notes
    -----
    .. math:: H(p) = 1 - \sum_j \frac{t_j E(p_j)}{T E(p)}, \qquad 0 \le H(p) \le 1

    References
    ----------
    Reardon, S. F. & Bischoff, K. (2011). Income inequality and income segregation. American
    Journal of Sociology 116, 1092-1153.

    Examples
    --------
    >>> counts = pd.DataFrame([(u, g, n) for u, row in enumerate([(4, 4, 0), (0, 0, 4)])
    ...                        for g, n in enumerate(row)], columns=["unit", "group", "count"])
    >>> income_profile(counts, [0, 1, 2])[["below", "p", "information"]].round(3)
       below      p  information
    0      0  0.333        0.274
    1      1  0.667        1.000
    """
    table = many_groups(counts, order, by)
    keys = table.places.keys[table.places.valid].reset_index(drop=True)
    thresholds = list(order)[:-1]
    repeated = keys.loc[keys.index.repeat(len(thresholds))].reset_index(drop=True)
    profiles = {
        kind: binary_profile(table.n, table.over, kind=kind)
        for kind in ("information", "variation", "square_root")
        if table.n.size
    }
    if not profiles:
        return repeated.assign(below=[], p=[], information=[], variation=[], square_root=[])
    return repeated.assign(
        below=thresholds * len(keys),
        p=profiles["information"][0].ravel(),
        **{kind: value.ravel() for kind, (_, value) in profiles.items()},
    )
