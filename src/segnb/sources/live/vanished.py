"""A table that a producer no longer has: its last snapshot stays in force, and says so."""

from datetime import date

from segnb.sources.live.call import Call
from segnb.sources.live.finding import SEARCH
from segnb.sources.live.journal import Journal
from segnb.store import Store

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
