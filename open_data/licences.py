"""The licences of the open data, as they stand beside them in the wheel."""

from collections.abc import Iterable
from pathlib import Path

from open_data.listed import Table
from segnb.store.open_data import LICENCES

HEAD = """\
The statistics in this folder are open data of Swedish authorities, which published them under
the terms below. The files were taken from public repositories and read into tables; borders have
fewer points than the originals. What each table is, how it was checked and what its limits are
stands in docs/open_data.md of segnb.

"""


def write_licences(tables: Iterable[Table], folder: Path) -> None:
    """Write the licence of each table, and the repository that its files were taken from."""
    lines = [_line(table) for table in sorted(tables, key=lambda one: (one.producer, one.title))]
    (folder / LICENCES).write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")


def _line(table: Table) -> str:
    ids = f" ({', '.join(table.ids)})" if table.ids else ""
    return (
        f"{table.producer}: {table.title}{ids}\n"
        f"    licence: {table.licence}\n    through: {table.through}\n"
    )
