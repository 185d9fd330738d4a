"""Markdown as plain nodes that both the page and the PDF are written from.

A notebook is not trusted: raw HTML and pictures from elsewhere never become nodes.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import mistune

from segnb.report.page.blocks import Block

DEEPEST = 6  # quotes and lists inside each other: what lies deeper is written at this depth
SAFE_LINKS = ("https://", "http://", "mailto:", "#")


@dataclass(frozen=True)
class Run:
    """Text in one manner of writing."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


@dataclass(frozen=True)
class Node:
    """A heading, paragraph, list, item, quote, code or rule, with runs or with nodes in it."""

    kind: str
    runs: tuple[Run, ...] = ()
    nodes: tuple["Node", ...] = ()
    depth: int = 0
    ordered: bool = False


@dataclass(frozen=True)
class Prose(Block):
    """Running text of a markdown cell."""

    nodes: tuple[Node, ...]


def harmless(text: str) -> str:
    """Text without what is not seen and does harm: controls, half letters, turns of direction.

    Examples
    --------
    >>> harmless("Tu\\u202ena\\x07\\n")
    'Tuna\\n'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or not _does_harm(c))


def _does_harm(letter: str) -> bool:
    turns = "\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069"
    return turns or unicodedata.category(letter) in ("Cc", "Cs")


@cache
def _parser() -> mistune.Markdown:
    return mistune.create_markdown(renderer=None, plugins=["strikethrough", "table"])


def read_markdown(text: str) -> tuple[Node, ...]:
    """Nodes of a markdown text.

    Examples
    --------
    >>> [node.kind for node in read_markdown("# Boende <script>\\n\\n* ett")]
    ['heading', 'list']
    """
    tokens: Any = _parser()(harmless(text))  # without a renderer: dicts
    return tuple(_nodes(tokens))


def _nodes(tokens: Iterable[dict[str, Any]], depth: int = 0) -> Iterable[Node]:
    for token in tokens:
        kind, inside = token["type"], token.get("children", [])
        if kind == "heading":
            yield Node("heading", tuple(_runs(inside)), depth=token["attrs"]["level"])
        elif kind in ("paragraph", "block_text"):
            yield Node("paragraph", tuple(_runs(inside)))
        elif kind == "list":
            children = [tuple(_nodes(item["children"], depth + 1)) for item in inside]
            if depth >= DEEPEST:
                yield from (node for nodes in children for node in nodes)
                continue
            items = tuple(Node("item", nodes=nodes) for nodes in children)
            yield Node("list", nodes=items, ordered=token["attrs"]["ordered"])
        elif kind == "block_quote":
            quoted = tuple(_nodes(inside, depth + 1))
            yield from quoted if depth >= DEEPEST else (Node("quote", nodes=quoted),)
        elif kind == "block_code":
            yield Node("code", (Run(token["raw"]),))
        elif kind == "thematic_break":
            yield Node("rule")
        elif kind == "table":
            yield Node("table", nodes=tuple(_table_rows(inside)))


def _table_rows(parts: Iterable[dict[str, Any]]) -> Iterable[Node]:
    """Rows of a markdown table, the first of them its head."""
    for part in parts:
        rows = [part] if part["type"] == "table_head" else part["children"]
        for row in rows:
            cells = (Node("cell", tuple(_runs(cell["children"]))) for cell in row["children"])
            yield Node("row", nodes=tuple(cells))


def _runs(tokens: Iterable[dict[str, Any]], manner: Run = Run("")) -> Iterable[Run]:
    for token in tokens:
        kind = token["type"]
        if kind in ("softbreak", "linebreak"):
            yield Run(" ")
        elif kind == "inline_html":
            continue
        elif kind == "text" or kind == "codespan":
            yield replace(manner, text=token["raw"], code=kind == "codespan")
        else:
            yield from _runs(token.get("children", []), _inside(token, manner))


def _inside(token: dict[str, Any], manner: Run) -> Run:
    bold = manner.bold or token["type"] == "strong"
    italic = manner.italic or token["type"] == "emphasis"
    url = token.get("attrs", {}).get("url", "") if token["type"] == "link" else ""
    return Run("", bold, italic, href=url if url.startswith(SAFE_LINKS) else manner.href)
