"""A document as plain data for the printed report, with the files that it shows.

The blocks are handed to Typst as JSON and never as markup, so nothing in them needs escaping.
"""

import base64
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from PIL import Image

from segnb.publish.document import Document, every_part
from segnb.publish.foreign_outputs import Picture, PlainTable
from segnb.publish.two_page_brief import brief_parts
from segnb.report.page import theme
from segnb.report.page.block_base import fields_of
from segnb.report.page.block_html import lead_in
from segnb.report.page.blocks import (
    DOCUMENT,
    Block,
    Column,
    Drawing,
    Figure,
    Finding,
    Gaps,
    Row,
    SourceLine,
    Sources,
    Table,
)
from segnb.report.page.missing_data import gaps_by_reason
from segnb.report.page.numbered_block import NumberedBlock

WORDS = (
    *("page", "contents", "figures", "tables", "synthetic_tag", "synthetic_title"),
    *("synthetic_text", "in_the_page", "breaks", "areas_in_report", "areas_in_page"),
)
WITH_PLACES = ("figure", "table", "elsewhere", "elsewhere_page")
FEW_CODES = 3  # of tables, in a column of their own; more stand after the title
NOT_PRINTED = {"cards", "data", "figures", "left", "numbers", "page", "phone", "right", "seen"}
SOURCE_FIELDS = ("producer", "title", "table", "years")


class PaperWriter:
    """A document as plain data for the templates, and the files that it shows."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.files: dict[str, bytes] = {}
        self.quoted = {part.told_at[0] for part in every_part(document)}

    def report(self) -> dict[str, Any]:
        """Everything that `report.typ` reads."""
        document, words = self.document, self.document.words
        year = [words("until", year=document.year)] if document.year else []
        code = f" ({document.municipality.code})" if document.municipality.code else ""
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
            "types": {str(n): fields_of(colour) for n, colour in theme.TYPES.items()},
            "brief": False,
            "contents_before": 1 if first_is_summary else 0,
            "sources_in_place": not any(
                isinstance(part.block, Sources) and part.block.collect
                for part in every_part(document)
            ),
            "chapters": [
                {"parts": [self.part(part) for part in chapter.parts if not part.repeated]}
                for chapter in document.chapters
            ],
            "figures": self.entries(Figure),
            "tables": self.entries(Table),
        }

    def brief(self) -> dict[str, Any]:
        """What `brief.typ` reads: parts of the report, none made anew."""
        everything = self.report()
        self.files.clear()
        return everything | {
            "chapters": [{"parts": [self.part(part) for part in brief_parts(self.document)]}],
            "figures": [],
            "tables": [],
            "brief": True,
        }

    def words(self) -> dict[str, str]:
        """Strings of the page; those with a number or a page keep their placeholders."""
        words = self.document.words
        places = {name: "{" + name + "}" for name in ("number", "page", "title")}
        found = {key: words(key) for key in WORDS}
        return found | {key: words(key, **places) for key in WITH_PLACES}

    def part(self, placed: NumberedBlock, *, paired: bool = False) -> dict[str, Any]:
        """A placed block as plain data; one of two figures beside each other is `paired`."""
        block = placed.block
        found = printed(block)
        found |= {"kind": placed.kind, "depth": placed.depth, "anchor": placed.anchor}
        found["in_workbook"] = getattr(block, "data", None) is not None
        both = placed.kind == "Pair" and all(p.kind == "Figure" for p in placed.parts)
        found["parts"] = [self.part(part, paired=both) for part in self.shown(placed.parts)]
        if placed.kind == "Finding":
            at, chapter = placed.told_at
            told = self.document.words("told_at", chapter=chapter) if at else ""
            found |= {"told": told, "told_at": at}
        elif placed.number:
            found["number"] = placed.number
        if isinstance(block, Figure):
            found |= self.figure(block, placed, paired=paired)
        elif isinstance(block, Gaps):
            found["items"] = list(gaps_by_reason(block.items).items())
        elif isinstance(block, PlainTable):
            sides = [block.align(column) for column in range(block.width)]
            found |= {"width": block.width, "sides": sides}
        elif isinstance(block, Picture):
            found["file"] = self.picture(block)
        elif isinstance(block, Sources):
            found["table"] = printed(self.sources(block))
        return found

    def shown(self, parts: Sequence[NumberedBlock]) -> Sequence[NumberedBlock]:
        """Parts without the findings that the page alone tells, unless there are no others."""
        return [part for part in parts if self.is_shown(part)] or parts

    def is_shown(self, part: NumberedBlock) -> bool:
        """Whether a part is printed: a finding that is not for paper is, where another tells it."""
        for_page_alone = isinstance(part.block, Finding) and not part.block.on_paper
        return not for_page_alone or bool(part.told_at[0]) or part.anchor in self.quoted

    def figure(self, block: Figure, placed: NumberedBlock, *, paired: bool) -> dict[str, Any]:
        """What a figure on paper has besides its fields; one of a pair is drawn as on a phone."""
        words, drawn = self.document.words, block.phone if paired else block.page
        below, at_end = words("table_below"), words("table_at_end")
        return {
            "file": self.drawing(drawn, placed.anchor),
            "page": {"width": drawn.width / (1 if paired else theme.PAGE.enlarged)},
            "alt": block.alt.replace(below, at_end),
            "beside": [lead_in(text) for text in block.beside],
            "table": None,
        }

    def entries(self, kind: type[Figure | Table]) -> list[dict[str, Any]]:
        """Lines of the list of figures or of that of tables."""
        return [
            {"number": part.number, "title": part.block.title, "anchor": part.anchor}
            for part in every_part(self.document)
            if isinstance(part.block, kind) and part.block.on_paper
        ]

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

    def sources(self, block: Sources) -> Table:
        """Sources as a table."""
        words = self.document.words
        heads = tuple(Column(words(f"source.{field}"), "left") for field in SOURCE_FIELDS)
        rows = tuple(map(Row, _by_table(block.sources)))
        return Table("sources", block.title, "", heads, rows)


def printed(block: Block) -> dict[str, Any]:
    """Fields of a block that paper shows; what the page and the workbook alone have is left out."""
    return {name: value for name, value in fields_of(block).items() if name not in NOT_PRINTED}


def framed(mime: str, content: str, width: float, height: float) -> str:
    """SVG that holds a raster image: files are handed to the compiler as text."""
    size = f'width="{width:g}" height="{height:g}"'
    uri = f"data:{mime};base64,{content}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{uri}"/></svg>'


def _by_table(lines: Iterable[SourceLine]) -> list[tuple[str, ...]]:
    """Each table once, with the years of all files of it; key figures of one service together."""
    years: dict[tuple[str, str], list[str]] = {}
    codes: dict[tuple[str, str], dict[str, None]] = {}
    # documents stand in tables that the page alone has, so paper lists what numbers come from
    for line in (one for one in lines if one.origin != DOCUMENT):
        name = (line.producer, line.title)
        years.setdefault(name, []).extend(re.findall(r"\d{4}", line.years))
        codes.setdefault(name, {}).update(dict.fromkeys(filter(None, line.table.split(", "))))
    rows: list[tuple[str, ...]] = []
    for (producer, title), each in years.items():
        span = "–".join(dict.fromkeys([min(each), max(each)])) if each else ""
        tables = ", ".join(sorted(codes[producer, title]))
        if len(codes[producer, title]) > FEW_CODES:
            title, tables = f"{title}: {tables}", ""
        rows.append((producer, title, tables, span))
    return rows


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
