"""The yearly national report: every municipality, both ends, and change that is certain."""

import pandas as pd
import pytest
from series_store import add_rows, empty_store

from segnb.report import national_report, verbs
from segnb.report.national.national_changes import measure_national_changes
from segnb.report.page.blocks import Figure, Gap, Table
from segnb.sources.demo import demo_store
from segnb.vocabulary.areas import demo_municipalities
from segnb.vocabulary.i18n import Language

GROUPS = ("pre_secondary_share", "rental_share")


@pytest.fixture(scope="module")
def measured():
    """The national report of the demonstration, and two indices measured once."""
    report = national_report(demo_store())
    return report, verbs.measure_national(report, *GROUPS)


def test_the_report_speaks_of_the_whole_store_and_of_no_municipality(measured) -> None:
    report, _ = measured
    assert report.place.code == ""
    assert report.text("national.title") == report.opening().title
    first = demo_municipalities()["name"].iloc[0]
    assert first not in " ".join([*report.opening().lead, report.opening().question])


def test_every_municipality_has_a_value_or_a_reason(measured) -> None:
    _, found = measured
    for indicator in GROUPS:
        rows = found.frame[found.frame["indicator"] == indicator]
        assert set(rows["municipality"]) == set(demo_municipalities()["code"])
        assert (rows["value"].notna() | (rows["reason"] != "")).all()


def test_the_distribution_names_both_ends(measured) -> None:
    report, found = measured
    figure = verbs.show_national(report, found)
    assert isinstance(figure, Figure)
    for row, indicator in zip(figure.table.rows, GROUPS, strict=True):
        values = found.of(indicator)["value"]
        assert row.cells[1] == report.language.number(len(values))
        assert row.cells[2].startswith(report.language.number(values.min(), 1))
        assert row.cells[-2].startswith(report.language.number(values.max(), 1))
        assert "(" in row.cells[2]
        assert "(" in row.cells[-2]
    assert "riket" not in figure.page.content


def test_the_map_lists_all_municipalities_by_name_and_not_by_value(measured) -> None:
    report, found = measured
    figure = verbs.show_national_map(report, found, "rental_share")
    assert isinstance(figure, Figure)
    names = [row.cells[0] for row in figure.table.rows]
    assert names == sorted(names)
    assert len(names) == len(demo_municipalities())
    assert all(len(row.cells) == 4 for row in figure.table.rows)


def test_an_index_that_is_not_measured_has_no_map(measured) -> None:
    report, found = measured
    assert isinstance(verbs.show_national_map(report, found, "gini"), Gap)


def test_changes_are_counted_once_and_places_stand_in_the_alphabet(measured) -> None:
    report, _ = measured
    changes = measure_national_changes(report, "rental_share")
    table = verbs.show_national_changes(report, changes)
    assert isinstance(table, Table)
    (row,) = table.rows
    tested, up, down, unknown, without = map(int, row.cells[-5:])
    assert tested == up + down + unknown
    assert tested + without == len(changes)
    boxes = verbs.show_changed_places(report, changes, "rental_share")
    for box, count in zip(boxes.boxes, (up, down), strict=True):
        assert list(box.items) == sorted(box.items)
        assert len(box.items) == max(count, 1)


@pytest.mark.parametrize(
    ("lang", "every", "other", "own", "another"),
    [
        ("sv", "Alla kommuner prövas tillsammans för varje mått",
         "kommuns egen rapport prövar i stället alla ändringar i den kommunen tillsammans",
         "Alla ändringar som rapporten kan uttala sig om prövas tillsammans",
         "den nationella översikten prövar alla kommuner tillsammans"),
        ("en", "All municipalities are tested together for each measure",
         "report of a municipality tests all changes of that municipality together instead",
         "All changes that the report may speak of are tested together",
         "the national report tests all municipalities together"),
    ],
)  # fmt: skip
def test_both_reports_say_which_changes_they_test_together(
    lang: str, every: str, other: str, own: str, another: str
) -> None:
    say = Language(lang).text
    words = {"shortest": "3", "rate": "5%", "likely_to": "0.20", "since": "1990"}
    assert every in say("national.changes.subtitle", rate="5%")
    assert other in say("national.changes.note")
    rules = [say(f"findings.{rule}.rule", **words) for rule in ("change", "index_change")]
    assert all(own in rule for rule in rules)
    assert another in rules[1]


@pytest.mark.parametrize(("year", "is_lacking"), [(2016, True), (2022, False)])
def test_a_measure_of_too_few_years_is_said_to_have_no_change(year: int, is_lacking: bool) -> None:
    report = national_report(demo_store(), year=year)
    changes = measure_national_changes(report, "rental_share")
    assert changes.empty is is_lacking
    assert ("national_changes_rental_share" in report.trail.gaps) is is_lacking


def test_the_table_of_changes_has_its_family_below_it(measured) -> None:
    report, _ = measured
    table = verbs.show_national_changes(report, measure_national_changes(report, "rental_share"))
    assert report.text("national.changes.note") in table.notes
    assert "prövas tillsammans" in table.subtitle


def test_a_change_is_measured_on_the_same_areas_and_without_a_break(measured) -> None:
    report, _ = measured
    changes = measure_national_changes(report, "rental_share")
    assert set(changes["level"]) == {"regso2020"}
    assert changes["last"].max() < 2024  # tenure breaks in 2024, and the areas do
    assert (changes["last"] - changes["first"]).min() >= 3


def test_coverage_has_a_row_for_every_stored_indicator(measured) -> None:
    report, _ = measured
    table = verbs.show_national_coverage(report)
    assert len(table.rows) == len(report.read.catalogue.stored())


def test_no_year_after_the_last_one_is_used() -> None:
    report = national_report(demo_store(), year=2020)
    found = verbs.measure_national(report, "rental_share")
    assert {held.year for held in found.held} == {2020}


def test_an_empty_store_gives_gaps(tmp_path) -> None:
    report = national_report(empty_store(tmp_path))
    found = verbs.measure_national(report, "rental_share")
    assert isinstance(found, Gap)
    assert isinstance(verbs.show_national(report, found), Gap)
    changes = measure_national_changes(report, "rental_share")
    assert isinstance(changes, pd.DataFrame)
    assert isinstance(verbs.show_national_changes(report, changes), Gap)
    assert verbs.show_changed_places(report, changes, "rental_share") is None


def test_years_with_much_fewer_areas_stand_by_themselves(tmp_path) -> None:
    store = empty_store(tmp_path)
    areas = {f"9904A{number:03d}0": 1.0 for number in range(1, 21)}
    for year, level, some in ((2022, "deso2018", 20), (2023, "deso2018", 19),
                              (2024, "deso2018", 3), (2024, "deso2025", 3)):  # fmt: skip
        held = dict(list(areas.items())[:some])
        add_rows(store, "population", {year: {"all": 500.0}}, level=level, areas=held)
    for lang, label in (("sv", "Folkmängd"), ("en", "Population")):
        table = verbs.show_national_coverage(national_report(store, lang=lang))
        (row,) = (row.cells for row in table.rows if row.cells[0] == label)
        assert row[-1] == "DeSO 2018: 2022–2023 (19–20); DeSO 2018: 2024 (3); DeSO 2025: 2024 (3)"
