"""Concentration and centralisation: how much land the group has, and how near to the centre."""

import numpy as np

from segnb.measures.coordinates import UnitPositions, land_measure
from segnb.measures.unit_counts import Floats

Centre = tuple[float, float] | None
EQUAL = "equal_areas"  # the reason why a concentration has no value


def _extremes(here: UnitPositions) -> tuple[float, float]:
    """Mean area of the smallest and of the largest units that would hold the whole group."""
    order = np.argsort(here.area, kind="stable")
    t, area, X = here.t[order], here.area[order], here.x.sum()
    small = slice(0, int(np.argmax(np.cumsum(t) >= X)) + 1)
    large = slice(t.size - 1 - int(np.argmax(np.cumsum(t[::-1]) >= X)), None)
    return (
        float(t[small] @ area[small] / t[small].sum()),
        float(t[large] @ area[large] / t[large].sum()),
    )


def _ordered(here: UnitPositions, centre: Centre) -> tuple[Floats, Floats, Floats]:
    """Running shares of group, others and area from the centre out."""
    if centre is not None and not (np.shape(centre) == (2,) and np.isfinite(centre).all()):
        raise ValueError(f"the centre is {centre!r}; it is a point (x, y) in metres")
    gap = here.xy - (here.xy.mean(axis=0) if centre is None else np.asarray(centre, dtype=float))
    order = np.argsort((gap * gap).sum(axis=1), kind="stable")
    return tuple(np.cumsum(v[order]) / v.sum() for v in (here.x, here.t - here.x, here.area))


def _before(a: Floats, b: Floats) -> float:
    return float(a[:-1] @ b[1:] - a[1:] @ b[:-1])


@land_measure()
def delta(here: UnitPositions) -> float:
    r"""Delta: share of the group that would have to move for the same density everywhere.

    Notes
    -----
    .. math:: \Delta = \tfrac12 \sum_j |x_j/X - a_j/A|, \qquad 0 \le \Delta \le 1

    Units without people count with their land.

    References
    ----------
    Duncan, O. D., Cuzzort, R. P. & Duncan, B. (1961). Statistical Geography. Free Press.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0,
    ...                        "area": [1e6, 2e6, 4e6]})
    >>> round(delta(counts, "x", places)["estimate"].item(), 4)
    0.5714
    """
    return float(np.abs(here.x / here.x.sum() - here.area / here.area.sum()).sum() / 2)


@land_measure(EQUAL)
def absolute_concentration(here: UnitPositions) -> float:
    r"""Absolute concentration ACO: does the group live on as little land as it could?

    Notes
    -----
    .. math:: ACO = 1 - \frac{\sum_j x_j a_j / X - \bar a_{small}}{\bar a_{large} - \bar a_{small}},
        \qquad 0 \lesssim ACO \lesssim 1

    with the mean area, weighted by people, of the smallest and of the largest units that would hold
    as many people as the group has; the last unit counts whole, so that values slightly beyond 0-1
    occur with few units. Without a value (``equal_areas``) where all units are of one size.

    References
    ----------
    Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Social Forces
    67, 281-315.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0,
    ...                        "area": [1e6, 2e6, 4e6]})
    >>> round(absolute_concentration(counts, "x", places)["estimate"].item(), 4)
    1.0667
    """
    least, most = _extremes(here)
    mean = here.x @ here.area / here.x.sum()
    return float(1 - (mean - least) / (most - least)) if most > least else float("nan")


@land_measure(EQUAL)
def relative_concentration(here: UnitPositions) -> float:
    r"""Relative concentration RCO: land of the group against land of the others.

    Notes
    -----
    .. math:: RCO = \Big(\frac{\sum_j x_j a_j / X}{\sum_j y_j a_j / Y} - 1\Big) \Big/
        \Big(\frac{\bar a_{small}}{\bar a_{large}} - 1\Big)

    About -1 to 1; above 0 where the group has less land.

    References
    ----------
    Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Social Forces
    67, 281-315.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0,
    ...                        "area": [1e6, 2e6, 4e6]})
    >>> round(relative_concentration(counts, "x", places)["estimate"].item(), 4)
    1.1429
    """
    least, most = _extremes(here)
    x, y = here.x, here.t - here.x
    ratio = (x @ here.area / x.sum()) / (y @ here.area / y.sum())
    return float((ratio - 1) / (least / most - 1)) if most > least else float("nan")


@land_measure()
def absolute_centralisation(here: UnitPositions, *, centre: Centre = None) -> float:
    r"""Absolute centralisation ACE: does the group live nearer to the centre than land lies?

    The ``centre`` is the point (x, y) in metres that is taken as it, such as the square; the mean
    of the units' coordinates if left out.

    Notes
    -----
    .. math:: ACE = \sum_j X_{j-1} A_j - \sum_j X_j A_{j-1}, \qquad -1 \le ACE \le 1

    with running shares from the centre out.

    References
    ----------
    Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Social Forces
    67, 281-315.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0,
    ...                        "area": [1e6, 2e6, 4e6]})
    >>> round(absolute_centralisation(counts, "x", places)["estimate"].item(), 4)
    0.4571
    """
    x, _, area = _ordered(here, centre)
    return _before(x, area)


@land_measure()
def relative_centralisation(here: UnitPositions, *, centre: Centre = None) -> float:
    r"""Relative centralisation RCE: does the group live nearer to the centre than the others?

    The ``centre`` is the point (x, y) in metres that is taken as it, such as the square; the mean
    of the units' coordinates if left out.

    Notes
    -----
    .. math:: RCE = \sum_j X_{j-1} Y_j - \sum_j X_j Y_{j-1}, \qquad -1 \le RCE \le 1

    with running shares from the centre out.

    References
    ----------
    Massey, D. S. & Denton, N. A. (1988). The dimensions of residential segregation. Social Forces
    67, 281-315.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> places = pd.DataFrame({"unit": list("abc"), "x": [0, 1000, 2000], "y": 0,
    ...                        "area": [1e6, 2e6, 4e6]})
    >>> round(relative_centralisation(counts, "x", places)["estimate"].item(), 4)
    0.5333
    """
    x, y, _ = _ordered(here, centre)
    return _before(x, y)
