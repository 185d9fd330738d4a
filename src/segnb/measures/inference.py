"""Uncertainty: what chance alone would give, and an interval by inverting that very test."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from segnb.measures.cells import By, Floats, Labels, OneBlock, title
from segnb.measures.draws import Perturbation, along_line, permutations, stream
from segnb.measures.evenness import evaluate, result
from segnb.measures.formulas import TWO_GROUP, Formula
from segnb.measures.groups import TwoGroups, two_groups

STEPS = np.array([0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0, 1.15, 1.35, 1.6])
FEW_UNITS, WITHHELD_UNITS = 20, 5
SMALL_GROUP, SMALL_SHARE = 100, 0.01
INNER_LEVEL = 0.80
WHOLE = OneBlock()

COLUMNS = (
    "expected",
    "upper_random",
    "unbiased",
    "lower",
    "upper",
    "lower80",
    "upper80",
    "p",
    "distinguishable",
)


@lru_cache(maxsize=1)
def _gammaln():
    from scipy.special import gammaln  # scipy only where it is needed: the import is slow

    return gammaln


def expected_dissimilarity(X: float, t: Floats) -> float:
    """Mean of D if X people are dealt out at random over units of sizes t; exact."""
    gammaln = _gammaln()
    t = np.rint(t)
    T, X = t.sum(), float(np.rint(X))
    m = np.floor(t * X / T) + 1
    inside = (m <= np.minimum(t, X)) & (T - X - t + m >= 0)
    t, m = t[inside], m[inside]

    def choose(n: Floats | float, k: Floats) -> Floats:
        return gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)

    probability = np.exp(choose(X, m) + choose(T - X, t - m) - choose(T, t))
    deviation = 2 * m * (T - X - t + m) / T * probability
    return float(deviation.sum() / (2 * X * (1 - X / T)))


@dataclass(frozen=True)
class Curve:
    """A measure along the line from no segregation on: its value, and sorted draws of it."""

    steps: Floats  # from 0 on
    value: Floats  # of the expected counts, one for each step
    drawn: list[Floats]  # sorted, one array for each step

    def rank(self, tail: float, lowest: bool) -> Floats:
        """The draw that cuts off a tail, at each step, made monotone along the line."""
        cut = np.array([_cut(draws, tail, lowest) for draws in self.drawn])
        return np.maximum.accumulate(cut)

    def at(self, observed: float, cut: Floats) -> float:
        """Value where the cut-off meets what was observed."""
        return float(np.interp(np.interp(observed, cut, self.steps), self.steps, self.value))


def _cut(draws: Floats, tail: float, lowest: bool) -> float:
    """The m-th draw from below or above, such that beyond it p = (r+1)/(n+1) <= tail."""
    m = max(int(np.floor(tail * (draws.size + 1) + 1e-9)), 1)
    return draws[m - 1] if lowest else draws[-m]


def p_value(observed: float, null: Floats) -> float:
    """Share of random allocations that are at least as uneven, counting the observed one."""
    at_least = null.size - np.searchsorted(null, observed - 1e-12)
    return (at_least + 1) / (null.size + 1)


def interval(observed: float, curve: Curve, level: float) -> tuple[float, float]:
    """All values on the line that the two-sided test does not reject."""
    tail = (1 - level) / 2
    null = curve.drawn[0]
    distinct = p_value(observed, null) <= tail + 1e-12
    lower = curve.at(observed, curve.rank(tail, lowest=False)) if distinct else curve.value[0]
    # Below the median of chance the upper end would promise more than the data can show
    # (power-constrained limit); there the end for the median is given.
    seen = max(observed, float(np.median(null)))
    return lower, max(curve.at(seen, curve.rank(tail, lowest=True)), lower)


def _curve(
    x: Floats,
    t: Floats,
    formula: Formula,
    observed: float,
    draws: int,
    perturbation: Perturbation,
    rng: np.random.Generator,
) -> Curve:
    null = permutations(x, t, draws, rng)
    null = np.sort(_statistic(formula, null, t[:, None], perturbation, rng))
    reach = min(max(1.0, float(np.median(null)) / observed if observed > 0 else 1.0), 10.0)
    steps = STEPS * reach
    truth, drawn = along_line(x, t, steps, draws, rng)
    values = formula(truth, t[:, None], WHOLE)[0]
    even = formula((t * (x.sum() / t.sum()))[:, None], t[:, None], WHOLE)[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        sample = _statistic(formula, drawn, t[:, None, None], perturbation, rng)
    sample = np.sort(np.where(np.isfinite(sample), sample, 0.0), axis=1)
    return Curve(
        np.concatenate(([0.0], steps)),
        np.concatenate((np.maximum(even, 0.0), values)),
        [null, *sample],
    )


def _statistic(
    formula: Formula, x: Floats, t: Floats, perturbation: Perturbation, rng: np.random.Generator
) -> Floats:
    if perturbation:
        x, t = perturbation.of_counts(x, t, rng)
    return formula(x, t, WHOLE)[0]


def _infer(
    x: Floats,
    t: Floats,
    name: str,
    level: float,
    draws: int,
    seed: int,
    perturbation: Perturbation,
) -> dict[str, float | bool]:
    order = np.lexsort((x, t))
    x, t = x[order], t[order]
    formula = TWO_GROUP[name]
    observed = float(formula(x, t, WHOLE)[0])
    curve = _curve(x, t, formula, observed, draws, perturbation, stream(seed, x, t))
    null = curve.drawn[0]
    tail = (1 - level) / 2
    p = p_value(observed, null)
    lower, upper = interval(observed, curve, level)
    lower80, upper80 = interval(observed, curve, INNER_LEVEL)
    middle = np.maximum.accumulate([np.median(drawn) for drawn in curve.drawn])
    exact = name == "dissimilarity" and not perturbation
    return {
        "expected": expected_dissimilarity(x.sum(), t) if exact else float(null.mean()),
        "upper_random": _cut(null, tail, lowest=False),
        "unbiased": curve.at(observed, middle) if observed > middle[0] else float(curve.value[0]),
        "lower": lower,
        "upper": upper,
        "lower80": lower80,
        "upper80": upper80,
        "p": p,
        "distinguishable": p <= tail + 1e-12,
    }


_LINEAR = {"isolation", "interaction"}


def _share_given(name: str, row: dict, P: float) -> dict:
    """Isolation and interaction follow from eta squared where the group's share is known."""
    sign = 1 if name == "isolation" else -1
    start = P if name == "isolation" else 1 - P
    moved = {
        k: (start + sign * (1 - P) * v if k not in ("p", "distinguishable") else v)
        for k, v in row.items()
    }
    if sign < 0:
        moved["lower"], moved["upper"] = moved["upper"], moved["lower"]
        moved["lower80"], moved["upper80"] = moved["upper80"], moved["lower80"]
    return moved


def flags(units: int, size: float, total: float, noisy: bool) -> str:
    """Words of caution, separated by a space."""
    words = (
        ("withheld", units <= WITHHELD_UNITS),
        ("few_units", units < FEW_UNITS),
        ("small_group", size < SMALL_GROUP or size < SMALL_SHARE * total),
        ("noisy_cells", noisy),
    )
    return " ".join(word for word, holds in words if holds)


def intervals(
    counts: pd.DataFrame,
    measure: str | Sequence[str],
    group: Labels,
    *,
    versus: Labels | None = None,
    by: By = (),
    level: float = 0.95,
    draws: int = 399,
    seed: int = 0,
    rounding: float | None = None,
    noise: float | None = None,
) -> pd.DataFrame:
    """A measure with what chance would give, an interval and a p-value, for every place.

    Parameters
    ----------
    counts, group, versus, by
        As in :func:`~segnb.measures.dissimilarity`.
    measure : str or list of str
        Name of the measure, such as ``"dissimilarity"``.
    level : float
        Of the interval; the inner one is always 80 per cent.
    draws : int
        Random allocations, and draws at each of ten points of the line.
    seed : int
        The same seed and counts give the same numbers.
    rounding : float, optional
        Step to which the shares were rounded by the producer: .01 for whole per cents.
    noise : float, optional
        Standard deviation of the noise that the producer added to each cell.

    Returns
    -------
    DataFrame
        The columns of the measure and ``expected`` (mean under random allocation),
        ``upper_random`` (its upper limit), ``unbiased`` (median-unbiased), ``lower``, ``upper``,
        ``lower80``, ``upper80``, ``p``, ``distinguishable`` and ``flags``.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [300, 700, 100, 900]})
    >>> row = intervals(counts, "dissimilarity", "x").iloc[0]
    >>> bool(row["lower"] < row["estimate"] < row["upper"]), bool(row["distinguishable"])
    (True, True)
    """
    perturbation = Perturbation(noise or 0.0, rounding or 0.0)
    table = two_groups(counts, group, versus, by)
    wanted = [measure] if isinstance(measure, str) else list(measure)
    frames = [
        _frame(table, name, title(group), level, draws, seed, perturbation) for name in wanted
    ]
    return pd.concat(frames, ignore_index=True)


def _frame(
    table: TwoGroups,
    name: str,
    group: str,
    level: float,
    draws: int,
    seed: int,
    perturbation: Perturbation,
) -> pd.DataFrame:
    frame = result(table.places, name, group, evaluate(table, TWO_GROUP[name]))
    rows = []
    for start, size in zip(table.over.starts, table.over.sizes, strict=True):
        x, t = table.x[start : start + size], table.t[start : start + size]
        inner = "eta_squared" if name in _LINEAR else name
        row = _infer(x, t, inner, level, draws, seed, perturbation)
        rows.append(_share_given(name, row, x.sum() / t.sum()) if name in _LINEAR else row)
    found = pd.DataFrame(rows, columns=list(COLUMNS), index=frame.index[table.places.valid])
    frame = frame.join(found)
    frame["distinguishable"] = frame["distinguishable"].astype("boolean")
    frame["flags"] = [
        flags(units, size, total, bool(perturbation))
        for units, size, total in zip(frame.units, frame.group_size, frame.total, strict=True)
    ]
    return frame


def expected(
    counts: pd.DataFrame,
    measure: str,
    group: Labels,
    *,
    versus: Labels | None = None,
    by: By = (),
    draws: int = 399,
    seed: int = 0,
) -> pd.DataFrame:
    """The value that a measure would have on average if people were dealt out at random.

    Exact for D, the mean of ``draws`` random allocations for the others.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [1, 9, 1, 9]})
    >>> round(expected(counts, "dissimilarity", "x")["expected"].item(), 4)
    0.2632
    """
    table = two_groups(counts, group, versus, by)
    values = []
    for start, size in zip(table.over.starts, table.over.sizes, strict=True):
        x, t = table.x[start : start + size], table.t[start : start + size]
        if measure == "dissimilarity":
            values.append(expected_dissimilarity(x.sum(), t))
            continue
        order = np.lexsort((x, t))
        x, t = x[order], t[order]
        null = permutations(x, t, draws, stream(seed, x, t))
        values.append(float(TWO_GROUP[measure](null, t[:, None], WHOLE)[0].mean()))
    frame = result(table.places, measure, title(group), table.places.filled(np.array(values)))
    return frame.rename(columns={"estimate": "expected"})
