"""The whole report of a municipality: chapters run, bound, and written as one folder."""

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from segnb.publish.chapter_run import run_chapter
from segnb.publish.current_reports import InputHashes, inputs, lessons_beside, store_hashes
from segnb.publish.data_files import csv_text, workbook
from segnb.publish.document import Document, bind
from segnb.publish.figure_files import figure_files
from segnb.publish.forkserver import HERE
from segnb.publish.manifest import file_hashes, manifest, write_manifest
from segnb.publish.notebooks import chapter_name, find_notebook, parameters_of
from segnb.publish.output_folder import whole_folder
from segnb.publish.own_chapter import is_own, run_own_chapter
from segnb.publish.pdf import PdfFailed, pdf
from segnb.publish.report_outcome import FILES, FORMATS, Progress, ReportOutcome, silent
from segnb.publish.two_processes import in_turn
from segnb.publish.web_page import page
from segnb.store import BOX
from segnb.store.ledger import Ledger, recording
from segnb.store.program import program
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import SegnbError
from segnb.vocabulary.i18n import Language
from segnb.vocabulary.params import CHAPTERS, Params

AT_A_TIME = 2
OF_THE_WHOLE = {"chapters", "foreword", "contact", "logo"}
OF_ONE_CHAPTER = {
    "line": "whole_municipality",
    "show_police": "crime",
    "summary_plain": "summary",
    "efforts": "interventions",
    "earlier": "since_last",
}


@dataclass(frozen=True)
class _Run:
    name: str
    path: Path
    file: str
    notebook: NotebookNode
    seconds: float
    failure: str = ""  # why a chapter of one's own could not be made


def write_report(
    params: Params,
    out: Path,
    formats: Sequence[str] = FORMATS,
    *,
    progress: Progress = silent,
    engine: str | None = None,
    private: Path | None = None,
    known: InputHashes | None = None,
    two_processes: bool = False,
) -> ReportOutcome:
    """Run the chapters of a report and write everything that comes of them, in this process.

    `segnb.publish.report_process.make_report` does the same in a process of its own.

    Parameters
    ----------
    out
        Folder for all reports; this one goes to `<out>/0127-botkyrka/sv`, in place of an older.
    formats
        `html`, `pdf`, `brief`, `png`; notebooks, data and the manifest are always written.
    progress
        Called with the name of a chapter that starts, and that it is which of how many.
    engine
        As in `run_chapter`; with `here` the chapters run one after the other.
    two_processes
        Whether two processes share its chapters, with `here`; for a report made by itself.
    private
        Folder in which it is written before it is put in its place; beside that if left out.
    known
        What has been hashed before.

    Raises
    ------
    NotebookFailed
        A chapter failed; nothing was replaced, and the failed notebook lies in `<lang>-failed`.
    CannotWrite
        The folder cannot be written; what stood there still stands.
    """
    place, language = find_municipality(params.municipality), Language(params.lang)
    target = out / place.folder / params.lang
    known = known or InputHashes(program())
    with whole_folder(target, private) as folder, recording() as ledger:
        shared = ledger if two_processes and engine == HERE else None
        runs = _run_all(params, folder / "notebooks", target, progress, engine, shared)
        seen = engine == HERE and not any(run.failure for run in runs)
        document = bind([(chapter_name(run.path), run.notebook) for run in runs], place, language)
        document.lessons = lessons_beside(target)
        pages = partial(write_pages, document, folder, tuple(formats))
        data = partial(write_data, document, folder, rasters="png" in formats)
        failed, _ = _done([pages, data], shared)
        warnings = (*document.warnings, *_idle_settings(params, runs))
        record = manifest(
            document,
            params,
            chapters=[_chapter_record(run) for run in runs],
            warnings=list(warnings),
            inputs=inputs(params, formats, known, target)
            | _asked(params.store, ledger if seen else None, known),
            formats={name: failed.get(name, "ok") for name in formats},
            files=file_hashes(folder),
        )
        write_manifest(record, folder)
    shutil.rmtree(_failed_folder(target), ignore_errors=True)
    failed |= {run.file: run.failure for run in runs if run.failure}
    return ReportOutcome(target, failed, len(document.gaps), warnings)


def _asked(store: str, ledger: Ledger | None, known: InputHashes) -> dict[str, Any]:
    """What was asked of the store, whose demonstration is part of the program.

    What kernels and failed chapters asked is not known: they may have read everything.
    """
    if not store:
        return {}
    asked = {'["fingerprint", {}]': ""} if ledger is None else ledger.asked
    names = ["."] if ledger is None else ledger.files()
    return {
        "questions": dict(sorted(asked.items())),
        "store": store_hashes(store, names, known),
    }


def _run_all(
    params: Params,
    folder: Path,
    target: Path,
    progress: Progress,
    engine: str | None,
    shared: Ledger | None,
) -> list[_Run]:
    """All chapters, run; where one fails its notebook is kept beside the report."""
    folder.mkdir()
    paths = [(name, find_notebook(name)) for name in params.chapters]
    language, files = Language(params.lang), _file_names(paths)

    def run(number: int) -> _Run:
        (name, path), file = paths[number], files[number]
        progress(name, number + 1, len(paths))
        start, settings = time.monotonic(), _settings(params, path)
        if is_own(name):
            notebook, why = run_own_chapter(path, settings, folder / file, language, engine=engine)
        else:
            notebook, why = run_chapter(path, settings, folder / file, engine=engine), ""
        return _Run(name, path, file, notebook, round(time.monotonic() - start, 2), why)

    jobs = [partial(run, number) for number in range(len(paths))]
    try:
        runs = _done(jobs, shared) if engine == HERE else list(_side_by_side(jobs))
    except SegnbError as error:
        raise _with_notebook_kept(error, folder, target) from error
    for finished in runs:
        without_paths(finished.notebook, folder / finished.file)
    return runs


def _done(jobs: Sequence[Callable[[], Any]], shared: Ledger | None) -> list[Any]:
    """What jobs give, done one after the other, or by two processes that share a ledger."""
    return [job() for job in jobs] if shared is None else in_turn(jobs, shared)


def _side_by_side(jobs: Iterable[Callable[[], _Run]]) -> Iterator[_Run]:
    """Two at a time; the first error ends those that have not begun."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        waiting = [pool.submit(job) for job in jobs]
        try:
            yield from (job.result() for job in waiting)
        finally:
            pool.shutdown(cancel_futures=True)


def _file_names(paths: list[tuple[str, Path]]) -> list[str]:
    """File of each chapter's notebook: its own name, or a numbered one where two are alike."""
    names: list[str] = []
    for _, path in paths:
        free = path.name if path.name not in names else f"{len(names)}_{path.name}"
        names.append(free)
    return names


def _settings(params: Params, path: Path) -> dict[str, Any]:
    """The settings of the report that a chapter has a parameter for."""
    known = parameters_of(path)
    values = params.model_dump(mode="json")
    if values["store"] not in ("", BOX):
        values["store"] = str(Path(values["store"]).resolve())
    own = {name: value for name, value in values.items() if name in known}
    others = {name: values[name] for name in _made(params) - set(own) - {"chapters"}}
    return own | ({"settings": others} if "settings" in known and others else {})


def _made(params: Params) -> set[str]:
    return {
        name
        for name in params.model_fields_set
        if getattr(params, name) != Params.model_fields[name].default
    }


def _idle_settings(params: Params, runs: list[_Run]) -> list[str]:
    """Settings that were made but that no chapter of this report takes."""
    taken: set[str] = set()
    for run in runs:
        known = set(parameters_of(run.path))
        taken |= _taken_by(run.name) if "settings" in known else known
    return [
        f"no chapter of this report takes the setting {name!r}"
        for name in sorted(_made(params) - taken - OF_THE_WHOLE)
    ]


def _taken_by(chapter: str) -> set[str]:
    """Settings that a chapter makes something of; one of the user's own may take any."""
    elsewhere = {name for name, one in OF_ONE_CHAPTER.items() if one != chapter}
    return set(Params.model_fields) - (elsewhere if chapter in CHAPTERS else set())


def _failed_folder(target: Path) -> Path:
    return target.with_name(f"{target.name}-failed")


def _with_notebook_kept(error: SegnbError, folder: Path, target: Path) -> SegnbError:
    kept = _failed_folder(target)
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(folder, kept)
    return type(error)(str(error).replace(str(folder), str(kept)))


def without_paths(notebook: NotebookNode, path: Path) -> None:
    """Take the folders of the machine on which it was run out of a notebook and its file."""
    record, text = notebook.metadata.get("papermill", {}), path.read_text(encoding="utf-8")
    for key in ("input_path", "output_path"):
        if record.get(key):
            whole, name = record[key], Path(record[key]).name
            old, new = (json.dumps({key: one}, ensure_ascii=False)[1:-1] for one in (whole, name))
            text = text.replace(old, new)
            record[key] = name
    path.write_text(text, encoding="utf-8", newline="\n")


def write_pages(document: Document, folder: Path, formats: tuple[str, ...]) -> dict[str, str]:
    """Write the formats that were asked for; those that could not be made, and why."""
    failed: dict[str, str] = {}
    if "html" in formats:
        (folder / FILES["html"]).write_text(page(document), encoding="utf-8", newline="\n")
    for name, template in (("pdf", "report"), ("brief", "brief")):
        if name in formats:
            try:
                (folder / FILES[name]).write_bytes(pdf(document, template))
            except PdfFailed as error:
                failed[name] = str(error)
    return failed


def write_data(document: Document, folder: Path, *, rasters: bool = False) -> None:
    """Write the numbers behind figures and tables, and the figures themselves."""
    (folder / "data").mkdir()
    for dataset in document.datasets:
        path = folder / "data" / f"{dataset.data.name}.csv"
        path.write_bytes(csv_text(dataset.data).encode())
    (folder / "data.xlsx").write_bytes(workbook(document.datasets, document.language))
    (folder / "figures").mkdir()
    for name, content in figure_files(document, rasters=rasters).items():
        (folder / "figures" / name).write_bytes(content)


def _chapter_record(run: _Run) -> dict[str, Any]:
    record = {"name": chapter_name(run.path), "notebook": run.file, "seconds": run.seconds}
    return record | ({"failed": run.failure} if run.failure else {})
