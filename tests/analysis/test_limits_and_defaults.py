"""Limits, names and defaults of what computes and prints, as they were decided and kept.

What stands outside of functions decides what may be said, and most of it is used far from where it
stands. A change of one is reviewed like a change of words
(`python -m pytest tests/analysis/test_limits_and_defaults.py --renew`).
"""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from kept_text import compare

SOURCE = Path(__file__).resolve().parents[2] / "src" / "segnb"
KEPT = Path(__file__).parent / "kept"
ROOMS = {
    "limits_and_defaults": ("analysis", "report"),
    "limits_of_sources": ("sources",),
    "limits_of_store": ("store",),
    "limits_of_publish": ("publish",),
}
LEFT_OUT = {"charts", "preload"}  # tested with their drawings; does its work as it is imported
LONGEST = 400  # letters of a value, for some are read from files


def modules(rooms: tuple[str, ...]) -> list[str]:
    """Modules of rooms."""
    paths = [path for room in rooms for path in sorted((SOURCE / room).rglob("*.py"))]
    parts = [path.relative_to(SOURCE).with_suffix("").parts for path in paths]
    return [".".join(part).removesuffix(".__init__") for part in parts if not LEFT_OUT & {*part}]


def told(value: Any) -> str:
    """A value in one line, the same in every run."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{told(key)}: {told(one)}" for key, one in value.items()) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(map(told, value))) + "}"
    if isinstance(value, list | tuple):
        return "(" + ", ".join(map(told, value)) + ")"
    if callable(value) or isinstance(value, ModuleType):
        return getattr(value, "__name__", type(value).__name__)
    text = re.sub(r" at 0x[0-9a-f]+", "", repr(value).replace("\n", " "))
    return text.replace(str(SOURCE), "(segnb)")


def assigned(module: ModuleType) -> list[str]:
    """Names that are given a value in a module itself, in their order."""
    names = [
        target.id
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for target in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(target, ast.Name)
    ]
    return [name for name in dict.fromkeys(names) if name.strip("_").isupper()]


def defaults(held: Any, name: str) -> Iterator[str]:
    """Parameters of a function, or of a class and its methods, that have a default."""
    if inspect.isclass(held):
        for inner, method in vars(held).items():
            if inspect.isfunction(method) and not inner.startswith("__"):
                yield from defaults(method, f"{name}.{inner}")
        for field, value in getattr(held, "_field_defaults", {}).items():
            yield f"{name}({field} = {told(value)})"
        own = "__init__" in vars(held)
        held = held.__init__ if own else None
    if inspect.isfunction(held):
        for parameter in inspect.signature(held).parameters.values():
            if parameter.default is not parameter.empty:
                yield f"{name}({parameter.name} = {told(parameter.default)})"


def lines(rooms: tuple[str, ...]) -> Iterator[str]:
    cut = None if rooms == ROOMS["limits_and_defaults"] else LONGEST
    for name in modules(rooms):
        module = import_module(f"segnb.{name}")
        yield f"== {name}"
        if cut and "__all__" in vars(module):
            offered = (f"{one} {told(getattr(module, one))[:cut]}" for one in module.__all__)
            yield f"offers {', '.join(offered)}"
        yield from (f"{one} = {told(getattr(module, one))[:cut]}" for one in assigned(module))
        for one, held in vars(module).items():
            if getattr(held, "__module__", "") == module.__name__:
                yield from defaults(inspect.unwrap(held), one)


@pytest.mark.parametrize("name", ROOMS)
def test_limits_names_and_defaults_are_those_that_were_decided(
    name: str, pytestconfig: pytest.Config
) -> None:
    compare("".join(f"{line}\n" for line in lines(ROOMS[name])), KEPT / f"{name}.txt", pytestconfig)
