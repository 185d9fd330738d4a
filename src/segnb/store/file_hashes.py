"""The record of a store: the hash of each of its files, as it was last written."""

import re
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

MARKER = "store.json"  # makes a folder a store
RECORD = ".hashes"
ABSENT = "0" * 64  # in place of the hash of a file that is about to be written for the first time
_LINE = re.compile(r"([0-9a-f]{64}) (.+)")


def enter(path: Path, written: Path) -> None:
    """Note what a file of a store is about to become, before it does.

    A line is added and none is changed, so that nothing is lost when the program is stopped; a
    file that is hidden or in no store is not noted.

    Parameters
    ----------
    path
        The file.
    written
        The temporary file that takes its place; the file itself once it is there, which then may
        no longer be lacking.
    """
    root = next((folder for folder in path.parents[:2] if (folder / MARKER).exists()), None)
    if root is None:
        return
    name = path.relative_to(root).as_posix()
    if not name.startswith(".") and name != MARKER:
        before = "" if path.exists() else f"\n{ABSENT} {name}"
        with (root / RECORD).open("a", encoding="utf-8") as record:
            record.write(f"{before}\n{sha256(written.read_bytes()).hexdigest()} {name}")


def record_all(root: Path) -> None:
    """Note all files of a store as they are, in place of what was noted before."""
    files = sorted(p for p in root.rglob("[!.]*") if p.is_file() and p.name != MARKER)
    lines = [
        f"\n{sha256(path.read_bytes()).hexdigest()} {path.relative_to(root).as_posix()}"
        for path in files
    ]
    (root / RECORD).write_text("".join(lines), encoding="utf-8", newline="\n")


def recorded(root: Path) -> dict[str, list[str]]:
    """The last two hashes of each file of a store.

    The second is that of the file; where the program was stopped before the file was written, it
    is still the first, or is not there (`ABSENT`).
    """
    found: dict[str, list[str]] = defaultdict(list)
    if (root / RECORD).exists():
        for line in (root / RECORD).read_text(encoding="utf-8", errors="replace").splitlines():
            entry = _LINE.fullmatch(line)
            if entry:
                found[entry[2]] = [*found[entry[2]][-1:], entry[1]]
    return dict(found)


def shortened(root: Path) -> bytes:
    """The record without what is older than the last two hashes of each file."""
    lines = [f"\n{sha} {name}" for name, hashes in sorted(recorded(root).items()) for sha in hashes]
    return "".join(lines).encode()


def hash_of_all(root: Path) -> str:
    """Hash over the names and contents of all files of a store, as they are now."""
    total = sha256()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not path.name.startswith("."):
            is_raw = path.suffix == ".gz"  # its name is its hash
            content = "" if is_raw else sha256(path.read_bytes()).hexdigest()
            total.update(f"{name} {content}\n".encode())
    return total.hexdigest()
