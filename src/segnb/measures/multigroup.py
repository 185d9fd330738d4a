"""Measures over several groups at once: how far are units from the mix of the whole place?

The formulas stand on arrays of people by unit (first axis) and group (second axis). ``over`` adds
up rows by place; further axes are draws. A group that is absent from a place adds nothing there.
"""

import numpy as np

from segnb.measures.diversity import shares
from segnb.measures.evenness import xlogx
from segnb.measures.from_formula import COMPOSITION, MANY_GROUPS, TWO_GROUP, many_group_measure
from segnb.measures.unit_counts import Floats, Over


def _mean(values: Floats, t: Floats, over: Over) -> Floats:
    """Mean over the units of a place, weighted by people."""
    return over.sum(t * values) / over.sum(t)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Quotient, and 0 where a group is absent."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _deviation(n: Floats, over: Over, power: int) -> tuple[Floats, Floats]:
    """Mean deviation |p - P| to a power by place and group, and the margin P."""
    t, p, P = shares(n, over)
    gap = np.abs(p - over.spread(P))
    return _mean(gap if power == 1 else gap * gap, t, over), P


@many_group_measure()
def multigroup_dissimilarity(n: Floats, over: Over) -> Floats:
    r"""Multigroup D: people who would have to move for evenness, over the most that it could be.

    Notes
    -----
    .. math:: D = \sum_k \sum_j \frac{t_j}{2TI} |p_{jk} - P_k|, \quad
        I = \sum_k P_k(1-P_k), \quad 0 \le D \le 1

    The numerator is the share of people who would have to change units for the same mix everywhere;
    I is that share if each unit held one group only. D is their ratio, not a share of people.

    References
    ----------
    Sakoda, J. M. (1981). A generalized index of dissimilarity. Demography 18, 245-250.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(multigroup_dissimilarity(counts)["estimate"].item(), 4)
    0.3125
    """
    deviation, P = _deviation(n, over, 1)
    return deviation.sum(axis=1) / (2 * (P * (1 - P)).sum(axis=1))


@many_group_measure()
def multigroup_gini(n: Floats, over: Over) -> Floats:
    r"""Multigroup Gini: mean difference between units' shares, over all groups.

    Notes
    -----
    .. math:: G = \sum_k \sum_i \sum_j \frac{t_i t_j}{2T^2 I} |p_{ik} - p_{jk}|,
        \qquad 0 \le G \le 1

    References
    ----------
    Reardon, S. F. & Firebaugh, G. (2002). Measures of multigroup segregation. Sociological
    Methodology 32, 33-67.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(multigroup_gini(counts)["estimate"].item(), 4)
    0.3125
    """
    t, _, P = shares(n, over)
    weight = P * (1 - P)
    total = np.zeros_like(P[:, 0])
    for k in range(n.shape[1]):
        with np.errstate(invalid="ignore", divide="ignore"):
            value = TWO_GROUP["gini"](n[:, k], t[:, 0], over)
        total += np.where(weight[:, k] > 0, value * weight[:, k], 0.0)
    return total / weight.sum(axis=1)


@many_group_measure()
def multigroup_entropy_index(n: Floats, over: Over) -> Floats:
    r"""Theil's H over several groups: how much less diverse units are than the place.

    Notes
    -----
    .. math:: H = \sum_j \frac{t_j (E - E_j)}{T E}, \quad E = -\sum_k P_k \ln P_k,
        \qquad 0 \le H \le 1

    References
    ----------
    Theil, H. (1972). Statistical Decomposition Analysis. North-Holland.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(multigroup_entropy_index(counts)["estimate"].item(), 4)
    0.0648
    """
    return MANY_GROUPS["mutual_information"](n, over) / COMPOSITION["diversity"](n, over)


@many_group_measure()
def mutual_information(n: Floats, over: Over) -> Floats:
    r"""Mutual information M between group and unit, in nats.

    Notes
    -----
    .. math:: M = \sum_j \sum_k p_{jk}^{*} \ln \frac{p_{jk}^{*}}{p_j^{*} P_k} = H E,
        \qquad 0 \le M \le \ln K

    References
    ----------
    Theil, H. & Finizza, A. J. (1971). A note on the measurement of racial integration of schools.
    Journal of Mathematical Sociology 1, 187-193. Mora, R. & Ruiz-Castillo, J. (2011). Entropy-based
    segregation indices. Sociological Methodology 41, 159-194.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(mutual_information(counts)["estimate"].item(), 4)
    0.0324
    """
    t, p, _ = shares(n, over)
    return COMPOSITION["diversity"](n, over) + _mean(xlogx(p), t, over).sum(axis=1)


@many_group_measure()
def relative_diversity(n: Floats, over: Over) -> Floats:
    r"""Relative diversity R: how much lower Simpson's interaction is in units than in the place.

    Notes
    -----
    .. math:: R = 1 - \sum_j \frac{t_j I_j}{T I}, \quad I = \sum_k P_k (1 - P_k),
        \qquad 0 \le R \le 1

    References
    ----------
    Goodman, L. A. & Kruskal, W. H. (1954). Measures of association for cross classifications.
    Journal of the American Statistical Association 49, 732-764. Reardon & Firebaugh (2002).

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(relative_diversity(counts)["estimate"].item(), 4)
    0.0625
    """
    deviation, P = _deviation(n, over, 2)
    return deviation.sum(axis=1) / (P * (1 - P)).sum(axis=1)


@many_group_measure()
def normalized_exposure(n: Floats, over: Over) -> Floats:
    r"""Normalised exposure P: the groups' isolation beyond chance, weighted by their shares.

    Notes
    -----
    .. math:: P = \sum_k \sum_j \frac{t_j (p_{jk} - P_k)^2}{T (1 - P_k)}, \qquad 0 \le P \le 1

    References
    ----------
    James, F. J. (1986). A new generalized exposure-based segregation index. Sociological Methods &
    Research 14, 301-316.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(normalized_exposure(counts)["estimate"].item(), 4)
    0.0625
    """
    deviation, P = _deviation(n, over, 2)
    return _ratio(deviation, 1 - P).sum(axis=1)


@many_group_measure()
def squared_variation(n: Floats, over: Over) -> Floats:
    r"""Squared coefficient of variation C of the units' shares.

    Notes
    -----
    .. math:: C = \sum_k \sum_j \frac{t_j (p_{jk} - P_k)^2}{T (K-1) P_k}, \qquad 0 \le C \le 1

    References
    ----------
    Reardon, S. F. & Firebaugh, G. (2002). Measures of multigroup segregation. Sociological
    Methodology 32, 33-67.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(squared_variation(counts)["estimate"].item(), 4)
    0.0625
    """
    deviation, P = _deviation(n, over, 2)
    present = (P > 0).sum(axis=1)
    return _ratio(deviation, P).sum(axis=1) / (present - 1)


@many_group_measure()
def divergence(n: Floats, over: Over) -> Floats:
    r"""Divergence index: mean divergence of the units from the place; it equals M.

    Notes
    -----
    .. math:: D = \sum_j \frac{t_j}{T} \sum_k p_{jk} \ln \frac{p_{jk}}{P_k},
        \qquad 0 \le D \le \ln K

    References
    ----------
    Roberto, E. (2016). The divergence index. arXiv:1508.01167.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(divergence(counts)["estimate"].item(), 4)
    0.0324
    """
    return MANY_GROUPS["mutual_information"](n, over)
