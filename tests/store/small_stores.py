"""Small frames for the tests of the store."""

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from segnb.store import Snapshot, Store, make_observations

CODES = [f"0127A00{i}0" for i in range(1, 9)]


def rows(
    values: list[float], *, year: int = 2022, indicator: str = "population", **same: Any
) -> pd.DataFrame:
    """Observations of the first DeSO of Botkyrka, one value each."""
    frame = pd.DataFrame({"area": CODES[: len(values)], "year": year, "value": values})
    frame = frame.assign(**{k: v for k, v in same.items() if k == "status"})
    rest = {k: v for k, v in same.items() if k != "status"}
    return make_observations(frame, indicator=indicator, **({"level": "deso2018"} | rest))


def snapshot(
    store: Store, raw: bytes, published: str | date = "2024-01-01", **more: Any
) -> Snapshot:
    """Snapshot of these bytes."""
    return store.add_snapshot(raw, name="file.csv", producer="SCB", published=published, **more)


def squares(codes: list[str], crs: str = "EPSG:3006", **columns: Any) -> gpd.GeoDataFrame:
    """A row of square kilometres near Botkyrka, one an area."""
    shapes = [box(660_000 + 1000 * i, 6_570_000, 661_000 + 1000 * i, 6_571_000)
              for i in range(len(codes))]  # fmt: skip
    frame = gpd.GeoDataFrame({"area": codes, **columns}, geometry=shapes, crs="EPSG:3006")
    return frame.to_crs(crs)
