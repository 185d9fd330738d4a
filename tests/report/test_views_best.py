"""A chapter shows what is held, in the order of the catalogue."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from report_making import MakeReport
from series_store import PLACE, add_values, empty_store

from segnb.report import verbs
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Figure, Gap, Pair, Table
from segnb.store import Store, make_observations
from segnb.vocabulary.catalogue import Catalogue

AREAS = ("housing", "education", "labour", "democracy", "crime", "health")


@pytest.mark.parametrize("focus", AREAS)
def test_the_best_are_held_and_stand_in_the_order_of_the_catalogue(
    make_report: MakeReport, focus: str
) -> None:
    report = make_report(chapter=focus)
    names = verbs.best_of(report, focus)
    order = [entry.id for entry in report.read.catalogue.of_focus(focus)]
    assert 1 <= len(names) <= 4
    assert names == sorted(names, key=order.index)
    assert all(len(report.read.years(name, "municipality")) >= 2 for name in names)


def test_an_entry_that_is_added_to_the_catalogue_is_shown(make_report: MakeReport) -> None:
    report = make_report(chapter="crime")
    old = report.read.catalogue
    before = verbs.best_of(report, "crime", most=99)
    held = next(n for n in old.indicators if len(report.read.years(n, "municipality")) > 1
                and old[n].kind == "value" and old[n].focus == "health")  # fmt: skip
    moved = old[held].model_copy(update={"focus": "crime"})
    report.read.catalogue = Catalogue(indicators=old.indicators | {held: moved})
    assert set(verbs.best_of(report, "crime", most=99)) == {*before, held}


def test_what_is_best_and_not_held_is_a_gap_of_the_chapter(make_report: MakeReport) -> None:
    report = make_report(chapter="crime")
    report.read.years = lambda *_: []  # type: ignore[method-assign]
    names = verbs.best_of(report, "crime")
    assert len(names) == 1
    assert len(report.trail.gaps) == 8
    assert all(isinstance(gap, Gap) and gap.where for gap in report.trail.gaps.values())


def test_strips_have_one_unit(make_report: MakeReport) -> None:
    report = make_report(chapter="health")
    names = verbs.best_of(report, "health", years=1, most=99, one_unit=True)
    assert len({report.read.catalogue[name].unit for name in names}) == 1


def test_women_and_men_stand_beside_each_other_where_both_are_held(make_report: MakeReport) -> None:
    shown = verbs.show_sexes(make_report(chapter="health"), "health")
    assert isinstance(shown, Pair | Figure)
    assert verbs.show_sexes(make_report(chapter="crime"), "crime") is None


def test_the_newest_values_of_county_and_country_stand_where_the_municipality_has_none(
    tmp_path: Path, make_report: MakeReport
) -> None:
    store = Store.create(tmp_path / "store")
    snapshot = store.add_snapshot(b"x", name="fk.xlsx", producer="Försäkringskassan")
    rows = [("nation", "00", 22.3, "preliminary"), ("county", "20", 26.4, "ok"),
            ("county", "17", 27.9, "ok")]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["level", "area", "value", "status"]).assign(year=2024)
    store.write(make_observations(frame, indicator="sickness_days"), snapshot)
    report = Report.make("health", store, municipality="2081")
    shown = verbs.show_newest(report, "health")
    assert isinstance(shown, Table)
    assert [column.label for column in shown.columns[1:]] == ["Dalarnas län", "Riket"]
    assert shown.title.endswith("i länet och riket")
    assert [row.cells for row in shown.rows] == [
        ("Ohälsotal, dagar", "26,4 (2024)", "22,3p (2024)")
    ]
    assert "Försäkringskassan" in shown.source
    assert verbs.show_newest(report, "crime") is None
    assert verbs.show_newest(make_report(chapter="health"), "health") is None, "all are series"
    assert isinstance(verbs.show_small_multiples(report, "sickness_days"), Gap)


def test_newest_values_of_two_levels_have_one_card_of_both_and_one_note(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    snapshot = store.add_snapshot(b"x", name="fk.xlsx", producer="Försäkringskassan")
    store.describe(dataclasses.replace(snapshot, limits_sv="Tolv månader."))
    rows = [("nation", "00", 22.3), ("county", "20", 26.4)]
    frame = pd.DataFrame(rows, columns=["level", "area", "value"])
    for name in ("sickness_days", "sickness_benefit"):
        made = frame.assign(year=2024, status="preliminary")
        store.write(make_observations(made, indicator=name), snapshot)
    shown = verbs.show_newest(Report.make("health", store, municipality="2081"), "health")
    assert isinstance(shown, Table)
    assert [dict(card.rows)["Enhet och nivå"] for card in shown.cards] == ["dagar; län; riket"] * 2
    names = "Ohälsotal och sjukpenningtal (Försäkringskassan, 2024)"
    assert [note for note in shown.notes if "Försäkringskassan" in note] == [
        f"{names}: Tolv månader."
    ]


def test_a_time_axis_is_not_drawn_for_one_year(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    snapshot = store.add_snapshot(b"x", name="a.xlsx", producer="Folkhälsomyndigheten")
    frame = pd.DataFrame({"level": "municipality", "area": "2081", "municipality": "2081",
                          "year": [2024], "value": 66.3})  # fmt: skip
    store.write(make_observations(frame, indicator="self_rated_health"), snapshot)
    report = Report.make("health", store, municipality="2081")
    assert verbs.show_small_multiples(report, "self_rated_health") is None


def test_an_old_series_of_unemployment_stands_before_what_is_not_about_work(
    tmp_path: Path,
) -> None:
    store = empty_store(tmp_path)
    names = ("employment_rate", "neet", "long_term_assistance", "parental_leave_men")
    for name in (*names, "unemployed_population_share"):
        add_values(store, name, dict.fromkeys(range(2010, 2019), 5.0))
    shown = verbs.best_of(Report.make("labour", store, municipality=PLACE), "labour")
    assert "unemployed_population_share" in shown
