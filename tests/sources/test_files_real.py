"""The real files beside the checkout, read whole: every official sum comes out of the store."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest

from segnb.sources.files import import_folder
from segnb.store import Store, bridge_codes
from segnb.vocabulary.areas import municipalities

pytestmark = pytest.mark.long  # the files are imported whole
DALARNA = [code for code in municipalities()["code"] if code.startswith("20")]


@pytest.fixture(scope="session")
def everything(real_files) -> tuple[Store, dict[str, dict[str, Any]]]:
    """Store of all real files, and what became of each."""
    return Store.open(real_files[0]), real_files[1]


@pytest.fixture
def store(everything) -> Store:
    return everything[0]


@pytest.fixture
def files(everything) -> dict[str, dict[str, Any]]:
    return everything[1]


def total(store: Store, indicator: str, level: str, year: int, group: str) -> float:
    rows = store.read(indicator, level=level, years=[year])
    return rows.loc[rows["group"] == group, "value"].sum()


def note(files: dict[str, dict[str, Any]], path: str, words: str) -> bool:
    return any(words in text for text in files[path]["notes"])


# -- the folder


def test_every_file_is_in_the_store_or_left_with_the_right_reason(files, shared: Path) -> None:
    there = {p.relative_to(shared / "data").as_posix() for p in (shared / "data").rglob("*.*")
             if p.is_file()}  # fmt: skip
    assert set(files) == there
    table = pd.read_csv(Path(__file__).parent / "left_files.csv", dtype="str")
    expected = dict(table.itertuples(index=False, name=None))
    left = {path: file["reason"] for path, file in files.items() if file["reason"]}
    assert set(left) <= set(expected), "read by nothing, and no reason is known for it"
    wrong = {path: why for path, why in left.items() if expected[path] not in why}
    assert not wrong


def test_every_snapshot_has_a_producer_a_title_a_licence_and_a_day(store: Store) -> None:
    held = store.snapshots()
    assert (held[["producer", "title", "licence"]] != "").all(axis=None)
    assert set(held["producer"]) == {
        "Brå", "Folkhälsomyndigheten", "Försäkringskassan", "Kolada", "Polisen", "SCB",
        "Skolverket", "Valmyndigheten",
    }  # fmt: skip


# -- SCB


@pytest.mark.parametrize(
    ("indicator", "level", "year", "group", "people"),
    [
        ("background", "deso2018", 2022, "total", 10_521_556),
        ("birth_region", "deso2018", 2022, "total", 10_521_556),
        ("age", "deso2018", 2022, "total", 10_521_556),
        ("building_type", "deso2018", 2022, "total", 10_521_556),
        ("population", "deso2018", 2022, "all", 10_521_556),
        ("population", "deso2018", 2023, "all", 10_551_707),
        ("birth_region", "regso2020", 2020, "total", 10_379_295),
        ("birth_region", "regso2020", 2021, "total", 10_452_326),
        ("birth_region", "regso2020", 2022, "total", 10_521_556),
        ("birth_region", "regso2020", 2023, "total", 10_551_707),
        ("population", "municipality", 2019, "all", 10_327_589),
    ],
)
def test_people_sum_to_the_official_numbers(store, indicator, level, year, group, people) -> None:
    assert total(store, indicator, level, year, group) == people


@pytest.mark.parametrize(
    ("year", "counts"), [(2022, [160, 289, 855, 1770, 289]), (2023, [162, 293, 835, 1781, 292])]
)
def test_area_types_are_as_many_as_published(store: Store, year: int, counts: list[int]) -> None:
    types = store.read("area_type", level="regso2020", years=[year])["value"]
    assert types.value_counts().sort_index().tolist() == counts


def test_each_deso_table_holds_every_deso_once(store: Store) -> None:
    codes = set(store.read_areas("deso2018")["area"])
    assert len(codes) == 5984
    for indicator in ("education", "tenure", "labour_status", "household_type", "age",
                      "economic_standard", "median_net_income"):  # fmt: skip
        rows = store.read(indicator, level="deso2018")
        assert set(rows["area"]) == codes
        assert not rows.duplicated(["area", "group", "year"]).any()


def test_deso_sum_to_their_regso_through_the_key(store: Store) -> None:
    parents = store.read_areas("deso2018").set_index("area")["parent"]
    deso = store.read("birth_region", level="deso2018", years=[2022])
    deso = deso[deso["group"].isin(["sweden", "total"])]
    sums = deso.groupby([deso["area"].map(parents), "group"])["value"].sum()
    regso = store.read("birth_region", level="regso2020", years=[2022])
    regso = regso.set_index(["area", "group"])["value"]
    assert len(regso) == 2 * 3363
    assert (sums.rename_axis(["area", "group"]).sort_index() == regso.sort_index()).all()


def test_names_of_regso_are_repaired_and_the_repairs_counted(files) -> None:
    for name in ("deso_foreign_born", "deso_housing_tenure", "deso_income"):
        assert note(files, f"scb_regso_2020_2023/{name}.csv", "29 area names differ")


def test_the_copied_year_of_dalarna_is_left_out_and_the_others_equal_scbs(store, files) -> None:
    assert note(files, "geo/bef_deso_dalarna_2022_2025.csv", "2025 equal those of 2024 in all 175")
    assert files["geo/bef_deso_dalarna_2022_2025.csv"]["change"]["revised"] == 0
    assert store.read("population", level="deso2025")["year"].unique().tolist() == [2024]


# -- Kolada


def test_the_figures_that_changed_their_unit_are_never_in_the_other(store: Store, files) -> None:
    for indicator in ("theft", "vandalism"):
        for day in ("2023-03-28", "2023-09-12", "2024-01-30"):
            assert note(files, f"kolada/{day}_KOLADA_data_raw.parquet", f"{indicator} was left out")
        rows = store.read(indicator, level="municipality")
        assert rows["year"].min() == 2010
        assert rows["snapshot"].nunique() == 1
        assert rows.groupby("year")["value"].median().min() > 300
    assert not note(files, "kolada/2024-12-12_KOLADA_data_raw.parquet", "was left out: its values")


def test_older_years_stay_where_the_unit_is_the_same(store: Store) -> None:
    years = store.read("school_eligibility", level="municipality")["year"]
    assert (years.min(), years.max()) == (1998, 2024)
    assert store.read("child_poverty", years=[2015])["area"].nunique() == 290  # gone in 2024


def test_hidden_values_stay_hidden(store: Store) -> None:
    rows = store.read("university_eligibility", sex=None)
    assert (rows["status"] == "suppressed").sum() > 0
    assert rows.loc[rows["status"] != "ok", "value"].isna().all()


def test_each_municipality_has_seven_peers(store: Store) -> None:
    codes = set(municipalities()["code"])
    for code in codes:
        peers = store.read_groups(code)
        assert len(peers) == 7
        assert set(peers["member"]) <= codes - {code}


def test_averages_are_no_municipalities_and_sollentuna_stands_once(store, files) -> None:
    assert note(files, "kolada/alla_invanare.xlsx", "15 rows stand twice")
    assert note(files, "kolada/Kommuner.xlsx", "16 rows of averages were dropped")
    rows = store.read("population", level="municipality", areas=["0163"], years=[2019])
    assert rows["value"].tolist() == [73_857]


# -- schools, elections, crime


def test_every_school_is_read_in_every_year(store: Store) -> None:
    rows = store.read("school_pupils", level="school")
    assert len(rows) == 66_943
    assert rows["area"].nunique() == 6_832
    assert (rows.groupby("year")["municipality"].nunique() == 290).all()
    assert set(rows["year"]) == set(range(2010, 2024))
    assert rows["value"].isna().sum() == 151


@pytest.mark.parametrize(
    ("year", "voters", "eligible"), [(2018, 6_535_271, 7_495_936), (2022, 6_547_801, 7_775_390)]
)
def test_turnout_is_the_official_one(store, year, voters, eligible) -> None:
    for level in ("municipality", "county", "nation"):
        assert total(store, "votes_riksdag", level, year, "voters") == voters
        assert total(store, "votes_riksdag", level, year, "eligible") == eligible
    assert total(store, "votes_riksdag", f"district{year}", year, "eligible") == eligible
    assert total(store, "votes_riksdag", f"district{year}", year, "voters") < voters


def test_gotland_elects_no_region(store: Store) -> None:
    held = store.read("votes_region", level="municipality")
    assert set(municipalities()["code"]) - set(held["area"]) == {"0980"}


def test_the_polygons_of_stockholm_carry_the_turnout_of_the_table(store, shared: Path) -> None:
    path = next((shared / "data" / "valmyndigheten").glob("*.geojson"))
    drawn = pyogrio.read_dataframe(path, columns=["VD_KOD", "VALDELTAGANDE"])
    code = "0180" + drawn["VD_KOD"].astype("int64").astype("str").str.zfill(4)
    rows = store.read("votes_riksdag", level="district2022", municipality="0180")
    wide = rows.pivot_table(index="area", columns="group", values="value")
    turnout = 100 * wide["voters"] / wide["eligible"]
    assert sorted(store.read_polygons("district2022", "0180")["area"]) == sorted(code)
    assert len(code) == 592
    pd.testing.assert_series_equal(
        turnout[code].reset_index(drop=True), drawn["VALDELTAGANDE"], check_names=False
    )


def test_reported_crime_runs_over_thirty_years_and_ends_preliminary(store: Store) -> None:
    rows = store.read("reported_crime", municipality="0114").set_index("year")
    assert (rows.index.min(), rows.index.max()) == (1996, 2025)
    assert rows["status"].value_counts().to_dict() == {"ok": 29, "preliminary": 1}


# -- polygons


def test_all_deso_of_two_counties_have_polygons_of_their_own_vintage(store: Store) -> None:
    drawn = store.read_polygons("deso2018")["area"]
    held = store.read("tenure", level="deso2018")["area"]
    for county, number in (("01", 1287), ("03", 238)):
        own = {code for code in drawn if code.startswith(county)}
        assert own == {code for code in held if code.startswith(county)}
        assert len(own) == number


@pytest.mark.parametrize("places", [DALARNA, ["2021"]], ids=["Dalarna", "Vansbro"])
def test_the_bridge_finds_every_deso_of_dalarna(store: Store, places: list[str]) -> None:
    polygons = store.read_polygons("deso2025")
    polygons = polygons[polygons["municipality"].isin(places)]
    statistics = store.read("tenure", level="deso2018", municipality=places)
    log = store.read_links("change", "deso2018", "deso2025")
    bridge = bridge_codes("deso2018", "deso2025", with_statistics=statistics["area"],
                          with_polygon=polygons["area"], changed=log["from_area"])  # fmt: skip
    assert len(bridge.matched) == len(polygons) == (175 if len(places) > 1 else 4)
    assert bridge.without_polygon == bridge.without_statistics == ()


def test_vulnerable_areas_are_as_many_as_listed(store: Store) -> None:
    listed = store.read_polygons("police")["category"].value_counts().to_dict()
    assert listed == {"Utsatt område": 27, "Riskområde": 15, "Särskilt utsatt område": 17}
    assert len(store.read_polygons("police", "0127")) > 1


def test_violent_crime_of_both_sources_is_the_same_where_they_overlap(
    shared: Path, tmp_path: Path
) -> None:
    """Rates of Brå in whole numbers per 10,000 residents, Kolada's by another population."""
    store = Store.create(tmp_path / "kolada")
    import_folder(shared / "data" / "kolada" / "kolada_crime_2006_2025.csv", store)
    kolada = store.read("violent_crime", level="municipality").set_index(["area", "year"])["value"]
    path = shared / "data" / "bra" / "bra_anmalda_brott_1996_2015.csv"
    bra = pd.read_csv(path, sep=";", dtype={"kommun": "str"}).query("key == 'violent'")
    bra = bra.set_index(["kommun", "period"])["per100k"].rename_axis(["area", "year"])
    both = pd.concat([bra, kolada], axis="columns").dropna()
    apart = (both.iloc[:, 0] - both.iloc[:, 1]).abs()
    assert len(both) == 2879
    assert (apart <= 20).mean() > 0.98
    assert apart.median() < 5
