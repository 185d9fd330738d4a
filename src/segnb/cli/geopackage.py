"""All borders of a store as one GeoPackage, for programs that draw maps."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from segnb.vocabulary.errors import CannotWrite, EmptyStore

if TYPE_CHECKING:
    import geopandas as gpd

    from segnb.store import Store

LABOUR_MARKETS = "fa"


def write_geopackage(store: "Store", path: Path, codes: Sequence[str] = ()) -> dict[str, int]:
    """Write the borders of municipalities, or of all, a layer a level; the areas of each layer.

    Raises
    ------
    CannotWrite
        There is a file already, or no folder to write in.
    EmptyStore
        The store has no borders.
    """
    if path.exists():
        raise CannotWrite(f"{path} is there already: name another file, or remove it.")
    found = dict(_layers(store, codes))
    if not found:
        raise EmptyStore("The store has no borders: `segnb fetch` gets them, or `segnb import`.")
    try:
        with TemporaryDirectory(prefix=".segnb-", dir=path.parent) as beside:
            made = Path(beside) / path.name
            for name, polygons in found.items():
                polygons.to_file(made, layer=name, driver="GPKG", engine="pyogrio")
            made.replace(path)
    except (OSError, RuntimeError) as error:
        raise CannotWrite(f"{path} cannot be written: {error}.") from error
    return {name: len(polygons) for name, polygons in found.items()}


def _layers(store: "Store", codes: Sequence[str]) -> Iterator[tuple[str, "gpd.GeoDataFrame"]]:
    from segnb.sources.live.borders import labour_markets
    from segnb.vocabulary.areas import LEVELS

    is_held = False
    for level in LEVELS:
        polygons = store.read_polygons(level)
        if codes:
            above = polygons["area"].isin({code[:2] for code in codes})
            nowhere = (polygons["municipality"] == "") & (level != "county")
            polygons = polygons[polygons["municipality"].isin(codes) | above | nowhere]
        if not polygons.empty:
            is_held = True
            yield level, _named(store, level, polygons.drop(columns="level"))
    if is_held:
        yield LABOUR_MARKETS, labour_markets()


def _named(store: "Store", level: str, polygons: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Polygons with the name that the store has for each, and with what each lies in."""
    known = store.read_areas(level).drop_duplicates("area").set_index("area")
    names, parents = known["name"].to_dict(), known["parent"].to_dict()
    pairs = zip(polygons["area"], polygons["name"], strict=True)
    return polygons.assign(
        name=[name or names.get(area, "") for area, name in pairs],
        parent=[parents.get(area, "") for area in polygons["area"]],
    )
