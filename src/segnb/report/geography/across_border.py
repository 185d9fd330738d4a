"""Whom residents have around them beyond the municipal border, where that is known.

It is known where nobody who may be among the nearest people is lacking: each municipality that
lacks counts or polygons of an area lies, from every area of the own one, further off than the
surroundings reach.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from segnb.report.geography.polygon_choice import use_polygons
from segnb.report.municipality_report import Report
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.areas import demo_municipalities, find_municipality, municipalities

RING = 1.0  # metre; areas no further off than the last neighbour, but for rounding, are counted


@dataclass(frozen=True)
class Neighbours:
    """Counts and polygons (`unit`, geometry) to seek the nearest people among.

    Attributes
    ----------
    counts, places
        Of the own areas, and of those beyond the border that the surroundings reach.
    across
        Whether any lie beyond the border.
    note
        What the figure says of the border.
    """

    counts: pd.DataFrame
    places: gpd.GeoDataFrame
    across: bool
    note: str


def find_neighbours(
    report: Report, held: IndicatorData, counts: pd.DataFrame, places: gpd.GeoDataFrame, k: int
) -> Neighbours:
    """The own areas with those around them, or the own ones alone with the reason.

    Parameters
    ----------
    counts, places
        Of the own areas: as `IndicatorData.counts` gives them, and `unit` with polygons.
    k
        The largest number of nearest people; the municipality itself has as many.
    """
    within = Neighbours(counts, places, across=False, note="")
    outlines = report.store.read_polygons("municipality").set_index("area")
    country = demo_municipalities() if report.place.synthetic else municipalities()
    others = [code for code in country["code"] if code != report.place.code]
    if not set(others) <= set(outlines.index):
        return _with_note(report, held, within, "outlines")
    more, shapes = _whole_around(report, held)
    both = pd.concat([counts, more], ignore_index=True)
    ground = gpd.GeoDataFrame(pd.concat([places, shapes], ignore_index=True), crs=places.crs)
    reach, is_near = _reach(both, ground, len(places), k)
    known = set(more["municipality"].unique())
    lacking = outlines.loc[[code for code in others if code not in known]]
    nearest = _nearest(lacking, places, reach)
    if nearest:
        return _with_note(report, held, within, "lacking", nearest)
    near = ground[is_near]
    beyond = near[near.index >= len(places)]
    if beyond.empty:
        return _with_note(report, held, within, "alone")
    use_polygons(report, held.level, beyond.rename(columns={"unit": "area"}))
    counted = both[both["unit"].isin(near["unit"])]
    return _with_note(report, held, Neighbours(counted, near, across=True, note=""), "across")


def _whole_around(report: Report, held: IndicatorData) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Counts and polygons of the other municipalities of which no area lacks either."""
    found = report.read.held(held.entry.id, held.level, year=held.year, everywhere=True)
    counts = held.counts() if found is None else found.counts()
    polygons = report.store.read_polygons(held.level).rename(columns={"area": "unit"})
    of = counts.drop_duplicates("unit").set_index("unit")["municipality"]
    areas = report.store.read_areas(held.level).set_index("area")["municipality"]
    of = pd.concat([of, areas[~areas.index.isin(of.index)]])
    known = set(of.index) & set(counts["unit"]) & set(polygons["unit"])
    known -= set(counts.loc[counts["count"].isna(), "unit"])
    partly = {*of[~of.index.isin(known)], report.place.code}
    counts = counts[~counts["municipality"].isin(partly)]
    return counts, polygons.loc[polygons["unit"].isin(counts["unit"]), ["unit", "geometry"]]


def _reach(
    counts: pd.DataFrame, ground: gpd.GeoDataFrame, own: int, k: int
) -> tuple[np.ndarray, np.ndarray]:
    """Metres to the last of the k nearest people, by own area, and which areas are counted."""
    people = ground["unit"].map(counts.groupby("unit")["count"].sum()).to_numpy(dtype=float)
    xy = ground.geometry.centroid.get_coordinates().to_numpy()
    reach, is_near = np.zeros(own), np.arange(len(ground)) < own
    for row in range(own):
        distance = np.hypot(*(xy - xy[row]).T)
        order = np.argsort(distance, kind="stable")
        last = min(int(np.searchsorted(people[order].cumsum(), k)), len(order) - 1)
        reach[row] = distance[order[last]] + RING
        is_near |= distance <= reach[row]
    return reach, is_near


def _nearest(lacking: gpd.GeoDataFrame, places: gpd.GeoDataFrame, reach: np.ndarray) -> str:
    """Code of the nearest municipality without data that is within reach; empty if none is."""
    if lacking.empty:
        return ""
    (row, which), distance = lacking.sindex.nearest(
        places.geometry.centroid.array, return_all=False, return_distance=True
    )
    is_reached = distance <= reach[row]
    if not is_reached.any():
        return ""
    return str(lacking.index[which[np.argmin(np.where(is_reached, distance, np.inf))]])


def _with_note(
    report: Report, held: IndicatorData, found: Neighbours, kind: str, nearest: str = ""
) -> Neighbours:
    words = {
        "level": report.level_vintage(held.level),
        "nearest": find_municipality(nearest).name if nearest else "",
    }
    note = report.text(f"captions.neighbours.border.{kind}", **words)
    return Neighbours(found.counts, found.places, found.across, note)
