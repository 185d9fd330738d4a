"""Own words are Markdown: rendered in page and PDF, harmless, and no section of the report."""

import json
import re

from nbformat import NotebookNode
from sample_report import shown

from segnb.publish.document import Document, bind
from segnb.publish.paper import PaperWriter
from segnb.publish.web_page import page
from segnb.report.page.block_base import fields_of
from segnb.report.page.blocks import Note, Opening
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

WORDS = """# Vi

En **viktig** [plan](https://botkyrka.se/plan).

* Riksten
* Vårsta

<b onclick=x>hej</b>\u202e"""


def document(style: str) -> Document:
    notebook: NotebookNode = shown(
        Opening("", "Boende", lang="sv"), Note("Kommunens egna ord.", WORDS, style, lang="sv")
    )
    return bind([("housing", notebook)], find_municipality("0127"), Language("sv"))


def boxed(style: str) -> str:
    found = re.search(r'<div class="note.*?</div></div>|<div class="note.*?</div>',
                      page(document(style)), re.DOTALL)  # fmt: skip
    assert found
    return found.group()


def test_markdown_of_own_words_is_rendered_in_the_page() -> None:
    box = boxed("own_words")
    assert "<b>Vi</b>" in box
    assert "<h" not in box
    assert '<b>viktig</b> <a href="https://botkyrka.se/plan">plan</a>' in box
    assert box.count("<li>") == 2
    assert not [bad for bad in ("**", "onclick", "\u202e", "# Vi") if bad in box]


def test_other_notes_are_plain_text() -> None:
    assert "**viktig**" in boxed("how_to_read")


def test_markdown_of_own_words_is_handed_to_the_paper_as_nodes() -> None:
    report = json.dumps(PaperWriter(document("own_words")).report(), default=fields_of)
    (part,) = [p for p in json.loads(report)["chapters"][0]["parts"] if p["kind"] == "Note"]
    (own,) = part["parts"]
    kinds = [node["kind"] for node in own["nodes"]]
    assert kinds == ["paragraph", "paragraph", "list", "paragraph"]
