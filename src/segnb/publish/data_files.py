"""The numbers behind figures and tables, as CSV and as one workbook.

A cell that a spreadsheet would take for a formula gets an apostrophe in front; in the files text
is always quoted, so that codes keep their zeros; numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

import xlsxwriter

from segnb.report.page.block_html import Words
from segnb.report.page.blocks import Data
from segnb.report.page.svg_text import escaped
from segnb.vocabulary.areas import ascii_name
from segnb.vocabulary.i18n import Language

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
KEPT = " ,.;:-_()'/!*@$&+=?|<>~"  # what stands in an address and in an attribute as it is
SHEET_NAME = 31
FIXED_DATE = datetime(2000, 1, 1)


@dataclass(frozen=True)
class Dataset:
    """Numbers with the figure or table that they stand behind."""

    data: Data
    where: str
    title: str
    subtitle: str
    source: str


def file_stem(name: str) -> str:
    """Name of a data file, safe whatever a notebook says.

    Examples
    --------
    >>> file_stem("../D index")
    'd_index'
    """
    return ascii_name(name).replace("-", "_") or "data"


def csv_text(data: Data) -> str:
    """Rows as CSV: UTF-8 with a byte order mark, text quoted, numbers plain.

    Examples
    --------
    >>> csv_text(Data("d", ("area", "value"), (("0127", 2.5), ("=1", None))))[1:]
    '"area","value"\\r\\n"0127",2.5\\r\\n"\\'=1",\\r\\n'
    """
    lines = [data.columns, *data.rows]
    return BOM + "".join(",".join(map(_csv_cell, line)) + "\r\n" for line in lines)


def csv_uri(data: Data) -> str:
    """CSV as a `data:` URI, which works in a page that was mailed by itself.

    Numbers have six digits, more than any table of the page shows, and text is quoted only where
    it must be; the file in the report's folder has all.

    Examples
    --------
    >>> csv_uri(Data("d", ("area", "share"), (("Alby, norra", 100 / 3), ("Ö", None))))[13:]
    ';charset=utf-8,%EF%BB%BFarea,share%0A%22Alby, norra%22,33.3333%0AÖ,%0A'
    """
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerows(map(_shown, row) for row in (data.columns, *data.rows))
    return f"data:text/csv;charset=utf-8,{escaped(BOM + text.getvalue(), KEPT)}"


def _shown(value: Any) -> Any:
    value = plain(value)
    if not isinstance(value, float):
        return value
    short = float(f"{value:.6g}")
    return int(short) if short.is_integer() else short


def _csv_cell(value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return repr(value)


def plain(value: Any) -> str | int | float | None:
    """Value as a number, as text that no spreadsheet computes, or as None where there is none."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    text = str(value)
    return "'" + text if text.startswith(FORMULA) else text


def workbook(datasets: Sequence[Dataset], language: Language) -> bytes:
    """Workbook with a sheet for each dataset, and first a sheet that says what each of them is."""
    target = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, settings) as book:
        book.set_properties({"created": FIXED_DATE})
        bold = book.add_format({"bold": True})
        words = Words(language)
        contents = book.add_worksheet(words("data.contents"))
        names = _sheet_names(datasets, {words("data.contents").casefold()})
        _fill(contents, _dictionary(datasets, names, words), bold)
        for name, dataset in zip(names, datasets, strict=True):
            _fill(book.add_worksheet(name), [dataset.data.columns, *dataset.data.rows], bold)
    return target.getvalue()


def _dictionary(datasets: Sequence[Dataset], names: list[str], words: Words) -> list[list[Any]]:
    fields = ("name", "file", "where", "title", "subtitle", "source", "columns", "rows")
    head = [words(f"data.{field}") for field in fields]
    rows = [
        [name, f"data/{d.data.name}.csv", d.where, d.title, d.subtitle, d.source, *_shape(d.data)]
        for name, d in zip(names, datasets, strict=True)
    ]
    return [head, *rows]


def _shape(data: Data) -> tuple[str, int]:
    return ", ".join(data.columns), len(data.rows)


def _fill(sheet: Any, lines: Iterable[Sequence[Any]], bold: Any) -> None:
    for number, line in enumerate(lines):
        style = bold if number == 0 else None
        for column, value in enumerate(map(plain, line)):
            if isinstance(value, str) and value:
                sheet.write_string(number, column, value, style)
            elif value not in (None, ""):
                sheet.write_number(number, column, value, style)
    sheet.freeze_panes(1, 0)
    sheet.autofit()


def _sheet_names(datasets: Sequence[Dataset], taken: set[str]) -> list[str]:
    """Names that a workbook allows: short, and different when case is ignored."""
    names = []
    for dataset in datasets:
        stem = re.sub(r"[^a-z0-9_]", "_", dataset.data.name)[: SHEET_NAME - 3]
        name, again = stem, 2
        while name.casefold() in taken:
            name, again = f"{stem}_{again}", again + 1
        taken.add(name.casefold())
        names.append(name)
    return names
