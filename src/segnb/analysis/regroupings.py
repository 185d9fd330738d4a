"""How an index depends on where borders are drawn: the same people in other areas.

Finer areas are put together at random, into as many groups and of the same sizes as coarser ones.
What is left of the index is what borders of that number would show if neighbours were no more alike
than others in the town (the modifiable areal unit problem).

References
----------
Openshaw, S. (1984). The modifiable areal unit problem. Concepts and Techniques in Modern Geography
38. Norwich: Geo Books.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DRAWS = 999
RANGE = (0.025, 0.975)


class Regrouped(NamedTuple):
    """Index of the finer areas, of the coarser ones, and of random groups of the same sizes."""

    finer: float
    coarser: float
    middle: float
    low: float
    high: float


def raw_dissimilarity(inside: Floats, rest: Floats) -> Floats:
    """Dissimilarity of counts along the last axis, 0-1, with what chance adds still in it.

    Examples
    --------
    >>> float(raw_dissimilarity(np.array([1.0, 0.0]), np.array([0.0, 1.0])))
    1.0
    """
    parts = [part / part.sum(axis=-1, keepdims=True) for part in (inside, rest)]
    return 0.5 * np.abs(parts[0] - parts[1]).sum(axis=-1)


def regrouped(
    inside: Sequence[float],
    rest: Sequence[float],
    parents: Sequence[str],
    seed: int = 0,
    draws: int = DRAWS,
) -> Regrouped:
    """Index between finer areas, between their parents, and between random groups like these.

    Parameters
    ----------
    inside, rest
        People in the group and all others, of each finer area.
    parents
        Coarser area of each.

    Examples
    --------
    >>> found = regrouped([9, 9, 1, 1], [1, 1, 9, 9], ["a", "a", "b", "b"])
    >>> round(found.finer, 2), round(found.coarser, 2), round(found.low, 2)
    (0.8, 0.8, 0.0)
    """
    counts = np.array([inside, rest], dtype=float)
    place = np.unique(np.asarray(parents), return_inverse=True)[1]
    sizes = np.bincount(place)
    coarser = np.array([np.bincount(place, weights=row) for row in counts])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rng = np.random.default_rng(seed)
    order = rng.permuted(np.tile(np.arange(counts.shape[1]), (draws, 1)), axis=1)
    groups = np.add.reduceat(counts[:, order], starts, axis=-1)
    seen = raw_dissimilarity(groups[0], groups[1])
    low, middle, high = np.quantile(seen, [RANGE[0], 0.5, RANGE[1]])
    return Regrouped(
        float(raw_dissimilarity(*counts)), float(raw_dissimilarity(*coarser)),
        float(middle), float(low), float(high),
    )  # fmt: skip
