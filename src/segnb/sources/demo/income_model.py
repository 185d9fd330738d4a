"""Income, economic standard, and the socioeconomic index with its area types."""

from functools import cache

import numpy as np
import pandas as pd

from segnb.sources.demo.latent_scales import SCALES, YEARS, counts_in_atoms, population
from segnb.sources.demo.observation_rows import (
    AREA_LEVELS,
    PLACE_LEVELS,
    rows,
    summed,
    valid_years,
)
from segnb.sources.demo.settlement import SEED, Floats, settlement

INDEX_YEARS = (2011, 2024)
INCOME_YEARS = ((2011, 2024), (1991, 2024))
# Thousand kronor in 1990 and 2025 in the prices of the latest year, and how steeply they follow
# the scale of means.
INCOMES: dict[str, tuple[float, float, float]] = {
    "median_net_income": (168.0, 296.0, 0.15),
    "mean_net_income": (182.0, 338.0, 0.21),
    "wage_income": (151.0, 268.0, 0.24),
}
WOMEN_TO_MEN = {"median_net_income": 0.84, "mean_net_income": 0.77, "wage_income": 0.75}
# An area's type by how many standard deviations its index lies from the mean.
CUTS = (2.0, 1.0, 0.0, -1.0)


def income_tables() -> dict[str, pd.DataFrame]:
    """Rows of every indicator of this module."""
    tables = {name: _incomes(name) for name in INCOMES}
    index = socioeconomic_index()
    return tables | {
        "economic_standard": _economic_standard(),
        "socioeconomic_index": index,
        "area_type": area_types(index),
    }


def _economic_standard() -> pd.DataFrame:
    """Low and high standard as whole per cents, and the people that they are shares of."""
    scale = SCALES["economic_standard"]
    counts = counts_in_atoms("economic_standard")
    parts = []
    for level in (*AREA_LEVELS, *PLACE_LEVELS):
        years = scale.area_years if level in AREA_LEVELS else scale.place_years
        sums = {group: summed(level, values)[1] for group, values in counts.items()}
        persons = sum(sums.values())
        shares = {group: np.rint(100 * sums[group] / persons) for group in ("low", "high")}
        parts.append(rows(level, valid_years(level, years), shares | {"persons": persons}))
    return pd.concat(parts, ignore_index=True).assign(sex="total")


def _incomes(indicator: str) -> pd.DataFrame:
    """Incomes in thousand kronor; those of larger areas are means weighted by people."""
    first, last, steepness = INCOMES[indicator]
    atoms = settlement().atoms
    towns = settlement().municipalities["prosperity"].to_numpy()[atoms["place"]]
    usual = first * (last / first) ** ((YEARS - 1990) / 35)
    place = np.exp(steepness * (atoms["position"].to_numpy() + towns))
    rng = np.random.default_rng([SEED, *indicator.encode()])
    income = place[:, None] * usual * rng.normal(1, 0.008, (len(atoms), len(YEARS)))
    ratio = WOMEN_TO_MEN[indicator]
    parts = []
    for level in (*AREA_LEVELS, *PLACE_LEVELS):
        columns = valid_years(level, INCOME_YEARS[level in PLACE_LEVELS])
        mean = summed(level, income * population())[1] / summed(level, population())[1]
        by_sex = {"total": 1.0, "women": 2 * ratio / (1 + ratio), "men": 2 / (1 + ratio)}
        for sex, factor in by_sex.items() if level in PLACE_LEVELS else [("total", 1.0)]:
            one = rows(level, columns, {"all": np.round(mean * factor, 1)})
            parts.append(one.assign(sex=sex))
    return pd.concat(parts, ignore_index=True)


def index_parts(level: str) -> dict[str, Floats]:
    """The three shares of the index in per cent: RegSO by all years."""
    found: dict[str, Floats] = {}
    for name, group in (
        ("economic_standard", "low"),
        ("education", "pre_secondary"),
        ("assistance", "assisted"),
    ):
        sums = {g: summed(level, v)[1] for g, v in counts_in_atoms(name).items()}
        found[name] = (100 * sums[group] / sum(sums.values())).astype(float)
    return found


@cache
def _index(level: str) -> Floats:
    return np.round(sum(index_parts(level).values()) / 3, 2)


def socioeconomic_index() -> pd.DataFrame:
    """Mean of three shares by RegSO: low standard, short education, assistance or no work."""
    levels = ("regso2020", "regso2025")
    parts = [rows(x, valid_years(x, INDEX_YEARS), {"all": _index(x)}) for x in levels]
    return pd.concat(parts, ignore_index=True).assign(sex="total")


def area_types(index: pd.DataFrame) -> pd.DataFrame:
    """Types 1 to 5 by the official rule: distance from the mean of all RegSO of the year."""
    yearly = index.groupby("year")["value"]
    distance = (index["value"] - yearly.transform("mean")) / yearly.transform("std", ddof=0)
    kind = 5.0 - sum((distance >= cut).astype(float) for cut in CUTS)
    return index.assign(value=kind)
