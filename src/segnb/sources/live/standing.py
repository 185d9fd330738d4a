"""How a service has answered lately, and when it is of no use to ask it any more."""

from dataclasses import dataclass

from segnb.sources.live.answer import Refused, Unreachable
from segnb.vocabulary.errors import SourceUnavailable

AWAY_IN_A_ROW = 2
BLOCKED_IN_A_ROW = 3
REFUSED_IN_A_ROW = 25


@dataclass
class Standing:
    """Faults of one service since it last answered.

    Attributes
    ----------
    away, blocked, refused
        Requests for which there was no answer, that were refused because of who asks, and that
        were refused for whatever reason.
    of_several_hosts
        Whether its files lie on several hosts, of which one may be away and the others not.
    """

    of_several_hosts: bool = False
    away: int = 0
    blocked: int = 0
    refused: int = 0

    def answered(self) -> None:
        """Forget the faults before an answer."""
        self.away = self.blocked = self.refused = 0

    def verdict(self, error: Exception) -> Exception | None:
        """Why the service is not asked any more after this fault; None if it still is."""
        self.away += isinstance(error, SourceUnavailable)
        if isinstance(error, Refused):
            self.refused += 1
            self.blocked += error.is_block
        if self.of_several_hosts:
            return None
        if isinstance(error, Unreachable) or self.away >= AWAY_IN_A_ROW:
            return error
        if self.blocked >= BLOCKED_IN_A_ROW:
            return _stopped(error, self.blocked)
        return _stopped(error, self.refused) if self.refused >= REFUSED_IN_A_ROW else None


def _stopped(error: Exception, times: int) -> Refused:
    """The refusal that ends the asking, with what to do."""
    status, title = (error.status, error.title) if isinstance(error, Refused) else (0, "")
    return Refused(
        f"{error} It has refused {times} requests in a row and is not asked any more: wait a day, "
        "then fetch again; if it still refuses, write to the producer.",
        status,
        title,
    )
