"""A user's own observations as they may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segnb.analysis.disclosure import REST, THRESHOLD, TOTAL, protect
from segnb.analysis.feasible import hidden_range

TABLE = ["indicator", "level", "year"]


@dataclass(frozen=True)
class Protected:
    """A user's own observations as they may be shown, and what a reader may find of the rest.

    Attributes
    ----------
    rows
        In the shape that they came in; what must not be shown is `suppressed`.
    tables
        Cells and totals of the years without a hole, as
        :func:`~segnb.analysis.disclosure.protect` gave them.
    dimensions
        Those of the tables.
    """

    rows: pd.DataFrame
    tables: pd.DataFrame
    dimensions: tuple[str, ...]

    def reach(self, year: int) -> tuple[float, float]:
        """Lowest and highest number that a hidden cell of a year may hold, for all that is shown.

        A measure over the hidden cells has bounds by it: ``measures.bounds(…, hidden=reach)``.
        """
        table = self.tables[self.tables["year"] == year]
        found = hidden_range(table, self.dimensions, by=[])
        inner = found[~found[list(self.dimensions)].eq(TOTAL).any(axis="columns")]
        if inner.empty:
            return 0.0, np.inf
        return float(inner["lowest"].min()), float(inner["highest"].max())


def protect_observations(
    observations: pd.DataFrame,
    totals: Sequence[str] = (),
    *,
    groups: Sequence[str] = (),
    threshold: int = THRESHOLD,
    published: pd.DataFrame | None = None,
) -> Protected:
    """A user's own observations as they may be shown.

    Parameters
    ----------
    observations : DataFrame
        Counts of one level of own areas. Totals by sex (`total`) are made anew from their parts.
    totals, groups : sequence of str
        Groups that hold others, the one that holds all of them last, and all groups there are, in
        the catalogue's words.
    threshold : int
        Smallest count that may be shown.
    published : DataFrame, optional
        What others have published of the whole municipality: `year, group, sex, value`. A reader
        can subtract the areas from it: what lies outside them is protected as one more area.

    Returns
    -------
    Protected
        The rows with `value` and `status`.

    Notes
    -----
    The people of an area are taken to be known: another of the user's tables may show them. Areas
    with fewer than `threshold` people are therefore hidden whole, as if they lay outside. What a
    total holds beyond the groups of the file is a cell too. An area with a cell that has no value
    is hidden whole if it has a small count; the others are protected as if all totals were known.
    """
    rows = observations[~observations["group"].isin([*totals[:-1], TOTAL])]
    sexes = rows["sex"].nunique() > 1
    rows = rows[rows["sex"] != TOTAL] if sexes else rows
    dimensions = ("area", "group", *(["sex"] if sexes else []))
    total = totals[-1] if totals else ""
    parts = _with_remainder(rows, total, [group for group in groups if group not in totals])
    apart = _apart(parts, threshold)
    whole = parts[~apart]
    made = [
        _table(part, dimensions, threshold, _outside(part, published, apart[parts["year"] == year]))
        for (_, _, year), part in whole.groupby(TABLE, sort=True)
    ]
    tables = pd.concat(made, ignore_index=True) if made else _no_table(dimensions)
    shown = [_shown(tables, total), _set_apart(parts[apart], threshold)]
    return Protected(_as_they_came(pd.concat(shown), observations, sexes), tables, dimensions)


def _with_remainder(rows: pd.DataFrame, total: str, groups: Sequence[str]) -> pd.DataFrame:
    """The parts, and what the stated totals hold beyond them; TOTAL tells whether one is known."""
    keys = [*TABLE, "area", "sex"]
    stated = rows[rows["group"] == total].set_index(keys)["value"]
    parts = rows[rows["group"] != total]
    if parts.empty:
        return parts.assign(has_total=False)
    sums = parts.groupby(keys, sort=False)["value"].sum(min_count=1)
    beyond = (stated.reindex(sums.index) - sums).clip(lower=0)
    complete = set(groups) <= set(parts["group"]) and len(set(parts["group"])) > 1
    remainder = beyond.fillna(0).rename("value").reset_index()
    remainder = remainder.assign(group=REST, status="ok")
    both = parts if not (beyond > 0).any() else pd.concat([parts, remainder])
    known = pd.MultiIndex.from_frame(both[keys])
    has = stated.reindex(known).notna().to_numpy() | complete
    return both.assign(has_total=has & bool(total)).reset_index(drop=True)
