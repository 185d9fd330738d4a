"""The guide as a web page and as a tagged PDF."""

import json
from html import escape
from pathlib import Path
from typing import Any

import typst

from segnb.publish.pdf import STANDARD, fonts
from segnb.report.page import theme

HERE = Path(__file__).parent
TAGS = {
    "heading": ("<h3>", "</h3>"),
    "text": ("<p>", "</p>"),
    "lead": ("<p><strong>", "</strong></p>"),
}


def html(document: dict[str, Any]) -> str:
    """The guide as one page without anything from elsewhere."""
    contents = "".join(
        f'<li><a href="#{s["anchor"]}">{escape(s["title"])}</a></li>' for s in document["sections"]
    )
    body = "".join(_section(section) for section in document["sections"])
    page = (HERE / "guide.html").read_text(encoding="utf-8")
    named = {name: escape(document[name]) for name in ("lang", "title", "lead", "contents", "made")}
    colours = {name: getattr(theme, name.upper()) for name in ("text", "own", "rule", "panel")}
    for name, value in (named | colours | {"list": contents, "body": body}).items():
        page = page.replace(f"%{name}%", value)
    return page


def _section(section: dict[str, Any]) -> str:
    blocks = "".join(_block(block) for block in section["blocks"])
    head = f'<h2 id="{section["anchor"]}">{escape(section["title"])}</h2>'
    new = ' class="new"' if section["new_page"] else ""
    return f"<section{new}>{head}{blocks}</section>"


def _block(block: dict[str, Any]) -> str:
    if block["kind"] == "list":
        items = "".join(f"<li>{escape(item)}</li>" for item in block["items"])
        return f"<ul>{items}</ul>"
    if block["kind"] == "table":
        return _table(block)
    opens, closes = TAGS[block["kind"]]
    return f"{opens}{escape(block['text'])}{closes}"


def _table(block: dict[str, Any]) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in block["heads"])
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block["rows"]
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="wide" tabindex="0">{table}</div>'


def pdf(document: dict[str, Any]) -> bytes:
    """The guide as PDF/UA."""
    sources = {
        "main.typ": (HERE / "guide.typ").read_bytes(),
        "guide.json": json.dumps(document, ensure_ascii=False, default=str).encode(),
    }
    return typst.compile(
        sources, format="pdf", font_paths=fonts(), pdf_standards=STANDARD, timestamp=0
    )
