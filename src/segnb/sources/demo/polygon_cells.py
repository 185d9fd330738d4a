"""Polygons of the invented county: cells round its atoms, rough borders, a coast and a lake."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from segnb.sources.demo.settlement import MIDDLES, SEED, Floats, settlement, shoreline

if TYPE_CHECKING:
    import geopandas as gpd

CENTRE = np.array([760_000.0, 6_800_000.0])  # EPSG:3006, in open sea: no real place lies here
CRS = "EPSG:3006"
GRID = 1.0  # metre to which corners are rounded
LEVELS = ("deso2018", "deso2025", "regso2020", "regso2025", "district2018", "district2022")
_WEST, _NORTH, _SOUTH = -73.0, 68.0, -66.0
_LAKE = (-5.2, -5.4, 1.7, 0.9)  # middle and half axes, km
_HALVINGS, _ROUGHNESS = 3, 0.18


@cache
def land() -> "gpd.GeoDataFrame":
    """One polygon for each atom of the county, with the codes of the atom."""
    import geopandas as gpd
    import shapely
    from scipy.spatial import cKDTree

    atoms = settlement().atoms
    atoms = atoms[atoms["municipality"].isin(list(MIDDLES))].reset_index(drop=True)
    points = atoms[["x", "y"]].to_numpy()
    outline, lake = _outline(), _lake()
    lines = [shapely.linestrings(_metres(line)) for line in (*_cell_borders(points), outline, lake)]
    # every line is cut at every other before faces are made, so that neighbours share corners
    faces = shapely.get_parts(shapely.polygonize([*_parts(lines)]))
    middles = shapely.point_on_surface(faces)
    dry = shapely.contains(shapely.polygons(_metres(outline)), middles)
    dry &= ~shapely.contains(shapely.polygons(_metres(lake)), middles)
    _, nearest = cKDTree(_metres(points)).query(shapely.get_coordinates(middles[dry]))
    frame = gpd.GeoDataFrame({"atom": nearest}, geometry=faces[dry], crs=CRS).dissolve("atom")
    return frame.join(atoms[["municipality", *LEVELS]]).reset_index(drop=True)


def polygons(level: str) -> "gpd.GeoDataFrame":
    """Polygons of a level of the county: `area`, `municipality`, `geometry`."""
    pieces = land().assign(county="99")
    whole = pieces.dissolve(level, aggfunc="first", as_index=False)
    whole["area"] = whole[level]
    if level == "county":
        whole["municipality"] = ""
    return whole[["area", "municipality", "geometry"]]


def _parts(lines: list) -> list:
    import shapely

    return list(shapely.get_parts(shapely.unary_union(lines, grid_size=GRID)))


def _metres(kilometres: Floats) -> Floats:
    return CENTRE + 1000 * kilometres


def _cell_borders(points: Floats) -> list[Floats]:
    """Borders between the cells of points, each drawn once, and roughened."""
    from scipy.spatial import Voronoi

    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = points.mean(axis=0) + 300 * np.column_stack([np.cos(turn), np.sin(turn)])
    cells = Voronoi(np.concatenate([points, ring]))
    ends = np.array([ridge for ridge in cells.ridge_vertices if -1 not in ridge])
    rng = np.random.default_rng([SEED, 3006])
    return list(_roughened(cells.vertices[ends], rng))


def _roughened(lines: Floats, rng: np.random.Generator, halvings: int = _HALVINGS) -> Floats:
    """Straight lines (lines by corners by x and y) with each half moved a little to its side."""
    for _ in range(halvings):
        step = np.diff(lines, axis=1)
        aside = np.stack([-step[..., 1], step[..., 0]], axis=-1)
        middle = (lines[:, :-1] + lines[:, 1:]) / 2
        middle += aside * rng.uniform(-_ROUGHNESS, _ROUGHNESS, (*aside.shape[:2], 1))
        wider = np.empty((len(lines), 2 * lines.shape[1] - 1, 2))
        wider[:, ::2], wider[:, 1::2] = lines, middle
        lines = wider
    return lines


def _outline() -> Floats:
    """Border of the county: the shore in the east, rough lines on the other sides."""
    north = np.arange(_SOUTH, _NORTH, 0.2)
    rng = np.random.default_rng([SEED, 4])
    ripple = 0.12 * np.cumsum(rng.normal(0, 1, len(north)))
    ripple -= np.linspace(0, ripple[-1], len(ripple))
    shore = np.column_stack([shoreline(north) + 0.35 * np.tanh(ripple), north])
    corners = np.array([shore[-1], [_WEST + 5, _NORTH - 3], [_WEST, _SOUTH + 6], shore[0]])
    inland = _roughened(np.stack([corners[:-1], corners[1:]], axis=1), rng, 6)
    return np.concatenate([shore, *inland[:, 1:]])


def _lake() -> Floats:
    x, y, wide, high = _LAKE
    turn = np.linspace(0, 2 * np.pi, 41)
    edge = 1 + 0.15 * np.sin(3 * turn) + 0.1 * np.cos(5 * turn)
    return np.column_stack([x + wide * edge * np.cos(turn), y + high * edge * np.sin(turn)])
