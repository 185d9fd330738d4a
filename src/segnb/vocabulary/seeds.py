"""Tables of the national documents, read strictly: printed text stays apart from its reading.

Codes are text, an empty cell is no value (NaN for numbers, `""` for text, an empty tuple for
lists), and what a reading changed carries a flag.
"""

import csv
import io
from collections.abc import Iterable
from functools import cache
from math import nan
from typing import Final, Literal

import pandas as pd

from segnb.vocabulary.areas import DATA
from segnb.vocabulary.errors import InvalidFile
from segnb.vocabulary.strict_yaml import load_file

Kind = Literal["text", "number", "count", "list", "yes_no"]
TEXT: Final = "text"
NUMBER: Final = "number"
COUNT: Final = "count"
LIST: Final = "list"
YES_NO: Final = "yes_no"


@cache
def columns() -> dict[str, dict[str, Kind]]:
    """Kind of each column, by table."""
    return load_file("vocabulary", "data/seed_columns.yml")


def seed_table(name: str) -> pd.DataFrame:
    """One of the tables (a copy: changing it changes nothing for others).

    Parameters
    ----------
    name
        Name of one of `columns()`, such as `claims` or `grants_tillvaxtverket_2018`.

    Returns
    -------
    DataFrame
        Columns as `columns()` has them: text as `str`, numbers as `float64` with NaN for an empty
        cell, counts as `int64`, `yes`/`no` as `bool`, lists as tuples of text.

    Raises
    ------
    InvalidFile
        A column is missing or unknown, or a cell does not fit its column.
    """
    return _table(name).copy()


@cache
def _table(name: str) -> pd.DataFrame:
    file = DATA / "seed_tables" / f"{name}.csv"
    return read_seed(file.read_text(encoding="utf-8"), columns()[name], file.name)


def read_seed(text: str, wanted: dict[str, Kind], name: str) -> pd.DataFrame:
    """Table of a CSV text whose columns are known."""
    rows = list(csv.reader(io.StringIO(text), strict=True))
    if not rows or rows[0] != list(wanted):
        raise InvalidFile(f"{name} must have the columns {', '.join(wanted)}, in this order.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(wanted):
            raise InvalidFile(f"{name}, row {number}: {len(row)} cells for {len(wanted)} columns.")
    cells = list(zip(*rows[1:], strict=True))
    return pd.DataFrame({
        column: _column(values, kind, f"{name}, {column}")
        for (column, kind), values in zip(wanted.items(), cells, strict=True)
    })  # fmt: skip


def _column(values: Iterable[str], kind: Kind, where: str) -> pd.Series:
    dtypes = {TEXT: "str", NUMBER: "float64", COUNT: "int64", YES_NO: "bool", LIST: "object"}
    return pd.Series([_cell(value, kind, where) for value in values], dtype=dtypes[kind])


def _cell(value: str, kind: Kind, where: str) -> object:
    if kind == TEXT:
        return value
    if kind == LIST:
        return tuple(part.strip() for part in value.split(";") if part.strip())
    try:
        return _YES_NO[value] if kind == YES_NO else _numeric(value, kind)
    except (KeyError, ValueError) as error:
        raise InvalidFile(f"{where}: {value!r} is no {kind.replace('_', '/')}.") from error


_YES_NO = {"yes": True, "no": False}


def _numeric(value: str, kind: Kind) -> float:
    if kind == COUNT:
        return int(value)
    return float(value) if value else nan
