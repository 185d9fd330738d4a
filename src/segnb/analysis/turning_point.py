"""The year in which a series turned: two straight lines that meet, against one."""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from segnb.analysis.certainty import Floats
from segnb.analysis.trends import segments, series_columns
from segnb.vocabulary.catalogue import Break

FEWEST_YEARS, FEWEST_BESIDE = 8, 3
DRAWS, SEED = 1999, 0
STEP, HIGHEST = 0.1, 0.9  # of the autocorrelation under which chance is simulated
TURN = ["first", "last", "turn", "slope_before", "slope_after", "p", "found", "reason"]


def turning_point(
    frame: pd.DataFrame,
    breaks: Iterable[Break] = (),
    *,
    by: Sequence[str] | None = None,
    rate: float = 0.05,
) -> pd.DataFrame:
    r"""Whether, and when, each series turned inside its newest segment.

    Parameters
    ----------
    frame : DataFrame
        `year, value` and the columns that tell series apart.
    breaks : iterable of Break
        Breaks of the indicator; a turn is never sought across one.
    by : sequence of str, optional
        Columns that tell series apart.
    rate : float
        p-value up to which a turn is found.

    Returns
    -------
    DataFrame
        One row a series: the `by` columns, `first, last` (years used), `turn` (year), and
        `slope_before, slope_after` (change a year) of the best two lines, `p`, `found` and
        `reason`: `too_few_years` (under eight values).

    Notes
    -----
    Two lines that meet in the year k, with at least three years on either side of it,

    .. math:: y_t = a + b_1 \min(t - k, 0) + b_2 \max(t - k, 0) + e_t

    are fitted for every k by least squares. The largest F of these against one straight line is
    compared with that of straight lines with errors as autocorrelated as what the straight line
    leaves (AR(1), simulated, seeded): a turn itself looks like autocorrelation, so that the test
    errs on the careful side. A turn is found if p is at most `rate`, the two slopes have different
    signs, and neither interval (at 1 - rate) holds 0: what only slows down has not turned.

    References
    ----------
    Andrews, D. W. K. (1993). Tests for parameter instability and structural change with unknown
    change point. Econometrica 61, 821-856.

    Examples
    --------
    >>> years = np.arange(2005, 2021)
    >>> value = 20 + np.where(years < 2013, years - 2013, 2013 - years) + .1 * (-1.0) ** years
    >>> row = turning_point(pd.DataFrame({"year": years, "value": value})).iloc[0]
    >>> int(row["turn"]), bool(row["found"])
    (2013, True)
    """
    cut = segments(frame, breaks, by=by)
    keys = series_columns(frame, by)
    rows = cut[cut["newest"] & cut["value"].notna()]
    found = []
    for key, part in rows.groupby(keys, observed=True) if keys else [((), rows)]:
        told = _turn(part["year"].to_numpy(float), part["value"].to_numpy(float), rate)
        found.append((*(key if isinstance(key, tuple) else (key,)), *told))
    made = pd.DataFrame(found, columns=[*keys, *TURN])
    return made.astype({"first": "Int64", "last": "Int64", "turn": "Int64", "found": "bool"})


def _turn(years: Floats, values: Floats, rate: float) -> tuple:
    ends = (int(years[0]), int(years[-1])) if years.size else (pd.NA, pd.NA)
    if years.size < FEWEST_YEARS:
        return (*ends, pd.NA, np.nan, np.nan, np.nan, False, "too_few_years")
    ratios = _ratios(tuple(years), values[:, None])[:, 0]
    best = int(np.argmax(ratios))
    knot = _knots(tuple(years))[best]
    slopes, errors = _slopes(years, values, knot)
    rho = _autocorrelation(_rests(tuple(years))[0] @ values, parameters=2)
    null = _chance(tuple(years), round(rho / STEP) * STEP)
    p = (np.count_nonzero(null >= ratios[best]) + 1) / (null.size + 1)
    limit = float(stdtrit(years.size - 4, 1 - rate / 2))
    apart = bool(slopes[0] * slopes[1] < 0 and (np.abs(slopes) > limit * errors).all())
    return (*ends, int(knot), *slopes, p, p <= rate and apart, "")


def _knots(years: tuple[float, ...]) -> Floats:
    return np.array(years[FEWEST_BESIDE:-FEWEST_BESIDE])


def _design(years: Floats, knot: float) -> Floats:
    since = years - knot
    return np.column_stack([np.ones_like(since), np.minimum(since, 0), np.maximum(since, 0)])


@cache
def _rests(years: tuple[float, ...]) -> tuple[Floats, ...]:
    """Matrices that leave what one line, and the two lines of each knot, do not explain."""
    t = np.array(years)
    designs = [np.column_stack([np.ones_like(t), t - t.mean()])]
    designs += [_design(t, knot) for knot in _knots(years)]
    return tuple(np.eye(t.size) - x @ np.linalg.pinv(x) for x in designs)


def _ratios(years: tuple[float, ...], values: Floats) -> Floats:
    """F of two lines against one: knots by series (columns of values)."""
    straight, *broken = (((rest @ values) ** 2).sum(axis=0) for rest in _rests(years))
    left = np.maximum(np.array(broken), 1e-12 * np.maximum(straight, 1e-300))
    return (straight - left) / (left / (len(years) - 4))


def _slopes(years: Floats, values: Floats, knot: float) -> tuple[Floats, Floats]:
    """Both slopes and their standard errors, wider where what is left is autocorrelated."""
    x = _design(years, knot)
    fit = np.linalg.lstsq(x, values)[0]
    rest = values - x @ fit
    rho = _autocorrelation(rest, parameters=4)
    variance = float(rest @ rest) / (years.size - 4) * np.linalg.inv(x.T @ x)
    spread: Floats = np.sqrt(np.diag(variance)[1:] * (1 + rho) / (1 - rho))
    return fit[1:].astype(float), spread


def _autocorrelation(rest: Floats, parameters: int) -> float:
    """Of what a line leaves, which understates it by about (1 + parameters (1 + rho)) / n."""
    squares = float(rest @ rest)
    if squares == 0:
        return 0.0
    rho = float(rest[1:] @ rest[:-1]) / squares
    return min(max(rho + (1 + parameters * (1 + rho)) / rest.size, 0.0), HIGHEST)


@cache
def _chance(years: tuple[float, ...], rho: float) -> Floats:
    """Largest F of straight lines with errors of an autocorrelation."""
    rng = np.random.default_rng([SEED, len(years)])
    errors = rng.normal(size=(len(years), DRAWS))
    for row in range(1, len(years)):
        errors[row] = rho * errors[row - 1] + np.sqrt(1 - rho**2) * errors[row]
    return _ratios(years, errors).max(axis=0)
