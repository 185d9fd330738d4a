"""Chapters of the reports whose texts are stored, run in this process and without drawings."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import nbformat

from segnb.vocabulary.params import make_params
from studies.mutants.suite import Called, calls

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "golden"
REPORTS = (("9901", "sv"), ("9904", "en"))
KEPT = Path(__file__).resolve().parents[2] / "build" / "mutants_chapters.json"
WARM = ("summary",)  # run in any case: what it reads stays read for all
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


class Chapter(NamedTuple):
    """A chapter of a report."""

    code: str
    lang: str
    name: str

    @property
    def stored(self) -> str:
        """What it says, as it was read and stored."""
        path = GOLDEN / "stored" / f"{self.code}-{self.lang}" / f"{self._notebook().stem}.txt"
        return path.read_text(encoding="utf-8")

    def told(self) -> str:
        """What it says now."""
        from segnb.publish.chapter_run import run_chapter
        from segnb.publish.report_folder import _settings

        if str(GOLDEN) not in sys.path:
            sys.path.insert(0, str(GOLDEN))
        from blocks import told

        settings = _settings(make_params(municipality=self.code, lang=self.lang), self._notebook())
        with TemporaryDirectory() as folder, undrawn():
            out = Path(folder) / "chapter.ipynb"
            run_chapter(self._notebook(), settings, out, engine="here")
            return told(nbformat.read(out, 4))

    def _notebook(self) -> Path:
        from segnb.publish.notebooks import chapters

        return chapters()[self.name]


def every(reports: int = len(REPORTS)) -> list[Chapter]:
    """All chapters of so many of the stored reports."""
    from segnb.publish.notebooks import chapters

    return [Chapter(code, lang, name) for code, lang in REPORTS[:reports] for name in chapters()]


@contextmanager
def undrawn() -> Iterator[None]:
    """Figures keep their words and tables; drawing them takes most of the time."""
    from segnb.report import charts
    from segnb.report.page.blocks import Drawing

    blank = Drawing("image/svg+xml", EMPTY, 100.0, 100.0)
    drawn = charts.draw
    charts.draw = lambda *_, **__: dict.fromkeys(("wide", "phone", "page"), blank)
    try:
        yield
    finally:
        charts.draw = drawn


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
