"""Reading a folder: every file is recognised by its content, and none passes in silence."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from segnb.sources.files.bounded_process import ReaderFailed, apart
from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.folder_listing import documents_in, one_line
from segnb.sources.files.formats import FORMATS, Context, Format, parts_of, recognise
from segnb.sources.files.plausibility import without_other_units
from segnb.store import Change, Snapshot, Store
from segnb.vocabulary.errors import CannotWrite, InvalidFile, SegnbError

logger = logging.getLogger(__name__)

Kinds = list[tuple[Format, str]]  # formats, each with the sheet that has it
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

    Each file is recognised and read in a process of its own (`apart`), and the store is written
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
    jobs = []
    for document in progress(documents):
        found = _recognised(document, documents)
        if isinstance(found, list):
            jobs.append((found[0][0].phase, document.name, document, found))
        else:
            done[document.name] = found
    context = Context(store, named=named or {})
    for _, name, document, kinds in progress(sorted(jobs, key=lambda job: job[:2])):
        done[name] = _import(document, kinds, context)
    return [done[name] for name in sorted(done)]


def _recognised(document: Document, others: list[Document]) -> Kinds | ImportedFile:
    """The formats of a document by sheet, or what became of it if none reads it."""
    try:
        left = parts_of(document, others)
        found = left or apart(lambda: recognise(document), document.name, document.size)
    except (SegnbError, ReaderFailed) as error:
        return _failed(document, "unreadable file", error)
    if isinstance(found, list):
        return [(FORMATS[place], sheet) for place, sheet in found]
    return ImportedFile(document.name, found.taken_as, reason=one_line(found.reason))


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


def _import(document: Document, kinds: Kinds, context: Context) -> ImportedFile:
    kind = kinds[0][0]
    try:
        context.regions.load()
        reading = apart(lambda: _read(document, kinds, context), document.name, document.size)
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
        reading.raw or document.raw,
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
