"""An output folder that appears whole, in place of the one before it, or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segnb.vocabulary.errors import CannotWrite


@contextmanager
def whole_folder(target: Path, within: Path | None = None) -> Iterator[Path]:
    """Private folder to write into; it takes the place of `target` when the block ends well.

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
        private = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=within or target.parent))
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
        shutil.rmtree(private, ignore_errors=True)
        if not any(target.parent.iterdir()):
            target.parent.rmdir()


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
