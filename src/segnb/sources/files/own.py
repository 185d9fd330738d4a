"""A municipality's own areas: their names, their key to DeSO or RegSO, and their counts."""

import re

import pandas as pd

from segnb.sources.files.cells import parse_cells
from segnb.sources.files.document import Document
from segnb.sources.files.reading import Reading
from segnb.store import OWN_DATA, Store, make_observations
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.catalogue import Catalogue, Indicator
from segnb.vocabulary.errors import InvalidFile

LONGEST = 80
_FORBIDDEN = re.compile(r"[<>\\\x00-\x1f\x7f]|\.\.|^[/~=+@-]")
_COUNTS = {"area", "year", "group", "count"}
_TITLE = "a municipality's own areas"


def checked_names(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Text columns of an own file, trimmed; InvalidFile where a text is no name or code."""
    texts = frame.fillna("").astype("str").apply(lambda column: column.str.strip())
    for column in [c for c in ("code", "name", "area", "group", "municipality") if c in texts]:
        for text in texts[column]:
            if not text or text in ("nan", "None") or len(text) > LONGEST:
                raise InvalidFile(f"{name} has {text[:20]!r} as a {column}: 1 to 80 letters.")
            if _FORBIDDEN.search(text):
                raise InvalidFile(
                    f"{name} has {text[:30]!r} as a {column}: path parts, markup and formulas are "
                    "no names of areas."
                )
    if "municipality" in texts and not texts["municipality"].str.fullmatch(r"\d{4}").all():
        raise InvalidFile(f"{name}: the column municipality holds four-digit codes.")
    return texts


def is_own_key(document: Document) -> bool:
    """Whether the columns are `area` and `code` and no others."""
    return document.kind in ("excel", "text") and set(document.columns) == {"area", "code"}


def read_own_key(document: Document) -> Reading:
    """Which own area each DeSO or RegSO belongs to; either column may hold the SCB codes."""
    texts = checked_names(document.frame(), document.name)
    for scb, own in (("area", "code"), ("code", "area")):
        level = _level_of(texts[scb])
        if level:
            return _key(texts[scb], texts[own], level)
    raise InvalidFile(
        f"{document.name} has columns area and code, but neither holds codes of DeSO or RegSO."
    )


def _level_of(codes: pd.Series) -> str:
    for level in ("deso2018", "regso2020"):
        if codes.str.fullmatch(LEVELS[level].pattern).all():
            return LEVELS[level].family
    return ""


def _key(scb: pd.Series, own: pd.Series, family: str) -> Reading:
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
        taken_as=f"key from {family.capitalize()} to own areas",
        producer=OWN_DATA,
        title=_TITLE,
        links=pd.concat(links),
        notes=[f"{len(scb)} {family} in {own.nunique()} own areas."],
    )


def is_own_counts(document: Document) -> bool:
    """Whether the columns are `area`, `year`, `group`, `count`, perhaps with `indicator`."""
    columns = set(document.columns)
    return document.kind in ("excel", "text") and _COUNTS <= columns <= _COUNTS | {
        "indicator",
        "municipality",
    }


def read_own_counts(document: Document, catalogue: Catalogue, store: Store) -> Reading:
    """Counts of own areas, bound to an indicator by the column `indicator` or by their groups."""
    frame = document.frame()
    texts = checked_names(frame, document.name)
    rows = texts[["area", "group"]].assign(year=_years(texts["year"], document.name))
    rows = pd.concat([rows, parse_cells(frame["count"], document.name)], axis="columns")
    _check_counts(rows, document.name)
    entry = _entry(texts, catalogue)
    reading = Reading(taken_as="counts of own areas", producer=OWN_DATA, title=_TITLE)
    if entry is None:
        groups = ", ".join(sorted(texts["group"].unique())[:5])
        reading.reason = (
            f"no indicator of the catalogue has the groups {groups}: name one in a column indicator"
        )
        return reading
    places = _municipalities(texts, store)
    rows["municipality"] = [places.get(area, "") for area in texts["area"]]
    if (rows["municipality"] == "").any():
        reading.reason = (
            "nothing says in which municipality its areas lie: add a column municipality, or put "
            "the polygons of the areas in the same folder"
        )
        return reading
    reading.observations = make_observations(rows, indicator=entry.id, level="own")
    reading.notes = [
        f"{rows['area'].nunique()} own areas, taken as {entry.id}. Counts under the threshold of "
        "disclosure are never shown."
    ]
    return reading


def _check_counts(rows: pd.DataFrame, name: str) -> None:
    """Whole numbers of people, one a cell: what is protected is counted."""
    if (rows["value"] < 0).any():
        raise InvalidFile(f"{name} has a count below zero.")
    if (rows["value"] % 1 > 0).any():
        raise InvalidFile(f"{name} has parts of people: own areas need counts, not per cent.")
    twice = rows.duplicated(["area", "year", "group"])
    if twice.any():
        area, group = rows.loc[twice, ["area", "group"]].iloc[0]
        raise InvalidFile(f"{name} has two counts of {group} in {area} of the same year.")


def _years(texts: pd.Series, name: str) -> pd.Series:
    if not texts.str.fullmatch(r"(19|20)\d{2}").all():
        raise InvalidFile(f"{name}: the column year holds years such as 2023.")
    return texts.astype("int16")


def _entry(texts: pd.DataFrame, catalogue: Catalogue) -> Indicator | None:
    groups = set(texts["group"])
    if "indicator" in texts:
        named = set(texts["indicator"])
        if len(named) != 1:
            raise InvalidFile("The column indicator names more than one indicator: one a file.")
        entry = catalogue[named.pop()]
        return entry if _holds_counts(entry, catalogue) and groups <= set(entry.groups) else None
    fitting = [
        entry
        for entry in catalogue.stored()
        if _holds_counts(entry, catalogue)
        and groups <= set(entry.groups)
        and groups - set(entry.totals)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _holds_counts(entry: Indicator, catalogue: Catalogue) -> bool:
    """Whether the groups of an indicator are counts; some are per cent of another group."""
    return entry.kind == "counts" and not any(one.percent for one in catalogue.of(entry.id))


def _municipalities(texts: pd.DataFrame, store: Store) -> dict[str, str]:
    """Municipality of each own area: as stated, or the one in which its polygon lies."""
    if "municipality" in texts:
        return dict(zip(texts["area"], texts["municipality"], strict=True))
    return place_polygons(store)


def place_polygons(store: Store) -> dict[str, str]:
    """Municipality of each own area by the polygons in the store."""
    own = store.read_polygons("own")
    found = {a: m for a, m in zip(own["area"], own["municipality"], strict=True) if m}
    for level in ("municipality", "deso2018", "deso2025"):
        lost = own[~own["area"].isin(found)]
        around = store.read_polygons(level)
        if lost.empty or around.empty:
            continue
        middle = lost.set_geometry(lost.geometry.representative_point())
        inside = middle.sjoin(around[["municipality", "geometry"]], predicate="within")
        found |= dict(zip(inside["area"], inside["municipality_right"], strict=True))
    return found
