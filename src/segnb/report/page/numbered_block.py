"""A block with the place that it has in a document: its number, its anchor, its heading level."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from segnb.report.page import blocks
from segnb.report.page.blocks import Block, Pair
from segnb.vocabulary.errors import InvalidFile

DEEPEST = 6


@dataclass(frozen=True)
class NumberedBlock:
    """A block where it stands.

    Attributes
    ----------
    depth
        Depth of its heading inside the chapter; the chapter's title has 1.
    base
        Heading level of the chapter's title: 1 in the first chapter of a page, else 2.
    number
        Number of a figure, table or finding in the whole document; 0 where it stands alone.
    anchor
        Id in the document, empty where it stands alone.
    download
        Address of the data behind a figure or table, as a `data:` URI.
    told_at
        Anchor and chapter in which a finding is explained, where the summary refers to it.
    apart
        What tells its heading from another of the document that is the same; empty if none is.
    repeated
        Whether a note says word for word what one before it said: a page tells it once.
    parts
        Blocks inside this one, placed: those of a pair, the findings of a list.
    """

    block: Block
    depth: int = 1
    base: int = 1
    number: int = 0
    anchor: str = ""
    download: str = ""
    told_at: tuple[str, str] = ("", "")
    apart: str = ""
    repeated: bool = False
    parts: tuple["NumberedBlock", ...] = ()

    @property
    def kind(self) -> str:
        """Name of the block's class."""
        return type(self.block).__name__

    @property
    def level(self) -> int:
        """Level of its heading in the page."""
        return min(self.depth + self.base - 1, DEEPEST)


KINDS = {
    name: kind
    for name, kind in vars(blocks).items()
    if isinstance(kind, type) and issubclass(kind, Block) and kind is not Block
}


@cache
def _reader(kind: str) -> TypeAdapter:
    return TypeAdapter(KINDS[kind])


def read_block(structure: dict[str, Any]) -> Block:
    """Block of a structure; what is no block of ours is refused, for a notebook is not trusted.

    Raises
    ------
    InvalidFile
        The structure is not that of a block.
    """
    kind = structure.get("block")
    if kind == "Pair":
        sides = (read_block(structure[side]) for side in ("left", "right"))
        return Pair(*sides, lang=structure.get("lang", "sv"))
    try:
        return _reader(str(kind)).validate_python(structure)
    except (KeyError, ValidationError, ValueError) as error:
        raise InvalidFile(f"A cell shows {kind!r}, which is no block of a report.") from error
