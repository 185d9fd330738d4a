"""Small pieces of tests of chance, by hand: weights of sets, and what a line leaves."""

import numpy as np
import pytest

from segnb.analysis.evaluation.randomisation import inside_sets
from segnb.analysis.turning_point import _autocorrelation


def test_one_of_each_set_stands_against_the_mean_of_the_others() -> None:
    sets = np.array([[0, 1, 2], [3, 4, 5]])
    weights = inside_sets(sets, 7, np.random.default_rng(1))
    # half the first set's treated less its others' mean, and half of the second's
    assert weights[0] == pytest.approx([0.5, -0.25, -0.25, 0.5, -0.25, -0.25, 0])
    assert weights.sum(axis=1) == pytest.approx(0)
    assert (np.sort(weights[:, :3]) == [-0.25, -0.25, 0.5]).all()


def test_what_a_line_leaves_nothing_of_has_no_autocorrelation() -> None:
    assert _autocorrelation(np.zeros(8), 2) == 0.0
    assert _autocorrelation(np.array([0.5, 0.5, 0.5, 0.5]), 2) > 0.0  # squares add up to one
