"""Bootstrap of several measures from the same draws: bias and standard error."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from segnb.measures.cells import By, Labels, title
from segnb.measures.draws import WHOLE, Pair
from segnb.measures.evenness import evaluate, result, two_group_names
from segnb.measures.formulas import TWO_GROUP, Formula
from segnb.measures.groups import two_groups


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
        As in :func:`~segnb.measures.dissimilarity`.
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
    table = two_groups(counts, group, versus, by)
    formulas = [TWO_GROUP[name] for name in measures]
    found = np.full((len(measures), 2, table.places.reason.size), np.nan)
    moments = []
    for start, size in zip(table.over.starts, table.over.sizes, strict=True):
        place = Pair.of(table.x[start : start + size], table.t[start : start + size])
        moments.append(_moments(place, formulas, draws, seed))
    if moments:
        found[:, :, table.places.valid] = np.moveaxis(np.array(moments), 0, -1)
    frames = []
    for name, formula, (mean, error) in zip(measures, formulas, found, strict=True):
        estimate = evaluate(table, formula)
        frame = result(table.places, name, title(group), estimate)
        frames.append(frame.assign(mean=mean, bias=mean - estimate, standard_error=error))
    return pd.concat(frames, ignore_index=True)


def _moments(
    place: Pair, formulas: list[Formula], draws: int, seed: int
) -> list[tuple[float, float]]:
    drawn = place.drawn((place.x[:, None], place.t[:, None]), draws, place.stream(seed))
    with np.errstate(invalid="ignore", divide="ignore"):
        values = [formula(*drawn, WHOLE)[0, 0] for formula in formulas]
    return [(float(np.nanmean(v)), float(np.nanstd(v, ddof=1))) for v in values]
