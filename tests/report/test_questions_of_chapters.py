"""A chapter asks what can be asked of the municipality: nothing that it has no number of."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from series_store import PLACE, add_values, empty_store

from segnb.report import Report, verbs
from segnb.report.focus_areas.best_indicator import ranked_in
from segnb.report.page.blocks import Table
from segnb.report.reading.chapter_topics import SURVEY, has_topic
from segnb.store import make_observations


@pytest.mark.parametrize(
    ("chapter", "indicator", "asked"),
    [("health", "sickness_days", "mår"), ("crime", "unsafe_share", "hur trygga är")],
)
def test_a_question_needs_a_number_of_the_municipality(
    tmp_path: Path, chapter: str, indicator: str, asked: str
) -> None:
    store = empty_store(tmp_path)
    bare = Report.make(chapter, store, municipality=PLACE)
    assert not has_topic(bare.read, chapter)
    assert "inte på hur" in bare.opening().question or "kan inte svara" in bare.opening().question
    add_values(store, indicator, {2022: 21.0, 2023: 20.0})
    whole = Report.make(chapter, store, municipality=PLACE)
    assert asked in whole.opening().question
    assert "kan inte svara" not in whole.opening().question


@pytest.mark.parametrize("years", [1, 2])
def test_safety_is_asked_about_where_a_series_of_it_is_shown(tmp_path: Path, years: int) -> None:
    """Of every kind of crime a series is held, as of the municipalities of Dalarna."""
    store = empty_store(tmp_path)
    report = Report.make("crime", store, municipality=PLACE)
    safety = {e.id for e in ranked_in(report, "crime") if e.sources[0].table == SURVEY}
    for entry in ranked_in(report, "crime"):
        held = range(2020, 2020 + (years if entry.id in safety else 5))
        add_values(store, entry.id, dict.fromkeys(held, 20.0))
    report = Report.make("crime", store, municipality=PLACE)
    shown = set(verbs.best_of(report, "crime"))
    assert len(shown & safety) == (2 if years > 1 else 0)
    assert len(shown - safety) == 4 - len(shown & safety)
    assert ("inte på hur trygga" in report.opening().question) is (years == 1)
    nearest = dict(verbs.show_no_crime_by_area(report).rows)["Närmaste nivå"]
    assert ("trygghet" in nearest) is (years > 1)


@pytest.mark.parametrize("districts", [0, 1, 2])
def test_one_electoral_district_has_no_gap_between_districts(
    tmp_path: Path, districts: int
) -> None:
    store = empty_store(tmp_path)
    rows = [
        {"area": f"{PLACE}010{n}", "group": group, "value": value, "year": 2022}
        for n in range(districts)
        for group, value in (("voters", 800.0), ("eligible", 1000.0))
    ]
    if rows:
        frame = pd.DataFrame(rows).assign(level="district2022", sex="total", status="ok")
        made = make_observations(frame, indicator="votes_municipal")
        store.write(made, store.add_snapshot(b"x", name="votes.csv", producer="Handen"))
    opening = Report.make("democracy", store, municipality=PLACE).opening()
    assert ("ett enda valdistrikt" in opening.lead[0]) is (districts == 1)
    assert ("mellan distrikt" in opening.question) is (districts != 1)


def test_newest_values_of_one_level_are_not_said_to_be_of_each(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_values(store, "school_eligibility", {2022: 80.0})
    alone = verbs.show_newest(Report.make("trends", store, municipality=PLACE), "education")
    assert isinstance(alone, Table)
    assert "varje nivå" not in alone.subtitle


def test_a_preliminary_number_says_what_its_source_says_of_it(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_values(store, "school_eligibility", {2022: 80.0}, status="preliminary")
    for held in store.snapshots()["sha256"]:
        store.describe(
            dataclasses.replace(store.snapshot(held), limits_sv="Tolv månader.", table="T")
        )
    table = verbs.show_newest(Report.make("trends", store, municipality=PLACE), "education")
    assert isinstance(table, Table)
    assert table.notes[0].endswith("): Tolv månader.")
    assert table.notes[0].startswith("Behöriga till gymnasiet (")
