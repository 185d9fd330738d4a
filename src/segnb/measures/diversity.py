"""How mixed the whole place is: a description of its people, not of where they live."""

import numpy as np

from segnb.measures.evenness import xlogx
from segnb.measures.from_formula import COMPOSITION, many_group_measure
from segnb.measures.unit_counts import Floats, Over


def shares(n: Floats, over: Over) -> tuple[Floats, Floats, Floats]:
    """People by unit, share of each group in the unit, share of each group in the place."""
    t = n.sum(axis=1, keepdims=True)
    margin = over.sum(n)
    return t, n / t, margin / margin.sum(axis=1, keepdims=True)


@many_group_measure(COMPOSITION)
def diversity(n: Floats, over: Over) -> Floats:
    r"""Diversity E of the whole place: entropy of its mix of groups, in nats.

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
    return -xlogx(shares(n, over)[2]).sum(axis=1)


@many_group_measure(COMPOSITION)
def normalized_diversity(n: Floats, over: Over) -> Floats:
    r"""Diversity over its largest value: 1 where all K groups are of one size.

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
    return COMPOSITION["diversity"](n, over) / np.log(n.shape[1])


@many_group_measure(COMPOSITION)
def simpson_interaction(n: Floats, over: Over) -> Floats:
    r"""Simpson's interaction I: chance that two people belong to different groups.

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
    P = shares(n, over)[2]
    return (P * (1 - P)).sum(axis=1)


@many_group_measure(COMPOSITION)
def simpson_concentration(n: Floats, over: Over) -> Floats:
    r"""Simpson's concentration: chance that two people belong to the same group.

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
    return 1 - COMPOSITION["simpson_interaction"](n, over)
