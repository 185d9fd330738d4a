"""Files as analysts have them: notes before the table, no id, other names; and helpful refusals."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from small_files import DESO, jsonstat, px_text, tenure_excel, write_csv, write_excel, write_json

from segnb.sources.files import ImportedFile, import_folder
from segnb.store import Store, make_observations

pytestmark = pytest.mark.long

Imported = Callable[[], dict[str, ImportedFile]]
NOTES: list[list[Any]] = [["Innehåll"], ["Kontakt: statistik@example.se"], [None]]
TENURE = [["Antal lägenheter efter region, år och upplåtelseform"], [None], [None, "2022"],
          [None, "hyresrätt", "bostadsrätt", "äganderätt", "uppgift saknas"],
          [DESO[0], 10, 20, 30, 0], [None], ["Intern referenskod:"], ["000006OC"]]  # fmt: skip


# -- sheets


def test_the_table_is_found_behind_a_sheet_of_contents(
    folder: Path, store: Store, imported: Imported
) -> None:
    write_excel(folder / "a.xlsx", NOTES, TENURE, [["Bilaga"], ["x"]])
    (file,) = imported().values()
    assert not file.reason
    assert store.read("tenure")["value"].sum() == 60
    assert "Of its sheets 'Blad2' was read, and not 'Blad1', 'Blad3'." in file.notes


def test_a_sheet_of_no_use_does_not_hide_one_that_is(
    folder: Path, store: Store, imported: Imported
) -> None:
    other = [["region", "husdjur", "2022"], [DESO[0], "katter", 3]]
    write_excel(folder / "a.xlsx", other, TENURE)
    (file,) = imported().values()
    assert not file.reason
    assert set(store.read("tenure")["area"]) == {DESO[0]}


def test_the_columns_of_every_sheet_are_named_where_none_is_of_use(
    folder: Path, imported: Imported
) -> None:
    write_excel(folder / "a.xlsx", NOTES, [["Titel"], ["DeSO-kod", "Minst 2 doser %"], ["x", 84]])
    (file,) = imported().values()
    assert "sheet 'Blad2': DeSO-kod, Minst 2 doser %" in file.reason
    assert "a table of areas and years, which also has år" in file.reason


def test_one_sheet_needs_no_note(folder: Path, imported: Imported) -> None:
    tenure_excel(folder / "a.xlsx", [[10, 20, 30, 0]])
    (file,) = imported().values()
    assert not any("sheet" in note for note in file.notes)


# -- tables that do not say what they are


def test_a_wide_table_of_municipalities_is_known_by_the_code_in_its_name(
    folder: Path, store: Store, imported: Imported
) -> None:
    rows = [["region", "1968", "2003"], ["0114 Upplands Väsby", "16230", "37397"],
            ["0330 Knivsta", "0", "12680"]]  # fmt: skip
    write_csv(folder / "000_BE0101N1_wide.csv", rows)
    (file,) = imported().values()
    assert file.indicators == ("population",)
    held = store.read("population").set_index(["area", "year"])["value"].to_dict()
    assert held == {("0114", 1968): 16230, ("0114", 2003): 37397, ("0330", 2003): 12680}
    assert "1 zeros of municipalities that did not exist were left out." in file.notes
    assert any("the name of the file says BE0101N1" in note for note in file.notes)


def test_without_a_code_in_its_name_such_a_table_is_not_guessed(
    folder: Path, imported: Imported
) -> None:
    write_csv(folder / "wide.csv", [["region", "1968", "1969"], ["0114 Upplands Väsby", "1", "2"]])
    (file,) = imported().values()
    assert "segnb list indicators" in file.reason


def test_areas_and_years_of_another_service_are_known_by_their_codes(
    folder: Path, store: Store, imported: Imported
) -> None:
    content = jsonstat([10, 20, 30, 40])
    content["dimension"]["Region"]["label"] = "Delområde"
    content["dimension"]["Tid"]["label"] = "Kalenderår"
    content["id"] = ["Omr" if key == "Region" else key for key in content["id"]]
    content["dimension"]["Omr"] = content["dimension"].pop("Region")
    content["role"] = {"metric": ["ContentsCode"]}
    write_json(folder / "a.json", content)
    (file,) = imported().values()
    assert not file.reason
    assert store.read("tenure")["value"].sum() == 100


def test_ages_of_two_digits_are_no_counties(folder: Path, imported: Imported) -> None:
    content = jsonstat([1, 2, 3, 4])
    region = content["dimension"]["Region"]
    region["label"] = "age"
    region["category"] = {"index": {"17": 0, "18": 1}, "label": {"17": "17", "18": "18"}}
    content["id"] = ["Age" if key == "Region" else key for key in content["id"]]
    content["dimension"]["Age"] = content["dimension"].pop("Region")
    write_json(folder / "a.json", content)
    (file,) = imported().values()
    assert "no variable with Swedish regions" in file.reason


# -- sentences that help


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rapport\n\nOrt;Värde;Enhet\nA;1;st\nB;2;st\n", "(Ort, Värde, Enhet)"),
        ("kpi,municipality_id,year,value\nN1,0114,2020,1\n", "values of Kolada, which also has"),
        ("område;grupp;antal\nA;x;1\n", "nearest is"),
    ],
)
def test_a_table_is_never_called_running_text(
    folder: Path, imported: Imported, text: str, words: str
) -> None:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    (file,) = imported().values()
    assert "running text" not in file.reason
    assert words in file.reason
    assert "docs/files.md" in file.reason


def test_a_px_file_without_labels_names_the_variable(folder: Path, imported: Imported) -> None:
    text = px_text(["1", "2", "3", "4"])
    lines = [line for line in text.splitlines() if "tenure" not in line or "STUB" in line]
    lines = [line for line in lines if 'upplåtelseform")=' not in line]
    (folder / "a.px").write_text("\n".join(lines), encoding="utf-8")
    (file,) = imported().values()
    assert "without VALUES for 'upplåtelseform'" in file.reason


def test_own_counts_are_held_against_the_sum_of_areas_where_no_total_is_held(
    folder: Path, store: Store, imported: Imported
) -> None:
    people = pd.DataFrame({"level": "deso2018", "area": DESO, "municipality": "0127",
                           "year": 2022, "value": [40.0, 30.0, 30.0]})  # fmt: skip
    snapshot = store.add_snapshot(b"x", name="p.xlsx", producer="SCB")
    store.write(make_observations(people, indicator="population"), snapshot)
    head = ["area", "year", "group", "count", "municipality"]
    counts = [["Norr", 2022, group, n, "0127"] for group, n in (("swedish", 30), ("foreign", 20))]
    write_csv(folder / "own.csv", [head, *counts])
    (file,) = imported().values()
    assert (
        "50 people are counted in 0127 2022, 50 per cent of the 100 who live there." in file.notes
    )


# -- the given cases, each row of their README

CASES = {
    "education_7_levels_by_sex_no_total.csv": (False, "totalt 16-74 år"),
    "000_BE0101N1_wide.csv": (True, "BE0101N1"),
    "own_key_unknown_codes/key.csv": (True, "1 code is no area that is known here: 0780C9999"),
    "own_key_half/key.csv": (True, "25 of 50 areas are in no own area"),
    "own_keys/kv_lostzero__nyckel.csv": (True, "50 codes were mended"),
    "own_keys/kv_lower__nyckel.csv": (True, "36 codes were mended"),
    "own_keys/kv_suffix2025__nyckel.csv": (True, "36 codes were mended"),
    "own_keys/kv_emptycode__nyckel.csv": (False, "no code, in a row of 'Araby'"),
    "own_keys/dup__counts.csv": (False, "two counts of swedish in Araby of the same year: keep"),
    "own_keys/lt5__counts.csv": (False, "'<5' as the count of swedish in Araby 2022"),
    "own_keys/misspelled_area__counts.csv": (False, "Ojaby are none of the polygons"),
    "own_keys/quotedspace__counts.csv": (True, "8 own areas"),
    "geojson/geojson_crs_link.geojson": (False, "coordinate reference system"),
    "geojson/geojson_crs_url.geojson": (False, "coordinate reference system"),
    "geojson/geojson_crs_local.geojson": (False, "coordinate reference system"),
    "geojson/geojson_nan.geojson": (False, "corners without a place"),
    "geojson/geojson_1e400.geojson": (False, "corners without a place"),
}


def test_each_of_the_given_cases_is_read_or_told(shared: Path, tmp_path: Path) -> None:
    from segnb.store.open_data import begin

    cases = shared / "cases"
    districts = cases / "own_two_municipalities" / "vaxjo.gpkg"
    wrong = {}
    for name, (is_read, words) in CASES.items():
        folder = tmp_path / name.replace("/", "_")
        folder.mkdir()
        for path in (cases / name, *[districts] * name.startswith("own_key")):
            (folder / path.name).write_bytes(path.read_bytes())
        files = {f.path: f for f in import_folder(folder, begin(folder / ".store"))}
        file = files[Path(name).name]
        said = " ".join((file.reason, *file.notes))
        if bool(file.reason) is is_read or words not in said:
            wrong[name] = said
    assert not wrong
