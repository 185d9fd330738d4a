"""What lessons say: words as data, numbers computed, tables; shown as a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import mistune
import pandas as pd

from segnb.report.page import theme
from segnb.teaching.exercises import formatted
from segnb.teaching.own_numbers import DRAWS, Random
from segnb.teaching.towns import DATA, read_data
from segnb.vocabulary.areas import find_municipality
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
    text = (DATA / "lesson.css").read_text(encoding="utf-8")
    for name in ("TEXT", "TEXT_SECONDARY", "OWN", "OWN_BAND", "BREAK", "RULE", "PANEL", "WHITE"):
        text = text.replace(f"var(--{name.lower()})", getattr(theme, name))
    return text


MOST_ROWS = 12


def html_table(frame: pd.DataFrame, language: Language, more: str) -> str:
    """Frame as an HTML table, its first rows only; `more` says how many `{rows}` there are."""
    heads = "".join(_head(str(name), frame[name]) for name in frame.columns)
    rows = (
        "".join(_cell(value, language) for value in row)
        for row in frame.head(MOST_ROWS).itertuples(index=False)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    told = escape(more.format(rows=language.number(len(frame))))
    rest = f"<p><small>{told}</small></p>" if len(frame) > MOST_ROWS else ""
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _head(name: str, column: pd.Series) -> str:
    word = "" if pd.api.types.is_numeric_dtype(column) else ' class="segnb-word"'
    return f'<th scope="col"{word}>{escape(name)}</th>'


def _cell(value: object, language: Language) -> str:
    if isinstance(value, float) and pd.isna(value):
        return "<td>–</td>"
    if pd.api.types.is_number(value) and not isinstance(value, bool):
        return f"<td>{escape(str(formatted(float(value), language)))}</td>"  # type: ignore[arg-type]
    return f'<td class="segnb-word">{escape(str(value))}</td>'


def grants_table(say: Callable[..., str], language: Language) -> str:
    """Grants to municipalities as they were printed, with nothing mended or marked."""
    held = DRAWS["grants"](Random(0))
    names = ("code", "municipality", "first", "second")
    classes = dict.fromkeys(names[:2], ' class="segnb-word"')
    heads = "".join(
        f'<th scope="col"{classes.get(name, "")}>{escape(say(f"grants.{name}"))}</th>'
        for name in names
    )
    body = "".join(
        f'<tr><td>{code}</td><td class="segnb-word">{escape(find_municipality(code).name)}</td>'
        f"<td>{language.number(before)}</td><td>{escape(printed)}</td></tr>"
        for (code, before, _), printed in zip(held["rows"], held["printed"], strict=True)
    )
    caption = f"<caption>{escape(say('grants.caption'))}</caption>"
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
