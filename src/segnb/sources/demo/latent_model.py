"""The model behind all synthetic counts: areas on a scale, and groups cut from it.

Every area has a position on one scale (mean 0, spread 1 over the country). A person's own
position is that of the area, pulled towards it by a strength between 0 and 1, plus chance; groups
are slices of that scale. Strength 0 spreads every group evenly, strength 1 sorts people wholly.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]

_FINE = 2001  # points of the scale over which the country is averaged


def group_shares(position: ArrayLike, strength: ArrayLike, shares: Mapping[str, float]) -> Floats:
    """Share of each group in each area.

    Parameters
    ----------
    position
        Position of the areas on the scale, low to high.
    strength
        How much of a person's position is that of the area: one number, or one an area.
    shares
        Share of each group in the whole, from the lowest end of the scale to the highest.

    Returns
    -------
    ndarray
        The shape of `position` and `strength` together, with the groups as the last axis.

    Examples
    --------
    >>> group_shares([-1.0, 1.0], 0.0, {"low": 0.25, "rest": 0.75})
    array([[0.25, 0.75],
           [0.25, 0.75]])
    """
    place, pull = np.broadcast_arrays(np.asarray(position, float), np.asarray(strength, float))
    cuts = ndtri(_cumulated(shares))
    own = np.sqrt(1 - pull)[..., None]
    below = ndtr((cuts - np.sqrt(pull)[..., None] * place[..., None]) / own)
    return np.diff(below, axis=-1, prepend=0.0, append=1.0)


def strength_for(dissimilarity: ArrayLike, share: float) -> Floats:
    """Strength at which a lowest group of this share has this dissimilarity to all others.

    Holds for very many areas of one size whose positions are normal.

    Examples
    --------
    >>> strength_for([0.0, 0.3], 0.25).round(3)
    array([0.   , 0.186])
    """
    strengths, found = _curve(share)
    return np.interp(np.asarray(dissimilarity, float), found, strengths)


def _cumulated(shares: Mapping[str, float]) -> Floats:
    """Cuts between the groups as shares of the whole; the groups must make up all of it."""
    sizes = np.fromiter(shares.values(), float)
    if len(sizes) < 2 or (sizes <= 0).any() or not np.isclose(sizes.sum(), 1):
        raise ValueError(f"Groups need two or more positive shares that sum to 1, not {shares}.")
    return np.cumsum(sizes)[:-1]


@cache
def _curve(share: float) -> tuple[Floats, Floats]:
    """Dissimilarity over a range of strengths, from which the strength is read back."""
    strengths = np.linspace(0.0, 0.9, 181)
    position = ndtri((np.arange(_FINE) + 0.5) / _FINE)
    both = {"low": share, "rest": 1 - share}
    low = group_shares(position, strengths[:, None], both)[..., 0]
    mean = low.mean(axis=1, keepdims=True)
    found = np.abs(low - mean).mean(axis=1) / (2 * mean[:, 0] * (1 - mean[:, 0]))
    return strengths, found
