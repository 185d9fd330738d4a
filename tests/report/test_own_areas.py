"""A municipality's own areas in a report: their indices, their map, and what they are not."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box
from types_store import DESO, PLACE, add_counts, make_store

from segnb.report import Report, verbs
from segnb.report.page.blocks import Figure, Gap
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
    assert verbs.show_indices(report, indices).table.rows[0].cells[-3:] == ("·", "·", "·")


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
