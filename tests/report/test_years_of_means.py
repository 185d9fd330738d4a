"""A value that is a mean of several years is printed with all of them, everywhere."""

import re

import pandas as pd
import pytest
from series_store import add_values, empty_store

from segnb.report import Report, verbs
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
    assert dict(figure.cards[0].rows)["Referenstid"] == last
    coverage = verbs.show_coverage(report, "health")
    (cell,) = (row.cells[1] for row in coverage.rows if row.cells[0].startswith("Saknar tillit"))
    assert begun in cell
