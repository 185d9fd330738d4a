"""Several two-group measures at once, and the curve behind two of them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.measures.from_formula import TWO_GROUP, evaluate, result, two_group
from segnb.measures.groups import TwoGroups, two_groups
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Floats, Labels, layout, title


def two_group_names(measures: str | Sequence[str]) -> list[str]:
    """Names of two-group measures; an unknown one is refused with those there are."""
    wanted = [measures] if isinstance(measures, str) else list(measures)
    unknown = [name for name in wanted if name not in TWO_GROUP]
    if unknown or not wanted:
        unknown = unknown or [""]
        raise ValueError(f"no two-group measure {unknown[0]!r}; there are {', '.join(TWO_GROUP)}")
    return wanted


@takes_tables
def indices(
    counts: pd.DataFrame,
    measures: str | Sequence[str],
    group: Labels,
    *,
    versus: Labels | None = None,
    by: By = (),
) -> pd.DataFrame:
    """Several two-group measures at once, the frame read only once.

    Parameters
    ----------
    measures : str or list of str
        Names of two-group measures, such as ``["dissimilarity", "isolation"]``.
    group, versus, by
        As in :func:`~segnb.measures.dissimilarity`. Interaction with ``versus`` counts everybody
        as a neighbour, as :func:`~segnb.measures.interaction` does.

    Returns
    -------
    DataFrame
        The rows of each measure, one measure after the other.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": ["a", "a", "b", "b"], "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> indices(counts, ["dissimilarity", "isolation"], "x")[["measure", "estimate"]]
             measure  estimate
    0  dissimilarity    0.3125
    1      isolation    0.2500
    """
    measures = two_group_names(measures)
    if versus is not None and "interaction" in measures:
        found = [two_group(counts, name, TWO_GROUP[name], group, versus, by) for name in measures]
        return pd.concat(found, ignore_index=True)
    table = two_groups(counts, group, versus, by)
    values = [evaluate(table, TWO_GROUP[name]) for name in measures]
    frame = result(table.places, "", title(group), values[0])
    size = len(frame)
    frame = frame.take(np.tile(np.arange(size), len(measures))).reset_index(drop=True)
    codes = np.repeat(np.arange(len(measures)), size)
    frame["measure"] = pd.Categorical.from_codes(codes, measures).astype("str")
    frame["estimate"] = np.concatenate(values)
    return frame


@takes_tables
def segregation_curve(
    counts: pd.DataFrame, group: Labels, *, versus: Labels | None = None, by: By = ()
) -> pd.DataFrame:
    r"""The segregation curve: share of the group against share of the others, unit by unit.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``unit, group, others, members, reason``: the shares (0-1) of the
        others and of the group who live in the unit or in one with a smaller share of the group.
        Each curve begins with a row without unit at (0, 0) and ends at (1, 1). A place without a
        value has one row with the reason.

    Notes
    -----
    .. math:: \Big(\sum_{i \le j} y_i / Y,\ \sum_{i \le j} x_i / X\Big), \qquad
        x_1/t_1 \le x_2/t_2 \le \dots

    D is the longest vertical distance to the diagonal, Gini twice the area between them. Units of
    one share lie on one straight piece, so that their order does not matter.

    References
    ----------
    Duncan, O. D. & Duncan, B. (1955). A methodological analysis of segregation indexes. American
    Sociological Review 20, 210-217.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> segregation_curve(counts, "x")[["unit", "others", "members"]].round(4)
      unit  others  members
    0  NaN  0.0000     0.00
    1    b  0.5625     0.25
    2    a  1.0000     1.00
    """
    laid = layout(counts, by)
    table = two_groups(counts, group, versus, by, laid=laid)
    units = counts["unit"].iloc[laid.first[table.rows]].to_numpy()
    rows = iter(table.over.starts), iter(table.over.sizes)
    parts = []
    for place, reason in enumerate(table.places.reason):
        key = table.places.keys.iloc[[place]]
        if reason:
            part = pd.DataFrame({"unit": [np.nan], "others": np.nan, "members": np.nan})
        else:
            start = next(rows[0])
            part = _curve(table, units, slice(start, start + next(rows[1])))
        again = key.loc[key.index.repeat(len(part))].reset_index(drop=True)
        parts.append(again.join(part.assign(reason=reason)))
    columns = [*table.places.keys.columns, "unit", "group", "others", "members", "reason"]
    if not parts:
        return pd.DataFrame({name: [] for name in columns})
    return pd.concat(parts, ignore_index=True).assign(group=title(group))[columns]


def _curve(table: TwoGroups, units: np.ndarray, rows: slice) -> pd.DataFrame:
    x, t = table.x[rows], table.t[rows]
    order = np.argsort(x / t, kind="stable")
    x, y = x[order], (t - x)[order]

    def share(values: Floats) -> Floats:
        return np.concatenate(([0.0], np.cumsum(values) / values.sum()))

    unit = np.concatenate(([np.nan], units[rows][order].astype(object)))
    return pd.DataFrame({"unit": unit, "others": share(y), "members": share(x)})
