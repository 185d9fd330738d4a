"""Towns whose measures are known exactly, for lessons and for the tests of the measures.

A town is a tidy frame as `segnb.measures` takes it: ``unit, group, count``. A town on a grid has
``row`` and ``col`` too, counted from 0 in the north-west corner, and `places` says where its
areas lie. The groups are A and B, except in towns of three groups.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache, reduce
from importlib.resources import files
from operator import getitem
from typing import Any

import numpy as np
import pandas as pd
import yaml

SIDE, PEOPLE, CELL = 8, 100, 1000.0
SEED = 2026
DATA = files("segnb.teaching") / "data"
Pattern = Callable[[np.ndarray, np.ndarray, int], np.ndarray]


@cache
def read_data(name: str) -> Any:
    """A data file of the lessons."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def entry_at(data: Any, key: str) -> Any:
    """What stands in nested data under a key with dots."""
    return reduce(getitem, key.split("."), data)


def _ring(row: np.ndarray, col: np.ndarray, n: int) -> np.ndarray:
    """Steps from the edge of the town."""
    return np.minimum.reduce([row, col, n - 1 - row, n - 1 - col])


# Which of its levels each area has, by row and column.
_PATTERNS: dict[str, tuple[tuple[float, ...], Pattern]] = {
    "even": ((50,), lambda r, c, n: r * 0),  # noqa: ARG005
    "halves": ((80, 20), lambda r, c, n: (c >= n // 2).astype(int)),  # noqa: ARG005
    "checkerboard": ((80, 20), lambda r, c, n: (r + c) % 2),  # noqa: ARG005
    "blocks_2": ((80, 20), lambda r, c, n: (r // 2 + c // 2) % 2),  # noqa: ARG005
    "blocks_4": ((80, 20), lambda r, c, n: (r // 4 + c // 4) % 2),  # noqa: ARG005
    "gradient": ((5, 20, 35, 45, 55, 65, 80, 95), lambda r, c, n: c * 8 // n),  # noqa: ARG005
    "ring": ((20, 50, 80), lambda r, c, n: np.minimum(_ring(r, c, n), 2)),
    "edge": ((80, 20), lambda r, c, n: np.minimum(_ring(r, c, n), 1)),
    "quarter": ((80, 20), lambda r, c, n: 1 - (r < n // 2) * (c < n // 2)),
}
GRIDS = (*_PATTERNS, "random")
_ROWS, _YEARS, _THREE = (read_data("towns.yml")[kind] for kind in ("rows", "years", "three"))
THREE = ("high", "middle", "low")
NAMES = (*GRIDS, *_ROWS, *_YEARS, *_THREE)


def town(name: str, *, times: int = 1, **size: object) -> pd.DataFrame:
    """A town by its name.

    Parameters
    ----------
    name
        One of `NAMES`.
    times
        How many times as many people a town that is no grid has.
    size
        `n`, `people`, `levels` (and `seed` for ``random``) of a town on a grid, as in `grid`.

    Returns
    -------
    DataFrame
        ``unit, group, count``; on a grid also ``row, col``; in two years also ``year``.

    Raises
    ------
    ValueError
        There is no such town, or people would have to be parted.

    Examples
    --------
    >>> town("fyrstad")["count"].tolist()
    [40, 60, 30, 70, 20, 80, 10, 90]
    """
    if name in GRIDS:
        return grid(name, **size)  # type: ignore[arg-type]
    if name in _ROWS:
        return of_areas([(x * times, t * times) for x, t in _ROWS[name]])
    if name in _YEARS:
        scaled = ([(x * times, t * times) for x, t in year] for year in _YEARS[name])
        return pd.concat(
            [of_areas(year).assign(year=i) for i, year in enumerate(scaled, 1)], ignore_index=True
        )
    if name in _THREE:
        return of_groups([[n * times for n in area] for area in _THREE[name]], THREE)
    raise ValueError(f"there is no town {name!r}; there are {', '.join(NAMES)}")


def of_areas(areas: Sequence[tuple[float, float]]) -> pd.DataFrame:
    """Town of areas a, b, c … from people of group A and all people of each.

    Examples
    --------
    >>> of_areas([(40, 100)]).to_numpy().tolist()
    [['a', 'A', 40], ['a', 'B', 60]]
    """
    return of_groups([(x, t - x) for x, t in areas], ("A", "B"))


def of_groups(areas: Sequence[Sequence[float]], groups: Sequence[str]) -> pd.DataFrame:
    """Town of areas a, b, c … from the people of each group in each."""
    rows = [
        (chr(ord("a") + at), group, count)
        for at, area in enumerate(areas)
        for group, count in zip(groups, area, strict=True)
    ]
    return pd.DataFrame(rows, columns=["unit", "group", "count"])


def grid(
    name: str,
    *,
    n: int = SIDE,
    people: int = PEOPLE,
    levels: Sequence[float] | None = None,
    seed: int = SEED,
) -> pd.DataFrame:
    """Town of n × n areas.

    Parameters
    ----------
    name
        One of `GRIDS`.
    n
        Areas a side.
    people
        In each area.
    levels
        Per cent of group A; as many as the pattern has by itself.
    seed
        Of the ``random`` town, where the people of A get homes by chance.

    Raises
    ------
    ValueError
        The pattern is unknown, has another number of levels, or parts a person.
    """
    row, col = (part.ravel() for part in np.indices((n, n)))
    if name == "random":
        level = levels[0] if levels else 50
        everybody = _whole(np.array([level / 100 * people * n * n]))[0]
        rng = np.random.default_rng(seed)
        count = rng.multivariate_hypergeometric([people] * (n * n), everybody)
        return on_grid(count.reshape(n, n), people)
    if name not in _PATTERNS:
        raise ValueError(f"there is no town {name!r} on a grid; there are {', '.join(GRIDS)}")
    usual, pattern = _PATTERNS[name]
    given = np.asarray(usual if levels is None else levels, dtype=float)
    if given.size != len(usual):
        raise ValueError(f"the town {name} has {len(usual)} levels, not {given.size}")
    count = _whole(given[pattern(row, col, n)] * people / 100)
    return on_grid(count.reshape(n, n), people)


def on_grid(count: np.ndarray, people: int = PEOPLE) -> pd.DataFrame:
    """Town of a square of counts: people of group A in each area of as many people.

    Examples
    --------
    >>> on_grid(np.array([[100, 0], [0, 100]])).query("group == 'A'")["count"].tolist()
    [100, 0, 0, 100]
    """
    row, col = (part.ravel() for part in np.indices(count.shape))
    areas = pd.DataFrame({"unit": [f"{r + 1}-{c + 1}" for r, c in zip(row, col, strict=True)]})
    areas["A"], areas["row"], areas["col"] = count.ravel(), row, col
    areas["B"] = people - areas["A"]
    tidy = areas.melt(["unit", "row", "col"], ["A", "B"], var_name="group", value_name="count")
    return tidy.sort_values(["row", "col", "group"], ignore_index=True)[
        ["unit", "group", "count", "row", "col"]
    ]


def _whole(people: np.ndarray) -> np.ndarray:
    rounded = np.rint(people)
    if not np.allclose(rounded, people, atol=1e-9):
        raise ValueError("the levels would part a person: take other levels or more people")
    return rounded.astype(int)


def places(counts: pd.DataFrame, cell: float = CELL) -> pd.DataFrame:
    """Where the areas of a grid lie: ``unit, x, y`` in metres and ``area`` in square metres."""
    units = counts.drop_duplicates("unit")
    found = {"x": (units["col"] + 0.5) * cell, "y": -(units["row"] + 0.5) * cell, "area": cell**2}
    return pd.DataFrame({"unit": units["unit"], **found}).reset_index(drop=True)


def neighbours(counts: pd.DataFrame) -> pd.DataFrame:
    """Areas of a grid that share a side (rook), as edges ``unit, neighbour, weight``."""
    units = counts.drop_duplicates("unit")[["unit", "row", "col"]]
    pairs = units.merge(units, how="cross", suffixes=("", "_other"))
    apart = (pairs["row"] - pairs["row_other"]).abs() + (pairs["col"] - pairs["col_other"]).abs()
    edges = pairs[apart == 1].rename(columns={"unit_other": "neighbour"})
    return edges[["unit", "neighbour"]].assign(weight=1.0).reset_index(drop=True)


def blocks(counts: pd.DataFrame, size: int) -> pd.DataFrame:
    """Town on a grid with its areas joined into blocks of size × size."""
    joined = counts.assign(row=counts["row"] // size, col=counts["col"] // size)
    joined["unit"] = (joined["row"] + 1).astype(str) + "-" + (joined["col"] + 1).astype(str)
    return joined.groupby(["unit", "row", "col", "group"], as_index=False, sort=False)[
        "count"
    ].sum()


def joined(counts: pd.DataFrame, unions: Sequence[str]) -> pd.DataFrame:
    """Town with areas joined: ``["ab", "cd"]`` makes two areas of four.

    Examples
    --------
    >>> joined(town("rad"), ["ab", "cd"])["count"].tolist()
    [140, 60, 60, 140]
    """
    union = {unit: whole for whole in unions for unit in whole}
    return (
        counts.assign(unit=counts["unit"].map(union))
        .groupby(["unit", "group"], as_index=False)["count"]
        .sum()
    )


def swaps(counts: pd.DataFrame, group: str = "A") -> Fraction:
    """Swaps of homes until every area has the same share of a group, area sizes kept.

    Examples
    --------
    >>> swaps(town("fyrstad"))
    Fraction(20, 1)
    """
    table = counts.pivot_table(index="unit", columns="group", values="count", aggfunc="sum")
    total, ours = table.sum(axis=1), table[group]
    share = Fraction(int(ours.sum()), int(total.sum()))
    gaps = (abs(int(x) - int(t) * share) for x, t in zip(ours, total, strict=True))
    return sum(gaps, Fraction(0)) / 2
