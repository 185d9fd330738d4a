"""Which areas the polygons of a file are: by their codes, and of which vintage."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.geometry import bundle, flat_and_valid, overlap_note, read_geometry
from segnb.sources.files.own_area_files import checked_names, placed
from segnb.sources.files.regions import Regions
from segnb.vocabulary.areas import LEVELS, municipality_of
from segnb.vocabulary.errors import InvalidFile
from segnb.vocabulary.strict_yaml import load_file

if TYPE_CHECKING:
    import geopandas as gpd

_VINTAGE = re.compile(r"(20\d{2})")
_SOURCES = load_file("sources.files", "polygons.yml")


@dataclass(frozen=True)
class PolygonMatch:
    """Areas that the polygons of a file are."""

    level: str
    frame: "gpd.GeoDataFrame"
    notes: tuple[str, ...] = ()


def is_polygons(document: Document) -> bool:
    """Whether a file is GeoJSON, a GeoPackage or the main part of a shapefile."""
    if document.kind in ("sqlite", "shape"):
        return True
    if document.kind != "json":
        return False
    return bool(re.search(r'"type"\s*:\s*"FeatureCollection"', document.text[:5_000])) or (
        '"FeatureCollection"' in document.text[-2_000:]
    )


def is_district_polygons(document: Document) -> bool:
    """Whether polygons carry the codes of electoral districts."""
    if not is_polygons(document):
        return False
    beside = document.path.with_suffix(".dbf") if document.kind == "shape" else None
    raw = beside.read_bytes() if beside is not None and beside.is_file() else document.raw
    return bool(re.search(rb"(?i)\b(?:vd_kod|lkfv)\b", raw[:200_000]))


def read_polygons(
    document: Document, regions: Regions, named: Mapping[str, str] | None = None
) -> Reading:
    """Polygons with the code, name and municipality of each area.

    Parameters
    ----------
    named
        The columns `code` and `name` of own areas, as the file calls them.
    """
    frame, layers = read_geometry(document)
    frame, mended = flat_and_valid(frame)
    asked = {given.lower(): column for column, given in (named or {}).items()}
    if asked and set(asked) <= set(frame.columns):
        others = frame.drop(columns=set(asked.values()) - set(asked), errors="ignore")
        found = _own(others.rename(columns=asked), document, regions)
    else:
        found = _identify(frame, document, regions)
    if found is None:
        columns = ", ".join(str(c) for c in frame.columns if c != "geometry")
        return Reading(
            taken_as="polygons",
            reason="no column holds codes of DeSO, RegSO, municipalities or electoral districts, "
            f"and there are no columns code and name as own areas have ({columns}): "
            "if they are own areas, say `--code COLUMN --name COLUMN`",
        )
    twice = found.frame["area"][found.frame.duplicated(["area", "municipality"])]
    if not twice.empty:
        raise InvalidFile(f"{document.name} has the area {twice.iloc[0]!r} more than once.")
    overlaps = [] if found.level in ("police", "own") else overlap_note(found.frame)
    reading = Reading(
        **_SOURCES[found.level],
        level=found.level,
        polygons=found.frame,
        raw=bundle(document) if document.kind == "shape" else b"",
        notes=[*_count(found), *found.notes, *layers, *mended, *overlaps],
    )
    reading.areas = _areas(found)
    return reading


def _count(found: PolygonMatch) -> list[str]:
    places = {place for place in found.frame["municipality"] if place}
    where = f" in {_number(len(places), 'municipality', 'municipalities')}" if places else ""
    return [f"{_number(len(found.frame), 'area', 'areas')}{where}."]


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _areas(found: PolygonMatch) -> pd.DataFrame:
    columns = [c for c in ("area", "name", "municipality", "parent") if c in found.frame]
    return pd.DataFrame(found.frame[columns]).assign(level=found.level)


def _identify(
    frame: "gpd.GeoDataFrame", document: Document, regions: Regions
) -> PolygonMatch | None:
    tests: tuple[Callable[[], PolygonMatch | None], ...] = (
        lambda: _statistical(frame, "deso", document, regions),
        lambda: _statistical(frame, "regso", document, regions),
        lambda: _districts(frame, document, regions),
        lambda: _police(frame),
        lambda: _own(frame, document, regions),
        lambda: _municipalities(frame, regions),
    )
    return next(filter(None, (test() for test in tests)), None)


def _statistical(
    frame: "gpd.GeoDataFrame", family: str, document: Document, regions: Regions
) -> PolygonMatch | None:
    """DeSO or RegSO by a column that holds a code of the kind in every row."""
    levels = [level for level in LEVELS.values() if level.family == family]
    pattern = rf"({levels[0].pattern})(?:_(?:DeSO|RegSO)(\d{{4}}))?"
    columns = sorted(frame.columns, key=lambda c: not str(c).startswith(family))
    for column in columns:
        if column == "geometry" or not frame[column].astype("str").str.fullmatch(pattern).all():
            continue
        parts = frame[column].astype("str").str.extract(pattern)
        level, note = _vintage(frame, parts, [x.id for x in levels], document, regions)
        named = frame.assign(area=parts[0], municipality=parts[0].str.slice(0, 4))
        if family == "deso" and "regsokod" in frame:
            named["parent"] = frame["regsokod"].astype("str").str.slice(0, 8)
        named["name"] = frame.get("regsonamn", "")
        return PolygonMatch(level, named, note)
    return None


def _vintage(
    frame: "gpd.GeoDataFrame",
    parts: pd.DataFrame,
    levels: list[str],
    document: Document,
    regions: Regions,
) -> tuple[str, tuple[str, ...]]:
    """Vintage by the suffix of the codes, by a column `version`, or by a key in the store."""
    by_year = {level[-4:]: level for level in levels}
    stated = set(parts[1].dropna())
    if "version" in frame:
        stated |= set(frame["version"].astype("str").str.extract(_VINTAGE)[0].dropna())
    if len(stated) == 1 and stated <= set(by_year):
        return by_year[stated.pop()], ()
    codes = set(parts[0])
    places = {municipality_of(code) for code in codes}
    held = {level: _within(regions.codes(level), places) for level in levels}
    fitting = [level for level, known in held.items() if codes <= known]
    # One vintage fits; the other does not, or is not known while all areas of the first are here.
    if len(fitting) == 1 and (all(held.values()) or codes == held[fitting[0]]):
        return fitting[0], (f"The file states no vintage; its codes are those of {fitting[0]}.",)
    old, new = levels
    foreign = codes - held[old]
    if foreign and held[old] and not held[new] and len(foreign) <= len(codes) / 2:
        return new, (
            f"The file states no vintage; {len(foreign)} of its codes are none of {old} "
            f"(such as {min(foreign)}), so they are those of {new}.",
        )
    raise InvalidFile(
        f"{document.name} does not say of which vintage its areas are, and its codes do not tell: "
        "add a column version (2018 or 2025), or import SCB's key file as well."
    )


def _within(codes: set[str], places: set[str]) -> set[str]:
    return {code for code in codes if municipality_of(code) in places}


def _municipalities(frame: "gpd.GeoDataFrame", regions: Regions) -> PolygonMatch | None:
    for column in frame.columns:
        if column != "geometry" and _is_places(frame[column], regions):
            codes = frame[column].astype("str").str.strip()
            return PolygonMatch("municipality", frame.assign(area=codes, municipality=codes))
    return None


def _districts(
    frame: "gpd.GeoDataFrame", document: Document, regions: Regions
) -> PolygonMatch | None:
    """Electoral districts: county, municipality and district as numbers that lost their zeros."""
    parts, note = ("lan_kod", "kommun_kod", "vd_kod"), tuple[str, ...]()
    if "lkfv" in frame:
        codes = frame["lkfv"].astype("str").str.strip().str.zfill(8)
    elif all(part in frame for part in parts):
        width = zip(parts, (2, 2, 4), strict=True)
        codes = pd.Series("", index=frame.index)
        for part, digits in width:
            codes = codes + frame[part].astype("int64").astype("str").str.zfill(digits)
        note = ("Codes of county, municipality and district were put together from numbers.",)
    else:
        return None
    fitting = [
        level for level in ("district2022", "district2018") if set(codes) <= regions.codes(level)
    ]
    if not fitting:
        raise InvalidFile(
            f"{document.name} has electoral districts of no election in the store: import the "
            "result table of the same election as well."
        )
    named = frame.assign(area=codes, municipality=codes.str.slice(0, 4))
    named["name"] = frame.get("vd_namn", "")
    return PolygonMatch(fitting[0], named, note)


def _police(frame: "gpd.GeoDataFrame") -> PolygonMatch | None:
    if not {"namn", "kategori"} <= set(frame.columns) or not (
        frame["kategori"].astype("str").str.contains("utsatt|risk", case=False).all()
    ):
        return None
    counts = frame["kategori"].value_counts().sort_index()
    listed = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    named = frame.assign(
        area=frame["ort"].astype("str") + ": " + frame["namn"].astype("str"),
        name=frame["namn"],
        category=frame["kategori"],
        municipality="",
    )
    return PolygonMatch("police", named, (
        f"{listed}.",
        "The list has no municipality codes; areas are placed by where they lie.",
    ))  # fmt: skip


def _own(frame: "gpd.GeoDataFrame", document: Document, regions: Regions) -> PolygonMatch | None:
    """Own areas: columns `code` and `name`, and perhaps `municipality`."""
    if not {"code", "name"} <= set(frame.columns) or _is_places(frame["code"], regions):
        return None
    kept = [c for c in ("code", "name", "municipality") if c in frame]
    texts = checked_names(pd.DataFrame(frame[kept]), document.name)
    named = frame.assign(area=texts["code"], name=texts["name"])
    named["municipality"] = texts.get("municipality", placed(named, regions.store))
    lost = named["municipality"] == ""
    places = sorted(set(named.loc[~lost, "municipality"]))
    where = "no municipality whose border is held"
    if len(places) == 1:  # islands and harbours of the same town
        named.loc[lost, "municipality"] = places[0]
        where += f", and were taken to be of {places[0]} as the others are"
    notes = (f"{int(lost.sum())} of them lie in {where}.",) * bool(lost.any())
    return PolygonMatch("own", named, notes)


def _is_places(codes: pd.Series, regions: Regions) -> bool:
    known = {code for level, code in regions.large.values() if level == "municipality"}
    texts = codes.astype("str").str.strip()
    return bool(texts.isin(known).all() and texts.is_unique)
