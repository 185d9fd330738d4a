"""The program with a fault in one module, in this process alone: no file is changed."""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

import segnb
from segnb.publish.preload import OTHERS, ROOMS, _modules

BELOW = ("segnb.measures", "segnb.sources", "segnb.store", "segnb.vocabulary")  # knows no fault
KEPT = ("segnb", "segnb.publish.preload")


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
    for name in [name for room in ROOMS for name in _modules(room)] + list(OTHERS):
        import_module(name)


def load_again() -> None:
    """Import anew what may have taken something of a faulty module."""
    for name in [name for name in sys.modules if _stands_on_faults(name)]:
        del sys.modules[name]
    for name, held in list(vars(segnb).items()):
        if _stands_on_faults(str(getattr(held, "__module__", ""))):
            delattr(segnb, name)
    load()


def _stands_on_faults(name: str) -> bool:
    return name.startswith("segnb.") and not name.startswith(BELOW) and name not in KEPT


def put_in_place(path: Path, source: str) -> None:
    """Let this process run `source` where the program has the module of `path`."""
    parts = path.with_suffix("").parts
    name = ".".join(parts[parts.index("segnb") :]).removesuffix(".__init__")
    sys.meta_path.insert(0, _Finder(name, path, source))
    load_again()
