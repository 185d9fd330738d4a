"""Reading a folder: every file is recognised by its content, and none passes in silence."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from segnb.sources.files.document import Document
from segnb.sources.files.formats import FORMATS, Context, Format, parts_of, unrecognised
from segnb.sources.files.reading import Reading
from segnb.store import Change, Snapshot, Store
from segnb.vocabulary.errors import CannotWrite, EmptyStore, InvalidFile, SegnbError

_DAY = re.compile(r"(?<!\d)(20\d{2})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
_PASSED_OVER = {"__MACOSX", "node_modules"}


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
    change: Change = field(default_factory=Change)
    reason: str = ""
    notes: tuple[str, ...] = ()
    damaged: bool = False


def import_folder(
    path: Path | str,
    store: Store,
    *,
    progress: Callable[[Iterable], Iterable] = iter,
) -> list[ImportedFile]:
    """Read a file, or every file of a folder and its folders, into the store.

    Parameters
    ----------
    path
        File or folder. Hidden files are passed over.
    store
        Where observations, areas and polygons go.
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
    """
    root = Path(path)
    documents = _documents(root)
    if not documents:
        raise EmptyStore(f"{root} has no file to import: name a folder with downloaded files.")
    jobs = [_recognised(document, documents) for document in documents]
    jobs.sort(key=lambda job: (job[1].phase, job[0].name))
    context, done = Context(store), {}
    for document, kind in progress(jobs):
        done[document.name] = _import(Document(document.path, document.name), kind, context)
    return [done[name] for name in sorted(done)]


def _documents(root: Path) -> list[Document]:
    if root.is_file():
        return [Document(root, _shown(root.name))]
    if not root.is_dir():
        raise InvalidFile(f"There is no file or folder {root}.")
    found = []
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        hidden = any(part.startswith(".") or part in _PASSED_OVER for part in inside.parts)
        if path.is_file() and not hidden:
            found.append(Document(path, _shown(inside.as_posix())))
    return found


def _shown(name: str) -> str:
    """Name of a file as it can be printed anywhere: letters that are none are replaced."""
    whole = name.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in whole)


def _recognised(document: Document, others: list[Document]) -> tuple[Document, Format]:
    """The document and its format; a fault is told when its turn to be read comes."""
    try:
        part = parts_of(document, others)
        fitting = (kind for kind in FORMATS if kind.recognises(document))
        found = part or next(fitting, None) or unrecognised(document)
    except SegnbError as error:
        found = _damaged(error)
    # What was read to recognise it is let go; the file is opened again when its turn comes.
    return Document(document.path, document.name), found


def _damaged(error: SegnbError) -> Format:
    def fail(_document: Document, _context: Context) -> Reading:
        raise error

    return Format("unreadable file", 9, lambda _document: True, fail)


def _import(document: Document, kind: Format, context: Context) -> ImportedFile:
    try:
        reading = kind.read(document, context)
        _check_date_of(reading)
        change = _write(reading, document, context) if not reading.reason else Change()
    except CannotWrite:
        raise
    except SegnbError as error:
        return ImportedFile(document.name, kind.name, reason=str(error), damaged=True)
    held = 0 if reading.observations is None else len(reading.observations)
    return ImportedFile(
        path=document.name,
        taken_as=reading.taken_as,
        observations=0 if reading.reason else held,
        change=change,
        reason=reading.reason,
        notes=(*reading.notes, *_about(change, reading, context)),
    )


def _check_date_of(reading: Reading) -> None:
    today = datetime.now(UTC).year
    if reading.period > today + 1:
        raise InvalidFile(f"It has values of {reading.period}, a year that has not come.")


def _about(change: Change, reading: Reading, context: Context) -> list[str]:
    """What the reader of the report must know of a change."""
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
    store = context.store
    snapshot = _snapshot(reading, document, store)
    change = Change()
    if reading.areas is not None:
        store.write_areas(reading.areas, snapshot)
    if reading.groups is not None:
        store.write_groups(reading.groups, snapshot)
    if reading.links is not None:
        store.write_links(reading.links, snapshot)
    if reading.polygons is not None:
        store.write_polygons(reading.level, reading.polygons, snapshot)
    if reading.observations is not None and not reading.observations.empty:
        change = store.write(reading.observations, snapshot)
    if reading.areas is not None or reading.polygons is not None:
        context.forget()
    return change


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
