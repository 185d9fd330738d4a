"""Draws of who lives where: at random over the whole place, or from each unit's own shares.

The units and their sizes are fixed. Each place has a random stream of its own, seeded by its
counts: the same data give the same draws, alone or among 290 municipalities, in any row order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from segnb.measures.segregation_shapes import ends
from segnb.measures.unit_counts import Floats, OneBlock

WHOLE = OneBlock()
NOBODY = 1e-9
DECIMALS = 6  # of counts that are shares times people: what is beyond is round-off of the computer
Formula = Callable[..., Floats]
Arrays = tuple[Floats, ...]


@dataclass(frozen=True)
class Perturbation:
    """What the producer did to the counts: noise of a size, shares rounded to a step."""

    noise: float = 0.0
    rounding: float = 0.0

    def __post_init__(self) -> None:
        if not (self.noise >= 0 and 0 <= self.rounding < 1):
            raise ValueError(
                f"noise ({self.noise}) is a standard deviation in persons, 0 or more; "
                f"rounding ({self.rounding}) a step of shares, such as .01"
            )

    def __bool__(self) -> bool:
        return self.noise > 0 or self.rounding > 0

    def published(self, n: Floats, t: Floats, rng: np.random.Generator) -> Floats:
        """Counts of a group as the producer would have given them."""
        if self.rounding:
            n = n + t * rng.uniform(-self.rounding / 2, self.rounding / 2, n.shape)
            n = np.clip(n, 0.0, t)
        if self.noise:
            n = np.maximum(n + rng.normal(0.0, self.noise, n.shape), 0.0)
        return n


def checked_seed(seed: int) -> int:
    """Refuse what is no seed: without one, nobody could repeat a number."""
    if not isinstance(seed, Integral) or seed < 0:
        raise ValueError(f"seed is {seed!r}; it is a whole number, 0 or more")
    return int(seed)


def _stream(seed: int, counts: Floats) -> np.random.Generator:
    """Random numbers that depend on the seed and on the counts only."""
    seed = checked_seed(seed)
    digest = blake2b(np.ascontiguousarray(counts).tobytes(), digest_size=8).digest()
    entropy = [seed, int.from_bytes(digest, "little")]
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(entropy)))


def steady(counts: Floats) -> Floats:
    """Counts without round-off, which would give the same people other draws."""
    return np.round(counts, DECIMALS) + 0.0  # no minus nought


def _sizes(t: Floats) -> tuple[NDArray[np.int64], Floats]:
    """People to be drawn by unit, and the weight of each where counts are fractions."""
    size = np.maximum(np.rint(t), 1).astype(np.int64)
    return size, t / size


@dataclass(frozen=True)
class Pair:
    """One place: people of the group among all, by unit."""

    x: Floats
    t: Floats

    @classmethod
    def of(cls, x: Floats, t: Floats) -> "Pair":
        """The units in an order of their own, so that row order does not matter."""
        x, t = steady(x), steady(t)
        order = np.lexsort((x, t))
        return cls(x[order], t[order])

    @property
    def arrays(self) -> Arrays:
        """What a formula takes."""
        return self.x, self.t

    def stream(self, seed: int) -> np.random.Generator:
        """The place's own random numbers."""
        return _stream(seed, np.concatenate((self.x, self.t)))

    @property
    def cells(self) -> int:
        """Numbers in one draw."""
        return self.x.size

    def shuffled(self, draws: int, rng: np.random.Generator) -> Arrays:
        """The group's members dealt out at random (units x draws)."""
        size, weight = _sizes(self.t)
        members = min(int(np.rint(self.x.sum())), int(size.sum()))
        dealt = rng.multivariate_hypergeometric(size, members, draws, "marginals")
        return dealt.T * weight[:, None], self.t[:, None]

    def shapes(self, classes: bool = False) -> list[Floats]:
        """Shares of the group by unit at the end of each line; see :func:`ends`."""
        n = np.column_stack((self.x, self.t - self.x))
        return [shares[:, 0] for shares in ends(n, classes)]

    def along(self, steps: Floats, shape: Floats) -> Arrays:
        """Expected counts (units x steps): p(s) = P + s (p - P), kept within 0-1."""
        P = self.x.sum() / self.t.sum()
        shares = np.clip(P + steps * (shape - P)[:, None], 0.0, 1.0)
        return shares * self.t[:, None], self.t[:, None]

    def drawn(self, expected: Arrays, draws: int, rng: np.random.Generator) -> Arrays:
        """Counts drawn in each unit from its expected shares (units x steps x draws)."""
        size, weight = _sizes(self.t)
        shares = np.clip(expected[0] / self.t[:, None], 0.0, 1.0)
        x = rng.binomial(size[:, None, None], shares[:, :, None], (*shares.shape, draws))
        return x * weight[:, None, None], self.t[:, None, None]

    @staticmethod
    def published(arrays: Arrays, perturbation: Perturbation, rng: np.random.Generator) -> Arrays:
        """The drawn counts as the producer would have given them."""
        x, t = arrays
        if perturbation.rounding:
            x = Perturbation(0.0, perturbation.rounding).published(x, t, rng)
        noisy = Perturbation(perturbation.noise)
        x, y = noisy.published(x, t, rng), noisy.published(t - x, t, rng)
        return x, np.maximum(x + y, NOBODY)


@dataclass(frozen=True)
class Table:
    """One place: people by unit and group."""

    n: Floats

    @classmethod
    def of(cls, n: Floats) -> "Table":
        """The units in an order of their own, so that row order does not matter."""
        n = steady(n)
        return cls(n[np.lexsort(n.T)])

    @property
    def arrays(self) -> Arrays:
        """What a formula takes."""
        return (self.n,)

    def stream(self, seed: int) -> np.random.Generator:
        """The place's own random numbers."""
        return _stream(seed, self.n)

    @property
    def cells(self) -> int:
        """Numbers in one draw."""
        return self.n.size

    def shuffled(self, draws: int, rng: np.random.Generator) -> Arrays:
        """All people dealt out at random, group by group (units x groups x draws)."""
        size, weight = _sizes(self.n.sum(axis=1))
        margin = np.rint(self.n.sum(axis=0)).astype(np.int64)
        free = np.broadcast_to(size[:, None], (size.size, draws)).copy()
        dealt = np.empty((size.size, margin.size, draws))
        *smaller, largest = np.argsort(margin)
        for group in smaller:
            dealt[:, group] = _deal(free, min(margin[group], free[:, 0].sum()), rng)
            free -= dealt[:, group].astype(np.int64)
        dealt[:, largest] = free
        return (dealt * weight[:, None, None],)

    def shapes(self, classes: bool = False) -> list[Floats]:
        """Shares by unit and group at the end of each line; see :func:`ends`."""
        return ends(self.n, classes)

    def along(self, steps: Floats, shape: Floats) -> Arrays:
        """Expected counts (units x groups x steps): P + s (p - P), kept within 0-1."""
        t = self.n.sum(axis=1, keepdims=True)
        P = self.n.sum(axis=0) / t.sum()
        shares = np.clip(P[:, None] + steps * (shape - P)[:, :, None], 0.0, 1.0)
        return (shares / shares.sum(axis=1, keepdims=True) * t[:, :, None],)

    def drawn(self, expected: Arrays, draws: int, rng: np.random.Generator) -> Arrays:
        """Counts drawn in each unit from its shares (units x groups x steps x draws)."""
        size, weight = _sizes(self.n.sum(axis=1))
        left = np.broadcast_to(size[:, None, None], (size.size, expected[0].shape[2], draws)).copy()
        rest = np.cumsum(expected[0][:, ::-1], axis=1)[:, ::-1]
        n = np.empty((*expected[0].shape, draws))
        for group in range(self.n.shape[1] - 1):
            share = np.divide(
                expected[0][:, group],
                rest[:, group],
                out=np.zeros_like(rest[:, group]),
                where=rest[:, group] > 0,
            )
            taken = rng.binomial(left, np.clip(share, 0.0, 1.0)[:, :, None])
            n[:, group] = taken
            left -= taken
        n[:, -1] = left
        return (n * weight[:, None, None, None],)

    @staticmethod
    def published(arrays: Arrays, perturbation: Perturbation, rng: np.random.Generator) -> Arrays:
        """The drawn counts as the producer would have given them."""
        n = arrays[0]
        n = perturbation.published(n, n.sum(axis=1, keepdims=True), rng)
        return (np.maximum(n, NOBODY),)


Place = Pair | Table


def _deal(free: NDArray[np.int64], members: int, rng: np.random.Generator) -> Floats:
    """Members dealt out over free places, a draw in each column; unit by unit."""
    left = np.full(free.shape[1], members, dtype=np.int64)
    after = np.cumsum(free[::-1], axis=0)[::-1]
    taken = np.empty(free.shape)
    for unit in range(free.shape[0]):
        others = after[unit] - free[unit]
        number = rng.hypergeometric(free[unit], others, left)
        taken[unit] = number
        left = left - number
    return taken
