"""Fetching: every request of a plan, each answer kept and read, and an account of it all."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from segnb.sources.files.formats import Context
from segnb.sources.live.answer_faults import Refused, Standing
from segnb.sources.live.answer_import import Keeper
from segnb.sources.live.borders import keep_borders
from segnb.sources.live.http_requests import SEARCH, Call, Web
from segnb.sources.live.queries import Scope, Service
from segnb.sources.live.request_journal import FRESH, Journal, note_returned, note_vanished
from segnb.sources.live.revisions import redefined
from segnb.store import Change, Store
from segnb.vocabulary.errors import InvalidFile, SourceUnavailable

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
    answered
        Services that answered something.
    unused
        Tables that were fetched and of which no indicator is read.
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
    answered: set[str] = field(default_factory=set)
    unused: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 done; 1 in part; 3 where a service gave nothing and nothing of it is held."""
        of_use = self.answered | {fault.api for fault in self.faults if fault.is_held}
        away = {fault.api for fault in self.faults if fault.is_unavailable}
        if away - of_use:
            return 3
        return 1 if self.faults else 0


def fetch(
    services: Iterable[Service],
    scope: Scope,
    store: Store,
    web: Web,
    *,
    fresh: float = FRESH,
    accept: Iterable[str] = (),
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
    accept
        Indicators whose answers are taken though they look wrong.
    progress
        Called with the number of requests done and expected, and what the last one was about.

    Notes
    -----
    Raw bytes are on disk before anything is read from them. A fetch that is stopped and started
    again asks only what had not been answered, and gives the same store.
    """
    keep_borders(store)
    work = _Work(store, web, fresh, progress, frozenset(accept))
    for service in services:
        work.serve(service, scope)
    return work.account()


class _Work:
    """One fetch under way."""

    def __init__(
        self, store: Store, web: Web, fresh: float, progress: Progress, accept: frozenset[str]
    ) -> None:
        self.store, self.web, self.fresh, self.progress = store, web, fresh, progress
        self.journal = Journal(store)
        self.context = Context(store)
        self.keeper = Keeper(store, self.journal, self.context, accept)
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
        standing = Standing(service.api in OF_SEVERAL_HOSTS)
        queue, later = deque(plan.calls), plan.later
        for following in (list, plan.then):
            queue.extend(following())
            while queue:
                call = queue.popleft()
                self.progress(self.finished, self.finished + len(queue) + 1 + later, call.table)
                why = self._next(service, call, queue, standing)
                if why:
                    self._give_up(queue, why)
                    return
                self.finished += 1
                later = max(later - 1, 0) if call not in plan.calls else later

    def _next(
        self, service: Service, call: Call, queue: deque[Call], standing: Standing
    ) -> Exception | None:
        try:
            queue.extendleft(reversed(self._one(service, call)))
            standing.answered()
            self.done.answered.add(service.api)
        except Refused as refused:
            others = self._instead(service, call, refused)
            queue.extendleft(reversed(others))
            return None if others else standing.verdict(refused)
        except (InvalidFile, SourceUnavailable) as error:
            self._fault(call, error)
            return standing.verdict(error)
        return None

    def _one(self, service: Service, call: Call) -> list[Call]:
        """One request: from the store where it was answered shortly before, else from the web."""
        self.keeper.turn_to(call.table)
        entry = self.journal.entry(call)
        if entry and (entry.is_fresh(self.now, self.fresh) or call.key in self.asked):
            raw = self.store.raw(entry.sha256)
            self.done.reused += 1
            self._compare(call, raw, entry.earlier)
            with understood(call):
                if not entry.written:
                    self.keeper.take(call, entry, service.readings(call, raw, self.context))
                return service.more(call, raw)
        raw = self.web.ask(call)
        self.asked.add(call.key)
        self.done.calls += 1
        self.done.bytes += len(raw)
        earlier = (entry.sha256,) if entry and entry.sha256 else ()
        with understood(call):
            readings = service.readings(call, raw, self.context)
        self._compare(call, raw, earlier)
        if entry and entry.refused:
            self.done.notes += note_returned(call, self.journal)
        self.keeper.take(call, self.keeper.keep(call, raw, readings, self.now), readings)
        with understood(call):
            return service.more(call, raw)

    def _compare(self, call: Call, raw: bytes, earlier: Sequence[str]) -> None:
        """Note each key figure that is defined in another way than in the answer before."""
        with understood(call):
            found = list(redefined(call, raw, earlier, self.store, self.context.catalogue))
        for change in found:
            self.keeper.cut |= {change.indicator} if change.cuts else set()
            self.done.notes.append(change.note)

    def _instead(self, service: Service, call: Call, refused: Refused) -> list[Call]:
        """Requests in the place of one that was refused; the refusal is a fault if there are none.

        A table that is gone is marked at once, though another may be found in its place.
        """
        if refused.is_absent:
            self.done.notes += note_vanished(call, self.journal, self.now.date())
            self.journal.refused(call, str(refused))
        try:
            with understood(call):
                others = service.instead(call, refused)
        except (Refused, InvalidFile, SourceUnavailable) as error:
            self._fault(call, error)
            return []
        if others == []:
            self._fault(call, refused)
        return others or []

    def _fault(self, call: Call, error: Exception) -> None:
        table = call.table.removeprefix(SEARCH)
        held = bool(self.journal.of_table(call.api, table))
        self.journal.refused(call, str(error))
        is_unavailable = isinstance(error, SourceUnavailable)
        self.done.faults.append(Fault(call.api, table, str(error), held, is_unavailable))
        log.info("%s", error)

    def _give_up(self, calls: Iterable[Call], error: Exception) -> None:
        for call in calls:
            self._fault(call, error)

    def account(self) -> Fetched:
        """What came of it all, when the last answer has been written."""
        self.keeper.flush()
        for call, why in self.keeper.aside:
            self._fault(call, InvalidFile(why))
        done = self.done
        done.change, done.observations = self.keeper.change, self.keeper.observations
        done.tries, done.told_off = self.web.calls, self.web.told_off
        done.offline = "" if self.web.reached else next(iter(self.web.away.values()), "")
        done.unused = tuple(sorted(self.keeper.unused))
        return done


@contextmanager
def understood(call: Call) -> Iterator[None]:
    """An answer that is built in another way than it should be is a fault of the answer."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        what = call.table.removeprefix(SEARCH)
        raise InvalidFile(
            f"The answer of {what} is built in another way than it should be "
            f"({type(error).__name__}: {str(error)[:80]})."
        ) from error
