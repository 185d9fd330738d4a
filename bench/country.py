"""A country of 290 municipalities and 5 984 areas over any years, for studies and benchmarks.

Every area has a position on one scale (mean 0, spread 1 over the country). A person's own
position is that of the area, pulled towards it by a strength between 0 and 1, plus chance; groups
are slices of that scale. Strength 0 spreads every group evenly, strength 1 sorts people wholly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from segnb.sources.demo.settlement import Floats

FIRST_CODE = 9001  # real municipality codes end at 2584
MUNICIPALITIES, AREAS = 290, 5984
PEOPLE = 1770  # in an area, on average
TWO_GROUPS = {"low": 0.25, "rest": 0.75}
QUARTILES = {"q1": 0.25, "q2": 0.25, "q3": 0.25, "q4": 0.25}
SEED = 20260101
_FINE = 2001  # points of the scale over which the country is averaged

# Areas a municipality: what share of the municipalities has fewer than so many, and the largest.
_RANKS = (0.0, 0.07, 0.25, 0.5, 0.75, 0.9, 0.96, 1.0)
_SIZES = (2, 4, 7, 10, 18, 41, 70, 94)
_LARGEST = (150, 192, 306, 544)


@dataclass(frozen=True)
class _Areas:
    """What stays the same through the years: one entry an area."""

    place: NDArray[np.intp]
    codes: NDArray[np.str_]
    people: Floats
    position: Floats
    x: Floats
    y: Floats


def country(
    years: Iterable[int] = range(1996, 2026),
    *,
    seed: int = SEED,
    groups: Mapping[str, float] | None = None,
    coordinates: bool = False,
) -> pd.DataFrame:
    """Counts of people by group in every area of a synthetic country.

    Parameters
    ----------
    years
        Years to make; a year gets the same counts whatever other years are asked for.
    seed
        The same seed gives the same country.
    groups
        Share of each group in the country, from the poorest to the richest; `TWO_GROUPS` if left
        out, `QUARTILES` for income.
    coordinates
        Also give `x` and `y` of each area, in metres.

    Returns
    -------
    DataFrame
        `municipality`, `year`, `unit`, `group`, `count`, sorted in this order; texts are
        categories.

    Notes
    -----
    The larger the municipality, the stronger its segregation; it grows until a year of its own
    and then levels off.

    Examples
    --------
    >>> country([2024, 2025]).shape
    (23936, 5)
    """
    wanted = np.array(sorted(set(years)), dtype="int16")
    shares = dict(TWO_GROUPS if groups is None else groups)
    rng = np.random.default_rng(seed)
    areas = _areas(rng)
    counts = np.stack([_counts(areas, int(year), seed, shares) for year in wanted])
    frame = _tidy(areas, wanted, list(shares), counts)
    return _with_coordinates(frame, areas) if coordinates else frame


def area_numbers() -> NDArray[np.intp]:
    """Number of areas of each municipality: 2 to 544, 5 984 together."""
    rank = (np.arange(MUNICIPALITIES - len(_LARGEST)) + 0.5) / (MUNICIPALITIES - len(_LARGEST))
    usual = np.exp(np.interp(rank, _RANKS, np.log(_SIZES))).round().astype(int)
    lack = AREAS - sum(_LARGEST) - usual.sum()
    middle = np.argsort(np.abs(rank - 0.7), kind="stable")[: abs(lack)]
    usual[middle] += np.sign(lack)
    every = np.concatenate([usual, _LARGEST])
    return np.random.default_rng(SEED).permutation(every)


def area_codes() -> NDArray[np.str_]:
    """Codes of all areas, by municipality."""
    numbers = area_numbers()
    code = np.repeat(FIRST_CODE + np.arange(MUNICIPALITIES), numbers)
    serial = np.arange(AREAS) - np.repeat(np.cumsum(numbers) - numbers, numbers) + 1
    return np.array([f"{c}A{s:03d}0" for c, s in zip(code, serial, strict=True)])


def _areas(rng: np.random.Generator) -> _Areas:
    numbers = area_numbers()
    place = np.repeat(np.arange(MUNICIPALITIES), numbers)
    people = PEOPLE * rng.gamma(16, 1 / 16, AREAS)
    radius = np.sqrt(rng.uniform(0, 1, AREAS)) * 900 * np.sqrt(numbers[place])
    angle = rng.uniform(0, 2 * np.pi, AREAS)
    side = rng.uniform(0, 2 * np.pi, MUNICIPALITIES)[place]
    position = 0.7 * np.sqrt(2) * np.cos(angle - side) + np.sqrt(0.51) * rng.normal(size=AREAS)
    position += 0.3 * rng.normal(size=MUNICIPALITIES)[place]
    x = 400_000 + 60_000 * (place % 17) + radius * np.cos(angle)
    y = 6_300_000 + 60_000 * (place // 17) + radius * np.sin(angle)
    return _Areas(place, area_codes(), people, position / np.sqrt(1.09), x, y)


def _counts(areas: _Areas, year: int, seed: int, shares: Mapping[str, float]) -> NDArray[np.int64]:
    """Counts of one year, areas by groups, drawn by chance from the shares of the model."""
    rng = np.random.default_rng([seed, year])
    strength = strength_for(_dissimilarity(areas, year), next(iter(shares.values())))
    people = rng.poisson(areas.people * 1.006 ** (year - 2020))
    return rng.multinomial(people, group_shares(areas.position, strength[areas.place], shares))


def _dissimilarity(areas: _Areas, year: int) -> Floats:
    """Dissimilarity of the lowest group put into each municipality."""
    numbers = np.bincount(areas.place)
    turn = 2005 + np.arange(MUNICIPALITIES) % 15
    growth = 0.004 * (np.minimum(year, turn) - 2010)
    return np.clip(0.12 + 0.045 * np.log(numbers) + growth, 0.05, 0.6)


def _tidy(
    areas: _Areas, years: NDArray[np.int16], groups: list[str], counts: NDArray[np.int64]
) -> pd.DataFrame:
    """Long frame of an array of years by areas by groups."""
    names = np.array([str(FIRST_CODE + place) for place in range(MUNICIPALITIES)])
    order = np.argsort(np.tile(areas.place, len(years)), kind="stable")  # place, year, unit
    unit = np.repeat(order % AREAS, len(groups))
    return pd.DataFrame(
        {
            "municipality": pd.Categorical.from_codes(areas.place[unit], names),
            "year": np.repeat(years[order // AREAS], len(groups)),
            "unit": pd.Categorical.from_codes(unit, areas.codes),
            "group": pd.Categorical.from_codes(np.tile(np.arange(len(groups)), len(order)), groups),
            "count": counts.reshape(-1, len(groups))[order].ravel().astype("int32"),
        }
    )


def _with_coordinates(frame: pd.DataFrame, areas: _Areas) -> pd.DataFrame:
    unit = frame["unit"].cat.codes.to_numpy()
    return frame.assign(x=areas.x[unit], y=areas.y[unit])


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


def _cumulated(shares: Mapping[str, float]) -> Floats:
    """Cuts between the groups as shares of the whole; the groups must make up all of it."""
    sizes = np.fromiter(shares.values(), float)
    if len(sizes) < 2 or (sizes <= 0).any() or not np.isclose(sizes.sum(), 1):
        raise ValueError(f"Groups need two or more positive shares that sum to 1, not {shares}.")
    return np.cumsum(sizes)[:-1]
