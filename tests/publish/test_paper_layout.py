"""How the demonstration's report and its brief fill their pages; six reports: `studies.paper`."""

from pathlib import Path

import pytest
from paper_reading import Word, faults, pages_of_words

from segnb.publish.report_folder import write_report
from segnb.vocabulary.params import make_params
from studies.paper import faults_of_words

MOST_PAGES = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Report of the demonstration."""
    params = make_params(municipality="9901")
    return write_report(params, tmp_path_factory.mktemp("out"), ("pdf", "brief")).folder


@pytest.fixture(scope="module")
def words(folder: Path) -> list[list[Word]]:
    return pages_of_words(folder / "report.pdf")


def text(page: list[Word]) -> str:
    return " ".join(word.text for word in page)


def test_pages_have_no_hole_no_lonely_head_and_nothing_outside_or_on_other_text(
    folder: Path, words: list[list[Word]]
) -> None:
    assert len(words) <= MOST_PAGES
    assert faults(folder / "report.pdf") == []
    assert faults(folder / "brief.pdf") == []


@pytest.mark.parametrize(
    ("words_of_a_page", "said"),
    [
        ((Word("Boende", 20, 270, 60, 277),), "a head with 'Boende' stands at the foot"),
        (
            (Word("Figur", 20, 270, 26, 273), Word("3", 27, 270, 28, 273)),
            "the caption of figure 3 stands without its figure",
        ),
        ((Word("Norr", 190, 100, 194, 103),), "'Norr' stands outside the margins"),
        ((Word("små", 30, 100, 34, 102),), "'små' has 5.7 pt"),
        ((Word("TidpunktBotkyrka", 30, 100, 60, 103),), "'TidpunktBotkyrka' has run together"),
        (
            (Word("Norr", 30, 100, 40, 103), Word("Söder", 33, 100, 45, 103)),
            "'Söder' stands on 'Norr'",
        ),
        (
            (Word("Tidpunkt", 30, 100, 44, 103), Word("Botkyrka", 44.1, 100, 58, 103)),
            "'Tidpunkt' runs into 'Botkyrka'",
        ),
    ],
)
def test_each_kind_of_fault_is_seen(words_of_a_page: tuple[Word, ...], said: str) -> None:
    assert list(faults_of_words(list(words_of_a_page))) == [said]


def test_a_page_as_it_should_be_has_no_fault() -> None:
    page = [
        Word("Figur", 20, 30, 26, 33),
        Word("3", 27, 30, 28, 33),
        Word("riket", 80, 278, 90, 281),
    ]
    assert list(faults_of_words(page)) == []


def test_the_brief_is_two_pages_of_what_the_report_says(
    folder: Path, words: list[list[Word]]
) -> None:
    brief = pages_of_words(folder / "brief.pdf")
    whole = {word.text for page in words for word in page}
    assert len(brief) == 2
    assert {word.text for page in brief for word in page} <= whole
    assert "Det här är inte säkert" in text(brief[0])
    assert "Så citeras rapporten" in text(brief[1])
