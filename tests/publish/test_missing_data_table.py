"""What a chapter lacks is told once."""

from segnb.publish.missing_data_table import with_gaps_at_end
from segnb.report.page.blocks import Gap
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
