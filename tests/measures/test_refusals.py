"""A name that is not there, and input that is no count, is refused with a clear sentence."""

import inspect

import numpy as np
import pandas as pd
import pytest
from tables_of_counts import tidy

from segnb import measures as m
from segnb.measures.from_formula import COMPOSITION, MANY_GROUPS, TWO_GROUP
from segnb.measures.unit_counts import RESULTS

COUNTS = tidy([[30, 20, 50], [10, 60, 30], [25, 25, 50], [5, 80, 15]], "abc")
YEARS = pd.concat([COUNTS.assign(year=1), COUNTS.assign(year=2)], ignore_index=True)
UNITS = COUNTS["unit"].unique()
PLACES = pd.DataFrame({"unit": UNITS, "x": [0.0, 900, 1800, 2700], "y": 0.0, "area": 1e6})
EDGES = pd.DataFrame({"unit": UNITS, "neighbour": UNITS[::-1], "weight": 1.0})

NAMING = {
    "dissimilarity": lambda g: m.dissimilarity(COUNTS, g),
    "versus": lambda g: m.dissimilarity(COUNTS, "a", versus=[lab for lab in g if lab != "a"]),
    "isolation": lambda g: m.isolation(COUNTS, g),
    "interaction": lambda g: m.interaction(COUNTS, g),
    "interaction, versus": lambda g: m.interaction(COUNTS, "c", versus=g),
    "indices": lambda g: m.indices(COUNTS, ["gini", "hutchens"], g),
    "bootstrap": lambda g: m.bootstrap(COUNTS, "gini", g, draws=9),
    "expected": lambda g: m.expected(COUNTS, "gini", g),
    "bounds": lambda g: m.bounds(COUNTS, "gini", g),
    "bounds of many": lambda g: m.bounds(COUNTS, "multigroup_gini", g),
    "intervals": lambda g: m.intervals(COUNTS, "gini", g, draws=39),
    "intervals of many": lambda g: m.intervals(COUNTS, "mutual_information", g, draws=39),
    "profile": lambda g: m.profile(COUNTS, g, draws=39),
    "difference": lambda g: m.difference(YEARS, "gini", g, along="year", first=1, second=2),
    "mutual_information": lambda g: m.mutual_information(COUNTS, g),
    "diversity": lambda g: m.diversity(COUNTS, g),
    "nested": lambda g: m.nested(COUNTS.assign(town="A"), ["town"], g),
    "within": lambda g: m.within(COUNTS.assign(town="A"), "town", g),
    "change": lambda g: m.change(YEARS, "year", 1, 2, g),
    "exposure": lambda g: m.exposure(COUNTS, g),
    "ordinal_information": lambda g: m.ordinal_information(COUNTS, g),
    "rank_order_information": lambda g: m.rank_order_information(COUNTS, g),
    "income_profile": lambda g: m.income_profile(COUNTS, g),
    "sorting": lambda g: m.neighbourhood_sorting_index(COUNTS, dict(zip(g, (1, 2), strict=True))),
    "inequality_index": lambda g: m.inequality_index(COUNTS, "c", g),
    "location_quotient": lambda g: m.location_quotient(COUNTS, g),
    "local_segregation": lambda g: m.local_segregation(COUNTS, g),
    "local_divergence": lambda g: m.local_divergence(COUNTS, g),
    "shares": lambda g: m.shares(COUNTS, g),
    "neighbour_profile": lambda g: m.neighbour_profile(COUNTS, g, PLACES, 100),
    "spatial_indices": lambda g: m.spatial_indices(COUNTS, PLACES, [500], g),
    "spatial_exposure": lambda g: m.spatial_exposure(COUNTS, PLACES, [500], g),
    "spatial_proximity": lambda g: m.spatial_proximity(COUNTS, g, PLACES),
    "delta": lambda g: m.delta(COUNTS, g, PLACES),
    "boundary_dissimilarity": lambda g: m.boundary_dissimilarity(COUNTS, g, EDGES),
}


@pytest.mark.parametrize("name", NAMING)
def test_a_label_that_is_nowhere_in_the_frame_is_refused_with_those_there_are(name):
    with pytest.raises(ValueError, match=r"no group 'B' in the frame; there are 'a', 'b', 'c'$"):
        NAMING[name](["a", "B"])
    assert NAMING[name](["a", "b"]) is not None


def test_every_function_that_takes_labels_is_among_those_tried():
    takes = {
        name
        for name in m.__all__
        if inspect.isfunction(getattr(m, name))
        and {"group", "groups", "order", "values", "lowest"}
        & set(inspect.signature(getattr(m, name)).parameters)
    }
    made_alike = {*TWO_GROUP, *MANY_GROUPS, *COMPOSITION} | {
        name
        for name in m.__all__
        if getattr(m, name).__module__.rpartition(".")[2] in ("clustering", "concentration")
    }
    alike = {  # they read their labels as one that is tried does
        *("ordinal_variation", "ordinal_square_root", "ordinal_absolute_difference"),
        *("rank_order_variation", "rank_order_square_root", "local_diversity"),
        *("local_concentration", "change_by_unit", "neighbourhood_sorting_index"),
        "segregation_curve",
    }
    no_labels = {"from_wide", "morans_i", "local_morans_i"}
    assert takes - set(NAMING) - made_alike - alike - no_labels == set()


def test_integers_asked_for_as_text_are_refused_as_integers():
    counts = COUNTS.assign(group=COUNTS["group"].map({"a": 1, "b": 2, "c": 3}))
    with pytest.raises(ValueError, match=r"no group '1' in the frame; there are 1, 2, 3$"):
        m.dissimilarity(counts, "1")
    assert m.dissimilarity(counts, np.int64(1))["estimate"].notna().all()


def test_no_label_at_all_is_refused():
    with pytest.raises(ValueError, match="list of groups is empty"):
        m.dissimilarity(COUNTS, [])
    with pytest.raises(ValueError, match="list of groups is empty"):
        m.dissimilarity(COUNTS, "a", versus=[])


def test_a_label_that_one_year_lacks_is_no_wrong_name():
    without = YEARS[(YEARS["year"] == 1) | (YEARS["group"] != "a")]
    found = m.difference(without, "gini", "a", along="year", first=1, second=2, draws=39)
    assert found["reason"].item() == "group_absent"


def test_many_labels_are_not_all_listed():
    counts = tidy(np.ones((2, 60)), range(60))
    with pytest.raises(ValueError, match=r"there are 0, 1, .* 19, …$"):
        m.gini(counts, "x")


def test_interaction_with_another_group_has_one_value_everywhere():
    """Lieberson: y_j over everybody in the unit, so that the exposures of a group add up to 1."""
    n = COUNTS["count"].to_numpy().reshape(-1, 3)
    textbook = (n[:, 0] / n[:, 0].sum() * n[:, 1] / n.sum(axis=1)).sum()
    matrix = m.exposure(COUNTS).set_index(["group", "versus"])["estimate"]
    known = {"versus": "b"}
    twice = pd.concat([COUNTS.assign(t=1), COUNTS.assign(t=2)])
    side = m.difference(twice, "interaction", "a", along="t", first=1, second=2, draws=39, **known)
    found = [
        m.interaction(COUNTS, "a", **known)["estimate"].item(),
        m.indices(COUNTS, ["gini", "interaction"], "a", **known)["estimate"].iloc[1],
        m.bootstrap(COUNTS, ["gini", "interaction"], "a", **known)["estimate"].iloc[1],
        m.intervals(COUNTS, "interaction", "a", draws=39, **known)["estimate"].item(),
        m.bounds(COUNTS, "interaction", "a", **known)["midpoint"].item(),
        side["estimate_first"].item(),
        matrix["a", "b"],
    ]
    assert found == pytest.approx([textbook] * 7)
    assert matrix["a"].sum() == pytest.approx(1)
    drawn = m.bootstrap(COUNTS, "interaction", "a", draws=400, **known).iloc[0]
    assert abs(drawn["bias"]) < 0.2 * drawn["standard_error"] + 0.005


@pytest.mark.parametrize("name", ["total", "measure", "estimate", "share", "level"])
def test_a_column_that_results_have_themselves_is_refused_in_by(name):
    counts = COUNTS.assign(**{name: "A"})
    tried = (
        lambda: m.dissimilarity(counts, "a", by=name),
        lambda: m.intervals(counts, "mutual_information", None, by=[name]),
        lambda: m.nested(counts.assign(town="A"), ["town"], by=name),
        lambda: m.location_quotient(counts, "a", by=name),
        lambda: m.spatial_indices(counts, PLACES, [500], by=name),
    )
    for ask in tried:
        with pytest.raises(ValueError, match=f"by names the column '{name}'.*rename it"):
            ask()


def test_the_names_refused_in_by_are_those_that_results_have():
    keys = {"town"}
    counts = COUNTS.assign(town="A")
    frames = [
        m.intervals(counts, "gini", "a", by="town", draws=39),
        m.bounds(counts, "gini", "a", by="town"),
        m.bootstrap(counts, "gini", "a", by="town", draws=9),
        m.nested(counts.assign(part="p"), ["part"], by="town"),
        m.location_quotient(counts, "a", by="town", level=0.9),
        m.exposure(counts, by="town"),
        m.change(YEARS.assign(town="A"), "year", 1, 2, by="town"),
        m.change_by_unit(YEARS.assign(town="A"), "year", 1, 2, by="town"),
        m.difference(
            YEARS.assign(town="A"),
            "gini",
            "a",
            along="year",
            first=1,
            second=2,
            by="town",
            draws=39,
        ),
        m.within(counts, "town"),
        m.neighbour_profile(counts, "a", PLACES, 100, by="town"),
        m.spatial_exposure(counts, PLACES, [500], by="town"),
        m.income_profile(counts, list("abc"), by="town"),
        m.rank_order_information(counts, list("abc"), by="town"),
        m.inequality_index(counts, "a", "b", by="town"),
        m.segregation_curve(counts, "a", by="town"),
    ]
    assert {name for frame in frames for name in frame} - keys - RESULTS == set()


NONSENSE = {
    "dates": (COUNTS.assign(count=pd.Timestamp("2024-01-01")), r"holds Timestamp.*takes numbers"),
    "durations": (COUNTS.assign(count=pd.Timedelta("1D")), r"holds Timedelta.*takes numbers"),
    "complex": (COUNTS.assign(count=COUNTS["count"] + 1j), r"holds .*j.*takes numbers"),
    "a column twice": (pd.concat([COUNTS, COUNTS[["count"]]], axis=1), "'count' twice"),
    "no columns": (pd.DataFrame(), "the frame lacks unit, group, count"),
    "a list": ([1, 2, 3], "counts is a list; it has to be a table of pandas, polars or pyarrow"),
    "a path": ("counts.csv", "counts is a str; it has to be a table"),
    "an array": (np.eye(3), "counts is a ndarray; it has to be a table"),
    "nothing": (None, "counts is a NoneType; it has to be a table"),
}


@pytest.mark.parametrize("case", NONSENSE)
def test_what_is_no_table_of_counts_is_refused(case):
    counts, words = NONSENSE[case]
    for function in (m.dissimilarity, m.interaction, m.shares, m.location_quotient):
        with pytest.raises(ValueError, match=words):
            function(counts, "a")
    with pytest.raises(ValueError, match=words):
        m.intervals(counts, "gini", "a")
    for function in (m.mutual_information, m.exposure, m.local_divergence):
        with pytest.raises(ValueError, match=words):
            function(counts)


def test_shares_given_as_counts_have_no_chance():
    people = COUNTS.groupby("unit")["count"].transform("sum")
    shares = COUNTS.assign(count=COUNTS["count"] / people)
    for function in (m.intervals, m.expected):
        with pytest.raises(ValueError, match=r"counts are fractions.*multiply the shares"):
            function(shares, "dissimilarity", "a")


@pytest.mark.parametrize("seed", [None, -1, 1.5, "x"])
def test_a_seed_is_a_whole_number(seed):
    for ask in (
        lambda: m.intervals(COUNTS, "gini", "a", draws=39, seed=seed),
        lambda: m.expected(COUNTS, "gini", "a", seed=seed),
        lambda: m.bootstrap(COUNTS, "gini", "a", seed=seed),
        lambda: m.morans_i(pd.Series([1.0, 2, 3, 4], UNITS), EDGES, seed=seed),
    ):
        with pytest.raises(ValueError, match=r"seed is .*whole number"):
            ask()


def test_one_number_of_people_needs_no_list():
    one = m.neighbour_profile(COUNTS, "a", PLACES, 200)
    pd.testing.assert_frame_equal(one, m.neighbour_profile(COUNTS, "a", PLACES, [200]))


def test_several_measures_differ_each_on_its_own():
    both = m.difference(YEARS, ["gini", "hutchens"], "a", along="year", first=1, second=2, draws=39)
    alone = [
        m.difference(YEARS, name, "a", along="year", first=1, second=2, draws=39)
        for name in ("gini", "hutchens")
    ]
    pd.testing.assert_frame_equal(both, pd.concat(alone, ignore_index=True))
    with pytest.raises(ValueError, match="level"):
        m.difference(YEARS, "gini", "a", along="year", first=1, second=2, level=95)


@pytest.mark.parametrize("column", ["x", "people"])
def test_a_negative_part_of_a_wide_table_is_refused_by_name(column):
    table = pd.DataFrame({"unit": ["a", "b"], "x": [3.0, 1], "people": [10.0, 20]})
    table.loc[1, column] = -4
    with pytest.raises(ValueError, match=f"'b' has -4 in the column '{column}'"):
        m.from_wide(table, ["x"], total="people")
    with pytest.raises(ValueError, match="takes numbers"):
        m.from_wide(table.assign(x="many"), "x", total="people")


def test_degrees_are_refused_also_as_plain_columns():
    degrees = PLACES.assign(x=18.07 + np.arange(4) / 100, y=59.33)
    for function in (m.spatial_proximity, m.neighbour_profile):
        with pytest.raises(ValueError, match=r"look like degrees \(18\.07, 59\.33\).*to_crs"):
            function(COUNTS, "a", degrees)
    with pytest.raises(ValueError, match="holds 'far'; it takes numbers"):
        m.neighbour_profile(COUNTS, "a", PLACES.assign(x=["far", 1, 2, 3]))


def test_areas_of_one_size_are_the_reason_why_concentration_has_no_value():
    for function in (m.absolute_concentration, m.relative_concentration):
        row = function(COUNTS, "a", PLACES).iloc[0]
        assert np.isnan(row["estimate"])
        assert row["reason"] == "equal_areas"


def test_shares_go_into_morans_i_as_they_come_also_by_place():
    there = pd.DataFrame({"unit": UNITS[:-1], "neighbour": UNITS[1:]})
    edges = pd.concat([there, there.set_axis(["neighbour", "unit"], axis=1)], ignore_index=True)
    alone = m.shares(COUNTS, "a")
    series = alone.set_index("unit")["share"]
    pd.testing.assert_series_equal(m.morans_i(alone, edges), m.morans_i(series, edges))
    grown = YEARS["count"] + YEARS["year"] % 2 * np.arange(len(YEARS))
    both = m.shares(YEARS.assign(count=grown), "a", by="year")
    with pytest.raises(ValueError, match="has two values; name in by"):
        m.morans_i(both, edges)
    found = m.morans_i(both, edges, by="year").set_index("year")
    assert found.loc[2, "estimate"] == pytest.approx(m.morans_i(alone, edges)["estimate"])
    assert found.loc[1, "estimate"] != found.loc[2, "estimate"]
    local = m.local_morans_i(both, edges, by="year")
    assert local.columns[:2].tolist() == ["year", "unit"]
    here = local[local["year"] == 2].drop(columns="year").reset_index(drop=True)
    pd.testing.assert_frame_equal(here, m.local_morans_i(alone, edges))
    with pytest.raises(ValueError, match="there twice in the edges"):
        m.morans_i(alone, pd.concat([edges, edges]))
    with pytest.raises(ValueError, match="the values lack share"):
        m.morans_i(COUNTS, edges)


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_tables_of_other_libraries_give_the_same(kind):
    library = pytest.importorskip(kind, reason=f"pip install {kind}")
    other = library.from_pandas if kind == "polars" else library.Table.from_pandas
    counts, places = other(COUNTS), other(PLACES)
    pd.testing.assert_frame_equal(m.gini(counts, "a"), m.gini(COUNTS, "a"))
    pd.testing.assert_frame_equal(m.exposure(counts=counts), m.exposure(COUNTS))
    pd.testing.assert_frame_equal(
        m.neighbour_profile(counts, "a", places, 200), m.neighbour_profile(COUNTS, "a", PLACES, 200)
    )
    wide = pd.DataFrame({"unit": ["a", "b"], "x": [3, None], "people": [10, 20]})
    pd.testing.assert_frame_equal(
        m.from_wide(other(wide), "x", total="people"), m.from_wide(wide, "x", total="people")
    )


def test_whatever_streams_as_arrow_is_read():
    class Foreign:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return COUNTS.__arrow_c_stream__(requested_schema)

    pytest.importorskip("pyarrow")
    pd.testing.assert_frame_equal(m.gini(Foreign(), "a"), m.gini(COUNTS, "a"))


def test_whatever_has_no_value_has_a_reason_and_the_other_way_round():
    rng = np.random.default_rng(2)
    for _ in range(12):
        n = rng.integers(0, 3, (4, 3))
        counts, later = tidy(n, "abc"), tidy(rng.integers(0, 3, (4, 3)), "abc")
        both = pd.concat([counts.assign(year=1), later.assign(year=2)])
        found = [
            m.exposure(counts), m.local_segregation(counts), m.local_divergence(counts),
            m.spatial_exposure(counts, PLACES, [500]), m.change(both, "year", 1, 2),
            m.spatial_proximity(counts, "a", PLACES), m.absolute_concentration(counts, "a", PLACES),
            m.interaction(counts, "a", versus="b"), m.squared_variation(counts),
            m.rank_order_information(counts, list("abc")),
        ]  # fmt: skip
        for frame in found:
            assert (frame["estimate"].isna() == (frame["reason"] != "")).all()
