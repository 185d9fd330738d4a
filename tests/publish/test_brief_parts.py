"""What two pages for a council are made of where there is no map, or no index to compare."""

from dataclasses import replace

import pytest
from sample_report import gap, half_figure, shown, summary

from segnb.publish.document import Document, bind
from segnb.publish.two_page_brief import brief_parts
from segnb.report.page.blocks import Boxes, Figure, Findings, Opening, Paragraph
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

NO_BORDERS = replace(gap(), key="polygons_deso2018", title="Uppgift saknas: karta")


def document(*keys: str) -> Document:
    figures = (replace(half_figure(key), title=key) for key in keys)
    first = [one for one in summary() if not isinstance(one, Figure)]
    chapters = {"summary": first, "whole_municipality": (*figures, NO_BORDERS)}
    notebooks = [(name, shown(*blocks)) for name, blocks in chapters.items()]
    return bind(notebooks, find_municipality("2180"), Language("sv"))


@pytest.mark.parametrize(
    ("held", "drawn"),
    [
        (("strips_index", "ends", "type_map"), ["strips_index", "type_map"]),
        (("strips_index", "ends"), ["strips_index", "ends"]),
        (("ends", "map_turnout", "ends"), ["ends", "map_turnout"]),
        (("area_types_composition",), ["area_types_composition"]),
        ((), []),
    ],
)
def test_both_ends_stand_where_a_map_or_a_strip_cannot(
    held: tuple[str, ...], drawn: list[str]
) -> None:
    parts = brief_parts(document(*held))
    assert [p.block.title for p in parts if isinstance(p.block, Figure)] == drawn


def test_a_line_says_why_there_is_no_map_where_there_is_none() -> None:
    lines = [getattr(part.block, "text", "") for part in brief_parts(document("ends"))]
    assert f"{NO_BORDERS.title}. {dict(NO_BORDERS.rows)['Varför']}" in lines
    assert not [part for part in brief_parts(document("ends")) if part.kind == "Gap"]
    assert NO_BORDERS.title not in str(brief_parts(document("type_map")))


def test_of_what_the_summary_has_twice_the_brief_has_the_first() -> None:
    first = [one for one in summary() if not isinstance(one, Figure)]
    (boxes,) = [one for one in first if isinstance(one, Boxes)]
    small = [Paragraph(text, "small") for text in ("Först", "Sist")]
    doubled = [*first, Opening("Fråga", "Igen"), Findings("Igen", ()), boxes, *small]
    gaps = (NO_BORDERS, replace(NO_BORDERS, key="polygons_regso2025", title="Igen"))
    chapters = [("summary", shown(*doubled)), ("whole_municipality", shown(*gaps))]
    parts = brief_parts(bind(chapters, find_municipality("2180"), Language("sv")))
    kinds = [part.kind for part in parts]
    assert [kinds.count(kind) for kind in ("Opening", "Findings", "Boxes")] == [1, 1, 1]
    assert "Igen" not in [part.block.title for part in parts if hasattr(part.block, "title")]
    texts = [getattr(part.block, "text", "") for part in parts]
    assert texts[-1] == "Sist"
    assert not [text for text in texts if text.startswith(("Igen", "Först"))]


def test_without_a_summary_the_first_chapter_opens_the_two_pages() -> None:
    notebooks = [(name, shown(Opening("Fråga", title))) for name, title in (("a", "A"), ("b", "B"))]
    (opening,) = brief_parts(bind(notebooks, find_municipality("2180"), Language("sv")))
    assert (opening.block.title, opening.block.question) == ("A", "")  # type: ignore[attr-defined]
