"""Comparison areas whose path before the start was like that of the treated."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from segnb.analysis.evaluation.panel import Floats, Panel

NEAREST, IN_A_SET, CALIPER = 10, 3, 1.0
FAR = 1e6
DIGITS = 9  # of a z-score: another unit moves the last ones, and must not move a match


def nearest_by_path(panel: Panel) -> NDArray[np.intp]:
    """All other areas of each area, the one with the most similar path first.

    The distance is Euclid's between the years before, each less its own mean: shape decides and
    the level does not, for areas at a chance high fall back.

    Returns
    -------
    array of shape (areas, areas - 1)
    """
    path = panel.past - panel.past.mean(axis=1, keepdims=True)
    far = np.linalg.norm(path[:, None, :] - path[None, :, :], axis=2)
    np.fill_diagonal(far, np.inf)
    return np.argsort(far, kind="stable")[:, :-1]


def matched_sets(panel: Panel) -> NDArray[np.intp]:
    """Disjoint sets of a treated area and its three comparison areas.

    Level and slope before and the logarithm of the population count alike (as z-scores). Together
    the sets have the smallest sum of distances; one with a pair more than a standard deviation
    apart is left out, and with it its treated area.

    Returns
    -------
    array of shape (sets, 4)
        Rows of the panel, the treated one first.
    """
    marks = np.column_stack([panel.past.mean(axis=1), panel.slope, np.log(panel.population)])
    marks = (marks - marks.mean(axis=0)) / np.where((spread := marks.std(axis=0)) > 0, spread, 1)
    marks = np.round(marks, DIGITS)
    own, others = np.flatnonzero(panel.treated), np.flatnonzero(~panel.treated)
    far = np.linalg.norm(marks[own][:, None] - marks[others][None], axis=2)
    seats = min(IN_A_SET, len(others) // max(len(own), 1))
    if seats < IN_A_SET:
        own, far = own[:0], far[:0]
    allowed = np.where(far > CALIPER, FAR, far)
    _, chosen = linear_sum_assignment(np.repeat(allowed, IN_A_SET, axis=0))
    chosen = chosen.reshape(len(own), IN_A_SET)
    good = (np.take_along_axis(far, chosen, 1) <= CALIPER).all(axis=1)
    return np.column_stack([own[:, None], others[chosen]])[good]


def matches_of(order: NDArray[np.intp], chosen: NDArray[np.intp]) -> Floats:
    """Weights of the comparison areas when some areas play treated together.

    Parameters
    ----------
    order : array of shape (areas, areas - 1)
        What `nearest_by_path` gives.
    chosen : array of shape (draws, k)
        Areas that play treated in each draw; none of them is a match of another.

    Returns
    -------
    array of shape (draws, areas)
        Rows that sum to one.
    """
    draws, k = chosen.shape
    weights = np.zeros((draws, order.shape[0]))
    rows = np.arange(draws)[:, None]
    near = min(NEAREST, order.shape[1] - (k - 1))
    for place in range(k):
        seen = order[chosen[:, place], : near + k - 1]
        free = np.ones(seen.shape, dtype=bool)
        for other in chosen.T:
            free &= seen != other[:, None]
        free &= np.cumsum(free, axis=1, dtype=np.int16) <= near
        weights[rows, seen] += free / (near * k)  # a row sees no area twice
    return weights
