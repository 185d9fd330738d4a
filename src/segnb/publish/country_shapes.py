"""Outlines of municipalities as paths of an SVG in whole steps, small enough to stand in a page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segnb.store import Store
from segnb.vocabulary.errors import SegnbError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH = 600


@dataclass(frozen=True)
class CountryShapes:
    """Outlines by code of the municipality, on a sheet of `WIDTH` by `height`."""

    paths: dict[str, str]
    height: int


def country_shapes(store: Store) -> CountryShapes:
    """Outlines of all municipalities whose polygons a store holds; none where it holds none."""
    try:
        frame = store.read_polygons("municipality")
    except SegnbError:
        return CountryShapes({}, 0)
    if frame.empty:
        return CountryShapes({}, 0)
    left, bottom, right, top = frame.total_bounds
    scale = WIDTH / max(right - left, 1.0)
    simple = frame.geometry.simplify(1 / scale)
    paths = {
        code: _path(shape, left, top, scale)
        for code, shape in zip(frame["area"], simple, strict=True)
    }
    return CountryShapes(paths, round((top - bottom) * scale))


def _path(geometry: "BaseGeometry", left: float, top: float, scale: float) -> str:
    parts = getattr(geometry, "geoms", [geometry])
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    lines = [
        " ".join(f"{(x - left) * scale:.0f},{(top - y) * scale:.0f}" for x, y in ring.coords)
        for ring in rings
    ]
    return " ".join(f"M{line}Z" for line in lines)
