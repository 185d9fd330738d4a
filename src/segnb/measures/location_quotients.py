"""Location quotient: a group's share in each unit over its share in the whole place."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segnb.measures.groups import member, members
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import (
    ABSENT,
    MISSING,
    NO_PEOPLE,
    By,
    Floats,
    Labels,
    labels,
    layout,
    names,
    title,
)


@takes_tables
def location_quotient(
    counts: pd.DataFrame, group: Labels | None = None, *, by: By = (), level: float | None = None
) -> pd.DataFrame:
    r"""Location quotient: the group's share in a unit over its share in the whole place.

    Parameters
    ----------
    group : label or list of labels, optional
        The group; every group on its own if left out.
    level : float, optional
        Adds ``lower`` and ``upper``: the exact binomial interval of the unit's share at this
        level, over the share in the place.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``unit, measure, group, estimate, share, count, total, reason``,
        a row for each unit.

    Notes
    -----
    .. math:: LQ_j = \frac{x_j / t_j}{X / T}, \qquad 0 \le LQ_j \le T / X

    References
    ----------
    Isard, W. (1960). Methods of Regional Analysis. MIT Press.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [30, 70, 10, 90]})
    >>> location_quotient(counts, "x")["estimate"].tolist()
    [1.5, 0.5]
    """
    if level is not None and not 0 < level < 1:
        raise ValueError(f"level is {level}; it lies between 0 and 1, such as .95")
    groups = [group] if group is not None else list(pd.unique(counts["group"])) or [""]
    return pd.concat([_quotients(counts, one, by, level) for one in groups], ignore_index=True)


def _quotients(counts: pd.DataFrame, group: Labels, by: By, level: float | None) -> pd.DataFrame:
    laid = layout(counts, by)
    x, t = members(laid, member(counts, labels(group))), laid.add(laid.count)
    X, T = (np.bincount(laid.place, v, len(laid.keys)).astype(float)[laid.place] for v in (x, t))
    known, peopled = ~np.isnan(X) & ~np.isnan(T), t > 0
    defined = known & peopled & (X > 0)
    reason = np.full(t.size, "", dtype=object)
    reason[X == 0] = ABSENT
    reason[t == 0] = NO_PEOPLE
    reason[~known] = MISSING
    frame = (
        counts[[*names(by), "unit"]]
        .iloc[laid.first]
        .reset_index(drop=True)
        .assign(
            measure="location_quotient",
            group=title(group),
            estimate=_where(x * T, t * X, defined),
            share=_where(x, t, peopled),
            count=x,
            total=t,
            reason=pd.array(reason, dtype="str"),
        )
    )
    if level is None:
        return frame
    lower, upper = _binomial(x, t, defined, (1 - level) / 2)
    whole = _where(X, T, defined)
    return frame.assign(lower=lower / whole, upper=upper / whole)


def _where(above: Floats, below: Floats, defined: NDArray[np.bool_]) -> Floats:
    return np.divide(above, below, out=np.full(above.size, np.nan), where=defined)


def _binomial(
    x: Floats, t: Floats, defined: NDArray[np.bool_], tail: float
) -> tuple[Floats, Floats]:
    from scipy.special import betaincinv  # scipy only where it is needed: the import is slow

    lower, upper = np.full(x.size, np.nan), np.full(x.size, np.nan)
    lower[defined & (x <= 0)], upper[defined & (x >= t)] = 0.0, 1.0
    some, not_all = defined & (x > 0), defined & (x < t)
    lower[some] = betaincinv(x[some], t[some] - x[some] + 1, tail)
    upper[not_all] = betaincinv(x[not_all] + 1, t[not_all] - x[not_all], 1 - tail)
    return lower, upper
