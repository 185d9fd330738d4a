"""An effort judged on the rows of a store: the plan is sealed before its outcomes are used."""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from segnb.analysis import evaluation
from segnb.analysis.evaluation import Design, Grounds, Judgement, Panel
from segnb.analysis.evaluation.ladder import ELSEWHERE
from segnb.analysis.evaluation.panel import FEWEST_AFTER
from segnb.analysis.evaluation.randomisation import ALPHA
from segnb.analysis.multiple_testing import holm
from segnb.report.evaluation_page.plan_data import PlanData, set_out, window
from segnb.report.evaluation_page.rings import Areas, elsewhere, judged_rings
from segnb.report.reading.indicator_data import IndicatorData
from segnb.store import Store
from segnb.vocabulary.evaluation_plan import SIGNS, EvaluationPlan, Refusal, seal

PLAIN_UNITS = ("percent", "index", "points", "type", "years")  # no check in logarithms


@dataclass(frozen=True)
class Outcome:
    """One outcome of an effort, judged.

    Attributes
    ----------
    panel
        All areas that could take part, with the years before and after.
    grounds
        What the level rests on beside `found`.
    level, check
        What may be said, and the check that keeps it at `varies`.
    """

    held: IndicatorData
    panel: Panel
    design: Design
    found: Judgement
    grounds: Grounds
    level: str
    check: str | None

    @property
    def shown(self) -> IndicatorData:
        """What was read, of the years that take part."""
        return self.held.of_years(self.panel.years)


@dataclass(frozen=True)
class Evaluation:
    """An effort with its sealed plan, its judged outcomes, and why others are refused."""

    data: PlanData
    sealed: dict[str, Any]
    outcomes: tuple[Outcome, ...]
    refused: dict[str, Refusal]
    revised: bool

    @property
    def plan(self) -> EvaluationPlan:
        """The plan, with the areas of other efforts that the register adds."""
        return self.data.plan


@dataclass(frozen=True)
class _Design:
    """What is settled of one outcome before the years after the start are used."""

    held: IndicatorData
    everywhere: Panel
    panel: Panel
    design: Design
    rings: dict[str, Areas]


def evaluate(store: Store, plan: EvaluationPlan, folder: Path) -> Evaluation:
    """Judge an effort by its plan.

    Parameters
    ----------
    folder
        Where the sealed plan lies, or is put before outcomes are used.

    Raises
    ------
    Refused, InvalidParams
        No outcome can be judged, and why the first cannot; or the plan was changed since.
    """
    data = set_out(store, plan)
    designs, refused = {}, {}
    for name in plan.outcomes:
        try:
            designs[name] = _designed(data, name)
        except Refusal as error:
            refused[name] = error
    if not designs:
        raise _registered(data.plan, folder, refused) or next(iter(refused.values()))
    facts = _facts(data, designs)
    sealed = seal(data.plan, folder, facts)
    revised = sealed.get("values_before") != facts["values_before"]
    outcomes = _judged(data, designs, int(sealed["sealed"][:4]))
    return Evaluation(data, sealed, outcomes, refused, revised)


def _registered(plan: EvaluationPlan, folder: Path, refused: dict[str, Refusal]) -> Refusal | None:
    """Seal a plan that lacks nothing but years after: its effort has not begun."""
    lacking = {one.key for one in refused.values()}
    if lacking != {"after"} or dt.date.today().year >= plan.start:
        return None
    day = seal(plan, folder, {})["sealed"]
    return Refusal("registered", start=plan.start, day=day, fewest=FEWEST_AFTER)


def _designed(data: PlanData, name: str) -> _Design:
    """Areas, years and matches of an outcome; of the years after only whether there is a value."""
    plan, held = data.plan, data.held(name)
    everywhere = data.panel(held, window(plan, held, held.rows["year"].unique().tolist()))
    others = ~np.isin(np.asarray(everywhere.areas, dtype=object), list(data.uncompared))
    panel = evaluation.comparable(everywhere.only(others | everywhere.treated), plan.seed)
    evaluation.check_compared(int((~panel.treated).sum()))
    blind = panel.with_values(np.where(panel.after, np.nan, panel.values))
    like = elsewhere(everywhere, data.uncompared, plan.level)
    rings = data.rings | ({ELSEWHERE: like} if like else {})
    return _Design(held, everywhere, panel, evaluation.design(blind, plan.seed), rings)


def _facts(data: PlanData, designs: dict[str, _Design]) -> dict[str, Any]:
    """What a sealed plan settles: years, areas and matches, and the hash of the values before."""
    total = hashlib.sha256()
    settled = {}
    for name, made in designs.items():
        panel = made.panel
        total.update(np.round(panel.past, 6).tobytes())
        compared = [a for a, own in zip(panel.areas, panel.treated, strict=True) if not own]
        settled[name] = {
            "years": list(panel.years),
            "comparison": compared,
            "matches": {area: round(w, 4) for area, w in made.design.matches().items()},
            "without_match": list(made.design.unmatched),
            "elsewhere": list(made.rings.get(ELSEWHERE, ())),
        }
    rings = {name: list(areas) for name, areas in data.rings.items()}
    return {"outcomes": settled, "rings": rings, "values_before": total.hexdigest()}


def _judged(data: PlanData, designs: dict[str, _Design], sealed: int) -> tuple[Outcome, ...]:
    plan = data.plan
    found = {name: evaluation.judge(made.design, made.panel) for name, made in designs.items()}
    adjusted = holm([one.estimate.p for one in found.values()]).tolist()
    alpha = ALPHA / len(found)
    outcomes = []
    for (name, made), p in zip(designs.items(), adjusted, strict=True):
        grounds = Grounds(
            p=p,
            detectable=evaluation.smallest_detectable(made.panel, plan.seed, alpha),
            worthwhile=plan.worthwhile.get(name, 0.0),
            direction=SIGNS[plan.outcomes[name]],
            logs=_in_logs(made, plan),
            rings=judged_rings(made.rings, made.panel, made.everywhere, plan.seed),
            treated=len(plan.treated) - len(made.design.unmatched),
            registered=sealed < made.panel.first_after,
        )
        grounds = replace(grounds, held_before=_held_before(made, grounds, len(found)))
        level, check = evaluation.level_of(found[name], grounds)
        outcomes.append(
            Outcome(made.held, made.panel, made.design, found[name], grounds, level, check)
        )
    return tuple(outcomes)


def _held_before(made: _Design, grounds: Grounds, outcomes: int) -> bool:
    """Whether as much could have been said a year ago, without the last year."""
    panel = made.panel.without_last()
    if panel.after.sum() < FEWEST_AFTER:
        return False
    found = evaluation.judge(made.design, panel)
    before = replace(grounds, p=min(1.0, outcomes * found.estimate.p))
    return evaluation.level_of(found, before)[0] == "differs"


def _in_logs(made: _Design, plan: EvaluationPlan) -> Judgement | None:
    """The same in logarithms, for rates and counts."""
    if made.held.entry.unit in PLAIN_UNITS or (made.panel.values <= 0).any():
        return None
    panel = made.panel.with_values(np.log(made.panel.values))
    return evaluation.judge(evaluation.design(panel, plan.seed), panel)
