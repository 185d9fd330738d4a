"""A chapter as the first cell of a notebook makes it: its settings, its verbs, its displays."""

from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from segnb import Chapter, NationalChapter
from segnb.cli import main
from segnb.publish.report_process import make_report
from segnb.report.page.blocks import Gap, Table
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.params import read_params


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    return Chapter("our_chapter", "9901", lang="en")


def test_whatever_a_chapter_does_is_a_verb_of_it(chapter: Chapter) -> None:
    shown = chapter.show_coverage("housing")
    assert isinstance(shown, Table)
    assert {"show_trend", "say_gap", "opening", "sources"} <= set(dir(chapter))
    assert "Matrix of the indicators" in chapter.show_coverage.__doc__


def test_a_verb_that_is_not_there_is_said(chapter: Chapter) -> None:
    with pytest.raises(AttributeError, match="no verb 'show_trends': see dir"):
        _ = chapter.show_trends


def test_a_chapter_of_ones_own_opens_without_strings(chapter: Chapter) -> None:
    assert chapter.opening().title == "Our chapter"
    own = chapter.opening("First words.", title="The river", question="Who lives by it?")
    assert (own.title, own.lead, own.question) == (
        "The river",
        ("First words.",),
        "Who lives by it?",
    )
    assert own.kicker == chapter.place.name


def test_what_was_got_shows_itself_as_a_table(chapter: Chapter) -> None:
    held = chapter.get("rental_share", "regso")
    html = held._repr_html_()
    assert html.count("<tr") == len(held.latest) + 1
    assert "rental_share" in html
    assert "Indicator(" not in repr(held) + html


def test_a_gap_is_shown_only_where_there_is_one(chapter: Chapter) -> None:
    assert isinstance(chapter.show_gap("overcrowding", "regso"), Gap)
    assert chapter.show_gap("rental_share", "regso") is None


def test_settings_are_a_file_or_a_dict_and_a_cell_goes_before_them(tmp_path: Path) -> None:
    file = tmp_path / "p.yml"
    file.write_text('municipality: "9904"\nlang: en\nareas: deso\n', encoding="utf-8")
    from_file = Chapter("housing", settings=str(file))
    assert (from_file.place.code, from_file.lang, from_file.params.areas) == ("9904", "en", "deso")
    over = Chapter("housing", "9902", settings=str(file))
    assert (over.place.code, over.params.areas) == ("9902", "deso")
    assert Chapter("housing", settings={"threshold": 7}).params.threshold == 7


@pytest.mark.parametrize("wrong", [7, ["areas"], {"area": "deso"}])
def test_settings_that_are_neither_or_unknown_are_refused(wrong: object) -> None:
    with pytest.raises(InvalidParams):
        Chapter("housing", settings=wrong)  # type: ignore[arg-type]


def test_the_national_chapter_speaks_the_same_way() -> None:
    chapter = NationalChapter(lang="en")
    assert isinstance(chapter.show_national_coverage(), Table)


def test_a_new_chapter_runs_in_a_report_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["new", "chapter", "Vår å"])
    assert made.exit_code == 0
    assert "var_a.ipynb" in made.output
    notebook = nbformat.read(tmp_path / "var_a.ipynb", as_version=4)
    notebook.metadata.clear()  # as another program may leave it: without a kernel
    nbformat.write(notebook, tmp_path / "var_a.ipynb")
    file = tmp_path / "params" / "p.yml"
    file.parent.mkdir()
    file.write_text('municipality: "9901"\nchapters: [../var_a.ipynb]\n', encoding="utf-8")
    monkeypatch.chdir(file.parent.parent.parent)
    written = make_report(read_params(file), tmp_path / "out", ["html"])
    page = (written.folder / "report.html").read_text(encoding="utf-8")
    assert "Vårt eget kapitel" in page
    assert "Text som denna står i rapporten." in page
    assert "notebook-only" not in page
    assert "Keep what you need" not in page


@pytest.mark.parametrize("name", ["housing", "...", "var_a"])
def test_a_name_that_is_taken_or_none_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var_a.ipynb").write_text("mine")
    made = CliRunner().invoke(main, ["new", "chapter", name])
    assert made.exit_code == 2
    assert (tmp_path / "var_a.ipynb").read_text() == "mine"
