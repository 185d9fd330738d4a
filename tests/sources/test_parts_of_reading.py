"""Small parts that every file passes: labels, roles, cells, and what is told of a reading."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_files import write_excel

from segnb.sources.download_cells import cells_of
from segnb.sources.files import election_results, folder_walk
from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context, parts_of
from segnb.sources.files.indicator_binding import (
    _annual,
    _existing,
    _groups,
    _has_groups,
    _is_settled,
    _nearest,
    _sexes,
    bind,
    fits,
    of_people,
)
from segnb.sources.files.jsonstat import _dataset
from segnb.sources.files.labelled_table import (
    CONTENTS,
    LabelledTable,
    named_by_codes,
    plain,
    role,
    unfolded,
    without_place,
)
from segnb.sources.files.polygon_vintage import _number
from segnb.sources.files.regions import Regions, _some
from segnb.store import Change, Store, make_observations
from segnb.vocabulary.catalogue import Source, catalogue
from segnb.vocabulary.errors import InvalidFile


def rows(*years: int, indicator: str = "population", value: float = 5.0) -> pd.DataFrame:
    frame = pd.DataFrame({"area": ["0127", "0180", "0114"][: len(years)], "year": years})
    return make_observations(frame.assign(value=value), indicator=indicator, level="municipality")


def test_a_reading_reaches_to_its_latest_year() -> None:
    assert Reading("x", observations=rows(2021, 2023, 2022)).period == 2023
    assert Reading("x").period == 0
    assert Reading("x", observations=rows(2021).iloc[:0]).period == 0


def test_what_a_reading_is_of_is_told_of_its_rows_or_its_areas() -> None:
    both = pd.concat([rows(2023, 2021), rows(2022, indicator="gini")])
    assert folder_walk._held(Reading("x", observations=both)) == {
        "observations": 3, "indicators": ("gini", "population"), "years": (2021, 2023), "areas": 2,
    }  # fmt: skip
    areas = pd.DataFrame({"area": ["a", "b", "a"]})
    assert folder_walk._held(Reading("x", areas=areas)) == {"areas": 2}
    shapes = pd.DataFrame({"area": ["a"]})
    assert folder_walk._held(Reading("x", areas=areas, polygons=shapes)) == {"areas": 1}
    assert folder_walk._held(Reading("x", observations=both.iloc[:0])) == {"areas": 0}


def test_a_change_is_told_with_tables_and_years(tmp_path: Path) -> None:
    context = Context(Store.create(tmp_path / "store"))
    reading = Reading("x", producer="Kolada", observations=rows(2021, 2022))
    assert folder_walk._about(Change(new=5), reading, context) == []
    told = folder_walk._about(Change(revised=3, definitions=("child_poverty",)), reading, context)
    assert told[0].startswith("child_poverty (N02904) has another unit or definition")
    assert told[1] == "3 values up to 2022 are revisions of values held before."
    assert folder_walk._about(Change(revised=1), Reading("x"), context)[0].startswith(
        "1 values are"
    )
    assert folder_walk._tables("child_poverty", Reading("x", producer="SCB"), context) == ""
    assert folder_walk._tables("none", reading, context) == ""


def test_a_year_that_has_not_come_is_refused() -> None:
    this = pd.Timestamp.now().year
    folder_walk._check_date_of(Reading("x", observations=rows(this + 1)))
    with pytest.raises(InvalidFile, match=f"values of {this + 2}, a year that has not come"):
        folder_walk._check_date_of(Reading("x", observations=rows(this + 2)))


@pytest.mark.parametrize(
    ("name", "day"),
    [("a_2024-03-05.csv", "2024-03-05"), ("20240305.csv", "2024-03-05"), ("x/a_2024_12_31.csv",
     "2024-12-31"), ("a120240305.csv", ""), ("a_2024-13-05.csv", ""), ("a_2024-10-32.csv", ""),
     ("a_2024-10-09.csv", "2024-10-09"), ("202403051.csv", "")],
)  # fmt: skip
def test_the_day_of_a_download_stands_in_the_name_of_a_file(
    tmp_path: Path, name: str, day: str
) -> None:
    store, path = Store.create(tmp_path / "store"), tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("raw")
    reading = Reading("x", producer="SCB", table="T", title="t", licence="CC0", published="2024",
                      observations=rows(2021, 2023), notes=["n"])  # fmt: skip
    made = folder_walk._snapshot(reading, Document(path, name), store)
    assert (made.retrieved, made.name) == (day, name.rpartition("/")[2])
    assert (made.producer, made.table, made.title, made.licence) == ("SCB", "T", "t", "CC0")
    assert (made.period, made.notes, made.published) == (2023, ("n",), "2024")
    assert len(made.modified) == 10
    assert store.raw(made.sha256) == b"raw"
    bundle = folder_walk._snapshot(Reading("x", raw=b"whole"), Document(path, name), store)
    assert store.raw(bundle.sha256) == b"whole"


def test_places_of_a_reading_are_written_and_looked_up_anew(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    one = store.add_snapshot(b"x", name="x", producer="SCB")
    context = Context(store)
    before = context.regions
    context.keep_places(Reading("x"), one)
    assert context.regions is before
    areas = pd.DataFrame({"level": ["regso2020"], "area": ["0127R001"], "name": ["Alby"]})
    groups = pd.DataFrame({"kind": ["similar"], "title": ["t"], "municipality": ["0127"],
                           "member": ["0180"]})  # fmt: skip
    links = pd.DataFrame({"kind": ["own"], "from_level": ["deso2018"], "from_area": ["a"],
                          "to_level": ["own"], "to_area": ["b"]})  # fmt: skip
    context.keep_places(Reading("x", areas=areas, groups=groups, links=links), one)
    assert context.regions is not before
    assert context.regions.codes("regso2020") == {"0127R001"}
    assert len(store.read_groups("0127")) == 1
    assert len(store.read_links("own", "deso2018", "own")) == 1


def test_a_part_of_a_shapefile_belongs_to_the_file_of_its_name_and_folder() -> None:
    main = Document(Path("a/Borders.SHP"), "a/Borders.SHP")

    def told(path: str) -> Any:
        return parts_of(Document(Path(path), path), [main, Document(Path("a/x.csv"), "a/x.csv")])

    for name in ("borders.dbf", "Borders.shp.xml", "borders.SBN", "borders.prj"):
        assert told(f"a/{name}").reason == "it is a part of a/Borders.SHP, read with it"
    assert told("a/others.dbf") is told("b/borders.dbf") is told("a/borders.txt") is None


# -- labels and roles


def test_names_of_variables_have_their_roles() -> None:
    for name, told in (("År", "year"), ("Tid ", "year"), ("REGION", "region"), ("kön", "sex"),
                       ("Observations", CONTENTS), ("ålder", "ålder")):  # fmt: skip
        assert role(name) == told
    assert plain(" A\u2013B\u2212c  D ") == "a-b-c d"
    assert plain(None) == ""


def test_codes_tell_what_a_variable_is() -> None:
    for codes, told in (
        (["2020", "1999"], "år"), (["2020", "1899"], ""), (["0127", "00"], "region"),
        (["01", "00"], ""), (["0127A0010", "0127R001_RegSO2025"], "region"), ([], ""),
        (["0127", "x"], ""), (["0127"], "region"),
    ):  # fmt: skip
        assert named_by_codes(codes) == told
    assert "(it has a, b)" in without_place(["a", "b"])


def table(**more: Any) -> LabelledTable:
    frame = pd.DataFrame({
        "region": ["0127", "0180", "0127", "0180"], "year": ["2021", "2021", "2022", "2022"],
        "tenure": ["Hyresrätt", "Totalt", "hyresrätt ", "Totalt"], "value": [1.0, 2, 3, 4],
        "status": "ok",
    })  # fmt: skip
    return LabelledTable(more.pop("frame", frame), "x", **more)


def test_a_table_knows_its_variables_labels_and_names() -> None:
    assert table().variables == ["tenure"]
    assert table().labels("Tenure") == {"hyresrätt", "totalt"}
    assert table().labels("age") == set()
    assert table(table="TAB1", title="En titel").name == 'TAB1 "En titel"'
    assert table(codes=("a", "b", "c")).name == "a, b, c"
    assert table(codes=("a", "b", "c", "d")).name == "a, b, c, …"
    assert table().name == ""


def test_cells_row_by_row_have_the_last_variable_changing_fastest() -> None:
    cells = pd.DataFrame({"value": [1.0, 2, 3, 4], "status": "ok"}, index=[9, 8, 7, 6])
    frame = unfolded({"Region": ["a", "b"], "år": ["2021", "2022"]}, cells)
    assert frame.to_numpy().tolist() == [
        ["a", "2021", 1, "ok"], ["a", "2022", 2, "ok"], ["b", "2021", 3, "ok"],
        ["b", "2022", 4, "ok"],
    ]  # fmt: skip
    assert list(frame.columns) == ["region", "year", "value", "status"]


def test_cells_are_numbers_marks_or_refused() -> None:
    cells = ["1 234,5", "−2", "..", ".", "…", "", "-", "–", None, 7, 2.5, np.nan]
    found = parse_cells(cells, "a.csv")
    assert found["value"].tolist()[:2] == [1234.5, -2.0]
    assert found["value"].tolist()[6:8] == [0.0, 0.0]
    assert found["value"].tolist()[9:11] == [7.0, 2.5]
    assert found["status"].tolist() == [
        *("ok", "ok", "suppressed", "not_applicable", "missing", "missing", "ok", "ok"),
        *("missing", "ok", "ok", "missing"),
    ]
    with pytest.raises(InvalidFile, match="a.csv has 'x' where a number"):  # noqa: RUF043
        parse_cells(["1", "x", "y"], "a.csv")
    with pytest.raises(InvalidFile, match="an infinite number"):
        parse_cells([1.0, np.inf], "a.csv")


# -- what a table is bound to


def source(**more: Any) -> Source:
    given = {"producer": "SCB", "table": "TAB1", "dimension": "tenure",
             "groups": {"Hyresrätt": "rental"}, "fixed": {}, "contents": (), "levels": (),
             "share_of": "", "preliminary": (), "first_year": None, "last_year": None}  # fmt: skip
    return Source.model_construct(**(given | more))


def test_a_source_fits_by_id_producer_variables_and_labels() -> None:
    assert fits(source(), table())
    assert fits(source(), table(table="TAB1", producer="SCB"))
    assert not fits(source(), table(producer="Kolada"))
    assert not fits(source(), table(table="TAB2"))
    assert fits(source(contents=("000X",)), table(codes=("000X",)))
    assert not fits(source(dimension="age"), table())
    assert not fits(source(fixed={"tenure": "Bostadsrätt"}, dimension=""), table())
    assert fits(source(fixed={"tenure": "Totalt"}, dimension=""), table())
    assert not fits(source(dimension=""), table())  # another variable of several labels
    total = table(frame=table().frame.assign(tenure="Totalt"))
    assert not fits(source(dimension=""), total)  # nothing names the table
    assert fits(source(dimension=""), table(frame=total.frame, table="TAB1"))
    named = total.frame.assign(**{CONTENTS: "Antal"})
    assert fits(source(dimension="", contents=("Antal",)), table(frame=named))


def test_a_variable_is_settled_by_one_label_that_is_a_total() -> None:
    for label, settled in (("Totalt", True), ("Totalt 16-64", False), ("Alla", True), ("x", False)):
        assert _is_settled(table(frame=table().frame.assign(tenure=label)), "tenure") is settled
    assert not _is_settled(table(), "tenure")
    assert _is_settled(table(frame=table().frame.assign(**{CONTENTS: "Antal"})), CONTENTS)


def test_a_table_with_others_in_place_of_groups_divides_in_another_way() -> None:
    two = source(groups={"Hyresrätt": "rental", "Äganderätt": "owned"})
    assert _has_groups(table(), two, is_known=False)  # some of them alone, and a total
    other = table(frame=table().frame.assign(tenure=["hyresrätt", "x"] * 2))
    assert not _has_groups(other, two, is_known=False)
    assert _has_groups(other, two, is_known=True)
    assert _has_groups(other, source(), is_known=False)
    assert not _has_groups(table(frame=table().frame.assign(tenure="x")), two, is_known=True)


def test_of_the_sources_of_an_entry_that_with_most_years_is_nearest() -> None:
    entry = catalogue()["population"]
    old = source(first_year=1990, last_year=2021)
    new = source(first_year=2021, last_year=None)
    assert _nearest([(entry, old), (entry, new)], table()) == [(entry, new)]
    assert _nearest([(entry, old), (entry, old)], table())[0][1] is old
    ends = source(first_year=2022, last_year=2022), source(first_year=2021, last_year=2021)
    assert _nearest([(entry, one) for one in ends], table())[0][1] is ends[0]


def test_years_months_and_periods_are_told_apart() -> None:
    texts = ["2021", " 2022 ", "2022M01", "2018-2020", "2018\u20132019", "21"]
    frame = pd.DataFrame({"year": texts})
    found, notes = _annual(frame)
    assert found["year"].tolist() == [2021, 2022, 2020, 2019]
    assert notes == ["2 cells of months or quarters were dropped.",
                     "Periods of several years stand at the last of them."]  # fmt: skip
    assert _annual(frame.iloc[:2])[1] == []


def test_municipalities_of_no_people_did_not_exist_yet() -> None:
    frame = pd.DataFrame({"level": ["municipality", "municipality", "deso2018"],
                          "value": [0.0, 1.0, 0.0]})  # fmt: skip
    told = Reading("x")
    people, share = catalogue()["population"], catalogue()["gini"]
    assert len(_existing(frame, [share], told)) == len(_existing(frame, [people, share], told)) == 3
    assert _existing(frame, [people], told)["value"].tolist() == [1.0, 0.0]
    assert told.notes == ["1 zeros of municipalities that did not exist were left out."]


def test_labels_become_groups_and_sexes() -> None:
    told = Reading("x")
    held = table().frame
    groups = _groups(held, source(), told)
    assert groups.dropna().to_dict() == {0: "rental", 2: "rental"}
    assert told.notes == ["Labels without a group in the catalogue were dropped: ['Totalt']."]
    assert set(_groups(held, source(dimension="", groups={}), told)) == {"all"}
    assert set(_groups(held, source(dimension=""), told)) == {"rental"}
    assert set(_sexes(held)) == {"total"}
    sexes = held.assign(sex=["Män", "kvinnor", "Båda könen", "okänt"])
    assert _sexes(sexes).tolist()[:3] == ["men", "women", "total"]


def test_shares_become_counts_where_the_people_are_held(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    store.write(rows(2021, 2022, value=1000.0), store.add_snapshot(b"p", name="p", producer="SCB"))
    shares = rows(2021, 2022, 2022, indicator="x", value=12.34)
    told = Reading("x")
    counts = of_people(shares, source(share_of="population"), store, told)
    assert counts["value"].tolist() == [123.0, 123.0]
    assert told.notes[0].startswith("Shares of 1 areas and years were left")
    none = of_people(shares.iloc[2:], source(share_of="population"), store, told)
    assert none.empty
    assert told.reason.startswith("Shares of 1 areas and years were left, for their population")
    assert of_people(shares, source(), store, told) is shares


def test_a_table_that_is_bound_to_nothing_says_what_it_has(tmp_path: Path) -> None:
    regions = Regions(Store.create(tmp_path / "store"))
    odd = table(frame=table().frame.rename(columns={"tenure": "färg"}), title="Färger")
    reason = bind(odd, catalogue(), regions).reason
    assert reason.startswith(
        'no indicator of the catalogue is bound to the table "Färger", which has färg (Hyresrätt, '
        "Totalt, hyresrätt )"
    )
    assert bind(table(fault="it is odd"), catalogue(), regions).reason == "it is odd"
    assert "to the table without id" in bind(
        table(frame=odd.frame), catalogue(), regions
    ).reason.replace("table  ", "table ")


def test_numbers_of_things_are_told_in_words() -> None:
    assert [_number(n, "area", "areas") for n in (1, 2, 0)] == ["1 area", "2 areas", "0 areas"]


def test_cells_of_a_download_tell_groups_and_levels(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    path = tmp_path / "own.csv"
    head = "regionkod,region,upplåtelseform,år,Antal lägenheter\n"
    path.write_text(head + "0127A0010,A,hyresrätt,2022,300\n0127A0010,A,äganderätt,2022,200\n")
    cells = cells_of(path, store)
    assert cells["area"].tolist() == ["deso2018 0127A0010"] * 2
    assert sorted(cells["indicator"]) == ["tenure/owned", "tenure/rental"]
    assert sorted(cells["value"]) == [200.0, 300.0]
    kolada = tmp_path / "k.csv"
    kolada.write_text(
        "kpi,municipality_id,year,gender,status,value\nn15428,127,2022,T,Privacy,80.5\n"
    )
    (row,) = cells_of(kolada, store).to_dict("records")
    assert (row["indicator"], row["area"], row["value"], row["status"]) == (
        *("N15428", "0127", 80.5, "privacy"),
    )
    path.write_text(head.replace("upplåtelseform", "färg") + "0127A0010,A,röd,2022,300\n")
    with pytest.raises(InvalidFile, match=r"own\.csv holds no values to compare: no indicator"):
        cells_of(path, store)
    benefits = "År;Månad;Län;Kommun;Ålder;Kön;Ohälsotalet\n"
    path.write_text(benefits + "2023;12;x;2081 Borlänge;Samtliga 16-64 år;Kvinnor och män;27,0\n")
    (only,) = cells_of(path, store).to_dict("records")
    assert "/" not in only["indicator"]


def test_the_first_sheet_of_use_is_read_and_else_why_the_first_is_not(tmp_path: Path) -> None:
    path = write_excel(tmp_path / "a.xlsx", [["x"]], [["y"]], [["z"]])
    one = Document.of(path.read_bytes(), "a.xlsx")

    def sheets(*reasons: str) -> Any:
        made = [Reading(str(n), reason=reason) for n, reason in enumerate(reasons)]
        return [(SimpleNamespace(read=lambda *_, r=r: r), f"Blad{n + 1}")
                for n, r in enumerate(made)]  # fmt: skip

    context = SimpleNamespace(catalogue=None)
    for reasons, taken in ((("no", "", ""), "1"), (("", "no"), "0"), (("a", "b"), "0")):
        found = folder_walk._read(one, sheets(*reasons), context)  # type: ignore[arg-type]
        assert (found.taken_as, found.reason) == (taken, reasons[int(taken)])
    read = folder_walk._read(one, sheets("no", ""), context)  # type: ignore[arg-type]
    assert read.notes == ["Of its sheets 'Blad2' was read, and not 'Blad1', 'Blad3'."]
    assert folder_walk._read(one, [], context).taken_as == "excel"  # type: ignore[arg-type]


def test_the_part_of_a_workbook_is_that_of_the_sheet_that_is_named(tmp_path: Path) -> None:
    path = write_excel(tmp_path / "a.xlsx", [["x", 3]], [["y", 5]])
    book = Document.of(path.read_bytes(), "a.xlsx").workbook
    assert b"<v>3</v>" in book._xml("Blad1")
    assert b"<v>5</v>" in book._xml("Blad2")
    assert book._xml("Blad3") == b""


@pytest.mark.parametrize(("year", "level"), [(2022, "district2022"), (1999, None)])
def test_districts_are_those_in_which_somebody_is_entitled_to_vote(
    monkeypatch: pytest.MonkeyPatch, year: int, level: str | None
) -> None:
    made = pd.DataFrame({"area": ["a", "b", "c"], "name": "", "municipality": "0127",
                         "eligible": [0, 1, 5], "voters": 0})  # fmt: skip
    result = SimpleNamespace(frame=None, election=next(iter(election_results.ELECTIONS)), year=year)
    for name, given in (("_result", result), ("_rows", made), ("_groups", None)):
        monkeypatch.setattr(election_results, name, lambda *_, g=given: g)
    monkeypatch.setattr(election_results, "_notes", lambda _rows, d, _: [str(len(d))])
    found = election_results.read_result(Document.of(b"x", "a.csv"), catalogue())
    held = None if found.areas is None else found.areas[["area", "level"]].to_numpy().tolist()
    assert held == ([["b", level], ["c", level]] if level else None)
    assert found.notes == ["2"]
    assert "no entry of the catalogue" in found.reason


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        (("1", "23"), ["01270001", "01800023"]), (("0001", "9999"), ["01270001", "01809999"]),
        (("12345", "1"), ["12345", "1"]),
    ],
)  # fmt: skip
def test_codes_of_districts_are_whole_or_put_together(last: tuple[str, str], codes: list) -> None:
    parts = {"länskod": ["1", "01"], "kommunkod": ["27", "80"], "valdistriktskod": last}
    assert election_results._codes(pd.DataFrame(parts)).tolist() == codes


def test_of_unknown_names_three_are_told() -> None:
    assert _some(["a", "b", "c"]) == "'a', 'b', 'c'"
    assert _some(["a", "b", "c", "d"]) == "'a', 'b', 'c', …"
    assert _some(["x" * 61]) == repr("x" * 60)


def test_a_dataset_of_either_version_is_found_by_its_parts() -> None:
    second = {"id": ["a"], "size": [1], "dimension": {}, "value": [3]}
    assert _dataset(second) == second
    assert _dataset({"link": 1} | second) == {"link": 1} | second
    first = {"value": [5], "dimension": {"id": ["b"], "size": [1], "b": {}}}
    assert _dataset({"x": 1, "y": first}) == first | {"id": ["b"], "size": [1]}
    assert _dataset({"y": {"dimension": first["dimension"]}}) is None
    assert _dataset({"y": first | {"dimension": {"id": ["b"]}}}) is None
    assert _dataset([second]) is None


@pytest.mark.parametrize(
    ("names", "notes"),
    [(["Ett"], []), (["Ett", "Två"], ["Of its sheets 'Ett' was read, and not 'Två'."])],
)
def test_of_several_sheets_it_is_said_which_was_read(names: list[str], notes: list[str]) -> None:
    document: Any = SimpleNamespace(kind="excel", workbook=SimpleNamespace(names=names), sheet="")
    assert folder_walk._naming_sheet(Reading("x"), document).notes == notes
