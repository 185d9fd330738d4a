"""A column of a table has a value in some row, and its title names what is shown."""

import pytest

from segnb.report import verbs
from segnb.report.charts.exhibits import make_table
from segnb.report.page.blocks import Row


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([("a", "–", "1"), ("b", "–", "2")], ["x", "z"]),
        ([("a", "–", "1"), ("b", "3", "–")], ["x", "y", "z"]),
        ([("a", "–", "–")], ["x", "y", "z"]),  # else the name of the row would stand alone
        ([("a", "..", "–")], ["x", "y"]),  # hidden is told
        ([("–", "1", "–")], ["x", "y"]),
    ],
)
def test_a_column_of_dashes_alone_is_left_out(make_report, rows, kept) -> None:
    table = make_table(make_report(), "t", ["x", "y", "z"], [Row(("group",), "group"), *rows])
    assert [column.label for column in table.columns] == kept
    assert {len(row.cells) for row in table.rows[1:]} == {len(kept)}
    assert table.rows[0].cells == ("group",)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_young_stand_beside_what_the_subtitle_names(make_report, lang) -> None:
    report = make_report(chapter="perspectives", lang=lang)
    table = verbs.show_young(report, "child_poverty")
    words = ("similar", "nation")
    heads = [report.text("perspectives.young.similar"), report.text("area_types.nation")]
    labels = [column.label for column in table.columns]
    for word, head in zip(words, heads, strict=True):
        named = report.text(f"perspectives.young.others_{word}") in table.subtitle
        assert named is (head in labels)


def test_a_star_is_explained_where_one_stands(make_report) -> None:
    report = make_report(chapter="perspectives")
    table = verbs.show_by_sex(report, "school_eligibility", "self_rated_health", "neet")
    starred = any("*" in cell for row in table.rows for cell in row.cells)
    assert any("*" in note for note in table.notes) is starred
