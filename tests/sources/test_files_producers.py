"""Files of Kolada, Skolverket, Valmyndigheten and Brå, with the traps that they really have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_files import kolada_table, write_csv, write_excel, write_json

from segnb.sources.files import ImportedFile, school_results
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.store import Store
from segnb.vocabulary.catalogue import Catalogue, Source, catalogue

pytestmark = pytest.mark.long

Imported = Callable[[], dict[str, ImportedFile]]
ELIGIBILITY = "Elever i åk 9 som är behöriga till yrkesprogram, hemkommun, andel (%)"


# -- Kolada: values


def test_kolada_keeps_sexes_and_the_reason_of_each_gap(
    folder: Path, store: Store, imported: Imported
) -> None:
    kolada_table(
        folder / "a.parquet",
        ("N15428", "0127", 2022, "T", "", 80.5),
        ("N15428", "0127", 2022, "K", "", 83.0),
        ("N15428", "0180", 2022, "T", "Privacy", None),
        ("N15428", "0114", 2022, "T", "Missing", None),
        ("N15428", "0117", 2022, "T", "Not applicable", None),
        ("N15428", "0120", 2022, "T", "", None),
        ("X00000", "0127", 2022, "T", "", 1.0),
    )
    file = imported()["a.parquet"]
    assert file.observations == 6
    assert any("1 of 2 key figures" in note and "X00000" in note for note in file.notes)
    rows = store.read("school_eligibility").set_index("area")
    assert rows["status"].to_dict() == {
        "0127": "ok", "0180": "suppressed", "0114": "missing", "0117": "not_applicable",
        "0120": "missing",
    }  # fmt: skip
    assert store.read("school_eligibility", sex="women")["value"].tolist() == [83]


def test_hidden_values_of_women_and_men_that_kolada_sends_as_zero_are_no_values(
    folder: Path, store: Store, imported: Imported
) -> None:
    kolada_table(
        folder / "a.parquet",
        *(
            ("N15428", "2422", 2018, sex, "", value)
            for sex, value in zip("TKM", (61.5, 0, 0), strict=True)
        ),
        *(
            ("N15428", "0127", 2018, sex, "", value)
            for sex, value in zip("TKM", (80.8, 100, 100), strict=True)
        ),
        *(
            ("N15428", "0114", 2018, sex, "", value)
            for sex, value in zip("TKM", (81.0, 80, 82), strict=True)
        ),
        *(
            ("N15428", "0117", 2018, sex, "", value)
            for sex, value in zip("TKM", (0.0, 0, 0), strict=True)
        ),
        *(
            ("N15428", "0120", 2018, sex, "", value)
            for sex, value in zip("TKM", (7.0, 3, 4), strict=True)
        ),
        *(
            ("N15428", "0123", 2018, sex, "", value)
            for sex, value in zip("TKM", (80.5, 80, 80), strict=True)
        ),
    )
    notes = imported()["a.parquet"].notes
    assert any(note.startswith("4 values for women and men contradict") for note in notes)
    rows = store.read("school_eligibility", sex=None)
    hidden = rows[rows["value"].isna()]
    assert set(hidden["area"]) == {"2422", "0127"}
    assert set(hidden["sex"]) == {"women", "men"}
    assert set(hidden["status"]) == {"missing"}
    assert rows.set_index(["area", "sex"])["value"]["2422", "total"] == 61.5


def test_an_answer_of_the_interface_is_read_like_the_table(
    folder: Path, store: Store, imported: Imported
) -> None:
    def entry(place: str, *cells: dict[str, Any]) -> dict[str, Any]:
        return {"kpi": "N15428", "municipality": place, "period": 2022, "values": list(cells)}

    def cell(value: float | None, **more: Any) -> dict[str, Any]:
        return {"gender": "T", "count": 1, "status": "", "value": value, "isdeleted": False} | more

    entries = [entry("0127", cell(80.5)), entry("0000", cell(85.0)), entry("0001", cell(86.0)),
               entry("0180", cell(1.0, isdeleted=True)), entry("G124026", cell(70.0)),
               entry("0114", cell(None, status="Privacy"))]  # fmt: skip
    write_json(folder / "a.json", {"values": entries, "count": 6, "next_url": "https://x/?page=2"})
    notes = imported()["a.json"].notes
    assert any("1 deleted values" in note for note in notes)
    assert any("one page of several" in note for note in notes)
    assert any("1 groups or units are no area" in note for note in notes)
    rows = store.read("school_eligibility")
    found = {(r.level, r.area): r.status for r in rows.itertuples()}
    assert found == {("municipality", "0127"): "ok", ("municipality", "0114"): "suppressed",
                     ("nation", "00"): "ok", ("county", "01"): "ok"}  # fmt: skip


def test_figures_of_groups_alone_are_left(folder: Path, imported: Imported) -> None:
    kolada_table(folder / "a.parquet", ("N15428", "G124026", 2022, "T", "", 80.5))
    assert imported()["a.parquet"].reason == "none of its places is an area known here"


def test_a_figure_that_changed_its_unit_is_cut_and_told_by_its_id(
    folder: Path, store: Store, imported: Imported
) -> None:
    places = ["0114", "0115", "0117", "0120", "0123", "0125"]
    rates = [345.0, 212.0, 188.0, 124.0, 410.0, 553.0]
    ratios = [9.7, 10.1, 4.7, 14.5, 10.4, 9.9]
    old = [("U07417", p, y, "T", "", r) for p, r in zip(places, rates, strict=True)
           for y in (2009, 2010)]  # fmt: skip
    new = [("U07417", p, 2010, "T", "", r * f)
           for p, r, f in zip(places, rates, ratios, strict=True)]  # fmt: skip
    kolada_table(folder / "2023-09-12_old.parquet", *old)
    kolada_table(folder / "2024-12-12_new.parquet", *new)
    notes = imported()["2024-12-12_new.parquet"].notes
    assert any("theft (U07417) has another unit" in note for note in notes)
    held = store.read("theft")
    assert set(held["year"]) == {2010}
    assert held["value"].min() > 800


def test_a_revised_value_is_replaced_and_told(
    folder: Path, store: Store, imported: Imported
) -> None:
    places = ["0114", "0115", "0117", "0120", "0123", "0125"]
    for day, first in (("2023-09-12", 80.0), ("2024-12-12", 82.5)):
        rows = [("N15428", p, 2022, "T", "", first if p == "0114" else 85.0) for p in places]
        kolada_table(folder / f"{day}.parquet", *rows)
    files = imported()
    assert files["2024-12-12.parquet"].change.revised == 1
    assert any("1 values up to 2022 are revisions" in n for n in files["2024-12-12.parquet"].notes)
    assert store.read("school_eligibility", areas=["0114"])["value"].tolist() == [82.5]


# -- Kolada: lists, groups, exports


def figures(path: Path, **titles: str) -> Path:
    rows = [[kpi, title, "a description", "Skola"] for kpi, title in titles.items()]
    return write_csv(path, [["id", "title", "description", "operating_area"], *rows], mark=";")


def test_changed_titles_of_key_figures_are_told(folder: Path, imported: Imported) -> None:
    figures(folder / "2023-01-01.csv", N15428=ELIGIBILITY, N17625="Elever med indraget studiestöd")
    figures(
        folder / "2024-01-01.csv", N15428=ELIGIBILITY, N17625="Gymnasieelever med indraget stöd"
    )
    files = imported()
    assert any("1 titles differ from 2023-01-01.csv" in n for n in files["2024-01-01.csv"].notes)
    assert any("N17625 is called" in n for n in files["2023-01-01.csv"].notes)
    assert not any("N15428" in note for file in files.values() for note in file.notes)


def test_peers_are_the_codes_of_the_newest_socioeconomic_group(
    folder: Path, store: Store, imported: Imported
) -> None:
    rows = [
        ["id", "title", "members"],
        ["G1", "Liknande kommuner socioekonomi, Botkyrka, 2023", "0180|Stockholm"],
        ["G2", "Liknande kommuner socioekonomi, Botkyrka, 2024", "0126|0136|Huddinge|Haninge"],
        ["G3", "Liknande kommuner äldreomsorg, Botkyrka, 2024", "0114|Upplands Väsby"],
        ["G4", "Sjuhärad (ovägt medel)", "1443|1490|Bollebygd|Borås"],
    ]
    write_csv(folder / "groups.csv", rows)
    file = imported()["groups.csv"]
    assert file.reason == ""
    assert store.read_groups("0127")["member"].tolist() == ["0126", "0136"]
    assert any("3 groups of other kinds" in note for note in file.notes)


def export(path: Path, *rows: list[Any]) -> Path:
    return write_excel(path, [["Kolada nyckeltal"], [None, None, "2018", "2019", "2020"], *rows])


def test_an_export_loses_its_averages_and_its_repeated_rows(
    folder: Path, store: Store, imported: Imported
) -> None:
    title = "Invånare  totalt, antal"
    export(folder / "a.xlsx",
           ["the title of another block", "Alla kommuner", 1.0, 2.0, None],
           [title, "Sollentuna", 72528, 73857, None],
           [title, "Botkyrka", 93106, 94606, None],
           [title, "Sollentuna", 72528, 73857, None],
           [title, None, None, None, None],
           ["Antal hundar", "Botkyrka", 5, 6, None])  # fmt: skip
    file = imported()["a.xlsx"]
    assert any("1 rows of averages were dropped" in note for note in file.notes)
    assert any("1 rows stand twice" in note and "Sollentuna" in note for note in file.notes)
    assert any("Antal hundar" in note for note in file.notes)
    rows = store.read("population", years=[2019])
    assert dict(zip(rows["area"], rows["value"], strict=True)) == {"0163": 73857, "0127": 94606}
    assert store.read("population", years=[2020]).empty  # no municipality has a value


def test_other_sheets_of_an_export_are_named(folder: Path, imported: Imported) -> None:
    rows = [["Kolada nyckeltal"], [None, None, "2018", "2019"]]
    rows.append(["Invånare totalt, antal", "Solna", 1, 2])
    write_excel(folder / "a.xlsx", rows, [["the same table, turned"]])
    assert "Only its first sheet was read, and not 'Blad2'." in imported()["a.xlsx"].notes


def test_two_different_rows_of_one_place_are_refused(folder: Path, imported: Imported) -> None:
    title = "Invånare totalt, antal"
    export(folder / "a.xlsx", [title, "Solna", 1, 2, 3], [title, "Solna", 1, 2, 4])
    assert "two different rows for Solna" in imported()["a.xlsx"].reason


# -- Skolverket


def schools(folder: Path, *rows: tuple[Any, ...]) -> None:
    columns = ["skola", "skol_enhetskod", "kommun_kod", "year", "elever_arskurs_1_9",
               "andel_percent_elever_med_utlandsk_bakgrund_ak_1_9",
               "andel_percent_elever_med_foraldrar_med_eftergymnasial_utb_ak_1_9"]  # fmt: skip
    pd.DataFrame(list(rows), columns=columns).to_parquet(folder / "a.parquet")


def test_school_codes_become_text_and_footnotes_are_dropped(
    folder: Path, store: Store, imported: Imported
) -> None:
    schools(folder, ("Albyskolan", 10017830.0, "0127", 2023, 402.0, np.nan, 31.0),
            ("Rapportbeskrivning och definitioner", None, None, 2023, None, None, None),
            ("Gammal skola", 146000501.0, "1460", 2010, 29.0, 12.0, np.nan))  # fmt: skip
    file = imported()["a.parquet"]
    assert any("1 rows of footnotes" in note for note in file.notes)
    assert any("1 rows have a code of the older register" in note for note in file.notes)
    assert store.read_areas("school", "0127")["name"].tolist() == ["Albyskolan"]
    pupils = store.read("school_pupils").set_index("area")["value"]
    assert pupils.to_dict() == {"10017830": 402, "146000501": 29}
    shares = store.read("school_foreign_background", areas=["10017830"])
    assert shares["status"].tolist() == ["missing"]  # an empty cell is no zero


REPORT = """\ufeffStatistik från Skolverket;;;;;;;
Grundskolan - Antal elever per årskurs;;;;;;;
Valt läsår: 2022/23;;;;;;;
;;;;;;;
Samtliga skolenheter;;;;;;;
Skola;Skol-enhetskod;Skolkommun;Kommun-kod;Elever årskurs 1-9;\
Andel (%) elever med utländsk bakgrund, åk 1-9;\
Andel (%) elever med föräldrar med eftergymnasial utb, åk 1-9;
Albyskolan;10017830;Botkyrka;0127;1 402;~92;31,5;
"Lilla; skolan";10017831;Botkyrka;0127;12;..;.;
Rapportbeskrivning och definitioner etc.;;;;;;;
"""


def test_the_report_of_skolverket_is_read_as_it_is_exported(
    folder: Path, store: Store, imported: Imported
) -> None:
    (folder / "a.csv").write_text(REPORT, encoding="utf-8")
    file = imported()["a.csv"]
    assert file.taken_as == "Skolverket: table of schools"
    assert any("stands at its second year" in note for note in file.notes)
    pupils = store.read("school_pupils").set_index("area")
    assert pupils["value"].to_dict() == {"10017830": 1402, "10017831": 12}
    assert set(pupils["year"]) == {2023}
    foreign = store.read("school_foreign_background").set_index("area")
    assert foreign["value"].dropna().to_dict() == {"10017830": 92}
    assert foreign["status"].to_dict() == {"10017830": "ok", "10017831": "suppressed"}
    educated = store.read("school_parents_post_secondary").set_index("area")
    assert educated["status"].to_dict() == {"10017830": "ok", "10017831": "missing"}
    assert educated.loc["10017830", "value"] == 31.5
    names = store.read_areas("school", "0127").set_index("area")["name"].to_dict()
    assert names == {"10017830": "Albyskolan", "10017831": "Lilla; skolan"}


def test_a_report_of_no_school_year_is_refused(folder: Path, imported: Imported) -> None:
    (folder / "a.csv").write_text(REPORT.replace("Valt läsår: 2022/23", ""), encoding="utf-8")
    assert "does not say which school year" in imported()["a.csv"].reason


@pytest.mark.parametrize(
    ("factor", "taken"), [(1, True), (0.5, True), (0.01, False), (1000, False)]
)
def test_a_figure_in_another_unit_is_left_and_told(
    folder: Path, store: Store, imported: Imported, factor: float, taken: bool
) -> None:
    places = ("0114", "0115", "0117", "0120", "0123", "0125")
    kolada_table(
        folder / "a.parquet",
        *(("U07417", place, 2015, "T", "", 3100.0 * factor) for place in places),
        *(("N15428", place, 2015, "T", "", 85.0) for place in places),
    )
    file = imported()["a.parquet"]
    assert (not store.read("theft").empty) == taken
    assert any("theft was left out: its values are in another unit" in n for n in file.notes) == (
        not taken
    )
    assert len(store.read("school_eligibility")) == 6


BANNER = "Statistik från Skolverket, https://www.skolverket.se\n\nGrundskola - {}\n{}\n\n"
OVER_TIME = [
    ["Kommun", "Kommunkod", "Län", "Länskod", "Uppgift", "2024/25", "2023/24"],
    ["Ale", "1440", "Västra Götalands län", "14", "Totalt antal elever årskurs 9", 434, 417],
    ["Ale", "1440", "Västra Götalands län", "14", "Andel (%) behöriga till yrkesprogram", "~100",
     ".."],
]  # fmt: skip


@pytest.fixture
def by_school() -> Catalogue:
    """A catalogue of one figure that Skolverket reports by municipality."""
    entry = catalogue()["school_eligibility"]
    source = Source(producer="Skolverket", table="x", licence="Attribution",
                    contents=("Andel (%) behöriga till yrkesprogram",))  # fmt: skip
    return Catalogue(indicators={entry.id: entry.model_copy(update={"sources": (source,)})})


def result(path: Path, known: Catalogue) -> Reading:
    document = Document(path, path.name)
    assert school_results.is_results(document)
    return school_results.read_results(document, known)


def test_results_over_time_are_read_from_the_sheet_of_all_schools(
    folder: Path, by_school: Catalogue
) -> None:
    banner = [[None], ["Grundskola - Betygsresultat, årskurs 9"]]
    private = [*banner, ["Typ av huvudman: Enskild"], [None], *OVER_TIME]
    whole = [*banner, ["Typ av huvudman: Samtliga"], [None], *OVER_TIME]
    reading = result(write_excel(folder / "a.xlsx", private, whole, [["Definitioner"]]), by_school)
    rows = reading.observations.set_index("year")
    assert rows["value"].isna().all()  # ~100 hides up to four pupils, as .. does
    assert rows["status"].to_dict() == {2025: "suppressed", 2024: "suppressed"}
    assert set(rows["area"]) == {"1440"}


def test_a_report_with_a_banner_is_read_by_sex_and_for_all_schools(
    folder: Path, by_school: Catalogue
) -> None:
    head = "Kommun;Kommun-kod;Län;Läns-kod;Typ av huvudman;Kön;Antal elever;Andel (%) elever "
    text = BANNER.format("Behörighet", "Valt läsår: 2024/25") + head + "behöriga till yrkesprog.;\n"
    rows = [("Samtliga", "Samtliga", "82,4"), ("Samtliga", "Pojkar", "80,1"),
            ("Kommunal", "Samtliga", "79,0")]  # fmt: skip
    for kind, sex, value in rows:
        text += f"Ale;1440;Västra Götalands län;14;{kind};{sex};10;{value};\n"
    (folder / "a.csv").write_text(text + ";;;;;;;\nDefinition av behörig.;;;;;;;\n", "utf-8-sig")
    reading = result(folder / "a.csv", by_school)
    rows = reading.observations
    assert dict(zip(rows["sex"], rows["value"], strict=True)) == {"total": 82.4, "men": 80.1}
    assert set(rows["year"]) == {2025}


def test_results_of_another_grade_are_left(folder: Path, by_school: Catalogue) -> None:
    banner = [["Grundskola - Betyg årskurs 6"], ["Typ av huvudman: Samtliga"]]
    reading = result(write_excel(folder / "a.xlsx", [*banner, *OVER_TIME]), by_school)
    assert "about year 6" in reading.reason


def test_definitions_below_a_table_of_schools_are_left_out(
    folder: Path, store: Store, imported: Imported
) -> None:
    (folder / "a.csv").write_text(REPORT + ";Meritvärdet beräknas så;;;\n", encoding="utf-8")
    assert imported()["a.csv"].reason == ""
    assert not store.read("school_pupils").empty


# -- Valmyndigheten

HEAD_2022 = ["Valkretskod", "Valdistriktskod", "Valdistriktsnamn", "Antal röstberättigade",
             "Antal röstande", "Andel röstande", None, "M", "S"]  # fmt: skip


def test_votes_without_a_district_count_in_sums_and_not_as_districts(
    folder: Path, store: Store, imported: Imported
) -> None:
    rows = [HEAD_2022, ["02", "01270101", "Alby", 1000, 600, 60.0, "", 1, 2],
            ["02", "01270102", "Tumba", 1000, 900, 90.0, "", 1, 2],
            ["02", "01279800", "Uppsamling", 0, 50, None, "", 1, 2],
            ["02", "01279800", "Uppsamling 2", 0, 30, None, "", 1, 2],
            ["02", "01140101", "Övra Runby", 500, 400, 80.0, "", 1, 2]]  # fmt: skip
    write_excel(folder / "riksdagsval_2022.xlsx", rows)
    file = imported()["riksdagsval_2022.xlsx"]
    assert any("2 of them share a code" in note for note in file.notes)
    assert any("its name says 2022" in note for note in file.notes)
    voters = store.read("votes_riksdag")
    voters = voters[voters["group"] == "voters"].set_index(["level", "area"])["value"]
    assert voters["district2022"].to_dict() == {"01140101": 400, "01270101": 600, "01270102": 900}
    assert voters["municipality", "0127"] == 1580
    assert voters["county", "01"] == voters["nation", "00"] == 1980
    assert store.read_areas("district2022", "0127")["name"].tolist() == ["Alby", "Tumba"]


def test_codes_of_numbers_are_put_together(folder: Path, store: Store, imported: Imported) -> None:
    head = ["LÄNSKOD", "KOMMUNKOD", "VALKRETSKOD", "VALDISTRIKTSKOD", "VALDISTRIKTSNAMN",
            "RÖSTANDE", "RÖSTBERÄTTIGADE"]  # fmt: skip
    rows = [head, [1, 14, 2, 101, "Övra Runby", 1110, 1355], [1, 14, 2, 0, "Uppsamling", 80, 0]]
    title = [["Valmyndigheten"], ["Röstfördelning, riksdagsvalet 2018, per valdistrikt"]]
    write_excel(folder / "a.xlsx", title, rows)
    file = imported()["a.xlsx"]
    assert "riksdag 2018" in file.taken_as
    rows = store.read("votes_riksdag", level="district2018")
    assert set(rows["area"]) == {"01140101"}
    total = store.read("votes_riksdag", level="municipality")
    assert total.loc[total["group"] == "voters", "value"].tolist() == [1190]


@pytest.mark.parametrize(
    ("name", "title", "column", "election"),
    [
        ("val 2022", "", "varav utländska medborgare", "municipal"),
        ("val 2022", "", "Regionkod", "region"),
        ("val", "Röster, landstingsvalen 2018, per valdistrikt", "M", "region"),
        ("val", "Röster, kommunvalen 2018, per valdistrikt", "M", "municipal"),
        ("val", "Röster, regionvalet 2022", "varav utländska medborgare", "region"),
        ("val", "Val till kommunfullmäktige 2022", "M", "municipal"),
        ("2018_L_per_valdistrikt", "", "M", "region"),
        ("2018_R_per_valdistrikt", "", "M", "riksdag"),
        ("ri_tab4_2022", "", "M", "riksdag"),
        ("ko_tab3_2022", "", "M", "municipal"),
    ],
)
def test_the_election_is_the_one_that_is_named(
    folder: Path, imported: Imported, name: str, title: str, column: str, election: str
) -> None:
    head = [column, "Valdistriktskod", "Antal röstberättigade", "Antal röstande"]
    sheets = [[["Valmyndigheten"], [title]]] if title else []
    write_excel(folder / f"{name}.xlsx", *sheets, [head, [1, "01270101", 1000, 600]])
    assert f"{election} 20" in imported()[f"{name}.xlsx"].taken_as


@pytest.mark.parametrize("name", ["val 2022", "europaparlamentsvalet 2019", "omröstning 2003"])
def test_an_election_that_is_not_named_is_none(
    folder: Path, store: Store, imported: Imported, name: str
) -> None:
    head = ["M", "Valdistriktskod", "Antal röstberättigade", "Antal röstande"]
    write_excel(folder / f"{name}.xlsx", [head, [1, "01270101", 1000, 600]])
    reason = imported()[f"{name}.xlsx"].reason
    assert "which election it is" in reason
    assert "ri_tab4_2022.xlsx" in reason
    assert store.coverage().empty


def test_an_election_of_no_year_is_left(folder: Path, imported: Imported) -> None:
    write_excel(folder / "riksdag.xlsx", [HEAD_2022, ["02", "01270101", "Alby", 1000, 600]])
    file = imported()["riksdag.xlsx"]
    assert not file.damaged
    assert "of which year" in file.reason


def test_district_codes_that_lost_their_zero_are_refused(folder: Path, imported: Imported) -> None:
    write_excel(folder / "ri 2022.xlsx", [HEAD_2022, ["02", 1270101, "Alby", 1000, 600]])
    assert "keep the zeros before codes" in imported()["ri 2022.xlsx"].reason


# -- Brå


def test_the_survey_keeps_its_confidence_limits(
    folder: Path, store: Store, imported: Imported
) -> None:
    variable = "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet"
    share = ("Andel (%) i befolkningen (16-84 år) som känner sig ganska/mycket otrygga samt de "
             "som avstår från att gå ut på grund av otrygghet.")  # fmt: skip
    units = {share: "24.5", "KI (95 %) undre gräns": "20.1", "KI (95 %) övre gräns": "29"}
    head = ["geografi", "enhet", "ar", "variabel", "varde", "kalla"]
    rows = [[place, unit, "2023", variable, value, "NTU"]
            for place in ("Vansbro", "Dalarnas län", "Hela landet")
            for unit, value in units.items()]  # fmt: skip
    rows.append(["Vansbro", "Antal", "2023", "Bilbrott", "7", "Anmälda brott"])
    write_csv(folder / "a.csv", [head, *rows], mark=";")
    file = imported()["a.csv"]
    assert any("1 of 2 variables are in no entry" in note for note in file.notes)
    held = store.read("unsafe_share", interval=True)
    assert set(held["level"]) == {"municipality", "county", "nation"}
    vansbro = held[held["area"] == "2021"].set_index("group")["value"].to_dict()
    assert vansbro == {"all": 24.5, "ci_low": 20.1, "ci_high": 29}


def test_rates_of_all_crimes_are_read_and_the_last_year_is_preliminary(
    folder: Path, store: Store, imported: Imported
) -> None:
    rows = [["kommun", "period", "key", "count", "per100k"],
            ["0114", "2024", "total", 5016, 13801.0],
            ["0114", "2025", "total", 4892, 13373.0]]  # fmt: skip
    write_csv(folder / "a.csv", rows, mark=";")
    assert any("2025 are preliminary" in note for note in imported()["a.csv"].notes)
    held = store.read("reported_crime").set_index("year")
    assert held["value"].to_dict() == {2024: 13801, 2025: 13373}
    assert held["status"].to_dict() == {2024: "ok", 2025: "preliminary"}


def test_violent_crimes_of_bra_carry_the_series_of_kolada_back(
    folder: Path, store: Store, imported: Imported
) -> None:
    """Where both have a year the newer holds; where the sources meet the series has a break."""
    bra = [["kommun", "period", "key", "count", "per100k"],
           ["2081", "2005", "violent", "", 1230.0],
           ["2081", "2006", "violent", "", 1110.0]]  # fmt: skip
    kolada = [["kpi", "municipality_id", "year", "gender", "status", "value"],
              ["N07403", "2081", "2006", "T", "", "1109.73"]]  # fmt: skip
    write_csv(folder / "bra.csv", bra, mark=";")
    write_csv(folder / "2024-12-12_kolada.csv", kolada)
    imported()
    held = store.read("violent_crime").set_index("year")["value"].to_dict()
    assert held == {2005: 1230, 2006: 1109.73}
    assert [one.year for one in catalogue()["violent_crime"].breaks if one.kind == "source"] == [
        2006
    ]


def test_all_crimes_of_kolada_are_preliminary_in_their_newest_year(
    folder: Path, store: Store, imported: Imported
) -> None:
    rows = [["kpi", "municipality_id", "year", "gender", "status", "value"],
            ["N07540", "2081", "2024", "T", "", "11000"],
            ["N07540", "2081", "2025", "T", "", "12000"]]  # fmt: skip
    write_csv(folder / "a.csv", rows)
    imported()
    held = store.read("reported_crime").set_index("year")["status"].to_dict()
    assert held == {2024: "ok", 2025: "preliminary"}


@pytest.mark.parametrize(
    ("kpi", "indicator"),
    [("N01950", "born_abroad_working_age"), ("N31001", "assistance_cost_gross"),
     ("N15418", "all_subjects_by_school"), ("N15424", "eligibility_by_school"),
     ("U00907", "gini_older"), ("U05400", "turnout_municipal_long")],
)  # fmt: skip
def test_figures_of_another_definition_are_indicators_of_their_own(
    folder: Path, store: Store, imported: Imported, kpi: str, indicator: str
) -> None:
    rows = [["kpi", "municipality_id", "year", "gender", "status", "value"],
            [kpi, "2081", "2006", "T", "", "0.3"]]  # fmt: skip
    write_csv(folder / "a.csv", rows)
    imported()
    assert store.coverage()["indicator"].tolist() == [indicator]


# -- Försäkringskassan


def benefits(measure: str, *rows: tuple[Any, ...]) -> list[list[Any]]:
    return [["År", "Månad", "Län", "Kommun", "Ålder", "Kön", measure], *map(list, rows)]


ALL_AGES = "Samtliga 16-64 år"


def test_a_year_of_benefits_is_its_last_month_and_preliminary_before_december(
    folder: Path, store: Store, imported: Imported
) -> None:
    rows = [
        (year, month, "20 Dalarnas län", place, age, sex, value)
        for year, month, place, age, sex, value in (
            ("2023", "11", "2081 Borlänge", ALL_AGES, "Kvinnor och män", 27.4),
            ("2023", "12", "2081 Borlänge", ALL_AGES, "Kvinnor och män", 27.0),
            ("2024", "09", "2081 Borlänge", ALL_AGES, "Kvinnor och män", 26.0),
            ("2024", "09", "2081 Borlänge", ALL_AGES, "Kvinnor", 31.5),
            ("2024", "09", "2081 Borlänge", "16-19 år", "Kvinnor", 1.5),
            ("2024", "09", "20 Dalarnas län", ALL_AGES, "Kvinnor och män", 26.4),
        )
    ]
    write_excel(folder / "fk_2024_11_06.xlsx", benefits("Ohälsotalet", *rows))
    (file,) = imported().values()
    assert "2024 at month 9, which is preliminary" in " ".join(file.notes)
    held = store.read("sickness_days", sex=None).set_index(["area", "year", "sex"])
    assert held["value"].to_dict() == {
        ("2081", 2023, "total"): 27.0, ("2081", 2024, "total"): 26.0,
        ("2081", 2024, "women"): 31.5, ("20", 2024, "total"): 26.4,
    }  # fmt: skip
    assert held.loc[("2081", 2023, "total"), "status"] == "ok"
    assert set(held.xs(2024, level="year")["status"]) == {"preliminary"}
    (kept,) = store.snapshots().to_dict("records")
    assert (kept["producer"], kept["date"]) == ("Försäkringskassan", "2024-11-06")


def test_a_measure_of_benefits_is_the_one_that_its_column_names(
    folder: Path, store: Store, imported: Imported
) -> None:
    row = ("2024", "12", "Riket", "Riket", ALL_AGES, "Kvinnor och män", 10.3)
    write_excel(folder / "a.xlsx", benefits("Sjukpenningtal 1.0", row))
    write_excel(folder / "b.xlsx", benefits("Antal mottagare", row))
    files = imported()
    assert store.read("sickness_days").empty
    assert store.read("sickness_benefit")["value"].tolist() == [10.3]
    assert "antal mottagare" in files["b.xlsx"].reason


# -- R's pxweb


def test_codes_and_names_side_by_side_and_a_period_are_read_as_r_writes_them(
    folder: Path, store: Store, imported: Imported
) -> None:
    head = ["regionkod", "region", "Hälsotillstånd", "Andel och konfidensintervall", "Kön", "År",
            "Hälsa efter region, kön och år. Andel"]  # fmt: skip
    rows = [[code, name, "Bra eller mycket bra hälsa", "Andel", "Totalt", "2021-2024", value]
            for code, name, value in (("00", "Riket", 71), ("2021", "Vansbro", 62.3))]  # fmt: skip
    write_excel(folder / "fohm.xlsx", [head, *rows])
    (file,) = imported().values()
    assert not file.reason
    held = store.read("self_rated_health")
    assert held[["area", "year", "value"]].to_numpy().tolist() == [
        ["00", 2024, 71.0],
        ["2021", 2024, 62.3],
    ]
    assert store.snapshots()["producer"].tolist() == ["Folkhälsomyndigheten"]
