"""The tables of hostile input: all rows with SEGNB_FAULTS=1 (`make faults`), else every fifth."""

import os
from pathlib import Path
from typing import Any

import pandas as pd

SAMPLE = 5


def rows_of(name: str) -> list[Any]:
    """Rows of a table, each with its `content` made of a beginning, a repeated part and an end."""
    table = pd.read_csv(Path(__file__).parent / name, dtype="str", keep_default_na=False)
    content = [
        _plain(row.before) + _plain(row.part) * int(row.times) + _plain(row.after)
        for row in table.itertuples()
    ]
    table["content"] = pd.Series(content, dtype="object")  # half letters are no text for Arrow
    step = 1 if os.environ.get("SEGNB_FAULTS") else SAMPLE
    return list(table.iloc[::step].itertuples(index=False))


def _plain(text: str) -> str:
    """Text of a cell, in which letters that cannot be seen are written by their numbers."""
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")
