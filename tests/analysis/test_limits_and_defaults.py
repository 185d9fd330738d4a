"""Limits, names and defaults of what computes and prints, as they were decided and kept.

What stands outside of functions decides what may be said, and most of it is used far from where it
stands. A change of one is reviewed like a change of words
(`python -m pytest tests/analysis/test_limits_and_defaults.py --renew`).
"""

import ast
import inspect
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "segnb"
KEPT = Path(__file__).parent / "kept" / "limits_and_defaults.txt"
ROOMS = ("analysis", "report")


def modules() -> list[str]:
    """Modules of the rooms but for charts, which are tested with their drawings."""
    paths = [path for room in ROOMS for path in sorted((SOURCE / room).rglob("*.py"))]
    parts = [path.relative_to(SOURCE).with_suffix("").parts for path in paths]
    return [".".join(part).removesuffix(".__init__") for part in parts if "charts" not in part]


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
    return repr(value).replace("\n", " ")


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


def lines() -> Iterator[str]:
    for name in modules():
        module = import_module(f"segnb.{name}")
        yield f"== {name}"
        yield from (f"{one} = {told(getattr(module, one))}" for one in assigned(module))
        for one, held in vars(module).items():
            if getattr(held, "__module__", "") == module.__name__:
                yield from defaults(inspect.unwrap(held), one)


def test_limits_names_and_defaults_are_those_that_were_decided(
    pytestconfig: pytest.Config,
) -> None:
    found = "".join(f"{line}\n" for line in lines())
    if pytestconfig.getoption("--renew"):
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(found, encoding="utf-8")
    kept = KEPT.read_text(encoding="utf-8")
    changed = unified_diff(kept.splitlines(), found.splitlines(), "kept", "now", n=0, lineterm="")
    assert found == kept, "\n".join(changed)
