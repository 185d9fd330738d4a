"""Work of many parts that this process and one that is forked from it take in turn."""

import os
from collections.abc import Callable
from typing import TypeVar

from segnb.publish.forkserver import Tell, beside
from segnb.store.ledger import Ledger, enter

T = TypeVar("T")
SIZE = 2  # bytes of a ticket


def in_turn(make: Callable[[int], T], number: int, ledger: Ledger) -> list[T]:
    """What is made of each number below `number`, by whichever of both processes is free.

    Parameters
    ----------
    make
        Makes one part. Of what it does besides, the other process sees files alone.
    ledger
        The one that is open here, which also gets what the other process asks.
    """
    tickets = _tickets(number)
    try:
        with beside(_other, make, tickets, ledger) as result:
            mine = _taken(make, tickets)
            theirs, asked = result()
    finally:
        os.close(tickets)
    enter(asked)
    return [(mine | theirs)[part] for part in range(number)]


def _tickets(number: int) -> int:
    """A pipe with a ticket for each part, in order: who reads it has taken the part."""
    tickets, into = os.pipe()
    os.write(into, b"".join(part.to_bytes(SIZE, "big") for part in range(number)))
    os.close(into)
    return tickets


def _taken(make: Callable[[int], T], tickets: int) -> dict[int, T]:
    made: dict[int, T] = {}
    while ticket := os.read(tickets, SIZE):
        part = int.from_bytes(ticket, "big")
        made[part] = make(part)
    return made


def _other(
    _: Tell, make: Callable[[int], T], tickets: int, ledger: Ledger
) -> tuple[dict[int, T], dict[str, str]]:
    return _taken(make, tickets), ledger.asked
