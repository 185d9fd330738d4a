"""Who those without work are in the lowest type, where they are hardly any unemployed."""

import pandas as pd

from segnb.report.area_types.values_by_type import ByType, measure_by_type
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap

EMPLOYED, OUTSIDE = "employed_share", "outside_labour_force_share"
NEARLY_ALL = 0.9  # of those not employed: in one area type of the country two in three are outside


def describe_not_employed(report: Report, by_type: ByType | Gap) -> str:
    """That nearly all who do not work in the lowest type seek none; empty where they may.

    A low share in employment is else read as one of joblessness, also of an area of students.
    """
    if isinstance(by_type, Gap) or EMPLOYED not in by_type.indicators:
        return ""
    gap = by_type.gap(EMPLOYED)
    if gap["reason"] or not gap["value_low"] < gap["value_high"]:
        return ""
    outside = _outside(report, by_type, gap)
    if not outside >= NEARLY_ALL * (100 - gap["value_low"]):
        return ""
    words = {"low": str(gap["type_low"]), "outside": report.language.percent(outside)}
    return report.text("area_types.not_employed", **words)


def _outside(report: Report, by_type: ByType, gap: pd.Series) -> float:
    """Share outside the labour force in the lowest type, of the year and level of the gap."""
    held = by_type.entry(EMPLOYED)
    if report.read.held(OUTSIDE, held.level) is None:
        return float("nan")
    found = measure_by_type(report, OUTSIDE)
    if isinstance(found, Gap):
        return float("nan")
    other = found.entry(OUTSIDE)
    same = (other.level, other.year) == (held.level, held.year)
    return float(found.of(OUTSIDE).loc[gap["type_low"], "value"]) if same else float("nan")
