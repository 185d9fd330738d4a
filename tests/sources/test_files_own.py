"""A municipality's own keys and counts: read where the meaning is plain, else refused with why."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import box
from small_files import write_csv, write_excel

from segnb.sources.files import ImportedFile, import_folder
from segnb.store import Store, make_observations

pytestmark = pytest.mark.long

Imported = Callable[[], dict[str, ImportedFile]]
HEAD = ["area", "year", "group", "count", "indicator", "municipality"]
GROUPS = ("rental", "cooperative", "owned")
COUNTS = {"Norr": (157, 602, 887), "Söder": (802, 40, 5), "Åsen": (800, 22, 732)}


def counts(**changed: dict[str, object]) -> list[list[object]]:
    """Rows of own counts, with some cells changed by area and group."""
    return [HEAD, *([area, 2022, group, changed.get(area, {}).get(group, number), "tenure", "0127"]
                    for area, numbers in COUNTS.items()
                    for group, number in zip(GROUPS, numbers, strict=True))]  # fmt: skip


def total(name: str, by: int = 0) -> list[list[object]]:
    return [[name, 2022, group, sum(row[i] for row in COUNTS.values()) + by, "tenure", "0127"]
            for i, group in enumerate(GROUPS)]  # fmt: skip


READ = {
    "plain": lambda f: write_csv(f / "a.csv", counts()),
    "thin spaces": lambda f: write_csv(f / "a.csv", counts(Norr={"rental": "1\u2009157"})),
    "Swedish columns": lambda f: write_csv(
        f / "a.csv", [["område", "år", "grupp", "antal", "indikator", "kommun"], *counts()[1:]],
        mark=";"),
    "a title above": lambda f: write_excel(f / "a.xlsx", [["Boende efter område"], [None],
                                                          *counts()]),
    "a sheet of information first": lambda f: write_excel(f / "a.xlsx", [["Om filen"]], counts()),
    "a source below": lambda f: write_csv(
        f / "a.csv", [*counts(), [""], ["Källa: kommunens register", "", "", "", "", ""]]),
    "a total that is the sum": lambda f: write_csv(f / "a.csv", [*counts(), *total("Alla fem")]),
    "a sum by another name": lambda f: write_csv(f / "a.csv", [*counts(), *total("Tätorten")]),
    "a total that is not the sum": lambda f: write_csv(f / "a.csv", [*counts(),
                                                                     *total("Totalt", 9)]),
    "two numbers with decimals of Excel": lambda f: write_csv(
        f / "a.csv", counts(Norr={"rental": "157.0"})),
}  # fmt: skip


@pytest.mark.parametrize("kind", READ)
def test_counts_are_read_where_the_meaning_is_plain(
    folder: Path, store: Store, imported: Imported, kind: str
) -> None:
    READ[kind](folder)
    (file,) = imported().values()
    assert file.reason == ""
    rows = store.read("tenure", level="own", municipality="0127").set_index(["area", "group"])
    assert sorted(rows.index.unique("area")) == sorted(COUNTS)
    assert len(rows) == 9
    assert rows.loc[("Norr", "rental"), "value"] in (157, 1157)
    if "total" in kind or "sum" in kind:
        assert any("is a total of the others" in note for note in file.notes)


@pytest.mark.parametrize("cell", ["1,000", "1.000", "<5", "841*", "x", "..", "", "-3", "1e308",
                                  "12,5", "1" * 30, "NaN", "#DIV/0!", "=1+1"])  # fmt: skip
def test_a_count_that_is_no_whole_number_is_named(
    folder: Path, store: Store, imported: Imported, cell: str
) -> None:
    write_csv(folder / "a.csv", counts(Söder={"owned": cell}), mark=";")
    reason = imported()["a.csv"].reason
    assert "as the count of owned in Söder 2022: write a whole number of people" in reason
    assert store.coverage().empty


def workbook(folder: Path, result: object, kind: str, *, every: bool) -> None:
    """Counts whose cells are formulas with a stored result."""
    path = write_excel(folder / "a.xlsx", counts())
    book = openpyxl.load_workbook(path)
    book.save(path)
    import zipfile

    with zipfile.ZipFile(path) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    name = "xl/worksheets/sheet1.xml"
    rows = range(2, 11) if every else range(4, 5)
    for row in rows:
        old, _, rest = parts[name].decode().partition(f'<c r="D{row}"')
        _, _, after = rest.partition("</c>")
        cell = f'<c r="D{row}"{kind}><f>SUM(X{row})</f><v>{result}</v></c>'
        parts[name] = f"{old}{cell}{after}".encode()
    with zipfile.ZipFile(path, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)


def test_formulas_that_are_all_saved_as_nothing_are_refused(
    folder: Path, imported: Imported
) -> None:
    workbook(folder, 0, "", every=True)
    assert "formulas that all are saved as 0, from the cell D2" in imported()["a.xlsx"].reason


def test_a_formula_with_an_error_is_refused_with_its_cell(folder: Path, imported: Imported) -> None:
    workbook(folder, "#DIV/0!", ' t="e"', every=False)
    assert "the error #DIV/0! in the cell D4 of 'Blad1'" in imported()["a.xlsx"].reason


def test_formulas_with_their_results_are_read(folder: Path, imported: Imported) -> None:
    workbook(folder, 12, "", every=True)
    assert imported()["a.xlsx"].observations == 9


@pytest.fixture
def known(store: Store) -> Store:
    """Store that knows four DeSO, their people, and those of the whole municipality."""
    one = store.add_snapshot(b"x", name="a", producer="SCB")
    codes = [f"0127C10{i}0" for i in range(1, 5)]
    store.write_areas(pd.DataFrame({"level": "deso2018", "area": codes}), one)
    people = pd.DataFrame({"area": codes, "year": 2022, "value": [100, 200, 300, 400]})
    whole = pd.DataFrame({"area": ["0127"], "year": 2022, "value": [1000]})
    store.write(pd.concat([
        make_observations(people, indicator="population", level="deso2018"),
        make_observations(whole, indicator="population", level="municipality"),
    ]), one)  # fmt: skip
    return store


KEY = [["0127C1010", "Norr"], ["0127C1020", "Norr"], ["0127C1030", "Söder"], ["0127C1040", "Åsen"]]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["127C1010", "Norr"], *([c[1:], n] for c, n in KEY[1:])], "4 codes were mended"),
        ([[c.lower(), n] for c, n in KEY], "(0127c1010 to 0127C1010)"),
        ([[f"{c}_DeSO2025", n] for c, n in KEY], "the name of the vintage"),
        ([*KEY[:3], ["0127C9999", "Åsen"]], "1 code is no area that is known here: 0127C9999"),
        (KEY[:2], "2 of 4 areas are in no own area, and with them 700 of 1000 people (2022)"),
    ],
)
def test_what_a_key_mends_and_leaves_out_is_told(
    folder: Path, known: Store, imported: Imported, rows: list[list[str]], told: str
) -> None:
    write_csv(folder / "key.csv", [["area", "code"], *rows])
    file = imported()["key.csv"]
    assert any(told in note for note in file.notes), file
    assert set(known.read_links("own", "deso2018", "own")["from_area"]) <= {
        code for code, _ in [*KEY, ["0127C9999", ""]]
    }


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["", "Norr"], *KEY], "has no code, in a row of 'Norr'"),
        ([["0127X", "Norr"], *KEY], "the code '0127X', which is none of DeSO or RegSO"),
        ([*KEY, KEY[0]], "0127C1010 is given to two own areas"),
        ([["A", "B"]], "neither holds codes of DeSO or RegSO"),
        ([], "and no row"),
    ],
)
def test_a_key_that_cannot_be_used_says_why(
    folder: Path, imported: Imported, rows: list[list[str]], why: str
) -> None:
    write_csv(folder / "key.csv", [["area", "code"], *rows])
    assert why in imported()["key.csv"].reason


@pytest.mark.usefixtures("known")
def test_more_people_than_live_there_are_refused(folder: Path, imported: Imported) -> None:
    rows = [["Norr", 2022, "swedish", 900], ["Norr", 2022, "foreign", 50]]
    table = [[*HEAD[:4], "municipality"], *([*row, "0127"] for row in rows)]
    write_csv(folder / "a.csv", table)
    assert any("950 people are counted in 0127 2022, 95 per cent" in note
               for note in imported()["a.csv"].notes)  # fmt: skip
    write_csv(folder / "a.csv", [*table, ["Söder", 2022, "swedish", 500, "0127"]])
    assert "counts 1450 people in 0127 2022, of whom 1000 live there" in imported()["a.csv"].reason


# -- polygons


def squares(code: str, *names: object, west: int, **columns: object) -> gpd.GeoDataFrame:
    shapes = [box(west + 1000 * i, 6_570_000, west + 1000 * i + 900, 6_570_900)
              for i in range(len(names))]  # fmt: skip
    return gpd.GeoDataFrame({code: list(names), "name": [str(n) for n in names], **columns},
                            geometry=shapes, crs="EPSG:3006")  # fmt: skip


def test_two_municipalities_may_use_one_name(
    folder: Path, store: Store, imported: Imported
) -> None:
    squares("code", "Centrum", "Norr", west=660_000, municipality="0127").to_file(folder / "a.gpkg")
    squares("code", "Centrum", "Söder", west=670_000, municipality="0126").to_file(
        folder / "b.gpkg"
    )
    files = imported()
    assert not any(file.reason for file in files.values())
    for place, areas in (("0127", ["Centrum", "Norr"]), ("0126", ["Centrum", "Söder"])):
        assert sorted(store.read_polygons("own", place)["area"]) == areas
        assert sorted(store.read_areas("own", place)["area"]) == areas
    write_csv(
        folder / "c.csv", [[*HEAD[:4], "indicator"], ["Centrum", 2022, "rental", 5, "tenure"]]
    )
    assert "two municipalities have an own area Centrum" in imported()["c.csv"].reason


def test_polygons_without_a_municipality_are_placed_by_where_they_lie(
    folder: Path, store: Store, imported: Imported
) -> None:
    border = gpd.GeoDataFrame(
        {"kommunkod": ["0127", "0126"]},
        crs="EPSG:3006",
        geometry=[
            box(655_000, 6_560_000, 665_000, 6_580_000),
            box(665_000, 6_560_000, 675_000, 6_580_000),
        ],
    )
    border.to_file(folder / "borders.gpkg")  # fmt: skip
    squares("code", 101.0, 102.0, west=660_000).to_file(folder / "own.gpkg")
    file = imported()["own.gpkg"]
    assert file.taken_as == "polygons of own areas"
    assert sorted(store.read_polygons("own", "0127")["area"]) == ["101", "102"]


def test_columns_of_own_areas_may_have_names_of_their_own(folder: Path, store: Store) -> None:
    frame = squares("do_kod", 24407.0, 24302.0, west=660_000)
    frame.rename(columns={"name": "DelOmrade"}).to_file(folder / "a.gpkg")
    (left,) = import_folder(folder, store)
    assert "(do_kod, delomrade)" in left.reason
    assert "`--code COLUMN --name COLUMN`" in left.reason
    (read,) = import_folder(folder, store, named={"code": "do_kod", "name": "DelOmrade"})
    assert read.taken_as == "polygons of own areas"
    assert sorted(store.read_polygons("own")["area"]) == ["24302", "24407"]


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"municipality": ["9999"]}, "'9999' as municipality: no such code"),
        ({"code": ["x" * 81]}, "1 to 80 letters"),
        ({"name": ["a\u202eb"]}, "are no names of areas"),
        ({"name": ["<b>"]}, "are no names of areas"),
    ],
)
def test_one_own_polygon_is_checked_as_many_are(
    folder: Path, imported: Imported, columns: dict[str, list[str]], why: str
) -> None:
    frame = squares("code", "Norr", west=660_000, municipality="0127").assign(**columns)
    frame.to_file(folder / "a.gpkg")
    assert why in imported()["a.gpkg"].reason
    frame.assign(code="A", name="B", municipality="0127").to_file(folder / "a.gpkg")
    assert imported()["a.gpkg"].taken_as == "polygons of own areas"


# -- the cases beside the checkout

LEFT = {"g_lt5": "'<5'", "h_star": "'841*'", "j_x": "'x'", "k_engthousand": "'1,000'",
        "xh_formula0": "all are saved as 0", "xj_error": "#DIV/0!"}  # fmt: skip


def test_each_of_the_given_counts_is_read_or_refused(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "cases" / "own_counts").iterdir()):
        store = Store.create(tmp_path / path.stem)
        (file,) = import_folder(path, store)
        why = LEFT.get(path.stem.removesuffix("__egna"))
        assert (why in file.reason) if why else file.reason == "", path.name
        if not why:
            areas = store.read("education", level="own")["area"]
            assert "Totalt" not in set(areas)
            assert areas.nunique() in (7, 8)
