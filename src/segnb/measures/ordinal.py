"""Ordered groups, such as levels of education: units that differ by a step are less apart."""

from collections.abc import Sequence

import pandas as pd

from segnb.measures.multigroup import one
from segnb.measures.ordinal_formulas import ORDERED
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Label


@takes_tables
def ordinal_information(
    counts: pd.DataFrame, order: Sequence[Label], *, by: By = ()
) -> pd.DataFrame:
    r"""Ordinal information theory index: Theil's H for ordered groups.

    Parameters
    ----------
    counts : DataFrame
        Columns ``unit``, ``group``, ``count`` and those named in ``by``.
    order : sequence of labels
        The groups from lowest to highest.
    by : str or sequence of str
        Columns that tell the places apart.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity`.

    Notes
    -----
    .. math:: \Lambda = \sum_j \frac{t_j (v - v_j)}{T v}, \quad
        v = \frac{1}{K-1} \sum_{k<K} f(c_k), \quad f(c) = -c \log_2 c - (1-c)\log_2(1-c)

    where c_k is the share at or below group k; between 0 (units alike) and 1 (each unit holds
    one group only).

    References
    ----------
    Reardon, S. F. (2009). Measures of ordinal segregation. Research on Economic Inequality 17,
    129-155.

    Examples
    --------
    >>> counts = pd.DataFrame([(u, g, n) for u, row in enumerate([(0, 0, 30), (0, 20, 10),
    ...                        (10, 20, 0), (30, 0, 0)]) for g, n in enumerate(row)],
    ...                       columns=["unit", "group", "count"])
    >>> round(ordinal_information(counts, [0, 1, 2])["estimate"].item(), 6)
    0.75
    """
    return one(counts, "ordinal_information", ORDERED["ordinal_information"], order, by)


@takes_tables
def ordinal_variation(counts: pd.DataFrame, order: Sequence[Label], *, by: By = ()) -> pd.DataFrame:
    r"""Ordinal variation ratio index: relative diversity for ordered groups.

    Parameters and result are those of :func:`ordinal_information`.

    Notes
    -----
    .. math:: \Lambda = \sum_j \frac{t_j (v - v_j)}{T v}, \quad
        v = \frac{1}{K-1} \sum_{k<K} f(c_k), \quad f(c) = 4c(1-c)

    where c_k is the share at or below group k; between 0 (units alike) and 1 (each unit holds
    one group only).

    References
    ----------
    Reardon, S. F. (2009). Measures of ordinal segregation. Research on Economic Inequality 17,
    129-155.

    Examples
    --------
    >>> counts = pd.DataFrame([(u, g, n) for u, row in enumerate([(0, 0, 30), (0, 20, 10),
    ...                        (10, 20, 0), (30, 0, 0)]) for g, n in enumerate(row)],
    ...                       columns=["unit", "group", "count"])
    >>> round(ordinal_variation(counts, [0, 1, 2])["estimate"].item(), 6)
    0.75
    """
    return one(counts, "ordinal_variation", ORDERED["ordinal_variation"], order, by)


@takes_tables
def ordinal_square_root(
    counts: pd.DataFrame, order: Sequence[Label], *, by: By = ()
) -> pd.DataFrame:
    r"""Ordinal square root index: Hutchens' index for ordered groups.

    Parameters and result are those of :func:`ordinal_information`.

    Notes
    -----
    .. math:: \Lambda = \sum_j \frac{t_j (v - v_j)}{T v}, \quad
        v = \frac{1}{K-1} \sum_{k<K} f(c_k), \quad f(c) = 2\sqrt{c(1-c)}

    where c_k is the share at or below group k; between 0 (units alike) and 1 (each unit holds
    one group only).

    References
    ----------
    Reardon, S. F. (2009). Measures of ordinal segregation. Research on Economic Inequality 17,
    129-155.

    Examples
    --------
    >>> counts = pd.DataFrame([(u, g, n) for u, row in enumerate([(0, 0, 30), (0, 20, 10),
    ...                        (10, 20, 0), (30, 0, 0)]) for g, n in enumerate(row)],
    ...                       columns=["unit", "group", "count"])
    >>> round(ordinal_square_root(counts, [0, 1, 2])["estimate"].item(), 6)
    0.75
    """
    return one(counts, "ordinal_square_root", ORDERED["ordinal_square_root"], order, by)


@takes_tables
def ordinal_absolute_difference(
    counts: pd.DataFrame, order: Sequence[Label], *, by: By = ()
) -> pd.DataFrame:
    r"""Ordinal absolute difference index.

    Parameters and result are those of :func:`ordinal_information`.

    Notes
    -----
    .. math:: \Lambda = \sum_j \frac{t_j (v - v_j)}{T v}, \quad
        v = \frac{1}{K-1} \sum_{k<K} f(c_k), \quad f(c) = 1 - |2c - 1|

    where c_k is the share at or below group k; between 0 (units alike) and 1 (each unit holds
    one group only).

    References
    ----------
    Reardon, S. F. (2009). Measures of ordinal segregation. Research on Economic Inequality 17,
    129-155.

    Examples
    --------
    >>> counts = pd.DataFrame([(u, g, n) for u, row in enumerate([(0, 0, 30), (0, 20, 10),
    ...                        (10, 20, 0), (30, 0, 0)]) for g, n in enumerate(row)],
    ...                       columns=["unit", "group", "count"])
    >>> round(ordinal_absolute_difference(counts, [0, 1, 2])["estimate"].item(), 6)
    0.75
    """
    return one(
        counts, "ordinal_absolute_difference", ORDERED["ordinal_absolute_difference"], order, by
    )
