"""Rule R: claims nothing where nothing was done, finds what it says that it finds, and its p does
not depend on anything that it should not depend on."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segnb.analysis.evaluation import (
    Grounds,
    Judgement,
    Ring,
    comparable,
    design,
    level_of,
    smallest_detectable,
)
from segnb.analysis.evaluation.panel import check_compared, check_years
from segnb.analysis.evaluation.randomisation import (
    RandomisationTest,
    against_all,
    placements,
    randomised,
)
from segnb.analysis.multiple_testing import holm
from segnb.vocabulary.errors import InvalidParams
from studies.evaluation import (
    SERIES,
    chosen,
    claims,
    detectable,
    fires,
    judged,
    panel_of,
    series,
)

DRAWS = 60
EFFECT = 3.0
QUIET = RandomisationTest(0.1, 0.0, 0.6, 1 / 60)
SEEN = RandomisationTest(EFFECT, 0.0, 1 / 60, 1 / 60)


@pytest.mark.parametrize("how", ["random", "highest", "risen"])
def test_rule_r_hardly_ever_claims_anything_where_nothing_was_done(how: str) -> None:
    shares = [claims(name, how, 1, DRAWS)[1] for name in SERIES]
    assert np.mean(shares) <= 0.025
    assert max(shares) <= 0.07  # 0.05 and one draw of sixty more


def test_matching_alone_would_claim_what_the_rule_does_not() -> None:
    alone, rule = claims("foreign_born_regso", "risen", 1, DRAWS)
    assert alone > 0.15
    assert rule <= 0.05


@pytest.mark.parametrize("name", ["foreign_born_regso", "child_poverty", "eligible"])
def test_an_effect_of_the_size_that_is_named_is_found_in_four_of_five(name: str) -> None:
    _, found = detectable(name, 1, 1000)
    assert 0.76 <= found <= 0.84


@pytest.mark.parametrize(
    ("name", "treated", "published"),
    [("foreign_born_regso", 1, 4.5), ("child_poverty_small", 1, 9.3), ("child_poverty", 3, 3.3),
     ("eligible", 1, 22)],
)  # fmt: skip
def test_the_smallest_detectable_effect_is_that_of_the_published_table(
    name: str, treated: int, published: float
) -> None:
    made = [
        smallest_detectable(
            panel_of(series(name, 60, 11, np.random.default_rng(s)), range(treated), 7), s
        )
        for s in range(8 if treated == 1 else 2)
    ]
    assert np.mean(made) == pytest.approx(published, rel=0.12)


@pytest.mark.parametrize("how", ["slope", "risen"])
def test_a_trend_before_the_start_is_hardly_ever_said_to_be_a_difference_after_it(how: str) -> None:
    """Areas that rise by 1.5 points a year all along, or that were chosen since they rose."""
    said = []
    for draw in range(DRAWS):
        rng = np.random.default_rng([draw, 14])
        values = series("child_poverty", 60, 11, rng)
        if how == "slope":
            values[0] += 1.5 * np.arange(11)
        own = [0] if how == "slope" else chosen("risen", values, 1, rng)
        found = judged(panel_of(values, own, 7), draw)
        grounds = Grounds(p=found.estimate.p, detectable=1.0, direction=1)
        said.append(level_of(found, grounds)[0])
    assert np.mean([one in ("unjudged", "varies") for one in said]) >= 0.95
    if how == "slope":
        assert "varies" in said


def test_many_treated_areas_are_matched_in_sets_and_claim_nothing_by_chance() -> None:
    fired = 0
    for draw in range(30):
        rng = np.random.default_rng(draw)
        values = series("child_poverty", 120, 11, rng)
        own = chosen("random", values, 8, rng)
        fired += fires(judged(panel_of(values, own, 7), draw))
    assert fired <= 2
    values[own, 7:] += 8
    assert fires(judged(panel_of(values, own, 7)))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), shift=st.floats(-50, 50), scale=st.floats(0.01, 100),
       treated=st.sampled_from([[3], [3, 8, 21], [1, 3, 8, 21, 30, 38, 39]]))  # fmt: skip
def test_no_p_changes_with_a_constant_the_unit_or_the_order_of_areas(
    seed, shift, scale, treated
) -> None:
    rng = np.random.default_rng(seed)
    values = series("child_poverty", 60, 9, rng)
    panel = panel_of(values, treated, 6)
    first = judged(panel)
    order = rng.permutation(60)
    panels = [panel.with_values(values + shift), panel.with_values(values * scale),
              panel.only(order)]  # fmt: skip
    for other in map(judged, panels):
        assert other.estimate.p == first.estimate.p
        assert other.twin.p == first.twin.p
        assert (other.slope.p, other.before.p) == (first.slope.p, first.before.p)


@pytest.mark.parametrize("treated", [[0], [3, 8], [3, 8, 21], [1, 3, 8, 21, 30, 38, 39]])
def test_the_interval_holds_what_is_not_rejected_and_nothing_else(treated: list[int]) -> None:
    values = series("child_poverty", 60, 11, np.random.default_rng(5))
    values[treated, 7:] += 10
    panel = panel_of(values, treated, 7)
    low, high = judged(panel).interval
    assert low < judged(panel).estimate.value < high
    for shift, rejected in ((low - 1e-6, True), (low + 1e-6, False), (high - 1e-6, False),
                            (high + 1e-6, True)):  # fmt: skip
        without = values.copy()
        without[treated, 7:] -= shift
        assert (judged(panel.with_values(without)).estimate.p <= 0.05) is rejected


def test_what_lies_after_the_start_changes_no_match() -> None:
    values = series("eligible", 60, 11, np.random.default_rng(2))
    other = values.copy()
    other[:, 7:] = 0
    first, second = (design(panel_of(v, [4], 7), 1).matches() for v in (values, other))
    assert first == second
    assert sum(first.values()) == pytest.approx(1)
    assert len(first) == 10


GOOD = {
    "estimate": SEEN, "interval": (1.0, 5.0), "twin": SEEN, "slope": QUIET, "before": QUIET,
    "joint": 0.5, "largest_step": 0.4,
}  # fmt: skip
OPEN = {"p": 0.01, "detectable": 2.0, "direction": 1}


def around(estimate: RandomisationTest, detectable: float = 2.0) -> tuple[Ring, ...]:
    """A ring in which this was seen."""
    found = Judgement(**GOOD | {"estimate": estimate})
    return (Ring("touching", ("0001",), found, detectable, 100.0),)


@pytest.mark.parametrize(
    ("found", "grounds", "level"),
    [
        ({}, {}, ("differs", None)),
        ({}, {"p": 0.06}, ("unjudged", None)),
        ({}, {"p": 0.06, "worthwhile": 6.0}, ("unlikely", None)),
        ({}, {"worthwhile": 1.0}, ("unjudged", None)),
        ({"slope": SEEN}, {}, ("varies", "slope")),
        ({"before": SEEN}, {}, ("varies", "before")),
        ({"twin": QUIET}, {}, ("varies", "twin")),
        ({"twin": replace(SEEN, value=-3.0)}, {}, ("varies", "twin")),
        ({}, {"direction": 0}, ("varies", "direction")),
        ({}, {"direction": -1}, ("varies", "direction")),
        ({}, {"logs": Judgement(**GOOD | {"estimate": QUIET})}, ("varies", "scale")),
        ({}, {"rings": around(replace(SEEN, value=-3.0))}, ("varies", "ring")),
    ],
)  # fmt: skip
def test_the_level_is_the_highest_whose_conditions_all_hold(found, grounds, level) -> None:
    assert level_of(Judgement(**GOOD | found), Grounds(**OPEN | grounds)) == level


def test_the_strongest_level_needs_everything_at_once() -> None:
    full = {"rings": around(QUIET), "treated": 3, "registered": True, "held_before": True}
    assert level_of(Judgement(**GOOD), Grounds(**OPEN, **full)) == ("in_line", None)
    lacking = [("rings", ()), ("rings", around(QUIET, 4.0)), ("treated", 2), ("registered", False),
               ("held_before", False)]  # fmt: skip
    for name, value in lacking:
        level = level_of(Judgement(**GOOD), Grounds(**OPEN, **full | {name: value}))
        assert level == ("differs", None)


def test_no_combination_of_settings_raises_a_result_that_is_not_unusual() -> None:
    rings, both = ((), around(QUIET, 0.1)), (False, True)
    every = product((0.0, 1.0, 9.0), (-1, 0, 1), rings, (1, 9), both, both)
    for worthwhile, direction, ring, treated, registered, before in every:
        grounds = Grounds(0.051, 2.0, worthwhile, direction, ring, None, treated, registered,
                          before)  # fmt: skip
        assert level_of(Judgement(**GOOD), grounds)[0] in ("unjudged", "unlikely")


def test_too_few_years_or_areas_are_refused_in_one_sentence() -> None:
    with pytest.raises(
        InvalidParams,
        match="before the start 2018 with one definition",
    ):
        check_years(range(2014, 2023), 2018)
    with pytest.raises(InvalidParams, match="after the start 2018 with one definition is 2"):
        check_years(range(2010, 2021), 2018, left_out=[2018])
    with pytest.raises(InvalidParams, match="the treated is 18"):
        check_compared(18)
    check_years(range(2013, 2022), 2018, left_out=[2018])
    check_compared(19)


def test_comparison_areas_have_half_to_twice_the_population() -> None:
    panel = panel_of(np.zeros((6, 8)), [0], 5)
    sizes = replace(panel, population=np.array([1000.0, 499, 500, 2000, 2001, 1500]))
    assert comparable(sizes).areas == ("0000", "0002", "0003", "0005")
    unlike = replace(sizes, treated=np.array([True, True, False, False, False, False]),
                     population=np.array([1000.0, 9000, 500, 2000, 2001, 1500]))  # fmt: skip
    with pytest.raises(InvalidParams, match="a plan of its own"):
        comparable(unlike)


def test_holm_is_as_in_the_textbook() -> None:
    assert holm([0.01, 0.04, 0.03]).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5]).tolist() == [0.5]


def against_everybody(panel) -> RandomisationTest:
    chosen_areas = placements(panel, np.random.default_rng(1))
    return randomised(against_all(chosen_areas, len(panel.areas)), panel.change)


def test_one_state_of_organ_donors_has_a_tiny_clustered_p_and_an_unremarkable_rank() -> None:
    causaldata = pytest.importorskip("causaldata", reason="the published data are in causaldata")
    frame = causaldata.organ_donations.load_pandas().data
    wide = frame.pivot(index="State", columns="Quarter_Num", values="Rate")
    panel = panel_of(wide.to_numpy(), [wide.index.get_loc("California")], 3)
    found = against_everybody(panel)
    assert found.value == pytest.approx(-0.022459, abs=1e-6)
    assert found.p == 5 / 27


def test_proposition_99_by_plain_differences_is_as_published() -> None:
    synthdid = pytest.importorskip("synthdid.datasets", reason="the data are in synthdid-py")
    frame = synthdid.load_california_prop99()
    wide = frame.pivot(index="State", columns="Year", values="PacksPerCapita")
    panel = panel_of(wide.to_numpy(), [wide.index.get_loc("California")], 19)
    found = against_everybody(panel)
    assert found.value == pytest.approx(-27.3491, abs=1e-3)
    assert found.p == 5 / 39
