"""How mixed the whole place is: a description of its people, not of where they live."""

import pandas as pd

from segnb.measures.multigroup import Groups, one
from segnb.measures.multigroup_formulas import COMPOSITION
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By


@takes_tables
def diversity(counts: pd.DataFrame, groups: Groups = None, *, by: By = ()) -> pd.DataFrame:
    r"""Diversity E of the whole place: entropy of its mix of groups, in nats.

    Parameters and result are those of :func:`~segnb.measures.multigroup_dissimilarity`.

    Notes
    -----
    .. math:: E = -\sum_k P_k \ln P_k, \qquad 0 \le E \le \ln K

    References
    ----------
    Theil, H. (1972). Statistical Decomposition Analysis. North-Holland.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(diversity(counts)["estimate"].item(), 4)
    0.5004
    """
    return one(counts, "diversity", COMPOSITION["diversity"], groups, by)


@takes_tables
def normalized_diversity(
    counts: pd.DataFrame, groups: Groups = None, *, by: By = ()
) -> pd.DataFrame:
    r"""Diversity over its largest value: 1 where all K groups are of one size.

    Parameters and result are those of :func:`~segnb.measures.multigroup_dissimilarity`.

    Notes
    -----
    .. math:: E / \ln K, \qquad 0 \le E / \ln K \le 1

    References
    ----------
    Shannon, C. E. (1948). A mathematical theory of communication.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(normalized_diversity(counts)["estimate"].item(), 4)
    0.7219
    """
    return one(counts, "normalized_diversity", COMPOSITION["normalized_diversity"], groups, by)


@takes_tables
def simpson_interaction(
    counts: pd.DataFrame, groups: Groups = None, *, by: By = ()
) -> pd.DataFrame:
    r"""Simpson's interaction I: chance that two people belong to different groups.

    Parameters and result are those of :func:`~segnb.measures.multigroup_dissimilarity`.

    Notes
    -----
    .. math:: I = \sum_k P_k (1 - P_k), \qquad 0 \le I \le 1 - 1/K

    References
    ----------
    Simpson, E. H. (1949). Measurement of diversity. Nature 163, 688.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(simpson_interaction(counts)["estimate"].item(), 4)
    0.32
    """
    return one(counts, "simpson_interaction", COMPOSITION["simpson_interaction"], groups, by)


@takes_tables
def simpson_concentration(
    counts: pd.DataFrame, groups: Groups = None, *, by: By = ()
) -> pd.DataFrame:
    r"""Simpson's concentration: chance that two people belong to the same group.

    Parameters and result are those of :func:`~segnb.measures.multigroup_dissimilarity`.

    Notes
    -----
    .. math:: \sum_k P_k^2, \qquad 1/K \le \sum_k P_k^2 \le 1

    References
    ----------
    Simpson, E. H. (1949). Measurement of diversity. Nature 163, 688.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(simpson_concentration(counts)["estimate"].item(), 4)
    0.68
    """
    return one(counts, "simpson_concentration", COMPOSITION["simpson_concentration"], groups, by)
