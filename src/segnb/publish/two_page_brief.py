"""Two pages for a council, made of parts of the report: what they say stands in it."""

from collections.abc import Sequence
from dataclasses import replace

from segnb.publish.council_findings import SUMMARY
from segnb.publish.document import Document
from segnb.report.page.blocks import Boxes, Paragraph
from segnb.report.page.numbered_block import NumberedBlock

MAPS, STRIPS = ("type_map", "map_"), ("strips_index", "strips_")
INSTEAD = ("ends", "area_types_composition")  # where one of them cannot be drawn
NO_MAP = "polygons_"  # what the key of a gap begins with, where there are no borders
WHY = 1  # among the rows of a gap
UNSURE = 1  # among the boxes of the summary, the first that is shown
FIGURES = 2


def brief_parts(document: Document) -> list[NumberedBlock]:
    """Title, six findings, what is uncertain and missing; one map, one strip, how to cite.

    Without borders, or with too few areas for an index, both ends of a measure stand instead.
    """
    summary = next((c for c in document.chapters if c.name == SUMMARY), document.chapters[0])
    parts = summary.parts
    boxes = [_without_certain(part) for part in _of(parts, "Boxes")[:1]]
    small = [p for p in _of(parts, "Paragraph") if getattr(p.block, "style", "") == "small"]
    drawn = _first(document.figures, MAPS) + _first(document.figures, STRIPS)
    drawn += [one for one in _first(document.figures, INSTEAD) if len(drawn) < FIGURES]
    return [
        *_of(parts, "Opening")[:1],
        *_of(parts, "Findings")[:1],
        *boxes,
        *_no_map(document),
        *sorted(drawn, key=lambda part: part.number),
        *small[-1:],
    ]


def _of(parts: Sequence[NumberedBlock], kind: str) -> list[NumberedBlock]:
    return [part for part in parts if part.kind == kind]


def _first(figures: Sequence[NumberedBlock], starts: Sequence[str]) -> list[NumberedBlock]:
    """First figure whose key begins with the first of these that any begins with."""
    for start in starts:
        found = [f for f in figures if f.block.key.startswith(start)]  # type: ignore[attr-defined]
        if found:
            return found[:1]
    return []


def _no_map(document: Document) -> list[NumberedBlock]:
    """A line on why there is no map, where there is none."""
    if _first(document.figures, MAPS):
        return []
    gaps = [gap for gap in document.gaps if gap.key.startswith(NO_MAP)]
    return [
        NumberedBlock(Paragraph(f"{gap.title}. {gap.rows[WHY][1]}", "small")) for gap in gaps[:1]
    ]


def _without_certain(part: NumberedBlock) -> NumberedBlock:
    """The boxes without what is certain, which the findings tell."""
    block = part.block
    assert isinstance(block, Boxes)
    return replace(part, block=replace(block, boxes=block.boxes[UNSURE:]))
