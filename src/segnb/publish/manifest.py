"""The record of a run: what went in, what came out, what is missing."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from segnb.publish.document import Document
from segnb.report.page.blocks import DOCUMENT, SourceLine
from segnb.report.reading.figure_records import figure_records
from segnb.store.program import versions
from segnb.vocabulary.areas import DATA
from segnb.vocabulary.i18n import DASH
from segnb.vocabulary.params import Params


def manifest(document: Document, params: Params, **facts: Any) -> dict[str, Any]:
    """Record of a report.

    Parameters
    ----------
    facts
        What only the run knows: chapters, store, formats, warnings, files.
    """
    place = document.municipality
    made = set(params.model_fields_set)
    return {
        "municipality": {"code": place.code, "name": place.name, "synthetic": place.synthetic},
        "lang": document.language.lang,
        "statistics_until": document.year,
        "date": document.date,
        "versions": versions(),
        "parameters": params.model_dump(),
        "parameters_defaulted": sorted(set(type(params).model_fields) - made),
        "catalogue": vocabulary_hash("catalogue"),
        "strings": vocabulary_hash("strings"),
        **sources_by_kind(document.sources),
        "gaps": [
            {"key": g.key, "status": g.status, "title": g.title, "rows": dict(g.rows)}
            for g in document.gaps
        ],
        "breaks": [list(entry) for entry in document.breaks],
        **facts,
        **figure_records(document.shown),
    }


def sources_by_kind(lines: Iterable[SourceLine]) -> dict[str, list[dict[str, str]]]:
    """Files that were read, tables that come with the program, and documents that are cited.

    Of the files alone there is a hash (not of a municipality's own, which no report tells).
    """
    every = list(lines)
    documents = [line for line in every if line.origin == DOCUMENT]
    tables = [line for line in every if not line.origin and not line.sha256]
    return {
        "snapshots": [asdict(line) for line in every if line not in (*documents, *tables)],
        "tables": [{"producer": o.producer, "title": o.title, "years": o.years} for o in tables],
        "documents": [
            {"author": one.producer, "title": "" if one.title == DASH else one.title}
            for one in documents
        ],
    }


def vocabulary_hash(part: str) -> str:
    """Hash over the data files of a part of the vocabulary."""
    total = hashlib.sha256()
    for name, content in sorted(_contents(DATA / part, part)):
        total.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()


def _contents(folder: Any, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir() if folder.is_dir() else ():
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            found += _contents(entry, path)
        elif entry.name.endswith((".yml", ".csv")):
            found.append((path, entry.read_bytes()))
    return found


def file_hashes(folder: Path) -> dict[str, str]:
    """Hash of every file below a folder, by its path inside."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_manifest(record: Mapping[str, Any], folder: Path) -> None:
    """Write `manifest.json`; each figure is a line."""
    lines = [json.dumps(one, ensure_ascii=False) for one in record.get("figures", ())]
    text = json.dumps({**record, "figures": []}, ensure_ascii=False, indent=1)
    text = text.replace('"figures": []', '"figures": [\n  ' + ",\n  ".join(lines) + "\n ]")
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
