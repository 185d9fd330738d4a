"""Reading ahead of the file that is written: what is loaded for it, and what it may not ask."""

from dataclasses import dataclass, replace
from typing import Any, NoReturn, TypeVar

from segnb.sources.files.bounded_process import Apart
from segnb.sources.files.formats import BORDERS, TABLES, Context
from segnb.sources.files.geometry import load_libraries
from segnb.store import Store
from segnb.store.query_hashes import FILES
from segnb.vocabulary.errors import SegnbError

T = TypeVar("T")


class AskedTooEarly(SegnbError):
    """A reader asked what is held while files before its own were still to be written."""


@dataclass(frozen=True)
class StoreAhead(Store):
    """A store that answers no question, for the answer may be another in one's turn."""


def _refused(*_: Any, **__: Any) -> NoReturn:
    raise AskedTooEarly


for _name in (*FILES, "raw"):
    setattr(StoreAhead, _name, _refused)


def prepared(phase: int, context: Context) -> Context:
    """What the readers of a phase look up, loaded here once for the processes of all of them.

    Few polygons are of a vintage that only areas in the store tell: all begin without it.
    """
    if phase == BORDERS:
        load_libraries()
        return replace(context, store=StoreAhead(context.store.path))
    if phase == TABLES:
        context.regions.load()
    return context


def in_turn(work: Apart[T], again: Apart[T]) -> T:
    """What was read ahead; read again, with all before it written, if it asked too early."""
    try:
        return work.result()
    except AskedTooEarly:
        again.begin()
        return again.result()
