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
_INFINITE = "{} has an infinite number."
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
    column = pd.Series(cells, dtype="object").reset_index(drop=True)
    values = pd.to_numeric(column, errors="coerce").astype("float64")
    is_text = column.map(lambda cell: isinstance(cell, str)).astype(bool)
    words = column.where(is_text, "").map(_plain)
    values = values.where(~is_text, pd.to_numeric(words.map(_point), errors="coerce"))
    values = values.where(~words.isin(ZEROS) | ~is_text, 0.0)
    status = words.map(SYMBOLS)
    unknown = is_text & values.isna() & status.isna()
    if unknown.any():
        raise InvalidFile(f"{name} has {words[unknown].iloc[0]!r} where a number should stand.")
    status = status.where(values.isna(), "ok").fillna("missing")
    if np.isinf(values).any():
        raise InvalidFile(_INFINITE.format(name))
    return pd.DataFrame({"value": values, "status": status.astype("str")})


def _of_numbers(values: NDArray[np.float64], name: str) -> pd.DataFrame:
    """As `parse_cells`, of cells without any text."""
    if np.isinf(values).any():
        raise InvalidFile(_INFINITE.format(name))
    status = pd.Series(np.where(np.isnan(values), "missing", "ok"), dtype="str")
    return pd.DataFrame({"value": values, "status": status})


def _plain(cell: str) -> str:
    return "".join(cell.split())


def _point(cell: str) -> str:
    return cell.replace(",", ".").replace("\u2212", "-")
