"""Cases at, below and above each limit of what is read, and what is told of the rest."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shapely import box
from small_files import squares, write_excel

from segnb.sources import store_choice
from segnb.sources.files import bounded_process, file_type, geometry, plausibility, px, workbooks
from segnb.sources.files import unread_files as unread
from segnb.sources.files.bounded_process import ReaderFailed
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.folder_listing import documents_in, one_line, shown
from segnb.sources.files.geometry import flat_and_valid, overlap_note
from segnb.sources.files.indicator_binding import marking_preliminary, without_copied_year
from segnb.sources.files.insurance import read_benefits
from segnb.sources.files.long_table import _is_value, _values, is_long
from segnb.sources.files.own_count_table import _counts, _without_sums
from segnb.sources.files.own_table import own_table
from segnb.sources.files.polygon_vintage import is_polygons
from segnb.sources.files.regions import Regions, tidy
from segnb.sources.files.school_export import cleaned, school_year, settled
from segnb.sources.files.text_files import decode, rows_of_table, separator, split_rows
from segnb.store import Store, make_observations
from segnb.vocabulary.catalogue import Source, catalogue
from segnb.vocabulary.errors import EmptyStore, InvalidFile


def document(text: str, name: str = "a.csv") -> Document:
    return Document.of(text.encode(), name)


# -- letters, marks and rows of text


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a;b\n1;2", ";"), ("a,b\n1,2", ","), ("a\tb\n1\t2", "\t"), ("a|b\n1|2", "|"),
        ("a;b,c,d\n1;2,3,4", ","), ("a\nb", ""), ("", ""), ("a;b\n1\n2\n3", ""),
        ("a;b\n1\n2;3\n4", ";"),  # half of the lines are enough
        ("a;b\n1\n2;3\n4\n5", ""), ("title\na;b\n1;2", ""), ("\n\na;b;c\n1;2;3", ";"),
    ],
)  # fmt: skip
def test_the_mark_is_that_which_parts_most_lines_alike(text: str, mark: str) -> None:
    assert separator(text) == mark


def test_the_first_twenty_filled_lines_tell_the_mark() -> None:
    head = "a;b\n" * 11 + "x\n" * 9
    assert separator(head + "y\n" * 50) == ";"
    assert separator("a;b\n" * 9 + "x\n" * 11 + "a;b\n" * 50) == ""
    assert separator("\n" * 399 + "a;b\n") == ";"
    assert separator("\n" * 400 + "a;b\n") == ""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("title\n\na;b\n1;2\n", [["a", "b"], ["1", "2"]]),
        ("a\nb\n", []), ("a;b\nx\ny\nz\n", []), ("a;b\nx\n1;2\n", [["a", "b"], ["1", "2"]]),
        ("a,b;c,d\n1,2;3,4\n", [["a", "b;c", "d"], ["1", "2;3", "4"]]), ("", []),
    ],
)  # fmt: skip
def test_a_table_is_found_under_a_banner(text: str, rows: list[list[str]]) -> None:
    assert rows_of_table(text) == rows


def test_a_cell_beyond_any_length_is_refused_and_passed_over_where_it_is_cut_off() -> None:
    long = "a;b\n" * 20 + f"{'x' * (csv.field_size_limit() + 1)};1\n"
    with pytest.raises(InvalidFile, match=r"a\.csv cannot be split into cells"):
        split_rows(long, "a.csv")
    assert split_rows(long, "a.csv", whole=False) == []
    assert split_rows("a\n\nb", "a.csv") == [["a"], [""], ["b"]]
    assert split_rows("a;b\n\n1;2", "a.csv") == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [("å".encode(), "utf-8"), ("å".encode("utf-8-sig"), "utf-8-sig"),
     ("å".encode("utf-16"), "utf-16"),
     ("\ufeffå".encode("utf-16-be"), "utf-16"), ("å".encode("cp1252"), "cp1252")],
)  # fmt: skip
def test_letters_are_told_by_their_mark_or_by_trying(raw: bytes, encoding: str) -> None:
    assert decode(raw, "a.csv")[1] == encoding
    assert decode(raw, "a.csv")[0].strip("\ufeff") == "å"


# -- what a file is


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b" \n", "empty"), (b"PK\x03\x04x", "zip"), (b"PAR1", "parquet"), (b"%PDF-1", "pdf"),
        (b"SQLite format 3\x00" + bytes(52) + b"GPKG", "sqlite"), (b"\x1f\x8b", "gzip"),
        (b"SQLite format 3\x00" + bytes(60), "database"), (b"\xff\xd8\xff", "image"),
        (b"\x00\x00\x27\x0a" + bytes(96) + b"\x00\x00\x00\x32", "shape index"),
        (b"\x00\x00\x27\x0a" + bytes(100), "shape"), (b"a\x00b", "binary"), (b"{}", "json"),
        (b"x" * 3_999 + b"\x00", "binary"), (b" [1]", "json"), (b"<a>", "markup"), (b"a;b", "text"),
        (b'MATRIX="x";\nDATA=\n1;', "px"), (b'MATRIX="x";\n', "text"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_first_bytes_say(raw: bytes, kind: str) -> None:
    if kind == "zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.txt", "x")
        raw = buffer.getvalue()
    assert Document.of(raw, "file").kind == kind


def dbase(rows: int, width: int, more: int = 0, month: int = 3) -> bytes:
    head = bytes([0x03, 124, month, 1]) + rows.to_bytes(4, "little")
    head += (65).to_bytes(2, "little") + width.to_bytes(2, "little")
    return head.ljust(65, b"\x00") + b"\x01" * (rows * width + more)


@pytest.mark.parametrize(
    ("raw", "fits"),
    [(dbase(2, 9), True), (dbase(2, 9, 2), True), (dbase(2, 9, 3), False),
     (dbase(2, 9, 0, 0), False), (dbase(2, 9, 0, 1), True),
     (dbase(2, 9, 0, 12), True), (dbase(2, 9, 0, 13), False)],
)  # fmt: skip
def test_a_table_of_dbase_is_told_by_its_head(raw: bytes, fits: bool) -> None:
    assert (Document.of(raw, "a.dbf").kind == "dbase") is fits


@pytest.mark.parametrize(
    ("version", "fits"), [(0x03, True), (0x30, True), (0x83, True), (0x8B, True), (0x84, False)]
)
def test_a_table_of_dbase_has_one_of_four_versions(version: int, fits: bool) -> None:
    raw = bytes([version]) + dbase(2, 9)[1:]
    assert (Document.of(raw, "a.dbf").kind == "dbase") is fits
    assert Document.of(raw[:31], "a.dbf").kind != "dbase"


def archive(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("_", "."), text)
    return buffer.getvalue()


def test_the_one_table_in_an_archive_is_read_and_of_two_none(tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_bytes(archive(a_csv="a;b\n1;2", b_txt="x"))
    assert Document(tmp_path / "one.zip", "one.zip").text == "a;b\n1;2"
    assert file_type.unpacked(archive(a_csv="a;b\n1;2"), "one.zip").name == "a.csv"
    with pytest.raises(InvalidFile, match="holds 2 files that can be read, not one"):
        file_type.unpacked(archive(a_csv="1", b_json="2"), "two.zip")
    (tmp_path / "two.zip").write_bytes(archive(a_csv="1", b_json="2"))
    assert Document(tmp_path / "two.zip", "two.zip").kind == "zip"


def test_sizes_are_held_to_their_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b")
    monkeypatch.setattr(file_type, "LARGEST_FILE", 3)
    assert Document(path, "a.csv").text == "a;b"
    path.write_text("a;b;")
    with pytest.raises(InvalidFile, match="larger than 0 MB"):
        _ = Document(path, "a.csv").raw
    assert Document(path, "a.csv").size == 4
    assert Document(tmp_path / "none", "none").size == 0
    monkeypatch.setattr(file_type, "LARGEST_PACKED", 3)
    assert file_type._packed(archive(a_csv="123"), "z")[1] == {"a.csv": b"123"}
    assert file_type._packed(archive(a_csv="1234"), "z") == (["a.csv"], {})


def test_a_row_of_names_is_the_first_that_is_filled_and_a_name_counts_once() -> None:
    table = document("\n;;\n A ;B;A\n1;2;3\n;;\n4\n")
    assert table.columns == ("a", "b", "a")
    frame = table.frame()
    assert list(frame.columns) == ["a", "b"]
    assert frame["a"].tolist() == ["1", "4"]
    assert frame["b"].tolist() == ["2", None]


def test_a_workbook_is_looked_into_up_to_forty_sheets(tmp_path: Path) -> None:
    path = write_excel(tmp_path / "a.xlsx", *[[["a", "b"], [n, 2.5]] for n in range(42)])
    found = list(Document(path, "a.xlsx").sheets())
    assert [one.sheet for one in (found[0], found[1], found[-1])] == ["", "Blad2", "Blad40"]
    assert len(found) == 40
    assert found[3].rows == [["a", "b"], [3, 2.5]]
    assert found[3].on("Blad4") is found[3]
    long = write_excel(tmp_path / "b.xlsx", [[n, None, "x"] for n in range(20)])
    assert len(Document(long, "b.xlsx").head) == 12
    assert len(Document(long, "b.xlsx").rows) == 20


def test_cells_of_a_workbook_are_counted_before_they_are_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_excel(tmp_path / "a.xlsx", [["ab", "ab"], ["ab", 1]])
    whole = Document(path, "a.xlsx")
    monkeypatch.setattr(workbooks, "MOST_CELLS", 19_998)  # of two columns and 9 999 rows
    assert whole.rows == [["ab", "ab"], ["ab", 1]]
    monkeypatch.setattr(workbooks, "MOST_CELLS", 19_997)
    with pytest.raises(InvalidFile, match="more than 19997 cells"):
        _ = Document(path, "a.xlsx").rows
    assert [workbooks._column(letters) for letters in (b"A", b"z", b"AA", b"XFD")] == [
        *(1, 26, 27, 16_384),
    ]
    assert workbooks._cells([["", 3.0, 2.5, "x", 4]]) == [[None, 3, 2.5, "x", 4]]


@pytest.mark.parametrize(
    ("far", "is_more"), [("B300", False), ("ZZ9999", False), ("AAA1", True), ("A10000", True)]
)
def test_a_sheet_with_one_cell_far_out_is_counted(
    monkeypatch: pytest.MonkeyPatch, far: str, is_more: bool
) -> None:
    monkeypatch.setattr(workbooks, "MOST_CELLS", workbooks.NEAR * workbooks.LOW)
    sheet = f"<sheetData><c r='A1'/><c r = '{far}'/><c r='ZZ2'/></sheetData>".encode()
    book = workbooks.Workbook(b"", "a.xlsx")
    if is_more:
        with pytest.raises(InvalidFile, match="cells"):
            book._check_sheet(sheet)
    else:
        book._check_sheet(sheet)


# -- folders, and what cannot be read


def test_a_folder_is_walked_in_order_and_what_is_hidden_is_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.csv", "b/1.csv", "a.csv", ".x/3.csv", "b/.y.csv", "__MACOSX/4.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    found, odd = documents_in(tmp_path)
    assert [one.name for one in found] == ["a.csv", "b/1.csv", "b/2.csv"]
    assert odd == {"gone": "it is a link to a file that is not there: copy the file itself into "
                           "the folder"}  # fmt: skip
    assert [one.name for one in documents_in(tmp_path / "a.csv")[0]] == ["a.csv"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmptyStore, match="has no file to import"):
        documents_in(tmp_path / "empty")
    with pytest.raises(InvalidFile, match="There is no file or folder"):
        documents_in(tmp_path / "none")
    assert shown("a\x07å") == "a\ufffdå"
    assert one_line(" a\n b ") == "a b"


def test_a_larger_file_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    class News:
        def poll(self, seconds: float) -> bool:
            asked.append(seconds)
            return False

    small, large = (bounded_process.Apart(lambda: 1, "a.csv", size) for size in (0, 2_000_000))
    assert (small._seconds, large._seconds) == (30.0, 40.0)
    with pytest.raises(InvalidFile, match="more memory or time"):
        bounded_process._received(News(), "a.csv", large._seconds)
    assert asked == [120.0]
    monkeypatch.setattr(bounded_process, "can_be_apart", lambda: False)
    begun = [bounded_process.Apart(lambda n=n: n, "a.csv", 0) for n in range(5)]
    assert [one.result() for one in bounded_process.in_order(begun, 2)] == [0, 1, 2, 3, 4]


def test_works_begin_ahead_of_the_one_that_is_waited_for() -> None:
    log: list[str] = []

    class Work:
        def __init__(self, number: int) -> None:
            self.number = number

        def begin(self) -> None:
            log.append(f"begin {self.number}")

        def end(self) -> None:
            log.append(f"end {self.number}")

    order = bounded_process.in_order(map(Work, range(4)), 1)  # type: ignore[type-var]
    assert next(order).number == 0  # type: ignore[attr-defined]
    assert log == ["begin 0", "begin 1"]
    assert next(order).number == 1  # type: ignore[attr-defined]
    order.close()  # type: ignore[attr-defined]
    assert log == ["begin 0", "begin 1", "begin 2", "end 2"]


def test_what_a_reader_raises_is_told_in_one_line_and_memory_as_such() -> None:
    def fail(error: BaseException) -> Any:
        raise error

    failed = ReaderFailed.of(ValueError("x" * 300 + "\nmore"))
    assert failed.what == f"ValueError: {'x' * 188}"
    assert "ValueError" in failed.trace
    assert bounded_process._outcome(lambda: 3) == (True, 3)
    done, told = bounded_process._outcome(lambda: fail(KeyError("a")))
    assert (done, told.what) == (False, "KeyError: 'a'")
    assert bounded_process._outcome(lambda: fail(InvalidFile("b")))[1].args == ("b",)
    with pytest.raises(InvalidFile, match=r"a\.csv needs more memory or time"):
        bounded_process._settled("a.csv", (False, ReaderFailed.of(MemoryError())))
    assert bounded_process._settled("a.csv", (True, 7)) == 7


@pytest.mark.parametrize(
    ("head", "kind", "lacking"),
    [(["Kommun", "År", "Antal"], "", None), (["desokod", "year", "värde", "x"], "", None)],
)
def test_the_nearest_kind_lacks_fewest_columns(
    head: list[str], kind: str, lacking: list[str] | None
) -> None:
    best, missing = unread._nearest(head)
    every = {
        name: [c for c in columns if c not in missing] for name, columns in unread._KINDS.items()
    }
    assert best in every
    assert len(missing) < len(unread._KINDS[best])
    assert (kind, lacking) == ("", None)
    assert unread._nearest(["§"])[0] == next(iter(unread._KINDS))


def test_what_is_listed_of_an_unknown_table_is_short() -> None:
    assert unread._listed(list("abcdefgh")) == "a, b, c, d, e, f, g, h"
    assert unread._listed(list("abcdefghi")) == "a, b, c, d, e, f, g, h, …"
    assert unread._names(["a  b", "12,5 %", 7, "", "2020-2021"]) == ["a b"]
    told = unread.unrecognised(document("alpha;beta\n1;2\n"))
    assert "its columns (alpha, beta); nearest is" in told.reason
    assert unread.unrecognised(document("en text\nutan tabell\n")).reason == (
        "it is running text, not a table"
    )


# -- values that cannot be, and years that were not counted


def reading(values: list[float], indicator: str = "child_poverty", group: str = "all") -> Reading:
    frame = pd.DataFrame({"area": [f"01{n:02}" for n in range(len(values))], "year": 2020,
                          "value": values})  # fmt: skip
    rows = make_observations(frame, indicator=indicator, level="municipality", group=group)
    return Reading("x", observations=rows)


@pytest.mark.parametrize(
    ("times", "number_of", "left"),
    [(19.9, 5, True), (20.0, 5, False), (20.1, 5, False), (20.1, 4, True), (1 / 19.9, 5, True),
     (1 / 20.1, 5, False), (-20.1, 5, False), (1.0, 5, True)],
)  # fmt: skip
def test_a_series_in_another_unit_is_left_and_told(
    times: float, number_of: int, left: bool
) -> None:
    usual = catalogue()["child_poverty"].typical
    found = plausibility.without_other_units(reading([usual * times] * number_of), catalogue())
    assert (not found.observations.empty) is left
    assert bool(found.reason) is not left
    assert found.notes == []


def test_of_two_series_the_one_in_another_unit_is_left_and_noted() -> None:
    both = reading([catalogue()["child_poverty"].typical] * 5)
    odd = reading([catalogue()["gini"].typical * 100] * 6, "gini").observations
    limits = reading([1e9] * 6, "gini", "ci_low").observations
    both.observations = pd.concat([both.observations, odd])
    found = plausibility.without_other_units(both, catalogue())
    assert set(found.observations["indicator"]) == {"child_poverty"}
    assert found.notes[0].startswith("gini was left out: its values are in another unit")
    assert found.reason == ""
    alone = plausibility.without_other_units(Reading("x", observations=limits), catalogue())
    assert len(alone.observations) == 6
    none = Reading("x")
    assert plausibility.without_other_units(none, catalogue()) is none


def copied(
    areas: int, last: list[float] | None = None, years: tuple[int, ...] = (2021, 2022)
) -> Any:
    rows = [
        {"area": f"01{n:02}", "year": year, "sex": "total", "group": "all",
         "value": last[n] if last and year == years[-1] else 100.0 + n}
        for n in range(areas) for year in years
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_a_last_year_that_repeats_the_one_before_in_twenty_areas_is_left_out() -> None:
    told = Reading("x")
    assert set(without_copied_year(copied(20), told)["year"]) == {2021}
    assert told.notes == ["The values of 2022 equal those of 2021 in all 20 places: they are a "
                          "copy, and 2022 was left out."]  # fmt: skip
    assert set(without_copied_year(copied(19), told)["year"]) == {2021, 2022}
    other = [100.0 + n for n in range(19)] + [0.5]
    assert set(without_copied_year(copied(20, other), told)["year"]) == {2021, 2022}
    holes = [np.nan] + [100.0 + n for n in range(1, 20)]
    assert set(without_copied_year(copied(20, holes), told)["year"]) == {2021, 2022}
    assert set(without_copied_year(copied(20, years=(2022,)), told)["year"]) == {2022}
    three = without_copied_year(copied(20, years=(2020, 2021, 2022)), told)
    assert set(three["year"]) == {2020, 2021}
    assert len(told.notes) == 2


def test_values_that_are_not_settled_are_marked() -> None:
    source = Source.model_construct(preliminary=(2022, 2023))
    rows = pd.DataFrame({"year": [2021, 2022, 2023], "status": ["ok", "missing", "ok"]})
    told = Reading("x")
    marked = marking_preliminary(rows, source, told)
    assert marked["status"].tolist() == ["ok", "missing", "preliminary"]
    assert told.notes == ["The values of 2023 are preliminary."]
    assert marking_preliminary(rows.iloc[:2], source, told)["status"].tolist() == ["ok", "missing"]
    assert len(told.notes) == 1


# -- areas, counts and shapes


def test_regions_are_told_by_code_name_and_year(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    one = store.add_snapshot(b"k", name="k", producer="SCB")
    names = pd.DataFrame({"level": "regso2020", "area": ["0127R001", "0127R002"],
                          "name": ["Alby norra", "Fittja–Norra"]})  # fmt: skip
    store.write_areas(names, one)
    asked = ["0127", "0127 Botkyrka", "botkyrka", "00", "riket", "01", "0127A0010", "0127A0010",
             "0127R001", "0127A0010_DeSO2025", "Botkyrka (Alby norra)",
             "Botkyrka (RegSO-Alby norra)",
             "Botkyrka (Fittja-Norra )", "Botkyrka (Ingen)", "Ingen", "9999"]  # fmt: skip
    years = [2020] * 6 + [2020, 2025, 2020, 2025, 2020, 2020, 2020, 2020, 2020, 2020]
    found, notes = Regions(store).resolve(pd.Series(asked), pd.Series(years))
    assert found["level"].tolist() == [
        *("municipality", "municipality", "municipality", "nation", "nation", "county"),
        *("deso2018", "", "regso2020", "deso2025"), *["regso2020"] * 3, *[""] * 3,
    ]  # fmt: skip
    assert found["area"].tolist()[:6] == ["0127", "0127", "0127", "00", "00", "01"]
    assert [note.split(" ")[0] for note in notes] == ["1", "1", "3"]
    bare, _ = Regions(store).resolve(pd.Series(["0127A0010"] * 2), pd.Series([2023, 2024]))
    assert bare["level"].tolist() == ["deso2018", "deso2025"]
    empty, nothing = Regions(store).resolve(pd.Series([], dtype="str"), pd.Series([], dtype="int"))
    assert (len(empty), nothing) == (0, [])
    later = Regions(store).resolve(pd.Series(["Botkyrka (Alby norra)"]), pd.Series([2025]))[0]
    assert later["fault"].tolist() == ["no key"]
    assert tidy("A\u2013b  c )") == "a-b c)"


def test_own_counts_are_whole_and_no_more_than_the_country_has() -> None:
    texts = pd.DataFrame({"area": ["N"], "group": ["a"], "year": ["2022"]})
    for cell, value in (
        ("1 000", 1000),
        ("7,00", 7),
        ("7.0", 7),
        ("20000000", 2e7),
        (5, 5),
        (5.0, 5),
    ):
        assert _counts(pd.Series([cell], dtype=object), texts, "x").tolist() == [value]
    for cell in ("7,5", "1,000", "-3", "..", "", None, "20000001"):
        with pytest.raises(InvalidFile, match="write a whole number of people"):
            _counts(pd.Series([cell], dtype=object), texts, "x")


def counted(**areas: list[float]) -> list[str]:
    rows = pd.DataFrame([
        {"municipality": "0127", "area": area, "year": 2022, "group": group, "value": value}
        for area, values in areas.items() for group, value in zip("xy", values, strict=True)
    ])  # fmt: skip
    left, notes = _without_sums(rows)
    assert len(notes) == int(len(left) < len(rows))
    return sorted(set(left["area"]))


def test_a_total_among_own_areas_is_left_out() -> None:
    assert counted(a=[1, 2], b=[3, 4], c=[4, 6]) == ["a", "b"]
    assert counted(a=[1, 2], b=[1, 2]) == ["a", "b"]  # of two, either could be the sum
    assert counted(a=[0, 0], b=[0, 0], c=[0, 0]) == ["a", "b", "c"]
    assert counted(a=[1, 2], Totalt=[9, 9]) == ["a"]
    assert counted(a=[1, 2], b=[3, 4], c=[4, 7]) == ["a", "b", "c"]


def test_a_table_of_ones_own_is_found_below_titles_and_beside_notes() -> None:
    text = "Våra tal;;\nområde;år;antal\nNorr;2022;5\n;;\nKälla: vi;;\nSöder;2022;7\n"
    found = own_table(document(text), {"area", "year", "count"}, set())
    assert found.frame["area"].tolist() == ["Norr", "Söder"]
    assert found.notes == ("1 row of text beside the table left out.",)
    two = own_table(document(text + "Not: x;;\n"), {"area", "year", "count"}, set())
    assert two.notes == ("2 rows of text beside the table left out.",)
    assert own_table(document(text), {"area", "year", "count", "group"}, set()) is None
    assert own_table(document(text), {"area", "year"}, {"count"}).frame.shape == (2, 3)
    assert own_table(document(text), {"area", "year"}, set()) is None
    late = "x;;\n" * 11 + "område;år;antal\nNorr;2022;5\n"
    assert own_table(document(late), {"area", "year", "count"}, set()) is not None
    assert own_table(document("x;;\n" + late), {"area", "year", "count"}, set()) is None


def test_neighbours_that_overlap_by_more_than_a_sliver_are_counted() -> None:
    frame = squares(["a", "b", "c"])
    assert overlap_note(frame) == []
    shapes = list(frame.geometry)
    shapes[1] = box(660_999.95, 6_570_000, 662_000, 6_571_000)  # 50 square metres
    assert overlap_note(frame.set_geometry(shapes)) == []
    shapes[1] = box(660_500, 6_570_000, 662_400, 6_571_000)
    (told,) = overlap_note(frame.set_geometry(shapes, crs=frame.crs))
    assert told.startswith("Neighbours overlap in 2 places, by 0.9 km²")


def test_crossing_rings_are_mended_to_areas_and_heights_are_left_out() -> None:
    from shapely import from_wkt

    bow = from_wkt("POLYGON Z ((0 0 1, 2 2 1, 2 0 1, 0 2 1, 0 0 1))")
    frame = squares(["a", "b"]).set_geometry([bow, box(0, 0, 1, 1)], crs="EPSG:3006")
    mended, notes = flat_and_valid(frame)
    assert notes == ["1 polygons with crossing rings were mended."]
    assert mended.geometry.is_valid.all()
    assert mended.geometry.area.tolist() == [2.0, 1.0]
    assert not mended.geometry.has_z.any()
    assert flat_and_valid(squares(["a"]))[1] == []


@pytest.mark.parametrize(
    ("shape", "inside"),
    [
        (box(200_001, 6_050_001, 999_999, 7_749_999), True),
        (box(200_000, 6.5e6, 3e5, 6.6e6), False),
        (box(3e5, 6_050_000, 4e5, 6.6e6), False), (box(3e5, 6.5e6, 1_000_000, 6.6e6), False),
        (box(3e5, 6.5e6, 4e5, 7_750_000), False),
    ],
)  # fmt: skip
def test_polygons_lie_in_sweden_on_all_four_sides(shape: Any, inside: bool) -> None:
    frame = squares(["a"]).set_geometry([shape], crs="EPSG:3006")
    if inside:
        assert len(geometry._in_sweden(frame, "x")) == 1
    else:
        with pytest.raises(InvalidFile, match="does not lie in Sweden"):
            geometry._in_sweden(frame, "x")


# -- small shapes of tables


def test_a_long_table_has_codes_a_year_and_values_last() -> None:
    assert is_long(document("desokod;år;antal\n0127A0010;2022;5"))
    assert not is_long(document("desokod;antal\n0127A0010;5"))
    assert not is_long(document("desokod;antal;år\n0127A0010;5;2022"))
    assert not is_long(document("desokod;år;månad;antal\n0127A0010;2022;1;5"))
    assert not is_long(document("plats;år;antal\n0127A0010;2022;5"))
    assert not is_long(document("desokod;år;kommun\n0127A0010;2022;5"))
    frame = pd.DataFrame({"år": ["2022"] * 4, "a": ["1", "2", "3", "x"], "b": ["1", "x", "", "x"],
                          "ålder": ["1", "2", "3", "4"]})  # fmt: skip
    assert [_is_value(frame[name]) for name in ("a", "b", "ålder")] == [True, False, False]
    assert not _is_value(pd.Series(["1", "x"], name="half"))
    assert _values(frame[["år", "a"]], ["år", "a"]) == ["a"]
    assert _values(frame, ["år", "a", "b"]) == ["b"]
    assert _values(frame[["a", "år"]], ["a", "år"]) == ["år"]


def test_a_year_of_benefits_stands_at_its_last_month_and_is_early_before_december() -> None:
    head = "År;Månad;Län;Kommun;Ålder;Kön;Tal\n"
    rows = [f"{year};{month:02};x;2081 Borlänge;a;b;{value}\n" for year, month, value in
            ((2022, 11, 1), (2022, 12, 2), (2023, 1, 3), (2023, 9, 4))]  # fmt: skip
    table = read_benefits(document(head + "".join(rows)))
    assert table.frame["value"].tolist() == [2, 4]
    assert table.frame["status"].tolist() == ["ok", "preliminary"]
    assert table.notes[0].endswith("; 2023 at month 9, which is preliminary.")
    for month in ("0", "13"):
        with pytest.raises(InvalidFile, match=f"has {month} as a month"):
            read_benefits(document(head + f"2022;{month};x;2081;a;b;1\n"))


def test_a_report_of_schools_says_its_year_and_marks_its_cells() -> None:
    assert school_year("Valt läsår: 2022/23", "x") == 2023
    with pytest.raises(InvalidFile, match="does not say which school year"):
        school_year("x", "x")
    assert cleaned(None) == ""
    assert [settled(cell) for cell in (5, None)] == [5, None]


# -- what is refused of polygons and workbooks


def geojson(count: int = 1, **more: Any) -> Document:
    ring = [[17.8, 59.2], [17.9, 59.2], [17.9, 59.3], [17.8, 59.2]]
    features = [
        {"type": "Feature", "properties": {f"p{n}": n for n in range(more.pop("columns", 1))},
         "geometry": {"type": more.pop("kind", "Polygon"), "coordinates": [ring]}}
        for _ in range(count)
    ]  # fmt: skip
    return document(
        json.dumps({"type": "FeatureCollection", "features": features, **more}), "a.json"
    )


@pytest.mark.parametrize(
    ("crs", "fits"),
    [
        (None, True), ({"type": "name", "properties": {"name": "EPSG:3006"}}, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, True),
        ({"type": "link", "properties": {"name": "EPSG:3006"}}, False),
        ({"type": "name", "properties": {"name": "http://x"}}, False),
        ({"type": "name", "properties": {}}, False), ({"type": "name"}, False),
        ("EPSG:3006", False),
        ({"type": "name", "properties": {"name": "EPSG:999999"}}, False),
    ],
)  # fmt: skip
def test_a_coordinate_reference_system_is_stated_by_a_known_name(crs: Any, fits: bool) -> None:
    made = geojson(crs=crs)
    if fits:
        geometry._check_geojson(made)
    else:
        with pytest.raises(InvalidFile, match="otherwise than by a known name"):
            geometry._check_geojson(made)


def test_polygons_and_their_columns_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geometry, "MOST_COLUMNS", 3)
    geometry._check_geojson(geojson(columns=3))
    with pytest.raises(InvalidFile, match="more than 3 columns"):
        geometry._check_geojson(geojson(columns=4))
    monkeypatch.setattr(geometry, "MOST_POLYGONS", 2)
    assert len(geometry.read_geometry(geojson(2))[0]) == 2
    with pytest.raises(InvalidFile, match="more than 2 polygons"):
        geometry.read_geometry(geojson(3))
    with pytest.raises(InvalidFile, match="holds no polygons"):
        geometry.read_geometry(geojson(0))
    with pytest.raises(InvalidFile, match="letters that cannot be seen"):
        geometry._check_geojson(document('{"features": [{"properties": {"a": "\\u0000"}}]}'))


def test_polygons_have_columns_in_small_letters_a_system_and_places() -> None:
    frame = squares(["a", "b"], Kod=["1", "2"], kod=["3", "4"])
    found = geometry._with_polygons(frame, "x")
    assert list(found.columns) == ["kod", "geometry"]
    assert found["kod"].tolist() == ["1", "2"]
    hole = frame.set_geometry([frame.geometry.iloc[0], None], crs=frame.crs)
    assert len(geometry._with_polygons(hole, "x")) == 1
    with pytest.raises(InvalidFile, match="in which coordinate reference system"):
        geometry._with_polygons(squares(["a"], crs=None), "x")
    points = frame.set_geometry(frame.geometry.centroid)
    with pytest.raises(InvalidFile, match="points or lines"):
        geometry._with_polygons(points, "x")


def formulas(*cells: str) -> bytes:
    return "".join(f'<c r="A{n}"{cell}</c>' for n, cell in enumerate(cells, 1)).encode()


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (formulas("><v>1</v>"), ""), (formulas("><f>A1</f><v>2</v>"), ""),
        (formulas("><f>A1+B1</f>"), r"results were not saved \(=A1\+B1\)"),
        (formulas(' t="e"><f>A1</f><v>#REF!</v>'), "the error #REF! in the cell A1"),
        (formulas("><f>A1</f><v>0</v>"), ""),
        (formulas("><f>A1</f><v>0</v>", "><f>A1</f><v>0</v>"), "saved as 0, from the cell A1"),
        (formulas("><f>A1</f><v>0</v>", "><f>A1</f><v>3</v>"), ""),
    ],
)  # fmt: skip
def test_formulas_without_results_are_refused(
    monkeypatch: pytest.MonkeyPatch, xml: bytes, why: str
) -> None:
    monkeypatch.setattr(workbooks.Workbook, "_xml", lambda _self, _sheet: xml)
    book = workbooks.Workbook(b"", "a.xlsx")
    if why:
        with pytest.raises(InvalidFile, match=why):
            book._check_formulas("Blad1")
    else:
        book._check_formulas("Blad1")


def test_texts_that_would_fill_the_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = "<sheetData><c r='A1' t='s'/><c r=\"B1\" t=\"s\"/></sheetData>"
    texts = f"<sst><si>{'x' * 50}</si><si>y</si></sst>"  # the longest has 59 letters with its marks
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in (("odd/place.bin", cells), ("texts", texts), ("xl/workbook.xml", "x")):
            made.writestr(name, text)
    book = workbooks.Workbook(buffer.getvalue(), "a.xlsx")
    monkeypatch.setattr(workbooks, "MOST_LETTERS", 2 * 59)
    book._check_sheets()
    monkeypatch.setattr(workbooks, "MOST_LETTERS", 2 * 59 - 1)
    with pytest.raises(InvalidFile, match="texts in its cells that would fill the memory"):
        book._check_sheets()
    assert workbooks.Workbook.is_one(buffer.getvalue(), "a.xlsx")
    for name, most in (("MOST_PARTS", 2), ("LARGEST_UNPACKED", len(cells + texts))):
        with monkeypatch.context() as patched:
            patched.setattr(workbooks, name, most)
            with pytest.raises(InvalidFile, match="would unpack to more than"):
                workbooks.Workbook.is_one(buffer.getvalue(), "a.xlsx")


def test_a_table_of_px_may_have_exactly_the_most_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {"region": ["a", "b"], "år": ["2020", "2021"]}
    monkeypatch.setattr(px, "MOST_CELLS", 4)
    assert px._cells('1 2 "3" "....";', variables, "a.px") == ["1", "2", "3", "..."]
    monkeypatch.setattr(px, "MOST_CELLS", 3)
    with pytest.raises(InvalidFile, match="more than 3 cells"):
        px._cells("1 2 3 4;", variables, "a.px")
    with pytest.raises(InvalidFile, match="has 2 numbers where its headers ask for 3"):
        px._cells("1 2;", {"a": ["x", "y", "z"]}, "a.px")


def test_a_table_of_px_with_two_parts_of_data_is_refused_by_its_numbers() -> None:
    text = 'MATRIX="x";\nSTUB="region";\nVALUES("region")="a","b";\nDATA=\n1 2;\nDATA=\n3 4;\n'
    with pytest.raises(InvalidFile, match="headers ask for 2"):
        px.read_px(document(text, "a.px"))


@pytest.mark.parametrize(
    ("before", "after", "found"), [(4_970, 0, True), (4_980, 3_000, False), (4_980, 0, True)]
)
def test_polygons_are_told_by_the_beginning_or_the_end_of_a_file(
    before: int, after: int, found: bool
) -> None:
    kind = '"type": "FeatureCollection"'  # 27 letters
    text = f'{{"a": "{"x" * (before - 10)}", {kind}, "b": "{"y" * after}"}}'
    assert text.index(kind) == before
    assert is_polygons(document(text, "a.json")) is found
    edge = f'{{"a": "{"x" * (5_000 - 27 - 10)}", {kind}, "b": "{"y" * 3_000}"}}'
    assert is_polygons(document(edge, "a.json"))
    assert not is_polygons(document(edge.replace("xx", "xxx", 1), "a.json"))


def test_the_store_of_a_place_is_the_one_that_is_named_or_that_of_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = Store.create(tmp_path / "named")
    monkeypatch.setattr("segnb.sources.demo.demo_store", lambda: "demonstration")
    monkeypatch.setattr(store_choice, "usual_store", lambda: str(tmp_path / "usual"))
    usual = Store.create(tmp_path / "usual")
    assert store_choice.open_store(str(named.path), "0127").path == named.path
    for place in ("", None, "9901"):
        assert store_choice.open_store("", place) == "demonstration"
    assert store_choice.open_store("", "0127").path == usual.path
