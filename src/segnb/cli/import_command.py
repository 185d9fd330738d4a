"""`segnb import`: downloaded files into the store."""

import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from segnb.cli.options import WRONG_REQUEST, answer, is_loud, is_quiet, shared_options, store_option

if TYPE_CHECKING:
    from segnb.sources.files import ImportedFile

IN_PART = 1
WIDEST = 46  # letters of a column of the table
LONGEST_REASON = 80


@click.command("import")
@click.argument("path", metavar="PATH")
@click.option("--dry-run", is_flag=True, help="Only tell what would be read; write nothing.")
@click.option("--code", default="", metavar="COLUMN", help="Codes in polygons of own areas.")
@click.option("--name", default="", metavar="COLUMN", help="Names in polygons of own areas.")
@store_option(reads=False)
@shared_options
def import_command(path: str, store: str, *, dry_run: bool, code: str, name: str) -> int:
    """Read a downloaded file, or all of a folder, into the store.

    Says for each file what it was taken for, or why it was left.
    """
    how = _tried if dry_run else _imported
    named = {column: given for column, given in (("code", code), ("name", name)) if given}
    files = how(path, store, named)
    answer([asdict(file) for file in files])
    if is_loud() and not _is_alone(path, files):
        _tell(files, store, dry_run=dry_run)
    for message in _faults(path, files):
        click.echo(f"segnb: {message}", err=True)
    return _exit_code(files)


def _imported(path: str, store: str, named: dict[str, str]) -> list["ImportedFile"]:
    """What became of each file; a store made for nothing is taken away again."""
    from segnb.sources.files import import_folder
    from segnb.store import Store
    from segnb.store.file_hashes import MARKER
    from segnb.store.open_data import begin, end_unused

    is_new = not Path(store, MARKER).exists()
    held = begin(store) if is_new else Store.open(store)
    try:
        files = import_folder(path, held, named=named, progress=_bar(not is_loud()))
    finally:
        if is_new:
            end_unused(held)
    if not all(file.reason for file in files):
        begin(store)
    return files


def _tried(path: str, store: str, named: dict[str, str]) -> list["ImportedFile"]:
    """What would become of each file, tried on a copy of the store."""
    from segnb.store import Store
    from segnb.store.file_hashes import MARKER

    with TemporaryDirectory(prefix="segnb-try-") as folder:
        copy = Path(folder, "store")
        if Path(store, MARKER).exists():
            shutil.copytree(Store.open(store).path, copy)
        return _imported(path, str(copy), named)


def _is_alone(path: str, files: list["ImportedFile"]) -> bool:
    """Whether the one file that was named could not be used."""
    return Path(path).is_file() and bool(files[0].reason)


def _told(file: "ImportedFile") -> str:
    """Reason with the name of the file, which most reasons begin with."""
    return file.reason if file.reason.startswith(file.path) else f"{file.path}: {file.reason}"


def _faults(path: str, files: list["ImportedFile"]) -> list[str]:
    """What is told as an error: the file named alone, a folder of no use, each damaged file."""
    if _is_alone(path, files):
        return [_told(files[0])]
    found = [_told(file) for file in files if file.damaged] if is_quiet() else []
    if all(file.reason for file in files):
        found.append(
            f"No file in {path} could be used: name a folder of downloaded statistics or polygons."
        )
    return found


def _exit_code(files: list["ImportedFile"]) -> int:
    """2 where nothing could be used, 1 where a file among others is damaged, else 0."""
    if all(file.reason for file in files):
        return WRONG_REQUEST
    return IN_PART if any(file.damaged for file in files) else 0


def _bar(silent: bool) -> Any:
    from tqdm import tqdm

    def progress(jobs: Iterable) -> Iterable:
        return tqdm(jobs, unit="file", leave=False, disable=True if silent else None)

    return progress


def _tell(files: list["ImportedFile"], store: str, *, dry_run: bool) -> None:
    for file in files:
        if file.reason:
            click.echo(f"{file.path}: left ({file.taken_as}): {file.reason}")
            continue
        change = file.change
        parts = [f"{file.observations} observations"] if file.observations else []
        parts += [
            f"{n} {word}" for word, n in (("new", change.new), ("revised", change.revised)) if n
        ]
        click.echo(f"{file.path}: {', '.join([file.taken_as, *parts])}")
        for note in file.notes:
            click.echo(f"  {note}")
    if len(files) > 1:
        _tell_table(files)
    used = sum(not file.reason for file in files)
    total = sum(file.observations for file in files)
    are = "would be" if dry_run else "are"
    click.echo(f"{used} of {len(files)} files {are} in {store}, with {total} observations.")


def _tell_table(files: list["ImportedFile"]) -> None:
    """All files in columns: what each was taken for, and what is in it or why it was left."""
    rows = [("file", "taken for", "indicators", "years", "areas"), *map(_cells, files)]
    counted = [row if any(row[3:]) else (*row[:2], "", "", "") for row in rows]
    widths = [min(WIDEST, max(map(len, column))) for column in zip(*counted, strict=True)]
    for row in rows:  # a reason runs over the columns behind it, which it leaves empty
        most = widths if any(row[3:]) else [*widths[:2], LONGEST_REASON, 0, 0]
        cells = (_cut(cell, n).ljust(w) for cell, n, w in zip(row, most, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _cells(file: "ImportedFile") -> tuple[str, ...]:
    if file.reason:
        return file.path, file.taken_as, f"left: {file.reason}", "", ""
    more = f" and {len(file.indicators) - 3} more" if len(file.indicators) > 3 else ""
    years = "–".join(dict.fromkeys(map(str, file.years)))
    held = f"{', '.join(file.indicators[:3])}{more}"
    return file.path, file.taken_as, held, years, str(file.areas or "")


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
