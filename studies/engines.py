"""Every chapter in both engines, forked process and kernel: each output has to be the same."""

import datetime as dt
import os
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from nbformat import NotebookNode

from segnb.publish.chapter_run import run_chapter
from segnb.publish.forkserver import APART, KERNEL
from segnb.publish.notebooks import chapters
from studies.page import put

MUNICIPALITIES = ("9901", "9904", "9913")
LANGUAGES = ("sv", "en")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "batch.md"


def shown(notebook: NotebookNode) -> list[str]:
    """Execution count and outputs of each cell, without addresses and numbers of processes."""
    cells = (f"{cell.get('execution_count')} {cell.get('outputs')}" for cell in notebook.cells)
    return [re.sub(r"0x[0-9a-f]{6,}|ipykernel_\d+", "…", cell) for cell in cells]


def differences(name: str, code: str, lang: str) -> tuple[int, list[int]]:
    """Number of cells of a chapter, and the places of those that show something else."""
    with TemporaryDirectory() as folder:
        settings, out = {"municipality": code, "lang": lang}, Path(folder)
        path = chapters()[name]
        ours, theirs = (
            shown(run_chapter(path, settings, out / f"{engine}.ipynb", engine=engine))
            for engine in (APART, KERNEL)
        )
    both = zip(ours, theirs, strict=True)
    return len(ours), [place for place, (one, other) in enumerate(both) if one != other]


def rows() -> Iterator[tuple[str, int, list[str]]]:
    """Chapter, number of cells compared, and what differs."""
    cases = [(code, lang) for code in MUNICIPALITIES for lang in LANGUAGES]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name in chapters():
            found = pool.map(partial(_case, name), cases)
            cells, faults = zip(*found, strict=True)
            yield name, sum(cells), [fault for some in faults for fault in some]


def _case(name: str, case: tuple[str, str]) -> tuple[int, list[str]]:
    cells, places = differences(name, *case)
    return cells, [f"{case[0]} {case[1]} cell {place}" for place in places]


def table(found: list[tuple[str, int, list[str]]], minutes: float, day: dt.date) -> str:
    """What was found, as a section of markdown."""
    total, wrong = sum(cells for _, cells, _ in found), sum(len(f) for *_, f in found)
    head = (
        f"Run on {day:%Y-%m-%d} in {minutes:.0f} minutes: {len(found)} chapters for "
        f"{len(MUNICIPALITIES)} municipalities in {len(LANGUAGES)} languages, {total} cells, "
        f"{wrong} that differ."
    )
    lines = [f"| {name} | {cells} | {', '.join(f) or 'none'} |" for name, cells, f in found]
    return "\n".join([head, "", "| chapter | cells | differ |", "| --- | --- | --- |", *lines])


def main() -> None:
    started = time.monotonic()
    found = []
    for row in rows():
        print(*row, flush=True)
        found.append(row)
    minutes = (time.monotonic() - started) / 60
    put("engines", table(found, minutes, dt.date.today()), PAGE)
    if any(faults for *_, faults in found):
        sys.exit(f"some cells differ: see {PAGE.name}")
