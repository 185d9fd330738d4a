"""Uncertainty: what chance alone would give, and an interval by inverting that very test."""

from collections.abc import (
    Callable,
    Mapping,
    Sequence,
)
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from segnb.measures.bounds import extremes
from segnb.measures.estimand import Estimand, Task, ask, check_settings, table_task
from segnb.measures.expectation import expected_dissimilarity
from segnb.measures.hidden_cells import with_hidden
from segnb.measures.inversion import ROUND_OFF, Curve
from segnb.measures.registry import (
    Measure,
)
from segnb.measures.registry import (
    measure as named,
)
from segnb.measures.resampling import Pair, Perturbation
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import (
    MISSING,
    By,
    Floats,
    Labels,
    Places,
)

FEW_UNITS, WITHHELD_UNITS = 20, 5
SMALL_GROUP, SMALL_SHARE = 100, 0.01
INNER_LEVEL = 0.80
DRAWS = 399
LEAST_P = 1 / (DRAWS + 1)  # what is drawn once in as many draws, the observed one counted
ENDS = ("expected", "upper_random", "unbiased", "lower", "upper", "lower80", "upper80")


def _judged(found: Curve, task: Task, level: float, method: str, exact: bool) -> dict[str, float]:
    tail = (1 - level) / 2
    inverted = method == "inversion"
    ends = found.interval if inverted else found.basic
    middle = found.unbiased() if inverted else found.mirrored(0.5)
    (lower, upper), (lower80, upper80) = ends(level), ends(INNER_LEVEL)
    if task.slope < 0:
        lower, upper, lower80, upper80 = upper, lower, upper80, lower80
    mean = (
        expected_dissimilarity(task.place.x.sum(), task.place.t)
        if exact and isinstance(task.place, Pair)
        else float(found.null.mean())
    )
    chance = found.chance(tail)
    values = (mean, chance, middle, lower, upper, lower80, upper80)
    row = {name: float(task.back(value)) for name, value in zip(ENDS, values, strict=True)}
    return {**row, "p": found.p, "distinguishable": found.p <= tail + ROUND_OFF}


def flags(places: Places, noisy: bool) -> list[str]:
    """Words of caution for each place, separated by a space."""
    words = {
        "withheld": places.units <= WITHHELD_UNITS,
        "few_units": places.units < FEW_UNITS,
        "small_group": (places.group_size < SMALL_GROUP)
        | (places.group_size < SMALL_SHARE * places.total),
        "hidden_cells": places.reason == MISSING,
        "noisy_cells": np.full(places.reason.size, noisy),
    }
    return [
        " ".join(word for word, holds in words.items() if holds[place])
        for place in range(places.reason.size)
    ]


@takes_tables
def intervals(
    counts: pd.DataFrame,
    measure: str | Sequence[str],
    group: Labels | None,
    *,
    versus: Labels | None = None,
    by: By = (),
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
    rounding: float | None = None,
    noise: float | None = None,
    hidden: tuple[float, float] | None = None,
    method: str = "inversion",
    options: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """A measure with what chance would give, an interval and a p-value, for every place.

    Parameters
    ----------
    counts, versus, by
        As in :func:`~segnb.measures.dissimilarity`.
    measure : str or list of str
        Name of the measure, such as ``"dissimilarity"``.
    group : label or list of labels
        The group; for a measure over several groups the groups, in order where it needs one
        (None: all of the frame).
    level : float
        Of the interval; the inner one is always 80 per cent.
    draws : int
        Random allocations, and draws at each of three to some ten points of two lines.
    seed : int
        The same seed and counts give the same numbers, alone or among other places.
    rounding : float, optional
        Step to which shares of all people of a unit were rounded by the producer: .01 for whole
        per cents. The counts are then these shares times people, unrounded.
    noise : float, optional
        Standard deviation of the noise that the producer added to each cell.
    hidden : (lowest, highest), optional
        What an empty count may hold, such as (1, 4). The estimate is then the midpoint of
        :func:`~segnb.measures.bounds`, and the interval holds that of either end. Without it
        such a place has no value.
    method : {"inversion", "basic"}
        Test inversion, or the basic bootstrap, which fails where segregation is weak.
    options : mapping, optional
        What the measure needs besides: ``{"b": .3}``, ``{"values": incomes}``.

    Returns
    -------
    DataFrame
        The columns of the measure and ``expected`` (mean under random allocation),
        ``upper_random`` (what chance exceeds with the chance ``(1 - level) / 2``, one case of
        forty at 95 per cent), ``unbiased`` (median-unbiased; always between ``lower`` and
        ``upper``), ``lower``, ``upper``, ``lower80``, ``upper80``, ``p``, ``distinguishable`` (p
        at most ``(1 - level) / 2``, .025 at 95 per cent: the lower end is above no segregation)
        and ``flags``: ``few_units`` (under 20), ``withheld`` (five or fewer), ``small_group``
        (under 100 people or 1 per cent), ``hidden_cells``, ``noisy_cells``.

    Notes
    -----
    The units are fixed and complete; what is random is which of the people live where. Counts are
    drawn in each unit from shares on a line

    .. math:: p_j(\\lambda) = P + \\lambda (q_j - P)

    from no segregation (0, where the draws are permutations) to as much as observed (1) and
    beyond, until the draws leave what was observed behind. The interval holds the values that the
    draws do not contradict on one of two lines: through the observed shares, and through shares
    with like units pooled (for Gini on one of three: also with units in a few classes). Interval,
    p and ``distinguishable`` are one test. How often the truth is held: ``docs/inference.md``.
    Isolation and interaction are judged through eta squared, the group's share being known.

    References
    ----------
    Winship, C. (1977). A revaluation of indexes of residential segregation. Social Forces 55,
    1058-1066. Carpenter, J. (1999). Test inversion bootstrap confidence intervals. Journal of the
    Royal Statistical Society B 61, 159-172.

    Examples
    --------
    >>> counts = pd.DataFrame({"unit": list("aabb"), "group": ["x", "rest"] * 2,
    ...                        "count": [300, 700, 100, 900]})
    >>> row = intervals(counts, "dissimilarity", "x").iloc[0]
    >>> bool(row["lower"] < row["estimate"] < row["upper"]), bool(row["distinguishable"])
    (True, True)
    """
    check_settings(level, draws, method)
    perturbation = Perturbation(noise or 0.0, rounding or 0.0)
    frames = []
    for name in [measure] if isinstance(measure, str) else measure:
        wanted = named(name, options)
        asked = ask(counts, wanted, group, versus, by)
        exact = asked.exact and not perturbation

        def judge(task: Task, exact: bool = exact) -> dict[str, float]:
            found = task.curve(draws, seed, perturbation, (1 - level) / 2)
            return _judged(found, task, level, method, exact)

        frame = _joined(asked, [judge(task) for task in asked.tasks])
        if hidden is not None and (frame["reason"] == MISSING).any():
            found = extremes(counts, name, group, versus, by, hidden, options)
            judge_table = _judging(judge, wanted, versus)
            frame = with_hidden(frame, found, wanted, versus, judge_table)
        frames.append(_flagged(frame, asked.places, bool(perturbation)))
    return pd.concat(frames, ignore_index=True)


def _judging(
    judge: Callable[[Task], dict[str, float]], wanted: Measure, versus: Labels | None
) -> Callable[[Floats], dict[str, float]]:
    """How a table is judged that hidden cells allow."""
    return lambda n: judge(table_task(wanted, n, versus))


def _joined(asked: Estimand, rows: list[dict[str, float]]) -> pd.DataFrame:
    index = asked.frame.index[asked.places.valid]
    found = pd.DataFrame(rows, columns=[*ENDS, "p", "distinguishable"], index=index)
    frame = asked.frame.join(found.astype(dict.fromkeys((*ENDS, "p"), float)))
    frame["distinguishable"] = frame["distinguishable"].astype("boolean")
    return frame


def _flagged(frame: pd.DataFrame, places: Places, noisy: bool) -> pd.DataFrame:
    sizes = {name: frame[name].to_numpy(float) for name in ("group_size", "total")}
    judged = replace(places, **sizes)
    return frame.assign(flags=pd.array(flags(judged, noisy), dtype="str"))
