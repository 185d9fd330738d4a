"""What a number made of several cells may say when some of them have no value."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

STATUSES = ("ok", "preliminary", "not_applicable", "missing", "suppressed")
RANK = {status: rank for rank, status in enumerate(STATUSES)}
WITH_VALUE = ("ok", "preliminary")
PLACE = ["indicator", "level", "area", "municipality", "year", "sex"]
SERIES = ["indicator", "level", "area", "municipality", "sex", "group"]
_NAMES = np.array(STATUSES, dtype=object)
_REASONS = np.array(["", "", *STATUSES[2:]], dtype=object)

Doubt = tuple[NDArray[np.bool_], str, str]


def present(frame: pd.DataFrame, columns: list[str]) -> list[str]:
    """Those of the columns that a frame has."""
    return [column for column in columns if column in frame]


def computed_from(status: Iterable[object]) -> str:
    """Status of a median or an order of values: one of them may still change, and then it may.

    Examples
    --------
    >>> computed_from(["ok", "preliminary", "missing"])
    'preliminary'
    """
    return "preliminary" if "preliminary" in set(status) else "ok"


def rank(status: pd.Series) -> NDArray[np.int8]:
    """How far a status is from a value; the highest among the parts is that of the whole."""
    codes, known = pd.factorize(status.array)
    return np.array([RANK[name] for name in known], dtype=np.int8)[codes]


def judged(ranks: NDArray[np.int8], *doubts: Doubt) -> dict[str, NDArray[np.object_]]:
    """Status and reason of numbers, and why those that have been fine so far have no value.

    Parameters
    ----------
    ranks
        The highest rank among the cells of each number.
    doubts
        Which numbers, their status and their reason; the first that applies holds.

    Returns
    -------
    dict
        `status`, and `reason`: empty where there is a value.
    """
    status, reason = _NAMES[ranks], _REASONS[ranks]
    for where, named, word in doubts:
        rows = where & (reason == "")
        status[rows], reason[rows] = named, word
    return {"status": status, "reason": reason}


def named(ranks: NDArray[np.int8]) -> NDArray[np.object_]:
    """Statuses of ranks."""
    return _NAMES[ranks]
