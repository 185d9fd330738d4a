"""`segnb batch`: the reports of many municipalities in one run."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from segnb.cli.options import (
    answer,
    engine_option,
    format_option,
    is_loud,
    shared_options,
    store_option,
    usable_cores,
)
from segnb.cli.report_command import wanted_formats

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from segnb.publish.batch import Job, Outcome
    from segnb.publish.batch_record import Entry
    from segnb.vocabulary.params import Params

FEW = 30  # reports that are told one by one where there is no bar


@click.command("batch")
@click.argument("wanted", nargs=-1, metavar="[MUNICIPALITY|COUNTY|GROUP|PARAMS.yml]...")
@click.option("--all", "everything", is_flag=True, help="All municipalities that the store holds.")
@click.option("--jobs", type=click.IntRange(min=1), help="Reports at a time (default: all cores).")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    help="Seconds that a report may take.",
)
@click.option("--only", multiple=True, metavar="CHAPTER", help="Only this chapter; repeatable.")
@click.option("--params", "file", metavar="FILE", help="Settings of all reports (YAML).")
@click.option("--fresh", is_flag=True, help="Make every report anew, also those that are current.")
@click.option("--scheduler", metavar="tcp://HOST:PORT", help="Let the workers of Dask make them.")
@click.option("--lang", help="Language of the reports: sv or en.")
@click.option("--year", help="Use no observation later than this year.")
@store_option(reads=True)
@click.option("--out", default="outputs", show_default=True, help="Folder for the reports.")
@format_option
@engine_option
@shared_options
def batch_command(
    wanted: tuple[str, ...],
    everything: bool,
    only: tuple[str, ...],
    file: str | None,
    out: str,
    formats: str,
    engine: str | None,
    timeout: float,
    jobs: int | None,
    fresh: bool,
    scheduler: str | None,
    **settings: str | None,
) -> int:
    """Write the reports of many municipalities, and an index page beside them.

    Name codes, names, counties, groups of SKR or params files. A batch goes on where the last one
    stopped, and makes only the reports that would change.
    """
    from segnb.publish.batch import Job
    from segnb.publish.batch_selection import select
    from segnb.sources.store_choice import usual_store

    given: dict[str, Any] = {name: value for name, value in settings.items() if value is not None}
    given |= {"chapters": only} if only else {}
    base = Path(file) if file else None
    chosen = select(wanted, given, store=usual_store(), file=base, everything=everything)
    place = Path(out).resolve()
    every = [Job(_resolved(p), place, wanted_formats(formats), engine, timeout) for p in chosen]
    outcome = _run(every, _executor(jobs, scheduler), fresh=fresh)
    if everything and not outcome.stopped:
        with _told(outcome):
            _write_site(place, every[0].params)
    answer({"made": outcome.made, "reports": [asdict(entry) for entry in outcome.entries]})
    if is_loud():
        _tell(outcome, out)
    return outcome.exit_code


def _write_site(out: Path, params: "Params") -> None:
    """The site of a whole batch, beside its reports; a store of few municipalities has none."""
    from segnb.cli.site_command import write_site_of
    from segnb.publish.batch_page import PAGE
    from segnb.publish.site.site_folder import FOLDER, REPORTS
    from segnb.vocabulary.errors import EmptyStore

    is_new = not (out / FOLDER).is_dir()
    if is_new:
        (out / PAGE).replace(out / REPORTS)
    try:
        write_site_of(out, params.store, params.lang, national=True)
    except EmptyStore:
        if is_new:
            (out / REPORTS).replace(out / PAGE)


def _page_of(out: Path) -> str:
    """File of the page of a batch: beside a site it is not the start page."""
    from segnb.publish.batch_page import PAGE
    from segnb.publish.site.site_folder import FOLDER, REPORTS

    return REPORTS if (out / FOLDER).is_dir() else PAGE


def _resolved(params: Any) -> Any:
    """Settings with paths that mean the same to every process."""
    from segnb.store import BOX

    paths = {n: getattr(params, n) for n in ("store", "foreword", "logo", "efforts", "earlier")}
    whole = {n: str(Path(p).resolve()) for n, p in paths.items() if p not in ("", BOX)}
    return params.model_copy(update=whole)


def _executor(jobs: int | None, scheduler: str | None) -> AbstractContextManager["Executor"]:
    from segnb.publish.batch import processes
    from segnb.publish.scheduler import dask_workers

    return dask_workers(scheduler) if scheduler else processes(jobs or usable_cores())


def _run(
    every: list["Job"],
    executor: AbstractContextManager["Executor"],
    *,
    fresh: bool,
) -> "Outcome":
    from segnb.publish.batch import Outcome, alone_in, make, plan
    from segnb.publish.batch_page import write_index

    out = every[0].out
    with alone_in(out):
        todo, held = plan(every, fresh=fresh)
        outcome = Outcome(list(held))
        with _progress(len(todo), out, is_loud()) as seen:
            try:
                with executor as pool:
                    for entry in make(todo, pool, seen):
                        outcome.entries.append(entry)
                        outcome.made.append(entry.code)
            except KeyboardInterrupt:
                outcome.stopped = True
                outcome.entries = [*held, *plan(todo)[1]]
        outcome.entries.sort(key=lambda entry: (entry.code, entry.lang))
        with _told(outcome):
            write_index(out, outcome.entries, every[0].params, _page_of(out))
    return outcome


@contextmanager
def _told(outcome: "Outcome") -> Iterator[None]:
    """Pages beside the reports that cannot be written stop the batch, and undo no report."""
    from segnb.vocabulary.errors import CannotWrite

    try:
        yield
    except CannotWrite as error:
        click.echo(f"segnb: {error}", err=True)
        outcome.stopped = True


@contextmanager
def _progress(total: int, out: Path, loud: bool) -> Iterator[Any]:
    """Bar with the time left; what fails is told in a line of its own.

    Where nobody sees a bar (a log, a pipe), every report has a line, or every tenth of many.
    """
    from tqdm import tqdm

    with tqdm(total=total, unit="report", disable=None if loud else True) as bar:
        in_lines, step, made = loud and bar.disable, 1 if total <= FEW else 10, 0

        def seen(entry: "Entry") -> None:
            nonlocal made
            made += 1
            if entry.why:
                with tqdm.external_write_mode():
                    click.echo(f"segnb: {_line(entry, out)}", err=True)
            if in_lines and (made % step == 0 or made == total):
                click.echo(f"{made} of {total} reports: {entry.name}", err=True)
            bar.set_postfix_str(entry.name, refresh=False)
            bar.update()

        yield seen


def _line(entry: "Entry", out: Path) -> str:
    """What went wrong, with the municipality named once and the notebook by its whole path."""
    kept = f"{entry.folder}-failed"
    why = entry.why.replace(kept, str(out / kept))
    return why if why.startswith(entry.name) else f"{entry.name}: {why}"


def _tell(outcome: "Outcome", out: str) -> None:
    counts = {s: sum(e.status == s for e in outcome.entries) for s in ("ok", "partly", "failed")}
    said = [f"{n} {status}" for status, n in counts.items() if n]
    held = len(outcome.entries) - len(outcome.made)
    click.echo(f"{len(outcome.made)} reports made, {held} were current: {', '.join(said)}.")
    if outcome.stopped:
        click.echo("Stopped. Every report that is there is whole; the same command goes on.")
    if (Path(out) / "index.html").exists():
        click.echo(f"All of them: {Path(out) / 'index.html'}")
