"""One request to a producer's service, as data, and how often a server may be asked."""

import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

SEARCH = "search for "  # before the name of a table that is looked for
# Calls in seconds. No number is published but SCB's, which is read from its /config.
RATES = {
    "scb": (3, 1.0),
    "kolada": (5, 1.0),
    "geodata": (2, 1.0),
    "folkhalsa": (10, 10.0),
    "skolverket": (1, 1.0),
    "files": (2, 1.0),
}


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


@dataclass
class Limit:
    """At most so many calls in any window of so many seconds.

    A call counts from the moment at which its answer has come, not from when it was sent: the
    server saw it before that, so that no window on the server's clock can hold one call more,
    however unevenly the network delays them.
    """

    calls: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _ended: deque[float] = field(default_factory=deque)

    def wait(self) -> None:
        """Wait until one more call is allowed."""
        while len(self._ended) >= self.calls:
            left = self._ended[0] + self.seconds - self.clock()
            if left > 0:
                self.sleep(left)
            self._ended.popleft()

    def count(self) -> None:
        """Count a call that has just ended."""
        self._ended.append(self.clock())

    def took_over(self, other: "Limit") -> None:
        """Count the calls that another limit of the same server has counted."""
        self._ended.extend(other._ended)
