"""Blocks as HTML: the same templates for a cell in JupyterLab and for the page of a report.

All text is escaped by the templates; drawings are shown as images, in which no script runs.
"""

import re
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from segnb.report.page import theme
from segnb.report.page.blocks import Card, Drawing, Pair, Row
from segnb.report.page.missing_data import gaps_by_reason
from segnb.report.page.numbered_block import NumberedBlock, read_block
from segnb.report.page.svg_text import escaped, shorter, single_quoted
from segnb.vocabulary.i18n import Language

LEAD_IN = 48
LAB_DEPTH = 3
KEPT = " /:=;,()-.!$*+?@[]{}|~^_'<>"  # what stands in an address and in an attribute as it is


def block_html(structure: dict[str, Any]) -> str:
    """HTML of one block by itself, as a cell of a notebook shows it, with its own style."""
    block = read_block(structure)
    placed = NumberedBlock(
        block, depth=1 if structure["block"] == "Opening" else LAB_DEPTH, parts=()
    )
    words = Language(structure.get("lang", "sv"))
    shown = fragment(_with_parts(placed), words)
    template = environment().get_template("cell.html.j2")
    return template.render(shown=shown, lang=words.lang, style=style_sheet())


def _with_parts(placed: NumberedBlock) -> NumberedBlock:
    """Block with its parts, none of them numbered."""
    block = placed.block
    inside = (block.left, block.right) if isinstance(block, Pair) else getattr(block, "items", ())
    if placed.kind not in ("Pair", "Findings"):
        return placed
    parts = (
        NumberedBlock(part, depth=placed.depth + (placed.kind == "Findings")) for part in inside
    )
    return NumberedBlock(block, depth=placed.depth, parts=tuple(_with_parts(p) for p in parts))


def fragment(placed: NumberedBlock, language: Language, lessons: str = "") -> Markup:
    """HTML of a placed block, to stand in a page; `lessons` is the way to them, if any."""
    if placed.repeated:
        return Markup("")
    words = Words(language)
    template = environment().get_template(f"blocks/{placed.kind}.html.j2")
    inside = [fragment(part, language, lessons) for part in placed.parts]
    return Markup(
        template.render(p=placed, b=placed.block, t=words, inside=inside, lessons=lessons)
    )


class Words:
    """Strings of page furniture, as templates call them: `t('figure', number=1)`."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        """String of this key, placeholders filled."""
        return self.language.text(f"page.{key}", **values)


@cache
def templates(package: str) -> Environment:
    """Templates of a package; everything that they print is escaped."""
    return Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def colours() -> dict[str, Any]:
    """The theme as style sheets name it."""
    return {name.lower(): value for name, value in vars(theme).items() if name.isupper()}


@cache
def environment() -> Environment:
    """Templates of blocks and pages."""
    found = templates("segnb.report.page")
    found.filters |= {
        "drawing_uri": drawing_uri,
        "spread": spread,
        "row_groups": row_groups,
        "lead_in": lead_in,
        "numbered_cards": numbered_cards,
        "joined": joined,
        "gaps_by_reason": gaps_by_reason,
    }
    return found


@cache
def style_sheet() -> Markup:
    """Style sheet of blocks and pages, with the colours of the theme."""
    return plain_style("style.css.j2", types=theme.TYPES)


def plain_style(template: str, **more: Any) -> Markup:
    """A style sheet without its indents and empty lines."""
    text = environment().get_template(template).render(colours() | more)
    return Markup("\n".join(line.strip() for line in text.splitlines() if line.strip()))


@lru_cache(maxsize=256)  # a report shows each drawing twice: in its notebook and in its page
def drawing_uri(drawing: Drawing) -> Markup:
    """Drawing as a `data:` URI in an attribute, so that a page needs no other file.

    SVG stays text, made shorter, in which only what an address may not hold is escaped: that
    leaves nothing in it that ends an attribute, and a page is a tenth shorter without entities.
    """
    if drawing.mime == "image/svg+xml":
        text = escaped(single_quoted(shorter(drawing.content)), KEPT)
        return Markup("data:{},{}").format(drawing.mime, Markup(text))
    return Markup("data:{};base64,{}").format(drawing.mime, drawing.content)


def spread(row: Row, columns: int) -> int:
    """Number of columns that the last cell of a row spans."""
    return max(columns - len(row.cells) + 1, 1)


def row_groups(rows: tuple[Row, ...]) -> list[list[Row]]:
    """Rows split so that each group row begins a new body of the table."""
    groups: list[list[Row]] = [[]]
    for row in rows:
        if row.style == "group" and groups != [[]]:
            groups.append([])
        groups[-1].append(row)
    return groups


def lead_in(text: str) -> tuple[str, str]:
    """Start of a text up to a colon, which is set in bold, and the rest."""
    start, colon, rest = text.partition(": ")
    return (start + colon.strip(), rest) if colon and len(start) <= LEAD_IN else ("", text)


def joined(text: str) -> Markup:
    """Text whose ranges of numbers are not parted at the end of a line."""
    parts = re.split(r"(\d[\d,.\u202f]*–\d+(?:[,.]\d+)?)", text)
    spans = (Markup('<span class="joined">{}</span>').format(part) for part in parts[1::2])
    shown = list(map(escape, parts))
    shown[1::2] = spans
    return Markup("").join(shown)


def numbered_cards(cards: tuple[Card, ...]) -> list[tuple[int, Card]]:
    """Cards with their numbers in a document."""
    return list(enumerate(cards, 1))
