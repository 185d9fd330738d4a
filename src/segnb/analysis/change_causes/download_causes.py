"""Two downloads of one source, cell by cell.

Causes are tested in a fixed order, so that every cell has exactly one: a definition (nearly all
values of an indicator differ), a status that came, went or changed, digits of a machine (`float`),
coarser or finer rounding, and what is left: a revision.
"""

import numpy as np
import pandas as pd

KEY = ["indicator", "area", "year", "sex"]
SAME, NO_VALUE = "same", "same_no_value"
DEFINITION, ROUNDING, FLOAT, REVISED = "definition", "rounding", "float", "revised"
WITHDRAWN, FILLED, REASON = "withdrawn", "filled", "other_reason"
NEW_YEAR, YEAR_DROPPED = "new_year", "year_dropped"
INDICATOR_NEW, INDICATOR_GONE = "indicator_new", "indicator_gone"
CELL_NEW, CELL_GONE = "cell_new", "cell_gone"
STATUS = (WITHDRAWN, FILLED, REASON)
OVERLAP = (SAME, NO_VALUE, DEFINITION, *STATUS, FLOAT, ROUNDING, REVISED)
CAUSES = (*OVERLAP, NEW_YEAR, YEAR_DROPPED, INDICATOR_NEW, INDICATOR_GONE, CELL_NEW, CELL_GONE)

NEARLY_ALL = 0.95  # part of an indicator's values that differ where its definition does
FEWEST = 20  # values from which that part says anything
FLOAT_NOISE = 1.5e-6
NEAR = 1e-9
MOST_DECIMALS = 8


def decimals(values: pd.Series) -> pd.Series:
    """Decimals that numbers are written with, at most eight.

    Examples
    --------
    >>> decimals(pd.Series([74.0, 87.06, 0.125])).tolist()
    [0, 2, 3]
    """
    left = values.notna().to_numpy(copy=True)
    found = np.zeros(len(values), dtype=int)
    numbers = values.to_numpy(dtype=float)
    for places in range(1, MOST_DECIMALS + 1):
        left &= np.abs(np.round(numbers, places - 1) - numbers) > 10.0 ** -(MOST_DECIMALS + 1)
        found[left] = places
    return pd.Series(found, values.index)


def compare(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Cause of every cell of two downloads.

    Parameters
    ----------
    old, new
        `indicator, area, year, sex`, `value` (NaN for none) and `status` (the reason that stands
        where there is no value), each cell once; `definition`, a hash, if it is known.

    Returns
    -------
    DataFrame
        Cells of both: `KEY`, `old`, `new`, `cause` (one of `CAUSES`).
    """
    old, new = (frame.assign(decimals=_of_column(frame)) for frame in (old, new))
    both = old.merge(new, on=KEY, how="outer", suffixes=("_old", "_new"), indicator=True)
    both["cause"] = np.where(both["_merge"] == "both", _overlapping(both), _single(both, old, new))
    return both.rename(columns={"value_old": "old", "value_new": "new"})[
        [*KEY, "old", "new", "cause"]
    ]


def _of_column(frame: pd.DataFrame) -> pd.Series:
    """Decimals of the column that a cell is of: the most in its indicator and year."""
    most = decimals(frame["value"]).groupby([frame["indicator"], frame["year"]])
    return most.transform("max")


def _overlapping(both: pd.DataFrame) -> pd.Series:
    old, new = both["value_old"], both["value_new"]
    apart = (new - old).abs()
    coarser = both[["decimals_old", "decimals_new"]].min(axis=1)
    rounded = (both["decimals_old"] != both["decimals_new"]) & (
        apart <= 0.5 * 10.0**-coarser + NEAR
    )
    without = old.isna() & new.isna()
    tests = {
        NO_VALUE: without & (both["status_old"] == both["status_new"]),
        REASON: without,
        SAME: apart == 0,
        WITHDRAWN: new.isna(),
        FILLED: old.isna(),
        FLOAT: apart <= FLOAT_NOISE,
        DEFINITION: _redefined(both, (apart > FLOAT_NOISE) & ~rounded),
        ROUNDING: rounded,
    }
    return pd.Series(np.select(list(tests.values()), list(tests), REVISED), both.index)


def _redefined(both: pd.DataFrame, changed: pd.Series) -> pd.Series:
    """Cells of indicators of which nearly every value changed, or whose entry did."""
    values = both["value_old"].notna() & both["value_new"].notna()
    count = values.groupby(both["indicator"]).transform("sum")
    part = (changed & values).groupby(both["indicator"]).transform("sum") / count
    told = (part >= NEARLY_ALL) & (count >= FEWEST)
    if {"definition_old", "definition_new"} <= set(both.columns):
        named = both["definition_old"] != both["definition_new"]
        told |= named & both["definition_old"].notna() & both["definition_new"].notna()
    return told


def _single(both: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Causes of cells that only one side has."""
    cell = pd.MultiIndex.from_frame(both[["indicator", "year"]])
    years = [set(zip(one["indicator"], one["year"], strict=True)) for one in (old, new)]
    only_new, only_old = (both["_merge"] == side for side in ("right_only", "left_only"))
    known = [both["indicator"].isin(set(one["indicator"])) for one in (old, new)]
    held = [cell.isin(one) for one in years]
    tests = {
        INDICATOR_NEW: only_new & ~known[0],
        INDICATOR_GONE: only_old & ~known[1],
        NEW_YEAR: only_new & ~held[0],
        YEAR_DROPPED: only_old & ~held[1],
        CELL_NEW: only_new,
    }
    return pd.Series(np.select(list(tests.values()), list(tests), CELL_GONE), both.index)


def tally(compared: pd.DataFrame) -> pd.DataFrame:
    """Cells a cause and indicator; of revisions also the median and the largest change.

    Returns
    -------
    DataFrame
        `cause, indicator, cells, years, median, largest`.
    """
    rows = compared.assign(apart=(compared["new"] - compared["old"]).abs())
    made = rows.groupby(["cause", "indicator"], sort=False).agg(
        cells=("area", "size"),
        first=("year", "min"),
        last=("year", "max"),
        median=("apart", "median"),
        largest=("apart", "max"),
    )
    order = {cause: number for number, cause in enumerate(CAUSES)}
    return made.reset_index().sort_values(
        ["cause", "cells"], key=lambda c: c.map(order) if c.name == "cause" else -c
    )
