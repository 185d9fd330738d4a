"""Tables with one row an area and year, as analysts keep them: codes, years, values last."""

import pandas as pd

from segnb.sources.files.cells import parse_cells
from segnb.sources.files.document import Document
from segnb.sources.files.labelled import CONTENTS, LabelledTable, role
from segnb.vocabulary.areas import LEVELS

_CODES = ("desokod", "deso", "regsokod", "regso", "region")
_SMALL = rf"(?:{LEVELS['deso2018'].pattern}|{LEVELS['regso2020'].pattern})(?:_\w+)?"
# Columns that repeat what the code says.
_REPEATED = {"region", "regsonamn", "desonamn", "kommunkod", "kommunnamn", "kommun", "lanskod",
             "länskod", "lan", "län"}  # fmt: skip
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
    """Table of such a file."""
    frame = document.frame()
    names = [name for name in frame.columns if name]
    code, value = _code(names), names[-1]
    codes = frame[code].astype("str").str.strip()
    is_code = code == "region" or codes.str.fullmatch(_SMALL).all()
    fault = "" if is_code else f"its column {code} holds other things than codes"
    kept = [n for n in names if n not in {code, value} and n not in _REPEATED]
    rows = frame[kept].astype("str").rename(columns={name: role(name) for name in kept})
    rows = pd.concat([rows, parse_cells(frame[value], document.name)], axis="columns")
    rows[CONTENTS] = _CONTENTS.get(value, value)
    return LabelledTable(
        frame=rows.assign(region=codes), taken_as="table of areas and years", fault=fault
    )
