"""The earlier report run anew on its own files: what the program of today makes of them."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from segnb.publish.report_process import make_report
from segnb.report.reading.figure_records import figures_in
from segnb.sources.past_store import past_store
from segnb.store import Store
from segnb.store.marker import folder_of
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
