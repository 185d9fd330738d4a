"""The table of global goals names what a report shows, and by name what it does not."""

import pytest

from segnb.report.focus_areas.global_goals import goal_rows
from segnb.vocabulary.i18n import Language


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_indicator_stands_among_those_shown_only_where_it_is(lang: str) -> None:
    language = Language(lang)  # type: ignore[arg-type]
    shown, lacking = rows_of(language, {"low_economic_standard"})
    income = {"sv": "Nettoinkomst, median", "en": "Net income, median"}[lang]
    poor = {"sv": "Låg ekonomisk standard", "en": "Low economic standard"}[lang]
    assert poor in shown
    assert income in lacking
    assert income not in shown
    assert poor not in lacking


def test_where_nothing_is_shown_that_is_said_and_all_are_named() -> None:
    shown, lacking = rows_of(Language("sv"), set())
    assert shown == "inga"  # no dash: a column of dashes is left out of a chapter
    assert "Låg ekonomisk standard" in lacking
    assert "Ekonomisk standard;" not in lacking  # counts that are shown by their shares


def rows_of(language: Language, shown: set[str]) -> tuple[str, ...]:
    """Cells of the first goal, no poverty."""
    return goal_rows(language, shown)[0].cells[1:]


def test_a_bound_report_names_what_its_chapters_show(finished) -> None:
    import json

    from lxml import html

    folder = finished("9901", "sv")
    record = json.loads((folder / "manifest.json").read_text("utf-8"))
    shown = {one["indicator"] for one in record["figures"]}
    page = html.parse(str(folder / "report.html"))
    (table,) = page.xpath("//table[caption[contains(., 'Indikatorer efter globala mål')]]")
    cells = [["".join(cell.itertext()).strip() for cell in row] for row in table.xpath(".//tr")[1:]]
    expected = [tuple(row.cells) for row in goal_rows(Language("sv"), shown)]
    assert [tuple(one) for one in cells] == expected
