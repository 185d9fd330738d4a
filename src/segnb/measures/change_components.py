"""Change of segregation between two times: mix of groups, size of units, and structure."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
import pandas as pd

from segnb.measures.change_intervals import COMPONENTS, TRACE, ends, parts_of
from segnb.measures.estimand import check_settings
from segnb.measures.evenness import xlogx
from segnb.measures.from_formula import Groups
from segnb.measures.groups import group_codes, member
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Floats, Label, layout, names, require, side

RELATIVE, MOST_ROUNDS = 1e-12, 5_000


@takes_tables
def change(
    counts: pd.DataFrame,
    along: str,
    first: Label,
    second: Label,
    groups: Groups = None,
    *,
    by: By = (),
    level: float | None = None,
    draws: int = 199,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Change of M from one time to another, by what changed.

    Parameters
    ----------
    counts : DataFrame
        Columns ``unit``, ``group``, ``count``, ``along`` and those named in ``by``.
    along : str
        Column that tells the two times apart, such as ``year``.
    first, second : label
        The two values of that column.
    level, draws, seed
        With a level, such as .95, ``lower`` and ``upper`` are added: of ``first``, ``second`` and
        ``change`` as by :func:`~segnb.measures.intervals` and :func:`~segnb.measures.difference`,
        of the parts from counts drawn at both times, mirrored in the estimate. People who stay
        where they are make two years more alike than that: the intervals err on the wide side.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``component, estimate, reason``: ``first`` and ``second`` (M at the
        two times), ``change``, and what it is made of: ``additions`` and ``removals`` of units
        (and groups) found at one time only, ``group_margin`` (mix of groups), ``unit_margin``
        (sizes of units) and ``structure`` (who lives where, margins apart).

    Notes
    -----
    .. math:: M_2 - M_1 = additions + removals + \Delta_{group} + \Delta_{unit} + \Delta_{structure}

    The first table is fitted to the margins of the second and the other way round (iterative
    proportional fitting, until no margin is off by more than 1e-12 of itself); structure is the
    mean of the two ways, and the margins share the rest by Shapley's rule. Where the zeros of the
    table rule out an exact fit, a zero that is filled at the other time counts as a trace: 1e-8 of
    what chance would put there. The parts add up to the change all the same, and depend on shares
    alone: a table in thousands gives what one in persons gives.

    References
    ----------
    Elbers, B. (2021). A method for studying differences in segregation across time and space.
    Sociological Methods & Research 52, 5-42.

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [1] * 4 + [2] * 4, "unit": list("aabb") * 2,
    ...     "group": ["x", "y"] * 4, "count": [30, 70, 10, 90, 60, 140, 20, 180]})
    >>> change(counts, "year", 1, 2).set_index("component")["estimate"].round(6).abs().tolist()
    [0.032429, 0.032429, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    frames = []
    for key, place in _places(counts, along, first, second, groups, by):
        A, B = (_table(place, along, value) for value in (first, second))
        summary = _summary(_of_place(A, B))
        if level is not None:
            summary = _with_ends(summary, A, B, level, draws, seed)
        frames.append(summary.assign(**dict(zip(names(by), key, strict=True))))
    frame = pd.concat(frames, ignore_index=True) if frames else _summary(_nothing(()))
    return frame[[*names(by), *frame.columns.difference(names(by), sort=False)]]


def _with_ends(
    summary: pd.DataFrame, A: pd.DataFrame, B: pd.DataFrame, level: float, draws: int, seed: int
) -> pd.DataFrame:
    check_settings(level, draws)
    estimate = dict(zip(summary["component"], summary["estimate"], strict=True))
    if summary["estimate"].isna().any():
        return summary.assign(lower=np.nan, upper=np.nan)
    found = ends(A, B, estimate, level, draws, seed)
    both = np.array([found[name] for name in summary["component"]])
    return summary.assign(lower=both[:, 0], upper=both[:, 1])


def _summary(units: pd.DataFrame) -> pd.DataFrame:
    reason = units["reason"].iloc[0] if len(units) else "no_people"
    total = units[["first", "second", *COMPONENTS]].sum(skipna=False)
    values = {
        "first": total["first"],
        "second": total["second"],
        "change": total["second"] - total["first"],
        **{name: total[name] for name in COMPONENTS},
    }
    frame = pd.DataFrame({"component": list(values), "estimate": list(values.values())})
    known = frame["estimate"].notna()  # M may be known where its change cannot be split
    return frame.assign(reason=pd.array(np.where(known, "", reason), dtype="str"))


@takes_tables
def change_by_unit(
    counts: pd.DataFrame,
    along: str,
    first: Label,
    second: Label,
    groups: Groups = None,
    *,
    by: By = (),
) -> pd.DataFrame:
    r"""What each unit adds to the components of :func:`change`.

    Parameters are those of :func:`change`.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``unit, first, second`` (the unit's part of M at the two times),
        ``additions, removals, group_margin, unit_margin, structure, reason``. Each column adds up
        to the component, and each row to ``second - first``.

    Notes
    -----
    .. math:: M = \sum_j p_j D_j, \qquad D_j = \sum_k p_{k|j} \ln \frac{p_{k|j}}{P_k}

    References
    ----------
    Elbers (2021), see :func:`change`.

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [1] * 4 + [2] * 4, "unit": list("aabb") * 2,
    ...     "group": ["x", "y"] * 4, "count": [20, 20, 20, 20, 30, 10, 10, 30]})
    >>> change_by_unit(counts, "year", 1, 2)["structure"].round(4).tolist()
    [0.0654, 0.0654]
    """
    places = _places(counts, along, first, second, groups, by)
    frames = [
        _of_place(*(_table(place, along, value) for value in (first, second))).assign(
            **dict(zip(names(by), key, strict=True))
        )
        for key, place in places
    ]
    nothing = _nothing(names(by))
    return pd.concat(frames, ignore_index=True)[nothing.columns] if frames else nothing


def _nothing(keys: Sequence[str]) -> pd.DataFrame:
    columns = [*keys, "unit", "first", "second", *COMPONENTS, "reason"]
    return pd.DataFrame({name: [] for name in columns})


def _places(
    counts: pd.DataFrame, along: str, first: Label, second: Label, groups: Groups, by: By
) -> Iterator[tuple[tuple, pd.DataFrame]]:
    for value in (first, second):
        side(counts, along, value)
    require(counts, names(by))
    wanted = counts if groups is None else counts[member(counts, list(groups))]
    wanted = wanted[wanted[along].isin([first, second])]
    if not names(by):
        return iter([((), wanted)])
    return iter(wanted.groupby(names(by), sort=True, dropna=False))


def _table(place: pd.DataFrame, along: str, value: Label) -> pd.DataFrame:
    """Counts at one time, units by groups; those without anybody left out."""
    lines = place[place[along] == value]
    laid, (codes, groups) = layout(lines, ()), group_codes(lines, None)
    shape = (laid.first.size, len(groups))
    cell = laid.row * shape[1] + codes
    n = np.bincount(cell, laid.count, minlength=shape[0] * shape[1]).reshape(shape)
    table = pd.DataFrame(n, index=lines["unit"].iloc[laid.first], columns=groups, dtype=float)
    return table.loc[~(table.sum(axis=1, skipna=False) == 0), ~(table.sum(skipna=False) == 0)]


def _of_place(A: pd.DataFrame, B: pd.DataFrame) -> pd.DataFrame:
    units = A.index.union(B.index)
    frame = pd.DataFrame(np.nan, index=units, columns=["first", "second", *COMPONENTS])
    reason = _reason(A, B)
    if not reason:
        both, groups = A.index.intersection(B.index), A.columns.intersection(B.columns)
        a, b = A.loc[both, groups].to_numpy(), B.loc[both, groups].to_numpy()
        frame = _components(frame, A, B, pd.Index(both), a, b)
        reason = "not_converged" if frame["structure"].isna().any() else ""
    return frame.rename_axis("unit").reset_index().assign(reason=reason)


def _reason(A: pd.DataFrame, B: pd.DataFrame) -> str:
    if A.isna().to_numpy().any() or B.isna().to_numpy().any():
        return "missing_count"
    if A.empty or B.empty:
        return "no_people"
    if len(A.index.intersection(B.index)) < 2:
        return "one_unit"
    if len(A.columns.intersection(B.columns)) < 2:
        return "group_universal"
    return ""


def _components(
    frame: pd.DataFrame, A: pd.DataFrame, B: pd.DataFrame, both: pd.Index, a: Floats, b: Floats
) -> pd.DataFrame:
    def everywhere(part: Floats, index: pd.Index) -> pd.Series:
        return pd.Series(part, index).reindex(frame.index, fill_value=0.0)

    frame["first"] = everywhere(contributions(A.to_numpy()), A.index)
    frame["second"] = everywhere(contributions(B.to_numpy()), B.index)
    before, after = everywhere(contributions(a), both), everywhere(contributions(b), both)
    frame["removals"], frame["additions"] = before - frame["first"], frame["second"] - after
    for name, part in zip(("group_margin", "unit_margin", "structure"), shapley(a, b), strict=True):
        frame[name] = everywhere(part, both)
    return frame


def contributions(n: Floats) -> Floats:
    """Part of each unit in M; they add up to it."""
    p = n / n.sum()
    margin = p.sum(axis=1)
    return xlogx(p).sum(axis=1) - xlogx(margin) - p @ np.log(np.maximum(p.sum(axis=0), 1e-300))


def fitted(n: Floats, rows: Floats, columns: Floats) -> tuple[Floats, bool]:
    """The table with other margins and the same odds ratios; and whether it was reached."""
    n = n.copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        for _ in range(MOST_ROUNDS):
            n *= columns / n.sum(axis=0)
            n *= (rows / n.sum(axis=1))[:, None]
            if np.abs(n.sum(axis=0) / columns - 1).max() < RELATIVE:
                return n, True
    return n, False


def _filled(n: Floats, other: Floats) -> Floats:
    """Shares, with a trace of what chance would give in zeros that are filled at the other time."""
    p = n / n.sum()
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    return np.where((p == 0) & (other > 0), TRACE * chance, p)


def _cube(
    tables: tuple[Floats, Floats], a: Floats, b: Floats
) -> tuple[dict[tuple[int, int, int], Floats], bool]:
    """Contributions for each choice of structure, unit margin and group margin."""
    units = [n.sum(axis=1) / n.sum() for n in (a, b)]
    groups = [n.sum(axis=0) / n.sum() for n in (a, b)]
    # what was observed needs no fit, so that the parts add up to the whole change
    cube, reached = {(0, 0, 0): contributions(a), (1, 1, 1): contributions(b)}, True
    for s, u, g in product((0, 1), repeat=3):
        if (s, u, g) not in cube:
            table, exact = fitted(tables[s], units[u], groups[g])
            reached &= exact
            cube[s, u, g] = contributions(table) if exact else np.full(len(a), np.nan)
    return cube, reached


def shapley(a: Floats, b: Floats) -> tuple[Floats, Floats, Floats]:
    """Parts of group margin, unit margin and structure in the change from a to b, by unit."""
    cube, reached = _cube((a / a.sum(), b / b.sum()), a, b)
    if not reached:
        cube, _ = _cube((_filled(a, b), _filled(b, a)), a, b)
    return parts_of(cube)
