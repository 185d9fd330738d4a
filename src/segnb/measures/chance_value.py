"""The value of D that chance alone would give, exactly."""

import numpy as np

from segnb.measures.unit_counts import Floats


def expected_dissimilarity(X: float, t: Floats) -> float:
    r"""Mean of D if X people are dealt out at random over units of sizes t; exact.

    The hypergeometric mean deviation of each unit in closed form, by log-gamma.
    """
    from scipy.special import gammaln  # scipy only where it is needed: the import is slow

    def choose(n: Floats | float, k: Floats) -> Floats:
        return gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)

    t, X = np.rint(t), float(np.rint(X))
    T = t.sum()
    if not 0 < X < T:
        return float("nan")
    m = np.floor(t * X / T) + 1
    inside = (m <= np.minimum(t, X)) & (T - X - t + m >= 0)
    t, m = t[inside], m[inside]
    probability = np.exp(choose(X, m) + choose(T - X, t - m) - choose(T, t))
    deviation = 2 * m * (T - X - t + m) / T * probability
    return float(deviation.sum() / (2 * X * (1 - X / T)))
