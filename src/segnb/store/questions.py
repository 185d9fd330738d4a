"""What a process asks a store: each question once, with a hash of its answer.

A report that keeps its questions can be told later, without being made again, whether a changed
store would answer any of them differently.
"""

import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

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
T = TypeVar("T")
COPIES_ON_WRITE = int(pd.__version__.split(".")[0]) >= 3

_recorded: "Questions | None" = None
_loaded: "dict[tuple[Path, str], _Loaded]" = {}


class _Loaded(NamedTuple):
    """An answer with its hash, and what the files that it came from were like."""

    stamps: list[tuple[int, int, int] | None]
    answer: Any
    hash: str


class Questions:
    """Questions that have been asked, each as text, with a hash of its answer.

    Attributes
    ----------
    asked
        Hash of the answer by question.
    heard
        Where else the questions are noted for now.
    made
        What has been made of the answers and holds as long as they do.
    """

    def __init__(self) -> None:
        self.asked: dict[str, str] = {}
        self.heard: list[dict[str, str]] = []
        self.made: dict[Any, Any] = {}
        self._answers: dict[tuple[Path, str], Any] = {}

    def files(self) -> list[str]:
        """Files and folders of the store that the answers came from."""
        return sorted({name for question in self.asked for name in files_of(question)})

    def answer(self, store: Store, question: str, ask: Callable[[], Any]) -> Any:
        """The answer to a question, which the store is asked once."""
        key = (store.path, question)
        if key not in self._answers:
            found = _loaded.get(key)
            if found is None or found.stamps != _stamps(store, question):
                found = _loaded_now(store, question, ask)
            self._answers[key], self.asked[question] = found.answer, found.hash
        for found in self.heard:
            found[question] = self.asked[question]
        answer = self._answers[key]
        if isinstance(answer, pd.DataFrame):
            return answer.copy(deep=not COPIES_ON_WRITE)
        return answer


@contextmanager
def recording() -> Iterator[Questions]:
    """Record what this process asks any store while the block lasts; each is asked once."""
    global _recorded
    found, methods = Questions(), {name: getattr(Store, name) for name in FILES}
    for name, method in methods.items():
        setattr(Store, name, _recorded_method(name, method, found))
    _recorded = found
    try:
        yield found
    finally:
        _recorded = None
        for name, method in methods.items():
            setattr(Store, name, method)


def load(store: Store, name: str, **arguments: Any) -> None:
    """Ask a store a question for all processes that will be forked from this one.

    They ask it themselves where its files have changed in the meantime.
    """
    method = getattr(Store, name)
    question = _question(name, _bound(inspect.signature(method), store, **arguments))
    _loaded[store.path, question] = _loaded_now(store, question, lambda: method(store, **arguments))


def _loaded_now(store: Store, question: str, ask: Callable[[], Any]) -> _Loaded:
    stamps, answer = _stamps(store, question), ask()
    return _Loaded(stamps, answer, answer_hash(answer))


def _stamps(store: Store, question: str) -> list[tuple[int, int, int] | None]:
    """Time, size and number of each file that the answer to a question depends on."""
    found: list[tuple[int, int, int] | None] = []
    for name in files_of(question):
        path = store.path / name
        stat = path.stat() if path.exists() else None
        found.append(stat and (stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return found


def once(key: Any, make: Callable[[], T]) -> T:
    """What is made once while questions are recorded, and anew each time where they are not."""
    if _recorded is None:
        return make()
    if key not in _recorded.made:
        _recorded.made[key] = make()
    return _recorded.made[key]


def asking(work: Callable[[], T], files: Iterable[str]) -> tuple[T, dict[str, str] | None]:
    """What some work gives, and the questions that it rests on with the hashes of their answers.

    Parameters
    ----------
    files
        Files of the store that the work rests on. What was asked of them before counts too, for
        the work may have found it read already.

    Returns
    -------
    tuple
        The result, and None in place of the questions where nothing is recorded.
    """
    if _recorded is None:
        return work(), None
    found: dict[str, str] = {}
    _recorded.heard.append(found)
    try:
        result = work()
    finally:
        _recorded.heard.pop()
    rests_on = set(files)
    before = {q: answer for q, answer in _recorded.asked.items() if rests_on & set(files_of(q))}
    return result, before | found


def repeat(path: Path) -> None:
    """Record the questions of a file, which were asked when a result was computed.

    Raises
    ------
    OSError, ValueError
        There is no such file, or it is damaged.
    """
    if _recorded is not None:
        asked = json.loads(path.read_text(encoding="utf-8"))
        for found in (_recorded.asked, *_recorded.heard):
            found.update(asked)


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


def _recorded_method(name: str, method: Callable[..., Any], found: Questions) -> Callable[..., Any]:
    signature = inspect.signature(method)

    @wraps(method)
    def asked(store: Store, *given: Any, **named: Any) -> Any:
        arguments = _bound(signature, store, *given, **named)
        return found.answer(store, _question(name, arguments), lambda: method(store, **arguments))

    return asked


def _bound(signature: inspect.Signature, store: Store, *given: Any, **named: Any) -> dict[str, Any]:
    """All arguments of a method of the store by name, also those that were left out."""
    bound = signature.bind(store, *given, **named)
    bound.apply_defaults()
    return {name: _plain(value) for name, value in bound.arguments.items() if name != "self"}


def _question(name: str, arguments: Mapping[str, Any]) -> str:
    return json.dumps([name, arguments], ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    """An argument as JSON writes it; of several values the order does not matter."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, np.generic):
        return value.item()
    return sorted({_plain(one) for one in value})
