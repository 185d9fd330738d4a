"""What a chapter says, as lines that are read and compared: texts and cells, drawings left out."""

import re
from collections.abc import Iterator
from numbers import Real
from typing import Any

from nbformat import NotebookNode

from segnb.publish.numbering import MIME

HASH = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b")  # new with each change of the demonstration
# The last two are for the record and for a link.
DRAWN = {"page", "phone", "beside", "half", "lang", "figures", "lesson"}


def blocks(notebook: NotebookNode) -> list[dict[str, Any]]:
    """What the cells of a chapter show, as the page gets it."""
    outputs = (out for cell in notebook.cells for out in cell.get("outputs", []))
    return [out["data"][MIME] for out in outputs if MIME in out.get("data", {})]


def told(notebook: NotebookNode) -> str:
    """All blocks of a chapter, each under its name; an indicator card stands once."""
    text, carded = "", set()
    for block in blocks(notebook):
        cards = [card for card in block.get("cards") or () if card["id"] not in carded]
        carded |= {card["id"] for card in cards}
        lines = _lines(block | {"cards": cards}, "")
        text += f"== {block['block']}\n" + "".join(f"{line}\n" for line in lines)
    return text


def _lines(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        if {"columns", "rows", "name"} <= value.keys():
            yield from _data(value)
        else:
            for key, part in value.items():
                if key not in DRAWN | {"block"}:
                    yield from _lines(part, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        for part in value:
            yield from _lines(part, name)
    elif isinstance(value, list):
        yield f"{name}: {' | '.join(map(_shown, value))}"
    elif value not in (None, "", False):
        yield f"{name}: {_shown(value)}"


def _shown(value: object) -> str:
    """Six figures of a number, for the last ones differ between processors; no hash of a file."""
    if isinstance(value, float):
        return f"{value:.6g}"
    return HASH.sub("(hash)", str(value).replace("\n", " / "))


def _data(data: dict[str, Any]) -> Iterator[str]:
    """A data file by its size and, column by column, how many cells are filled and their sum."""
    yield f"data: {data['name']}, {len(data['rows'])} rows"
    for place, column in enumerate(data["columns"]):
        cells = [row[place] for row in data["rows"]]
        held = [cell for cell in cells if cell is not None and cell != ""]
        numbers = [cell for cell in held if isinstance(cell, Real) and not isinstance(cell, bool)]
        different = len(set(map(str, held)))
        total = f", sum {sum(numbers):.6g}" if numbers else f", {different} different"
        yield f"data: {column}: {len(held)} filled{total}"
