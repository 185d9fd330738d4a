"""Segregation between and within nested levels; the parts add up to the whole."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.measures.from_formula import COMPOSITION, MANY_GROUPS, Groups, evaluate_many
from segnb.measures.groups import ManyGroups, many_groups
from segnb.measures.inference import intervals
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import ONE_UNIT, By, Floats, names

TOTAL = "total"
WITHIN = {
    "mutual_information": "mutual_information",
    "entropy_index": "multigroup_entropy_index",
}


@takes_tables
def nested(
    counts: pd.DataFrame, levels: Sequence[str], groups: Groups = None, *, by: By = ()
) -> pd.DataFrame:
    r"""Segregation split over nested levels, such as county > municipality > RegSO > DeSO.

    Parameters
    ----------
    counts : DataFrame
        Columns ``unit``, ``group``, ``count``, the levels and those named in ``by``.
    levels : sequence of str
        Columns from the coarsest to the finest level. ``unit`` is the finest of all and may be
        left out. An area is known by its whole path, so that names may repeat elsewhere.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, level, within, estimate, share, reason``: for M
        (``mutual_information``) and H (``entropy_index``) the part of each level within the one
        above, and their sum, the ``total``.

    Notes
    -----
    .. math:: M = M_{between} + \sum_s \frac{T_s}{T} M_s, \qquad H = M / E, \qquad
        0 \le \text{each part} \le \text{total}

    References
    ----------
    Theil, H. (1972). Statistical Decomposition Analysis. Reardon, S. F., Yun, J. T. & Eitle, T. M.
    (2000). The changing structure of school segregation. Demography 37, 351-364.

    Examples
    --------
    >>> counts = pd.DataFrame({"town": list("AAAABBBB"), "unit": list("aabbccdd"),
    ...                        "group": ["x", "y"] * 4, "count": [40, 20, 20, 40, 5, 60, 1, 80]})
    >>> parts = nested(counts, ["town"])
    >>> parts[["level", "within", "estimate"]].head(3).round(4)
       level within  estimate
    0   town           0.1535
    1   unit   town    0.0331
    2  total           0.1866
    """
    path = [level for level in names(levels) if level != "unit"] + ["unit"]
    _check_levels(counts, path)
    whole = many_groups(counts, groups, by)
    E = evaluate_many(whole, COMPOSITION["diversity"])
    sums = [_information(counts, path[: depth + 1], groups, by) for depth in range(len(path))]
    parts = np.diff(np.array(sums), axis=0, prepend=0.0)
    frames = []
    for measure, scale in (("mutual_information", 1.0), ("entropy_index", E)):
        for depth, level in enumerate(path):
            above = path[depth - 1] if depth else ""
            frames.append(_part(whole, measure, level, above, parts[depth] / scale, parts, depth))
        frames.append(_part(whole, measure, TOTAL, "", (parts / scale).sum(axis=0), parts, None))
    keys = names(by)
    frame = pd.concat(frames, ignore_index=True)
    return frame.sort_values(keys, kind="stable", ignore_index=True) if keys else frame


def _check_levels(counts: pd.DataFrame, path: list[str]) -> None:
    absent = [level for level in path if level not in counts.columns]
    if absent:
        raise ValueError(f"the frame has no column {absent[0]!r}; levels are columns of it")


def _information(counts: pd.DataFrame, path: list[str], groups: Groups, by: By) -> Floats:
    """M between the areas of a level; 0 where there is one area only."""
    area = counts.groupby(path, sort=False, observed=True, dropna=False).ngroup()
    table = many_groups(counts.assign(unit=area.to_numpy()), groups, by)
    value = evaluate_many(table, MANY_GROUPS["mutual_information"])
    value[table.places.reason == ONE_UNIT] = 0.0
    return value


def _part(
    table: ManyGroups,
    measure: str,
    level: str,
    above: str,
    estimate: Floats,
    parts: Floats,
    depth: int | None,
) -> pd.DataFrame:
    total = parts.sum(axis=0)
    part = total if depth is None else parts[depth]
    share = np.divide(part, total, out=np.full(total.size, np.nan), where=total > 0)
    valid = table.places.valid
    return table.places.keys.assign(
        measure=measure,
        level=level,
        within=above,
        estimate=np.where(valid, estimate, np.nan),
        share=np.where(valid, share, np.nan),
        reason=pd.array(table.places.reason, dtype="str"),
    )


@takes_tables
def within(
    counts: pd.DataFrame,
    level: str,
    groups: Groups = None,
    *,
    by: By = (),
    confidence: float | None = None,
    draws: int = 399,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Segregation inside each area of a level, and what it adds to the whole.

    Parameters
    ----------
    level : str
        A column of areas, as one of the levels of :func:`nested`.
    confidence : float, optional
        With it, such as .95, an interval of M and H is added (``mutual_information_lower`` …).

    Returns
    -------
    DataFrame
        The ``by`` columns, the level and ``mutual_information`` M, ``entropy_index`` H, ``share``
        of people, ``contribution`` to the M of the whole, and ``reason``. The contributions add
        up to the part within the level.

    Notes
    -----
    .. math:: M_{within} = \sum_s \frac{T_s}{T} M_s, \qquad 0 \le M_s \le \ln K

    References
    ----------
    Mora, R. & Ruiz-Castillo, J. (2011). Entropy-based segregation indices. Sociological
    Methodology 41, 159-194.

    Examples
    --------
    >>> counts = pd.DataFrame({"town": list("AAAABBBB"), "unit": list("aabbccdd"),
    ...                        "group": ["x", "y"] * 4, "count": [40, 20, 20, 40, 5, 60, 1, 80]})
    >>> within(counts, "town")[["town", "mutual_information", "share"]].round(4)
      town  mutual_information   share
    0    A              0.0566  0.4511
    1    B              0.0138  0.5489
    """
    by = names(by)
    table = many_groups(counts, groups, [*by, level])
    M = evaluate_many(table, MANY_GROUPS["mutual_information"])
    H = evaluate_many(table, MANY_GROUPS["multigroup_entropy_index"])
    frame = table.places.keys.assign(mutual_information=M, entropy_index=H)
    T = pd.Series(table.places.total)
    whole = T.groupby([frame[name] for name in by]).transform("sum") if by else T.sum()
    frame["share"] = T / whole
    # one unit, or one group only, adds nothing; what is not known is not counted as nothing
    nothing = np.isin(table.places.reason, (ONE_UNIT, "group_universal", "no_people"))
    frame["contribution"] = np.where(nothing, 0.0, M) * frame["share"]
    frame["reason"] = pd.array(table.places.reason, dtype="str")
    if confidence is None:
        return frame
    for name, measure in WITHIN.items():
        ends = intervals(
            counts, measure, groups, by=[*by, level], level=confidence, draws=draws, seed=seed
        )
        frame[[f"{name}_lower", f"{name}_upper"]] = ends[["lower", "upper"]].to_numpy()
    return frame
