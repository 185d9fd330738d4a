"""Counts of which some are hidden: what each may hold, so that an index over them has bounds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.catalogue import catalogue

PRODUCERS = (1.0, 4.0)  # what a cell may hold that a producer hides because it is under five


@dataclass(frozen=True)
class PossibleCounts:
    """Counts by unit and group of a share, some of them hidden.

    Attributes
    ----------
    counts
        As `IndicatorData.counts`: what each cell holds at least, and beside a hidden one
        a row without a count for what it may hold more.
    more
        Least and most that such a row may hold, as `measures.bounds` takes it.
    """

    counts: pd.DataFrame
    more: tuple[float, float]


def possible_counts(held: IndicatorData, parents: pd.Series | None = None) -> PossibleCounts | None:
    """What the cells of a share may hold in its year; None where none is hidden, or too much is.

    Parameters
    ----------
    parents
        The area shown of each area observed, where these were summed; those without one are left
        out.
    """
    groups = _sides(held)
    rows = held.observed
    rows = rows[(rows["year"] == held.year) & (rows["sex"] == "total")]
    unit = rows["area"] if parents is None else rows["area"].map(parents)
    rows = rows.assign(unit=unit)[rows["group"].isin(groups) & unit.notna()]
    hidden = rows["value"].isna()
    whole = (rows.groupby("area")["group"].nunique() == len(groups)).all()
    if not groups or not hidden.any() or not whole:
        return None
    low, high = _ends(held, rows)
    most = (high - low).max()
    if not np.isfinite(most) or (rows["status"][hidden] != "suppressed").any():
        return None
    known = rows.assign(group=rows["group"].map(groups), count=low)
    both = pd.concat([known, known[hidden].assign(count=np.nan)])
    columns = ["municipality", "year", "unit", "group", "count"]
    return PossibleCounts(both[columns].reset_index(drop=True), (0.0, float(most)))


def _sides(held: IndicatorData) -> dict[str, str]:
    """Side of each group of a share, `in` or `rest`; empty where groups are not apart."""
    entry, basis = held.entry, catalogue()[held.entry.of or held.entry.id]
    parts = [group for group in basis.groups if group not in basis.totals]
    inside = set(entry.numerator)
    whole = set(parts) if entry.denominator == basis.totals[-1:] else set(entry.denominator)
    if not inside or not inside < whole or not whole <= set(parts):
        return {}
    return {group: "in" if group in inside else "rest" for group in whole}


def _ends(held: IndicatorData, rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Lowest and highest that each cell may hold."""
    low, high = rows["value"].fillna(PRODUCERS[0]), rows["value"].fillna(PRODUCERS[1])
    if held.ranges is None:
        return low, high
    found = held.ranges.set_index(["area", "group"])
    at = pd.MultiIndex.from_frame(rows[["area", "group"]])
    own = found.reindex(at).set_axis(rows.index)
    return rows["value"].fillna(own["lowest"]), rows["value"].fillna(own["highest"])
