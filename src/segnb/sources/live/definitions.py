"""Key figures of Kolada that keep their id while their title, unit or description changes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from segnb.sources.files.kolada_answers import bindings
from segnb.sources.files.kolada_figures import TITLE
from segnb.sources.files.labelled_table import plain
from segnb.sources.live.call import Call
from segnb.store import Store
from segnb.vocabulary.catalogue import Catalogue

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
