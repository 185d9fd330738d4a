"""Income: rank-order indices, the profile from poverty to affluence, and the ends of the scale."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from segnb.measures.cells import By, Label, Labels
from segnb.measures.evenness import dissimilarity, result
from segnb.measures.groups import ManyGroups, many_groups
from segnb.measures.multigroup import one, written
from segnb.measures.ordinal_formulas import (
    FEWEST_BINS,
    binary_profile,
    neighbourhood_sorting,
    ordinal,
    rank_order_of,
)
from segnb.measures.tables import takes_tables

APPROXIMATION = (
    "D between the lowest and the highest quartile; the official ojämlikhetsindex has quintiles"
)


@takes_tables
def rank_order_information(
    counts: pd.DataFrame, order: Sequence[Label], *, by: By = ()
) -> pd.DataFrame:
    r"""Rank-order information theory index H^R: Theil's H over every income threshold.

    Parameters
    ----------
    counts : DataFrame
        Columns ``unit``, ``group`` (income bin), ``count`` and those named in ``by``.
    order : sequence of labels
        The income bins from lowest to highest.
    by : str or sequence of str
        Columns that tell the places apart.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity` and, because no bin reaches to the ends of the
        income distribution, ``lowest_cut`` and ``highest_cut`` (the range that is observed),
        ``method`` and ``degree``.

    Notes
    -----
    .. math:: H^R = 2\ln 2 \int_0^1 E(p) H(p)\,dp, \qquad 0 \le H^R \le 1

    with H(p) the two-group H between those below and above the p-th income. H is known at the
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
    return _rank_order(counts, order, by, "information")


@takes_tables
def rank_order_variation(
    counts: pd.DataFrame, order: Sequence[Label], *, by: By = ()
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
    return _rank_order(counts, order, by, "variation")


@takes_tables
def rank_order_square_root(
    counts: pd.DataFrame, order: Sequence[Label], *, by: By = ()
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
    return _rank_order(counts, order, by, "square_root")


def _rank_order(counts: pd.DataFrame, order: Sequence[Label], by: By, kind: str) -> pd.DataFrame:
    table = many_groups(counts, order, by)
    found = pd.DataFrame(
        _rank_order_rows(table, kind),
        columns=["estimate", "lowest_cut", "highest_cut", "method", "degree"],
        index=np.flatnonzero(table.places.valid),
    ).reindex(range(table.places.reason.size))
    frame = result(
        table.places, f"rank_order_{kind}", written(order), found["estimate"].to_numpy(float)
    )
    return frame.assign(**{name: found[name] for name in found.columns[1:]})


def _rank_order_rows(table: ManyGroups, kind: str) -> list[tuple]:
    if not table.n.size:
        return []
    cuts, value = binary_profile(table.n, table.over, kind=kind)
    inside = np.where((cuts > 0) & (cuts < 1), cuts, np.nan)  # people on both sides
    lowest, highest = np.nanmin(inside, axis=1), np.nanmax(inside, axis=1)
    if table.n.shape[1] < FEWEST_BINS:
        estimate = ordinal(table.n, table.over, kind=kind)
        return [
            (e, *ends, "ordinal", 0) for e, *ends in zip(estimate, lowest, highest, strict=True)
        ]
    rows = []
    for place in range(cuts.shape[0]):
        estimate, fit = rank_order_of(cuts[place], value[place], kind, weighted=True)
        rows.append((estimate, lowest[place], highest[place], fit.method, fit.degree))
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


@takes_tables
def neighbourhood_sorting_index(
    counts: pd.DataFrame, values: dict[Label, float], *, by: By = ()
) -> pd.DataFrame:
    r"""Neighbourhood sorting index NSI: how much of the spread of income lies between units.

    Parameters
    ----------
    counts : DataFrame
        Columns ``unit``, ``group`` (income bin), ``count`` and those named in ``by``.
    values : dict
        Mean income of each bin; the open top bin needs a value as well.
    by : str or sequence of str
        Columns that tell the places apart.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity`.

    Notes
    -----
    .. math:: NSI = \sqrt{\frac{\sum_j t_j (m_j - m)^2}{\sum_j \sum_k n_{jk} (v_k - m)^2}},
        \qquad 0 \le NSI \le 1

    From bins, the spread within bins is lost, so that NSI lies somewhat upwards.

    References
    ----------
    Jargowsky, P. A. (1996). Take the money and run: economic segregation in U.S. metropolitan
    areas. American Sociological Review 61, 984-998.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["low", "high"] * 2,
    ...                        "count": [30, 10, 10, 30]})
    >>> neighbourhood_sorting_index(counts, {"low": 100, "high": 300})["estimate"].item()
    0.5
    """
    formula = partial(neighbourhood_sorting, values=np.array(list(values.values()), dtype=float))
    return one(counts, "neighbourhood_sorting_index", formula, list(values), by)


@takes_tables
def inequality_index(
    counts: pd.DataFrame, lowest: Labels, highest: Labels, *, by: By = ()
) -> pd.DataFrame:
    r"""D between the lowest and the highest income group, an approximation of ojämlikhetsindex.

    Parameters
    ----------
    counts, by
        As in :func:`~segnb.measures.dissimilarity`.
    lowest, highest : label or list of labels
        The groups at the two ends. Open data give quartiles.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity`, and ``note``, which says what the number is.

    Notes
    -----
    The official *ojämlikhetsindex* is D between the lowest and the highest **quintile** of
    disposable income. Quartiles are wider, and the value is somewhat lower. Its interval is that of
    D: ``intervals(counts, "dissimilarity", lowest, versus=highest)``.

    .. math:: D = \tfrac12 \sum_j |q_{1j}/Q_1 - q_{4j}/Q_4|, \qquad 0 \le D \le 1

    References
    ----------
    Duncan, O. D. & Duncan, B. (1955). American Sociological Review 20, 210-217.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aaabbb"), "group": ["q1", "q2", "q4"] * 2,
    ...                        "count": [40, 30, 10, 10, 30, 40]})
    >>> round(inequality_index(counts, "q1", "q4")["estimate"].item(), 4)
    0.6
    """
    frame = dissimilarity(counts, lowest, versus=highest, by=by)
    return frame.assign(measure="inequality_index", note=APPROXIMATION)
