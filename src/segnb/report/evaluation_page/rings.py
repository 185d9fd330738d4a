"""Areas around an effort, drawn from borders, and judged as the treated areas are."""

from collections.abc import Container, Mapping

import numpy as np
import pandas as pd

from segnb.analysis import evaluation
from segnb.analysis.evaluation import Panel, Ring
from segnb.analysis.evaluation.matching import nearest_by_path
from segnb.report.reading.levels import OWN
from segnb.store import Store
from segnb.vocabulary.evaluation_plan import EvaluationPlan, Refusal

TOUCHING = 10.0  # metres: borders that are one, but were drawn twice
WIDTHS = {"touching": TOUCHING, "to_1_km": 1000.0, "to_3_km": 3000.0}
Areas = tuple[str, ...]


def rings_of(store: Store, plan: EvaluationPlan) -> dict[str, Areas]:
    """Areas around the treated: those that the plan names, and those that borders give.

    Raises
    ------
    Refusal
        The plan wants rings from borders, and those of a treated area are not held.
    """
    named = {"named": plan.ring} if plan.ring else {}
    if not plan.rings_from_borders:
        return named
    polygons = store.read_polygons(plan.level)
    if plan.municipality:
        polygons = polygons[polygons["municipality"].isin([plan.municipality, ""])]
    shapes = polygons.dissolve("area").geometry
    lacking = [area for area in plan.treated if area not in shapes.index]
    if lacking:
        raise Refusal("borders", area=lacking[0], level=plan.level)
    away = shapes.distance(shapes[list(plan.treated)].union_all())
    return named | around(away.drop([*plan.treated, *plan.ring], errors="ignore"))


def around(away: pd.Series) -> dict[str, Areas]:
    """Rings by the distance of each area's border from the treated, those without an area left out.

    Parameters
    ----------
    away
        Metres, by area.

    Examples
    --------
    >>> around(pd.Series({"a": 0.0, "b": 400.0, "c": 2999.0, "d": 3001.0}))
    {'touching': ('a',), 'to_1_km': ('b',), 'to_3_km': ('c',)}
    """
    place = np.searchsorted(list(WIDTHS.values()), away.to_numpy())
    found = {name: tuple(sorted(away.index[place == number])) for number, name in enumerate(WIDTHS)}
    return {name: areas for name, areas in found.items() if areas}


def elsewhere(everywhere: Panel, apart: Container[str], level: str) -> Areas:
    """Areas of the same municipality whose path before was most like that of the treated.

    For each treated area one: if an effect moved, it may have moved there.

    Parameters
    ----------
    apart
        Treated areas, areas around them, and areas of other efforts: none of these is named.
    """
    if level == "municipality":
        return ()
    place = np.array(["" if level == OWN else area[:4] for area in everywhere.areas])
    rows = np.array([area not in apart for area in everywhere.areas]) | everywhere.treated
    panel = everywhere.only(rows & np.isin(place, place[everywhere.treated]))
    free, found = ~panel.treated, []
    for order in nearest_by_path(panel)[panel.treated]:
        near = [row for row in order if free[row]][:1]
        free[near] = False
        found += near
    return tuple(panel.areas[row] for row in found)


def judged_rings(
    rings: Mapping[str, Areas], panel: Panel, everywhere: Panel, seed: int
) -> tuple[Ring, ...]:
    """Each ring as if the effort had been in it, against the comparison areas of the treated.

    Parameters
    ----------
    panel
        Treated and comparison areas.
    everywhere
        All areas with a value in each year, those around among them.
    """
    compared = {a for a, own in zip(panel.areas, panel.treated, strict=True) if not own}
    return tuple(_judged(name, areas, compared, everywhere, seed) for name, areas in rings.items())


def _judged(name: str, areas: Areas, compared: set[str], everywhere: Panel, seed: int) -> Ring:
    names = np.asarray(everywhere.areas, dtype=object)
    own = np.isin(names, list(areas))
    people = float(everywhere.population[own].sum())
    inside = everywhere.only(own | np.isin(names, list(compared)))
    panel = Panel(inside.areas, inside.years, inside.values,
                  np.isin(np.asarray(inside.areas, dtype=object), list(areas)),
                  inside.population, inside.after)  # fmt: skip
    try:
        found = evaluation.judge(evaluation.design(panel, seed), panel)
    except Refusal:
        return Ring(name, areas, people=people)
    return Ring(name, areas, found, evaluation.smallest_detectable(panel, seed), people)
