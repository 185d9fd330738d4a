"""A page of one notebook that is about no single municipality: an evaluation, a comparison."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from segnb.publish.chapter_run import run_chapter
from segnb.publish.current_reports import lessons_beside
from segnb.publish.document import bind
from segnb.publish.notebooks import notebook_folder
from segnb.publish.output_folder import whole_folder
from segnb.publish.report_folder import without_paths, write_data, write_pages
from segnb.publish.report_outcome import FORMATS, ReportOutcome
from segnb.vocabulary.areas import Municipality
from segnb.vocabulary.i18n import Lang, Language


def write_page(
    kind: str,
    name: str,
    parameters: Mapping[str, Any],
    target: Path,
    lang: Lang,
    formats: Sequence[str] = FORMATS,
    *,
    engine: str | None = None,
) -> ReportOutcome:
    """Run one notebook and write its page, data, figures and itself.

    Parameters
    ----------
    kind
        Name of the notebook, and of its words under `page.kinds`.
    name
        What the page is about, as its title says it.
    parameters
        Values for the notebook's parameters.
    target
        Folder that is written, in place of an older.
    formats
        `html`, `pdf`, `png`.
    engine
        As in `run_chapter`.

    Raises
    ------
    NotebookFailed
        The notebook failed; what stood there still stands.
    CannotWrite
        The folder cannot be written.
    """
    path = notebook_folder() / f"{kind}.ipynb"
    with whole_folder(target) as folder:
        (folder / "notebooks").mkdir()
        copy = folder / "notebooks" / path.name
        notebook = run_chapter(path, parameters, copy, engine=engine)
        without_paths(notebook, copy)
        about = Municipality("", name, "", "", "")
        document = bind([(kind, notebook)], about, Language(lang), kind)
        document.lessons = lessons_beside(target)
        failed = write_pages(document, folder, tuple(formats))
        write_data(document, folder, rasters="png" in formats)
    return ReportOutcome(target, failed, len(document.gaps), tuple(document.warnings))
