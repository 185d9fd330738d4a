"""Parts of what binds chapters: names, numbers, depths, points, lines of the paper. Each alone."""

from dataclasses import replace
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sample_report import composition_figure, finding, gap, half_figure, sources, types_table
from test_council import told

from segnb.publish import document as documents
from segnb.publish import missing_data_table as missing
from segnb.publish import numbering, paper, same_headings, two_page_brief, web_page
from segnb.publish.council_findings import (
    CouncilFinding,
    collected,
    headline,
    points,
    referring,
)
from segnb.publish.document import Document, _gaps_of, _tell_notes_once
from segnb.publish.markdown_nodes import Node, Prose, Run, harmless
from segnb.publish.numbering import Numbering, ShownChapter, _place, _plain_title
from segnb.report.page.block_html import Words
from segnb.report.page.blocks import (
    Boxes,
    Bullets,
    Card,
    Cards,
    Data,
    Finding,
    Findings,
    Gaps,
    Heading,
    Note,
    Opening,
    Pair,
    Paragraph,
    Rule,
    SourceLine,
)
from segnb.report.page.indicator_cards import one_card_each
from segnb.report.page.numbered_block import NumberedBlock
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

SV = Language("sv")


def chapter(depth: int = 1, *, opened: bool = False) -> ShownChapter:
    return ShownChapter("T", "chapter-1", 2, new_notebook(), depth=depth, opened=opened)


# -- numbers and depths


def test_data_of_one_name_are_numbered_from_two() -> None:
    counters = Numbering(SV)
    names = [numbering._free_name(Data(name, (), ()), counters) for name in ("a", "A", "a", "b")]
    assert names == ["a", "a_2", "a_3", "b"]


def test_the_first_opening_of_a_chapter_has_its_anchor_and_the_next_are_headings() -> None:
    one, counters = chapter(), Numbering(SV)
    first, second = (_place(Opening("", "A"), one, counters) for _ in range(2))
    assert (first.depth, first.anchor, first.base) == (1, "chapter-1", 2)
    assert (second.depth, second.anchor) == (2, "")
    assert (one.depth, one.opened) == (2, True)


@pytest.mark.parametrize(
    ("before", "level", "depth"), [(1, 4, 2), (2, 4, 3), (2, 1, 2), (3, 2, 2), (4, 3, 3), (1, 1, 2)]
)
def test_no_depth_is_skipped_and_none_is_that_of_the_chapter(
    before: int, level: int, depth: int
) -> None:
    one = chapter(before)
    assert _place(Heading("A", level), one, Numbering(SV)).depth == depth
    assert one.depth == depth
    two = chapter(before)
    prose = Prose((Node("heading", (Run("A"),), depth=level), Node("paragraph")))
    placed = _place(prose, two, Numbering(SV))
    assert (placed.depth, two.depth, placed.block.nodes[0].depth) == (depth, depth, depth)  # type: ignore[attr-defined]


def test_what_is_counted_has_a_number_and_an_anchor_one_below_its_heading() -> None:
    one, counters = chapter(2), Numbering(SV)
    figure, table, again = (
        _place(block, one, counters)
        for block in (half_figure("a"), types_table(), half_figure("b"))
    )
    assert [(p.number, p.anchor, p.depth) for p in (figure, table, again)] == [
        (1, "figure-1", 3), (1, "table-1", 3), (2, "figure-2", 3),
    ]  # fmt: skip
    assert [one.where for one in counters.datasets] == ["Figur 1", "Tabell 1", "Figur 2"]
    assert figure.download.startswith("data:text/csv")
    assert _place(Paragraph("x"), one, counters).number == 0
    bare = _place(replace(types_table(), data=None), one, counters)
    assert bare.download == ""
    of_table = replace(half_figure("c"), data=None)
    of_table = replace(of_table, table=replace(of_table.table, data=Data("t", ("x",), ((1,),))))
    assert _place(of_table, one, counters).block.data.name == "t"  # type: ignore[attr-defined]


def test_parts_of_pairs_and_findings_are_placed_inside() -> None:
    one, counters = chapter(2), Numbering(SV)
    pair = _place(Pair(half_figure("a"), types_table()), one, counters)
    assert [part.anchor for part in pair.parts] == ["figure-1", "table-1"]
    findings = _place(Findings("R", (finding("x"), finding("y"))), one, counters)
    assert [(part.number, part.depth) for part in findings.parts] == [(1, 4), (2, 4)]
    own = _place(Note("T", "# A\n\n**b**", "own_words"), one, counters)
    (inside,) = own.parts
    assert [(node.kind, node.runs[0].bold) for node in inside.block.nodes] == [  # type: ignore[attr-defined]
        ("paragraph", True), ("paragraph", True),
    ]  # fmt: skip
    assert _place(Note("T", "# A"), one, counters).parts == ()


@pytest.mark.parametrize(
    ("name", "title"),
    [("12_egna_tal.ipynb", "Egna tal"), ("mapp/a_b.ipynb", "A b"), ("m\\03_x.ipynb", "X"),
     ("99.ipynb", "99"), ("_.ipynb", "_")],
)  # fmt: skip
def test_a_chapter_without_a_title_is_called_after_its_file(name: str, title: str) -> None:
    assert _plain_title(name) == title


def cells(*made: NotebookNode) -> list[Any]:
    counters = Numbering(SV)
    found = [block for cell in made for block in numbering._blocks_of(cell, "10_x.ipynb", counters)]
    return [*found, *counters.warnings]


def test_of_the_outputs_of_a_cell_what_is_printed_and_shown_is_read() -> None:
    outputs = [
        new_output("stream", name="stdout", text="ut"),
        new_output("stream", name="stderr", text="x"),
        new_output("error", ename="E", evalue="e", traceback=[]),
        new_output("display_data", data={"text/plain": "visat"}),
        new_output("execute_result", data={"text/plain": "svar"}, execution_count=1),
    ]  # fmt: skip
    found = cells(new_code_cell("x", outputs=outputs), new_markdown_cell("*text*"))
    assert [getattr(block, "text", "prosa") for block in found] == ["ut", "visat", "svar", "prosa"]
    assert cells(NotebookNode(cell_type="raw", source="x")) == []


@pytest.mark.parametrize(("alt", "warned"), [("Ett hus", []), ("", ["10_x.ipynb: a picture"])])
def test_a_picture_that_nobody_described_is_warned_of(alt: str, warned: list[str]) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>'
    data, more = {"image/svg+xml": svg}, {"image/svg+xml": {"alt": alt}} if alt else {}
    made = new_output("display_data", data=data, metadata=more)
    shown, *said = cells(new_code_cell("x", outputs=[made]))
    assert shown.described is bool(alt)
    assert [one[: len("10_x.ipynb: a picture")] for one in said] == warned


def test_the_first_main_heading_of_a_foreign_chapter_is_its_title() -> None:
    heading = Prose((Node("heading", (Run("A "), Run("b")), depth=1), Node("paragraph")))
    lower = Prose((Node("heading", (Run("Lägre"),), depth=2),))
    read: list[Any] = [(None, [lower, heading])]
    assert numbering._own_title(read) == Opening("", "A b")
    assert len(read[0][1][1].nodes) == 1
    assert numbering._own_title([(None, [lower, Prose(())])]) is None
    opening = Opening("k", "Egen")
    assert numbering._own_title([(None, [heading]), (None, [opening])]) is opening


# -- what a council is told


def test_points_name_where_a_finding_is_told() -> None:
    rows = [told("summary", "level", headline="Delat"), told("housing", "gap"),
            told("summary", "change"), told("crime", "change"),
            told("health", "change")]  # fmt: skip
    titles = [one.finding.title for one in rows]
    assert points(rows) == (
        ("told-2", titles[1]), ("finding-summary-change", titles[2]), ("told-4", titles[3]),
    )  # fmt: skip
    assert points(rows[:1]) == ()


@pytest.mark.parametrize(
    ("headlines", "message"),
    [({"level": "x" * 120}, "x" * 120), ({"level": "x" * 121}, ""), ({"level": ""}, ""),
     ({"level": "a", "composition": "b"}, "b"), ({"gap": "a"}, "")],
)  # fmt: skip
def test_a_message_is_short_and_of_one_of_two_rules(
    headlines: dict[str, str], message: str
) -> None:
    assert headline([told("c", rule, headline=text) for rule, text in headlines.items()]) == message
    first, second = (told(name, "level", headline=name) for name in "ab")
    assert headline([first, second]) == "a"


def test_a_finding_of_another_chapter_is_referred_to_and_one_of_the_summary_stands() -> None:
    summary = NumberedBlock(Findings("R", ()), 2, 1)
    there = referring(told("housing", "gap"), summary, 3)
    assert (there.depth, there.base, there.anchor) == (3, 1, "told-3")
    assert there.told_at == ("finding-housing-gap", "housing")
    here = referring(told("summary", "gap"), summary, 3)
    assert (here.anchor, here.told_at) == ("finding-summary-gap", ("", ""))


def test_only_what_collects_is_made_of_the_six() -> None:
    six: list[CouncilFinding] = [told("housing", "level", plain="Enkelt", headline="Delat")]

    def made(block: Any, of: list[CouncilFinding] = six) -> Any:
        return collected(NumberedBlock(block), of, SV).block

    assert made(Bullets(("x",), collect=True)).items == ("Enkelt",)
    assert made(Bullets(("x",))).items == ("x",)
    assert made(Bullets(("x",), collect=True), []).items == ("x",)
    assert made(Bullets(("x",), collect=True), [told("a", "gap")]).items == ("x",)
    assert made(Opening("", "T", collect=True)).title == "Delat"
    assert made(Opening("", "T", collect=True), [told("a", "gap")]).title == "T"
    assert made(Findings("R", (finding(),), collect=True)).items == ()


def test_sources_of_the_summary_are_those_of_the_six_and_of_what_it_shows_besides() -> None:
    one, beside, left = (line("2021", title=name, sha256=name * 64) for name in "abc")
    six = [told("housing", "level", sources=(one,))]
    summary = replace(sources(), sources=(left,), besides=(beside,), replaced=True)
    made: Any = collected(NumberedBlock(summary), six, SV).block
    assert {each.title for each in made.sources} == {"a", "b"}


def test_a_list_of_sources_stands_where_it_names_a_source_or_a_break() -> None:
    def told_above(**more: Any) -> bool:
        block = replace(sources(), **{"sources": (), "breaks": ()} | more)
        return documents._collected(NumberedBlock(block), bound()).repeated

    assert told_above()
    assert not told_above(sources=(line("2021"),))
    assert not told_above(breaks=(("2019", "x"),))


def test_files_of_data_of_one_name_do_not_take_the_place_of_each_other() -> None:
    one, counters = chapter(), Numbering(SV)
    placed = [_place(half_figure("a"), one, counters) for _ in range(2)]
    assert [made.data.name for made in counters.datasets] == ["a", "a_2"]
    assert [made.block.data.name for made in placed] == ["a", "a_2"]  # type: ignore[attr-defined]


def test_the_table_of_goals_names_what_the_chapters_show() -> None:
    table = replace(types_table(), key=documents.GOALS)
    rows = [
        documents._collected(NumberedBlock(table), bound(seen=frozenset(seen))).block.rows  # type: ignore[attr-defined]
        for seen in ((), ("gini",))
    ]
    assert table.rows not in rows
    assert rows[0] != rows[1]


def test_a_table_of_gaps_is_in_the_language_of_its_chapter() -> None:
    assert [missing._table([gap()], Language(lang)).lang for lang in ("sv", "en")] == ["sv", "en"]


def test_no_name_ends_the_script_of_a_page() -> None:
    one = bound()
    named = replace(one, municipality=replace(one.municipality, name="</script><b>"))
    assert "<" not in web_page._script_words(named)


# -- what is gathered of a document


def bound(*parts: NumberedBlock, **more: Any) -> Document:
    one = documents.Chapter("housing", "c", "Boende", "Boende", new_notebook(), list(parts))
    return Document(SV, find_municipality("0127"), [one], **more)


def line(years: str, **more: str) -> SourceLine:
    return replace(SourceLine("P", "T", "t", years, "2024-01-02", "a" * 64, "CC0"), **more)


def test_days_and_years_are_the_newest_that_are_known() -> None:
    some = (line("1999–2020", updated="2024-03-04"), line("2018, 2021", retrieved="okänd"))
    one = bound(sources=some)
    assert (one.date, one.year) == ("2024-03-04", "2021")
    assert one.foot.startswith(one.words("made_of", year="2021"))
    assert (bound().date, bound().year) == ("", "")
    assert bound(sources=(line("12021"),)).year == ""
    assert "made" not in bound().foot


def test_notes_that_say_the_same_are_told_once() -> None:
    notes = [Note("A", "x"), Note("A", "y"), Note("A", "x")]
    one = bound(*map(NumberedBlock, notes), NumberedBlock(Paragraph("x")))
    _tell_notes_once(one)
    assert [part.repeated for part in one.chapters[0].parts] == [False, False, True, False]


def test_gaps_stand_alone_in_tables_and_in_sources() -> None:
    one, other = gap(), replace(gap(), key="other")
    assert _gaps_of(NumberedBlock(one)) == (one,)
    assert _gaps_of(NumberedBlock(Gaps("T", ("a", "b", "c"), (one, other)))) == (one, other)
    assert _gaps_of(NumberedBlock(sources())) == sources().gaps
    assert _gaps_of(NumberedBlock(Paragraph("x"))) == ()


def test_the_list_has_one_card_with_all_that_is_shown_of_an_indicator() -> None:
    fields = [("Källa", "Kolada, N1"), ("År", "2006–2013, 2025"), ("Seriebrott", "2015: Nytt.")]
    series = [("Källa", "Brå, x; Kolada, N1"), ("År", "1996–2015"), ("Enhet", "procent"),
              ("Seriebrott", "2006: Brås; hela tiotal. 2015: Nytt.")]  # fmt: skip
    cards = [Card("a", "A", tuple(rows)) for rows in (fields, series, fields)]
    (one,) = one_card_each(cards, SV)
    assert dict(one.rows) == {"Källa": "Kolada, N1; Brå, x", "År": "1996–2015, 2025",
                              "Enhet": "procent",
                              "Seriebrott": "2006: Brås; hela tiotal. 2015: Nytt."}  # fmt: skip


def test_what_collects_in_a_document_gets_what_all_chapters_have() -> None:
    some = (line("2021"),)
    one = bound(sources=some, gaps=(gap(),), breaks=(("2019", "x"),), cards=())
    made = [documents._collected(NumberedBlock(block), one).block for block in (
        replace(sources(), collect=True), sources(), Cards("K", ("a",)),  # type: ignore[arg-type]
        Paragraph("x", bound="till {year}"), Paragraph("x"), Boxes((Bullets(("x",)),)),
    )]  # fmt: skip
    assert (made[0].sources, made[0].breaks) == (some, (("2019", "x"),))  # type: ignore[attr-defined]
    assert made[1] == sources()
    assert made[2].cards == ()  # type: ignore[attr-defined]
    assert [block.text for block in made[3:5]] == ["till 2021", "x"]  # type: ignore[attr-defined]
    assert made[5] == Boxes((Bullets(("x",)),))
    bare = documents._collected(NumberedBlock(Paragraph("x", bound="till {year}")), bound())
    assert bare.block.text == "x"  # type: ignore[attr-defined]


def test_sources_of_the_summary_are_those_of_what_its_boxes_quote_too() -> None:
    rule = Rule("level.up.v1", "", "", "", "")
    said = [Finding(f"f{n}", "", "", f"T{n}", "", "certain", "", "", rule,
                    sources=(line("2021", title=f"F{n}", sha256=f"{n}" * 64),))
            for n in range(5)]  # fmt: skip
    one = bound(findings=[NumberedBlock(finding) for finding in said])
    summary = replace(sources(), sources=(line("2020", title="S"),), replaced=True)
    made = documents._collected(NumberedBlock(summary), one).block
    titles = [each.title for each in made.sources]  # type: ignore[attr-defined]
    assert titles == ["F0", "F1", "F2", "S"]  # as many as a box quotes


# -- gaps, headings, brief and paper


def test_a_gap_is_a_block_or_a_side_of_a_pair() -> None:
    one = gap()
    assert (
        list(missing._gaps_in(one)) == list(missing._gaps_in(Pair(one, half_figure("a")))) == [one]
    )
    assert list(missing._gaps_in(half_figure("a"))) == []
    assert missing._has_figure(Pair(one, half_figure("a")))
    assert not missing._has_figure(Pair(one, one))
    pair = Pair(one, half_figure("a"))
    assert list(missing._without(pair, {one.key})) == [pair]
    assert list(missing._without(pair, set())) == [half_figure("a")]
    assert list(missing._without(one, set())) == []
    placed = missing._placed([("a", [one]), ("b", [sources()])], "table")  # type: ignore[arg-type]
    assert [cell for cell, _ in placed] == ["a", None, "b"]
    assert [cell for cell, _ in missing._placed([("a", [one])], "t")] == ["a", None]  # type: ignore[arg-type]


def test_headings_that_are_alike_are_told_apart_by_what_they_are() -> None:
    boxes = NumberedBlock(Boxes((Bullets((), "B"),)))
    parts = [NumberedBlock(Heading("A")), NumberedBlock(half_figure("a"), number=4), boxes,
             NumberedBlock(half_figure("b"), number=5)]  # fmt: skip
    (first, second) = same_headings.tell_apart(
        [
            ("Ett", parts),
            ("Två", [NumberedBlock(Heading("A")), NumberedBlock(Boxes((Bullets((), "B"),)))]),
        ],
        Words(SV),
    )
    assert [part.apart for part in first] == ["Ett", "Figur 4", half_figure("a").title, "Figur 5"]
    assert [part.apart for part in second] == ["Två", "Två"]


def test_boxes_of_a_brief_begin_with_what_is_not_certain() -> None:
    boxes = Boxes(tuple(Bullets((), name) for name in "abc"))
    left = two_page_brief._without_certain(NumberedBlock(boxes)).block
    assert [box.title for box in left.boxes] == ["b", "c"]  # type: ignore[attr-defined]
    figures = [NumberedBlock(replace(half_figure(key), key=key)) for key in ("x_1", "y_1", "y_2")]
    assert two_page_brief._first(figures, ("y", "x")) == figures[1:2]
    assert two_page_brief._first(figures, ("z",)) == []


def test_a_figure_beside_a_table_is_printed_as_wide_as_alone_and_one_of_two_as_on_a_phone() -> None:
    figure = half_figure("a")
    writer, one = paper.PaperWriter(bound()), chapter()
    sides = {
        "two figures": Pair(figure, half_figure("b")), "a table": Pair(figure, types_table()),
        "alone": figure,
    }  # fmt: skip
    made = {name: writer.part(_place(block, one, Numbering(SV))) for name, block in sides.items()}
    wide = made["alone"]["page"]
    assert made["a table"]["parts"][0]["page"] == wide
    assert made["two figures"]["parts"][0]["page"] == {"width": figure.phone.width} != wide


def test_the_first_chapter_is_the_title_of_all_and_contents_stand_after_a_summary() -> None:
    opened = [new_notebook(cells=[new_markdown_cell(f"# {name}")]) for name in "abc"]
    names = ("summary", "housing", "crime")
    for order, before in (((0, 1, 2), 1), ((1, 0, 2), 0)):
        chapters = [(names[at], opened[at]) for at in order]
        made = documents.bind(chapters, find_municipality("0127"), SV)
        assert [chapter.parts[0].level for chapter in made.chapters] == [1, 2, 2]
        assert paper.PaperWriter(made).report()["contents_before"] == before


def test_lines_of_one_table_are_one_with_the_years_of_all() -> None:
    lines = [
        line("2019–2021", table="T2"),
        line("2015", table="T1, T2"),
        line("", title="B", table=""),
    ]
    assert paper._by_table(lines) == [("P", "T", "T1, T2", "2015–2021"), ("P", "B", "", "")]
    assert paper._by_table([line("2015", table="A, B, C")])[0][2] == "A, B, C"
    assert paper._by_table([line("2015", table="A, B, C, D")])[0][1:] == (
        "T: A, B, C, D",
        "",
        "2015",
    )
    assert paper._date("") is None
    assert paper._date("2024-03-22") == {"year": 2024, "month": 3, "day": 22}
    assert 'width="40" height="20"' in paper.framed("image/png", "x", 40.0, 20.0)


def test_what_does_harm_in_a_text_is_taken_out() -> None:
    assert (
        harmless("a\u202ab\u202ec\u2066d\u2069e\x07f\n\tg\ud800h\u2065å") == "abcdef\n\tgh\u2065å"
    )


def test_a_script_and_its_policy_are_named_by_their_hashes() -> None:
    assert web_page.sha256_of("") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert f"style-src '{web_page.sha256_of('x')}'" in web_page._policy("x")
    lines = web_page.page_script().splitlines()
    assert lines[:2] == ['"use strict";', "(() => {"]
    assert lines[-1] == "})();"
    assert not any(line.startswith((" ", "//")) or not line for line in lines)


def test_a_document_is_called_after_its_kind_and_place() -> None:
    one = bound()
    assert (one.place, one.name, one.synthetic) == ("Botkyrka, kommun 0127", "Botkyrka", False)
    other = replace(one, kind="comparison")
    assert (other.title, other.head) == ("Botkyrka: jämförelse", "Jämförelse av kommuner")
    demo = replace(one, municipality=find_municipality("9901"))
    assert demo.synthetic
    assert demo.place == demo.words("place_demo", name=demo.name, code="9901")
    nobody = replace(one, municipality=replace(one.municipality, code=""))
    assert nobody.place == "Botkyrka"
    assert composition_figure().key == "composition"
