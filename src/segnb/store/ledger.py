"""The ledger: what was asked of a store, each question once with a hash of its answer.

What rests on a ledger (a report, a result that is kept beside the store) can be told later, without
being made again, whether a changed store would answer any of its questions differently.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from segnb.store.folder import Store
from segnb.store.query_hashes import FILES, answer_hash, files_of, question_of

T = TypeVar("T")
COPIES_ON_WRITE = int(pd.__version__.split(".")[0]) >= 3

_open: "Ledger | None" = None
_shared: "dict[tuple[Path, str], _Answer]" = {}


class _Answer(NamedTuple):
    """An answer with its hash, and what the files that it came from were like."""

    stamps: list[tuple[int, int, int] | None]
    answer: Any
    hash: str


class Ledger:
    """Questions that have been asked, each as text, with a hash of its answer.

    Attributes
    ----------
    asked
        Hash of the answer by question.
    """

    def __init__(self) -> None:
        self.asked: dict[str, str] = {}
        self._pages: list[dict[str, str]] = []
        self._made: dict[Any, Any] = {}
        self._answers: dict[tuple[Path, str], Any] = {}

    def files(self) -> list[str]:
        """Files and folders of the store that the answers came from."""
        return sorted({name for question in self.asked for name in files_of(question)})

    def answer(self, store: Store, question: str, ask: Callable[[], Any]) -> Any:
        """The answer to a question, which the store is asked once."""
        key = (store.path, question)
        if key not in self._answers:
            found = _shared.get(key)
            if found is None or found.stamps != _stamps(store, question):
                found = _asked_now(store, question, ask)
            self._answers[key], self.asked[question] = found.answer, found.hash
        for page in self._pages:
            page[question] = self.asked[question]
        answer = self._answers[key]
        if isinstance(answer, pd.DataFrame):
            return answer.copy(deep=not COPIES_ON_WRITE)
        return answer

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """What is made of the answers once, and holds as long as they do."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def page_of(self, work: Callable[[], T], files: Iterable[str]) -> tuple[T, dict[str, str]]:
        """What some work gives, and the questions that it rests on with hashes of their answers.

        Parameters
        ----------
        files
            Files of the store that the work rests on. What was asked of them before counts too,
            for the work may have found it read already.
        """
        page: dict[str, str] = {}
        self._pages.append(page)
        try:
            result = work()
        finally:
            self._pages.pop()
        rests_on = set(files)
        before = {q: answer for q, answer in self.asked.items() if rests_on & set(files_of(q))}
        return result, before | page

    def enter(self, questions: Mapping[str, str]) -> None:
        """Take in the questions of a result that was computed before."""
        for page in (self.asked, *self._pages):
            page.update(questions)


@dataclass(frozen=True)
class RecordedStore(Store):
    """A store that enters in a ledger whatever it is asked."""

    ledger: Ledger = field(default_factory=Ledger, compare=False, repr=False)


def _recorded(name: str) -> Callable[..., Any]:
    method = getattr(Store, name)

    @wraps(method)
    def asked(store: RecordedStore, *given: Any, **named: Any) -> Any:
        question = question_of(name, method, *given, **named)
        ask = lambda: method(store, **json.loads(question)[1])  # noqa: E731
        return store.ledger.answer(store, question, ask)

    return asked


for _name in FILES:
    setattr(RecordedStore, _name, _recorded(_name))


@contextmanager
def recording() -> Iterator[Ledger]:
    """A ledger in which this process enters what it asks of any store opened by `recorded`."""
    global _open
    _open, before = Ledger(), _open
    try:
        yield _open
    finally:
        _open = before


def enter(questions: Mapping[str, str]) -> None:
    """Take what another process asked into the ledger that is open here, if one is."""
    if _open is not None:
        _open.enter(questions)


def recorded(store: Store) -> Store:
    """The store with the ledger that is open now; as it is where none is."""
    return store if _open is None else RecordedStore(store.path, _open)


def ledger_of(store: Store) -> Ledger | None:
    """The ledger of a store; None where nothing is recorded."""
    return store.ledger if isinstance(store, RecordedStore) else None


def share(store: Store, name: str, **arguments: Any) -> None:
    """Ask a store a question for all processes that will be forked from this one.

    They ask it themselves where its files have changed in the meantime.
    """
    method = getattr(Store, name)
    question = question_of(name, method, **arguments)
    _shared[store.path, question] = _asked_now(store, question, lambda: method(store, **arguments))


def _asked_now(store: Store, question: str, ask: Callable[[], Any]) -> _Answer:
    stamps, answer = _stamps(store, question), ask()
    return _Answer(stamps, answer, answer_hash(answer))


def _stamps(store: Store, question: str) -> list[tuple[int, int, int] | None]:
    """Time, size and number of each file that the answer to a question depends on."""
    found: list[tuple[int, int, int] | None] = []
    for name in files_of(question):
        path = store.path / name
        stat = path.stat() if path.exists() else None
        found.append(stat and (stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return found
