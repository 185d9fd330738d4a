"""Tables from SCB's Statistikdatabasen as Excel or CSV: stacked or flat headers, notes below."""

import re
from typing import Any

import pandas as pd

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import CONTENTS, LabelledTable, plain, role
from segnb.vocabulary.errors import InvalidFile

Rows = list[list[Any]]
_BY = re.compile(r"\s(?:efter|by)\s")
_YEAR_COLUMN = re.compile(r"(.*?)\s*((?:19|20)\d{2})(?:M\d{2}|K\d)?")
_CODE = re.compile(r"(?:\d{4}[A-C]\d{4}|\d{4}R\d{3})(?:_\w+)?|.+ \(.+\)\s*|\d{2}(?:\d{2})?( .+)?")
_IN_NAME = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2}\d{4}[A-Z0-9]{2}|0000[0-9A-Z]{4})(?![A-Za-z0-9])")
_DATE = re.compile(r"(20\d{2})(\d{2})(\d{2}) \d{2}:\d{2}")


def is_stacked(document: Document) -> bool:
    """Whether a file has a title `… efter region, år och …` above stacked headers."""
    if document.kind not in ("excel", "text") or not document.head:
        return False
    filled = [cell for cell in document.head[0] if not _blank(cell)]
    return len(filled) == 1 and bool(_BY.search(str(filled[0]))) and bool(_stacked(document.head))


def is_flat(document: Document) -> bool:
    """Whether the first row names variables and years, and regions stand in the first column."""
    if document.kind not in ("excel", "text") or len(document.columns) < 2:
        return False
    years = [c for c in document.columns[1:] if _YEAR_COLUMN.fullmatch(c)]
    first = role(document.columns[0]) if document.columns[0] else "region"
    row = next(iter(document.head[1:2]), [])
    region = str(row[0] or "").strip() if row else ""
    if any(re.search(r"\d[A-Z]", str(cell)) for cell in row[1:]):  # codes: other things than years
        return False
    return bool(years) and first == "region" and bool(_CODE.fullmatch(region))


def read_stacked(document: Document) -> LabelledTable:
    """Table with its variables named in the title and its labels stacked above the numbers."""
    rows = document.rows
    title = str(next(cell for cell in rows[0] if not _blank(cell))).strip()
    found = _stacked(rows)
    if found is None:
        raise InvalidFile(f"{document.name} has a title of SCB but no table under it.")
    header, start = found
    variables = _variables(title)
    stubs = len(variables) - len(header)
    columns = [i for i, cell in enumerate(header[-1]) if not _blank(cell)]
    if stubs < 1 or columns[0] not in (stubs, 2 * stubs):
        raise InvalidFile(f"{document.name}: {len(header)} header rows do not fit {title!r}.")
    data = rows[start:]
    if columns[0] == 2 * stubs:  # each variable as code and as text; the codes are taken
        data = [[*row[: 2 * stubs : 2], *row[2 * stubs :]] for row in data]
        header = [row[stubs:] for row in header]
        columns = [i - stubs for i in columns]
    labels = [_filled(row, columns) for row in header]
    body, rest = _body(data, stubs, columns, document.name)
    frame = _long(body, variables, stubs, columns, labels, document.name)
    return _labelled(document, frame, title, rest)


def read_flat(document: Document) -> LabelledTable:
    """Table with one row of headers, whose last columns are years."""
    rows = document.rows
    names = [str(cell or "").strip() for cell in rows[0]]
    columns = [i for i, name in enumerate(names) if i and _YEAR_COLUMN.fullmatch(name)]
    stubs = columns[0]
    named = [_YEAR_COLUMN.fullmatch(names[i]).groups() for i in columns]  # type: ignore[union-attr]
    measures, years = map(list, zip(*named, strict=True))
    variables = [name or "region" for name in names[:stubs]] + ["år", CONTENTS]
    body, rest = _body(rows[1:], stubs, columns, document.name)
    frame = _long(body, variables, stubs, columns, [years, measures], document.name)
    return _labelled(document, frame, "", rest)


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _stacked(rows: Rows) -> tuple[Rows, int] | None:
    """Header rows under a title, and the place of the first row of data."""
    header: Rows = []
    for place, row in enumerate(rows[1:12], start=1):
        if row and not _blank(row[0]):
            return (header, place) if header else None
        if any(not _blank(cell) for cell in row):
            header.append(row)
    return None


def _variables(title: str) -> list[str]:
    named = _BY.split(title)[-1]
    named = re.sub(r"\s(?:och|and)\s(?!.*\s(?:och|and)\s)", ", ", named)
    return [part.strip() for part in named.split(",") if part.strip()]


def _filled(row: list[Any], columns: list[int]) -> list[str]:
    """Labels above the columns; a merged label stands over all columns until the next."""
    labels, last = [], ""
    for i in range(columns[-1] + 1):
        last = last if i >= len(row) or _blank(row[i]) else str(row[i]).strip()
        if i in columns:
            labels.append(last)
    return labels


def _body(rows: Rows, stubs: int, columns: list[int], name: str) -> tuple[Rows, Rows]:
    is_data = [any(i < len(row) and not _blank(row[i]) for i in columns) for row in rows]
    end = is_data.index(False) if False in is_data else len(rows)
    late = [row for row, data in zip(rows[end:], is_data[end:], strict=True) if data]
    if any(_CODE.fullmatch(str(row[stubs - 1] or "")) for row in late):
        raise InvalidFile(f"{name} has rows of data below its footnotes: get it again from SCB.")
    return rows[:end], rows[end:]


def _long(
    body: Rows,
    variables: list[str],
    stubs: int,
    columns: list[int],
    labels: list[list[str]],
    name: str,
) -> pd.DataFrame:
    """One row a cell, with a column for each variable."""
    if not body:
        raise InvalidFile(f"{name} has headers but no row of data.")
    stub = pd.DataFrame([row[:stubs] for row in body], columns=[role(v) for v in variables[:stubs]])
    stub = stub.ffill()
    parts = []
    for place, column in enumerate(columns):
        cells = [row[column] if column < len(row) else None for row in body]
        part = pd.concat([stub, parse_cells(cells, name)], axis="columns")
        for variable, names in zip(variables[stubs:], labels, strict=True):
            part[role(variable)] = names[place]
        parts.append(part)
    frame = pd.concat(parts, ignore_index=True)
    if not {"region", "year"} <= set(frame.columns):
        raise InvalidFile(f"{name} names no region or no year.")
    return frame


def _labelled(document: Document, frame: pd.DataFrame, title: str, rest: Rows) -> LabelledTable:
    kind = "Excel" if document.kind == "excel" else "CSV"
    notes = []
    if document.kind == "text" and b"\r\r\n" in document.raw:
        notes.append("Lines end in CR CR LF; the empty lines between the rows were skipped.")
    if document.kind == "text" and document.encoding == "cp1252":
        notes.append("Read as Windows-1252.")
    footnotes = sum(1 for row in rest if any(not _blank(cell) for cell in row))
    if footnotes:
        notes.append(f"{footnotes} rows of footnotes below the table were left out.")
    code = _below(rest, "intern referenskod")
    if not code and (named := _IN_NAME.search(document.name)):
        code = named[1]
        notes.append(f"It does not say what its numbers are; the name of the file says {code}.")
        if CONTENTS in frame:
            frame = frame.assign(**{CONTENTS: frame[CONTENTS].replace("", code)})
    return LabelledTable(
        frame=frame,
        taken_as=f"SCB table ({kind})",
        title=title,
        codes=(code,) if code else (),
        published=_published(rest),
        notes=tuple(notes),
    )


def _texts(rest: Rows) -> list[str]:
    return [str(row[0]).strip() for row in rest if row and not _blank(row[0])]


def _below(rest: Rows, heading: str) -> str:
    """The text under a heading of the footer."""
    texts = _texts(rest)
    for place, text in enumerate(texts[:-1]):
        if plain(text).rstrip(":") == heading:
            return texts[place + 1]
    return ""


def _published(rest: Rows) -> str:
    """Newest date in the footer (`20240322 08:00`)."""
    dates = [found for text in _texts(rest) if (found := _DATE.fullmatch(text))]
    return max(("-".join(date.groups()) for date in dates), default="")
