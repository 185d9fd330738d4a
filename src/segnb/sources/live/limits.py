"""Staying within a server's limit of calls in a window of time."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


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
