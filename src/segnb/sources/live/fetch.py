"""Fetching: every request of a plan, each answer kept and read, and an account of it all."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from segnb.sources.files.formats import Context
from segnb.sources.live.borders import keep_borders
from segnb.sources.live.call import Call
from segnb.sources.live.definitions import redefined
from segnb.sources.live.journal import Journal, note_returned, note_vanished
from segnb.sources.live.keeper import Keeper
from segnb.sources.live.service import Scope, Service
from segnb.sources.live.tables import SEARCH
from segnb.sources.live.web import Refused, Unreachable, Web
from segnb.store import Change, Store
from segnb.vocabulary.errors import InvalidFile, SourceUnavailable

FRESH = 1.0  # days for which an answer is not asked for again: a stopped fetch goes on
SECONDS_A_CALL = 1.5
CELLS_A_SECOND = 60_000
FAULTS_IN_A_ROW = 2
OF_SEVERAL_HOSTS = {"files"}  # one of them may be away and the others not

log = logging.getLogger(__name__)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Fault:
    """A request that gave nothing.

    Attributes
    ----------
    is_held
        Whether an earlier answer for the same table is in the store and remains in force.
    is_unavailable
        Whether the producer could not be reached, or did not manage to answer.
    """

    api: str
    table: str
    why: str
    is_held: bool
    is_unavailable: bool


@dataclass
class Fetched:
    """What came of a fetch.

    Attributes
    ----------
    calls, reused
        Requests that were answered now, and those that had been answered shortly before.
    tries, told_off
        How often servers were asked in all, and how often they said that it was too often.
    offline
        Why no connection could be made with any server; empty if one could, or none was needed.
    """

    calls: int = 0
    reused: int = 0
    tries: int = 0
    told_off: int = 0
    offline: str = ""
    bytes: int = 0
    observations: int = 0
    change: Change = field(default_factory=Change)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 done; 1 in part; 3 where a source could not be reached and nothing of it is held."""
        if any(fault.is_unavailable and not fault.is_held for fault in self.faults):
            return 3
        return 1 if self.faults else 0


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


def fetch(
    services: Iterable[Service],
    scope: Scope,
    store: Store,
    web: Web,
    *,
    fresh: float = FRESH,
    progress: Progress = lambda _done, _expected, _what: None,
) -> Fetched:
    """Ask everything of a plan and take the answers into the store.

    Parameters
    ----------
    services
        The producers' services.
    scope
        For which municipalities.
    store
        Where answers go; what was answered within `fresh` days is read from there.
    progress
        Called with the number of requests done and expected, and what the last one was about.

    Notes
    -----
    Raw bytes are on disk before anything is read from them. A fetch that is stopped and started
    again asks only what had not been answered, and gives the same store.
    """
    keep_borders(store)
    work = _Work(store, web, fresh, progress)
    for service in services:
        work.serve(service, scope)
    work.keeper.flush()
    done = work.done
    done.change, done.observations = work.keeper.change, work.keeper.observations
    done.tries, done.told_off = web.calls, web.told_off
    done.offline = "" if web.reached else next(iter(web.away.values()), "")
    return done


class _Work:
    """One fetch under way."""

    def __init__(self, store: Store, web: Web, fresh: float, progress: Progress) -> None:
        self.store, self.web, self.fresh, self.progress = store, web, fresh, progress
        self.journal = Journal(store)
        self.context = Context(store)
        self.keeper = Keeper(store, self.journal, self.context)
        self.now = datetime.now(UTC)
        self.done = Fetched()
        self.asked: set[str] = set()
        self.finished = 0

    def serve(self, service: Service, scope: Scope) -> None:
        """All requests of one service."""
        try:
            service.configure()
        except (SourceUnavailable, Refused, InvalidFile) as error:
            plan = service.plan(scope)
            self._give_up(plan.calls or [Call(service.api, "")], error)
            return
        plan = service.plan(scope)
        queue, later, failed = deque(plan.calls), plan.later, 0
        while queue:
            call = queue.popleft()
            self.progress(self.finished, self.finished + len(queue) + 1 + later, call.table)
            try:
                queue.extendleft(reversed(self._one(service, call)))
                failed = 0
            except Refused as refused:
                queue.extendleft(reversed(self._refused(service, call, refused)))
            except (InvalidFile, SourceUnavailable) as error:
                failed += isinstance(error, SourceUnavailable)
                self._fault(call, error)
                is_away = isinstance(error, Unreachable) or failed >= FAULTS_IN_A_ROW
                if is_away and service.api not in OF_SEVERAL_HOSTS:
                    self._give_up(queue, error)
                    return
            self.finished += 1
            later = max(later - 1, 0) if call not in plan.calls else later

    def _one(self, service: Service, call: Call) -> list[Call]:
        """One request: from the store where it was answered shortly before, else from the web."""
        entry = self.journal.entry(call)
        if entry and (entry.is_fresh(self.now, self.fresh) or call.key in self.asked):
            raw = self.store.raw(entry.sha256)
            self.done.reused += 1
            self._redefined(call, raw, entry.earlier)
            if not entry.written:
                self.keeper.take(call, entry, service.readings(call, raw, self.context))
            return service.more(call, raw)
        raw = self.web.ask(call)
        self.asked.add(call.key)
        self.done.calls += 1
        self.done.bytes += len(raw)
        readings = service.readings(call, raw, self.context)
        self._redefined(call, raw, (entry.sha256,) if entry and entry.sha256 else ())
        if entry and entry.refused:
            self.done.notes += note_returned(call, self.journal)
        kept = self.keeper.keep(call, raw, readings, self.now)
        self.keeper.take(call, kept, readings)
        return service.more(call, raw)

    def _redefined(self, call: Call, raw: bytes, earlier: Sequence[str]) -> None:
        """Cut the series of key figures whose title or definition has changed."""
        found = redefined(call, raw, earlier, self.store, self.context.catalogue)
        for entry, note in found:
            self.keeper.cut.add(entry)
            self.done.notes.append(note)

    def _refused(self, service: Service, call: Call, refused: Refused) -> list[Call]:
        try:
            others = service.instead(call, refused)
        except (Refused, InvalidFile, SourceUnavailable) as error:
            self._fault(call, error)
            return []
        if others:
            return others
        if refused.status == 404:
            self.done.notes += note_vanished(call, self.journal, self.now.date())
        self._fault(call, refused)
        return []

    def _fault(self, call: Call, error: Exception) -> None:
        table = call.table.removeprefix(SEARCH)
        held = bool(self.journal.of_table(call.api, table))
        self.journal.refused(call, str(error))
        is_unavailable = isinstance(error, SourceUnavailable)
        self.done.faults.append(Fault(call.api, table, str(error), held, is_unavailable))
        log.info("%s", error)

    def _give_up(self, calls: Iterable[Call], error: Exception) -> None:
        """Do not ask a service any more that has stopped answering."""
        for call in calls:
            self._fault(call, error)
