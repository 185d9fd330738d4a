"""Every chapter runs on the demonstration: by Papermill, by our engine, and as a regression."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cells_of_all_kinds import outputs
from nbformat import NotebookNode
from pytest_notebook.nb_regression import NBRegressionFixture

from segnb.publish.chapter_run import run_chapter
from segnb.publish.forkserver import APART, can_fork
from segnb.publish.notebooks import chapters, read_notebook
from segnb.publish.numbering import MIME

pytestmark = pytest.mark.long

CHAPTERS = chapters()
LIGHT = "methods"
TIMES = ("/metadata/papermill", "/metadata/language_info", "/cells/*/metadata/papermill",
         "/cells/*/metadata/execution")  # fmt: skip


def blocks(found: NotebookNode) -> list[dict]:
    """What the cells of a chapter show, as the page gets it."""
    given = [output.get("data", {}) for cell in found.cells for output in cell.get("outputs", [])]
    return [data[MIME] for data in given if MIME in data]


@pytest.fixture(scope="module", params=[("9901", "sv"), ("9904", "en")], ids=" ".join)
def found(
    request: pytest.FixtureRequest, finished: Callable[[str, str], Path]
) -> dict[str, NotebookNode]:
    """Also for the smallest municipality, which lacks much, and in English."""
    folder = finished(*request.param) / "notebooks"
    return {name: read_notebook(folder / path.name) for name, path in CHAPTERS.items()}


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_shows_its_opening_and_its_sources(
    found: dict[str, NotebookNode], name: str
) -> None:
    shown = [block["block"] for block in blocks(found[name])]
    assert shown[0] == "Opening"
    assert "Sources" in shown
    printed = [o for cell in found[name].cells for o in cell.get("outputs", []) if "name" in o]
    assert printed == []  # a warning is a fault too


@pytest.mark.parametrize("option", ["-r", "-p"])
def test_plain_papermill_runs_a_chapter_for_the_municipality_that_is_named(
    tmp_path: Path, option: str
) -> None:
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", str(CHAPTERS[LIGHT])]
    command += [str(out), option, "municipality", "9902", "-r", "lang", "en"]
    subprocess.run(command, check=True, capture_output=True, cwd=CHAPTERS[LIGHT].parent)
    assert any("Sagåker" in str(block) for block in blocks(read_notebook(out)))


@pytest.mark.skipif(not can_fork(), reason="this system does not fork safely")
def test_a_kernel_shows_what_our_engine_has_shown(
    tmp_path: Path, nb_regression: NBRegressionFixture
) -> None:
    """pytest-notebook runs the chapter again, in a kernel, and compares each output."""
    out = tmp_path / "golden.ipynb"
    golden = run_chapter(CHAPTERS[LIGHT], {"municipality": "9902"}, out, engine=APART)
    assert len(outputs(golden)) > 5
    nb_regression.diff_ignore = (*nb_regression.diff_ignore, *TIMES)
    nb_regression.exec_cwd = str(CHAPTERS[LIGHT].parent)
    nb_regression.check(str(out))
