"""Many reports in one run: it goes on where the last one stopped, and always ends well."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock, Timeout

from segnb.publish.batch_record import Entry, failed_entry, held_entry, made_entry
from segnb.publish.current_reports import Currency, InputHashes
from segnb.publish.forkserver import share_national, stop_all
from segnb.publish.report_outcome import FORMATS
from segnb.publish.report_process import make_report
from segnb.store.program import program
from segnb.vocabulary.errors import CannotWrite, InvalidParams, SegnbError
from segnb.vocabulary.params import Params

LOCK, PRIVATE = ".batch.lock", ".making"
TIMEOUT = 300.0
MANY = 8  # reports of a store from which reading its national rows once pays

Seen = Callable[[Entry], None]


@dataclass(frozen=True)
class Job:
    """One report of a batch, with all that the process that makes it has to know.

    Attributes
    ----------
    national
        Whether so many reports share a store that its national rows are read once for all.
    """

    params: Params
    out: Path
    formats: tuple[str, ...] = FORMATS
    engine: str | None = None
    timeout: float = TIMEOUT
    known: InputHashes | None = None
    national: bool = False

    @property
    def folder(self) -> Path:
        """Where the report goes."""
        from segnb.vocabulary.areas import find_municipality

        return self.out / find_municipality(self.params.municipality).folder / self.params.lang


@dataclass
class Outcome:
    """What a batch has become: all of its reports, and which of them were made now."""

    entries: list[Entry] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    stopped: bool = False

    @property
    def exit_code(self) -> int:
        """0 where every report is whole, else 1; 2 or 3 where none is and all say the same."""
        codes = {entry.exit_code for entry in self.entries}
        if self.stopped or not codes:
            return 1
        return codes.pop() if len(codes) == 1 else 1


def plan(jobs: Sequence[Job], *, fresh: bool = False) -> tuple[list[Job], list[Entry]]:
    """The reports that have to be made, and those that are as they would become.

    Parameters
    ----------
    fresh
        Make all of them, whatever there is.
    """
    known = InputHashes.of(job.params.store for job in jobs)
    currency, todo, held = Currency(known), [], []
    for job in jobs:
        if not fresh and currency.holds(job.params, job.formats, job.folder):
            held.append(held_entry(job.params, job.out))
        else:
            todo.append(job)
    of = Counter(job.params.store for job in todo)
    return [replace(job, known=known, national=of[job.params.store] >= MANY) for job in todo], held


def make(jobs: Sequence[Job], executor: Executor, seen: Seen) -> Iterator[Entry]:
    """Make reports in any order, and give what becomes of each.

    A report that fails is an entry like the others. What ends the iteration early ends the reports
    that are being made, and leaves those that stand.
    """
    waiting: dict[Future, Job] = {executor.submit(make_one, job): job for job in jobs}
    try:
        for future in as_completed(waiting):
            entry = _entry_of(future, waiting[future])
            seen(entry)
            yield entry
    except BaseException:
        for future in waiting:
            future.cancel()
        stop_all()
        raise


def make_one(job: Job) -> Entry:
    """One report, made in a process of its own; also what a worker on another machine does."""
    try:
        if job.known is not None and job.known.program != program():
            raise InvalidParams("A worker has another version of segnb: install the same on all.")
        if job.national:
            share_national(job.params.store)
        private = job.out / PRIVATE
        private.mkdir(parents=True, exist_ok=True)
        written = make_report(
            job.params,
            job.out,
            job.formats,
            engine=job.engine,
            timeout=job.timeout,
            private=private,
            known=job.known,
        )
    except SegnbError as error:
        return failed_entry(job.params, job.out, str(error), error.exit_code)
    except OSError as error:
        return failed_entry(job.params, job.out, f"{error.strerror or error}.", 1)
    return made_entry(job.params, job.out, written)


def _entry_of(future: Future, job: Job) -> Entry:
    """Entry of a report; a fault of the program in one is told, and stops no other."""
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - one report of many
        why = " ".join(f"{type(error).__name__}: {error}".split())
        return failed_entry(job.params, job.out, why, 1)


@contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Keep a folder of reports from other batches while the block lasts, and clear what was left.

    Raises
    ------
    CannotWrite
        Another batch writes there, or nobody can.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / LOCK, timeout=0)
        lock.acquire()
    except Timeout as error:
        raise CannotWrite(
            f"Another batch is writing to {out}: wait for it to end, or name another --out."
        ) from error
    except OSError as error:
        raise CannotWrite(
            f"{out} cannot be written: {error.strerror or error}. Name another folder with --out."
        ) from error
    try:
        shutil.rmtree(out / PRIVATE, ignore_errors=True)
        yield
    finally:
        shutil.rmtree(out / PRIVATE, ignore_errors=True)
        lock.release()


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Executor that makes so many reports at a time on this machine."""
    pool = ThreadPoolExecutor(jobs)  # each thread waits for the process of one report
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
