"""Income without thresholds: the spread of means between units, and the ends of the scale."""

from functools import partial

import numpy as np
import pandas as pd

from segnb.measures.evenness import dissimilarity
from segnb.measures.from_formula import many_group
from segnb.measures.ordinal_formulas import neighbourhood_sorting
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Label, Labels, title

OFFICIAL = "the official ojämlikhetsindex is that of the lowest and the highest fifth by income"


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
    return many_group(counts, "neighbourhood_sorting_index", formula, list(values), by)


@takes_tables
def inequality_index(
    counts: pd.DataFrame, lowest: Labels, highest: Labels, *, by: By = ()
) -> pd.DataFrame:
    r"""D between the lowest and the highest income group, an approximation of ojämlikhetsindex.

    Parameters
    ----------
    lowest, highest : label or list of labels
        The groups at the two ends, such as the lowest and the highest quartile.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity`, and ``note``, which says what the number is: D of
        which two groups, and that the official index is that of fifths.

    Notes
    -----
    The official *ojämlikhetsindex* is D between the lowest and the highest **quintile** of
    disposable income. Quartiles, which open data give, are wider groups, and the value is somewhat
    lower. Its interval is that of D:
    ``intervals(counts, "dissimilarity", lowest, versus=highest)``.

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
    note = f"D between {title(lowest)} and {title(highest)}; {OFFICIAL}"
    return frame.assign(measure="inequality_index", note=note)
