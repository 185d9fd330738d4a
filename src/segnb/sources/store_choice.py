"""The store that a chapter reads: the one that is named, or the demonstration's own."""

from pathlib import Path

from segnb.store import BOX, Store
from segnb.store.marker import MARKER
from segnb.vocabulary.areas import find_municipality

HERE = "data"


def open_store(path: str = "", municipality: str | int = "") -> Store:
    """Store of a folder; without one, the usual store or that of the demonstration.

    Parameters
    ----------
    path
        Folder of the store, or `box` for the open data that come along; empty for the usual one.
    municipality
        Whom the report is about: a place of the demonstration needs no store.

    Raises
    ------
    EmptyStore
        There is no store in the folder.
    UnknownArea
        No municipality goes by this code or name.
    """
    from segnb.sources.demo import demo_store

    if path:
        return Store.open(path)
    if municipality in ("", None) or find_municipality(municipality).synthetic:
        return demo_store()
    return Store.open(usual_store())


def usual_store() -> str:
    """The store that is read where none is named: `data` here, or else what comes along."""
    return HERE if (Path(HERE) / MARKER).exists() else BOX
