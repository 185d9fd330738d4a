"""What is clicked in a lesson: from the pointer to the painted number, in Chromium."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook

from bench.timing import Row, seconds

NAME = "lessons"
MODULES = Path(__file__).resolve().parents[1] / "tests" / "a11y" / "node_modules"  # from npm
SIDE, DISTRICT = 50, 5
CLICKS, QUICK_CLICKS, MOST_MS = 100, 20, 100
WHERE = {"page": "a page from a file", "notebook": "JupyterLab"}
Clicks = dict[str, dict[str, list[float]]]  # by place: `waits` and `work`, in milliseconds
KERNELSPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}
TOWN = {
    "cell": ".segnb-interactive [role=gridcell]",
    "value": ".segnb-legend",
}  # changes with each home
BUTTONS = {"cell": ".bench-home", "value": ".bench-value"}
SETTINGS = {
    "rows": SIDE,
    "columns": SIDE,
    "district": [DISTRICT, DISTRICT],
    "shows": ["D", "xPx", "H"],
    "tools": [],
}
WITH_BUTTONS = f"""
import ipywidgets
import numpy as np
import pandas as pd
from segnb import measures
from segnb.teaching.interactive.start_towns import counts_of
homes, settings = list({{homes!r}}), {{settings!r}}
number = ipywidgets.Label("–")
number.add_class("bench-value")
def turn(button):
    homes[button.at] = "10"[int(homes[button.at])]
    button.description = homes[button.at]
    counts = counts_of("town", "".join(homes), settings)
    found = measures.indices(counts, ["dissimilarity", "isolation", "entropy_index"], "A")
    number.value = " ".join(f"{{{{value:.6f}}}}" for value in found["estimate"])
buttons = []
for at, home in enumerate(homes):
    button = ipywidgets.Button(description=home, layout=ipywidgets.Layout(width="18px"))
    button.at = at
    button.add_class("bench-home")
    button.on_click(turn)
    buttons.append(button)
grid = ipywidgets.Layout(grid_template_columns="repeat({SIDE}, 20px)")
ipywidgets.VBox([number, ipywidgets.GridBox(buttons, layout=grid)])
"""
WITH_WIDGET = """
from segnb.teaching.interactive.play import Play
from segnb.teaching.lesson_words import (Passage)
Play("town", Passage("", "en"), {settings!r}, {homes!r})
"""


def rows(quick: bool) -> list[Row]:
    """All rows of this part."""
    found = clicks(QUICK_CLICKS if quick else CLICKS)
    made = [_row(name, what, found) for name in WHERE for what in ("waits", "work")]
    return [*made, Row("processes that waited for a core meanwhile", load(), "", "", "", "")]


def _row(name: str, what: str, found: Clicks) -> Row:
    mine, theirs = (_median_and_most(found[one][what]) for one in (name, "buttons"))
    job, is_wait = f"{SIDE} × {SIDE} homes, {WHERE[name]}", what == "waits"
    return Row(
        f"click to painted number, {job}" if is_wait else "… processor time of the main thread",
        "; ".join(map(seconds, mine)),
        f"ipywidgets, a Button a home, in JupyterLab: {'; '.join(map(seconds, theirs))}",
        f"{theirs[1] / mine[1]:.2g}× faster",
        f"95 of 100 within {MOST_MS} ms" if is_wait else "",
        ("yes" if 1000 * mine[1] <= MOST_MS else "**no**") if is_wait else "",
    )


def load() -> str:
    """Mean number of processes that wanted a core in the last five minutes, with the cores."""
    return f"{os.getloadavg()[1]:.1f} for {os.cpu_count()} cores"


def _median_and_most(milliseconds: list[float]) -> tuple[float, float]:
    """Median and 95th percentile, in seconds."""
    middle, most = np.quantile(milliseconds, [0.5, 0.95]) / 1000
    return float(middle), float(most)


def clicks(count: int) -> Clicks:
    """Milliseconds of each click: in a page, and in JupyterLab as our widget and as buttons."""
    lacking = [name for name in ("node", "chromium") if shutil.which(name) is None]
    if lacking or not MODULES.exists():
        sys.exit(f"this part needs {', '.join(lacking) or 'npm install --prefix tests/a11y'}")
    rng = np.random.default_rng(1)
    homes = "".join(map(str, rng.integers(0, 2, SIDE * SIDE)))
    settings: dict[str, Any] = SETTINGS | {"patterns": {"random": homes}}
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        page = made / "town.html"
        page.write_text(_page(settings, homes), encoding="utf-8")
        for name, code in (("notebook", WITH_WIDGET), ("buttons", WITH_BUTTONS)):
            _notebook(made / f"{name}.ipynb", code.format(settings=settings, homes=homes))
        with jupyterlab(made) as address:
            places = [TOWN | {"address": page.as_uri(), "lab": False}]
            places += [
                look | {"address": f"{address}/lab/tree/{name}.ipynb?reset", "lab": True}
                for name, look in (("notebook", TOWN), ("buttons", BUTTONS))
            ]
            found = _clicked(places, count)
    return dict(zip(("page", "notebook", "buttons"), found, strict=True))


def _page(settings: dict[str, Any], homes: str) -> str:
    """The town alone in a page, mounted as an exported lesson mounts it."""
    from segnb.teaching.interactive.play import Play
    from segnb.teaching.interactive.widget import style
    from segnb.teaching.lesson_words import Passage
    from segnb.teaching.pages.lesson_page import mounted

    play = Play("town", Passage("", "en"), settings, homes)
    head = f"<!doctype html><meta charset=utf-8><style>{style()}</style>"
    return f"{head}{play.html}{mounted('town')}"


def _notebook(path: Path, code: str) -> None:
    cells = [new_code_cell(code.strip(), id="town")]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC}), path)


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """A JupyterLab over a folder, at its address."""
    from segnb.cli.lab_command import command

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    options = ["--no-browser", f"--ServerApp.port={port}", "--IdentityProvider.token="]
    options += ["--LabApp.expose_app_in_browser=True"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*command(folder), *options], env=os.environ, stderr=log)
        try:
            with httpx.Client(transport=httpx.HTTPTransport(retries=9), timeout=60) as client:
                client.get(f"http://127.0.0.1:{port}/api").raise_for_status()
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _clicked(places: list[dict[str, Any]], count: int) -> list[dict[str, list[float]]]:
    chromium, script = str(shutil.which("chromium")), MODULES.parent / "clicks.mjs"
    command = ["node", str(script), chromium, str(count), json.dumps(places)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        sys.exit(answer.stderr)
    return list(json.loads(answer.stdout))
