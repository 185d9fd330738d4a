"""The same people in other areas: between random groups less is left of an index than in RegSO."""

import numpy as np
import pytest
from shapely import box

from segnb.analysis.regroupings import (
    gap_of_ends,
    grown,
    raw_dissimilarity,
    regrouped,
    touching,
)

TOWN = ([9, 9, 1, 1], [1, 1, 9, 9])


def test_groups_of_neighbours_that_are_alike_keep_the_index_and_random_ones_do_not() -> None:
    kept = regrouped(*TOWN, ["a", "a", "b", "b"])["index"]
    mixed = regrouped(*TOWN, ["a", "b", "a", "b"])["index"]
    assert kept.finer == kept.coarser == pytest.approx(0.8)
    assert mixed.coarser == pytest.approx(0)
    assert kept.random == mixed.random  # the draws know only the sizes


def test_a_third_of_the_groupings_of_four_areas_keep_the_index() -> None:
    rng = np.random.default_rng(4)
    order = rng.permuted(np.tile(np.arange(4), (4000, 1)), axis=1)
    counts = np.array(TOWN, dtype=float)[:, order].reshape(2, 4000, 2, 2).sum(axis=-1)
    assert (raw_dissimilarity(*counts) > 0.7).mean() == pytest.approx(1 / 3, abs=0.03)
    found = regrouped(*TOWN, ["a", "a", "b", "b"])["index"]
    assert (round(found.random.low, 9), round(found.random.high, 9)) == (0.0, 0.8)


def test_one_group_an_area_is_the_finer_index_itself() -> None:
    found = regrouped(*TOWN, list("abcd"))["index"]
    assert (
        found.finer == found.coarser == found.random.low == found.random.high == pytest.approx(0.8)
    )


# -- the gap between ends


def test_a_gap_is_between_the_fifths_of_people_who_live_where_the_share_is_highest_and_lowest() -> (
    None
):
    inside, rest = np.array([60.0, 10, 90, 30]), np.array([40.0, 90, 110, 270])
    # 700 people, so 140 at either end. Lowest: 100 at 10 % and 40 of 300 at 10 %; highest: 100 at
    # 60 % and 40 of 200 at 45 %
    low, high = 0.10, (100 * 0.60 + 40 * 0.45) / 140
    assert gap_of_ends(inside, rest) == pytest.approx(high - low)
    both = gap_of_ends(np.array([inside, inside[::-1]]), np.array([rest, rest[::-1]]))
    assert both.tolist() == [gap_of_ends(inside, rest)] * 2


def test_a_gap_is_nought_where_areas_are_alike_or_there_is_one_and_an_empty_area_counts_for_nothing(
) -> None:  # fmt: skip
    assert gap_of_ends(np.array([5.0, 10]), np.array([15.0, 30])) == pytest.approx(0)
    assert gap_of_ends(np.array([5.0]), np.array([15.0])) == pytest.approx(0)
    whole = gap_of_ends(np.array([5.0, 10]), np.array([15.0, 10]))
    assert gap_of_ends(np.array([5.0, 0, 10]), np.array([15.0, 0, 10])) == pytest.approx(whole)
    assert whole == pytest.approx(0.25)


def test_the_gap_shrinks_in_larger_areas_as_the_index_does() -> None:
    inside, rest, parents = [9, 7, 3, 1], [1, 3, 7, 9], ["a", "b", "a", "b"]
    found = regrouped(inside, rest, parents)
    assert found["gap"].finer == pytest.approx(0.8)
    assert found["gap"].coarser == pytest.approx(0.2)  # 12 of 20 and 8 of 20
    assert found["index"].coarser < found["index"].finer


# -- groups of neighbours

SQUARES = [
    box(x, y, x + 1000, y + 1000) for x in range(0, 6000, 1000) for y in range(0, 5000, 1000)
]


def test_areas_touch_the_eight_around_them_and_an_island_its_nearest() -> None:
    island = box(9000, 0, 10000, 1000)
    found = touching([*SQUARES, island])
    assert sorted(map(len, found[:-1])) == [3] * 3 + [4] + [5] * 14 + [8] * 12
    assert found[-1].tolist() == [25]  # the corner that lies nearest
    assert 30 in found[25]


def test_grown_groups_hang_together_and_are_as_many_as_asked() -> None:
    near, sizes = touching(SQUARES), np.array([3] * 10)
    rng = np.random.default_rng(2)
    for _ in range(20):
        place = grown(near, sizes, rng)
        assert sorted(set(place.tolist())) == list(range(10))
        for group in range(10):
            members = set(np.flatnonzero(place == group).tolist())
            reached, left = set(), {min(members)}
            while left:
                reached |= left
                left = {one for area in left for one in near[area].tolist()} & members - reached
            assert reached == members


def test_groups_of_neighbours_keep_what_groups_from_anywhere_lose() -> None:
    """The west of the town is one kind of place, the east another."""
    inside = [800 if square.bounds[0] < 3000 else 200 for square in SQUARES]
    rest = [1000 - people for people in inside]
    parents = [str(number // 3) for number in range(30)]
    found = regrouped(inside, rest, parents, neighbours=touching(SQUARES))["index"]
    assert found.finer == pytest.approx(0.6)
    assert found.random.high < found.joined.middle < found.finer
    assert found.joined.low <= found.joined.middle <= found.joined.high


def test_without_borders_there_are_no_groups_of_neighbours() -> None:
    assert np.isnan(regrouped(*TOWN, ["a", "a", "b", "b"])["index"].joined).all()
