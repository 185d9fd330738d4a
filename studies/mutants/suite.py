"""The tests, collected once: which functions each calls is kept, so that few must be run."""

import hashlib
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from types import CodeType, FrameType
from typing import Any, NamedTuple

import pytest
from _pytest.runner import runtestprotocol

from studies.mutants.faulty import forget, work_here
from studies.mutants.forked import apart

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "segnb"
LIMITS = "tests/analysis/test_limits_and_defaults.py"
PLACES = {
    "analysis": ("tests/analysis", "src/segnb/analysis", "tests/golden/test_kept.py"),
    "what prints": ("tests/report", "src/segnb/report", "tests/golden/test_kept.py"),
    "sources": (
        "tests/sources",
        "tests/golden/test_kept_rooms.py",
        "tests/golden/test_kept_files.py",
        LIMITS,
        "src/segnb/sources",
    ),
    "store": ("tests/store", "tests/sources", LIMITS, "src/segnb/store"),
    "publish": ("tests/publish", LIMITS, "src/segnb/publish"),
}
LEFT_OUT = "not real and not 0187 and not seldom and not one_case_of_twenty"
KEPT = ROOT / "build" / "mutants.json"
A_FILE = 3600  # seconds that the tests of a file may take to be noted
OPTIONS = ("-qq", "-s", "-p", "no:cacheprovider", "-p", "no:xdist")

Called = frozenset[str]  # functions: `src/segnb/analysis/trends.py:change`


class Test(NamedTuple):
    """A test: what it calls, in how many processor seconds, and whether it passes."""

    item: Any
    called: Called
    seconds: float
    passes: bool


@contextmanager
def calls() -> Iterator[set[str]]:
    """Functions of the program that are called inside, each by its outermost name.

    Threads and processes that are forked inside tell what they call too, in one file.
    """
    called: set[str] = set()
    codes: set[CodeType] = set()  # most are called many times
    with TemporaryFile() as told:

        def noted(frame: FrameType, _event: str, _: Any) -> None:
            code = frame.f_code
            if code not in codes and not told.closed:
                codes.add(code)
                os.write(told.fileno(), _name(code).encode())

        before = sys.gettrace()
        sys.settrace(noted)  # hears of calls alone, for it gives no tracer of lines
        threading.settrace(noted)
        try:
            yield called
        finally:
            sys.settrace(before)
            threading.settrace(before)  # type: ignore[arg-type]
            told.seek(0)
            called.update(told.read().decode().split())


def _name(code: CodeType) -> str:
    """Line with the file and the outermost function of a code; empty where it is not ours."""
    if not code.co_filename.startswith(str(SOURCE)):
        return ""
    file = Path(code.co_filename).relative_to(ROOT).as_posix()
    return f"{file}:{code.co_qualname.split('.<locals>')[0]}\n"


class _Session:
    """Plugin: gives the collected tests to a job in place of running them."""

    def __init__(self, job: Callable[[list[Test], Called], None]) -> None:
        self.job = job
        self.at_import: set[str] = set()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        with calls() as self.at_import:
            yield

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.job(_known(session.items), frozenset(self.at_import))
        return True


def collected(
    places: Iterable[str], job: Callable[[list[Test], Called], None], *, quick: bool = False
) -> None:
    """Do a job with the tests of places, and with the functions called to collect them.

    Parameters
    ----------
    quick
        Leave out the tests that are marked as long.
    """
    work_here()
    once = dict.fromkeys(str(ROOT / place) for place in places)
    marked = ["-m", "not long"] if quick else []
    pytest.main([*OPTIONS, "-k", LEFT_OUT, *marked, *once], plugins=[_Session(job)])


def first_failure(items: Iterable[Any]) -> str:
    """Name of the first test that fails."""
    for item, after in pairwise([*items, None]):
        reports = runtestprotocol(item, nextitem=after, log=False)
        if any(report.failed for report in reports):
            return item.nodeid
    return ""


def _known(items: list[Any]) -> list[Test]:
    """Tests with what they call: from the run before, or from one now where they are new."""
    held = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    files: dict[Path, list[Any]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    found = {}
    for path, inside in files.items():
        name, digest = str(path.relative_to(ROOT)), hashlib.sha256(path.read_bytes()).hexdigest()
        known = held.get(name, {"digest": "", "tests": {}})
        if known["digest"] != digest or not {item.nodeid for item in inside} <= set(known["tests"]):
            tests = apart(lambda inside=inside: _traced(inside), A_FILE, A_FILE) or {}
            held[name] = {"digest": digest, "tests": tests}
            KEPT.write_text(json.dumps(held), "utf-8")
        found |= held[name]["tests"]
    return [
        Test(item, frozenset(called), seconds, passes)
        for item in items
        if item.nodeid in found
        for called, seconds, passes in [found[item.nodeid]]
    ]


def _traced(items: list[Any]) -> dict[str, tuple[list[str], float, bool]]:
    """What the tests of a file call; what one calls to make ready is made ready for all.

    Nothing is left ready afterwards: a test of another folder would fail with what this one has.
    It is heard in a process of its own, for threads that a library starts are not forked.
    """
    found, ready = {}, set()
    for item, after in pairwise([*items, None]):
        forget(lambda name: name.startswith("segnb.sources"))  # else one test alone would call it
        started, inside = _spent(), _Phases()
        item.session.config.pluginmanager.register(inside)
        with calls() as inside.before:
            reports = runtestprotocol(item, nextitem=after, log=False)
        item.session.config.pluginmanager.unregister(inside)
        ready |= inside.before
        passes = len(reports) == 3 and all(report.passed for report in reports)
        found[item.nodeid] = (inside.during, _spent() - started, passes)
    return {
        name: (sorted(called | ready), seconds, passes)
        for name, (called, seconds, passes) in found.items()
    }


def _spent() -> float:
    """Processor seconds of this process and of those that it has waited for."""
    return sum(os.times()[:4])


class _Phases:
    """Plugin: hears what a test calls itself, apart from what is made ready for it."""

    def __init__(self) -> None:
        self.before: set[str] = set()
        self.during: set[str] = set()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        with calls() as self.during:
            yield
