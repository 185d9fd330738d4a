"""Where the chapters' notebooks are, in a checkout as well as in an installed package."""

import ast
import difflib
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import nbformat
from nbformat import NotebookNode, ValidationError

from segnb.store.parquet_files import stamp
from segnb.vocabulary.errors import InvalidFile, InvalidParams
from segnb.vocabulary.params import SINCE_LAST

SUFFIX = ".ipynb"


@cache
def notebook_folder() -> Path:
    """Folder `notebooks`: inside an installed package, or at the top of a checkout."""
    package = Path(str(files("segnb")))
    for folder in (package / "notebooks", package.parents[1] / "notebooks"):
        if folder.is_dir():
            return folder
    raise InvalidFile(f"There are no notebooks beside {package}: install segnb anew.")


def chapters() -> dict[str, Path]:
    """Chapters of the report by name, in their order (`10_area_types.ipynb` is `area_types`)."""
    paths = sorted((notebook_folder() / "report").glob(f"*{SUFFIX}"))
    return {chapter_name(path): path for path in paths}


def chapter_name(path: Path) -> str:
    """Name of a chapter: that of its file without number and suffix.

    Examples
    --------
    >>> chapter_name(Path("notebooks/report/41_housing.ipynb"))
    'housing'
    """
    return path.stem.lstrip("0123456789").lstrip("_") or path.stem


def find_notebook(name: str) -> Path:
    """Notebook of a chapter, by its name or as a path to a notebook of one's own.

    Raises
    ------
    InvalidParams
        There is no such chapter or file.
    """
    known = chapters() | {SINCE_LAST: notebook_folder() / f"{SINCE_LAST}{SUFFIX}"}
    if name in known:
        return known[name]
    if name.endswith(SUFFIX):
        path = Path(name)
        if path.is_file():
            return path
        raise InvalidParams(f"There is no notebook {name}: name the path to a file that exists.")
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]!r}?" if near else f"The chapters are {', '.join(known)}."
    raise InvalidParams(f"There is no chapter {name!r}. {hint}")


def read_notebook(path: Path) -> NotebookNode:
    """Notebook of a file.

    Raises
    ------
    InvalidFile
        The file cannot be read or is no notebook.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.writes(notebook).encode("utf-8")  # halves of letters could not be written
        return notebook
    except (OSError, ValueError, AttributeError, KeyError, TypeError, ValidationError) as error:
        raise InvalidFile(f"{path} cannot be read as a notebook: {_first_line(error)}.") from error


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def parameters_of(path: Path) -> tuple[str, ...]:
    """Names that a notebook's parameters cell assigns; the file is read once while it is the same.

    Raises
    ------
    InvalidFile
        As `read_notebook` and `declared_parameters`.
    """
    try:
        return _parameters_of(path, stamp(path))
    except OSError:
        return declared_parameters(read_notebook(path), path)


@lru_cache(maxsize=256)
def _parameters_of(path: Path, _: tuple[int, ...]) -> tuple[str, ...]:
    return declared_parameters(read_notebook(path), path)


def declared_parameters(notebook: NotebookNode, path: Path) -> tuple[str, ...]:
    """Names that the cell tagged `parameters` assigns.

    Raises
    ------
    InvalidFile
        The notebook has no such cell, or it is not Python.
    """
    cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    if not cells:
        raise InvalidFile(
            f"{path.name} has no cell tagged `parameters`: add one that begins with "
            'municipality = "9901".'
        )
    try:
        statements = ast.parse(cells[0].source).body
    except SyntaxError as error:
        raise InvalidFile(f"The parameters cell of {path.name} is not Python.") from error
    targets = [t for s in statements if isinstance(s, ast.Assign) for t in s.targets]
    targets += [s.target for s in statements if isinstance(s, ast.AnnAssign)]
    return tuple(target.id for target in targets if isinstance(target, ast.Name))
