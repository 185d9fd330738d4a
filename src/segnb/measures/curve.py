"""The test along a line from no segregation to the observed shares and beyond, and its inverse."""

from dataclasses import dataclass

import numpy as np

from segnb.measures.cells import Floats
from segnb.measures.draws import WHOLE, Arrays, Formula, Perturbation, Place

STEPS = np.array([0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1.15, 1.35, 1.6])
NEAR = np.array([-1.0, -0.45, 0.45, 1.0])
FARTHEST = 10.0
ROUND_OFF = 1e-12


@dataclass(frozen=True)
class Curve:
    """A measure along the line: what was observed, its value, and sorted draws at each step."""

    observed: float
    steps: Floats  # from 0 on
    value: Floats  # of the expected counts at each step
    drawn: Floats  # sorted, steps x draws; the first row are random allocations

    @property
    def null(self) -> Floats:
        """The measure under random allocation, sorted."""
        return self.drawn[0]

    @property
    def p(self) -> float:
        """Share of random allocations at least as uneven, counting the observed one."""
        at_least = self.null.size - np.searchsorted(self.null, self.observed - ROUND_OFF)
        return float((at_least + 1) / (self.null.size + 1))

    def cut(self, tail: float, lowest: bool) -> Floats:
        """The draw beyond which p = (r+1)/(n+1) <= tail, at each step, monotone along the line."""
        rank = max(int(np.floor(tail * (self.null.size + 1) + ROUND_OFF)), 1)
        column = self.drawn[:, rank - 1] if lowest else self.drawn[:, -rank]
        return np.maximum.accumulate(column)

    def where(self, cut: Floats, observed: float | None = None) -> float:
        """Value at which the cut-off meets what was observed."""
        seen = self.observed if observed is None else observed
        return float(np.interp(np.interp(seen, cut, self.steps), self.steps, self.value))

    def interval(self, level: float) -> tuple[float, float]:
        """All values on the line that the two-sided test does not reject."""
        tail = (1 - level) / 2
        distinct = self.p <= tail + ROUND_OFF
        lower = self.where(self.cut(tail, lowest=False)) if distinct else float(self.value[0])
        # Below the median of chance the upper end would promise more than such data can show;
        # there it is the end for the median (a power-constrained limit).
        seen = max(self.observed, float(np.median(self.null)))
        return lower, max(self.where(self.cut(tail, lowest=True), seen), lower)

    def unbiased(self) -> float:
        """Value at which half of the draws exceed what was observed; never below no segregation."""
        middle = np.maximum.accumulate(np.median(self.drawn, axis=1))
        return self.where(middle) if self.observed > middle[0] else float(self.value[0])

    def basic(self, level: float) -> tuple[float, float]:
        """Basic bootstrap: the draws at the observed shares, mirrored in the estimate."""
        at = int(np.argmin(np.abs(self.steps - 1.0)))
        ends = np.quantile(self.drawn[at], [(1 + level) / 2, (1 - level) / 2])
        lower, upper = 2 * self.observed - ends
        return max(float(lower), float(self.value[0])), float(upper)

    def confidence(self, chances: Floats) -> Floats:
        """Values below which the truth lies with these chances (the confidence distribution)."""
        above = (self.drawn >= self.observed - ROUND_OFF).mean(axis=1)
        above = np.maximum.accumulate(above)
        return np.interp(np.interp(chances, above, self.steps), self.steps, self.value)


def _sorted(
    place: Place,
    formula: Formula,
    arrays: Arrays,
    perturbation: Perturbation,
    rng: np.random.Generator,
) -> Floats:
    if perturbation:
        arrays = place.published(arrays, perturbation, rng)
    with np.errstate(invalid="ignore", divide="ignore"):
        sample = formula(*arrays, WHOLE)[0]
    # A draw without anybody of the group shows no segregation.
    return np.sort(np.where(np.isfinite(sample), sample, 0.0), axis=-1)


def curve(
    place: Place, formula: Formula, draws: int, seed: int, perturbation: Perturbation
) -> Curve:
    """Draws at no segregation, at the observed shares, and at the steps that they call for."""
    rng = place.stream(seed)
    observed = float(formula(*place.arrays, WHOLE)[0])

    def at(steps: Floats) -> tuple[Floats, Floats]:
        expected = place.along(steps)
        sample = _sorted(place, formula, place.drawn(expected, draws, rng), perturbation, rng)
        return formula(*expected, WHOLE)[0], sample

    null = _sorted(place, formula, place.shuffled(draws, rng), perturbation, rng)
    one_value, one_sample = at(np.ones(1))
    near = _near(observed, null, one_sample[0])
    if near is not None:
        value, sample = at(near)
        found = _assembled(observed, null, near, value, sample, one_value, one_sample)
        if _enclosed(found):
            return found
    steps = STEPS * _reach(observed, null)
    value, sample = at(steps)
    return _assembled(observed, null, steps, value, sample, one_value, one_sample)


def _assembled(
    observed: float,
    null: Floats,
    steps: Floats,
    value: Floats,
    sample: Floats,
    one_value: Floats,
    one_sample: Floats,
) -> Curve:
    steps = np.concatenate(([0.0], steps, [1.0]))
    order = np.argsort(steps, kind="stable")
    values = np.concatenate(([0.0], value, one_value))
    drawn = np.concatenate((null[None], sample, one_sample))
    return Curve(observed, steps[order], np.maximum.accumulate(values[order]), drawn[order])


def _near(observed: float, null: Floats, one: Floats) -> Floats | None:
    """Steps around the observed shares where segregation stands clear of chance."""
    low, middle, high = np.quantile(one, [0.025, 0.5, 0.975])
    if observed <= 2 * null[-1] or middle <= 0 or high - low > 0.4 * middle:
        return None
    return observed / middle + 1.1 * (high - low) / middle * NEAR


def _enclosed(found: Curve) -> bool:
    """Whether the steps reach beyond both ends of the interval."""
    first, last = found.drawn[1], found.drawn[-1]
    few = max(int(0.01 * first.size), 1)
    return bool(found.observed > first[-few] and found.observed < last[few - 1])


def _reach(observed: float, null: Floats) -> float:
    """Factor on the steps, so that the line reaches what chance alone would give."""
    middle = float(np.median(null))
    return min(max(middle / observed, 1.0), FARTHEST) if observed > 0 else FARTHEST
