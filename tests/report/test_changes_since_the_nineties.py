"""Changes are told of the time that the chapter on trends is about, with a turn inside it."""

from pathlib import Path

import pytest
from series_store import add_rows, add_values, empty_store, report_of

from segnb.analysis.trends import EARLIEST
from segnb.report import Report, verbs
from segnb.report.change.change_rules import turn_of, verdict
from segnb.report.page.blocks import Figure
from segnb.vocabulary.i18n import Language

EARLY = {1968: 10_000.0, 1980: 15_000.0, 1991: 19_000.0, 2005: 17_000.0, 2020: 18_000.0}


def people(folder: Path, values: dict[int, float], lang: str = "sv") -> Report:
    store = empty_store(folder)
    add_values(store, "population", values)
    add_values(store, "overcrowding", {2012: 9.0, 2020: 9.5})
    return report_of(store, lang=lang)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_chapter_is_named_after_the_year_from_which_changes_are_told(lang: str) -> None:
    assert str(EARLIEST) in Language(lang).text("trends.title")
    rule = Language(lang).text("findings.change.rule", shortest=3, rate="", likely_to="", since="S")
    assert "S" in rule


def test_no_change_is_told_from_before_the_time_that_the_chapter_is_about(tmp_path: Path) -> None:
    row = verdict(people(tmp_path, EARLY), "population")
    assert row is not None
    assert (row["first"], row["last"], row["direction"]) == (1991, 2020, "down")


def test_no_turn_is_told_from_before_that_time_either(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    rented = {year: 3_000.0 + 40 * abs(year - 1980) for year in range(1968, 2021)}
    years = {
        year: {"rental": count, "cooperative": 0.0, "owned": 9_000 - count, "unknown": 0.0}
        for year, count in rented.items()
    }
    add_rows(store, "tenure", years)
    report = report_of(store)
    assert turn_of(report, "rental_share") is None
    assert verdict(report, "rental_share")["first"] == EARLIEST  # type: ignore[index]


@pytest.mark.parametrize(("lang", "turn"), [("sv", "som minst 2005"), ("en", "lowest in 2005")])
def test_the_title_of_panels_tells_the_year_in_which_a_count_turned(
    tmp_path: Path, lang: str, turn: str
) -> None:
    report = people(tmp_path, EARLY, lang)
    shown = verbs.show_small_multiples(report, "population", "overcrowding", key="people")
    assert isinstance(shown, Figure)
    assert shown.title.endswith(f"({turn})")
    assert "1991" in shown.title
    assert "1968" in str(shown.alt), "the whole series is drawn"


def test_the_title_of_panels_tells_no_turn_of_a_count_that_went_one_way(tmp_path: Path) -> None:
    report = people(tmp_path, {1991: 10.0, 2000: 20.0, 2020: 30.0})
    shown = verbs.show_small_multiples(report, "population", "overcrowding", key="people")
    assert isinstance(shown, Figure)
    assert "(" not in shown.title
