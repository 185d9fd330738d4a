"""Key figures of Kolada that keep their id while their title, unit or definition changes."""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from segnb.sources.files.kolada_answers import bindings
from segnb.sources.files.kolada_figures import TITLE
from segnb.sources.files.labelled_table import plain
from segnb.sources.live.call import Call
from segnb.store import Store
from segnb.vocabulary.catalogue import Catalogue

WORDS = ("title", "description", "is_divided_by_gender", "unit")


def redefined(
    call: Call, raw: bytes, earlier: Sequence[str], store: Store, catalogue: Catalogue
) -> Iterator[tuple[str, str]]:
    """Indicators whose key figure is defined in another way than in the list held before.

    Parameters
    ----------
    call, raw
        A request for the definitions of key figures, and its answer.
    earlier
        Snapshots of earlier answers to the same request; where there are none, the newest list
        of key figures in the store is held against this one.

    Yields
    ------
    tuple
        Id of the indicator, and a sentence on what changed.
    """
    if call.api != "kolada" or call.detail["kind"] != "figures":
        return
    now = _definitions(json.loads(raw))
    before = _definitions(json.loads(store.raw(earlier[-1]))) if earlier else _held(store, raw)
    bound = bindings(catalogue)
    for figure in sorted(set(before) & set(now) & set(bound)):
        words = [w for w in WORDS if _differ(before[figure].get(w), now[figure].get(w))]
        for entry, _ in bound[figure] if words else ():
            yield (
                entry.id,
                f"{figure} ({entry.id}) has another {' and '.join(words)} than before: "
                f"{now[figure].get(words[0])!r}, was {before[figure].get(words[0])!r}. Its older "
                "values are cut, not joined.",
            )


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
