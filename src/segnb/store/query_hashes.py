"""Questions to a store as text, and what tells their answers apart."""

import inspect
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from segnb.store.folder import Store
from segnb.vocabulary.errors import SegnbError

FILES: dict[str, tuple[str, ...]] = {
    "read": ("observations/{indicator}.parquet",),
    "read_areas": ("areas.parquet",),
    "read_groups": ("groups.parquet",),
    "read_links": ("links.parquet",),
    "read_polygons": ("polygons/{level}.parquet", "polygons/municipality.parquet"),
    "snapshot": ("snapshots/{sha}.json",),
    "snapshots": ("snapshots",),
    "coverage": ("observations",),
    "fingerprint": (".",),
}


def question_of(name: str, method: Callable[..., Any], *given: Any, **named: Any) -> str:
    """Text of a question: the method of the store with all of its arguments."""
    bound = _signature(method).bind(None, *given, **named)
    bound.apply_defaults()
    _, *arguments = bound.arguments.items()
    plain = {key: _plain(value) for key, value in arguments}
    return json.dumps([name, plain], ensure_ascii=False, sort_keys=True)


_signature = cache(inspect.signature)


def files_of(question: str) -> list[str]:
    """Files and folders of a store that the answer to a question depends on."""
    name, arguments = json.loads(question)
    return [template.format(**arguments) for template in FILES[name]]


def ask(store: Store, question: str) -> str:
    """Hash of the answer that a store gives now; empty where it gives none."""
    name, arguments = json.loads(question)
    if name not in FILES:
        return ""
    with suppress(SegnbError, OSError):
        return answer_hash(getattr(store, name)(**arguments))
    return ""


def answer_hash(answer: Any) -> str:
    """Hash of an answer."""
    if not isinstance(answer, pd.DataFrame):
        return sha256(repr(answer).encode()).hexdigest()
    frame = pd.DataFrame(answer)
    if "geometry" in frame:
        frame["geometry"] = answer.geometry.to_wkb(hex=True)
    total = sha256(repr([*frame.columns, len(frame)]).encode())
    for column in frame:
        total.update(_bytes(frame[column]))
    return total.hexdigest()


def _bytes(column: pd.Series) -> bytes:
    """Values of a column: numbers as they are kept, texts each once with the places of each."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "biuf":
        return column.to_numpy().tobytes()
    places, texts = pd.factorize(column)
    return places.astype("int64").tobytes() + "\x1f".join(map(str, texts)).encode()


def _plain(value: Any) -> Any:
    """An argument as JSON writes it; of several values the order does not matter."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, np.generic):
        return value.item()
    return sorted({_plain(one) for one in value})
