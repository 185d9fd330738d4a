"""From counts in atoms to rows of the one table: each level, in the years it is valid for."""

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.sources.demo.latent_scales import YEARS
from segnb.sources.demo.settlement import CORE, settlement
from segnb.vocabulary.areas import LEVELS

Numbers = NDArray[np.number]
Years = tuple[int, int]

AREA_LEVELS = ("deso2018", "regso2020", "deso2025", "regso2025")
PLACE_LEVELS = ("municipality", "county", "nation")
LATEST = 2023  # from this year every place has rows by area, whatever the indicator


def summed(level: str, counts: Numbers) -> tuple[NDArray[np.object_], Numbers]:
    """Codes of a level and the sums over their atoms (first axis)."""
    codes, member = _members(level)
    sums = np.zeros((len(codes), *counts.shape[1:]), dtype=counts.dtype)
    np.add.at(sums, member, counts)
    return codes, sums


@cache
def _members(level: str) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    atoms = settlement().atoms
    if level == "nation":
        return np.array(["00"], dtype=object), np.zeros(len(atoms), dtype=int)
    key = atoms["municipality"] if level == "municipality" else atoms.get(level)
    if level == "county":
        towns = settlement().municipalities.set_index("code")
        key = atoms["municipality"].map(towns["county"])
    codes, member = np.unique(key.to_numpy(dtype=object), return_inverse=True)
    return codes, member


def valid_years(level: str, years: Years) -> NDArray[np.intp]:
    """Columns of the years in which a level is valid."""
    first = max(years[0], LEVELS[level].first_year)
    last = min(years[1], LEVELS[level].last_year)
    return np.flatnonzero((first <= YEARS) & (last >= YEARS))


def rows(level: str, columns: NDArray[np.intp], groups: Mapping[str, Numbers]) -> pd.DataFrame:
    """Rows of a level (`level`, `area`, `year`, `group`, `value`) from sums by group.

    Parameters
    ----------
    columns
        Columns of the years to give.
    groups
        Values by group: areas by all years.
    """
    codes, _ = _members(level)
    stacked = np.stack([values[:, columns] for values in groups.values()], axis=-1)
    areas, years, kinds = np.indices(stacked.shape).reshape(3, -1)
    return pd.DataFrame(
        {
            "level": _texts([level], np.zeros(areas.size, dtype="intp")),
            "area": _texts(codes, areas),
            "year": YEARS[columns][years].astype("int16"),
            "group": _texts(list(groups), kinds),
            "value": stacked.ravel().astype("float64"),
        }
    )


def _texts(words: Iterable[str], which: NDArray[np.intp]) -> pd.api.extensions.ExtensionArray:
    """Column of few different texts, picked by number."""
    return pd.array(list(words), dtype="str").take(which)


def count_rows(
    counts: Mapping[str, Numbers],
    area_years: Years,
    place_years: Years,
    levels: Iterable[str] = (*AREA_LEVELS, *PLACE_LEVELS),
) -> pd.DataFrame:
    """Rows of counts at every level."""
    parts = []
    for level in levels:
        columns = valid_years(level, place_years if level in PLACE_LEVELS else area_years)
        sums = {group: summed(level, values)[1] for group, values in counts.items()}
        parts.append(rows(level, columns, sums))
    return pd.concat(parts, ignore_index=True)


def only_core(frame: pd.DataFrame, *, until: int = LATEST) -> pd.DataFrame:
    """Rows without those by area of years before `until` outside the places with polygons."""
    near = frame["area"].str.slice(0, 4).isin(list(CORE))
    return frame[near | ~frame["level"].isin(AREA_LEVELS) | (frame["year"] >= until)]


def perturbed(frame: pd.DataFrame, first_year: int, seed: int) -> pd.DataFrame:
    """Counts with a little noise from a year on, as producers add: parts no longer make the sum."""
    noise = np.random.default_rng([seed, first_year]).integers(-2, 3, len(frame))
    noisy = (frame["value"] + noise).clip(lower=0)
    return frame.assign(value=frame["value"].where(frame["year"] < first_year, noisy))
