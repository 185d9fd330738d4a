"""The two-group formulas, each written once, on arrays of people of the group (x) among all (t).

Rows are units along the first axis. ``over`` adds up rows by place, so that the same lines serve
8 700 municipality-years at once and ten thousand draws of one municipality. Units have people
(t > 0), and the group is neither absent nor everybody.
"""

from collections.abc import Callable

import numpy as np

from segnb.measures.unit_counts import Floats, Over

Formula = Callable[[Floats, Floats, Over], Floats]


def xlogx(values: Floats) -> Floats:
    """p ln p, and 0 at p = 0."""
    return values * np.log(np.where(values > 0, values, 1.0))


def _entropy(p: Floats) -> Floats:
    return -xlogx(p) - xlogx(1 - p)


def _share(x: Floats, t: Floats, over: Over) -> Floats:
    return over.sum(x) / over.sum(t)


def dissimilarity(x: Floats, t: Floats, over: Over) -> Floats:
    """Half the sum of |x/X - y/Y|."""
    X = over.sum(x)
    P = X / over.sum(t)
    return over.sum(np.abs(x - t * over.spread(P))) / (2 * X * (1 - P))


def gorard(x: Floats, t: Floats, over: Over) -> Floats:
    """Half the sum of |x/X - t/T|."""
    return dissimilarity(x, t, over) * (1 - _share(x, t, over))


def gini(x: Floats, t: Floats, over: Over) -> Floats:
    """Area between the segregation curve and the diagonal, doubled."""
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


def mutual_information(x: Floats, t: Floats, over: Over) -> Floats:
    """Entropy of the whole less the mean entropy of the units, in nats."""
    T = over.sum(t)
    return _entropy(over.sum(x) / T) - over.sum(t * _entropy(x / t)) / T


def entropy_index(x: Floats, t: Floats, over: Over) -> Floats:
    """Theil's H: mutual information over the entropy of the whole."""
    return mutual_information(x, t, over) / _entropy(_share(x, t, over))


def isolation(x: Floats, t: Floats, over: Over) -> Floats:
    """Mean share of the group in the units of its own members."""
    return over.sum(x * x / t) / over.sum(x)


def eta_squared(x: Floats, t: Floats, over: Over) -> Floats:
    """Variance of shares between units over the variance between persons."""
    P = _share(x, t, over)
    return (isolation(x, t, over) - P) / (1 - P)


def interaction(x: Floats, t: Floats, over: Over) -> Floats:
    """Mean share of everybody else in the units of the group's members."""
    return 1 - isolation(x, t, over)


def atkinson(x: Floats, t: Floats, over: Over, *, b: float = 0.5) -> Floats:
    """Atkinson's index with inequality aversion b."""
    if not 0 < b < 1:
        raise ValueError(f"b is {b}; Atkinson's index needs a b between 0 and 1")
    P = _share(x, t, over)
    mean = over.sum((t - x) ** (1 - b) * x**b) / (over.sum(t) * P)
    return 1 - P / (1 - P) * mean ** (1 / (1 - b))


def hutchens(x: Floats, t: Floats, over: Over) -> Floats:
    """Hutchens' square root index."""
    y = t - x
    return 1 - over.sum(np.sqrt(x * y)) / np.sqrt(over.sum(x) * over.sum(y))


TWO_GROUP: dict[str, Formula] = {
    "dissimilarity": dissimilarity,
    "gini": gini,
    "entropy_index": entropy_index,
    "isolation": isolation,
    "interaction": interaction,
    "eta_squared": eta_squared,
    "atkinson": atkinson,
    "hutchens": hutchens,
    "gorard": gorard,
}
