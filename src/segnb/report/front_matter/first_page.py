"""The first page: what is certain and what is not, in few and in plain words, and whose words."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from segnb.report.change.change_findings import say_change
from segnb.report.front_matter.methods import show_citation
from segnb.report.municipality_report import Report, own_text
from segnb.report.page.blocks import Boxes, Bullets, Findings, Gap, Note, Paragraph
from segnb.report.page.certainty_boxes import overview
from segnb.report.page.statements import Statement
from segnb.vocabulary.errors import InvalidFile

LOGOS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
LARGEST_LOGO = 500_000  # bytes


def show_boxes(report: Report, findings: Findings | None, *needed: str) -> Boxes:
    """Short lists side by side: what is certain, what is not, what is missing.

    In a bound report they are those of all its chapters.

    Parameters
    ----------
    needed
        Indicators that a report should have; those without any value are gaps.
    """
    for name in needed:
        if not report.read.holds(name):
            report.gap_of(name, "municipality")
    items = findings.items if findings is not None else ()
    return overview(report.language, items, report.trail.gaps.values())


def show_plain(report: Report, statements: Iterable[Any]) -> Bullets | None:
    """The same findings in plain words: no name of an index, one number a finding.

    In a bound report they are those of the six that the summary tells. A setting
    `summary_plain: false` leaves it out.
    """
    if not report.params.summary_plain:
        return None
    lines = [_plain(report, one) for one in statements if isinstance(one, Statement)]
    shown = tuple(line for line in lines if line)
    title = report.text("summary.plain")
    return Bullets(shown, title, collect=True, lang=report.lang) if shown else None


def _plain(report: Report, statement: Statement) -> str:
    """Plain sentence of a statement, where its rule has one and is not switched off."""
    key = f"findings.{statement.rule}.{statement.outcome}.plain"
    if statement.rule in report.params.rules_off or not report.language.has(key):
        return ""
    return report.text(key, **statement.words)


def say_changes(
    report: Report, *indicators: str, sure_of: Iterable[str] = ()
) -> list[Statement | Gap | None]:
    """What may be said of the change of several indicators of the municipality.

    Parameters
    ----------
    sure_of
        Others that a figure of the chapter shows: told where their change is certain, so that the
        figure concludes nothing without a rule beside it. On paper they take too much room.
    """
    others = [say_change(report, name) for name in sure_of if name not in indicators]
    told = (one for one in others if isinstance(one, Statement) and one.certainty == "certain")
    sure = [replace(one, on_paper=False) for one in told]
    return [say_change(report, indicator) for indicator in indicators] + sure


def show_contact(report: Report) -> Paragraph:
    """Whom to ask, how to cite, and how new the report is."""
    contact = report.params.contact
    asked = [report.text("summary.contact", contact=contact)] if contact else []
    cited = show_citation(report)
    alone, bound = (" ".join([*asked, text]) for text in (cited.text, cited.bound))
    return Paragraph(alone, "small", bound, lang=report.lang)


def show_foreword(report: Report) -> Note | None:
    """The municipality's foreword, shown as its own words."""
    text = own_text(report.params.foreword)
    title = report.text("summary.foreword")
    return Note(title, text, "own_words", lang=report.lang) if text else None


@dataclass(frozen=True)
class Logo:
    """A picture of the municipality, with its name as alternative text."""

    mime: str
    content: bytes
    alt: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:  # noqa: ARG002
        is_text = self.mime == "image/svg+xml"
        shown = self.content.decode() if is_text else base64.b64encode(self.content).decode()
        return {self.mime: shown}, {self.mime: {"alt": self.alt}}


def show_logo(report: Report) -> Logo | None:
    """The municipality's logo, from the file that the settings name.

    Raises
    ------
    InvalidFile
        The file cannot be read, is too large or is no picture by its name.
    """
    if not report.params.logo:
        return None
    path = Path(report.params.logo)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidFile(f"The logo {path} cannot be read: {error.strerror}.") from error
    mime = LOGOS.get(path.suffix.lower())
    if mime is None or len(content) > LARGEST_LOGO:
        raise InvalidFile(
            f"The logo {path.name} must be a PNG, JPEG or SVG of at most {LARGEST_LOGO // 1000} kB."
        )
    return Logo(mime, content, report.text("summary.logo"))
