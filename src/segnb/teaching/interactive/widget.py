"""An interactive in JupyterLab, and its module and style as a browser takes them."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from anywidget import AnyWidget
from traitlets import Dict, Unicode

from segnb.teaching.lesson_drawing import BLUE, SAND
from segnb.teaching.lesson_words import coloured

HERE = files("segnb.teaching.interactive")
COLOURS = ("TEXT", "TEXT_SECONDARY", "OWN", "BREAK", "RULE", "PANEL", "TICK", "WHITE")
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)


@cache
def module(name: str) -> str:
    """A module with those that it imports before it: one text that needs no other."""
    return re.sub(r"^export (?!default)", "", _inlined(name, []), flags=re.MULTILINE)


def _inlined(name: str, held: list[str]) -> str:
    if name in held:
        return ""
    held.append(name)
    text = (HERE / f"{name}.js").read_text(encoding="utf-8")
    needed = "".join(_inlined(other, held) for other in _IMPORT.findall(text))
    return needed + _IMPORT.sub("", text)


@cache
def style() -> str:
    """The style of what moves, in the colours of the figures."""
    text = (HERE / "interactive.css").read_text(encoding="utf-8")
    return coloured(text, COLOURS).replace("var(--blue)", BLUE).replace("var(--sand)", SAND)


class Widget(AnyWidget):
    """A module in a notebook, with what it was told and how its homes are now."""

    settings = Dict().tag(sync=True)
    homes = Unicode().tag(sync=True)

    def __init__(self, name: str, **state: Any) -> None:
        self._esm, self._css = module(name), style()
        super().__init__(**state)
