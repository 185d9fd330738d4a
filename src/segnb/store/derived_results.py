"""Results that take long, kept beside the store: the same rows and program give the same result."""

import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from segnb.store.atomic_writing import write_atomically
from segnb.store.folder import Store
from segnb.store.ledger import Ledger, ledger_of
from segnb.store.open_data import derived_folder
from segnb.store.parquet_files import read_table, write_table
from segnb.store.program import program
from segnb.vocabulary.errors import CannotWrite, InvalidFile

A_DAY = 24 * 3600
PLACES = ("areas.parquet", "groups.parquet", "links.parquet")


def derive(
    store: Store,
    name: str,
    indicators: Iterable[str],
    compute: Callable[[], pd.DataFrame],
    *,
    of_reader: bool = False,
    **settings: Any,
) -> pd.DataFrame:
    """Result of a computation over a store, from the folder `derived` where it is there already.

    Parameters
    ----------
    name
        What is computed; the beginning of the file's name.
    indicators
        Ids of the observations that it is computed from.
    compute
        Makes the frame; it must depend on nothing but these observations, the areas and groups of
        the store, the settings and the program.
    of_reader
        Whether `compute` may use observations that a reader has read before. Then all that was
        asked of these files counts as asked for it, also what it does without.
    settings
        What else tells results apart.

    Notes
    -----
    The file is named by a hash of all that the result depends on, and written in one step, so that
    many processes may ask at the same time. A store that cannot be written to is left as it is.
    """
    indicators = sorted(set(indicators))
    folder, ledger = derived_folder(store) / program()[:12], ledger_of(store)
    path = folder / f".{name}-{_key(store, indicators, settings)}.parquet"
    asked = path.with_suffix(".json")  # what was asked of the store, so that a report knows it too
    if path.exists():
        with suppress(InvalidFile, OSError, ValueError):  # a damaged file is made again
            if ledger is not None:
                ledger.enter(json.loads(asked.read_text(encoding="utf-8")))
            return read_table(path)
    named = [f"observations/{one}.parquet" for one in indicators] if of_reader else []
    made, questions = _computed(ledger, compute, [*PLACES, *named])
    with suppress(CannotWrite):  # the next process computes it again
        if questions is not None:
            write_atomically(asked, json.dumps(questions).encode())
        write_table(made, path)
        _tidy(folder)
    return made


def _computed(
    ledger: Ledger | None, compute: Callable[[], pd.DataFrame], files: Iterable[str]
) -> tuple[pd.DataFrame, Mapping[str, str] | None]:
    return (compute(), None) if ledger is None else ledger.page_of(compute, files)


@cache
def _tidy(folder: Path) -> None:
    """Remove what other versions of the program have left, unless one of them is at work today."""
    for other in folder.parent.iterdir():
        if other != folder and time.time() - other.stat().st_mtime > A_DAY:
            shutil.rmtree(other, ignore_errors=True)


def _key(store: Store, indicators: Iterable[str], settings: dict[str, object]) -> str:
    total = sha256(program().encode())
    total.update(json.dumps(settings, sort_keys=True, default=str).encode())
    named = [store.path / "observations" / f"{one}.parquet" for one in sorted(set(indicators))]
    for path in [*named, *sorted(store.path.glob("*.parquet"))]:
        total.update(f"{path.name} {content_hash(path)}\n".encode())
    return total.hexdigest()[:20]


def content_hash(path: Path) -> str:
    """Hash of a file; empty where there is none."""
    if not path.exists():
        return ""
    stat = path.stat()
    return _hash_of(path, stat.st_mtime_ns, stat.st_size, stat.st_ino)


@lru_cache(maxsize=1024)
def _hash_of(path: Path, *_: int) -> str:
    return sha256(path.read_bytes()).hexdigest()
