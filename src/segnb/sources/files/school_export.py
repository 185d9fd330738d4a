"""A report of Skolverket as its search of statistics exports it: banner, head, schools, notes."""

import csv
import io
import re
import unicodedata
from typing import Any

import pandas as pd

from segnb.sources.files.file_type import Document
from segnb.vocabulary.errors import InvalidFile

CODE, PLACE = "skol_enhetskod", "kommun_kod"
HEAD = 12  # rows in which the names of the columns stand
_SCHOOL_YEAR = re.compile(r"l[äa]s[åa]r\D*((?:19|20)\d{2})\s*/\s*\d{2}", re.I)
# Of Skolverket: no such number; and shares that hide one to four pupils. Two points hide one.
_MARKS = {".": "...", "~100": "..", "~0": ".."}


def is_export(document: Document) -> bool:
    """Whether one of the first rows names schools by unit code and municipality."""
    if document.kind not in ("text", "excel"):
        return False
    return _header(report_rows(document, head=True)) is not None


def export_frame(document: Document) -> pd.DataFrame:
    """One row a school, with the names of the columns as programs write them, and `year`.

    The school year 2022/23 stands at 2023.

    Raises
    ------
    InvalidFile
        The file does not say which school year it is of.
    """
    rows = report_rows(document)
    header = _header(rows)
    banner = " ".join(str(cell) for row in rows[: header or 0] for cell in row if cell)
    year = school_year(banner, document.name)
    if header is None:
        raise InvalidFile(f"{document.name} has no head with codes of schools.")
    columns = [cleaned(cell) for cell in rows[header]]
    body = [(list(row) + [None] * len(columns))[: len(columns)] for row in rows[header + 1 :]]
    frame = pd.DataFrame(body, columns=columns, dtype="object")
    frame = frame.loc[:, [bool(name) for name in columns]]
    frame = frame.loc[:, ~frame.columns.duplicated()]
    return frame.map(settled).assign(year=year)


def school_year(banner: str, name: str) -> int:
    """Second year of the school year that the text above a report names."""
    found = _SCHOOL_YEAR.search(banner)
    if not found:
        raise InvalidFile(f"{name} does not say which school year it is of (Valt läsår).")
    return int(found[1]) + 1


def cleaned(cell: object) -> str:
    """Name of a column in small letters and low lines: `andel_percent_flickor` of `Andel (%) …`.

    Examples
    --------
    >>> cleaned("Andel (%) elever med utländsk bakgrund, åk 1-9")
    'andel_percent_elever_med_utlandsk_bakgrund_ak_1_9'
    """
    text = "" if cell is None else str(cell).replace("%", " percent ").casefold()
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def report_rows(document: Document, sheet: str = "", *, head: bool = False) -> list[list[Any]]:
    """Rows of a sheet, the first if none is named, or of a text between semicolons."""
    if document.kind == "excel":
        name = sheet or document.workbook.names[0]
        return document.workbook.rows(name, at_most=HEAD if head else None)
    text = document.text[:20_000] if head else document.text
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    except csv.Error as error:
        if head:
            return []
        raise InvalidFile(f"{document.name} cannot be split into cells: {error}.") from error
    return rows[:HEAD] if head else rows


def _header(rows: list[list[Any]]) -> int | None:
    for place, row in enumerate(rows[:HEAD]):
        if {CODE, PLACE} <= {cleaned(cell) for cell in row}:
            return place
    return None


def settled(cell: Any) -> Any:
    """A cell whose marks are those of other producers.

    A share of `~100` hides that one to four pupils are left: of 13 it may be 69 per cent.
    """
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    return _MARKS.get(text, text.removeprefix("~"))
