"""The ends of an interval: as far as the test goes, and the estimate is always between them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_of_counts import tidy

from segnb import measures as m
from segnb.measures.from_formula import TWO_GROUP

FEW = {
    "outside the labour force": [[94, 623], [87, 460]],
    "children": [[277, 1089], [234, 772]],
    "four areas": [[295, 1131], [190, 776], [468, 1681], [445, 1814]],
}


def upper_by_search(n: np.ndarray, tail: float, draws: int = 20_000) -> float:
    """The D at which draws along the observed direction are as low as observed in ``tail``."""
    t, p = n.sum(axis=1), n[:, 0] / n.sum(axis=1)
    P = n[:, 0].sum() / t.sum()
    seen, rng = _d(n[:, 0], t), np.random.default_rng(5)
    for step in np.arange(1.0, 12.0, 0.05):
        shares = np.clip(P + step * (p - P), 0, 1)
        drawn = _d(rng.binomial(t[:, None], shares[:, None], (t.size, draws)), t[:, None])
        if (drawn <= seen).mean() < tail:
            return float(_d(shares * t, t))
    raise AssertionError("never so high")


def _d(x: np.ndarray, t: np.ndarray) -> np.ndarray:
    X, Y = x.sum(axis=0), (t - x).sum(axis=0)
    return np.abs(x / X - (t - x) / Y).sum(axis=0) / 2


@pytest.mark.parametrize("case", FEW)
def test_the_upper_end_lies_where_the_test_is_inverted_and_not_at_a_step(case):
    n = np.array(FEW[case])
    row = m.intervals(tidy(n), "dissimilarity", "g0", draws=1999).iloc[0]
    found = row[["upper80", "upper"]].to_numpy(float)
    searched = np.array([upper_by_search(n, tail) for tail in (0.1, 0.025)])
    assert found == pytest.approx(searched, rel=0.06)
    assert row["upper"] > 1.15 * row["upper80"]


def test_two_areas_far_apart_at_a_high_level_are_not_cut_either():
    row = m.intervals(tidy([[40, 960], [90, 910]]), "dissimilarity", "g0", level=0.998, draws=1999)
    ends = row[["lower", "lower80", "upper80", "upper"]].iloc[0]
    assert ends.is_monotonic_increasing
    assert ends["upper"] > 1.3 * ends["upper80"]


def test_areas_alike_to_a_person_get_the_width_that_their_people_give():
    rows = [
        m.intervals(tidy([[size] * 2] * 8), "dissimilarity", "g0").iloc[0] for size in (50, 5000)
    ]
    assert [row["lower"] for row in rows] == [0, 0]
    assert 0.02 < rows[0]["upper"] < 0.15
    assert rows[1]["upper"] == pytest.approx(rows[0]["upper"] / 10, rel=0.3)


def test_an_upper_end_stops_where_segregation_is_complete():
    row = m.intervals(tidy([[5, 0], [0, 6], [4, 1]]), "dissimilarity", "g0").iloc[0]
    assert row["estimate"] < row["upper"] <= 1


cell = st.integers(0, 60)
table = st.lists(st.tuples(cell, cell), min_size=2, max_size=7).filter(
    lambda n: (
        all(sum(column) for column in zip(*n, strict=True)) and sum(sum(row) > 0 for row in n) > 1
    )
)
ENDS = ["lower", "lower80", "unbiased", "upper80", "upper"]


@settings(max_examples=40, deadline=None)
@given(table, st.sampled_from([*TWO_GROUP]), st.sampled_from(["inversion", "basic"]))
def test_the_estimate_lies_within_its_interval(rows, name, method):
    found = m.intervals(tidy(rows), name, "g0", draws=79, method=method)
    assert found["reason"].item() == ""
    assert np.diff(found[ENDS].iloc[0].astype(float)).min() >= -1e-12


@settings(max_examples=25, deadline=None)
@given(table, st.data(), st.sampled_from(["dissimilarity", "isolation", "entropy_index"]))
def test_the_estimate_of_hidden_counts_lies_within_its_interval(rows, data, name):
    """The middle of the two estimates without bias, which the interval holds by construction."""
    hidden = data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=1))
    counts = tidy(rows)
    secret = counts["unit"].isin([counts["unit"].unique()[place] for place in hidden])
    counts["count"] = counts["count"].mask(secret & (counts["group"] == "g0")).astype(float)
    row = m.intervals(counts, name, "g0", hidden=(1, 4), draws=79).iloc[0]
    if row["reason"] == "":
        assert np.diff(row[ENDS].astype(float)).min() >= -1e-12
    else:
        assert pd.isna(row[ENDS]).all()
