"""Formulas for ordered groups: people by unit (first axis) and ordered group (second axis)."""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb, pi

import numpy as np
from numpy.typing import NDArray

from segnb.measures.evenness import xlogx
from segnb.measures.from_formula import ManyFormula
from segnb.measures.unit_counts import Floats, Over

MOST_DEGREES, FEWEST_BINS = 4, 5
LOWEST_CUT, HIGHEST_CUT = 0.1, 0.9
GRID = 2001
AUTOMATIC = "automatic"
METHODS = (AUTOMATIC, "polynomial", "interpolation")


SPREAD: dict[str, Callable[[Floats], Floats]] = {
    "information": lambda c: -(xlogx(c) + xlogx(1 - c)) / np.log(2),
    "variation": lambda c: 4 * c * (1 - c),
    "square_root": lambda c: 2 * np.sqrt(np.clip(c * (1 - c), 0.0, None)),
    "absolute_difference": lambda c: 1 - np.abs(2 * c - 1),
}


def cumulated(n: Floats, over: Over) -> tuple[Floats, Floats, Floats]:
    """People by unit; share at or below each threshold in the unit, and in the place."""
    below = np.cumsum(n, axis=1)
    t, below = below[:, -1:], below[:, :-1]
    return t, np.clip(below / t, 0.0, 1.0), over.sum(below) / over.sum(t)


def ordinal(n: Floats, over: Over, *, kind: str) -> Floats:
    """How much less ordinal variation units have than the place (Reardon 2009)."""
    t, c, C = cumulated(n, over)
    spread = SPREAD[kind]
    whole = spread(C).sum(axis=1)
    return 1 - over.sum(t * spread(c)).sum(axis=1) / (over.sum(t)[:, 0] * whole)


def binary_profile(n: Floats, over: Over, *, kind: str) -> tuple[Floats, Floats]:
    """Cut points p (places x thresholds) and the two-group index at each of them."""
    t, c, C = cumulated(n, over)
    spread = SPREAD[kind]
    whole = spread(C)
    within = over.sum(t * spread(c)) / over.sum(t)
    value = np.full_like(whole, np.nan)
    np.divide(whole - within, whole, out=value, where=whole > 0)
    return C, value


def moments(kind: str, degree: int) -> Floats:
    """Integrals of p**m under the weight of the rank-order index, m = 0..degree (Reardon 2011)."""
    m = np.arange(degree + 1)
    if kind == "variation":
        return 6.0 / ((m + 2) * (m + 3))
    if kind == "square_root":
        wallis = np.array([comb(2 * k + 2, k + 1) / 4.0 ** (k + 1) / (k + 2) for k in m])
        return wallis * 4.0
    rising = np.array([np.sum(1.0 / np.arange(2, k + 3)) for k in m])
    return 2.0 / (m + 2) ** 2 + 2.0 * rising / ((m + 1) * (m + 2))


def density(kind: str, p: Floats) -> Floats:
    """Weight of the rank-order index at p; it integrates to 1."""
    area = {"information": 2 * np.log(2), "variation": 1.5, "square_root": 4 / pi}
    return SPREAD[kind](p) * area[kind]


@dataclass(frozen=True)
class Fit:
    """How the profile between the cut points was filled in."""

    weights: Floats  # of the index at each cut point; they give the rank-order index
    method: str
    degree: int


def _polynomial(cuts: Floats, kind: str, degree: int, weighted: bool) -> Fit:
    powers = np.vander(cuts, degree + 1, increasing=True)
    scale = SPREAD[kind](cuts) if weighted else np.ones_like(cuts)
    solve = np.linalg.pinv(powers * scale[:, None]) * scale
    return Fit(moments(kind, degree) @ solve, "polynomial", degree)


def _interpolation(cuts: Floats, kind: str) -> Fit:
    middle = (np.arange(GRID) + 0.5) / GRID
    weight = density(kind, middle)
    basis = np.array([np.interp(middle, cuts, row) for row in np.eye(cuts.size)])
    return Fit(basis @ weight / weight.sum(), "interpolation", 1)


def fit(
    cuts: Floats, value: Floats, kind: str, weighted: bool = True, method: str = AUTOMATIC
) -> Fit:
    """Polynomial where the cut points allow one that stays within 0-1, else interpolation."""
    degree = min(MOST_DEGREES, cuts.size + 1 - 2)
    if method == "polynomial":
        return _polynomial(cuts, kind, max(degree, 0), weighted)
    if method == "interpolation":
        return _interpolation(cuts, kind)
    spans = cuts[0] <= LOWEST_CUT and cuts[-1] >= HIGHEST_CUT
    if spans and degree >= 1:
        p = np.linspace(0, 1, 101)
        powers = np.vander(cuts, degree + 1, increasing=True)
        scale = SPREAD[kind](cuts) if weighted else np.ones_like(cuts)
        beta = np.linalg.lstsq(powers * scale[:, None], value * scale, rcond=None)[0]
        curve = np.vander(p, degree + 1, increasing=True) @ beta
        if curve.min() >= 0 and curve.max() <= 1:
            return _polynomial(cuts, kind, degree, weighted)
    return _interpolation(cuts, kind)


def check_method(method: str) -> None:
    """Refuse a way to fill in the profile that there is not."""
    if method not in METHODS:
        raise ValueError(f"no method {method!r}; there are {', '.join(METHODS)}")


def rank_order(
    n: Floats, over: Over, *, kind: str, weighted: bool = True, method: str = AUTOMATIC
) -> Floats:
    """Index over all thresholds (Reardon 2011); the ordinal one where there are few bins."""
    check_method(method)
    if n.shape[1] < FEWEST_BINS and method == AUTOMATIC:
        return ordinal(n, over, kind=kind)
    cuts, value = binary_profile(n, over, kind=kind)
    if n.ndim == 2:
        return np.array(
            [
                rank_order_of(c, v, kind, weighted, method)[0]
                for c, v in zip(cuts, value, strict=True)
            ]
        )
    # Draws of one place: how the profile is filled in belongs to the place, not to each draw.
    axes = tuple(range(1, n.ndim - 1))
    weights = rank_order_weights(
        cuts[0].mean(axis=axes), np.nan_to_num(value[0]).mean(axis=axes), kind, weighted, method
    )
    return np.tensordot(weights, np.nan_to_num(value[0]), axes=(0, 0))[None]


def usable(cuts: Floats, value: Floats) -> NDArray[np.bool_]:
    """Thresholds with people on both sides, each share once."""
    inside = (cuts > 0) & (cuts < 1) & np.isfinite(value)
    inside[1:] &= np.diff(cuts) > 0
    return inside


def rank_order_weights(
    cuts: Floats, value: Floats, kind: str, weighted: bool, method: str = AUTOMATIC
) -> Floats:
    """Weights of all cut points, 0 where there are no people on one side."""
    keep = usable(cuts, value)
    weights = np.zeros_like(cuts)
    weights[keep] = fit(cuts[keep], value[keep], kind, weighted, method).weights
    return weights


def rank_order_of(
    cuts: Floats, value: Floats, kind: str, weighted: bool, method: str = AUTOMATIC
) -> tuple[float, Fit]:
    """Index of one place and how it was found."""
    keep = usable(cuts, value)
    found = fit(cuts[keep], value[keep], kind, weighted, method)
    return float(found.weights @ value[keep]), found


def neighbourhood_sorting(n: Floats, over: Over, *, values: Floats) -> Floats:
    """Standard deviation of unit means over that of persons (Jargowsky 1996)."""
    v = np.asarray(values, dtype=float)
    if v.shape != n.shape[1:2] or not np.isfinite(v).all() or np.unique(v).size < v.size:
        raise ValueError(
            f"the values are {', '.join(map(str, values))}; each of the {n.shape[1]} groups needs "
            "one of its own"
        )
    v = v.reshape(1, -1, *([1] * (n.ndim - 2)))
    t = n.sum(axis=1, keepdims=True)
    mean = (n * v).sum(axis=1, keepdims=True) / t
    whole = over.sum(t * mean) / over.sum(t)
    centre = over.spread(whole)
    between = over.sum(t * (mean - centre) ** 2)[:, 0]
    return np.sqrt(between / over.sum(n * (v - centre) ** 2).sum(axis=1))


def _rank_order(kind: str) -> ManyFormula:
    def bound(n: Floats, over: Over, *, method: str = AUTOMATIC) -> Floats:
        return rank_order(n, over, kind=kind, method=method)

    return bound


ORDERED: dict[str, ManyFormula] = {
    f"rank_order_{kind}": _rank_order(kind) for kind in ("information", "variation", "square_root")
}
