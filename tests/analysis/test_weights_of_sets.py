"""Weights of a member of each set against the others, by hand."""

import numpy as np
import pytest

from segnb.analysis.evaluation.randomisation import inside_sets


def test_one_of_each_set_stands_against_the_mean_of_the_others() -> None:
    sets = np.array([[0, 1, 2], [3, 4, 5]])
    weights = inside_sets(sets, 7, np.random.default_rng(1))
    # half the first set's treated less its others' mean, and half of the second's
    assert weights[0] == pytest.approx([0.5, -0.25, -0.25, 0.5, -0.25, -0.25, 0])
    assert weights.sum(axis=1) == pytest.approx(0)
    assert (np.sort(weights[:, :3]) == [-0.25, -0.25, 0.5]).all()
