"""Levels of areas: which vintages there are, which level others make up, and what may be added."""

from dataclasses import dataclass

import pandas as pd

from segnb.vocabulary.areas import LEVELS

OWN = "own"  # the municipality's own areas
ABOVE = ("county", "nation")
WITH_PARENTS = ("regso", OWN)  # levels whose parts a key tells, not their codes
COARSER = {"regso": ("deso",), OWN: ("deso", "regso")} | dict.fromkeys(
    ("municipality", *ABOVE), ("deso", "regso")
)
VINTAGES = {"deso2018": "regso2020", "deso2025": "regso2025"}


@dataclass(frozen=True)
class Choice:
    """A level and year to show; `finer` is the level whose parts are summed for that year."""

    level: str
    year: int
    finer: str = ""


def family_of(level: str) -> str:
    """Family of a level, or the family itself."""
    return LEVELS[level].family if level in LEVELS else level


def level_above(family: str, finer: str) -> str:
    """Level of a family that areas of a finer level make up; empty where they do not."""
    above = VINTAGES.get(finer, "") if family_of(family) == "regso" else family
    return above if family in (above, family_of(above)) else ""


def whole_country(parts: pd.DataFrame, level: str) -> pd.DataFrame:
    """Rows of years in which all areas of the country are held: else a sum would be too small."""
    areas = parts.groupby("year")["area"].nunique()
    return parts[parts["year"].isin(areas.index[areas == LEVELS[level].areas])]


def scaled(rows: pd.DataFrame, percent: str, base: str, factor: float | None) -> pd.DataFrame:
    """Rows of a percentage and its base, with the percentage as people or as a percentage again.

    Parameters
    ----------
    factor
        .01 turns per cent of the base into people; None turns people into per cent of the base.
    """
    keys = ["area", "year", "sex"]
    kept = rows[rows["group"].isin([percent, base])]
    bases = kept[kept["group"] == base].set_index(keys)["value"]
    of_base = bases.reindex(pd.MultiIndex.from_frame(kept[keys])).to_numpy()
    ratio = 100 / of_base if factor is None else factor * of_base
    return kept.assign(value=kept["value"].where(kept["group"] == base, kept["value"] * ratio))


def of_sex(rows: pd.DataFrame, sex: str | None) -> pd.DataFrame:
    """Rows of one sex, or all of them for None."""
    return rows if sex is None else rows[rows["sex"] == sex]


def years_by_level(rows: pd.DataFrame) -> dict[str, set[int]]:
    """Years with a value, by level."""
    known = rows["value"].notna().to_numpy()
    found: dict[str, set[int]] = {}
    for level, year in zip(rows["level"].array[known], rows["year"].array[known], strict=True):
        found.setdefault(level, set()).add(int(year))
    return found


def statuses_by_level(rows: pd.DataFrame) -> dict[str, set[str]]:
    """Statuses of rows, by level."""
    found: dict[str, set[str]] = {}
    for level, status in set(zip(rows["level"], rows["status"], strict=True)):
        found.setdefault(level, set()).add(status)
    return found


def vintages(family: str) -> list[str]:
    """Levels of a family, newest first, or the one level that is named."""
    if family in LEVELS and LEVELS[family].vintage is not None:
        return [family]
    found = [level for level in LEVELS.values() if level.family == family]
    return [level.id for level in sorted(found, key=lambda one: -(one.vintage or 0))]
