"""Which municipalities and areas a store holds observations of."""

from pathlib import Path

import pandas as pd

from segnb.store.folder import Store
from segnb.store.parquet_files import read_table


def municipalities_held(store: Store) -> list[str]:
    """Codes of all municipalities with observations, in order."""
    found: set[str] = set()
    for path in _files(store):
        found |= set(read_table(path, columns=["municipality"])["municipality"].unique())
    return sorted(found - {""})


def holds(store: Store, municipality: str) -> bool:
    """Whether there is any observation of a municipality."""
    only: list[tuple[str, str, object]] = [("municipality", "==", municipality)]
    tables = (read_table(path, columns=["municipality"], filters=only) for path in _files(store))
    return any(len(table) for table in tables)


def areas_by_year(store: Store) -> pd.DataFrame:
    """How many areas have a value: `indicator, level, year, areas`."""
    columns = ["indicator", "level", "year", "areas"]
    held = []
    for path in _files(store):
        rows = read_table(path, columns=["level", "area", "year", "value"])
        known = rows[rows["value"].notna()].groupby(["level", "year"], observed=True)["area"]
        counted = known.nunique().rename("areas").reset_index()
        held.append(counted.assign(indicator=path.stem)[columns])
    return pd.concat(held, ignore_index=True) if held else pd.DataFrame(columns=columns)


def _files(store: Store) -> list[Path]:
    return sorted((store.path / "observations").glob("*.parquet"))
