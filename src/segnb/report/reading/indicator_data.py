"""Observations of one indicator at one level, as a chapter got them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from segnb.analysis import sums
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.catalogue import Indicator, catalogue


@dataclass(frozen=True)
class IndicatorData:
    """Observations of one indicator at one level, as a chapter got them.

    Attributes
    ----------
    rows
        The one table; a share has instead `numerator`, `denominator`, `lower`, `upper` beside
        its value in per cent, a published figure `lower`, `upper` (`analysis.shares`).
    observed
        The rows of the store that these were made from, of the level that was summed; of sums
        over the whole country one for each municipality, year, sex and snapshot.
    year
        Latest year of the rows, which is the year shown where only one is.
    summed_from
        Level whose parts were summed to this one; empty for what the producer published.
    ranges
        `area, group, lowest, highest`: what the hidden cells of the year may hold, where they are
        the municipality's own; None for what a producer hid.
    """

    entry: Indicator
    level: str
    year: int
    rows: pd.DataFrame
    observed: pd.DataFrame
    summed_from: str = ""
    ranges: pd.DataFrame | None = None

    @cached_property
    def latest(self) -> pd.DataFrame:
        """Rows of the year."""
        return self.rows[self.rows["year"] == self.year]

    @property
    def family(self) -> str:
        """Kind of area, without vintage."""
        return LEVELS[self.level].family

    def withheld_after(self, year: int, *sexes: str) -> list[int]:
        """Years after one for which the producer withholds the value of some sex: too few."""
        rows = self.rows[self.rows["sex"].isin(sexes or ("total",)) & (self.rows["year"] > year)]
        return sorted({int(at) for at in rows.loc[rows["status"] == "suppressed", "year"]})

    def of_years(self, years: Collection[int]) -> "IndicatorData":
        """The same, resting on some years alone."""
        return replace(self, observed=self.observed[self.observed["year"].isin(years)])

    def behind(self, place: str | None, *, series: bool) -> pd.DataFrame:
        """Rows of the store behind what is shown: of the year, or of a series of one place.

        Parameters
        ----------
        place
            Code of the municipality; None for the rows of all.
        """
        if not series:
            return self._behind_year
        rows = self._known
        return rows if place is None else rows[rows["municipality"].isin([place, ""])]

    @cached_property
    def _known(self) -> pd.DataFrame:
        return self.observed[self.observed["value"].notna()]

    @cached_property
    def _behind_year(self) -> pd.DataFrame:
        return self._known[self._known["year"] == self.year]

    def _repr_html_(self) -> str:
        """The rows of the year as a table, for a cell that ends in what it got."""
        head = f"{self.entry.id}, {self.level}, {self.year}"
        hidden = [name for name in self.latest if self.latest[name].nunique(dropna=False) < 2]
        return f"<p>{head}</p>{self.latest.drop(columns=hidden).to_html(index=False, na_rep='–')}"

    def __repr__(self) -> str:
        return f"{self.entry.id}, {self.level}, {self.year}: {len(self.latest)} rows"

    def counts(self, *years: int) -> pd.DataFrame:
        """Counts as measures take them: `municipality`, `year`, `unit`, `group`, `count`.

        A share has the groups `in` and `rest`; counts have their own groups, without totals.
        """
        rows = self.rows[self.rows["year"].isin(years or (self.year,))]
        rows = rows[rows["sex"] == "total"]
        if "denominator" not in rows:
            return sums.unit_counts(rows, totals=self.entry.totals)
        rows = rows.rename(columns={"area": "unit"})
        two = {"in": rows["numerator"], "rest": rows["denominator"] - rows["numerator"]}
        both = pd.concat([rows.assign(group=g, count=n) for g, n in two.items()])
        return both[["municipality", "year", "unit", "group", "count"]].reset_index(drop=True)


NOISE = 1.5  # standard deviation assumed for SCB's noise, whose size is not published


def noise_in(held: IndicatorData, year: int) -> float | None:
    """Standard deviation of the noise that the producer had added in a year; None for none."""
    sources = held.entry.sources or catalogue()[held.entry.of].sources
    return NOISE if any(one.perturbed and one.speaks(year, year) for one in sources) else None
