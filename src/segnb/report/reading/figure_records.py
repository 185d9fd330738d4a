"""What the record of a report says of each figure, so that the next report can say what changed."""

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from segnb.report.page.figure_key import ShownFigure
from segnb.report.reading.chapter_figures import AREAS, VALUE
from segnb.vocabulary.catalogue import Indicator, catalogue
from segnb.vocabulary.errors import InvalidFile

SCHEMA = 2
SHORT = 12  # digits of a hash that a figure names; the whole one stands once in the record
DEFINES = {"kind", "definition", "population", "unit", "totals", "of", "numerator", "denominator",
           "percent", "base"}  # fmt: skip
COMPUTES = ("segnb.analysis", "segnb.measures")
OF_VALUES, OF_INDICES = (
    ("segnb.analysis.shares", "segnb.analysis.sums"),
    ("segnb.analysis.index_estimates",),
)


def figure_records(figures: Iterable[ShownFigure]) -> dict[str, Any]:
    """Part of a record: every figure by its key, with definitions and methods by their hashes."""
    shown = sorted(figures, key=lambda one: one.key)
    known = catalogue().indicators
    definitions = {
        name: definition_hash(known[name])
        for name in sorted({one.indicator for one in shown}) if name in known
    }  # fmt: skip
    methods = {name: method_hash(name) for name in sorted({one.measure for one in shown})}
    lines = [_line(one, definitions, methods) for one in shown]
    return {"schema": SCHEMA, "definitions": definitions, "methods": methods, "figures": lines}


def _line(one: ShownFigure, definitions: dict, methods: dict) -> dict[str, Any]:
    hashes = {"definition": definitions.get(one.indicator, "")[:SHORT],
              "method": methods[one.measure][:SHORT]}  # fmt: skip
    record = {"key": one.key} | asdict(one) | hashes
    record["snapshots"] = [sha[:SHORT] for sha in one.snapshots]
    return {name: value for name, value in record.items() if value not in (None, "", (), [])}


def definition_hash(entry: Indicator) -> str:
    """Hash of what an indicator is: its words, people, unit, groups, formula and tables."""
    known = catalogue().indicators
    content = entry.model_dump(mode="json", include=DEFINES)
    tables = sorted((one.producer, one.table) for one in entry.sources)
    basis = definition_hash(known[entry.of]) if entry.of else ""
    parts = [content, sorted(entry.groups), tables, basis]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def method_hash(measure: str) -> str:
    """Hash of the modules that compute a measure, and of all of ours that these use."""
    roots = OF_VALUES if measure in (VALUE, AREAS) else (*OF_INDICES, _module_of(measure))
    total = hashlib.sha256()
    for name in sorted(_used_by(roots)):
        total.update(f"{name} ".encode() + _file(name).read_bytes())
    return total.hexdigest()


def _module_of(measure: str) -> str:
    from segnb import measures

    return getattr(measures, measure).__module__


def _used_by(roots: Iterable[str]) -> set[str]:
    """Modules and all that they import of the rooms that compute."""
    found: set[str] = set()
    left = list(roots)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _imports(name)
    return found


def _imports(name: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(_file(name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(COMPUTES):
            inside = (f"{node.module}.{alias.name}" for alias in node.names)
            modules = [one for one in inside if _is_module(one)]
            yield from modules or [str(node.module)]


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _file(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.origin:
        raise ModuleNotFoundError(name)
    return Path(spec.origin)


def figures_in(path: Path) -> dict[str, Any]:
    """Record of a report, named by its folder or by its `manifest.json`.

    Raises
    ------
    InvalidFile
        There is none, or it was written before figures were kept.
    """
    file = path / "manifest.json" if path.is_dir() else path
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidFile(f"{file} is no record of a report.") from error
    if not isinstance(record, dict) or record.get("schema", 1) < SCHEMA:
        raise InvalidFile(f"{file} is of an older segnb that kept no figures: make that report "
                          "again, from a store with its files.")  # fmt: skip
    return record


def settings_that_differ(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    """Settings of two records that are not the same."""
    before, after = old["parameters"], new["parameters"]
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}
