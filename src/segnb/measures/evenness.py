"""Evenness of two groups: is the group spread over the units as everybody else is?

Each formula is written once, on arrays of people of the group (x) among all (t). Rows are units
along the first axis. ``over`` adds up rows by place, so that the same lines serve 8 700
municipality-years at once and ten thousand draws of one municipality. Units have people (t > 0),
and the group is neither absent nor everybody.
"""

import numpy as np

from segnb.measures.from_formula import TWO_GROUP, two_group_measure
from segnb.measures.unit_counts import Floats, Over


def xlogx(values: Floats) -> Floats:
    """p ln p, and 0 at p = 0."""
    return values * np.log(np.where(values > 0, values, 1.0))


def _entropy(p: Floats) -> Floats:
    return -xlogx(p) - xlogx(1 - p)


def _share(x: Floats, t: Floats, over: Over) -> Floats:
    return over.sum(x) / over.sum(t)


def _information(x: Floats, t: Floats, over: Over) -> Floats:
    T = over.sum(t)
    return _entropy(over.sum(x) / T) - over.sum(t * _entropy(x / t)) / T


@two_group_measure
def dissimilarity(x: Floats, t: Floats, over: Over) -> Floats:
    r"""Index of dissimilarity D: the share of the group that would have to move for evenness.

    Notes
    -----
    .. math:: D = \tfrac12 \sum_j |x_j/X - y_j/Y|, \qquad 0 \le D \le 1

    with x the group and y those it is compared with (not the total, which is Gorard's index).
    D lies upwards where units or groups are small; see :func:`expected` and :func:`intervals`.

    References
    ----------
    Duncan, O. D. & Duncan, B. (1955). A methodological analysis of segregation indexes. American
    Sociological Review 20, 210-217.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": ["a", "a", "b", "b"], "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> dissimilarity(counts, "x")["estimate"].item()
    0.3125
    """
    X = over.sum(x)
    P = X / over.sum(t)
    return over.sum(np.abs(x - t * over.spread(P))) / (2 * X * (1 - P))


@two_group_measure
def gini(x: Floats, t: Floats, over: Over) -> Floats:
    r"""Gini index of segregation G: mean difference between the units' shares, normed to 0-1.

    Notes
    -----
    .. math:: G = \frac{\sum_i \sum_j t_i t_j |p_i - p_j|}{2 T^2 P (1-P)}, \qquad D \le G \le 1

    References
    ----------
    Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Social Forces
    67, 281-315.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "rest"] * 3,
    ...                        "count": [30, 70, 10, 90, 20, 80]})
    >>> round(gini(counts, "x")["estimate"].item(), 6)
    0.277778
    """
    order = over.order(x / t)
    if x.ndim > 1:
        x, t = (
            np.take_along_axis(x, order, 0),
            np.take_along_axis(np.broadcast_to(t, x.shape), order, 0),
        )
    else:
        x, t = x[order], t[order]
    y = t - x
    return over.sum(x * over.before(y) - y * over.before(x)) / (over.sum(x) * over.sum(y))


@two_group_measure
def entropy_index(x: Floats, t: Floats, over: Over) -> Floats:
    r"""Theil's information index H: how much less diverse units are than the whole.

    Notes
    -----
    .. math:: H = \sum_j \frac{t_j (E - E_j)}{T E}, \qquad E = -P\ln P - (1-P)\ln(1-P)

    between 0 (every unit like the whole) and 1; the base of the logarithm cancels out.

    References
    ----------
    Theil, H. & Finizza, A. J. (1971). A note on the measurement of racial integration of schools.
    Journal of Mathematical Sociology 1, 187-193.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [40, 0, 0, 40]})
    >>> entropy_index(counts, "x")["estimate"].item()
    1.0
    """
    return _information(x, t, over) / _entropy(_share(x, t, over))


@two_group_measure
def eta_squared(x: Floats, t: Floats, over: Over) -> Floats:
    r"""Correlation ratio eta²: isolation with the share of the group in the whole taken out.

    Notes
    -----
    .. math:: \eta^2 = \frac{xPx - P}{1 - P} = \frac{\sum_j t_j (p_j-P)^2}{T P (1-P)},
        \qquad 0 \le \eta^2 \le 1

    References
    ----------
    Bell, W. (1954). A probability model for the measurement of ecological segregation. Social
    Forces 32, 357-364.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> round(eta_squared(counts, "x")["estimate"].item(), 4)
    0.0625
    """
    P = _share(x, t, over)
    return (TWO_GROUP["isolation"](x, t, over) - P) / (1 - P)


@two_group_measure
def atkinson(x: Floats, t: Floats, over: Over, *, b: float = 0.5) -> Floats:
    r"""Atkinson's index A(b): evenness with a weight on units where the group is rare or common.

    An inequality aversion ``b`` (between 0 and 1) above .5 lets units where the group is
    over-represented weigh more.

    Notes
    -----
    .. math:: A(b) = 1 - \frac{P}{1-P}
        \Big[\sum_j \frac{(1-p_j)^{1-b} p_j^{b} t_j}{P T}\Big]^{1/(1-b)}, \qquad 0 \le A \le 1

    References
    ----------
    James, D. R. & Taeuber, K. E. (1985). Measures of segregation. Sociological Methodology 15,
    1-32.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [40, 0, 0, 40]})
    >>> atkinson(counts, "x")["estimate"].item()
    1.0
    """
    if not 0 < b < 1:
        raise ValueError(f"b is {b}; Atkinson's index needs a b between 0 and 1")
    P = _share(x, t, over)
    mean = over.sum((t - x) ** (1 - b) * x**b) / (over.sum(t) * P)
    return 1 - P / (1 - P) * mean ** (1 / (1 - b))


@two_group_measure
def hutchens(x: Floats, t: Floats, over: Over) -> Floats:
    r"""Hutchens' square root index: distance between the two distributions over units.

    Notes
    -----
    .. math:: S = 1 - \sum_j \sqrt{\frac{x_j}{X}\frac{y_j}{Y}}, \qquad 0 \le S \le 1

    References
    ----------
    Hutchens, R. (2004). One measure of segregation. International Economic Review 45, 555-578.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [20, 20, 20, 20]})
    >>> hutchens(counts, "x")["estimate"].item()
    0.0
    """
    y = t - x
    return 1 - over.sum(np.sqrt(x * y)) / np.sqrt(over.sum(x) * over.sum(y))


@two_group_measure
def gorard(x: Floats, t: Floats, over: Over) -> Floats:
    r"""Gorard's segregation index GS: the share of the group that would have to move out of units.

    Notes
    -----
    .. math:: GS = \tfrac12 \sum_j |x_j/X - t_j/T| = D (1 - P), \qquad 0 \le GS < 1

    The group is compared with everybody, itself included; without ``versus`` t is all people.

    References
    ----------
    Gorard, S. & Taylor, C. (2002). What is segregation? A comparison of measures in terms of
    'strong' and 'weak' compositional invariance. Sociology 36, 875-895.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> gorard(counts, "x")["estimate"].item()
    0.25
    """
    return TWO_GROUP["dissimilarity"](x, t, over) * (1 - _share(x, t, over))
