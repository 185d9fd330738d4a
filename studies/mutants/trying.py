"""A fault is tried in a process forked for it: on tests that call it, then on stored chapters."""

import gc
import sys
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import NamedTuple

from studies.mutants import chapters, faulty, suite
from studies.mutants.forked import apart
from studies.mutants.kinds import Mutant
from studies.mutants.suite import LIMITS, ROOT, Called, Test

TEST_SECONDS, CHAPTER_SECONDS = 15, 12  # of tests, those that call least first, and of chapters
ENDED = (0, 1, 5)  # how tests end that could be asked: all pass, some fail, none is left
ROUNDS = 5  # in which tests that fail anyway are left out
LIMIT = 60  # processor seconds of a process
WRONG = "a process that fails or does not end"


class Known(NamedTuple):
    """What can see a fault: tests, chapters, and what they say without one."""

    tests: list[Test]
    at_import: Called
    runs: list[chapters.Run]
    said: dict[chapters.Chapter, str]


def prepared(reports: int, tests: list[Test], at_import: Called) -> Known:
    """Everything loaded, and read by a chapter that reads much."""
    if reports:
        faulty.load()
    found = Known(
        sorted(tests, key=lambda test: test.seconds), at_import, chapters.runs(reports), {}
    )
    gc.freeze()
    return found


def seen_by(fault: Mutant, known: Known) -> str:
    """What sees the fault: a test, or a chapter whose text differs; nothing if it lives."""
    name = f"{fault.module}:{fault.function}"
    if not fault.function or name in known.at_import:
        return _seen_after_import(fault, known)
    tests = _within([test for test in known.tests if test.passes and name in test.called])
    return _test(fault, tests) or _chapter(fault, known, faulty_function=name)


def _test(fault: Mutant, tests: list[Test]) -> str:
    """The first test that fails with the fault, and without it passes after the same tests."""
    failed = apart(lambda: _failure(fault, tests), LIMIT) if tests else ""
    if not failed:
        return _wrong(lambda: _failure(None, tests)) if failed is None else ""
    place = [test.item.nodeid for test in tests].index(failed)
    if apart(lambda: _failure(None, tests[: place + 1]), LIMIT) == "":
        return failed
    return _test(fault, [*tests[:place], *tests[place + 1 :]])


def _wrong(without: Callable[[], str]) -> str:
    """A fault whose process has no answer is seen if that without it has one."""
    return WRONG if apart(without, LIMIT) is not None else ""


def _within(tests: list[Test]) -> list[Test]:
    """The tests that call least, in the order in which they stand, the quickest file first.

    A file of which one test alone takes too long is left: it makes ready what the others use.
    """
    taken: list[int] = []
    spent = 0.0
    slow = {_file(test) for test in tests if test.seconds > TEST_SECONDS}
    places = sorted(range(len(tests)), key=lambda place: _width(tests[place]))
    for place in [one for one in places if _file(tests[one]) not in slow] or places:
        spent += tests[place].seconds
        if taken and spent > TEST_SECONDS:
            break
        taken.append(place)
    files: dict[str, float] = {}
    for test in (tests[place] for place in taken):
        files[_file(test)] = files.get(_file(test), 0) + test.seconds
    return [tests[n] for n in sorted(taken, key=lambda n: (files[_file(tests[n])], n))]


def _width(test: Test) -> tuple[int, float]:
    """How much a test calls, and how long it takes: the narrowest say most of one function."""
    return len(test.called), test.seconds


def _file(test: Test) -> str:
    return test.item.nodeid.split("::")[0]


def _failure(fault: Mutant | None, tests: list[Test]) -> str:
    if fault:
        faulty.put_into(ROOT / fault.module, fault.source, fault.function)
    return suite.first_failure(test.item for test in tests)


def _seen_after_import(fault: Mutant, known: Known) -> str:
    """The same where what stands outside of functions is at fault: all is imported anew.

    A test that fails then without the fault too is left out, and the others are asked again.
    """
    files = [*limits(known.tests), *tests_of(fault.module, known.tests)]
    left = [test.item.nodeid for test in known.tests if not test.passes]
    for _ in range(ROUNDS):
        failed = apart(lambda: _failure_after_import(fault, files, left), LIMIT)
        if failed is None:
            loads = apart(lambda: _loaded(fault), LIMIT)
            return _wrong(lambda: _failure_after_import(None, files, left)) if loads else WRONG
        if not failed:
            break
        if apart(partial(_failure_after_import, None, [failed], []), LIMIT) == "":
            return failed
        left.append(failed)
    return _chapter(fault, known, faulty_function="")


def _loaded(fault: Mutant) -> str:
    faulty.put_in_place(ROOT / fault.module, fault.source)
    import_module(faulty.module_name(ROOT / fault.module))
    return "loaded"


def limits(tests: Iterable[Test]) -> list[str]:
    """The test file that reads what stands outside of functions, asked first: it calls none."""
    return [LIMITS] if any(_file(test) == LIMITS for test in tests) else []


def tests_of(module: str, tests: Iterable[Test]) -> list[str]:
    """Test files that call functions of a module and can be run in time, the quickest first."""
    files: dict[str, float] = {}
    for test in tests:
        if any(name.startswith(f"{module}:") for name in test.called):
            files[_file(test)] = files.get(_file(test), 0) + test.seconds
    taken, spent = [], 0.0
    for file in sorted(files, key=lambda file: files[file]):
        spent += files[file]
        if taken and spent > TEST_SECONDS:
            break
        taken.append(file)
    return taken


def _failure_after_import(fault: Mutant | None, tests: list[str], left: list[str]) -> str:
    import pytest

    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith(str(ROOT / "tests")):
            del sys.modules[name]
    if fault:
        faulty.put_in_place(ROOT / fault.module, fault.source)
    heard = _Failed()
    if tests:
        without = [f"--deselect={name}" for name in left]
        asked = ["-x", "-k", suite.LEFT_OUT, *without, *tests]
        if pytest.main([*suite.OPTIONS, *asked], plugins=[heard]) not in ENDED and not heard.test:
            raise RuntimeError("no test could be asked")
    return heard.test


class _Failed:
    """Hears which test failed first."""

    test = ""

    def pytest_runtest_logreport(self, report: object) -> None:
        if report.failed and not self.test:  # type: ignore[attr-defined]
            self.test = report.nodeid  # type: ignore[attr-defined]

    def pytest_collectreport(self, report: object) -> None:
        self.pytest_runtest_logreport(report)


def _chapter(fault: Mutant, known: Known, faulty_function: str) -> str:
    """The chapter that says something else with the fault."""
    found = reached(fault.module, faulty_function, known.runs)
    told = apart(lambda: _first_difference(fault, found, known.said), LIMIT)
    if not told:
        return "" if told == "" else WRONG
    run = next(run for run in found if " ".join(run.chapter) == told)
    if run.chapter not in known.said:
        known.said[run.chapter] = apart(run.chapter.told, LIMIT) or ""
        if known.said[run.chapter] != run.chapter.stored:  # not what was reviewed: once more
            return _chapter(fault, known, faulty_function)
    return told


def reached(module: str, function: str, runs: Iterable[chapters.Run]) -> list[chapters.Run]:
    """Chapters that run a function by its whole name; without one all that run the module."""
    return [
        run
        for run in runs
        if function in run.called
        or (not function and any(name.startswith(f"{module}:") for name in run.called))
    ]


def _first_difference(
    fault: Mutant, runs: list[chapters.Run], said: dict[chapters.Chapter, str]
) -> str:
    if fault.function:
        faulty.put_into(ROOT / fault.module, fault.source, fault.function)
    else:
        faulty.put_in_place(ROOT / fault.module, fault.source)
    spent = 0.0
    for run in runs:
        if spent and spent + run.seconds > CHAPTER_SECONDS:
            break
        spent += run.seconds
        if run.chapter.told() != said.get(run.chapter, run.chapter.stored):
            return " ".join(run.chapter)
    return ""
