"""A process of its own for each piece of work, forked from one that has everything loaded.

The standard library's fork server does the forking. It has one thread and never draws or compiles,
and of a store it reads only what its children check for age, so nothing that they inherit can be
locked or stale. What such a process lets another do (a chapter of one's own) is forked from itself:
beside its own it has one thread, which waits for its parent and holds no lock.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

HERE, APART, KERNEL = "here", "segnb", "kernel"  # where the cells of a notebook run
PRELOADED = ["segnb.publish.preload"]
NATIONAL = "SEGNB_NATIONAL_STORE"  # tells the server which store's national rows to read
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",  # the order of sets is the same in every run
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
GRACE = 5.0  # seconds that a stopped process gets to be gone

Tell = Callable[[Any], None]

_starting = threading.Lock()
_running: set[BaseProcess] = set()
_shared: dict[str, str] = {}
_forked = False  # whether this process is one for a piece of work, and so forks itself


class StoppedLate(Exception):
    """The work took longer than it may, and its process was stopped."""


class Died(Exception):
    """The process ended without a result: a fault of a library, or someone stopped it."""


def can_fork() -> bool:
    """Whether this system forks safely: macOS and Windows do not."""
    return sys.platform != "darwin" and "forkserver" in multiprocessing.get_all_start_methods()


def share_national(store: str) -> None:
    """Let the server read the national rows of a store, for all processes to share.

    An empty name is that of the demonstration, as in the settings of a report.
    Only a server that has not started does so; processes of an older one read them themselves.
    """
    _shared[NATIONAL] = store


def apart(
    work: Callable[..., Any],
    *arguments: Any,
    timeout: float | None = None,
    told: Tell | None = None,
) -> Any:
    """What `work(tell, *arguments)` returns, run in a process of its own.

    Parameters
    ----------
    work
        A function of a module; its first argument sends news to `told`.
    timeout
        Seconds after which the process is stopped, and all that it has started.

    Raises
    ------
    StoppedLate
        The time was up.
    Died
        The process ended without a result.
    Exception
        What the work raised.
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    with beside(work, *arguments) as result:
        return result(deadline, told)


@contextmanager
def beside(work: Callable[..., Any], *arguments: Any) -> Iterator[Callable[..., Any]]:
    """A process that works while the block lasts; what is given waits for its result."""
    process, news = _start(work, arguments)
    try:
        yield partial(_result, news)
    finally:
        _stop(process)
        news.close()


def _result(news: Connection, deadline: float | None = None, told: Tell | None = None) -> Any:
    while True:
        kind, content = _next(news, deadline)
        if kind == "result":
            return content
        if kind == "error":
            raise content
        if told is not None:
            told(content)


def stop_all() -> None:
    """Stop every process that is running; whoever waits for one gets `Died`."""
    for process in list(_running):
        _kill(process)


def _start(work: Callable[..., Any], arguments: tuple) -> tuple[BaseProcess, Connection]:
    way = "fork" if _forked else "forkserver" if can_fork() else "spawn"
    context: Any = multiprocessing.get_context(way)
    news, theirs = context.Pipe(duplex=False)
    surroundings = dict(os.environ), str(Path.cwd())
    multiprocessing.current_process().daemon = False  # one of Dask's may have children too
    process = context.Process(target=_work, args=(theirs, surroundings, work, arguments))
    try:
        with _starting, _environment(ENVIRONMENT | _shared), _without_main(), _interrupts_wait():
            if can_fork():
                forkserver.set_forkserver_preload(PRELOADED)
            process.start()
    except KeyboardInterrupt:  # else whoever ends would wait for it
        if process.pid is not None:
            _stop(process)
        raise
    theirs.close()
    _running.add(process)
    return process, news


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Ctrl-C waits until the block ends; a server that it starts hears none while it loads."""
    if not can_fork():
        yield
        return
    resource_tracker.ensure_running()  # it would end the wait
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _next(news: Connection, deadline: float | None) -> tuple[str, Any]:
    left = None if deadline is None else max(deadline - time.monotonic(), 0)
    if not wait([news], left):
        raise StoppedLate
    try:
        return news.recv()
    except (EOFError, OSError) as error:
        raise Died from error


def _stop(process: BaseProcess) -> None:
    if process.exitcode is None:
        _kill(process)
        process.join(GRACE)
    else:
        process.join(0)
    _running.discard(process)
    with suppress(ValueError):  # it is not gone even now
        process.close()


def _kill(process: BaseProcess) -> None:
    with suppress(ProcessLookupError, PermissionError, ValueError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid or 0, signal.SIGKILL)
    with suppress(ValueError):
        process.kill()


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Environment with which the server starts, the first time."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep the program that runs here from being run again in the new process, which needs none."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


# -- in the new process


def _work(
    news: Connection,
    surroundings: tuple[dict[str, str], str],
    work: Callable[..., Any],
    arguments: tuple,
) -> None:
    global _forked
    if hasattr(os, "setsid"):
        os.setsid()  # it and its children are stopped together, and not by Ctrl-C
    if not _forked:
        _check_alone()
    _forked = can_fork()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    environment, folder = surroundings
    os.environ.clear()
    os.environ.update(environment | ENVIRONMENT)
    os.chdir(folder)
    try:
        outcome = "result", work(lambda content: news.send(("news", content)), *arguments)
    except Exception as error:  # noqa: BLE001 - it is raised again where the result is waited for
        error.add_note(traceback.format_exc())
        outcome = "error", error
    try:
        news.send(outcome)
    except (TypeError, AttributeError, ValueError) as error:  # it cannot be pickled
        news.send(("error", RuntimeError(f"{outcome[1]!r} cannot be sent: {error}")))


def _check_alone() -> None:
    """Refuse to be the child of a process with threads: a lock of theirs would never open."""
    tasks = Path(f"/proc/{os.getppid()}/task")
    if can_fork() and tasks.is_dir() and len(list(tasks.iterdir())) > 1:
        raise RuntimeError("the fork server has more than one thread")


def _end_with_parent() -> None:
    """End this process, and all that it has started, as soon as the one that asked for it ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(1)
