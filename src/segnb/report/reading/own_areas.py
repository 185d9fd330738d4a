"""The municipality's own areas: their counts as they may be shown, and their names."""

import pandas as pd

from segnb.analysis.own_count_disclosure import ProtectedCounts, protect_observations
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN
from segnb.store import Store
from segnb.vocabulary.areas import Municipality
from segnb.vocabulary.catalogue import Indicator


def protected(
    entry: Indicator, rows: pd.DataFrame, whole: IndicatorData | None, threshold: int
) -> ProtectedCounts:
    """Own counts as they may be shown beside what is published of the whole municipality."""
    return protect_observations(
        rows,
        entry.totals,
        groups=tuple(entry.groups),
        threshold=threshold,
        published=None if whole is None else whole.rows,
    )


def areas_of(store: Store, level: str, place: Municipality) -> pd.DataFrame:
    """Areas of a municipality; own ones may not say in which they lie."""
    areas = store.read_areas(level, None if level == OWN else place.code)
    return areas[areas["municipality"].isin([place.code, ""])]


def parents_of(store: Store, level: str, municipality: str | None, family: str) -> pd.Series:
    """The RegSO of each area of a level, or its own area by the municipality's key."""
    if family == OWN:
        links = store.read_links("own", level, OWN).drop_duplicates("from_area")
        return links.set_index("from_area")["to_area"]
    return store.read_areas(level, municipality).set_index("area")["parent"]
