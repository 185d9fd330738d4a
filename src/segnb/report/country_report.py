"""A report on all municipalities of a store, for the yearly national report."""

from functools import cached_property
from typing import Any

from segnb.report.municipality_report import Report
from segnb.report.reading.all_municipalities import whole_reader
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.trail import Trail
from segnb.store import Store
from segnb.vocabulary.areas import Municipality
from segnb.vocabulary.i18n import Language
from segnb.vocabulary.params import make_params


class WholeReport(Report):
    """A report whose place is every municipality of the store; made by `national_report`."""

    @cached_property
    def place(self) -> Municipality:
        """The whole of what the store holds, by name."""
        kind = "demonstration" if self.read.place.synthetic else "country"
        return Municipality("", self.language.text(f"national.{kind}"), "", "", "")

    def use(self, held: IndicatorData) -> IndicatorData:
        """Remember that something is shown: all of its rows."""
        self.trail.use(held.entry, held.observed)
        self._shown[held.entry.id] = held
        return held


def national_report(store: Store, **settings: Any) -> WholeReport:
    """Report on all municipalities of a store.

    Parameters
    ----------
    store
        What `open_store` gives.
    settings
        Settings as in a params file (`year`, `lang`, `comments`); InvalidParams where one does
        not fit.
    """
    params = make_params(**settings)
    reader = whole_reader(store)
    reader.last_year = params.year
    return WholeReport("national", params, store, Trail(store, Language(params.lang)), reader)
