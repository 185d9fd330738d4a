"""What is certain, what is not and what is missing: of a chapter, and of a whole report."""

from collections.abc import Iterable

from segnb.report.page.blocks import Boxes, Bullets, Finding, Gap
from segnb.vocabulary.i18n import Language

MOST_LINES = 3
UNCONCLUDED = ("numbers", "undeclared")  # outcomes that give both ends of a change and no verdict
INAPPLICABLE = ("few", "one_type")  # outcomes where there is nothing to be sure or unsure of


def overview(language: Language, findings: Iterable[Finding], gaps: Iterable[Gap]) -> Boxes:
    """Three short lists side by side; each says how many more there are.

    Parameters
    ----------
    findings, gaps
        Those of a chapter; a bound report puts those of all chapters in their place. What does
        not apply is not missing.
    """
    certain, unsure = by_certainty(findings)
    lists = {
        "certain": [one.title for one in certain],
        "unsure": [_line(language, one) for one in unsure],
        "missing": [gap.title.partition(": ")[2] or gap.title for gap in gaps
                    if gap.status != "not_applicable"],
    }  # fmt: skip
    boxes = [
        Bullets(_few(language, lines), language.text(f"summary.boxes.{name}"), lang=language.lang)
        for name, lines in lists.items()
    ]
    return Boxes(tuple(boxes), collect=True, lang=language.lang)


def _line(language: Language, unsure: Finding) -> str:
    """Its title, and that it is the change which is not sure where the title gives two numbers."""
    if unsure.rule.outcome not in UNCONCLUDED:
        return unsure.title
    return language.text("summary.boxes.no_conclusion", title=unsure.title)


def by_certainty(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings that are certain, and those that are not, each once."""
    said = list({(one.key, one.title): one for one in findings}.values())
    certain = [one for one in said if one.certainty == "certain"]
    told = [one for one in said if one.rule.outcome not in INAPPLICABLE]
    return certain, [one for one in told if one not in certain]


def quoted(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that the lists quote."""
    return [
        one
        for several in by_certainty(findings)
        for one in several
        if one.title in _first(one.title for one in several)
    ]


def _first(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))[:MOST_LINES]


def _few(language: Language, lines: list[str]) -> tuple[str, ...]:
    """The first lines, and how many more there are; a dash for none."""
    shown = _first(lines)
    more = len(lines) - len(shown)
    if more:
        return (*shown, language.text("summary.boxes.more", count=more))
    return shown or (language.text("summary.boxes.none"),)
