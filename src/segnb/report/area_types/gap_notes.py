"""What is said beside a gap of types: what they are built of, and how few areas they are."""

import pandas as pd

from segnb.analysis.certainty import UNKNOWN
from segnb.analysis.type_populations import BUILT_OF, PARTLY_BUILT_OF
from segnb.report.area_types.gap_titles import short_name
from segnb.report.area_types.values_by_type import ByType
from segnb.report.municipality_report import Report

WAYS = ("built", "built_part", "against")
FEW_AREAS = 2  # of a type: one more or less may turn the gap


def built_note(report: Report, by_type: ByType, names: list[str]) -> str:
    """Where types differ by arithmetic, and where the other way than the country's types do."""
    ways = {name: _way(by_type, name) for name in names}
    listed = {
        way: report.language.listing([short_name(by_type, report, name) for name in told])
        for way in WAYS
        if (told := [name for name in names if ways[name] == way])
    }
    return "".join(
        report.text(f"area_types.{way}_figure", names=each) for way, each in listed.items()
    )


def built_words(report: Report, by_type: ByType, indicator: str) -> dict[str, str]:
    """The same of one share, in a finding and in what it is certain by."""
    way = _way(by_type, indicator)
    texts = [report.text(f"area_types.{way}{end}") if way else "" for end in ("", "_reason")]
    return dict(zip(("built", "built_reason"), texts, strict=True))


def _way(by_type: ByType, indicator: str) -> str:
    """Why types differ where a gap is told, by its sign: empty where neither is to say."""
    gap = by_type.gap(indicator)
    if gap["reason"] or gap["certainty"] == UNKNOWN:
        return ""
    if gap["against"]:
        return "against" if by_type.has_country(indicator) else ""
    if indicator in BUILT_OF:
        return "built"
    return "built_part" if indicator in PARTLY_BUILT_OF else ""


def few_note(report: Report, by_type: ByType, names: list[str]) -> str:
    """That a gap between types is one between single areas; empty where both ends have more."""
    each = (_figure_note(report, _few(report, by_type, by_type.gap(name))) for name in names)
    return next(filter(None, each), "")


def _figure_note(report: Report, few: dict[str, str]) -> str:
    """How many areas each end is; of an end that is one area, that it is."""
    single = [end for end in ("low", "high") if few and few[f"areas_{end}"] == "1"]
    if len(single) != 1:
        return _said(report, "figure", few)
    (one,), more = single, "high" if single == ["low"] else "low"
    words = {"single": few[one], "more": few[f"areas_{more}"], "more_type": few[more]}
    return report.text("area_types.few_figure_single", level=few["level"], **words)


def few_reason(report: Report, by_type: ByType, gap: pd.Series) -> str:
    """The same beside what one gap is certain by."""
    return _said(report, "reason", _few(report, by_type, gap))


def _said(report: Report, where: str, few: dict[str, str]) -> str:
    if not few:
        return ""
    lone = few["areas_low"] == few["areas_high"] == "1"
    return report.text(f"area_types.few_{where}{'_one' * lone}", **few)


def _few(report: Report, by_type: ByType, gap: pd.Series) -> dict[str, str]:
    """Types at both ends and how many areas each is, where one is hardly more than one."""
    if gap["reason"]:
        return {}
    types = by_type.types_of(gap["indicator"])
    areas = {end: types.count(int(gap[f"type_{end}"])) for end in ("low", "high")}
    if min(areas.values()) > FEW_AREAS:
        return {}
    ends = {end: str(gap[f"type_{end}"]) for end in areas}
    counts = {f"areas_{end}": str(number) for end, number in areas.items()}
    each = [report.text("area_types.few_of_type", count=number, type=ends[end])
            for end, number in areas.items() if number <= FEW_AREAS]  # fmt: skip
    few = {"each": report.language.listing(each), "level": report.level_name(types.level)}
    return ends | counts | few
