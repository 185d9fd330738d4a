"""Segregation between schools, and beside it that between the areas where people live."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from segnb.analysis.certainty import ENDS, difference_of, direction, word
from segnb.analysis.index_estimates import VALUES, indices

GROUP, REST = "group", "rest"
FEWEST_SCHOOLS = 6  # with fewer their division says too little
MOST_LEFT_OUT = 20.0  # per cent of pupils in schools without a share, up to which the others speak
TOO_MANY = "too_many_left_out"


def school_counts(pupils: pd.DataFrame, percent: pd.DataFrame) -> pd.DataFrame:
    """Pupils of a group and others by school, from the number of pupils and a published share.

    Parameters
    ----------
    pupils, percent : DataFrame
        Observations by school: number of pupils, and per cent of them in the group.

    Returns
    -------
    DataFrame
        `level, municipality, year, unit, group` (`group`, `rest`), `count`, as the measures take
        them; both counts are missing where the share is.
    """
    keys = ["level", "municipality", "year", "area"]
    both = pupils[[*keys, "value"]].merge(
        percent[[*keys, "value"]], on=keys, how="left", suffixes=("_pupils", "_percent")
    )
    both[GROUP] = both["value_pupils"] * both["value_percent"] / 100
    both[REST] = both["value_pupils"] - both[GROUP]
    tidy = both.melt([*keys, "value_pupils"], [GROUP, REST], "group", "count")
    return tidy.rename(columns={"area": "unit", "value_pupils": "pupils"})


def between_schools(
    pupils: pd.DataFrame,
    percent: pd.DataFrame,
    measure: str | Sequence[str] = ("dissimilarity", "isolation"),
    *,
    by: Sequence[str] = ("municipality", "year"),
    rounding: float = 0.01,
    **options: Any,
) -> pd.DataFrame:
    """Segregation of a group of pupils between schools, with interval.

    Parameters
    ----------
    pupils, percent : DataFrame
        As in :func:`school_counts`.
    measure, options
        As in :func:`segnb.measures.intervals`.
    by : sequence of str
        Columns that tell places apart.
    rounding : float
        Step to which the shares were rounded by the producer.

    Returns
    -------
    DataFrame
        The columns of :func:`segnb.analysis.index_estimates.indices`, and `schools` (in all),
        `left_out` (schools whose share is hidden or missing), `pupils_left_out` (per cent of
        pupils in them). Where more than a fifth of the pupils are left out there is no value, with
        the reason `too_many_left_out`.

    Notes
    -----
    A school with few pupils has no published share. Its pupils are in neither count: the
    measure is that of the other schools, and says so.
    """
    counts, keys = school_counts(pupils, percent), list(by)
    known = counts["count"].notna()
    found = indices(counts[known], measure, GROUP, by=keys, rounding=rounding, **options)
    once = counts[counts["group"] == GROUP].assign(left_out=~known)
    once["away"] = once["pupils"].where(once["left_out"], 0.0)
    covered = once.groupby(keys).agg(
        schools=("unit", "nunique"), left_out=("left_out", "sum"),
        away=("away", "sum"), pupils=("pupils", "sum"),
    )  # fmt: skip
    covered["pupils_left_out"] = 100 * covered["away"] / covered["pupils"]
    made = covered[["schools", "left_out", "pupils_left_out"]].reset_index()
    made = found.merge(made, on=keys)
    many = made["pupils_left_out"] > MOST_LEFT_OUT
    made.loc[many, [*VALUES, "p"]] = np.nan
    made.loc[many, "reason"] = TOO_MANY
    return made


def against_homes(
    schools: pd.DataFrame, homes: pd.DataFrame, *, by: Sequence[str] = ("municipality", "year")
) -> pd.DataFrame:
    """Segregation between schools less that between areas of residence, of the same measure.

    Parameters
    ----------
    schools : DataFrame
        What :func:`between_schools` gives.
    homes : DataFrame
        What :func:`segnb.analysis.index_estimates.indices` gives for the same group over areas.
    by : sequence of str
        Columns that tell places apart.

    Returns
    -------
    DataFrame
        The `by` columns and `measure, schools, homes` (estimates without bias), `estimate`
        (difference) with its interval, `p, certainty, direction` and `reason`.

    Notes
    -----
    Pupils and residents are different people and schools and areas different units: the two are
    set beside each other, and the difference is of two numbers; it does not say which of the two is
    more divided. Both are taken without the bias that small numbers bring, since schools are fewer
    and smaller, but units of other sizes and years remain.
    """
    keys = [*by, "measure"]
    columns = {"estimate": "value", **{end: end for end in ENDS}, "reason": "reason"}
    left, right = (
        frame[[*keys, *columns]].rename(columns=columns).set_index(keys)
        for frame in (schools, homes)
    )
    both = left.add_suffix("_schools").join(right.add_suffix("_homes"), how="inner")
    sides = [
        both[[f"{name}_{side}" for name in ("value", *ENDS)]].set_axis(["value", *ENDS], axis=1)
        for side in ("homes", "schools")
    ]
    made = both[["value_schools", "value_homes"]].set_axis(["schools", "homes"], axis=1)
    made = made.join(difference_of(*sides))
    made["certainty"], made["direction"] = word(made), direction(made)
    made["reason"] = both["reason_schools"].where(
        both["reason_schools"] != "", both["reason_homes"]
    )
    return made.reset_index()
