"""The earlier report run anew on its own files, in a store as it was then."""

import shutil
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from segnb.publish.report_process import make_report
from segnb.report.reading.figure_records import figures_in
from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context
from segnb.sources.live.queries import recognised
from segnb.store import Store
from segnb.store.marker import folder_of
from segnb.vocabulary.errors import SegnbError
from segnb.vocabulary.params import make_params


def figures_again(old: Path, store: str) -> dict[str, dict[str, Any]]:
    """Figures of an earlier report, computed by this program on the files of that report.

    Parameters
    ----------
    old
        Folder or record of the report.
    store
        Store that holds its files.

    Returns
    -------
    dict
        Figures by key; one whose file is no longer held is not among them, or has no old value.
    """
    record = figures_in(old)
    hashes = {line["sha256"] for line in record["snapshots"]} - {""}
    with TemporaryDirectory(prefix="segnb-earlier-") as folder:
        held = Store.open(folder_of(store))
        known = set(held.snapshots()["sha256"])
        past = past_store(held, sorted(hashes & known), Path(folder, "store"))
        settings = record["parameters"] | {"store": str(past.path), "earlier": "", "logo": ""}
        written = make_report(make_params(**settings), Path(folder, "out"), ("html",))
        made = figures_in(written.folder)["figures"]
    lost = {sha[:12] for sha in hashes - known}
    return {one["key"]: one for one in made if not lost & set(one.get("snapshots", ()))}


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
