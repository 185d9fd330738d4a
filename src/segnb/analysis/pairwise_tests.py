"""Places beside each other: every pair tested, and ranks that hold for all of them at once."""

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr

from segnb.analysis.certainty import LEVEL, quantile
from segnb.analysis.multiple_testing import holm

PAIRS = ["first", "second", "estimate", "lower", "upper", "p", "adjusted"]


def pairs(frame: pd.DataFrame) -> pd.DataFrame:
    """Differences of every pair of places, with Holm's p over all of them.

    Parameters
    ----------
    frame : DataFrame
        One row a place: `area, value, lower, upper`; a row without an interval is in no pair.

    Returns
    -------
    DataFrame
        `first, second` (the higher one first), `estimate` (first less second), `lower, upper` (of
        95 per cent, for the pair alone), `p`, `adjusted`.

    Notes
    -----
    The interval of a difference is made of the half-widths on the sides that face each other
    (MOVER), so that uneven intervals are kept. p is of normal theory, with the mean half-width of
    each interval as 1.96 standard errors.
    """
    known = frame.dropna(subset=["value", "lower", "upper"]).sort_values("value", ascending=False)
    rows = [_pair(a, b) for a, b in combinations(known.itertuples(), 2)]
    made = pd.DataFrame(rows, columns=PAIRS[:-1])
    return made.assign(adjusted=holm(made["p"]))


def _pair(high: Any, low: Any) -> tuple[object, ...]:
    gap = high.value - low.value
    inner = np.hypot(high.value - high.lower, low.upper - low.value)
    outer = np.hypot(high.upper - high.value, low.value - low.lower)
    half = np.hypot(high.upper - high.lower, low.upper - low.lower) / 2
    z = quantile(LEVEL) * gap / half if half > 0 else (np.inf if gap else 0.0)
    p = float(2 * ndtr(-z))
    return high.area, low.area, gap, gap - inner, gap + outer, p


def ranks_together(frame: pd.DataFrame, rate: float = 1 - LEVEL) -> pd.DataFrame:
    """Ranks that hold for all places at once: a reader looks at every one of them.

    Returns
    -------
    DataFrame
        The rows with `together_first, together_last`: best and worst rank that the pairs rejected
        together leave; missing where a place has no interval.

    References
    ----------
    Mogstad, M., Romano, J. P., Shaikh, A. M. & Wilhelm, D. (2024). Inference for ranks with
    applications to mobility across neighbourhoods and academic achievement across countries. Review
    of Economic Studies 91, 476-518.

    Examples
    --------
    >>> towns = pd.DataFrame({"area": ["a", "b", "c"], "value": [20.0, 19.0, 12.0],
    ...                       "lower": [18.0, 17, 10], "upper": [22.0, 21, 14]})
    >>> ranks_together(towns)[["together_first", "together_last"]].to_numpy().tolist()
    [[1, 2], [1, 2], [3, 3]]
    """
    tested = pairs(frame)
    sure = tested[tested["adjusted"] <= rate]
    known = frame[["value", "lower", "upper"]].notna().all(axis=1)
    above = frame["area"].map(sure["second"].value_counts()).fillna(0)
    below = frame["area"].map(sure["first"].value_counts()).fillna(0)
    first, last = (1 + above).where(known), (known.sum() - below).where(known)
    return frame.assign(together_first=first, together_last=last).astype(
        dict.fromkeys(("together_first", "together_last"), "Int64")
    )
