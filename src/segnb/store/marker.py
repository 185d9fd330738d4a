"""The file that marks a folder as a store, with the number of its format."""

import json
from pathlib import Path

from segnb.store.files import write_atomically
from segnb.vocabulary.errors import InvalidFile

FORMAT = 1
MARKER = "store.json"


def mark(folder: Path) -> None:
    """Make a folder a store."""
    write_atomically(folder / MARKER, json.dumps({"format": FORMAT}).encode())


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
