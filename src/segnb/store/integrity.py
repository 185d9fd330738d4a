"""Whether everything in a store is what it was when it was written."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from segnb.store.file_hashes import ABSENT, recorded
from segnb.store.folder import Store
from segnb.store.observation_schema import COLUMNS, check_observations
from segnb.store.parquet_files import read_table
from segnb.vocabulary.errors import SegnbError


def faults(store: Store) -> Iterator[str]:
    """What is damaged or missing, one sentence each; nothing for a store that is whole."""
    written = recorded(store.path)
    for name, hashes in sorted(written.items()):
        fault = _fault_of_file(store.path / name, hashes)
        if fault:
            yield f"{name} {fault}"
    known = set()
    for path in sorted((store.path / "snapshots").glob("*.json")):
        known.add(path.stem)
        fault = _fault_of_snapshot(store, path.stem)
        if fault:
            yield fault
    for path in sorted([*store.path.glob("*.parquet"), *store.path.glob("*/*.parquet")]):
        yield from _faults_of_table(path, known)


def _fault_of_file(path: Path, hashes: list[str]) -> str:
    """What the record of the store says against a file; empty if nothing."""
    if not path.exists():
        return "" if ABSENT in hashes else "is missing: import its sources again."
    if sha256(path.read_bytes()).hexdigest() not in hashes:
        return "is not what was written: remove it and import again."
    return ""


def _faults_of_table(path: Path, known: set[str]) -> Iterator[str]:
    """What is wrong inside a table, whose rows must be of snapshots that are held."""
    try:
        rows = read_table(path)
        if path.parent.name == "observations":
            check_observations(rows[COLUMNS])
    except (SegnbError, KeyError) as error:
        yield f"{path.name}: {error}"
        return
    for sha in sorted(set(rows["snapshot"].unique()) - known):
        yield f"{path.name} has rows of the snapshot {sha[:12]}, which is not in the store."


def _fault_of_snapshot(store: Store, sha: str) -> str:
    """What is wrong with a description or the raw bytes, of which some only the hash is held."""
    try:
        if not store.snapshot(sha).came_along:
            store.raw(sha)
    except SegnbError as error:
        return str(error)
    return ""
