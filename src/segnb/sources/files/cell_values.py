"""Cells: numbers as Swedes and programs write them, and the marks that stand in their place."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import is_float_dtype

from segnb.vocabulary.errors import InvalidFile

# What Swedish producers print where there is no number. A dash is a true zero.
SYMBOLS = {
    "..": "suppressed",
    ".": "not_applicable",
    "...": "missing",
    "…": "missing",
    ":": "missing",
    "": "missing",
}
ZEROS = ("-", "\u2013", "\u2212")


def parse_cells(cells: "Sequence[Any] | pd.Series", name: str) -> pd.DataFrame:
    """Values and statuses of cells.

    Parameters
    ----------
    cells
        Numbers, texts of numbers (decimal comma or point, spaces between thousands), or marks.
    name
        Name of the file, for the message.

    Raises
    ------
    InvalidFile
        A cell is neither a number nor a known mark.

    Examples
    --------
    >>> parse_cells(["1 234,5", "..", "-"], "a.csv").values.tolist()
    [[1234.5, 'ok'], [nan, 'suppressed'], [0.0, 'ok']]
    """
    if isinstance(cells, pd.Series) and is_float_dtype(cells.dtype):
        return _of_numbers(cells.to_numpy("float64", na_value=np.nan), name)
    column = pd.Series(cells, dtype="object").to_numpy()
    is_text = np.array([isinstance(cell, str) for cell in column], dtype=bool)
    values = np.full(len(column), np.nan)
    values[~is_text] = _numbers(column[~is_text])
    codes, texts = pd.factorize(column[is_text])  # many are the same
    numbers, marks = _of_texts(texts, name)
    values[is_text] = numbers[codes]
    found = _of_numbers(values, name)
    found.loc[is_text, "status"] = marks[codes]
    return found


def _of_texts(texts: NDArray[Any], name: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Value and status of each text."""
    words = ["".join(text.split()) for text in texts]
    points = [word.replace(",", ".").replace("\u2212", "-") for word in words]
    values = _numbers(np.array(points, dtype="object"))
    values[[word in ZEROS for word in words]] = 0.0
    marks = [SYMBOLS.get(w, "") if is_mark else "ok"
             for w, is_mark in zip(words, np.isnan(values), strict=True)]  # fmt: skip
    if "" in marks:
        raise InvalidFile(f"{name} has {words[marks.index('')]!r} where a number should stand.")
    return values, np.array(marks, dtype="object")


def _numbers(cells: NDArray[Any]) -> NDArray[np.float64]:
    """Numbers and texts of numbers; not a number where one is neither."""
    return np.array(pd.to_numeric(cells, errors="coerce"), dtype="float64")


def _of_numbers(values: NDArray[np.float64], name: str) -> pd.DataFrame:
    """As `parse_cells`, of cells without any text."""
    if np.isinf(values).any():
        raise InvalidFile(f"{name} has an infinite number.")
    status = pd.Series(np.where(np.isnan(values), "missing", "ok"), dtype="str")
    return pd.DataFrame({"value": values, "status": status})
