"""The towns once more, measure by measure from the formulas as they are printed, to 1e-12."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from test_towns import GRIDS, IDS

from segnb import measures as m
from segnb.teaching import towns

REACHES = (500, 1000, 2000)
Grid = list[tuple[int, int, int, int]]  # row, column, people of A, all people


def areas(counts: pd.DataFrame) -> Grid:
    whole = counts.groupby(["row", "col"])["count"].sum()
    ours = counts[counts["group"] == "A"].set_index(["row", "col"])["count"]
    return [(row, col, int(ours[row, col]), int(n)) for (row, col), n in whole.items()]


def gini(grid: Grid) -> Fraction:
    """Mean gap between the shares of two people, over what it could be at most."""
    T, X = sum(t for *_, t in grid), sum(x for *_, x, _ in grid)
    P = Fraction(X, T)
    gaps = sum(
        s * t * abs(Fraction(x, t) - Fraction(y, s)) for *_, x, t in grid for *_, y, s in grid
    )
    return gaps / (2 * T * T * P * (1 - P))


def entropy(p: float) -> float:
    return -sum(q * math.log(q) for q in (p, 1 - p) if q > 0)


def theil(grid: Grid) -> float:
    T, X = sum(t for *_, t in grid), sum(x for *_, x, _ in grid)
    E = entropy(X / T)
    return sum(t * (E - entropy(x / t)) for *_, x, t in grid) / (T * E)


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Kilometres between the middles of two squares of a kilometre."""
    return math.hypot(one[0] - other[0], one[1] - other[1])


def proximity(grid: Grid) -> float:
    """White's SP, kilometres and .6 of a square's side to itself."""

    def mean(a: list[int], b: list[int]) -> float:
        near = sum(
            a[i] * b[j] * math.exp(-(distance(grid[i], grid[j]) if i != j else 0.6))
            for i in range(len(grid)) for j in range(len(grid)) if a[i] and b[j]
        )  # fmt: skip
        return near / (sum(a) * sum(b))

    x, t = [x for *_, x, _ in grid], [t for *_, t in grid]
    y = [whole - part for whole, part in zip(t, x, strict=True)]
    return (sum(x) * mean(x, x) + sum(y) * mean(y, y)) / (sum(t) * mean(t, t))


def spatial_d(grid: Grid, reach: float) -> float:
    """D of surroundings in which people count by a normal curve of this reach in metres."""
    T, X = sum(t for *_, t in grid), sum(x for *_, x, _ in grid)
    P, total = X / T, 0.0
    for here in grid:
        weights = [math.exp(-((1000 * distance(here, there)) ** 2) / (2 * reach**2))
                   for there in grid]  # fmt: skip
        around = sum(w * t for w, (*_, t) in zip(weights, grid, strict=True))
        share = sum(w * x for w, (*_, x, _) in zip(weights, grid, strict=True)) / around
        total += here[3] * abs(share - P)
    return total / (2 * T * P * (1 - P))


def moran(grid: Grid) -> float:
    """Moran's I of the shares, over sides that are shared, each row of weights adding up to one."""
    share = {(row, col): x / t for row, col, x, t in grid}
    mean = sum(share.values()) / len(share)
    top = 0.0
    for (row, col), value in share.items():
        beside = [(row + 1, col), (row - 1, col), (row, col + 1), (row, col - 1)]
        there = [share[place] - mean for place in beside if place in share]
        top += (value - mean) * sum(there) / len(there)
    return top / sum((value - mean) ** 2 for value in share.values())


def blocks_d(grid: Grid, size: int) -> Fraction:
    """D of blocks of size x size squares."""
    X, T = sum(x for *_, x, _ in grid), sum(t for *_, t in grid)
    found: dict[tuple[int, int], list[int]] = {}
    for row, col, x, t in grid:
        block = found.setdefault((row // size, col // size), [0, 0])
        block[0], block[1] = block[0] + x, block[1] + t
    return sum(abs(Fraction(x, X) - Fraction(t - x, T - X)) for x, t in found.values()) / 2


def one(function, counts: pd.DataFrame, *more) -> float:
    return function(counts, "A", *more)["estimate"].item()


@pytest.mark.parametrize("row", GRIDS, ids=IDS)
def test_the_measures_are_those_of_the_formulas(row: tuple) -> None:
    counts = towns.town(row[0], levels=row[1])
    grid, place = areas(counts), towns.places(counts)
    assert one(m.gini, counts) == pytest.approx(float(gini(grid)), abs=1e-12)
    assert one(m.entropy_index, counts) == pytest.approx(theil(grid), abs=1e-12)
    assert one(m.spatial_proximity, counts, place) == pytest.approx(proximity(grid), abs=1e-12)
    found = m.spatial_indices(counts, place, REACHES)
    of_d = found[found["measure"] == "spatial_dissimilarity"]["estimate"].tolist()
    assert of_d == pytest.approx([spatial_d(grid, reach) for reach in REACHES], abs=1e-12)
    for size in (2, 4):
        joined = one(m.dissimilarity, towns.blocks(counts, size))
        assert joined == pytest.approx(float(blocks_d(grid, size)), abs=1e-12)


@pytest.mark.parametrize("row", [row for row in GRIDS if row[8] is not None])
def test_morans_i_is_that_of_the_formula(row: tuple) -> None:
    pytest.importorskip("esda", reason="needs esda: pip install 'segnb[spatial]'")
    counts = towns.town(row[0], levels=row[1])
    share = m.shares(counts, "A").set_index("unit")["share"]
    found = m.morans_i(share, towns.neighbours(counts), permutations=1)["estimate"]
    assert found == pytest.approx(moran(areas(counts)), abs=1e-9)


def test_halves_by_columns_have_their_gini_from_the_curve() -> None:
    """The gradient's Gini from its Lorenz curve: twice the area to the diagonal."""
    grid = areas(towns.town("gradient"))
    X, T = sum(x for *_, x, _ in grid), sum(t for *_, t in grid)
    points = [(Fraction(0), Fraction(0))]
    for *_, x, t in sorted(grid, key=lambda area: Fraction(area[2], area[3])):
        points.append((points[-1][0] + Fraction(t - x, T - X), points[-1][1] + Fraction(x, X)))
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(points))
    assert gini(grid) == 1 - 2 * area == Fraction(103, 160)


def test_three_groups_have_their_own_measures_and_contributions() -> None:
    found = m.local_segregation(towns.town("tre_grupper")).set_index("group")
    known = {"high": (0.1740, 0.4, 0.0696), "middle": (0.0283, 0.3, 0.0085),
             "low": (0.1874, 0.3, 0.0562)}  # fmt: skip
    for group, (own, share, adds) in known.items():
        row = found.loc[group]
        assert row["estimate"] == pytest.approx(own, abs=5.1e-5)
        assert row["share"] == pytest.approx(share, abs=1e-12)
        assert row["estimate"] * row["share"] == pytest.approx(adds, abs=5.1e-5)


def test_rad_keeps_its_part_between_the_halves() -> None:
    rad = towns.town("rad")
    halves = rad.assign(half=rad["unit"].map(dict(zip("abcd", "1122", strict=True))))
    parts = m.nested(halves, ["half", "unit"]).query("measure == 'entropy_index'")
    between, _, whole = parts["estimate"]
    assert 100 * between / whole == pytest.approx(77.3, abs=0.05)


@pytest.mark.parametrize(
    ("group", "mean", "low", "high"),
    [(20, 0.359, 0.20, 0.51), (60, 0.222, 0.14, 0.31), (200, 0.128, 0.09, 0.18),
     (1000, 0.078, 0.05, 0.11)],
)  # fmt: skip
def test_many_lotteries_give_what_chance_gives(
    group: int, mean: float, low: float, high: float
) -> None:
    rng = np.random.default_rng(towns.SEED)
    x = rng.multivariate_hypergeometric([100] * 20, group, size=2000)
    D = np.abs(x / group - (100 - x) / (2000 - group)).sum(axis=1) / 2
    assert D.mean() == pytest.approx(mean, abs=0.004)
    found = np.quantile(D, [0.025, 0.975])
    step = 1.05 / group  # what one home more or less makes of D
    assert found == pytest.approx([low, high], abs=max(0.011, step))
