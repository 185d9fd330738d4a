"""Bootstrap of several measures from the same draws: bias and standard error."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.measures.contact import met, pairwise
from segnb.measures.from_formula import TWO_GROUP, evaluate, result
from segnb.measures.groups import two_groups
from segnb.measures.resampling import WHOLE, Arrays, Formula, Pair, Table
from segnb.measures.several_measures import two_group_names
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Labels, title


@takes_tables
def bootstrap(
    counts: pd.DataFrame,
    measures: str | Sequence[str],
    group: Labels,
    *,
    versus: Labels | None = None,
    by: By = (),
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Bias and standard error of two-group measures, from counts drawn within each unit.

    Parameters
    ----------
    counts, group, versus, by
        As in :func:`~segnb.measures.dissimilarity`; for interaction with ``versus`` see
        :func:`~segnb.measures.interaction`.
    measures : str or list of str
        Names of two-group measures; all are computed from the same draws.
    draws, seed : int
        Number of draws, and their seed.

    Returns
    -------
    DataFrame
        The columns of the measures and ``mean`` (of the draws), ``bias`` (mean less estimate) and
        ``standard_error``. For an interval take :func:`~segnb.measures.intervals`: where
        segregation is weak, bootstrap intervals rarely hold the truth.

    Notes
    -----
    .. math:: x_j^* \sim \text{Binomial}(t_j, x_j / t_j)

    References
    ----------
    Allen, R., Burgess, S., Davidson, R. & Windmeijer, F. (2015). More reliable inference for the
    dissimilarity index of segregation. Econometrics Journal 18, 40-66.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [300, 700, 100, 900]})
    >>> bootstrap(counts, ["dissimilarity"], "x")["standard_error"].round(2).item()
    0.03
    """
    measures = two_group_names(measures)
    if draws < 2:
        raise ValueError(f"draws is {draws}; a standard error needs 2 or more")
    if versus is not None and "interaction" in measures:
        frames = [
            _contacts(counts, group, versus, by, draws, seed)
            if name == "interaction"
            else bootstrap(counts, name, group, versus=versus, by=by, draws=draws, seed=seed)
            for name in measures
        ]
        return pd.concat(frames, ignore_index=True)
    table = two_groups(counts, group, versus, by)
    formulas = [TWO_GROUP[name] for name in measures]
    found = np.full((len(measures), 2, table.places.reason.size), np.nan)
    moments = []
    for start, size in zip(table.over.starts, table.over.sizes, strict=True):
        place = Pair.of(table.x[start : start + size], table.t[start : start + size])
        drawn = place.drawn((place.x[:, None], place.t[:, None]), draws, place.stream(seed))
        moments.append(_moments(drawn, formulas))
    if moments:
        found[:, :, table.places.valid] = np.moveaxis(np.array(moments), 0, -1)
    frames = []
    for name, formula, (mean, error) in zip(measures, formulas, found, strict=True):
        estimate = evaluate(table, formula)
        frame = result(table.places, name, title(group), estimate)
        frames.append(frame.assign(mean=mean, bias=mean - estimate, standard_error=error))
    return pd.concat(frames, ignore_index=True)


def _moments(drawn: Arrays, formulas: Sequence[Formula]) -> list[tuple[float, float]]:
    with np.errstate(invalid="ignore", divide="ignore"):
        values = [formula(*drawn, WHOLE)[0, 0] for formula in formulas]
    return [(float(np.nanmean(v)), float(np.nanstd(v, ddof=1))) for v in values]


def _contacts(
    counts: pd.DataFrame, group: Labels, versus: Labels, by: By, draws: int, seed: int
) -> pd.DataFrame:
    """Interaction with another group: everybody in a unit is a neighbour, so all are drawn."""
    estimate, places, parts = pairwise(counts, group, versus, by)
    frame = result(places, "interaction", title(group), estimate)
    moments = np.full((len(frame), 2), np.nan)
    for row, (x, y, t) in zip(np.flatnonzero(places.valid), parts, strict=True):
        place = Table.of(np.column_stack((x, y, t - x - y)))
        drawn = place.drawn((place.n[:, :, None],), draws, place.stream(seed))
        moments[row] = _moments(drawn, [met])[0]
    bias = moments[:, 0] - estimate
    return frame.assign(mean=moments[:, 0], bias=bias, standard_error=moments[:, 1])
