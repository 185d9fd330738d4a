"""Docstrings are numpydoc with roles of reStructuredText; the site is Markdown."""

import re
from inspect import Parameter, getdoc, signature
from typing import Any

import griffe

from segnb import measures

DIRECTIVE = re.compile(r"^( *)\.\. math::((?: .*)?\n?(?:(?:\1 +.*)?\n)*?)(?=\1\S|\Z)", re.M)
FUNCTION = re.compile(r":func:`~?(?:segnb\.measures\.)?(\w+)`")
INLINE = re.compile(r":math:`([^`]+)`")


def markdown(docstring: str) -> str:
    """The same docstring with formulas and references as Markdown has them."""
    text = DIRECTIVE.sub(_block, docstring)
    text = INLINE.sub(lambda found: rf"\({found.group(1)}\)", text)
    return FUNCTION.sub(lambda found: f"[`{found[1]}`][{address(found[1])}]", text)


def address(name: str) -> str:
    """Where a public name is defined: a module may have the name of its function."""
    return f"{getattr(measures, name).__module__}.{name}"


def _block(found: re.Match[str]) -> str:
    indent, formula = found.group(1), " ".join(found.group(2).split())
    return f"{indent}\\[\n{indent}{formula}\n{indent}\\]\n\n"


class NumpydocAsMarkdown(griffe.Extension):
    """Takes measures as they are when called, since decorators complete them, as Markdown."""

    def on_function(self, *, func: griffe.Function, **_: Any) -> None:
        """Griffe calls this for each function that it reads."""
        public = getattr(measures, func.name, None)
        if getattr(public, "__module__", "") != func.module.path:
            return
        func.parameters = griffe.Parameters(*map(_parameter, signature(public).parameters.values()))
        func.docstring = griffe.Docstring(markdown(getdoc(public) or ""), parent=func)

    def on_class(self, *, cls: griffe.Class, **_: Any) -> None:
        """Griffe calls this for each class that it reads."""
        if cls.docstring and cls.name in measures.__all__:
            cls.docstring.value = markdown(cls.docstring.value)


def _parameter(one: Parameter) -> griffe.Parameter:
    kind = griffe.ParameterKind(one.kind.description)
    default = None if one.default is Parameter.empty else repr(one.default)
    return griffe.Parameter(one.name, kind=kind, default=default)
