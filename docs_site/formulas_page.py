"""Formulas of all measures: by question as in `docs/measures.md`, the rest from the docstrings."""

import inspect
import re
from dataclasses import dataclass
from pathlib import Path

from docs_site.docstring_markup import address, markdown
from segnb import measures

PAGE = Path(__file__).resolve().parents[1] / "docs" / "measures.md"
SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n(.*?)(?=^\w[\w ]*\n-{3,}\n|\Z)", re.M | re.S)
HEAD = """# Formulas and references

Every measure of `segnb.measures` with its formula, its source and when not to take it. Question,
range and *not when* are those of [Which measure to take](measures.md), formula and source those
of the docstrings ([reference](reference.md)). What all have in common, the value that chance
gives and the interval, is under [Uncertainty](inference.md).
"""


@dataclass(frozen=True)
class Question:
    """A row of the table of questions."""

    question: str
    functions: tuple[str, ...]
    range: str
    not_when: str


def questions() -> list[Question]:
    """Rows of the table under "By question"."""
    table = PAGE.read_text(encoding="utf-8").partition("## By question")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    cells = [re.split(r"\s*\|\s*", line.strip("| ")) for line in lines]
    return [Question(what, _functions(how), span, limit) for what, how, span, limit in cells]


def _functions(cell: str) -> tuple[str, ...]:
    named = re.findall(r"`(\w+)", cell)
    return tuple(name for name in named if name in measures.__all__)


def text() -> str:
    """The page."""
    return HEAD + "".join(_question(question) for question in questions())


def _question(row: Question) -> str:
    told = f"**Range:** {row.range}\n\n" if row.range else ""
    parts = "".join(_measure(name) for name in row.functions)
    return f"\n## {row.question}\n\n{told}**Not when:** {row.not_when}\n{parts}"


def _measure(name: str) -> str:
    docstring = inspect.getdoc(getattr(measures, name)) or ""
    sections = {title: body.strip() for title, body in SECTION.findall(docstring)}
    first = docstring.partition("\n\n")[0].replace("\n", " ")
    told = [f"\n### [`{name}`][{address(name)}]", markdown(first)]
    told += [markdown(sections["Notes"])] if "Notes" in sections else []
    told += [f"*{markdown(_joined(sections['References']))}*"] if "References" in sections else []
    return "\n\n".join(told) + "\n"


def _joined(reference: str) -> str:
    return " ".join(reference.split())
