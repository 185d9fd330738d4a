"""What a chapter lacks is told once."""

from segnb.publish import paper
from segnb.publish.document import bind
from segnb.publish.missing_data_table import with_gaps_at_end
from segnb.report.page.blocks import Gap, Gaps, Sources
from segnb.report.page.missing_data import make_gap
from segnb.report.page.numbered_block import NumberedBlock
from segnb.report.page.sources_and_gaps import Status
from segnb.vocabulary.areas import find_municipality
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


def test_paper_names_all_that_the_page_names_as_missing() -> None:
    drawn = make_gap(Language("sv"), "years", "folkmängd, 2012", "Inga värden.")
    told = make_gap(Language("sv"), "told", "fetma", "Finns inte.")
    both = NumberedBlock(Gaps("x", ("a", "b", "c"), (drawn, told)), depth=3, parts=())
    document = bind([], find_municipality("0127"), Language("sv"))
    items = paper.PaperWriter(document).part(both)["items"]
    assert [(why, what) for why, [(what, _)] in items] == [
        ("Inga värden.", "Folkmängd, 2012"), ("Finns inte.", "Fetma"),
    ]  # fmt: skip


def test_the_list_of_the_whole_report_gives_each_reason_once_and_says_what_it_is() -> None:
    gaps = tuple(
        make_gap(Language("sv"), what, what, why)
        for what, why in (("fetma", "Finns inte."), ("folkmängd", "År."), ("tillit", "Finns inte."))
    )
    page = Sources("Källor", (), gaps, collect=True, lang="sv")._repr_mimebundle_()["text/html"]
    assert "<dt>Finns inte.</dt><dd>Fetma; Tillit</dd>" in page
    assert page.count("Finns inte.") == 1
    assert Language("sv").text("page.gaps_listed") in page
