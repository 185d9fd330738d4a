"""What a chapter lacks in one table at its end, instead of a card for each figure."""

from collections.abc import Iterator
from typing import Any

from segnb.report.page.blocks import Block, Figure, Gap, Gaps, Pair, Sources
from segnb.vocabulary.i18n import Language

TOLD = ("missing", "suppressed")
WITHOUT = ("summary", "methods")  # chapters that tell of the gaps of the whole report
Read = list[tuple[Any, list[Block]]]


def with_gaps_at_end(read: Read, chapter: str, told: set[str], language: Language) -> Read:
    """Cells with their blocks, and one table of gaps where the chapter has several.

    A gap that carries its chapter keeps its card, and so does the only one; a chapter without any
    figure keeps the first. What an earlier chapter has told is not told again; what does not
    apply is told once in each chapter that it concerns.

    Parameters
    ----------
    told
        Keys of the gaps that have been told; those of this chapter are added.
    """
    if chapter in WITHOUT:
        return read
    shown = [gap for _, blocks in read for block in blocks for gap in _gaps_in(block)]
    noted = [gap for _, blocks in read for b in blocks if isinstance(b, Sources) for gap in b.gaps]
    kept = {gap.key for gap in shown if gap.carries and gap.key not in told}
    if not kept and shown and not any(_has_figure(b) for _, blocks in read for b in blocks):
        kept = {shown[0].key} - told
    every = {gap.key: gap for gap in (*shown, *noted) if gap.status in TOLD}
    listed = [gap for key, gap in every.items() if key not in told | kept]
    if len(listed) == 1 and listed[0] in shown:
        kept, listed = kept | {listed[0].key}, []
    told |= {gap.key for gap in every.values()}
    left = _once(read, kept | {gap.key for gap in shown if gap.status not in TOLD})
    return _placed(left, _table(listed, language)) if listed else left


def _once(read: Read, kept: set[str]) -> Read:
    """Cells with the gaps that keep their place, each where it stands first, and no others."""
    left: Read = []
    for cell, blocks in read:
        here: list[Block] = []
        for block in blocks:
            here += _without(block, kept)
            kept = kept - {gap.key for gap in _gaps_in(block)}
        left.append((cell, here))
    return left


def _gaps_in(block: Block) -> Iterator[Gap]:
    if isinstance(block, Gap):
        yield block
    elif isinstance(block, Pair):
        yield from (side for side in (block.left, block.right) if isinstance(side, Gap))


def _has_figure(block: Block) -> bool:
    sides = (block.left, block.right) if isinstance(block, Pair) else (block,)
    return any(isinstance(side, Figure) for side in sides)


def _without(block: Block, kept: set[str]) -> Iterator[Block]:
    """A block without the gaps that are listed; what is left of a pair stands alone."""
    gone = [gap for gap in _gaps_in(block) if gap.key not in kept]
    if not gone:
        yield block
    elif isinstance(block, Pair):
        yield from (side for side in (block.left, block.right) if side not in gone)


def _table(gaps: list[Gap], language: Language) -> Gaps:
    heads = tuple(language.text(f"gaps.head_{name}") for name in ("what", "why", "where"))
    title = language.text("gaps.in_chapter")
    return Gaps(title, heads, tuple(gaps), lang=language.lang)  # type: ignore[arg-type]


def _placed(read: Read, table: Gaps) -> Read:
    """The table before the sources of the chapter, else last."""
    for at, (_, blocks) in enumerate(read):
        if any(isinstance(block, Sources) for block in blocks):
            return [*read[:at], (None, [table]), *read[at:]]
    return [*read, (None, [table])]
