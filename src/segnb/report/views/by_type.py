"""Shares in each of the five area types, and how far apart the two ends are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from segnb.analysis import type_gaps
from segnb.report.blocks import Gap
from segnb.report.context import Report
from segnb.report.reading import Held
from segnb.report.views.types import Types, types_of

VINTAGES = (("regso2025", "deso2025"), ("regso2020", "deso2018"))
PLACES = ("municipality", "nation")


@dataclass(frozen=True)
class ByType:
    """Shares of several indicators in each area type.

    Attributes
    ----------
    held
        What was measured, one for each indicator.
    types
        The types that areas were grouped by, one for each vintage of areas in use.
    frame
        One row an indicator, place (`municipality`, `nation`) and type (`1` to `5`, `none`,
        `all`): `indicator, place, year, type_year, level, type, numerator, denominator, value`
        (per cent) with its intervals, `areas, left_out, status, reason`.
    gaps
        Distance between the ends, a row an indicator and place: `indicator, place, type_low,
        type_high, value_low, value_high, value_all, estimate` (percentage points) with its
        intervals, `p, certainty, reason`.
    """

    held: tuple[Held, ...]
    types: tuple[Types, ...]
    frame: pd.DataFrame
    gaps: pd.DataFrame

    def of(self, indicator: str, place: str = "municipality") -> pd.DataFrame:
        """Rows of one indicator in one place, by type."""
        rows = self.frame[(self.frame["indicator"] == indicator) & (self.frame["place"] == place)]
        return rows.set_index("type", drop=False)

    def gap(self, indicator: str, place: str = "municipality") -> pd.Series:
        """Distance between the ends on one indicator."""
        rows = self.gaps[(self.gaps["indicator"] == indicator) & (self.gaps["place"] == place)]
        return rows.iloc[0]

    def entry(self, indicator: str) -> Held:
        """What was got of one indicator."""
        return next(one for one in self.held if one.entry.id == indicator)

    @property
    def present(self) -> list[int]:
        """Types that the municipality has."""
        return sorted({number for one in self.types for number in one.present})

    @property
    def indicators(self) -> list[str]:
        """Indicators that were measured, in the order asked for."""
        return [one.entry.id for one in self.held]


def measure_by_type(report: Report, *shares: str) -> ByType | Gap:
    """Each share in each area type, in the municipality and the nation.

    Parameters
    ----------
    shares
        Ids of shares in the catalogue. One that is not held by area becomes a gap in the list of
        gaps, and the others go on.

    Notes
    -----
    Areas are summed (DeSO where they are held, else RegSO), so that a type's share is weighted by
    people. Types are those of the same year, else of the nearest year of the same vintage.
    """
    made = [_measure(report, share) for share in shares]
    found = [one for one in made if not isinstance(one, Gap)]
    if not found:
        return next(one for one in made if isinstance(one, Gap))
    held, types, frames, gaps = zip(*found, strict=True)
    by_vintage = {one.level: one for one in types}
    return ByType(
        held,
        tuple(by_vintage.values()),
        pd.concat(frames, ignore_index=True),
        pd.concat(gaps, ignore_index=True),
    )


def _measure(
    report: Report, indicator: str
) -> tuple[Held, Types, pd.DataFrame, pd.DataFrame] | Gap:
    found = match_types(report, indicator)
    if isinstance(found, Gap):
        return found
    held, types = found
    kinds = types.rows(held.year)
    by_type = type_gaps.share_by_type(
        held.latest,
        kinds,
        parents=parents_of(report, held),
        rounding=held.entry.rounding,
    )
    own = (by_type["place_level"] == "municipality") & (by_type["place"] == report.place.code)
    mine = by_type[own | (by_type["place_level"] == "nation")].rename(
        columns={"place_level": "place", "place": "code"}
    )
    words = {"indicator": indicator, "level": held.level, "type_year": types.nearest(held.year)}
    gaps = type_gaps.gap(by_type[own | (by_type["place_level"] == "nation")])
    gaps = gaps.rename(columns={"place_level": "place", "place": "code"})
    return held, types, mine.assign(**words), gaps.assign(indicator=indicator)


def match_types(report: Report, indicator: str) -> tuple[Held, Types] | Gap:
    """Indicator and types of the newest vintage of areas that both are held for, everywhere."""
    for regso, deso in VINTAGES:
        kinds = report.read.held("area_type", regso, everywhere=True)
        shares = _shares(report, indicator, (deso, regso)) if kinds is not None else None
        if kinds is not None and shares is not None:
            year = types_of(report, kinds).nearest(shares.year)
            kinds = report.use(replace(kinds, year=year))
            return report.use(shares), types_of(report, kinds)
    if report.read.held("area_type", "regso") is None:
        return report.gap_of("area_type", "regso")
    return report.gap_of(indicator, "regso")


def _shares(report: Report, indicator: str, levels: Sequence[str]) -> Held | None:
    found = (report.read.held(indicator, level, everywhere=True) for level in levels)
    return next((held for held in found if held is not None and _hasparents_of(report, held)), None)


def _hasparents_of(report: Report, held: Held) -> bool:
    """Whether it is known which RegSO the areas lie in."""
    parents = parents_of(report, held)
    return parents is None or bool((parents != "").any())


def parents_of(report: Report, held: Held) -> pd.Series | None:
    """RegSO of each DeSO; None where what was got is by RegSO already."""
    if held.family == "regso":
        return None
    return report.store.read_areas(held.level).set_index("area")["parent"]
