"""A store as it was for an earlier report: only the files that the report rested on."""

import shutil
from collections.abc import Collection
from pathlib import Path

from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context
from segnb.sources.live.queries import recognised
from segnb.store import Store
from segnb.vocabulary.errors import SegnbError

LEFT = shutil.ignore_patterns("observations", "derived")


def past_store(store: Store, hashes: Collection[str], folder: Path) -> Store:
    """Store with the areas of another, and of its observations those of some files.

    What newer files have replaced is read again from the old ones, where these are held; files
    that came along with segnb are not, and give what of them still stands.

    Parameters
    ----------
    hashes
        Files of the earlier report.
    folder
        Where the store is made.
    """
    shutil.copytree(store.path, folder, ignore=LEFT)
    past = Store.open(folder)
    for indicator in sorted(set(store.coverage()["indicator"])):
        rows = store.read(indicator, sex=None, interval=True)
        for sha, part in rows[rows["snapshot"].isin(list(hashes))].groupby("snapshot"):
            past.write(part, store.snapshot(str(sha)))
    for sha in hashes:
        _read_again(store, past, sha)
    return past


def _read_again(store: Store, past: Store, sha: str) -> None:
    """Take in a file anew; one that is not held, or is read no longer, changes nothing."""
    snapshot = store.snapshot(sha)
    if snapshot.came_along:
        return
    try:
        document = Document.of(store.raw(sha), snapshot.name)
        reading = recognised(document, Context(past))
    except SegnbError:
        return
    if reading.observations is not None and not reading.observations.empty:
        past.write(reading.observations, snapshot)
