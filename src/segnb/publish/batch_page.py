"""The page beside the reports of a batch: find a municipality, see what is whole or missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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
from segnb.publish.report_outcome import FILES
from segnb.store.atomic_writing import write_atomically
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.errors import SegnbError
from segnb.vocabulary.i18n import Language
from segnb.vocabulary.params import Params

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

PAGE = "index.html"
WIDTH = 600
STATES = (OK, PARTLY, FAILED)


@dataclass(frozen=True)
class Shape:
    """A municipality on the map."""

    label: str
    path: str
    status: str = ""
    link: str = ""


def write_index(out: Path, entries: Sequence[Entry], params: Params) -> None:
    """Write `batch.json` and `index.html`; where they say all of this already they are left.

    Parameters
    ----------
    entries
        Reports of this batch; those of earlier ones are kept.
    params
        Settings of a report, whose language and store the page takes.

    Raises
    ------
    CannotWrite
        The folder cannot be written.
    """
    every = merged(out, entries)
    if every == read_entries(out) and (out / PAGE).exists():
        return
    write_entries(out, every)
    write_atomically(out / PAGE, index_page(every, params).encode())


def index_page(entries: Sequence[Entry], params: Params) -> str:
    """The page as HTML text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from segnb.report.page import theme
    from segnb.report.page.block_html import style_sheet

    language = Language(params.lang)
    shapes, height = _shapes(entries, params, language)
    environment = Environment(
        loader=PackageLoader("segnb.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    colours = {name.lower(): value for name, value in vars(theme).items() if name.isupper()}
    return environment.get_template("batch/index.html.j2").render(
        colours
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
        frame = open_store(params.store, params.municipality).read_polygons("municipality")
    except SegnbError:
        return [], 0
    if frame.empty:
        return [], 0
    left, bottom, right, top = frame.total_bounds
    scale = WIDTH / max(right - left, 1.0)
    simple = frame.geometry.simplify(1 / scale)
    of = {entry.code: entry for entry in entries}
    found = []
    for code, geometry in zip(frame["area"], simple, strict=True):
        path = _path(geometry, left, top, scale)
        found.append(_shape(code, path, of.get(code), language))
    return found, round((top - bottom) * scale)


def _shape(code: str, path: str, entry: Entry | None, language: Language) -> Shape:
    if entry is None:
        name = find_municipality(code).name
        return Shape(language.text("batch.map_none", name=name), path)
    state = language.text(f"batch.state.{entry.status}")
    label = language.text("batch.map_label", name=entry.name, state=state)
    link = f"{entry.folder}/{FILES[entry.formats[0]]}" if entry.formats else ""
    return Shape(label, path, entry.status, link)


def _path(geometry: "BaseGeometry", left: float, top: float, scale: float) -> str:
    """Outline as the path of an SVG, in whole steps from the upper left corner."""
    parts = getattr(geometry, "geoms", [geometry])
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    lines = [
        " ".join(f"{(x - left) * scale:.0f},{(top - y) * scale:.0f}" for x, y in ring.coords)
        for ring in rings
    ]
    return " ".join(f"M{line}Z" for line in lines)
