"""What a chapter gets from the store: an indicator at one level, for its latest year."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar

import pandas as pd

from segnb.analysis import shares
from segnb.analysis.disclosure import THRESHOLD
from segnb.analysis.own_count_disclosure import ProtectedCounts
from segnb.report.reading.aggregation import add_up, add_up_country
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import (
    ABOVE,
    COARSER,
    OWN,
    WITH_PARENTS,
    Choice,
    family_of,
    level_above,
    of_sex,
    vintages,
    years_by_level,
)
from segnb.report.reading.own_areas import areas_of, parents_of, protected
from segnb.store import Store
from segnb.vocabulary.areas import LEVELS, NATION, Municipality, find_municipality
from segnb.vocabulary.catalogue import Catalogue, Indicator, catalogue

T = TypeVar("T")


@dataclass
class Reader:
    """Reads for one municipality, and remembers what it has read.

    Attributes
    ----------
    last_year
        No observation later than this is used; None for no limit.
    threshold
        Smallest count of the municipality's own files that may be shown; what would reveal a
        smaller one is hidden too, before anything is computed.
    made
        What has been made of the rows and takes long, kept for the rest of the chapter.
    """

    store: Store
    place: Municipality
    last_year: int | None = None
    catalogue: Catalogue = field(default_factory=catalogue)
    threshold: int = THRESHOLD
    made: dict[object, Any] = field(default_factory=dict)

    def held(
        self,
        indicator: str,
        family: str,
        *,
        year: int | None = None,
        everywhere: bool = False,
        sex: str | None = "total",
    ) -> IndicatorData | None:
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
        key = ("held", indicator, family, year, everywhere, sex)
        return self.once(key, lambda: self._found(indicator, family, year, everywhere, sex))

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What is made of the rows once, for whoever asks with this key."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def _found(
        self, indicator: str, family: str, year: int | None, everywhere: bool, sex: str | None
    ) -> IndicatorData | None:
        entry = self.catalogue[indicator]
        basis = self.catalogue[entry.of] if entry.of else entry
        chosen = self._choice(entry, basis, family, year)
        if chosen is None:
            return None
        key = ("shown", indicator, chosen.level, chosen.finer, everywhere, sex)
        compute = partial(self._computed, entry, basis, chosen, everywhere, sex)
        observed, rows = self.once(key, compute)
        if not rows.loc[rows["year"] == chosen.year, "value"].notna().any():
            return None
        hidden = self._ranges(basis, chosen)
        return IndicatorData(entry, chosen.level, chosen.year, rows, observed, chosen.finer, hidden)

    def _computed(
        self, entry: Indicator, basis: Indicator, chosen: Choice, everywhere: bool, sex: str | None
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Rows of the store, and what the catalogue says is computed of them, in all years."""
        observed, rows = self._rows(entry, basis, chosen, everywhere, sex)
        rows = rows if entry.kind == "counts" else shares.of_entry(rows, entry)
        return observed, rows.reset_index(drop=True)

    def holds(self, indicator: str) -> bool:
        """Whether the municipality has a value of an indicator at any level."""
        return bool(self._with_values(self.catalogue[indicator]))

    def years(self, indicator: str, family: str) -> list[int]:
        """Years in which the municipality has a value at a level, published or summed."""
        entry = self.catalogue[indicator]
        levels = set(vintages(family))
        if self._adds_up(entry, self.catalogue[entry.of] if entry.of else entry):
            finer = (v for one in COARSER.get(family_of(family), ()) for v in vintages(one))
            levels |= {level for level in finer if level_above(family, level)}
        return sorted({year for level, year in self._with_values(entry) if level in levels})

    def _with_values(self, entry: Indicator) -> set[tuple[str, int]]:
        """Levels and years in which every group that an entry needs has a value somewhere."""
        return self.once(("with_values", entry.id), lambda: self._complete(entry))

    def _complete(self, entry: Indicator) -> set[tuple[str, int]]:
        basis = self.catalogue[entry.of] if entry.of else entry
        rows = self.mine(basis)
        named = (*entry.numerator, *entry.denominator, entry.percent, entry.base)
        needed = {name.removeprefix("-") for name in named} - {""}
        known = rows["value"].notna()
        known &= rows["group"].isin(needed) if needed else True
        columns = [rows[name].to_numpy()[known] for name in ("level", "year", "group")]
        groups = Counter((level, int(year)) for level, year, _ in set(zip(*columns, strict=True)))
        return {pair for pair, number in groups.items() if not needed or number == len(needed)}

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
        for family in ("regso", "deso", "district", "school", OWN):
            for level in vintages(family):
                areas = areas_of(self.store, level, self.place)
                named = zip(areas["area"], areas["name"], areas["parent"], strict=True)
                found = {area: (name, parent) for area, name, parent in named} | found
        return found

    # -- which vintage, which year

    def _choice(
        self, entry: Indicator, basis: Indicator, family: str, year: int | None
    ) -> Choice | None:
        """The latest year there is; of one year, what is published goes before what is summed."""
        found = [Choice(level, at) for level, at in self._years(basis, family, year)]
        if self._adds_up(entry, basis):
            for finer in COARSER.get(family_of(family), ()):
                for level, at in self._years(basis, finer, year):
                    above = level_above(family, level)
                    # own areas are made up of others by the municipality's key alone
                    leads = len(self.parents(level, None, OWN)) if above == OWN else above
                    found += [Choice(above, at, level)] if leads else []
        return max(found, key=lambda one: (one.year, not one.finer), default=None)

    def _adds_up(self, entry: Indicator, basis: Indicator) -> bool:
        """Whether areas may be added: counts may, and percentages with a base through people."""
        percentages = any(one.percent for one in self.catalogue.of(basis.id))
        return basis.kind == "counts" and (bool(entry.percent) or not percentages)

    def _years(self, entry: Indicator, family: str, year: int | None) -> list[tuple[str, int]]:
        held = {level: self._known_years(entry, level) for level in vintages(family)}
        wanted = {level: years & {year} if year else years for level, years in held.items()}
        return [(level, max(years)) for level, years in wanted.items() if years]

    def _known_years(self, entry: Indicator, level: str) -> set[int]:
        apart = level in (OWN, "county", "nation")
        rows = self._own(entry, level) if apart else self.mine(entry)
        key = ("years", entry.id, level if apart else "")
        return self.once(key, lambda: years_by_level(rows)).get(level, set())

    # -- rows

    def _own(self, entry: Indicator, level: str) -> pd.DataFrame:
        """Rows of the municipality at a level, or of its county and the nation."""
        areas = {"county": [self.place.county], "nation": [NATION]}.get(level)
        if areas:
            return self._limited(entry.id, (level, "own"), level=level, sex=None, areas=areas)
        key = ("rows", entry.id, level, "own")
        return self.once(key, lambda: self._shown(entry, self._at(entry, level), level))

    def _at(self, entry: Indicator, level: str) -> pd.DataFrame:
        rows = self.mine(entry)
        places = self.once(("at", entry.id), lambda: rows.groupby("level").indices)
        return rows.iloc[places.get(level, [])]

    def mine(self, entry: Indicator) -> pd.DataFrame:
        """Rows of the municipality at all levels."""
        return self._limited(entry.id, ("mine",), municipality=self.place.code, sex=None)

    def _rows(
        self,
        entry: Indicator,
        basis: Indicator,
        chosen: Choice,
        everywhere: bool,
        sex: str | None,
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Rows of the store, and those of the level: published, and summed for the other years."""
        published = self._published(basis, chosen.level, everywhere)
        if not self._adds_up(entry, basis):
            key = ("of_sex", basis.id, chosen.level, everywhere, sex)
            return (self.once(key, partial(of_sex, published, sex)),) * 2
        found, observed = [published], [published]
        for finer in self._parts(basis, chosen):
            sums = ("sums", basis.id, entry.percent, chosen.level, finer, everywhere)
            add = partial(self._sums, entry, basis, chosen.level, finer, everywhere)
            summed, parts = self.once(sums, add)
            summed = summed[~summed["year"].isin(set().union(*(set(f["year"]) for f in found)))]
            found.append(summed)
            observed.append(parts[parts["year"].isin(summed["year"])])
        frames = [pd.concat([f for f in many if len(f)] or many[:1]) for many in (observed, found)]
        return of_sex(frames[0], sex), of_sex(frames[1], sex)

    def _published(self, entry: Indicator, level: str, everywhere: bool) -> pd.DataFrame:
        if everywhere and level != OWN:
            return self._limited(entry.id, (level, "all"), level=level, sex=None)
        return self._own(entry, level)

    def _shown(self, entry: Indicator, rows: pd.DataFrame, level: str) -> pd.DataFrame:
        """Rows as they may be shown: of own files, without small counts and what reveals them."""
        if level != OWN or entry.kind != "counts" or rows.empty:
            return rows
        whole = self.held(entry.id, "municipality", sex=None)
        found = protected(entry, rows, whole, self.threshold)
        self.made[("protected", entry.id)] = found
        return found.rows

    def _ranges(self, basis: Indicator, chosen: Choice) -> pd.DataFrame | None:
        """What hidden counts of own areas may hold; of what others hide, the catalogue tells."""
        own = chosen.level == OWN and not chosen.finer
        found = self.made.get(("protected", basis.id)) if own else None
        return found.ranges(chosen.year) if isinstance(found, ProtectedCounts) else None

    def _parts(self, entry: Indicator, chosen: Choice) -> list[str]:
        """Levels whose counts are summed to the one that was chosen."""
        family = LEVELS[chosen.level].family
        if family in WITH_PARENTS:
            return [chosen.finer] if chosen.finer else []
        levels = [level for finer in COARSER.get(family, ()) for level in vintages(finer)]
        return [level for level in levels if len(self._own(entry, level))]

    def _sums(
        self, entry: Indicator, basis: Indicator, level: str, finer: str, everywhere: bool
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        if level == OWN or not (everywhere or level in ABOVE):
            parts = self._published(basis, finer, everywhere)
            made = add_up(entry, parts, level, self._above(level, finer, everywhere))
            return made.assign(municipality=self.place.code) if level == OWN else made, parts
        # asked anew: other reports then rest on these rows, not on all that this one has read
        read = partial(self._asked, basis.id, {"level": finer, "sex": None})
        above, last = partial(self._above, level, finer, True), self.last_year
        made, parts = add_up_country(self.store, entry, finer, level, read, above, last_year=last)
        own = level == "county" and not everywhere
        return made[made["area"] == self.place.county] if own else made, parts

    def _above(self, level: str, finer: str, everywhere: bool) -> pd.Series | None:
        """The area of a level that each finer one belongs to, where its code does not tell it."""
        family, place = LEVELS[level].family, None if everywhere else self.place.code
        return self.parents(finer, place, family) if family in WITH_PARENTS else None

    def parents(self, level: str, municipality: str | None, family: str = "regso") -> pd.Series:
        """The area of a coarser level, RegSO or own, of each area of a level."""
        key = ("parents", level, municipality, family)
        return self.once(key, lambda: parents_of(self.store, level, municipality, family))

    def _limited(self, indicator: str, key: tuple, **query: object) -> pd.DataFrame:
        """Rows of a query up to the last year, read once."""
        return self.once(("rows", indicator, *key), lambda: self._asked(indicator, query))

    def _asked(self, indicator: str, query: dict[str, object]) -> pd.DataFrame:
        rows = self.store.read(indicator, interval=True, **query)
        return rows if self.last_year is None else rows[rows["year"] <= self.last_year]
