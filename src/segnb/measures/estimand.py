"""What is asked: a measure for all places, and the test that each of them is put to."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segnb.measures.contact import contact, pairwise
from segnb.measures.from_formula import TWO_GROUP, evaluate, evaluate_many, result, written
from segnb.measures.groups import ManyGroups, TwoGroups, many_groups, two_groups
from segnb.measures.inversion import ENCLOSED, Curve, curve
from segnb.measures.registry import Measure
from segnb.measures.resampling import WHOLE, Formula, Pair, Perturbation, Place, Table
from segnb.measures.unit_counts import (
    Blocks,
    By,
    Floats,
    Labels,
    OneBlock,
    Places,
    labels,
    numbers,
    require,
    title,
)

IN_CLASSES = ("gini", "multigroup_gini")  # they count every difference, also among units alike


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

    def ends(self, level: float, draws: int, seed: int) -> tuple[float, float]:
        """The interval at this level, on the scale of the measure."""
        found = self.curve(draws, seed, Perturbation(), (1 - level) / 2).interval(level)
        lower, upper = sorted(float(self.back(end)) for end in found)
        return lower, upper

    def back(self, value: Floats | float) -> Floats | float:
        """From the scale of the test to that of the measure."""
        return self.start + self.slope * value


@dataclass(frozen=True)
class Estimand:
    """A measure for all places: the frame without intervals, and the places to be judged."""

    frame: pd.DataFrame
    places: Places
    tasks: list[Task]
    exact: bool  # the expected value of D has a formula


def _slices(table: TwoGroups | ManyGroups) -> Iterator[slice]:
    if table.rows.any():
        for start, size in zip(table.over.starts, table.over.sizes, strict=True):
            yield slice(start, start + size)


def pair_task(name: str, formula: Formula, x: Floats, t: Floats) -> Task:
    """Isolation and interaction follow from eta squared, the group's share being known."""
    place, P = Pair.of(x, t), float(x.sum() / t.sum())
    if name == "isolation":
        return Task(place, TWO_GROUP["eta_squared"], P, 1 - P)
    if name == "interaction":
        return Task(place, TWO_GROUP["eta_squared"], 1 - P, -(1 - P))
    return Task(place, formula, classes=name in IN_CLASSES)


def contact_task(x: Floats, y: Floats, t: Floats) -> Task:
    """Pairwise interaction: the contact that is lacking, or in excess, of an even spread."""
    place = Table.of(np.column_stack((x, y, t - x - y)))
    sign = 1.0 if contact(place.n, WHOLE)[0] >= 0 else -1.0
    share = float(y.sum() / t.sum())

    def formula(n: Floats, over: Blocks | OneBlock) -> Floats:
        return contact(n, over, sign=sign)

    return Task(place, formula, share, -share * sign)


def check_settings(level: float, draws: int, method: str = "inversion") -> None:
    """Refuse what no interval can be made of."""
    if not 0 < level < 1 or method not in ("inversion", "basic") or draws < 39:
        raise ValueError(
            f"level ({level}) lies between 0 and 1, draws ({draws}) are 39 or more, and method "
            f"({method!r}) is 'inversion' or 'basic'"
        )


def refuse_shares(counts: pd.DataFrame) -> None:
    """Chance acts on people: a unit whose counts add up to 1 has shares, not counts."""
    require(counts)
    count = numbers(counts["count"])
    if count.size and np.nanmax(count, initial=0.0) <= 1 and (count % 1 > 0).any():
        raise ValueError(
            f"the counts are fractions (the highest is {np.nanmax(count):g}); intervals need "
            "numbers of people: multiply the shares by the people of each unit"
        )


def ask(
    counts: pd.DataFrame,
    wanted: Measure,
    group: Labels | None,
    versus: Labels | None,
    by: By,
) -> Estimand:
    """The estimates, and what is needed to judge them."""
    if wanted.two_groups and group is None:
        raise ValueError(f"{wanted.name} compares a group with others; name the group")
    refuse_shares(counts)
    if wanted.name == "interaction" and versus is not None:
        estimate, places, parts = pairwise(counts, group, versus, by)
        frame = result(places, wanted.name, title(group), estimate)
        return Estimand(frame, places, [contact_task(*part) for part in parts], False)
    if wanted.two_groups:
        table = two_groups(counts, group, versus, by)
        frame = result(table.places, wanted.name, title(group), evaluate(table, wanted.formula))
        tasks = [
            pair_task(wanted.name, wanted.formula, table.x[rows], table.t[rows])
            for rows in _slices(table)
        ]
        return Estimand(frame, table.places, tasks, wanted.name == "dissimilarity")
    if versus is not None:
        raise ValueError(f"{wanted.name} takes all groups at once; versus has no meaning for it")
    several = None if group is None else labels(group)
    many = many_groups(counts, several, by)
    estimate = evaluate_many(many, wanted.formula)
    frame = result(many.places, wanted.name, written(several), estimate)
    tasks = [
        Task(Table.of(many.n[rows]), wanted.formula, classes=wanted.name in IN_CLASSES)
        for rows in _slices(many)
    ]
    return Estimand(frame, many.places, tasks, False)


def table_task(wanted: Measure, n: Floats, versus: Labels | None) -> Task:
    """A place whose hidden cells were filled in; the last column are those not asked for."""
    if wanted.name == "interaction" and versus is not None:
        return contact_task(n[:, 0], n[:, 1], n.sum(axis=1))
    n = n[:, :-1]
    n = n[n.sum(axis=1) > 0]
    if wanted.two_groups:
        return pair_task(wanted.name, wanted.formula, n[:, 0], n.sum(axis=1))
    return Task(Table.of(n), wanted.formula, classes=wanted.name in IN_CLASSES)
