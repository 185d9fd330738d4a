"""A fault is tried in a process forked for it: on stored chapters, then on tests."""

import os
import resource
import time
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from pathlib import Path

from studies.mutants import chapters, faulty
from studies.mutants.kinds import Mutant

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "segnb"
CHAPTER_SECONDS = 12  # of chapters that run the fault, the shortest first
LIMIT, TEST_LIMIT = 90, 90  # processor seconds of a process
LEFT_OUT = "not real and not 0187 and not seldom and not one_case_of_twenty"


def prepared(reports: int) -> list[chapters.Run]:
    """Load everything and run the chapters once: what they call, and the store stays read."""
    faulty.load()
    runs = []
    for chapter in chapters.every(reports):
        faulty.load_again()
        runs.append(chapters.traced(chapter, str(SOURCE)))
    wrong = [" ".join(run.chapter) for run in runs if run.text != run.chapter.stored]
    if wrong:
        print(f"these do not say what is stored, so what they say now is taken: {wrong}")
    return sorted(runs, key=lambda run: run.seconds)


def seen_by(fault: Mutant, runs: list[chapters.Run]) -> str:
    """What sees the fault: a chapter whose text differs, or a test; nothing if it lives."""
    told = apart(lambda: _first_difference(fault, runs), LIMIT)
    if told != "":
        return told or "a chapter that fails or does not end"
    failed = apart(lambda: _first_failure(fault, tests_of(fault.module)), TEST_LIMIT)
    if failed is None:
        return ""  # too slow to tell: not counted as seen
    sound = failed and apart(lambda: _first_failure(None, [failed]), TEST_LIMIT) == ""
    return failed if sound else ""


def reached(fault: Mutant, runs: Iterable[chapters.Run]) -> list[chapters.Run]:
    """Chapters that run the faulty function; all that run the module, where it stands outside."""
    path = str(ROOT / fault.module)
    return [
        run
        for run in runs
        if (path, fault.function) in run.called
        or (fault.function is None and any(file == path for file, _ in run.called))
    ]


def _first_difference(fault: Mutant, runs: list[chapters.Run]) -> str:
    faulty.put_in_place(ROOT / fault.module, fault.source)
    spent = 0.0
    for run in reached(fault, runs):
        if spent and spent + run.seconds > CHAPTER_SECONDS:
            break
        spent += run.seconds
        if run.chapter.told() != run.text:
            return " ".join(run.chapter)
    return ""


def _first_failure(fault: Mutant | None, tests: list[str]) -> str:
    import pytest

    if fault:
        faulty.put_in_place(ROOT / fault.module, fault.source)
    os.chdir(ROOT)
    heard = _Failed()
    if tests:
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", LEFT_OUT]
        pytest.main([*options, *tests], plugins=[heard])
    return heard.test


class _Failed:
    """Hears which test failed first."""

    test = ""

    def pytest_runtest_logreport(self, report: object) -> None:
        if report.failed and not self.test:  # type: ignore[attr-defined]
            self.test = report.nodeid  # type: ignore[attr-defined]

    def pytest_collectreport(self, report: object) -> None:
        self.pytest_runtest_logreport(report)


def tests_of(module: str) -> list[str]:
    """Test files that name the module or a public function of it."""
    stem = Path(module).stem
    text = (ROOT / module).read_text(encoding="utf-8")
    defined = {line[4:].split("(")[0] for line in text.splitlines() if line.startswith("def ")}
    names = {stem, *(name for name in defined if not name.startswith("_"))}
    room = "analysis" if "/analysis/" in module else "report"
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests" / room).glob("test_*.py")
        if names & set(path.read_text(encoding="utf-8").replace("(", " ").replace(".", " ").split())
    )


def apart(job: Callable[[], str], seconds: int) -> str | None:
    """Answer of a job in a process of its own; none if it fails or takes too long."""
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(job, there, seconds))
    process.start()
    there.close()
    try:
        return here.recv()
    except EOFError:
        return None
    finally:
        process.join()


def _answer(job: Callable[[], str], to: object, seconds: int) -> None:
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, spent + seconds + 5))
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        to.send(job())  # type: ignore[attr-defined]
