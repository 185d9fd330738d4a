"""The file that marks a folder as a store, with the number of its format; and where stores lie."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from segnb.store.atomic_writing import LEFTOVER, write_atomically
from segnb.store.file_hashes import MARKER, RECORD, shortened
from segnb.vocabulary.errors import CannotWrite, InvalidFile
from segnb.vocabulary.params import BOX

FORMAT = 2
LOCK = ".lock"
BOX_FOLDER = Path(str(files("segnb"))) / "open_data"


def folder_of(store: Path | str) -> Path:
    """Folder of a store: the one that is named, or that of the open data that come along (`box`).

    A folder of that name is written `./box`.
    """
    return BOX_FOLDER if str(store) == BOX and isinstance(store, str) else Path(store)


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


def check_writable(folder: Path) -> None:
    """Refuse to change the store that comes along."""
    if folder == BOX_FOLDER:
        raise CannotWrite(
            "The open data that come with segnb are only read: name a folder of your own with "
            "--store; it begins with all of them."
        )


def mark(folder: Path, **facts: Any) -> None:
    """Make a folder a store, and note what has to be known of it."""
    write_atomically(folder / MARKER, json.dumps({"format": FORMAT, **facts}).encode())


def tidy(folder: Path) -> None:
    """Clear what a writer that was stopped left behind; only for one who holds the lock."""
    for path in folder.rglob(LEFTOVER):
        path.unlink(missing_ok=True)
    if (folder / RECORD).exists():
        write_atomically(folder / RECORD, shortened(folder))


def content_of(folder: Path) -> dict[str, Any]:
    """What the mark of a store says; InvalidFile where it is none."""
    marker = folder / MARKER
    try:
        content = json.loads(marker.read_text(encoding="utf-8"))
        return content | {"format": content["format"]}
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidFile(f"{marker} is not the mark of a store: name another folder.") from error


def check_format(folder: Path) -> None:
    """Refuse a store of a format that this program does not know."""
    number = content_of(folder)["format"]
    if not isinstance(number, int) or number > FORMAT:
        raise InvalidFile(
            f"The store {folder} has format {number!r}, newer than {FORMAT}, which this "
            "version of segnb reads: install a newer segnb."
        )
