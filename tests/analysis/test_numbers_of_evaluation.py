"""Pieces of rule R on panels so small that each number is counted by hand or by trying all."""

from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import pytest

from segnb.analysis.evaluation import effort_rule, matching, power, randomisation, synthetic_control
from segnb.analysis.evaluation.ladder import Grounds, Ring, failed_checks, level_of
from segnb.analysis.evaluation.movers import stayers
from segnb.analysis.evaluation.panel import Panel, check_compared, check_years, comparable
from segnb.analysis.evaluation.randomisation import ALPHA, RandomisationTest
from segnb.vocabulary.evaluation_plan import Refusal


def panel_like(values: np.ndarray, treated: list[int], after: int, people=None) -> Panel:
    """Panel of rows of values, of which those of the last years lie after the start."""
    areas, years = values.shape
    own = np.isin(np.arange(areas), treated)
    sizes = np.full(areas, 1000.0) if people is None else np.asarray(people, dtype=float)
    names = tuple(f"a{row:04d}" for row in range(areas))
    late = np.arange(years) >= years - after
    return Panel(names, tuple(range(2010, 2010 + years)), values, own, sizes, late)


def noise(areas: int, years: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(20, 4, (areas, years))


STEPS = np.array([[1.0, 2.0, 4.0, 9.0, 11.0], [7.0, 7.5, 6.0, 4.0, 1.0]])


def test_changes_slopes_and_bends_of_a_panel_are_those_of_its_years() -> None:
    panel = panel_like(STEPS, [0], 2)
    past = STEPS[:, :3]
    slopes = [np.polyfit([2010, 2011, 2012], row, 1)[0] for row in past]
    change = STEPS[:, 3:].mean(axis=1) - past.mean(axis=1)
    assert panel.past.tolist() == past.tolist()
    assert panel.past_years.tolist() == [2010, 2011, 2012]
    assert panel.distance == 2.5  # 2013.5 less 2011
    assert panel.change == pytest.approx(change)
    assert panel.slope == pytest.approx(slopes)
    assert panel.bent == pytest.approx(change - 2.5 * np.array(slopes))


def test_a_placebo_in_time_takes_the_last_two_years_before_as_if_they_came_after() -> None:
    early = panel_like(noise(3, 8), [0], 3).earlier()
    assert early.years == (2010, 2011, 2012, 2013, 2014)
    assert early.after.tolist() == [False, False, False, True, True]
    assert early.values.tolist() == noise(3, 8)[:, :5].tolist()
    assert panel_like(noise(3, 8), [0], 3).earlier(1).after.tolist() == [False] * 4 + [True]


def test_a_part_of_a_panel_keeps_names_values_people_and_who_was_treated_together() -> None:
    part = panel_like(noise(4, 6), [2], 2, [10, 20, 30, 40]).only(np.array([3, 2]))
    assert part.areas == ("a0003", "a0002")
    assert part.population.tolist() == [40, 30]
    assert part.treated.tolist() == [False, True]
    assert part.values.tolist() == noise(4, 6)[[3, 2]].tolist()


@pytest.mark.parametrize(
    ("treated", "areas", "left"),
    [(1, 301, 300), (1, 302, 300), (5, 306, 300), (6, 1006, 1000), (6, 1010, 1000)],
)
def test_a_large_pool_is_drawn_down_and_keeps_all_treated(
    treated: int, areas: int, left: int
) -> None:
    panel = panel_like(noise(areas, 2), list(range(treated)), 1)
    found = comparable(panel, seed=3)
    assert (~found.treated).sum() == left
    assert found.treated.sum() == treated
    assert list(found.areas) == sorted(set(found.areas))
    if areas - treated > left:
        assert comparable(panel, seed=3).areas == found.areas
        assert comparable(panel, seed=4).areas != found.areas


def test_six_treated_areas_are_compared_with_areas_of_all_sizes() -> None:
    people = [100.0, 9000, 400, 700, 90, 1000, 1000, 5, 60000]
    assert len(comparable(panel_like(noise(9, 3), list(range(6)), 1, people)).areas) == 9
    with pytest.raises(Refusal, match="a plan of its own") as found:
        comparable(panel_like(noise(9, 3), list(range(5)), 1, people))
    assert "a0000" in str(found.value)


def test_a_year_of_the_start_counts_as_after_and_one_left_out_not_at_all() -> None:
    check_years(range(2005, 2013), 2010)
    with pytest.raises(Refusal, match=r"before the start 2010 .* is 4"):
        check_years(range(2005, 2013), 2010, [2007])
    with pytest.raises(Refusal, match=r"after the start 2010 .* is 2"):
        check_years(range(2005, 2013), 2010, [2010])
    check_compared(19)


def test_a_rank_is_two_sided_around_the_mean_of_all_and_as_coarse_as_what_differs() -> None:
    weights = np.array([[1.0, -1, 0], [-1, 1, 0], [0, 1, -1], [0, 1, -1]])
    found = randomisation.randomised(weights, np.array([5.0, 2, 1]))
    # 3, -3, 1, 1 with the mean 0.5: 2.5, -3.5, 0.5, 0.5
    assert (found.value, found.centre, found.p) == (3.0, 0.5, 0.5)
    assert found.smallest_p == pytest.approx(1 / 3)
    assert found.centred == 2.5


def test_what_is_as_far_but_for_a_rounding_counts_and_what_is_nearer_does_not() -> None:
    far = np.array([[2.0, 8.0], [-2 * (1 - 1e-10), 8.1], [1.9999, -8.0], [3.0, 7.9]])
    assert randomisation.p_values(far).tolist() == [0.75, 0.75]
    assert randomisation.p_values(far[:, 0]).tolist() == [0.75]


def test_all_placements_are_tried_where_they_are_few_and_a_sample_where_not() -> None:
    few = panel_like(noise(7, 3), [1, 4], 1)
    found = randomisation.placements(few, np.random.default_rng(1))
    assert found[0].tolist() == [1, 4]
    assert sorted(map(tuple, found.tolist())) == sorted(combinations(range(7), 2))
    most = panel_like(noise(2000, 2), [5], 1)
    every = randomisation.placements(most, np.random.default_rng(1))
    assert (every[0, 0], sorted(every[:, 0])) == (5, list(range(2000)))
    more = panel_like(noise(2001, 2), [5], 1)
    drawn = randomisation.placements(more, np.random.default_rng(1))
    assert (drawn[0, 0], drawn.shape) == (5, (2000, 1))
    assert len(set(drawn[1:, 0].tolist())) < 1999
    pairs = panel_like(noise(70, 2), [3, 5], 1)
    assert comb(70, 2) > 2000
    two = randomisation.placements(pairs, np.random.default_rng(1))
    assert two.shape == (2000, 2)
    assert (two[:, 0] != two[:, 1]).all()


def test_placements_alike_have_as_many_of_each_fifth_of_the_population() -> None:
    people = np.random.default_rng(2).permutation(np.arange(20) * 100 + 100)
    own = [2, 7, 11]
    found = randomisation.placements_alike(
        panel_like(noise(20, 3), own, 1, people), np.random.default_rng(1)
    )
    fifth = {row: sorted(people).index(people[row]) // 4 for row in range(20)}
    assert found.shape == (2000, 3)
    assert sorted(found[0].tolist()) == own
    wanted = sorted(fifth[row] for row in own)
    assert all(sorted(fifth[row] for row in one) == wanted for one in found.tolist())
    assert all(len(set(one)) == 3 for one in found.tolist())


def test_weights_are_of_the_mean_of_the_chosen_less_that_of_all_others() -> None:
    found = randomisation.against_all(np.array([[1, 3], [0, 4]]), 5)
    third, half = -1 / 3, 1 / 2
    assert found == pytest.approx(
        np.array([[third, half, third, half, third], [half, third, third, third, half]])
    )


def test_one_of_each_set_plays_treated_and_the_others_are_what_it_is_compared_with() -> None:
    sets = np.array([[0, 2, 4, 6], [1, 3, 5, 7]])
    found = randomisation.inside_sets(sets, 9, np.random.default_rng(1))
    sixth = -1 / 6
    assert found.shape == (2000, 9)
    assert found[0] == pytest.approx(np.array([0.5, 0.5, *[sixth] * 6, 0]))
    for members in sets:
        rows = found[:, members]
        assert ((rows > 0).sum(axis=1) == 1).all()
        assert np.sort(rows, axis=1) == pytest.approx(np.tile([sixth] * 3 + [0.5], (2000, 1)))
        played = (rows[1:] > 0).mean(axis=0)
        assert played == pytest.approx(np.full(4, 0.25), abs=0.04)


def test_the_nearest_are_those_whose_shape_before_the_start_is_most_alike() -> None:
    values = noise(8, 7, seed=5)
    panel = panel_like(values, [0], 2)
    shape = values[:, :5] - values[:, :5].mean(axis=1)[:, None]
    for row, found in enumerate(matching.nearest_by_path(panel).tolist()):
        others = [other for other in range(8) if other != row]
        by_hand = sorted(others, key=lambda other: ((shape[row] - shape[other]) ** 2).sum())
        assert found == by_hand


@pytest.mark.parametrize(("areas", "chosen"), [(30, [[4]]), (30, [[4, 9], [0, 1]]), (5, [[0, 1]]),
                                               (12, [[3, 7, 8]]), (11, [[2]])])  # fmt: skip
def test_each_treated_is_beside_its_ten_nearest_that_do_not_play_treated(
    areas: int, chosen: list[list[int]]
) -> None:
    order = matching.nearest_by_path(panel_like(noise(areas, 6), [0], 2))
    found = matching.matches_of(order, np.array(chosen))
    for weights, playing in zip(found, chosen, strict=True):
        by_hand = np.zeros(areas)
        near = min(10, areas - len(playing))
        for own in playing:
            free = [other for other in order[own].tolist() if other not in playing][:near]
            by_hand[free] += 1 / (len(free) * len(playing))
        assert weights == pytest.approx(by_hand)
        assert weights.sum() == pytest.approx(1)


def test_the_estimate_is_the_treated_less_their_matches() -> None:
    panel = panel_like(noise(14, 6), [2, 5], 2)
    chosen = np.array([[2, 5], [0, 1]])
    found = randomisation.against_matches(panel, chosen)
    matched = matching.matches_of(matching.nearest_by_path(panel), chosen)
    own = np.array([[row in one for row in range(14)] for one in chosen.tolist()])
    assert found[own] == pytest.approx(0.5)
    assert found[~own] == pytest.approx(-matched[~own])


def marks_of(panel: Panel) -> np.ndarray:
    slope = [np.polyfit(range(panel.past.shape[1]), row, 1)[0] for row in panel.past]
    marks = np.column_stack([panel.past.mean(axis=1), slope, np.log(panel.population)])
    return (marks - marks.mean(axis=0)) / marks.std(axis=0)


def test_sets_of_three_have_together_the_smallest_distance_of_all_sets() -> None:
    rng = np.random.default_rng(8)
    values = rng.normal(20, 0.5, (9, 1)) + rng.normal(0, 0.1, (9, 6))
    panel = panel_like(values, [0, 4], 2, rng.uniform(900, 1100, 9))
    marks, others = marks_of(panel), [1, 2, 3, 5, 6, 7, 8]
    far = np.linalg.norm(marks[:, None] - marks[None], axis=2)
    far = np.where(far > 1, 1e6, far)
    ways = [
        (sum(far[0, one] for one in first) + sum(far[4, one] for one in last), first, last)
        for first in combinations(others, 3)
        for last in combinations(sorted(set(others) - set(first)), 3)
    ]
    _, first, last = min(ways)
    made = [(0, first), (4, last)]
    good = [(own, *three) for own, three in made if max(far[own, one] for one in three) <= 1]
    found = [(row[0], *sorted(row[1:])) for row in matching.matched_sets(panel).tolist()]
    assert found == good


def test_a_pair_more_than_a_standard_deviation_apart_undoes_its_set() -> None:
    level = np.array([10.0, 10.2, 10.4, 10.6, 30.0, 10.3, 10.5, 10.1])
    values = level[:, None] + np.zeros((8, 6))
    found = matching.matched_sets(panel_like(values, [0, 4], 2))
    assert [row[0] for row in found.tolist()] == [0]
    few = panel_like(values[:6], [0, 4], 2)  # four others are too few for two sets of three
    assert matching.matched_sets(few).shape == (0, 4)


def judgement(**changed: object) -> effort_rule.Judgement:
    seen = RandomisationTest(3.0, 0.5, 0.02, 0.01)
    quiet = RandomisationTest(0.1, 0.0, 0.6, 0.01)
    usual = {"estimate": seen, "interval": (1.0, 5.0), "twin": seen, "slope": quiet,
             "before": quiet, "joint": 0.5, "largest_step": 0.4}  # fmt: skip
    return effort_rule.Judgement(**usual | changed)  # type: ignore[arg-type]


def rings(*found: effort_rule.Judgement | None, detectable: float = 2.9) -> tuple[Ring, ...]:
    return tuple(Ring("touching", ("b",), one, detectable, 100.0) for one in found)


AT, ABOVE = RandomisationTest(3.0, 0.5, 0.05, 0.01), RandomisationTest(3.0, 0.5, 0.0501, 0.01)
OPEN = Grounds(p=0.01, detectable=2.0, direction=1)


@pytest.mark.parametrize("name", ["slope", "before"])
def test_a_guard_hears_what_is_exactly_at_the_limit(name: str) -> None:
    assert failed_checks(judgement(**{name: AT}), OPEN) == [name]
    assert failed_checks(judgement(**{name: ABOVE}), OPEN) == []
    assert not judgement(**{name: AT}).quiet()
    assert judgement(**{name: ABOVE}).quiet()


def test_the_twin_is_unusual_at_the_limit_and_has_the_sign_of_the_estimate_less_chance() -> None:
    assert judgement(twin=AT).confirmed()
    assert not judgement(twin=ABOVE).confirmed()
    below = RandomisationTest(3.0, 3.5, 0.01, 0.01)  # above zero and below what placebos give
    assert not judgement(twin=below).confirmed()
    assert judgement(twin=below, estimate=replace(below, value=2.0)).confirmed()


@pytest.mark.parametrize(
    ("grounds", "failed"),
    [
        ({"rings": rings(judgement(estimate=replace(AT, value=-1.0)))}, ["ring"]),
        (
            {"rings": rings(judgement(estimate=AT), judgement(estimate=replace(AT, value=-1.0)))},
            ["ring"],
        ),
        ({"rings": rings(judgement(estimate=replace(ABOVE, value=-1.0)))}, []),
        ({"rings": rings(judgement(estimate=AT))}, []),
        ({"rings": rings(None)}, []),
        ({"logs": judgement(estimate=AT)}, []),
        ({"logs": judgement(estimate=ABOVE)}, ["scale"]),
        ({"logs": judgement(estimate=replace(AT, value=-1.0))}, ["scale"]),
        ({"direction": -1, "logs": judgement(estimate=ABOVE)}, ["scale", "direction"]),
    ],
)
def test_ring_logarithms_and_direction_speak_where_they_are_asked(grounds, failed) -> None:
    assert failed_checks(judgement(), replace(OPEN, **grounds)) == failed


def test_a_level_changes_exactly_at_its_limits() -> None:
    assert level_of(judgement(), replace(OPEN, p=0.05))[0] == "differs"
    assert level_of(judgement(), replace(OPEN, worthwhile=2.0))[0] == "differs"
    assert level_of(judgement(), replace(OPEN, worthwhile=1.9))[0] == "unjudged"
    closed = replace(OPEN, p=0.06)
    assert level_of(judgement(), replace(closed, worthwhile=5.0))[0] == "unjudged"
    assert level_of(judgement(), replace(closed, worthwhile=5.1))[0] == "unlikely"
    sloping = replace(judgement(), slope=replace(judgement().slope, p=ALPHA))  # no comparison
    assert level_of(sloping, replace(closed, worthwhile=5.1))[0] == "unjudged"
    below = judgement(interval=(-6.0, 1.0))
    assert level_of(below, replace(closed, worthwhile=5.1))[0] == "unjudged"
    quiet = judgement(estimate=ABOVE)
    full = {"rings": rings(quiet), "registered": True, "held_before": True, "treated": 3}
    assert level_of(judgement(), replace(OPEN, **full))[0] == "in_line"
    for lesser in (rings(quiet, detectable=3.0), rings(quiet, None), ()):
        assert level_of(judgement(), replace(OPEN, **full | {"rings": lesser}))[0] == "differs"
    heard = judgement(estimate=AT)
    assert level_of(judgement(), replace(OPEN, **full | {"rings": rings(heard)}))[0] == "differs"


def test_those_who_moved_are_fewer_than_all_and_no_fewer_than_none() -> None:
    assert stayers(100, 0.5, 0) == (0.5, 0.5)
    for moved in (-1, 100, 101):
        with pytest.raises(ValueError, match="fewer than all"):
            stayers(100, 0.5, moved)


def test_a_band_holds_all_but_a_twentieth_of_the_placements_in_each_year() -> None:
    yearly = np.column_stack([np.arange(201.0), np.arange(201.0)[::-1] * 2])
    assert effort_rule.band(yearly) == pytest.approx(np.array([[5, 10], [195, 390]]))
    assert effort_rule.band(yearly, 0.8) == pytest.approx(np.array([[20, 40], [180, 360]]))


def test_paths_are_treated_less_matched_with_the_last_year_before_at_zero() -> None:
    panel = panel_like(noise(25, 9), [3], 3)
    made = effort_rule.design(panel, 1)
    found = effort_rule.paths(made, panel)
    weights = np.array([made.matches().get(area, 0.0) for area in panel.areas])
    by_hand = panel.values[3] - weights @ panel.values
    assert found[0] == pytest.approx(by_hand - by_hand[5])
    assert (found[:, 5] == 0).all()


def test_a_judgement_takes_each_number_from_its_own_weights_and_years() -> None:
    values = noise(25, 9)
    panel = panel_like(values, [3], 3)
    made = effort_rule.design(panel, 1)
    found = effort_rule.judge(made)
    others = np.delete(np.arange(25), 3)
    gap = effort_rule.paths(made, panel)[0]
    weights = np.array([made.matches().get(area, 0.0) for area in panel.areas])
    assert found.estimate.value == pytest.approx(panel.change[3] - weights @ panel.change)
    assert found.twin.value == pytest.approx(panel.bent[3] - panel.bent[others].mean())
    assert found.slope.value == pytest.approx(panel.slope[3] - panel.slope[others].mean())
    early = panel.earlier()
    nearest = matching.nearest_by_path(early)[3][:10]
    assert found.before.value == pytest.approx(early.change[3] - early.change[nearest].mean())
    assert found.largest_step == pytest.approx(np.abs(np.diff(gap[:6])).max())
    assert found.interval[0] < found.estimate.value < found.interval[1]


def test_a_joint_test_ranks_the_largest_deviation_each_year_in_its_own_spread() -> None:
    yearly = np.array([[1.0, 40, 5], [2.0, 0, 5], [-3.0, 10, 5], [0.5, 20, 5], [-0.5, 30, 5]])
    centred = np.abs(yearly - yearly.mean(axis=0))[:, :2] / yearly[:, :2].std(axis=0)
    most = centred.max(axis=1)
    assert effort_rule._joint(yearly) == (most >= most[0] - 1e-12).mean()
    assert effort_rule._joint(yearly) not in (0.2, 1.0)


def test_three_sets_are_enough_and_two_are_not() -> None:
    level = np.r_[10 + np.arange(24) * 0.01, 90, 95, 99, 105]
    values = level[:, None] + noise(28, 8) * 1e-3
    lone = [24, 25, 26, 27]  # unlike all others: they have no set
    made = effort_rule.design(panel_like(values, [0, 5, 9, *lone], 3), 2)
    assert set(made.unmatched) <= {f"a{row:04d}" for row in lone}
    assert set(made.panel.areas) | set(made.unmatched) == {f"a{row:04d}" for row in range(28)}
    assert made.matched.shape[1] == made.everyone.shape[1] == len(made.panel.areas)
    assert made.panel.treated.sum() == (made.matched[0] > 0).sum() >= 3
    with pytest.raises(Refusal) as found:
        effort_rule.design(panel_like(values, [0, 5, 24, 25, 26, 27], 3), 2)
    assert "2" in str(found.value)
    assert "6" in str(found.value)


def test_the_smallest_effect_is_halved_down_to_where_it_is_found_often_enough() -> None:
    for limit in (0.3, 1.7, 40.0, 63.9):
        found = power._first(lambda effect, limit=limit: float(effect >= limit), 1.0)
        assert limit <= found <= limit + max(1.0, limit) / 2**11
    assert power._first(lambda effect: float(effect >= 65), 1.0) == np.inf
    assert power._first(lambda _: 0.79, 1.0) == np.inf
    assert power._first(lambda _: 0.80, 1.0) < 0.001
    assert power._first(lambda _: 0.0, 0.0) == np.inf


@pytest.mark.parametrize("treated", [[3], [3, 8], [3, 8, 21]])
@pytest.mark.parametrize("alpha", [0.05, 0.025])
def test_a_placebo_is_found_where_both_tests_run_anew_are_unusual_on_one_side(
    treated: list[int], alpha: float
) -> None:
    panel = panel_like(noise(45, 9), treated, 3)
    made, rows = effort_rule.design(panel, 1), np.array([0, 5, 11, 20])
    found = power._placebos(made, rows, alpha, 1.0)
    heard = 0
    for effect in (0.0, 2.0, 4.0, 7.0, 12.0, 30.0):
        by_hand = [
            fires_by_hand(made, row, sign * effect, alpha) for sign in (1, -1) for row in rows
        ]
        assert found.finds(effect).tolist() == by_hand
        heard += sum(by_hand)
    assert heard


def fires_by_hand(made: effort_rule.Design, row: int, effect: float, alpha: float) -> bool:
    """Rule R with that placement first, and the effect added to the values of its areas."""
    first = np.r_[row, np.delete(np.arange(len(made.matched)), row)]
    weights = {name: getattr(made, name)[first] for name in ("matched", "everyone", "earlier")}
    values = made.panel.values.copy()
    values[np.ix_(weights["everyone"][0] > 0, made.panel.after)] += effect
    found = effort_rule.judge(replace(made, panel=made.panel.with_values(values), **weights))
    return found.estimate.p <= alpha and found.quiet() and found.confirmed()


def test_a_shift_is_kept_while_as_many_rows_are_as_far_as_the_level_asks() -> None:
    seen = np.array([6.0, 1.0, -2.0, -5.0])
    shifted = np.array([[1.0], [0.0], [0.0], [-1.0]])
    # 6 less s is no farther than 1 from 5 to 7, than 2 from 4 to 8, than 5 less s from 5.5 on
    kept = randomisation.unrejected(seen, shifted, np.array([0]), 0.5)[:, 0]
    assert kept.tolist() == [5.0, 8.0]
    assert randomisation.unrejected(seen, shifted, np.array([0]), 0.75)[:, 0].tolist() == [5.5, 7.0]


def test_a_mix_is_made_of_the_nearest_and_ranked_by_after_over_before() -> None:
    rng = np.random.default_rng(11)
    common = np.cumsum(rng.normal(0, 1, 12))
    values = 20 + common + rng.normal(0, 0.6, (30, 12))
    values[4, 9:] += 5
    panel = panel_like(values, [4], 3)
    found = synthetic_control.synthetic_control(panel)
    donors = [int(name[1:]) for name in found.weights]
    assert set(donors) <= set(matching.nearest_by_path(panel)[4][:20].tolist())
    assert list(found.weights.values()) == sorted(found.weights.values(), reverse=True)
    mixed = sum(weight * values[int(name[1:])] for name, weight in found.weights.items())
    assert found.path == pytest.approx(mixed, abs=0.1)
    assert found.gap == pytest.approx(values[4] - found.path)
    assert found.effect == pytest.approx(found.gap[9:].mean())
    assert found.misfit == pytest.approx(np.sqrt((found.gap[:9] ** 2).mean()))
    every = np.vstack([found.gap, found.placebos])
    ratios = np.sqrt((every[:, 9:] ** 2).mean(axis=1) / (every[:, :9] ** 2).mean(axis=1))
    assert found.p == (ratios >= ratios[0] - 1e-12).mean()
    assert found.placebos.shape == (29, 12)
