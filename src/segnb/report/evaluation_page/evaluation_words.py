"""Numbers and names of an effort as its page prints them."""

from math import isinf

from segnb.report.evaluation_page.judgement import Evaluation, Outcome
from segnb.report.municipality_report import Report
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import DASH


def name_of(report: Report, outcome: Outcome) -> str:
    """Name of an outcome."""
    return outcome.held.entry.name.in_language(report.lang)


def amount(report: Report, outcome: Outcome, value: float, *, sign: bool = False) -> str:
    """Difference with its unit; a dash where it is infinite."""
    if isinf(value):
        return DASH
    unit = report.text(f"evaluation.unit.{outcome.held.entry.unit}")
    return report.text(
        "evaluation.amount", value=number(report, outcome, value, sign=sign), unit=unit
    )


def number(report: Report, outcome: Outcome, value: float, *, sign: bool = True) -> str:
    """Difference without its unit."""
    entry = outcome.held.entry
    places = max(entry.decimals, 1) if entry.unit == "percent" else entry.decimals
    return report.language.number(value, places, sign=sign)


def probability(report: Report, p: float) -> str:
    """p with three decimals."""
    return report.language.number(p, 3)


def names(evaluation: Evaluation, areas: tuple[str, ...]) -> list[str]:
    """Names of areas: of municipalities their own, of finer areas with their code."""
    if evaluation.plan.level == "municipality":
        return [find_municipality(area).name for area in areas]
    reader = evaluation.data.reader
    name = reader.area_name if evaluation.plan.municipality else reader.name_anywhere
    return [area if name(area) == area else f"{name(area)} ({area})" for area in areas]
