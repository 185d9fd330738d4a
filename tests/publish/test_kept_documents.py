"""What becomes of chapters when they are bound, as page, paper and data, as it was read and kept.

A change is reviewed like a change of code
(`python -m pytest tests/publish/test_kept_documents.py --renew`).
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from kept_text import compare
from uneven_report import uneven

from segnb.publish.data_files import csv_text
from segnb.publish.document import Document, every_part
from segnb.publish.manifest import manifest
from segnb.publish.paper import PaperWriter
from segnb.publish.two_page_brief import brief_parts
from segnb.publish.web_page import _script_words
from segnb.report.page.blocks import Drawing
from segnb.report.page.numbered_block import NumberedBlock
from segnb.vocabulary.params import make_params

KEPT = Path(__file__).parent / "kept"
LONGEST = 90  # letters of a text that are written out
Lines = Iterator[str]


def said(value: Any) -> str:
    """A value in one line; of a long text its beginning, length and sum."""
    if isinstance(value, Drawing):
        return f"drawing {value.width:g} by {value.height:g}"
    if isinstance(value, NumberedBlock):
        return "/".join((value.kind, value.anchor))
    if is_dataclass(value):
        return f"{type(value).__name__}({said(held(value))})"
    if isinstance(value, dict):
        return ", ".join(f"{name}={said(one)}" for name, one in value.items())
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(said, value))}]"
    text = value if isinstance(value, str) else repr(value)
    text = text.replace("\r", "").replace("\n", "/")
    return text if len(text) <= LONGEST else f"{text[:40]}… {len(text)} {crc32(text.encode())}"


def held(value: Any) -> dict[str, Any]:
    """Fields of a block or of a part of one that are not as they are anyway."""
    found = {one.name: (getattr(value, one.name), one.default) for one in fields(value)}
    return {name: one for name, (one, usual) in found.items() if one and one != usual}


def tree(part: NumberedBlock, deep: int = 0) -> Lines:
    where = {k: v for k, v in held(part).items() if k not in ("block", "parts")}
    yield f"{'  ' * deep}{part.kind} level={part.level}, {said(where)}"
    hidden = ("page", "phone", "lang", "left", "right", "table", "numbers", "rule", "cards")
    for name, value in held(part.block).items():
        if name not in hidden:
            yield f"{'  ' * deep}  .{name}: {said(value)}"
    for inside in part.parts:
        yield from tree(inside, deep + 1)


def of_head(document: Document) -> Lines:
    names = ("name", "synthetic", "place", "title", "head", "head_short", "running", "date",
             "year", "kind")  # fmt: skip
    yield from (f"{name}: {said(getattr(document, name))}" for name in names)
    paper = PaperWriter(document).report()
    yield from (f"{name}: {said(paper[name])}" for name in ("foot", "synthetic", "date", "words"))


def of_document(document: Document) -> Lines:
    yield from of_head(document)
    names = ("cards", "findings", "figures", "gaps", "breaks", "sources", "shown", "warnings")
    yield from (f"{name}: {said(getattr(document, name))}" for name in names)
    for one in document.datasets:
        yield f"dataset {said(asdict(one))}"
        yield said(csv_text(one.data))
    for chapter in document.chapters:
        cells = [[output.data for output in cell.outputs] for cell in chapter.notebook.cells]
        yield f"== {chapter.name} | {chapter.anchor} | {chapter.label} | {chapter.title}"
        yield f"cells {said([len(cell) for cell in cells])} from {said(cells[0])}"
        for part in chapter.parts:
            yield from tree(part)
    yield f"parts in all: {len(list(every_part(document)))}"


def of_paper(document: Document) -> Lines:
    writer = PaperWriter(document)
    for made in (writer.report(), writer.brief()):
        for name, value in made.items():
            if name != "chapters":
                yield f"{name}: {said(value)}"
        for number, chapter in enumerate(made["chapters"]):
            yield f"== chapter {number}"
            yield from (line for part in chapter["parts"] for line in of_part(part))
        yield f"files: {', '.join(writer.files)}"
    pictures = [text for name, text in writer.files.items() if name.startswith("picture")]
    yield from (said(text.decode()) for text in pictures)


def of_part(part: dict[str, Any], deep: int = 0) -> Lines:
    usual = ("parts", "lang", "on_paper", "collect")
    yield f"{'  ' * deep}- {said({k: v for k, v in part.items() if v and k not in usual})}"
    for inside in part["parts"]:
        yield from of_part(inside, deep + 1)


def of_record(document: Document) -> Lines:
    params = make_params(municipality="0127", lang="en", threshold=7)
    made = manifest(document, params, chapters=["a"], formats={"html": "ok"})
    changing = ("versions", "catalogue", "strings")
    yield from (f"{k}: {said(v)}" for k, v in made.items() if k not in changing)


def of_brief(document: Document) -> Lines:
    yield from (line for part in brief_parts(document) for line in tree(part))


def of_script(document: Document) -> Lines:
    words = json.loads(_script_words(document))
    yield from (f"{name}: {said(value)}" for name, value in words.items())


@cache
def document(code: str, lang: str, kind: str) -> Document:
    return uneven(code, lang, kind)


TOLD: dict[str, tuple[Callable[[Document], Lines], tuple[str, str, str]]] = {
    "document": (of_document, ("0127", "sv", "report")),
    "head_demo": (of_head, ("9901", "en", "report")),
    "head_of_kind": (of_head, ("0127", "en", "comparison")),
    "paper": (of_paper, ("0127", "sv", "report")),
    "record": (of_record, ("0127", "sv", "report")),
    "brief": (of_brief, ("9901", "en", "report")),
    "script": (of_script, ("9901", "sv", "report")),
    "script_real": (of_script, ("0127", "en", "report")),
}


@pytest.mark.parametrize("name", TOLD)
def test_bound_chapters_are_what_was_read_and_kept(name: str, pytestconfig: pytest.Config) -> None:
    lines, settings = TOLD[name]
    document.cache_clear()
    found = "".join(f"{line}\n" for line in lines(document(*settings)))
    compare(found, KEPT / f"{name}.txt", pytestconfig)
