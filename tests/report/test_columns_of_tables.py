"""A column of a table has a value in some row, and its title names what is shown."""

import re
from dataclasses import replace

import pytest

from segnb.report import verbs
from segnb.report.exhibits import make_table
from segnb.report.focus_areas import perspectives
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


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_bars_draw_of_the_country_is_in_their_table_and_alt_text(make_report, lang) -> None:
    report = make_report(chapter="housing", lang=lang)
    by_type = verbs.measure_by_type(report, "rental_share")
    figure = verbs.show_type_bars(report, by_type)
    nation = by_type.of("rental_share", "nation")["value"]
    drawn = [report.language.number(nation[str(kind)], 1) for kind in by_type.present]
    country = figure.table.rows[1].cells
    assert country[0].startswith(f"{figure.table.rows[0].cells[0]}, ")  # one name
    assert [cell for cell in country if cell in drawn] == drawn
    gap = by_type.gap("rental_share")
    for end in ("low", "high"):
        assert report.language.percent(nation[str(gap[f"type_{end}"])]) in figure.alt


def test_turnout_by_age_is_told_for_women_and_men(make_report) -> None:
    report = make_report(chapter="perspectives")
    table = verbs.show_by_sex(report, "turnout_register_18_29")
    assert table.rows[0].cells[0].startswith("Valdeltagande")


@pytest.mark.parametrize(("residents", "told"), [(9_999, True), (10_000, False)])
def test_shares_of_few_pupils_are_said_to_be_so(make_report, monkeypatch, residents, told) -> None:
    report = make_report(chapter="perspectives")
    read = report.read.held

    def held(indicator, family, **how):
        found = read(indicator, family, **how)
        if indicator != "population":
            return found
        return replace(found, rows=found.latest.iloc[:1].assign(value=float(residents)))

    monkeypatch.setattr(report.read, "held", held)
    table = verbs.show_by_sex(report, "school_eligibility")
    assert any("få elever" in note for note in table.notes) is told


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_table_below_a_figure_says_nothing_of_how_the_drawing_is_read(make_report, lang) -> None:
    report = make_report(chapter="whole", lang=lang, line=["9901R001", "9901R002"])
    share = "pre_secondary_share"
    figures = [verbs.show_ends(report, share), verbs.show_line(report, share)]
    figures.append(verbs.show_turnout(report, verbs.measure_turnout(report, "turnout_municipal")))
    figures.append(verbs.show_schools(report, verbs.measure_schools(report)))
    figures.append(verbs.show_neighbours(report, verbs.measure_neighbours(report, share)))
    figures.append(verbs.show_regroupings(report, share))
    for figure in figures:
        said = figure.table.subtitle
        assert said != figure.subtitle
        assert len(said) < len(figure.subtitle)
        assert re.search(r"\d{4}", said), figure.key
        assert not re.search(r"streck|fält|romb|tick|band|diamond|stroke", said), figure.key


@pytest.mark.parametrize("cells", [("1", "11,2 (4 av 7)", "–"), ("1", "11,2", "–")])
def test_a_median_of_some_is_explained_where_one_stands(make_report, monkeypatch, cells) -> None:
    report = make_report(chapter="perspectives")
    monkeypatch.setattr(perspectives, "_young_row", lambda *_: Row(("x", *cells, "2023")))
    table = verbs.show_young(report, "child_poverty")
    assert (report.text("perspectives.young.some") in table.notes) is ("(" in cells[1])
