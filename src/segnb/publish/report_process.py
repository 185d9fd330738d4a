"""A report made in a process of its own, of a municipality on which the store holds something."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from segnb.publish.current_reports import InputHashes
from segnb.publish.forkserver import (
    APART,
    HERE,
    KERNEL,
    Died,
    StoppedLate,
    Tell,
    apart,
    can_fork,
)
from segnb.publish.report_outcome import FORMATS, Progress, ReportOutcome, silent
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import EmptyStore, NotebookFailed
from segnb.vocabulary.params import Params


def make_report(
    params: Params,
    out: Path,
    formats: Iterable[str] = FORMATS,
    *,
    progress: Progress = silent,
    engine: str | None = None,
    timeout: float | None = None,
    private: Path | None = None,
    known: InputHashes | None = None,
) -> ReportOutcome:
    """Report written by `segnb.publish.report_folder.write_report` in a process of its own.

    Parameters
    ----------
    private, known
        As there.
    engine
        As there; if left out or `segnb` the chapters run in that process itself, or in kernels
        where the system does not fork.
    timeout
        Seconds after which the report is given up.

    Raises
    ------
    NotebookFailed
        A chapter failed or took too long, or the process died; an older report still stands.
    """
    reached: list[str] = []

    def told(news: tuple[str, int, int]) -> None:
        reached.append(news[0])
        progress(*news)

    way = engine if engine not in (None, APART) else HERE if can_fork() else KERNEL
    try:
        how = {"engine": way, "private": private, "known": known}
        return apart(_write, params, out, tuple(formats), how, timeout=timeout, told=told)
    except StoppedLate as error:
        why = f"stopped after {timeout:.0f} seconds"
        raise NotebookFailed(f"{_where(params, reached)}: {why}.") from error
    except Died as error:
        why = "the process died (it may have needed more memory than there is)"
        raise NotebookFailed(f"{_where(params, reached)}: {why}.") from error


def _write(
    tell: Tell, params: Params, out: Path, formats: tuple[str, ...], how: dict[str, Any]
) -> ReportOutcome:
    from segnb.publish.report_folder import write_report

    check_held(params)
    return write_report(params, out, formats, progress=lambda *step: tell(step), **how)


def _where(params: Params, reached: list[str]) -> str:
    place = find_municipality(params.municipality)
    chapter = f", chapter {reached[-1]}" if reached else ""
    return f"{place.name} ({place.code}){chapter}"


def check_held(params: Params) -> None:
    """Refuse a real municipality of which the store holds nothing, and say what would help.

    Raises
    ------
    EmptyStore
        There is no store, or it holds no observation of the municipality.
    """
    place = find_municipality(params.municipality)
    if not params.store and place.synthetic:
        return
    from segnb.store import BOX, Store
    from segnb.store.indicator_coverage import holds

    commands = (
        f"`segnb import FOLDER --store {params.store}` reads files that you have downloaded, "
        f"`segnb fetch {place.code} --store {params.store}` gets it from the producers; then "
        f"`segnb report {place.code} --store {params.store}`. `--store {BOX}` reads the open data "
        "that come along with segnb."
    )
    try:
        store = Store.open(params.store)
    except EmptyStore as error:
        raise EmptyStore(f"There is no store in {params.store}: {commands}") from error
    if not holds(store, place.code):
        raise EmptyStore(
            f"The store {params.store} holds nothing on {place.name} ({place.code}): {commands}"
        )
