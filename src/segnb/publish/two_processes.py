"""Work of many parts that this process and one that is forked from it take in turn."""

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

from segnb.publish.forkserver import Tell, beside
from segnb.store.ledger import Ledger, enter

T = TypeVar("T")
Part = Callable[[], T]
SIZE = 2  # bytes of a ticket


def in_turn(parts: Sequence[Part[T]], ledger: Ledger) -> list[T]:
    """What each part gives, made by whichever of both processes is free.

    Parameters
    ----------
    parts
        Of what one does besides, the other process sees files alone.
    ledger
        The one that is open here, which also gets what the other process asks.
    """
    tickets = _tickets(len(parts))
    try:
        with beside(_other, parts, tickets, ledger) as result:
            mine = _taken(parts, tickets)
            theirs, asked = result()
    finally:
        os.close(tickets)
    enter(asked)
    return [made for _, made in sorted((mine | theirs).items())]


def _tickets(number: int) -> int:
    """A pipe with a ticket for each part, in order: who reads it has taken the part."""
    tickets, into = os.pipe()
    os.write(into, b"".join(part.to_bytes(SIZE, "big") for part in range(number)))
    os.close(into)
    return tickets


def _taken(parts: Sequence[Part[T]], tickets: int) -> dict[int, T]:
    made: dict[int, T] = {}
    while ticket := os.read(tickets, SIZE):
        number = int.from_bytes(ticket, "big")
        made[number] = parts[number]()
    return made


def _other(
    _: Tell, parts: Sequence[Part[T]], tickets: int, ledger: Ledger
) -> tuple[dict[int, T], dict[str, str]]:
    return _taken(parts, tickets), ledger.asked
