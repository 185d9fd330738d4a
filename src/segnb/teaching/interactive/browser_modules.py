"""Modules for the browser as one text each, and their style."""

import re
from functools import cache
from importlib.resources import files

from segnb.report.page import theme
from segnb.teaching.lesson_drawing import BLUE, SAND

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
    colours = {name.lower(): getattr(theme, name) for name in COLOURS}
    for name, value in (colours | {"blue": BLUE, "sand": SAND}).items():
        text = text.replace(f"var(--{name})", value)
    return text
