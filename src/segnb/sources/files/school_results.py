"""Skolverket's reports by municipality: banner, head, one row a municipality, type of school and
measure; figures by the place of the school."""

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.indicator_binding import SEXES
from segnb.sources.files.labelled_table import plain
from segnb.sources.files.producers import licence_of, of_producer
from segnb.sources.files.school_export import HEAD, cleaned, report_rows, school_year, settled
from segnb.store import make_observations
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

_CODE, _TYPE, _MEASURE = "kommun_kod", "typ_av_huvudman", "uppgift"
_FIRST = {"kommun", _CODE, "lan", "lans_kod", _TYPE, "kon", _MEASURE, ""}
_YEARS = re.compile(r"((?:19|20)\d{2})/\d{2}")
_ALL = "samtliga"
_GRADE = re.compile(r"årskurs (\d)", re.I)


@dataclass(frozen=True)
class _Report:
    """Rows under a head, and what stands above it."""

    head: list[str]
    rows: list[list[Any]]
    banner: str


def is_results(document: Document) -> bool:
    """Whether a head names municipalities by code, and types of school or school years."""
    return document.kind in ("text", "excel") and _report(document, head=True) is not None


def _report(document: Document, *, head: bool = False) -> _Report | None:
    """The report on the first sheet that is about schools of all types."""
    sheets = document.workbook.names if document.kind == "excel" else [""]
    for sheet in sheets:
        rows = report_rows(document, sheet, head=head)
        for place, row in enumerate(rows[:HEAD]):
            names = [_name(cell) for cell in row]
            banner = " ".join(str(cell) for above in rows[:place] for cell in above if cell)
            is_whole = _TYPE in names or f"huvudman: {_ALL}" in banner.casefold()
            if {_CODE, "lans_kod"} <= set(names) and is_whole:
                labels = [str(cell or "").strip() for cell in row]
                return _Report(labels, rows[place + 1 :], banner)
    return None


def _name(cell: object) -> str:
    name = cleaned(cell)
    return {"kommunkod": _CODE, "lanskod": "lans_kod"}.get(name, name)


def read_results(document: Document, catalogue: Catalogue) -> Reading:
    """Figures of schools of all types in each municipality, in the years of the report."""
    report = _report(document)
    reading = Reading("Skolverket: report by municipality", producer="Skolverket")
    reading.licence = licence_of(catalogue, "Skolverket")
    if report is None:
        raise InvalidFile(f"{document.name} has no head of a report of Skolverket.")
    grade = _GRADE.search(report.banner)
    if grade and grade[1] != "9":
        reading.reason = f"it is about year {grade[1]} of school, and the catalogue about year 9"
        return reading
    rows = _long(report, document.name)
    reading.title = re.sub(r"\s+", " ", report.banner.partition("Valt läsår")[0]).strip()[-120:]
    parts = [
        make_observations(found, indicator=entry.id, level="municipality")
        for entry, source in of_producer(catalogue, "Skolverket")
        if not (found := rows[rows["measure"].isin(set(map(_plain, source.contents)))]).empty
        and "municipality" in entry.levels
    ]
    if not parts:
        listed = "; ".join(list(dict.fromkeys(rows["label"]))[:5])
        wanted = "; ".join(_known_figures(catalogue))
        reading.reason = (
            f"no figure of the catalogue is among those of the report ({listed}; …): wanted is a "
            f"report with one of {wanted}"
        )
        return reading
    reading.observations = pd.concat(parts, ignore_index=True)
    reading.notes = [
        "By the place of the school, of all types of school; a school year stands at its second "
        "year."
    ]
    return reading


def _known_figures(catalogue: Catalogue) -> list[str]:
    """What reports call the figures of municipalities that the catalogue has."""
    sources = [s for e, s in of_producer(catalogue, "Skolverket") if "municipality" in e.levels]
    return sorted({name for source in sources for name in source.contents if " " in name})


def _plain(label: str) -> str:
    """A label as it is compared: reports shorten words and put in `elever` as they have room."""
    return re.sub(r"(program|prog\.?)$", "prog", plain(label).replace(" elever ", " "))


def _long(report: _Report, name: str) -> pd.DataFrame:
    """One row a municipality, sex, year and measure, for schools of all types."""
    names = [_name(cell) for cell in report.head]
    body = [(list(row) + [None] * len(names))[: len(names)] for row in report.rows]
    table = pd.DataFrame(body, columns=range(len(names)), dtype="object")
    column = {name: place for place, name in enumerate(names) if name in _FIRST}
    codes = table[column[_CODE]].map(lambda cell: str(cell or "").strip().removesuffix(".0"))
    known = codes.str.zfill(4).isin(set(municipalities()["code"]))
    if _TYPE in column:
        known &= table[column[_TYPE]].map(plain).eq(_ALL)
    table, codes = table[known], codes[known].str.zfill(4)
    sexes = table[column["kon"]].map(_sex) if "kon" in column else "total"
    parts = []
    for place, head in enumerate(report.head):
        if names[place] in _FIRST or report.head.count(head) > 1:  # parts of a group above
            continue
        years = _YEARS.fullmatch(head)
        label = table[column[_MEASURE]].astype("str") if years else head
        part = pd.DataFrame({"area": codes, "sex": sexes, "label": label}, index=table.index)
        part["year"] = int(years[1]) + 1 if years else school_year(report.banner, name)
        cells = parse_cells(table[place].map(settled), name).set_axis(table.index)
        parts.append(pd.concat([part, cells], axis="columns"))
    every = pd.concat(parts, ignore_index=True)
    every["measure"] = every["label"].map({x: _plain(x) for x in every["label"].unique()})
    return every[every["sex"].notna()]


def _sex(cell: object) -> str | None:
    return "total" if plain(cell) in (_ALL, "alla") else SEXES.get(plain(cell))
