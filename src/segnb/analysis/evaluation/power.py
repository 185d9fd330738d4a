"""The smallest effect that rule R would have found, from areas without an effort."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from segnb.analysis.evaluation.effort_rule import Design, design
from segnb.analysis.evaluation.panel import MANY, Flags, Floats, Panel
from segnb.analysis.evaluation.randomisation import ALPHA, DRAWS, NEAR, unrejected
from segnb.vocabulary.evaluation_plan import Refusal

POWER = 0.80
PLACEBOS, PLACEBO_GROUPS, STEPS = 200, 40, 12
LARGEST = 64.0  # standard deviations of the placebos
Rows = NDArray[np.intp]


class _Placebos(NamedTuple):
    """Effects between which rule R says nothing of each placebo effort.

    Attributes
    ----------
    spread
        Standard deviation of what the placebos show without any effect.
    """

    low: Floats
    high: Floats
    spread: float

    def finds(self, effect: float) -> Flags:
        """Whether the rule fires for each placebo, upwards and downwards."""
        either = np.array([[effect], [-effect]])
        return ((either < self.low) | (either > self.high)).ravel()


def smallest_detectable(panel: Panel, seed: int, alpha: float = ALPHA) -> float:
    """Effect that rule R finds in four of five placebo efforts; infinite if none is.

    Only comparison areas take part: each in turn, or groups as large as the treated, gets a
    constant added in the years after the start, up and down. Estimate, twin and both guards are
    run; the check in logarithms is not, so that of rates and counts it is the least that would do.

    Parameters
    ----------
    alpha
        Level of the main test; lower where several outcomes are tested together.
    """
    quiet, size = panel.only(~panel.treated).in_order(), int(panel.treated.sum())
    try:
        if size >= MANY:
            made = [_group(quiet, size, seed + i, alpha) for i in range(PLACEBO_GROUPS)]
        else:
            made = [_each(quiet, size, seed, alpha)]
    except Refusal:
        return float("inf")
    spread = max(one.spread for one in made)
    return _first(lambda effect: np.concatenate([p.finds(effect) for p in made]).mean(), spread)


def _first(found: Callable[[float], float], spread: float) -> float:
    """Smallest effect that is found often enough, by halving."""
    low, high = 0.0, spread
    while found(high) < POWER:
        low, high = high, 2 * high
        if high > LARGEST * spread or spread == 0:
            return float("inf")
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if found(middle) >= POWER else (middle, high)
    return high


def _each(panel: Panel, size: int, seed: int, alpha: float) -> _Placebos:
    """Placebos of one to five areas: the placements of one design in turn."""
    made = design(_placed(panel, np.arange(size)), seed)
    draws = len(made.matched)
    drawn = np.random.default_rng(seed).permutation(draws)[: max(PLACEBOS, len(panel.areas))]
    # with all placements there is one area fewer than in the test itself: p is as coarse as there
    scale = 1.0 if draws > DRAWS else 1 + size / len(panel.areas)
    return _placebos(made, np.sort(drawn), alpha, scale)


def _group(panel: Panel, size: int, seed: int, alpha: float) -> _Placebos:
    """A placebo of six or more areas, matched anew."""
    chosen = np.random.default_rng(seed).permutation(len(panel.areas))[:size]
    return _placebos(design(_placed(panel, chosen), seed), np.array([0]), alpha, 1.0)


def _placed(panel: Panel, rows: Rows) -> Panel:
    treated = np.zeros(len(panel.areas), dtype=bool)
    treated[rows] = True
    return replace(panel, treated=treated)


def _placebos(made: Design, rows: Rows, alpha: float, scale: float) -> _Placebos:
    """The estimate and its twin have to be unusual on the same side, and both guards quiet."""
    panel = made.panel
    guards = (made.everyone @ panel.slope, made.earlier @ panel.earlier().change)
    quiet = np.minimum(*(_p_of_rows(one, rows) for one in guards)) > ALPHA
    placed = (made.everyone[rows] > 0).T.astype(float)
    main, twin = (
        -unrejected(weights @ outcome, weights @ placed, rows, level * scale)[::-1]
        for weights, outcome, level in (
            (made.matched, panel.change, alpha),
            (made.everyone, panel.bent, ALPHA),
        )
    )
    return _Placebos(
        low=np.where(quiet, np.minimum(main[0], twin[0]), -np.inf),
        high=np.where(quiet, np.maximum(main[1], twin[1]), np.inf),
        spread=float((made.matched @ panel.change).std()),
    )


def _p_of_rows(statistic: Floats, rows: Rows) -> Floats:
    """How unusual some rows are among all."""
    far = np.abs(statistic - statistic.mean())
    nearer = np.searchsorted(np.sort(far), far[rows] * (1 - NEAR))
    return 1 - nearer / len(far)
