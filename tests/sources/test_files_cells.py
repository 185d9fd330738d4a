"""Letters, separators and cells, as Swedish producers and their programs write them."""

import math

import pytest

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.regions import tidy
from segnb.sources.files.text_files import decode, separator, split_rows
from segnb.vocabulary.errors import InvalidFile


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12", 12), ("1 234,5", 1234.5), ("1\u00a0234", 1234), ("1\u202f234,50", 1234.5), ("0.5", 0.5),
     ("\u22123,2", -3.2), ("-3.2", -3.2), ("-", 0), ("\u2013", 0), (7, 7), (0.25, 0.25),
     ("12 ", 12), ("1e3", 1000)],
)  # fmt: skip
def test_numbers_are_read_as_swedes_and_programs_write_them(cell: object, value: float) -> None:
    row = parse_cells([cell], "a.csv").iloc[0]
    assert (row["value"], row["status"]) == (value, "ok")


@pytest.mark.parametrize(
    ("mark", "status"),
    [("..", "suppressed"), (".", "not_applicable"), ("...", "missing"), (":", "missing"),
     ("", "missing"), (" .. ", "suppressed"), (None, "missing"), (math.nan, "missing")],
)  # fmt: skip
def test_marks_keep_their_meaning_and_never_become_zero(mark: object, status: str) -> None:
    row = parse_cells([mark, 1], "a.csv").iloc[0]
    assert math.isnan(row["value"])
    assert row["status"] == status


@pytest.mark.parametrize("cell", ["x", "12 st", "1.2.3", "1,2,3", "=1+1", "inf", float("inf")])
def test_what_is_no_number_and_no_mark_stops_the_file_by_name(cell: object) -> None:
    with pytest.raises(InvalidFile, match=r"a\.csv has"):
        parse_cells(["1", cell], "a.csv")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252"),
     ("latin-1", "cp1252")],
)  # fmt: skip
def test_letters_are_read_in_the_encodings_of_producers(encoding: str, name: str) -> None:
    text = "Älvdalen;Åsele;Örebro\n"
    assert decode(text.encode(encoding), "a.csv") == (text, name)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("Ã\u0084lvdalen".encode(), "broken when it was saved"),
        ("Grums, RÃ¤ttvik".encode(), "broken when it was saved"),
        ("Rättvik, Västerås".encode("cp850"), "neither a file of a known kind"),
        ("Rättvik, Västerås".encode("mac_roman"), "neither a file of a known kind"),
        (b"a\xff\x81\x8d\xfe", "neither a file of a known kind"),
    ],
)
def test_letters_that_cannot_be_told_stop_the_file(raw: bytes, message: str) -> None:
    with pytest.raises(InvalidFile, match=message):
        decode(raw, "a.csv")


@pytest.mark.parametrize("mark", [";", "\t", ",", "|"])
def test_the_separator_is_found(mark: str) -> None:
    assert separator(f'a{mark}b{mark}c\n1{mark}2{mark}"x{mark}y"\n') == mark


def test_a_decimal_comma_is_no_separator() -> None:
    assert split_rows("code;value\nA;1,5\nB;2,5\n", "a.csv")[1] == ["A", "1,5"]


def test_lines_that_end_in_cr_cr_lf_leave_no_empty_rows() -> None:
    assert split_rows("a,b\r\r\n1,2\r\r\n", "a.csv") == [["a", "b"], ["1", "2"]]


def test_a_quoted_cell_may_run_over_several_lines() -> None:
    assert split_rows('a,b\n"one\ntwo",2\n', "a.csv")[1] == ["one\ntwo", "2"]


def test_names_differ_by_spaces_and_dashes_only() -> None:
    assert tidy("Botkyrka (Tuna )") == tidy("Botkyrka  (Tuna)")
    assert tidy("Sotenäs (Kungshamn-Smögen)") == tidy("Sotenäs (Kungshamn–Smögen)")
    assert tidy("Botkyrka (Tuna)") != tidy("Botkyrka (Tunet)")
