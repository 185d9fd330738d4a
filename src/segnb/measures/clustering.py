"""Clustering at a fixed distance: do members of the group live in neighbouring units?

Distances are in kilometres in exp(-d), and a unit is .6 times the root of its area from itself.
"""

import numpy as np
import pandas as pd

from segnb.measures.coordinates import UnitPositions, for_each_place, land_measure, located_areas
from segnb.measures.from_formula import Groups, result, written
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Floats, Labels

OWN = 0.6
METRES_IN_KILOMETRE = 1000.0
ROWS = 256  # of the matrix of proximities at a time: 12 MB for all DeSO of the country


def proximity(xy: Floats, area: Floats, rows: slice = slice(None)) -> Floats:
    """exp(-d) of each pair of units, d in kilometres, .6 root(area) to oneself.

    Parameters
    ----------
    xy : array, units x 2
        Coordinates in metres.
    area : array
        Square metres of each unit.
    rows : slice
        The units whose rows are wanted.

    Examples
    --------
    >>> proximity(np.array([[0.0, 0.0], [3000.0, 4000.0]]), np.array([1e6, 1e6])).round(4).tolist()
    [[0.5488, 0.0067], [0.0067, 0.5488]]
    """
    near = np.hypot(*(v[rows, None] - v[None, :] for v in xy.T))
    own = np.arange(len(xy))[rows]
    near[np.arange(own.size), own] = OWN * np.sqrt(area[own])
    near /= -METRES_IN_KILOMETRE
    return np.exp(near, out=near)


def around(xy: Floats, area: Floats, n: Floats) -> Floats:
    """What is near each unit: proximity times people, some rows of the matrix at a time."""
    found = np.empty_like(n)
    for start in range(0, len(n), ROWS):
        rows = slice(start, start + ROWS)
        found[rows] = proximity(xy, area, rows) @ n
    return found


def _near(here: UnitPositions) -> tuple[Floats, Floats, Floats, Floats]:
    """Group, others and all of the place, and what of each is near each unit (last: of units)."""
    x, t = here.x, here.t
    near = around(here.xy, here.area, np.column_stack((x, t, np.ones_like(t))))
    return x, t, near[:, 0], near[:, 1:]


def _spatial_proximity(here: UnitPositions) -> float:
    x, t, cx, near = _near(here)
    return _closeness(np.column_stack((x, t - x)), np.column_stack((cx, near[:, 0] - cx)))


def _closeness(n: Floats, near: Floats) -> float:
    """Nearness of each group to its own members, over that of everybody to anybody."""
    own, N = (n * near).sum(axis=0), n.sum(axis=0)
    own, N = own[N > 0], N[N > 0]
    return float((own / N).sum() / (n.sum(axis=1) @ near.sum(axis=1) / N.sum()))


@takes_tables
def spatial_proximity(
    counts: pd.DataFrame,
    group: Labels | None,
    places: pd.DataFrame,
    *,
    versus: Labels | None = None,
    groups: Groups = None,
    by: By = (),
) -> pd.DataFrame:
    r"""Spatial proximity SP: how much nearer people live to their own group than to anybody.

    Parameters
    ----------
    group : label or list of labels, or None
        The group, against all others; None for several groups at once.
    groups : sequence of labels, optional
        Without ``group``: the groups, each on its own; all of the frame if left out.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity`.

    Notes
    -----
    .. math:: SP = \frac{\sum_k N_k P_{kk}}{T P_{tt}}, \quad
        P_{ab} = \sum_{ij} \frac{a_i b_j c_{ij}}{AB}, \quad c_{ij} = e^{-d_{ij}}

    over the group and the others, or over all groups. d is the distance between units in
    **kilometres**, so that most of the weight lies within two or three of them, and
    :math:`d_{ii} = .6 \sqrt{a_i}` from a unit to itself, about the mean distance of two people in
    it (a is its area in square kilometres). These two hold for all measures of this family; other
    units of length give other values. 1 without clustering, above 1 with it; below 1 on a
    checkerboard. The matrix of proximities is never whole in memory.

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
    name = "spatial_proximity"
    if group is not None:
        return for_each_place(
            counts, name, group, places, _spatial_proximity,
            versus=versus, by=by, area=True, empty=True,
        )  # fmt: skip
    if versus is not None:
        raise ValueError("versus compares a group with another; without group there is none")
    table, located = located_areas(counts, groups, places, by)
    values = [_closeness(n, around(xy, area, n)) for n, xy, area in located]
    return result(table.places, name, written(groups), table.places.filled(np.array(values, float)))


@land_measure()
def distance_decay_isolation(here: UnitPositions) -> float:
    r"""Distance-decay isolation DPxx: share of the group around a member, near units weighing more.

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
    x, _, cx, near = _near(here)
    return float(x @ (cx / near[:, 0]) / x.sum())


@land_measure()
def distance_decay_interaction(here: UnitPositions) -> float:
    r"""Distance-decay interaction DPxy: share of everybody else around a member of the group.

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
    x, _, cx, near = _near(here)
    return float(1 - x @ (cx / near[:, 0]) / x.sum())


@land_measure()
def absolute_clustering(here: UnitPositions) -> float:
    r"""Absolute clustering ACL: members of the group near a member, over what an even spread gives.

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
    x, t, cx, near = _near(here)
    even = x.sum() * near[:, 1].sum() / t.size**2
    return float((x @ cx / x.sum() - even) / (x @ near[:, 0] / x.sum() - even))


@land_measure()
def relative_clustering(here: UnitPositions) -> float:
    r"""Relative clustering RCL: distance within the group against distance within the others.

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
    x, t, cx, near = _near(here)
    y, cy = t - x, near[:, 0] - cx
    return float((x @ cx / x.sum() ** 2) / (y @ cy / y.sum() ** 2) - 1)
