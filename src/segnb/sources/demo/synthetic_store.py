"""The demonstration: all its observations, as a store that is made once in the user's cache."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from filelock import FileLock

from segnb import __version__
from segnb.sources.demo.area_tables import (
    LISTED,
    areas,
    groups,
    links,
    regso_names,
    vulnerable_areas,
)
from segnb.sources.demo.generic_series import generic_tables
from segnb.sources.demo.income_model import income_tables
from segnb.sources.demo.missing_cells import with_gaps
from segnb.sources.demo.municipal_series import series_tables
from segnb.sources.demo.people import count_tables
from segnb.sources.demo.polygon_cells import LEVELS, polygons
from segnb.sources.demo.school_pupils import school_tables
from segnb.sources.demo.settlement import settlement
from segnb.sources.demo.votes import election_tables
from segnb.store import Snapshot, Store, make_observations
from segnb.store.marker import FORMAT
from segnb.vocabulary.areas import DATA
from segnb.vocabulary.catalogue import Catalogue, Indicator, catalogue
from segnb.vocabulary.errors import CannotWrite, SegnbError

if TYPE_CHECKING:
    import geopandas as gpd

PRODUCER = "segnb demo, syntetiska data"
PUBLISHED = "2026-03-02"
LICENCE = "CC0"
_MARK = "complete.json"


def demo_store(folder: Path | None = None) -> Store:
    """Store with the synthetic county; made if there is none, or if it is damaged.

    Parameters
    ----------
    folder
        Where stores of the demonstration are kept; the user's cache folder if left out.

    Notes
    -----
    The name of the store is a hash of the package's version, the generator, what writes a store
    and the catalogue, so that a new program never meets an old store.
    """
    path = demo_path(folder).parent
    home = path.parent
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / f".{path.name}.lock"):
            if not _is_whole(path):
                _make(path)
    except OSError as error:
        raise CannotWrite(
            f"The demonstration data cannot be written to {home}: {error.strerror or error}."
        ) from error
    return Store.open(path / "store")


def demo_path(folder: Path | None = None) -> Path:
    """Where the store of the demonstration is, or will be."""
    return (_cache() if folder is None else Path(folder)) / _key() / "store"


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("segnb", appauthor=False) / "demonstration"


def _key() -> str:
    """Name of the store: the version, and a hash of all that the numbers depend on."""
    total = sha256(f"{np.__version__} {pd.__version__} {FORMAT}".encode())
    rooms = files("segnb.sources.demo"), files("segnb.store"), DATA / "catalogue"
    sources = [source for room in rooms for source in room.iterdir()]
    sources = [source for source in sources if source.name.endswith((".py", ".yml"))]
    for source in [*sorted(sources, key=lambda s: s.name), DATA / "demo_municipalities.csv"]:
        total.update(source.name.encode() + source.read_bytes())
    return f"{__version__}-{total.hexdigest()[:16]}"


def _is_whole(path: Path) -> bool:
    try:
        mark = json.loads((path / _MARK).read_text(encoding="utf-8"))
        return Store.open(path / "store").fingerprint() == mark["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError, SegnbError):
        return False


def _make(path: Path) -> None:
    """Make the store beside its place and put it there in one step."""
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=path.parent))
    try:
        store = Store.create(making / "store")
        fill(store, catalogue())
        mark = json.dumps({"fingerprint": store.fingerprint()})
        (making / _MARK).write_text(mark, encoding="utf-8")
        if path.exists():
            path.rename(making.with_name(f"{making.name}-old"))
        making.rename(path)
    finally:
        for left in path.parent.glob(f"{making.name}*"):
            shutil.rmtree(left)


def fill(store: Store, entries: Catalogue) -> None:
    """Write the whole demonstration into a store."""
    for indicator, rows in observations(entries):
        entry = entries.indicators.get(indicator)
        title = entry.label.sv if entry else indicator
        latest = int(rows["year"].max())
        store.write(rows, _snapshot(store, indicator, title, period=latest))
    places = _snapshot(store, "areas", "Områden, jämförelsegrupper och ändrade gränser")
    store.write_areas(areas(), places)
    store.write_groups(groups(), places)
    store.write_links(links(), places)
    borders = _snapshot(store, "borders", "Gränser")
    for level in (*LEVELS, "municipality", "county"):
        store.write_polygons(level, _named(polygons(level)), borders)
    police = _snapshot(store, "police", "Polisens lista över utsatta områden", period=LISTED)
    store.write_polygons("police", vulnerable_areas(), police)


def _named(frame: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Polygons with the names of municipalities and RegSO."""
    towns = settlement().municipalities
    names = regso_names() | dict(zip(towns["code"], towns["name"], strict=True))
    names |= dict(zip(towns["county"], towns["county_name"], strict=True))
    return frame.assign(name=frame["area"].map(names).fillna(""))


def _snapshot(store: Store, table: str, title: str, period: int = 0) -> Snapshot:
    """Snapshot of a synthetic table: its raw file is the recipe that makes it again."""
    recipe = {"table": table, "generator": _key(), "data": "syntetiska data"}
    return store.add_snapshot(
        json.dumps(recipe, sort_keys=True).encode(),
        name=f"{table}.json",
        producer=PRODUCER,
        table=f"DEMO-{table}",
        title=f"{title} (syntetiska data)",
        licence=LICENCE,
        published=PUBLISHED,
        period=period,
        notes=("Talen är framställda av ett program och gäller ingen verklig plats.",),
    )


def observations(catalogue: Catalogue) -> Iterator[tuple[str, pd.DataFrame]]:
    """Id and rows (in the shape of the one table) of every indicator."""
    modelled = {
        **count_tables(),
        **income_tables(),
        **election_tables(),
        **school_tables(),
        **series_tables(),
    }
    others = generic_tables(unmodelled(catalogue, modelled))
    for indicator, frame in sorted((modelled | others).items()):
        entry = catalogue.indicators.get(indicator)
        rows = with_gaps(indicator, _grouped(frame, entry))
        yield indicator, make_observations(rows, indicator=indicator)


def unmodelled(catalogue: Catalogue, modelled: Iterable[str]) -> list[Indicator]:
    """Entries of the catalogue that are stored and have no model of their own."""
    known = set(modelled)
    return [entry for entry in catalogue.stored() if entry.id not in known]


def _grouped(frame: pd.DataFrame, entry: Indicator | None) -> pd.DataFrame:
    """Rows under the name that the catalogue has for the only group of an entry."""
    if entry is None or entry.kind != "counts" or len(entry.groups) != 1:
        return frame
    return frame.assign(group=next(iter(entry.groups)))
