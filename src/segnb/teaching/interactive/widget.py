"""An interactive in JupyterLab."""

from typing import Any

from anywidget import AnyWidget
from traitlets import Dict, Unicode

from segnb.teaching.interactive.browser_modules import module, style


class Widget(AnyWidget):
    """A module in a notebook, with what it was told and how its homes are now."""

    settings = Dict().tag(sync=True)
    homes = Unicode().tag(sync=True)

    def __init__(self, name: str, **state: Any) -> None:
        self._esm, self._css = module(name), style()
        super().__init__(**state)
