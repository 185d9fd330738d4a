"""What a report is made of: its settings, notebooks and program, and what it asked the store.

The manifest keeps all of it. A report whose inputs are the same would become the same.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from segnb.publish.notebooks import find_notebook
from segnb.store.marker import folder_of
from segnb.store.program import program
from segnb.vocabulary.errors import SegnbError
from segnb.vocabulary.params import Params

FILES = ("foreword", "logo", "efforts", "earlier")
LESSONS = "lessons"  # the folder that `segnb lessons` writes


@dataclass(frozen=True)
class InputHashes:
    """What is hashed once for many reports.

    Attributes
    ----------
    program
        Hash of the program.
    files
        Hashes of the files of stores, by path with size and time.
    """

    program: str
    files: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, stores: Iterable[str]) -> "InputHashes":
        """The program and these stores as they are now."""
        parts = [path for store in sorted(set(stores) - {""}) for path in _parts(folder_of(store))]
        return cls(program(), {_stamp(path): file_hash(path) for path in parts if path.is_file()})


def inputs(
    params: Params, formats: Iterable[str], known: InputHashes, folder: Path
) -> dict[str, Any]:
    """Hashes of what the report in a folder is made of, the store apart."""
    settings = params.model_dump(mode="json") | {"store": bool(params.store)}
    settings |= {name: _content(settings[name]) for name in FILES}
    settings["comments"] = {name: _content(text) for name, text in params.comments.items()}
    return {
        "program": known.program,
        "settings": _hash_of(settings),
        "formats": sorted(formats),
        "notebooks": [file_hash(find_notebook(name)) for name in params.chapters],
        "lessons": lessons_beside(folder),
    }


def lessons_beside(folder: Path) -> str:
    """Way from a report's folder to the lessons that lie beside all reports; empty without them."""
    start = folder.parent.parent / LESSONS / f"index.{folder.name}.html"
    return f"../../{LESSONS}" if start.is_file() else ""


def _content(named: str) -> str:
    """What a setting brings into the report: the file that it names, or its own words."""
    try:
        is_file = Path(named).is_file()
    except OSError:  # words that are longer than a name may be
        is_file = False
    return file_hash(Path(named)) if is_file else named


def store_hashes(store: str, names: Iterable[str], known: InputHashes) -> dict[str, str]:
    """Hash of each of these files and folders of a store; empty where there is none."""
    return {name: _entry_hash(folder_of(store) / name, known.files) for name in names}


class Currency:
    """Tells which reports are as they would become if they were made again."""

    def __init__(self, known: InputHashes) -> None:
        self.known = known
        self._asked: dict[tuple[str, str], str] = {}
        self._hashes: dict[tuple[str, str], str] = {}

    def holds(self, params: Params, formats: Iterable[str], folder: Path) -> bool:
        """Whether the report in a folder is whole and made of what there is now."""
        record = read_manifest(folder)
        made_of = record.get("inputs", {})
        try:
            now = inputs(params, formats, self.known, folder)
        except (SegnbError, OSError):
            return False
        whole = record and all((folder / name).exists() for name in record["files"])
        same = all(made_of.get(name) == value for name, value in now.items())
        return bool(whole and same) and self._store_answers(params.store, made_of)

    def _store_answers(self, store: str, made_of: Mapping[str, Any]) -> bool:
        """Whether the store answers as it did; the demonstration, without a store, always does."""
        if not store:
            return True
        if "questions" not in made_of:
            return False
        then = made_of["store"]
        changed = {name for name, value in then.items() if self._hash(store, name) != value}
        if not changed:
            return True
        from segnb.store.query_hashes import files_of

        return all(
            self._ask(store, question) == answer
            for question, answer in made_of["questions"].items()
            if changed & set(files_of(question))
        )

    def _hash(self, store: str, name: str) -> str:
        if (store, name) not in self._hashes:
            self._hashes[store, name] = _entry_hash(folder_of(store) / name, self.known.files)
        return self._hashes[store, name]

    def _ask(self, store: str, question: str) -> str:
        from segnb.store import Store
        from segnb.store.query_hashes import ask

        if (store, question) not in self._asked:
            self._asked[store, question] = ask(Store.open(store), question)
        return self._asked[store, question]


def read_manifest(folder: Path) -> dict[str, Any]:
    """Record of the report in a folder; empty where there is none that can be read."""
    try:
        record = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def file_hash(path: Path) -> str:
    """Hash of a file; empty where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, IsADirectoryError):
        return ""


def _entry_hash(path: Path, known: Mapping[str, str]) -> str:
    if path.is_dir():
        return _hash_of({str(p): _entry_hash(p, known) for p in _parts(path) if p.is_file()})
    if not path.exists():
        return ""
    return known.get(_stamp(path)) or file_hash(path)


def _parts(folder: Path) -> list[Path]:
    """Everything in a folder; of raw files the name is the hash, so their content is left out."""
    return sorted(p for p in folder.rglob("*") if p.suffix != ".gz" and p.name[0] != ".")


def _stamp(path: Path) -> str:
    stat = path.stat()
    return f"{path} {stat.st_size} {stat.st_mtime_ns}"


def _hash_of(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
