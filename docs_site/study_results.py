"""Results that studies have kept in `docs/`, for pages that type no number themselves."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, StrictUndefined

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


class NoResult(LookupError):
    """A page asks for a result that no study has kept."""


def kept(page: str, study: str) -> str:
    """What stands between a study's two marks on a page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"<!-- {study}: begin -->\n(.*?)<!-- {study}: end -->", text, re.S)
    if not found:
        raise NoResult(f"docs/{page} keeps no results of the study {study!r}.")
    return found.group(1)


def bullets(page: str, study: str) -> str:
    """The lines of a study's results that begin with an asterisk."""
    return _lines(page, study, "* ")


def table(page: str, study: str) -> str:
    """The tables of a study's results."""
    return _lines(page, study, "|")


def run(page: str, study: str) -> str:
    """The line that says when a study ran, over what, and with which result."""
    return _lines(page, study, "Run").replace("\n", " ")


def _lines(page: str, study: str, start: str) -> str:
    lines = [line for line in kept(page, study).splitlines() if line.startswith(start)]
    if not lines:
        raise NoResult(
            f"The study {study!r} of docs/{page} has no line that begins with {start!r}."
        )
    return "\n".join(lines)


def tests(*places: str) -> int:
    """How many tests these files and folders define; one of many rows counts once."""
    return sum(1 for place in places for path in _modules(ROOT / place) for _ in _tests_of(path))


def _modules(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("test_*.py"))


def _tests_of(path: Path) -> Iterator[ast.AST]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def rows(place: str) -> int:
    """How many rows a table of the tests has, its head left out."""
    with (ROOT / place).open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def checks() -> int:
    """How many kinds of contradiction the reader of finished pages knows."""
    from studies.pages import CHECKS

    return len(CHECKS)


def filled(markdown: str) -> str:
    """The page with its results; an unknown name stops the build."""
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)
    asked = {one.__name__: one for one in (bullets, table, run, tests, rows, checks)}
    return environment.from_string(markdown).render(asked)
