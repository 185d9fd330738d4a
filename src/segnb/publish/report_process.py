"""A report made in a process of its own, so that nothing passes from one report to the next."""

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
from segnb.vocabulary.errors import NotebookFailed
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
    two_processes: bool = False,
) -> ReportOutcome:
    """Report written by `segnb.publish.report_folder.write_report` in a process of its own.

    Parameters
    ----------
    private, known, two_processes
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
        how = {"engine": way, "private": private, "known": known,
               "two_processes": two_processes}  # fmt: skip
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
    from segnb.publish.municipality_check import check_held
    from segnb.publish.report_folder import write_report

    check_held(params)
    return write_report(params, out, formats, progress=lambda *step: tell(step), **how)


def _where(params: Params, reached: list[str]) -> str:
    place = find_municipality(params.municipality)
    chapter = f", chapter {reached[-1]}" if reached else ""
    return f"{place.name} ({place.code}){chapter}"
