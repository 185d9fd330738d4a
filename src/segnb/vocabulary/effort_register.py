"""The register of efforts: what was done where and when, and what it was meant to change.

The rows of the national documents come first (`data/efforts.csv`); a municipality's own stand in
a file of the same columns. Four sums of money are kept apart; a printed amount has its reading.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from segnb.vocabulary.areas import DATA, LEVELS, municipalities
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.errors import InvalidFile
from segnb.vocabulary.params import nearest
from segnb.vocabulary.strict_yaml import load_file

MONEY = ("money_applicable", "money_awarded", "money_paid", "money_planned")
_TABLE = load_file("vocabulary", "data/effort_columns.yml")
COLUMNS, WORDS = tuple(_TABLE["columns"]), _TABLE["words"]
REQUIRED = ("id", "name_sv", "level", "areas", "start")
NUMBERS = (*MONEY, "value_read")
DATES = ("start", "end", "retrieved")
PRECISIONS = {4: "year", 7: "month", 10: "day"}
LARGEST = 5_000_000


class Note(NamedTuple):
    """Something to know about rows that stand: `overlap` or `whole` (all areas of a place)."""

    kind: str
    ids: tuple[str, ...]
    areas: tuple[str, ...]


def register(own: str = "") -> pd.DataFrame:
    """All efforts: those of the national documents, then those of a municipality's own file.

    Parameters
    ----------
    own
        Path of the own register; empty for none.

    Returns
    -------
    DataFrame
        Columns as `COLUMNS`: `areas` and `flag` as tuples, numbers as `float64` with NaN for none,
        all else text; and `level_id`, the level with its vintage (`deso2018`).

    Raises
    ------
    InvalidFile
        The file cannot be read, or a row does not fit: the message names the row.
    """
    known = _national()
    if not own:
        return known.copy()
    rows = read_register(_text(Path(own)), Path(own).name, taken=known["id"])
    return pd.concat([known, rows], ignore_index=True)


@cache
def _national() -> pd.DataFrame:
    return read_register((DATA / "efforts.csv").read_text(encoding="utf-8"), "efforts.csv")


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidFile(f"{path} has more than {LARGEST // 10**6} MB: it is no register.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidFile(f"{path} cannot be read as UTF-8: save it so.") from error
    except OSError as error:
        raise InvalidFile(f"{path} cannot be read: {error.strerror}.") from error


def read_register(text: str, name: str, taken: Iterable[str] = ()) -> pd.DataFrame:
    """Register of a CSV text, comma or semicolon between cells (see `register`).

    Parameters
    ----------
    taken
        Ids that other rows have.
    """
    head, _, _ = text.partition("\n")
    mark = ";" if head.count(";") > head.count(",") else ","
    try:
        lines = list(csv.DictReader(io.StringIO(text), delimiter=mark, strict=True))
    except csv.Error as error:
        raise InvalidFile(f"{name} is no CSV: {error}.") from error
    _check_columns(csv.DictReader(io.StringIO(text), delimiter=mark).fieldnames or (), name)
    seen = set(taken)
    rows = [_row(line, f"{name}, row {number}", seen) for number, line in enumerate(lines, start=2)]
    numbers = dict.fromkeys(NUMBERS, "float64")
    return pd.DataFrame(rows, columns=[*COLUMNS, "level_id"]).astype(numbers)


def _check_columns(columns: Sequence[str], name: str) -> None:
    for column in columns:
        if column not in COLUMNS:
            raise InvalidFile(
                f"{name} has an unknown column {column!r}. {nearest(column, COLUMNS)}"
            )
    lacking = [column for column in REQUIRED if column not in columns]
    if lacking:
        raise InvalidFile(f"{name} has no column {lacking[0]!r}: add it.")


def _row(line: dict[Any, Any], where: str, seen: set[str]) -> dict[str, Any]:
    if None in line or None in line.values():
        raise InvalidFile(f"{where}: the number of cells is not that of the columns.")
    row: dict[str, Any] = dict.fromkeys(COLUMNS, "") | {k: v.strip() for k, v in line.items()}
    if not row["id"] or row["id"] in seen:
        what = f"{row['id']!r} stands twice" if row["id"] else "there is none"
        raise InvalidFile(f"{where}: the id must be its own, and {what}.")
    seen.add(row["id"])
    for column, known in WORDS.items():
        if row[column] and row[column] not in known:
            raise InvalidFile(f"{where}: {column} {row[column]!r} is unknown. "
                              f"{nearest(row[column], known)}")  # fmt: skip
    _check_time(row, where)
    row |= {name: _number(row[name], name, where) for name in NUMBERS}
    _check_money(row, where)
    _check_expected(row, where)
    row["flag"] = tuple(part.strip() for part in row["flag"].split(";") if part.strip())
    row["areas"] = tuple(row["areas"].split())
    row["level_id"] = _level_of(row, where)
    return row


def _check_time(row: dict[str, Any], where: str) -> None:
    for name in DATES:
        if row[name] and not _is_date(row[name]):
            raise InvalidFile(f"{where}: {name} {row[name]!r} is no year, month or day such as "
                              "2018, 2018-06 or 2018-06-01.")  # fmt: skip
    start, end = row["start"], row["end"]
    if end and not start:
        raise InvalidFile(f"{where}: it has an end and no start.")
    if end and end[: len(start)] < start[: len(end)]:
        raise InvalidFile(f"{where}: the end {end} is before the start {start}.")
    row["date_precision"] = row["date_precision"] or PRECISIONS.get(len(start), "")


def _is_date(text: str) -> bool:
    try:
        return len(text) in PRECISIONS and bool(pd.Timestamp(text))
    except ValueError:
        return False


def _number(text: str, column: str, where: str) -> float:
    try:
        value = float(text.replace(",", ".") or "nan")
    except ValueError as error:
        raise InvalidFile(f"{where}: {column} {text!r} is no number.") from error
    if value < 0:
        raise InvalidFile(f"{where}: {column} is {text}, and money is not below zero.")
    return value


def _check_money(row: dict[str, Any], where: str) -> None:
    amounts = [name for name in MONEY if row[name] == row[name]]
    if amounts and not row["currency_unit"]:
        raise InvalidFile(f"{where}: {amounts[0]} has no currency_unit: kr, tkr or mnkr.")
    digits = "".join(filter(str.isdigit, row["as_printed"]))
    read = row["value_read"]
    if digits and read == read and int(digits) != read and not row["flag"]:
        raise InvalidFile(f"{where}: value_read differs from as_printed: say why in flag.")


def _check_expected(row: dict[str, Any], where: str) -> None:
    name, known = row["expected_indicator"], catalogue().indicators
    if name and name not in known:
        raise InvalidFile(f"{where}: there is no indicator {name!r}. {nearest(name, known)}")


def _level_of(row: dict[str, Any], where: str) -> str:
    """Level with its vintage, and every code in its form."""
    if not row["areas"]:
        return ""
    level = row["level"] + (row["vintage"] if row["level"] in ("regso", "deso") else "")
    if level not in LEVELS:
        known = [one for one in LEVELS if one.startswith(row["level"] or "municipality")]
        raise InvalidFile(f"{where}: the level {level!r} is unknown: vintage and level must give "
                          f"{' or '.join(known)}.")  # fmt: skip
    places = set(municipalities()["code"])
    for area in row["areas"]:
        if not LEVELS[level].matches(area) or (level != "own" and area[:4] not in places):
            raise InvalidFile(f"{where}: {area!r} is no area of {level}.")
    return level


def check_areas(rows: pd.DataFrame, known: Mapping[str, Iterable[str]]) -> None:
    """Hold every area against the list of its vintage.

    Parameters
    ----------
    known
        Areas there are, by level; a level that is not held is not checked.

    Raises
    ------
    InvalidFile
        An area is not in the list.
    """
    for level, areas in known.items():
        every = set(areas)
        for row in rows[rows["level_id"] == level].to_dict("records"):
            lacking = [area for area in row["areas"] if every and area not in every]
            if lacking:
                raise InvalidFile(f"The effort {row['id']}: there is no area {lacking[0]} in "
                                  f"{level}.")  # fmt: skip


def in_place(rows: pd.DataFrame, municipality: str) -> pd.DataFrame:
    """Efforts with an area in a municipality; own areas are taken for those of the reader."""
    return rows[[
        level == "own" or any(area[:4] == municipality for area in areas)
        for level, areas in zip(rows["level_id"], rows["areas"], strict=True)
    ]]  # fmt: skip


def overlaps(rows: pd.DataFrame) -> Iterator[Note]:
    """Pairs of efforts in the same area, sector and time; neither can be judged alone.

    Rows of one effort (`I11` and `I11-0123`) do not overlap each other.
    """
    dated = rows[(rows["start"] != "") & rows["areas"].map(bool)].to_dict("records")
    for number, first in enumerate(dated):
        for second in dated[number + 1 :]:
            shared = set(first["areas"]) & set(second["areas"])
            if shared and _meet(first, second):
                yield Note("overlap", (first["id"], second["id"]), tuple(sorted(shared)))


def _meet(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether two efforts are of one sector and time, and not of one family."""
    own = first["id"].partition("-")[0] == second["id"].partition("-")[0]
    sector = first["sector"] == second["sector"] and first["level_id"] == second["level_id"]
    ends = [one["end"] or "9999" for one in (first, second)]
    return (not own and sector and first["start"][:4] <= ends[1][:4]
            and second["start"][:4] <= ends[0][:4])  # fmt: skip


def whole_places(rows: pd.DataFrame, known: Mapping[str, Iterable[str]]) -> Iterator[Note]:
    """Efforts in every area of a municipality, which are efforts of the municipality."""
    for row in rows[rows["level_id"].isin(list(known))].to_dict("records"):
        for place in sorted({area[:4] for area in row["areas"]}):
            every = {area for area in known[row["level_id"]] if area[:4] == place}
            if every and every <= set(row["areas"]):
                yield Note("whole", (row["id"],), (place,))
