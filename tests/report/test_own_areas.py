"""A municipality's own areas in a report: their indices, their map, and what they are not."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box
from types_store import DESO, PLACE, add_counts, make_store

from segnb.report import Report, verbs
from segnb.report.page.blocks import Figure, Gap, Table
from segnb.report.reading.hidden_counts import possible_counts
from segnb.store import Store

SHARE = "pre_secondary_share"
EDUCATION = {
    "pre_secondary": [100.0, 200.0, 50.0, 150.0],
    "upper_secondary": [300.0, 100.0, 250.0, 150.0],
    "post_secondary_short": [100.0, 100.0, 100.0, 100.0],
    "post_secondary_long": [100.0, 100.0, 200.0, 200.0],
}
OWN = {DESO[0]: "Norr", DESO[1]: "Söder", DESO[2]: "Norr"}  # the fourth is in no own area


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Counts of four DeSO, and a key that puts three of them in two own areas."""
    made, snapshot = make_store(tmp_path)
    add_counts(made, snapshot, "education", EDUCATION)
    own = made.add_snapshot(b"key", name="nyckel.csv", producer="own data")
    links = {"kind": "own", "from_level": "deso2018", "from_area": list(OWN), "to_level": "own"}
    made.write_links(pd.DataFrame(links | {"to_area": list(OWN.values())}), own)
    return made


def report_of(store: Store, areas: str = "own", **settings: str) -> Report:
    settings = {"municipality": PLACE, "areas": areas} | settings
    return Report.make("whole_municipality", store, **settings)


def test_published_counts_are_added_to_own_areas_by_the_municipality_s_key(store: Store) -> None:
    held = report_of(store).get(SHARE, "areas")
    shares = held.latest.set_index("area")
    assert shares["denominator"].to_dict() == {"Norr": 1200, "Söder": 500}
    assert shares["value"].to_dict() == {"Norr": 12.5, "Söder": 40}
    assert (held.level, held.summed_from) == ("own", "deso2018")
    assert set(shares["municipality"]) == {PLACE}


def test_without_key_and_counts_own_areas_are_a_gap_that_says_what_to_do(tmp_path: Path) -> None:
    made, snapshot = make_store(tmp_path)
    add_counts(made, snapshot, "education", EDUCATION)
    found = report_of(made).get(SHARE, "areas")
    assert isinstance(found, Gap)
    assert any("area, year, group, count" in text for _, text in found.rows)


def test_the_index_of_own_areas_stands_beside_those_of_official_areas(store: Store) -> None:
    levels = {areas: list(verbs.measure_indices(report_of(store, areas), SHARE).frame["level"])
              for areas in ("own", "regso")}  # fmt: skip
    assert levels == {"own": ["deso2018", "regso2020", "own"], "regso": ["deso2018", "regso2020"]}


def test_the_index_of_few_own_areas_is_withheld(store: Store) -> None:
    report = report_of(store)
    indices = verbs.measure_indices(report, SHARE)
    own = indices.frame.set_index("level").loc["own"]
    assert (own["units"], own["withheld"]) == (2, True)
    assert verbs.show_indices(report, indices).rows[0].cells[-1] == "2"


def test_the_map_of_own_areas_needs_their_polygons(store: Store) -> None:
    report = report_of(store)
    gap = verbs.show_own_map(report, "low_economic_standard", SHARE)
    assert isinstance(gap, Gap)
    assert "egna områden" in gap.title
    assert "code och name" in dict(gap.rows)["Så kan det fyllas"]
    squares = [box(2000 * i, 0, 2000 * (i + 1), 2000) for i in range(2)]
    frame = gpd.GeoDataFrame({"area": ["Norr", "Söder"]}, geometry=squares, crs=3006)
    own = store.add_snapshot(b"p", name="delar.geojson", producer="own data")
    store.write_polygons("own", frame.assign(municipality=PLACE), own)
    figure = verbs.show_own_map(report_of(store), "low_economic_standard", SHARE)
    assert isinstance(figure, Figure)
    assert "från 12,5" in figure.title
    assert "Egna områden, 2022" in figure.subtitle
    assert "kommunens egna filer" in figure.source
    assert [row.cells[0] for row in figure.table.rows] == ["Norr", "Söder"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_own_areas_have_no_official_type_and_the_text_says_so(store: Store, lang: str) -> None:
    note = verbs.note_own_types(report_of(store, lang=lang))
    assert "RegSO" in note.text


def test_other_reports_show_nothing_of_own_areas(store: Store) -> None:
    report = report_of(store, "regso")
    assert verbs.show_own_map(report, SHARE) is None
    assert verbs.note_own_types(report) is None


def test_hidden_counts_of_areas_that_are_in_no_own_area_concern_none(tmp_path: Path) -> None:
    made, snapshot = make_store(tmp_path)
    hidden = EDUCATION | {"pre_secondary": [float("nan"), 200.0, 50.0, float("nan")]}
    add_counts(made, snapshot, "education", hidden)
    links = {"kind": "own", "from_level": "deso2018", "from_area": list(OWN), "to_level": "own"}
    made.write_links(pd.DataFrame(links | {"to_area": list(OWN.values())}), snapshot)
    held = report_of(made).read.held(SHARE, "own")
    rows = held.observed.assign(status=held.observed["status"].replace("missing", "suppressed"))
    parents = pd.Series(OWN)
    found = possible_counts(replace(held, observed=rows), parents)
    assert set(found.counts["unit"]) == {"Norr", "Söder"}
    inside = replace(held, observed=rows[rows["area"] != DESO[0]])
    assert possible_counts(inside, parents) is None


# -- the page of all own areas


def with_people(store: Store) -> Store:
    snapshot = store.add_snapshot(b"people", name="people.xlsx", producer="SCB")
    add_counts(store, snapshot, "population", {"all": [1000.0, 800.0, 600.0, 300.0]})
    return store


def test_every_own_area_stands_with_its_people_and_who_is_outside(store: Store) -> None:
    report = report_of(with_people(store))
    page = verbs.show_own_areas(report, "low_economic_standard", SHARE)
    assert isinstance(page, Table)
    cells = [row.cells for row in page.rows]
    assert [row[0] for row in cells] == ["Norr", "Söder", f"Hela {report.place.name}"]
    assert [row[2] for row in cells] == ["12,5", "40,0", "21,7"]
    plain = [row[1].replace("\u2009", "").replace("\u202f", "") for row in cells]
    assert plain == ["1600", "800", "2700"]
    assert "1 av 4 DeSO 2018 ligger i inget av områdena, och där bor 300 av" in page.notes[0]


def test_codes_of_the_key_that_are_no_area_are_named(store: Store) -> None:
    link = {"kind": "own", "from_level": "deso2018", "from_area": [f"{PLACE}C9999"],
            "to_level": "own", "to_area": ["Norr"]}  # fmt: skip
    more = store.add_snapshot(b"more", name="nyckel2.csv", producer="own data")
    store.write_links(pd.DataFrame(link), more)
    page = verbs.show_own_areas(report_of(with_people(store)), SHARE)
    assert f"Nyckeln har 1 kod som inte är något område här ({PLACE}C9999)" in " ".join(page.notes)


def test_own_areas_without_key_and_counts_are_a_gap_and_others_are_nothing(tmp_path: Path) -> None:
    made, snapshot = make_store(tmp_path)
    add_counts(made, snapshot, "education", EDUCATION)
    gap = verbs.show_own_areas(report_of(made), SHARE, "low_economic_standard")
    assert isinstance(gap, Gap)
    assert gap.key.startswith(SHARE)
    assert verbs.show_own_areas(report_of(made, "regso"), SHARE) is None
