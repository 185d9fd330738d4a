"""On which polygons statistics are drawn, and what must be said about that.

Polygons of the same areas come first, then finer ones put together, then those of the other
vintage over equal codes. What has no match is kept, and the map hatches it.
"""

from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from segnb.report.area_types.official_types import nearest_year
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN
from segnb.store import Bridge, bridge_codes
from segnb.vocabulary.areas import LEVELS, counties

FINER = {"regso2020": "deso2018", "regso2025": "deso2025"}
OTHER_VINTAGE = {"deso2018": "deso2025", "deso2025": "deso2018",
                 "regso2020": "regso2025", "regso2025": "regso2020"}  # fmt: skip
ASTRAY = 10_000  # metres; islets beyond a generalised outline lie at most 4 km from it


@dataclass(frozen=True)
class Borders:
    """Polygons of a municipality for statistics of one level.

    Attributes
    ----------
    shapes
        `area` (code in the statistics, empty where a polygon has none), `name`, geometry.
    statistics, polygons
        Level of the statistics, and that of the polygons as they are held.
    bridge
        How the two were joined where they are of different vintages.
    year
        That of the people who are counted with and without a match.
    producer
        Who made the polygons.
    astray
        How many polygons are left out, since they lie outside the municipality.
    """

    shapes: gpd.GeoDataFrame
    statistics: str
    polygons: str
    bridge: Bridge | None = None
    year: int = 0
    producer: str = ""
    astray: int = 0

    @property
    def put_together(self) -> bool:
        """Whether finer polygons were put together."""
        return LEVELS[self.statistics].family != LEVELS[self.polygons].family


@dataclass(frozen=True)
class People:
    """Residents of each area (`counts`, by its code) in a year; nobody where none is `held`."""

    year: int
    counts: pd.Series
    held: tuple[IndicatorData, ...] = ()

    @property
    def whole(self) -> float:
        """Residents of all areas together."""
        return float(self.counts.sum())


def people_of(report: Report, level: str, year: int) -> People:
    """Residents of each area in the year of the statistics, or in the nearest that is held."""
    held = report.read.held("population", level)
    if held is None:
        return People(year, pd.Series(dtype="float64"))
    nearest = nearest_year(held, year)
    rows = held.rows[held.rows["year"] == nearest]
    return People(nearest, rows.set_index("area")["value"], (replace(held, year=nearest),))


def find_borders(report: Report, level: str, year: int) -> Borders | Gap:
    """Polygons to draw statistics of a level on, or the gap that is stated instead of a map.

    Parameters
    ----------
    year
        That of the statistics: people without a match are those of this year.
    """
    why = "why"
    for held in _candidates(level):
        stored = report.store.read_polygons(held, report.place.code)
        polygons = _inside(report, stored)
        astray = len(stored) - len(polygons)
        if len(polygons):
            producer = use_polygons(report, held, polygons)
            found = _joined(report, level, held, polygons, year)
            return replace(found, producer=producer, astray=astray)
        why = "astray" if astray else why
    name = report.level_vintage(level)
    return report.gap(
        f"polygons_{level}",
        report.text("maps.gap.what", level=name),
        report.text(f"maps.gap.{why}"),
        nearest=report.text("maps.gap.nearest"),
        filled_by=report.text(f"maps.gap.filled_by{'_own' if level == OWN else ''}"),
    )


def _inside(report: Report, polygons: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Polygons without those that lie outside the municipality, where its outline is held."""
    outline = report.store.read_polygons("municipality", report.place.code)
    if outline.empty:
        return polygons
    return polygons[polygons.geometry.distance(outline.union_all()) < ASTRAY]


def use_polygons(report: Report, level: str, polygons: gpd.GeoDataFrame) -> str:
    """Remember where polygons that are drawn come from, and name their producers."""
    hashes = report.store.polygon_snapshots(level, polygons["area"])
    for sha in hashes:
        report.trail.use_snapshot(sha)
    return ", ".join(sorted({report.trail.producer(sha) for sha in hashes}))


def _candidates(level: str) -> list[str]:
    """Levels whose polygons would do, the best first."""
    finer = [FINER[level]] if level in FINER else []
    same = [level, *finer]
    return [*same, *(OTHER_VINTAGE[one] for one in same if one in OTHER_VINTAGE)]


def _joined(
    report: Report, level: str, held: str, polygons: gpd.GeoDataFrame, year: int
) -> Borders:
    fine = level if LEVELS[held].family == LEVELS[level].family else FINER[level]
    people = people_of(report, fine, year)
    bridge = _bridge(report, fine, held, polygons, people) if fine != held else None
    code = polygons["area"] if bridge is None else polygons["area"].where(
        polygons["area"].isin(bridge.matched), ""
    )  # fmt: skip
    if fine != level:
        parents = report.store.read_areas(fine, report.place.code).set_index("area")["parent"]
        code = code.map(parents).fillna("")
    shapes = _put_together(polygons.assign(area=code))
    names = [report.area_name(area) if area else "" for area in shapes["area"]]
    return Borders(shapes.assign(name=names), level, held, bridge, people.year)


def _put_together(polygons: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One shape an area; polygons without an area stay as they are."""
    known = polygons[polygons["area"] != ""][["area", "geometry"]]
    whole = known.dissolve("area", as_index=False) if known["area"].duplicated().any() else known
    rest = polygons.loc[polygons["area"] == "", ["area", "geometry"]]
    return gpd.GeoDataFrame(pd.concat([whole, rest], ignore_index=True), crs=polygons.crs)


def _bridge(
    report: Report, statistics: str, held: str, polygons: gpd.GeoDataFrame, people: People
) -> Bridge:
    older, newer = sorted([statistics, held])
    log = report.store.read_links("change", older, newer)
    mine = log[log["from_area"].str.startswith(report.place.code)]
    return bridge_codes(
        statistics,
        held,
        with_statistics=report.store.read_areas(statistics, report.place.code)["area"],
        with_polygon=polygons["area"],
        changed=[*mine["from_area"], *mine["to_area"]],
        people=None if people.counts.empty else people.counts,
        log_held=len(mine) > 0,
    )


def describe_borders(report: Report, borders: Borders) -> str:
    """What a caption says about the polygons: their vintage, and what has no match."""
    words = {
        "producer": borders.producer,
        "polygons": report.level_vintage(borders.polygons),
        "statistics": report.level_vintage(borders.statistics),
    }
    kind = "put_together" if borders.put_together else "same"
    said = [report.text(f"maps.borders.{kind}", **words)]
    if borders.astray:
        left = report.language.number(borders.astray)
        said.append(report.text("maps.borders.astray", count=left))
    if borders.bridge is not None:
        said += _bridge_words(report, borders.bridge, borders.year)
    return " ".join(said)


def _bridge_words(report: Report, bridge: Bridge, year: int) -> list[str]:
    number = report.language.number
    words = {
        "matched": number(len(bridge.matched)),
        "areas": number(len(bridge.matched) + len(bridge.without_polygon)),
        "statistics": report.level_vintage(bridge.statistics),
        "polygons": report.level_vintage(bridge.polygons),
    }
    said = [report.text("maps.bridge.areas", **words)]
    if bridge.people == bridge.people:  # known
        people = {"people": number(bridge.people_without), "all": number(bridge.people),
                  "year": year}  # fmt: skip
        kind = "people" if bridge.people_without else "all_people"
        said.append(report.text(f"maps.bridge.{kind}", **people))
    said.append(report.text(f"maps.bridge.{_log_kind(report, bridge)}"))
    return said


def _log_kind(report: Report, bridge: Bridge) -> str:
    """What the log of changed borders says of the municipality.

    A log is whole where it names areas in every county; a part of one says nothing of others.
    """
    if bridge.log_held:
        return "log"
    log = report.store.read_links("change", *sorted([bridge.statistics, bridge.polygons]))
    if log.empty:
        return "no_log"
    named = set(log["from_area"].str.slice(0, 2))
    every = {report.place.county} if report.place.synthetic else set(counties()["code"])
    is_whole = every <= named
    return "unchanged" if is_whole else "not_covered"
