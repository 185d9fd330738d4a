"""Which requests a store has had answered, and when: what makes a stopped fetch go on.

It lies beside the data in a hidden folder, one small file a request, so that it is no part of what
the store holds (its fingerprint), a kill never leaves a half line, and two programs may write.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from segnb.sources.live.http_requests import SEARCH, Call
from segnb.sources.live.queries import Query
from segnb.store import Store
from segnb.store.atomic_writing import write_atomically

FOLDER = ".fetched"
FRESH = 1.0  # days for which an answer is not asked for again: a stopped fetch goes on
ASKED = "asked"


@dataclass(frozen=True)
class Entry:
    """What came of a request.

    Attributes
    ----------
    sha256
        Snapshot of the latest answer.
    asked
        Moment of that answer (UTC).
    written
        Whether its observations are in the store.
    earlier
        Snapshots of older answers, oldest first.
    refused
        Why the producer gave no answer the last time it was asked; empty if it did.
    """

    key: str
    api: str
    table: str
    url: str
    body: str
    sha256: str = ""
    asked: str = ""
    written: bool = False
    earlier: tuple[str, ...] = ()
    refused: str = ""
    bytes: int = 0
    cells: int = field(default=0)

    def is_fresh(self, now: datetime, days: float) -> bool:
        """Whether the answer is younger than so many days."""
        if not self.sha256 or self.refused:
            return False
        return now - datetime.fromisoformat(self.asked) < timedelta(days=days)


@dataclass(frozen=True)
class Journal:
    """The requests of one store."""

    store: Store

    def entry(self, call: Call) -> Entry | None:
        """What came of this request; None if it was never answered, or the note is damaged."""
        path = self.store.path / FOLDER / f"{call.key}.json"
        return _read(path.read_bytes()) if path.exists() else None

    def answered(self, call: Call, sha256: str, size: int) -> Entry:
        """Note an answer whose raw bytes are in the store, before its observations are."""
        old = self.entry(call)
        earlier = [*old.earlier, old.sha256] if old and old.sha256 else []
        entry = Entry(
            key=call.key,
            api=call.api,
            table=call.table,
            url=call.url,
            body=call.body,
            sha256=sha256,
            asked=datetime.now(UTC).isoformat(timespec="seconds"),
            earlier=tuple(sha for sha in dict.fromkeys(earlier) if sha != sha256),
            bytes=size,
            cells=call.cells,
        )
        return self._write(entry)

    def written(self, entry: Entry) -> None:
        """Note that the observations of an answer are in the store."""
        if not entry.written:
            self._write(Entry(**asdict(entry) | {"written": True}))

    def refused(self, call: Call, why: str) -> None:
        """Note that a request that was answered before no longer is."""
        old = self.entry(call)
        if old:
            self._write(Entry(**asdict(old) | {"refused": why}))

    def entries(self) -> Iterator[Entry]:
        """All requests, by key."""
        for path in sorted((self.store.path / FOLDER).glob("*.json")):
            entry = _read(path.read_bytes())
            if entry:
                yield entry

    def of_table(self, api: str, table: str) -> list[Entry]:
        """Answered requests for one table, the latest answer last."""
        found = [e for e in self.entries() if (e.api, e.table) == (api, table) and e.sha256]
        return sorted(found, key=lambda entry: entry.asked)

    def _write(self, entry: Entry) -> Entry:
        text = json.dumps(asdict(entry), ensure_ascii=False, indent=1, sort_keys=True)
        write_atomically(self.store.path / FOLDER / f"{entry.key}.json", text.encode())
        return entry


def _read(raw: bytes) -> Entry | None:
    try:
        content = json.loads(raw)
        return Entry(**content | {"earlier": tuple(content["earlier"])})
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True)
class Memory:
    """How tables were asked for in the end, where the queries of the package did not fit.

    What is remembered of a query holds until the package has another one for the table.
    """

    store: Store | None = None

    def recall(self, query: Query) -> list[Query]:
        """Queries that fitted the last time; none where that of the package does."""
        path = self._path(query)
        if path is None or not path.exists():
            return []
        try:
            content = json.loads(path.read_bytes())
            known = [Query.model_validate(one) for one in content["now"]]
        except (ValueError, KeyError, TypeError):
            return []
        return known if content.get("was") == _digest(query) else []

    def keep(self, query: Query, now: Sequence[Query]) -> None:
        """Remember what fitted instead of a query; nothing if it fits itself."""
        path = self._path(query)
        if path is None:
            return
        if list(now) in ([], [query]):
            path.unlink(missing_ok=True)
            return
        content = {"was": _digest(query), "now": [one.model_dump() for one in now]}
        write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1).encode())

    def _path(self, query: Query) -> Path | None:
        return self.store.path / FOLDER / ASKED / f"{query.table}.json" if self.store else None


def _digest(query: Query) -> str:
    return sha256(query.model_dump_json().encode()).hexdigest()


VANISHED = "The producer no longer has this table"


def note_vanished(call: Call, journal: Journal, day: date) -> list[str]:
    """Mark the snapshots of a table that is gone, and say which data remain in force."""
    table = call.table.removeprefix(SEARCH)
    held = journal.of_table(call.api, table)
    if not held:
        return []
    note = f"{VANISHED} ({table}, asked on {day.isoformat()}): these data remain in force."
    for sha in dict.fromkeys(entry.sha256 for entry in held):
        _annotate(journal.store, sha, (*_others(journal.store, sha), note))
    newest = held[-1].asked[:10]
    return [f"{table} is gone; what was fetched on {newest} remains in force."]


def note_returned(call: Call, journal: Journal) -> list[str]:
    """Take the mark off the snapshots of a table that is there again, and say so."""
    marked = []
    for entry in journal.of_table(call.api, call.table):
        for sha in (*entry.earlier, entry.sha256):
            others = _others(journal.store, sha)
            if others != journal.store.snapshot(sha).notes:
                _annotate(journal.store, sha, others)
                marked.append(sha)
    return [f"{call.table}, which was gone, is there again."] if marked else []


def _others(store: Store, sha: str) -> tuple[str, ...]:
    """Notes of a snapshot but for this mark."""
    return tuple(n for n in store.snapshot(sha).notes if not n.startswith(VANISHED))


def _annotate(store: Store, sha: str, notes: tuple[str, ...]) -> None:
    old = store.snapshot(sha)
    store.add_snapshot(store.raw(sha), name=old.name, producer=old.producer, notes=notes)
