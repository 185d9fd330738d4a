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
    """Lowest and highest shift of the treated that the test does not reject."""
    shifted = weights @ treated.astype(float)
    return unrejected(weights @ outcome, shifted[:, None], np.array([0]), alpha)[:, 0]


def unrejected(
    seen: Floats, shifted: Floats, rows: NDArray[np.intp], alpha: float = ALPHA
) -> Floats:
    """Ends of the shifts that can be taken from what plays treated without its being unusual.

    Statistics are linear in a shift, and none moves more with it than that of the row that plays
    treated. So another row is as far from zero between two shifts, around the one that makes the
    row itself zero, and the ends are order statistics of these: nothing is drawn or tried.

    Parameters
    ----------
    seen : array of shape (draws,)
        Statistic of each placement.
    shifted : array of shape (draws, tests)
        What a shift of one adds to each, in each test.
    rows : array of shape (tests,)
        The placement that plays treated in each test.

    Returns
    -------
    array of shape (2, tests)
        Lowest and highest.
    """
    seen, shifted = (seen - seen.mean())[:, None], shifted - shifted.mean(axis=0)
    own, moved = seen[rows, 0], shifted[rows, np.arange(len(rows))]
    same = np.abs(shifted - moved) <= NEAR * moved  # the same areas play treated
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = (seen - own) / (shifted - moved), (seen + own) / (shifted + moved)
    low = np.where(same, -np.inf, np.fmin(*ends))
    high = np.where(same, np.inf, np.fmax(*ends))
    last = int(np.floor((alpha + NEAR) * len(seen)))
    return np.array([np.partition(low, last, axis=0)[last],
                     -np.partition(-high, last, axis=0)[last]])  # fmt: skip


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
