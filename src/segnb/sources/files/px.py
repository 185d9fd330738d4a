"""PX files, the format in which statistical offices keep tables: keywords, then numbers."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import (
    CONTENTS,
    LabelledTable,
    role,
    unfolded,
    without_place,
)
from segnb.sources.files.workbooks import MOST_CELLS
from segnb.vocabulary.errors import InvalidFile

# One statement: KEYWORD[language]("variable","value")=content; quotes keep semicolons apart.
_STATEMENT = re.compile(
    r'\s*([A-Z][A-Z0-9_-]*)(?:\[([a-z-]+)\])?(?:\(([^)=]{0,2000}?)\))?\s*=((?:"[^"]*"|[^";])*);',
    re.S,
)
_TEXT = re.compile(r'"([^"]*)"((?:\s*"[^"]*")*)')
_CELL = re.compile(r'"[^"]*"|[^\s",]+')
_ID = re.compile(r"TAB\d+|[0-9A-Z]{8}")
_UPDATED = re.compile(r"(20\d{2})(\d{2})(\d{2})")


@dataclass(frozen=True)
class _Keywords:
    """Statements before the numbers, in the language of the catalogue where the file has it."""

    found: dict[tuple[str, str, str], list[str]]
    language: str

    def get(self, keyword: str, of: str = "") -> list[str]:
        """Texts of a keyword, in the chosen language or in the file's own."""
        chosen = self.found.get((keyword, self.language, of))
        return chosen or self.found.get((keyword, "", of), [])

    def text(self, keyword: str) -> str:
        """First text of a keyword; empty if there is none."""
        return next(iter(self.get(keyword)), "")


def is_px(document: Document) -> bool:
    """Whether a file begins with keywords of PX and has a part `DATA=`."""
    return document.kind == "px"


def read_px(document: Document) -> LabelledTable:
    """Table of a PX file; regions by their codes, everything else by its labels."""
    head, _, data = re.split(r"(?m)^(DATA=)", document.text, maxsplit=1)
    keywords = _keywords(head)
    if any(keyword == "KEYS" for keyword, *_ in keywords.found):
        raise InvalidFile(f"{document.name} is a PX file with KEYS: save it in full and try again.")
    names = [*keywords.get("STUB"), *keywords.get("HEADING")]
    variables = {name: _labels(keywords, name) for name in names}
    empty = [name for name, labels in variables.items() if not labels]
    if empty or not variables:
        lacking = f"VALUES for {', '.join(map(repr, empty))}" if empty else "STUB and HEADING"
        raise InvalidFile(f"{document.name} is a PX file without {lacking}: get it again.")
    cells = parse_cells(_cells(data, variables, document.name), document.name)
    frame = unfolded(variables, cells)
    if not {"region", "year"} <= set(frame.columns):
        return LabelledTable(frame=frame, taken_as="PX table", title=keywords.text("TITLE"),
                             fault=without_place(names))  # fmt: skip
    if CONTENTS not in frame:
        frame[CONTENTS] = keywords.text("CONTENTS")
    table, codes = _ids(keywords)
    return LabelledTable(
        frame=frame,
        taken_as="PX table",
        title=keywords.text("TITLE"),
        table=table,
        codes=codes,
        published=_published(keywords),
        notes=_footnotes(keywords),
    )


def _keywords(head: str) -> _Keywords:
    found = {}
    for keyword, language, of, content in _statements(head):
        texts = [
            "".join([first, *re.findall(r'"([^"]*)"', more)]).strip()
            for first, more in _TEXT.findall(content)
        ]
        variable = of.replace('"', "").strip()
        found[keyword, language, variable] = texts or [content.strip()]
    languages = found.get(("LANGUAGES", "", ""), [])
    return _Keywords(found, "sv" if "sv" in languages else "")


def _statements(head: str) -> Iterator[tuple[str, ...]]:
    """Statements one after the other, up to the first that is none."""
    found = _STATEMENT.match(head)
    while found:
        yield found.groups("")
        found = _STATEMENT.match(head, found.end())


def _labels(keywords: _Keywords, name: str) -> list[str]:
    """Labels of a variable; the codes where it is the region, since names are not unique."""
    labels, codes = keywords.get("VALUES", name), keywords.get("CODES", name)
    if role(name) == "region" and len(codes) == len(labels):
        return codes
    return labels


def _cells(data: str, variables: dict[str, list[str]], name: str) -> list[str]:
    size = math.prod(len(labels) for labels in variables.values())
    if size > MOST_CELLS:
        raise InvalidFile(f"{name} has more than {MOST_CELLS} cells.")
    cells = [cell.strip('"') for cell in _CELL.findall(data.rstrip().rstrip(";"))]
    if len(cells) != size:
        raise InvalidFile(
            f"{name} is cut off or damaged: it has {len(cells)} numbers where its headers ask for "
            f"{size}."
        )
    return ["..." if re.fullmatch(r"\.{4,6}", cell) else cell for cell in cells]


def _ids(keywords: _Keywords) -> tuple[str, tuple[str, ...]]:
    matrix = keywords.text("MATRIX")
    codes = keywords.get("CODES", keywords.text("CONTVARIABLE"))
    named = [code for code in (matrix, *codes) if _ID.fullmatch(code)]
    table = next((code for code in named if code.startswith("TAB")), "")
    return table, tuple(dict.fromkeys(code for code in named if code != table))


def _published(keywords: _Keywords) -> str:
    updated = (texts for key, texts in keywords.found.items() if key[0] == "LAST-UPDATED")
    days = map(_UPDATED.match, chain.from_iterable(updated))
    return max(("-".join(day.groups()) for day in days if day), default="")


def _footnotes(keywords: _Keywords) -> tuple[str, ...]:
    notes = {"NOTE", "NOTEX", "VALUENOTE", "VALUENOTEX", "CELLNOTE", "CELLNOTEX"}
    number = sum(key[0] in notes and key[1] in ("", keywords.language) for key in keywords.found)
    return tuple(filter(None, (
        f"{number} footnotes stand in the file and are kept with it." if number else "",
        "Read in Swedish, one of its languages." if keywords.language else "",
    )))  # fmt: skip
