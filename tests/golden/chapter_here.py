"""A chapter run in this process, its charts recorded and not drawn."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from blocks import told
from drawn import recorded
from nbformat import NotebookNode

from segnb.publish.chapter_run import run_chapter
from segnb.publish.notebooks import chapters
from segnb.publish.report_folder import _settings
from segnb.vocabulary.params import make_params

GOLDEN = Path(__file__).parent


def run_here(code: str, lang: str, name: str) -> NotebookNode:
    """The chapter as it is after its run."""
    path = chapters()[name]
    settings: dict[str, Any] = _settings(make_params(municipality=code, lang=lang), path)
    with TemporaryDirectory() as folder, recorded():
        out = Path(folder) / "chapter.ipynb"
        run_chapter(path, settings, out, engine="here")
        return nbformat.read(out, 4)


def said_here(code: str, lang: str, name: str) -> str:
    """What a chapter says."""
    return told(run_here(code, lang, name))


def kept(code: str, lang: str, name: str) -> str:
    """The same as it was read and stored."""
    path = GOLDEN / "stored" / f"{code}-{lang}" / f"{chapters()[name].stem}.txt"
    return path.read_text(encoding="utf-8")
