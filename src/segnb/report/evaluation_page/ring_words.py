"""Areas around an effort: which they are, and what was seen in them."""

from collections.abc import Iterator

from segnb.analysis.evaluation import Ring
from segnb.analysis.evaluation.ladder import ELSEWHERE
from segnb.report.evaluation_page.evaluation_words import amount, names, probability
from segnb.report.evaluation_page.judgement import Evaluation, Outcome
from segnb.report.municipality_report import Report

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
