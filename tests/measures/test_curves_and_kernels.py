"""What the measures carry besides: Gorard's index, the curve, kernels, a centre, many groups."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from tables_of_counts import tidy

from segnb import measures as m
from segnb.measures.clustering import around, proximity
from segnb.measures.ordinal_formulas import density, moments

N = np.array([[300, 200, 500], [100, 600, 300], [250, 250, 500], [50, 800, 150]], dtype=float)
COUNTS = tidy(N, "abc")
UNITS = COUNTS["unit"].unique()
PLACES = pd.DataFrame(
    {"unit": UNITS, "x": [0.0, 900, 1800, 2700], "y": 0.0, "area": [1e6, 2e6, 3e6, 1e6]}
)


def test_gorard_is_half_the_distance_to_everybody_and_d_times_the_others():
    x, t = N[:, 0], N.sum(axis=1)
    found = m.gorard(COUNTS, "a")["estimate"].item()
    assert found == pytest.approx(np.abs(x / x.sum() - t / t.sum()).sum() / 2)
    D = m.dissimilarity(COUNTS, "a")["estimate"].item()
    assert found == pytest.approx(D * (1 - x.sum() / t.sum()))


def test_the_curve_holds_d_and_gini():
    counts = pd.concat(
        [COUNTS.assign(town="A"), tidy([[0, 5, 1], [0, 3, 1]], "abc").assign(town="B")]
    )
    found = m.segregation_curve(counts, "a", by="town")
    curve, none = (found[found["town"] == town] for town in "AB")
    assert none[["unit", "others", "members"]].isna().all(axis=None)
    assert none["reason"].tolist() == ["group_absent"]
    D, gini = (f(COUNTS, "a")["estimate"].item() for f in (m.dissimilarity, m.gini))
    assert (curve["others"] - curve["members"]).max() == pytest.approx(D)
    assert 1 - 2 * np.trapezoid(curve["members"], curve["others"]) == pytest.approx(gini)
    ends = curve[["others", "members"]].iloc[[0, -1]].to_numpy().tolist()
    assert ends == [[0, 0], [1, 1]]
    shares = m.shares(COUNTS, "a").set_index("unit")["share"]
    assert shares[curve["unit"].iloc[1:]].is_monotonic_increasing


def test_the_exponential_kernel_weighs_by_distance_over_the_bandwidth():
    xy = PLACES[["x", "y"]].to_numpy()
    found = m.environments(N, xy, [1000.0], "exponential")[0]
    d = np.abs(xy[:, :1] - xy[:, 0])
    around_each = np.exp(-d / 1000) @ N
    assert found == pytest.approx(around_each / around_each.sum(axis=1, keepdims=True))
    near = m.spatial_indices(COUNTS, PLACES, [1e-3], kernel="exponential")["estimate"]
    alone = m.spatial_indices(COUNTS, PLACES, [0])["estimate"]
    assert near.tolist() == pytest.approx(alone.tolist())


def test_spatial_proximity_of_several_groups_is_each_to_its_own():
    c = proximity(PLACES[["x", "y"]].to_numpy(), PLACES["area"].to_numpy())
    t = N.sum(axis=1)
    own = sum(n @ c @ n / n.sum() for n in N.T)
    found = m.spatial_proximity(COUNTS, None, PLACES)
    assert found["estimate"].item() == pytest.approx(own / (t @ c @ t / t.sum()))
    assert found["group"].item() == "all"
    two = m.spatial_proximity(COUNTS, None, PLACES, groups=["a", "b"])["estimate"].item()
    pair = m.spatial_proximity(COUNTS, "a", PLACES, versus="b")["estimate"].item()
    assert two == pytest.approx(pair)
    with pytest.raises(ValueError, match="without group there is none"):
        m.spatial_proximity(COUNTS, None, PLACES, versus="b")


def test_the_matrix_of_proximities_is_never_whole_in_memory():
    """1 500 units: the whole matrix has 18 MB, its parts three of 3 MB at a time."""
    rng = np.random.default_rng(1)
    xy, area, n = rng.uniform(0, 5e4, (1500, 2)), np.full(1500, 1e6), rng.uniform(0, 9, (1500, 2))
    tracemalloc.start()
    found = around(xy, area, n)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12e6
    assert found == pytest.approx(proximity(xy, area) @ n)


def test_the_unit_of_length_of_proximity_is_the_kilometre():
    near = proximity(np.array([[0.0, 0], [1000, 0]]), np.array([4e6, 1e6]))
    assert near.tolist() == [
        pytest.approx([np.exp(-1.2), np.exp(-1)]),
        pytest.approx([np.exp(-1), np.exp(-0.6)]),
    ]


@pytest.mark.parametrize("function", [m.absolute_centralisation, m.relative_centralisation])
def test_a_centre_may_be_named(function):
    """A group that lives in the first unit is central there, and not at the other end."""
    counts = tidy([[100, 10], [0, 100], [0, 100], [0, 100]])
    here, there = (
        function(counts, "g0", PLACES, centre=(x, 0.0))["estimate"].item() for x in (0, 2700)
    )
    assert here > 0 > there
    mean = tuple(PLACES[["x", "y"]].mean())
    plain = function(COUNTS, "a", PLACES)["estimate"].item()
    assert function(COUNTS, "a", PLACES, centre=mean)["estimate"].item() == pytest.approx(plain)
    for wrong in ((1, 2, 3), (np.nan, 1), 5):
        with pytest.raises(ValueError, match=r"a point \(x, y\) in metres"):
            function(counts, "g0", PLACES, centre=wrong)


BINS = tidy([[40, 10, 10, 5, 5, 30], [5, 20, 20, 20, 25, 10], [15, 15, 20, 20, 20, 10]])
ORDER = [f"g{k}" for k in range(6)]


@pytest.mark.parametrize("kind", ["information", "variation", "square_root"])
def test_the_polynomial_of_a_rank_order_measure_may_be_forced(kind):
    function = getattr(m, f"rank_order_{kind}")
    guarded, forced, filled = (
        function(BINS, ORDER, method=method).iloc[0]
        for method in ("automatic", "polynomial", "interpolation")
    )
    assert guarded["method"] == filled["method"] == "interpolation"
    assert guarded["estimate"] == filled["estimate"]
    assert (forced["method"], forced["degree"]) == ("polynomial", 4)
    profile = m.income_profile(BINS, ORDER)
    p, value = profile["p"].to_numpy(), profile[kind].to_numpy()
    weight = density(kind, p)
    beta = np.polynomial.polynomial.polyfit(p, value, 4, w=weight)
    assert forced["estimate"] == pytest.approx(beta @ moments(kind, 4))
    row = m.intervals(
        BINS, f"rank_order_{kind}", ORDER, draws=39, options={"method": "polynomial"}
    ).iloc[0]
    assert row["estimate"] == pytest.approx(forced["estimate"])


def test_few_bins_are_ordinal_unless_a_method_is_named():
    few = tidy([[40, 10, 50], [5, 20, 25], [15, 15, 20]])
    assert m.rank_order_information(few, ["g0", "g1", "g2"])["method"].item() == "ordinal"
    found = m.rank_order_information(few, ["g0", "g1", "g2"], method="polynomial")
    assert found["method"].item() == "polynomial"
    with pytest.raises(ValueError, match="no method 'cubic'; there are automatic, polynomial"):
        m.rank_order_information(few, ["g0", "g1", "g2"], method="cubic")


def test_the_note_of_an_inequality_index_names_the_groups_that_were_given():
    found = m.inequality_index(COUNTS, "a", ["b", "c"])
    assert found["note"].item().startswith("D between a and b+c; the official ojämlikhetsindex")


def test_exposure_has_the_intervals_of_isolation_and_of_interaction():
    found = m.exposure(COUNTS, level=0.9, draws=79).set_index(["group", "versus"])
    one = m.intervals(COUNTS, "isolation", "a", level=0.9, draws=79).iloc[0]
    two = m.intervals(COUNTS, "interaction", "a", versus="b", level=0.9, draws=79).iloc[0]
    assert found.loc[("a", "a"), ["lower", "upper"]].tolist() == one[["lower", "upper"]].tolist()
    assert found.loc[("a", "b"), ["lower", "upper"]].tolist() == two[["lower", "upper"]].tolist()
    assert (found["lower"] < found["estimate"]).all()
    assert (found["estimate"] < found["upper"]).all()
    alone = m.exposure(tidy([[30, 70, 0], [10, 90, 0]], "abc"), level=0.9, draws=39)
    assert alone.loc[alone["versus"] == "c", ["lower", "upper"]].isna().all(axis=None)


def test_areas_within_a_level_have_the_intervals_that_each_would_have_alone():
    counts = COUNTS.assign(town=np.repeat(["A", "A", "B", "B"], 3))
    found = m.within(counts, "town", confidence=0.9, draws=79).set_index("town")
    alone = m.intervals(
        COUNTS[COUNTS["unit"].isin(UNITS[:2])], "mutual_information", None, level=0.9, draws=79
    ).iloc[0]
    ends = ["mutual_information_lower", "mutual_information_upper"]
    assert found.loc["A", ends].tolist() == alone[["lower", "upper"]].tolist()
    assert (found["entropy_index_lower"] < found["entropy_index"]).all()


def test_local_intervals_hold_the_truth_about_as_often_as_they_say():
    """Three areas alike and one apart, drawn again and again."""
    rng = np.random.default_rng(4)
    shares, sizes = np.array([0.1, 0.1, 0.1, 0.3]), np.array([800, 900, 1000, 700])
    P = shares @ sizes / sizes.sum()

    def divergence(p: np.ndarray, q: np.ndarray) -> np.ndarray:
        return p * np.log(p / q) + (1 - p) * np.log((1 - p) / (1 - q))

    truth = divergence(shares, P)
    group = (shares * sizes / (shares @ sizes)) @ np.log(shares / P)
    held, held_group = [], []
    for seed in range(60):
        x = rng.binomial(sizes, shares)
        counts = tidy(np.column_stack((x, sizes - x)))
        found = m.local_divergence(counts, level=0.9, draws=79, seed=seed)
        held.append((found["lower"] <= truth) & (truth <= found["upper"]))
        row = m.local_segregation(counts, level=0.9, draws=79, seed=seed).iloc[0]
        held_group.append(row["lower"] <= group <= row["upper"])
    assert np.mean(held, axis=0) == pytest.approx(np.full(4, 0.9), abs=0.1)
    assert np.mean(held_group) == pytest.approx(0.9, abs=0.1)


def test_local_measures_without_people_or_group_have_no_interval():
    counts = tidy([[30, 70, 0], [10, 90, 0], [0, 0, 0]], "abc")
    found = m.local_divergence(counts, level=0.9, draws=39)
    assert found[["lower", "upper"]].isna().all(axis=1).tolist() == [False, False, True]
    groups = m.local_segregation(counts, level=0.9, draws=39)
    assert groups[["lower", "upper"]].isna().all(axis=1).tolist() == [False, False, True]
    with pytest.raises(ValueError, match="level"):
        m.local_divergence(counts, level=90)


def test_a_profile_of_several_places_has_the_rows_of_each():
    large = tidy([[300, 700], [100, 900]] * 10)
    counts = pd.concat([large.assign(town="B"), large.assign(town="A", count=large["count"] * 2)])
    found = m.profile(counts, "g0", by="town", draws=39)
    table = found.table()
    assert table.columns[0] == "town"
    assert table["town"].tolist() == ["A"] * 8 + ["B"] * 8
    alone = m.profile(large, "g0", draws=39)
    here = table[table["town"] == "B"].drop(columns="town").reset_index(drop=True)
    pd.testing.assert_frame_equal(here, alone.table())
    assert found.notes() == [
        "A: 8,000 of 40,000 people in 20 areas.",
        "B: 4,000 of 20,000 people in 20 areas.",
    ]
    assert found._repr_html_().count("<tr>") == 17


def test_neighbours_are_sought_across_the_border_if_asked_for():
    """Two towns of two areas on one line; the third one of one area counts as a neighbour only."""
    n = np.array([[90, 10], [50, 50], [10, 90], [5, 95], [0, 60]], dtype=float)
    counts = tidy(n).assign(town=np.repeat(list("AABBC"), 2))
    places = pd.DataFrame(
        {"unit": counts["unit"].unique(), "x": [0, 1000, 1500, 3000, 3400], "y": 0}
    )
    ended = m.neighbour_profile(counts, "g0", places, 200, by="town").set_index(["town", "measure"])
    across = m.neighbour_profile(counts, "g0", places, 200, by="town", across=True)
    across = across.set_index(["town", "measure"])
    share = m.neighbour_shares(n, places[["x", "y"]].to_numpy(float), 200)[:, 0, 0]
    isolation = n[:2, 0] @ share[:2] / n[:2, 0].sum()
    assert across.loc[("A", "isolation"), "estimate"] == pytest.approx(isolation)
    assert ended.loc[("A", "isolation"), "estimate"] == pytest.approx(0.7)
    assert across.loc[("B", "p90"), "estimate"] == pytest.approx(share[2])
    assert across.loc["C", "reason"].eq("group_absent").all()
    whole = m.neighbour_profile(counts, "g0", places, 200, across=True)
    pd.testing.assert_frame_equal(whole, m.neighbour_profile(counts, "g0", places, 200))
    hidden = counts.assign(count=counts["count"].mask(counts["town"] == "C"))
    without = m.neighbour_profile(hidden, "g0", places, 200, by="town", across=True)
    assert without.loc[without["town"] == "A", "estimate"].notna().all()


YEARS = (0.05 + 0.3 * np.arange(8) / 7, 0.12 + 0.2 * np.arange(8) / 7)  # shares, more even later


def year_counts(shares: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    sizes = np.linspace(700, 1500, 8).astype(int)
    x = rng.binomial(sizes, shares)
    return tidy(np.column_stack((x, sizes - x)))


def both_years(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([first.assign(year=1), second.assign(year=2)], ignore_index=True)


def test_parts_of_a_change_have_intervals_that_hold_the_truth():
    sizes = np.linspace(700, 1500, 8)
    true = [tidy(np.column_stack((p * sizes, (1 - p) * sizes))) for p in YEARS]
    truth = m.change(both_years(*true), "year", 1, 2).set_index("component")["estimate"]
    rng = np.random.default_rng(3)
    held = []
    for seed in range(40):
        counts = both_years(*(year_counts(p, rng) for p in YEARS))
        found = m.change(counts, "year", 1, 2, level=0.9, draws=99, seed=seed)
        found = found.set_index("component")
        held.append((found["lower"] <= truth + 1e-12) & (truth <= found["upper"] + 1e-12))
    share = pd.concat(held, axis=1).mean(axis=1)
    assert share[["first", "second", "change", "structure", "group_margin"]].between(0.78, 1).all()
    assert (found["lower"] <= found["upper"]).all()


def test_intervals_of_a_change_are_those_of_its_measures_and_keep_their_reasons():
    rng = np.random.default_rng(5)
    counts = both_years(*(year_counts(p, rng) for p in YEARS))
    found = m.change(counts, "year", 1, 2, level=0.9, draws=99).set_index("component")
    alone = m.intervals(
        counts[counts["year"] == 1], "mutual_information", None, level=0.9, draws=99
    ).iloc[0]
    assert found.loc["first", ["lower", "upper"]].tolist() == alone[["lower", "upper"]].tolist()
    gap = m.difference(
        counts, "mutual_information", None, along="year", first=1, second=2, level=0.9, draws=99
    ).iloc[0]
    assert found.loc["change", ["lower", "upper"]].tolist() == gap[["lower", "upper"]].tolist()
    one = counts.assign(town="A"), counts[counts["unit"] == "u0001"].assign(town="B")
    places = m.change(pd.concat(one), "year", 1, 2, by="town", level=0.9, draws=39)
    assert places.columns[0] == "town"
    assert places.loc[places["town"] == "B", ["lower", "upper"]].isna().all(axis=None)
    assert places.loc[places["town"] == "A", ["lower", "upper"]].notna().all(axis=None)
