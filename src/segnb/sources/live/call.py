"""One request to a producer's service, as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Call:
    """A request.

    Attributes
    ----------
    api
        Which service is asked: a key of `ADDRESSES`.
    url
        Full address with its query.
    body
        JSON that is posted; empty for a request that only gets.
    table
        Table, indicator or layer that the answer holds.
    cells
        How many cells the answer is expected to hold.
    detail
        What the reader of the answer needs to know of the request.
    is_json
        Whether the answer must be JSON.
    accept
        Media type that is asked for.
    """

    api: str
    url: str
    body: str = ""
    table: str = ""
    cells: int = 0
    detail: Any = None
    is_json: bool = True
    accept: str = "*/*"

    @property
    def key(self) -> str:
        """Name of the request: the same for the same address and body."""
        return sha256(f"{self.url}\n{self.body}".encode()).hexdigest()


def json_body(content: Mapping[str, Any]) -> str:
    """Body of a request, the same text for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
