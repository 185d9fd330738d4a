"""What is no block of ours: tables, pictures and markdown of a chapter that somebody else wrote."""

import base64

import pandas as pd
import pytest
from sample_report import picture

from segnb.publish.foreign_outputs import Picture, PlainTable, Verbatim, read_output
from segnb.publish.markdown_nodes import Prose, Run, read_markdown
from segnb.report.page.blocks import Block


def read(**data: object) -> list[Block]:
    output = {key.replace("_", "/", 1): value for key, value in data.items()}
    return read_output(output, {}, "Tabell", "Bild", cut="Kortat", left_out="Utelämnad")


def test_a_frame_becomes_rows_of_cells() -> None:
    frame = pd.DataFrame({"Område": ["Alby", "Fittja"], "Andel": [12.5, 3.0]})
    (table,) = read(text_html=frame.to_html())
    assert isinstance(table, PlainTable)
    assert [cell.text for cell in table.head[0]] == ["", "Område", "Andel"]
    assert [cell.text for cell in table.body[1]] == ["1", "Fittja", "3.0"]
    assert [table.align(column) for column in range(table.width)] == ["right", "left", "right"]


def test_columns_in_two_steps_keep_their_spans() -> None:
    frame = pd.DataFrame({("a", "x"): [1], ("a", "y"): [2]})
    (table,) = read(text_html=frame.to_html())
    assert (table.head[0][1].text, table.head[0][1].columns) == ("a", 2)
    assert table.width == 3


def test_a_styled_frame_loses_its_style_and_keeps_its_numbers() -> None:
    html = "<style>#T td{color:red}</style><table><tr><td onclick='x()'>7</td></tr></table>"
    (table,) = read(text_html=html)
    assert table.body[0][0].text == "7"


def test_text_around_a_table_is_kept_as_paragraphs() -> None:
    parts = read(text_html="<p>Före <b>tabell</b></p><table><tr><td>1</td></tr></table>")
    assert [type(part).__name__ for part in parts] == ["PlainTable", "Prose"]


@pytest.mark.parametrize("span", ["0", "-3", "x", "99999999"])
def test_a_senseless_span_is_brought_within_bounds(span: str) -> None:
    (table,) = read(text_html=f"<table><tr><td colspan='{span}'>1</td></tr></table>")
    assert 1 <= table.width <= 100


def test_a_picture_comes_before_the_text_of_its_object() -> None:
    (shown,) = read(image_png=picture(), text_plain="<Figure size 640x480>")
    assert isinstance(shown, Picture)
    assert (shown.alt, shown.described) == ("Bild", False)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image_png", '" onerror="alert(1)'),
        ("image_png", base64.b64encode(b"no picture").decode()),
        ("image_png", picture()[:40]),
        ("image_jpeg", picture()),
        ("image_svg+xml", "<svg><g></svg>"),
    ],
)
def test_what_claims_to_be_a_picture_and_is_not_gives_way_to_text(kind: str, content: str) -> None:
    assert read(**{kind: content}, text_plain="text")[0] == Verbatim("text")


def test_a_vector_picture_is_shown_as_an_image() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    (shown,) = read(**{"image_svg+xml": svg})
    assert shown == Picture("image/svg+xml", base64.b64encode(svg.encode()).decode(), "Bild", False)


def test_html_without_text_gives_way_to_plain_text() -> None:
    (shown,) = read(text_html="<script>alert(1)</script>", text_plain="objekt")
    assert shown == Verbatim("objekt")
    assert read(text_plain="  ") == []


def test_markdown_that_a_cell_shows_is_read_as_markdown() -> None:
    (shown,) = read(text_markdown="**fet**")
    assert shown == Prose(read_markdown("**fet**"))


def test_markdown_keeps_manner_and_drops_markup() -> None:
    (paragraph,) = read_markdown("a **b** *c* `d` <i onclick='x'>e</i>")
    manners = [(run.text.strip(), run.bold, run.italic, run.code) for run in paragraph.runs]
    assert [m for m in manners if m[0]] == [
        ("a", False, False, False),
        ("b", True, False, False),
        ("c", False, True, False),
        ("d", False, False, True),
        ("e", False, False, False),
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_a_link_to_anything_but_the_web_is_only_text(url: str) -> None:
    (paragraph,) = read_markdown(f"[här]({url})")
    assert paragraph.runs == (Run("här"),)


def test_lists_inside_lists_and_quotes_are_kept() -> None:
    quote, listing = read_markdown("> citat\n\n1. ett\n   * inne\n2. två")
    assert quote.kind == "quote"
    assert listing.ordered
    assert listing.nodes[0].nodes[1].kind == "list"


def test_raw_html_between_paragraphs_is_left_out() -> None:
    assert read_markdown("<script>alert(1)</script>") == ()


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/passwd"])
def test_a_drawing_that_takes_something_from_outside_is_left_out_and_said(address: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>'
    shown = read(**{"image_svg+xml": svg, "text_plain": "en bild"})
    assert shown[0] == Verbatim("en bild")
    assert [node.runs for node in shown[1].nodes] == [(Run("Utelämnad"),)]


def test_what_lies_deeper_than_six_is_written_at_that_depth() -> None:
    (quote,) = read_markdown("> " * 9 + "inne")
    deep = 1
    while quote.nodes and quote.nodes[0].kind == "quote":
        quote, deep = quote.nodes[0], deep + 1
    assert deep == 6
    assert [run.text for run in quote.nodes[0].runs] == ["inne"]
    (listing,) = read_markdown("\n".join("  " * n + "* x" for n in range(9)))
    deep = 1
    while inner := [node for node in listing.nodes[0].nodes if node.kind == "list"]:
        listing, deep = inner[0], deep + 1
    assert deep == 6


@pytest.mark.parametrize(("rows", "cut"), [(1000, False), (1001, True)])
def test_a_table_is_shown_up_to_a_thousand_rows(rows: int, cut: bool) -> None:
    html = f"<table>{'<tr><td>1</td></tr>' * rows}</table>"
    table, *said = read(text_html=html)
    assert len(table.body) == 1000
    assert table.cut is cut
    assert len(said) == int(cut)


@pytest.mark.parametrize(
    ("kind", "longest"), [("text_plain", 20_000), ("text_markdown", 20_000), ("text_html", 200_000)]
)
def test_a_text_is_shown_up_to_its_longest_and_that_is_said(kind: str, longest: int) -> None:
    assert len(read(**{kind: "x" * longest})) == 1
    shown, said = read(**{kind: "x" * (longest + 1)})
    text = shown.text if isinstance(shown, Verbatim) else shown.nodes[0].runs[0].text
    assert len(text) == longest
    assert said.nodes[0].runs == (Run("Kortat"),)


@pytest.mark.parametrize(("span", "columns"), [("100", 100), ("101", 100), ("2", 2), ("1", 1)])
def test_a_span_is_at_most_a_hundred(span: str, columns: int) -> None:
    (table,) = read(text_html=f"<table><tr><td colspan='{span}' rowspan='3'>1</td></tr></table>")
    assert (table.width, table.body[0][0].rows) == (columns, 3)


@pytest.mark.parametrize(
    ("cells", "side"),
    [
        (["1", "", "2,5"], "right"),
        (["", ""], "left"),
        (["1", "x"], "left"),
        (["–", "12 %"], "right"),
    ],
)
def test_a_column_goes_right_where_all_that_is_filled_are_numbers(
    cells: list[str], side: str
) -> None:
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    (table,) = read(text_html=f"<table>{rows}</table>")
    assert table.align(0) == side
    assert table.align(1) == "left"


def test_a_table_without_rows_has_no_columns() -> None:
    assert PlainTable("T", (), ()).width == 0
