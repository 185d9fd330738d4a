"""What a store holds of each indicator, and where it came from."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from segnb.store.parquet_files import read_table

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
