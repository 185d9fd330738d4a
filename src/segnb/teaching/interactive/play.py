"""One interactive of a lesson: a widget in JupyterLab, a place to mount it in a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from segnb.teaching.interactive.start_towns import counts_of
from segnb.teaching.lesson_words import Passage
from segnb.teaching.towns import read_data

if TYPE_CHECKING:
    from segnb.teaching.interactive.widget import Widget


@dataclass(frozen=True)
class Play:
    """Something to try, below what the lesson says about it.

    Parameters
    ----------
    name
        Name of its module.
    passage
        What to do with it.
    settings
        What the module is told, apart from its words.
    homes
        A sign for each home or square: how it begins.
    """

    name: str
    passage: Passage
    settings: Mapping[str, Any]
    homes: str

    @cached_property
    def told(self) -> dict[str, Any]:
        """Settings with the words of the language."""
        words = read_data(f"{self.passage.lang}/interactive.yml")
        return dict(self.settings) | {"words": words, "lang": self.passage.lang}

    @property
    def html(self) -> str:
        """What the lesson says, and the place where a page mounts the module."""
        start = json.dumps({"settings": self.told, "homes": self.homes}, ensure_ascii=False)
        attributes = f'class="segnb-mount" data-module="{self.name}" data-start="{escape(start)}"'
        return f"{self.passage.html}<div {attributes}></div>"

    @cached_property
    def widget(self) -> "Widget":
        """The interactive as a widget; changes in the browser come back to it."""
        from segnb.teaching.interactive.widget import Widget

        settings = self.told | {"intro": self.passage.html}
        return Widget(self.name, settings=settings, homes=self.homes)

    @property
    def counts(self) -> pd.DataFrame:
        """The town as it is now, tidy: ``unit, group, count``."""
        return counts_of(self.name, self.widget.homes, self.settings)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        view = self.widget._repr_mimebundle_()
        shown = view[0] if isinstance(view, tuple) else view or {}
        return shown | self.passage._repr_mimebundle_()
