"""A notebook of a lesson read part by part, as the cells of it say."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from segnb.teaching.lesson import Lesson

GUESS, ANSWER = "guess = ...", "answer = ..."
MARK = "GUESSED"  # where the guess of a reader comes in
_SPOKEN = re.compile(r'lesson\.(\w+)\((?:"([^"]*)")?')


@dataclass(frozen=True)
class Part:
    """What one cell gives: `kind` is the verb of the lesson, `code` or `guess`."""

    kind: str
    name: str = ""
    source: str = ""
    shown: Any = None

    @property
    def html(self) -> str:
        """What the cell shows."""
        return str(getattr(self.shown, "html", ""))


def parts(path: Path, lesson: Lesson) -> Iterator[Part]:
    """The parts of a lesson in the order of its notebook, run for this learner."""
    names: dict[str, Any] = {"guess": MARK}
    for cell in nbformat.read(path, as_version=4).cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or "parameters" in tags or cell.source == ANSWER:
            continue
        if "setup" in tags:
            _run(cell.source, names, {"lang", "word", "municipality", "store"})
            names["lesson"] = lesson
        elif cell.source == GUESS:
            yield Part("guess")
        elif (part := _part(cell, names)).kind not in ("check", "chapter"):
            yield part


def _part(cell: Any, names: dict[str, Any]) -> Part:
    spoken = _SPOKEN.match(cell.source)
    kind, name = (spoken[1], spoken[2] or "") if spoken else ("code", "")
    if not cell.metadata.get("jupyter", {}).get("source_hidden"):
        kind = kind if kind in ("check", "chapter") else "code"
    shown = None if kind in ("check", "chapter", "exercise") else _run(cell.source, names)
    return Part(kind, name, cell.source, shown)


def _run(source: str, names: dict[str, Any], empty: set[str] = frozenset()) -> Any:  # type: ignore[assignment]
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body else None
    if last is not None and not isinstance(last, ast.Expr):
        tree.body.append(last)
    names.update(dict.fromkeys(empty - names.keys(), ""))
    tree.body = [line for line in tree.body if not ast.unparse(line).startswith("lesson =")]
    exec(compile(tree, "lesson", "exec"), names)  # our own notebook, not a stranger's
    return (
        eval(compile(ast.Expression(last.value), "lesson", "eval"), names)
        if isinstance(last, ast.Expr)
        else None
    )
