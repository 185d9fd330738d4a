"""Borders as they come along: fewer points, and coordinates in whole metres."""

from pathlib import Path

import geopandas as gpd
import shapely

from segnb.store.atomic_writing import replace_file

TOLERANCE = 10.0  # metres; a corner whose triangle is under 100 square metres is left out
METRE = 1.0
# Those of the county of Stockholm and of municipalities were simplified by their sources already.
DETAILED = ("deso2018", "deso2025", "regso2025", "police")


def simplify_all(folder: Path) -> None:
    """Simplify each file of polygons in a folder; neighbours keep one common border."""
    for path in sorted(folder.glob("*.parquet")):
        frame = gpd.read_parquet(path)
        frame.geometry = simplified(frame, path.stem)
        replace_file(
            path, lambda place, f=frame: f.to_parquet(place, compression="zstd", index=False)
        )


def simplified(frame: gpd.GeoDataFrame, level: str) -> gpd.GeoSeries:
    """Borders of one level with fewer points, in whole metres, all of them valid."""
    shapes = frame.geometry.to_numpy()
    if level in DETAILED:
        shapes = shapely.coverage_simplify(shapes, TOLERANCE)
    whole = shapely.set_precision(shapes, METRE)
    return gpd.GeoSeries(whole, index=frame.index, crs=frame.crs)
