"""Chapters of the reports whose texts are stored, run in this process and without drawings."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType
from typing import Any, NamedTuple

import nbformat

from segnb.vocabulary.params import make_params

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "golden"
REPORTS = (("9901", "sv"), ("9904", "en"))
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
    """What a chapter calls: file and first line of each function; and processor seconds."""

    chapter: Chapter
    called: frozenset[tuple[str, int]]
    seconds: float
    text: str


def traced(chapter: Chapter, folder: str) -> Run:
    """Run the chapter, and note which functions of the files in a folder it calls."""
    called: set[tuple[str, int]] = set()

    def noted(frame: FrameType, _event: str, _: Any) -> None:
        code: CodeType = frame.f_code
        if code.co_filename.startswith(folder):
            called.add((code.co_filename, code.co_firstlineno))

    started = time.process_time()
    sys.settrace(noted)  # hears of calls alone, for it gives no tracer of lines
    try:
        text = chapter.told()
    finally:
        sys.settrace(None)
    spent = time.process_time() - started
    return Run(chapter, frozenset(called), spent, text)
