"""The test along lines from no segregation to the observed shares and beyond, and its inverse."""

from dataclasses import dataclass

import numpy as np

from segnb.measures.resampling import WHOLE, Arrays, Formula, Perturbation, Place
from segnb.measures.unit_counts import Floats

STEPS = np.array([0.15, 0.35, 0.55, 0.75, 1.25, 1.6])
NEAR = np.array([-0.75, 0.75])
FARTHEST, FURTHER = 10.0, 1.25
ENCLOSED = 0.01  # tail of the draws at the last step that lies beyond what was observed
CHANCES = (np.arange(199) + 0.5) / 199
ROUND_OFF = 1e-12
MOST_NUMBERS = 4_000_000  # in one array of draws


@dataclass(frozen=True)
class Line:
    """A measure along one line: its value at each step, and sorted draws of it."""

    steps: Floats  # from 0 on
    value: Floats  # of the expected counts at each step
    drawn: Floats  # steps x draws; the first row are random allocations

    def cut(self, tail: float, lowest: bool) -> Floats:
        """The draw beyond which p = (r+1)/(n+1) <= tail, at each step, monotone along the line."""
        rank = rank_of(tail, self.drawn.shape[1])
        column = self.drawn[:, rank - 1] if lowest else self.drawn[:, -rank]
        return np.maximum.accumulate(column)

    def where(self, cut: Floats, observed: float) -> float:
        """Value at which the cut-off meets what was observed."""
        return float(np.interp(np.interp(observed, cut, self.steps), self.steps, self.value))

    def confidence(self, observed: Floats, chances: Floats) -> Floats:
        """Values below which the truth lies with these chances: ends of one-sided intervals."""
        cuts = np.quantile(self.drawn, 1 - chances, axis=1, method="weibull")
        cuts = np.maximum.accumulate(cuts, axis=1)
        met = [np.interp(seen, cut, self.steps) for cut, seen in zip(cuts, observed, strict=True)]
        return np.interp(met, self.steps, self.value)


@dataclass(frozen=True)
class Curve:
    """What was observed, what chance gives, and the test along the lines."""

    observed: float
    null: Floats  # sorted
    even: float  # the value without segregation
    lines: list[Line]

    @property
    def p(self) -> float:
        """Share of random allocations at least as uneven, counting the observed one."""
        at_least = self.null.size - np.searchsorted(self.null, self.observed - ROUND_OFF)
        return float((at_least + 1) / (self.null.size + 1))

    def chance(self, tail: float) -> float:
        """What chance alone exceeds in this share of cases; p <= tail lies above it."""
        return float(self.null[-rank_of(tail, self.null.size)])

    def interval(self, level: float) -> tuple[float, float]:
        """All values that the two-sided test does not reject on one of the lines."""
        tail = (1 - level) / 2
        lower = self.even
        if self.p <= tail + ROUND_OFF:
            lower = min(line.where(line.cut(tail, False), self.observed) for line in self.lines)
        # Below the median of chance the upper end would promise more than such data can show;
        # there it is the end for the median (a power-constrained limit).
        seen = max(self.observed, float(np.median(self.null)))
        upper = max(line.where(line.cut(tail, True), seen) for line in self.lines)
        return lower, max(upper, lower)

    def unbiased(self) -> float:
        """Value at which half of the draws exceed what was observed; never below no segregation."""
        if self.observed <= np.median(self.null):
            return self.even
        found = [
            line.where(np.maximum.accumulate(np.median(line.drawn, axis=1)), self.observed)
            for line in self.lines
        ]
        return float(np.mean(found))

    def mirrored(self, quantile: float) -> float:
        """Basic bootstrap: a quantile of the draws at the observed shares, mirrored in it."""
        line = self.lines[0]
        at = int(np.argmin(np.abs(line.steps - 1.0)))
        return max(float(2 * self.observed - np.quantile(line.drawn[at], quantile)), self.even)

    def basic(self, level: float) -> tuple[float, float]:
        """Interval of the basic bootstrap."""
        return self.mirrored((1 + level) / 2), self.mirrored((1 - level) / 2)

    def confidence(self, chances: Floats) -> Floats:
        """Values below which the truth lies with these chances, the outermost of the lines."""
        seen = np.where(
            CHANCES < 0.5, self.observed, max(self.observed, float(np.median(self.null)))
        )
        found = [line.confidence(seen, CHANCES) for line in self.lines]
        ends = np.where(CHANCES < 0.5, np.min(found, axis=0), np.max(found, axis=0))
        return np.interp(chances, CHANCES, ends)


def rank_of(tail: float, draws: int) -> int:
    """The m of the m-th draw from an end with (m - 1 + 1) / (n + 1) <= tail."""
    return max(int(np.floor(tail * (draws + 1) + ROUND_OFF)), 1)


@dataclass(frozen=True)
class Drawing:
    """How draws of one place are made and measured."""

    place: Place
    formula: Formula
    draws: int
    perturbation: Perturbation
    rng: np.random.Generator
    tail: float = ENCLOSED  # the smallest that an interval is asked for

    def measured(self, arrays: Arrays) -> Floats:
        """The measure of drawn counts, sorted."""
        if self.perturbation:
            arrays = self.place.published(arrays, self.perturbation, self.rng)
        with np.errstate(invalid="ignore", divide="ignore"):
            sample = self.formula(*arrays, WHOLE)[0]
        # A draw without anybody of the group shows no segregation.
        return np.sort(np.where(np.isfinite(sample), sample, 0.0), axis=-1)

    def null(self) -> Floats:
        """The measure under random allocation."""
        return self.measured(self.place.shuffled(self.draws, self.rng))

    def value(self, steps: Floats, shape: Floats) -> Floats:
        """The measure of the expected counts."""
        return self.formula(*self.place.along(steps, shape), WHOLE)[0]

    def at(self, steps: Floats, shape: Floats) -> Floats:
        """The measure of counts drawn at these steps; few at a time where there are many units."""
        few = max(1, MOST_NUMBERS // (self.place.cells * self.draws))
        parts = [steps[start : start + few] for start in range(0, steps.size, few)]
        drawn = (self.place.along(part, shape) for part in parts)
        return np.concatenate(
            [self.measured(self.place.drawn(part, self.draws, self.rng)) for part in drawn]
        )


def curve(
    place: Place,
    formula: Formula,
    draws: int,
    seed: int,
    perturbation: Perturbation,
    classes: bool = False,
    tail: float = ENCLOSED,
) -> Curve:
    """Draws at no segregation, at the observed shares, and at the steps that they call for."""
    tail = min(tail, ENCLOSED)
    drawing = Drawing(place, formula, draws, perturbation, place.stream(seed), tail)
    observed = float(formula(*place.arrays, WHOLE)[0])
    null = drawing.null()
    lines = [_line(drawing, shape, observed, null) for shape in place.shapes(classes)]
    return Curve(observed, null, 0.0, lines)


def _line(drawing: Drawing, shape: Floats, observed: float, null: Floats) -> Line:
    one = drawing.at(np.ones(1), shape)
    near = _near(drawing, shape, observed, null, one[0])
    if near is not None:
        found = _assembled(drawing, shape, null, near, one)
        if _enclosed(found, observed, drawing.tail):
            return found
    seen = max(observed, float(np.median(null)))
    whole = _assembled(drawing, shape, null, STEPS * _reach(observed, null), one)
    return _extended(drawing, shape, whole, seen)


def _extended(drawing: Drawing, shape: Floats, line: Line, seen: float) -> Line:
    """The line drawn on until its draws lie beyond what was seen, or cannot become more uneven."""
    steps, values, drawn = list(line.steps), list(line.value), list(line.drawn)
    few = rank_of(drawing.tail, drawing.draws)
    while drawn[-1][few - 1] <= seen:
        step = np.array([FURTHER * steps[-1]])
        value = float(drawing.value(step, shape)[0])
        if not value > values[-1] + ROUND_OFF:
            break
        steps.append(step[0])
        values.append(value)
        drawn.append(drawing.at(step, shape)[0])
    return Line(np.array(steps), np.array(values), np.array(drawn))


def _assembled(drawing: Drawing, shape: Floats, null: Floats, steps: Floats, one: Floats) -> Line:
    drawn = np.concatenate((null[None], drawing.at(steps, shape), one))
    steps = np.concatenate(([0.0], steps, [1.0]))
    order = np.argsort(steps, kind="stable")
    steps = steps[order]
    value = np.maximum.accumulate(np.maximum(drawing.value(steps, shape), 0.0))
    return Line(steps, value, drawn[order])


def _near(
    drawing: Drawing, shape: Floats, observed: float, null: Floats, one: Floats
) -> Floats | None:
    """Steps around the observed shares where segregation stands clear of chance."""
    low, middle, high = np.quantile(one, [0.025, 0.5, 0.975])
    below, at, above = drawing.value(np.array([0.95, 1.0, 1.05]), shape)
    slope = (above - below) / 0.1
    if observed <= 2 * null[-1] or slope <= 0 or high - low > 0.4 * slope or at <= 0:
        return None
    steps = 1 + (observed - middle) / slope + (high - low) / slope * NEAR
    return steps if steps[0] > 0.1 else None


def _enclosed(found: Line, observed: float, tail: float) -> bool:
    """Whether the steps reach beyond both ends of the interval."""
    first, last = found.drawn[1], found.drawn[-1]
    few = rank_of(tail, first.size)
    return bool(observed > first[-few] and observed < last[few - 1])


def _reach(observed: float, null: Floats) -> float:
    """Factor on the steps, so that the line reaches what chance alone would give."""
    middle = float(np.median(null))
    return min(max(middle / observed, 1.0), FARTHEST) if observed > 0 else FARTHEST
