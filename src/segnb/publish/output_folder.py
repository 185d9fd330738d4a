"""An output folder that appears whole, in place of the one before it, or not at all."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from segnb.vocabulary.errors import CannotWrite

LOCK = ".lock"  # held by who writes into a private folder, and free once its process has ended
A_MINUTE = 60.0


@contextmanager
def whole_folder(target: Path, within: Path | None = None) -> Iterator[Path]:
    """Private folder to write into; it takes the place of `target` when the block ends well.

    What writers of `target` that were killed have left beside it is cleared.

    Parameters
    ----------
    within
        Where the private folder lies, on the same disk as `target`; beside it if left out.

    Raises
    ------
    CannotWrite
        The folder cannot be made or put in place; what stood there before still stands.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in filter(_is_left, target.parent.glob(f".{target.name}-*")):
            shutil.rmtree(left, ignore_errors=True)
        private = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=within or target.parent))
        lock = FileLock(private / LOCK, blocking=False)
        lock.acquire()
    except OSError as error:
        raise CannotWrite(_message(target, error)) from error
    try:
        new = private / target.name
        new.mkdir()
        yield new
        _swap(new, target, private / "before")
    except OSError as error:
        raise CannotWrite(_message(target, error)) from error
    finally:
        lock.release()
        shutil.rmtree(private, ignore_errors=True)
        if not any(target.parent.iterdir()):
            target.parent.rmdir()


def _is_left(private: Path) -> bool:
    """Whether nobody writes into a private folder; one without a lock may just have been made."""
    if not (private / LOCK).exists():
        return private.is_dir() and time.time() - private.stat().st_mtime > A_MINUTE
    lock = FileLock(private / LOCK, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        return False
    lock.release()
    return True


def _swap(new: Path, target: Path, before: Path) -> None:
    held = target.exists()
    if held:
        target.replace(before)
    try:
        new.replace(target)
    except OSError:
        if held:
            before.replace(target)
        raise


def _message(target: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{target} cannot be written: {reason}. Name another folder with --out."
