"""The same people in other areas: between random groups less is left of an index than in RegSO."""

import numpy as np
import pytest

from segnb.analysis.regroupings import raw_dissimilarity, regrouped

TOWN = ([9, 9, 1, 1], [1, 1, 9, 9])


def test_groups_of_neighbours_that_are_alike_keep_the_index_and_random_ones_do_not() -> None:
    kept = regrouped(*TOWN, ["a", "a", "b", "b"])
    mixed = regrouped(*TOWN, ["a", "b", "a", "b"])
    assert kept.finer == kept.coarser == pytest.approx(0.8)
    assert mixed.coarser == pytest.approx(0)
    assert kept[2:] == mixed[2:]  # the draws know only the sizes


def test_a_third_of_the_groupings_of_four_areas_keep_the_index() -> None:
    rng = np.random.default_rng(4)
    order = rng.permuted(np.tile(np.arange(4), (4000, 1)), axis=1)
    counts = np.array(TOWN, dtype=float)[:, order].reshape(2, 4000, 2, 2).sum(axis=-1)
    assert (raw_dissimilarity(*counts) > 0.7).mean() == pytest.approx(1 / 3, abs=0.03)
    found = regrouped(*TOWN, ["a", "a", "b", "b"])
    assert (round(found.low, 9), round(found.high, 9)) == (0.0, 0.8)


def test_one_group_an_area_is_the_finer_index_itself() -> None:
    found = regrouped(*TOWN, list("abcd"))
    assert found.finer == found.coarser == found.low == found.high == pytest.approx(0.8)
