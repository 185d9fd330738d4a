"""A user's own observations as they may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segnb.analysis.disclosure import REST, THRESHOLD, TOTAL, protect
from segnb.analysis.feasible_cells import hidden_range

TABLE = ["indicator", "level", "year"]
CELL = ("area", "group")
OTHERS = "(others)"  # what a total holds beyond the groups of the file


@dataclass(frozen=True)
class ProtectedCounts:
    """A user's own observations as they may be shown, and what a reader may find of the rest.

    Attributes
    ----------
    rows
        In the shape that they came in; what must not be shown is `suppressed`.
    tables
        Cells and totals of all areas that are not hidden whole.
    dimensions
        Those of the tables.
    apart
        Cells of the areas that are hidden whole, with the `highest` number that each may hold.
    """

    rows: pd.DataFrame
    tables: pd.DataFrame
    dimensions: tuple[str, ...]
    apart: pd.DataFrame

    def ranges(self, year: int) -> pd.DataFrame:
        """Lowest and highest number that each hidden cell of a year may hold, both sexes together.

        Returns
        -------
        DataFrame
            `area, group, lowest, highest`, for all that is shown.
        """
        table = self.tables[self.tables["year"] == year]
        found = hidden_range(table, self.dimensions, by=[])
        found = found[~found["area"].isin([TOTAL, REST]) & ~found["group"].isin([TOTAL, OTHERS])]
        found = found[found["sex"] == TOTAL] if "sex" in found else found
        apart = self.apart[self.apart["year"] == year].assign(lowest=0.0)
        columns = ["area", "group", "lowest", "highest"]
        return pd.concat([found[columns], apart[columns]], ignore_index=True)


def protect_observations(
    observations: pd.DataFrame,
    totals: Sequence[str] = (),
    *,
    groups: Sequence[str] = (),
    threshold: int = THRESHOLD,
    published: pd.DataFrame | None = None,
) -> ProtectedCounts:
    """A user's own observations as they may be shown.

    Parameters
    ----------
    observations : DataFrame
        Counts of one indicator at one level of own areas. Totals by sex (`total`) are made anew
        from their parts.
    totals : sequence of str
        Groups that hold others, in the catalogue's words; the last holds all of them. It is made
        anew as well, where the file states it or has all parts.
    groups : sequence of str
        All groups of the indicator; those of the file if left out.
    threshold : int
        Smallest count that may be shown.
    published : DataFrame, optional
        What others have published of the whole municipality, in the same shape.

    Notes
    -----
    The people of an area are taken to be known, since another of the user's tables may show them.
    An area with too few of them for a cell to have the range that is promised (fewer than
    `threshold` and one for each cell but the first), or with a cell that has no value, is hidden
    whole. What a total holds beyond the groups of the file is a cell too, and so is what lies
    outside the areas where the municipality's counts are published: both could be found by
    subtraction. Where the published counts are smaller than the areas' the areas' own totals are
    taken to be known.
    """
    parts = _parts(observations, totals)
    if parts.empty:
        apart = pd.DataFrame(columns=["year", "area", "group", "highest"])
        return ProtectedCounts(observations.iloc[:0], _no_table(CELL), CELL, apart)
    dimensions = (*CELL, *(["sex"] if parts["sex"].nunique() > 1 else []))
    apart = _apart(parts, threshold)
    beside = None if published is None else _parts(published, totals)
    made = [
        _protected(part, dimensions, threshold, beside).assign(**dict(zip(TABLE, key, strict=True)))
        for key, part in parts[~apart].groupby(TABLE)
    ]
    tables = pd.concat(made, ignore_index=True) if made else _no_table(dimensions)
    named = [_with_total(tables, observations, totals, groups)] if made else []
    hidden = parts[apart & (parts["group"] != OTHERS)]
    both = pd.concat([*named, _all_hidden(hidden)], ignore_index=True)
    return ProtectedCounts(
        _as_they_came(both, observations), tables, dimensions, _ceiling(hidden, threshold)
    )


def _no_table(dimensions: tuple[str, ...]) -> pd.DataFrame:
    """Cells where every area is hidden whole, or there is none."""
    return pd.DataFrame(columns=[*TABLE, *dimensions, "count", "status"])


def _parts(observations: pd.DataFrame, totals: Sequence[str]) -> pd.DataFrame:
    """The groups that are no totals, and what the stated total holds beyond them."""
    rows = observations[~observations["group"].isin(totals[:-1])]
    rows = rows[rows["sex"] != TOTAL] if rows["sex"].nunique() > 1 else rows
    is_total = rows["group"].isin(totals[-1:])
    parts, keys = rows[~is_total], [*TABLE, "area", "sex"]
    sums = parts.groupby(keys)["value"].sum()
    beyond = rows[is_total].set_index(keys)["value"].reindex(sums.index) - sums
    if not (beyond > 0).any():
        return parts
    others = beyond.clip(lower=0).fillna(0).rename("value").reset_index()
    return pd.concat([parts, others.assign(group=OTHERS, status="ok")], ignore_index=True)


def _apart(parts: pd.DataFrame, threshold: int) -> pd.Series:
    """Cells of areas that are hidden whole: a cell has no value, or too few people live there.

    Where the people of an area are known, a cell has a range of as many values as there are people
    less one for each cell that is not empty.
    """
    areas = [parts[key] for key in [*TABLE, "area"]]
    lines = parts.assign(cells=parts["value"] > 0).groupby([*areas, parts["sex"]])
    people, cells = (lines[name].transform("sum") for name in ("value", "cells"))
    strange = (people > 0) & (people < threshold + cells - 1) | parts["value"].isna()
    return strange.groupby(areas).transform("any")


def _ceiling(hidden: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """The most that a cell of an area may hold that is hidden whole."""
    unknown = hidden["value"].isna().groupby([hidden[key] for key in [*TABLE, "area"]])
    people = threshold + hidden["group"].nunique() - 2.0  # the most that `_apart` hides
    most = np.where(unknown.transform("any"), np.inf, people)
    return hidden[["year", "area", "group"]].assign(highest=most).drop_duplicates()


def _protected(
    part: pd.DataFrame,
    dimensions: tuple[str, ...],
    threshold: int,
    published: pd.DataFrame | None,
) -> pd.DataFrame:
    counts = part.rename(columns={"value": "count"})[[*dimensions, "count"]]
    known = ["group"] if counts["group"].nunique() > 1 else []
    totals = None if published is None else _of_the_whole(part, published, dimensions)
    if totals is not None:
        outside = totals["count"].sum() - counts["count"].sum()
        own = counts.groupby(list(dimensions[1:]))["count"].sum()
        if (totals.set_index(list(dimensions[1:]))["count"] < own).any():
            known, totals = [*known, "area"], None
        elif 0 < outside < threshold:
            known = []
    options = {"threshold": threshold, "published": known, "totals": totals, "keep_rest": True}
    return protect(counts, dimensions, by=[], **options)  # type: ignore[arg-type]


def _of_the_whole(
    part: pd.DataFrame, published: pd.DataFrame, dimensions: tuple[str, ...]
) -> pd.DataFrame | None:
    """Published counts of the groups of a table; None where one is not known."""
    named, keys = set(part["group"]), list(dimensions[1:])
    rows = published[published["year"].isin(part["year"]) & published["sex"].isin(part["sex"])]
    rows = rows.assign(group=rows["group"].where(rows["group"].isin(named), OTHERS))
    rows = rows[rows["group"].isin(named)]
    if set(rows["group"]) != named or rows["value"].isna().any():
        return None
    return rows.groupby(keys)["value"].sum().rename("count").reset_index()


def _with_total(
    tables: pd.DataFrame, observations: pd.DataFrame, totals: Sequence[str], groups: Sequence[str]
) -> pd.DataFrame:
    """The cells of areas, with the total by its name where the file states it or has all parts."""
    rows = tables[~tables["area"].isin([TOTAL, REST]) & (tables["group"] != OTHERS)]
    rows = rows.rename(columns={"count": "value"})
    parts = {group for group in groups if group not in totals}
    held = set(rows["group"]) - {TOTAL}
    stated = observations.loc[observations["group"].isin(totals[-1:]), [*TABLE, "area"]]
    keys = [pd.MultiIndex.from_frame(frame[[*TABLE, "area"]]) for frame in (rows, stated)]
    whole = keys[0].isin(keys[1]) | (len(held) > 1 and parts <= held)
    kept = rows[(rows["group"] != TOTAL) | (whole & bool(totals))]
    return kept.assign(group=kept["group"].replace({TOTAL: totals[-1]} if totals else {}))


def _all_hidden(rows: pd.DataFrame) -> pd.DataFrame:
    status = rows["status"].where(rows["value"].isna(), "suppressed")
    return rows.assign(value=np.nan, status=status)[[*TABLE, "area", "group", "sex", *_SHOWN]]


_SHOWN = ["value", "status"]


def _as_they_came(made: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    fixed = observations.drop(columns=["group", "sex", *_SHOWN])
    fixed = fixed.drop_duplicates([*TABLE, "area"])
    made["sex"] = made["sex"].fillna(observations["sex"].iloc[0])
    return made.merge(fixed, on=[*TABLE, "area"], how="left")[list(observations.columns)]
