"""The store that a chapter reads: the one that is named, or the demonstration's own."""

from segnb.store import Store
from segnb.store.ledger import recorded
from segnb.vocabulary.areas import find_municipality

HERE = "data"


def open_store(path: str = "", municipality: str | int = "") -> Store:
    """Store of a folder; without one, that of the demonstration or the folder `data` here.

    Parameters
    ----------
    path
        Folder of the store; empty for the usual one.
    municipality
        Whom the report is about: a place of the demonstration needs no store, and without a
        store a real one is looked for in `data`.

    Raises
    ------
    EmptyStore
        There is no store in the folder.
    UnknownArea
        No municipality goes by this code or name.
    """
    from segnb.sources.demo import demo_store

    if path:
        return recorded(Store.open(path))
    if municipality in ("", None) or find_municipality(municipality).synthetic:
        return recorded(demo_store())
    return recorded(Store.open(HERE))
