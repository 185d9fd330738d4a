"""Why a file is left that no format knows: what it has, what the nearest source has, what to do."""

import re
from collections.abc import Iterator
from typing import Any

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import role
from segnb.sources.files.text_files import rows_of_table
from segnb.vocabulary.strict_yaml import load_file

MOST_COLUMNS, MOST_SHEETS = 8, 4
_WORDS = load_file("sources.files", "unread.yml")
_REASONS, _KINDS = _WORDS["reasons"], _WORDS["kinds"]
_SWEDISH = {"year": "år", "sex": "kön"}
_REGIONS = {"kommun", "kommunkod", "kommun_kod", "kommunnamn", "municip_code", "municipality",
            "code", "regionkod", "deso-kod", "desokod", "regsokod", "geografi"}  # fmt: skip


def unrecognised(document: Document) -> Reading:
    """Reading of a file that no format knows, with the reason why it is left."""
    if document.kind == "json":
        _ = document.json  # damaged JSON is told as such
    reason = _REASONS.get(document.kind) or _of_table(document)
    return Reading(document.kind if document.kind in _REASONS else "text or table", reason=reason)


def _of_table(document: Document) -> str:
    heads = dict(_heads(document))
    if not heads:
        return "it is running text, not a table"
    words = "\n".join(_first_words(document)).casefold()
    for unused in _WORDS["unused"]:
        if all(mark in words for mark in unused["marks"]):
            return unused["why"]
    said = [f"{f'sheet {sheet!r}: ' if sheet else ''}{_listed(head)}"
            for sheet, head in list(heads.items())[:MOST_SHEETS]]  # fmt: skip
    kind, lacking = min(
        (_nearest(head) for head in heads.values()), key=lambda found: len(found[1])
    )
    return (
        f"it is a table, but no source known here has its columns ({'; '.join(said)}); nearest is "
        f"{kind}, which also has {', '.join(_SWEDISH.get(c, c) for c in lacking)}: get the "
        "producer's own export, or name the columns so (docs/files.md lists all that are read)"
    )


def _listed(head: list[str]) -> str:
    return ", ".join(head[:MOST_COLUMNS]) + (", …" if len(head) > MOST_COLUMNS else "")


def _first_words(document: Document) -> Iterator[str]:
    """Texts of the first rows, or names of the columns."""
    if document.kind == "parquet":
        yield from document.columns
    elif document.kind == "text":
        yield document.text[:2_000]
    else:
        yield from (cell for one in document.sheets() for row in one.head
                    for cell in row if isinstance(cell, str))  # fmt: skip


def _heads(document: Document) -> Iterator[tuple[str, list[str]]]:
    if document.kind == "parquet":
        yield "", list(document.columns)
        return
    if document.kind == "text":
        rows = rows_of_table(document.text[:200_000])
        if rows:
            yield "", _names(rows[0])
        return
    several = len(document.workbook.names) > 1
    for one in document.sheets():
        head = _names(max(one.head, key=lambda row: len(_names(row)), default=[]))
        if len(head) > 1:
            yield (one.sheet or document.workbook.names[0]) if several else "", head


def _names(row: list[Any]) -> list[str]:
    texts = [" ".join(str(cell).split()) for cell in row if isinstance(cell, str)]
    return [text for text in texts if text and not re.fullmatch(r"[\d.,% -]+", text)]


def _nearest(head: list[str]) -> tuple[str, list[str]]:
    """The kind of table that fewest columns are lacking of, with these."""
    plain = [name.casefold() for name in head]
    has = {"region" if name in _REGIONS else role(name) for name in plain} | set(plain)
    lacking = {kind: [c for c in columns if c not in has] for kind, columns in _KINDS.items()}
    near = [kind for kind in _KINDS if len(lacking[kind]) < len(_KINDS[kind])] or [*_KINDS][:1]
    best = min(near, key=lambda kind: (len(lacking[kind]) / len(_KINDS[kind]), len(lacking[kind])))
    return best, lacking[best]
