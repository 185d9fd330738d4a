"""The lessons written as a folder of pages and worksheets."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from segnb.publish.lesson_copies import lesson_paths
from segnb.teaching.lesson import Lesson
from segnb.teaching.pages.lesson_page import file_name, index_page, lesson_page, sheet_name
from segnb.teaching.pages.worksheet import worksheet
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import CannotWrite
from segnb.vocabulary.i18n import Lang

SHOWN = "2180"  # as in the notebooks
INDEX = "index.html"


def write_lessons(
    folder: Path,
    langs: Sequence[Lang],
    municipality: str = "",
    word: str = "",
    store: str = "",
) -> Iterator[Path]:
    """Write an index and a page and a worksheet for each lesson, and name them one by one.

    Raises
    ------
    CannotWrite
        The folder cannot be written.
    UnknownArea
        No municipality goes by this code or name.
    """
    code = find_municipality(municipality).code if municipality else SHOWN
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for lang in langs:
            other = next((one for one in langs if one != lang), None)
            for number, notebook in enumerate(lesson_paths()):
                lesson = Lesson(number, lang=lang, municipality=code, word=word, store=store)
                yield from _write(folder, notebook, lesson, other)
        index = (folder / file_name(0, langs[0])).read_bytes()
        (folder / INDEX).write_bytes(index)
        yield folder / INDEX
    except OSError as error:
        raise CannotWrite(
            f"The lessons cannot be written to {folder}: {error.strerror or error}."
        ) from error


def _write(folder: Path, notebook: Path, lesson: Lesson, other: Lang | None) -> Iterator[Path]:
    page = folder / file_name(lesson.number, lesson.lang)
    if not lesson.number:
        page.write_text(index_page(lesson, other), encoding="utf-8")
        yield page
        return
    page.write_text(lesson_page(notebook, lesson, other), encoding="utf-8")
    yield page
    sheet = folder / sheet_name(lesson.number, lesson.lang)
    sheet.write_bytes(worksheet(notebook, lesson))
    yield sheet
