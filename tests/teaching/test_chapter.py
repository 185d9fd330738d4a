"""A learner's sentence becomes a chapter of a report, and a note of the report names its lesson."""

from pathlib import Path

import pytest
import yaml

from segnb.publish.chapter_run import run_chapter
from segnb.publish.forkserver import HERE, apart
from segnb.report.page.blocks import Note
from segnb.teaching import Lesson
from segnb.teaching.towns import read_data
from segnb.vocabulary.areas import DATA

SENTENCE = 'De som är födda utomlands bor ojämnare än "slumpen" ger {här}.'


def run(_tell: object, path: Path, out: Path) -> str:
    return str(run_chapter(path, {"municipality": "2180"}, out, engine=HERE).cells)


def test_a_sentence_becomes_a_chapter_that_runs(tmp_path: Path) -> None:
    lesson = Lesson(9, municipality="2180")
    made = lesson.chapter(str(tmp_path / "min_kommun"), SENTENCE).text
    assert "min_kommun.ipynb" in made
    assert 'municipality: "2180"' in made
    shown = apart(run, tmp_path / "min_kommun.ipynb", tmp_path / "out.ipynb")
    assert "bor ojämnare än" in shown
    assert "Opening" in shown
    assert "Figure" in shown
    assert "Sources" in shown


def test_nothing_is_written_over_and_nothing_without_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lesson = Lesson(9, lang="en", municipality="2180")
    assert lesson.chapter(..., ...).text == read_data("en/page.yml")["chapter_how"]
    assert list(tmp_path.iterdir()) == []
    lesson.chapter("mine.ipynb", "One.")
    before = (tmp_path / "mine.ipynb").read_bytes()
    assert "is there already" in lesson.chapter("mine", "Two.").text
    assert "cannot be written" in lesson.chapter("no/such/folder", "Three.").text
    assert (tmp_path / "mine.ipynb").read_bytes() == before


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_note_of_the_report_names_a_lesson_that_there_is(lang: str) -> None:
    notes = yaml.safe_load((DATA / "strings" / lang / "notes.yml").read_text(encoding="utf-8"))
    named = [note["lesson"] for note in notes.values() if "lesson" in note]
    assert len(named) >= 3
    for text in named:
        numbers = [int(part) for part in text.replace(",", " ").split() if part.isdigit()]
        assert numbers
        assert set(numbers) <= set(range(1, 11))


def test_the_note_ends_with_its_lesson() -> None:
    from segnb.report.municipality_report import Report
    from segnb.store import BOX, Store

    report = Report.make("whole_municipality", Store.open(BOX), municipality="2180")
    note = report.note("index")
    assert isinstance(note, Note)
    assert note.text.endswith(report.text("notes.index.lesson"))
