"""Geometry of maps: from metres to pixels, simplified for the size that is drawn.

Areas that were simplified one by one overlap and leave gaps. Closing what is narrower than a
pixel, painting large areas first, and a white ground under all of them make that invisible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from segnb.report.charts.text_layout import Box

SWEREF = 3006
LARGEST_GAP = 200  # square pixels; what is larger is water or land without areas
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class MapFrame:
    """A window in metres and the field in pixels that it fills, at one scale."""

    window: Bounds
    field: Box

    @property
    def metres(self) -> float:
        """Metres in a pixel."""
        return (self.window[2] - self.window[0]) / (self.field.right - self.field.left)

    def pixels(self, geometry: BaseGeometry) -> BaseGeometry:
        """Geometry cut to the window, in pixels from the top left."""
        cut = shapely.intersection(geometry, shapely.box(*self.window))

        def move(points: np.ndarray) -> np.ndarray:
            x = self.field.left + (points[:, 0] - self.window[0]) / self.metres
            y = self.field.bottom - (points[:, 1] - self.window[1]) / self.metres
            return np.column_stack([x, y])

        return shapely.transform(cut, move)


def fit(bounds: Bounds, width: float, *, flattest: float, tallest: float) -> MapFrame:
    """Frame of a given width around bounds; its height lies between two parts of the width."""
    wide, high = max(bounds[2] - bounds[0], 1.0), max(bounds[3] - bounds[1], 1.0)
    ratio = min(max(high / wide, flattest), tallest)
    span = max(wide, high / ratio) * 1.05
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    half = (span / 2, span * ratio / 2)
    window = (x - half[0], y - half[1], x + half[0], y + half[1])
    return MapFrame(window, Box(0, 0, width, width * ratio))


def in_metres(shapes: Any) -> gpd.GeoSeries:
    """Shapes (a frame, a series or one geometry) as a series in Sweref 99 TM."""
    if isinstance(shapes, BaseGeometry):
        return gpd.GeoSeries([shapes], crs=SWEREF)
    series = shapes.geometry if isinstance(shapes, gpd.GeoDataFrame) else gpd.GeoSeries(shapes)
    return series.set_crs(SWEREF) if series.crs is None else series.to_crs(SWEREF)


def grown(geometry: BaseGeometry, by: float) -> BaseGeometry:
    """Geometry with its border moved outwards, or inwards; corners stay corners.

    Around a narrow gap GEOS may make a shape that crosses itself (one of thousands in Göteborg).
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # GEOS leaves flags behind at sharp tips
        moved = shapely.buffer(geometry, by, join_style="mitre")
    if moved.is_valid:
        return moved
    return shapely.make_valid(moved, method="structure", keep_collapsed=False)


def closed(geometry: BaseGeometry, slit: float) -> BaseGeometry:
    """Geometry without slits and bays narrower than twice `slit`."""
    return grown(grown(geometry, slit), -slit)


def drawable(geometry: BaseGeometry, frame: MapFrame) -> BaseGeometry:
    """Area in pixels without detail that cannot be seen: slits, specks and pinholes closed."""
    coarse = shapely.make_valid(geometry.simplify(0.25 * frame.metres))
    simple = closed(frame.pixels(coarse), 0.8).simplify(0.5)
    parts = [part for part in _polygons(simple) if part.area > 2]
    whole = []
    for part in parts:
        holes = [ring for ring in part.interiors if shapely.Polygon(ring).area > 30]
        whole.append(shapely.Polygon(part.exterior, holes))
    return shapely.union_all(whole)


def fill_gaps(areas: Sequence[BaseGeometry], border: BaseGeometry) -> list[BaseGeometry]:
    """Areas that meet: each small gap between them goes to the neighbour it touches most."""
    filled = list(areas)
    tree = shapely.STRtree(filled)
    for gap in _polygons(shapely.difference(border, shapely.union_all(filled))):
        near = grown(gap, 1)
        meeting = {int(i): near.intersection(areas[i]).area for i in tree.query(near)}
        if gap.area < LARGEST_GAP and max(meeting.values(), default=0) > 0:
            widest = max(meeting, key=lambda i: (meeting[i], -i))
            joined = filled[widest].union(grown(gap, 0.3))
            filled[widest] = joined.simplify(0.5)
    return filled


def visible(areas: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """What is seen of each area when later ones are painted over earlier ones."""
    tree = shapely.STRtree(areas)
    seen = []
    for i, area in enumerate(areas):
        above = [areas[j] for j in tree.query(area) if j > i]
        seen.append(shapely.difference(area, shapely.union_all(above)) if above else area)
    return seen


def middle(geometry: BaseGeometry) -> tuple[float, float, float]:
    """Point of an area that is farthest from its border, and how far that is."""
    largest = max(_polygons(geometry), key=lambda part: part.area, default=None)
    if largest is None:
        return (np.nan, np.nan, 0.0)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=1.0)
    x, y = radius.coords[0]
    return x, y, radius.length


def outline_path(geometry: BaseGeometry) -> Path:
    """Closed path of all rings of an area."""
    rings = [ring for part in _polygons(geometry) for ring in (part.exterior, *part.interiors)]
    if not rings:
        return Path(np.empty((0, 2)))
    vertices = [np.asarray(ring.coords) for ring in rings]
    codes = [
        [Path.MOVETO, *[Path.LINETO] * (len(points) - 2), Path.CLOSEPOLY] for points in vertices
    ]
    return Path(np.concatenate(vertices), np.concatenate(codes))


def line_paths(geometry: BaseGeometry) -> list[np.ndarray]:
    """Points of each line of a geometry."""
    merged = shapely.line_merge(geometry) if not geometry.is_empty else geometry
    parts = shapely.get_parts(merged)
    return [np.asarray(part.coords) for part in parts if part.geom_type == "LineString"]


def where_people_live(areas: gpd.GeoDataFrame, people: pd.Series, *, share: float = 0.95) -> Bounds:
    """Window around the most densely populated areas that together hold a share of the people.

    Parameters
    ----------
    areas
        Small areas, with a geometry each.
    people
        Residents of each area, in the same order.
    share
        Part of the residents that the window has to hold at least.
    """
    shapes = in_metres(areas)
    counts = people.fillna(0).to_numpy(dtype=float)
    order = np.argsort(-counts / shapes.area.to_numpy(), kind="stable")
    held = np.cumsum(counts[order])
    needed = int(np.searchsorted(held, share * counts.sum() - 1e-9)) + 1
    left, bottom, right, top = map(float, shapes.iloc[order[:needed]].total_bounds)
    return left, bottom, right, top


def cut_off(areas: gpd.GeoDataFrame, window: Bounds) -> pd.Series:
    """Part of each area's surface that lies outside a window, 0-1."""
    shapes = in_metres(areas)
    inside = shapely.intersection(shapely.make_valid(shapes.to_numpy()), shapely.box(*window))
    return pd.Series(1 - shapely.area(inside) / shapes.area.to_numpy(), index=areas.index)


def _polygons(geometry: BaseGeometry) -> list[shapely.Polygon]:
    parts = shapely.get_parts(geometry)
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
