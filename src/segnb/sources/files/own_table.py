"""Tables that a municipality makes itself, found on any sheet, and what is held of own areas."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import plain
from segnb.store import Store
from segnb.vocabulary.areas import demo_municipalities, municipalities
from segnb.vocabulary.errors import InvalidFile

if TYPE_CHECKING:
    import geopandas as gpd

LONGEST = 80
_FORBIDDEN = re.compile(
    r"[<>\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\.\.|^[/~=+@-]"
)
TWO = "two"
TITLE = "a municipality's own areas"


def checked_names(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Text columns of an own file, trimmed; InvalidFile where a text is no name or code."""
    texts = frame.apply(lambda column: column.map(_text))
    for column in [c for c in ("code", "name", "area", "group", "municipality") if c in texts]:
        for text in texts[column]:
            if not text or text in ("nan", "None") or len(text) > LONGEST:
                raise InvalidFile(
                    f"{name} has {text[:20]!r} as a {column}: it must have 1 to {LONGEST} letters."
                )
            if _FORBIDDEN.search(text):
                raise InvalidFile(
                    f"{name} has {text[:30]!r} as a {column}: path parts, markup and formulas are "
                    "no names of areas."
                )
    if "municipality" in texts:
        known = {*municipalities()["code"], *demo_municipalities()["code"]}
        lost = sorted(set(texts["municipality"]) - known)
        if lost:
            raise InvalidFile(f"{name} has {lost[0]!r} as municipality: no such code, as 0127 is.")
    return texts


def _text(cell: object) -> str:
    """A cell as text; programs make numbers of codes, 101 of it 101.0."""
    if cell is None or cell != cell:
        return ""
    is_whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if is_whole else cell).strip()  # type: ignore[call-overload]


def place_polygons(store: Store) -> dict[str, str]:
    """Municipality of each own area by the polygons in the store; `TWO` where two have the code."""
    own = store.read_polygons("own")
    own = own[own["municipality"] != ""]
    twice = own.loc[own["area"].duplicated(), "area"]
    found = dict(zip(own["area"], own["municipality"], strict=True))
    return found | dict.fromkeys(twice, TWO)


def placed(own: "gpd.GeoDataFrame", store: Store) -> pd.Series:
    """Municipality in which each polygon lies, by the borders in the store; empty if in none."""
    found = pd.Series("", index=own.index)
    middle = own.set_geometry(own.geometry.representative_point())[["geometry"]]
    for level in ("municipality", "deso2018", "deso2025"):
        around = store.read_polygons(level)
        lost = middle[found == ""]
        if lost.empty or around.empty:
            continue
        inside = lost.sjoin(around[["municipality", "geometry"]], predicate="within")
        inside = inside[~inside.index.duplicated()]
        found[inside.index] = inside["municipality"]
    return found


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
