"""How each interactive begins in each lesson, from the towns of the lessons."""

from collections.abc import Mapping
from math import gcd
from typing import Any

import numpy as np
import pandas as pd

from segnb.teaching import schelling, towns

Start = tuple[dict[str, Any], str]
DISTRICT, SIDE = 5, 4  # homes a side of a district, districts a side of the town
FEW = (4, 5)  # rows and columns of a district of Fyrstad, whose areas hold fewer homes here


def homes_of(people: np.ndarray, district: tuple[int, int]) -> str:
    """Homes (1 for group A) of a square of districts with so many people of A each.

    Examples
    --------
    >>> homes_of(np.array([[2, 0]]), (1, 2))
    '1100'
    """
    down, across = district
    rows = [
        np.hstack([_scattered(count, down, across) for count in line]) for line in people.tolist()
    ]
    return "".join(map(str, np.vstack(rows).ravel().tolist()))


def _scattered(count: int, down: int, across: int) -> np.ndarray:
    """A district in which the people of A do not all begin in one corner."""
    size = down * across
    step = next(n for n in range(7, 7 + size) if gcd(n, size) == 1) if size > 2 else 1
    homes = np.zeros(size, dtype=int)
    homes[np.arange(count) * step % size] = 1
    return homes.reshape(down, across)


def _of_districts(homes: str, settings: Mapping[str, Any]) -> pd.DataFrame:
    down, across = settings["district"]
    town = _town_of(homes, settings)
    shape = (town.shape[0] // down, down, town.shape[1] // across, across)
    x = town.reshape(shape).sum(axis=(1, 3)).ravel()
    return towns.of_areas([(n, down * across) for n in x.tolist()])


def _pattern(name: str, **size: Any) -> str:
    """A town of the lessons with districts for areas."""
    counts = towns.grid(name, n=SIDE, people=DISTRICT**2, **size).query("group == 'A'")
    return homes_of(counts["count"].to_numpy().reshape(SIDE, SIDE), (DISTRICT, DISTRICT))


def _fyrstad(lesson: int) -> Start:
    """Four areas with the shares of Fyrstad, few enough to count."""
    counts = towns.town("fyrstad").query("group == 'A'")["count"].to_numpy()
    size = FEW[0] * FEW[1]
    people = (counts * size // 100).reshape(2, 2)
    even = np.full((2, 2), people.sum() // 4)
    patterns = {"fyrstad": homes_of(people, FEW), "even": homes_of(even, FEW)}
    shows, tools = (["D", "swaps"], []) if lesson == 1 else (["D", "xPx"], ["more", "swap"])
    settings = {"rows": 2 * FEW[0], "columns": 2 * FEW[1], "district": list(FEW)}
    return settings | {"patterns": patterns, "shows": shows, "tools": tools}, patterns["fyrstad"]


def _patterns(_: int) -> Start:
    """Towns of the same areas that lie in different places."""
    patterns = {name: _pattern(name) for name in ("halves", "checkerboard")}
    patterns |= {"blocks": _pattern("blocks_2"), "random": _pattern("random")}
    return _large(patterns, ["D", "xPx", "H", "SP"], []), patterns["halves"]


def _chance(_: int) -> Start:
    """An even town for a lottery to make uneven."""
    patterns = {"even": _pattern("even", levels=(48,)), "halves": _pattern("halves")}
    return _large(patterns, ["D"], ["swap", "swaps"]), patterns["even"]


def _large(patterns: Mapping[str, str], shows: list[str], tools: list[str]) -> dict[str, Any]:
    homes = DISTRICT * SIDE
    settings = {"rows": homes, "columns": homes, "district": [DISTRICT, DISTRICT]}
    return settings | {"patterns": dict(patterns), "shows": shows, "tools": tools}


def _town(lesson: int) -> Start:
    return {2: _patterns, 3: _chance}.get(lesson, _fyrstad)(lesson)


def _zones(lesson: int) -> Start:
    """Squares of people under borders that move; lesson 6 begins with the large pattern."""
    first = ["checkerboard", "blocks_2", "blocks_4", "halves"]
    names = first[::-1] if lesson == 6 else first
    patterns = {name: towns.town(name).query("group == 'A'")["count"].tolist() for name in names}
    row, col = (part.ravel() for part in np.indices((towns.SIDE, towns.SIDE)))
    zonings = {
        "squares": row * towns.SIDE + col,
        "blocks_2": row // 2 * (towns.SIDE // 2) + col // 2,
        "blocks_4": row // 4 * (towns.SIDE // 4) + col // 4,
        "columns": col,
        "rows": row,
    }
    made = {name: (zone + 1).tolist() for name, zone in zonings.items()}
    settings = {"rows": towns.SIDE, "columns": towns.SIDE, "each": towns.PEOPLE, "most": towns.SIDE}
    start = f"{names[0]}|{','.join(map(str, made['squares']))}"
    return settings | {"patterns": patterns, "zonings": made}, start


def _of_zones(homes: str, settings: Mapping[str, Any]) -> pd.DataFrame:
    pattern, _, zones = homes.partition("|")
    frame = pd.DataFrame({"x": settings["patterns"][pattern], "t": settings["each"]})
    joined = frame.groupby([int(zone) for zone in zones.split(",")]).sum()
    return towns.of_areas(list(zip(joined["x"], joined["t"], strict=True)))


def _schelling(_: int) -> Start:
    """A town by lot, before anybody has moved."""
    before = schelling.run(schelling.WISHES[0], 0).before
    settings: dict[str, Any] = {"rows": schelling.SIDE, "columns": schelling.SIDE}
    settings |= {"block": schelling.BLOCK, "wishes": list(schelling.WISHES), "wish": 0.3}
    return settings, "".join(map(str, before.ravel().tolist()))


def _of_model(homes: str, settings: Mapping[str, Any]) -> pd.DataFrame:
    return schelling.counts(_town_of(homes, settings), settings["block"])


def _town_of(homes: str, settings: Mapping[str, Any]) -> np.ndarray:
    return np.array([int(home) for home in homes]).reshape(settings["rows"], settings["columns"])


STARTS = {"town": _town, "zones": _zones, "schelling": _schelling}
_COUNTS = {"town": _of_districts, "zones": _of_zones, "schelling": _of_model}


def counts_of(name: str, homes: str, settings: Mapping[str, Any]) -> pd.DataFrame:
    """People of each group by area of an interactive as it is, tidy."""
    return _COUNTS[name](homes, settings)
