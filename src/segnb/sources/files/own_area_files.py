"""A municipality's own areas: their names and codes, and where they lie."""

import re
from typing import TYPE_CHECKING

import pandas as pd

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
