"""Rows gathered by what they speak of: the area, year and sex that several groups share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Places:
    """What rows speak of, each once, in the order of its columns.

    A report sums thousands of small frames, for which `DataFrame.groupby` takes most of its time
    to set itself up.

    Attributes
    ----------
    keys
        The columns that tell places apart, one value a place.
    codes
        Number of its place for each row.
    """

    keys: dict[str, Any]
    codes: NDArray[np.intp]
    number: int

    def sums(self, values: ArrayLike) -> NDArray[np.float64]:
        """Sum of the values of each place; a missing value adds nothing."""
        known = np.nan_to_num(np.asarray(values, dtype=float))
        return np.bincount(self.codes, known).astype(float)

    def sizes(self) -> NDArray[np.intp]:
        """Rows of each place."""
        return np.bincount(self.codes)

    def highest(self, values: NDArray[np.int8]) -> NDArray[np.int8]:
        """Largest value of each place."""
        found = np.zeros(self.number, dtype=values.dtype)
        np.maximum.at(found, self.codes, values)
        return found

    def only(self, rows: NDArray[np.bool_], values: ArrayLike) -> NDArray[np.float64]:
        """The value that one of the chosen rows has for each place; NaN where none has one."""
        found = np.full(self.number, np.nan)
        found[self.codes[rows]] = np.asarray(values, dtype=float)[rows]
        return found

    def frame(self, **columns: ArrayLike) -> pd.DataFrame:
        """A row for each place, with these columns behind those that tell places apart."""
        return pd.DataFrame({**self.keys, **columns})


def places_of(rows: pd.DataFrame, columns: Sequence[str]) -> Places:
    """Places that rows differ in by these columns.

    Examples
    --------
    >>> rows = pd.DataFrame({"area": ["b", "a", "b"], "value": [1.0, 2.0, 3.0]})
    >>> places_of(rows, ["area"]).sums(rows["value"]).tolist()
    [2.0, 4.0]
    """
    codes = np.zeros(len(rows), dtype=np.int64)
    for column in columns:
        own, known = pd.factorize(rows[column].values, sort=True, use_na_sentinel=False)
        codes = codes * max(len(known), 1) + own
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    keys = {column: rows[column].values[first] for column in columns}
    return Places(keys, inverse, len(first))
