"""An effort judged on the rows of a store: the plan is sealed before its outcomes are used."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from segnb.analysis import evaluation
from segnb.analysis.evaluation import Design, Grounds, Judgement, Panel
from segnb.analysis.evaluation.randomisation import ALPHA
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.reader import Reader
from segnb.store import Store
from segnb.vocabulary.areas import find_municipality
from segnb.vocabulary.catalogue import Break
from segnb.vocabulary.efforts import overlaps, register
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.evaluation_plan import LONGEST_BEFORE, SIGNS, EvaluationPlan, seal
from segnb.vocabulary.refusals import Refusal

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


@dataclass(frozen=True)
class Effort:
    """An effort with its sealed plan, its judged outcomes, and why others are refused."""

    plan: EvaluationPlan
    sealed: dict[str, Any]
    outcomes: tuple[Outcome, ...]
    refused: dict[str, Refusal]
    revised: bool


@dataclass(frozen=True)
class _Design:
    """What is settled of one outcome before the years after the start are used."""

    held: IndicatorData
    panel: Panel
    design: Design


def evaluate(store: Store, plan: EvaluationPlan, folder: Path) -> Effort:
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
    reader = Reader(store, find_municipality(plan.treated[0][:4]))
    plan = with_register(plan)
    population = _population(reader, plan)
    _check_areas(plan, population)
    designs, refused = {}, {}
    for name in plan.outcomes:
        try:
            designs[name] = _designed(reader, plan, name, population)
        except Refusal as error:
            if len(plan.outcomes) == 1:
                raise
            refused[name] = error
    if not designs:
        raise next(iter(refused.values()))
    facts = _facts(designs)
    sealed = seal(plan, folder, facts)
    outcomes = _judged(reader, plan, designs, population)
    revised = sealed.get("values_before") != facts["values_before"]
    return Effort(plan, sealed, outcomes, refused, revised)


def with_register(plan: EvaluationPlan) -> EvaluationPlan:
    """Plan in which areas of other efforts of its sector and years are compared with nobody.

    Raises
    ------
    Refusal
        Another effort went on in a treated area, in the same sector and years.
    """
    if not plan.id:
        return plan
    rows = register(plan.efforts)
    own = rows[rows["id"] == plan.id]
    if own.empty:
        raise InvalidParams(f"The register has no effort {plan.id!r}: `segnb list efforts`.")
    sector = own["sector"].iloc[0]
    rows = rows[(rows["sector"] == sector) & (sector != "")]
    for note in overlaps(rows):
        if plan.id in note.ids:
            other = next(one for one in note.ids if one != plan.id)
            raise Refusal("overlap", id=plan.id, other=other, area=note.areas[0])
    others = rows[(rows["id"] != plan.id) & (rows["level_id"] == plan.level)]
    ends = others["end"].str[:4].where(others["end"] != "", "9999").astype(int)
    others = others[ends >= (plan.first_year or plan.start - LONGEST_BEFORE)]
    areas = {area for row in others["areas"] for area in row} - {*plan.treated, *plan.ring}
    return plan.model_copy(update={"excluded": tuple(sorted({*plan.excluded, *areas}))})


def _population(reader: Reader, plan: EvaluationPlan) -> pd.Series:
    """Persons of each area in the last year before the start that is held, else the first after."""
    held = reader.held("population", plan.level, everywhere=True)
    if held is None:
        raise Refusal("population", level=plan.level)
    years = sorted(held.rows["year"].unique())
    before = [year for year in years if year < plan.start]
    rows = held.rows[held.rows["year"] == (before[-1] if before else years[0])]
    return rows.groupby("area")["value"].sum().loc[lambda people: people > 0]


def _check_areas(plan: EvaluationPlan, population: pd.Series) -> None:
    """Refuse areas that are not there, and a treated set that is a whole municipality."""
    for area in (*plan.treated, *plan.ring, *plan.excluded):
        if area not in population.index:
            raise Refusal("unknown", area=area, level=plan.level)
    if plan.level == "municipality":
        return
    for code in {area[:4] for area in plan.treated}:
        if {area for area in population.index if area[:4] == code} <= set(plan.treated):
            raise Refusal("whole", code=code)


def _designed(reader: Reader, plan: EvaluationPlan, name: str, population: pd.Series) -> _Design:
    """Areas, years and matches of an outcome; of the years after only whether there is a value."""
    held = reader.held(name, plan.level, everywhere=True)
    if held is None:
        raise Refusal("not_held", name=name, level=plan.level)
    wide = held.rows.pivot_table(index="area", columns="year", values="value", aggfunc="first")
    years = window(plan, held, [int(year) for year in wide.columns])
    wide = wide.reindex(index=population.index, columns=years)
    _check_treated(plan, name, wide)
    others = ~wide.index.isin({*plan.treated, *plan.ring, *plan.excluded})
    wide = wide[wide.notna().all(axis=1) & (others | wide.index.isin(plan.treated))]
    panel = evaluation.comparable(_panel(plan, wide, population, plan.treated), plan.seed)
    evaluation.check_compared(int((~panel.treated).sum()))
    blind = panel.with_values(np.where(panel.after, np.nan, panel.values))
    return _Design(held, panel, evaluation.design(blind, plan.seed))


def window(plan: EvaluationPlan, held: IndicatorData, years: Iterable[int]) -> list[int]:
    """Years before and after the start with one definition.

    Raises
    ------
    Refused
        There are too few, or a break lies in the window that the plan names.
    """
    first, last = plan.first_year or plan.start - LONGEST_BEFORE, plan.last_year or 9999
    breaks = [one.year for one in _breaks(held)]
    inside = [year for year in breaks if first < year <= last]
    named = [year for year in inside if (year <= plan.start and plan.first_year)
             or (year > plan.start and plan.last_year)]  # fmt: skip
    if named:
        raise Refusal("break", name=held.entry.id, year=named[0])
    first = max([first, *(year for year in inside if year <= plan.start)])
    last = min([last, *(year - 1 for year in inside if year > plan.start)])
    kept = [y for y in sorted(years) if first <= y <= last and y not in plan.left_out]
    evaluation.check_years(kept, plan.start, plan.left_out)
    return kept


def _breaks(held: IndicatorData) -> list[Break]:
    return [one for one in held.entry.breaks if not one.levels or held.level in one.levels]


def _check_treated(plan: EvaluationPlan, name: str, wide: pd.DataFrame) -> None:
    for area in (*plan.treated, *plan.ring):
        lacking = wide.columns[wide.loc[area].isna()]
        if len(lacking):
            raise Refusal("hidden", area=area, name=name, year=lacking[0])


def _panel(
    plan: EvaluationPlan, wide: pd.DataFrame, population: pd.Series, treated: Iterable[str]
) -> Panel:
    return Panel(
        areas=tuple(wide.index),
        years=tuple(int(year) for year in wide.columns),
        values=wide.to_numpy(dtype=float),
        treated=wide.index.isin(list(treated)),
        population=population.reindex(wide.index).to_numpy(dtype=float),
        after=np.asarray(wide.columns, dtype=int) >= plan.start,
    )


def _facts(designs: dict[str, _Design]) -> dict[str, Any]:
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
        }
    return {"outcomes": settled, "values_before": total.hexdigest()}


def _judged(
    reader: Reader, plan: EvaluationPlan, designs: dict[str, _Design], population: pd.Series
) -> tuple[Outcome, ...]:
    found = {name: evaluation.judge(made.design, made.panel) for name, made in designs.items()}
    adjusted = evaluation.holm([one.estimate.p for one in found.values()])
    alpha = ALPHA / len(found)
    outcomes = []
    for (name, made), p in zip(designs.items(), adjusted, strict=True):
        grounds = Grounds(
            p=p,
            detectable=evaluation.smallest_detectable(made.panel, plan.seed, alpha),
            worthwhile=plan.worthwhile.get(name, 0.0),
            direction=SIGNS[plan.outcomes[name]],
            logs=_in_logs(made, plan),
            treated=len(plan.treated) - len(made.design.unmatched),
        )
        grounds = _with_ring(reader, plan, name, made, population, grounds)
        level, check = evaluation.level_of(found[name], grounds)
        outcomes.append(
            Outcome(made.held, made.panel, made.design, found[name], grounds, level, check)
        )
    return tuple(outcomes)


def _in_logs(made: _Design, plan: EvaluationPlan) -> Judgement | None:
    """The same in logarithms, for rates and counts."""
    if made.held.entry.unit in PLAIN_UNITS or (made.panel.values <= 0).any():
        return None
    panel = made.panel.with_values(np.log(made.panel.values))
    return evaluation.judge(evaluation.design(panel, plan.seed), panel)


def _with_ring(
    reader: Reader,
    plan: EvaluationPlan,
    name: str,
    made: _Design,
    population: pd.Series,
    grounds: Grounds,
) -> Grounds:
    """Grounds with the areas around, judged like the treated against the same comparison areas."""
    if not plan.ring:
        return grounds
    held = reader.held(name, plan.level, everywhere=True)
    wide = held.rows.pivot_table(index="area", columns="year", values="value", aggfunc="first")  # type: ignore[union-attr]
    compared = set(np.asarray(made.panel.areas, dtype=object)[~made.panel.treated])
    rows = wide.index.isin(compared | set(plan.ring))
    wide = wide.loc[rows, list(made.panel.years)]
    panel = _panel(plan, wide, population, plan.ring)
    ring = evaluation.judge(evaluation.design(panel, plan.seed), panel)
    smallest = evaluation.smallest_detectable(panel, plan.seed)
    return replace(grounds, ring=ring, ring_detectable=smallest)
