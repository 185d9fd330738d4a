"""The table of global goals names what a report shows, and by name what it does not."""

import pytest
from lxml import html

from segnb.report.focus_areas.global_goals import goal_rows
from segnb.vocabulary.catalogue import catalogue
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


def test_what_is_read_and_not_shown_is_not_said_to_be_shown(make_report) -> None:
    report = make_report()
    report.get("high_economic_standard")
    report.shows(report.get("low_economic_standard"))
    block = report.sources()
    assert block.seen == ("low_economic_standard",)
    assert "high_economic_standard" in {one.indicator for one in block.figures}


def test_all_that_a_bound_report_says_it_shows_stands_somewhere_else_in_it(finished) -> None:
    page = html.parse(str(finished("9901", "sv") / "report.html"))
    (table,) = page.xpath("//table[caption[contains(., 'Indikatorer efter globala mål')]]")
    cells = [["".join(cell.itertext()).strip() for cell in row] for row in table.xpath(".//tr")[1:]]
    shown = {one for row in cells for one in row[1].split("; ")} - {"inga"}
    for part in (table, *page.xpath("//script | //style")):
        part.getparent().remove(part)
    text = "".join(page.getroot().itertext()).lower()
    names = {one.name.sv: one.label.sv for one in catalogue().indicators.values()}
    assert [n for n in shown if n.lower() not in text and names[n].lower() not in text] == []
    assert len(shown) > 20
