"""What is certain, what is not and what is missing: of a chapter, and of a whole report."""

from collections.abc import Iterable

from segnb.report.page.blocks import Boxes, Bullets, Finding, Gap
from segnb.vocabulary.i18n import Language

MOST_LINES = 3


def overview(language: Language, findings: Iterable[Finding], gaps: Iterable[Gap]) -> Boxes:
    """Three short lists side by side; each says how many more there are.

    Parameters
    ----------
    findings, gaps
        Those of a chapter; a bound report puts those of all chapters in their place. What does
        not apply is not missing.
    """
    said = list({(one.key, one.title): one for one in findings}.values())
    lists = {
        "certain": [one.title for one in said if one.certainty == "certain"],
        "unsure": [one.title for one in said if one.certainty != "certain"],
        "missing": [gap.title.partition(": ")[2] or gap.title for gap in gaps
                    if gap.status != "not_applicable"],
    }  # fmt: skip
    boxes = [
        Bullets(_few(language, lines), language.text(f"summary.boxes.{name}"), lang=language.lang)
        for name, lines in lists.items()
    ]
    return Boxes(tuple(boxes), collect=True, lang=language.lang)


def _few(language: Language, lines: list[str]) -> tuple[str, ...]:
    """The first lines, and how many more there are; a dash for none."""
    shown = tuple(dict.fromkeys(lines))[:MOST_LINES]
    more = len(lines) - len(shown)
    if more:
        return (*shown, language.text("summary.boxes.more", count=more))
    return shown or (language.text("summary.boxes.none"),)
