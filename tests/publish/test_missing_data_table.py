"""What a chapter lacks is told once."""

from types import SimpleNamespace

from segnb.publish import paper
from segnb.publish.missing_data_table import with_gaps_at_end
from segnb.report.page.blocks import Gap, Gaps
from segnb.report.page.missing_data import make_gap
from segnb.report.page.sources_and_gaps import Status
from segnb.vocabulary.i18n import Language

ROWS = (("Vad saknas", "Hälsa, kommun"),)


def gap(key: str, status: Status = "missing") -> Gap:
    return Gap(key, "Uppgift saknas", status, ROWS, lang="sv")


def test_a_chapter_without_figures_shows_one_card_of_a_gap_that_two_cells_meet() -> None:
    read = [("a", [gap("health")]), ("b", [gap("health")]), ("c", [gap("sleep")])]
    left = with_gaps_at_end(read, "health", set(), Language("sv"))
    cards = [(cell, block.key) for cell, blocks in left for block in blocks]
    assert cards == [("a", "health"), ("c", "sleep")]


def test_what_does_not_apply_is_told_once_in_each_chapter() -> None:
    told: set[str] = set()
    for chapter in ("trends", "housing"):
        few = [(cell, [gap("index", "not_applicable")]) for cell in "ab"]
        left = with_gaps_at_end(few, chapter, told, Language("sv"))
        assert [(cell, len(blocks)) for cell, blocks in left] == [("a", 1), ("b", 0)]


def test_years_that_a_figure_shows_as_missing_are_listed_on_the_page_and_not_on_paper() -> None:
    drawn = make_gap(Language("sv"), "years", "folkmängd, 2012", "Inga värden.", on_paper=False)
    told = make_gap(Language("sv"), "told", "fetma", "Finns inte.")
    both = Gaps("x", ("a", "b", "c"), (drawn, told))
    assert [gap.key for gap in paper._on_paper(both)] == ["told"]
    for items, stands in (((drawn, told), True), ((told,), True), ((drawn,), False)):
        part = SimpleNamespace(block=Gaps("x", ("a", "b", "c"), items), repeated=False)
        assert paper._stands(part) is stands  # type: ignore[arg-type]
    again = SimpleNamespace(block=told, repeated=True)
    assert not paper._stands(again)  # type: ignore[arg-type]
