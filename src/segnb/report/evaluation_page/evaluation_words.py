"""Numbers and names of an effort as its page prints them, and what was seen around it."""

from collections.abc import Iterator
from math import isinf

from segnb.analysis.evaluation import Ring
from segnb.analysis.evaluation.ladder import ELSEWHERE
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


MOST_NAMED = 6


def ring_words(report: Report, evaluation: Evaluation, name: str) -> str:
    """How a ring lies, and its first areas."""
    areas = evaluation.data.rings[name]
    number = report.language.number(len(areas))
    listed = report.language.listing(names(evaluation, areas[:MOST_NAMED]))
    key = "ring_some" if len(areas) > MOST_NAMED else "ring_all"
    which = report.text(f"evaluation.ring.{name}")
    return report.text(f"evaluation.plan.{key}", which=which, count=number, areas=listed)


def ring_rows(report: Report, evaluation: Evaluation, outcome: Outcome) -> list[tuple[str, str]]:
    """What was seen in each ring, how small a change could have been, and the sum of them all."""
    rows = [row for ring in outcome.grounds.rings for row in _of_ring(report, outcome, ring)]
    if any(ring.found for ring in _around(outcome)):
        together = amount(report, outcome, together_with_rings(evaluation, outcome), sign=True)
        rows.append((report.text("evaluation.numbers.net"), together))
    return rows


def _of_ring(report: Report, outcome: Outcome, ring: Ring) -> Iterator[tuple[str, str]]:
    which = report.text(f"evaluation.ring.{ring.name}")
    if ring.found is None:
        said = report.text("evaluation.numbers.ring_none")
        yield report.text("evaluation.numbers.ring", which=which), said
        return
    found = ring.found.estimate
    numbers = {"ring": amount(report, outcome, found.value, sign=True),
               "ring_p": probability(report, found.p),
               "ring_detectable": amount(report, outcome, ring.detectable)}  # fmt: skip
    for key, text in numbers.items():
        yield report.text(f"evaluation.numbers.{key}", which=which), text


def _around(outcome: Outcome) -> list[Ring]:
    return [ring for ring in outcome.grounds.rings if ring.name != ELSEWHERE]


def together_with_rings(evaluation: Evaluation, outcome: Outcome) -> float:
    """Effect in the treated and in the areas around, by the people in each."""
    own = float(evaluation.data.people[list(evaluation.plan.treated)].sum())
    parts = [(own, outcome.found.estimate.value)]
    parts += [(one.people, one.found.estimate.value) for one in _around(outcome) if one.found]
    return sum(people * value for people, value in parts) / sum(people for people, _ in parts)
