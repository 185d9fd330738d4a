"""A chapter of the municipality's own: run apart from the others, which stand whatever it does."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from segnb.publish.chapter_run import run_chapter
from segnb.publish.forkserver import HERE
from segnb.publish.notebooks import SUFFIX, read_notebook
from segnb.vocabulary.errors import SegnbError
from segnb.vocabulary.i18n import Language


def is_own(name: str) -> bool:
    """Whether a chapter is named by the path of a notebook, and so is none of ours."""
    return name.endswith(SUFFIX)


def run_own_chapter(
    path: Path,
    parameters: Mapping[str, Any],
    out: Path,
    language: Language,
    *,
    engine: str | None = None,
) -> tuple[NotebookNode, str]:
    """Notebook as it is after its run, and why it failed.

    It has a process of its own, so that what it changes or ends is its own. Where it fails, what
    comes into the report is its heading and a sentence; the failed notebook is written to `out`.

    Parameters
    ----------
    path, parameters, out, engine
        As in `run_chapter`; `here` means a process of its own all the same.

    Raises
    ------
    InvalidParams
        A parameter is not one of the notebook's.
    """
    try:
        apart = None if engine == HERE else engine
        return run_chapter(path, parameters, out, engine=apart), ""
    except SegnbError as error:
        told = _told(path, language, out)
        if not out.exists():
            nbformat.write(told, out)
        return told, str(error).replace(str(out), f"notebooks/{out.name}")


def _told(path: Path, language: Language, out: Path) -> NotebookNode:
    markdown = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "markdown"]
    headings = [line for text in markdown for line in text.splitlines() if line.startswith("#")]
    heading = headings[0] if headings else f"# {path.stem}"
    sentence = language.text("page.own_chapter_failed", file=f"notebooks/{out.name}")
    return new_notebook(cells=[new_markdown_cell(f"{heading}\n\n{sentence}")])
