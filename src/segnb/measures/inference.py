"""Uncertainty: what chance alone would give, and an interval by inverting that very test."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from segnb.measures.cells import MISSING, By, Floats, Labels, Places, title
from segnb.measures.chance import expected_dissimilarity
from segnb.measures.curve import ENCLOSED, ROUND_OFF, Curve, curve
from segnb.measures.draws import WHOLE, Formula, Pair, Perturbation, Place, Table
from segnb.measures.evenness import evaluate, result
from segnb.measures.exposure import pairwise
from segnb.measures.formulas import eta_squared
from segnb.measures.groups import ManyGroups, TwoGroups, many_groups, two_groups
from segnb.measures.hidden import with_hidden
from segnb.measures.multigroup import evaluate_many, written
from segnb.measures.registry import Measure, contact
from segnb.measures.registry import measure as named

FEW_UNITS, WITHHELD_UNITS = 20, 5
SMALL_GROUP, SMALL_SHARE = 100, 0.01
INNER_LEVEL = 0.80
IN_CLASSES = ("gini", "multigroup_gini")  # they count every difference, also among units alike
ENDS = ("expected", "upper_random", "unbiased", "lower", "upper", "lower80", "upper80")


@dataclass(frozen=True)
class Task:
    """One place to be judged: its counts, the formula tested, and the way back to the measure."""

    place: Place
    formula: Formula
    start: float = 0.0
    slope: float = 1.0
    classes: bool = False  # a line more, through units in a few classes

    def curve(
        self, draws: int, seed: int, perturbation: Perturbation, tail: float = ENCLOSED
    ) -> Curve:
        """The test along the line, as far as an interval with this tail needs it."""
        return curve(self.place, self.formula, draws, seed, perturbation, self.classes, tail)

    def back(self, value: Floats | float) -> Floats | float:
        """From the scale of the test to that of the measure."""
        return self.start + self.slope * value


@dataclass(frozen=True)
class Asked:
    """A measure for all places: the frame without intervals, and the places to be judged."""

    frame: pd.DataFrame
    places: Places
    tasks: list[Task]
    exact: bool  # the expected value of D has a formula


def _slices(table: TwoGroups | ManyGroups) -> Iterator[slice]:
    if table.rows.any():
        for start, size in zip(table.over.starts, table.over.sizes, strict=True):
            yield slice(start, start + size)


def _pair_task(name: str, formula: Formula, x: Floats, t: Floats) -> Task:
    """Isolation and interaction follow from eta squared, the group's share being known."""
    place, P = Pair.of(x, t), float(x.sum() / t.sum())
    if name == "isolation":
        return Task(place, eta_squared, P, 1 - P)
    if name == "interaction":
        return Task(place, eta_squared, 1 - P, -(1 - P))
    return Task(place, formula, classes=name in IN_CLASSES)


def _contact_task(x: Floats, y: Floats, t: Floats) -> Task:
    """Pairwise interaction: the contact that is lacking, or in excess, of an even spread."""
    place = Table.of(np.column_stack((x, y, t - x - y)))
    sign = 1.0 if contact(place.n, WHOLE)[0] >= 0 else -1.0
    share = float(y.sum() / t.sum())

    def formula(n: Floats, over: object) -> Floats:
        return contact(n, over, sign=sign)

    return Task(place, formula, share, -share * sign)


def ask(
    counts: pd.DataFrame,
    wanted: Measure,
    group: Labels | None,
    versus: Labels | None,
    by: By,
) -> Asked:
    """The estimates, and what is needed to judge them."""
    if wanted.two_groups and group is None:
        raise ValueError(f"{wanted.name} compares a group with others; name the group")
    if wanted.name == "interaction" and versus is not None:
        estimate, places, parts = pairwise(counts, group, versus, by)
        frame = result(places, wanted.name, title(group), estimate)
        return Asked(frame, places, [_contact_task(*part) for part in parts], False)
    if wanted.two_groups:
        table = two_groups(counts, group, versus, by)
        frame = result(table.places, wanted.name, title(group), evaluate(table, wanted.formula))
        tasks = [
            _pair_task(wanted.name, wanted.formula, table.x[rows], table.t[rows])
            for rows in _slices(table)
        ]
        return Asked(frame, table.places, tasks, wanted.name == "dissimilarity")
    if versus is not None:
        raise ValueError(f"{wanted.name} takes all groups at once; versus has no meaning for it")
    many = many_groups(counts, group, by)
    estimate = evaluate_many(many, wanted.formula)
    frame = result(many.places, wanted.name, written(group), estimate)
    tasks = [_table_task(wanted, many.n[rows]) for rows in _slices(many)]
    return Asked(frame, many.places, tasks, False)


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


def intervals(
    counts: pd.DataFrame,
    measure: str | Sequence[str],
    group: Labels | None,
    *,
    versus: Labels | None = None,
    by: By = (),
    level: float = 0.95,
    draws: int = 399,
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
    if not 0 < level < 1 or method not in ("inversion", "basic") or draws < 39:
        raise ValueError(
            f"level ({level}) lies between 0 and 1, draws ({draws}) are 39 or more, and method "
            f"({method!r}) is 'inversion' or 'basic'"
        )
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
        if hidden is not None:
            frame = with_hidden(
                frame, counts, wanted, group, versus, by, hidden, options,
                lambda n, wanted=wanted, judge=judge: judge(_table_task(wanted, n)),
            )  # fmt: skip
        frames.append(_flagged(frame, asked.places, bool(perturbation)))
    return pd.concat(frames, ignore_index=True)


def _table_task(wanted: Measure, n: Floats) -> Task:
    """A place whose hidden cells were filled in."""
    if wanted.two_groups:
        return _pair_task(wanted.name, wanted.formula, n[:, 0], n.sum(axis=1))
    return Task(Table.of(n), wanted.formula, classes=wanted.name in IN_CLASSES)


def _joined(asked: Asked, rows: list[dict[str, float]]) -> pd.DataFrame:
    index = asked.frame.index[asked.places.valid]
    found = pd.DataFrame(rows, columns=[*ENDS, "p", "distinguishable"], index=index)
    frame = asked.frame.join(found.astype(dict.fromkeys((*ENDS, "p"), float)))
    frame["distinguishable"] = frame["distinguishable"].astype("boolean")
    return frame


def _flagged(frame: pd.DataFrame, places: Places, noisy: bool) -> pd.DataFrame:
    sizes = {name: frame[name].to_numpy(float) for name in ("group_size", "total")}
    judged = replace(places, **sizes)
    return frame.assign(flags=pd.array(flags(judged, noisy), dtype="str"))
