"""Invented names of neighbourhoods and schools, Swedish in sound and found on no map."""

from collections.abc import Iterator
from itertools import cycle, product

TOWN = (
    "Centrum", "Hamnudden", "Kvarnglimma", "Ekgläntan", "Björkmålet", "Tallvreten", "Rönnliden",
    "Lärkmossen", "Stenglimma", "Solvreten", "Fågelbacka", "Bruksudden", "Lindmålet",
    "Klockvreten", "Tornglänta", "Strandmålet", "Norra Skogsglimma", "Södra Skogsglimma",
    "Västra Ängsmålet", "Östra Ängsmålet", "Sjöglimma", "Mårdvreten", "Åsmålet", "Dalglänta",
    "Hagvreten", "Kyrkmålet", "Bergsglimma", "Näsvreten", "Utmarken norra", "Utmarken södra",
)  # fmt: skip
_FIRST = (
    "Al", "Asp", "Bok", "Duv", "En", "Fur", "Gran", "Hassel", "Humle", "Kråk", "Käll", "Ljung",
    "Lom", "Orr", "Pil", "Ripa", "Råg", "Skat", "Slån", "Syren", "Trast", "Uggle", "Vass", "Vide",
)  # fmt: skip
_LAST = ("glimma", "målet", "vreten", "gläntan", "tunet", "mosaiken", "kransen", "höjden")


def neighbourhoods() -> Iterator[str]:
    """Names without end, each new until all are used."""
    pairs = sorted(product(range(len(_FIRST)), range(len(_LAST))), key=_scatter)
    return cycle(_FIRST[first] + _LAST[last] for first, last in pairs)


def _scatter(pair: tuple[int, int]) -> int:
    first, last = pair
    return (first * 37 + last * 101) % 191
