"""A map of a municipality with many areas: all names on paper, on nothing else, none in a brief."""

from dataclasses import replace
from pathlib import Path

import pytest
from paper_reading import faults, pages_of_words, text
from sample_report import map_figure, shown, summary

from segnb.publish.document import Document, bind
from segnb.publish.pdf import pdf
from segnb.report.page.blocks import Figure, Opening
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

TYPES = range(1, 6)
COVERED = ("stands on ", "stands outside", "runs into", "run together")
REMARK = "Ytan säger inget om antalet invånare."


def names(areas: int) -> dict[int, list[str]]:
    """Names of so many areas of each type."""
    return {kind: [f"Kungsladugårdsgatan{kind}{n:02}" for n in range(areas)] for kind in TYPES}


def document(areas: int) -> Document:
    lists = (f"Typ {kind}: {', '.join(these)}." for kind, these in names(areas).items())
    figure = replace(map_figure(), key="type_map", beside=("Typ 1 ligger i norr.", *lists, REMARK))
    first = [one for one in summary() if not isinstance(one, Figure)]
    chapters = {"summary": first, "area_types": (Opening("", "Områdestyper"), figure)}
    notebooks = [(name, shown(*blocks)) for name, blocks in chapters.items()]
    return bind(notebooks, find_municipality("1480"), Language("sv"))


def printed(areas: int, template: str, folder: Path) -> Path:
    path = folder / f"{template}.pdf"
    path.write_bytes(pdf(document(areas), template))
    return path


@pytest.mark.parametrize("areas", [4, 12, 20])
def test_every_name_is_on_paper_and_covers_nothing(areas: int, tmp_path: Path) -> None:
    path = printed(areas, "report", tmp_path)
    assert [fault for fault in faults(path) if any(kind in fault for kind in COVERED)] == []
    said = " ".join(text(page) for page in pages_of_words(path))
    lacking = [name for these in names(areas).values() for name in these if name not in said]
    assert lacking == []
    assert REMARK in said


def test_where_no_page_has_room_for_all_names_it_is_said_where_they_stand(tmp_path: Path) -> None:
    path = printed(80, "report", tmp_path)
    said = " ".join(text(page) for page in pages_of_words(path))
    assert [fault for fault in faults(path) if any(kind in fault for kind in COVERED)] == []
    assert "Områdena räknas upp i webbsidan." in said
    assert names(80)[1][0] not in said
    assert REMARK in said


@pytest.mark.parametrize(("areas", "listed"), [(4, True), (30, False)])
def test_a_brief_has_two_pages_and_lists_all_areas_or_none(
    areas: int, listed: bool, tmp_path: Path
) -> None:
    pages = pages_of_words(printed(areas, "brief", tmp_path))
    said = " ".join(text(page) for page in pages)
    assert len(pages) <= 2
    held = [name in said for these in names(areas).values() for name in these]
    assert set(held) == {listed}
    assert ("Områdena räknas upp i rapporten." in said) is not listed
    assert REMARK in said
