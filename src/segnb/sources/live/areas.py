"""Which codes of `Region` to ask a table for, as few expressions as will do, and how many areas.

A mask may hold `?` for one character; SCB writes the areas of 2025 with a suffix.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from segnb.vocabulary.areas import DATA, LEVELS, municipalities

NEWEST = 2025
COUNTIES, PLACES = 22, 293  # with the nation; with the three metropolitan regions of some tables
WHOLE_PLACE = "????"
SMALL = ("deso2018", "regso2020", "deso2025", "regso2025")
# Nine DeSO in two hundred were added in 2025; a municipality may have gained more than its share.
GROWTH = 1.25
_MASKS = {
    "municipality": ("{}",),
    "deso2018": ("{}A????", "{}B????", "{}C????"),
    "regso2020": ("{}R???",),
    "deso2025": ("{}?????_DeSO2025",),
    "regso2025": ("{}R???_RegSO2025",),
}


SUFFIXES = {"deso2025": "_DeSO2025", "regso2025": "_RegSO2025"}
_SMALL_CODE = re.compile(r"(.{4}(?:R[\d?]{3}|[ABC?][\d?]{4}))(_\w+)?")


def spelt(expression: str, suffixes: Mapping[str, str]) -> str:
    """An expression for small areas with the endings that the codes of a table have.

    Examples
    --------
    >>> spelt("0114R???", {"regso2020": "_RegSO2020"}), spelt("0114*", {"regso2020": "_RegSO2020"})
    ('0114R???_RegSO2020', '0114*')
    """
    found = _SMALL_CODE.fullmatch(expression)
    if not found:
        return expression
    vintage = (2018, 2025) if found[1][4] != "R" else (2020, 2025)
    level = f"{'deso' if vintage[0] == 2018 else 'regso'}{vintage[bool(found[2])]}"
    return found[1] + suffixes.get(level, SUFFIXES.get(level, ""))


def endings(codes: Iterable[str]) -> dict[str, str]:
    """What the codes of each level end with, among the codes of a table."""
    found: dict[str, set[str]] = {}
    for code in codes:
        small = _SMALL_CODE.fullmatch(code)
        if small:
            family = "regso" if small[1][4] == "R" else "deso"
            year = str(small[2] or "")[-4:] or {"regso": "2020", "deso": "2018"}[family]
            found.setdefault(f"{family}{year}", set()).add(small[2] or "")
    return {level: ends.pop() for level, ends in found.items() if len(ends) == 1}


@dataclass(frozen=True)
class Areas:
    """Some areas of a table: the expressions that select them, and how many they are at most."""

    ask: tuple[str, ...]
    number: int


@cache
def _counts() -> pd.DataFrame:
    with (DATA / "area_counts.csv").open(encoding="utf-8") as handle:
        counts = pd.read_csv(handle, dtype={"municipality": str}).set_index("municipality")
    counts["deso2025"] = (counts["deso2018"] * GROWTH).round().astype(int) + 1
    counts["regso2025"] = (counts["regso2020"] * GROWTH).round().astype(int) + 1
    return counts


@cache
def size(level: str, place: str) -> int:
    """At most how many areas of a level are in a municipality, or in the country (`????`)."""
    if level in SMALL:
        if place != WHOLE_PLACE:
            return int(_counts()[level].get(place, 0))
        return {"deso2025": 6300, "regso2025": 3450}.get(level) or int(_counts()[level].sum())
    return PLACES if place == WHOLE_PLACE else 1


def masks(levels: Iterable[str], place: str) -> Areas:
    """Areas of these levels in a municipality, or in the country (`????`)."""
    chosen = [level for level in levels if level in _MASKS]
    ask = [mask.format(place) for level in chosen for mask in _MASKS[level]]
    return Areas(tuple(ask), sum(size(level, place) for level in chosen))


def everything_in(levels: Iterable[str], place: str) -> Areas:
    """All that begins with the code of a municipality, whatever its level and vintage."""
    chosen = [level for level in levels if level in _MASKS]
    return Areas((f"{place}*",), sum(size(level, place) for level in chosen))


def above(levels: Iterable[str], *, with_places: bool = False) -> Areas:
    """Counties and the nation, and all municipalities where they are wanted."""
    chosen = set(levels)
    wide = Areas(("??",), COUNTIES) if {"county", "nation"} & chosen else Areas((), 0)
    if with_places and "municipality" in chosen:
        return joined([wide, Areas((WHOLE_PLACE,), PLACES)])
    return wide


def joined(parts: Iterable[Areas]) -> Areas:
    """Areas of all parts together."""
    every = list(parts)
    return Areas(tuple(a for part in every for a in part.ask), sum(part.number for part in every))


def eras(levels: Iterable[str], years: Iterable[int]) -> list[tuple[tuple[str, ...], list[int]]]:
    """Years in which the same levels are valid, with those levels."""
    found: dict[tuple[str, ...], list[int]] = {}
    for year in years:
        valid = tuple(x for x in levels if LEVELS[x].first_year <= year <= LEVELS[x].last_year)
        found.setdefault(valid, []).append(year)
    return [(valid, span) for valid, span in found.items() if valid]


def packed(levels: Iterable[str], places: Iterable[str], largest: int) -> list[Areas]:
    """DeSO and RegSO of municipalities, put together into parts of at most `largest` areas.

    The whole country is one part where it fits.
    """
    wanted, chosen = list(places), [level for level in levels if level in SMALL]
    whole = masks(chosen, WHOLE_PLACE)
    if len(wanted) == len(municipalities()) and whole.number <= largest:
        return [whole]
    parts: list[list[Areas]] = [[]]
    number = 0
    for place in wanted:
        one = masks(chosen, place)
        if parts[-1] and number + one.number > largest:
            parts.append([])
            number = 0
        parts[-1].append(one)
        number += one.number
    return [joined(part) for part in parts]
