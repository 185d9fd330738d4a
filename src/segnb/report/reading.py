"""What a chapter gets from the store: an indicator at one level, for its latest year."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from segnb.analysis import shares, sums
from segnb.store import Store
from segnb.vocabulary.areas import LEVELS, NATION, Municipality, find_municipality
from segnb.vocabulary.catalogue import Catalogue, Indicator, catalogue

COARSER = {"regso": ("deso",), "municipality": ("regso", "deso")}
COARSER |= {"county": ("municipality", "deso"), "nation": ("municipality", "deso")}
COARSER |= {"regso2020": ("deso2018",), "regso2025": ("deso2025",)}
WHOLE_COUNTRY = ("county", "nation")


@dataclass(frozen=True)
class Held:
    """Observations of one indicator at one level, as a chapter got them.

    Attributes
    ----------
    rows
        The one table; a share has instead `numerator`, `denominator`, `lower`, `upper` beside
        its value in per cent, a published figure `lower`, `upper` (`analysis.shares`).
    observed
        The rows of the store that these were made from.
    year
        Latest year of the rows, which is the year shown where only one is.
    summed_from
        Level whose parts were summed to this one; empty for what the producer published.
    """

    entry: Indicator
    level: str
    year: int
    rows: pd.DataFrame
    observed: pd.DataFrame
    summed_from: str = ""

    @property
    def latest(self) -> pd.DataFrame:
        """Rows of the year."""
        return self.rows[self.rows["year"] == self.year]

    @property
    def family(self) -> str:
        """Kind of area, without vintage."""
        return LEVELS[self.level].family

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


@dataclass
class Reader:
    """Reads for one municipality, and remembers what it has read.

    Attributes
    ----------
    last_year
        No observation later than this is used; None for no limit.
    """

    store: Store
    place: Municipality
    last_year: int | None = None
    catalogue: Catalogue = field(default_factory=catalogue)
    _read: dict[tuple, pd.DataFrame] = field(default_factory=dict)

    def held(
        self,
        indicator: str,
        family: str,
        *,
        year: int | None = None,
        everywhere: bool = False,
        sex: str | None = "total",
    ) -> Held | None:
        """Indicator at the vintage of a level that holds the latest year; None if nothing is held.

        Parameters
        ----------
        family
            `deso`, `regso`, `municipality`, `county`, `nation`, `district`, `school`, or the id
            of one vintage (`deso2018`).
        year
            The year to show; by default the latest in which the municipality has a value.
        everywhere
            Rows of all municipalities, not only of this one.
        sex
            `total`, `women`, `men`, or None for all.
        """
        entry = self.catalogue[indicator]
        basis = self.catalogue[entry.of] if entry.of else entry
        found = self._published(basis, family, year) or self._summed(basis, family, year)
        if found is None:
            return None
        level, year, finer = found
        observed = self._rows(basis, level, finer, everywhere, sex)
        rows = observed if entry.kind == "counts" else shares.of_entry(observed, entry, basis)
        if rows.empty or not rows.loc[rows["year"] == year, "value"].notna().any():
            return None
        return Held(entry, level, year, rows, observed, finer)

    def years(self, indicator: str, family: str) -> list[int]:
        """Years in which the municipality has a value at a level."""
        found = self.held(indicator, family)
        return [] if found is None else sorted(set(found.rows.dropna(subset="value")["year"]))

    def parents(self, finer: str, coarser: str) -> pd.Series:
        """The coarser area of each finer one."""
        if coarser == "municipality" or LEVELS[coarser].family in ("county", "nation"):
            return pd.Series(dtype="str")
        areas = self.store.read_areas(finer)
        return areas.set_index("area")["parent"]

    def area_name(self, area: str) -> str:
        """Name of an area; a DeSO, which has none, is called by its RegSO and code."""
        name, parent = self._names.get(area, ("", ""))
        if name or not parent:
            return name or area
        return f"{self._names.get(parent, (parent, ''))[0] or parent}, {area}"

    def name_anywhere(self, area: str) -> str:
        """Name of an area of any municipality, or its code where it has none."""
        if area[:4] == self.place.code:
            return self.area_name(area)
        return replace(self, place=find_municipality(area[:4])).area_name(area)

    @cached_property
    def _names(self) -> dict[str, tuple[str, str]]:
        """Name and parent of each area of the municipality, the newest vintage first."""
        found: dict[str, tuple[str, str]] = {}
        for family in ("regso", "deso", "district", "school"):
            for level in _vintages(family):
                areas = self.store.read_areas(level, self.place.code)
                named = zip(areas["area"], areas["name"], areas["parent"], strict=True)
                found = {area: (name, parent) for area, name, parent in named} | found
        return found

    # -- which vintage, which year

    def _published(self, entry: Indicator, family: str, year: int | None):
        return self._latest(entry, family, year, "")

    def _summed(self, entry: Indicator, family: str, year: int | None):
        """Sums of parts, where the producer gives counts for finer areas only."""
        if entry.kind != "counts":
            return None
        general = LEVELS[family].family if family in LEVELS else family
        for finer in COARSER.get(family, COARSER.get(general, ())):
            found = self._latest(entry, finer, year, "")
            if found is not None:
                level = self._coarse_level(family, found[0])
                return (level, found[1], found[0]) if level else None
        return None

    def _coarse_level(self, family: str, finer: str) -> str:
        if family in LEVELS:
            return family
        vintages = {"deso2018": "regso2020", "deso2025": "regso2025"}
        return vintages.get(finer, "")

    def _latest(self, entry: Indicator, family: str, year: int | None, finer: str):
        best: tuple[str, int, str] | None = None
        for level in _vintages(family):
            rows = self._own(entry, level).dropna(subset="value")
            years = rows["year"] if year is None else rows.loc[rows["year"] == year, "year"]
            if len(years) and (best is None or int(years.max()) > best[1]):
                best = (level, int(years.max()), finer)
        return best

    # -- rows

    def _own(self, entry: Indicator, level: str) -> pd.DataFrame:
        """Rows of the municipality at a level, or of its county and the nation."""
        areas = {"county": [self.place.county], "nation": [NATION]}.get(level)
        where = {"areas": areas} if areas else {"municipality": self.place.code}
        return self._limited(entry.id, (level, "own"), level=level, sex=None, **where)

    def _rows(
        self, entry: Indicator, level: str, finer: str, everywhere: bool, sex: str | None
    ) -> pd.DataFrame:
        source = finer or level
        above = LEVELS[level].family in WHOLE_COUNTRY
        if everywhere or (finer and above):
            rows = self._limited(entry.id, (source, "all"), level=source, sex=None)
        else:
            rows = self._own(entry, source)
        rows = rows if sex is None else rows[rows["sex"] == sex]
        return sums.to_level(rows, level, self.parents(finer, level)) if finer else rows

    def _limited(self, indicator: str, key: tuple, **query: object) -> pd.DataFrame:
        """Rows of a query up to the last year, read once."""
        if (indicator, *key) not in self._read:
            rows = self.store.read(indicator, interval=True, **query)
            if self.last_year is not None:
                rows = rows[rows["year"] <= self.last_year]
            self._read[(indicator, *key)] = rows
        return self._read[(indicator, *key)]


def _vintages(family: str) -> list[str]:
    """Levels of a family, newest first, or the one level that is named."""
    if family in LEVELS and LEVELS[family].vintage is not None:
        return [family]
    found = [level for level in LEVELS.values() if level.family == family]
    return [level.id for level in sorted(found, key=lambda one: -(one.vintage or 0))]
