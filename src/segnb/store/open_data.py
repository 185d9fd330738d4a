"""The open data that come along with the package: a store that is only read, and that a store of
one's own begins as.

It holds what was read of each file, and of the file itself its hash, name, producer and dates.
"""

import shutil
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pandas as pd

from segnb.store.areas_and_groups import TABLES
from segnb.store.atomic_writing import replace_file
from segnb.store.folder import Store
from segnb.store.marker import BOX, BOX_FOLDER, MARKER, check_writable, content_of, mark, unmark
from segnb.store.parquet_files import read_table
from segnb.store.snapshots import Snapshot

LICENCES = "LICENCES.txt"


def box() -> Store:
    """The store that comes along."""
    return Store.open(BOX)


@cache
def contents() -> str:
    """Hash over everything that comes along."""
    return box().fingerprint()


def is_current(store: Store) -> bool:
    """Whether a store has taken in the open data of this version of the package."""
    return store.path == BOX_FOLDER or content_of(store.path).get("box") == contents()


def begin(path: Path | str) -> Store:
    """Store in this folder that holds what comes along, and all that it held before.

    Where both hold a value the newer snapshot decides, as always.

    Raises
    ------
    CannotWrite, InvalidFile
        The folder cannot be written, or holds other things than a store.
    """
    store = Store.create(path)
    check_writable(store.path)
    if is_current(store):
        return store
    if any(path.is_dir() for path in store.path.glob("[!.]*")):
        take_in(box(), store)
    else:
        shutil.copytree(BOX_FOLDER, store.path, dirs_exist_ok=True, copy_function=_copy)
    mark(store.path, box=contents())
    return Store.open(store.path)


def _copy(source: str, target: str) -> None:
    """Copy a file so that it stands there whole or not at all."""
    replace_file(Path(target), partial(shutil.copyfile, source))


def end_unused(store: Store) -> None:
    """Take a store away again that holds nothing but what came along, if nothing else is there."""
    if (store.snapshots()["origin"] == "box").all():
        for path in store.path.glob("[!.]*"):
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != MARKER:
                path.unlink()
    unmark(store.path)


def derived_folder(store: Store) -> Path:
    """Where results that take long are kept: beside the store, and of what comes along in the
    user's cache."""
    if store.path != BOX_FOLDER:
        return store.path / "derived"
    from platformdirs import user_cache_path

    return user_cache_path("segnb", appauthor=False) / "box"


def take_in(source: Store, store: Store) -> None:
    """Write all snapshots of a store, with what was read of them, into another."""
    held, snapshots = set(store.snapshots()["sha256"]), source.snapshots()["sha256"]
    for sha in set(snapshots) - held:
        store.describe(source.snapshot(sha))
    for path in sorted((source.path / "observations").glob("*.parquet")):
        parts = read_table(path).groupby("snapshot")
        store.write_parts([(rows, source.snapshot(str(sha))) for sha, rows in parts])
    for name in TABLES:
        if (source.path / f"{name}.parquet").exists():
            rows = read_table(source.path / f"{name}.parquet")
            _write(rows, source, getattr(store, f"write_{name}"))
    for path in sorted((source.path / "polygons").glob("*.parquet")):
        _write(_shapes(path), source, partial(store.write_polygons, path.stem))


def _shapes(path: Path) -> pd.DataFrame:
    import geopandas as gpd

    return gpd.read_parquet(path)


def _write(
    rows: pd.DataFrame, source: Store, write: Callable[[pd.DataFrame, Snapshot], object]
) -> None:
    for sha, part in rows.groupby("snapshot"):
        write(part.drop(columns="snapshot"), source.snapshot(str(sha)))
