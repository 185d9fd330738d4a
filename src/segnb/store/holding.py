"""Which municipalities a store holds observations of."""

from pathlib import Path

from segnb.store.folder import Store
from segnb.store.tables import read_table


def municipalities_held(store: Store) -> list[str]:
    """Codes of all municipalities with observations, in order."""
    found: set[str] = set()
    for path in _files(store):
        found |= set(read_table(path, columns=["municipality"])["municipality"].unique())
    return sorted(found - {""})


def holds(store: Store, municipality: str) -> bool:
    """Whether there is any observation of a municipality."""
    only = [("municipality", "==", municipality)]
    tables = (read_table(path, columns=["municipality"], filters=only) for path in _files(store))
    return any(len(table) for table in tables)


def _files(store: Store) -> list[Path]:
    return sorted((store.path / "observations").glob("*.parquet"))
