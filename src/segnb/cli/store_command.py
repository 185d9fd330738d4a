"""`segnb store`: what a store holds, whether it is whole, and what a refetch changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from segnb.cli.options import (
    OneLine,
    answer,
    shared_options,
    store_option,
    store_to_read,
    wants_json,
)

if TYPE_CHECKING:
    from segnb.sources.live.table_ages import Difference, Held
    from segnb.store import Store

DAMAGED = 1


@click.group("store", cls=OneLine)
def store_group() -> None:
    """What the store holds, how old it is, and what has changed."""


@store_group.command("status")
@store_option(reads=True)
@shared_options
def status_command(store: str | None) -> None:
    """What is held, from which snapshots, how old it is and when new figures are due."""
    from segnb.sources.live.table_ages import held_tables
    from segnb.store import Store
    from segnb.store.open_data import is_current

    store = store_to_read(store)
    held = Store.open(store)
    coverage, snapshots = held.coverage(), held.snapshots()
    tables, today = list(held_tables(held)), datetime.now(UTC).date()
    newest = snapshots["date"].max() if len(snapshots) else "none"
    kinds = ", ".join(f"{n} {_from(k)}" for k, n in Counter(snapshots["origin"]).items())
    due = [table.table for table in tables if table.is_due(today)]
    lines = [
        *(f"{row.indicator} · {row.level} · {row.first_year}–{row.last_year} · {row.areas} areas · "
          f"{row.rows} rows · {_from(row.origin)}" for row in coverage.itertuples()),
        *map(_line, tables),
        f"{len(snapshots)} snapshots ({kinds}), the newest of {newest or 'an unknown day'}.",
    ]  # fmt: skip
    if not is_current(held):
        lines.append("The next import or fetch takes in the open data of this version of segnb.")
    if due:
        lines.append(f"New figures are due for {', '.join(due)}: fetch again with `segnb fetch`.")
    ages = [{"age": table.age(today), "is_due": table.is_due(today)} for table in tables]
    answer({
        "store": store,
        "fingerprint": held.fingerprint(),
        "coverage": coverage.to_dict("records"),
        "snapshots": snapshots.to_dict("records"),
        "tables": [asdict(table) | age for table, age in zip(tables, ages, strict=True)],
    }, lines)  # fmt: skip


def _from(origins: str) -> str:
    """How figures came into the store, in words.

    Examples
    --------
    >>> _from("box, fetch")
    'from the open data that come along and a fetch'
    """
    words = {"box": "the open data that come along", "fetch": "a fetch", "file": "a file"}
    return f"from {' and '.join(words[one] for one in origins.split(', '))}"


def _line(table: "Held") -> str:
    today = datetime.now(UTC).date()
    age = table.age(today)
    parts = [
        f"{table.producer} {table.table}".strip(),
        f"up to {table.period}" if table.period else "",
        f"{age} days old" if age is not None else "of an unknown day",
        f"{'due since' if table.is_due(today) else 'new figures due'} {table.due}"
        if table.due
        else "",
    ]
    return " · ".join(filter(None, parts))


@store_group.command("verify")
@store_option(reads=True)
@shared_options
def verify_command(store: str | None) -> int:
    """Hold every raw file against its hash, and every table of observations against the rules."""
    from segnb.store import Store
    from segnb.store.integrity import faults

    store = store_to_read(store)
    held = Store.open(store)
    found = list(faults(held))
    for fault in found if not wants_json() else ():
        click.echo(f"segnb: {fault}", err=True)
    answer({"store": store, "faults": found}, () if found else _whole(store, held))
    return DAMAGED if found else 0


def _whole(store: str, held: "Store") -> Iterator[str]:
    """That a store is whole, and how many raw files could not be held against their hashes."""
    snapshots = held.snapshots()
    yield f"{store} is whole: {len(snapshots)} snapshots and what was read of them."
    alone = int((snapshots["origin"] == "box").sum())
    if alone:
        yield (f"Of {alone} of them the raw files are not here: they came along with segnb as "
               "what was read of them, with the hash, name and day of each file.")  # fmt: skip


@store_group.command("diff")
@click.argument("table", default="")
@store_option(reads=True)
@shared_options
def diff_command(table: str, store: str | None) -> None:
    """What the latest refetch changed, of one TABLE or of all that were fetched."""
    from segnb.sources.live.table_ages import differences
    from segnb.store import Store

    found = [one for one in differences(Store.open(store_to_read(store)), table) if one.changed]
    lines = [line for one in found
             for line in (f"{one.table}: {_said(one)}", *_changed_lines(one))]  # fmt: skip
    answer([asdict(one) for one in found], lines or ["Nothing that was fetched again has changed."])


@store_group.command("restore")
@click.argument("indicator")
@store_option(reads=False)
@shared_options
def restore_command(indicator: str, store: str) -> None:
    """Bring back what was cut of an INDICATOR when its producer defined it in another way."""
    from segnb.sources.live.revisions import restore
    from segnb.store import Store
    from segnb.vocabulary.catalogue import catalogue

    rows = restore(Store.open(store), catalogue()[indicator].id)
    years = sorted({int(year) for year in rows["year"]})
    span = f", of {years[0]}–{years[-1]}" if years else ""
    answer({"store": store, "indicator": indicator, "rows": len(rows), "years": years},
           [f"{indicator}: {len(rows):,} values came back from the snapshots{span}."])  # fmt: skip


@store_group.command("export-map")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("municipalities", nargs=-1, metavar="[MUNICIPALITY]...")
@store_option(reads=True)
@shared_options
def export_map_command(file: Path, municipalities: tuple[str, ...], store: str | None) -> None:
    """Write borders into a GeoPackage FILE, a layer a level: of municipalities, or all."""
    from segnb.cli.geopackage import write_geopackage
    from segnb.store import Store
    from segnb.vocabulary.areas import find_municipality

    codes = [find_municipality(name).code for name in municipalities]
    written = write_geopackage(Store.open(store_to_read(store)), file, codes)
    listed = ", ".join(f"{level} ({number})" for level, number in written.items())
    answer({"file": str(file), "layers": written}, [f"{file}: {listed}."])


MOST_LINES = 30  # of values in a table as text; --json gives all of them


def _changed_lines(one: "Difference") -> list[str]:
    """Which places and years changed, from what to what; new values are told by their years."""
    changed = [value for value in one.values if value.before is not None]
    rows = [(f"{v.indicator}, {v.group}" + ("" if v.sex == "total" else f", {v.sex}"),
             v.area, str(v.year), _number(v.before), "→", _number(v.after))
            for v in changed[:MOST_LINES]]  # fmt: skip
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    more = len(changed) - len(rows)
    return [*lines, f"  … and {more:,} more: --json gives all of them"] if more else lines


def _number(value: float | str | None) -> str:
    if value is None:
        return "gone"
    return value if isinstance(value, str) else f"{value:,.6g}"


def _said(one: "Difference") -> str:
    if one.refused:
        return f"not as before: {one.refused}"
    years = f" ({', '.join(map(str, one.new_years))})" if one.new_years else ""
    counts = Counter(new=one.new, revised=one.revised, vanished=one.vanished)
    parts = [f"{number:,} {word}{years if word == 'new' else ''}"
             for word, number in counts.items() if number]  # fmt: skip
    parts += [f"another unit or definition of {', '.join(one.redefined)}"] if one.redefined else []
    parts += [f"now called {one.titles[1]!r}, was {one.titles[0]!r}"] if one.titles else []
    return "; ".join(parts)
