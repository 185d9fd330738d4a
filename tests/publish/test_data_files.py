"""Numbers as files: what a spreadsheet opens is what the report holds, and nothing is computed."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest

from segnb.publish.data_files import (
    BOM,
    FIXED_DATE,
    Dataset,
    _sheet_names,
    csv_text,
    csv_uri,
    file_stem,
    plain,
    workbook,
)
from segnb.report.page.blocks import Data
from segnb.vocabulary.i18n import Language

DATA = Data(
    "d_index",
    ("area", "name", "value", "people"),
    (("0127", 'Alby "norra", =x', -2.5, 1200), ("0128", "=1+1", float("nan"), None)),
)


def dataset(name: str = "d_index") -> Dataset:
    return Dataset(Data(name, DATA.columns, DATA.rows), "Figur 1", "Titel", "Vad", "Källa")


def test_codes_keep_their_zeros_and_numbers_stay_numbers() -> None:
    lines = csv_text(DATA).splitlines()
    assert lines[0] == BOM + '"area","name","value","people"'
    assert lines[1] == '"0127","Alby ""norra"", =x",-2.5,1200'


def test_a_missing_number_is_an_empty_cell() -> None:
    assert csv_text(DATA).splitlines()[2].endswith(",,")


def test_any_reader_of_csv_gets_the_cells_back() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(DATA).removeprefix(BOM))))
    assert rows[1] == ["0127", 'Alby "norra", =x', "-2.5", "1200"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_compute_is_escaped(start: str) -> None:
    assert plain(start + "1") == "'" + start + "1"


@pytest.mark.parametrize(
    ("value", "kept"), [(-1.5, -1.5), (3, 3), ("−1,2", "−1,2"), (True, "true")]
)
def test_numbers_and_printed_text_are_left_as_they_are(value: Any, kept: Any) -> None:
    assert plain(value) == kept


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "Å Ä", "..", ""])
def test_the_name_of_a_file_never_leaves_its_folder(name: str) -> None:
    stem = file_stem(name)
    assert stem
    assert not set(stem) - set("abcdefghijklmnopqrstuvwxyz0123456789_")


def test_the_workbook_begins_with_what_each_sheet_is() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([dataset()], Language("sv"))))
    assert book.sheetnames == ["Innehåll", "d_index"]
    contents = [[cell.value for cell in row] for row in book["Innehåll"].rows]
    assert contents[1][:4] == ["d_index", "data/d_index.csv", "Figur 1", "Titel"]
    assert book["d_index"]["A2"].value == "0127"
    assert book["d_index"]["C2"].value == -2.5
    assert book["d_index"]["B3"].value == "'=1+1"
    assert book["d_index"]["B3"].data_type == "s"


def test_sheets_of_like_and_long_names_keep_apart() -> None:
    names = ["x" * 40, "x" * 41, "innehall", "contents"]
    found = workbook([dataset(name) for name in names], Language("en"))
    sheets = openpyxl.load_workbook(io.BytesIO(found)).sheetnames
    assert len({sheet.casefold() for sheet in sheets}) == 5
    assert all(len(sheet) <= 31 for sheet in sheets)


def test_two_workbooks_of_the_same_data_are_the_same_bytes() -> None:
    first = workbook([dataset()], Language("sv"))
    made = openpyxl.load_workbook(io.BytesIO(first)).properties
    assert made.created.year == made.modified.year == FIXED_DATE.year  # not the day of the run
    assert made.created < datetime.now() - timedelta(days=1)
    assert workbook([dataset()], Language("sv")) == first


def test_a_workbook_has_bold_heads_that_stay_and_numbers_as_numbers() -> None:
    first = openpyxl.load_workbook(io.BytesIO(workbook([dataset(), dataset("b")], Language("en"))))
    contents, one, _ = first.worksheets
    assert [cell.font.bold for cell in contents[1]] == [True] * 8
    assert not any(cell.font.bold for cell in contents[2])
    assert [cell.value for cell in contents[2]][4:] == [
        *("Vad", "Källa", "area, name, value, people", 2),
    ]
    assert [sheet.freeze_panes for sheet in first.worksheets] == ["A2"] * 3
    assert [cell.value for cell in one[1]] == ["area", "name", "value", "people"]
    assert one["D2"].value == 1200
    assert [cell.value for cell in one[3]][2:] == [None, None]


def test_numbers_of_an_address_have_six_digits_and_whole_ones_no_point() -> None:
    rows = ((1234567.8, 2.0, 1 / 3, "a,b", True, float("inf")),)
    uri = csv_uri(Data("d", tuple("abcdef"), rows))
    assert uri.endswith("%0A1234570,2,0.333333,%22a,b%22,true,%0A")


def test_names_of_sheets_are_cut_and_numbered() -> None:
    names = ["x" * 40, "x" * 40, "x" * 40, "Å b"]
    found = _sheet_names([dataset(name) for name in names], {"contents"})
    assert found == ["x" * 28, f"{'x' * 28}_2", f"{'x' * 28}_3", "__b"]
