"""Values that a file is known to have wrong: they stay in the store as they came, and are not read.

The list is data (`vocabulary/data/faulty_values.yml`). It is by file, for the years that one has
wrong another may have right.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

import pandas as pd

from segnb.vocabulary.strict_yaml import load_file


@cache
def faults() -> tuple[dict[str, Any], ...]:
    """What is known: `file`, `indicator`, `years` and, in words, how it is `seen`."""
    return tuple(load_file("vocabulary", "data/faulty_values.yml"))


def without_faulty(rows: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Rows of an indicator but those that are known to be wrong."""
    for fault in faults():
        if fault["indicator"] == indicator:
            wrong = (rows["snapshot"] == fault["file"]) & rows["year"].isin(fault["years"])
            rows = rows[~wrong].reset_index(drop=True)
    return rows


def faulty_years(indicator: str, files: Collection[str]) -> set[int]:
    """Years of which one of these files is known to have wrong values of an indicator."""
    mine = (one for one in faults() if one["indicator"] == indicator and one["file"] in files)
    return set().union(*(fault["years"] for fault in mine))


def with_faults(limits: str, file: str, lang: str) -> str:
    """What a file cannot be used for, and which of its values are not read."""
    seen = [fault["seen"][lang] for fault in faults() if fault["file"] == file]
    return "; ".join([limits.rstrip("."), *seen]).removeprefix("; ") + "." if seen else limits
