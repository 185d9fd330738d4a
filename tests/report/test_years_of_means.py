"""A value that is a mean of several years is printed with all of them, everywhere."""

import re
from math import nan
from pathlib import Path

import pandas as pd
import pytest
from series_store import add_values, empty_store, report_of

from segnb.report import Report, verbs
from segnb.report.page.blocks import Figure
from segnb.vocabulary.catalogue import catalogue

POOLED = {"self_rated_health": 4, "mental_wellbeing": 4, "daily_smoking": 4, "obesity": 4,
          "low_trust": 4, "life_expectancy_women": 5, "life_expectancy_men": 5}  # fmt: skip
PLACES = {"0127": ("2007–2010", "2015–2018"), "0380": ("2010", "2018")}  # Uppsala asks each year


def test_the_means_of_several_years_are_declared() -> None:
    found = {one.id: one.pooled for one in catalogue().indicators.values() if one.pooled > 1}
    assert found == POOLED
    said = [one.id for one in catalogue().indicators.values()
            if one.disclosure and "flera år" in one.disclosure.sv]  # fmt: skip
    assert set(said) <= set(POOLED)


def test_kolada_documents_each_mean_of_several_years(shared) -> None:
    """Its list of key figures says T-3 or T-4; thefts and vandalism are of one year since 2024."""
    path = shared / "data" / "kolada" / "2023-03-28_KOLADA_KPI_list.parquet"
    texts = pd.read_parquet(path).set_index("id")["description"]
    for entry in catalogue().indicators.values():
        codes = [one.table for one in entry.sources if one.producer == "Kolada"]
        back = {int(n) for code in codes if code in texts.index
                for n in re.findall(r"T-(\d) till (?:år )?T", texts[code])}  # fmt: skip
        if back and entry.id not in ("theft", "vandalism"):
            assert back == {entry.pooled - 1}, entry.id


@pytest.fixture(params=PLACES)
def report(request: pytest.FixtureRequest, tmp_path) -> Report:
    store = empty_store(tmp_path)
    add_values(store, "low_trust", {2010: 41.0, 2014: 35.0, 2018: 30.0}, request.param)
    return Report.make("health", store, municipality=request.param)


def test_titles_tables_cards_and_sources_print_all_years_of_a_mean(report: Report) -> None:
    first, last = PLACES[report.place.code]
    figure = verbs.show_small_multiples(report, "low_trust")
    assert f"41 % år {first} och 30 % år {last}" in figure.title.replace("\u00a0", " ")
    assert f"år {last}" in figure.alt
    assert first in figure.table.rows[0].cells
    (line,) = report.trail.lines()
    begun = first.partition("–")[0]
    assert line.years == f"{begun}–2018"
    of_single_years = "2010, 2014, 2018"  # which no mean fills between them
    told = of_single_years if begun == first else f"{begun}–2018"
    assert dict(figure.cards[0].rows)["Referenstid"] == told
    assert f"{begun}–2018" in figure.alt or begun == "2010"
    coverage = verbs.show_coverage(report, "health")
    (cell,) = (row.cells[1] for row in coverage.rows if row.cells[0].startswith("Saknar tillit"))
    assert begun in cell


def test_a_year_inside_a_mean_that_is_printed_is_not_missing(tmp_path) -> None:
    store = empty_store(tmp_path)
    values = {2008: nan, 2010: 41.0, 2011: 40.0, 2012: 39.0, 2014: 35.0, 2018: 30.0}
    add_values(store, "low_trust", values, "0127")
    report = Report.make("health", store, municipality="0127")
    figure = verbs.show_small_multiples(report, "low_trust")
    assert not [gap.title for gap in report.trail.gaps.values() if "Saknar tillit" in gap.title]
    assert "Skraffering" not in figure.subtitle
    assert "sista år" in figure.page.content


@pytest.mark.parametrize(("last", "told"), [(2015, False), (2018, True)])
def test_a_line_that_stops_where_no_mean_ends_says_so(tmp_path, last, told) -> None:
    store = empty_store(tmp_path)
    values = dict.fromkeys([*range(2010, 2015), last], 40.0)
    add_values(store, "low_trust", values, "0127")
    report = Report.make("health", store, municipality="0127")
    for figure in (verbs.show_small_multiples(report, "low_trust"),
                   verbs.show_trend(report, "low_trust")):  # fmt: skip
        assert ("där linjen bryts utan seriebrott saknas medelvärde" in figure.subtitle) == told


def test_a_mean_is_dated_with_all_its_years_where_it_is_written_in_the_drawing(tmp_path) -> None:
    store = empty_store(tmp_path)
    add_values(store, "low_trust", {year: 41.0 - year % 7 for year in range(2009, 2019)}, "0127")
    report = Report.make("health", store, municipality="0127")
    for figure in (verbs.show_small_multiples(report, "low_trust"),
                   verbs.show_trend(report, "low_trust")):  # fmt: skip
        assert "år 2006–2009" in figure.page.content
        assert "2006–2018" in figure.alt


def test_what_a_producer_has_no_value_of_has_that_reason_in_all_lists(tmp_path) -> None:
    store = empty_store(tmp_path)
    add_values(store, "school_eligibility", {2013: 80.0, 2014: nan, 2017: 82.0}, "0127")
    report = Report.make("education", store, municipality="0127")
    verbs.show_small_multiples(report, "school_eligibility")
    reasons = {gap.rows[1][1] for key, gap in report.trail.gaps.items() if key.endswith("_blank")}
    assert reasons == {report.text("gaps.why_blank")}


def test_a_panel_alone_that_explains_its_point_ends_with_one_full_stop(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_values(store, "low_trust", {2010: 41.0, 2014: 36.0, 2018: 30.0})
    figure = verbs.show_small_multiples(report_of(store), "low_trust")
    assert isinstance(figure, Figure)
    assert "medelvärdets sista år." in figure.subtitle
    assert ".." not in figure.subtitle
