"""Schelling's model of homes, with the index that the other lessons use."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from segnb import measures as m
from segnb.teaching import towns

SIDE, BLOCK, EMPTY, ROUNDS = 20, 5, 0.1, 200
WISHES = (0.0, 0.2, 0.3, 0.375, 0.5, 0.625, 0.75)
OFFSETS = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if (r, c) != (0, 0)]


@dataclass(frozen=True)
class Run:
    """How a run began and ended.

    Attributes
    ----------
    before, after
        Homes: 1 for group A, 2 for group B, 0 for nobody.
    rounds
        Rounds until nobody wished to move, or the most that there are.
    """

    before: np.ndarray
    after: np.ndarray
    wish: float
    rounds: int

    @property
    def unhappy(self) -> int:
        """Homes whose people would move at the end."""
        return int(_unhappy(self.after, self.wish).sum())

    @property
    def like(self) -> float:
        """Share of neighbours who are alike at the end, on average."""
        return like_share(self.after)


def run(wish: float, seed: int, side: int = SIDE, rounds: int = ROUNDS) -> Run:
    """Let everybody move who has too few like neighbours.

    Parameters
    ----------
    wish
        Smallest share of like neighbours that leaves somebody content.
    seed
        Of the first homes and of who moves where.
    side
        Homes a side; the edges meet (a torus).
    rounds
        Most rounds; each lets all unhappy people move to a random empty home, one by one.

    References
    ----------
    Schelling, T. C. (1971). Dynamic models of segregation. Journal of Mathematical Sociology 1,
    143-186.
    """
    rng = np.random.default_rng(seed)
    size = side * side
    empty = round(size * EMPTY)
    half = (size - empty) // 2
    homes = np.repeat([0, 1, 2], [empty, half, size - empty - half])
    before = rng.permutation(homes).reshape(side, side)
    town = before.copy()
    for number in range(rounds):
        unhappy = np.flatnonzero(_unhappy(town, wish).ravel())
        if unhappy.size == 0:
            return Run(before, town, wish, number)
        _move(town.ravel(), rng.permutation(unhappy), rng)
    return Run(before, town, wish, rounds)


def _move(homes: np.ndarray, movers: np.ndarray, rng: np.random.Generator) -> None:
    """Each mover in turn takes a random empty home and leaves its own empty."""
    empty = np.flatnonzero(homes == 0)
    picks = rng.integers(empty.size, size=movers.size)
    for mover, pick in zip(movers, picks, strict=True):
        homes[empty[pick]], homes[mover] = homes[mover], 0
        empty[pick] = mover


def _likes(town: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Like neighbours and all neighbours of each home, of eight."""
    around = [np.roll(town, offset, axis=(0, 1)) for offset in OFFSETS]
    alike = sum((other == town) & (town > 0) for other in around)
    return np.asarray(alike), np.asarray(sum((other > 0) & (town > 0) for other in around))


def _unhappy(town: np.ndarray, wish: float) -> np.ndarray:
    alike, everybody = _likes(town)
    return (town > 0) & (alike < wish * everybody)


def like_share(town: np.ndarray) -> float:
    """Share of neighbours who are alike, on average over those who have neighbours."""
    alike, everybody = _likes(town)
    return float((alike[everybody > 0] / everybody[everybody > 0]).mean())


def counts(town: np.ndarray, block: int = BLOCK) -> pd.DataFrame:
    """People of each group by blocks of block × block homes: ``unit, group, count``."""
    side = town.shape[0] // block
    blocks = town.reshape(side, block, side, block).swapaxes(1, 2).reshape(side * side, -1)
    return towns.of_groups([((b == 1).sum(), (b == 2).sum()) for b in blocks], ("A", "B"))


def dissimilarity(town: np.ndarray, block: int = BLOCK) -> float:
    """D of group A over blocks."""
    return float(m.dissimilarity(counts(town, block), "A")["estimate"].item())


def summary(one: Run) -> pd.DataFrame:
    """How a run began and ended, as a table of one row."""
    found = {"wish": one.wish, "rounds": one.rounds, "D before": dissimilarity(one.before)}
    found |= {"D after": dissimilarity(one.after), "like": one.like, "unhappy": one.unhappy}
    return pd.DataFrame([found])


def study(seeds: int = 4) -> pd.DataFrame:
    """What becomes of each wish: ``wish, seed, before, after, like, unhappy``."""
    rows = []
    for wish in WISHES:
        for seed in range(seeds):
            one = run(wish, seed)
            D = (dissimilarity(one.before), dissimilarity(one.after))
            rows.append((wish, seed, *D, one.like, one.unhappy))
    return pd.DataFrame(rows, columns=["wish", "seed", "before", "after", "like", "unhappy"])
