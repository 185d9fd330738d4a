"""What documents say of earlier efforts: retold with its source, opinion as opinion, and a form."""

from segnb.report.charts.exhibits import make_table
from segnb.report.documents.interventions import head_of
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Boxes, Bullets, Row, Table
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
    """Five success factors as a form with empty cells, and no score."""
    say = report.text
    return _form(
        report, "assessment", "core_factor", say("interventions.assessment.title"),
        say("interventions.assessment.subtitle"),
    )  # fmt: skip


def show_lessons(report: Report) -> Table:
    """The two lessons that one document has beside the factors, which are five."""
    say = report.text
    return _form(
        report, "lessons", "extra_lesson", say("interventions.assessment.lessons"),
        say("interventions.assessment.lessons_subtitle"),
    )  # fmt: skip


def _form(report: Report, key: str, kind: str, title: str, subtitle: str) -> Table:
    factors = seed_table("success_factors")
    factors = factors[factors["kind"] == kind].to_dict("records")
    rows: list[Row] = []
    for number, factor in enumerate(factors, start=1):
        head = f"interventions.assessment.{factor['id']}"
        rows.append(Row((_factor(report, factor, number),), "group"))
        rows.append(Row((report.text(f"{head}.meaning_cited"),)))
        rows += [Row((question, "")) for question in _questions(report, head)]
    heads = [head_of(report, "assessment", head) for head in ("question", "<answer")]
    source = report.text(f"interventions.assessment.source_{key}")
    return make_table(
        report.language, key, title, subtitle, heads, rows, source=source, on_paper=False
    )


def _factor(report: Report, factor: dict, number: int) -> str:
    """Name of a factor with its number; lessons have none."""
    name = factor[f"factor_{report.lang}"]
    name = name[:1].upper() + name[1:]
    return name if factor["kind"] == "extra_lesson" else f"{number}. {name}"


def _questions(report: Report, head: str) -> list[str]:
    keys = [f"{head}.q{number}" for number in range(1, MOST_QUESTIONS + 1)]
    return [report.text(key) for key in keys if report.language.has(key)]


def show_points(report: Report) -> Bullets:
    """Three guiding points, cited as the opinion of a named person of a date."""
    head = "interventions.points"
    lines = tuple(report.text(f"{head}.p{number}_cited") for number in range(1, POINTS + 1))
    return Bullets(lines, report.text(f"{head}.title"), lang=report.lang)
