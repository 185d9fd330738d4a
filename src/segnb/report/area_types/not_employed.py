"""Who those without work are in the lowest type, where they are hardly any unemployed."""

from segnb.report.area_types.values_by_type import ByType, measure_by_type
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.reading.indicator_data import IndicatorData

EMPLOYED, OUTSIDE = "employed_share", "outside_labour_force_share"
NEARLY_ALL = 0.9  # of those not employed: in one area type of the country two in three are outside


def describe_not_employed(report: Report, by_type: ByType | Gap) -> str:
    """That nearly all who do not work in the lowest type seek none; empty where they may.

    A low share in employment is else read as one of joblessness, also of an area of students.
    """
    outside = nearly_all_outside(report, by_type)
    if outside is None or isinstance(by_type, Gap):
        return ""
    low = str(by_type.gap(EMPLOYED)["type_low"])
    share = report.language.percent(outside.of(OUTSIDE).loc[low, "value"])
    return report.text("area_types.not_employed", low=low, outside=share)


def nearly_all_outside(report: Report, by_type: ByType | Gap) -> ByType | None:
    """Shares outside the labour force, where nearly all others in the lowest type are that."""
    if isinstance(by_type, Gap) or EMPLOYED not in by_type.indicators:
        return None
    gap = by_type.gap(EMPLOYED)
    if gap["reason"] or not gap["value_low"] < gap["value_high"]:
        return None
    found = _outside(report, by_type.entry(EMPLOYED))
    share = found.of(OUTSIDE).loc[gap["type_low"], "value"] if found else float("nan")
    return found if share >= NEARLY_ALL * (100 - gap["value_low"]) else None


def _outside(report: Report, held: IndicatorData) -> ByType | None:
    """Shares outside the labour force by type, of the level and year of those in employment."""
    if report.read.held(OUTSIDE, held.level) is None:
        return None
    found = measure_by_type(report, OUTSIDE)
    if isinstance(found, Gap):
        return None
    other = found.entry(OUTSIDE)
    return found if (other.level, other.year) == (held.level, held.year) else None
