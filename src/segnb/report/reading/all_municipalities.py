"""Indices of all municipalities that a store holds, computed once and kept beside it."""

from typing import Any

import pandas as pd

from segnb.analysis import shares
from segnb.analysis.national_ranking import changes_everywhere, indices_everywhere
from segnb.report.reading.indicator_data import IndicatorData, noise_in
from segnb.report.reading.reader import Reader
from segnb.store import Store
from segnb.store.derived_results import derive
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.params import DEMONSTRATION

SCALED = ["value", "raw_index", "expected"]
ENDS = ["lower", "upper", "lower80", "upper80"]


def everywhere(store: Store, indicator: str, level: str, *years: int) -> IndicatorData | None:
    """A share in all areas of a level that the store holds; None where nothing is.

    Parameters
    ----------
    level
        Id with vintage: `deso2018`.
    years
        Years to read; all without them.
    """
    entry = catalogue()[indicator]
    basis = catalogue()[entry.of or entry.id]
    observed = store.read(basis.id, level=level, years=years or None)
    rows = shares.of_entry(observed, entry) if len(observed) else observed
    if rows.empty or rows["value"].isna().all():
        return None
    return IndicatorData(entry, level, int(rows["year"].max()), rows, observed)


def national_indices(
    store: Store, indicator: str, level: str, year: int, measure: str = "dissimilarity"
) -> pd.DataFrame:
    """Index of a share in every municipality of the store, with its rank.

    Parameters
    ----------
    indicator, level, year
        What is measured, between which areas, when.
    measure
        Name in `segnb.measures`; one that runs from 0 to 1.

    Returns
    -------
    DataFrame
        As of `analysis.national_ranking.indices_everywhere`, in 0-100, with `indicator, level,
        year` and `share` (of the group, per cent); without rows where nothing is held. Kept in the
        store's folder `derived`, since 290 municipalities take seconds.
    """
    basis = catalogue()[indicator].of or indicator
    settings: dict[str, Any] = {
        "indicator": indicator,
        "level": level,
        "year": year,
        "measure": measure,
    }
    name = f"{measure}-{indicator}-{level}-{year}"
    return derive(store, name, [basis], lambda: _indices(store, **settings), **settings)


def _indices(store: Store, indicator: str, level: str, year: int, measure: str) -> pd.DataFrame:
    held = everywhere(store, indicator, level, year)
    if held is None:
        return pd.DataFrame(columns=["municipality", *SCALED, *ENDS, "share", "reason"])
    found = indices_everywhere(held.counts(year), measure, "in", **uncertain(held, year))
    found[[*SCALED, *ENDS]] *= 100
    share = 100 * found["group_size"] / found["total"]
    return found.assign(indicator=indicator, level=level, year=year, share=share)


def uncertain(held: IndicatorData, year: int) -> dict[str, Any]:
    """What is known of rounding and noise in a year, as measures take it."""
    return {"rounding": held.entry.rounding or None, "noise": noise_in(held, year)}


def national_changes(
    store: Store, indicator: str, level: str, first: int, last: int
) -> pd.DataFrame:
    """Change of the dissimilarity of a share in every municipality, tested together.

    Returns
    -------
    DataFrame
        As of `analysis.national_ranking.changes_everywhere`, in 0-100; without rows where either
        year is not held.
    """
    basis = catalogue()[indicator].of or indicator
    settings: dict[str, Any] = {
        "indicator": indicator,
        "level": level,
        "first": first,
        "last": last,
    }
    name = f"changes-{indicator}-{level}-{first}-{last}"
    return derive(store, name, [basis], lambda: _changes(store, **settings), **settings)


def _changes(store: Store, indicator: str, level: str, first: int, last: int) -> pd.DataFrame:
    held = everywhere(store, indicator, level, first, last)
    columns = ["value_first", "value_last", "estimate", *ENDS]
    if held is None or set(held.rows["year"]) != {first, last}:
        return pd.DataFrame(columns=["municipality", *columns, "certainty", "direction", "reason"])
    found = changes_everywhere(
        held.counts(first, last), "dissimilarity", "in", first, last, **uncertain(held, last)
    )
    found[columns] *= 100
    return found


def whole_reader(store: Store) -> Reader:
    """Reader over a store that speaks of no municipality in particular: of its first one."""
    codes = sorted(filter(None, store.read_areas("municipality")["area"]))
    return Reader(store, find_municipality(codes[0] if codes else DEMONSTRATION))


def held_years(store: Store, indicator: str, level: str) -> list[int]:
    """Years in which a share is held for areas of a level."""
    rows = store.read(catalogue()[indicator].of or indicator)
    return sorted(rows.loc[rows["level"] == level, "year"].unique().tolist())
