"""A job in a process that is forked for it: what it changes, and what it starts, ends with it."""

import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

PATIENCE = 300  # seconds that a process is waited for


def apart(job: Callable[[], Any], seconds: int, patience: float | None = None) -> Any:
    """Answer of a job in a process of its own; none if it fails, takes too long or waits.

    Parameters
    ----------
    seconds
        Processor seconds that it may take.
    patience
        Seconds that it is waited for.
    """
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(job, there, seconds))
    process.start()
    there.close()
    try:
        return here.recv() if here.poll(patience or PATIENCE) else None
    except EOFError:
        return None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # type: ignore[arg-type]  # and what a test has started and left
        process.kill()
        process.join()


def _answer(job: Callable[[], Any], to: object, seconds: int) -> None:
    os.setsid()
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, spent + seconds + 5))
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        to.send(job())  # type: ignore[attr-defined]
