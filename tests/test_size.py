"""Rooms and functions stay of a size that a reader holds in mind."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("src", "bench", "studies", "open_data", "docs_site")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TEXTS = {path: path.read_text(encoding="utf-8") for path in MODULES}
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


def test_a_module_is_read_in_one_sitting() -> None:
    lengths = {by_path(path): len(text.splitlines()) for path, text in TEXTS.items()}
    assert {path: n for path, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_a_function_fits_on_a_screen() -> None:
    long = {
        f"{by_path(path)}, {name}": length
        for path, text in TEXTS.items()
        for name, length in body_lengths(text)
        if length > LONGEST_FUNCTION
    }
    assert long == {}


def test_a_module_is_named_after_what_it_holds() -> None:
    parts = {path: path.relative_to(ROOT).with_suffix("").parts for path in TEXTS}
    assert [by_path(path) for path, names in parts.items() if SAYS_NOTHING & set(names)] == []


def test_the_length_of_a_body_leaves_out_signature_and_docstring() -> None:
    text = 'def f(\n    x,\n):\n    """Says.\n\n    More.\n    """\n    y = x\n    return y\n'
    assert dict(body_lengths(text)) == {"f": 2}
