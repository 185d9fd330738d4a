"""The official area types: which area has which, and how they are named."""

from dataclasses import dataclass

import pandas as pd

from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.reading.indicator_data import IndicatorData

TYPES = (1, 2, 3, 4, 5)
CHALLENGES, MIXED, CONDITIONS = (1, 2), (3,), (4, 5)


@dataclass(frozen=True)
class Types:
    """Area types of the municipality's areas, of one vintage.

    Attributes
    ----------
    held
        What was got, all years of it.
    areas
        The municipality's areas in the year shown: `area, name, type` (0 where none is published).
    """

    held: IndicatorData
    areas: pd.DataFrame

    @property
    def level(self) -> str:
        """Level with its vintage."""
        return self.held.level

    @property
    def year(self) -> int:
        """Year of the types."""
        return self.held.year

    @property
    def present(self) -> list[int]:
        """Types that the municipality has, in order."""
        return sorted(set(self.areas["type"]) - {0})

    def count(self, number: int) -> int:
        """How many areas have a type."""
        return int((self.areas["type"] == number).sum())


def nearest_year(held: IndicatorData, year: int) -> int:
    """Year with a value that is nearest to another, the later of two."""
    years = held.rows.dropna(subset="value")["year"].unique()
    return int(min(years, key=lambda one: (abs(one - year), -one)))


def get_types(report: Report, *, level: str = "regso", year: int | None = None) -> Types | Gap:
    """Area types of the latest year, or of the year that is named.

    Parameters
    ----------
    level
        `regso`, or one vintage of it.
    """
    held = report.get("area_type", level, year=year)
    return held if isinstance(held, Gap) else types_of(report, held)


def types_of(report: Report, held: IndicatorData) -> Types:
    """Area types as they were got."""
    own = held.latest[held.latest["municipality"] == report.place.code]
    areas = pd.DataFrame({
        "area": own["area"].to_numpy(),
        "name": [report.area_name(code) for code in own["area"]],
        "type": own["value"].fillna(0).astype(int).to_numpy(),
    })  # fmt: skip
    return Types(held, areas.sort_values("name", ignore_index=True))


def legend_of(report: Report, present: list[int]) -> tuple[tuple[int, str], ...]:
    """Names of the five types for a figure's legend; those that the municipality lacks say so."""
    return tuple((number, type_name(report, number, present=present)) for number in TYPES)


def type_name(report: Report, number: int, *, present: list[int] | None = None) -> str:
    """Official name of a type, with a word where the municipality has none of it."""
    name = report.text(f"area_types.names.type{number}")
    lacks = present is not None and number not in present
    return report.text("area_types.absent", name=name) if lacks else name


def say_types(report: Report, present: list[int]) -> str:
    """Which types the municipality lacks, as a sentence; empty where it has all."""
    absent = [str(number) for number in TYPES if number not in present]
    words = {"count": len(absent), "types": report.language.listing(absent)}
    return report.text("area_types.lacking", **words) if absent else ""
