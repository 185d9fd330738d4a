"""From a query and a scope to requests: within the cell limit, by time first, then by region.

Areas are asked for by as few expressions as will do: `?` stands for one character, and SCB writes
the areas of 2025 with a suffix.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil

import pandas as pd

from segnb.sources.live.queries import Query, Scope, Values
from segnb.vocabulary.areas import DATA, LEVELS, municipalities

COUNTIES, PLACES = 22, 293  # with the nation; with the three metropolitan regions of some tables
WHOLE_PLACE = "????"
SMALL = ("deso2018", "regso2020", "deso2025", "regso2025")
# Nine DeSO in two hundred were added in 2025; a municipality may have gained more than its share.
GROWTH = 1.25
_MASKS = {
    "municipality": ("{}",),
    "deso2018": ("{}A????", "{}B????", "{}C????"),
    "regso2020": ("{}R???",),
    "deso2025": ("{}?????_DeSO2025",),
    "regso2025": ("{}R???_RegSO2025",),
}
SUFFIXES = {"deso2025": "_DeSO2025", "regso2025": "_RegSO2025"}
MANY_CALLS = 3  # for a municipality in one table; fewer values are asked for where it takes more
_SMALL_CODE = re.compile(r"(.{4}(?:R[\d?]{3}|[ABC?][\d?]{4}))(_\w+)?")


def spelt(expression: str, suffixes: Mapping[str, str]) -> str:
    """An expression for small areas with the endings that the codes of a table have.

    Examples
    --------
    >>> spelt("0114R???", {"regso2020": "_RegSO2020"}), spelt("0114*", {"regso2020": "_RegSO2020"})
    ('0114R???_RegSO2020', '0114*')
    """
    found = _SMALL_CODE.fullmatch(expression)
    if not found:
        return expression
    vintage = (2018, 2025) if found[1][4] != "R" else (2020, 2025)
    level = f"{'deso' if vintage[0] == 2018 else 'regso'}{vintage[bool(found[2])]}"
    return found[1] + suffixes.get(level, SUFFIXES.get(level, ""))


def endings(codes: Iterable[str]) -> dict[str, str]:
    """What the codes of each level end with, among the codes of a table."""
    found: dict[str, set[str]] = {}
    for code in codes:
        small = _SMALL_CODE.fullmatch(code)
        if small:
            family = "regso" if small[1][4] == "R" else "deso"
            year = str(small[2] or "")[-4:] or {"regso": "2020", "deso": "2018"}[family]
            found.setdefault(f"{family}{year}", set()).add(small[2] or "")
    return {level: ends.pop() for level, ends in found.items() if len(ends) == 1}


@dataclass(frozen=True)
class Areas:
    """Some areas of a table: the expressions that select them, and how many they are at most."""

    ask: tuple[str, ...]
    number: int


@cache
def _counts() -> pd.DataFrame:
    with (DATA / "area_counts.csv").open(encoding="utf-8") as handle:
        counts = pd.read_csv(handle, dtype={"municipality": str}).set_index("municipality")
    counts["deso2025"] = (counts["deso2018"] * GROWTH).round().astype(int) + 1
    counts["regso2025"] = (counts["regso2020"] * GROWTH).round().astype(int) + 1
    return counts


@cache
def size(level: str, place: str) -> int:
    """At most how many areas of a level are in a municipality, or in the country (`????`)."""
    if level in SMALL:
        if place != WHOLE_PLACE:
            return int(_counts()[level].get(place, 0))
        return {"deso2025": 6300, "regso2025": 3450}.get(level) or int(_counts()[level].sum())
    return PLACES if place == WHOLE_PLACE else 1


def masks(levels: Iterable[str], place: str) -> Areas:
    """Areas of these levels in a municipality, or in the country (`????`)."""
    chosen = [level for level in levels if level in _MASKS]
    ask = [mask.format(place) for level in chosen for mask in _MASKS[level]]
    return Areas(tuple(ask), sum(size(level, place) for level in chosen))


def everything_in(levels: Iterable[str], place: str) -> Areas:
    """All that begins with the code of a municipality, whatever its level and vintage."""
    chosen = [level for level in levels if level in _MASKS]
    return Areas((f"{place}*",), sum(size(level, place) for level in chosen))


def above(levels: Iterable[str], *, with_places: bool = False) -> Areas:
    """Counties and the nation, and all municipalities where they are wanted."""
    chosen = set(levels)
    wide = Areas(("??",), COUNTIES) if {"county", "nation"} & chosen else Areas((), 0)
    if with_places and "municipality" in chosen:
        return joined([wide, Areas((WHOLE_PLACE,), PLACES)])
    return wide


def joined(parts: Iterable[Areas]) -> Areas:
    """Areas of all parts together."""
    every = list(parts)
    return Areas(tuple(a for part in every for a in part.ask), sum(part.number for part in every))


def eras(levels: Iterable[str], years: Iterable[int]) -> list[tuple[tuple[str, ...], list[int]]]:
    """Years in which the same levels are valid, with those levels."""
    found: dict[tuple[str, ...], list[int]] = {}
    for year in years:
        valid = tuple(x for x in levels if LEVELS[x].first_year <= year <= LEVELS[x].last_year)
        found.setdefault(valid, []).append(year)
    return [(valid, span) for valid, span in found.items() if valid]


def packed(levels: Iterable[str], places: Iterable[str], largest: int) -> list[Areas]:
    """DeSO and RegSO of municipalities, put together into parts of at most `largest` areas.

    The whole country is one part where it fits.
    """
    wanted, chosen = list(places), [level for level in levels if level in SMALL]
    whole = masks(chosen, WHOLE_PLACE)
    if len(wanted) == len(municipalities()) and whole.number <= largest:
        return [whole]
    parts: list[list[Areas]] = [[]]
    number = 0
    for place in wanted:
        one = masks(chosen, place)
        if parts[-1] and number + one.number > largest:
            parts.append([])
            number = 0
        parts[-1].append(one)
        number += one.number
    return [joined(part) for part in parts]


@dataclass(frozen=True)
class Ask:
    """What one request asks of a table: some areas in some years.

    Attributes
    ----------
    years
        Years that are known; the last of an `open` request means it and all later ones.
    latest
        Number of newest years that are asked for instead.
    """

    query: Query
    areas: Areas
    years: tuple[int, ...]
    is_open: bool = False
    latest: int = 0

    @property
    def cells(self) -> int:
        """At most how many cells the answer holds, with the years that are known."""
        return (self.latest or len(self.years)) * self.width * self.areas.number

    @property
    def width(self) -> int:
        """Cells of one area in one year."""
        return self.query.width_of(self.select)

    @property
    def select(self) -> dict[str, Values]:
        """What is asked of the other variables."""
        return self.query.select | (self.query.narrowed if self.latest else {})

    @property
    def time(self) -> str:
        """Expression that selects the years."""
        first, last = self.years[0], self.years[-1]
        if self.latest:
            return f"top({self.latest})"
        if self.years == self.query.periods:
            return "*"
        if self.is_open:
            return f"from({first})"
        return str(first) if first == last else f"range({first},{last})"


def asks(query: Query, scope: Scope, limit: int) -> list[Ask]:
    """The requests for one table.

    Parameters
    ----------
    query
        The table.
    scope
        Municipalities that are fetched in all years; the country, if none are named.
    limit
        Most cells that one request may ask for. A table that fits into one request as a whole is
        asked for whole, whatever the scope.
    """
    if query.country_only and not scope.is_country:
        return []
    if scope.is_country or _is_one_call(query, limit):
        return _in_eras(query, Scope(), limit)
    own = _own(query, scope, limit)
    if len(own) > MANY_CALLS and query.coarse:
        own = _own(query.model_copy(update={"select": query.select | query.coarse}), scope, limit)
    return [*own, *(_cross_section(query, limit) if query.cross_section else ())]


def _is_one_call(query: Query, limit: int) -> bool:
    """Whether the whole country in all years fits into one request."""
    found = eras(query.levels, query.periods)
    return (
        len(found) == 1 and query.width * len(found[0][1]) * _country(found[0][0]).number <= limit
    )


def _country(levels: Sequence[str]) -> Areas:
    small = [level for level in levels if level in SMALL]
    return joined([above(levels, with_places=True), masks(small, WHOLE_PLACE)])


def _own(query: Query, scope: Scope, limit: int) -> list[Ask]:
    """All years of some municipalities, in as few requests as will do."""
    ways = [_in_eras(query, scope, limit)]
    at_once = _own_at_once(query, scope)
    if query.width * at_once.number <= limit:
        ways.insert(0, _in_years(query, at_once, query.periods, limit))
    return min(ways, key=len)


def _own_at_once(query: Query, scope: Scope) -> Areas:
    """All vintages of some municipalities together: fewer requests, though some cells are void."""
    parts = [everything_in(query.levels, place) for place in scope.places]
    return joined([*parts, above(query.levels)])


def _in_eras(query: Query, scope: Scope, limit: int) -> list[Ask]:
    """Each vintage in the years for which it is valid."""
    found: list[Ask] = []
    for levels, years in eras(query.levels, query.periods):
        for part in _parts(levels, scope, limit // query.width):
            found += _in_years(query, part, years, limit)
    return found


def _parts(levels: Sequence[str], scope: Scope, largest: int) -> list[Areas]:
    """Areas of a scope in parts of at most `largest`; the first has the larger places as well."""
    wide = above(levels, with_places=scope.is_country)
    if not scope.is_country and "municipality" in levels:
        wide = joined([wide, Areas(scope.codes, len(scope.codes))])
    parts = packed(levels, scope.places, max(largest, 1))
    if wide.number + parts[0].number <= largest:
        return [joined([wide, parts[0]]), *parts[1:]]
    return [part for part in (wide, *parts) if part.ask]


def _in_years(query: Query, part: Areas, years: Sequence[int], limit: int) -> list[Ask]:
    """Requests for some areas, each for as many years as fit; the newest is open to later ones."""
    most = max(limit // max(query.width * part.number, 1), 1)
    length = ceil(len(years) / ceil(len(years) / most))
    spans = [tuple(years[start : start + length]) for start in range(0, len(years), length)]
    goes_on = not query.ended and years[-1] == query.periods[-1]
    return [Ask(query, part, span, goes_on and span == spans[-1]) for span in spans]


def _cross_section(query: Query, limit: int) -> Iterator[Ask]:
    """The newest years of the whole country."""
    levels, _ = eras(query.levels, query.periods)[-1]
    width = query.width_of(query.select | query.narrowed) * query.newest
    for part in _parts(levels, Scope(), limit // width):
        yield Ask(query, part, query.periods[-query.newest :], latest=query.newest)


def halves(ask: Ask) -> list[Ask]:
    """Two requests for what one asks: by time first, then by region; none if it is one cell wide.

    Used where a server finds a request too large though the plan did not.
    """
    if len(ask.years) > 1 and not ask.latest:
        middle = len(ask.years) // 2
        return [
            replace(ask, years=ask.years[:middle], is_open=False),
            replace(ask, years=ask.years[middle:]),
        ]
    expressions = ask.areas.ask
    if len(expressions) > 1:
        middle, number = len(expressions) // 2, ceil(ask.areas.number / 2)
        return [
            replace(ask, areas=Areas(some, number))
            for some in (expressions[:middle], expressions[middle:])
        ]
    return []
