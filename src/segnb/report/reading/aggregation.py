"""Areas added up to a coarser level; sums over the whole country are made once for all reports."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from segnb.analysis import sums
from segnb.report.reading.levels import ABOVE, scaled, whole_country
from segnb.store import Store
from segnb.store.derived_results import derive
from segnb.vocabulary.catalogue import Indicator

ONE_EACH = ["municipality", "year", "sex", "snapshot"]


def add_up(
    entry: Indicator, parts: pd.DataFrame, level: str, parents: pd.Series | None = None
) -> pd.DataFrame:
    """Sums of areas to a level; percentages are added as the people they stand for.

    Parameters
    ----------
    parents
        The area of the level of each area, where its code does not tell it.
    """
    if parts.empty:
        return parts
    if not entry.percent:
        return sums.to_level(parts, level, parents)
    pair = (entry.percent, entry.base)
    return scaled(sums.to_level(scaled(parts, *pair, 0.01), level, parents), *pair, None)


def add_up_country(
    store: Store,
    entry: Indicator,
    finer: str,
    level: str,
    read: Callable[[], pd.DataFrame],
    parents: Callable[[], pd.Series | None],
    **settings: Any,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All areas of the country at a level, added up once for a store, and what they were made of.

    Parameters
    ----------
    read
        Rows of all areas of the finer level.
    parents
        The area of the level of each of them, where its code does not tell it.
    settings
        What else the rows depend on.

    Returns
    -------
    tuple
        The sums, and of the rows that were added one for each municipality, year, sex and snapshot.
    """

    def parts() -> pd.DataFrame:
        return whole_country(read(), finer) if level in ABOVE else read()

    basis = entry.of or entry.id
    settings |= {"level": level, "finer": finer, "of": [basis, entry.percent, entry.base]}
    return (
        derive(store, f"sums-{basis}", [basis],
             lambda: add_up(entry, parts(), level, parents()), **settings),
        derive(store, f"parts-{basis}", [basis],
             lambda: parts().drop_duplicates(ONE_EACH), **settings),
    )  # fmt: skip
