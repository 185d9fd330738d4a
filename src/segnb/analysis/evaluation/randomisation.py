"""Inference by letting other areas play treated: how unusual is what was seen?

Each statistic is linear in the outcome of all areas, so that it is a row of weights for every way
in which the effort might have been placed. The first row is how it was placed.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from segnb.analysis.evaluation.matching import matches_of, nearest_by_path
from segnb.analysis.evaluation.panel import Flags, Floats, Panel

DRAWS = 1999
STRATA = 5
GRID = 200  # steps of the interval in the largest placebo
NEAR = 1e-9
ALPHA = 0.05


@dataclass(frozen=True)
class RandomisationTest:
    """What was seen, what placebos give on average, and how many are as far from that."""

    value: float
    centre: float
    p: float
    smallest_p: float

    @property
    def centred(self) -> float:
        """The value less the mean of the placebos."""
        return self.value - self.centre


def randomised(weights: Floats, outcome: Floats) -> RandomisationTest:
    """Rank of the first row's statistic among those of all rows, two-sided around their mean."""
    seen = weights @ outcome
    centre = float(seen.mean())
    return RandomisationTest(
        float(seen[0]), centre, float(p_values(seen - centre)[0]), 1 / len(np.unique(seen))
    )


def p_values(centred: Floats) -> Floats:
    """Share of rows at least as far from zero as the first one; a column is a test."""
    far = np.abs(centred.reshape(len(centred), -1))
    return (far >= far[0] * (1 - NEAR) - NEAR * far.max(axis=0)).mean(axis=0)


def interval(weights: Floats, outcome: Floats, treated: Flags, alpha: float = ALPHA) -> Floats:
    """Lowest and highest shift of the treated that the test does not reject.

    The test is linear in a shift, so a grid costs no new draws.
    """
    seen, shifted = weights @ outcome, weights @ treated.astype(float)
    seen, shifted = seen - seen.mean(), shifted - shifted.mean()
    middle, step = seen[0] / shifted[0], max(np.abs(seen).max() / abs(shifted[0]), NEAR) / GRID
    grid = middle + step * np.arange(-2 * GRID, 2 * GRID + 1)
    kept = grid[p_values(seen[:, None] - shifted[:, None] * grid) > alpha]
    return np.array([kept.min(), kept.max()]) if len(kept) else np.array([middle, middle])


def placements(panel: Panel, rng: np.random.Generator) -> NDArray[np.intp]:
    """Sets of areas that could have been treated, the treated first: all of them, or a sample."""
    own, n = np.flatnonzero(panel.treated), len(panel.areas)
    if comb(n, len(own)) <= DRAWS + 1:
        every = [one for one in combinations(range(n), len(own)) if one != tuple(own)]
        return np.array([tuple(own), *every], dtype=np.intp)
    drawn = rng.permuted(np.tile(np.arange(n), (DRAWS, 1)), axis=1)[:, : len(own)]
    return np.vstack([own, drawn])


def placements_alike(panel: Panel, rng: np.random.Generator) -> NDArray[np.intp]:
    """Sets with as many areas of each fifth of the population as the treated, these first."""
    place = np.argsort(np.argsort(panel.population, kind="stable"), kind="stable")
    stratum = place * STRATA // len(place)
    found = []
    for one in range(STRATA):
        members = np.flatnonzero(stratum == one)
        own = members[panel.treated[members]]
        drawn = rng.permuted(np.tile(members, (DRAWS, 1)), axis=1)[:, : len(own)]
        found.append(np.vstack([own, drawn]))
    return np.hstack(found)


def against_all(chosen: NDArray[np.intp], areas: int) -> Floats:
    """Weights of the mean of the chosen less that of all others."""
    draws, k = chosen.shape
    weights = np.full((draws, areas), -1 / (areas - k))
    np.put_along_axis(weights, chosen, 1 / k, axis=1)
    return weights


def against_matches(panel: Panel, chosen: NDArray[np.intp]) -> Floats:
    """Weights of the mean of the chosen less that of their nearest by the path before."""
    weights = -matches_of(nearest_by_path(panel), chosen)
    np.put_along_axis(weights, chosen, 1 / chosen.shape[1], axis=1)
    return weights


def inside_sets(sets: NDArray[np.intp], areas: int, rng: np.random.Generator) -> Floats:
    """Weights of one member of each set less the others, who plays treated drawn anew."""
    number, size = sets.shape
    place = np.vstack([np.zeros(number, dtype=int), rng.integers(size, size=(DRAWS, number))])
    weights = np.zeros((len(place), areas))
    weights[:, sets.ravel()] = -1 / (number * (size - 1))
    own = sets[np.arange(number), place]
    np.put_along_axis(weights, own, 1 / number, axis=1)
    return weights
