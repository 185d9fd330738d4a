"""From an answer to the store: raw bytes first, then what they hold, if it can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pandas as pd

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.formats import Context
from segnb.sources.live.http_requests import Call
from segnb.sources.live.request_journal import Entry, Journal
from segnb.sources.live.revisions import doubts
from segnb.store import Change, Snapshot, Store
from segnb.vocabulary.errors import InvalidFile

ROWS_AT_ONCE = 3_000_000
PRODUCERS = {
    "scb": "SCB",
    "geodata": "SCB",
    "kolada": "Kolada",
    "folkhalsa": "Folkhälsomyndigheten",
    "skolverket": "Skolverket",
}
LICENCES = {"scb": "CC0", "geodata": "CC0"}


@dataclass(frozen=True)
class Batch:
    """Observations of one answer that wait for the other answers of their table."""

    call: Call
    entry: Entry
    rows: pd.DataFrame
    snapshot: Snapshot

    def of(self, indicator: str) -> "Batch":
        """Those of one indicator."""
        return replace(self, rows=self.rows[self.rows["indicator"] == indicator])

    def without(self, indicator: str) -> "Batch":
        """All but those of one indicator."""
        return replace(self, rows=self.rows[self.rows["indicator"] != indicator])


@dataclass
class Keeper:
    """Writes answers into a store; observations of one table are written together.

    Attributes
    ----------
    accept
        Indicators that are taken though their values look wrong.
    cut
        Indicators whose older rows are given up if the newer ones differ, because they were
        defined in another way.
    aside
        Answers that were set aside, and why: what they hold breaks a rule or cannot be.
    unused
        Tables of which no indicator is read.
    """

    store: Store
    journal: Journal
    context: Context
    accept: frozenset[str] = frozenset()
    cut: set[str] = field(default_factory=set)
    change: Change = field(default_factory=Change)
    observations: int = 0
    aside: list[tuple[Call, str]] = field(default_factory=list)
    unused: set[str] = field(default_factory=set)
    _waiting: list[Batch] = field(default_factory=list)
    _entries: list[Entry] = field(default_factory=list)
    _table: str = ""

    def keep(self, call: Call, raw: bytes, readings: Sequence[Reading], moment: datetime) -> Entry:
        """Keep the raw bytes of an answer to a fetch that began at a moment (UTC)."""
        snapshot = self._snapshot(call, raw, readings, moment)
        return self.journal.answered(call, snapshot.sha256, len(raw))

    def turn_to(self, table: str) -> None:
        """Write what waits of another table, before an answer of this one is read."""
        if table != self._table:
            self.flush()
            self._table = table

    def take(self, call: Call, entry: Entry, readings: Sequence[Reading]) -> None:
        """Write what an answer holds, when the last answer of its table has come."""
        snapshot = self.store.snapshot(entry.sha256)
        for reading in readings:
            self.context.keep_places(reading, snapshot)
            if reading.observations is not None and not reading.observations.empty:
                self._waiting.append(Batch(call, entry, reading.observations, snapshot))
        if readings and all(reading.reason for reading in readings):
            self.unused.add(call.table)
        self._entries.append(entry)
        if sum(len(batch.rows) for batch in self._waiting) > ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits; an indicator of which something cannot be is left, and told."""
        names = {str(name) for batch in self._waiting for name in batch.rows["indicator"].unique()}
        left = [entry for name in sorted(names) for entry in self._doubted(name)]
        left += self._write(self._waiting)
        self.cut -= names
        unwritten = {entry.key for entry in left}
        for entry in self._entries:
            if entry.key not in unwritten:
                self.journal.written(entry)
        self._waiting, self._entries = [], []

    def _doubted(self, indicator: str) -> list[Entry]:
        """Set aside what waits of an indicator if it cannot be; the requests that it came from."""
        batches = [b for b in (b.of(indicator) for b in self._waiting) if not b.rows.empty]
        rows = pd.concat([batch.rows for batch in batches], ignore_index=True)
        doubt = "" if indicator in self.accept | self.cut else self._doubt(indicator, rows, batches)
        if not doubt:
            return []
        self._waiting = [batch.without(indicator) for batch in self._waiting]
        return self._set_aside(batches, doubt)

    def _write(self, batches: Sequence[Batch]) -> list[Entry]:
        """Write rows at once if they can be, else in ever smaller parts; the requests left."""
        batches = [batch for batch in batches if not batch.rows.empty]
        if not batches:
            return []
        try:
            self._write_batches(batches)
        except InvalidFile as error:
            parts = _parts(batches)
            if len(parts) == 1:
                return self._set_aside(batches, str(error))
            return [entry for part in parts for entry in self._write(part)]
        return []

    def _write_batches(self, batches: Sequence[Batch]) -> None:
        parts = [(batch.rows, batch.snapshot) for batch in batches]
        self.change += self.store.write_parts(parts, cut=self.cut)
        self.observations += sum(len(batch.rows) for batch in batches)

    def _doubt(self, indicator: str, rows: pd.DataFrame, batches: Iterable[Batch]) -> str:
        """Why the values of an indicator cannot be right; empty if they can."""
        held = self.store.read(indicator, sex=None, interval=True)
        before = {sha for batch in batches for sha in batch.entry.earlier}
        entry = self.context.catalogue.indicators.get(indicator)
        found = doubts(
            rows,
            held,
            held[held["snapshot"].isin(before)],
            is_count=entry is not None and entry.kind == "counts",
        )
        if not found:
            return ""
        return (
            f"{indicator} is held back, for {found[0]}: look at it at the producer's, and take it "
            f"with `segnb fetch … --accept {indicator}` if it is right."
        )

    def _set_aside(self, batches: Iterable[Batch], why: str) -> list[Entry]:
        found = list({id(batch.entry): batch for batch in batches}.values())
        self.aside += [(batch.call, why) for batch in found]
        return [batch.entry for batch in found]

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


def _parts(batches: Sequence[Batch]) -> list[list[Batch]]:
    """The same by indicator, or by answer where there is one indicator; one part if it is least."""
    names = sorted({str(name) for batch in batches for name in batch.rows["indicator"].unique()})
    if len(names) > 1:
        return [[batch.of(name) for batch in batches] for name in names]
    return [[batch] for batch in batches]


def _name(call: Call) -> str:
    plain = "".join(c if c.isalnum() else "-" for c in call.table)[:60].strip("-")
    return f"{call.api}-{plain or 'answer'}.json"
