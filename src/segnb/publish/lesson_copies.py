"""The lessons laid out as copies of a learner's own."""

import json
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary

from segnb.publish.chapter_run import run_chapter
from segnb.publish.notebooks import notebook_folder
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import CannotWrite
from segnb.vocabulary.i18n import Lang

START = "00_start.ipynb"
SETTINGS = Path(".jupyterlab")
QUIET = "@jupyterlab/apputils-extension/notification.jupyterlab-settings"


def lesson_paths() -> list[Path]:
    """Notebooks of the lessons, the start page first."""
    return sorted((notebook_folder() / "teaching").glob("[01]*.ipynb"))


def lay_out(folder: Path, lang: Lang, municipality: str = "") -> Path:
    """Copies of the lessons in a folder, where those that are there are kept.

    The start page is shown as it is after its run, so that there is something to read at once, and
    a settings folder keeps JupyterLab from asking about news on the network.

    Raises
    ------
    CannotWrite
        The folder cannot be written.
    UnknownArea
        No municipality goes by this code or name.
    """
    code = find_municipality(municipality).code if municipality else ""
    wanted = {"lang": lang} | ({"municipality": code} if code else {})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in lesson_paths():
            target = folder / path.name
            if not target.exists():
                _copy(path, target, wanted)
        quiet = folder / SETTINGS / QUIET
        quiet.parent.mkdir(parents=True, exist_ok=True)
        quiet.write_text('{"fetchNews": "false", "checkForUpdates": false}\n', encoding="utf-8")
    except OSError as error:
        raise CannotWrite(
            f"The lessons cannot be laid out in {folder}: {error.strerror or error}."
        ) from error
    return folder.resolve()


def _copy(path: Path, target: Path, wanted: dict[str, str]) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = "\n".join(_set(line, wanted) for line in cell.source.splitlines())
    nbformat.write(notebook, target)
    if path.name == START:
        NotebookNotary().sign(run_chapter(target, {}, target))  # so that JupyterLab styles it


def _set(line: str, wanted: dict[str, str]) -> str:
    """A line of the parameters with the value that is wanted; its comment stays."""
    name, _, rest = line.partition(" = ")
    if name not in wanted:
        return line
    comment = rest.partition("  #")[2]
    return f"{name} = {json.dumps(wanted[name])}" + (f"  #{comment}" if comment else "")
