"""What was cut of a series when it was defined in another way, taken back from the snapshots."""

import json

import pandas as pd

from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context
from segnb.sources.live.pxweb import read_answer
from segnb.sources.live.service import recognised
from segnb.store import Snapshot, Store, empty_observations
from segnb.store.observation_schema import KEY
from segnb.vocabulary.errors import EmptyStore, SegnbError


def restore(store: Store, indicator: str) -> pd.DataFrame:
    """Put back the values of an indicator that its snapshots have and the store no longer.

    A value that is held stays as it is; of several the newest snapshot has comes back.

    Returns
    -------
    DataFrame
        The rows that came back.
    """
    context = Context(store)
    found = [
        rows.assign(snapshot=snapshot.sha256)
        for snapshot in (store.snapshot(sha) for sha in store.snapshots()["sha256"])
        if _may_hold(snapshot, indicator, context)
        for rows in [_rows(snapshot, indicator, context)]
    ]
    every = pd.concat(found, ignore_index=True) if found else empty_observations()
    every = every.drop_duplicates(KEY, keep="last")
    held = store.read(indicator, sex=None, interval=True)[KEY]
    both = every.merge(held, on=KEY, how="left", indicator="side")
    lacking = both[both["side"] == "left_only"].drop(columns="side")
    parts = [(rows, store.snapshot(str(sha))) for sha, rows in lacking.groupby("snapshot")]
    if parts:
        store.write_parts(parts)
    return lacking


def _may_hold(snapshot: Snapshot, indicator: str, context: Context) -> bool:
    """Whether a snapshot is of a producer, and of a table, that the indicator comes from."""
    sources = context.catalogue[indicator].sources
    tables = {source.table for source in sources}
    is_one_table = snapshot.producer == "SCB" and bool(snapshot.table)
    return snapshot.producer in {source.producer for source in sources} and (
        not is_one_table or snapshot.table in tables
    )


def _rows(snapshot: Snapshot, indicator: str, context: Context) -> pd.DataFrame:
    """Observations of an indicator in a snapshot, read again."""
    if snapshot.came_along:
        return _of_box(snapshot, indicator)
    try:
        raw = context.store.raw(snapshot.sha256)
        document = Document.of(raw, snapshot.name)
        readings = (
            read_answer(json.loads(raw), snapshot.table, context)
            if snapshot.body
            else [recognised(document, context)]
        )
    except (SegnbError, ValueError):
        return empty_observations()
    parts = [r.observations for r in readings if r.observations is not None]
    every = pd.concat(parts, ignore_index=True) if parts else empty_observations()
    return every[every["indicator"] == indicator]


def _of_box(snapshot: Snapshot, indicator: str) -> pd.DataFrame:
    """The same of what came along with the package, whose raw bytes are not held."""
    try:
        rows = Store.open("box").read(indicator, sex=None, interval=True)
    except EmptyStore:
        return empty_observations()
    return rows[rows["snapshot"] == snapshot.sha256]
