"""Tables with one row an area and year, as analysts keep them: codes, years, values last."""

import re

import pandas as pd

from segnb.sources.files.cell_values import parse_cells
from segnb.sources.files.file_type import Document
from segnb.sources.files.labelled_table import CONTENTS, LabelledTable, role
from segnb.vocabulary.areas import LEVELS

_CODES = ("desokod", "deso", "regsokod", "regso", "regionkod", "region")
_SMALL = rf"(?:{LEVELS['deso2018'].pattern}|{LEVELS['regso2020'].pattern})(?:_\w+)?"
# Columns that repeat what the code says.
_REPEATED = {"region", "regsonamn", "desonamn", "kommunkod", "kommunnamn", "kommun", "lanskod",
             "länskod", "lan", "län"}  # fmt: skip
_CODE_OF_CONTENTS = re.compile(r"[a-z]{2}\d{4}\w{1,3}|0000\w{4}")  # as SCB names them
_AGES = {"ålder", "alder", "age"}  # variables whose labels may be numbers
MOSTLY = 0.5
# What analysts call the number of people.
_CONTENTS = {"bef": "Folkmängd", "befolkning": "Folkmängd", "folkmängd": "Folkmängd"}


def is_long(document: Document) -> bool:
    """Whether columns hold codes or names of areas, years, and values last."""
    names = [c for c in document.columns if c]
    if document.kind not in ("excel", "text") or len(names) < 3 or not _code(names):
        return False
    is_value = role(names[-1]) not in ("year", "region", "sex") and names[-1] not in _REPEATED
    return is_value and sum(role(name) == "year" for name in names) == 1


def _code(names: list[str]) -> str:
    return next((name for name in _CODES if name in names), "")


def read_long(document: Document) -> LabelledTable:
    """Table of such a file; of several columns of values each is a part of its contents."""
    frame = document.frame()
    names = [name for name in frame.columns if name]
    code, values = _code(names), _values(frame, names)
    codes = frame[code].astype("str").str.strip()
    is_code = code in ("region", "regionkod") or codes.str.fullmatch(_SMALL).all()
    fault = "" if is_code else f"its column {code} holds other things than codes"
    kept = [n for n in names if n not in {code, *values} and n not in _REPEATED]
    labels = frame[kept].astype("str").rename(columns={name: role(name) for name in kept})
    parts = []
    for value in values:
        rows = pd.concat([labels, parse_cells(frame[value], document.name)], axis="columns")
        parts.append(rows.assign(**{"region": codes, CONTENTS: _CONTENTS.get(value, value)}))
    return LabelledTable(
        frame=pd.concat(parts, ignore_index=True),
        taken_as="table of areas and years",
        codes=tuple(value.upper() for value in values if _CODE_OF_CONTENTS.fullmatch(value)),
        fault=fault,
    )


def _values(frame: pd.DataFrame, names: list[str]) -> list[str]:
    """Columns of values: all of numbers after the year, or the last where others stand there."""
    year = next(place for place, name in enumerate(names) if role(name) == "year")
    after = names[year + 1 :]
    return after if after and all(_is_value(frame[name]) for name in after) else names[-1:]


def _is_value(column: pd.Series) -> bool:
    """Whether a column holds numbers and is no variable."""
    filled = column.dropna().astype("str").str.strip()
    numbers = pd.to_numeric(filled[filled != ""], errors="coerce")
    return bool(numbers.notna().mean() > MOSTLY) and str(column.name) not in _AGES
