"""The key from what is published to a municipality's own areas, and whom it leaves out."""

import re

import pandas as pd

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.own_area_files import TITLE, checked_names
from segnb.sources.files.own_table import own_table
from segnb.store import OWN_DATA, Store
from segnb.vocabulary.areas import LEVELS, municipality_of
from segnb.vocabulary.errors import InvalidFile

_CODE = re.compile(r"(\d{3,4})([A-C]\d{4}|R\d{3})(?:_(?:DESO|REGSO)\d{4})?")


def is_own_key(document: Document) -> bool:
    """Whether the columns are `area` and `code` (or `område` and `kod`) and no others."""
    return own_table(document, {"area", "code"}, set()) is not None


def read_own_key(document: Document, store: Store) -> Reading:
    """Which own area each DeSO or RegSO belongs to; either column may hold the SCB codes."""
    table = own_table(document, {"area", "code"}, set())
    if table is None or table.frame.empty:
        raise InvalidFile(f"{document.name} has the columns of a key, area and code, and no row.")
    texts = table.frame.fillna("").astype("str").apply(lambda column: column.str.strip())
    scb = max(("area", "code"), key=lambda column: _is_code(texts[column]).sum())
    own = "code" if scb == "area" else "area"
    if not _is_code(texts[scb]).any():
        raise InvalidFile(
            f"{document.name} has columns area and code, but neither holds codes of DeSO or RegSO."
        )
    wrong = texts[~_is_code(texts[scb])]
    if not wrong.empty:
        code, name = wrong.iloc[0][[scb, own]]
        what = f"the code {code[:20]!r}, which is none of DeSO or RegSO" if code else "no code"
        raise InvalidFile(
            f"{document.name} has {what}, in a row of {name[:40]!r}: write one such as 0114A0010, "
            "or take the row away."
        )
    codes = texts[scb].map(_tidy)
    checked_names(texts[[own]].rename(columns={own: "name"}), document.name)
    return _key(codes, texts[own], store, _repairs(codes, texts[scb]) + list(table.notes))


def _is_code(texts: pd.Series) -> pd.Series:
    return texts.str.upper().str.fullmatch(_CODE.pattern)


def _tidy(text: str) -> str:
    """A code with its zero, in capitals, without the name of its vintage."""
    found = _CODE.fullmatch(text.upper())
    return found[1].zfill(4) + found[2] if found else text


def _repairs(codes: pd.Series, given: pd.Series) -> list[str]:
    other = given[codes != given]
    if other.empty:
        return []
    return [
        f"{len(other)} codes were mended ({other.iloc[0]} to {codes[other.index[0]]}): zeros, "
        "capitals, or the name of the vintage."
    ]


def _key(scb: pd.Series, own: pd.Series, store: Store, notes: list[str]) -> Reading:
    family = "regso" if scb.iloc[0][4] == "R" else "deso"
    if scb.duplicated().any():
        code = scb[scb.duplicated()].iloc[0]
        raise InvalidFile(f"The area {code} is given to two own areas: give it to one.")
    vintages = [level.id for level in LEVELS.values() if level.family == family]
    links = [
        pd.DataFrame({
            "kind": "own", "from_level": level, "from_area": scb, "to_level": "own",
            "to_area": own,
        })
        for level in vintages
    ]  # fmt: skip
    return Reading(
        taken_as=f"key from {_FAMILIES[family]} to own areas",
        producer=OWN_DATA,
        title=TITLE,
        links=pd.concat(links),
        notes=[
            f"{len(scb)} {_FAMILIES[family]} in {own.nunique()} own areas.",
            *notes,
            *_unknown(scb, vintages, store),
            *_left_out(scb, vintages[0], store),
        ],
    )


_FAMILIES = {"deso": "DeSO", "regso": "RegSO"}


def _unknown(scb: pd.Series, vintages: list[str], store: Store) -> list[str]:
    """Codes that no vintage has, where any area of their municipality is known."""
    places = {municipality_of(code) for code in scb}
    held = pd.concat([store.read_areas(level) for level in vintages])
    held = held[held["municipality"].isin(places)]
    lost = sorted(set(scb) - set(held["area"]))
    if held.empty or not lost:
        return []
    return [
        f"{len(lost)} code{'s are' if len(lost) > 1 else ' is'} no area that is known here: "
        f"{', '.join(lost[:5])}"
        f"{', …' if len(lost) > 5 else ''}: look them up, nothing is counted under them."
    ]


def _left_out(scb: pd.Series, level: str, store: Store) -> list[str]:
    """How many areas and people of the municipalities are in no own area."""
    places = sorted({municipality_of(code) for code in scb})
    people = store.read("population", level=level, municipality=places)
    people = people[people["year"] == people["year"].max()]
    outside = people[~people["area"].isin(scb)]
    if outside.empty:
        return []
    return [
        f"{len(outside)} of {len(people)} areas are in no own area, and with them "
        f"{outside['value'].sum():.0f} of {people['value'].sum():.0f} people "
        f"({people['year'].max()})."
    ]
