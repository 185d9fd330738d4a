"""Tables that a municipality makes itself, found on any sheet, under titles, in two languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import plain

HEAD = 12  # rows among which the names of the columns stand
_NAMES = {
    "area": ("area", "område", "omrade", "delområde", "delomrade"),
    "code": ("code", "kod", "områdeskod"),
    "year": ("year", "år", "ar"),
    "group": ("group", "grupp"),
    "count": ("count", "antal"),
    "indicator": ("indicator", "indikator"),
    "municipality": ("municipality", "kommun", "kommunkod"),
}
_COLUMNS = {name: column for column, names in _NAMES.items() for name in names}
_WORDY = re.compile(r"\s*(källa|source|not|anm|\*)", re.I)


@dataclass(frozen=True)
class OwnTable:
    """Rows under the names of the columns in English, and what was left out on the way."""

    frame: pd.DataFrame
    notes: tuple[str, ...]


def own_table(document: Document, wanted: set[str], perhaps: set[str]) -> OwnTable | None:
    """The first table with the wanted columns, perhaps with others, and with no more than these."""
    if document.kind not in ("excel", "text"):
        return None
    for sheet, head in _heads(document):
        for place, row in enumerate(head[:HEAD]):
            columns = [_COLUMNS.get(plain(cell), plain(cell)) for cell in row]
            named = [column for column in columns if column]
            if wanted <= set(named) <= wanted | perhaps and len(set(named)) == len(named):
                return _table(document, sheet, place, columns)
    return None


def _heads(document: Document) -> Iterator[tuple[str, list[list[Any]]]]:
    """First rows of each sheet, or of a text file, whose sheet has no name."""
    if document.kind == "text":
        yield "", document.head
        return
    for sheet in document.workbook.names:
        yield sheet, document.workbook.rows(sheet, at_most=HEAD)


def _table(document: Document, sheet: str, place: int, columns: list[str]) -> OwnTable:
    rows = document.workbook.rows(sheet) if sheet else document.rows
    body = [(list(row) + [None] * len(columns))[: len(columns)] for row in rows[place + 1 :]]
    frame = pd.DataFrame(body, columns=columns, dtype="object").loc[:, [bool(c) for c in columns]]
    filled = frame.map(lambda cell: bool(plain(cell)))
    is_note = filled.sum(axis="columns").eq(1) & frame.iloc[:, 0].map(
        lambda cell: bool(_WORDY.match(str(cell)))
    )
    kept = frame[filled.any(axis="columns") & ~is_note].reset_index(drop=True)
    others = [name for name in document.workbook.names if name != sheet] if sheet else []
    notes = [f"Of its sheets {sheet!r} was read, and not {', '.join(map(repr, others[:5]))}."]
    count = int(is_note.sum())
    left = f"{count} row{'s' * (count > 1)} of text beside the table left out."
    return OwnTable(kept, (*notes * bool(others), *[left] * bool(is_note.any())))
