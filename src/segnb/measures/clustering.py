"""Clustering at a fixed distance: do members of the group live in neighbouring units?

Distances are in kilometres in exp(-d), and a unit is .6 times the root of its area from itself.
"""

import numpy as np
import pandas as pd

from segnb.measures.cells import By, Floats, Labels
from segnb.measures.coordinates import Located, on_land
from segnb.measures.tables import takes_tables

OWN = 0.6
METRES_IN_KILOMETRE = 1000.0


def proximity(xy: Floats, area: Floats) -> Floats:
    """exp(-d) of each pair of units, d in kilometres, .6 root(area) to oneself.

    Examples
    --------
    >>> proximity(np.array([[0.0, 0.0], [3000.0, 4000.0]]), np.array([1e6, 1e6])).round(4).tolist()
    [[0.5488, 0.0067], [0.0067, 0.5488]]
    """
    gap = xy[:, None, :] - xy[None, :, :]
    distance = np.sqrt((gap * gap).sum(axis=2)) / METRES_IN_KILOMETRE
    np.fill_diagonal(distance, OWN * np.sqrt(area) / METRES_IN_KILOMETRE)
    return np.exp(-distance)


def _near(here: Located) -> tuple[Floats, Floats, Floats, Floats]:
    return proximity(here.xy, here.area), here.x, here.t - here.x, here.t


def _spatial_proximity(here: Located) -> float:
    c, x, y, t = _near(here)
    X, Y, T = x.sum(), y.sum(), t.sum()
    return float((x @ c @ x / X + y @ c @ y / Y) / (t @ c @ t / T))


def _decay_isolation(here: Located) -> float:
    c, x, _, t = _near(here)
    return float(x @ ((c @ x) / (c @ t)) / x.sum())


def _decay_interaction(here: Located) -> float:
    return 1 - _decay_isolation(here)


def _absolute_clustering(here: Located) -> float:
    c, x, _, t = _near(here)
    X = x.sum()
    even = X * c.mean()
    return float((x @ c @ x / X - even) / (x @ c @ t / X - even))


def _relative_clustering(here: Located) -> float:
    c, x, y, _ = _near(here)
    return float((x @ c @ x / x.sum() ** 2) / (y @ c @ y / y.sum() ** 2) - 1)


@takes_tables
def spatial_proximity(
    counts: pd.DataFrame,
    group: Labels,
    places: pd.DataFrame,
    *,
    versus: Labels | None = None,
    by: By = (),
) -> pd.DataFrame:
    r"""Spatial proximity SP: how much nearer people live to their own group than to anybody.

    Parameters
    ----------
    counts : DataFrame
        Columns ``unit``, ``group``, ``count`` and those named in ``by``.
    group : label or list of labels
        The group.
    places : DataFrame or GeoDataFrame
        ``unit`` with ``x``, ``y`` in metres and ``area`` in square metres, or polygons in a
        projected system.
    versus, by
        As in :func:`~segnb.measures.dissimilarity`.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity`.

    Notes
    -----
    .. math:: SP = \frac{X P_{xx} + Y P_{yy}}{T P_{tt}}, \quad
        P_{ab} = \sum_{ij} \frac{a_i b_j c_{ij}}{AB}, \quad c_{ij} = e^{-d_{ij}}

    1 without clustering, above 1 with it; below 1 on a checkerboard.

    References
    ----------
    White, M. J. (1983). The measurement of spatial segregation. American Journal of Sociology 88,
    1008-1018.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0, "area": 1e6})
    >>> round(spatial_proximity(counts, "x", places)["estimate"].item(), 4)
    1.1995
    """
    return on_land(counts, "spatial_proximity", _spatial_proximity, group, places, versus, by)


@takes_tables
def distance_decay_isolation(
    counts: pd.DataFrame,
    group: Labels,
    places: pd.DataFrame,
    *,
    versus: Labels | None = None,
    by: By = (),
) -> pd.DataFrame:
    r"""Distance-decay isolation DPxx: share of the group around a member, near units weighing more.

    Parameters and result are those of :func:`spatial_proximity`.

    Notes
    -----
    .. math:: DP_{xx} = \sum_i \frac{x_i}{X} \frac{\sum_j c_{ij} x_j}{\sum_j c_{ij} t_j},
        \qquad 0 \le DP_{xx} \le 1

    The weight of a unit is its people times exp(-d).

    References
    ----------
    Morgan, B. S. (1983). A distance-decay based interaction index to measure residential
    segregation. Area 15, 211-217.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0, "area": 1e6})
    >>> round(distance_decay_isolation(counts, "x", places)["estimate"].item(), 4)
    0.6132
    """
    return on_land(counts, "distance_decay_isolation", _decay_isolation, group, places, versus, by)


@takes_tables
def distance_decay_interaction(
    counts: pd.DataFrame,
    group: Labels,
    places: pd.DataFrame,
    *,
    versus: Labels | None = None,
    by: By = (),
) -> pd.DataFrame:
    r"""Distance-decay interaction DPxy: share of everybody else around a member of the group.

    Parameters and result are those of :func:`spatial_proximity`.

    Notes
    -----
    .. math:: DP_{xy} = 1 - DP_{xx}, \qquad 0 \le DP_{xy} \le 1

    See :func:`distance_decay_isolation`.

    References
    ----------
    Morgan, B. S. (1983). Area 15, 211-217.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0, "area": 1e6})
    >>> round(distance_decay_interaction(counts, "x", places)["estimate"].item(), 4)
    0.3868
    """
    return on_land(
        counts, "distance_decay_interaction", _decay_interaction, group, places, versus, by
    )


@takes_tables
def absolute_clustering(
    counts: pd.DataFrame,
    group: Labels,
    places: pd.DataFrame,
    *,
    versus: Labels | None = None,
    by: By = (),
) -> pd.DataFrame:
    r"""Absolute clustering ACL: members of the group near a member, over what an even spread gives.

    Parameters and result are those of :func:`spatial_proximity`.

    Notes
    -----
    .. math:: ACL = \frac{\sum_i \frac{x_i}{X} \sum_j c_{ij} x_j - \frac{X}{n^2} \sum_{ij} c_{ij}}
        {\sum_i \frac{x_i}{X} \sum_j c_{ij} t_j - \frac{X}{n^2} \sum_{ij} c_{ij}}

    At most 1.

    References
    ----------
    Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Social Forces
    67, 281-315.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0, "area": 1e6})
    >>> round(absolute_clustering(counts, "x", places)["estimate"].item(), 4)
    0.2209
    """
    return on_land(counts, "absolute_clustering", _absolute_clustering, group, places, versus, by)


@takes_tables
def relative_clustering(
    counts: pd.DataFrame,
    group: Labels,
    places: pd.DataFrame,
    *,
    versus: Labels | None = None,
    by: By = (),
) -> pd.DataFrame:
    r"""Relative clustering RCL: distance within the group against distance within the others.

    Parameters and result are those of :func:`spatial_proximity`.

    Notes
    -----
    .. math:: RCL = P_{xx} / P_{yy} - 1, \qquad RCL > -1

    0 where both are as near to their own; above 0 where the group is more clustered.

    References
    ----------
    Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Social Forces
    67, 281-315.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0, "area": 1e6})
    >>> round(relative_clustering(counts, "x", places)["estimate"].item(), 4)
    0.0468
    """
    return on_land(counts, "relative_clustering", _relative_clustering, group, places, versus, by)
