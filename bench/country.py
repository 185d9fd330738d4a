"""A country of 290 municipalities and 5 984 areas over any years, for studies and benchmarks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.sources.demo.latent_model import Floats, group_shares, strength_for

FIRST_CODE = 9001  # real municipality codes end at 2584
MUNICIPALITIES, AREAS = 290, 5984
PEOPLE = 1770  # in an area, on average
TWO_GROUPS = {"low": 0.25, "rest": 0.75}
QUARTILES = {"q1": 0.25, "q2": 0.25, "q3": 0.25, "q4": 0.25}
SEED = 20260101

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
