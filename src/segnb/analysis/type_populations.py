"""The five area types: who lives in them, and how areas move between them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from segnb.analysis.sums import vintages
from segnb.vocabulary.areas import NATION
from segnb.vocabulary.errors import VintageMismatch

TYPES = ("1", "2", "3", "4", "5")
# Shares that SCB's index of area types is made of: that types differ in them is arithmetic.
BUILT_OF = frozenset({
    "low_economic_standard", "pre_secondary_share", "pre_secondary_share_long_series",
    "social_assistance", "social_assistance_area", "long_term_assistance",
    "long_term_unemployment", "long_term_unemployment_area", "long_term_unemployment_yearly",
})  # fmt: skip
# Shares that one of these is a part of: of the unemployed, those who long have been.
PARTLY_BUILT_OF = frozenset({"unemployed_share", "unemployed_population_share"})
# Shares that go with these the other way: lower where the challenges are greater.
LOWER_WITH_CHALLENGES = frozenset({"employed_share", "post_secondary_share"})
UNTYPED, ALL = "none", "all"
PLACES = {"municipality": 4, "county": 2, "nation": 0}


def residents(
    types: pd.DataFrame,
    people: pd.DataFrame,
    groups: Mapping[str, Sequence[str]] | None = None,
    *,
    parents: pd.Series | Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """People by area type in every municipality, county and the nation.

    Parameters
    ----------
    types : DataFrame
        Observations of the area type (`level, area, year, value`).
    people : DataFrame
        Counts of people by area, with groups such as ages.
    groups : mapping of str to groups, optional
        What to count, such as ``{"children": ["0-4", ...], "adults": [...]}``; all groups as `all`
        if left out.
    parents : Series or mapping, optional
        RegSO of each area, where people are counted by DeSO.

    Returns
    -------
    DataFrame
        `place_level` (municipality, county, nation), `place, year, type` (`1` to `5`; `none` for
        areas without a type, where there are any), `group, people, share` (per cent of the group
        in the place), `areas` (RegSO) and `hidden` (areas whose count has no value or no row; the
        people of the type are then missing). A type that a place does not have keeps its row,
        with 0.

    Raises
    ------
    VintageMismatch
        Types and people are of different vintages of areas.
    """
    rows = typed(people, types, parents)
    kinds = groups or {ALL: sorted(rows["group"].unique())}
    parts = [
        rows[rows["group"].isin(members)].assign(group=name) for name, members in kinds.items()
    ]
    parts += [without_rows(types, rows).assign(group=name) for name in kinds]
    cells = pd.concat(parts, ignore_index=True)
    cells = cells.assign(hidden=cells["value"].isna())
    keys = ["regso", "type", "year", "group"]
    by_area = cells.groupby(keys, observed=True).agg(
        people=("value", "sum"), hidden=("hidden", "any")
    )
    every = in_places(by_area.reset_index())
    places = ["place_level", "place", "year", "group"]
    sums = every.groupby([*places, "type"], observed=True).agg(
        people=("people", "sum"), areas=("regso", "nunique"), hidden=("hidden", "sum")
    )
    made = with_all_types(sums, places)
    made["people"] = made["people"].where(made["hidden"] == 0)
    whole = made.groupby(places, observed=True)["people"].transform("sum")
    complete = ~made["people"].isna().groupby([made[key] for key in places]).transform("any")
    made["share"] = (100 * made["people"] / whole).where(complete & (whole > 0))
    return made[[*places[:3], "type", "group", "people", "share", "areas", "hidden"]]


def typed(
    rows: pd.DataFrame, types: pd.DataFrame, parents: pd.Series | Mapping[str, str] | None
) -> pd.DataFrame:
    """Rows by area with the type of the RegSO that each lies in."""
    levels = {*rows["level"].unique(), *types["level"].unique()}
    both = rows[rows["year"].isin(types["year"].unique())]
    for year, part in both.groupby("year"):
        found = {*part["level"].unique(), *types.loc[types["year"] == year, "level"].unique()}
        if len(vintages(found)) > 1:
            raise VintageMismatch(
                f"Area types and areas of {year} are of different vintages "
                f"({' and '.join(sorted(found))}): take both from one."
            )
    if parents is None and any(level.startswith("deso") for level in levels):
        raise ValueError(
            "area types are those of RegSO: parents (the RegSO of each DeSO) are needed"
        )
    made = both.assign(regso=both["area"] if parents is None else both["area"].map(parents))
    kinds = types.loc[types["value"].notna(), ["area", "year", "value"]]
    kinds = kinds.rename(columns={"area": "regso", "value": "type"})
    made = made.merge(kinds, on=["regso", "year"], how="left", validate="many_to_one")
    made["type"] = made["type"].map(lambda kind: UNTYPED if pd.isna(kind) else str(int(kind)))
    return made


def without_rows(types: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Areas with a type of which nothing is held, in the years of the rows."""
    kinds = types[types["value"].notna() & types["year"].isin(rows["year"].unique())]
    held = pd.MultiIndex.from_frame(rows[["regso", "year"]].drop_duplicates())
    lacking = kinds[~pd.MultiIndex.from_frame(kinds[["area", "year"]]).isin(held)]
    return pd.DataFrame(
        {
            "regso": lacking["area"],
            "year": lacking["year"],
            "type": lacking["value"].astype(int).astype("str"),
            "value": np.nan,
            "status": "missing",
        }
    )


def in_places(by_area: pd.DataFrame) -> pd.DataFrame:
    """Rows by area three times: for municipality, county and nation."""
    parts = []
    for level, width in PLACES.items():
        code = by_area["regso"].str.slice(0, width) if width else NATION
        parts.append(by_area.assign(place_level=level, place=code))
    return pd.concat(parts, ignore_index=True)


def with_all_types(sums: pd.DataFrame, places: list[str]) -> pd.DataFrame:
    """The five types of every place, year and group, those that are not there with 0."""
    wide = sums.unstack("type")
    kinds = [*TYPES, *({UNTYPED, ALL} & set(sums.index.unique("type")))]
    columns = pd.MultiIndex.from_product([sums.columns, kinds], names=[None, "type"])
    full = wide.reindex(columns=columns).stack("type", future_stack=True).reset_index()
    empty = full["areas"].isna()
    made = full[~(empty & (full["type"] == UNTYPED))].fillna({"people": 0, "areas": 0, "hidden": 0})
    order = pd.Categorical(made["type"], [*TYPES, UNTYPED, ALL])
    made = made.assign(order=order.codes).sort_values([*places, "order"], ignore_index=True)
    return made.drop(columns="order").astype({"areas": "int64", "hidden": "int64"})


def transitions(
    types: pd.DataFrame, first: int, last: int, people: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How many areas went from each type to each other between two years.

    Parameters
    ----------
    types : DataFrame
        Observations of the area type.
    first, last : int
        The two years.
    people : DataFrame, optional
        Counts of people by RegSO; those of the last year are summed.

    Returns
    -------
    DataFrame
        `municipality, from_type, to_type, areas` and `people` (missing where not given). Areas
        with a type in one of the years only have the other as `none`.

    Raises
    ------
    VintageMismatch
        The areas of the two years are of different vintages.
    """
    start, end = (types[types["year"] == year] for year in (first, last))
    levels = {*start["level"].unique(), *end["level"].unique()}
    if len(levels) > 1:
        raise VintageMismatch(
            f"Areas of {first} and {last} are of different vintages "
            f"({' and '.join(sorted(levels))}) and cannot be followed: take two of one vintage."
        )
    kinds = {"from_type": start, "to_type": end}
    both = pd.concat({n: part.set_index("area")["value"] for n, part in kinds.items()}, axis=1)
    both = both.map(lambda kind: UNTYPED if pd.isna(kind) else str(int(kind)))
    both = both.assign(municipality=both.index.str.slice(0, 4), areas=1, people=np.nan)
    if people is not None:
        counted = people[people["year"] == last].groupby("area")["value"].sum(min_count=1)
        both["people"] = counted.reindex(both.index)
    sums = both.groupby(["municipality", "from_type", "to_type"])
    return sums.agg(
        areas=("areas", "sum"), people=("people", lambda x: x.sum(min_count=1))
    ).reset_index()
