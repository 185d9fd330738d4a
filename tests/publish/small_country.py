"""A store of a few municipalities with two numbers each, and chapters that show them."""

from collections.abc import Iterable
from pathlib import Path

import nbformat
import pandas as pd
from cells_of_all_kinds import KERNELSPEC
from nbformat.v4 import new_code_cell, new_notebook

from segnb.store import Store, make_observations

CODES = ("0114", "0127", "0162", "0180", "2180")
PARAMETERS = 'municipality = "9901"\nlang = "sv"\nstore = ""'
OPENING = """
from segnb.store import Store
from segnb.report.page.blocks import Column, Data, Opening, Row, SourceLine, Sources, Table
held = Store.open(store)
Opening("Prov", municipality, (), ())
"""
SHOW = """
rows = held.read({question})
cells = tuple(Row((one.area, f"{{one.value:.0f}}")) for one in rows.itertuples())
data = Data("{name}", ("area", "value"), tuple(zip(rows["area"], rows["value"])))
Table("{name}", "{name}", "Antal", (Column("Område", "left"), Column("Antal")), cells, data=data)
"""
SOURCE = """
found = [held.snapshot(sha) for sha in sorted(set(rows["snapshot"]))]
lines = [
    SourceLine(s.producer, s.title, s.table, "2022", s.date, s.sha256, s.licence) for s in found
]
Sources("Källor", tuple(lines), (), ())
"""
OWN = SHOW.format(question='"population", municipality=municipality', name="population")
ALL = SHOW.format(question='"income", level="municipality"', name="income")


def chapter(folder: Path, name: str, *cells: str) -> str:
    """Path of a chapter with these cells."""
    folder.mkdir(parents=True, exist_ok=True)
    first = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    path = folder / f"{name}.ipynb"
    made = [new_code_cell(cell.strip(), id=f"cell-{n}") for n, cell in enumerate(cells)]
    nbformat.write(new_notebook(cells=[first, *made], metadata=KERNELSPEC), path)
    return str(path)


def own_chapter(folder: Path, *more: str) -> str:
    """Chapter that shows the number of the municipality alone."""
    return chapter(folder, "10_own", *more, OPENING, OWN, SOURCE)


def national_chapter(folder: Path) -> str:
    """Chapter that shows a number of all municipalities."""
    return chapter(folder, "20_all", OPENING, ALL, SOURCE)


def small_store(folder: Path, codes: Iterable[str] = CODES) -> Path:
    """Store with a snapshot a municipality and indicator."""
    store = Store.create(folder)
    for number, code in enumerate(codes, 1):
        for indicator in ("population", "income"):
            change(store, code, indicator, 1000.0 * number, "2024-03-22")
    return folder


def change(store: Store, code: str, indicator: str, value: float, published: str) -> None:
    """Take in one snapshot of one municipality."""
    raw = f"{code} {indicator} {value} {published}".encode()
    snapshot = store.add_snapshot(raw, name="x.csv", producer="SCB", title=indicator,
                                  table="T", published=published)  # fmt: skip
    row = {"area": code, "year": 2022, "value": value}
    rows = make_observations(pd.DataFrame([row]), indicator=indicator, level="municipality")
    store.write(rows, snapshot)


def params_file(folder: Path, store: Path, *chapters: str, name: str = "p.yml") -> str:
    """Params file without a municipality: its chapters and store."""
    path = folder / name
    listed = "".join(f"  - {one}\n" for one in chapters)
    path.write_text(f"store: {store}\nchapters:\n{listed}", encoding="utf-8")
    return str(path)
