"""The file that marks a folder as a store, with the number of its format."""

import json
from pathlib import Path

from segnb.store.files import write_atomically
from segnb.vocabulary.errors import InvalidFile

FORMAT = 1
MARKER = "store.json"
LOCK = ".lock"
RECORD = ".hashes"


def mark(folder: Path) -> None:
    """Make a folder a store."""
    write_atomically(folder / MARKER, json.dumps({"format": FORMAT}).encode())


def unmark(folder: Path) -> None:
    """Make a folder no store again if nothing has been written into it, and take it away if empty.

    A store that holds anything stays one, however the writing ended.
    """
    parts = ("snapshots", "observations", "polygons")
    held = [path for part in parts for path in (folder / part).glob("[!.]*")]
    if held or any(folder.glob("*.parquet")):
        return
    for name in (MARKER, LOCK, RECORD):
        (folder / name).unlink(missing_ok=True)
    for part in parts:
        if (folder / part).is_dir():
            (folder / part).rmdir()
    if not any(folder.iterdir()):
        folder.rmdir()


def check_format(marker: Path) -> None:
    """Refuse a store of a format that this program does not know."""
    try:
        number = json.loads(marker.read_text(encoding="utf-8"))["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidFile(f"{marker} is not the mark of a store: name another folder.") from error
    if not isinstance(number, int) or number > FORMAT:
        raise InvalidFile(
            f"The store {marker.parent} has format {number!r}, newer than {FORMAT}, which this "
            "version of segnb reads: install a newer segnb."
        )
