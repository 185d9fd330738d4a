"""What a plan finds in a store: people, areas around, and the years that may be compared."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from segnb.analysis import evaluation
from segnb.analysis.evaluation import Panel
from segnb.report.evaluation_page.rings import Areas, rings_of
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN, vintages
from segnb.report.reading.reader import Reader
from segnb.store import Store
from segnb.vocabulary.areas import LEVELS, find_municipality
from segnb.vocabulary.catalogue import breaks_at
from segnb.vocabulary.effort_register import overlaps, register
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.evaluation_plan import LONGEST_BEFORE, EvaluationPlan, Refusal

MOST_OUTSIDE = 0.05  # of the people: that many may live in areas that a key leaves out


@dataclass(frozen=True)
class PlanData:
    """A plan with what it needs of the store beside its outcomes.

    Attributes
    ----------
    people
        Persons of each area before the start.
    rings
        Areas around the treated, by how they lie.
    """

    plan: EvaluationPlan
    reader: Reader
    people: pd.Series
    rings: dict[str, Areas]

    @property
    def uncompared(self) -> set[str]:
        """Areas that are compared with nobody."""
        around = {area for areas in self.rings.values() for area in areas}
        return {*self.plan.treated, *self.plan.excluded, *around}

    def held(self, name: str) -> IndicatorData:
        """Rows of an outcome in all areas of the level.

        Raises
        ------
        Refusal
            Nothing is held.
        """
        held = self.reader.held(name, self.plan.level, everywhere=True)
        if held is None:
            raise Refusal("not_held", name=name, level=self.plan.level)
        return held

    def panel(self, held: IndicatorData, years: Iterable[int]) -> Panel:
        """All areas that have a value in each of some years."""
        wide = held.rows.pivot_table(index="area", columns="year", values="value", aggfunc="first")
        wide = wide.reindex(index=self.people.index, columns=list(years))
        for area in (*self.plan.treated, *self.plan.ring):
            lacking = wide.columns[wide.loc[area].isna()]
            if len(lacking):
                raise Refusal("hidden", area=area, name=held.entry.id, year=lacking[0])
        wide = wide[wide.notna().all(axis=1)]
        return Panel(
            areas=tuple(wide.index),
            years=tuple(int(year) for year in wide.columns),
            values=wide.to_numpy(dtype=float),
            treated=wide.index.isin(self.plan.treated),
            population=self.people.reindex(wide.index).to_numpy(dtype=float),
            after=np.asarray(wide.columns, dtype=int) >= self.plan.start,
        )


def set_out(store: Store, plan: EvaluationPlan) -> PlanData:
    """Read what a plan needs beside its outcomes, and refuse what cannot be judged.

    Raises
    ------
    Refusal
        Years outside those of the areas, people outside them, an unknown area, or a whole
        municipality; or no people are held.
    """
    reader = Reader(store, find_municipality(plan.place))
    plan = with_register(plan)
    _check_vintage(plan)
    people = _people(reader, plan)
    _check_areas(store, plan, people)
    _check_key(reader, plan)
    return PlanData(plan, reader, people, rings_of(store, plan))


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


def _check_vintage(plan: EvaluationPlan) -> None:
    """Refuse years in which the areas of the plan are not those that statistics are made for."""
    level = LEVELS[plan.level]
    if (plan.last_year or 0) > level.last_year:
        raise Refusal("vintage", level=plan.level, year=level.last_year + 1, last=level.last_year)


def _people(reader: Reader, plan: EvaluationPlan) -> pd.Series:
    """Persons of each area in the last year before the start that is held, else the first after.

    Where a municipality counts no population of its own areas, they are those that the first
    outcome is a share of.
    """
    held = reader.held("population", plan.level, everywhere=True)
    column = "value"
    if held is None and plan.level == OWN:
        shares = (reader.held(name, OWN, everywhere=True) for name in plan.outcomes)
        held = next((one for one in shares if one and "denominator" in one.rows), None)
        column = "denominator"
    if held is None:
        raise Refusal("population", level=plan.level)
    years = sorted(held.rows["year"].unique())
    before = [year for year in years if year < plan.start]
    rows = held.rows[held.rows["year"] == (before[-1] if before else years[0])]
    return rows.groupby("area")[column].sum().loc[lambda people: people > 0]


def _check_areas(store: Store, plan: EvaluationPlan, people: pd.Series) -> None:
    """Refuse areas that are not there, and a treated set that is a whole municipality."""
    for area in (*plan.treated, *plan.ring, *plan.excluded):
        if area not in people.index:
            raise _unknown(store, plan, area)
    if plan.level == "municipality":
        return
    place = people.index.str[:4] if plan.level != OWN else plan.municipality
    of_place = pd.Series(place, index=people.index)
    for code in of_place[list(plan.treated)].unique():
        if set(of_place.index[of_place == code]) <= set(plan.treated):
            raise Refusal("whole", code=code)


def _unknown(store: Store, plan: EvaluationPlan, area: str) -> Refusal:
    """Why an area is not known: it may be one of another vintage."""
    others = [one for one in vintages(LEVELS[plan.level].family) if one != plan.level]
    for other in others:
        known = store.read_areas(other, area[:4])["area"]
        if area in set(known):
            parts = _bridged(store, plan.level, other, area)
            key = "other_vintage" if parts else "no_bridge"
            return Refusal(key, area=area, level=plan.level, other=other, parts=", ".join(parts))
    return Refusal("unknown", area=area, level=plan.level)


def _bridged(store: Store, level: str, other: str, area: str) -> list[str]:
    """Areas of a level that an area of another vintage was made of, or became, by the log."""
    older, newer = sorted([level, other])
    log = store.read_links("change", older, newer)
    own, wanted = ("from_area", "to_area") if other == older else ("to_area", "from_area")
    return sorted(set(log.loc[log[own] == area, wanted]))


def _check_key(reader: Reader, plan: EvaluationPlan) -> None:
    """Refuse own areas that lack people, since the key knows other areas than the statistics."""
    if plan.level != OWN:
        return
    for name in plan.outcomes:
        held = reader.held(name, OWN, everywhere=True)
        if held is None or not held.summed_from:
            continue
        parts = reader.held("population", held.summed_from)
        if parts is None:
            raise Refusal("population", level=held.summed_from)
        inside = parts.latest["area"].isin(reader.parents(held.summed_from, None, OWN).index)
        outside = parts.latest.loc[~inside, "value"].sum() / parts.latest["value"].sum()
        if outside > MOST_OUTSIDE:
            raise Refusal("unbridged", level=held.summed_from, percent=round(100 * outside),
                          most=round(100 * MOST_OUTSIDE))  # fmt: skip


def window(plan: EvaluationPlan, held: IndicatorData, years: Iterable[int]) -> list[int]:
    """Years before and after the start with one definition.

    Raises
    ------
    Refused
        There are too few, or a break lies in the window that the plan names.
    """
    first, last = plan.first_year or plan.start - LONGEST_BEFORE, plan.last_year or 9999
    breaks = [one.year for one in breaks_at(held.entry, held.level)]
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
