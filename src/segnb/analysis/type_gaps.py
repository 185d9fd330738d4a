"""Shares by area type, and the gap between the two ends."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from segnb.analysis.certainty import (
    ENDS,
    INNER_LEVEL,
    LEVEL,
    UNKNOWN,
    difference_of,
    direction,
    quantile,
    score_interval,
    word,
)
from segnb.analysis.statuses import named, rank
from segnb.analysis.type_populations import (
    ALL,
    BUILT_OF,
    LOWER_WITH_CHALLENGES,
    PARTLY_BUILT_OF,
    TYPES,
    in_places,
    typed,
    with_all_types,
    without_rows,
)

ABSENT, LEFT_OUT, TOO_MANY_LEFT_OUT = "no_such_type", "areas_left_out", "too_many_left_out"
SMALL_GAP = 1.0  # percentage points within which two ends are alike
MOST_LEFT_OUT = 0.2  # share of areas without a value up to which the others speak for the type


def share_by_type(
    area_shares: pd.DataFrame,
    types: pd.DataFrame,
    *,
    parents: pd.Series | Mapping[str, str] | None = None,
    rounding: float = 0.0,
) -> pd.DataFrame:
    """A share in each area type of every municipality, county and the nation.

    Parameters
    ----------
    area_shares : DataFrame
        Shares by area with their `numerator` and `denominator`, as :mod:`segnb.analysis.shares`
        gives them: the share of a type is weighted by people, not by areas.
    types : DataFrame
        Observations of the area type.
    parents : Series or mapping, optional
        RegSO of each area, where the shares are by DeSO.
    rounding : float
        Step to which the producer rounded the shares of areas (.01 for whole per cents); its part
        in the interval shrinks as areas are added up.

    Returns
    -------
    DataFrame
        `place_level, place, year, sex, type` (`1` to `5`, `none` where there are areas without a
        type, `all`), `numerator, denominator, value, lower, upper, lower80, upper80, areas,
        left_out` (areas without a value or without a row; neither their numerator nor their
        denominator counts), `status` and `reason`: `no_such_type` where the place has none,
        `areas_left_out` where up to a fifth of the areas are, `too_many_left_out` (and no value)
        where more are.

    Raises
    ------
    VintageMismatch
        Types and shares are of different vintages of areas.
    """
    rows = typed(area_shares, types, parents)
    rows["sex"] = rows.get("sex", "total")
    empty = [without_rows(types, rows).assign(sex=sex) for sex in rows["sex"].unique()]
    rows = pd.concat([rows, *empty], ignore_index=True)
    rows = pd.concat([rows, rows.assign(type=ALL)], ignore_index=True)
    known = rows["value"].notna() & rows["denominator"].notna()
    cells = rows.assign(
        numerator=rows["numerator"].where(known, 0.0),
        denominator=rows["denominator"].where(known, 0.0),
        left_out=~known,
        rank=rank(rows["status"]),
    )
    cells["square"] = cells["denominator"] ** 2
    places = ["place_level", "place", "year", "sex"]
    sums = in_places(cells).groupby([*places, "type"], observed=True).agg(
        numerator=("numerator", "sum"), denominator=("denominator", "sum"),
        square=("square", "sum"), areas=("regso", "size"), left_out=("left_out", "sum"),
        rank=("rank", "max"), least=("rank", "min"), hidden=("left_out", "sum"),
    )  # fmt: skip
    made = with_all_types(sums, places)
    return _valued(made, rounding)[
        [*places, "type", "numerator", "denominator", "value", *ENDS, "areas", "left_out", "status",
         "reason"]
    ]  # fmt: skip


def _valued(made: pd.DataFrame, rounding: float) -> pd.DataFrame:
    n = made["denominator"].where(made["denominator"] > 0)
    part = (made["numerator"] / n).clip(0, 1)
    made["value"] = 100 * part
    weight = np.sqrt(made["square"]) / n
    for level, name in ((LEVEL, ""), (INNER_LEVEL, "80")):
        slack = quantile(level) * 100 * rounding / np.sqrt(12) * weight
        low, high = (100 * end for end in score_interval(part, n, level))
        made[f"lower{name}"] = (made["value"] - np.hypot(made["value"] - low, slack)).clip(0, 100)
        made[f"upper{name}"] = (made["value"] + np.hypot(high - made["value"], slack)).clip(0, 100)
    return _explained(made, n.notna())


def _explained(made: pd.DataFrame, valued: pd.Series) -> pd.DataFrame:
    """Status and reason of a type in a place, and no value where too many areas are left out."""
    gravest, least = (named(made[name].fillna(0).to_numpy(dtype=int)) for name in ("rank", "least"))
    made["left_out"] = made["left_out"].fillna(0).astype("int64")
    made["status"] = np.where(valued, least, gravest)
    made["reason"] = np.where(valued, np.where(made["left_out"] > 0, LEFT_OUT, ""), gravest)
    many = valued & (made["left_out"] > MOST_LEFT_OUT * made["areas"])
    made.loc[many, "status"] = gravest[many.to_numpy()]
    made.loc[many, "reason"] = TOO_MANY_LEFT_OUT
    empty = many | ~valued
    made.loc[empty, ["numerator", "denominator", "value", *ENDS]] = np.nan
    absent = made["areas"] == 0
    made.loc[absent, ["status", "reason"]] = ["not_applicable", ABSENT]
    return made


def gap(by_type: pd.DataFrame) -> pd.DataFrame:
    """Distance between the two ends: lowest and highest type of a place that have a value.

    Parameters
    ----------
    by_type : DataFrame
        What :func:`share_by_type` gives.

    Returns
    -------
    DataFrame
        `place_level, place, year, sex, type_low, type_high, value_low, value_high, value_all`,
        `estimate` (low less high, in percentage points), `lower, upper, lower80, upper80, p,
        certainty, direction` and `reason`: `one_type` where there are not two.
    """
    places = ["place_level", "place", "year", "sex"]
    with_value = by_type[by_type["type"].isin(TYPES) & by_type["value"].notna()].sort_values("type")
    whole = by_type[by_type["type"] == ALL].reset_index(drop=True)
    ends: dict[tuple, list[int]] = {}
    for row, place in enumerate(with_value[places].itertuples(index=False, name=None)):
        ends.setdefault(place, [row, row])[1] = row
    own = whole[places].itertuples(index=False, name=None)
    rows = np.array([ends.get(place, [-1, -1]) for place in own]).reshape(-1, 2)
    found = with_value.reset_index(drop=True)
    low, high = (found.reindex(rows[:, end]).reset_index(drop=True) for end in (0, 1))
    made = whole[places].assign(type_low=low["type"], type_high=high["type"])
    made["value_low"], made["value_high"] = low["value"], high["value"]
    made = made.join(difference_of(high, low))
    made["value_all"] = whole["value"]
    made["certainty"], made["direction"] = word(made), direction(made)
    one = made["type_low"].isna() | (made["type_low"] == made["type_high"])
    made["reason"] = np.where(one, "one_type", "")
    made.loc[one, ["estimate", *ENDS, "p"]] = np.nan
    made.loc[one, ["certainty", "direction"]] = ["unknown", ""]
    return made


def goes_against(gaps: pd.DataFrame, by_type: pd.DataFrame, indicator: str) -> pd.Series:
    """Whether a gap is told and goes the other way than it does in the nation.

    Parameters
    ----------
    gaps, by_type : DataFrame
        What :func:`gap` gives, and the shares by type that it was made of.
    indicator : str
        Share that the gaps are of: where the nation has no value, or is within `SMALL_GAP`, the
        usual way is the one that the types are built to give.

    Returns
    -------
    Series of bool
        A row a gap.
    """
    nation = by_type[by_type["place_level"] == "nation"].set_index("type")["value"]
    usual = gaps["type_low"].map(nation) - gaps["type_high"].map(nation)
    way = np.sign(usual.where(usual.abs() >= SMALL_GAP, _built_way(indicator)))
    return (gaps["certainty"] != UNKNOWN) & (gaps["estimate"] * way < 0)


def _built_way(indicator: str) -> int:
    """Sign of the gap that the types are built to give; 0 of what they have no part in."""
    if indicator in LOWER_WITH_CHALLENGES:
        return -1
    return int(indicator in BUILT_OF | PARTLY_BUILT_OF)
