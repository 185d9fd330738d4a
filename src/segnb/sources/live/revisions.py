"""An answer held against what the store has: doubts, other definitions, and the way back.

What cannot be is held back and told, not stored; `--accept` takes it. Areas and groups are
missed only where the same request had them before: a fetch of one municipality lacks no other.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context
from segnb.sources.files.jsonstat import labelled_answer
from segnb.sources.files.kolada_answers import bindings
from segnb.sources.files.kolada_figures import TITLE
from segnb.sources.files.labelled_table import plain
from segnb.sources.live.http_requests import Call
from segnb.sources.live.labels import bound
from segnb.sources.live.queries import recognised
from segnb.store import Snapshot, Store, empty_observations
from segnb.store.observation_schema import INTERVAL, KEY
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import EmptyStore, SegnbError

FEWEST = 5  # values; fewer may be odd by themselves
OTHER_SIZE = 20.0  # times: units differ by 100 or 1 000, a year from the next by far less
FEWEST_LEFT = 0.5  # of the areas that were there before
Check = Callable[[pd.DataFrame, pd.DataFrame], str]


def doubts(
    rows: pd.DataFrame, held: pd.DataFrame, earlier: pd.DataFrame, *, is_count: bool = False
) -> list[str]:
    """What speaks against the values of one indicator, each as a phrase.

    Parameters
    ----------
    rows
        Observations that have come in.
    held
        Those of the same indicator in the store.
    earlier
        Those of them that came from the last answers to the same requests.
    is_count
        Whether it counts people or things, of which there are never fewer than none.
    """
    found = [check(rows, held) for check in AGAINST_HELD]
    found += [check(rows, earlier) for check in AGAINST_EARLIER]
    lowest = rows["value"].min()
    if is_count and lowest < 0:
        found.insert(0, f"it counts less than none (such as {lowest:g})")
    return [phrase for phrase in found if phrase]


def _meeting(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Values of the same place, year and group, held (`value_held`) and come in (`value`)."""
    return rows.merge(held, on=KEY, suffixes=("", "_held"))


def _without_values(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    both = _meeting(rows, held)
    before = both["value_held"].notna()
    if before.sum() < FEWEST or rows["value"].notna().any():
        return ""
    return f"none of its {len(rows):,} values is given, where {int(before.sum()):,} were"


def _zeros(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    values = rows["value"].dropna()
    if len(values) < FEWEST or (values != 0).any():
        return ""
    before = _meeting(rows, held)["value_held"].dropna()
    if (before.empty and len(held)) or (len(before) and (before == 0).all()):
        return ""
    return f"all its {len(values):,} values are 0"


def _negative(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    lowest = rows["value"].min()
    usual = held["value"].dropna()
    if not lowest < 0 or usual.empty or usual.min() < 0:
        return ""
    return f"it has negative values (such as {lowest:g}), which it never had"


def _other_size(rows: pd.DataFrame, held: pd.DataFrame) -> str:
    both = _meeting(rows[~rows["group"].isin(INTERVAL)], held)
    both = both[(both["value"] > 0) & (both["value_held"] > 0)]
    if len(both) < FEWEST:
        return ""
    times = float(np.median(both["value"] / both["value_held"]))
    if 1 / OTHER_SIZE < times < OTHER_SIZE:
        return ""
    return f"its values are {times:.4g} times those that are held"


def _no_total(rows: pd.DataFrame, earlier: pd.DataFrame) -> str:
    """A total of the sexes, or a group, that was there before and is not now."""
    if "total" in set(earlier["sex"]) and "total" not in set(rows["sex"]):
        return "it has no total of women and men any more"
    gone = sorted(set(earlier["group"]) - set(rows["group"]))
    return f"it has no {' and no '.join(gone[:3])} any more" if gone else ""


def _half_the_areas(rows: pd.DataFrame, earlier: pd.DataFrame) -> str:
    expected, came = (len(part[["level", "area"]].drop_duplicates()) for part in (earlier, rows))
    if came >= FEWEST_LEFT * expected:
        return ""
    return f"it has {came:,} of the {expected:,} areas that the same request gave before"


AGAINST_HELD: tuple[Check, ...] = (_without_values, _zeros, _negative, _other_size)
AGAINST_EARLIER: tuple[Check, ...] = (_no_total, _half_the_areas)


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
    if snapshot.came_along:
        return _of_box(snapshot, indicator)
    rows = read_again(snapshot, context)
    return rows[rows["indicator"] == indicator]


def read_again(snapshot: Snapshot, context: Context) -> pd.DataFrame:
    """Observations of a snapshot, read again from its raw bytes; none where they are not read."""
    try:
        raw = context.store.raw(snapshot.sha256)
        if snapshot.body:  # a table that was asked for by its id
            table = labelled_answer(json.loads(raw), snapshot.name)
            table = replace(table, table=snapshot.table, producer=snapshot.producer)
            readings = bound(table, context)
        else:
            readings = [recognised(Document.of(raw, snapshot.name), context)]
    except (SegnbError, ValueError):
        return empty_observations()
    found = [r.observations for r in readings if r.observations is not None]
    return pd.concat(found, ignore_index=True) if found else empty_observations()


def _of_box(snapshot: Snapshot, indicator: str) -> pd.DataFrame:
    """The same of what came along with the package, whose raw bytes are not held."""
    try:
        rows = Store.open("box").read(indicator, sex=None, interval=True)
    except EmptyStore:
        return empty_observations()
    return rows[rows["snapshot"] == snapshot.sha256]
