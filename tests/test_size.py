"""Rooms and functions stay of a size that a reader holds in mind."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("src", "bench", "studies", "open_data", "docs_site")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "core", "misc"}


def body_lengths(text: str) -> Iterator[tuple[str, int]]:
    """Name and number of lines of each function's body, its docstring left out."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield node.name, (node.end_lineno - body[0].lineno + 1 if body else 0)


def by_path(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=by_path)
def test_a_module_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=by_path)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    lengths = dict(body_lengths(path.read_text(encoding="utf-8")))
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=by_path)
def test_a_module_is_named_after_what_it_holds(path: Path) -> None:
    assert not SAYS_NOTHING & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}


def test_the_length_of_a_body_leaves_out_signature_and_docstring() -> None:
    text = 'def f(\n    x,\n):\n    """Says.\n\n    More.\n    """\n    y = x\n    return y\n'
    assert dict(body_lengths(text)) == {"f": 2}
