"""All observations of the demonstration, indicator by indicator."""

from collections.abc import Iterable, Iterator

import pandas as pd

from segnb.sources.demo.generic_series import generic_tables
from segnb.sources.demo.income_model import income_tables
from segnb.sources.demo.missing_cells import with_gaps
from segnb.sources.demo.municipal_series import series_tables
from segnb.sources.demo.people import count_tables
from segnb.sources.demo.school_pupils import school_tables
from segnb.sources.demo.votes import election_tables
from segnb.store import make_observations
from segnb.vocabulary.catalogue import Catalogue, Indicator


def observations(catalogue: Catalogue) -> Iterator[tuple[str, pd.DataFrame]]:
    """Id and rows (in the shape of the one table) of every indicator."""
    modelled = {
        **count_tables(),
        **income_tables(),
        **election_tables(),
        **school_tables(),
        **series_tables(),
    }
    others = generic_tables(unmodelled(catalogue, modelled))
    for indicator, frame in sorted((modelled | others).items()):
        entry = catalogue.indicators.get(indicator)
        rows = with_gaps(indicator, _grouped(frame, entry))
        yield indicator, make_observations(rows, indicator=indicator)


def unmodelled(catalogue: Catalogue, modelled: Iterable[str]) -> list[Indicator]:
    """Entries of the catalogue that are stored and have no model of their own."""
    known = set(modelled)
    return [entry for entry in catalogue.stored() if entry.id not in known]


def _grouped(frame: pd.DataFrame, entry: Indicator | None) -> pd.DataFrame:
    """Rows under the name that the catalogue has for the only group of an entry."""
    if entry is None or entry.kind != "counts" or len(entry.groups) != 1:
        return frame
    return frame.assign(group=next(iter(entry.groups)))
