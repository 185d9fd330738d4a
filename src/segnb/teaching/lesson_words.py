"""What lessons say: words as data, numbers computed, shown as a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import mistune

from segnb.report.page import theme
from segnb.teaching.exercises import formatted
from segnb.teaching.towns import DATA, read_data
from segnb.vocabulary.i18n import Lang, Language


@dataclass(frozen=True)
class Passage:
    """A piece of a lesson: Markdown with its numbers filled in, shown as HTML."""

    text: str
    lang: Lang
    kind: str = "text"

    @property
    def html(self) -> str:
        """The passage as HTML, with its language."""
        inner = mistune.html(self.text)
        return f'<div class="segnb-lesson segnb-{self.kind}" lang="{self.lang}">{inner}</div>'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"text/html": self.html, "text/plain": self.text}


@dataclass(frozen=True)
class Picture:
    """A figure of a lesson with its caption and what it shows in words."""

    svg: str
    alt: str
    caption: str
    lang: Lang

    @property
    def html(self) -> str:
        """The figure as HTML; a screen reader hears the text in its place."""
        shown = self.svg[self.svg.index("<svg") :]
        image = (
            f'<div class="segnb-picture" role="img" aria-label="{escape(self.alt)}">{shown}</div>'
        )
        caption = f"<figcaption>{escape(self.caption)}</figcaption>"
        return f'<figure class="segnb-lesson" lang="{self.lang}">{image}{caption}</figure>'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"text/html": self.html, "text/plain": f"{self.caption}\n{self.alt}"}


@cache
def words_of(number: int, lang: Lang) -> Mapping[str, Any]:
    """Words of a lesson by key."""
    return read_data(f"{lang}/lesson_{number:02}.yml")


def fill(text: str, values: Mapping[str, Any], language: Language) -> str:
    """Text with its numbers as the language writes them."""
    return text.format(**{name: formatted(value, language) for name, value in values.items()})


@cache
def style_sheet() -> str:
    """How a lesson looks, in the colours of the report."""
    names = ("TEXT", "TEXT_SECONDARY", "OWN", "OWN_BAND", "BREAK", "RULE", "PANEL", "WHITE")
    return coloured((DATA / "lesson.css").read_text(encoding="utf-8"), names)


def coloured(style: str, names: Iterable[str]) -> str:
    """A style sheet with colours of the theme, by their names, in the place of its variables."""
    for name in names:
        style = style.replace(f"var(--{name.lower()})", getattr(theme, name))
    return style
