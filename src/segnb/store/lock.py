"""One writer at a time."""

from pathlib import Path

from filelock import FileLock, Timeout

from segnb.vocabulary.errors import CannotWrite

PATIENCE = 300.0  # seconds; the longest write of a whole country takes a few


class Lock:
    """Lock of a store, held in a `with` block.

    Raises
    ------
    CannotWrite
        Another program holds the lock for longer than `patience`, or the folder cannot be written.
    """

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._lock = FileLock(path, timeout=patience)

    def __enter__(self) -> None:
        try:
            self._lock.acquire()
        except Timeout as error:
            raise CannotWrite(
                f"Another program has been writing to the store for {self.patience:.0f} seconds: "
                "wait for it to end."
            ) from error
        except OSError as error:
            raise CannotWrite(f"The store cannot be written: {error.strerror}.") from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()
