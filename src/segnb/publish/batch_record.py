"""The record of a batch, `batch.json`: one entry a report, kept from batch to batch."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from segnb.publish.current_reports import read_manifest
from segnb.publish.report_outcome import FILES, ReportOutcome
from segnb.store.atomic_writing import write_atomically
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import SegnbError
from segnb.vocabulary.params import Params

OK, PARTLY, FAILED = "ok", "partly", "failed"
RECORD = "batch.json"


@dataclass(frozen=True)
class Entry:
    """What became of one report.

    Attributes
    ----------
    folder
        Where it is, seen from the folder of all reports; an older one may stand where it failed.
    formats
        Files that can be opened there.
    why
        What is missing or went wrong; empty where all is well.
    """

    code: str
    name: str
    lang: str
    status: str
    folder: str
    formats: tuple[str, ...] = ()
    gaps: int = 0
    why: str = ""
    exit_code: int = 0


def made_entry(params: Params, out: Path, written: ReportOutcome) -> Entry:
    """Entry of a report that has been made."""
    return _entry(params, out, written.failed, written.gaps)


def held_entry(params: Params, out: Path) -> Entry:
    """Entry of a report that stands and is current."""
    record = read_manifest(out / _where(params, out)["folder"])
    failed = {name: why for name, why in record["formats"].items() if why != "ok"}
    failed |= {one["notebook"]: one["failed"] for one in record["chapters"] if "failed" in one}
    return _entry(params, out, failed, len(record["gaps"]))


def failed_entry(params: Params, out: Path, why: str, exit_code: int) -> Entry:
    """Entry of a report that could not be made; an older one still stands where there was one."""
    return Entry(
        **_where(params, out),
        status=FAILED,
        why=why.replace(f"{out}/", ""),  # the page may be sent elsewhere
        exit_code=exit_code,
    )


def _entry(params: Params, out: Path, failed: dict[str, str], gaps: int) -> Entry:
    return Entry(
        **_where(params, out),
        status=PARTLY if failed else OK,
        gaps=gaps,
        why=" ".join(f"{name}: {why}" for name, why in sorted(failed.items())),
        exit_code=1 if failed else 0,
    )


def _where(params: Params, out: Path) -> dict[str, Any]:
    place = find_municipality(params.municipality)
    folder = f"{place.folder}/{params.lang}"
    formats = tuple(name for name, file in FILES.items() if (out / folder / file).exists())
    return {"code": place.code, "name": place.name, "lang": params.lang, "folder": folder,
            "formats": formats}  # fmt: skip


def read_entries(out: Path) -> list[Entry]:
    """Entries of earlier batches; of those whose municipality or file is not understood none."""
    try:
        rows = json.loads((out / RECORD).read_text(encoding="utf-8"))["reports"]
        found = [Entry(**(row | {"formats": tuple(row["formats"])})) for row in rows]
        return [entry for entry in found if find_municipality(entry.code).code == entry.code]
    except (OSError, ValueError, KeyError, TypeError, SegnbError):
        return []


def merged(out: Path, entries: Iterable[Entry]) -> list[Entry]:
    """These entries, and the earlier ones of other reports, by code and language."""
    both = [*read_entries(out), *entries]
    return sorted(
        {(entry.code, entry.lang): entry for entry in both}.values(),
        key=lambda entry: (entry.code, entry.lang),
    )


def write_entries(out: Path, entries: Iterable[Entry]) -> None:
    """Write `batch.json`."""
    text = json.dumps({"reports": [asdict(e) for e in entries]}, ensure_ascii=False, indent=1)
    write_atomically(out / RECORD, f"{text}\n".encode())
