"""How much a share differs between the areas of a place, such as turnout between districts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from segnb.analysis.certainty import Floats

FEWEST_DISTRICTS = 6  # with fewer their spread says too little
HIGHEST_P = 0.05  # of a spread with equal chances, for areas to be said to differ
QUANTILES = (0.1, 0.5, 0.9)
COLUMNS = [
    "areas", "left_out", "value", "lowest", "area_lowest", "p10", "median", "p90", "highest",
    "area_highest", "sd", "sd_chance", "sd_beyond_chance", "p",
]  # fmt: skip


def spread(
    area_shares: pd.DataFrame, *, by: Sequence[str] = ("municipality", "year")
) -> pd.DataFrame:
    r"""Spread of a share over areas, each weighted by its people, with both ends.

    Parameters
    ----------
    area_shares : DataFrame
        Shares by area with `numerator` and `denominator`, as :mod:`segnb.analysis.shares` gives
        them: turnout is ``share(votes, ["voters"], ["eligible"])`` of electoral districts.
    by : sequence of str
        Columns that tell places apart. Districts are drawn anew for every election: two years are
        compared by their spread, never district by district.

    Returns
    -------
    DataFrame
        The `by` columns and `areas, left_out` (without a value), `value` (of all areas together),
        `lowest` and `highest` with their areas, `p10, median, p90` (weighted), `sd` (weighted, in
        percentage points), `sd_chance` (what equal chances everywhere would give in areas of these
        sizes), `sd_beyond_chance` and `p` (of so large a spread with equal chances; missing for
        one area, or where all or none are in the share).

    Notes
    -----
    .. math::
        s^2 = \sum w_j (p_j - P)^2, \qquad
        s^2_{chance} = \sum w_j (1 - w_j) P(1 - P) / n_j, \qquad
        s_{beyond} = \sqrt{\max(0, s^2 - s^2_{chance})}, \qquad
        X^2 = \sum n_j (p_j - P)^2 / P(1 - P) \sim \chi^2_{J-1}
    """
    keys = list(by)
    known = area_shares["value"].notna() & (area_shares["denominator"] > 0)
    lost = (~known).groupby([area_shares[key] for key in keys]).sum().rename("left_out")
    rows = [
        (*(key if isinstance(key, tuple) else (key,)), *_spread(part))
        for key, part in area_shares[known].groupby(keys)
    ]
    names = [name for name in COLUMNS if name != "left_out"]
    made = pd.DataFrame(rows, columns=[*keys, *names])
    made = lost.reset_index().merge(made, on=keys, how="left")
    return made.fillna({"areas": 0}).astype({"areas": "int64"})[[*keys, *COLUMNS]]


def evened(area_shares: pd.DataFrame, unplaced: float) -> pd.DataFrame:
    r"""Shares of areas if counts of unknown area belonged where they would even out most.

    Parameters
    ----------
    area_shares : DataFrame
        Shares of the areas of one place and year, as :func:`spread` takes them.
    unplaced : float
        Counts of the place that belong to no area in the file, such as advance votes that were
        counted for the whole municipality.

    Returns
    -------
    DataFrame
        The rows with `numerator` and `value` raised. Their spread is the least that the areas can
        have, wherever the counts belong.

    Notes
    -----
    The lowest areas are raised to one level c, which has least variance of all ways to place them:

    .. math:: \sum_j \max(0, c\,n_j - x_j) = u

    Examples
    --------
    >>> rows = pd.DataFrame({"numerator": [50.0, 80], "denominator": [100.0, 100],
    ...                      "value": [50.0, 80]})
    >>> evened(rows, 20)["value"].tolist(), evened(rows, 40)["value"].tolist()
    ([70.0, 80.0], [85.0, 85.0])
    """
    order = area_shares.sort_values("value")
    order = order[order["value"].notna() & (order["denominator"] > 0)]
    x, n = order["numerator"].to_numpy(dtype=float), order["denominator"].to_numpy(dtype=float)
    levels = (np.cumsum(x) + max(0.0, unplaced)) / np.cumsum(n)
    above = np.append((x / n)[1:], np.inf)
    level = levels[np.argmax(levels <= above)] if len(order) else 0.0
    whole = area_shares["denominator"]
    raised = np.maximum(area_shares["numerator"], np.minimum(level, 1.0) * whole)
    return area_shares.assign(
        numerator=raised.where(area_shares["value"].notna()),
        value=(100 * raised / whole).where(area_shares["value"].notna()),
    )


def _spread(part: pd.DataFrame) -> tuple[object, ...]:
    part = part.sort_values(["value", "area"])
    n = part["denominator"].to_numpy()
    shares = part["numerator"].to_numpy() / n
    weight, mean = n / n.sum(), float(part["numerator"].sum() / n.sum())
    variance = float(weight @ (shares - mean) ** 2)
    chance = float((weight * (1 - weight) / n).sum() * mean * (1 - mean))
    low, middle, high = 100 * weighted_quantiles(shares, n, QUANTILES)
    sds = (100 * np.sqrt(max(0.0, v)) for v in (variance, chance, variance - chance))
    ends = [(row["value"], row["area"]) for row in (part.iloc[0], part.iloc[-1])]
    tested = len(part) > 1 and 0 < mean < 1
    p = chdtrc(len(part) - 1, n.sum() * variance / (mean * (1 - mean))) if tested else np.nan
    return (len(part), 100 * mean, *ends[0], low, middle, high, *ends[1], *sds, float(p))


def weighted_quantiles(values: Floats, weights: Floats, wanted: Sequence[float]) -> Floats:
    """Quantiles of sorted values: the first that has at least this share of the weight below it."""
    upto = np.cumsum(weights) / np.sum(weights)
    return values[np.minimum(np.searchsorted(upto, np.array(wanted) - 1e-12), values.size - 1)]
