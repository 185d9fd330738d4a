"""A learner's own sentence as a chapter of the report, in a file that the learner names."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from segnb.vocabulary.areas import Municipality
from segnb.vocabulary.errors import CannotWrite
from segnb.vocabulary.i18n import Lang

SUFFIX = ".ipynb"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SETUP = """from segnb import Chapter
from segnb.measures import dissimilarity

chapter = Chapter("own_chapter", municipality, year, lang, store, settings)"""
MEASURE = """indices = chapter.measure_indices("born_abroad_share", measure=dissimilarity)
chapter.show_indices(indices)"""


def write_chapter(
    name: str, sentence: str, title: str, place: Municipality, lang: Lang, store: str = ""
) -> Path:
    """Notebook of a chapter that opens with a sentence and shows the index with its interval.

    Raises
    ------
    CannotWrite
        There is such a file already, or it cannot be written.
    """
    path = Path(f"{name.removesuffix(SUFFIX)}{SUFFIX}")
    settings = {"municipality": place.code, "year": "latest", "lang": lang, "store": store}
    given = "\n".join(f"{key} = {value!r}" for key, value in settings.items())
    cells = [
        new_code_cell(f"{given}\nsettings = {{}}", metadata={"tags": ["parameters"]}),
        new_code_cell(SETUP, metadata={"tags": ["setup"]}),
        new_code_cell(f"chapter.opening({sentence!r}, title={title!r})"),
        new_code_cell(MEASURE),
        new_code_cell('chapter.findings(*chapter.say_levels(indices, "born_abroad_share"))'),
        new_code_cell('chapter.note("index")'),
        new_code_cell("chapter.sources()"),
    ]
    try:
        with path.open("x", encoding="utf-8") as file:
            nbformat.write(new_notebook(cells=cells, metadata=KERNEL), file)
    except FileExistsError as error:
        raise CannotWrite(f"{path} is there already: choose another name.") from error
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror or error}.") from error
    return path
