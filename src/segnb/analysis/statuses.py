"""What a number made of several cells may say when some of them have no value."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

RANK = {"ok": 0, "preliminary": 1, "not_applicable": 2, "missing": 3, "suppressed": 4}
WITH_VALUE = ("ok", "preliminary")
PLACE = ["indicator", "level", "area", "municipality", "year", "sex"]
SERIES = ["indicator", "level", "area", "municipality", "sex", "group"]


def present(frame: pd.DataFrame, columns: list[str]) -> list[str]:
    """Those of the columns that a frame has."""
    return [column for column in columns if column in frame]


def rank(status: pd.Series) -> pd.Series:
    """How far a status is from a value; the highest among the parts is that of the whole."""
    return status.map(RANK).astype("int8")


def named(ranks: pd.Series) -> pd.Series:
    """Statuses of ranks."""
    return ranks.map({number: status for status, number in RANK.items()}).astype("str")


def has_value(status: pd.Series) -> pd.Series:
    """Rows that have a value."""
    return status.isin(WITH_VALUE)


def reason(status: pd.Series) -> NDArray[np.object_]:
    """The status as a reason: empty where there is a value."""
    return np.where(has_value(status), "", status).astype(object)
