"""`docs/open_data.md`: each table that comes along, from what is listed and what is held."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pandas as pd

from open_data.borders import METRE, TOLERANCE
from open_data.listed import Table
from segnb.store import Store
from segnb.store.parquet_files import read_table
from segnb.vocabulary.areas import LEVELS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "open_data.md"
HEAD = Path(__file__).with_name("head.md")
COLUMNS = (
    "table",
    "id",
    "years",
    "areas",
    "updated",
    "downloaded",
    "how it was checked",
    "known limits",
    "through",
)


def page(tables: Iterable[Table], store: Store) -> str:
    """The page on what a store of open data holds.

    Parameters
    ----------
    tables
        What is known of each table.
    store
        The store that was made of them.
    """
    by_name = store.snapshots().set_index("name")
    held = _held(store)
    sections = []
    for producer, some in groupby(sorted(tables, key=lambda t: t.producer), lambda t: t.producer):
        of_producer = list(some)
        rows = [_row(table, by_name, held) for table in of_producer]
        lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS)), *map(_line, rows)]
        licences = sorted({table.licence for table in of_producer})
        sections.append("\n".join([f"## {producer}\n", f"{'; '.join(licences)}.\n", *lines, ""]))
    total = sum(path.stat().st_size for path in store.path.rglob("*") if path.is_file())
    head = HEAD.read_text(encoding="utf-8").format(
        size=total / 1e6,
        files=len(by_name),
        producers=by_name["producer"].nunique(),
        corner=TOLERANCE**2,
        metre=METRE,
    )
    return "\n".join([head, *sections])


def _held(store: Store) -> pd.DataFrame:
    """Snapshot, level, area and year (0 for places and borders) of all that is held."""
    columns = ["snapshot", "level", "area"]
    parts = [
        read_table(path, columns=[*columns, "year"]).drop_duplicates()
        for path in sorted((store.path / "observations").glob("*.parquet"))
    ]
    places = [store.path / "areas.parquet", *sorted((store.path / "polygons").glob("*.parquet"))]
    parts += [read_table(path, columns=columns).assign(year=0) for path in places]
    links = read_table(store.path / "links.parquet").rename(
        columns={"from_level": "level", "from_area": "area"}
    )
    groups = read_table(store.path / "groups.parquet").rename(columns={"municipality": "area"})
    parts.append(links[columns].assign(year=0))
    parts.append(groups[["snapshot", "area"]].assign(level="municipality", year=0))
    return pd.concat(parts, ignore_index=True)


def _row(table: Table, by_name: pd.DataFrame, held: pd.DataFrame) -> list[str]:
    mine = by_name.loc[[Path(name).name for name in table.files]]
    rows = held[held["snapshot"].isin(mine["sha256"])]
    updated, downloaded = (
        "; ".join(sorted(set(mine[day]) - {""})) for day in ("published", "retrieved")
    )
    return [
        table.title,
        ", ".join(table.ids),
        _years(rows[rows["year"] > 0]["year"]),
        _areas(rows),
        updated or ("" if downloaded else f"state of {table.state}"),
        downloaded,
        table.checked,
        table.limits.get("en", ""),
        table.through,
    ]


def _years(years: pd.Series) -> str:
    """First and last year; empty for places.

    Examples
    --------
    >>> _years(pd.Series([2020, 2023, 2022]))
    '2020–2023'
    """
    if years.empty:
        return ""
    first, last = years.min(), years.max()
    return str(first) if first == last else f"{first}–{last}"


def _areas(rows: pd.DataFrame) -> str:
    """Number of areas of each level, the finest last."""
    counts = rows.groupby("level")["area"].nunique()
    return ", ".join(f"{counts[level]:,} {level}" for level in LEVELS if level in counts)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
