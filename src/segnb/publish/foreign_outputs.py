"""What a chapter shows that is no block of ours, read into plain parts.

A municipality may add a notebook of its own with plain pandas tables and matplotlib pictures. Its
outputs are not trusted: of HTML only the text of tables and paragraphs is kept, pictures are shown
as images (in which no script runs), and all else as text.
"""

import base64
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag
from PIL import Image

from segnb.publish.markdown_nodes import Node, Prose, Run, harmless, read_markdown
from segnb.report.page.blocks import Block

VECTOR = "image/svg+xml"
PICTURES = (VECTOR, "image/png", "image/jpeg")
SILENT = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math")
LONGEST_TEXT, LONGEST_HTML = 20_000, 200_000  # letters of an output that are shown
MOST_ROWS = 1_000  # of a table
NUMBER = re.compile(r"[-+−]?[\d\s.,\u202f]*\d\s?%?|NaN|–|\.\.")


@dataclass(frozen=True)
class Cell:
    """A cell of a plain table."""

    text: str
    head: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class PlainTable(Block):
    """A table that came as HTML: its rows of cells, those of the head first; or the first rows."""

    title: str
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    cut: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        rows = (*self.head, *self.body)
        return max((sum(cell.columns for cell in row) for row in rows), default=0)

    def align(self, column: int) -> str:
        """Side of a column: numbers go right, text left."""
        cells = [row[column].text for row in self.body if column < len(row)]
        numbers = [NUMBER.fullmatch(text) is not None for text in cells if text]
        return "right" if numbers and all(numbers) else "left"


@dataclass(frozen=True)
class Picture(Block):
    """An image in base64 with its alternative text."""

    mime: str
    content: str
    alt: str
    described: bool


@dataclass(frozen=True)
class Verbatim(Block):
    """Text as a program printed it."""

    text: str


def read_output(
    data: Mapping[str, Any],
    metadata: Mapping[str, Any],
    title: str,
    alt: str,
    *,
    cut: str,
    left_out: str,
) -> list[Block]:
    """Parts of an output: the richest form that can be shown safely.

    Parameters
    ----------
    title
        What a table without caption is called.
    alt
        Alternative text of a picture that has none of its own.
    cut
        What is said under an output that is longer than what is shown of it.
    left_out
        What is said where a picture cannot be shown.
    """
    pictures = [mime for mime in PICTURES if mime in data]
    for mime in pictures:
        if shown := _picture(mime, data[mime], metadata, alt):
            return shown
    return [*_in_words(data, title, cut), *_said(left_out if pictures else "")]


def _in_words(data: Mapping[str, Any], title: str, cut: str) -> list[Block]:
    if "text/html" in data:
        html = _text(data["text/html"])
        parts = list(_from_html(html[:LONGEST_HTML], title))
        long = [part for part in parts if isinstance(part, PlainTable) and part.cut]
        if parts:
            return [*parts, *_said(cut if long or len(html) > LONGEST_HTML else "")]
    if "text/markdown" in data:
        text = _text(data["text/markdown"])
        written = Prose(read_markdown(text[:LONGEST_TEXT]))
        return [written, *_said(cut if len(text) > LONGEST_TEXT else "")]
    return read_text(_text(data.get("text/plain", "")).strip(), cut)


def read_text(text: str, cut: str) -> list[Block]:
    """Parts of what a program printed; `cut` is said where it is longer than what is shown."""
    shown = harmless(text[:LONGEST_TEXT]).rstrip()
    return [Verbatim(shown), *_said(cut if len(text) > LONGEST_TEXT else "")] if shown else []


def _said(text: str) -> list[Block]:
    return [Prose((Node("paragraph", (Run(text),)),))] if text else []


def _text(value: Any) -> str:
    return harmless("".join(value) if isinstance(value, list) else str(value))


def _picture(mime: str, value: Any, metadata: Mapping[str, Any], alt: str) -> list[Block]:
    """The picture, or nothing where the content is not what it claims to be."""
    text = _text(value)
    try:
        raw = text.encode() if mime == VECTOR else base64.b64decode("".join(text.split()))
        _check_picture(mime, raw)
    except (ValueError, OSError, SyntaxError):
        return []
    own = metadata.get(mime, metadata)
    described = str(own.get("alt", "") if isinstance(own, Mapping) else "").strip()
    content = base64.b64encode(raw).decode("ascii")
    return [Picture(mime, content, described or alt, bool(described))]


def _check_picture(mime: str, raw: bytes) -> None:
    """Raise where the bytes are no picture of this kind, or one that takes something from outside.

    A browser would not fetch it, and the PDF would not be made.
    """
    if mime == VECTOR:
        every = (item for part in ElementTree.fromstring(raw).iter() for item in part.items())
        links = (value for name, value in every if name.rpartition("}")[2] == "href")
        if any(not link.strip().startswith(("#", "data:")) for link in links):
            raise ValueError("it points outside itself")
        return
    with Image.open(io.BytesIO(raw), formats=[mime.removeprefix("image/").upper()]) as image:
        image.verify()


def _from_html(html: str, title: str) -> Iterable[Block]:
    soup = BeautifulSoup(html, "html.parser")
    for silent in soup.find_all(SILENT):
        silent.decompose()
    tables = [table for table in soup.find_all("table") if not table.find_parent("table")]
    for table in tables:
        yield _table(table, title)
        table.decompose()
    paragraphs = [" ".join(line.split()) for line in soup.get_text("\n").splitlines()]
    runs = [Node("paragraph", (Run(text),)) for text in paragraphs if text]
    if runs:
        yield Prose(tuple(runs))


def _table(table: Tag, title: str) -> PlainTable:
    caption = table.find("caption")
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    head = [row for row in rows if row.find_parent("thead")]
    body = [row for row in rows if not row.find_parent("thead")]
    named = " ".join(caption.get_text(" ").split()) if caption else title
    top, below = (tuple(map(_cells, part[:MOST_ROWS])) for part in (head, body))
    return PlainTable(named, top, below, cut=max(len(head), len(body)) > MOST_ROWS)


def _cells(row: Tag) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            " ".join(cell.get_text(" ").split()),
            cell.name == "th",
            _span(cell, "colspan"),
            _span(cell, "rowspan"),
        )
        for cell in row.find_all(["th", "td"], recursive=False)
    )


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(int(value), 100) if value.isdigit() and int(value) else 1
