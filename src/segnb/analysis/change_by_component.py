"""What changed when segregation did: mix of groups, sizes of areas, or who lives where."""

from collections.abc import Sequence

import pandas as pd

from segnb import measures

SUMMED = ["group_margin", "unit_margin", "structure"]
COMPONENTS = ["first", "last", "change", *SUMMED]
COLUMNS = ["component", "estimate", "part", "areas", "left_out", "people_left_out", "reason"]
NO_AREAS = "no_areas_in_common"


def change_by_component(
    counts: pd.DataFrame,
    first: int,
    last: int,
    groups: Sequence[str] | None = None,
    *,
    by: str = "municipality",
) -> pd.DataFrame:
    """Change of segregation between two years in components, on the areas that both years have.

    Parameters
    ----------
    counts : DataFrame
        As :func:`~segnb.analysis.sums.unit_counts` gives them.
    first, last : int
        The two years.
    groups : sequence of str, optional
        The groups; all of the frame if left out.
    by : str
        Column that tells places apart.

    Returns
    -------
    DataFrame
        One row a place and component: `by, component` (`first, last, change, group_margin,
        unit_margin, structure`), `estimate` (of M, the mutual information, in nats), `part` (per
        cent of the change), `areas` (in common), `left_out` (areas of one year only),
        `people_left_out` (per cent of the people of the last year in such areas) and `reason`:
        `vintages` where the areas of the two years are of different vintages,
        `no_areas_in_common`, else those of :func:`segnb.measures.change`.

    Notes
    -----
    :func:`segnb.measures.change` (Elbers 2021) counts areas that come and go as components of their
    own. Codes also come and go when borders are drawn anew, which says nothing about people: they
    are left out here, and counted.
    """
    rows = counts[counts["year"].isin([first, last])]
    levels = rows.groupby(by)["level"].nunique() if "level" in rows else pd.Series(dtype=int)
    both = rows.groupby([by, "unit"])["year"].transform("nunique") == 2
    if not both.any():
        return _none(list(rows[by].unique()), by)
    found = measures.change(rows[both], "year", first, last, groups, by=by)
    found = found[~found["component"].isin(["additions", "removals"])]
    found["component"] = found["component"].replace({"second": "last"})
    change = found[found["component"] == "change"].set_index(by)["estimate"]
    found["part"] = (100 * found["estimate"] / found[by].map(change)).where(
        found["component"].isin(SUMMED)
    )
    made = found.merge(_coverage(rows, both, last, by), on=by, how="left")
    across = made[by].map(levels).gt(1)
    made.loc[across, ["estimate", "part"]] = float("nan")
    made.loc[across, "reason"] = "vintages"
    return made[[by, *COLUMNS]].reset_index(drop=True)


def _none(places: list[str], by: str) -> pd.DataFrame:
    """Places of which nothing can be said, each with all components."""
    index = pd.MultiIndex.from_product([places, COMPONENTS], names=[by, "component"])
    return index.to_frame(index=False).reindex(columns=[by, *COLUMNS]).assign(reason=NO_AREAS)


def _coverage(rows: pd.DataFrame, both: pd.Series, last: int, by: str) -> pd.DataFrame:
    units = rows.assign(both=both).drop_duplicates([by, "unit"]).groupby(by)["both"]
    now = rows[rows["year"] == last]
    people = now.groupby(by)["count"].sum()
    away = now[~both.loc[now.index]].groupby(by)["count"].sum().reindex(people.index, fill_value=0)
    made = units.agg(areas="sum", left_out=lambda kept: (~kept).sum())
    return made.assign(people_left_out=100 * away / people).reset_index()
