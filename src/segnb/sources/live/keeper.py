"""From an answer to the store: raw bytes first, then what they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.formats import Context
from segnb.sources.live.call import Call
from segnb.sources.live.journal import Entry, Journal
from segnb.store import Change, Snapshot, Store

ROWS_AT_ONCE = 3_000_000
PRODUCERS = {
    "scb": "SCB",
    "geodata": "SCB",
    "kolada": "Kolada",
    "folkhalsa": "Folkhälsomyndigheten",
    "skolverket": "Skolverket",
}
LICENCES = {"scb": "CC0", "geodata": "CC0"}


@dataclass
class Keeper:
    """Writes answers into a store; observations of one table are written together.

    Attributes
    ----------
    cut
        Indicators whose older rows are given up, because they were defined in another way.
    """

    store: Store
    journal: Journal
    context: Context
    cut: set[str] = field(default_factory=set)
    change: Change = field(default_factory=Change)
    observations: int = 0
    _waiting: list[tuple[pd.DataFrame, Snapshot]] = field(default_factory=list)
    _entries: list[Entry] = field(default_factory=list)
    _table: str = ""

    def keep(self, call: Call, raw: bytes, readings: Sequence[Reading], moment: datetime) -> Entry:
        """Keep the raw bytes of an answer to a fetch that began at a moment (UTC)."""
        snapshot = self._snapshot(call, raw, readings, moment)
        return self.journal.answered(call, snapshot.sha256, len(raw))

    def take(self, call: Call, entry: Entry, readings: Iterable[Reading]) -> None:
        """Write what an answer holds, when the last answer of its table has come."""
        if call.table != self._table:
            self.flush()
            self._table = call.table
        snapshot = self.store.snapshot(entry.sha256)
        for reading in readings:
            self._places(reading, snapshot)
            if reading.observations is not None and not reading.observations.empty:
                self._waiting.append((reading.observations, snapshot))
        self._entries.append(entry)
        if sum(len(rows) for rows, _ in self._waiting) > ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._waiting:
            self.observations += sum(len(rows) for rows, _ in self._waiting)
            self.change += self.store.write_parts(self._waiting, cut=self.cut)
            self.cut -= {name for rows, _ in self._waiting for name in rows["indicator"].unique()}
        for entry in self._entries:
            self.journal.written(entry)
        self._waiting, self._entries = [], []

    def _places(self, reading: Reading, snapshot: Snapshot) -> None:
        """Areas, groups and polygons."""
        if reading.areas is not None:
            self.store.write_areas(reading.areas, snapshot)
        if reading.groups is not None:
            self.store.write_groups(reading.groups, snapshot)
        if reading.links is not None:
            self.store.write_links(reading.links, snapshot)
        if reading.polygons is not None:
            self.store.write_polygons(reading.level, reading.polygons, snapshot)
        if reading.areas is not None or reading.polygons is not None:
            self.context.forget()

    def _snapshot(
        self, call: Call, raw: bytes, readings: Sequence[Reading], moment: datetime
    ) -> Snapshot:
        first = readings[0] if readings else Reading(taken_as="answer")
        notes = dict.fromkeys(note for reading in readings for note in reading.notes)
        reasons = [reading.reason for reading in readings if reading.reason]
        return self.store.add_snapshot(
            raw,
            name=_name(call),
            producer=first.producer or PRODUCERS.get(call.api, ""),
            table=call.table,
            title=first.title,
            url=call.url,
            body=call.body,
            licence=first.licence or LICENCES.get(call.api, ""),
            published=first.published,
            retrieved=moment,
            fetched=moment.isoformat(),
            period=max((reading.period for reading in readings), default=0),
            notes=(*notes, *(f"Nothing of it is used: {reason}." for reason in reasons)),
        )


def _name(call: Call) -> str:
    """Name of an answer, safe as that of a file."""
    plain = "".join(c if c.isalnum() else "-" for c in call.table)[:60].strip("-")
    return f"{call.api}-{plain or 'answer'}.json"
