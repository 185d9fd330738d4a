"""What a chapter of one's own does when it is run: the rest of the report stands, page and PDF."""

import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from hostile_rows import SAMPLE
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from segnb.publish.batch_record import held_entry
from segnb.publish.forkserver import can_fork
from segnb.publish.report_folder import write_report
from segnb.vocabulary.errors import InvalidFile
from segnb.vocabulary.params import Params, make_params

LONGEST = 400_000  # letters of a page with one such chapter
LONGEST_FAILURE = 500
SAID = "Det här kapitlet kunde inte göras."
pytestmark = pytest.mark.skipif(not can_fork(), reason="chapters run in kernels here")


def rows() -> list[Any]:
    table = pd.read_csv(Path(__file__).parent / "executed.csv", keep_default_na=False)
    return list(table.iloc[:: 1 if os.environ.get("SEGNB_FAULTS") else SAMPLE].itertuples())


def made_of(code: str, folder: Path) -> Params:
    """Settings of a report of three chapters, the one in the middle as given."""
    for name, cell in (("before", "1 + 1"), ("mine", code), ("after", "2 + 2")):
        cells = [
            new_markdown_cell(f"# Rubrik {name}"),
            new_code_cell("municipality = '0127'", metadata={"tags": ["parameters"]}),
            new_code_cell(cell),
        ]
        nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    chapters = tuple(str(folder / f"{name}.ipynb") for name in ("before", "mine", "after"))
    return make_params(municipality="0127", store="box", lang="sv", chapters=chapters)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.what)
def test_whatever_a_chapter_does_the_others_stand(row: Any, tmp_path: Path) -> None:
    params = made_of(row.code, tmp_path)
    written = write_report(params, tmp_path / "out", ("html", "pdf"), engine="here")
    html = (written.folder / "report.html").read_text(encoding="utf-8")
    failure = written.failed.get("mine.ipynb", "")
    assert set(written.failed) == ({"mine.ipynb"} if row.failure else set())
    assert row.failure in failure
    assert len(failure) < LONGEST_FAILURE
    assert failure.isprintable()
    assert (SAID in html) == bool(row.failure)
    assert all(text in html for text in (row.shown, "Rubrik before", "Rubrik mine", "Rubrik after"))
    assert len(html) < LONGEST
    assert (written.folder / "report.pdf").read_bytes().startswith(b"%PDF")
    assert held_entry(params, tmp_path / "out").why.endswith(failure)
    record = json.loads((written.folder / "manifest.json").read_text(encoding="utf-8"))
    assert [one.get("failed", "") for one in record["chapters"]] == ["", failure, ""]


def test_a_notebook_with_half_a_letter_is_refused_in_a_sentence(tmp_path: Path) -> None:
    params = made_of("1", tmp_path)
    path = tmp_path / "mine.ipynb"
    path.write_text(path.read_text().replace("Rubrik mine", "Rubrik \\ud800"))
    with pytest.raises(InvalidFile, match=r"mine.ipynb cannot be read as a notebook: .*surrogates"):
        write_report(params, tmp_path / "out", ("html",), engine="here")


@pytest.mark.parametrize("text", ["{}", "[]", "{", '{"cells": 1}', '{"nbformat": 4}'])
def test_what_is_no_notebook_is_refused_in_a_sentence(text: str, tmp_path: Path) -> None:
    params = made_of("1", tmp_path)
    (tmp_path / "mine.ipynb").write_text(text)
    with pytest.raises(InvalidFile, match=r"mine.ipynb (cannot be read as a notebook|has no cell)"):
        write_report(params, tmp_path / "out", ("html",), engine="here")
