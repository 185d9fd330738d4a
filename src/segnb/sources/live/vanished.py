"""A table that a producer no longer has: its last snapshot stays in force, and says so."""

from datetime import date

from segnb.sources.live.call import Call
from segnb.sources.live.journal import Journal

VANISHED = "The producer no longer has this table"


def note_vanished(call: Call, journal: Journal, day: date) -> list[str]:
    """Mark the snapshots of a table that is gone, and say which data remain in force."""
    store, held = journal.store, journal.of_table(call.api, call.table)
    if not held:
        return []
    note = f"{VANISHED} ({call.table}, asked on {day.isoformat()}): these data remain in force."
    for sha in dict.fromkeys(entry.sha256 for entry in held):
        old = store.snapshot(sha)
        kept = [text for text in old.notes if not text.startswith(VANISHED)]
        names = {"name": old.name, "producer": old.producer, "table": old.table}
        store.add_snapshot(store.raw(sha), **names, notes=(*kept, note))
    newest = held[-1].asked[:10]
    return [f"{call.table} is gone; what was fetched on {newest} remains in force."]
