"""The one table: what its columns are, and the checks that every row passes on its way in."""

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.types import union_categoricals

from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.errors import InvalidFile

# Reports handle many small frames, on which texts of Arrow cost more than they save.
pd.options.mode.string_storage = "python"

KEY = ["indicator", "level", "area", "municipality", "year", "sex", "group"]
COLUMNS = [*KEY, "value", "status", "snapshot"]
SEXES = ("total", "women", "men")
STATUSES = ("ok", "missing", "suppressed", "not_applicable", "preliminary")
WITH_VALUE = ("ok", "preliminary")
INTERVAL = ("ci_low", "ci_high")  # groups of a value that hold its confidence limits
MOST_CODES = 2**62
ORDER = ["municipality", "level", "area", "year", "sex", "group"]

_TEXTS = [column for column in COLUMNS if column not in ("year", "value")]


def empty_observations() -> pd.DataFrame:
    """Frame with the columns and types of the one table, and no row."""
    return _empty().copy()


@cache
def _empty() -> pd.DataFrame:
    types = dict.fromkeys(_TEXTS, "str") | {"year": "int16", "value": "float64"}
    return pd.DataFrame({column: pd.Series(dtype=types[column]) for column in COLUMNS})


_TYPES = empty_observations().dtypes


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with the types of the one table."""
    return frame if frame.dtypes.equals(_TYPES) else frame.astype(_TYPES)


def coded(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows whose texts are categories: each text is held once, and rows are told by numbers."""
    plain = [c for c in _TEXTS if not isinstance(frame[c].dtype, pd.CategoricalDtype)]
    if not plain:
        return frame
    return frame.assign(**{c: frame[c].astype("str").astype("category") for c in plain})


def with_same_codes(one: pd.DataFrame, other: pd.DataFrame) -> list[pd.DataFrame]:
    """Rows of two frames coded with one numbering of their texts, in the order of these."""
    frames = coded(one), coded(other)
    both = {c: union_categoricals([f[c] for f in frames], sort_categories=True) for c in _TEXTS}
    return [
        frames[0].assign(**{column: codes[: len(one)] for column, codes in both.items()}),
        frames[1].assign(**{column: codes[len(one) :] for column, codes in both.items()}),
    ]


def as_read(frame: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Rows of an indicator as they lie in a store; a count of less than none is a missing value."""
    rows = typed(frame)
    wrong = rows["value"] < 0
    if not wrong.any():
        return rows
    from segnb.vocabulary.catalogue import catalogue

    entry = catalogue().indicators.get(indicator)
    if entry is None or entry.kind != "counts":
        return rows
    return rows.assign(
        value=rows["value"].mask(wrong), status=rows["status"].mask(wrong, "missing")
    )


def make_observations(
    frame: pd.DataFrame,
    *,
    indicator: str | None = None,
    level: str | None = None,
    sex: str | None = None,
    group: str | None = None,
) -> pd.DataFrame:
    """Rows in the shape of the one table, with what is the same for all of them filled in.

    Parameters
    ----------
    frame
        Rows with `area`, `year` and `value`, and those of the other columns that vary.
        Without `status` a row is `ok` where it has a value and `missing` where it has none;
        without `municipality` it is the first four characters of the code.
    indicator, level, sex, group
        Columns that are the same for every row (`sex` is `total` and `group` `all` if missing).

    Examples
    --------
    >>> rows = pd.DataFrame({"area": ["0127"], "year": [2022], "value": [95383]})
    >>> make_observations(rows, indicator="population", level="municipality")["status"].tolist()
    ['ok']
    """
    made = frame.copy()
    same = {"indicator": indicator, "level": level, "sex": sex, "group": group}
    for column, value in same.items():
        if value is not None:
            made[column] = value
    for column, value in (("sex", "total"), ("group", "all"), ("snapshot", "")):
        if column not in made:
            made[column] = value
    if "municipality" not in made:
        made["municipality"] = _municipality(made)
    if "status" not in made:
        made["status"] = np.where(made["value"].isna(), "missing", "ok")
    made["value"] = made["value"].astype("float64").where(made["status"].isin(WITH_VALUE))
    types = dict.fromkeys(_TEXTS, "str") | {"year": "int16"}
    return made[COLUMNS].astype(types).reset_index(drop=True)


def _municipality(frame: pd.DataFrame) -> pd.Series:
    code = frame["area"].astype("str")
    return code.str.slice(0, 4).where(code.str.len() >= 4, "")


def check_observations(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows as they may be stored; InvalidFile where one breaks a rule of the table.

    A row that is given twice with one value is kept once; with two values it is refused.
    """
    if list(frame.columns) != COLUMNS:
        raise InvalidFile(f"Observations need the columns {COLUMNS}, not {list(frame.columns)}.")
    _only_known(frame["level"], LEVELS, "level")
    _only_known(frame["sex"], SEXES, "sex")
    _only_known(frame["status"], STATUSES, "status")
    if frame[KEY].isna().to_numpy().any() or (frame["area"] == "").any():
        raise InvalidFile("Every observation needs an indicator, level, area, year and group.")
    if not np.isfinite(frame["value"].dropna()).all():
        raise InvalidFile("An observation holds an infinite value.")
    has_value = frame["value"].notna()
    if (has_value != frame["status"].isin(WITH_VALUE)).any():
        raise InvalidFile("An observation has a value exactly when it is ok or preliminary.")
    return _without_repeats(frame)


def _only_known(column: pd.Series, known: Iterable[str], name: str) -> None:
    unknown = sorted(set(column.unique()) - set(known), key=str)
    if unknown:
        raise InvalidFile(f"The {name} {unknown[0]!r} of an observation is not known.")


def key_codes(frame: pd.DataFrame, columns: Iterable[str] = KEY) -> NDArray[np.int64]:
    """One number for each row, equal where the key is, in the order of the columns.

    Examples
    --------
    >>> key_codes(pd.DataFrame({"area": ["b", "a", "b"], "year": [1, 2, 0]}), ["area", "year"])
    array([4, 2, 3])
    """
    codes, number = np.zeros(len(frame), dtype=np.int64), 1
    for column in columns:
        own, known = pd.factorize(frame[column].values, sort=True)
        if number * max(len(known), 1) > MOST_CODES:
            codes = np.unique(codes, return_inverse=True)[1]
            number = len(frame)
        codes, number = codes * max(len(known), 1) + own, number * max(len(known), 1)
    return codes


def _without_repeats(frame: pd.DataFrame) -> pd.DataFrame:
    if not pd.Series(key_codes(frame)).duplicated().any():
        return frame
    unique = frame.drop_duplicates([*KEY, "value", "status"])
    twice = unique[unique.duplicated(KEY)]
    if not twice.empty:
        row = twice.iloc[0]
        raise InvalidFile(
            f"The area {row['area']} has two different values of {row['indicator']} "
            f"({row['group']}, {row['year']})."
        )
    return unique
