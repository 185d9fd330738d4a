"""Shares of groups in areas that give each municipality exactly the segregation asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from segnb.sources.demo.settlement import Floats

_HALVINGS = 26
_STEPS = 4  # of Newton's method, from the answer for a steepness nearby
_STEEPEST = 12.0


@dataclass(frozen=True)
class Areas:
    """Areas by years: where they lie on a scale, how many people, and whose they are.

    `score` and `people` have one row an area and one column a year; `starts` is the first row of
    each municipality.
    """

    score: Floats
    people: Floats
    starts: NDArray[np.intp]

    def mean(self, values: Floats) -> Floats:
        """Mean over the people of each municipality and year."""
        sums = np.add.reduceat(values * self.people, self.starts, axis=0)
        return sums / np.add.reduceat(self.people, self.starts, axis=0)

    def spread(self, values: Floats) -> Floats:
        """The value of a municipality for each of its areas."""
        sizes = np.diff([*self.starts, len(self.score)])
        return np.repeat(values, sizes, axis=0)


def shares_below(areas: Areas, cumulated: Floats, cut: int, dissimilarity: Floats) -> Floats:
    """Share of people below each cut between ordered groups, in every area and year.

    Parameters
    ----------
    areas
        Areas by years.
    cumulated
        Share of each municipality's people below each cut: municipalities by years by cuts.
    cut
        The cut whose two sides have the dissimilarity asked for.
    dissimilarity
        Municipalities by years.

    Notes
    -----
    The share below a cut is a logistic function of the score. Its level gives the share of the
    municipality, its steepness (one for all cuts) the dissimilarity; both are solved for, so that
    what was put in is what is found, but for rounding to whole people.
    """
    wanted = cumulated[..., cut]
    low, high = np.zeros_like(dissimilarity), np.full_like(dissimilarity, _STEEPEST)
    level = logit(wanted)
    for _ in range(_HALVINGS):
        steepness = (low + high) / 2
        level = _level(areas, steepness, wanted, level)
        found = _dissimilarity(areas, steepness, level, wanted)
        low = np.where(found < dissimilarity, steepness, low)
        high = np.where(found < dissimilarity, high, steepness)
    every = range(cumulated.shape[-1])
    levels = [_level(areas, steepness, cumulated[..., k], level, steps=25) for k in every]
    return np.stack([_below(areas, steepness, one) for one in levels], axis=-1)


def _below(areas: Areas, steepness: Floats, level: Floats) -> Floats:
    return expit(areas.spread(level) - areas.spread(steepness) * areas.score)


def _level(
    areas: Areas, steepness: Floats, wanted: Floats, start: Floats, steps: int = _STEPS
) -> Floats:
    """Level at which the mean of the shares is what is wanted."""
    level = start
    for _ in range(steps):
        share = _below(areas, steepness, level)
        slope = areas.mean(share * (1 - share))
        level = level + np.clip((wanted - areas.mean(share)) / slope, -1.5, 1.5)
    return level


def _dissimilarity(areas: Areas, steepness: Floats, level: Floats, wanted: Floats) -> Floats:
    share = _below(areas, steepness, level)
    away = areas.mean(np.abs(share - areas.spread(wanted)))
    return away / (2 * wanted * (1 - wanted))


def whole_counts(people: NDArray[np.int64], below: Floats) -> NDArray[np.int64]:
    """People of each group, as whole numbers that sum to all of them.

    Parameters
    ----------
    people
        Areas by years.
    below
        Share below each cut: areas by years by cuts.
    """
    upto = np.rint(people[..., None] * below).astype("int64")
    return np.diff(upto, axis=-1, prepend=0, append=people[..., None])
