"""Segregation of local environments: everybody is seen with those who live around them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.measures.coordinates import located_groups
from segnb.measures.evenness import xlogx
from segnb.measures.from_formula import Groups
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import ABSENT, By, Floats

BANDWIDTHS = (500.0, 1000.0, 2000.0, 4000.0)
KERNELS = ("gaussian", "exponential", "biweight", "uniform")
ROWS = 512  # of the distance matrix at a time, so that the country fits into memory
NAMES = ("spatial_dissimilarity", "spatial_entropy_index", "spatial_relative_diversity")


def _weights(squared: Floats, bandwidth: float, kernel: str) -> Floats:
    if kernel == "gaussian":
        return np.exp(squared * (-0.5 / bandwidth**2))
    if kernel == "exponential":
        return np.exp(np.sqrt(squared) / -bandwidth)
    ratio = squared / bandwidth**2
    if kernel == "uniform":
        return (ratio <= 1).astype(float)
    return np.where(ratio < 1, (1 - ratio) ** 2, 0.0)


def environments(
    n: Floats, xy: Floats, bandwidths: Sequence[float], kernel: str = "gaussian"
) -> Floats:
    """Share of each group in the environment of each unit (bandwidths x units x groups).

    Parameters
    ----------
    n : array, units x groups
        People.
    xy : array, units x 2
        Coordinates in metres.
    bandwidths : sequence of float
        In metres; 0 stands for the unit alone.
    kernel : {"gaussian", "exponential", "biweight", "uniform"}
        exp(-d²/2b²), exp(-d/b), (1 - d²/b²)² within b, or 1 within b.

    Examples
    --------
    >>> environments(np.array([[4.0, 0.0], [0.0, 4.0]]), np.array([[0.0, 0.0], [1000.0, 0.0]]),
    ...              [0, 1000], "uniform").tolist()
    [[[1.0, 0.0], [0.0, 1.0]], [[0.5, 0.5], [0.5, 0.5]]]
    """
    if kernel not in KERNELS:
        raise ValueError(f"no kernel {kernel!r}; there are {', '.join(KERNELS)}")
    if min(bandwidths) < 0:
        raise ValueError("a bandwidth is negative; bandwidths are metres")
    result = np.empty((len(bandwidths), *n.shape))
    norm = (xy * xy).sum(axis=1)
    for start in range(0, len(n), ROWS):
        rows = slice(start, start + ROWS)
        squared = norm[rows, None] + norm - 2 * (xy[rows] @ xy.T)
        np.maximum(squared, 0.0, out=squared)
        squared[np.arange(squared.shape[0]), np.arange(start, start + squared.shape[0])] = 0.0
        for number, bandwidth in enumerate(bandwidths):
            around = _weights(squared, bandwidth, kernel) @ n if bandwidth else n[rows]
            result[number, rows] = around / around.sum(axis=1, keepdims=True)
    return result


def environment_indices(n: Floats, local: Floats) -> tuple[float, float, float]:
    """D, H and R of Reardon and O'Sullivan from the shares of local environments."""
    t = n.sum(axis=1)
    T, P = t.sum(), n.sum(axis=0) / t.sum()
    diversity, mixing = -xlogx(P).sum(), (P * (1 - P)).sum()
    D = t @ np.abs(local - P).sum(axis=1) / (2 * T * mixing)
    H = 1 + t @ xlogx(local).sum(axis=1) / (T * diversity)
    R = 1 - t @ (local * (1 - local)).sum(axis=1) / (T * mixing)
    return float(D), float(H), float(R)


@takes_tables
def spatial_indices(
    counts: pd.DataFrame,
    places: pd.DataFrame,
    bandwidths: Sequence[float] = BANDWIDTHS,
    groups: Groups = None,
    *,
    by: By = (),
    kernel: str = "gaussian",
) -> pd.DataFrame:
    r"""Spatial D, H and R of local environments, at several bandwidths.

    Parameters
    ----------
    bandwidths : sequence of float
        Reach of the environment in metres; 0 gives the index without space.
    kernel : {"gaussian", "exponential", "biweight", "uniform"}
        How weight falls with distance; see :func:`environments`.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, bandwidth, estimate, reason``.

    Notes
    -----
    .. math:: \tilde H = 1 - \sum_p \frac{\tau_p \tilde E_p}{T E}, \qquad
        \tilde D = \sum_m \sum_p \frac{\tau_p}{2 T I} |\tilde\pi_{pm} - \pi_m|, \qquad
        \tilde R = 1 - \sum_p \frac{\tau_p \tilde I_p}{T I}

    with shares in the environment of p (people weighted by the kernel, p's own unit at distance
    0). The environment ends at the border of the place: with ``by``, neighbours on the other side
    are not seen (see :func:`~segnb.measures.neighbour_profile`). At most 1; H and R may be
    slightly negative at large bandwidths and are left so.

    References
    ----------
    Reardon, S. F. & O'Sullivan, D. (2004). Measures of spatial segregation. Sociological
    Methodology 34, 121-162.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [40, 0, 0, 40]})
    >>> places = pd.DataFrame({"unit": ["a", "b"], "x": [0, 1000], "y": [0, 0]})
    >>> spatial_indices(counts, places, [0, 1000])[["measure", "bandwidth", "estimate"]].round(3)
                          measure  bandwidth  estimate
    0       spatial_dissimilarity          0     1.000
    1       spatial_entropy_index          0     1.000
    2  spatial_relative_diversity          0     1.000
    3       spatial_dissimilarity       1000     0.245
    4       spatial_entropy_index       1000     0.044
    5  spatial_relative_diversity       1000     0.060
    """
    table, located, _ = located_groups(counts, groups, places, by)
    values = np.full((table.places.reason.size, len(bandwidths), len(NAMES)), np.nan)
    values[table.places.valid] = [
        [environment_indices(n, local) for local in environments(n, xy, bandwidths, kernel)]
        for n, xy in located
    ] or np.empty((0, len(bandwidths), len(NAMES)))
    keys = table.places.keys
    size = len(bandwidths) * len(NAMES)
    return (
        keys.loc[keys.index.repeat(size)]
        .reset_index(drop=True)
        .assign(
            measure=list(NAMES) * (len(bandwidths) * len(keys)),
            bandwidth=np.tile(np.repeat(np.asarray(bandwidths), len(NAMES)), len(keys)),
            estimate=values.ravel(),
            reason=pd.array(np.repeat(table.places.reason, size), dtype="str"),
        )
    )


@takes_tables
def spatial_exposure(
    counts: pd.DataFrame,
    places: pd.DataFrame,
    bandwidths: Sequence[float] = BANDWIDTHS,
    groups: Groups = None,
    *,
    by: By = (),
    kernel: str = "gaussian",
) -> pd.DataFrame:
    r"""Spatial exposure: whom the members of each group have in their local environment.

    Parameters are those of :func:`spatial_indices`.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, bandwidth, group, versus, estimate, reason``. Spatial
        isolation is the exposure of a group to itself.

    Notes
    -----
    .. math:: {}_m\tilde P_n = \sum_p \frac{\tau_{pm}}{T_m} \tilde\pi_{pn}, \qquad 0 \le P \le 1

    References
    ----------
    Reardon, S. F. & O'Sullivan, D. (2004), see :func:`spatial_indices`.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [40, 0, 0, 40]})
    >>> places = pd.DataFrame({"unit": ["a", "b"], "x": [0, 1000], "y": [0, 0]})
    >>> spatial_exposure(counts, places, [1000])["estimate"].round(3).tolist()
    [0.622, 0.378, 0.378, 0.622]
    """
    table, located, labels = located_groups(counts, groups, places, by)
    size = len(labels)
    values = np.full((table.places.reason.size, len(bandwidths), size, size), np.nan)
    parts = []
    for n, xy in located:
        X = n.sum(axis=0)[:, None]
        met = [n.T @ local for local in environments(n, xy, bandwidths, kernel)]
        parts.append([np.where(X > 0, m / np.where(X > 0, X, 1.0), np.nan) for m in met])
    if parts:
        values[table.places.valid] = parts
    keys = table.places.keys
    cells = size * size
    repeats = len(bandwidths) * cells
    reason = np.repeat(table.places.reason, repeats)
    reason[(reason == "") & np.isnan(values.ravel())] = ABSENT
    return (
        keys.loc[keys.index.repeat(repeats)]
        .reset_index(drop=True)
        .assign(
            measure="spatial_exposure",
            bandwidth=np.tile(np.repeat(np.asarray(bandwidths), cells), len(keys)),
            group=[g for g in labels for _ in labels] * (len(bandwidths) * len(keys)),
            versus=labels * (size * len(bandwidths) * len(keys)),
            estimate=values.ravel(),
            reason=pd.array(reason, dtype="str"),
        )
    )
