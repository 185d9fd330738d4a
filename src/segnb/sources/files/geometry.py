"""Polygons from files: opened apart from their paths, checked, and moved to SWEREF 99 TM."""

import io
import json
import re
import tempfile
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from segnb.sources.files.file_type import Document
from segnb.store.polygon_files import CRS
from segnb.vocabulary.errors import InvalidFile

if TYPE_CHECKING:
    import geopandas as gpd

SUFFIX = {"sqlite": ".gpkg", "json": ".geojson", "shape": ".shp"}
PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
MOST_POLYGONS = 200_000
MOST_COLUMNS = 1_000
_NAMED_CRS = re.compile(r"(urn:(x-)?ogc:def:crs:)?(EPSG|OGC)[:\d.]*:(\d+|CRS84h?)", re.I)
# Sweden in SWEREF 99 TM, with a margin.
WEST, SOUTH, EAST, NORTH = 200_000, 6_050_000, 1_000_000, 7_750_000
SLIVER = 100.0  # square metres; less is a matter of rounding


def read_geometry(document: Document) -> tuple["gpd.GeoDataFrame", list[str]]:
    """Polygons of a GeoJSON, GeoPackage or shapefile in EPSG:3006, columns in lower case.

    Of several layers the first with polygons is read, and a note names the others.

    Raises
    ------
    InvalidFile
        It cannot be read, says no coordinate reference system, or does not lie in Sweden.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError
    from shapely.errors import ShapelyError

    if document.kind == "json":
        _check_geojson(document)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input{SUFFIX[document.kind]}"
        for suffix, content in _contents(document).items():
            path.with_suffix(suffix).write_bytes(content)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # GDAL speaks of fields that are not used here
                layer, notes = _layer(path)
                frame = pyogrio.read_dataframe(path, layer, max_features=MOST_POLYGONS + 1)
        except (DataSourceError, DataLayerError, ShapelyError, ValueError, IndexError) as error:
            raise InvalidFile(
                f"{document.name} is no readable file of polygons: get it again from its source."
            ) from error
    return _in_sweden(_with_polygons(frame, document.name), document.name), notes


def load_libraries() -> None:
    """Load here what each process that is forked from this one would load to read polygons."""
    import geopandas  # noqa: F401
    import pyogrio  # noqa: F401


def _check_geojson(document: Document) -> None:
    """Refuse what GDAL would follow to an address, and what it would take hours over."""
    import pyproj
    from pyproj.exceptions import CRSError

    content = document.json
    if "\\u0000" in document.text:
        raise InvalidFile(f"{document.name} holds letters that cannot be seen (U+0000) as a code "
                          "or a name: take them away.")  # fmt: skip
    stated = content.get("crs")
    properties = stated.get("properties") if isinstance(stated, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    is_named = isinstance(name, str) and stated.get("type") == "name" and _NAMED_CRS.fullmatch(name)
    try:
        known = stated is None or (is_named and pyproj.CRS.from_user_input(name))
    except CRSError:
        known = False
    if not known:
        raise InvalidFile(
            f"{document.name} states its coordinate reference system otherwise than by a known "
            "name such as EPSG:3006: save it again with one."
        )
    columns: set[str] = set()
    for feature in content.get("features") or ():
        columns.update((feature.get("properties") or ()) if isinstance(feature, dict) else ())
    if len(columns) > MOST_COLUMNS:
        raise InvalidFile(f"{document.name} has more than {MOST_COLUMNS} columns.")


def _layer(path: Path) -> tuple[str, list[str]]:
    """The first layer with polygons, or the first of all; and what is not read."""
    import pyogrio

    layers = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(path)]
    chosen = next((name for name, kind in layers if "Polygon" in kind), layers[0][0])
    others = [name for name, _ in layers if name != chosen]
    notes = [f"Of its layers {chosen!r} was read, and not {', '.join(map(repr, others[:5]))}."]
    return chosen, notes if others else []


def _contents(document: Document) -> dict[str, bytes]:
    if document.kind == "json":  # what was checked, whatever another parser sees in the file
        return {SUFFIX["json"]: json.dumps(document.json).encode()}
    if document.kind != "shape":
        return {SUFFIX[document.kind]: document.raw}
    found = {".shp": document.raw}
    for sibling in sorted(document.path.parent.iterdir()):
        suffix = sibling.suffix.lower()
        if sibling.stem == document.path.stem and suffix in PARTS and sibling.is_file():
            found[suffix] = sibling.read_bytes()
    missing = [suffix for suffix in (".dbf", ".shx") if suffix not in found]
    if missing:
        raise InvalidFile(
            f"{document.name} lacks its part {missing[0]}: keep all parts of a shapefile together."
        )
    return found


def bundle(document: Document) -> bytes:
    """All parts of a shapefile as one archive, the same bytes for the same parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for suffix, content in sorted(_contents(document).items()):
            archive.writestr(zipfile.ZipInfo(document.path.stem + suffix), content)
    return buffer.getvalue()


def _with_polygons(frame: Any, name: str) -> "gpd.GeoDataFrame":
    import geopandas as gpd
    import shapely

    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise InvalidFile(f"{name} holds no polygons.")
    if len(frame) > MOST_POLYGONS:
        raise InvalidFile(f"{name} has more than {MOST_POLYGONS} polygons.")
    if frame.crs is None:
        raise InvalidFile(
            f"{name} does not say in which coordinate reference system it is: save it again with "
            "one, for example EPSG:3006."
        )
    shapes = frame.geometry.rename("geometry")
    frame = frame.drop(columns=frame.geometry.name)
    names = [str(column).strip().lower() for column in frame.columns]
    frame = frame.set_axis(names, axis="columns").loc[:, ~pd.Index(names).duplicated()]
    frame = gpd.GeoDataFrame(frame, geometry=shapes)
    shapes = frame.geometry.to_numpy()
    frame = frame[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not np.isfinite(frame.geometry.get_coordinates().to_numpy()).all():
        raise InvalidFile(f"{name} has corners without a place (NaN): get it again.")
    if frame.empty or not frame.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        raise InvalidFile(f"{name} holds points or lines where polygons are expected.")
    return frame.reset_index(drop=True)


def _in_sweden(frame: "gpd.GeoDataFrame", name: str) -> "gpd.GeoDataFrame":
    from pyproj.exceptions import ProjError

    try:
        moved = frame.to_crs(CRS)
    except ProjError as error:
        raise InvalidFile(
            f"{name} states a coordinate reference system from which there is no way to "
            f"{CRS}: save it again in {CRS}."
        ) from error
    west, south, east, north = moved.total_bounds
    inside = west > WEST and south > SOUTH and east < EAST and north < NORTH
    if not inside:
        raise InvalidFile(
            f"{name} does not lie in Sweden by the coordinate reference system that it states "
            f"({frame.crs.to_string()}): state the right one and save it again."
        )
    return moved


def flat_and_valid(frame: "gpd.GeoDataFrame") -> tuple["gpd.GeoDataFrame", list[str]]:
    """Polygons without heights and with valid rings, and a note on what was mended."""
    import shapely

    flat = shapely.force_2d(frame.geometry.to_numpy())
    broken = ~shapely.is_valid(flat)
    flat[broken] = [_polygonal(shape) for shape in shapely.make_valid(flat[broken])]
    notes = [f"{int(broken.sum())} polygons with crossing rings were mended."] * bool(broken.any())
    return frame.set_geometry(flat, crs=frame.crs), notes


def _polygonal(shape: object) -> object:
    """The areas of a mended shape, without the lines and points that mending may leave."""
    import shapely

    parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shape


def overlap_note(frame: "gpd.GeoDataFrame") -> list[str]:
    """A note on neighbours that overlap, which happens where each polygon was simplified alone."""
    import shapely

    shapes = frame.geometry.to_numpy()
    left, right = frame.geometry.sindex.query(shapes, predicate="intersects")
    once = left < right
    left, right = shapes[left[once]], shapes[right[once]]
    share = ~shapely.touches(left, right)  # told faster than an intersection, and most only touch
    areas = shapely.area(shapely.intersection(left[share], right[share]))
    large = areas > SLIVER
    if not large.any():
        return []
    return [
        f"Neighbours overlap in {int(large.sum())} places, by {areas[large].sum() / 1e6:.1f} km² "
        "in all: neighbourhood needs a tolerance."
    ]
