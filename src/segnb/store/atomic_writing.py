"""Writing so that a reader sees the old file or the new one, and never a half."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from segnb.store.file_hashes import enter
from segnb.vocabulary.errors import CannotWrite

LEFTOVER = ".*.part"  # of a writer that was stopped


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a temporary file beside `path`, then put it in its place in one step."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        write(temporary)
        temporary.chmod(0o644)
        new = not path.exists()
        enter(path, temporary)
        temporary.replace(path)
        if new:
            enter(path, path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_atomically(path: Path, content: bytes) -> None:
    """Put these bytes into a file in one step."""
    replace_file(path, lambda temporary: temporary.write_bytes(content))
