"""Synthetic control as published, and refused where an area lies outside what others can mix."""

from dataclasses import replace

import numpy as np
import pytest

from segnb.analysis.evaluation.movers import change_of_stayers, stayers
from segnb.analysis.evaluation.synthetic_control import convex_weights, synthetic_control
from segnb.vocabulary.evaluation_plan import Refusal
from studies.evaluation import panel_of, series


def california():
    synthdid = pytest.importorskip("synthdid.datasets", reason="the data are in synthdid-py")
    frame = synthdid.load_california_prop99()
    wide = frame.pivot(index="State", columns="Year", values="PacksPerCapita")
    panel = panel_of(wide.to_numpy(), [wide.index.get_loc("California")], 19)
    return replace(panel, areas=tuple(wide.index))


def test_proposition_99_by_synthetic_control_is_as_published() -> None:
    found = synthetic_control(california(), most=None)
    assert found.effect == pytest.approx(-19.514, abs=0.01)
    assert found.gap[-1] == pytest.approx(-26.60, abs=0.01)
    assert found.misfit == pytest.approx(1.656, abs=0.01)
    published = {"Utah": 0.394, "Montana": 0.232, "Nevada": 0.205, "Connecticut": 0.109}
    heaviest = dict(list(found.weights.items())[:4])
    assert heaviest == {name: pytest.approx(w, abs=0.01) for name, w in published.items()}


def test_without_covariates_two_states_are_more_unusual_than_california() -> None:
    found = synthetic_control(california(), most=None)
    assert found.p == 3 / 39


def test_weights_are_convex_and_find_an_exact_mix() -> None:
    rng = np.random.default_rng(1)
    donors = rng.normal(20, 5, (12, 9))
    mix = np.array([0.5, 0.3, 0.2, *[0.0] * 9])
    found = convex_weights(mix @ donors, donors)
    assert found == pytest.approx(mix, abs=1e-3)
    outside = convex_weights(donors.max(axis=0) + 50, donors)
    assert outside.min() >= 0
    assert outside.sum() == pytest.approx(1)


def test_no_p_of_the_mix_changes_with_the_unit_or_a_constant() -> None:
    values = series("child_poverty", 30, 9, np.random.default_rng(3))
    found = [synthetic_control(panel_of(one, [2], 6)) for one in (values, 10 * values, values + 7)]
    assert found[0].p == found[1].p == found[2].p


def test_an_area_outside_the_others_and_several_areas_are_refused() -> None:
    values = series("child_poverty", 30, 9, np.random.default_rng(3))
    far = values.copy()
    far[2] += np.linspace(40, 90, 9)
    with pytest.raises(Refusal, match=r"outside what other areas|like one other alone"):
        synthetic_control(panel_of(far, [2], 6))
    with pytest.raises(Refusal, match="The number of treated areas is 2"):
        synthetic_control(panel_of(values, [2, 3], 6))
    twin = values.copy()
    twin[5] = twin[2]
    with pytest.raises(Refusal, match="like one other alone"):
        synthetic_control(panel_of(twin, [2], 6))


def test_those_who_stayed_are_bounded_as_in_the_worked_example() -> None:
    first, last = stayers(3000, 0.25, 300), stayers(3000, 0.23, 300)
    assert [round(100 * end, 1) for end in (*first, *last)] == [16.7, 27.8, 14.4, 25.6]
    low, high = change_of_stayers((3000, 0.25), (3000, 0.23), 300, 300)
    assert (round(100 * low, 1), round(100 * high, 1)) == (-13.3, 8.9)
    assert stayers(100, 0.01, 50) == (0.0, 0.02)


def test_new_jersey_and_pennsylvania_by_hand() -> None:
    values = np.array([[20.44, 21.03], [23.33, 21.17]])  # Card and Krueger 1994, table 3
    panel = panel_of(values, [0], 1)
    assert panel.change[0] - panel.change[1] == pytest.approx(2.76, abs=0.02)
