"""The demonstration's store: whole, the same each time, and never under a real place's code."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from segnb.sources.demo import demo_store, synthetic_store
from segnb.sources.demo.settlement import CORE, MIDDLES
from segnb.store import Store
from segnb.vocabulary.areas import LEVELS, demo_municipalities, find_municipality, municipalities
from segnb.vocabulary.errors import CannotWrite

pytestmark = pytest.mark.long

GROUPS = {
    "population": {"all"},
    "age": {"total", *(f"{a}-{a + 4}" for a in range(0, 80, 5)), "80-"},
    "background": {"swedish", "foreign", "total"},
    "birth_region": {"sweden", "europe", "world", "total"},
    "household_type": {"couple_children", "couple", "single_children", "single", "other"},
    "income_quartile": {"q1", "q2", "q3", "q4"},
    "median_net_income": {"all"},
    "mean_net_income": {"all"},
    "economic_standard": {"low", "high", "persons"},
    "area_type": {"all"},
    "socioeconomic_index": {"all"},
    "wage_income": {"all"},
    "tenure": {"rental", "cooperative", "owned", "unknown"},
    "building_type": {"house", "apartment", "other", "special", "unknown", "total"},
    "overcrowding": {"all"},
    "overcrowding_norm3": {"all"},
    "education": {
        "pre_secondary",
        "upper_secondary",
        "post_secondary_short",
        "post_secondary_long",
        "unknown",
    },
    "labour_status": {"employed", "unemployed", "labour_force", "outside", "total"},
    "long_term_unemployment": {"all"},
    "votes_riksdag": {"voters", "eligible"},
    "votes_municipal": {"voters", "eligible"},
    "votes_region": {"voters", "eligible"},
    "school_pupils": {"all"},
    "school_foreign_background": {"all"},
    "school_parents_post_secondary": {"all"},
    "school_eligibility": {"all"},
    "reported_crime": {"all"},
    "unsafe_share": {"all"},
    "self_rated_health": {"all"},
    "sickness_days": {"all"},
}
BY_SEX = ("overcrowding_norm3", "school_eligibility", "self_rated_health", "education")
AREA_LEVELS = ("deso2018", "deso2025", "regso2020", "regso2025")


@pytest.fixture(scope="module")
def store() -> Store:
    return demo_store()


@pytest.fixture(scope="module")
def everything(store: Store) -> pd.DataFrame:
    """All that is held, every indicator, sex and interval."""
    names = sorted(store.coverage()["indicator"].unique())
    return pd.concat([store.read(n, sex=None, interval=True) for n in names], ignore_index=True)


@pytest.mark.parametrize("indicator", GROUPS)
def test_every_indicator_of_the_report_is_held_with_its_groups(store: Store, indicator) -> None:
    rows = store.read(indicator, municipality="9901")
    assert set(rows["group"]) >= GROUPS[indicator] or len(GROUPS[indicator]) == 1
    assert not rows.empty


@pytest.mark.parametrize("indicator", BY_SEX)
def test_women_and_men_are_told_apart_where_reality_does(store: Store, indicator: str) -> None:
    assert set(store.read(indicator, municipality="9901", sex=None)["sex"]) == {
        "total",
        "women",
        "men",
    }


def test_no_number_stands_under_the_code_of_a_real_place(everything: pd.DataFrame) -> None:
    places = set(everything["municipality"]) - {""}
    assert places == set(demo_municipalities()["code"])
    assert not places & set(municipalities()["code"])
    above = everything[everything["municipality"] == ""]
    assert set(above["area"]) == {"00", "98", "99"}


def test_every_source_line_says_that_the_data_are_synthetic(store: Store) -> None:
    held = store.snapshots()
    assert set(held["producer"]) == {"segnb demo, syntetiska data"}
    assert held["title"].str.endswith("(syntetiska data)").all()
    assert held["table"].is_unique
    periods = held.set_index("table")["period"]
    newest = {name: store.read(name)["year"].max() for name in ("population", "evictions")}
    assert {name: periods[f"DEMO-{name}"] for name in newest} == newest


def test_each_year_stands_on_the_vintage_that_is_valid_for_it(everything: pd.DataFrame) -> None:
    for level, rows in everything.groupby("level"):
        assert rows["year"].between(LEVELS[level].first_year, LEVELS[level].last_year).all()
        assert rows["area"].str.fullmatch(LEVELS[level].pattern).all()
    late = everything[(everything["indicator"] == "education") & (everything["year"] == 2024)]
    assert {"deso2025", "regso2025"} <= set(late["level"])


def test_municipalities_reach_back_to_1990_and_areas_to_2011(store: Store) -> None:
    held = store.coverage().set_index(["indicator", "level"])["first_year"]
    assert held["education", "municipality"] == held["tenure", "municipality"] == 1990
    assert held["education", "nation"] == held["population", "county"] == 1990
    assert held["economic_standard", "deso2018"] == held["background", "regso2020"] == 2011


def test_there_are_about_120_deso_in_45_regso(store: Store) -> None:
    deso = [len(store.read_areas("deso2018", code)) for code in CORE]
    regso = [len(store.read_areas("regso2020", code)) for code in CORE]
    assert (sum(deso), sum(regso)) == (122, 45)
    assert deso[-1] == 4


def test_deso_sum_to_regso_and_both_to_the_municipality(store: Store) -> None:
    rows = store.read("education", municipality="9901", years=[2023])
    sums = rows.groupby(["level", "group"])["value"].sum().unstack()
    assert (sums.loc["deso2018"] == sums.loc["municipality"]).all()
    assert (sums.loc["regso2020"] == sums.loc["municipality"]).all()


def test_municipalities_sum_to_counties_and_these_to_the_nation(store: Store) -> None:
    rows = store.read("tenure", years=[1995])
    sums = rows[rows["level"].isin(["municipality", "county", "nation"])]
    sums = sums.groupby(["level", "group"])["value"].sum().unstack()
    assert (sums.loc["county"] == sums.loc["nation"]).all()
    assert (sums.loc["municipality"] == sums.loc["nation"]).all()


def test_perturbed_parts_do_not_make_their_sum_and_others_do(store: Store) -> None:
    def lack(indicator: str, parts: list[str], year: int) -> pd.Series:
        rows = store.read(indicator, municipality="9901", years=[year])
        wide = rows.pivot_table(index=["level", "area"], columns="group", values="value")
        return wide[parts].sum(axis=1) - wide["total"]

    assert (lack("labour_status", ["labour_force", "outside"], 2022) != 0).mean() > 0.5
    assert (lack("background", ["swedish", "foreign"], 2025) != 0).mean() > 0.5
    assert (lack("background", ["swedish", "foreign"], 2024) == 0).all()


def test_economic_standard_is_published_in_whole_per_cents(store: Store) -> None:
    rows = store.read("economic_standard", municipality="9901")
    shares = rows.loc[rows["group"] != "persons", "value"]
    assert (shares == shares.round()).all()
    assert shares.between(0, 100).all()
    assert (rows.loc[rows["group"] == "persons", "value"] > 300).all()


@pytest.mark.parametrize(
    ("indicator", "status"),
    [
        ("income_quartile", "suppressed"),
        ("education", "missing"),
        ("unsafe_share", "not_applicable"),
        ("reported_crime", "preliminary"),
        ("school_foreign_background", "suppressed"),
    ],
)
def test_there_are_gaps_where_reality_has_them(store: Store, indicator: str, status: str) -> None:
    rows = store.read(indicator)
    found = rows[rows["status"] == status]
    assert not found.empty
    assert len(found) < len(rows) / 4
    assert found["value"].isna().all() == (status != "preliminary")


def test_a_hidden_deso_is_not_found_by_taking_the_others_from_the_sum(store: Store) -> None:
    rows = store.read("income_quartile", level="deso2018", municipality="9903", years=[2012])
    hidden = set(rows.loc[rows["status"] == "suppressed", "area"])
    parents = store.read_areas("deso2018", "9903").set_index("area")["parent"]
    assert len(hidden) >= 2
    assert parents[list(hidden)].nunique() == 1


@pytest.mark.parametrize(
    ("indicator", "group", "before", "after"),
    [("labour_status", "employed", 2019, 2020), ("tenure", "rental", 2023, 2024)],
)
def test_a_new_definition_makes_a_jump(store: Store, indicator, group, before, after) -> None:
    rows = store.read(indicator, level="municipality", municipality="9901")
    wide = rows.pivot_table(index="year", columns="group", values="value")
    whole = wide["total"] if "total" in wide else wide.sum(axis=1)
    steps = (wide[group] / whole).diff().abs()
    assert steps[after] > 3 * steps[[before - 1, before, after + 1]].max()


def test_early_registers_count_only_who_is_employed(store: Store) -> None:
    rows = store.read("labour_status", municipality="9901")
    assert set(rows.loc[rows["year"] == 2019, "group"]) == {"employed", "total"}
    assert set(rows.loc[rows["year"] == 2020, "group"]) == GROUPS["labour_status"]


def test_nobody_votes_who_is_not_entitled_to(store: Store) -> None:
    for election in ("votes_riksdag", "votes_municipal", "votes_region"):
        wide = store.read(election).pivot_table(
            index=["level", "area", "year"], columns="group", values="value"
        )
        assert (wide["voters"] <= wide["eligible"]).all()
        assert {"district2018", "district2022"} <= set(wide.index.get_level_values("level"))


def test_surveys_have_intervals_round_their_values(store: Store) -> None:
    rows = store.read("self_rated_health", municipality="9901", interval=True)
    wide = rows.pivot(index="year", columns="group", values="value")
    assert ((wide["ci_low"] < wide["all"]) & (wide["all"] < wide["ci_high"])).all()


# -- areas, groups, polygons


def test_names_are_unique_within_a_municipality(store: Store) -> None:
    for level in ("regso2020", "regso2025", "school", "district2018", "district2022"):
        places = store.read_areas(level)
        assert (places["name"] != "").all()
        assert not places.duplicated(["municipality", "name"]).any(), level


def test_every_place_is_found_by_its_name() -> None:
    for place in demo_municipalities().itertuples():
        assert find_municipality(place.name).code == place.code
        assert find_municipality(place.code).synthetic
        assert place.name not in set(municipalities()["name"])


def test_each_municipality_has_seven_similar_ones_and_is_none_of_them(store: Store) -> None:
    for code in demo_municipalities()["code"]:
        group = store.read_groups(code)
        assert set(group["kind"]) == {"similar"}
        assert group["member"].nunique() == len(group) == 7
        assert code not in set(group["member"])


@pytest.mark.parametrize("level", [*AREA_LEVELS, "municipality", "county", "district2022"])
def test_polygons_cover_the_county_without_gap_or_overlap(store: Store, level: str) -> None:
    held = store.read_polygons(level)
    assert held.crs.to_epsg() == 3006
    assert held.is_valid.all()
    assert shapely.coverage_is_valid(held.geometry.to_numpy())
    assert held.geometry.area.sum() == pytest.approx(
        store.read_polygons("county").geometry.area.sum()
    )


@pytest.mark.parametrize("level", AREA_LEVELS)
def test_every_area_of_the_county_has_one_polygon(store: Store, level: str) -> None:
    for code in MIDDLES:
        drawn = store.read_polygons(level, code)["area"]
        assert sorted(drawn) == sorted(store.read_areas(level, code)["area"])


def test_regso_are_made_of_their_deso(store: Store) -> None:
    deso = store.read_polygons("deso2025", "9901")
    parents = store.read_areas("deso2025", "9901")[["area", "parent"]]
    made = deso.merge(parents, on="area").dissolve("parent").sort_index()
    drawn = store.read_polygons("regso2025", "9901").set_index("area").sort_index()
    both = gpd.GeoSeries(made.geometry).symmetric_difference(drawn.geometry)
    assert both.area.max() < 1


def test_the_areas_of_the_police_lie_in_the_town_and_follow_no_border(store: Store) -> None:
    listed = store.read_polygons("police", "9901")
    assert len(listed) == 2
    assert listed["category"].str.contains("utsatt", case=False).all()
    assert store.read_polygons("police", "9902").empty
    regso = store.read_polygons("regso2020", "9901").geometry.boundary.union_all()
    assert not listed.geometry.boundary.intersects(regso).any()


def test_the_town_is_denser_in_its_middle(store: Store) -> None:
    held = store.read_polygons("deso2018", "9901")
    middle = held.geometry.centroid.distance(shapely.Point(760_000, 6_800_000))
    near, far = held.geometry.area[middle < 3000], held.geometry.area[middle > 9000]
    assert near.median() < far.median() / 5


def test_the_log_names_every_area_that_differs_between_the_vintages(store: Store) -> None:
    log = store.read_links("change", "deso2018", "deso2025")
    old = store.read_polygons("deso2018").set_index("area").geometry
    new = store.read_polygons("deso2025").set_index("area").geometry
    same = old.index.intersection(new.index)
    moved = same[old[same].symmetric_difference(new[same]).area > 1]
    ended = old.index.difference(new.index)
    assert set(log["from_area"]) == {*moved, *ended}
    assert len(moved) > 0
    assert len(ended) > 0


# -- the folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demonstration")
    demo_store(folder)
    return folder


def test_two_makings_are_the_same_in_every_byte(made: Path, store: Store) -> None:
    assert demo_store(made).fingerprint() == store.fingerprint()


def test_a_store_that_is_whole_is_not_made_again(made: Path, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(synthetic_store, "_make", refuse)
    assert not demo_store(made).read("population", municipality="9901").empty


def test_a_damaged_store_is_made_again_and_nothing_is_left_beside_it(made: Path) -> None:
    path = demo_store(made).path
    before = demo_store(made).fingerprint()
    (path / "observations" / "education.parquet").write_bytes(b"not parquet")
    assert demo_store(made).fingerprint() == before
    (path.parent / "complete.json").write_text(json.dumps([]))
    assert demo_store(made).fingerprint() == before
    assert [p.name for p in made.iterdir() if p.is_dir()] == [path.parent.name]


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite, match="cannot be written"):
        demo_store(tmp_path / "file")


def test_values_are_finite_where_there_are_any(everything: pd.DataFrame) -> None:
    assert np.isfinite(everything["value"].dropna()).all()
    assert (everything["value"].dropna() >= 0).all()
