"""Rule R: an effort is said to have been followed by a difference only if all of it holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segnb.analysis.evaluation.matching import matched_sets
from segnb.analysis.evaluation.panel import MANY, Floats, Panel
from segnb.analysis.evaluation.randomisation import (
    ALPHA,
    RandomisationTest,
    against_all,
    against_matches,
    inside_sets,
    interval,
    placements,
    placements_alike,
    randomised,
)
from segnb.vocabulary.evaluation_plan import Refusal

FEWEST_SETS = 3


@dataclass(frozen=True)
class Design:
    """All that is settled before an outcome after the start is read.

    Attributes
    ----------
    panel
        Areas that take part; the treated without a match are not among them.
    matched, everyone, earlier : arrays of shape (draws, areas)
        Weights of the estimate, of the comparison with all areas, and of the placebo in time.
    unmatched
        Treated areas that nothing is comparable with.
    """

    panel: Panel
    matched: Floats
    everyone: Floats
    earlier: Floats
    unmatched: tuple[str, ...] = ()

    def of(self, panel: Panel) -> Panel:
        """The areas of this design in a panel of more areas or years."""
        place = {area: row for row, area in enumerate(panel.areas)}
        return panel.only(np.array([place[area] for area in self.panel.areas]))

    def matches(self) -> dict[str, float]:
        """Weight of each comparison area in the estimate."""
        row = -self.matched[0]
        return {self.panel.areas[i]: float(row[i]) for i in np.argsort(-row) if row[i] > 0}


@dataclass(frozen=True)
class Judgement:
    """Every number of rule R for one outcome.

    Attributes
    ----------
    estimate, twin, slope, before
        Tests of the effect, of the trend-adjusted twin, and of the two guards.
    interval
        All effects that the test does not reject.
    joint
        p of the largest deviation of a year before, as a test of all of them.
    largest_step
        Largest step between two years before of treated less matched: what a change of path looks
        like without an effort.
    """

    estimate: RandomisationTest
    interval: tuple[float, float]
    twin: RandomisationTest
    slope: RandomisationTest
    before: RandomisationTest
    joint: float
    largest_step: float

    def quiet(self, alpha: float = ALPHA) -> bool:
        """Whether neither guard saw a difference before the start."""
        return self.slope.p > alpha and self.before.p > alpha

    def confirmed(self, alpha: float = ALPHA) -> bool:
        """Whether the twin has the same sign and is unusual too."""
        same = np.sign(self.twin.centred) == np.sign(self.estimate.centred)
        return bool(same and self.twin.p <= alpha)


def design(panel: Panel, seed: int) -> Design:
    """Matches and placements, from what was known before the start.

    Up to five treated areas have their ten nearest each, six or more disjoint sets of three. Slope
    and twin are taken against all areas: matched on the slope, a slope cannot be seen. The placebo
    in time is taken against the nearest by the years before it, with six or more against all.

    Raises
    ------
    Refused
        No treated area has anything to be compared with.
    """
    panel = panel.in_order()
    rng = np.random.default_rng(seed)
    if panel.treated.sum() >= MANY:
        return _in_sets(panel, rng)
    chosen = placements(panel, rng)
    matched = against_matches(panel, chosen)
    earlier = against_matches(panel.earlier(), chosen)
    return Design(panel, matched, against_all(chosen, len(panel.areas)), earlier)


def _in_sets(panel: Panel, rng: np.random.Generator) -> Design:
    sets = matched_sets(panel)
    if len(sets) < FEWEST_SETS:
        raise Refusal("sets", number=len(sets), all=int(panel.treated.sum()))
    matched = inside_sets(sets, len(panel.areas), rng)
    kept = ~panel.treated
    kept[sets[:, 0]] = True
    left = tuple(a for a, stays in zip(panel.areas, kept, strict=True) if not stays)
    panel, matched = panel.only(kept), matched[:, kept]
    everyone = against_all(placements_alike(panel, rng), len(panel.areas))
    return Design(panel, matched, everyone, everyone, left)


def judge(made: Design, panel: Panel | None = None) -> Judgement:
    """Numbers of rule R for a design and the outcome of its areas.

    Parameters
    ----------
    panel
        Values with the years after the start; by default those of the design.
    """
    panel = made.of(panel or made.panel)
    found = interval(made.matched, panel.change, panel.treated)
    yearly = paths(made, panel)
    steps = np.abs(np.diff(yearly[0, panel.before]))
    return Judgement(
        estimate=randomised(made.matched, panel.change),
        interval=(float(found[0]), float(found[1])),
        twin=randomised(made.everyone, panel.bent),
        slope=randomised(made.everyone, panel.slope),
        before=randomised(made.earlier, panel.earlier().change),
        joint=_joint(yearly[:, panel.before][:, :-1]),
        largest_step=float(steps.max()),
    )


def paths(made: Design, panel: Panel) -> Floats:
    """Treated less matched in each year, the last year before at zero, of all placements.

    Returns
    -------
    array of shape (draws, years)
        The first row is that of the effort: the event study.
    """
    panel = made.of(panel)
    last = np.flatnonzero(panel.before)[-1]
    yearly = made.matched @ panel.values
    return yearly - yearly[:, [last]]


def band(yearly: Floats, level: float = 1 - ALPHA) -> NDArray[np.float64]:
    """Range of each year that holds all but a small part of the placements."""
    return np.quantile(yearly, [(1 - level) / 2, (1 + level) / 2], axis=0)


def _joint(yearly: Floats) -> float:
    """Rank of the largest deviation among the years before, each in its own spread."""
    spread = yearly.std(axis=0)
    far = np.abs(yearly - yearly.mean(axis=0)) / np.where(spread > 0, spread, 1)
    most = far.max(axis=1)
    return float((most >= most[0] * (1 - 1e-9)).mean())
