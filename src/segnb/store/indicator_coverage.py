"""What a store holds: of each indicator, on which municipalities, and where it came from."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from segnb.store.parquet_files import read_table

if TYPE_CHECKING:
    from segnb.store.folder import Store

COLUMNS = ["indicator", "level", "first_year", "last_year", "areas", "rows", "origin"]


def coverage(folder: Path, origins: Mapping[str, str]) -> pd.DataFrame:
    """One row an indicator and level: years, number of areas and rows, and where they came from.

    Parameters
    ----------
    folder
        Folder of the observations.
    origins
        Origin of each snapshot, by hash.
    """
    held = [_of_indicator(path, origins) for path in sorted(folder.glob("*.parquet"))]
    return pd.concat(held, ignore_index=True)[COLUMNS] if held else pd.DataFrame(columns=COLUMNS)


def _of_indicator(path: Path, origins: Mapping[str, str]) -> pd.DataFrame:
    rows = read_table(path, columns=["level", "area", "year", "snapshot"])
    summary = rows.groupby("level").agg(
        first_year=("year", "min"),
        last_year=("year", "max"),
        areas=("area", "nunique"),
        rows=("year", "size"),
    )
    parts = rows[["level", "snapshot"]].drop_duplicates()
    kinds = parts["snapshot"].map(origins).groupby(parts["level"])
    summary["origin"] = kinds.agg(lambda found: ", ".join(sorted(set(found.dropna()))))
    return summary.reset_index().assign(indicator=path.stem)


def municipalities_held(store: "Store") -> list[str]:
    """Codes of all municipalities with observations, in order."""
    found: set[str] = set()
    for path in _files(store):
        found |= set(read_table(path, columns=["municipality"])["municipality"].unique())
    return sorted(found - {""})


def holds(store: "Store", municipality: str) -> bool:
    """Whether there is any observation of a municipality."""
    only: list[tuple[str, str, object]] = [("municipality", "==", municipality)]
    tables = (read_table(path, columns=["municipality"], filters=only) for path in _files(store))
    return any(len(table) for table in tables)


def areas_by_year(store: "Store") -> pd.DataFrame:
    """How many areas have a value: `indicator, level, year, areas`."""
    columns = ["indicator", "level", "year", "areas"]
    held = []
    for path in _files(store):
        rows = read_table(path, columns=["level", "area", "year", "value"])
        known = rows[rows["value"].notna()].groupby(["level", "year"], observed=True)["area"]
        counted = known.nunique().rename("areas").reset_index()
        held.append(counted.assign(indicator=path.stem)[columns])
    return pd.concat(held, ignore_index=True) if held else pd.DataFrame(columns=columns)


def _files(store: "Store") -> list[Path]:
    return sorted((store.path / "observations").glob("*.parquet"))
