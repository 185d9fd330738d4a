"""Every notebook stays thin: it gets, measures and shows, and holds nothing that needs a test."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from segnb.vocabulary.params import Params

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(p for p in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
LONGEST_CELL = {"parameters": 5, "setup": 4}
LONGEST = 3
OF_CHAPTERS = {"settings"}
OF_PAGES = {
    "plan",
    "folder",
    "places",
    "indicators",
}  # of pages about no municipality
OF_LESSONS = {"lang", "municipality", "store", "word"}  # what a lesson is asked for
OF_OTHERS = {*OF_CHAPTERS, *OF_LESSONS, *OF_PAGES}
BELONGS_IN_THE_PACKAGE = {"def", "class", "for", "while", "if", "try", "with", "lambda"}


def faults(notebook: NotebookNode) -> Iterator[str]:
    """What is wrong with a notebook, a sentence each."""
    cells = notebook.cells
    if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        yield "the kernel is not python3"
    parameters = [cell for cell in cells if "parameters" in tags(cell)]
    if len(parameters) != 1:
        yield f"{len(parameters)} cells are tagged `parameters`"
    for cell in parameters:
        yield from parameter_faults(cell)
    for cell in cells:
        yield from code_faults(cell) if cell.cell_type == "code" else text_faults(cell)
    if sum(len(re.findall(r"^# ", c.source, re.M)) for c in cells if c.cell_type != "code") > 1:
        yield "more than one main heading"


def tags(cell: NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def parameter_faults(cell: NotebookNode) -> Iterator[str]:
    for statement in ast.parse(cell.source).body:
        if not (isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)):
            yield f"`{ast.unparse(statement)}` is not a plain assignment"
        elif statement.targets[0].id not in {*Params.model_fields, *OF_OTHERS}:
            yield f"`{statement.targets[0].id}` is no parameter of a report or lesson"


def code_faults(cell: NotebookNode) -> Iterator[str]:
    if cell.outputs:
        yield "a cell holds outputs"
    if cell.execution_count is not None:
        yield "a cell holds an execution count"
    longest = max([LONGEST_CELL.get(tag, LONGEST) for tag in tags(cell)], default=LONGEST)
    if len(cell.source.splitlines()) > longest:
        yield f"a code cell is longer than {longest} lines"
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        yield f"`{cell.source}` is not plain Python"
        return
    words = {token.string for token in tokenize.generate_tokens(io.StringIO(cell.source).readline)}
    for word in sorted(words & BELONGS_IN_THE_PACKAGE):
        yield f"`{word}` belongs in the package"
    for node in ast.walk(tree):
        yield from import_faults(node)


def import_faults(node: ast.AST) -> Iterator[str]:
    """Notebooks import from segnb alone, and never what runs them."""
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
    for name in names:
        if name.split(".")[0] != "segnb" or name.split(".")[:2] in (
            ["segnb", "publish"],
            ["segnb", "cli"],
        ):
            yield f"`{name}` is imported"


def text_faults(cell: NotebookNode) -> Iterator[str]:
    for line in cell.source.splitlines():
        if re.search(r"\d", re.sub(r"^#+ [\d.]+ ", "", line)):
            yield f"a number is typed into the text: {line}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_notebook_is_thin_and_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert list(faults(notebook)) == []


def test_there_are_notebooks_to_hold_to_the_rules() -> None:
    assert NOTEBOOKS


def sound() -> NotebookNode:
    """A notebook without fault."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    settings = new_code_cell('municipality = "9901"  # code', metadata={"tags": ["parameters"]})
    setup = new_code_cell("from segnb import Chapter\n" * 4, metadata={"tags": ["setup"]})
    cells = [new_markdown_cell("# Housing\n\n## 2.1 Tenure"), settings, setup]
    return new_notebook(cells=[*cells, new_code_cell("chapter.sources()")], metadata=kernel)


def test_a_sound_notebook_has_no_fault() -> None:
    assert list(faults(sound())) == []


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (new_code_cell("x", outputs=[new_output("stream", text="1")]), "a cell holds outputs"),
        (new_code_cell("x", execution_count=1), "a cell holds an execution count"),
        (new_code_cell("a\nb\nc\nd"), "a code cell is longer than 3 lines"),
        (new_code_cell("for x in y: x"), "`for` belongs in the package"),
        (new_code_cell("[x for x in y]"), "`for` belongs in the package"),
        (new_code_cell("f = lambda: 1"), "`lambda` belongs in the package"),
        (new_code_cell("import pandas"), "`pandas` is imported"),
        (new_code_cell("from segnb.publish import run"), "`segnb.publish` is imported"),
        (new_code_cell("%matplotlib inline"), "`%matplotlib inline` is not plain Python"),
        (new_code_cell("!ls"), "`!ls` is not plain Python"),
        (new_markdown_cell("D is 0.31"), "a number is typed into the text: D is 0.31"),
        (new_markdown_cell("# Again"), "more than one main heading"),
    ],
)
def test_a_fault_in_a_cell_is_seen(cell: NotebookNode, fault: str) -> None:
    notebook = sound()
    notebook.cells.append(cell)
    assert fault in list(faults(notebook))


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('kommun = "9901"', "`kommun` is no parameter of a report or lesson"),
        ("print(1)", "`print(1)` is not a plain assignment"),
    ],
)
def test_a_fault_in_the_parameters_is_seen(source: str, fault: str) -> None:
    notebook = sound()
    notebook.cells[1].source = source
    assert fault in list(faults(notebook))


def test_a_missing_kernel_and_missing_parameters_are_seen() -> None:
    assert list(faults(new_notebook())) == [
        "the kernel is not python3",
        "0 cells are tagged `parameters`",
    ]
