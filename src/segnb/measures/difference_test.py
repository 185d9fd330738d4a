"""Two places, or two years, side by side: is the difference more than chance?"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from segnb.measures.estimand import Task, ask, check_settings
from segnb.measures.inference import DRAWS, INNER_LEVEL, flags
from segnb.measures.registry import Measure
from segnb.measures.registry import measure as named
from segnb.measures.resampling import Perturbation
from segnb.measures.table_input import takes_tables
from segnb.measures.unit_counts import By, Label, Labels, names, require, side

PAIRS = 4000
UNBIASED = ("unbiased_first", "unbiased_second")


@takes_tables
def difference(
    counts: pd.DataFrame,
    measure: str | Sequence[str],
    group: Labels | None,
    *,
    along: str,
    first: Label,
    second: Label,
    versus: Labels | None = None,
    by: By = (),
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
    rounding: float | None = None,
    noise: float | None = None,
    options: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    r"""Difference of a measure between two municipalities or two years, second less first.

    Parameters
    ----------
    counts, measure, group, versus, level, draws, seed, rounding, noise, options
        As in :func:`~segnb.measures.intervals`.
    along : str
        Column that tells the two apart, such as ``municipality`` or ``year``.
    first, second : label
        The two values of that column.
    by : str or sequence of str
        Further columns that tell places apart, such as ``municipality`` for a change by year.

    Returns
    -------
    DataFrame
        The ``by`` columns and ``measure, group, first, second, estimate_first, estimate_second,
        estimate`` (their difference), ``unbiased_first, unbiased_second`` (as of
        :func:`~segnb.measures.intervals`), ``unbiased`` (of the difference), ``lower, upper,
        lower80, upper80, p`` (two-sided), ``distinguishable`` (p at most 1 - level), ``flags,
        reason``.

    Notes
    -----
    Each of the two has a confidence distribution: for each value the chance of draws at least as
    uneven as what was observed, along the line of :func:`~segnb.measures.intervals`.

    .. math:: \Delta = \theta_2 - \theta_1, \qquad \theta_i \sim C_i \text{ independent}

    The interval holds the middle of these differences, and p is twice the smaller tail at 0. The
    two are taken as independent; people who stay where they are make two years more alike, so
    that an interval of a change over time errs on the wide side.

    References
    ----------
    Schweder, T. & Hjort, N. L. (2016). Confidence, Likelihood, Probability. Cambridge.

    Examples
    --------
    >>> counts = pd.DataFrame({"town": ["A"] * 4 + ["B"] * 4, "unit": list("aabb") * 2,
    ...     "group": ["x", "y"] * 4, "count": [300, 700, 300, 700, 500, 500, 100, 900]})
    >>> row = difference(counts, "dissimilarity", "x", along="town", first="A", second="B").iloc[0]
    >>> round(float(row["estimate"]), 3), bool(row["distinguishable"])
    (0.476, True)
    """
    if first == second:
        raise ValueError(f"first and second are both {first!r}; a difference needs two")
    check_settings(level, draws)
    keys, perturbation = names(by), Perturbation(noise or 0.0, rounding or 0.0)
    require(counts, keys)
    # a label that only one side has is still one of the frame
    counts = counts.assign(group=pd.Categorical(counts["group"], pd.unique(counts["group"])))
    two = [side(counts, along, value) for value in (first, second)]
    frames = []
    for name in [measure] if isinstance(measure, str) else measure:
        wanted = named(name, options)
        one, other = (_side(rows, wanted, group, versus, keys, perturbation) for rows in two)
        left, right = _beside(one, other, keys)
        judged = [
            compared(a, b, level, draws, seed, perturbation)
            for a, b in zip(left["task"], right["task"], strict=True)
        ]
        frame = _written(left, right, name, first, second)
        frames.append(_with_words(frame.join(pd.DataFrame(judged, index=frame.index)), left, right))
    return pd.concat(frames).reset_index(drop=not keys)


def _beside(
    left: pd.DataFrame, right: pd.DataFrame, keys: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both sides with the same places, also those that only one of them has."""
    if not keys:
        return left, right
    left, right = left.set_index(keys), right.set_index(keys)
    index = left.index.union(right.index)
    return left.reindex(index), right.reindex(index)


def _written(
    left: pd.DataFrame, right: pd.DataFrame, name: str, first: Label, second: Label
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "measure": name,
            "group": left["group"].fillna(right["group"]),
            "first": first,
            "second": second,
            "estimate_first": left["estimate"],
            "estimate_second": right["estimate"],
            "estimate": right["estimate"] - left["estimate"],
        },
        index=left.index,
    )


def _with_words(frame: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    frame["distinguishable"] = frame["distinguishable"].astype("boolean")
    frame["flags"] = _merged(left["flags"], right["flags"])
    frame["reason"] = _merged(left["reason"], right["reason"])
    frame.loc[left["reason"].isna() | right["reason"].isna(), "reason"] = "no_people"
    return frame


def _side(
    counts: pd.DataFrame,
    wanted: Measure,
    group: Labels | None,
    versus: Labels | None,
    keys: list[str],
    perturbation: Perturbation,
) -> pd.DataFrame:
    asked = ask(counts, wanted, group, versus, keys)
    tasks = np.full(len(asked.frame), None, dtype=object)
    tasks[asked.places.valid] = asked.tasks
    return asked.frame.assign(task=tasks, flags=flags(asked.places, bool(perturbation)))


def _merged(left: pd.Series, right: pd.Series) -> pd.Series:
    """The words of both sides, each once."""
    both = left.fillna("") + " " + right.fillna("")
    return both.map(lambda words: " ".join(dict.fromkeys(words.split()))).astype("str")


def compared(
    a: Task | None, b: Task | None, level: float, draws: int, seed: int, perturbation: Perturbation
) -> dict[str, float | bool | None]:
    """The difference of two places from their confidence distributions."""
    if not isinstance(a, Task) or not isinstance(b, Task):
        ends = (*UNBIASED, "unbiased", "lower", "upper", "lower80", "upper80", "p")
        return {**dict.fromkeys(ends, np.nan), "distinguishable": None}
    even = (np.arange(PAIRS) + 0.5) / PAIRS
    shuffled = np.random.default_rng(seed).permutation(even)
    first, second = (task.curve(draws, seed, perturbation) for task in (a, b))
    gap = np.asarray(b.back(second.confidence(shuffled)) - a.back(first.confidence(even)))
    tails = [(np.count_nonzero(side) + 1) / (PAIRS + 1) for side in (gap <= 0, gap >= 0)]
    p = min(1.0, 2 * min(tails))
    quantiles = [0.5, *_ends(level), *_ends(INNER_LEVEL)]
    middle, lower, upper, lower80, upper80 = (float(q) for q in np.quantile(gap, quantiles))
    return {
        UNBIASED[0]: float(a.back(first.unbiased())),
        UNBIASED[1]: float(b.back(second.unbiased())),
        "unbiased": middle,
        "lower": lower,
        "upper": upper,
        "lower80": lower80,
        "upper80": upper80,
        "p": p,
        "distinguishable": p <= 1 - level,
    }


def _ends(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2
