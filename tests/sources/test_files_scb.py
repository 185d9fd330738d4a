"""SCB's tables as Excel, CSV, PX and JSON-stat: one content, whatever the form."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from small_files import (
    DESO,
    TENURES,
    foreign_born,
    jsonstat,
    px_text,
    tenure_excel,
    write_csv,
    write_excel,
    write_json,
    write_key,
)

from segnb.sources.files import ImportedFile, import_folder, scb_table
from segnb.store import Store
from segnb.vocabulary.catalogue import catalogue

pytestmark = pytest.mark.long

Imported = Callable[[], dict[str, ImportedFile]]
CELLS = [[68, 11, 234, 0], [2, 222, 386, "-"], ["..", ".", 556, None]]


def values(
    store: Store, indicator: str = "tenure", **chosen: object
) -> dict[tuple[str, str], float]:
    """Value by area and group."""
    rows = store.read(indicator, **chosen)
    return dict(zip(zip(rows["area"], rows["group"], strict=True), rows["value"], strict=True))


# -- Excel


def test_stacked_headers_are_read_and_footnotes_left_out(
    folder: Path, store: Store, imported: Imported
) -> None:
    tenure_excel(folder / "any name.xlsx", CELLS)
    file = imported()["any name.xlsx"]
    assert (file.taken_as, file.observations, file.reason) == ("SCB table (Excel)", 12, "")
    assert values(store)[DESO[0], "rental"] == 68
    assert values(store)[DESO[1], "cooperative"] == 222
    rows = store.read("tenure", areas=[DESO[2]]).set_index("group")["status"]
    assert rows["rental"] == "suppressed"
    assert rows["cooperative"] == "not_applicable"
    assert rows["owned"] == "ok"
    assert values(store)[DESO[1], "unknown"] == 0  # a dash is a true zero


def test_names_of_staff_reach_no_note_and_no_observation(
    folder: Path, store: Store, imported: Imported
) -> None:
    tenure_excel(folder / "a.xlsx", CELLS)
    file = imported()["a.xlsx"]
    assert "8 rows of footnotes below the table were left out." in file.notes
    said = " ".join([*file.notes, *store.snapshots().drop(columns="sha256").astype(str).sum()])
    assert "Andersson" not in said
    assert "010-479" not in said


def test_the_date_in_the_footer_dates_the_snapshot(
    folder: Path, store: Store, imported: Imported
) -> None:
    tenure_excel(folder / "000006OC_20240813-153146.xlsx", CELLS)
    imported()
    held = store.snapshots().iloc[0]
    assert (held["published"], held["retrieved"]) == ("2024-04-18", "2024-08-13")
    assert (held["table"], held["licence"], held["period"]) == ("000006OC", "CC0", 2022)


def test_a_year_before_the_code_stands_for_all_rows_below_it(
    folder: Path, store: Store, imported: Imported
) -> None:
    body = [["2023" if place == 0 else None, code, 100 + place] for place, code in enumerate(DESO)]
    notes = [[None], ["Intern referenskod:"], ["000005FC"]]
    write_excel(folder / "a.xlsx", [["Folkmängden per region efter år, region och kön"], [None],
                                    [None, None, "totalt"], *body, *notes])  # fmt: skip
    assert imported()["a.xlsx"].observations == 3
    rows = store.read("population")
    assert rows["value"].tolist() == [100, 101, 102]
    assert set(rows["year"]) == {2023}
    assert set(rows["level"]) == {"deso2018"}


def test_codes_and_names_side_by_side_are_read_by_the_codes(
    folder: Path, store: Store, imported: Imported
) -> None:
    head = [["Antal lägenheter efter region, år och upplåtelseform"], [None, None, "2022"],
            [None, None, "hyresrätt", "äganderätt"]]  # fmt: skip
    body = [[DESO[0], "landsbygd", 10, 20], [DESO[1], "centralort", 30, 40]]
    write_excel(folder / "a.xlsx", [*head, *body, [None], ["Intern referenskod:"], ["000006OC"]])
    assert imported()["a.xlsx"].observations == 4
    assert values(store)[DESO[0], "owned"] == 20


def test_codes_and_texts_of_two_variables_side_by_side_are_read_by_the_codes(
    folder: Path, store: Store, imported: Imported
) -> None:
    head = [["Antal lägenheter efter region, år och upplåtelseform"],
            [None, None, None, None, "hyresrätt", "äganderätt"]]  # fmt: skip
    body = [[DESO[0], "landsbygd", "2022", "året 2022", 10, 20],
            [DESO[0], "landsbygd", "2023", "året 2023", 30, 40]]  # fmt: skip
    write_excel(folder / "a.xlsx", [*head, *body, [None], ["Intern referenskod:"], ["000006OC"]])
    assert imported()["a.xlsx"].observations == 4
    held = store.read("tenure")
    assert dict(zip(zip(held["year"], held["group"], strict=True), held["value"], strict=True)) == {
        (2022, "rental"): 10, (2022, "owned"): 20, (2023, "rental"): 30, (2023, "owned"): 40,
    }  # fmt: skip


def test_a_row_that_ends_before_the_numbers_is_a_footnote() -> None:
    rows = [[DESO[0], 10], [DESO[1], 20], ["En not."], []]
    assert scb_table._body(rows, 1, [1], "a.csv") == (rows[:2], rows[2:])


def test_one_row_a_cell_is_read_as_well(folder: Path, store: Store, imported: Imported) -> None:
    write_key(folder)
    rows = [["region", "upplåtelseform", "år", "Antal lägenheter"],
            ["Botkyrka (Alby norra)", "hyresrätt", "2022", "55"],
            ["Botkyrka (Alby norra)", "bostadsrätt", "2022", ".."]]  # fmt: skip
    write_csv(folder / "a.csv", rows, mark=";")
    assert imported()["a.csv"].observations == 2
    assert values(store)["0127R001", "rental"] == 55


def test_measures_above_the_columns_are_told_apart(
    folder: Path, store: Store, imported: Imported
) -> None:
    measures = ["Låg ekonomisk standard, procent", "Hög ekonomisk standard, procent",
                "Antal personer totalt"]  # fmt: skip
    title = "Låg resp. hög ekonomisk standard efter region, tabellinnehåll, år och ålder"
    write_excel(folder / "a.xlsx", [[title], [None], [None, *measures], [None, *["2022"] * 3],
                                    [None, *["totalt ålder"] * 3], [DESO[0], 7, 15, 843],
                                    [None], ["Intern referenskod:"], ["000006TA"]])  # fmt: skip
    imported()
    found = values(store, "economic_standard")
    assert {group: found[DESO[0], group] for group in ("low", "high", "persons")} == {
        "low": 7, "high": 15, "persons": 843,
    }  # fmt: skip


def test_rows_of_data_below_the_footnotes_are_refused(folder: Path, imported: Imported) -> None:
    tenure_excel(folder / "a.xlsx", CELLS[:2])
    header = [["Antal lägenheter efter region, år och upplåtelseform"], [None, "2022"],
              [None, *TENURES]]  # fmt: skip
    rows = [*header, [DESO[0], 1, 2, 3, 4], ["a footnote"], [DESO[1], 1, 2, 3, 4]]
    write_excel(folder / "b.xlsx", rows)
    files = imported()
    assert files["b.xlsx"].damaged
    assert "below its footnotes" in files["b.xlsx"].reason


def test_a_table_of_another_subject_is_left_by_name(folder: Path, imported: Imported) -> None:
    rows = [["Antal hundar efter region, år och ras"], [None, "2022"], [None, "tax"], [DESO[0], 3],
            [None], ["Intern referenskod:"], ["00000DOG"]]  # fmt: skip
    write_excel(folder / "a.xlsx", rows)
    file = imported()["a.xlsx"]
    assert not file.damaged
    assert 'bound to the table 00000DOG "Antal hundar' in file.reason


# -- CSV with names of RegSO


def test_names_of_regso_are_joined_through_the_key_with_repairs_counted(
    folder: Path, store: Store, imported: Imported
) -> None:
    write_key(folder)
    foreign_born(folder, "Botkyrka (Alby norra )", "Botkyrka (Fittja-Norra)")
    notes = imported()["a.csv"].notes
    assert any(note.startswith("2 area names differ") for note in notes)
    assert any("CR CR LF" in note for note in notes)
    found = values(store, "birth_region", years=[2022])
    assert found["0127R001", "sweden"] == found["0127R002", "sweden"] == 4916
    hidden = store.read("birth_region", years=[2023])
    assert set(hidden.loc[hidden["group"] == "total", "status"]) == {"suppressed"}


def test_names_that_scb_wrote_with_a_prefix_are_those_of_the_key(
    folder: Path, store: Store, imported: Imported
) -> None:
    write_key(folder)
    foreign_born(folder, "Botkyrka (RegSO-Alby norra)")
    assert not any("area names differ" in note for note in imported()["a.csv"].notes)
    assert values(store, "birth_region", years=[2022])["0127R001", "sweden"] == 4916


def test_a_name_in_another_municipality_is_not_taken(folder: Path, imported: Imported) -> None:
    write_key(folder)
    foreign_born(folder, "Botkyrka (Alby norra)", "Huddinge (Alby norra)")
    file = imported()["a.csv"]
    assert any("1 regions are no area known here" in note for note in file.notes)


def test_names_without_a_key_say_which_file_is_missing(folder: Path, imported: Imported) -> None:
    foreign_born(folder, "Botkyrka (Alby norra)")
    file = imported()["a.csv"]
    assert not file.damaged
    assert "put SCB's key file in the same folder" in file.reason


def test_area_types_are_read_through_their_long_footnotes(
    folder: Path, store: Store, imported: Imported
) -> None:
    write_key(folder)
    notes = [["", ""], ["Områdestyp 1 – stora utmaningar \n\nOmrådestyp 5", ""], ["Källa:", ""],
             ["Senaste uppdatering:", ""], ["20250131 08:00", ""], ["Intern referenskod:", ""],
             ["000005QX", ""]]  # fmt: skip
    quoted = [[f'"{cell}"' if "\n" in cell else cell for cell in row] for row in notes]
    rows = [["", "2022"], ["Botkyrka (Alby norra)", "1"], ["Botkyrka (Fittja–Norra)", "2"], *quoted]
    write_csv(folder / "types.csv", rows, end="\r\n", encoding="utf-8-sig")
    file = imported()["types.csv"]
    assert file.reason == ""
    assert values(store, "area_type") == {("0127R001", "all"): 1, ("0127R002", "all"): 2}


def test_a_decimal_comma_is_read_between_semicolons(
    folder: Path, store: Store, imported: Imported
) -> None:
    write_key(folder)
    rows = [["region", "inkomstkomponent", "kön", "Medelvärde för samtliga, tkr 2023"],
            ["Botkyrka (Alby norra)", "löneinkomst ", "totalt", "263,5"]]  # fmt: skip
    write_csv(folder / "a.csv", rows, mark=";", encoding="cp1252")
    assert any("Windows-1252" in note for note in imported()["a.csv"].notes)
    assert values(store, "wage_income") == {("0127R001", "all"): 263.5}


# -- the same table in other forms


def test_px_is_read_in_swedish_with_marks_and_footnotes(
    folder: Path, store: Store, imported: Imported
) -> None:
    (folder / "a.px").write_bytes(px_text(["68", '".."', "2", '"-"']).encode("cp1252"))
    file = imported()["a.px"]
    assert file.observations == 4
    assert {"Read in Swedish, one of its languages."} <= set(file.notes)
    rows = store.read("tenure").set_index(["area", "group"])
    assert rows.loc[(DESO[0], "rental"), "value"] == 68
    assert rows.loc[(DESO[0], "owned"), "status"] == "suppressed"
    assert rows.loc[(DESO[1], "owned"), "value"] == 0
    held = store.snapshots().iloc[0]
    assert held["title"] == "Antal lägenheter efter region, upplåtelseform och år"
    assert held["published"] == "2024-04-18"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (px_text(["1", "2", "3"]), "has 3 numbers where its headers ask for 4"),
        (px_text(["1", "2", "3", "x"]), "'x' where a number should stand"),
        (px_text(["1"]).replace("DATA=", 'KEYS("region")=CODES;\nDATA='), "with KEYS"),
        (px_text(["1"]).replace("VALUES", "OTHER"), "without VALUES for"),
    ],
)
def test_a_px_file_that_is_not_whole_is_told(
    folder: Path, imported: Imported, text: str, message: str
) -> None:
    (folder / "a.px").write_text(text, encoding="utf-8")
    file = imported()["a.px"]
    assert file.damaged
    assert message in file.reason


def test_a_px_file_that_asks_for_too_much_is_not_unpacked(folder: Path, imported: Imported) -> None:
    names = ",".join(f'"{n}"' for n in range(5000))
    text = px_text(["1"])
    for label in ('"A","B"', '"hyresrätt","äganderätt"'):
        text = text.replace(label, names)
    (folder / "a.px").write_text(text, encoding="utf-8")
    assert "cells" in imported()["a.px"].reason


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ([68, None, 2, 0], {"1": ".."}),
        ([68, None, 2, 0], ["", "..", "", ""]),
        ({"0": 68, "2": 2, "3": 0}, {"1": ".."}),
        ([68, 0, 2, 0], {"1": ".."}),
    ],
    ids=["sparse status", "list of status", "sparse values", "a zero in place of a mark"],
)
def test_jsonstat_keeps_values_and_marks(
    folder: Path, store: Store, imported: Imported, value: object, status: object
) -> None:
    write_json(folder / "a.json", jsonstat(value, status))
    assert imported()["a.json"].observations == 4
    rows = store.read("tenure").set_index(["area", "group"])
    assert rows.loc[(DESO[0], "rental"), "value"] == 68
    assert rows.loc[(DESO[0], "owned"), "status"] == "suppressed"
    assert rows.loc[(DESO[1], "owned"), "value"] == 0
    assert store.snapshots()["published"].tolist() == ["2024-04-18"]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (jsonstat([1, 2, 3]), "3 values where its size asks for 4"),
        (jsonstat({"9": 1}), "beyond its size"),
        (jsonstat([1, 2, 3, "x"]), "not whole JSON-stat"),
        (jsonstat([1, 2, 3, 4]) | {"size": [2, 2, 1, 7]}, "other sizes"),
        (jsonstat([1, 2, 3, 4]) | {"dimension": {}}, "not whole JSON-stat"),
    ],
)
def test_a_jsonstat_answer_that_is_not_whole_is_told(
    folder: Path, imported: Imported, answer: dict, message: str
) -> None:
    write_json(folder / "a.json", answer)
    file = imported()["a.json"]
    assert file.damaged
    assert message in file.reason


def test_metadata_without_numbers_are_left_and_not_damaged(
    folder: Path, imported: Imported
) -> None:
    write_json(folder / "a.json", jsonstat([]))
    file = imported()["a.json"]
    assert not file.damaged
    assert "holds none of its numbers" in file.reason


def test_the_forms_of_one_table_give_the_same_numbers(tmp_path: Path) -> None:
    writers: list[Callable[[Path], object]] = [
        lambda path: tenure_excel(path / "a.xlsx", [[68, 0, 3, 0], [2, 0, "-", 0]]),
        lambda path: (path / "a.px").write_text(px_text(["68", "3", "2", '"-"']), "utf-8"),
        lambda path: write_json(path / "a.json", jsonstat([68, 3, 2, 0])),
    ]
    found = []
    for number, write in enumerate(writers):
        folder = tmp_path / f"files{number}"
        folder.mkdir()
        write(folder)
        store = Store.create(tmp_path / f"store{number}")
        import_folder(folder, store)
        rows = store.read("tenure", areas=DESO[:2])
        rows = rows[rows["group"].isin(["rental", "owned"])].drop(columns="snapshot")
        found.append(rows.sort_values(["area", "group"], ignore_index=True))
    assert found[0]["value"].tolist() == [3, 68, 0, 2]
    pd.testing.assert_frame_equal(found[0], found[1])
    pd.testing.assert_frame_equal(found[0], found[2])


# -- years and vintages


def long_table(folder: Path, codes: list[str], **years: list[int]) -> Path:
    rows = [["desokod", "region", "år", "bef"]]
    rows += [[code, code, year.removeprefix("y"), number]
             for year, numbers in years.items()
             for code, number in zip(codes, numbers, strict=True)]  # fmt: skip
    return write_csv(folder / "a.csv", rows)


def test_a_year_stands_on_the_vintage_that_is_valid_for_it(
    folder: Path, store: Store, imported: Imported
) -> None:
    long_table(folder, DESO, y2023=[100, 200, 300], y2024=[101, 202, 303])
    imported()
    rows = store.read("population")
    assert set(rows.loc[rows["year"] == 2023, "level"]) == {"deso2018"}
    assert set(rows.loc[rows["year"] == 2024, "level"]) == {"deso2025"}


def test_a_last_year_that_copies_the_year_before_is_left_out(
    folder: Path, store: Store, imported: Imported
) -> None:
    codes = [f"0127C{place:03}0" for place in range(1, 31)]
    long_table(folder, codes, y2023=list(range(100, 130)), y2024=list(range(200, 230)),
               y2025=list(range(200, 230)))  # fmt: skip
    notes = imported()["a.csv"].notes
    assert any("2025 equal those of 2024 in all 30 places" in note for note in notes)
    assert set(store.read("population")["year"]) == {2023, 2024}


def test_dwellings_may_stay_as_they_are_for_a_year(
    folder: Path, store: Store, imported: Imported
) -> None:
    codes = [f"0127C{place:03}0" for place in range(1, 31)]
    rows = [[code, "hyresrätt", year, 100] for code in codes for year in ("2022", "2023")]
    write_csv(folder / "a.csv", [["region", "upplåtelseform", "år", "Antal"], *rows])
    imported()
    assert set(store.read("tenure")["year"]) == {2022, 2023}


def test_one_changed_area_makes_the_last_year_a_year_of_its_own(
    folder: Path, store: Store, imported: Imported
) -> None:
    codes = [f"0127C{place:03}0" for place in range(1, 31)]
    long_table(folder, codes, y2024=list(range(200, 230)), y2025=[*range(200, 229), 999])
    imported()
    assert set(store.read("population")["year"]) == {2024, 2025}


def test_zeros_outside_the_validity_of_a_code_are_dropped_by_year_not_by_value(
    folder: Path, store: Store, imported: Imported
) -> None:
    codes = ["0127C1010", "0127C1010_DeSO2025"]
    long_table(folder, codes, y2023=[100, 0], y2024=[0, 105])
    notes = imported()["a.csv"].notes
    assert any("outside the validity of their codes" in note for note in notes)
    rows = store.read("population")
    assert rows.set_index("level")["value"].to_dict() == {"deso2018": 100, "deso2025": 105}


def test_a_table_that_names_nothing_is_not_guessed(folder: Path, imported: Imported) -> None:
    rows = [["desokod", "år", "hundar"], [DESO[0], "2022", 3]]
    write_csv(folder / "a.csv", rows)
    assert "no indicator of the catalogue" in imported()["a.csv"].reason


# -- several columns of values, and codes of contents


@pytest.mark.parametrize("name", ["Folkmängd", "BE0101N1"])
def test_a_long_table_of_people_is_taken_once_by_name_or_by_code(
    folder: Path, store: Store, imported: Imported, name: str
) -> None:
    rows = [["region", "kön", "år", name], ["0127 Botkyrka", "totalt", "1968", "28000"],
            ["0127 Botkyrka", "totalt", "1969", "30000"]]  # fmt: skip
    write_csv(folder / "a.csv", rows)
    assert imported()["a.csv"].observations == 2
    assert store.read("population")["value"].tolist() == [28000, 30000]
    assert store.snapshots()["table"].tolist() == [{"Folkmängd": "TAB638"}.get(name, name)]


def turnout_table(folder: Path, variable: str, label: str) -> Path:
    head = ["region", variable, "kön", "år", "Röstberättigade, antal", "Valdeltagande, procent"]
    rows = [["0127 Botkyrka", label, "totalt", "2018", "2572", "87"],
            ["0127 Botkyrka", label, "kvinnor", "2022", "", ""]]  # fmt: skip
    return write_csv(folder / "a.csv", [head, *rows])


@pytest.mark.parametrize(
    ("variable", "label", "indicator"),
    [("ålder", "18-29 år", "turnout_register_18_29"), ("ålder", "65+ år", "turnout_register_65"),
     ("utbildningsnivå", "gymnasial utbildning", "turnout_register_secondary")],
)  # fmt: skip
def test_turnout_of_a_group_is_one_of_two_columns_of_values(
    folder: Path, store: Store, imported: Imported, variable: str, label: str, indicator: str
) -> None:
    turnout_table(folder, variable, label)
    imported()
    held = store.read(indicator, sex=None).set_index(["year", "sex"])
    assert held["value"].dropna().to_dict() == {(2018, "total"): 87}
    assert held.loc[(2022, "women"), "status"] == "missing"


def test_ages_after_the_year_are_no_values(folder: Path, imported: Imported) -> None:
    rows = [["region", "år", "ålder", "Folkmängd"], ["0127 Botkyrka", "2020", "17", "900"],
            ["0127 Botkyrka", "2020", "18", "950"]]  # fmt: skip
    write_csv(folder / "a.csv", rows)
    assert imported()["a.csv"].reason


def education(folder: Path, levels: list[str], age: str) -> None:
    """People by education in Botkyrka, as SCB's wide table of municipalities."""
    head = ["region", "ålder", "utbildningsnivå", "kön", "2018", "2022"]
    write_csv(folder / "a.csv", [head, *(["0127 Botkyrka", age, level, "totalt", 10, 20]
                                         for level in levels)])  # fmt: skip


SEVEN = ["förgymnasial utbildning kortare än 9 år", "gymnasial utbildning, högst 2 år",
         "eftergymnasial utbildning, mindre än 3 år", "eftergymnasial utbildning, 3 år eller mer",
         "forskarutbildning"]  # fmt: skip


@pytest.mark.parametrize("age", ["totalt 16-74 år", "totalt"])
def test_another_division_of_the_same_people_is_another_indicator(
    folder: Path, store: Store, imported: Imported, age: str
) -> None:
    education(folder, SEVEN, age)
    reason = imported()["a.csv"].reason
    assert store.read("education", sex=None).empty
    if age != "totalt":
        assert "utbildningsnivå (eftergymnasial" in reason
        assert "nearest are" in reason


def test_a_total_of_some_ages_is_another_population(folder: Path, imported: Imported) -> None:
    entry = catalogue()["education"]
    levels = list(entry.sources[0].groups)
    education(folder, levels, "totalt 16-74 år")
    assert "no indicator of the catalogue" in imported()["a.csv"].reason
    education(folder, levels, "totalt")
    assert imported()["a.csv"].reason == ""


def test_json_stat_of_version_1_is_read_as_that_of_version_2(
    folder: Path, store: Store, imported: Imported
) -> None:
    new = jsonstat([1, 2, 3, 4])
    inside = new["dimension"] | {key: new[key] for key in ("id", "size", "role")}
    old = {key: new[key] for key in ("label", "updated", "value", "extension")}
    write_json(folder / "a.json", {"dataset": old | {"dimension": inside}})
    assert imported()["a.json"].observations == 4
    assert len(store.read("tenure")) == 4


def test_a_table_of_another_country_is_told_by_its_variables(
    folder: Path, imported: Imported
) -> None:
    other = jsonstat([1, 2, 3, 4])
    codes = {"SE": "Sweden", "NO": "Norway"}
    other["dimension"]["Region"] |= {"label": "country", "category": {"label": codes}}
    other["id"][0], other["dimension"]["Land"] = "Land", other["dimension"].pop("Region")
    write_json(folder / "a.json", other)
    reason = imported()["a.json"].reason
    assert "it has country, upplåtelseform, tabellinnehåll, year" in reason
    assert "choose regions (municipalities, RegSO or DeSO" in reason


def test_names_of_variables_in_px_may_end_with_a_space(folder: Path, imported: Imported) -> None:
    text = px_text(["1", "2", "3", "4"]).replace('"upplåtelseform"', '"upplåtelseform "')
    (folder / "a.px").write_text(text, "utf-8")
    assert imported()["a.px"].observations == 4
