"""Series that are defined in another way than before: what is cut of them, and taken back."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pandas as pd

from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context
from segnb.sources.files.kolada_answers import bindings
from segnb.sources.files.kolada_figures import TITLE
from segnb.sources.files.labelled_table import plain
from segnb.sources.live.call import Call
from segnb.sources.live.pxweb import read_answer
from segnb.sources.live.service import recognised
from segnb.store import Snapshot, Store, empty_observations
from segnb.store.observation_schema import KEY
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import EmptyStore, SegnbError

CUTTING = ("title", "unit")  # a description may be mended without anything else having changed
WORDS = (*CUTTING, "description", "is_divided_by_gender")


@dataclass(frozen=True)
class Redefinition:
    """What is told in another way of a key figure than before.

    Attributes
    ----------
    cuts
        Whether older values are given up where the newer ones differ.
    """

    indicator: str
    note: str
    cuts: bool


def redefined(
    call: Call, raw: bytes, earlier: Sequence[str], store: Store, catalogue: Catalogue
) -> Iterator[Redefinition]:
    """Indicators whose key figure is told in another way than in the list held before.

    Parameters
    ----------
    call, raw
        A request for the definitions of key figures, and its answer.
    earlier
        Snapshots of earlier answers to the same request; where there are none, the newest list
        of key figures in the store is held against this one.
    """
    if call.api != "kolada" or call.detail["kind"] != "figures":
        return
    now = _definitions(json.loads(raw.decode("utf-8-sig")))
    before = _definitions(json.loads(store.raw(earlier[-1]))) if earlier else _held(store, raw)
    bound = bindings(catalogue)
    for figure in sorted(set(before) & set(now) & set(bound)):
        words = [w for w in WORDS if _differ(before[figure].get(w), now[figure].get(w))]
        for entry, _ in bound[figure] if words else ():
            yield _redefinition(entry.id, figure, words, before[figure], now[figure])


def _redefinition(
    indicator: str, figure: str, words: list[str], before: dict[str, Any], now: dict[str, Any]
) -> Redefinition:
    cuts = bool(set(words) & set(CUTTING))
    then = (
        "If its values differ as well, the older ones are given up; `segnb store restore "
        f"{indicator}` brings them back."
        if cuts
        else "Its older values stay."
    )
    return Redefinition(
        indicator,
        f"{figure} ({indicator}) has another {' and '.join(words)} than before: "
        f"{_short(now[words[0]])}, was {_short(before[words[0]])}. {then}",
        cuts,
    )


def _short(text: object) -> str:
    return repr(text if len(str(text)) <= 120 else f"{str(text)[:119]}…")


def _held(store: Store, raw: bytes) -> dict[str, dict[str, Any]]:
    """Newest definition of each key figure among the other lists in the store."""
    held = store.snapshots()
    lists = held[(held["title"] == TITLE) & held["name"].str.endswith(".json")]
    found: dict[str, dict[str, Any]] = {}
    for sha in lists["sha256"]:
        if sha != sha256(raw).hexdigest():
            found |= _definitions(json.loads(store.raw(sha)))
    return found


def _definitions(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {str(entry["id"]): entry for entry in content.get("values", []) if "id" in entry}


def _differ(before: object, now: object) -> bool:
    """Whether both are told and say different things."""
    return before is not None and now is not None and plain(before) != plain(now)


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
