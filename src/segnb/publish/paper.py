"""A document as plain data for the printed report, with the files that it shows.

The blocks are handed to Typst as JSON and never as markup, so nothing in them needs escaping.
"""

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from PIL import Image

from segnb.publish.document import Document, every_part
from segnb.publish.foreign import Picture, PlainTable
from segnb.report import theme
from segnb.report.blocks import (
    Card,
    Cards,
    Column,
    Drawing,
    Figure,
    Row,
    SourceLine,
    Sources,
    Table,
)
from segnb.report.html import lead_in
from segnb.report.placed import Placed

LONGEST_TWIN = 11
WIDEST_COLUMN, NARROWEST_COLUMN = 80, 5
LINE, SHORT_COLUMN = 116, 16  # letters on a line of a table, and of a column that is left as it is
ONE_LINE = 9
TALL_TABLE = 1500  # letters of a table that may go on on the next page
HALF_OF_A_PAGE = 62  # letters of a table at the end
WORDS = (
    *(
        "page",
        "contents",
        "figures",
        "synthetic_tag",
        "synthetic_title",
        "synthetic_text",
        "cards_at",
    ),
    *("here", "otherwise", "says_not", "rule_id", "gaps", "breaks"),
)
WITH_PLACES = ("figure", "table", "card", "card_at", "table_at", "rule_at")
SOURCE_WIDTHS = [14, 36, 18, 11, 12, 12, 14]
SOURCE_FIELDS = ("producer", "title", "table", "years", "updated", "retrieved", "licence", "sha256")


class PaperWriter:
    """A document as plain data for the templates, and the files that it shows."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.files: dict[str, bytes] = {}
        self.card_numbers = {card.id: n for n, card in enumerate(document.cards, 1)}

    def report(self) -> dict[str, Any]:
        """Everything that `report.typ` reads."""
        document, words = self.document, self.document.words
        parts = list(every_part(document))
        year = [words("until", year=document.year)] if document.year else []
        code = f" ({document.municipality.code})" if document.municipality.code else ""
        has_cards = any(isinstance(part.block, Cards) for part in parts)
        last_is_methods = document.chapters[-1].name == "methods"
        first_is_summary = document.chapters[0].name == "summary"
        return {
            "title": document.title,
            "lang": document.language.lang,
            "date": _date(document.date),
            "head": document.head,
            "place": document.place,
            "foot": " · ".join([f"{document.running}{code}", *year]),
            "made": document.foot,
            "synthetic": document.synthetic,
            "words": self.words(),
            "colours": _colours(),
            "types": {str(n): asdict(colour) for n, colour in theme.TYPES.items()},
            "contents_before": 1 if first_is_summary else 0,
            "appendix_level": 2 if last_is_methods else 1,
            "sources_in_place": not any(
                isinstance(part.block, Sources) and part.block.collect for part in parts
            ),
            "chapters": [
                {"parts": [self.part(part) for part in chapter.parts]}
                for chapter in document.chapters
            ],
            "cards": [] if has_cards else [asdict(card) for card in document.cards],
            "figures": [self.entry(part) for part in document.figures],
            "rules": self.rules(),
            "twins": [self.twin(part) for part in document.figures],
        }

    def words(self) -> dict[str, str]:
        """Strings of the page; those with a number or a page keep their placeholders."""
        words = self.document.words
        places = {name: "{" + name + "}" for name in ("number", "page", "title")}
        found = {key: words(key) for key in WORDS}
        found |= {key: words(key, **places) for key in WITH_PLACES}
        found["signs"] = self.document.language.text("captions.signs")
        return found | {
            f"appendix_{k}": words(f"appendix.{k}") for k in ("cards", "rules", "tables")
        }

    def part(self, placed: Placed) -> dict[str, Any]:
        """A placed block as plain data."""
        block = placed.block
        found = asdict(block)
        found |= {"kind": placed.kind, "depth": placed.depth, "anchor": placed.anchor}
        found["parts"] = [self.part(part) for part in placed.parts]
        if placed.kind == "Finding":
            found["number_in_report"] = placed.number
            found["numbers"] = self.table(block.numbers) if block.numbers else None  # type: ignore[attr-defined]
        elif placed.number:
            found["number"] = placed.number
        if isinstance(block, Figure):
            found |= self.figure(block, placed)
        elif isinstance(block, Table):
            found |= self.table(block)
        elif isinstance(block, PlainTable):
            sides = [block.align(column) for column in range(block.width)]
            found |= {"width": block.width, "sides": sides}
        elif isinstance(block, Picture):
            found["file"] = self.picture(block)
        elif isinstance(block, Sources):
            found["table"] = self.table(self.sources(block)) | {"widths": SOURCE_WIDTHS}
        return found

    def rules(self) -> list[dict[str, Any]]:
        """Each rule once, with all findings that rest on it."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for part in self.document.findings:
            rule = part.block.rule  # type: ignore[attr-defined]
            entry = {"number": part.number, "title": part.block.title, "here": rule.here}  # type: ignore[attr-defined]
            entry["id"] = rule.id
            key = (rule.id.partition(".")[0], rule.text)
            words = {"text": rule.text, "otherwise": rule.otherwise, "says_not": rule.says_not}
            found.setdefault(key, words | {"findings": []})["findings"].append(entry)
        return list(found.values())

    def figure(self, block: Figure, placed: Placed) -> dict[str, Any]:
        """What a figure on paper has besides its fields; one of a pair is drawn as on a phone."""
        words, drawn = self.document.words, block.phone if block.half else block.page
        below, at_end = words("table_below"), words("table_at_end")
        return {
            "file": self.drawing(drawn, placed.anchor),
            "page": {"width": drawn.width},
            "alt": block.alt.replace(below, at_end),
            "beside": [lead_in(text) for text in block.beside],
            "cards": self.cards(block.cards),
            "twin": f"twin-{placed.number}",
            "wide": None,
            "phone": None,
            "table": None,
            "data": None,
        }

    def entry(self, placed: Placed) -> dict[str, Any]:
        """Line of the list of figures."""
        title = placed.block.title  # type: ignore[attr-defined]
        return {"number": placed.number, "title": title, "anchor": placed.anchor}

    def drawing(self, drawing: Drawing, anchor: str) -> str:
        """Name of the file in which a drawing is handed over."""
        is_svg = drawing.mime == "image/svg+xml"
        size = (drawing.width, drawing.height)
        svg = drawing.content if is_svg else framed(drawing.mime, drawing.content, *size)
        self.files[f"{anchor}.svg"] = svg.encode()
        return f"{anchor}.svg"

    def picture(self, block: Picture) -> str:
        """Name of the file in which a picture is handed over."""
        raw = base64.b64decode(block.content)
        name = f"picture-{len(self.files)}.svg"
        if block.mime == "image/svg+xml":
            self.files[name] = raw
            return name
        with Image.open(io.BytesIO(raw)) as image:
            size = image.size
        self.files[name] = framed(block.mime, block.content, *size).encode()
        return name

    def table(self, block: Table) -> dict[str, Any]:
        """Table with the widths of its columns."""
        found = asdict(block) | {"cards": self.cards(block.cards), "data": None}
        letters = sum(len(cell) for row in block.rows for cell in row.cells)
        return found | {"widths": column_widths(block), "tall": letters > TALL_TABLE}

    def cards(self, cards: tuple[Card, ...]) -> list[int]:
        """Numbers of cards."""
        return [self.card_numbers[card.id] for card in cards]

    def twin(self, placed: Placed) -> dict[str, Any]:
        """Table of a figure, which on paper stands at the end; a very long one is only named."""
        block, words = placed.block, self.document.words
        rows = len(block.table.rows)  # type: ignore[attr-defined]
        heading = words("appendix.table_title", number=placed.number, title=block.table.title)  # type: ignore[attr-defined]
        file = f"data/{block.data.name}.csv" if block.data else "data.xlsx"  # type: ignore[attr-defined]
        long = words("appendix.long_table", rows=rows, file=file) if rows > LONGEST_TWIN else ""
        table = self.table(block.table) if not long else {"subtitle": block.table.subtitle}  # type: ignore[attr-defined]
        wide = not long and sum(table["widths"]) + 2 * len(table["widths"]) > HALF_OF_A_PAGE
        twin = {"heading": heading, "twin": f"twin-{placed.number}", "table": table, "long": long}
        return twin | {"wide": wide}

    def sources(self, block: Sources) -> Table:
        """Sources as a table."""
        words = self.document.words
        heads = tuple(Column(words(f"source.{field}"), "left") for field in SOURCE_FIELDS)
        unknown = words("source.unknown")
        rows = tuple(Row(tuple(_source_cells(line, unknown))) for line in block.sources)
        return Table("sources", block.title, "", heads, rows)


def framed(mime: str, content: str, width: float, height: float) -> str:
    """SVG that holds a raster image: files are handed to the compiler as text."""
    size = f'width="{width:g}" height="{height:g}"'
    uri = f"data:{mime};base64,{content}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{uri}"/></svg>'


def _source_cells(line: SourceLine, unknown: str) -> Iterator[str]:
    title = f"{line.title}. {line.limits}" if line.limits else line.title
    yield from (line.producer, title, line.table, line.years)
    yield from (line.updated or unknown, line.retrieved or unknown)
    yield from (line.licence, line.sha256[:12])


def column_widths(table: Table) -> list[int]:
    """Widths of columns in proportion to what they hold.

    Examples
    --------
    >>> columns = (Column("Area", "left"), Column("D"))
    >>> column_widths(Table("t", "", "", columns, (Row(("Alby norra", "25")),)))
    [10, 5]
    """
    whole = [row.cells for row in table.rows if len(row.cells) == len(table.columns)]
    widths = []
    for at, column in enumerate(table.columns):
        cells = [len(cells[at]) for cells in whole]
        typed = 3 if at == 0 and any(row.type_number for row in table.rows) else 0
        widest = max([_head_width(column.label), *(n + typed for n in cells)])
        widths.append(min(max(widest, NARROWEST_COLUMN), WIDEST_COLUMN))
    return fitted_widths(widths)


def fitted_widths(widths: list[int]) -> list[int]:
    """Widths that fit on a line: what is short keeps its room, and long text shares the rest.

    Examples
    --------
    >>> fitted_widths([10, 5]), fitted_widths([80, 80, 8, 10])
    ([10, 5], [45, 45, 8, 10])
    """
    short = sum(width for width in widths if width <= SHORT_COLUMN)
    long = sum(widths) - short
    room = max(LINE - 2 * len(widths) - short, SHORT_COLUMN)
    if long <= room:
        return widths
    return [w if w <= SHORT_COLUMN else max(w * room // long, SHORT_COLUMN) for w in widths]


def _head_width(label: str) -> int:
    """Width of a head in characters; a long one takes two lines."""
    if len(label) <= ONE_LINE:
        return len(label)
    words = re.split(r"[ \n]", label)
    return max(len(label) // 2 + 1, *map(len, words))


def _date(day: str) -> dict[str, int] | None:
    if not day:
        return None
    year, month, number = map(int, day.split("-"))
    return {"year": year, "month": month, "day": number}


def _colours() -> dict[str, str]:
    return {
        "text": theme.TEXT,
        "secondary": theme.TEXT_SECONDARY,
        "rule": theme.RULE,
        "grid": theme.GRID,
        "own": theme.OWN,
        "break_": theme.BREAK,
        "panel": theme.PANEL,
    }
