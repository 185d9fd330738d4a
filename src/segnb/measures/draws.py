"""Draws of who lives where: at random over the whole place, or from each unit's own shares.

The units and their sizes are fixed. Each place has a random stream of its own, seeded by its
counts: the same data give the same draws, alone or among 290 municipalities, in any row order.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from segnb.measures.cells import Floats

SHARES_STEP = 1e-9


@dataclass(frozen=True)
class Perturbation:
    """What the producer did to the counts: noise of a size, shares rounded to a step."""

    noise: float = 0.0
    rounding: float = 0.0

    def __bool__(self) -> bool:
        return self.noise > 0 or self.rounding > 0

    def of_counts(self, x: Floats, t: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Counts of the group and of all as they would have been published."""
        y = t - x
        if self.rounding:
            x = x + t * rng.uniform(-self.rounding / 2, self.rounding / 2, x.shape)
            x = np.clip(x, 0.0, t)
            y = t - x
        if self.noise:
            x = np.maximum(x + rng.normal(0.0, self.noise, x.shape), 0.0)
            y = np.maximum(y + rng.normal(0.0, self.noise, x.shape), 0.0)
        return x, np.maximum(x + y, SHARES_STEP)


def stream(seed: int, x: Floats, t: Floats, salt: str = "") -> np.random.Generator:
    """Random numbers that depend on the seed and on the counts only."""
    digest = blake2b(np.concatenate((x, t)).tobytes() + salt.encode(), digest_size=8).digest()
    entropy = [seed, int.from_bytes(digest, "little")]
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(entropy)))


def permutations(x: Floats, t: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Counts by unit if the group's members were dealt out at random (units x draws)."""
    size = np.rint(t).astype(np.int64)
    members = int(np.rint(x.sum()))
    dealt = rng.multivariate_hypergeometric(size, min(members, size.sum()), draws, "marginals")
    return dealt.T * (t / np.maximum(size, 1))[:, None]


def along_line(
    x: Floats, t: Floats, steps: Floats, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Expected counts (units x steps) and drawn ones (units x steps x draws) along the line.

    A step of 0 is no segregation, 1 the shares observed: p(s) = P + s (p - P), kept within 0-1.
    """
    P = x.sum() / t.sum()
    shares = np.clip(P + steps * (x / t - P)[:, None], 0.0, 1.0)
    size = np.maximum(np.rint(t), 1).astype(np.int64)
    drawn = rng.binomial(size[:, None, None], shares[:, :, None], (*shares.shape, draws))
    return shares * t[:, None], drawn * (t / size)[:, None, None]
