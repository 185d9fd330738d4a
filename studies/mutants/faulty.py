"""The program with a fault in one module, in this process alone: no file is changed.

A function that is at fault gets the code of the faulty one, wherever it was taken to. A fault that
stands outside of functions may have been used when modules were imported: they are imported anew.
"""

import gc
import sys
from collections.abc import Callable, Sequence
from functools import _lru_cache_wrapper
from importlib import import_module
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from threading import RLock
from types import FunctionType, ModuleType
from typing import Any

import segnb

LAYERS = ("segnb.vocabulary", "segnb.measures", "segnb.store", "segnb.sources")  # each below next
KEPT = ("segnb", "segnb.publish.preload")
INSIDE = ("__wrapped__", "fget", "func", "__func__")  # where a decorated function keeps its own


class _Source(SourceLoader):
    """The source of a module as it is given, never that of its file or of a cache."""

    def __init__(self, path: Path, source: str) -> None:
        self.path, self.source = path, source

    def get_filename(self, _fullname: str) -> str:
        return str(self.path)

    def get_data(self, path: str | bytes) -> bytes:
        if str(path) != str(self.path):
            raise OSError(path)
        return self.source.encode()


class _Finder(MetaPathFinder):
    """Finds one module, and leaves the others to Python."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self.name, self.path, self.source = name, path, source

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.name:
            return None
        inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        loader = _Source(self.path, self.source)
        return spec_from_file_location(
            name, self.path, loader=loader, submodule_search_locations=inside
        )


def load() -> None:
    """Import what a chapter needs."""
    from segnb.publish.preload import OTHERS, ROOMS, _modules

    for name in [name for room in ROOMS for name in _modules(room)] + list(OTHERS):
        import_module(name)
    work_here()


def work_here() -> None:
    """Read files in this process, and fork what runs a chapter from it: what another process does
    has no fault, and what is called there is heard by nobody."""
    reading = import_module("segnb.sources.files.bounded_process")
    reading.can_be_apart = lambda: False  # type: ignore[attr-defined]
    forking = import_module("segnb.publish.forkserver")
    forking._forked = True  # type: ignore[attr-defined]
    forking._starting = RLock()  # type: ignore[attr-defined]  # held while it forks, there too


def load_again(faulty: str) -> None:
    """Import anew what may have taken something of a faulty module."""
    for name in [name for name in sys.modules if _stands_on(faulty, name)]:
        del sys.modules[name]
    for name, held in list(vars(segnb).items()):
        if _stands_on(faulty, str(getattr(held, "__module__", ""))):
            delattr(segnb, name)
    load()


def _stands_on(faulty: str, name: str) -> bool:
    """Whether a module may use a faulty one: rooms below that never do."""
    own = [layer for layer in LAYERS if faulty.startswith(f"{layer}.")]
    below = LAYERS[: LAYERS.index(own[0])] if own else LAYERS
    return name.startswith("segnb.") and not name.startswith(below) and name not in KEPT


def module_name(path: Path) -> str:
    """Name under which a file of the program is imported."""
    parts = path.with_suffix("").parts
    return ".".join(parts[parts.index("segnb") :]).removesuffix(".__init__")


def put_in_place(path: Path, source: str) -> None:
    """Let this process run `source` where the program has the module of `path`."""
    sys.meta_path.insert(0, _Finder(module_name(path), path, source))
    load_again(module_name(path))


def put_into(path: Path, source: str, function: str) -> None:
    """Let this process run a function as `source` has it; nothing that was cached is kept.

    Raises
    ------
    LookupError
        There is no such function to put it into.
    """
    right = import_module(module_name(path))
    faulty = ModuleType(right.__name__)
    vars(faulty)["__file__"], vars(faulty)["__package__"] = str(path), right.__package__
    exec(compile(source, str(path), "exec"), vars(faulty))
    old, new = (_plain(_found(module, function)) for module in (right, faulty))
    old.__code__, old.__defaults__ = new.__code__, new.__defaults__
    old.__kwdefaults__ = new.__kwdefaults__
    gc.unfreeze()  # what is frozen is not listed
    forget(lambda name: _stands_on(right.__name__, name) or not name.startswith("segnb"))


def forget(in_module: Callable[[str], bool]) -> None:
    """Forget what functions of some modules have answered before."""
    for cached in [held for held in gc.get_objects() if type(held) is _lru_cache_wrapper]:
        if in_module(str(cached.__module__)):
            cached.cache_clear()


def _found(module: ModuleType, name: str) -> Any:
    held: Any = module
    for part in name.split("."):
        if part not in vars(held):
            raise LookupError(name)
        held = vars(held)[part]
    return held


def _plain(held: Any) -> FunctionType:
    """A function without what it is wrapped in."""
    while not isinstance(held, FunctionType) or hasattr(held, "__wrapped__"):
        inside = [getattr(held, name) for name in INSIDE if hasattr(held, name)]
        if not inside:
            raise LookupError(str(held))
        held = inside[0]
    return held
