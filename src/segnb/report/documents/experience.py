"""What documents say of earlier efforts: retold with its source, opinion as opinion, and a form."""

import re

from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Boxes, Bullets, Row, Table
from segnb.vocabulary.seeds import seed_table

SAID = ("worked", "not_worked", "conclusions")


def show_experience(report: Report) -> Boxes:
    """What the documents say worked, what did not, and what was drawn from the grants of 2018."""
    return Boxes(tuple(_said(report, name) for name in SAID), lang=report.lang)


def _said(report: Report, name: str) -> Bullets:
    head = f"interventions.experience.{name}"
    quoted = _texts(report, "interventions.experience", rf"{name}_\d+_cited")
    source = report.text("interventions.experience.source", source=report.text(f"{head}_source"))
    return Bullets(tuple(quoted), report.text(head), source=source, lang=report.lang)


def _texts(report: Report, head: str, pattern: str) -> list[str]:
    """Texts right below a key whose names match, as many as there are."""
    names = (name for name in report.language.below(head) if re.fullmatch(pattern, name))
    return [report.text(f"{head}.{name}") for name in names]


def show_assessment(report: Report) -> Table:
    """Five success factors as a form with empty cells, and no score."""
    return _form(report, "assessment", "core_factor", "title", "subtitle")


def show_lessons(report: Report) -> Table:
    """The two lessons that one document has beside the factors, which are five."""
    return _form(report, "lessons", "extra_lesson", "lessons", "lessons_subtitle")


def _form(report: Report, key: str, kind: str, title: str, subtitle: str) -> Table:
    factors = seed_table("success_factors")
    factors = factors[factors["kind"] == kind].to_dict("records")
    rows: list[Row] = []
    for number, factor in enumerate(factors, start=1):
        head = f"interventions.assessment.{factor['id']}"
        rows.append(Row((_factor(report, factor, number),), "group"))
        rows.append(Row((report.text(f"{head}.meaning_cited"),)))
        rows += [Row((question, "")) for question in _texts(report, head, r"q\d+")]
    words = "interventions.assessment"
    return make_table(
        report, key, ("question", "<answer"), rows, words=words,
        title=report.text(f"{words}.{title}"), subtitle=report.text(f"{words}.{subtitle}"),
        source=report.text(f"{words}.source_{key}"), on_paper=False,
    )  # fmt: skip


def _factor(report: Report, factor: dict, number: int) -> str:
    """Name of a factor with its number; lessons have none."""
    name = factor[f"factor_{report.lang}"]
    name = name[:1].upper() + name[1:]
    return name if factor["kind"] == "extra_lesson" else f"{number}. {name}"


def show_points(report: Report) -> Bullets:
    """Three guiding points, cited as the opinion of a named person of a date."""
    head = "interventions.points"
    lines = tuple(_texts(report, head, r"p\d+_cited"))
    return Bullets(lines, report.text(f"{head}.title"), lang=report.lang)
