"""What is missing, hidden or not settled yet in the demonstration, where reality has such gaps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from segnb.sources.demo.settlement import settlement


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


GAPS = (
    Gap("income_quartile", "9903", (2011, 2013), "suppressed", "deso", few=True),
    Gap("economic_standard", "9903", (2011, 2013), "suppressed", "deso", few=True),
    Gap("median_net_income", "9903", (2011, 2013), "suppressed", "deso", few=True),
    Gap("household_type", "9903", (2019, 2023), "suppressed", "deso", few=True),
    Gap("education", "9902", (2016, 2016), "missing", "deso"),
    Gap("education", "9902", (2016, 2016), "missing", "regso"),
    Gap("tenure", "9903", (2018, 2019), "missing", "deso"),
    Gap("tenure", "9903", (2018, 2019), "missing", "regso"),
    Gap("school_eligibility", "9904", (1998, 2024), "suppressed"),
    Gap("long_term_unemployment", "9904", (2005, 2006), "suppressed"),
    Gap("self_rated_health", "9903", (2010, 2014), "missing"),
    Gap("self_rated_health", "9904", (2006, 2024), "missing"),
    Gap("unsafe_share", "9904", (2017, 2025), "not_applicable"),
    Gap("overcrowding", "9904", (2012, 2014), "missing"),
    Gap("reported_crime", "", (2025, 2025), "preliminary"),
)
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
