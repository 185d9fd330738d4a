"""The value that chance alone would give, for any measure."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from segnb.measures.estimand import ask
from segnb.measures.registry import measure as named
from segnb.measures.resampling import WHOLE, Pair
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Floats, Labels


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


@takes_tables
def expected(
    counts: pd.DataFrame,
    measure: str,
    group: Labels | None,
    *,
    versus: Labels | None = None,
    by: By = (),
    draws: int = 399,
    seed: int = 0,
    options: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    r"""The value that a measure would have on average if people were dealt out at random.

    Parameters are those of :func:`~segnb.measures.intervals`. Exact for D, the mean of ``draws``
    random allocations for the others.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, group, expected, units, group_size, total, reason``.

    Notes
    -----
    .. math:: E[D] = \sum_j \frac{MAD_j}{2 T P (1-P)}, \quad
        MAD_j = \frac{2m(T-X-t_j+m)}{T} \binom{X}{m} \binom{T-X}{t_j-m} \Big/ \binom{T}{t_j}, \quad
        m = \lfloor t_j X / T \rfloor + 1

    References
    ----------
    Winship, C. (1977). A revaluation of indexes of residential segregation. Social Forces 55,
    1058-1066.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [1, 9, 1, 9]})
    >>> round(expected(counts, "dissimilarity", "x")["expected"].item(), 4)
    0.2632
    """
    if draws < 1:
        raise ValueError(f"draws is {draws}; a mean needs 1 or more")
    asked = ask(counts, named(measure, options), group, versus, by)
    values: list[Any] = []
    for task in asked.tasks:
        if asked.exact and isinstance(task.place, Pair):
            values.append(expected_dissimilarity(task.place.x.sum(), task.place.t))
            continue
        dealt = task.place.shuffled(draws, task.place.stream(seed))
        values.append(task.back(float(np.nanmean(task.formula(*dealt, WHOLE)[0]))))
    frame = asked.frame.rename(columns={"estimate": "expected"})
    frame["expected"] = asked.places.filled(np.array(values))
    return frame
