"""Headings that stand more than once, told apart for those who hear a list of all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from segnb.report.page.block_html import Words
from segnb.report.page.blocks import (
    Block,
    Boxes,
    Bullets,
    Cards,
    Figure,
    Finding,
    Findings,
    Gap,
    Gaps,
    Heading,
    Sources,
)
from segnb.report.page.numbered_block import NumberedBlock

HEADED = (Bullets, Cards, Figure, Finding, Findings, Gap, Gaps, Sources)


def tell_apart(
    chapters: Iterable[tuple[str, list[NumberedBlock]]], words: Words
) -> list[list[NumberedBlock]]:
    """Parts of chapters; each whose heading another has too says which it is.

    A figure says its number, boxes the figure that they follow, all others their chapter.

    Parameters
    ----------
    chapters
        Label and parts of each chapter.
    """
    chapters = list(chapters)
    counts = Counter(text for _, parts in chapters for part in parts for text in _within(part))
    return [_told(label, parts, counts, words) for label, parts in chapters]


def _told(
    label: str, parts: list[NumberedBlock], counts: Counter[str], words: Words
) -> list[NumberedBlock]:
    told, figure = [], label
    for part in parts:
        told.append(_named(part, label, figure, counts, words))
        figure = part.block.title if isinstance(part.block, Figure) else figure
    return told


def _within(part: NumberedBlock) -> Iterable[str]:
    yield from _headings(part.block)
    for inside in part.parts:
        yield from _within(inside)


def _headings(block: Block) -> list[str]:
    """What a block says as headings."""
    if isinstance(block, Boxes):
        return [box.title for box in block.boxes]
    if isinstance(block, Heading):
        return [block.text]
    return [block.title] if isinstance(block, HEADED) else []


def _named(
    part: NumberedBlock, label: str, figure: str, counts: Counter[str], words: Words
) -> NumberedBlock:
    parts = tuple(_named(inside, label, figure, counts, words) for inside in part.parts)
    if not any(counts[text] > 1 for text in _headings(part.block)):
        return replace(part, parts=parts)
    number = words("figure", number=part.number)
    own = {"Figure": number, "Boxes": figure}.get(part.kind, label)
    return replace(part, parts=parts, apart=own)
