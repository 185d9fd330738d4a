"""What is printed together is of one year, or says which year each part is of."""

from pathlib import Path

import pytest
import series_store as made
from types_store import add_counts, add_types, make_report_of, make_store

from segnb.report import verbs
from segnb.store import Store

EVEN, APART = [0.5] * 8, [0.9, 0.1] * 4


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Store of tenure that is held by DeSO in one year, by RegSO in two."""
    store = made.empty_store(tmp_path)
    made.add_tenure(store, "deso2018", {2022: APART})
    made.add_tenure(store, "regso2020", {2022: APART, 2023: EVEN})
    return store


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_levels_of_a_finding_are_of_the_newest_year_that_both_have(store: Store, lang: str) -> None:
    report = made.report_of(store, lang=lang)
    indices = verbs.measure_indices(report, "rental_share")
    assert list(indices.frame["year"]) == [2022, 2022]
    said = verbs.say_level(report, indices, "rental_share")
    assert said.outcome == "clear"
    rows = [row.cells for row in said.numbers.rows]
    assert rows[0][1:] == rows[1][1:]


def test_levels_without_a_common_year_are_not_tested_as_one(tmp_path: Path) -> None:
    store = made.empty_store(tmp_path)
    made.add_tenure(store, "deso2018", {2022: APART})
    made.add_tenure(store, "regso2020", {2023: EVEN})
    indices = verbs.measure_indices(made.report_of(store), "rental_share")
    assert list(indices.frame["year"]) == [2023]


def test_measures_of_two_years_say_which_is_of_which(store: Store) -> None:
    made.add_rows(
        store, "labour_status", {2020: {"employed": 60.0, "total": 100.0}},
        level="deso2018", areas=dict.fromkeys(made.DESO, 4),
    )  # fmt: skip
    report = made.report_of(store)
    indices = verbs.measure_indices(report, "rental_share", "employed_share", families=("deso",))
    labels = [row.cells[0] for row in verbs.show_indices(report, indices).table.rows]
    assert [label[-4:] for label in labels] == ["2022", "2020"]


def test_ends_of_measures_of_two_years_say_which_is_of_which(store: Store) -> None:
    made.add_rows(
        store, "labour_status", {2020: {"employed": 60.0, "total": 100.0}},
        level="regso2020", areas=dict.fromkeys(made.DESO, 4),
    )  # fmt: skip
    figure = verbs.show_ends(made.report_of(store), "rental_share", "employed_share")
    labels = {row.cells[1] for row in figure.table.rows}
    assert {label[-6:] for label in labels} == {", 2023", ", 2020"}
    assert ", 2020: från" in figure.alt


def test_gaps_between_types_of_two_years_say_which_is_of_which(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [2, 5]})
    tenure = {"rental": [90.0, 70, 30, 10], "owned": [10.0, 30, 70, 90]}
    none = dict.fromkeys(("cooperative", "unknown"), [0.0] * 4)
    add_counts(store, snapshot, "tenure", tenure | none)
    work = {"employed": [70.0, 60, 50, 40], "total": [90.0] * 4}
    add_counts(store, snapshot, "labour_status", work, year=2021)
    report = make_report_of(store)
    found = verbs.measure_by_type(report, "rental_share", "employed_share")
    labels = [row.cells[0] for row in verbs.show_gaps(report, found).table.rows]
    assert [label[-6:] for label in labels] == [", 2022", ", 2021"]
    alone = verbs.measure_by_type(report, "rental_share")
    assert "2022" not in verbs.show_gaps(report, alone).table.rows[0].cells[0]
