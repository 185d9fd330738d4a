"""How the demonstration's report and its brief fill their pages."""

from pathlib import Path

import pytest
from paper_reading import SIDES, Word, pages_of_words, white_holes

from segnb.publish.report_folder import write_report
from segnb.vocabulary.params import make_params

LARGE_HOLE, HALF_A_PAGE, MOST_WITH_A_HOLE = 50.0, 130.0, 0.2
SMALLEST_TEXT, MOST_PAGES = 7.4, 40
BEFORE_CONTENTS = 2  # the summary and the contents have a page each


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


def test_few_pages_have_a_white_hole_and_none_is_half_empty(folder: Path, tmp_path: Path) -> None:
    holes = white_holes(folder / "report.pdf", tmp_path)
    assert len(holes) <= MOST_PAGES
    flow = dict(enumerate(holes[:-1], 1))
    large = {n: round(h) for n, h in flow.items() if n > BEFORE_CONTENTS and h > LARGE_HOLE}
    assert len(large) <= len(holes) * MOST_WITH_A_HOLE, large
    assert max(large.values(), default=0) < HALF_A_PAGE


def test_nothing_stands_outside_the_margins(words: list[list[Word]]) -> None:
    left, right = SIDES
    out = [word for page in words for word in page if word.left < left or word.right > right]
    assert out == []


def test_no_text_is_smaller_than_can_be_read(words: list[list[Word]]) -> None:
    small = [word for page in words for word in page if word.text.isalpha()]
    assert [word for word in small if word.size < SMALLEST_TEXT] == []


def test_the_brief_is_two_pages_of_what_the_report_says(
    folder: Path, words: list[list[Word]]
) -> None:
    brief = pages_of_words(folder / "brief.pdf")
    whole = {word.text for page in words for word in page}
    assert len(brief) == 2
    assert {word.text for page in brief for word in page} <= whole
    assert "Det här är inte säkert" in text(brief[0])
    assert "Så citeras rapporten" in text(brief[1])
