"""Numbers of real municipalities that exercises are about, with source and date."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

DATA = files("segnb.teaching") / "data"


@cache
def known() -> Mapping[str, float]:
    """Value by name."""
    held = read_data("known.yml")
    return MappingProxyType({name: entry["value"] for name, entry in held["values"].items()})


@cache
def read_data(name: str) -> Any:
    """A data file of the lessons."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
