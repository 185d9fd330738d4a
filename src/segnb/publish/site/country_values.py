"""Values of every municipality, one table an indicator, as a site shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from segnb.report.reading.all_municipalities import whole_reader
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.reader import Reader
from segnb.store import Store
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.catalogue import Indicator, breaks_at, catalogue
from segnb.vocabulary.errors import EmptyStore

SHOWN_KINDS = ("share", "value")
COUNTED = "population"  # the one full count that is shown: everybody
ENOUGH = 0.5  # part of the most municipalities of any year, from which a year is shown on the map
FEWEST = 5  # municipalities with a value, from which an indicator is on the site
CLASSES = 5


@dataclass(frozen=True)
class CountryValues:
    """An indicator in all municipalities.

    Attributes
    ----------
    rows
        `area, year, value, lower, upper, status`, one row a municipality and year.
    nation
        The country's own value by year, where one is published or summed.
    breaks
        First years of another definition.
    tables
        Producer and table, as text.
    """

    entry: Indicator
    rows: pd.DataFrame
    nation: pd.Series
    breaks: tuple[int, ...]
    tables: tuple[str, ...]

    @cached_property
    def wide(self) -> pd.DataFrame:
        """Values with a row a municipality and a column a year."""
        return self.rows.pivot(index="area", columns="year", values="value").dropna(
            axis=1, how="all"
        )

    def wide_of(self, column: str) -> pd.DataFrame:
        """Another column in the same shape."""
        found = self.rows.pivot(index="area", columns="year", values=column)
        return found.reindex(index=self.wide.index, columns=self.wide.columns)

    @cached_property
    def year(self) -> int:
        """Latest year in which enough municipalities have a value."""
        counts = self.wide.notna().sum()
        return int(counts[counts >= ENOUGH * counts.max()].index.max())

    @cached_property
    def cuts(self) -> list[float]:
        """Limits between classes with as many municipalities each, in the year of the map."""
        values = self.wide[self.year].dropna()
        parts = [number / CLASSES for number in range(1, CLASSES)]
        return sorted({round(float(value), self.decimals) for value in values.quantile(parts)})

    @property
    def decimals(self) -> int:
        """Decimals that are shown."""
        return max(self.entry.decimals, 1) if self.entry.unit == "percent" else self.entry.decimals

    @cached_property
    def with_value(self) -> int:
        """Number of municipalities with a value in the year of the map."""
        return int(self.wide[self.year].notna().sum())


def indicators_of(store: Store) -> tuple[CountryValues, ...]:
    """Every indicator that enough municipalities of a store have, in the catalogue's order.

    Raises
    ------
    EmptyStore
        There is none.
    """
    found = tuple(_each(store))
    if not found:
        raise EmptyStore(
            "The store holds no indicator for enough municipalities: import national tables, or "
            "name another --store."
        )
    return found


def _each(store: Store) -> Iterator[CountryValues]:
    reader = whole_reader(store)
    for entry in catalogue().indicators.values():
        if entry.kind in SHOWN_KINDS or entry.id == COUNTED:
            held = reader.held(entry.id, "municipality", everywhere=True)
            made = None if held is None else _made(reader, held)
            if made is not None:
                yield made


def _made(reader: Reader, held: IndicatorData) -> CountryValues | None:
    rows = held.rows[held.rows["area"].isin(municipalities()["code"])]
    if held.entry.kind == "counts":
        rows = rows[rows["group"] == (held.entry.totals or ("all",))[0]]
    rows = rows.reindex(columns=["area", "year", "value", "lower", "upper", "status"])
    rows = rows.drop_duplicates(["area", "year"], keep="last")
    known = rows.dropna(subset="value")
    if known["area"].nunique() < FEWEST:
        return None
    basis = reader.catalogue[held.entry.of] if held.entry.of else held.entry
    breaks = [one.year for one in breaks_at(held.entry, held.level)]
    tables = dict.fromkeys(source.name.sv for source in (*held.entry.sources, *basis.sources))
    return CountryValues(
        held.entry, rows, _nation(reader, held.entry), tuple(sorted(breaks)), tuple(tables)
    )


def _nation(reader: Reader, entry: Indicator) -> pd.Series:
    held = reader.held(entry.id, "nation") if entry.kind != "counts" else None
    if held is None:
        return pd.Series(dtype="float64")
    return held.rows.drop_duplicates("year", keep="last").set_index("year")["value"].dropna()
