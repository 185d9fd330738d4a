"""What single parts of the readers of producers' files make of small rows, at each limit."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from small_files import squares

from segnb.sources.demo.income_model import area_types
from segnb.sources.files import election_results as votes
from segnb.sources.files import (
    kolada_export,
    kolada_figures,
    own_key,
    polygon_vintage,
    school_results,
    workbooks,
)
from segnb.sources.files.file_type import Document
from segnb.sources.files.kolada_answers import (
    _cells,
    _located,
    _members,
    _years,
    bound_values,
    read_groups,
)
from segnb.sources.files.own_area_files import TWO, _text, checked_names, place_polygons, placed
from segnb.sources.files.regions import Regions
from segnb.sources.files.school_export import HEAD, report_rows
from segnb.sources.files.school_pupil_tables import _names, _notes, _places
from segnb.sources.live.queries import Query
from segnb.sources.live.request_plan import _country, _is_one_call
from segnb.store import Store, make_observations
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.errors import InvalidFile


@pytest.fixture
def regions(tmp_path: Path) -> Regions:
    """Keys of DeSO 2018 and of districts, people of two areas, and the border of a municipality."""
    store = Store.create(tmp_path / "store")
    one = store.add_snapshot(b"k", name="k", producer="SCB")
    codes = ["0127A0010", "0127A0020", "0127A0030"]
    store.write_areas(pd.DataFrame({"level": "deso2018", "area": codes, "name": ""}), one)
    districts = pd.DataFrame(
        {"level": "district2022", "area": ["01270101", "01270102"], "name": ""}
    )
    store.write_areas(districts, store.add_snapshot(b"d", name="d", producer="Val"))
    people = pd.DataFrame({"area": codes * 2, "year": [2021] * 3 + [2022] * 3,
                           "value": [1.0, 2, 4, 100, 200, 400]})  # fmt: skip
    store.write(make_observations(people, indicator="population", level="deso2018"), one)
    border = squares(["0127", "0181"]).assign(area=["0127", "0181"], municipality=["0127", "0181"])
    store.write_polygons("municipality", border, one)
    return Regions(store)


# -- Kolada


def test_titles_that_differ_are_listed_up_to_five() -> None:
    now = {f"N{n}": "ny" for n in range(6)} | {"N7": "Same  Title"}
    before = {f"N{n}": "gammal" for n in range(6)} | {"N7": "same title", "N8": "x"}
    (six,) = kolada_figures._changes(now, before, "list.csv")
    assert six.startswith("6 titles differ from list.csv: N0 ('gammal', here 'ny'), N1 ")
    assert six.endswith("N4 ('gammal', here 'ny'), ….")
    del now["N5"]
    (five,) = kolada_figures._changes(now, before, "list.csv")
    assert five.endswith("N4 ('gammal', here 'ny').")
    assert kolada_figures._changes({"N7": "a"}, {"N8": "b"}, "x") == []


def export(*rows: list[Any]) -> tuple[pd.DataFrame, list[str]]:
    return kolada_export._long([["", "Kommun", 2021, "2022"], *rows], "a.xlsx")


@pytest.mark.parametrize(("number", "dots"), [(8, ""), (9, ", …")])
def test_key_figures_that_nobody_knows_are_listed_up_to_eight(number: int, dots: str) -> None:
    rows = pd.DataFrame({"kpi": [f"X{n}" for n in range(number)], "place": "0127", "year": 2020,
                         "sex": "T", "value": 1.0, "status": "ok"})  # fmt: skip
    reading = bound_values(rows, catalogue(), "x", [])
    listed = ", ".join(f"X{n}" for n in range(8))
    assert reading.notes[0] == (
        f"{number} of {number} key figures are in no entry of the catalogue and were left out: "
        f"{listed}{dots}."
    )


def test_an_export_is_a_row_a_title_place_and_year() -> None:
    frame, notes = export(
        ["T  1", "Botkyrka ", 1, 2.5], ["T 1", "Gävle", "..", 4], ["T 1", "", 9, 9]
    )
    assert frame[["title", "place", "year", "value"]].to_numpy().tolist() == [
        ["T 1", "0127", 2021, 1.0], ["T 1", "2180", 2021, pytest.approx(float("nan"), nan_ok=True)],
        ["T 1", "0127", 2022, 2.5], ["T 1", "2180", 2022, 4.0],
    ]  # fmt: skip
    assert notes == []
    _, notes = export(["T", "Botkyrka ", 1, 2], ["T", "Botkyrka", 1, 2])
    assert notes == ["1 rows stand twice and were taken once (Botkyrka)."]
    lost, notes = export(["T", "Botkyrka", "..", 1], ["T", "Ingenstad", "..", 2])
    assert lost["year"].tolist() == [2022]  # a year without any value is none
    assert notes == ["1 places are no municipality and were dropped: Ingenstad."]


def test_rows_that_stand_twice_are_taken_once_or_refused() -> None:
    frame, notes = export(["T", "Botkyrka", 1, 2], ["T", "Botkyrka", 1, 2])
    assert len(frame) == 2
    assert notes == ["1 rows stand twice and were taken once (Botkyrka)."]
    with pytest.raises(InvalidFile, match="two different rows for Gävle, 'T'"):
        export(["T", "Gävle", 1, 2], ["T", "Gävle", 1, 3], ["U", "Botkyrka", 1, 2],
               ["U", "Botkyrka", 3, 2])  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["", "", 2021, 2022]], 0), ([["T", "", 1, 2], ["", "Kommun", 2021, 2022]], 1),
        ([["", "", 2021, ""]], None), ([["", "", 2021, "x"]], None),
        ([["", "x", 2021, 2022]], None),
        ([["x", "", 1, 2]] * 3 + [[None, None, 2021, 2022]], 3),
        ([["x", "", 1, 2]] * 4 + [[None, None, 2021, 2022]], None), ([["", "", 2021]], None),
    ],
)  # fmt: skip
def test_the_row_of_years_is_among_the_first_four(rows: list[Any], place: int | None) -> None:
    assert kolada_export._header(rows) == place


def test_marks_places_and_years_of_kolada() -> None:
    frame = pd.DataFrame({"value": [1.0, None, None, 4.0, 5.0],
                          "status": ["", "", "Privacy", "Missing", "Odd"]})  # fmt: skip
    cells, notes = _cells(frame, "x")
    assert cells["status"].tolist() == ["ok", "missing", "suppressed", "missing", "missing"]
    assert cells["value"].notna().tolist() == [True, False, False, False, False]
    assert cells["given"].tolist()[3:] == [4.0, 5.0]
    assert notes == ["Kolada's marks ['odd'] are not known and were taken as missing.",
                     "Without a value: 3 missing, 1 suppressed."]  # fmt: skip
    assert _cells(frame.iloc[:1], "x")[1] == []
    places = pd.DataFrame({"place": ["0127", "0001", "0000", "G123", "G124"]})
    found, notes = _located(places)
    assert found["level"].tolist() == ["municipality", "county", "nation"]
    assert found["municipality"].tolist() == ["0127", "", ""]
    assert notes == ["2 groups or units are no area known here and were dropped."]
    assert _located(places.iloc[:3])[1] == []
    assert _years(pd.Series([2020.0, "1999"]), "x").tolist() == [2020, 1999]
    for odd in ("2020M1", "1899", "20"):
        with pytest.raises(InvalidFile, match="periods that are no years"):
            _years(pd.Series(["2020", odd]), "x")
    assert _members("0126|0136|Huddinge|12345") == ["0126", "0136"]
    assert _members([{"member_id": "0126"}, "0136"]) == ["0126", "0136"]
    assert _members(None) == []


# -- elections


@pytest.mark.parametrize(
    ("names", "columns", "election"),
    [
        (("", "", "ri_tab4_2022"), (), "riksdag"), (("Val till kommunfullmäktige", "", "x"), (),
         "municipal"), (("", "", "x"), ("regionkod",), "region"), (("", "", "x"), (), ""),
        (("", "", "x"), ("varav utländska medborgare",), "municipal"),
    ],
)  # fmt: skip
def test_an_election_is_named_or_told_by_its_columns(
    names: tuple[str, ...], columns: tuple[str, ...], election: str
) -> None:
    assert votes._election(pd.DataFrame(columns=list(columns)), names) == election


def test_codes_of_districts_are_whole_or_put_together() -> None:
    whole = pd.DataFrame({"valdistriktskod": [" 01270101", "01270102"]})
    assert votes._codes(whole).tolist() == ["01270101", "01270102"]
    parts = pd.DataFrame({"länskod": [1, 1], "kommunkod": [27, 80], "valdistriktskod": [101, 1102]})
    assert votes._codes(parts).tolist() == ["01270101", "01801102"]


def test_votes_are_summed_to_places_counties_and_the_nation() -> None:
    rows = pd.DataFrame({"municipality": ["0127", "0127", "0180", "2180"], "eligible": [1, 2, 4, 8],
                         "voters": [1, 1, 3, 7]})  # fmt: skip
    places, counties, nation = votes._sums(rows)
    assert places[["area", "eligible", "voters"]].to_numpy().tolist() == [
        ["0127", 3, 2], ["0180", 4, 3], ["2180", 8, 7],
    ]  # fmt: skip
    assert counties["area"].tolist() == ["01", "21"]
    assert counties["voters"].tolist() == [5, 7]
    assert (nation["area"].tolist(), nation["eligible"].tolist()) == (["00"], [15])
    assert places["municipality"].tolist() == ["0127", "0180", "2180"]
    assert counties["municipality"].tolist() == ["", ""]


# -- own areas and keys


def test_a_cell_is_a_text_without_needless_decimals() -> None:
    assert [_text(cell) for cell in (101.0, 1.5, " a ", None, float("nan"), 7)] == [
        *("101", "1.5", "a", "", "", "7"),
    ]


@pytest.mark.parametrize(
    ("name", "fits"),
    [("a", True), ("x" * 80, True), ("x" * 81, False), ("", False), ("nan", False), ("<b>", False),
     ("../x", False), ("=1", False), ("a=1", True), ("-a", False), ("a\u202eb", False)],
)  # fmt: skip
def test_a_name_of_an_own_area_is_a_name(name: str, fits: bool) -> None:
    frame = pd.DataFrame({"code": ["1"], "name": [name], "other": ["=x"]})
    if fits:
        assert checked_names(frame, "a.csv")["name"].tolist() == [name]
    else:
        with pytest.raises(InvalidFile, match="as a name"):
            checked_names(frame, "a.csv")


def test_a_municipality_of_an_own_area_is_one_that_exists() -> None:
    for code in ("0127", "9901"):
        checked_names(pd.DataFrame({"municipality": [code]}), "x")
    with pytest.raises(InvalidFile, match="has '0128x' as municipality"):
        checked_names(pd.DataFrame({"municipality": ["0127", "0128x"]}), "x")


def test_own_areas_lie_where_their_middle_is(regions: Regions) -> None:
    own = squares(["a", "b", "c"]).assign(area=["a", "b", "c"])
    assert placed(own, regions.store).tolist() == ["0127", "0181", ""]
    one = regions.store.add_snapshot(b"o", name="o", producer="own data")
    both = own.assign(area=["a", "a", "c"], municipality=["0127", "0181", ""])
    regions.store.write_polygons("own", both, one)
    assert place_polygons(regions.store) == {"a": TWO}


def test_codes_of_a_key_are_mended_and_what_is_left_out_is_told(regions: Regions) -> None:
    given = pd.Series(["127a0010", "0127A0020_DeSO2018", "0127A0030"])
    codes = given.map(own_key._tidy)
    assert codes.tolist() == ["0127A0010", "0127A0020", "0127A0030"]
    assert own_key._is_code(given).all()
    assert own_key._repairs(codes, given)[0].startswith(
        "2 codes were mended (127a0010 to 0127A0010)"
    )
    assert own_key._repairs(codes, codes) == []
    some = codes.iloc[:2]
    assert own_key._left_out(some, "deso2018", regions.store) == [
        "1 of 3 areas are in no own area, and with them 400 of 700 people (2022)."
    ]
    assert own_key._left_out(codes, "deso2018", regions.store) == []
    lost = pd.Series([*codes, *(f"0127C00{n}0" for n in range(6))])
    (told,) = own_key._unknown(lost, ["deso2018"], regions.store)
    assert told.startswith("6 codes are no area that is known here: 0127C0000, ")
    assert "0127C0040, …: look" in told
    (five,) = own_key._unknown(lost.iloc[:8], ["deso2018"], regions.store)
    assert "0127C0040: look" in five
    assert "1 code is no area" in own_key._unknown(lost.iloc[:4], ["deso2018"], regions.store)[0]
    assert own_key._unknown(codes, ["deso2018"], regions.store) == []
    assert own_key._unknown(pd.Series(["0180A0010"]), ["deso2018"], regions.store) == []
    with pytest.raises(InvalidFile, match="0127A0010 is given to two own areas"):
        own_key._key(pd.Series(["0127A0010"] * 2), pd.Series(["a", "b"]), regions.store, [])


# -- which areas polygons are


def vintage(codes: list[str], regions: Regions, **columns: Any) -> tuple[str, tuple[str, ...]]:
    frame = squares(codes, **columns)
    parts = pd.Series(codes).str.extract(r"([^_]*)(?:_DeSO(\d{4}))?")
    document = Document.of(b"{}", "a.geojson")
    return polygon_vintage._vintage(frame, parts, ["deso2018", "deso2025"], document, regions)


def test_a_vintage_is_stated_or_told_by_a_key(regions: Regions) -> None:
    codes = ["0127A0010", "0127A0020", "0127A0030"]
    assert vintage([f"{code}_DeSO2025" for code in codes], regions) == ("deso2025", ())
    assert vintage(codes, regions, version="2018_v3") == ("deso2018", ())
    level, (told,) = vintage(codes, regions)
    assert (level, told[-9:]) == ("deso2018", "deso2018.")
    new = [*codes[:2], "0127A0040"]
    level, (told,) = vintage(new, regions)
    assert level == "deso2025"
    assert "1 of its codes are none of deso2018 (such as 0127A0040)" in told
    for unclear in (["0127A0010", "0127A0040", "0127A0050"], codes[:2], ["0180A0010"]):
        with pytest.raises(InvalidFile, match="does not say of which vintage"):
            vintage(unclear, regions)
    with pytest.raises(InvalidFile, match="does not say of which vintage"):
        vintage(["0127A0040"] * 2, regions, version=["2018", "2025"])


def test_districts_are_codes_or_numbers_that_lost_their_noughts(regions: Regions) -> None:
    document = Document.of(b"{}", "a.geojson")
    whole = polygon_vintage._districts(squares(["a", "b"], lkfv=[1270101, "01270102"]), document,
                                       regions)  # fmt: skip
    assert (whole.level, whole.notes) == ("district2022", ())
    assert whole.frame["area"].tolist() == ["01270101", "01270102"]
    numbers = squares(["a"], lan_kod=[1], kommun_kod=[27], vd_kod=[101], vd_namn=["Norr"])
    found = polygon_vintage._districts(numbers, document, regions)
    assert found.frame[["area", "municipality", "name"]].to_numpy().tolist() == [
        ["01270101", "0127", "Norr"]
    ]
    assert len(found.notes) == 1
    assert polygon_vintage._districts(squares(["a"], lan_kod=[1]), document, regions) is None
    with pytest.raises(InvalidFile, match="districts of no election in the store"):
        polygon_vintage._districts(squares(["a"], lkfv=["99990101"]), document, regions)


def test_the_police_and_own_areas_are_told_by_their_columns(regions: Regions) -> None:
    kinds = ["Utsatt område", "Särskilt utsatt område", "Utsatt område"]
    listed = squares(["a", "b", "c"], namn=list("abc"), kategori=kinds, ort="Botkyrka")
    found = polygon_vintage._police(listed)
    assert found.frame["area"].tolist() == ["Botkyrka: a", "Botkyrka: b", "Botkyrka: c"]
    assert found.notes[0] == "1 Särskilt utsatt område, 2 Utsatt område."
    assert polygon_vintage._police(listed.assign(kategori="x")) is None
    assert polygon_vintage._police(listed.drop(columns="namn")) is None
    document = Document.of(b"{}", "a.geojson")
    own = squares(["a", "b"], code=["1", "2"], name=["A", "B"])
    found = polygon_vintage._own(own, document, regions)
    assert found.frame["municipality"].tolist() == ["0127", "0181"]
    assert found.notes == ()
    three = squares(["a", "b", "c"], code=["1", "2", "3"], name=["A", "B", "C"])
    beside = polygon_vintage._own(three.iloc[[0, 2]], document, regions)
    assert beside.frame["municipality"].tolist() == ["0127", "0127"]
    assert beside.notes[0].endswith("and were taken to be of 0127 as the others are.")
    several = polygon_vintage._own(three, document, regions)
    assert several.frame["municipality"].tolist() == ["0127", "0181", ""]
    assert several.notes == ("1 of them lie in no municipality whose border is held.",)
    assert polygon_vintage._own(own.assign(code=["0127", "0180"]), document, regions) is None
    assert polygon_vintage._own(own.drop(columns="name"), document, regions) is None


# -- schools


def test_labels_of_reports_are_compared_without_what_is_shortened() -> None:
    assert school_results._plain("Andel (%) elever behöriga till yrkesprogram") == (
        school_results._plain("andel (%) behöriga till yrkesprog.")
    )
    assert [school_results._sex(cell) for cell in ("Samtliga", "Alla", "Flickor", "x")] == [
        *("total", "total", "women", None),
    ]


def schools(**more: Any) -> pd.DataFrame:
    given = {"skol_enhetskod": [1234567.0, 10000002.0, 123456789.0],
             "kommun_kod": ["127", 180.0, "0127"], "year": [2020, 2021, 2022],
             "skola": ["A ", "B", "C"]}  # fmt: skip
    return pd.DataFrame(given | more)


def test_schools_have_codes_of_eight_digits_and_the_newest_name() -> None:
    rows = _places(schools(), "x")
    assert rows["area"].tolist() == ["01234567", "10000002", "123456789"]
    assert rows["municipality"].tolist() == ["0127", "0180", "0127"]
    again = pd.concat([rows, rows.iloc[:1].assign(year=2019, skola="Gammal")])
    assert _names(again).set_index("area")["name"].to_dict()["01234567"] == "A"
    with pytest.raises(InvalidFile, match="unit code that is no number"):
        _places(schools(skol_enhetskod=["x", 1, 2]), "x")
    with pytest.raises(InvalidFile, match="'0129' as a municipality"):
        _places(schools(kommun_kod=["0129", "0127", "0127"]), "x")
    notes = _notes(pd.Series([True, False, True]), rows, gathered=False)
    assert notes[:3] == ["3 rows of 3 schools.", "1 rows of footnotes among them were left out.",
                         "1 rows have a code of the older register, with nine digits."]  # fmt: skip
    assert len(_notes(pd.Series([True]), rows.iloc[:2], gathered=True)) == 2


# -- plans of requests


def test_a_table_is_asked_for_whole_where_it_fits_exactly() -> None:
    one = Query(
        table="T", title="t", levels=("municipality", "nation"), years=(2018, 2023), contents=3
    )
    cells = 3 * 6 * _country(one.levels).number
    assert _is_one_call(one, cells)
    assert not _is_one_call(one, cells - 1)
    eras = one.model_copy(update={"levels": ("regso2020", "regso2025"), "years": (2022, 2026)})
    assert not _is_one_call(eras, 10**9)


# -- what was seen to be told by nobody


def test_groups_of_kolada_are_told_by_their_least_and_largest_size() -> None:
    groups = [
        {"id": f"G{n}", "title": f"Liknande kommuner socioekonomi, {name}, {year}",
         "members": [{"member_id": code} for code in members]}
        for n, (name, year, members) in enumerate((
            ("Botkyrka", 2023, ["0126"]), ("Botkyrka", 2024, ["0126", "0136", "0180"]),
            ("Gävle", 2024, ["0180", "0380"]), ("Ingen", 2024, ["0180"]),
        ))
    ]  # fmt: skip
    answer = {"values": [*groups, {"id": "G9", "title": "Andra", "members": []}]}
    document = Document.of(json.dumps(answer).encode(), "a.json")
    found = read_groups(document, catalogue())
    assert found.groups["member"].tolist() == ["0126", "0136", "0180", "0180", "0380"]
    assert found.notes == ["2 municipalities with 2–3 similar ones each.",
                           "3 groups of other kinds were left out."]  # fmt: skip
    one = Document.of(json.dumps({"values": groups[1:2]}).encode(), "a.json")
    assert read_groups(one, catalogue()).notes[0] == "1 municipalities with 3 similar ones each."


def test_of_a_report_of_schools_the_first_rows_tell_what_it_is() -> None:
    text = "\n".join(f"{n};x" for n in range(HEAD + 5))
    document = Document.of(text.encode(), "a.csv")
    assert len(report_rows(document, head=True)) == HEAD
    assert len(report_rows(document)) == HEAD + 5
    long = Document.of(f"{'x' * 30_000};1\n2;3".encode(), "a.csv")
    assert report_rows(long, head=True)[0][0] == "x" * 20_000


@pytest.mark.parametrize(
    ("values", "types"),
    [([2.0, 4.0], [4, 2]), ([1.0, 1.0, 1.0, 1.0, 6.0], [4, 4, 4, 4, 1]),
     ([1.0, 2.0, 3.0, 4.0, 5.0], [5, 4, 3, 3, 2])],
)  # fmt: skip
def test_an_area_exactly_at_a_limit_is_of_the_type_above_it(
    values: list[float], types: list[int]
) -> None:
    index = pd.DataFrame({"year": 2020, "value": values})
    other = pd.DataFrame({"year": 2021, "value": [9.0, 1.0]})
    found = area_types(pd.concat([index, other], ignore_index=True))
    assert found["value"].tolist() == [*types, 2, 4]


def test_a_sheet_without_places_of_cells_has_one_column(monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbooks.Workbook(b"", "a.xlsx")
    monkeypatch.setattr(workbooks, "MOST_CELLS", workbooks.LOW)
    book._check_sheet(b"<sheetData/>")
    monkeypatch.setattr(workbooks, "MOST_CELLS", workbooks.LOW - 1)
    with pytest.raises(InvalidFile, match="cells"):
        book._check_sheet(b"<sheetData/>")
