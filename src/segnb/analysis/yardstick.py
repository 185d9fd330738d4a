"""The yardstick split: how much of a change is the areas, how much the moving national cut-offs."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.analysis.type_populations import PLACES, TYPES, UNTYPED
from segnb.vocabulary.areas import NATION
from segnb.vocabulary.errors import VintageMismatch

CUTS = ["cut1", "cut2", "cut3", "cut4"]
SERIES = [
    "place_level", "place", "year", "type", "people_yearly", "people_frozen", "areas_yearly",
    "areas_frozen",
]  # fmt: skip
DEVIATIONS = {"cut1": 2.0, "cut2": 1.0, "cut3": 0.0, "cut4": -1.0}


def cut_offs(index: pd.DataFrame) -> pd.DataFrame:
    """Lowest index of types 1 to 4 in each year, from the mean and spread of all areas.

    Parameters
    ----------
    index : DataFrame
        Observations of the socioeconomic index of all RegSO of the country.

    Returns
    -------
    DataFrame
        `year, areas, mean, sd` (of all areas, each with the same weight) and `cut1` to `cut4`:
        mean + 2 sd, mean + 1 sd, mean, mean - 1 sd. An index at the cut-off belongs to the type
        of the lower number. Producers do not print this rule; :func:`agreement` says how well it
        gives the types that they publish.
    """
    yearly = index.dropna(subset=["value"]).groupby("year")["value"]
    made = yearly.agg(areas="size", mean="mean", sd=lambda values: values.std(ddof=0)).reset_index()
    return made.assign(**{name: made["mean"] + k * made["sd"] for name, k in DEVIATIONS.items()})


def _both(index: pd.DataFrame, types: pd.DataFrame) -> pd.DataFrame:
    keys = ["level", "area", "year"]
    kinds = types.loc[types["value"].notna(), [*keys, "value"]].rename(columns={"value": "type"})
    return index.dropna(subset=["value"]).merge(kinds, on=keys, validate="one_to_one")


def classify(index: pd.DataFrame, cuts: pd.DataFrame, *, year: int | None = None) -> pd.Series:
    """Type of each row of the index by the cut-offs of its own year, or of one year for all.

    Returns
    -------
    Series
        `1` to `5`, and `none` where there is no index or no cut-offs of the year.
    """
    limits = cuts.set_index("year")[CUTS]
    years = index["year"] if year is None else pd.Series(year, index.index)
    own = limits.reindex(years).to_numpy()
    value = index["value"].to_numpy(dtype=float)[:, None]
    kind = 5 - (value >= own).sum(axis=1)
    known = ~np.isnan(value[:, 0]) & ~np.isnan(own).any(axis=1)
    return pd.Series(np.where(known, kind.astype(str), UNTYPED), index.index, dtype="str")


def agreement(index: pd.DataFrame, types: pd.DataFrame) -> pd.DataFrame:
    """How many areas have the published type by the rule of :func:`cut_offs`.

    Returns
    -------
    DataFrame
        `year, areas, agree` and `share` (per cent).
    """
    both = _both(index, types)
    same = classify(both, cut_offs(index)) == both["type"].astype(int).astype(str)
    made = same.groupby(both["year"]).agg(areas="size", agree="sum").reset_index()
    return made.assign(share=100 * made["agree"] / made["areas"])


def yardstick(
    index: pd.DataFrame,
    people: pd.DataFrame,
    first: int,
    last: int,
    *,
    cuts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    r"""Change of the people in each type between two years, split into areas and yardstick.

    Parameters
    ----------
    index : DataFrame
        Observations of the index of all RegSO of the country, of one vintage.
    people : DataFrame
        Counts of people by RegSO, one row an area and year.
    first, last : int
        The two years.
    cuts : DataFrame, optional
        Cut-offs by year; those of :func:`cut_offs` if left out.

    Returns
    -------
    DataFrame
        `place_level, place, type`, `people_first, people_frozen` (last year, cut-offs of the
        first), `people_last, change, area_part, yardstick_part`, and the numbers of areas
        `areas_first, areas_frozen, areas_last`, for every municipality, county and the nation.

    Raises
    ------
    VintageMismatch
        The areas of the two years are of different vintages.

    Notes
    -----
    With N(t, c) the people of year t in areas that are of the type by the cut-offs of year c,

    .. math:: N(2,2) - N(1,1) = [N(2,1) - N(1,1)] + [N(2,2) - N(2,1)]

    The first part is what areas and their people did on a yardstick that is held still; the second
    what the yardstick did. Both add up over types and areas, so that types may be taken together;
    over all types the second is 0.
    """
    rows = index[index["year"].isin([first, last])]
    levels = sorted(rows["level"].unique())
    if len(levels) > 1:
        raise VintageMismatch(
            f"Areas of {first} and {last} are of different vintages ({' and '.join(levels)}) and "
            "cannot be compared: take two years of one vintage."
        )
    series = yardstick_series(rows, people, base_year=first, cuts=cuts)
    keys = ["place_level", "place", "type"]
    start, end = (series[series["year"] == year].set_index(keys) for year in (first, last))
    made = pd.DataFrame(
        {
            f"{unit}_{name}": column
            for unit in ("people", "areas")
            for name, column in (
                ("first", start[f"{unit}_yearly"]),
                ("frozen", end[f"{unit}_frozen"]),
                ("last", end[f"{unit}_yearly"]),
            )
        }
    ).fillna({f"areas_{name}": 0 for name in ("first", "frozen", "last")})
    made["change"] = made["people_last"] - made["people_first"]
    made["area_part"] = made["people_frozen"] - made["people_first"]
    made["yardstick_part"] = made["people_last"] - made["people_frozen"]
    return made.reset_index()


def yardstick_series(
    index: pd.DataFrame,
    people: pd.DataFrame,
    *,
    base_year: int,
    cuts: pd.DataFrame | None = None,
    places: Sequence[str] = tuple(PLACES),
) -> pd.DataFrame:
    """People and areas in each type every year, by that year's cut-offs and by frozen ones.

    Parameters
    ----------
    index, people, cuts
        As in :func:`yardstick`.
    base_year : int
        Year whose cut-offs are the frozen ones.
    places : sequence of str
        Which of municipality, county and nation to give.

    Returns
    -------
    DataFrame
        `place_level, place, year, type, people_yearly, people_frozen, areas_yearly,
        areas_frozen`. People are missing where a count is.
    """
    limits = cut_offs(index) if cuts is None else cuts
    rows = index.assign(
        yearly=classify(index, limits), frozen=classify(index, limits, year=base_year)
    )
    counted = people.groupby(["area", "year"])["value"].sum(min_count=1).rename("people")
    rows = rows.merge(counted.reset_index(), on=["area", "year"], how="left")
    if rows.empty:
        return pd.DataFrame(columns=SERIES)
    parts = [_by_type(rows, level, PLACES[level]) for level in places]
    return pd.concat(parts, ignore_index=True)[SERIES]


def _by_type(rows: pd.DataFrame, level: str, width: int) -> pd.DataFrame:
    place = rows["area"].str.slice(0, width) if width else NATION
    found = []
    for way in ("yearly", "frozen"):
        keys = [rows.assign(place=place)["place"], rows["year"], rows[way].rename("type")]
        grouped = rows.groupby(keys, observed=True)["people"]
        sums = grouped.agg([("people", lambda x: x.sum(skipna=False)), ("areas", "size")])
        found.append(sums.add_suffix(f"_{way}"))
    wide = pd.concat(found, axis=1).unstack("type")
    kinds = [*TYPES, *({UNTYPED} & set(wide.columns.unique("type")))]
    columns = pd.MultiIndex.from_product([wide.columns.unique(0), kinds], names=[None, "type"])
    full = wide.reindex(columns=columns).stack("type", future_stack=True)
    for way in ("yearly", "frozen"):
        nobody = full[f"areas_{way}"].isna()
        full.loc[nobody, [f"people_{way}", f"areas_{way}"]] = 0.0
    counts = dict.fromkeys(("areas_yearly", "areas_frozen"), "int64")
    return full.astype(counts).reset_index().assign(place_level=level)
