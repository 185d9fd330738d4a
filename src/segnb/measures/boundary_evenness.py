"""Evenness with the borders taken in: units count as apart only where their neighbours differ."""

import numpy as np
import pandas as pd

from segnb.measures.coordinates import UnitPositions, for_each_place
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Labels


@takes_tables
def boundary_dissimilarity(
    counts: pd.DataFrame,
    group: Labels,
    edges: pd.DataFrame,
    *,
    versus: Labels | None = None,
    by: By = (),
) -> pd.DataFrame:
    r"""Dissimilarity adjusted for neighbours: D(adj) of Morrill, D(w) of Wong.

    Parameters
    ----------
    edges : DataFrame
        ``unit, neighbour, weight``, each pair in both directions. With weights of 1 it is
        Morrill's index, with lengths of the common border Wong's.

    Returns
    -------
    DataFrame
        As :func:`~segnb.measures.dissimilarity`.

    Notes
    -----
    .. math:: D_{adj} = D - \frac{\sum_{ij} w_{ij} |p_i - p_j|}{\sum_{ij} w_{ij}},
        \qquad D_{adj} \le D

    The weights are normed over the whole, so that units of metres or degrees do not matter. It may
    be negative where neighbours differ more than units in general, as on a checkerboard.

    References
    ----------
    Morrill, R. L. (1991). On the measure of geographic segregation. Geography Research Forum 11,
    25-36. Wong, D. W. S. (1993). Spatial indices of segregation. Urban Studies 30, 559-572.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabbcc"), "group": ["x", "y"] * 3,
    ...                        "count": [90, 10, 60, 40, 0, 100]})
    >>> edges = pd.DataFrame({"unit": list("abbc"), "neighbour": list("bacb"), "weight": 1.0})
    >>> round(boundary_dissimilarity(counts, "x", edges)["estimate"].item(), 4)
    0.2167
    """
    absent = [name for name in ("unit", "neighbour", "weight") if name not in edges.columns]
    if absent:
        raise ValueError(f"the edges lack {', '.join(absent)}; see contiguity")
    if not (edges["weight"] >= 0).all():
        raise ValueError("a weight is missing or negative")

    def formula(here: UnitPositions) -> float:
        share = pd.Series(here.x / here.t, index=here.units)
        inside = edges["unit"].isin(here.units) & edges["neighbour"].isin(here.units)
        kept = edges[inside]
        X, Y = here.x.sum(), (here.t - here.x).sum()
        D = np.abs(here.x / X - (here.t - here.x) / Y).sum() / 2
        weight = kept["weight"].to_numpy(dtype=float)
        if weight.sum() == 0:
            return float(D)
        gap = np.abs(share[kept["unit"]].to_numpy() - share[kept["neighbour"]].to_numpy())
        return float(D - weight @ gap / weight.sum())

    units = counts["unit"].drop_duplicates()
    nowhere = pd.DataFrame({"unit": units, "x": 0.0, "y": 0.0})
    return for_each_place(
        counts, "boundary_dissimilarity", group, nowhere, formula, versus=versus, by=by
    )
