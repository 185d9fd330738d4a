"""What the example files are read as, each as it is and with one thing after another changed."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from drawn import of_frame

from segnb.sources.files import import_folder
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import FORMATS, Context, parts_of, recognise
from segnb.sources.files.plausibility import without_other_units
from segnb.store import Store, make_observations
from segnb.vocabulary.errors import SegnbError

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
MOST_COLUMNS = 7
KNOWN = ("scb_key.csv", "own_areas.geojson", "kolada_figures.csv")  # looked up by other files
Variants = Iterator[tuple[str, bytes]]


def store_of(folder: Path) -> Store:
    """A store with the keys that other files need, and the people of the areas."""
    (folder / "files").mkdir(parents=True)
    for name in KNOWN:
        (folder / "files" / name).write_bytes((EXAMPLES / name).read_bytes())
    store = Store.create(folder / "store")
    import_folder(folder / "files", store)
    codes = ["0127A0010", "0127C1010", "0127C1020", "0127", "0180", "1440", "2081", "00"]
    levels = ["deso2018"] * 3 + ["municipality"] * 4 + ["nation"]
    rows = pd.DataFrame({"area": codes, "level": levels, "value": [310.0, 520, 730, 1560, 9e5, 3e4,
                                                                   5e4, 1e7]})  # fmt: skip
    years = pd.concat([rows.assign(year=year) for year in (2021, 2022, 2023, 2024)])
    people = store.add_snapshot(b"people", name="people", producer="SCB", published="2024-01-01")
    store.write(make_observations(years, indicator="population"), people)
    return store


# -- what is changed


def of_text(raw: bytes) -> Variants:
    """A table in text: its marks, letters, columns and cells."""
    text = raw.decode("utf-8-sig")
    lines = text.splitlines()
    mark = ";" if text.count(";") > text.count(",") else ","
    other = {";": "\t", ",": ";"}[mark]
    yield "as it is", raw
    yield "with other marks", text.replace(mark, other).encode()
    yield "in the letters of Windows", text.encode("cp1252", "replace")
    yield "in letters of two bytes", text.encode("utf-16")
    yield "with a mark of order and empty lines", ("\ufeff" + "\r\r\n".join(lines)).encode()
    yield "cut after its head", "\n".join(lines[: _head(lines, mark) + 1]).encode()
    yield "with its last row twice", "\n".join([*lines, lines[-1]]).encode()
    for name, cell in (("a mark", ".."), ("a dash", "-"), ("a word", "x"), ("nothing", ""),
                       ("thousands", "1 234"), ("a half", "0,5"), ("a loss", "-7")):  # fmt: skip
        yield f"with {name} in its last cell", _last(lines, mark, cell)
    for name, was, now in (
        ("years of an early time", r"\b20(\d\d)\b", r"19\1"),
        ("months", r"\b(20\d\d)\b(?!-)", r"\1M03"),
        ("a year to come", r"\b20\d\d\b", "2199"),
        ("other codes", r"\b0127", "9999"),
        ("codes without their first nought", r"\b01(\d\d)\b", r"1\1"),
        ("words in capitals", r"[a-zåäö]+", lambda found: found[0].upper()),
    ):
        changed = re.sub(was, now, text)  # type: ignore[call-overload]
        if changed != text:
            yield f"with {name}", changed.encode()
    for column in range(min(MOST_COLUMNS, lines[_head(lines, mark)].count(mark) + 1)):
        yield f"without its column {column}", _without(lines, mark, column)


def _head(lines: list[str], mark: str) -> int:
    """The row with the names of columns: the first with most marks."""
    return max(range(len(lines)), key=lambda n: (lines[n].strip(mark).count(mark), -n))


def _cells(line: str, mark: str) -> list[str]:
    return re.findall(rf'(?:"[^"]*"|[^{mark}])+|(?<={mark})(?={mark}|$)|^(?={mark})', line)


def _last(lines: list[str], mark: str, cell: str) -> bytes:
    start = lines[-1].rstrip(mark).rpartition(mark)[0]
    return "\n".join([*lines[:-1], f"{start}{mark}{cell}"]).encode()


def _without(lines: list[str], mark: str, column: int) -> bytes:
    rows = [_cells(line, mark) for line in lines]
    return "\n".join(mark.join(row[:column] + row[column + 1 :]) for row in rows).encode()


def of_json(raw: bytes) -> Variants:
    """An answer or polygons: each entry left out, renamed or of another kind."""
    yield "as it is", raw
    content = json.loads(raw)
    for place in _places(content):
        for name, value in (("without", None), ("odd", "odd"), ("empty", [])):
            yield (
                f"{name} {'/'.join(map(str, place))}",
                json.dumps(_put(content, place, value)).encode(),
            )
    yield "cut", raw[: len(raw) // 2]


def _places(content: Any, way: tuple[Any, ...] = (), deep: int = 4) -> Iterator[tuple[Any, ...]]:
    if deep == 0 or (len(way) > 1 and way[-2] == "coordinates"):
        return
    if isinstance(content, dict):
        for key, value in content.items():
            yield (*way, key)
            yield from _places(value, (*way, key), deep - 1)
    elif isinstance(content, list) and content:
        yield from _places(content[0], (*way, 0), deep - 1)


def _put(content: Any, place: tuple[Any, ...], value: Any) -> Any:
    made = json.loads(json.dumps(content))
    inside = made
    for step in place[:-1]:
        inside = inside[step]
    if value is None:
        del inside[place[-1]]
    else:
        inside[place[-1]] = value
    return made


def of_px(raw: bytes) -> Variants:
    """A PX file: each of its lines left out, and other cells."""
    text = raw.decode("utf-8", "replace")
    yield "as it is", raw
    for line in text.splitlines():
        yield f"without {line[:24]}", text.replace(line + "\n", "", 1).encode()
    for was, now in (('"2022"', '"2022M03"'), ("DATA=\n", 'DATA=\n".." '), ("0127", "9999"),
                     ("ANSI", "IBM850"), (" ", "  "), ('"en","sv"', '"en"')):  # fmt: skip
        yield f"with {now!r}", text.replace(was, now).encode()


def of_workbook(raw: bytes) -> Variants:
    """A workbook: rows and columns left out, other cells, and a sheet before."""
    yield "as it is", raw
    for row in range(1, 7):
        yield f"without its row {row}", _book(raw, lambda sheet, row=row: sheet.delete_rows(row))
    for column in range(1, 7):
        yield (
            f"without its column {column}",
            _book(raw, lambda sheet, column=column: sheet.delete_cols(column)),
        )
    for cell in ("..", "x", 7, None):
        yield (
            f"with {cell!r} in its last cell",
            _book(raw, lambda sheet, cell=cell: sheet.cell(sheet.max_row, sheet.max_column, cell)),
        )
    yield "behind another sheet", _book(raw, lambda sheet: sheet.parent.create_sheet("Först", 0))


def _book(raw: bytes, change: Callable[[Any], object]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(raw))
    change(book.worksheets[0])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


KINDS = {".csv": of_text, ".json": of_json, ".geojson": of_json, ".px": of_px, ".xlsx": of_workbook}


# -- what is told


def told(name: str, store: Store) -> Iterator[str]:
    """Each variant of an example: what it is taken for and what it holds, or why not."""
    path, before = EXAMPLES / name, ""
    for variant, raw in KINDS[path.suffix]((EXAMPLES / name).read_bytes()):
        found = "\n".join(_of_document(Document.of(raw, name), store))
        yield f"== {variant}{': the same' if found == before else ''}"
        if found != before:
            yield found
        before = before or found


def _of_document(document: Document, store: Store) -> Iterator[str]:
    context = Context(store)
    try:
        yield f"kind {document.kind}"
        kinds = parts_of(document, []) or recognise(document)
        if isinstance(kinds, Reading):
            yield from _of_reading(kinds)
            return
        for place, sheet in kinds:
            one = document.on(sheet)
            reading = FORMATS[place].read(one, context)
            yield from _of_reading(without_other_units(reading, context.catalogue))
    except SegnbError as error:
        yield f"refused: {error}"
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        yield f"fault {type(error).__name__}"  # told in a sentence by who imports the file


def _of_reading(reading: Reading) -> Iterator[str]:
    nearest = re.compile(r"nearest are .*?: get")  # of all that the catalogue has
    texts = ("taken_as", "producer", "table", "title", "licence", "published", "level", "reason")
    shown = {name: nearest.sub("nearest are …: get", str(getattr(reading, name))) for name in texts}
    yield " | ".join(f"{name}: {text}" for name, text in shown.items() if text)
    yield from (f"note: {note}" for note in reading.notes)
    yield f"until {reading.period}"
    for name in ("observations", "areas", "groups", "links", "polygons"):
        frame = getattr(reading, name)
        if frame is not None:
            yield f"{name}:"
            yield from of_frame(frame)


def examples() -> Iterable[str]:
    return sorted(path.name for path in EXAMPLES.iterdir())
