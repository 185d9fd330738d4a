"""What every kind of block has in common: its structure, and how a cell shows it."""

import json
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from segnb.vocabulary.i18n import Lang

MIME = "application/vnd.segnb.block+json"


@dataclass(frozen=True)
class Block:
    """What a cell shows; its structure is its fields. `lang` is that of its words."""

    lang: Lang = field(default="sv", kw_only=True)

    def structure(self) -> dict[str, Any]:
        """The block as plain data with its kind, as `publish` reads it."""
        text = json.dumps(fields_of(self), default=fields_of)
        return {"block": type(self).__name__, **json.loads(text)}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        from segnb.report.page.block_html import block_html

        structure = self.structure()
        return {
            "text/html": block_html(structure),
            MIME: structure,
            "text/plain": f"<{type(self).__name__}>",
        }


def fields_of(part: Any) -> dict[str, Any]:
    """Fields of a block or of a part of one."""
    if not is_dataclass(part):
        raise TypeError(f"{part!r} is nothing that a block can hold")
    return {one.name: getattr(part, one.name) for one in fields(part)}
