"""Headings that are the same are told apart for those who hear a list of them, not to the eye."""

import re
from collections import Counter
from dataclasses import replace

from bs4 import BeautifulSoup
from sample_report import finding, gap, half_figure, shown

from segnb.publish.document import bind
from segnb.publish.web_page import page
from segnb.report.page.blocks import Block, Boxes, Bullets, Findings, Gaps, Heading, Opening
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

HEADINGS = re.compile("^h[1-6]$")
MAY_BE_SAID = Boxes((Bullets(("Att nivån är känd.",), "Vad som får sägas"),))


def chapter(title: str, *parts: Block) -> tuple[Block, ...]:
    found = replace(finding(title), title=f"Botkyrka är uppdelat ({title})")
    missing = Gaps("Det här saknas", ("Vad", "Varför", "Var"), (gap(),))
    return (Opening("", title), Findings("Resultat", (found,)), *parts, missing)


def headings() -> list[tuple[str, str]]:
    """Each heading as it is heard and as it is seen."""
    two = replace(half_figure("b"), title="En annan titel")
    first = (half_figure("a"), MAY_BE_SAID, two, MAY_BE_SAID, half_figure("c"))
    chapters = {"a": chapter("Boende", *first), "b": chapter("Skola", Heading("Boende i skolan"))}
    notebooks = [(name, shown(*blocks)) for name, blocks in chapters.items()]
    document = bind(notebooks, find_municipality("0127"), Language("sv"))
    soup = BeautifulSoup(page(document), "html.parser")
    said = [tag.get_text() for tag in soup.find_all(HEADINGS)]
    for tag in soup.select(".unseen"):
        tag.decompose()
    return list(zip(said, (tag.get_text() for tag in soup.find_all(HEADINGS)), strict=True))


def test_no_two_headings_are_heard_as_the_same() -> None:
    assert [
        text for text, times in Counter(said for said, _ in headings()).items() if times > 1
    ] == []


def test_a_heading_is_told_apart_by_its_chapter_boxes_by_their_figure_a_figure_by_its_number() -> (
    None
):
    same = half_figure("a").title
    assert [(said, seen) for said, seen in headings() if said != seen] == [
        ("Resultat: Boende", "Resultat"),
        (f"{same}: Figur 1", same),
        (f"Vad som får sägas: {same}", "Vad som får sägas"),
        ("Vad som får sägas: En annan titel", "Vad som får sägas"),
        (f"{same}: Figur 3", same),
        ("Det här saknas: Boende", "Det här saknas"),
        ("Resultat: Skola", "Resultat"),
        ("Det här saknas: Skola", "Det här saknas"),
    ]
