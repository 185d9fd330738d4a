"""What documents say of earlier efforts: retold with its source, opinion as opinion, and a form."""

from segnb.report.blocks import Boxes, Bullets, Row, Table
from segnb.report.context import Report
from segnb.report.showing import make_table
from segnb.report.views.interventions import head_of
from segnb.vocabulary.seeds import seed_table

SAID = ("worked", "not_worked", "conclusions")
MOST_SAID, MOST_QUESTIONS, POINTS = 5, 4, 3


def show_experience(report: Report) -> Boxes:
    """What the documents say worked, what did not, and what was drawn from the grants of 2018."""
    return Boxes(tuple(_said(report, name) for name in SAID), lang=report.lang)


def _said(report: Report, name: str) -> Bullets:
    head = f"interventions.experience.{name}"
    source = report.text(f"{head}_source")
    lines = (*_quoted(report, head, MOST_SAID),
             report.text("interventions.experience.source", source=source))  # fmt: skip
    return Bullets(lines, report.text(head), lang=report.lang)


def _quoted(report: Report, head: str, most: int) -> tuple[str, ...]:
    keys = [f"{head}_{number}_cited" for number in range(1, most + 1)]
    return tuple(report.text(key) for key in keys if report.language.has(key))


def show_assessment(report: Report) -> Table:
    """Five success factors and two lessons as a form with empty cells, and no score."""
    say, rows = report.text, []
    factors = seed_table("success_factors").to_dict("records")
    for number, factor in enumerate(factors, start=1):
        lesson = factor["kind"] == "extra_lesson"
        if lesson and factors[number - 2]["kind"] != "extra_lesson":
            rows.append(Row((say("interventions.assessment.lessons"),), "group"))
        rows.append(Row((_factor(report, factor, number),), "group"))
        meaning = say(f"interventions.assessment.{factor['id']}.meaning_cited")
        rows.append(Row((meaning,)))
        rows += [Row((question, "")) for question in _questions(report, factor["id"])]
    heads = [head_of(report, "assessment", head) for head in ("question", "<answer")]
    return make_table(
        report.language, "assessment", say("interventions.assessment.title"),
        say("interventions.assessment.subtitle"), heads, rows,
        source=say("interventions.assessment.source"),
    )  # fmt: skip


def _factor(report: Report, factor: dict, number: int) -> str:
    """Name of a factor with its number; lessons have none."""
    name = factor[f"factor_{report.lang}"]
    name = name[:1].upper() + name[1:]
    return name if factor["kind"] == "extra_lesson" else f"{number}. {name}"


def _questions(report: Report, factor: str) -> list[str]:
    head = f"interventions.assessment.{factor}"
    keys = [f"{head}.q{number}" for number in range(1, MOST_QUESTIONS + 1)]
    return [report.text(key) for key in keys if report.language.has(key)]


def show_points(report: Report) -> Bullets:
    """Three guiding points, cited as the opinion of a named person of a date."""
    head = "interventions.points"
    lines = tuple(report.text(f"{head}.p{number}_cited") for number in range(1, POINTS + 1))
    return Bullets(lines, report.text(f"{head}.title"), lang=report.lang)
