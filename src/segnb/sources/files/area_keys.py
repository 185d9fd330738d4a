"""Keys between areas: SCB's DeSO-RegSO key, its log of changed borders, and own keys."""

import re

import pandas as pd

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.vocabulary.areas import LEVELS, municipality_of
from segnb.vocabulary.errors import InvalidFile

_KEY = re.compile(r"deso_(2018|2025)")
_LOG = {"fran", "från", "till", "typ"}


def is_key(document: Document) -> bool:
    """Whether columns name DeSO, RegSO and RegSO codes of one vintage."""
    return document.is_table and _header(document) is not None


def read_key(document: Document) -> Reading:
    """DeSO with the RegSO that each lies in, and RegSO with their names."""
    place = _header(document)
    if place is None:
        raise InvalidFile(f"{document.name} has no header of a DeSO-RegSO key.")
    frame = document.frame(document.rows[place:]).astype("str")
    deso = next(c for c in frame.columns if _KEY.fullmatch(c))
    code = next(c for c in frame.columns if c.startswith("regsokod"))
    name = next(c for c in frame.columns if re.fullmatch(r"regso_\d{4}", c))
    levels = {"2018": ("deso2018", "regso2020"), "2025": ("deso2025", "regso2025")}
    small, large = levels[deso[-4:]]
    rows = pd.DataFrame({
        "deso": frame[deso].str.strip().str.replace(r"_DeSO\d{4}$", "", regex=True),
        "regso": frame[code].str.strip().str.replace(r"_RegSO\d{4}$", "", regex=True),
        "name": frame[name].str.strip(),
    })  # fmt: skip
    _check_codes(rows["deso"], small, document.name)
    _check_codes(rows["regso"], large, document.name)
    fine = rows[["deso", "regso"]].rename(columns={"deso": "area", "regso": "parent"})
    coarse = rows[["regso", "name"]].drop_duplicates().rename(columns={"regso": "area"})
    areas = pd.concat([fine.assign(level=small, name=""), coarse.assign(level=large, parent="")])
    names = coarse["name"].nunique()
    notes = [
        f"{len(fine)} DeSO in {len(coarse)} RegSO, which have {names} different names: a RegSO is "
        "known by its code, or by its name and municipality together."
    ]
    return Reading(
        taken_as=f"SCB's key from DeSO {deso[-4:]} to RegSO {large[-4:]}",
        producer="SCB",
        title=f"DeSO {deso[-4:]} - RegSO {large[-4:]}",
        licence="CC0",
        areas=areas.assign(municipality=areas["area"].map(municipality_of)),
        notes=notes,
    )


def _header(document: Document) -> int | None:
    if document.kind not in ("excel", "text"):
        return None
    for place, row in enumerate(document.head[:8]):
        names = {str(cell).strip().lower() for cell in row if cell}
        if any(_KEY.fullmatch(name) for name in names):
            others = (r"regsokod.*", r"regso_\d{4}")
            whole = all(any(re.fullmatch(o, name) for name in names) for o in others)
            return place if whole else None
    return None


def _check_codes(codes: pd.Series, level: str, name: str) -> None:
    wrong = codes[~codes.str.fullmatch(LEVELS[level].pattern)]
    if not wrong.empty:
        raise InvalidFile(
            f"{name} has {wrong.iloc[0]!r} where a code such as 0114A0010 should stand: "
            "read codes as text when you save it."
        )


def is_change_log(document: Document) -> bool:
    """Whether columns say from which DeSO to which, and how the border changed."""
    return document.kind in ("excel", "text") and _log_header(document) is not None


def _log_header(document: Document) -> int | None:
    for place, row in enumerate(document.head[:8]):
        if len(_LOG & {str(cell).strip().lower() for cell in row if cell}) >= 3:
            return place
    return None


def read_change_log(document: Document) -> Reading:
    """SCB's log of changes from DeSO 2018 to DeSO 2025."""
    rows = document.rows[_log_header(document) or 0 :]
    frame = document.frame(rows).astype("str").rename(columns={"från": "fran"})
    codes = pd.concat([frame["fran"], frame["till"]]).str.strip()
    _check_codes(codes, "deso2018", document.name)
    if frame.empty:
        raise InvalidFile(f"{document.name} has the header of a log of changes and no change.")
    links = pd.DataFrame({
        "kind": "change", "from_level": "deso2018", "from_area": frame["fran"].str.strip(),
        "to_level": "deso2025", "to_area": frame["till"].str.strip(),
        "date": frame["datum"].str.strip() if "datum" in frame else "",
    })  # fmt: skip
    places = sorted({municipality_of(code) for code in links["from_area"]})
    alike = int((links["from_area"] == links["to_area"]).sum())
    return Reading(
        taken_as="SCB's log of changes from DeSO 2018 to DeSO 2025",
        producer="SCB",
        title="Historiska förändringar i DeSO",
        licence="CC0",
        links=links,
        notes=[
            f"{len(links)} changes in {len(places)} municipalities from {places[0]} to "
            f"{places[-1]}; in {alike} the code stays while the border changes."
        ],
    )
