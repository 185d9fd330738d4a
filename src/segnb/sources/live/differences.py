"""What a refetch changed: the newest answer to a request held against the one before it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from segnb.sources.files.document import Document
from segnb.sources.files.formats import Context
from segnb.sources.files.reading import Reading
from segnb.sources.live.finding import SEARCH
from segnb.sources.live.journal import Entry, Journal
from segnb.sources.live.pxweb import read_answer
from segnb.sources.live.service import recognised
from segnb.store import Store, empty_observations
from segnb.store.merge import ROUNDING, changed_definitions
from segnb.store.observations import KEY
from segnb.vocabulary.errors import SegnbError


@dataclass(frozen=True)
class Difference:
    """How two answers to one request differ.

    Attributes
    ----------
    before, after
        Snapshots that are compared.
    new, revised, vanished
        Numbers of values.
    new_years
        Years that were not in the older answer.
    redefined
        Indicators whose values differ as those of another unit or definition do.
    titles
        Title before and after, where it changed.
    refused
        Why the producer no longer answers, where it does not.
    """

    api: str
    table: str
    before: str
    after: str
    new: int = 0
    revised: int = 0
    vanished: int = 0
    new_years: tuple[int, ...] = ()
    redefined: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    refused: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.revised or self.vanished or self.titles or self.refused)


def differences(store: Store, table: str = "") -> Iterator[Difference]:
    """What the latest refetch of each request changed; of one table, or of all."""
    context = Context(store)
    for entry in Journal(store).entries():
        if entry.table.startswith(SEARCH) or table not in ("", entry.table):
            continue
        if entry.refused and entry.sha256:
            yield Difference(entry.api, entry.table, entry.sha256, "", refused=entry.refused)
        elif entry.earlier:
            yield _difference(entry, context)


def _difference(entry: Entry, context: Context) -> Difference:
    before, after = (
        _observations(entry, sha, context) for sha in (entry.earlier[-1], entry.sha256)
    )
    both = before.merge(after, on=KEY, how="outer", suffixes=("_held", ""), indicator=True)
    meet = both[both["_merge"] == "both"]
    far = (meet["value"] - meet["value_held"]).abs() > ROUNDING
    other = far | (meet["status"] != meet["status_held"])
    redefined = {str(name) for name, rows in meet.groupby("indicator") if changed_definitions(rows)}
    titles = [context.store.snapshot(sha).title for sha in (entry.earlier[-1], entry.sha256)]
    return Difference(
        api=entry.api,
        table=entry.table,
        before=entry.earlier[-1],
        after=entry.sha256,
        new=int((both["_merge"] == "right_only").sum()),
        revised=int(other.sum()),
        vanished=int((both["_merge"] == "left_only").sum()),
        new_years=tuple(sorted({int(y) for y in set(after["year"]) - set(before["year"])})),
        redefined=tuple(sorted(redefined)),
        titles=tuple(titles) if titles[0] != titles[1] else (),
    )


def _observations(entry: Entry, sha: str, context: Context) -> pd.DataFrame:
    """Observations of an answer, read again from its raw bytes."""
    raw = context.store.raw(sha)
    try:
        readings = (
            read_answer(json.loads(raw), entry.table, context)
            if entry.api == "scb"
            else [_recognised(raw, context)]
        )
    except (SegnbError, ValueError):
        return empty_observations()
    found = [r.observations for r in readings if r.observations is not None]
    every = pd.concat(found, ignore_index=True) if found else empty_observations()
    return every.drop_duplicates(KEY)


def _recognised(raw: bytes, context: Context) -> Reading:
    return recognised(Document.of(raw, "answer.json"), context)
