"""What a chapter lacks is told once."""

from segnb.publish.missing_data_table import with_gaps_at_end
from segnb.report.page.blocks import Gap
from segnb.vocabulary.i18n import Language

ROWS = (("Vad saknas", "Hälsa, kommun"),)


def gap(key: str) -> Gap:
    return Gap(key, "Uppgift saknas", "missing", ROWS, lang="sv")


def test_a_chapter_without_figures_shows_one_card_of_a_gap_that_two_cells_meet() -> None:
    read = [("a", [gap("health")]), ("b", [gap("health")]), ("c", [gap("sleep")])]
    left = with_gaps_at_end(read, "health", set(), Language("sv"))
    cards = [(cell, block.key) for cell, blocks in left for block in blocks]
    assert cards == [("a", "health"), ("c", "sleep")]
