"""Why a file is left that no format knows: what it has, what the nearest source has, what to do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import role
from segnb.sources.files.text_files import rows_of_table

MOST_COLUMNS, MOST_SHEETS = 8, 4
_REASONS = {
    "empty": "the file is empty",
    "zip": "it is a zip archive: unpack it and import the folder",
    "gzip": "it is a compressed file: unpack it first",
    "old excel": "it is an old Excel file (.xls) or has a password: save it as .xlsx without",
    "pdf": "it is a PDF, which holds no table that a program can read safely: get the table "
    "behind it",
    "image": "it is an image",
    "database": "it is a database without polygons: save its table as CSV",
    "binary": "it is a binary file of a kind that is not known here",
    "dbase": "it is a dBASE table without the shapes that belong to it: put all parts of the "
    "shapefile in one folder",
    "shape index": "it is the index of a shapefile that is not here: put all its parts in one "
    "folder",
    "markup": "it is a page or a description (HTML or XML), not a table: get the table itself, as "
    "Excel or CSV",
    "json": "it is JSON, but neither JSON-stat, GeoJSON nor an answer of Kolada",
}


@dataclass(frozen=True)
class _Wanted:
    """What a kind of table is called, and the columns by which it is known."""

    name: str
    columns: tuple[str, ...]


_KINDS = (
    _Wanted("a table of areas and years", ("region", "year", "a column of numbers, last")),
    _Wanted("values of Kolada", ("kpi", "municipality_id", "year", "gender", "status", "value")),
    _Wanted("Skolverket's table of schools", ("skola", "skol_enhetskod", "kommun_kod", "year")),
    _Wanted(
        "Försäkringskassan's table", ("year", "månad", "län", "region", "ålder", "sex", "a measure")
    ),
    _Wanted("Brå's table of all crimes", ("region", "year", "key", "count", "per100k")),
    _Wanted("counts of own areas", ("area", "year", "group", "count")),
    _Wanted("a key to own areas", ("area", "code")),
)
# Tables that are known and not used: what stands in their first rows, and why.
_UNUSED = (
    (("skolenhetskod", "valuetype", "timeperiod"),
     "it holds what Skolverket's service says of single schools, kindergartens among them: few "
     "pupils stand behind each number, so reports show results by municipality (Skolverket's "
     "comparison of results over time) and pupils by school (Antal elever per årskurs)"),
    (("mucf.se",),
     "it is MUCF's table of young people who neither work nor study, by county: reports show them "
     "by municipality, from Kolada (N02906), and by RegSO, from SCB; `segnb fetch` gets both"),
)  # fmt: skip
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
    for marks, reason in _UNUSED:
        if all(mark in words for mark in marks):
            return reason
    said = [f"{f'sheet {sheet!r}: ' if sheet else ''}{_listed(head)}"
            for sheet, head in list(heads.items())[:MOST_SHEETS]]  # fmt: skip
    kind, lacking = min(
        (_nearest(head) for head in heads.values()), key=lambda found: len(found[1])
    )
    return (
        f"it is a table, but no source known here has its columns ({'; '.join(said)}); nearest is "
        f"{kind.name}, which also has {', '.join(_SWEDISH.get(c, c) for c in lacking)}: get the "
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


def _nearest(head: list[str]) -> tuple[_Wanted, list[str]]:
    """The kind of table that fewest columns are lacking of, with these."""
    plain = [name.casefold() for name in head]
    has = {"region" if name in _REGIONS else role(name) for name in plain} | set(plain)
    found = [(kind, [c for c in kind.columns if c not in has]) for kind in _KINDS]
    near = [one for one in found if len(one[1]) < len(one[0].columns)] or found[:1]
    return min(near, key=lambda one: (len(one[1]) / len(one[0].columns), len(one[1])))
