"""Local measures: which units and which groups drive the whole."""

import numpy as np
import pandas as pd

from segnb.measures.cells import By, Labels, labels, layout, member, members, names, title


def location_quotient(
    counts: pd.DataFrame, group: Labels | None = None, *, by: By = ()
) -> pd.DataFrame:
    r"""Location quotient: the group's share in a unit over its share in the whole place.

    Parameters
    ----------
    counts, by
        As in :func:`~segnb.measures.dissimilarity`.
    group : label or list of labels, optional
        The group; every group on its own if left out.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``unit, measure, group, estimate, share, count, total, reason``,
        a row for each unit.

    Notes
    -----
    .. math:: LQ_j = \frac{x_j / t_j}{X / T}, \qquad LQ_j \ge 0,\ 1 = \text{like the whole}

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
    groups = [group] if group is not None else list(pd.unique(counts["group"]))
    return pd.concat([_quotients(counts, one, by) for one in groups], ignore_index=True)


def _quotients(counts: pd.DataFrame, group: Labels, by: By) -> pd.DataFrame:
    laid = layout(counts, by)
    x, t = members(laid, member(counts, labels(group))), laid.add(laid.count)
    X, T = (np.bincount(laid.place, weights=v, minlength=len(laid.keys)) for v in (x, t))
    with np.errstate(invalid="ignore", divide="ignore"):
        share, whole = x / t, (X / T)[laid.place]
        estimate = np.where(whole > 0, share / whole, np.nan)
    reason = np.full(t.size, "", dtype=object)
    reason[X[laid.place] == 0] = "group_absent"
    reason[t == 0] = "no_people"
    reason[np.isnan(X[laid.place]) | np.isnan(T[laid.place])] = "missing_count"
    return (
        counts[[*names(by), "unit"]]
        .iloc[laid.first]
        .reset_index(drop=True)
        .assign(
            measure="location_quotient",
            group=title(group),
            estimate=estimate,
            share=share,
            count=x,
            total=t,
            reason=pd.array(reason, dtype="str"),
        )
    )
