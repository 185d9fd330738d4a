"""Invented names of neighbourhoods and schools, Swedish in sound and found on no map."""

from collections.abc import Iterator
from itertools import cycle, product

from segnb.sources.demo.settlement import TABLES

TOWN: list[str] = TABLES["town"]


def neighbourhoods() -> Iterator[str]:
    """Names without end, each new until all are used."""
    firsts, lasts = TABLES["first"], TABLES["last"]
    pairs = product(range(len(firsts)), range(len(lasts)))
    # neither the first nor the last part of a name repeats at once
    scattered = sorted(pairs, key=lambda pair: (pair[0] * 37 + pair[1] * 101) % 191)
    return cycle(firsts[first] + lasts[last] for first, last in scattered)
