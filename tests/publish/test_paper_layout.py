"""How the demonstration's report and its brief fill their pages; seven reports: `studies.paper`."""

from pathlib import Path

import pytest
from paper_reading import Word, faults, pages_of_words, text

from segnb.publish.report_folder import write_report
from segnb.vocabulary.params import make_params
from studies.paper import faults_of_words, out_of_order

pytestmark = pytest.mark.long

MOST_PAGES = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Report of the demonstration."""
    params = make_params(municipality="9901")
    return write_report(params, tmp_path_factory.mktemp("out"), ("pdf", "brief")).folder


@pytest.fixture(scope="module")
def words(folder: Path) -> list[list[Word]]:
    return pages_of_words(folder / "report.pdf")


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
        (
            (Word("Boende", 20, 200, 60, 207.6), Word("Kapitlet", 20, 220, 32, 223)),
            "the chapter head with 'Boende' has nothing below it but its lead",
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


def test_figures_and_tables_out_of_order_are_seen() -> None:
    pages = [
        [Word("Figur", 20, y, 26, y + 2.7), Word(number, 27, y, 28, y + 2.7)]
        for y, number in ((30, "4"), (100, "3"))
    ]
    pages += [[Word("Tabell", 20, 30, 30, 34.6), Word(f"{n}.", 31, 30, 33, 34.6)] for n in (2, 1)]
    assert list(out_of_order(pages)) == [
        "figure 3 stands after figure 4",
        "table 1 stands after table 2",
    ]


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
