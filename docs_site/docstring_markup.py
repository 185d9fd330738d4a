"""Docstrings are numpydoc with roles of reStructuredText; the site is Markdown."""

import re
from typing import Any

import griffe

DIRECTIVE = re.compile(r"^( *)\.\. math::((?: .*)?\n?(?:(?:\1 +.*)?\n)*?)(?=\1\S|\Z)", re.M)
FUNCTION = re.compile(r":func:`~?(?:segnb\.measures\.)?(\w+)`")
INLINE = re.compile(r":math:`([^`]+)`")


def markdown(docstring: str) -> str:
    """The same docstring with formulas and references as Markdown has them."""
    text = DIRECTIVE.sub(_block, docstring)
    text = INLINE.sub(lambda found: rf"\({found.group(1)}\)", text)
    return FUNCTION.sub(lambda found: f"[`{found[1]}`][segnb.measures.{found[1]}]", text)


def _block(found: re.Match[str]) -> str:
    indent, formula = found.group(1), " ".join(found.group(2).split())
    return f"{indent}\\[\n{indent}{formula}\n{indent}\\]\n\n"


class NumpydocAsMarkdown(griffe.Extension):
    """Turns every docstring while the source is read."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Griffe calls this for each module, class and function."""
        if obj.docstring:
            obj.docstring.value = markdown(obj.docstring.value)
