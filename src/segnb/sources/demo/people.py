"""Counts of people, dwellings and households by group, as they are published."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.sources.demo.latent_scales import SCALES, STEPS, YEARS, counts_in_atoms, population
from segnb.sources.demo.observation_rows import (
    LATEST,
    Numbers,
    count_rows,
    only_core,
    perturbed,
)
from segnb.sources.demo.settlement import SEED, TABLES, settlement

Counts = Mapping[str, Numbers]

AGES = (*(f"{age}-{age + 4}" for age in range(0, 80, 5)), "80-")
AGE_YEARS = ((2011, 2025), (1990, 2025))
NOISE_FROM = dict.fromkeys(("age", "background", "birth_region"), 2025) | {
    "labour_status": STEPS["labour_status"]
}
NEVER = 9999
TOTALS = TABLES["totals"] | {"age": {"total": AGES}}
_WOMEN_OF_AGE = dict.fromkeys(AGES[:-2], 0.487) | {"75-79": 0.53, "80-": 0.6}
WOMEN = TABLES["women"] | {"age": _WOMEN_OF_AGE}
_PLAIN = ("income_quartile", "education", "background", "birth_region", "tenure")
_SMALL = ("building_type", "household_type", "labour_status")


def count_tables() -> dict[str, pd.DataFrame]:
    """Rows of each indicator of counts (`level`, `area`, `year`, `sex`, `group`, `value`)."""
    tables = {name: _table(name) for name in (*_PLAIN, *_SMALL)}
    tables["labour_status"] = _without_early_statuses(tables["labour_status"])
    tables["population"] = _published("population", {"all": population()}, *AGE_YEARS, wide=True)
    tables["age"] = _published("age", age_counts(), *AGE_YEARS, wide=False)
    return tables


def age_counts() -> dict[str, NDArray[np.int64]]:
    """People by age in each atom and year: blocks of flats have young adults, houses families."""
    atoms = settlement().atoms
    rng = np.random.default_rng([SEED, 80])
    middle = np.arange(2.5, 85, 5)
    family = np.clip(-0.35 * atoms["urban"] + rng.normal(0, 0.25, len(atoms)), -0.9, 0.9)
    old = rng.normal(0, 0.35, len(atoms))
    # three waves over the ages: families with children, young adults, the old
    children = np.exp(-(((middle - 8) / 9) ** 2)) + 0.7 * np.exp(-(((middle - 40) / 9) ** 2))
    young = np.exp(-(((middle - 25) / 6) ** 2))
    late = 1 / (1 + np.exp(-(middle - 68) / 5))
    lean = np.outer(family, children) - np.outer(family, young) + np.outer(old, late)
    usual = np.where(middle < 60, 1.0, np.exp(-(middle - 60) / 28))
    ageing = 0.012 * (YEARS - 2018)[:, None] * late[None, :]
    weight = usual * np.exp(lean[:, None, :] + ageing[None])
    upto = np.cumsum(weight, axis=-1) / weight.sum(axis=-1, keepdims=True)
    people = population()
    counts = np.diff(np.rint(people[..., None] * upto).astype("int64"), axis=-1, prepend=0)
    return {age: counts[..., number] for number, age in enumerate(AGES)}


def _table(indicator: str) -> pd.DataFrame:
    scale = SCALES[indicator]
    counts = counts_in_atoms(indicator)
    return _published(indicator, counts, scale.area_years, scale.place_years, wide=scale.wide)


def _published(
    indicator: str,
    counts: Counts,
    area_years: tuple[int, int],
    place_years: tuple[int, int],
    *,
    wide: bool,
) -> pd.DataFrame:
    whole = count_rows(_with_totals(indicator, counts), area_years, place_years)
    parts = [whole if wide else only_core(whole)]
    parts[0].insert(3, "sex", "total")
    if indicator in WOMEN:
        parts += [
            _of_sex(indicator, sex, part, area_years, place_years)
            for sex, part in _by_sex(counts, WOMEN[indicator]).items()
        ]
    return perturbed(pd.concat(parts, ignore_index=True), NOISE_FROM.get(indicator, NEVER), SEED)


def _by_sex(counts: Counts, share: Mapping[str, float]) -> dict[str, Counts]:
    women = {g: np.rint(values * share[g]).astype("int64") for g, values in counts.items()}
    return {"women": women, "men": {g: values - women[g] for g, values in counts.items()}}


def _of_sex(
    indicator: str, sex: str, counts: Counts, area_years: tuple, place_years: tuple
) -> pd.DataFrame:
    """Rows of one sex: by area only where there are polygons, in the latest years."""
    near = only_core(
        count_rows(_with_totals(indicator, counts), (LATEST, area_years[1]), place_years),
        until=NEVER,
    )
    near.insert(3, "sex", sex)
    return near


def _with_totals(indicator: str, counts: Counts) -> Counts:
    sums = TOTALS.get(indicator, {})
    return dict(counts) | {
        total: np.sum([counts[part] for part in parts], axis=0) for total, parts in sums.items()
    }


def _without_early_statuses(frame: pd.DataFrame) -> pd.DataFrame:
    """Before the labour status of today, registers counted only who was employed."""
    early = frame["year"] < STEPS["labour_status"]
    return frame[~early | frame["group"].isin(["employed", "total"])]
