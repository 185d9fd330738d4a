"""The gaps between the area types in an earlier year, where types and shares can be compared."""

from dataclasses import replace

import pandas as pd

from segnb.analysis.trends import SHORTEST
from segnb.report.area_types.official_types import types_of
from segnb.report.area_types.values_by_type import ByType, compare_types, match_types
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.catalogue import breaks_at


def measure_earlier_gaps(report: Report, found: ByType) -> pd.DataFrame:
    """Gaps of the municipality in the earliest year of each share that can be compared.

    Returns
    -------
    DataFrame
        Rows as of `ByType.gaps` with `year`, of the shares that have types of an earlier year:
        of the same vintage of areas, at least `SHORTEST` years before, with no break between.
    """
    parts = [_earlier(report, indicator) for indicator in found.indicators]
    known = [part for part in parts if part is not None]
    return pd.concat(known, ignore_index=True) if known else found.gaps.iloc[:0]


def _earlier(report: Report, indicator: str) -> pd.DataFrame | None:
    matched = match_types(report, indicator)
    if isinstance(matched, Gap):
        return None
    held, types = matched
    years = comparable_years(held, types.held)
    if not years:
        return None
    then = types_of(report, replace(types.held, year=years[0]))
    _, gaps, _ = compare_types(report, replace(held, year=years[0]), then)
    return gaps[gaps["place"] == "municipality"]


def comparable_years(held: IndicatorData, types: IndicatorData) -> list[int]:
    """Earlier years with both a share and types, back to the newest break of either."""
    last = min(held.year, types.year)
    both = _years(held) & _years(types)
    breaks = (cut.year for one in (held, types) for cut in breaks_at(one.entry, one.level))
    cuts = [year for year in breaks if year <= last]
    return sorted(y for y in both if max(cuts, default=0) <= y <= last - SHORTEST)


def _years(held: IndicatorData) -> set[int]:
    return set(held.rows.dropna(subset="value")["year"].astype(int))
