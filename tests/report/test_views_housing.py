"""What the chapter on housing rests on beside the area types: what exists, and what nobody has."""

from pathlib import Path

import pytest
from types_store import make_report_of, make_store

from segnb.report import verbs
from segnb.report.front_matter.data_coverage import _runs
from segnb.report.page.blocks import Gap
from segnb.vocabulary.catalogue import catalogue


def cells_of(table, label: str) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    return next(row.cells for row in table.rows if row.cells[0] == label)


def test_coverage_shows_each_vintage_of_areas_and_the_holes_between(make_report) -> None:
    label = "Hyresrätt, andel av bostäderna"
    whole = cells_of(verbs.show_coverage(make_report(), "housing"), label)
    assert whole[2] == "■ 2015–2023, 2024–2025"
    holed = cells_of(verbs.show_coverage(make_report("9903"), "housing"), label)
    assert holed[2] == "■ 2015–2017, 2020–2023, 2024–2025"


def test_coverage_has_no_empty_cell_in_either_language(make_report) -> None:
    for lang in ("sv", "en"):
        table = verbs.show_coverage(make_report(lang=lang), "housing")
        assert all(cell.strip() for row in table.rows for cell in row.cells)
        assert all(cell[0] in "■◪□" for row in table.rows for cell in row.cells[1:])


@pytest.mark.parametrize(("focus", "indicator", "cells"), [
    ("labour", "social_assistance_area", ("per RegSO", "2011–2023", "saknas")),
    ("education", "school_pupils", ("per skola", "saknas", "saknas")),
    ("labour", "social_assistance", ("1998–2025", "saknas", "saknas")),
])  # fmt: skip
def test_what_there_is_of_areas_alone_is_not_said_to_be_unknown_of_the_municipality(
    make_report, focus: str, indicator: str, cells: tuple[str, ...]
) -> None:
    report = make_report()
    label = report.read.catalogue[indicator].label.sv
    found = cells_of(verbs.show_coverage(report, focus), label)[1:4]
    assert [cell.split(" ", 1)[1] for cell in found] == [*cells]


def test_what_is_not_held_of_areas_is_at_their_source(tmp_path: Path) -> None:
    store, _ = make_store(tmp_path)
    cells = cells_of(verbs.show_coverage(make_report_of(store), "labour"),
                     catalogue()["employment_rams"].label.sv)  # fmt: skip
    assert cells[1:4] == ("◪ per RegSO", "◪ hos källan", "◪ hos källan")


def test_a_share_that_is_given_by_area_or_school_alone_says_so_in_its_label() -> None:
    for entry in catalogue().indicators.values():
        if entry.unit == "percent" and entry.kind == "value" and "municipality" not in entry.levels:
            assert entry.label.sv.endswith(("efter område", "per skola")), entry.id


@pytest.mark.parametrize(
    ("years", "runs"),
    [
        ([], []),
        ([2022], [(2022, 2022)]),
        ([2018, 2022], [(2018, 2018), (2022, 2022)]),
        ([2012, 2013, 2016], [(2012, 2013), (2016, 2016)]),
        ([2006, 2007, 2008, 2012], [(2006, 2008), (2012, 2012)]),
    ],
)
def test_years_that_are_held_are_runs_and_elections_stand_one_by_one(
    years: list[int], runs: list[tuple[int, int]]
) -> None:
    assert _runs(years) == runs


def test_what_nobody_publishes_names_the_nearest_level_and_whom_to_ask(make_report) -> None:
    gap = make_report(chapter="housing").get("overcrowding", "regso")
    assert isinstance(gap, Gap)
    rows = dict(gap.rows)
    assert rows["Närmaste nivå"] == "Finns för kommun, län och riket."
    assert rows["Så kan det fyllas"].startswith("Beställ uppgiften")


def test_a_break_outside_the_years_shown_is_not_listed(make_report) -> None:
    report = make_report()
    report.source_line(report.get("low_economic_standard", "deso", year=2024))
    assert not any("2011" in when for when, _ in report.sources().breaks)
