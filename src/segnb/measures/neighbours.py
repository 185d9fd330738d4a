"""The k nearest neighbours of each unit: the same number of people around everybody."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from segnb.measures.coordinates import located_groups, peopled
from segnb.measures.groups import many_groups, member, two_groups
from segnb.measures.spatial_measures import environment_indices
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Floats, Labels, title

SCALES = (1600, 3200, 6400, 12800, 25600, 51200)
SPARE = 1.5  # neighbours looked up, over those needed on average
SAME = 1e-6  # metres; units no further apart than this are in one ring


def _ordered(tree: Any, xy: Floats, number: int) -> tuple[Floats, np.ndarray]:
    distance, index = tree.query(xy, k=number)
    return distance.reshape(len(xy), -1), index.reshape(len(xy), -1)


def _shares(distance: Floats, index: np.ndarray, n: Floats, k: Floats) -> tuple[Floats, np.ndarray]:
    """Shares among the k nearest people; False where the neighbours given do not suffice."""
    t = n.sum(axis=1)
    reached = np.cumsum(t[index], axis=1)
    groups = np.cumsum(n[index], axis=1)
    width = distance.shape[1]
    rows = np.arange(len(distance))
    new = np.ones(distance.shape, dtype=bool)
    new[:, 1:] = np.diff(distance, axis=1) > SAME
    position = np.arange(width)
    start = np.maximum.accumulate(np.where(new, position, 0), axis=1)
    last = np.ones(distance.shape, dtype=bool)
    last[:, :-1] = new[:, 1:]
    end = np.minimum.accumulate(np.where(last, position, width)[:, ::-1], axis=1)[:, ::-1]
    shares = np.full((len(distance), len(k), n.shape[1]), np.nan)
    enough = np.ones(len(distance), dtype=bool)
    for number, people in enumerate(k):
        at = np.minimum((reached < people).sum(axis=1), width - 1)
        first, final = start[rows, at], end[rows, at]
        complete = (reached[:, -1] >= people) & ((final < width - 1) | (width == len(n)))
        before = np.where(first > 0, reached[rows, first - 1], 0.0)
        known = np.where(first[:, None] > 0, groups[rows, first - 1], 0.0)
        ring = reached[rows, final] - before
        part = np.divide(people - before, ring, out=np.zeros(len(rows)), where=ring > 0)
        value = (known + part[:, None] * (groups[rows, final] - known)) / people
        shares[:, number] = np.where(complete[:, None], value, np.nan)
        enough &= complete
    return shares, enough


def neighbour_shares(n: Floats, xy: Floats, k: int | Sequence[int] = SCALES) -> Floats:
    """Share of each group among the k people nearest to each unit (units x scales x groups).

    Parameters
    ----------
    n : array, units x groups
        People.
    xy : array, units x 2
        Coordinates in metres.
    k : int or sequence of int
        Numbers of people. A unit's own people come first.

    Returns
    -------
    array
        Missing where there are fewer than k people in all.

    Notes
    -----
    Units are taken in order of distance until k people are reached. Units at the same distance
    make a ring, and of the last ring each unit gives the same part of its people, so that order
    among equals does not matter.

    References
    ----------
    Östh, J., Malmberg, B. & Andersson, E. K. (2014). Analysing segregation using individualised
    neighbourhoods. In Lloyd, Shuttleworth & Wong (eds.), Social-Spatial Segregation.

    Examples
    --------
    >>> n = np.array([[100.0, 0.0], [0.0, 100.0], [0.0, 100.0]])
    >>> xy = np.array([[0.0, 0.0], [500.0, 0.0], [-500.0, 0.0]])
    >>> neighbour_shares(n, xy, [100, 200])[0].tolist()
    [[1.0, 0.0], [0.5, 0.5]]
    """
    from scipy.spatial import cKDTree  # scipy only where it is needed: the import is slow

    n, xy, wanted = np.asarray(n, float), np.asarray(xy, float), np.atleast_1d(k).astype(float)
    if not (np.isfinite(n).all() and (n >= 0).all() and np.isfinite(xy).all()):
        raise ValueError("counts must be 0 or more and coordinates finite")
    if (wanted <= 0).any():
        raise ValueError("k is a number of people, 1 or more")
    tree, size = cKDTree(xy), len(n)
    mean = n.sum() / size
    number = int(min(size, wanted.max() / max(mean, 1e-9) * SPARE + 8))
    shares = np.full((size, len(wanted), n.shape[1]), np.nan)
    left = np.arange(size)
    while left.size:
        distance, index = _ordered(tree, xy[left], number)
        shares[left], enough = _shares(distance, index, n, wanted)
        if number == size:
            break
        left, number = left[~enough], min(size, 2 * number)
    return shares


@takes_tables
def neighbour_profile(
    counts: pd.DataFrame,
    group: Labels,
    places: pd.DataFrame,
    k: int | Sequence[int] = SCALES,
    *,
    by: By = (),
    across: bool = False,
) -> pd.DataFrame:
    r"""Segregation among the k nearest neighbours, from the next streets to whole districts.

    Parameters
    ----------
    k : int or sequence of int
        Numbers of people.
    across : bool
        Whether neighbours are sought in all units of the frame, also beyond the border of their
        place. Otherwise environments end at the border: people who live near it seem to have others
        around them than they have, the more the larger k is.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, group, k, estimate, reason``: ``isolation`` (mean share
        of the group among the k nearest of its members), ``dissimilarity`` and
        ``entropy_index`` of these environments, and ``p10``, ``p50``, ``p90`` of the share that
        people have around them. ``below_unit_size`` where k is smaller than the median unit, of
        which such a k says nothing; ``too_few_people`` where there are fewer than k.

    Notes
    -----
    .. math:: xPx(k) = \sum_j \frac{x_j}{X} s_j(k), \qquad 0 \le xPx(k) \le 1

    with s_j(k) the share among the k people nearest to unit j. Shares lie within 0-1.
    ``dissimilarity`` (0 or more) and ``entropy_index`` (at most 1) compare environments with the
    mix of the place; as environments together need not have that mix, H may fall a little below 0.

    References
    ----------
    Östh, J., Malmberg, B. & Andersson, E. K. (2014), see :func:`neighbour_shares`.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [100, 0, 0, 100, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 500, 1500], "y": 0})
    >>> found = neighbour_profile(counts, "x", places, [100, 200])
    >>> found.loc[found["measure"] == "isolation", ["k", "estimate"]]
         k  estimate
    0  100       1.0
    6  200       0.5
    """
    scales = np.atleast_1d(k)
    inside = member(counts, group)
    two = ["group", "rest"]
    pair = counts.assign(group=pd.Categorical(np.where(inside, *two), two))
    table, located, _ = located_groups(pair, two, places, by)
    names = ("isolation", "dissimilarity", "entropy_index", "p10", "p50", "p90")
    shape = (table.places.reason.size, len(scales), len(names))
    values, reason = np.full(shape, np.nan), np.full(shape, "", dtype=object)
    reason[:] = two_groups(counts, group, None, by).places.reason[:, None, None]
    local = _across(pair, places, scales, by) if across else None
    start = 0
    for place, (n, xy) in zip(np.flatnonzero(table.places.valid), located, strict=True):
        own = slice(start, start := start + len(n))
        shares = neighbour_shares(n, xy, list(scales)) if local is None else local[own]
        for scale, people in enumerate(scales):
            values[place, scale], reason[place, scale] = _scale(n, shares[:, scale], people)
    keys = table.places.keys
    size = len(scales) * len(names)
    return (
        keys.loc[keys.index.repeat(size)]
        .reset_index(drop=True)
        .assign(
            measure=list(names) * (len(scales) * len(keys)),
            group=title(group),
            k=np.tile(np.repeat(scales, len(names)), len(keys)),
            estimate=values.ravel(),
            reason=pd.array(reason.ravel(), dtype="str"),
        )
    )


def _across(pair: pd.DataFrame, places: pd.DataFrame, k: np.ndarray, by: By) -> Floats:
    """Shares around the units of places with a value, sought among all units of the frame."""
    unknown = pair.loc[pair["count"].isna(), "unit"]
    known = pair[~pair["unit"].isin(unknown)]
    table, located, _ = located_groups(known, list(pair["group"].cat.categories), places, ())
    if not located:
        raise ValueError("the units of the frame together do not have people of both kinds")
    found = pd.DataFrame({"row": np.arange(len(located[0][0]))}, index=peopled(known, table, ()))
    own = many_groups(pair, list(pair["group"].cat.categories), by)
    return neighbour_shares(*located[0], list(k))[found.loc[peopled(pair, own, by), "row"]]


def _scale(n: Floats, local: Floats, people: int) -> tuple[tuple[float, ...] | float, str]:
    t = n.sum(axis=1)
    if people < np.median(t):
        return np.nan, "below_unit_size"
    if np.isnan(local).any():
        return np.nan, "too_few_people"
    share = local[:, 0]
    D, H, _ = environment_indices(n, local)
    order = np.argsort(share)
    middle = (np.cumsum(t[order]) - t[order] / 2) / t.sum()
    percentiles = np.interp([0.1, 0.5, 0.9], middle, share[order])
    return (float(n[:, 0] @ share / n[:, 0].sum()), D, H, *map(float, percentiles)), ""
