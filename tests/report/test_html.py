"""Blocks as HTML: escaped, labelled, and the same for a cell and for a page."""

import dataclasses
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from segnb.report.page.block_html import (
    block_html,
    drawing_uri,
    joined,
    lead_in,
    row_groups,
    spread,
)
from segnb.report.page.blocks import (
    MIME,
    Block,
    Bullets,
    Column,
    Drawing,
    Figure,
    Findings,
    Gap,
    Heading,
    Note,
    Opening,
    Pair,
    Paragraph,
    Row,
    Table,
)
from segnb.report.page.numbered_block import KINDS, NumberedBlock, read_block
from segnb.report.page.svg_text import single_quoted
from segnb.vocabulary.errors import InvalidFile

NASTY = "<script>alert('å')</script>&amp;"
SVG = Drawing("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>", 846, 200)
COLUMNS = (Column("Område", "left"), Column("Andel, %"), Column("Antal"))


def table(**changes: Any) -> Table:
    rows = (Row(("Alby", "12,5", "100"), type_number=2), Row(("Hela", "9,0", "400"), "total"))
    return dataclasses.replace(Table("t", "Titel", "procent", COLUMNS, rows), **changes)


def figure(**changes: Any) -> Figure:
    whole = Figure("f", "Titel", "Vad", "Staplar. Tabell finns.", "Källa", SVG, SVG, table())
    return dataclasses.replace(whole, **changes)


@pytest.mark.parametrize(("half", "width"), [(False, "846"), (True, "328")])
def test_a_wide_screen_shows_the_drawing_of_paper_and_of_a_pair_that_of_a_phone(
    half: bool, width: str
) -> None:
    phone = dataclasses.replace(SVG, width=328)
    (shown,) = soup(figure(phone=phone, half=half)).find_all("img")
    assert shown["width"] == width


def soup(block: Block) -> BeautifulSoup:
    return BeautifulSoup(block_html(block.structure()), "html.parser")


@pytest.mark.parametrize(
    "block",
    [
        Opening(NASTY, NASTY, (NASTY,), ((NASTY, NASTY),), NASTY),
        Heading(NASTY),
        Paragraph(NASTY),
        Note(NASTY, NASTY),
        Bullets((NASTY,), NASTY),
        table(title=NASTY, rows=(Row((NASTY, NASTY, NASTY)),), notes=(NASTY,), source=NASTY),
        figure(title=NASTY, alt=NASTY, subtitle=NASTY, source=NASTY, beside=(NASTY,)),
        Gap("g", NASTY, "missing", ((NASTY, NASTY),)),
        Gap("g", NASTY, "not_applicable", ((NASTY, NASTY),)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_text_is_shown_as_it_is_and_never_becomes_markup(block: Block) -> None:
    shown = soup(block)
    assert shown.find("script") is None
    visible = shown.get_text() + " ".join(image["alt"] for image in shown.find_all("img"))
    assert NASTY in visible


def test_a_cell_carries_the_structure_and_what_jupyterlab_shows() -> None:
    bundle = Opening("", "Boende", lang="en")._repr_mimebundle_()
    assert bundle[MIME]["block"] == "Opening"
    assert '<div class="segnb" lang="en"><style>' in bundle["text/html"]
    assert bundle["text/plain"] == "<Opening>"


def test_furniture_is_in_the_language_of_the_block() -> None:
    assert "Show as table" in soup(dataclasses.replace(figure(), lang="en")).get_text()
    assert "Visa som tabell" in soup(figure()).get_text()


@pytest.mark.parametrize(
    "block", [figure(), Pair(figure(), table()), Findings("Resultat", ())], ids=lambda b: type(b)
)
def test_a_structure_gives_back_its_block(block: Block) -> None:
    assert read_block(block.structure()) == block


@pytest.mark.parametrize(
    "structure",
    [
        {},
        {"block": "Block"},
        {"block": "Note", "title": "utan text"},
        {"block": "Figure", "alt": ""},
        {"block": "Opening", "kicker": "", "title": 3},
        {"block": "__import__"},
        {"block": "Pair", "left": {}, "right": {}},
    ],
    ids=str,
)
def test_what_is_no_block_is_refused(structure: dict[str, Any]) -> None:
    with pytest.raises(InvalidFile, match="no block of a report"):
        read_block(structure)


def test_every_kind_of_block_has_a_template() -> None:
    from segnb.report.page.block_html import environment

    names = {f"blocks/{kind}.html.j2" for kind in KINDS}
    assert names <= set(environment().list_templates())


def test_an_unknown_drawing_never_reaches_the_page() -> None:
    structure = figure().structure()
    structure["page"]["mime"] = "text/html"
    with pytest.raises(InvalidFile):
        read_block(structure)


def test_tables_name_their_rows_columns_and_scroll_region() -> None:
    shown = soup(table())
    assert [th["scope"] for th in shown.find_all("th")] == ["col"] * 3 + ["row"] * 2
    region = shown.find(role="region")
    assert region["tabindex"] == "0"
    assert region["aria-label"] == "Titel"
    assert shown.find(class_="disc").get_text() == "2"


def test_a_short_row_spans_the_rest_of_the_table() -> None:
    shown = soup(table(rows=(Row(("Typ fem", "Typen finns inte i kommunen")),)))
    assert shown.find("td")["colspan"] == "2"
    assert spread(Row(("bara en",)), 4) == 4


def test_a_group_row_begins_a_new_body() -> None:
    rows = (Row(("a",)), Row(("Grupp",), "group"), Row(("b",)), Row(("Annan",), "group"))
    assert [len(group) for group in row_groups(rows)] == [1, 2, 1]
    shown = soup(table(rows=rows))
    assert len(shown.find_all("tbody")) == 3
    assert [th["scope"] for th in shown.select("tr.group th")] == ["rowgroup"] * 2


def test_a_drawing_is_an_image_and_needs_no_other_file() -> None:
    uri = drawing_uri(SVG)
    assert uri.startswith("data:image/svg+xml,<svg ")
    assert unquote(uri.partition(",")[2]) == single_quoted(SVG.content)
    assert not set(uri) & set('#"&')
    assert drawing_uri(Drawing("image/png", "QUJD", 1, 1)) == "data:image/png;base64,QUJD"


def test_a_range_of_numbers_stays_on_one_line() -> None:
    assert joined("D 24–26, <x>") == 'D <span class="joined">24–26</span>, &lt;x&gt;'
    assert joined("(2,4–18,9, 2022).") == '(<span class="joined">2,4–18,9</span>, 2022).'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Norr: sex områden", ("Norr:", "sex områden")),
        ("Ingen början", ("", "Ingen början")),
        ("klockan 12:30", ("", "klockan 12:30")),
        ("x" * 60 + ": lång", ("", "x" * 60 + ": lång")),
    ],
)
def test_a_short_start_up_to_a_colon_is_set_in_bold(text: str, parts: tuple[str, str]) -> None:
    assert lead_in(text) == parts


def test_heading_levels_follow_the_place_in_the_page_and_end_at_six() -> None:
    assert [NumberedBlock(Heading("x"), depth=d, base=2).level for d in (1, 2, 9)] == [2, 3, 6]
