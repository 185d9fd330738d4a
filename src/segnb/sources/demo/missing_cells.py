"""What is missing, hidden or not settled yet in the demonstration, where reality has such gaps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from segnb.sources.demo.settlement import TABLES, settlement


@dataclass(frozen=True)
class Gap:
    """Rows without a value, or with one that is not settled.

    Attributes
    ----------
    municipality
        Code; empty for all places.
    years
        First and last year.
    status
        What the rows say instead.
    family
        Kind of area (`deso`, `regso`, `place`).
    few
        Only those DeSO that lie in a RegSO with several, all of it hidden, so that no hidden
        number is found by taking the others from the sum.
    """

    indicator: str
    municipality: str
    years: tuple[int, int]
    status: str
    family: str = "place"
    few: bool = False


GAPS = [Gap(**row) for row in TABLES["gaps"]]
_WITH_VALUE = ("ok", "preliminary")


def with_gaps(indicator: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with a status, and without the values that are hidden or missing."""
    rows = frame if "status" in frame else frame.assign(status="ok")
    status = rows["status"].to_numpy(dtype=object)
    for gap in GAPS:
        if gap.indicator == indicator:
            status[_touched(gap, rows)] = gap.status
    value = rows["value"].where(np.isin(status, _WITH_VALUE))
    return rows.assign(value=value, status=status)


def _touched(gap: Gap, rows: pd.DataFrame) -> np.ndarray:
    touched = rows["year"].between(*gap.years)
    touched &= rows["area"].str.startswith(gap.municipality)
    is_place = rows["level"].isin(["municipality", "county", "nation"])
    touched &= is_place if gap.family == "place" else rows["level"].str.startswith(gap.family)
    if gap.few:
        touched &= rows["area"].isin(hidden_areas(gap.municipality))
    return touched.to_numpy()


def hidden_areas(municipality: str) -> list[str]:
    """DeSO of the first RegSO of a municipality that has two or three of them."""
    atoms = settlement().atoms
    inside = atoms[atoms["municipality"] == municipality]
    together = inside.groupby("regso2020")["deso2018"].unique()
    return next(sorted(areas) for areas in together if 2 <= len(areas) <= 3)
