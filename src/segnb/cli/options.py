"""Options that mean the same in every command, and errors told in one line."""

import io
import json
import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from segnb.vocabulary.errors import SegnbError

F = TypeVar("F", bound=Callable[..., Any])
VERBOSE = "segnb.verbose"
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


def shared_options(command: F) -> F:
    """The options `--quiet`, `--verbose` and `--json`."""
    options = (
        click.option("--quiet", is_flag=True, help="Print nothing but errors."),
        click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON."),
        click.option(
            "--verbose",
            is_flag=True,
            expose_value=False,
            callback=_turn_verbose,
            help="Also print the log, and the traceback of an error.",
        ),
    )
    for option in options:
        command = option(command)
    return command


def format_option(command: F) -> F:
    """The option `--format` of a command that writes reports."""
    text = "What to write: html, pdf, brief (two pages)."
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


def print_json(value: Any) -> None:
    """Print a value as JSON in UTF-8, whatever the console's own letters are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str).encode())
