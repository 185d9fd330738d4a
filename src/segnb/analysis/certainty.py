"""Intervals of shares and of differences, and the word that an interval allows."""

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]

LEVEL, INNER_LEVEL = 0.95, 0.80
PRINTED = 1  # decimals of the ends of intervals in a report, of shares and indices in per cent
OF_ONE = PRINTED + 2  # the same of an index that runs to 1
ENDS = ["lower", "upper", "lower80", "upper80"]
CERTAIN, LIKELY, UNKNOWN = "certain", "likely", "unknown"
UP, DOWN = "up", "down"


@cache
def quantile(level: float) -> float:
    """Standard normal quantile of a two-sided interval."""
    return float(ndtri((1 + level) / 2))


def score_interval(share: ArrayLike, n: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    r"""Wilson's interval of a share (0-1) of n people.

    Notes
    -----
    .. math::
        \frac{p + z^2/2n \pm z\sqrt{p(1-p)/n + z^2/4n^2}}{1 + z^2/n}

    Everybody is counted, so that nothing is sampled: the interval is that of the propensity behind
    the count, as in the measures of segregation.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> low, high = score_interval(.1, 100)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0552, 0.1744)
    """
    p, n = np.broadcast_arrays(np.asarray(share, dtype=float), np.asarray(n, dtype=float))
    z = quantile(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = p + z**2 / (2 * n)
        half = z * np.sqrt(np.clip(p * (1 - p), 0, None) / n + z**2 / (4 * n**2))
        ends = [(middle + side * half) / (1 + z**2 / n) for side in (-1, 1)]
    known = n > 0
    low, high = (np.where(known, np.clip(end, 0, 1), np.nan) for end in ends)
    return np.where(p <= 0, np.minimum(low, 0.0), low), np.where(
        p >= 1, np.maximum(high, 1.0), high
    )


def inner_ends(value: Floats, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """The inner interval, scaled from the outer one."""
    ratio = quantile(INNER_LEVEL) / quantile(LEVEL)
    return value + ratio * (lower - value), value + ratio * (upper - value)


def _values(frame: pd.DataFrame) -> dict[str, Floats]:
    """Value and ends of each row, the inner ones scaled where they are not given."""
    found = {name: frame[name].to_numpy(dtype=float) for name in ("value", "lower", "upper")}
    for name, scaled in zip(ENDS[2:], inner_ends(*found.values()), strict=True):
        given = frame[name].to_numpy(dtype=float) if name in frame else scaled
        found[name] = np.where(np.isnan(given), scaled, given)
    return found


def difference_of(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    r"""Second less first, row by row, of two frames with independent intervals.

    Parameters
    ----------
    first, second : DataFrame
        `value, lower, upper` and, where known, `lower80, upper80`; the same index.

    Returns
    -------
    DataFrame
        `estimate, lower, upper, lower80, upper80, p` (two-sided), missing where an end is.

    Notes
    -----
    .. math::
        L = d - \sqrt{(v_2 - l_2)^2 + (u_1 - v_1)^2},\quad
        U = d + \sqrt{(u_2 - v_2)^2 + (v_1 - l_1)^2}

    For shares of counts with Wilson's intervals this is Newcombe's method 10. p is the level at
    which the interval, with ends that move in proportion, touches zero: interval and p are one
    test.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17, 873-890. Zou, G. Y. & Donner, A. (2008). Construction of confidence
    limits about effect measures. Statistics in Medicine 27, 1693-1702.

    Examples
    --------
    >>> one = pd.DataFrame({"value": [20.0], "lower": [18.0], "upper": [22.0]})
    >>> two = pd.DataFrame({"value": [25.0], "lower": [22.0], "upper": [28.0]})
    >>> difference_of(one, two)[["estimate", "lower", "upper"]].round(2).to_numpy().tolist()
    [[5.0, 1.39, 8.61]]
    """
    if not first.index.equals(second.index):
        first, second = first.align(second, axis=0)
    one, two = _values(first), _values(second)
    gap = two["value"] - one["value"]
    made = {"estimate": gap}
    for inner in ("", "80"):
        down, up = _halves(one, two, inner)
        made |= {f"lower{inner}": gap - down, f"upper{inner}": gap + up}
    return pd.DataFrame(made | {"p": _p(gap, made["lower"], made["upper"])}, index=first.index)


def _halves(one: dict[str, Floats], two: dict[str, Floats], inner: str) -> tuple[Floats, Floats]:
    low, high = f"lower{inner}", f"upper{inner}"
    down = np.hypot(two["value"] - two[low], one[high] - one["value"])
    up = np.hypot(two[high] - two["value"], one["value"] - one[low])
    return down, up


def _p(gap: Floats, lower: Floats, upper: Floats) -> Floats:
    half = np.where(gap > 0, gap - lower, upper - gap)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = quantile(LEVEL) * np.abs(gap) / half
    return np.where(gap == 0, np.where(np.isnan(half), np.nan, 1.0), 2 * ndtr(-z))


def word(
    frame: pd.DataFrame, threshold: ArrayLike = 0.0, decimals: int = PRINTED
) -> NDArray[np.object_]:
    """The certainty of each row: on which side of a threshold its intervals lie, as printed.

    Parameters
    ----------
    frame : DataFrame
        `lower, upper, lower80, upper80`.
    threshold : float or array
        The value that the intervals are held against, or one for each row.
    decimals : int
        With how many decimals the ends are printed: an end that is printed as the threshold does
        not lie on either side of it, so that no reader sees `certain` beside an interval that
        reaches it.

    Returns
    -------
    array of str
        `certain` if the whole 95 per cent interval lies on one side, `likely` if only the whole
        80 per cent interval does, else `unknown`; `unknown` too without an interval.

    Examples
    --------
    >>> rows = pd.DataFrame({"lower": [1, -1, -2], "upper": [3, 4, 4],
    ...                      "lower80": [1.5, .2, -1], "upper80": [2, 3, 3]})
    >>> word(rows).tolist()
    ['certain', 'likely', 'unknown']
    >>> word(pd.DataFrame({"lower": [.04], "upper": [3], "lower80": [.3], "upper80": [2]})).tolist()
    ['likely']
    """
    outer = apart(frame["lower"], frame["upper"], threshold, decimals)
    inner = apart(frame["lower80"], frame["upper80"], threshold, decimals)
    return np.where(outer, CERTAIN, np.where(inner, LIKELY, UNKNOWN)).astype(object)


def apart(
    lower: ArrayLike, upper: ArrayLike, threshold: ArrayLike = 0.0, decimals: int = PRINTED
) -> NDArray[np.bool_]:
    """Whether an interval as it is printed lies on one side of a threshold; False without one."""
    low, high = (np.round(np.asarray(end, dtype=float), decimals) for end in (lower, upper))
    limit = np.asarray(threshold, dtype=float)
    return (low > limit) | (high < limit)


def direction(
    frame: pd.DataFrame, threshold: float = 0.0, decimals: int = PRINTED
) -> NDArray[np.object_]:
    """`up` or `down` where the intervals allow a direction, else an empty word."""
    side = np.where(frame["estimate"] > threshold, UP, DOWN)
    return np.where(word(frame, threshold, decimals) == UNKNOWN, "", side).astype(object)
