"""Entries of data files: an entry stays as it is read, and an unknown key is a fault."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from segnb.vocabulary.strict_yaml import load


class Strict(BaseModel):
    """Data that takes no key that it does not know, and that stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Entry = TypeVar("Entry", bound=Strict)


def read_entries(
    kind: type[Entry], texts: Mapping[str, str], *by: str, twice: str = "stands twice"
) -> dict[Any, Entry]:
    """Entries of YAML texts, by the fields that no two share; a fault names file and last field."""
    found: dict[Any, Entry] = {}
    for file, text in texts.items():
        for raw in load(text) or []:
            try:
                entry = kind.model_validate(raw)
            except ValidationError as error:
                name = raw.get(by[-1], "?") if isinstance(raw, dict) else repr(raw)
                raise ValueError(f"{file}, {name}: {error}") from error
            own = attrgetter(*by)(entry)
            if own in found:
                raise ValueError(f"{file}: {getattr(entry, by[-1])} {twice}")
            found[own] = entry
    return found
