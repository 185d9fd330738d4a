"""Keys, logs of changes and polygons: which areas they are, and of which vintage."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.affinity import translate
from small_files import DESO, KEY, REGSO, squares, write_csv, write_excel, write_key

from segnb.sources.files import ImportedFile
from segnb.store import Store

pytestmark = pytest.mark.long

Imported = Callable[[], dict[str, ImportedFile]]


def save(folder: Path, frame: gpd.GeoDataFrame, name: str = "a.gpkg") -> None:
    """Write polygons in the form that the suffix names."""
    if frame.crs is None:
        with pytest.warns(UserWarning, match="crs"):
            frame.to_file(folder / name)
    else:
        frame.to_file(folder / name)


# -- keys


@pytest.mark.parametrize("title_rows", [0, 3])
def test_the_key_is_found_under_its_title_in_excel(
    folder: Path, store: Store, imported: Imported, title_rows: int
) -> None:
    title = [["Koppling mellan DeSO och RegSO"], [None], ["Källa: SCB"]][:title_rows]
    write_excel(folder / "key.xlsx", [*title, *KEY])
    assert imported()["key.xlsx"].taken_as == "SCB's key from DeSO 2018 to RegSO 2020"
    deso = store.read_areas("deso2018", "0127").set_index("area")["parent"]
    assert deso.to_dict() == dict(zip(DESO, ["0127R001", "0127R001", "0127R002"], strict=True))
    assert dict(store.read_areas("regso2020")[["area", "name"]].values) == REGSO


def test_the_key_of_2025_gives_areas_of_2025_without_their_suffix(
    folder: Path, store: Store, imported: Imported
) -> None:
    head = [name.replace("2018", "2025").replace("2020", "2025") for name in KEY[0]]
    rows = [[*row[:2], f"{row[2]}_DeSO2025", row[3], f"{row[4]}_RegSO2025"] for row in KEY[1:]]
    write_csv(folder / "key.csv", [head, *rows])
    imported()
    assert store.read_areas("deso2025", "0127")["area"].tolist() == DESO
    assert store.read_areas("deso2018").empty


def test_codes_that_lost_their_zero_are_refused(folder: Path, imported: Imported) -> None:
    rows = [[*row[:2], row[2].lstrip("0"), *row[3:]] for row in KEY[1:]]
    write_csv(folder / "key.csv", [KEY[0], *rows])
    file = imported()["key.csv"]
    assert file.damaged
    assert "read codes as text" in file.reason


def test_the_log_of_changes_links_the_vintages(
    folder: Path, store: Store, imported: Imported
) -> None:
    rows = [["fran", "till", "typ", "datum"],
            ["0127C1010", "0127C1011", "Upphör; till nybildad", "2025-01-01"],
            ["0127C1020", "0127C1020", "Utvidgas", "2025-01-01"]]  # fmt: skip
    write_csv(folder / "log.csv", rows)
    write_excel(folder / "log.xlsx", [["Historiska förändringar"], [None], *rows])
    files = imported()
    assert files["log.xlsx"].taken_as == files["log.csv"].taken_as
    assert any("in 1 the code stays" in note for note in files["log.csv"].notes)
    links = store.read_links("change", "deso2018", "deso2025")
    assert links["to_area"].tolist() == ["0127C1011", "0127C1020"]


# -- polygons of statistical areas


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.shp", "a.wrong suffix"])
@pytest.mark.parametrize("crs", ["EPSG:3006", "EPSG:4326", "EPSG:3857"])
def test_polygons_are_read_from_any_form_and_system(
    folder: Path, store: Store, imported: Imported, name: str, crs: str
) -> None:
    frame = squares(DESO, crs, desokod=DESO, version="2018_v3", regsokod="0127R001")
    save(folder, frame, name if "wrong" not in name else "a.gpkg")
    if "wrong" in name:
        (folder / "a.gpkg").rename(folder / name)
    file = imported()[name]
    assert (file.taken_as, file.reason) == ("polygons of DeSO 2018", "")
    held = store.read_polygons("deso2018", "0127")
    assert held["area"].tolist() == DESO
    assert held.geometry.area.tolist() == pytest.approx([1e6] * 3, rel=1e-5)


@pytest.mark.parametrize(
    ("columns", "level"),
    [
        ({"desokod": [f"{c}_DeSO2025" for c in DESO]}, "deso2025"),
        ({"desokod": DESO, "version": "2025_v2"}, "deso2025"),
        ({"regsokod": ["0127R001", "0127R002", "0127R003"], "regsonamn": "x", "version": "2020_v3"},
         "regso2020"),
        ({"kommun_kod": ["0127", "0126", "0136"], "name": ["Botkyrka", "Huddinge", "Haninge"]},
         "municipality"),
    ],
)  # fmt: skip
def test_level_and_vintage_come_from_codes_and_versions(
    folder: Path, store: Store, imported: Imported, columns: dict, level: str
) -> None:
    save(folder, squares(DESO, **columns))
    imported()
    assert len(store.read_polygons(level)) == 3


def test_polygons_without_a_vintage_are_told_by_the_key(
    folder: Path, store: Store, imported: Imported
) -> None:
    save(folder, squares(DESO, id=DESO))
    assert "does not say of which vintage" in imported()["a.gpkg"].reason
    write_key(folder)
    assert any("its codes are those of deso2018" in note for note in imported()["a.gpkg"].notes)
    assert len(store.read_polygons("deso2018")) == 3


def test_a_part_of_the_areas_does_not_tell_the_vintage(folder: Path, imported: Imported) -> None:
    write_key(folder)
    save(folder, squares(DESO[:2], id=DESO[:2]))
    assert "does not say of which vintage" in imported()["a.gpkg"].reason


def test_overlaps_and_crossing_rings_are_told_and_mended(
    folder: Path, store: Store, imported: Imported
) -> None:
    frame = squares(DESO, desokod=DESO, version="2018")
    shapes = frame.geometry.to_numpy()
    bow_tie = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    shapes[1] = translate(shapes[1], -100)
    shapes[2] = translate(bow_tie, 662_000, 6_570_000)
    save(folder, frame.set_geometry(shapes, crs=frame.crs))
    notes = imported()["a.gpkg"].notes
    assert any("1 polygons with crossing rings were mended" in note for note in notes)
    assert any("Neighbours overlap in 1 places, by 0.1 km²" in note for note in notes)
    assert store.read_polygons("deso2018").is_valid.all()


def test_an_area_that_stands_twice_is_refused(folder: Path, imported: Imported) -> None:
    save(folder, squares(DESO, desokod=[DESO[0], *DESO[:2]], version="2018"))
    assert "more than once" in imported()["a.gpkg"].reason


# -- polygons that cannot be used


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp"])
def test_polygons_without_a_system_are_refused_in_one_sentence(
    folder: Path, imported: Imported, name: str
) -> None:
    save(folder, squares(DESO, crs=None, desokod=DESO, version="2018"), name)
    file = imported()[name]
    assert file.damaged
    assert file.reason == (
        f"{name} does not say in which coordinate reference system it is: save it again with one, "
        "for example EPSG:3006."
    )


def test_polygons_outside_sweden_are_refused(folder: Path, imported: Imported) -> None:
    frame = squares(DESO, desokod=DESO, version="2018").set_crs("EPSG:32610", allow_override=True)
    save(folder, frame)
    assert "does not lie in Sweden" in imported()["a.gpkg"].reason


def test_a_truncated_geopackage_is_told(folder: Path, imported: Imported) -> None:
    save(folder, squares(DESO, desokod=DESO, version="2018"))
    path = folder / "a.gpkg"
    path.write_bytes(path.read_bytes()[:20_000])
    file = imported()["a.gpkg"]
    assert file.damaged
    assert "no readable file of polygons" in file.reason


def test_of_several_layers_the_one_with_polygons_is_read_and_told(
    folder: Path, imported: Imported
) -> None:
    frame = squares(DESO, desokod=DESO, version="2018")
    frame.set_geometry(frame.centroid).to_file(folder / "a.gpkg", layer="points")
    frame.to_file(folder / "a.gpkg", layer="areas")
    file = imported()["a.gpkg"]
    assert file.reason == ""
    assert "Of its layers 'areas' was read, and not 'points'." in file.notes


def test_points_are_no_polygons(folder: Path, imported: Imported) -> None:
    frame = squares(DESO, desokod=DESO)
    save(folder, frame.set_geometry(frame.centroid))
    assert "points or lines" in imported()["a.gpkg"].reason


def test_a_shapefile_without_its_parts_says_which(folder: Path, imported: Imported) -> None:
    save(folder, squares(DESO, desokod=DESO, version="2018"), "a.shp")
    (folder / "a.dbf").unlink()
    assert "lacks its part .dbf" in imported()["a.shp"].reason


def test_the_parts_of_a_shapefile_are_one_snapshot(
    folder: Path, store: Store, imported: Imported
) -> None:
    save(folder, squares(DESO, desokod=DESO, version="2018"), "a.shp")
    files = imported()
    assert files["a.dbf"].reason == "it is a part of a.shp, read with it"
    (sha,) = store.snapshots()["sha256"]
    with zipfile.ZipFile(BytesIO(store.raw(sha))) as archive:
        assert sorted(archive.namelist()) == ["a.cpg", "a.dbf", "a.prj", "a.shp", "a.shx"]


# -- other areas


def test_areas_of_the_police_keep_their_category(
    folder: Path, store: Store, imported: Imported
) -> None:
    kinds = ["Utsatt område", "Riskområde", "Särskilt utsatt område"]
    columns = {"NAMN": ["Alby", "Fittja", "Hallunda"], "KATEGORI": kinds, "ORT": "Botkyrka"}
    save(folder, squares(kinds, **columns), "a.shp")
    assert any("1 Riskområde" in note for note in imported()["a.shp"].notes)
    held = store.read_polygons("police")
    assert set(held["category"]) == set(kinds)
    assert set(held["area"]) == {"Botkyrka: Alby", "Botkyrka: Fittja", "Botkyrka: Hallunda"}


def test_district_polygons_wait_for_the_result_of_their_election(
    folder: Path, store: Store, imported: Imported
) -> None:
    numbers = {"LAN_KOD": [1, 1], "KOMMUN_KOD": [27, 27], "VD_KOD": [101, 102],
               "VALDELTAGANDE": [60.0, 90.0], "Valdeltagande": ["60 %", "90 %"]}  # fmt: skip
    save(folder, squares(["a", "b"], "EPSG:4326", **numbers), "a.geojson")
    assert "import the result table" in imported()["a.geojson"].reason
    head = ["Valdistriktskod", "Valdistriktsnamn", "Antal röstberättigade", "Antal röstande"]
    write_excel(folder / "z riksdag 2022.xlsx", [head, ["01270101", "Alby", 1000, 600],
                                             ["01270102", "Tumba", 1000, 900]])  # fmt: skip
    assert imported()["a.geojson"].reason == ""
    assert store.read_polygons("district2022", "0127")["area"].tolist() == ["01270101", "01270102"]


def own(**columns: list[str]) -> gpd.GeoDataFrame:
    return squares(["1", "2"], **({"code": ["N1", "N2"], "name": ["Norra", "Södra"]} | columns))


def test_own_areas_come_with_a_key_and_counts(
    folder: Path, store: Store, imported: Imported
) -> None:
    save(folder, own(municipality=["0127", "0127"]))
    write_csv(folder / "key.csv", [["area", "code"], [DESO[0], "N1"], [DESO[1], "N2"]])
    counts = [["area", "year", "group", "count", "indicator"]]
    counts += [["N1", 2022, "rental", 10, "tenure"], ["N2", 2022, "rental", 3, "tenure"]]
    write_csv(folder / "counts.csv", counts)
    files = imported()
    assert all(file.reason == "" for file in files.values())
    assert store.read_polygons("own", "0127")["name"].tolist() == ["Norra", "Södra"]
    assert store.read_links("own", "deso2018", "own")["to_area"].tolist() == ["N1", "N2"]
    rows = store.read("tenure", level="own", municipality="0127")
    assert rows["value"].tolist() == [10, 3]
    assert store.snapshots()["producer"].unique().tolist() == ["own data"]


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "../../etc/passwd", "..\\windows", "/etc", "~root", "=1+1",
     "@SUM(A1)", "a\x07b", "x" * 81],
)  # fmt: skip
@pytest.mark.parametrize("column", ["code", "name"])
def test_names_that_are_paths_markup_or_formulas_are_refused(
    folder: Path, store: Store, imported: Imported, name: str, column: str
) -> None:
    save(folder, own(**{column: [name, "Södra"]}), "a.geojson")
    file = imported()["a.geojson"]
    assert file.damaged
    assert f"as a {column}" in file.reason
    assert "\n" not in file.reason
    assert store.read_polygons("own").empty


def test_a_key_that_gives_one_area_away_twice_is_refused(folder: Path, imported: Imported) -> None:
    write_csv(folder / "key.csv", [["area", "code"], [DESO[0], "N1"], [DESO[0], "N2"]])
    assert "given to two own areas" in imported()["key.csv"].reason


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["N1", 2022, "rental", -1], "a whole number of people"),
        (["N1", 2022, "rental", 12.5], "no per cent"),
        (["N1", 2022, "low", 12], "no indicator of the catalogue has the groups low"),
        (["N1", "soon", "rental", 1], "holds years"),
        (["N1", 2022, "dogs", 1], "has the groups dogs"),
        (["N1", 2022, "rental", 1], "in which municipality"),
    ],
)
def test_own_counts_that_cannot_be_used_say_why(
    folder: Path, imported: Imported, row: list, message: str
) -> None:
    write_csv(folder / "counts.csv", [["area", "year", "group", "count"], row])
    assert message in imported()["counts.csv"].reason


def test_two_own_counts_of_one_cell_are_refused(folder: Path, imported: Imported) -> None:
    rows = [["N1", 2022, "rental", 7], ["N1", 2022, "rental", 8]]
    write_csv(folder / "counts.csv", [["area", "year", "group", "count"], *rows])
    assert "two counts of rental in N1" in imported()["counts.csv"].reason


def test_codes_that_the_older_vintage_lacks_tell_the_newer(
    folder: Path, store: Store, imported: Imported
) -> None:
    write_key(folder)
    save(folder, squares([*DESO[:2], "0127C9990"], desokod=[*DESO[:2], "0127C9990"]), "a.gpkg")
    file = imported()["a.gpkg"]
    assert file.taken_as == "polygons of DeSO 2025"
    assert any("1 of its codes are none of deso2018 (such as 0127C9990)" in n for n in file.notes)
    assert len(store.read_polygons("deso2025")) == 3
