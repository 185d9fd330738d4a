"""How index and gap depend on where borders are drawn: the same people in other areas.

Finer areas are put together at random, into as many groups and of the same sizes as coarser ones.
What is left of the index is what borders of that number would show if neighbours were no more alike
than others in the town (the modifiable areal unit problem). Put together with their neighbours
alone, they show what other borders of that number would have shown in this town.

References
----------
Openshaw, S. (1984). The modifiable areal unit problem. Concepts and Techniques in Modern Geography
38. Norwich: Geo Books.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
DRAWS, GROWN = 999, 199  # random groups, and groups of neighbours, which take longer
TOUCHING = 10.0  # metres: borders that are one, but were drawn twice
RANGE = (0.025, 0.975)
END = 0.2  # part of the people at either end of a gap


NOTHING = float("nan")


class Spread(NamedTuple):
    """Median of what was drawn, and the ends of 95 per cent of it."""

    middle: float = NOTHING
    low: float = NOTHING
    high: float = NOTHING


class Regrouped(NamedTuple):
    """A measure of the finer areas, of the coarser ones, and of groups of the same sizes.

    Attributes
    ----------
    random
        Finer areas from anywhere in the town.
    joined
        Finer areas that touch each other; not a number where borders are not known.
    own
        The municipality's own areas, if it has any.
    """

    finer: float
    coarser: float
    random: Spread
    joined: Spread = Spread()
    own: float = NOTHING


def raw_dissimilarity(inside: Floats, rest: Floats) -> Floats:
    """Dissimilarity of counts along the last axis, 0-1, with what chance adds still in it.

    Examples
    --------
    >>> float(raw_dissimilarity(np.array([1.0, 0.0]), np.array([0.0, 1.0])))
    1.0
    """
    parts = [part / part.sum(axis=-1, keepdims=True) for part in (inside, rest)]
    return 0.5 * np.abs(parts[0] - parts[1]).sum(axis=-1)


def gap_of_ends(inside: Floats, rest: Floats) -> Floats:
    """Share in the areas where it is highest less that where it is lowest, along the last axis.

    At either end stand areas in which a fifth of the people live; of the area that passes the
    fifth only the people up to it are counted, with the area's share.

    Examples
    --------
    >>> float(gap_of_ends(np.array([9.0, 5, 5, 5, 1]), np.array([1.0, 5, 5, 5, 9])))
    0.8
    """
    people = inside + rest
    share = np.divide(inside, people, out=np.zeros_like(people), where=people > 0)
    order = np.argsort(share, axis=-1)
    share, people = (np.take_along_axis(one, order, axis=-1) for one in (share, people))
    fifth = END * people.sum(axis=-1, keepdims=True)
    below, above = (np.cumsum(one, axis=-1) - one for one in (people, people[..., ::-1]))
    low, high = np.clip(fifth - below, 0, people), np.clip(fifth - above[..., ::-1], 0, people)
    return ((high - low) * share).sum(axis=-1) / fifth[..., 0]


MEASURES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "index": raw_dissimilarity,
    "gap": gap_of_ends,
}


def regrouped(
    inside: Sequence[float],
    rest: Sequence[float],
    parents: Sequence[str],
    seed: int = 0,
    draws: int = DRAWS,
    neighbours: Sequence[NDArray[np.intp]] = (),
) -> dict[str, Regrouped]:
    """Each measure of finer areas, of their parents, and of random groups like these.

    Parameters
    ----------
    inside, rest
        People in the group and all others, of each finer area.
    parents
        Coarser area of each.
    neighbours
        Rows of the finer areas that touch each one, as `touching` gives them.

    Examples
    --------
    >>> found = regrouped([9, 9, 1, 1], [1, 1, 9, 9], ["a", "a", "b", "b"])["index"]
    >>> round(found.finer, 2), round(found.coarser, 2), round(found.random.low, 2)
    (0.8, 0.8, 0.0)
    """
    counts = np.array([inside, rest], dtype=float)
    _, place, sizes = np.unique(np.asarray(parents), return_inverse=True, return_counts=True)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rng = np.random.default_rng(seed)
    order = rng.permuted(np.tile(np.arange(counts.shape[1]), (draws, 1)), axis=1)
    groups = np.add.reduceat(counts[:, order], starts, axis=-1)
    coarser, joined = _in_groups(counts, place), np.empty((2, 0, 0))
    if len(neighbours):
        drawn = [grown(neighbours, sizes, rng) for _ in range(min(draws, GROWN))]
        joined = np.array([_in_groups(counts, place) for place in drawn]).swapaxes(0, 1)
    return {
        name: Regrouped(float(of(*counts)), float(of(*coarser)), _spread(of(*groups)),
                        _spread(of(*joined)))
        for name, of in MEASURES.items()
    }  # fmt: skip


def _in_groups(counts: Floats, place: NDArray[np.intp]) -> Floats:
    return np.array([np.bincount(place, weights=row) for row in counts])


def _spread(drawn: Floats) -> Spread:
    if not drawn.size:
        return Spread()
    low, middle, high = np.quantile(drawn, [RANGE[0], 0.5, RANGE[1]])
    return Spread(float(middle), float(low), float(high))


def touching(shapes: Sequence[shapely.Geometry]) -> list[NDArray[np.intp]]:
    """Areas that touch each area; parts of a town that touch nowhere are joined where nearest."""
    found = np.asarray(shapes, dtype=object)
    pairs = shapely.STRtree(found).query(found, predicate="dwithin", distance=TOUCHING)
    while True:
        linked = coo_array((np.ones(pairs.shape[1]), pairs), shape=(len(found),) * 2)
        parts, part = connected_components(linked, directed=False)
        if parts == 1:
            break
        inside, outside = np.flatnonzero(part == 0), np.flatnonzero(part != 0)
        far = shapely.distance(found[inside][:, None], found[outside][None])
        row, column = np.unravel_index(far.argmin(), far.shape)
        bridge = [inside[row], outside[column]]
        pairs = np.column_stack([pairs, bridge, bridge[::-1]])
    apart = pairs[:, pairs[0] != pairs[1]]
    return [apart[1][apart[0] == row] for row in range(len(found))]


def grown(
    neighbours: Sequence[NDArray[np.intp]], sizes: NDArray[np.intp], rng: np.random.Generator
) -> NDArray[np.intp]:
    """Group of each area: groups grow from areas drawn at random, each by a neighbour at a time.

    The sizes are met as far as neighbours allow: an area that only full groups touch joins one.

    Returns
    -------
    array of shape (areas,)
        Numbers of groups, from 0; each has an area.
    """
    left = rng.permutation(sizes).tolist()
    place = [-1] * len(neighbours)
    near = [row.tolist() for row in neighbours]
    hungry: list[tuple[int, int]] = []  # areas that a group touches, and the group
    full: list[tuple[int, int]] = []

    def join(area: int, group: int) -> None:
        place[area] = group
        left[group] -= 1
        hungry.extend((one, group) for one in near[area] if place[one] < 0)

    starts = rng.choice(len(place), len(left), replace=False).tolist()
    for group, area in enumerate(starts):
        join(area, group)
    while hungry or full:
        edges = hungry or full
        pick = int(rng.random() * len(edges))
        edges[pick], edges[-1] = edges[-1], edges[pick]
        area, group = edges.pop()
        if place[area] < 0 and edges is hungry and left[group] <= 0:
            full.append((area, group))
        elif place[area] < 0:
            join(area, group)
    return np.array(place)
