"""How many municipalities a comparison leaves out, and of which measures."""

from segnb.report.comparison.comparison_groups import members_of
from segnb.report.comparison.standings import Standing
from segnb.report.municipality_report import Report
from segnb.vocabulary.i18n import small


def left_out(report: Report, found: Standing) -> str:
    """How many municipalities have no value, and why."""
    every = len(members_of(report, "nation"))
    missing = {held.entry.id: every - int(found.of(held.entry.id)["n"]) for held in found.held}
    if not any(missing.values()):
        return ""
    kind = "index" if found.index else "value"
    counts = _counts(report, found, missing)
    return report.text(f"comparison.left_out_{kind}", count=counts)


def _counts(report: Report, found: Standing, missing: dict[str, int]) -> str:
    """One number where it is that of all measures, else one for each that lacks some."""
    number = report.language.number
    if len(set(missing.values())) == 1:
        return number(next(iter(missing.values())))
    each = [
        f"{number(missing[held.entry.id])} ({small(held.entry.name.in_language(report.lang))})"
        for held in found.held
        if missing[held.entry.id]
    ]
    return report.language.listing(each)
