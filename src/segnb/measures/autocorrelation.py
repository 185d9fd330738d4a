"""Are neighbouring units alike? Moran's I and its local form, computed by esda."""

from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from segnb.measures.coordinates import METRES
from segnb.measures.groups import two_groups
from segnb.measures.resampling import checked_seed
from segnb.measures.table_input import as_frame, takes_tables
from segnb.measures.unit_counts import By, Floats, Labels, layout, names

QUADRANTS = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}
ROUND_OFF = 1e-12


def _esda() -> tuple[ModuleType, ModuleType]:
    try:
        import esda
        from libpysal import graph
    except ImportError as error:
        raise ImportError(
            "Moran's I needs esda and libpysal: pip install 'segnb[spatial]'"
        ) from error
    return esda, graph


@takes_tables
def contiguity(places: Any) -> pd.DataFrame:
    """Units that touch each other, as edges ``unit, neighbour, weight``.

    Parameters
    ----------
    places : GeoDataFrame
        Polygons with a column ``unit``, in a projected system.

    Notes
    -----
    .. math:: w_{ij} = 1 \\text{ where two units share a border or a corner (queen)}

    References
    ----------
    Anselin, L. (1988). Spatial Econometrics. Kluwer.

    Examples
    --------
    >>> import geopandas, shapely
    >>> squares = [shapely.box(i, 0, i + 1, 1) for i in range(3)]
    >>> places = geopandas.GeoDataFrame({"unit": list("abc")}, geometry=squares, crs=3006)
    >>> contiguity(places)[["unit", "neighbour"]].to_numpy().tolist()
    [['a', 'b'], ['b', 'a'], ['b', 'c'], ['c', 'b']]
    """
    if places.crs is None or places.crs.is_geographic:
        raise ValueError(f"the GeoDataFrame is not in a projected system; {METRES}")
    _, graph = _esda()
    built = graph.Graph.build_contiguity(places.set_index("unit"), rook=False)
    edges = built.adjacency.reset_index()
    edges.columns = ["unit", "neighbour", "weight"]
    return edges[edges["weight"] > 0].reset_index(drop=True)


def _graph(edges: pd.DataFrame, units: pd.Index) -> Any:
    """Row-standardised graph of the units; edges to units that are not there are left out."""
    absent = [name for name in ("unit", "neighbour") if name not in edges.columns]
    if absent:
        raise ValueError(f"the edges lack {', '.join(absent)}; see contiguity")
    _, graph = _esda()
    weight = edges["weight"] if "weight" in edges else pd.Series(1.0, index=edges.index)
    if edges.duplicated(["unit", "neighbour"]).any():
        raise ValueError("a unit and its neighbour are there twice in the edges; each pair is once")
    inside = edges["unit"].isin(units) & edges["neighbour"].isin(units)
    kept = edges[inside].assign(weight=weight[inside].astype(float))
    alone = units.difference(kept["unit"])
    focal = pd.concat([kept["unit"], pd.Series(alone)], ignore_index=True)
    neighbour = pd.concat([kept["neighbour"], pd.Series(alone)], ignore_index=True)
    value = np.concatenate((kept["weight"].to_numpy(), np.zeros(len(alone))))
    order = pd.Series(np.arange(len(units)), index=units)
    sort = np.lexsort((order[neighbour].to_numpy(), order[focal].to_numpy()))
    return graph.Graph.from_arrays(
        focal.to_numpy()[sort], neighbour.to_numpy()[sort], value[sort]
    ).transform("r")


@takes_tables
def morans_i(
    values: pd.Series | pd.DataFrame,
    edges: pd.DataFrame,
    *,
    by: By = (),
    permutations: int = 999,
    seed: int = 0,
) -> pd.Series | pd.DataFrame:
    r"""Moran's I of values by unit: how alike neighbouring units are.

    Parameters
    ----------
    values : Series or DataFrame
        A value for each unit, such as a share, with the unit as index; or what :func:`shares`
        gives: a frame with ``unit``, ``share`` and the columns named in ``by``.
    by : str or sequence of str
        Columns of the frame that tell places apart; neighbours are sought within a place.
    edges : DataFrame
        ``unit, neighbour`` and, if wanted, ``weight``; see :func:`contiguity`.
    permutations, seed : int
        Random reorderings of the values, and their seed.

    Returns
    -------
    Series or DataFrame
        ``estimate, expected, p, units, reason``; p is one-sided, (r + 1) / (n + 1). With ``by`` a
        row for each place.

    Notes
    -----
    .. math:: I = \frac{n}{\sum_{ij} w_{ij}}
        \frac{\sum_{ij} w_{ij} (v_i - \bar v)(v_j - \bar v)}{\sum_i (v_i - \bar v)^2}

    with weights that add up to 1 in each row; about -1 to 1, -1/(n-1) without any pattern.

    References
    ----------
    Moran, P. A. P. (1950). Notes on continuous stochastic phenomena. Biometrika 37, 17-23.

    Examples
    --------
    >>> values = pd.Series([1.0, 1.0, 0.0, 0.0], index=list("abcd"))
    >>> edges = pd.DataFrame({"unit": list("abbccd"), "neighbour": list("bacbdc")})
    >>> float(morans_i(values, edges)["estimate"])
    0.5
    """
    checked_seed(seed)
    found = [_global(part, edges, permutations, seed) for _, part in _by_place(values, by)]
    if not names(by):
        return found[0]
    keys = [key for key, _ in _by_place(values, by)]
    frame = pd.concat([pd.DataFrame(keys, columns=names(by)), pd.DataFrame(found)], axis=1)
    return frame.astype({"estimate": float, "expected": float, "p": float, "units": int})


def _by_place(values: pd.Series | pd.DataFrame, by: By) -> list[tuple[tuple, pd.Series]]:
    keys = names(by)
    if isinstance(values, pd.Series):
        if keys:
            raise ValueError("values is a Series; by names columns of a frame")
        return [((), _each_once(values))]
    frame = as_frame(values, "values")
    absent = [name for name in ("unit", "share", *keys) if name not in frame]
    if absent:
        raise ValueError(
            f"the values lack {', '.join(absent)}; they are a Series with the unit as index, or a "
            "frame as shares gives it"
        )
    places = frame.groupby(keys, sort=True) if keys else [((), frame)]
    return [(key, _each_once(part.set_index("unit")["share"])) for key, part in places]


def _each_once(values: pd.Series) -> pd.Series:
    if values.index.has_duplicates:
        twice = values.index[values.index.duplicated()][0]
        raise ValueError(f"the unit {twice!r} has two values; name in by what tells places apart")
    return values


def _global(values: pd.Series, edges: pd.DataFrame, permutations: int, seed: int) -> pd.Series:
    fields = ["estimate", "expected", "p", "units", "reason"]
    known = values.dropna()
    reason = _no_pattern(known)
    if reason:
        return pd.Series([np.nan, np.nan, np.nan, len(known), reason], index=fields)
    esda, _ = _esda()
    graph = _graph(edges, known.index)
    found = esda.Moran(known.to_numpy(), graph, permutations=0)
    p = _global_p(known.to_numpy() - known.mean(), graph, permutations, seed)
    return pd.Series([found.I, found.EI, p, len(known), ""], index=fields)


def _global_p(z: Floats, graph: Any, permutations: int, seed: int) -> float:
    """One-sided p: all values dealt out at random over the units."""
    weights = graph.sparse.tocsr()
    rng = np.random.default_rng(seed)
    mixed = rng.permuted(np.tile(z, (permutations, 1)), axis=1).T
    drawn = (mixed * (weights @ mixed)).sum(axis=0)
    return float(((drawn >= z @ (weights @ z) - ROUND_OFF).sum() + 1) / (permutations + 1))


def _no_pattern(known: pd.Series) -> str:
    if len(known) < 2:
        return "one_unit" if len(known) else "no_people"
    return "no_variation" if np.ptp(known.to_numpy()) == 0 else ""


@takes_tables
def local_morans_i(
    values: pd.Series | pd.DataFrame,
    edges: pd.DataFrame,
    *,
    by: By = (),
    permutations: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Local Moran's I: where high values lie among high ones, and low among low.

    Parameters are those of :func:`morans_i`.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``unit, estimate, p, quadrant, reason``; quadrant is
        ``high-high``, ``low-low``, ``high-low`` (a high value among low ones) or ``low-high``.

    Notes
    -----
    .. math:: I_i = \frac{(n-1)(v_i - \bar v)}{\sum_j (v_j - \bar v)^2} \sum_j w_{ij} (v_j - \bar v)

    p is two-sided, for each unit on its own: of a hundred units, some will have a low p by chance.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association. Geographical Analysis 27, 93-115.

    Examples
    --------
    >>> values = pd.Series([1.0, 0.8, 0.1, 0.0], index=list("abcd"))
    >>> edges = pd.DataFrame({"unit": list("abbccd"), "neighbour": list("bacbdc")})
    >>> local_morans_i(values, edges)["quadrant"].tolist()
    ['high-high', 'high-high', 'low-low', 'low-low']
    """
    checked_seed(seed)
    frames = [
        _local(part, edges, permutations, seed).assign(**dict(zip(names(by), key, strict=True)))
        for key, part in _by_place(values, by)
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame[[*names(by), *frame.columns.difference(names(by), sort=False)]]


def _local(values: pd.Series, edges: pd.DataFrame, permutations: int, seed: int) -> pd.DataFrame:
    known = values.dropna()
    reason = _no_pattern(known)
    if reason:
        frame = pd.DataFrame({"unit": known.index, "estimate": np.nan, "p": np.nan, "quadrant": ""})
        return frame.assign(reason=reason)
    esda, _ = _esda()
    graph = _graph(edges, known.index)
    found = esda.Moran_Local(known.to_numpy(), graph, permutations=0)
    z = known.to_numpy() - known.mean()
    return pd.DataFrame(
        {
            "unit": known.index,
            "estimate": found.Is,
            "p": _conditional_p(z, graph, permutations, seed),
            "quadrant": [QUADRANTS[q] for q in found.q],
            "reason": "",
        }
    )


def _conditional_p(z: Floats, graph: Any, permutations: int, seed: int) -> Floats:
    """Two-sided p of each unit: the others dealt out at random over its neighbours.

    Counted here because esda compiles for seconds to do it, and is about to change its p.
    """
    rng = np.random.default_rng(seed)
    weights = graph.sparse.tocsr()
    most = int(np.diff(weights.indptr).max(initial=1))
    keys = rng.random((permutations, z.size - 1))
    picks = np.argsort(keys, axis=1)[:, : min(most, z.size - 1)]
    p = np.full(z.size, np.nan)
    for unit in range(z.size):
        w = weights.data[weights.indptr[unit] : weights.indptr[unit + 1]]
        if not w.any():
            continue
        others = np.delete(z, unit)
        lag = z[weights.indices[weights.indptr[unit] : weights.indptr[unit + 1]]] @ w
        drawn = others[picks[:, : w.size]] @ w
        tail = min((drawn >= lag - ROUND_OFF).sum(), (drawn <= lag + ROUND_OFF).sum())
        p[unit] = min(1.0, 2 * (tail + 1) / (permutations + 1))
    return p


@takes_tables
def shares(counts: pd.DataFrame, group: Labels, *, by: By = ()) -> pd.DataFrame:
    """Share of the group by unit, ready for :func:`morans_i`; units without people are left out.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "y"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> shares(counts, "x").set_index("unit")["share"].tolist()
    [0.3, 0.1]
    """
    laid = layout(counts, by)
    table = two_groups(counts, group, None, by, laid=laid)
    rows = laid.first[table.rows]
    value: Floats = table.x / table.t
    return counts[[*names(by), "unit"]].iloc[rows].reset_index(drop=True).assign(share=value)
