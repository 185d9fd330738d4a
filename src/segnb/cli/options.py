"""Options that mean the same in every command, and errors told in one line."""

import io
import json
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from segnb.vocabulary.errors import SegnbError

F = TypeVar("F", bound=Callable[..., Any])
VERBOSE, QUIET, AS_JSON = "segnb.verbose", "segnb.quiet", "segnb.json"
WRONG_REQUEST = 2
DEFAULT_STORE = "data"


class OneLine(click.Group):
    """Group of commands whose errors are one line; `--verbose` adds the traceback."""

    def main(self, *words: Any, **settings: Any) -> Any:
        """Run from the shell: a letter that the console lacks is a question mark."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        return super().main(*words, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; its return value is the exit code."""
        try:
            ctx.exit(super().invoke(ctx) or 0)
        except SegnbError as error:
            if ctx.meta.get(VERBOSE):
                traceback.print_exception(error, file=sys.stderr)
            click.echo(f"segnb: {error}", err=True)
            ctx.exit(error.exit_code)
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else "segnb"
            message = error.format_message().rstrip(".")
            click.echo(f"segnb: {message}. See `{path} --help`.", err=True)
            ctx.exit(WRONG_REQUEST)


def _turn_verbose(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        ctx.meta[VERBOSE] = True
        logging.basicConfig(level=logging.INFO, stream=sys.stderr)


def _remember(key: str) -> Callable[[click.Context, click.Parameter, bool], None]:
    return lambda ctx, _parameter, value: ctx.meta.update({key: value or ctx.meta.get(key, False)})


def shared_options(command: F) -> F:
    """The options `--quiet`, `--verbose` and `--json`, which `answer` and `is_loud` know of."""
    options = (
        ("--quiet", _remember(QUIET), "Print nothing but errors."),
        ("--json", _remember(AS_JSON), "Print the outcome as JSON."),
        ("--verbose", _turn_verbose, "Also print the log, and the traceback of an error."),
    )
    for name, callback, text in options:
        option = click.option(name, is_flag=True, expose_value=False, callback=callback, help=text)
        command = option(command)
    return command


def wants_json() -> bool:
    """Whether the outcome is wanted as JSON."""
    return click.get_current_context().meta.get(AS_JSON, False)


def is_quiet() -> bool:
    """Whether nothing but errors is wanted."""
    return click.get_current_context().meta.get(QUIET, False)


def is_loud() -> bool:
    """Whether what goes on is told as text."""
    return not (wants_json() or is_quiet())


def answer(value: Any, lines: Iterable[str] = ()) -> None:
    """Print the outcome of a command: as JSON where that is wanted, else in lines."""
    if wants_json():
        # in UTF-8, whatever the console's own letters are
        click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str).encode())
    elif is_loud():
        for line in lines:
            click.echo(line)


def format_option(command: F) -> F:
    """The option `--format` of a command that writes reports."""
    text = "What to write: html, pdf, brief (two pages), png (each figure)."
    return click.option("--format", "formats", default="html,pdf", show_default=True, help=text)(
        command
    )


def store_option(*, reads: bool) -> Callable[[F], F]:
    """The option `--store` of a command that reads a store, or of one that also writes it."""
    if reads:
        text = f"Folder of the store (default: {DEFAULT_STORE} here, else the open data: box)."
    else:
        text = f"Folder of the store (default: {DEFAULT_STORE} here); it begins as the open data."
    return click.option(
        "--store", default=None if reads else DEFAULT_STORE, metavar="DIR", help=text
    )


def store_to_read(named: str | None) -> str:
    """The store that is named, or the usual one."""
    from segnb.sources.store_choice import usual_store

    return named or usual_store()


def whole_path(store: str) -> str:
    """A store with its whole path, since notebooks run in a folder of their own."""
    from segnb.store import BOX

    return store if store in ("", BOX) else str(Path(store).resolve())


def engine_option(command: F) -> F:
    """The option `--engine`."""
    return click.option(
        "--engine",
        metavar="NAME",
        help="What runs the cells: segnb (a forked process, the default) or kernel, or another "
        "engine of Papermill.",
    )(command)


address_option = click.option(
    "--address",
    "addresses",
    multiple=True,
    metavar="API=URL",
    help="Ask a service at another address (a mirror, or a server for tests).",
)


def usable_cores() -> int:
    """Cores that this process may use, which can be fewer than the machine has."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1
