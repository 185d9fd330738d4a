"""Work on a file in a process of its own, bounded in memory and time, which may die without harm.

What a file makes a library do is not known before it is read. Where the system forks safely (Linux)
and sets limits, a file that asks for too much ends its own process and no other; elsewhere the
bounds that readers count by themselves are all there is.
"""

import multiprocessing
import os
import sys
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

from segnb.vocabulary.errors import InvalidFile, SegnbError

MOST_MEMORY = 3_000_000_000  # bytes above what the program itself takes
LONGEST = 30.0  # seconds of work for any file
PER_BYTE = 5e-6  # seconds more for each byte of a file; the slowest real one takes a tenth of it
PATIENCE = 3.0  # times that long by the clock: other programs may be at work

T = TypeVar("T")


class ReaderFailed(Exception):
    """A reader raised what it does not raise on purpose: what, and its traceback."""

    @classmethod
    def of(cls, error: Exception) -> "ReaderFailed":
        """The error as texts, which pass between processes."""
        what = f"{type(error).__name__}: {error}".partition("\n")[0]
        return cls(what[:200], "".join(traceback.format_exception(error)))

    @property
    def what(self) -> str:
        """Kind and text of the error."""
        return str(self.args[0])

    @property
    def trace(self) -> str:
        """Where it was raised."""
        return str(self.args[1])


def can_be_apart() -> bool:
    """Whether this system forks safely and sets limits."""
    return sys.platform.startswith("linux")


@dataclass
class Apart(Generic[T]):
    """Work on a file in a process of its own, begun by `begin`.

    Attributes
    ----------
    work
        Reads a file and returns something that can be pickled.
    name
        What the file is called in messages.
    size
        Bytes of the file, by which the time is measured.
    """

    work: Callable[[], T]
    name: str
    size: int
    _process: BaseProcess | None = None
    _news: Connection | None = None

    def begin(self) -> None:
        """Start the process; where there is none, `result` does the work."""
        if not can_be_apart():
            return
        self._news, sending = multiprocessing.Pipe(duplex=False)
        self._process = multiprocessing.get_context("fork").Process(
            target=_work, args=(self.work, sending, self._seconds), daemon=True
        )
        with warnings.catch_warnings(), sending:
            warnings.simplefilter("ignore", DeprecationWarning)  # threads of libraries that wait
            self._process.start()

    def result(self) -> T:
        """What the work returns.

        Raises
        ------
        InvalidFile
            It needs more memory or time than any real file, or its process died.
        SegnbError
            What the work raised on purpose.
        ReaderFailed
            The work raised anything else.
        """
        if self._news is None:
            return _settled(self.name, _outcome(self.work))
        try:
            return _received(self._news, self.name, self._seconds)
        finally:
            self.end()

    def end(self) -> None:
        """Stop the process, whatever it is doing."""
        if self._news is not None and self._process is not None:
            self._news.close()
            self._process.kill()
            self._process.join()

    @property
    def _seconds(self) -> float:
        return LONGEST + PER_BYTE * self.size


def in_order(works: Iterable[Apart[T]], ahead: int) -> Iterator[Apart[T]]:
    """Each work, begun, in its order, while those behind it have begun too.

    Parameters
    ----------
    ahead
        How many are begun before the first is given; with none, each when the one before it is
        done with.
    """
    begun: deque[Apart[T]] = deque()
    try:
        for work in works:
            work.begin()
            begun.append(work)
            if len(begun) > ahead:
                yield begun.popleft()
        while begun:
            yield begun.popleft()
    finally:
        for work in begun:
            work.end()


def _received(receiving: Connection, name: str, seconds: float) -> Any:
    try:
        if not receiving.poll(PATIENCE * seconds):
            raise InvalidFile(_too_much(name))
        return _settled(name, receiving.recv())
    except EOFError as error:
        raise InvalidFile(_too_much(name)) from error


def _settled(name: str, outcome: tuple[bool, Any]) -> Any:
    done, result = outcome
    if done:
        return result
    if isinstance(result, ReaderFailed) and result.what.startswith("MemoryError"):
        raise InvalidFile(_too_much(name))
    raise result


def _too_much(name: str) -> str:
    return f"{name} needs more memory or time than any real file of its size: it is not read."


def _work(work: Callable[[], object], sending: Connection, seconds: float) -> None:
    """Child: work within the limits and send what came of it."""
    _limit(seconds)
    for channel in (1, 2):  # where libraries complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), channel)
    sending.send(_outcome(work))


def _limit(seconds: float) -> None:
    import resource

    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    held = int(pages) * resource.getpagesize()
    limits = ((resource.RLIMIT_AS, held + MOST_MEMORY), (resource.RLIMIT_CPU, int(seconds)),
              (resource.RLIMIT_CORE, 0))  # fmt: skip
    for kind, wanted in limits:
        hard = resource.getrlimit(kind)[1]
        least = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (least, least))


def _outcome(work: Callable[[], T]) -> tuple[bool, Any]:
    try:
        return True, work()
    except SegnbError as error:
        return False, error
    except Exception as error:  # noqa: BLE001 whatever a library raises is told
        return False, ReaderFailed.of(error)
