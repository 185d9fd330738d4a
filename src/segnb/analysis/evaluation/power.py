"""The smallest effect that the whole rule would have found, from areas without an effort."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segnb.analysis.evaluation.panel import MANY, Flags, Floats, Panel
from segnb.analysis.evaluation.randomisation import ALPHA, DRAWS, NEAR
from segnb.analysis.evaluation.rule import Design, design
from segnb.vocabulary.refusals import Refusal

POWER = 0.80
PLACEBOS, PLACEBO_GROUPS, STEPS = 200, 40, 12
LARGEST = 64.0  # standard deviations of the placebos
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class _Placebos:
    """Placebo efforts of one design: what each test saw, and what an effect would add to it."""

    rows: Rows
    main: Floats
    twin: Floats
    main_shift: Floats
    twin_shift: Floats
    quiet: Flags
    alpha: float
    scale: float

    def finds(self, effect: float) -> Flags:
        """Whether the rule fires for each placebo, upwards and downwards."""
        return np.concatenate([self._fires(effect), self._fires(-effect)])

    def _fires(self, effect: float) -> Flags:
        main, main_p = _seen(self.main[:, None] + effect * self.main_shift, self.rows)
        twin, twin_p = _seen(self.twin[:, None] + effect * self.twin_shift, self.rows)
        unusual = (main_p <= self.alpha * self.scale + NEAR) & (twin_p <= ALPHA * self.scale + NEAR)
        return self.quiet & unusual & (np.sign(main) == np.sign(twin))


def smallest_detectable(panel: Panel, seed: int, alpha: float = ALPHA) -> float:
    """Effect that rule R finds in four of five placebo efforts; infinite if none is.

    Only comparison areas take part: each in turn, or groups as large as the treated, gets a
    constant added in the years after the start, up and down, and the whole rule is run.

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
    spread = max(float(one.main.std()) for one in made)
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
    panel = made.panel
    guards = (made.everyone @ panel.slope, made.earlier @ panel.earlier().change)
    before = [_seen(np.repeat(one[:, None], len(rows), axis=1), rows)[1] for one in guards]
    placed = (made.everyone[rows] > 0).T.astype(float)
    return _Placebos(
        rows=rows,
        main=made.matched @ panel.change,
        twin=made.everyone @ panel.bent,
        main_shift=made.matched @ placed,
        twin_shift=made.everyone @ placed,
        quiet=np.minimum(*before) > ALPHA,
        alpha=alpha,
        scale=scale,
    )


def _seen(statistic: Floats, rows: Rows) -> tuple[Floats, Floats]:
    """Of each column the statistic of its own row, centred, and its p."""
    centred = statistic - statistic.mean(axis=0)
    own = centred[rows, np.arange(len(rows))]
    return own, (np.abs(centred) >= np.abs(own) * (1 - NEAR)).mean(axis=0)
