"""From a query and a scope to requests: within the cell limit, by time first, then by region."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import ceil

from segnb.sources.live import areas
from segnb.sources.live.areas import WHOLE_PLACE, Areas
from segnb.sources.live.journal import Journal
from segnb.sources.live.queries import Query, Values
from segnb.sources.live.service import Scope, Service
from segnb.store import Store

CELLS_A_SECOND = 60_000
SECONDS_A_CALL = 1.5
FRESH = 1.0  # days for which an answer is not asked for again: a stopped fetch goes on
MANY_CALLS = 3  # for a municipality in one table; fewer values are asked for where it takes more


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
    eras = areas.eras(query.levels, query.periods)
    return len(eras) == 1 and query.width * len(eras[0][1]) * _country(eras[0][0]).number <= limit


def _country(levels: Sequence[str]) -> Areas:
    small = [level for level in levels if level in areas.SMALL]
    return areas.joined([areas.above(levels, with_places=True), areas.masks(small, WHOLE_PLACE)])


def _own(query: Query, scope: Scope, limit: int) -> list[Ask]:
    """All years of some municipalities, in as few requests as will do."""
    ways = [_in_eras(query, scope, limit)]
    at_once = _own_at_once(query, scope)
    if query.width * at_once.number <= limit:
        ways.insert(0, _in_years(query, at_once, query.periods, limit))
    return min(ways, key=len)


def _own_at_once(query: Query, scope: Scope) -> Areas:
    """All vintages of some municipalities together: fewer requests, though some cells are void."""
    parts = [areas.everything_in(query.levels, place) for place in scope.places]
    return areas.joined([*parts, areas.above(query.levels)])


def _in_eras(query: Query, scope: Scope, limit: int) -> list[Ask]:
    """Each vintage in the years for which it is valid."""
    found: list[Ask] = []
    for levels, years in areas.eras(query.levels, query.periods):
        for part in _parts(levels, scope, limit // query.width):
            found += _in_years(query, part, years, limit)
    return found


def _parts(levels: Sequence[str], scope: Scope, largest: int) -> list[Areas]:
    """Areas of a scope in parts of at most `largest`; the first has the larger places as well."""
    above = areas.above(levels, with_places=scope.is_country)
    if not scope.is_country and "municipality" in levels:
        above = areas.joined([above, Areas(scope.codes, len(scope.codes))])
    parts = areas.packed(levels, scope.places, max(largest, 1))
    if above.number + parts[0].number <= largest:
        return [areas.joined([above, parts[0]]), *parts[1:]]
    return [part for part in (above, *parts) if part.ask]


def _in_years(query: Query, part: Areas, years: Sequence[int], limit: int) -> list[Ask]:
    """Requests for some areas, each for as many years as fit; the newest is open to later ones."""
    most = max(limit // max(query.width * part.number, 1), 1)
    length = ceil(len(years) / ceil(len(years) / most))
    spans = [tuple(years[start : start + length]) for start in range(0, len(years), length)]
    goes_on = not query.ended and years[-1] == query.periods[-1]
    return [Ask(query, part, span, goes_on and span == spans[-1]) for span in spans]


def _cross_section(query: Query, limit: int) -> Iterator[Ask]:
    """The newest years of the whole country."""
    levels, _ = areas.eras(query.levels, query.periods)[-1]
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


def cells(asked: Iterable[Ask]) -> int:
    """Cells of several requests."""
    return sum(ask.cells for ask in asked)


@dataclass(frozen=True)
class Expected:
    """What a fetch is going to ask.

    Attributes
    ----------
    calls, cells
        By service.
    held
        How many of the calls have been answered shortly before and are not made again.
    """

    calls: dict[str, int]
    cells: dict[str, int]
    held: int

    @property
    def minutes(self) -> float:
        """About how long it takes, servers being as fast as they usually are."""
        calls = sum(self.calls.values()) - self.held
        return (calls * SECONDS_A_CALL + sum(self.cells.values()) / CELLS_A_SECOND) / 60


def plan_fetch(
    services: Iterable[Service], scope: Scope, store: Store | None, fresh: float = FRESH
) -> Expected:
    """Calls, cells and minutes of a fetch, without asking anyone."""
    calls, cells, held = {}, {}, 0
    journal, now = Journal(store) if store else None, datetime.now(UTC)
    for service in services:
        plan = service.plan(scope)
        calls[service.api] = len({call.key for call in plan.calls}) + plan.later
        cells[service.api] = sum(call.cells for call in plan.calls) + plan.cells
        for call in plan.calls if journal else ():
            entry = journal.entry(call) if journal else None
            held += bool(entry and entry.is_fresh(now, fresh))
    return Expected(calls, cells, held)
