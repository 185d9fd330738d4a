"""Input that has no answer gets a reason or an error, never a plausible wrong number."""

import numpy as np
import pandas as pd
import pytest

from segnb import measures as m
from segnb.measures.from_formula import COMPOSITION, MANY_GROUPS, TWO_GROUP
from segnb.measures.ordinal_formulas import ORDERED

NAMES = list(TWO_GROUP)
REASONS = {
    "one_unit": [[30, 70]],
    "group_absent": [[0, 70], [0, 30]],
    "group_universal": [[30, 0], [20, 0]],
    "no_people": [[0, 0], [0, 0]],
    "missing_count": [[30, np.nan], [20, 30]],
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reason", REASONS)
def test_no_two_group_value_without_people_of_both_kinds_in_two_units(frame, name, reason):
    found = getattr(m, name)(frame(REASONS[reason]), "g0").iloc[0]
    assert np.isnan(found["estimate"])
    assert found["reason"] == reason


@pytest.mark.parametrize("name", [*MANY_GROUPS, *COMPOSITION])
@pytest.mark.parametrize("reason", REASONS)
def test_no_multigroup_value_either(frame, name, reason):
    found = getattr(m, name)(frame(REASONS[reason])).iloc[0]
    assert np.isnan(found["estimate"])
    expected = "group_universal" if reason == "group_absent" else reason
    assert found["reason"] == expected


ORDERS = dict.fromkeys(ORDERED, list) | {
    "neighbourhood_sorting_index": lambda order: dict(zip(order, (1, 2, 3), strict=False))
}


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("reason", REASONS)
def test_no_value_of_ordered_groups_either(frame, name, reason):
    order = ORDERS[name](["g0", "g1"])
    found = getattr(m, name)(frame(REASONS[reason]), order).iloc[0]
    assert np.isnan(found["estimate"])
    expected = "group_universal" if reason == "group_absent" else reason
    assert found["reason"] == expected


FIXED = (
    m.spatial_proximity, m.distance_decay_isolation, m.distance_decay_interaction,
    m.absolute_clustering, m.relative_clustering, m.delta, m.absolute_concentration,
    m.relative_concentration, m.absolute_centralisation, m.relative_centralisation,
)  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
def test_no_spatial_value_either(frame, reason):
    counts = frame(REASONS[reason])
    units = counts["unit"].unique()
    places = pd.DataFrame({"unit": units, "x": 0.0, "y": np.arange(len(units)) * 1e3, "area": 1e6})
    found = [function(counts, "g0", places) for function in FIXED]
    found.append(m.neighbour_profile(counts, "g0", places, [100]))
    edges = pd.DataFrame({"unit": units, "neighbour": units[::-1], "weight": 1.0})
    found.append(m.boundary_dissimilarity(counts, "g0", edges))
    for one in found:
        assert one["estimate"].isna().all()
        assert set(one["reason"]) == {reason}
    several = "group_universal" if reason == "group_absent" else reason
    for function in (m.spatial_indices, m.spatial_exposure):
        one = function(counts, places, [500])
        assert one["estimate"].isna().all()
        assert set(one["reason"]) == {several}


@pytest.mark.parametrize("reason", REASONS)
def test_no_expectation_and_no_parts_either(frame, reason):
    counts = frame(REASONS[reason])
    chance = m.expected(counts, "gini", "g0", draws=9).iloc[0]
    assert np.isnan(chance["expected"])
    assert chance["reason"] == reason
    parts = m.nested(counts.assign(town="A"), ["town"])
    assert parts["estimate"].isna().all()
    low, high = m.bounds(counts, "gini", "g0").iloc[0][["lower_bound", "upper_bound"]]
    assert (low < high) if reason == "missing_count" else np.isnan(low)


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_without_people_has_no_weight(frame, name):
    with_empty = frame([[30, 70], [0, 0], [10, 90]])
    without = frame([[30, 70], [10, 90]])
    found = [getattr(m, name)(counts, "g0").iloc[0] for counts in (with_empty, without)]
    assert found[0]["estimate"] == pytest.approx(found[1]["estimate"], abs=1e-15)
    assert found[0]["units"] == 2


def test_one_bad_place_leaves_the_others_alone(frame):
    good, bad = frame([[30, 70], [10, 90]]), frame(REASONS["missing_count"])
    counts = pd.concat([bad.assign(town="A"), good.assign(town="B"), bad.assign(town="C")])
    found = m.indices(counts, NAMES, "g0", by="town").set_index(["town", "measure"])
    alone = m.indices(good, NAMES, "g0").set_index("measure")["estimate"]
    assert found.loc["B", "estimate"].tolist() == pytest.approx(alone.tolist())
    assert found.loc["A", "estimate"].isna().all()
    assert set(found.loc["C", "reason"]) == {"missing_count"}


def test_a_missing_count_of_a_third_group_does_not_touch_a_comparison_of_two(frame):
    counts = frame([[30, 70, np.nan], [10, 90, 5]])
    assert m.dissimilarity(counts, "g0", versus="g1")["estimate"].notna().item()
    assert m.dissimilarity(counts, "g0")["reason"].item() == "missing_count"


def test_a_category_that_no_row_has_is_absent_not_nought(frame):
    counts = frame([[30, 70], [10, 90]])
    counts["group"] = pd.Categorical(counts["group"], ["g0", "g1", "g2"])
    found = m.dissimilarity(counts, "g2").iloc[0]
    assert np.isnan(found["estimate"])
    assert found["reason"] == "group_absent"


def test_an_absent_row_is_a_count_of_nought(frame):
    counts = frame([[30, 70], [0, 90]])
    found = m.dissimilarity(counts[counts["count"] > 0], "g0")["estimate"].item()
    assert found == m.dissimilarity(counts, "g0")["estimate"].item()


def test_rows_that_repeat_a_unit_and_a_group_are_added_up(frame):
    counts = frame([[30, 70], [10, 90]])
    twice = pd.concat([counts, counts])
    found = m.gini(twice, "g0").iloc[0]
    assert found["total"] == 400
    assert found["estimate"] == pytest.approx(m.gini(counts, "g0")["estimate"].item())


def test_weights_may_be_fractions(frame):
    counts = frame([[30.5, 70.25], [10.25, 90.75]])
    x, y = np.array([30.5, 10.25]), np.array([70.25, 90.75])
    found = m.intervals(counts, "dissimilarity", "g0", draws=99).iloc[0]
    assert found["estimate"] == pytest.approx(np.abs(x / x.sum() - y / y.sum()).sum() / 2)
    assert 0 < found["lower"] < found["estimate"] < found["upper"] < 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": [-1, 70, 10, 90]}, "negative"),
        ({"count": [np.inf, 70, 10, 90]}, "infinite"),
        ({"count": [1, "..", None, 90]}, r"holds '\.\.'; it takes numbers"),
        ({"unit": [None, "a", "b", "b"]}, "empty cells"),
        ({"group": [None, "y", "x", "y"]}, "empty cells"),
    ],
)
def test_impossible_counts_are_refused_with_a_sentence(frame, change, words):
    counts = frame([[30, 70], [10, 90]]).assign(**change)
    for function in (m.dissimilarity, m.interaction):
        with pytest.raises(ValueError, match=words):
            function(counts, "x")
    with pytest.raises(ValueError, match=words):
        m.mutual_information(counts)


def test_a_frame_without_its_columns_is_refused_by_name(frame):
    with pytest.raises(ValueError, match=r"lacks count, town.*has unit, group"):
        m.dissimilarity(frame([[1, 2], [3, 4]]).drop(columns="count"), "g0", by="town")


def test_an_empty_frame_gives_an_empty_result(frame):
    empty = frame([[1, 2], [3, 4]]).iloc[:0].assign(town="")
    assert m.dissimilarity(empty, "g0", by="town").empty
    assert m.multigroup_gini(empty, by="town").empty
    for function in (m.local_divergence, m.local_segregation, m.exposure, m.location_quotient):
        assert function(empty, by="town").empty
    for function in (m.intervals, m.bounds, m.expected):
        assert function(empty, "gini", "g0", by="town").empty
    assert m.nested(empty, ["town"]).empty


def test_group_and_comparison_may_not_share_a_label(frame):
    counts = frame([[30, 70, 5], [10, 90, 5]])
    for function in (m.dissimilarity, m.interaction):
        with pytest.raises(ValueError, match="share a label"):
            function(counts, ["g0", "g1"], versus="g1")


def test_a_group_named_twice_is_refused(frame):
    with pytest.raises(ValueError, match="named twice"):
        m.multigroup_gini(frame([[1, 2], [3, 4]]), ["g0", "g0"])


def test_an_unknown_measure_is_refused_with_those_there_are(frame):
    with pytest.raises(ValueError, match="no two-group measure 'D'; there are dissimilarity"):
        m.indices(frame([[1, 2], [3, 4]]), ["D"], "g0")
    with pytest.raises(ValueError, match="no two-group measure 'D'; there are dissimilarity"):
        m.bootstrap(frame([[1, 2], [3, 4]]), "D", "g0")
    with pytest.raises(ValueError, match="no measure 'D'; there are dissimilarity"):
        m.intervals(frame([[1, 2], [3, 4]]), "D", "g0")


def test_one_measure_may_be_named_without_a_list(frame):
    counts = frame([[1, 2], [3, 4]])
    assert m.indices(counts, "gini", "g0")["measure"].tolist() == ["gini"]
    assert m.bootstrap(counts, "gini", "g0", draws=9)["measure"].tolist() == ["gini"]


@pytest.mark.parametrize("b", [0, 1, 1.5, -1])
def test_atkinson_refuses_an_impossible_aversion(frame, b):
    with pytest.raises(ValueError, match="between 0 and 1"):
        m.atkinson(frame([[1, 2], [3, 4]]), "g0", b=b)


def test_local_measures_give_reasons_too(frame):
    counts = pd.concat(
        [
            frame([[0, 10], [0, 5], [0, 0]]).assign(town="A"),
            frame([[5, np.nan], [3, 2]]).assign(town="B"),
        ]
    )
    found = m.location_quotient(counts, "g0", by="town", level=0.9)
    assert found["reason"].tolist() == [
        "group_absent", "group_absent", "no_people", "missing_count", "missing_count",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="level is 95"):
        m.location_quotient(counts, "g0", by="town", level=95)
    assert found[["estimate", "lower", "upper"]].isna().all(axis=None)
    local = m.local_divergence(frame([[3, 10], [4, 5], [0, 0]]))
    assert local["reason"].tolist() == ["", "", "no_people"]


def test_a_change_that_cannot_be_split_says_why(frame):
    one = frame([[30, 70], [10, 90]]).assign(year=1)
    cases = {
        "missing_count": frame([[30, np.nan], [10, 90]]),
        "one_unit": frame([[30, 70]]),
        "group_universal": frame([[30, 0], [20, 0]]),
    }
    for reason, second in cases.items():
        found = m.change(pd.concat([one, second.assign(year=2)]), "year", 1, 2)
        assert set(found["reason"]) == {reason}
        assert found["estimate"].isna().all()


def test_more_members_than_people_are_refused_by_name_unless_the_counts_are_noisy():
    table = pd.DataFrame({"code": ["a", "b"], "x": [30, 12], "people": [100, 10], "year": 1})
    with pytest.raises(ValueError, match=r"'b' has 12 members but only 10 people.*noisy=True"):
        m.from_wide(table, ["x"], unit="code", total="people")
    found = m.from_wide(table, ["x"], unit="code", total="people", by="year", noisy=True)
    assert found["count"].tolist() == [30, 70, 12, 0]
    assert m.dissimilarity(found, "x", by="year")["total"].item() == 112


def test_a_wide_table_keeps_what_is_missing_missing():
    table = pd.DataFrame({"unit": ["a", "b"], "x": [30, None], "people": [100, 10]})
    found = m.from_wide(table, ["x"], total="people")
    assert found["count"].isna().tolist() == [False, False, True, True]
    assert m.gini(found, "x")["reason"].item() == "missing_count"
    with pytest.raises(ValueError, match="lacks y, all"):
        m.from_wide(table, ["x", "y"], total="all")
