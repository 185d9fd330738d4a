"""The page beside the reports of a batch: find a municipality, see what is whole or missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from segnb import __version__
from segnb.publish.batch_record import (
    FAILED,
    OK,
    PARTLY,
    Entry,
    merged,
    read_entries,
    write_entries,
)
from segnb.publish.country_shapes import WIDTH, country_shapes
from segnb.publish.report_outcome import FILES
from segnb.store.atomic_writing import write_atomically
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import SegnbError
from segnb.vocabulary.i18n import Language
from segnb.vocabulary.params import Params

PAGE = "index.html"
STATES = (OK, PARTLY, FAILED)


@dataclass(frozen=True)
class Shape:
    """A municipality on the map."""

    label: str
    path: str
    status: str = ""
    link: str = ""


def write_index(out: Path, entries: Sequence[Entry], params: Params, page: str = PAGE) -> None:
    """Write `batch.json` and the page; where they say all of this already they are left.

    Parameters
    ----------
    entries
        Reports of this batch; those of earlier ones are kept.
    params
        Settings of a report, whose language and store the page takes.
    page
        Its file: another than `index.html` where a site has that.

    Raises
    ------
    CannotWrite
        The folder cannot be written.
    """
    every = merged(out, entries)
    if every == read_entries(out) and (out / page).exists():
        return
    write_entries(out, every)
    write_atomically(out / page, index_page(every, params).encode())


def index_page(entries: Sequence[Entry], params: Params) -> str:
    """The page as HTML text."""
    from segnb.report.page.block_html import colours, style_sheet, templates

    language = Language(params.lang)
    shapes, height = _shapes(entries, params, language)
    return (
        templates("segnb.publish")
        .get_template("batch/index.html.j2")
        .render(
            colours()
            | {
                "lang": params.lang,
                "t": lambda key, **values: language.text(f"batch.{key}", **values),
                "version": __version__,
                "style": style_sheet(),
                "counts": _counts(entries, language),
                "entries": entries,
                "files": FILES,
                "languages": len({entry.lang for entry in entries}) > 1,
                "states": [s for s in STATES if any(entry.status == s for entry in entries)],
                "shapes": shapes,
                "width": WIDTH,
                "height": height,
            }
        )
    )


def _counts(entries: Sequence[Entry], language: Language) -> str:
    numbers = {s: sum(entry.status == s for entry in entries) for s in STATES}
    numbers |= {"total": len(entries), "gaps": sum(entry.gaps for entry in entries)}
    return language.text("batch.counts", **{n: language.number(v) for n, v in numbers.items()})


def _shapes(
    entries: Sequence[Entry], params: Params, language: Language
) -> tuple[list[Shape], int]:
    """Municipalities whose polygons the store holds, and the height of their map."""
    from segnb.sources import open_store

    try:
        shapes = country_shapes(open_store(params.store, params.municipality))
    except SegnbError:
        return [], 0
    of = {entry.code: entry for entry in entries}
    found = [_shape(code, path, of.get(code), language) for code, path in shapes.paths.items()]
    return found, shapes.height


def _shape(code: str, path: str, entry: Entry | None, language: Language) -> Shape:
    if entry is None:
        name = find_municipality(code).name
        return Shape(language.text("batch.map_none", name=name), path)
    state = language.text(f"batch.state.{entry.status}")
    label = language.text("batch.map_label", name=entry.name, state=state)
    link = f"{entry.folder}/{FILES[entry.formats[0]]}" if entry.formats else ""
    return Shape(label, path, entry.status, link)
