"""From the given files to a store that is only read: what was read of them, not the files."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from open_data.borders import simplify_all
from open_data.licences import write_licences
from open_data.listed import Table
from segnb.sources.files import import_folder
from segnb.store import Store
from segnb.store.file_hashes import record_all
from segnb.store.marker import mark
from segnb.vocabulary.errors import InvalidFile

MOST = 12_000_000  # bytes in git and in the wheel
NO_DAY = 0  # the day of a copied file says nothing


def build(tables: Iterable[Table], source: Path, folder: Path) -> Store:
    """Store of what these tables hold.

    Parameters
    ----------
    tables
        What is wanted and what is known of it.
    source
        Folder of the given files.
    folder
        Where the store is made.

    Raises
    ------
    InvalidFile
        A file is missing, or nothing of it is used.
    """
    tables = list(tables)
    given = folder.with_name(f"{folder.name}-given")
    _copy(tables, source, given)
    store = Store.create(folder)
    _check(import_folder(given, store), tables)
    _without_raw(store, tables)
    simplify_all(folder / "polygons")
    write_licences(tables, folder)
    mark(folder)
    for path in folder.glob(".*"):  # of the store in the making
        path.unlink()
    record_all(folder)
    return Store.open(folder)


def size(store: Store | Path) -> int:
    """Bytes of all files of a store."""
    folder = store.path if isinstance(store, Store) else store
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def put_in_place(store: Store, folder: Path) -> None:
    """Put a store where the package has it, in the place of an older one."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(store.path, folder)


def _copy(tables: Iterable[Table], source: Path, given: Path) -> None:
    """Lay the wanted files apart, without the days on which they were copied."""
    for name in sorted({name for table in tables for name in (*table.files, *table.read)}):
        if not (source / name).is_file():
            raise InvalidFile(f"There is no file {name} in {source}.")
        place = given / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, place)
        os.utime(place, (NO_DAY, NO_DAY))


def _check(imported: Iterable, tables: Iterable[Table]) -> None:
    """Every listed file must be used."""
    wanted = {name for table in tables for name in table.files}
    for file in imported:
        if file.path in wanted and file.reason:
            raise InvalidFile(f"Nothing of {file.path} is used: {file.reason}.")


def _without_raw(store: Store, tables: Iterable[Table]) -> None:
    """Take the raw bytes away, and say of each snapshot what is known of it."""
    known = {Path(name).name: table for table in tables for name in table.files}
    for sha in store.snapshots()["sha256"]:
        held = store.snapshot(sha)
        (store.path / "snapshots" / f"{sha}.gz").unlink()
        if held.name not in known:  # it was only needed to read another
            (store.path / "snapshots" / f"{sha}.json").unlink()
            continue
        table = known[held.name]
        store.describe(
            replace(
                held,
                published=held.published or table.published,
                retrieved=held.retrieved or table.retrieved,
                modified="",
                licence=held.licence or table.licence,
                table=held.table or (table.ids[0] if len(table.ids) == 1 else ""),
                limits_sv=table.limits.get("sv", ""),
                limits_en=table.limits.get("en", ""),
                came_along=True,
            )
        )
