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

Kind = Literal["text", "number", "count", "list", "yes_no"]
TEXT: Final = "text"
NUMBER: Final = "number"
COUNT: Final = "count"
LIST: Final = "list"
YES_NO: Final = "yes_no"

COLUMNS: dict[str, dict[str, Kind]] = {
    "claims": {
        "claim_id": TEXT, "claim_en": TEXT, "claim_sv_short": TEXT, "source_file": LIST,
        "source_kind": TEXT, "measure_named": YES_NO, "period_named": TEXT, "testable": TEXT,
        "testable_per_municipality": TEXT, "data_needed": TEXT, "what_is_known": TEXT,
        "known_mark": LIST, "present_reading": TEXT, "report_rule": TEXT,
    },
    "focus_areas": {
        "id": TEXT, "order": COUNT, "name_sv": TEXT, "name_en": TEXT, "in_strategy": YES_NO,
        "in_follow_up_system": YES_NO, "source": LIST, "indicator_examples": LIST,
        "lowest_open_level": LIST, "level_mark": TEXT, "known_gap": TEXT,
    },
    "grants_delmos_2018_by_county": {
        "county_code": TEXT, "county_name_as_printed": TEXT, "county_name": TEXT,
        "region": COUNT, "kommun": COUNT, "ideell_forening": COUNT, "stiftelse": COUNT,
        "recipients_computed": COUNT, "amount_tkr": COUNT, "cells_printed_as_dash": LIST,
        "flag": LIST,
    },
    "grants_delmos_2018_gavleborg": {
        "recipient_as_printed": TEXT, "recipient_name": TEXT, "recipient_type_inferred": TEXT,
        "municipality_code": TEXT, "amount_tkr": COUNT, "flag": LIST,
    },
    "grants_tillvaxtverket_2018": {
        "municipality_code": TEXT, "municipality_name": TEXT, "amount_2018": COUNT,
        "amount_2019_as_printed": TEXT, "amount_2019": COUNT, "per_year_2020_2027": COUNT,
        "flag": LIST,
    },
    "interventions": {
        "id": TEXT, "supplements": LIST, "name_sv": TEXT, "name_en": TEXT, "start": TEXT,
        "end": TEXT, "period_text": TEXT, "actor": TEXT, "kind": TEXT, "content": TEXT,
        "municipalities_n": NUMBER, "areas_n": NUMBER, "amount_msek": NUMBER,
        "amount_basis": TEXT, "mark": TEXT, "source": LIST, "note": TEXT,
    },
    "perspectives": {
        "id": TEXT, "order": COUNT, "name_sv": TEXT, "name_en": TEXT, "report_shows": TEXT,
        "source": LIST,
    },
    "red_line_profile": {
        "place_as_printed": TEXT, "place_reading": TEXT, "level_inferred": TEXT,
        "municipality_code": TEXT, "mean_income_sek_age_20_64": NUMBER,
        "mean_income_as_printed": TEXT, "employed_pct_age_20_64": NUMBER,
        "employed_as_printed": TEXT, "post_secondary_pct_age_25_64": NUMBER,
        "post_secondary_as_printed": TEXT, "flag": LIST,
    },
    "stated_totals": {
        "table": TEXT, "column": TEXT, "unit": TEXT, "stated": COUNT,
        "sum_or_compared_value": COUNT, "difference": COUNT, "status": TEXT, "report_rule": TEXT,
    },
    "success_factors": {
        "id": TEXT, "factor_sv": TEXT, "factor_en": TEXT, "kind": TEXT, "sources": LIST,
        "meaning": TEXT, "self_assessment_questions": TEXT, "report_rule": TEXT,
    },
}  # fmt: skip


def seed_table(name: str) -> pd.DataFrame:
    """One of the tables (a copy: changing it changes nothing for others).

    Parameters
    ----------
    name
        Key of `COLUMNS`, such as `claims` or `grants_tillvaxtverket_2018`.

    Returns
    -------
    DataFrame
        Columns as in `COLUMNS`: text as `str`, numbers as `float64` with NaN for an empty cell,
        counts as `int64`, `yes`/`no` as `bool`, lists as tuples of text.

    Raises
    ------
    InvalidFile
        A column is missing or unknown, or a cell does not fit its column.
    """
    return _table(name).copy()


@cache
def _table(name: str) -> pd.DataFrame:
    file = DATA / "seed_tables" / f"{name}.csv"
    return read_seed(file.read_text(encoding="utf-8"), COLUMNS[name], file.name)


def read_seed(text: str, columns: dict[str, Kind], name: str) -> pd.DataFrame:
    """Table of a CSV text whose columns are known."""
    rows = list(csv.reader(io.StringIO(text), strict=True))
    if not rows or rows[0] != list(columns):
        raise InvalidFile(f"{name} must have the columns {', '.join(columns)}, in this order.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(columns):
            raise InvalidFile(f"{name}, row {number}: {len(row)} cells for {len(columns)} columns.")
    cells = list(zip(*rows[1:], strict=True))
    return pd.DataFrame({
        column: _column(values, kind, f"{name}, {column}")
        for (column, kind), values in zip(columns.items(), cells, strict=True)
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
