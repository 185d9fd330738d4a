"""Numbers of real municipalities whose population, place or year was once the wrong one."""

import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from segnb.report import Report, national_report, verbs
from segnb.sources.files import import_folder
from segnb.store import Store
from segnb.vocabulary.i18n import THIN

KEY = "scb_areas/koppling-deso2018-regso2020.csv"
TYPES = "scb_areas/regso_socioekonomisk_index_2022.csv"
PEOPLE_2022 = "scb_deso_2022/000005FB_20240813-152341.xlsx"
PEOPLE_2023 = "scb_deso_2022/000005FC_20240806-102837.xlsx"
EDUCATION = "scb_deso_2022/000005MO_20240813-151714.xlsx"
DALARNA = "geo/bef_deso_dalarna_2022_2025.csv"
GREY = "kolada/Kommuner.xlsx"
VAXJO = "geo/vaxjo_deso_2025.geojson"


@pytest.fixture(scope="module")
def files(shared: Path) -> Path:
    """Folder with the published files."""
    named = (KEY, TYPES, PEOPLE_2022, PEOPLE_2023, EDUCATION, DALARNA, GREY, VAXJO)
    absent = [name for name in named if not (shared / "data" / name).exists()]
    if absent:
        pytest.skip(f"needs shared/data/{absent[0]}")
    return shared / "data"


@pytest.fixture(scope="module")
def store(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("files")
    for name in (KEY, TYPES, PEOPLE_2022, PEOPLE_2023, EDUCATION, DALARNA, GREY):
        shutil.copy(files / name, folder)
    made = Store.create(tmp_path_factory.mktemp("store") / "store")
    import_folder(folder, made)
    shapes = gpd.read_file(files / VAXJO).to_crs(3006)
    code = next(name for name in shapes if shapes[name].astype(str).str.match("0780[ABC]").all())
    shapes = shapes.rename(columns={code: "area"})[["area", "geometry"]]
    snapshot = made.add_snapshot(b"shapes", name="vaxjo.geojson", producer="SCB")
    made.write_polygons("deso2025", shapes.assign(area=shapes["area"].str.slice(0, 9)), snapshot)
    return made


def report_on(store: Store, code: str, **settings: object) -> Report:
    return Report.make("housing", store, municipality=code, **settings)


def people(files: Path, name: str, column: int, code_at: int) -> pd.Series:
    """People by DeSO in a published workbook, read with pandas alone."""
    rows = pd.read_excel(files / name, header=None, dtype=str, engine="calamine")
    rows = rows[rows[code_at].str.fullmatch(r"\d{4}[ABC]\d{4}", na=False)]
    return rows.set_index(code_at)[column].astype(float)


def test_people_under_a_map_of_2022_are_those_of_2022(store: Store, files: Path) -> None:
    everybody = people(files, PEOPLE_2022, 4, 0)
    mine = everybody[everybody.index.str.startswith("0780")]
    shapes = gpd.read_file(files / VAXJO)
    codes = set(pd.concat([shapes[name].astype(str).str.slice(0, 9) for name in shapes]))
    without = mine[~mine.index.isin(codes)].sum()
    assert (without, mine.sum()) == (9440, 97137)
    report = report_on(store, "0780")
    source = verbs.show_share_map(report, "pre_secondary_share", "deso").source
    assert f"9{THIN}440 av 97{THIN}137 invånare 2022" in source


def test_the_head_of_vansbro_names_the_areas_that_its_types_are_of(store: Store) -> None:
    facts = verbs.place_facts(report_on(store, "2021"))
    assert [label for _, label in facts if "SO" in label] == [
        "områden (RegSO 2020)",
        "områden (DeSO 2018)",  # as many, and so the same
    ]


def test_people_of_2024_are_held_in_dalarna_alone(store: Store, files: Path) -> None:
    held = pd.read_csv(files / DALARNA, dtype=str)
    assert held.iloc[:, 0].nunique() == 175
    table = verbs.show_national_coverage(national_report(store))
    (cells,) = (row.cells for row in table.rows if row.cells[0] == "Folkmängd")
    assert cells[3] == f"DeSO 2018: 2022–2023 (5{THIN}984); DeSO 2025: 2024 (175)"


def test_the_newest_value_of_botkyrka_lies_after_the_break(store: Store) -> None:
    report = report_on(store, "0127")
    table = verbs.show_small_multiples(report, "neet").table
    row = dict(zip([one.label for one in table.columns], table.rows[0].cells, strict=True))
    assert row["Nyaste värde"] == "10,5\u00a0% (2017)"
    assert (row["Jämförs till"], row["Värde till"]) == ("2014", "11,7\u00a0%")


def test_a_file_of_scb_has_three_different_days(store: Store) -> None:
    report = report_on(store, "0780")
    verbs.show_strips(report, verbs.measure_standing(report, "pre_secondary_share"))
    (line,) = (one for one in report.trail.lines() if one.table == "000005MO")
    assert (line.years, line.updated, line.retrieved) == ("2022", "2024-04-25", "2024-08-13")
    (card,) = (card for card in report.cards().cards if card.id == "pre_secondary_share")
    rows = dict(card.rows)
    assert rows["Uppdaterad av producenten"] == "2024-04-25"
    assert rows["Hämtad och sha256"].startswith("2024-08-13, ")
    unknown = [one for one in report_on_grey(store).trail.lines() if one.producer == "Kolada"]
    assert {(one.updated, one.retrieved) for one in unknown} == {("", "")}


def report_on_grey(store: Store) -> Report:
    """Report that has shown what a file without any day holds."""
    report = report_on(store, "0127")
    verbs.show_trend(report, "neet")
    return report
