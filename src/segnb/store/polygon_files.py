"""Polygons of areas, one file a level, in EPSG:3006."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from segnb.store.atomic_writing import replace_file
from segnb.vocabulary.areas import municipality_of
from segnb.vocabulary.errors import InvalidFile

if TYPE_CHECKING:
    import geopandas as gpd

CRS = "EPSG:3006"
COLUMNS = ["level", "area", "municipality", "name", "category"]


class Polygons:
    """The folder of polygon files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(
        self, level: str, polygons: "gpd.GeoDataFrame", sha: str, age: dict[str, int]
    ) -> None:
        """Take in polygons; an area that is held from an older snapshot is replaced."""
        import geopandas as gpd

        incoming = _shaped(level, polygons).assign(snapshot=sha)
        held = self._held(level)
        every = incoming if held is None else pd.concat([held, incoming])
        every = every.assign(age=every["snapshot"].map(age)).sort_values(["area", "age"])
        every = every.drop_duplicates(["area", "municipality"], keep="last").drop(columns="age")
        every = every.sort_values(["municipality", "area"], ignore_index=True)
        frame = gpd.GeoDataFrame(every, geometry="geometry")
        write = partial(frame.to_parquet, compression="zstd", index=False)
        replace_file(self._path(level), write)

    def read(self, level: str, municipality: str | None) -> "gpd.GeoDataFrame":
        """Polygons of a level, all of them or those of a municipality."""
        import geopandas as gpd

        held = self._held(level)
        if held is None:
            empty = {column: pd.Series(dtype="str") for column in COLUMNS}
            return gpd.GeoDataFrame(empty, geometry=gpd.GeoSeries([]), crs=CRS)
        frame = held[[*COLUMNS, "geometry"]]
        if municipality is None:
            return frame
        inside = frame["municipality"] == municipality
        if (frame["municipality"] == "").any():
            inside |= (frame["municipality"] == "") & self._lies_in(frame, municipality)
        return frame[inside].reset_index(drop=True)

    def snapshots(self, level: str, areas: Iterable[str]) -> list[str]:
        """Hashes of the snapshots that the polygons of some areas come from."""
        held = self._held(level)
        if held is None:
            return []
        return sorted(held.loc[held["area"].isin(list(areas)), "snapshot"].unique())

    def _lies_in(self, frame: "gpd.GeoDataFrame", municipality: str) -> pd.Series:
        """Whether the middle of each area lies in the municipality, whose border must be held."""
        places = self._held("municipality")
        if places is None:
            return pd.Series(data=False, index=frame.index)
        border = places.loc[places["municipality"] == municipality, "geometry"]
        middle = frame.geometry.representative_point()
        return middle.within(border.union_all())

    def _path(self, level: str) -> Path:
        return self.folder / f"{level}.parquet"

    def _held(self, level: str) -> "gpd.GeoDataFrame | None":
        import geopandas as gpd

        path = self._path(level)
        if not path.exists():
            return None
        try:
            return gpd.read_parquet(path)
        except (OSError, ValueError) as error:
            raise InvalidFile(f"{path.name} in the store is damaged: import it again.") from error


def _shaped(level: str, polygons: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    if polygons.crs is None:
        raise InvalidFile("Polygons need a coordinate reference system.")
    frame = polygons.to_crs(CRS)
    if frame.geometry.name != "geometry":
        frame = frame.rename_geometry("geometry")
    frame["level"] = level
    if "municipality" not in frame:
        frame["municipality"] = frame["area"].map(municipality_of)
    for column in COLUMNS:
        if column not in frame:
            frame[column] = ""
    frame[COLUMNS] = frame[COLUMNS].fillna("").astype("str")
    return frame[[*COLUMNS, "geometry"]]
