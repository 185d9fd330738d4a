"""Shares in each of the five area types, and how far apart the two ends are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd

from segnb.analysis import type_gaps
from segnb.report.area_types.official_types import Types, nearest_year, types_of
from segnb.report.comparison.comparison_groups import is_whole
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.phrases import year_beside
from segnb.report.reading.all_municipalities import everywhere
from segnb.report.reading.indicator_data import IndicatorData
from segnb.store.derived_results import derive

VINTAGES = (("regso2025", "deso2025"), ("regso2020", "deso2018"))
UNTYPED_AT_MOST = 0.01  # part of the areas
PARTS_MISSING = "areas_missing"
VALUES = ["numerator", "denominator", "value", "lower", "upper", "lower80", "upper80"]


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
        intervals, `p, certainty, reason`, and whether it goes `against` the country's.
    """

    held: tuple[IndicatorData, ...]
    types: tuple[Types, ...]
    frame: pd.DataFrame
    gaps: pd.DataFrame

    def of(self, indicator: str, place: str = "municipality") -> pd.DataFrame:
        """Rows of one indicator in one place, by type."""
        found = self._parts.get((indicator, place))
        return self.frame.iloc[:0].set_index("type", drop=False) if found is None else found

    def gap(self, indicator: str, place: str = "municipality") -> pd.Series:
        """Distance between the ends on one indicator."""
        return self._gaps[indicator, place]

    def beside(self, other: "ByType") -> "ByType":
        """These shares and others."""
        frame, gaps = (pd.concat([getattr(one, part) for one in (self, other)], ignore_index=True)
                       for part in ("frame", "gaps"))  # fmt: skip
        return ByType((*self.held, *other.held), self.types, frame, gaps)

    def has_country(self, indicator: str) -> bool:
        """Whether the country has values to stand beside those of the municipality."""
        return bool(self.of(indicator, "nation")["value"].notna().any())

    @cached_property
    def _parts(self) -> dict[tuple[str, str], pd.DataFrame]:
        parts = self.frame.groupby(["indicator", "place"], sort=False)
        return {key: part.set_index("type", drop=False) for key, part in parts}

    @cached_property
    def _gaps(self) -> dict[tuple[str, str], pd.Series]:
        pairs = zip(self.gaps["indicator"], self.gaps["place"], strict=True)
        return {pair: self.gaps.iloc[row] for row, pair in enumerate(pairs)}

    def decimals(self, indicator: str) -> pd.Series:
        """Decimals by type: none of one area whose share is published in whole per cents."""
        areas, rounded = self.of(indicator)["areas"], bool(self.entry(indicator).entry.rounding)
        return (~((areas == 1) & rounded)).astype(int)

    def entry(self, indicator: str) -> IndicatorData:
        """What was got of one indicator."""
        return next(one for one in self.held if one.entry.id == indicator)

    def types_for(self, indicators: Sequence[str]) -> tuple[IndicatorData, ...]:
        """The types that areas were grouped by, for some of the indicators."""
        rows = self.frame[self.frame["indicator"].isin(indicators)]
        used = set(rows["type_year"])
        return tuple(one.held for one in self.types if one.year in used)

    def types_of(self, indicator: str) -> Types:
        """The types that the areas of one indicator were grouped by."""
        level = self.entry(indicator).level
        of_level = {one: regso for regso, deso in VINTAGES for one in (regso, deso)}
        return next(one for one in self.types if one.level == of_level[level])

    def year_of(self, indicator: str) -> str:
        """The year of one indicator, where not all are of one."""
        return year_beside([self.entry(indicator).year], [one.year for one in self.held])

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
    people. Types are those of the same year, else of the nearest year of the same vintage. The
    nation has values only where the store holds all of its municipalities.
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
) -> tuple[IndicatorData, Types, pd.DataFrame, pd.DataFrame] | Gap:
    found = match_types(report, indicator)
    if isinstance(found, Gap):
        return found
    held, types = found
    key = ("by_type", indicator, held.level, held.year)
    shown, gaps, whole = report.read.once(key, partial(compare_types, report, held, types))
    if not whole:
        lack_country(report)
    return held, types, shown, gaps


def compare_types(
    report: Report, held: IndicatorData, types: Types
) -> tuple[pd.DataFrame, pd.DataFrame, bool]:
    """Share by type and the distance between the ends, and whether the nation is whole."""
    indicator, rows = held.entry.id, _everywhere(report, held, types)
    own = (rows["place_level"] == "municipality") & (rows["place"] == report.place.code)
    nation = rows["place_level"] == "nation"
    towns = rows.loc[rows["place_level"] == "municipality", "place"]
    whole = is_whole(report, "nation", towns) and _is_typed(rows[nation])
    if not whole:
        rows.loc[nation, VALUES] = float("nan")
        rows.loc[nation, ["status", "reason"]] = ["missing", PARTS_MISSING]
    shown = rows[own | nation]
    words = {"indicator": indicator, "level": held.level, "type_year": types.year}
    names = {"place_level": "place", "place": "code"}
    gaps = type_gaps.gap(shown)
    gaps["against"] = type_gaps.goes_against(gaps, shown, indicator)
    gaps = gaps.rename(columns=names).assign(indicator=indicator)
    return shown.rename(columns=names).assign(**words), gaps, whole


def lack_country(report: Report) -> Gap:
    """State that there is no country to compare the types with."""
    what, why = (report.text(f"area_types.no_country.{part}") for part in ("what", "why"))
    return report.gap("nation_by_type", what, why)


def _is_typed(nation: pd.DataFrame) -> bool:
    areas = nation.set_index("type")["areas"]
    return areas.get("none", 0) <= UNTYPED_AT_MOST * areas["all"]


def _everywhere(report: Report, held: IndicatorData, types: Types) -> pd.DataFrame:
    """Share by type in every municipality and the nation, which all reports have in common."""
    entry, store = held.entry, report.store

    def compute() -> pd.DataFrame:
        shares = everywhere(store, entry.id, held.level, held.year) or held
        return type_gaps.share_by_type(
            shares.latest,
            types_everywhere(report, types, held.year),
            parents=parents_of(report, held),
            rounding=entry.rounding,
        )

    settings: dict[str, Any] = {"level": held.level, "year": held.year, "types": types.level,
                "type_year": types.year}  # fmt: skip
    used = [entry.of or entry.id, "area_type"]
    return derive(store, f"by_type-{entry.id}", used, compute, indicator=entry.id, **settings)


def types_everywhere(report: Report, types: Types, year: int) -> pd.DataFrame:
    """Types of all areas of the country, said to be of a year."""
    rows = report.store.read("area_type", level=types.level, years=[types.year])
    return rows.assign(year=year)


def match_types(report: Report, indicator: str) -> tuple[IndicatorData, Types] | Gap:
    """Indicator and types of the newest vintage of areas that the municipality has both for."""
    found = _matched(report, indicator)
    if found is not None:
        held, kinds = found
        year = nearest_year(kinds, held.year)
        key = ("types", kinds.level, year)
        kinds = report.use(report.read.once(key, partial(replace, kinds, year=year)))
        return report.use(held), types_of(report, kinds)
    if report.read.held("area_type", "regso") is None:
        return report.gap_of("area_type", "regso")
    return report.gap_of(indicator, "regso")


def newest_with_types(report: Report, *indicators: str) -> str:
    """The indicator that is held by type for the newest year; the first of those that share it."""
    found = {name: _matched(report, name) for name in indicators}
    years = {name: both[0].year for name, both in found.items() if both}
    return max(years, key=lambda name: years[name], default=indicators[-1])


def _matched(report: Report, indicator: str) -> tuple[IndicatorData, IndicatorData] | None:
    for regso, deso in VINTAGES:
        kinds = report.read.held("area_type", regso)
        held = _areas(report, indicator, (deso, regso)) if kinds is not None else None
        if kinds is not None and held is not None:
            return held, kinds
    return None


def _areas(report: Report, indicator: str, levels: Sequence[str]) -> IndicatorData | None:
    found = (report.read.held(indicator, level) for level in levels)
    return next((held for held in found if held is not None and _adds_up(report, held)), None)


def _adds_up(report: Report, held: IndicatorData) -> bool:
    """Whether areas can be added to their types: the base is known, and which RegSO they lie in."""
    if held.entry.kind != "counts" and "denominator" not in held.rows:
        return False
    if held.family == "regso":
        return True
    return bool((report.read.parents(held.level, report.place.code) != "").any())


def parents_of(report: Report, held: IndicatorData) -> pd.Series | None:
    """RegSO of each DeSO of the country; None where what was got is by RegSO already."""
    if held.family == "regso":
        return None
    return report.read.parents(held.level, None)
