"""What is missing is told where it is missing, and nothing else is called so."""

from pathlib import Path

import pandas as pd
from series_store import PLACE, add_values, empty_store

from segnb.report import Report, verbs
from segnb.report.change import trend_frames
from segnb.report.comparison import standings
from segnb.report.page.certainty_boxes import overview
from segnb.report.page.indicator_cards import one_card_each
from segnb.report.page.missing_data import make_gap
from segnb.vocabulary.catalogue import breaks_at, catalogue
from segnb.vocabulary.i18n import Language

SV = Language("sv")


def test_what_does_not_apply_is_not_counted_as_missing() -> None:
    kinds = ["missing", "suppressed", *["not_applicable"] * 5]
    gaps = [make_gap(SV, str(n), f"sak {n}", "skäl", status=kind)  # type: ignore[arg-type]
            for n, kind in enumerate(kinds)]  # fmt: skip
    assert overview(SV, [], gaps).boxes[2].items == ("sak 0", "sak 1")


def test_two_numbers_without_a_verdict_are_not_what_is_unsure(make_report) -> None:
    report = make_report(lang="en", chapter="crime")
    said = report.say(verbs.say_change(report, "reported_crime"))
    assert said.rule.outcome == "numbers"
    assert overview(report.language, [said], []).boxes[1].items == (
        f"{said.title} (no conclusion on the change)",
    )
    assert [figure.subtitle.endswith("No conclusion on the change.") for figure in (
        verbs.show_trend(report, "reported_crime"), verbs.show_trend(report, "rental_share"),
    )] == [True, False]  # fmt: skip


def test_lines_that_end_in_different_years_say_theirs() -> None:
    last = pd.DataFrame({"kind": ["own", "median"], "year": [2011, 2018]})
    assert trend_frames._common_year(last) == 0
    assert trend_frames._common_year(last.assign(year=2018)) == 2018
    assert trend_frames._common_year(last.assign(year=[2018, 2011])) == 2018


def test_of_too_few_areas_it_is_the_division_that_is_not_compared(make_report) -> None:
    for index, said in ((True, True), (False, False)):
        report = make_report()
        held = report.get("low_economic_standard", "deso")
        part = pd.DataFrame({"municipality": [report.place.code], "value": [float("nan")]})
        title = standings._alone(report, held, part, index).title
        assert ("uppdelning" in title) is said


def test_a_card_lists_breaks_of_its_level_inside_the_years_that_are_held(make_report) -> None:
    report = make_report(lang="en", chapter="democracy")
    held = report.get("turnout_municipal", "municipality")
    assert "District borders" not in dict(report.card(held).rows).get("Breaks", "")
    assert not [one for one in breaks_at(held.entry, "municipality") if one.levels]
    late = catalogue()["vandalism"].breaks[-1].year
    crime = report.get("vandalism", "municipality")
    rows = crime.rows[crime.rows["year"] >= late]
    shown = type(crime)(crime.entry, crime.level, crime.year, rows, crime.observed)
    assert "Breaks" not in dict(report.card(shown).rows)


def test_a_card_says_about_the_figures_what_is_not_about_hidden_cells(make_report) -> None:
    card = make_report().card(make_report().get("unsafe_share", "municipality"))
    assert "Om talen" in dict(card.rows)


def test_the_gap_of_a_series_stands_in_the_sources_of_its_chapter(make_report) -> None:
    report = make_report(chapter="crime")
    verbs.show_small_multiples(report, "reported_crime", "violent_crime")
    assert all(gap.status == "missing" for gap in report.trail.gaps.values())


def test_a_card_names_no_year_that_has_no_value(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    nan = float("nan")
    add_values(store, "vandalism", {2010: 1.0, 2011: 2.0, 2012: nan, 2013: 4.0, 2014: 5.0})
    report = Report.make("crime", store, municipality=PLACE)
    held = report.get("vandalism", "municipality")
    for cards in ((report.card(held, series=True),), (report.card(held, series=True),) * 2):
        (card,) = one_card_each(cards, SV)
        assert dict(card.rows)["Referenstid"] == "2010–2011, 2013–2014"
