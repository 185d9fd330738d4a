"""Chapters of the reports whose texts are stored, run in this process and without drawings."""

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from studies.mutants.suite import Called, calls

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "golden"
REPORTS = (("9901", "sv"), ("9904", "en"))
KEPT = Path(__file__).resolve().parents[2] / "build" / "mutants_chapters.json"
WARM = ("summary",)  # run in any case: what it reads stays read for all


class Chapter(NamedTuple):
    """A chapter of a report."""

    code: str
    lang: str
    name: str

    @property
    def stored(self) -> str:
        """What it says, as it was read and stored."""
        return _here().kept(*self)

    def told(self) -> str:
        """What it says now."""
        return _here().said_here(*self)


def _here() -> ModuleType:
    """What the tests run a chapter with."""
    if str(GOLDEN) not in sys.path:
        sys.path.insert(0, str(GOLDEN))
    return import_module("chapter_here")


def every(reports: int = len(REPORTS)) -> list[Chapter]:
    """All chapters of so many of the stored reports."""
    from segnb.publish.notebooks import chapters

    return [Chapter(code, lang, name) for code, lang in REPORTS[:reports] for name in chapters()]


class Run(NamedTuple):
    """A chapter, the functions that it calls, and its processor seconds."""

    chapter: Chapter
    called: Called
    seconds: float


def runs(reports: int) -> list[Run]:
    """Chapters with what they call, the quickest first: from a run before, or from one now."""
    held = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    found = []
    for chapter in every(reports):
        name = " ".join(chapter)
        if name not in held or chapter.name in WARM:
            held[name] = traced(chapter)
            KEPT.write_text(json.dumps(held), "utf-8")
        called, seconds = held[name]
        found.append(Run(chapter, frozenset(called), seconds))
    return sorted(found, key=lambda run: run.seconds)


def traced(chapter: Chapter) -> tuple[list[str], float]:
    """Run the chapter, and note which functions of the program it calls."""
    started = time.process_time()
    with calls() as called:
        chapter.told()
    return sorted(called), time.process_time() - started
