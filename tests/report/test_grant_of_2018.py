"""The 32 municipalities of the grant of 2018 against all others, number by number."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_evaluated_efforts import CASE

from segnb.analysis.evaluation import Panel, randomisation
from segnb.analysis.evaluation.matching import matched_sets
from segnb.analysis.evaluation.randomisation import against_all, placements_alike, randomised
from segnb.analysis.evaluation.synthetic_control import convex_weights, synthetic_control
from segnb.report.evaluation_page.plan_data import PlanData, set_out
from segnb.sources.store_choice import open_store
from segnb.store import BOX
from segnb.vocabulary.evaluation_plan import Refusal, read_plan

LEFT_OUT, SIZED = 2018, 2017


@pytest.fixture(scope="module")
def setting() -> PlanData:
    return set_out(open_store(BOX), read_plan(CASE))


@pytest.fixture(scope="module")
def people(setting: PlanData) -> pd.Series:
    rows = setting.reader.held("population", "municipality", everywhere=True).rows
    return rows[rows["year"] == SIZED].groupby("area")["value"].sum()


def panel_of(setting: PlanData, people: pd.Series, name: str, first: int, last: int) -> Panel:
    held = setting.held(name)
    years = [y for y in sorted(held.rows["year"].unique()) if first <= y <= last and y != LEFT_OUT]
    panel = setting.panel(held, years).in_order()
    return replace(panel, population=people.reindex(panel.areas).to_numpy(dtype=float))


@pytest.mark.parametrize(
    ("name", "first", "last", "plain", "placebos", "p", "twin", "twin_p"),
    [
        ("school_eligibility", 2012, 2023, 0.79, 0.81, 0.97, 0.6, 0.48),
        ("school_eligibility", 2010, 2023, 1.11, 1.09, 0.96, None, None),
        ("theft", 2010, 2023, -552, -270, 0.007, -143, 0.31),
        ("overcrowding", 2012, 2023, -0.67, -0.87, 0.52, -1.1, 0.02),
        ("sports_7_20", 2010, 2023, 0.28, 1.04, 0.14, 1.2, 0.04),
        ("child_poverty", 2011, 2021, -1.00, -0.65, 0.21, -0.3, 0.25),
        ("upper_secondary_diploma", 2015, 2020, 1.63, 1.96, 0.57, -0.3, 0.82),
    ],
)
def test_plain_differences_are_those_of_any_set_of_as_large_municipalities(
    setting, people, monkeypatch, name, first, last, plain, placebos, p, twin, twin_p
) -> None:
    monkeypatch.setattr(randomisation, "DRAWS", 9999)
    panel = panel_of(setting, people, name, first, last)
    near = 5 if name == "theft" else 0.025  # printed in tens, and in hundredths; by other draws
    weights = against_all(placements_alike(panel, np.random.default_rng(2018)), len(panel.areas))
    found = randomised(weights, panel.change)
    assert found.value == pytest.approx(plain, abs=3 if name == "theft" else 0.02)
    assert found.centre == pytest.approx(placebos, abs=near)
    # newer downloads than the published ones: a municipality lacks a year, some cells are revised
    close = 0.04 if name in ("school_eligibility", "child_poverty") else 0.02
    assert found.p == pytest.approx(p, abs=close)
    if twin is not None:
        bent = randomised(weights, panel.bent)
        assert bent.centred == pytest.approx(twin, abs=3 if name == "theft" else 0.07)
        assert bent.p == pytest.approx(twin_p, abs=close)


@pytest.mark.parametrize(
    ("name", "first", "last", "sets", "effect", "p", "smallest"),
    [
        ("theft", 2010, 2023, 15, -7, 0.96, 432),
        ("overcrowding", 2012, 2023, 18, 0.04, 0.94, 1.5),
        ("sports_7_20", 2010, 2023, 20, -1.34, 0.07, 2.1),
        ("upper_secondary_diploma", 2015, 2020, 18, 0.09, 0.92, 2.5),
    ],
)
def test_matched_sets_and_their_effects_are_the_published_ones(
    setting, people, name, first, last, sets, effect, p, smallest
) -> None:
    panel = panel_of(setting, people, name, first, last)
    found = matched_sets(panel)
    changes = panel.change[found]
    others = (changes.sum(axis=1, keepdims=True) - changes) / 3
    each = changes - others  # of a set, with each of its four areas as the treated one
    inside = each[:, 0].mean()
    assert len(found) == sets
    assert inside == pytest.approx(effect, abs=3 if name == "theft" else 0.02)
    placed = np.random.default_rng(2018).integers(0, 4, (9999, sets))
    drawn = each[np.arange(sets), placed].mean(axis=1)
    assert (np.abs(drawn) >= abs(inside)).mean() == pytest.approx(p, abs=0.02)
    spread = np.sqrt(each.var(axis=1).sum()) / sets
    assert 2.8 * spread == pytest.approx(smallest, rel=0.02)


def beside_as_large(panel: Panel, area: str) -> Panel:
    """One of the 32 and the others of half to twice as many residents."""
    own = panel.areas.index(area)
    people = panel.population
    near = (people >= people[own] / 2) & (people <= 2 * people[own]) & ~panel.treated
    near[own] = True
    kept = np.flatnonzero(near)
    return replace(
        panel,
        areas=tuple(panel.areas[n] for n in kept),
        values=panel.values[kept],
        treated=kept == own,
        population=people[kept],
    )


@pytest.mark.parametrize(
    ("area", "donors", "effect"),
    [("2180", 22, -0.25), ("2181", 87, -2.99), ("0127", 26, 0.14), ("1282", 79, 1.45)],
)
def test_mixes_of_as_large_municipalities_are_the_published_ones(
    setting, people, area, donors, effect
) -> None:
    panel = beside_as_large(panel_of(setting, people, "school_eligibility", 2010, 2023), area)
    own = panel.areas.index(area)
    others = np.delete(np.arange(len(panel.areas)), own)
    weights = convex_weights(panel.past[own], panel.past[others])
    gap = panel.values[own] - weights @ panel.values[others]
    assert len(others) == donors
    assert gap[panel.after].mean() == pytest.approx(effect, abs=0.02)


def test_what_others_cannot_resemble_has_no_mix(setting, people) -> None:
    panel = panel_of(setting, people, "school_eligibility", 2010, 2023)
    landskrona = synthetic_control(beside_as_large(panel, "1282"), None)
    assert landskrona.misfit == pytest.approx(0.17, abs=0.005)
    assert landskrona.p == pytest.approx(0.18, abs=0.02)
    for area in ("2180", "2181", "0127"):  # as far off before as after
        with pytest.raises(Refusal, match="outside"):
            synthetic_control(beside_as_large(panel, area), None)
    with pytest.raises(Refusal, match="no other area"):  # Malmö: all as large were funded too
        synthetic_control(beside_as_large(panel, "1280"), None)
    poor = panel_of(setting, people, "child_poverty", 2011, 2021)
    with pytest.raises(Refusal, match="one other alone"):
        synthetic_control(beside_as_large(poor, "1282"), None)
    perfect = beside_as_large(panel, "1277")  # eight years, 160 donors: anything fits
    assert len(perfect.areas) == 161
    assert synthetic_control(perfect, None).misfit == pytest.approx(0, abs=0.005)
