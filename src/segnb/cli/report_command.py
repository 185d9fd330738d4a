"""`segnb report`: the situation report of one or several municipalities."""

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from segnb.cli.options import (
    DEFAULT_STORE,
    VERBOSE,
    address_option,
    answer,
    engine_option,
    format_option,
    is_loud,
    shared_options,
    store_option,
    usable_cores,
)
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import EmptyStore, InvalidParams, SegnbError
from segnb.vocabulary.params import Params, make_params, read_params

if TYPE_CHECKING:
    from segnb.publish.report_outcome import ReportOutcome

FORMATS = ("html", "pdf", "brief", "png")
IN_PART, NO_SOURCE = 1, 3
EXAMPLE = "2081"  # Borlänge: one of the 32 of the first grant, with borders and the safety survey


@click.command("report")
@click.argument("municipalities", nargs=-1, metavar="[MUNICIPALITY]...")
@click.option("--lang", help="Language of the report: sv or en.")
@click.option("--year", help="Use no observation later than this year.")
@store_option(reads=True)
@click.option("--out", default="outputs", show_default=True, help="Folder for the reports.")
@format_option
@click.option("--params", "file", metavar="FILE", help="Settings of the report (YAML).")
@engine_option
@click.option("--fetch", "fetched", is_flag=True, help="Fetch the municipality first.")
@address_option
@click.option("--offline", is_flag=True, help="Never use the network (a report never does).")
@shared_options
@click.pass_context
def report_command(
    ctx: click.Context,
    municipalities: tuple[str, ...],
    out: str,
    formats: str,
    file: str | None,
    engine: str | None,
    offline: bool,
    fetched: bool,
    addresses: tuple[str, ...],
    **settings: str | None,
) -> int:
    """Write the situation report of each MUNICIPALITY (code or name).

    From the store `data` here, or else from the open data that come along with segnb. Without a
    municipality it is an example; `demo` is a town that does not exist, from synthetic data.
    """
    wanted = wanted_formats(formats)
    given = {name: value for name, value in settings.items() if value is not None}
    is_example = not municipalities and file is None
    places: Sequence[str | None] = municipalities or ((EXAMPLE if is_example else None),)
    missing = 0
    if fetched:
        wished = [_params(file, given | ({"municipality": p} if p else {})) for p in places]
        missing = _fetch(wished, addresses, offline=offline)
    outcomes = []
    for place in places:
        try:
            params = _params(file, given | ({"municipality": place} if place else {}))
            outcomes.append(_written(params, Path(out), wanted, engine))
        except SegnbError as error:
            if isinstance(error, EmptyStore) and missing == NO_SOURCE:
                return missing  # it has been told in a line why there is nothing
            if len(places) == 1:
                raise
            if ctx.meta.get(VERBOSE):
                traceback.print_exception(error, file=sys.stderr)
            click.echo(f"segnb: {place}: {error}", err=True)
            outcomes.append({"municipality": place, "error": str(error), "exit": error.exit_code})
    hint = "  Any of the 290: `segnb report NAME` or, from a checkout, `make report KOMMUN=NAME`."
    answer(outcomes, [hint] if is_example else [])
    return _exit_code(outcomes) or missing


def _fetch(wished: list[Params], addresses: Sequence[str], *, offline: bool) -> int:
    """Fetch the municipalities of the reports; the exit code of that.

    What could not be fetched is told in a line, and the reports are written from what is held.
    """
    from segnb.cli.fetch_command import run_fetch
    from segnb.sources.live import Scope
    from segnb.store import BOX

    if offline:
        raise InvalidParams("--fetch asks the producers and --offline forbids it: leave one out.")
    scope = Scope.of(params.municipality for params in wished)
    store = wished[0].store
    store = DEFAULT_STORE if store in ("", BOX) else store
    return run_fetch(scope, store, addresses, fresh=False).exit_code


def _exit_code(outcomes: list[dict[str, Any]]) -> int:
    codes = {outcome["exit"] for outcome in outcomes}
    return codes.pop() if len(codes) == 1 else IN_PART


def wanted_formats(text: str) -> tuple[str, ...]:
    """Formats that a list with commas names; InvalidParams where one is unknown."""
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    wrong = [name for name in found if name not in FORMATS]
    if wrong or not found:
        raise InvalidParams(
            f"The format {(wrong or [text])[0]!r} is not one that a report is written in: "
            f"choose among {', '.join(FORMATS)}."
        )
    return found


def _params(file: str | None, settings: dict[str, str]) -> Params:
    """Settings of the file and of the command line, with the store that they stand for."""
    params = make_params(**settings) if file is None else read_params(Path(file), **settings)
    if params.store or find_municipality(params.municipality).synthetic:
        return params
    from segnb.sources.store_choice import usual_store

    return params.model_copy(update={"store": usual_store()})


def _written(
    params: Params, out: Path, formats: tuple[str, ...], engine: str | None
) -> dict[str, Any]:
    from segnb.publish.municipality_check import check_held
    from segnb.publish.report_process import make_report

    check_held(params)

    place, loud = find_municipality(params.municipality), is_loud()

    def progress(chapter: str, done: int, total: int) -> None:
        if loud:
            click.echo(f"{place.name} ({place.code}): {chapter}, {done} of {total}", err=True)

    written = make_report(
        params, out, formats, progress=progress, engine=engine, two_processes=usable_cores() > 1
    )
    for line in told(written, place.name, formats) if loud else ():
        click.echo(line)
    for name, why in written.failed.items():
        click.echo(f"segnb: {place.name}: no {name}: {why}", err=True)
    return {
        "municipality": params.municipality,
        "folder": str(written.folder),
        "files": files_of(written, formats),
        "gaps": written.gaps,
        "warnings": list(written.warnings),
        "failed": written.failed,
        "exit": written.exit_code,
    }


def files_of(written: "ReportOutcome", formats: tuple[str, ...]) -> list[str]:
    """Where each format lies in the folder of the report."""
    from segnb.publish.report_outcome import FILES

    return [FILES.get(name, "figures") for name in formats if name not in written.failed]


def told(written: "ReportOutcome", name: str, formats: tuple[str, ...]) -> list[str]:
    """Where a report lies and how it is opened, in lines."""
    made = [written.folder / file for file in files_of(written, formats)]
    opener = {"win32": "start", "darwin": "open"}.get(sys.platform, "xdg-open")
    return [
        f"{name}: {' and '.join(map(str, made)) or written.folder}",
        *(f"  note: {warning}" for warning in written.warnings),
        *(f"  open it with: {opener} {path}" for path in made[:1]),
    ]


def answer_page(
    written: "ReportOutcome", name: str, formats: tuple[str, ...], **about: object
) -> int:
    """Say what came of a single page, and give the exit code."""
    outcome = {"folder": str(written.folder), "failed": written.failed, "exit": written.exit_code}
    answer(about | outcome, told(written, name, formats))
    return written.exit_code
