"""Bounds keep to what is known: the people of a unit; every table is tried where they are few."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from tables_of_counts import tidy

from segnb import measures as m
from segnb.measures import extreme_tables
from segnb.measures.from_formula import MANY_GROUPS, TWO_GROUP
from segnb.measures.unit_counts import OneBlock

WHOLE = OneBlock()
PEOPLE = 1500


def town() -> pd.DataFrame:
    """25 areas of 1 500 people, six of them with fewer than five of a small group."""
    x = np.r_[4, 3, 2, 3, 1, 4, 6, 8, 10, 12, 15, 17, 18, 20, 21, 24, 25, 28, 30, 31, 34, 38, 41]
    x = np.r_[x, 44, 60]
    return pd.DataFrame({"unit": np.arange(25), "x": x, "people": PEOPLE})


def by_hand(name: str, wide: pd.DataFrame) -> tuple[float, float]:
    """Every value of the hidden cells, the rest being what is left of the people."""
    small = wide["x"] < 5
    tried = []
    for values in product(range(1, 5), repeat=int(small.sum())):
        x = wide["x"].to_numpy(float)
        x[small.to_numpy()] = values
        tried.append(float(TWO_GROUP[name](x, wide["people"].to_numpy(float), WHOLE)[0]))
    return min(tried), max(tried)


def published(wide: pd.DataFrame) -> pd.DataFrame:
    return m.from_wide(wide.assign(x=wide["x"].where(wide["x"] >= 5)), "x", total="people")


@pytest.mark.parametrize("name", ["dissimilarity", "isolation", "entropy_index", "gini"])
def test_the_total_of_a_unit_holds_for_its_hidden_cells(name):
    wide = town()
    truth = m.indices(m.from_wide(wide, "x", total="people"), name, "x")["estimate"].item()
    row = m.bounds(published(wide), name, "x").iloc[0]
    lowest, highest = by_hand(name, wide)
    assert (row["lower_bound"], row["upper_bound"]) == pytest.approx((lowest, highest), abs=1e-12)
    assert lowest <= truth <= highest
    assert row["hidden"] == 6
    assert row["method"] == "enumerated"


def test_an_interval_and_a_profile_count_all_people_of_units_with_hidden_cells():
    wide = town()
    plain = m.intervals(m.from_wide(wide, "x", total="people"), "dissimilarity", "x").iloc[0]
    row = m.intervals(published(wide), "dissimilarity", "x", hidden=(1, 4)).iloc[0]
    assert row["total"] == 25 * PEOPLE
    assert row[["lower", "upper"]].tolist() == pytest.approx(
        plain[["lower", "upper"]].tolist(), abs=0.03
    )
    assert row["lower"] < plain["estimate"] < row["upper"]
    assert "of 37,500 people in 25 areas" in m.profile(published(wide), "x", draws=39).notes()[0]


def test_more_cells_than_can_be_tried_are_searched_and_said_to_be_found(monkeypatch):
    monkeypatch.setattr(extreme_tables, "MOST_TABLES", 1)
    wide = town()
    row = m.bounds(published(wide), "dissimilarity", "x").iloc[0]
    assert row["method"] == "found"
    found = row[["lower_bound", "upper_bound"]].tolist()
    assert found == pytest.approx(by_hand("dissimilarity", wide), abs=2e-4)


def test_a_total_that_is_not_known_leaves_no_bounds_and_says_so():
    wide = town().astype({"people": float})
    wide.loc[0, "people"] = np.nan
    row = m.bounds(published(wide), "dissimilarity", "x").iloc[0]
    assert np.isnan(row["lower_bound"])
    assert row["reason"] == "unknown_total"
    found = m.intervals(published(wide), "gini", "x", hidden=(1, 4), draws=39).iloc[0]
    assert found["reason"] == "unknown_total"
    assert "no total" in m.profile(published(wide), "x", draws=39).notes()[-1]
    known = m.bounds(published(town()).drop(columns="unit_total"), "dissimilarity", "x")
    assert known["reason"].item() == ""  # a frame that says nothing of totals: 1 to 4 in each cell


def test_a_hidden_cell_holds_no_more_than_the_total_leaves():
    wide = pd.DataFrame({"unit": list("abc"), "x": [np.nan, 9, 20], "people": [2, 30, 30]})
    row = m.bounds(m.from_wide(wide, "x", total="people"), "isolation", "x").iloc[0]
    t = np.array([2.0, 30, 30])
    tried = [TWO_GROUP["isolation"](np.array([v, 9.0, 20]), t, WHOLE)[0] for v in (1, 2)]
    assert (row["lower_bound"], row["upper_bound"]) == pytest.approx((min(tried), max(tried)))


def test_two_hidden_groups_and_a_rest_of_whom_one_is_not_asked_for():
    """With z hidden and left out of the comparison, the rest may be what z leaves of the total."""
    table = pd.DataFrame(
        {"unit": list("abc"), "x": [4, 9, 20], "z": [np.nan, 7, 6], "people": [30, 40, 50]}
    )
    counts = m.from_wide(table, ["x", "z"], total="people")
    row = m.bounds(counts, "dissimilarity", "x", versus="rest").iloc[0]
    tried = []
    for z in range(1, 5):
        rest = np.array([30 - 4 - z, 40 - 9 - 7, 50 - 20 - 6])
        x = np.array([4.0, 9, 20])
        tried.append(TWO_GROUP["dissimilarity"](x, x + rest, WHOLE)[0])
    assert (row["lower_bound"], row["upper_bound"]) == pytest.approx((min(tried), max(tried)))
    many = m.bounds(counts, "mutual_information", None).iloc[0]
    tried = [
        MANY_GROUPS["mutual_information"](
            np.array([[4.0, z, 26 - z], [9, 7, 24], [20, 6, 24]]), WHOLE
        )[0]
        for z in range(1, 5)
    ]
    assert (many["lower_bound"], many["upper_bound"]) == pytest.approx((min(tried), max(tried)))


def test_groups_taken_away_from_under_a_total_are_refused():
    counts = published(town())
    with pytest.raises(ValueError, match=r"unit_total but no empty group 'rest'.*keep all groups"):
        m.bounds(counts[counts["group"] == "x"], "isolation", "x")


def cases() -> list[np.ndarray]:
    """Small tables in which cells of the group, or of both groups, are under five."""
    rng = np.random.default_rng(11)
    tables = []
    while len(tables) < 60:
        most = 14 if len(tables) % 2 else 200
        n = np.column_stack((rng.integers(0, 12, 6), rng.integers(2, most, 6))).astype(float)
        if 0 < ((n > 0) & (n < 5)).sum() <= 6:
            tables.append(n)
    return tables


@pytest.mark.parametrize("name", ["dissimilarity", "gini", "eta_squared"])
def test_bounds_of_few_cells_are_those_of_trying_every_table(name):
    for n in cases():
        secret = (n > 0) & (n < 5)
        row = m.bounds(tidy(np.where(secret, np.nan, n)), name, "g0").iloc[0]
        values = np.array(list(product(range(1, 5), repeat=int(secret.sum()))), dtype=float)
        full = np.repeat(n[:, :, None], len(values), axis=2)
        full[secret] = values.T
        x, t = np.maximum(full[:, 0], 1e-12), np.maximum(full.sum(axis=1), 2e-12)
        tried = TWO_GROUP[name](x, t, WHOLE)[0]
        found = (row["lower_bound"], row["upper_bound"])
        assert found == pytest.approx((tried.min(), tried.max()), abs=1e-9)


def test_interaction_of_two_groups_has_bounds_among_all_neighbours():
    counts = tidy([[np.nan, 20, 50], [10, np.nan, 30], [25, 25, 50]], "abc")
    row = m.bounds(counts, "interaction", "a", versus="b").iloc[0]
    tried = []
    for x, y in product(range(1, 5), repeat=2):
        n = np.array([[x, 20, 50], [10, y, 30], [25, 25, 50]], dtype=float)
        tried.append((n[:, 0] / n[:, 0].sum() * n[:, 1] / n.sum(axis=1)).sum())
    assert (row["lower_bound"], row["upper_bound"]) == pytest.approx((min(tried), max(tried)))
    found = m.intervals(counts, "interaction", "a", versus="b", hidden=(1, 4), draws=79).iloc[0]
    assert found["lower"] <= row["lower_bound"] < row["upper_bound"] <= found["upper"]
    assert found["estimate"] == pytest.approx(row["midpoint"])
