"""A table of what a chapter of one's own may show: bounded, harmless, never the end.

Nothing of it is run here: the notebooks are as they are after their run.
"""

import re
from typing import Any

import pytest
from hostile_rows import rows_of
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from segnb.publish.document import bind
from segnb.publish.pdf import pdf
from segnb.publish.web_page import page, page_script
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.i18n import Language

MIMES = {"html": "text/html", "plain": "text/plain", "svg": "image/svg+xml", "png": "image/png",
         "jpeg": "image/jpeg"}  # fmt: skip
LONGEST = 400_000  # letters of a page with one such cell
WORDS = re.compile(r'<script type="application/json" id="segnb-words">[^<]*</script>')
TURNS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def notebook(kind: str, content: str) -> NotebookNode:
    title = new_markdown_cell("# Eget kapitel")
    if kind == "markdown":
        return new_notebook(cells=[title, new_markdown_cell(content)])
    shown = (
        new_output("stream", name="stdout", text=content)
        if kind == "stdout"
        else new_output("display_data", data={MIMES[kind]: content})
    )
    return new_notebook(cells=[title, new_code_cell("x", outputs=[shown])])


@pytest.mark.parametrize("row", rows_of("notebooks.csv"), ids=lambda row: row.what)
def test_what_a_chapter_shows_harms_neither_page_nor_pdf(row: Any) -> None:
    chapters = [("eget/mitt.ipynb", notebook(row.kind, row.content))]
    document = bind(chapters, find_municipality("0127"), Language("sv"))
    html = page(document)
    assert row.sentence in html
    assert len(html.encode("utf-8")) < LONGEST
    assert not {c for c in html if (ord(c) < 32 and c not in "\n\t") or c in TURNS}
    theirs = _without_own_script(html)
    assert not [bad for bad in ("<script", "<iframe", "<form", "onerror=") if _runs(theirs, bad)]
    assert pdf(document).startswith(b"%PDF")


def _without_own_script(html: str) -> str:
    """The page without its one script, told by its every letter, and without its words."""
    before, own, after = html.partition(f"<script>{page_script()}</script>")
    assert own
    return WORDS.sub("", before, count=1) + after


def _runs(html: str, tag: str) -> bool:
    """Whether a tag or attribute stands in the page itself, not in an address or as text."""
    outside = html.partition("</style>")[2]
    return tag in outside if tag.startswith("<") else f"<img src=x {tag}" in outside
