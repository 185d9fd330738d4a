"""Reading a folder: every file is recognised by its content, and none passes in silence."""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from segnb.sources.files.bounded_process import Apart, ReaderFailed, in_order
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.folder_listing import documents_in, one_line
from segnb.sources.files.formats import (
    BORDERS,
    FORMATS,
    TABLES,
    Context,
    Format,
    parts_of,
    recognise,
)
from segnb.sources.files.plausibility import without_other_units
from segnb.sources.files.reading_ahead import in_turn, prepared
from segnb.store import Change, Snapshot, Store
from segnb.store.observation_schema import coded
from segnb.vocabulary.errors import CannotWrite, InvalidFile, SegnbError

logger = logging.getLogger(__name__)

Kinds = list[tuple[Format, str]]  # formats, each with the sheet that has it
Job = tuple[Document, Kinds]
T = TypeVar("T")
AHEAD = os.cpu_count() or 1  # files that are read while one is written
_DAY = re.compile(r"(?<!\d)(20\d{2})[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True)
class ImportedFile:
    """What became of one file.

    Attributes
    ----------
    path
        The file, relative to the folder that was imported.
    taken_as
        What it was recognised as.
    observations
        Number of observations that it holds.
    indicators, years, areas
        What these are of: ids of the catalogue, first and last year, number of areas.
    change
        What they changed in the store.
    reason
        Why nothing of it entered the store; empty if it did.
    notes
        What was repaired, dropped or has to be known.
    damaged
        Whether it could not be read though it should have been.
    """

    path: str
    taken_as: str
    observations: int = 0
    indicators: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    areas: int = 0
    change: Change = field(default_factory=Change)
    reason: str = ""
    notes: tuple[str, ...] = ()
    damaged: bool = False


def import_folder(
    path: Path | str,
    store: Store,
    *,
    named: Mapping[str, str] | None = None,
    progress: Callable[[Iterable], Iterable] = iter,
) -> list[ImportedFile]:
    """Read a file, or every file of a folder and its folders, into the store.

    Each file is recognised and read in a process of its own (`Apart`), and the store is written
    here: what a file does to its reader harms neither the store nor the other files.

    Parameters
    ----------
    path
        File or folder. Hidden files are passed over.
    store
        Where observations, areas and polygons go.
    named
        What polygons of own areas call their columns `code` and `name`.
    progress
        Wraps the list of files while they are read, for example `tqdm.tqdm`.

    Returns
    -------
    list of ImportedFile
        One for each file, by path.

    Raises
    ------
    InvalidFile
        There is no such file or folder.
    EmptyStore
        The folder has no file.
    CannotWrite
        The store cannot be written.
    """
    documents, odd = documents_in(Path(path))
    done = {name: ImportedFile(name, "no file", reason=why) for name, why in odd.items()}
    jobs: list[Job] = []
    works = (_apart(document, _recognise, documents) for document in documents)
    for document, work in zip(progress(documents), in_order(works, AHEAD), strict=True):
        found = _recognised(document, work)
        if isinstance(found, list):
            jobs.append((document, found))
        else:
            done[document.name] = found
    for file in _imported(jobs, Context(store, named=named or {}), progress):
        done[file.path] = file
    return [done[name] for name in sorted(done)]


def _apart(document: Document, work: Callable[..., T], *given: Any) -> Apart[T]:
    return Apart(partial(work, document, *given), document.name, document.size)


def _recognise(document: Document, others: list[Document]) -> list[tuple[int, str]] | Reading:
    return parts_of(document, others) or recognise(document)


def _recognised(document: Document, work: Apart) -> Kinds | ImportedFile:
    """The formats of a document by sheet, or what became of it if none reads it."""
    try:
        found = work.result()
    except (SegnbError, ReaderFailed) as error:
        return _failed(document, "unreadable file", error)
    if isinstance(found, list):
        return [(FORMATS[place], sheet) for place, sheet in found]
    return ImportedFile(document.name, found.taken_as, reason=one_line(found.reason))


def _imported(
    jobs: list[Job], context: Context, progress: Callable[[Iterable], Iterable]
) -> Iterator[ImportedFile]:
    """What became of each file: keys first; tables and borders are read ahead of the writing."""
    jobs = sorted(jobs, key=lambda job: (_phase(job), job[0].name))
    shown = iter(progress(jobs))
    for phase, of_phase in groupby(jobs, _phase):
        seen = prepared(phase, context)
        works = (_apart(document, _ready, kinds, seen) for document, kinds in of_phase)
        # What other phases read may be what the file before them writes.
        for work in in_order(works, AHEAD if phase in (BORDERS, TABLES) else 0):
            document, kinds = next(shown)
            yield _import(document, kinds, context, work)


def _phase(job: Job) -> int:
    return job[1][0][0].phase


def _failed(document: Document, taken_as: str, error: Exception) -> ImportedFile:
    reason = str(error)
    if not isinstance(error, SegnbError):
        failed = error if isinstance(error, ReaderFailed) else ReaderFailed.of(error)
        logger.info("%s\n%s", document.name, failed.trace)
        reason = (
            f"{document.name} could not be read ({failed.what}): if it opens elsewhere, segnb is "
            "at fault; `--verbose` shows where."
        )
    return ImportedFile(document.name, taken_as, reason=one_line(reason), damaged=True)


def _import(
    document: Document, kinds: Kinds, context: Context, work: Apart[Reading]
) -> ImportedFile:
    kind = kinds[0][0]
    try:
        reading = in_turn(work, _apart(document, _ready, kinds, context))
        _check_date_of(reading)
        change = _write(reading, document, context) if not reading.reason else Change()
    except CannotWrite:
        raise
    except Exception as error:  # noqa: BLE001 one file never loses the others
        return _failed(document, kind.name, error)
    return ImportedFile(
        path=document.name,
        taken_as=reading.taken_as,
        **({} if reading.reason else _held(reading)),
        change=change,
        reason=one_line(reading.reason),
        notes=tuple(map(one_line, (*reading.notes, *_about(change, reading, context)))),
    )


def _held(reading: Reading) -> dict[str, Any]:
    """What a reading is of: its observations, or else its polygons and areas."""
    rows = reading.observations
    if rows is None or rows.empty:
        shapes = reading.polygons if reading.polygons is not None else reading.areas
        return {"areas": 0 if shapes is None else shapes["area"].nunique()}
    return {
        "observations": len(rows),
        "indicators": tuple(sorted(rows["indicator"].unique())),
        "years": (int(rows["year"].min()), int(rows["year"].max())),
        "areas": len(rows[["level", "area"]].drop_duplicates()),
    }


def _ready(document: Document, kinds: Kinds, context: Context) -> Reading:
    """What a document holds, as the store takes it in: what can be done here delays no writing."""
    reading = _read(document, kinds, context)
    if reading.reason:
        return reading
    if reading.observations is not None:
        reading.observations = coded(reading.observations)
    reading.packed, reading.raw = context.store.pack(reading.raw or document.raw), b""
    return reading


def _read(document: Document, kinds: Kinds, context: Context) -> Reading:
    """What the first sheet of use holds; of no use, why the first is left."""
    first = None
    for kind, sheet in kinds:
        one = document.on(sheet)
        reading = without_other_units(kind.read(one, context), context.catalogue)
        if not reading.reason:
            return _naming_sheet(reading, one)
        first = first or reading
    return first or Reading(document.kind)


def _naming_sheet(reading: Reading, document: Document) -> Reading:
    """The reading with a note on which of several sheets it is of, where none tells it."""
    names = document.workbook.names if document.kind == "excel" else []
    if len(names) > 1 and not any("sheet" in note for note in reading.notes):
        read = document.sheet or names[0]
        others = [repr(name) for name in names if name != read]
        listed = ", ".join(others[:5]) + (", …" if len(others) > 5 else "")
        reading.notes.append(f"Of its sheets {read!r} was read, and not {listed}.")
    return reading


def _check_date_of(reading: Reading) -> None:
    today = datetime.now(UTC).year
    if reading.period > today + 1:
        raise InvalidFile(f"It has values of {reading.period}, a year that has not come.")


def _about(change: Change, reading: Reading, context: Context) -> list[str]:
    notes = []
    for indicator in change.definitions:
        notes.append(
            f"{indicator}{_tables(indicator, reading, context)} has another unit or definition in "
            "another file of the store: the newer series holds; the older one is cut, not joined."
        )
    if change.revised:
        years = "" if reading.observations is None else f" up to {reading.period}"
        notes.append(f"{change.revised} values{years} are revisions of values held before.")
    return notes


def _tables(indicator: str, reading: Reading, context: Context) -> str:
    """Ids of an indicator at the producer of a file, in brackets."""
    entry = context.catalogue.indicators.get(indicator)
    sources = () if entry is None else entry.sources
    ids = [s.table for s in sources if s.producer == reading.producer and s.table]
    return f" ({', '.join(ids)})" if ids else ""


def _write(reading: Reading, document: Document, context: Context) -> Change:
    snapshot = _snapshot(reading, document, context.store)
    context.keep_places(reading, snapshot)
    if reading.observations is None or reading.observations.empty:
        return Change()
    return context.store.write(reading.observations, snapshot)


def _snapshot(reading: Reading, document: Document, store: Store) -> Snapshot:
    named = _DAY.search(document.path.name)
    modified = datetime.fromtimestamp(document.path.stat().st_mtime, UTC)
    return store.add_snapshot(
        reading.packed or reading.raw or document.raw,
        name=document.name.rpartition("/")[2],
        producer=reading.producer,
        table=reading.table,
        title=reading.title,
        licence=reading.licence,
        published=reading.published,
        retrieved="-".join(named.groups()) if named else None,
        modified=modified,
        period=reading.period,
        notes=reading.notes,
    )
