"""What a chapter says that it rests on is what it has drawn or said: no more and no less."""

import dataclasses
import re

import pytest

from segnb.publish.council_findings import CouncilFinding, collected
from segnb.report import Report, verbs
from segnb.report.change.trend_figure import shows_others
from segnb.report.change.trend_frames import lines_of
from segnb.report.change.trend_series import get_trend
from segnb.report.page.blocks import Finding, SourceLine
from segnb.report.page.numbered_block import NumberedBlock
from segnb.report.page.source_line import limits_on, merged
from segnb.sources.store_choice import open_store
from segnb.store import BOX
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import DASH, Language


def tables_in(line: str) -> set[str]:
    """Names between the first parentheses of a line."""
    return set(line.partition("(")[2].partition(")")[0].split(", "))


def test_a_figure_by_area_type_names_the_table_of_the_types(make_report) -> None:
    report = make_report(chapter="area_types")
    by_type = verbs.measure_by_type(report, "employed_share")
    shown = verbs.show_gaps(report, by_type).source
    types = report.source_line(report.get("area_type", "regso"))
    assert tables_in(types) <= tables_in(shown)


def test_a_figure_of_one_year_rests_on_the_files_of_that_year(make_report) -> None:
    report = make_report(chapter="democracy")
    held = report.get("turnout_municipal", "municipality")
    report.source_line(held)
    assert {line.years for line in report.sources().sources} == {str(held.year)}


def test_a_series_says_its_first_and_its_last_year(make_report) -> None:
    report = make_report(chapter="trends")
    figure = verbs.show_trend(report, "overcrowding")
    first, last = get_trend(report, "overcrowding").years
    assert f"{first}–{last}" in figure.source
    assert "Egna beräkningar" in figure.source  # its change is tested


def test_what_a_finding_rests_on_is_a_source_and_what_is_only_measured_is_not(make_report) -> None:
    report = make_report(chapter="housing")
    measured = verbs.measure_indices(report, "rental_share", "pre_secondary_share")
    assert report.sources() is None
    finding = report.say(verbs.say_level(report, measured, "rental_share"))
    assert finding.sources
    named = {line.table for line in report.sources().sources}
    own = {one.table for one in catalogue()["tenure"].sources}
    assert named <= own | {line.table for line in finding.sources}
    assert report.sources().sources == finding.sources


def test_the_summary_rests_on_the_findings_that_it_tells(make_report) -> None:
    report, other = make_report(chapter="summary"), make_report(chapter="housing")
    verbs.place_facts(report)
    own = verbs.say_level(report, verbs.measure_indices(report, "pre_secondary_share"),
                          "pre_secondary_share")  # fmt: skip
    report.findings(own, collect=True)
    told = other.say(verbs.say_level(other, verbs.measure_indices(other, "rental_share"),
                                     "rental_share"))  # fmt: skip
    assert isinstance(told, Finding)
    six = [CouncilFinding("housing", "Boende", NumberedBlock(told))]
    made = collected(NumberedBlock(report.sources()), six, Language("sv")).block
    hashes = {line.sha256 for line in made.sources}
    assert {line.sha256 for line in told.sources} <= hashes
    assert {line.sha256 for line in report.sources().besides} <= hashes
    dropped = {line.sha256 for line in report.sources().sources} - hashes
    assert dropped, "what the summary's own finding rested on is told no more"


def test_a_file_has_one_row_with_all_that_is_used_of_it() -> None:
    lines = [SourceLine("Kolada", "Nyckeltal", table, years, "", "a" * 64, "")
             for table, years in (("N2", "2010–2012"), ("N1, N2", "2015"), ("N3", ""))]  # fmt: skip
    (one,) = merged(lines, Language("sv"))
    assert (one.table, one.years) == ("N1, N2, N3", "2010–2015")


def test_a_note_on_a_file_of_many_key_figures_is_about_those_that_are_used() -> None:
    note = "U07417 och U07452 börjar 2010."
    assert limits_on(note, "", ["N02904"]) == ""
    assert limits_on(note, "", ["U07452"]) == note
    assert limits_on("Sexton nyckeltal gäller bara ett län.", "", ["N01951"]) == ""
    assert limits_on("Hela procent.", "000006TA", []) == "Hela procent."


def test_the_note_on_a_file_that_is_no_service_s_stands_with_what_is_used_of_it() -> None:
    assert limits_on("Hela tiotal.", "", ["anmalda_brott"]) == "Hela tiotal."
    assert limits_on("Förenklade gränser.", "", []) == ""


def test_years_of_which_a_file_has_nothing_that_is_used_are_left_out_of_its_row() -> None:
    lines = [SourceLine("Brå", "Anmälda brott", "anmalda_brott", years, "", "a" * 64, "")
             for years in ("1996–2015, 2025", "2014")]  # fmt: skip
    assert [one.years for one in merged(lines, Language("sv"))] == ["1996–2015, 2025"]


def test_what_is_used_of_a_file_says_its_years_in_runs(make_report) -> None:
    report = make_report(chapter="trends")
    held = report.get("overcrowding")
    first = int(held.observed["year"].min())
    report.trail.rest_on([(held, held.of_years([first, held.year]).observed)])
    years = {line.years for line in report.trail.lines()}
    assert years
    assert all(str(held.year) in one for one in years)
    assert f"{first}–{held.year}" not in years or held.year - first <= 4


def test_claims_without_a_verdict_name_no_table(make_report) -> None:
    report = make_report(chapter="claims")
    verbs.measure_claims(report)
    assert report.sources() is None or not report.sources().sources


def test_lines_of_others_rest_on_the_years_in_which_they_are_drawn(make_report) -> None:
    report = make_report(chapter="trends")
    trend = get_trend(report, "overcrowding")
    short = type(trend)(trend.held, trend.rows[trend.rows["year"] < trend.years[1] - 2])
    lines = lines_of(report, short)
    shows_others(report, lines, peers_only=True)
    ends = [int(year) for line in report.trail.lines() for year in re.findall(r"\d{4}", line.years)]
    assert max(ends) == short.years[1]


def test_areas_that_some_numbers_are_sums_for_stand_once(make_report) -> None:
    report = make_report(chapter="housing")
    held = report.get("rental_share", "municipality")
    both = [dataclasses.replace(held, summed_from=finer) for finer in ("deso2018", "")]
    assert "områden: kommun (delvis summerat ur DeSO 2018)." in report.source_line(*both)
    assert "områden: kommun (summerat ur DeSO 2018)." in report.source_line(both[0])
    assert "områden: kommun." in report.source_line(both[1])


def test_who_the_similar_municipalities_are_is_a_source_of_each_chapter_that_shows_them() -> None:
    group = "Liknande kommuner"
    for chapter, show in (
        ("labour", lambda report: verbs.show_trend(report, "child_poverty")),
        ("housing", lambda report: verbs.show_strips(report, "rental_share")),
        ("area_types", lambda report: verbs.measure_residents(report)),
        ("perspectives", lambda report: verbs.show_young(report, "child_poverty")),
    ):
        report = Report.make(chapter, open_store(BOX), municipality="Lomma")
        assert not [line for line in report.trail.lines() if group in line.title]
        show(report)
        assert [line.years for line in report.trail.lines() if group in line.title], chapter


@pytest.mark.parametrize(
    ("show", "levels"),
    [
        (lambda report: verbs.show_trend(report, "child_poverty"), "kommun; län; riket"),
        (lambda report: verbs.show_trend(report, "child_poverty", compare=False), "kommun"),
        (lambda report: verbs.show_young(report, "child_poverty"), "kommun; riket"),
        (
            lambda report: verbs.show_turnout(
                report, verbs.measure_turnout(report, "turnout_municipal")
            ),
            "valdistrikt 2022; kommun; riket",
        ),
    ],
)
def test_a_card_names_the_levels_of_all_that_its_table_prints(make_report, show, levels) -> None:
    (card,) = show(make_report(chapter="perspectives")).cards
    assert dict(card.rows)["Enhet och nivå"] == f"procent; {levels}"


def test_documents_that_efforts_are_told_from_are_sources_of_their_chapter(make_report) -> None:
    report = make_report(chapter="interventions")
    verbs.show_timeline(report, verbs.get_efforts(report))
    titles = {(line.producer, line.title) for line in report.sources().sources}
    named = {(producer, title.partition(" (")[0]) for producer, title in titles}
    assert ("Delegationen mot segregation", "webbsida om tidigare insatser") in named
    assert ("SCB", DASH) in named, "what has no title is given none"
    assert all(producer and title for producer, title in titles)
