"""Segments, change, holes and turning points; the truths of the demonstration are found."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from segnb import measures
from segnb.analysis import certainty, index_estimates, shares, sums, trends, turning_point

LEVELS = ["pre_secondary", "upper_secondary", "post_secondary_short", "post_secondary_long"]


def series(values: dict[int, float], half: float | None = None, **more: object) -> pd.DataFrame:
    frame = pd.DataFrame({"year": list(values), "value": list(values.values())}).assign(**more)
    if half is not None:
        frame = frame.assign(lower=frame["value"] - half, upper=frame["value"] + half)
    return frame


def test_a_difference_of_two_shares_has_newcombes_interval() -> None:
    """Newcombe (1998), table II, example (a): 56/70 less 48/80, method 10: .0524 to .3339."""
    sides = []
    for x, n in ((48, 80), (56, 70)):
        low, high = certainty.score_interval(x / n, n)
        sides.append(pd.DataFrame({"value": [x / n], "lower": low, "upper": high}))
    found = certainty.difference_of(*sides).iloc[0]
    assert found["estimate"] == pytest.approx(0.2)
    assert (found["lower"], found["upper"]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_interval_and_p_of_a_difference_are_one_test() -> None:
    rng = np.random.default_rng(4)
    n = 300
    sides = []
    for _ in range(2):
        part = rng.binomial(n, 0.1, 4000) / n
        low, high = certainty.score_interval(part, n)
        sides.append(pd.DataFrame({"value": part, "lower": low, "upper": high}))
    found = certainty.difference_of(*sides)
    outside = (found["lower"] > 0) | (found["upper"] < 0)
    assert (outside == (found["p"] < 0.05)).all()
    assert outside.mean() == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / 4000))


def test_the_interval_of_a_difference_holds_the_truth_as_often_as_it_says() -> None:
    n1, n2, p1, p2 = 60, 90, 0.08, 0.2
    x1, x2 = (grid.ravel() for grid in np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1)))
    weight = binom.pmf(x1, n1, p1) * binom.pmf(x2, n2, p2)
    sides = []
    for x, n in ((x1, n1), (x2, n2)):
        low, high = certainty.score_interval(x / n, n)
        sides.append(pd.DataFrame({"value": x / n, "lower": low, "upper": high}))
    found = certainty.difference_of(*sides)
    held = (found["lower"] <= p2 - p1) & (p2 - p1 <= found["upper"])
    assert weight[held].sum() == pytest.approx(0.95, abs=0.015)


def test_a_change_is_told_inside_the_newest_segment(cut) -> None:
    values = dict(zip(range(2010, 2021), [1.0] * 5 + [8, 8.2, 8.4, 8.6, 8.8, 9], strict=True))
    row = trends.change(series(values, half=0.1), [cut(2015)]).iloc[0]
    assert (row["first"], row["last"], row["estimate"]) == (2015, 2020, pytest.approx(1))
    assert (row["certainty"], row["direction"], row["reason"]) == ("certain", "up", "")


def test_a_break_of_other_levels_cuts_nothing(cut) -> None:
    frame = series({year: float(year) for year in range(2010, 2021)}, half=0.1, level="county")
    row = trends.change(frame, [cut(2015, "deso2018")]).iloc[0]
    assert row["first"] == 2010
    assert trends.change(frame, [cut(2015, "county")]).iloc[0]["first"] == 2015


def test_every_segment_can_be_told_for_itself(cut) -> None:
    values = {year: float(year > 2018) for year in range(2010, 2021)}
    found = trends.change(series(values, half=0.1), [cut(2019)], every_segment=True)
    assert found[["segment", "newest", "first", "last", "reason"]].to_numpy().tolist() == [
        [0, False, 2010, 2018, ""],
        [1, True, 2019, 2020, "too_short"],
    ]


@pytest.mark.parametrize(
    ("values", "half", "reason"),
    [
        ({2010: 1.0, 2020: 2.0}, None, "no_interval"),
        ({2018: 1.0, 2020: 2.0}, 0.1, "too_short"),
        ({2020: 2.0}, 0.1, "one_year"),
        ({2010: np.nan, 2020: np.nan}, 0.1, "no_value"),
    ],
)
def test_a_change_that_may_not_be_told_says_why(values, half, reason) -> None:
    row = trends.change(series(values, half)).iloc[0]
    assert (row["reason"], row["certainty"], row["direction"]) == (reason, "unknown", "")
    assert np.isnan(row["p"])


def test_two_vintages_of_areas_are_two_series(demo) -> None:
    areas = demo["education"].query("municipality == '9901' and level.str.startswith('deso')")
    found = trends.change(shares.share(areas, ["pre_secondary"], LEVELS))
    assert found.groupby("level")["last"].max().to_dict() == {"deso2018": 2023, "deso2025": 2025}


def test_change_of_the_demonstration_stops_at_its_break(demo, cut) -> None:
    town = demo["education"].query("area == '9901' and sex == 'total'")
    share = shares.share(town, ["pre_secondary"], LEVELS)
    found = trends.change(share, [cut(2024)], every_segment=True).set_index("segment")
    assert found.loc[0, ["first", "last"]].tolist() == [1990, 2023]
    assert found.loc[0, "direction"] == "down"
    assert found.loc[1, "reason"] == "too_short"


def test_the_change_of_an_index_is_that_of_the_measures(demo, cut) -> None:
    areas = demo["income_quartile"].query("municipality == '9901' and level == 'deso2018'")
    counts = sums.unit_counts(areas)
    row = trends.index_change(counts, "dissimilarity", "q1", 2011, 2018, draws=99).iloc[0]
    truth = 7 * 0.007
    assert row["estimate"] == pytest.approx(truth, abs=0.002)
    assert row["lower"] < truth < row["upper"]
    assert (row["certainty"], row["direction"]) == ("certain", "up")
    refused = trends.index_change(
        counts, "dissimilarity", "q1", 2011, 2018, breaks=[cut(2015)], draws=99
    )
    assert refused[["reason", "certainty"]].to_numpy().tolist() == [["break", "unknown"]]
    assert refused["lower"].isna().all()


def test_an_index_is_not_compared_across_vintages(demo) -> None:
    town = demo["education"].query("municipality == '9901' and sex == 'total'")
    counts = sums.unit_counts(town[town["level"].str.startswith("deso")], LEVELS)
    row = trends.index_change(counts, "dissimilarity", "pre_secondary", 2020, 2025, draws=39).iloc[
        0
    ]
    assert (row["reason"], row["direction"]) == ("vintages", "")


def test_holes_say_whether_numbers_are_hidden_missing_or_not_held() -> None:
    frame = series({2010: 1, 2011: np.nan, 2012: np.nan, 2013: 1, 2016: 2, 2017: 2})
    frame["status"] = ["ok", "suppressed", "missing", "ok", "ok", "ok"]
    assert trends.holes(frame).to_numpy().tolist() == [
        [2011, 2012, "suppressed"],
        [2014, 2015, "not_held"],
    ]


def test_a_series_that_comes_every_fourth_year_has_no_holes() -> None:
    frame = series(dict.fromkeys(range(1998, 2023, 4), 1.0), area="0127")
    assert trends.holes(frame, by=["area"]).empty


def test_holes_of_the_demonstration_are_found(demo) -> None:
    found = trends.holes(shares.published_interval(demo["self_rated_health"]))
    town = found[(found["area"] == "9903") & (found["sex"] == "total")]
    assert town[["first", "last", "status"]].to_numpy().tolist() == [[2010, 2014, "missing"]]


@pytest.mark.parametrize(
    ("indicator", "turn"),
    [("long_term_unemployment", 2014), ("school_eligibility", 2012), ("reported_crime", 2009),
     ("sickness_days", 2004)],
)  # fmt: skip
def test_the_turn_that_was_put_in_is_found_and_none_where_nothing_turned(demo, indicator, turn):
    places = demo[indicator].query("level == 'municipality' and sex == 'total'")
    found = turning_point.turning_point(shares.published_interval(places)).set_index("area")
    assert found.loc["9901", "found"]
    assert abs(found.loc["9901", "turn"] - turn) <= 1
    assert not found.loc["9903", "found"]


@pytest.mark.parametrize(
    ("indicator", "group", "turn"),
    [
        ("income_quartile", "q1", 2018),
        ("background", "foreign", 2015),
        ("education", "pre_secondary", None),
    ],
)
def test_the_turn_of_segregation_is_found(demo, indicator, group, turn) -> None:
    rows = demo[indicator].query(
        "municipality == '9901' and level == 'deso2018' and sex == 'total'"
    )
    counts = sums.unit_counts(rows, totals=["total", "unknown"])
    index = measures.dissimilarity(counts, group, by="year").rename(columns={"estimate": "value"})
    row = turning_point.turning_point(index).iloc[0]
    assert bool(row["found"]) is (turn is not None)
    if turn is not None:
        assert row["turn"] == turn


def test_a_turn_is_never_sought_across_a_break(cut) -> None:
    years = np.arange(2000, 2020)
    values = np.abs(years - 2010.0) + 0.01 * (-1.0) ** years
    frame = series(dict(zip(years, values, strict=True)))
    assert turning_point.turning_point(frame)["found"].tolist() == [True]
    assert turning_point.turning_point(frame, [cut(2010)])["found"].tolist() == [False]
    row = turning_point.turning_point(frame, [cut(2015)]).iloc[0]
    assert row["reason"] == "too_few_years"


@pytest.mark.parametrize("rho", [0.0, 0.8])
def test_a_straight_line_seldom_turns_even_with_autocorrelated_errors(rho) -> None:
    n, runs = 16, 200
    rng = np.random.default_rng(11)
    errors = rng.normal(size=(n, runs))
    for t in range(1, n):
        errors[t] = rho * errors[t - 1] + np.sqrt(1 - rho**2) * errors[t]
    frame = pd.DataFrame(
        {"run": np.repeat(np.arange(runs), n), "year": np.tile(np.arange(n), runs),
         "value": errors.T.ravel()}
    )  # fmt: skip
    found = turning_point.turning_point(frame, by=["run"])["found"].mean()
    assert found <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)


def test_what_only_slows_down_has_not_turned() -> None:
    years = np.arange(2000, 2020)
    values = np.where(years < 2010, years - 2010.0, 0.3 * (years - 2010)) + 0.05 * (-1.0) ** years
    row = turning_point.turning_point(series(dict(zip(years, values, strict=True)))).iloc[0]
    assert row["p"] < 0.05
    assert not row["found"]


def test_a_change_of_an_index_is_that_of_the_estimates_that_are_told(demo) -> None:
    rows = demo["income_quartile"].query("level == 'deso2018' and year in (2012, 2018)")
    counts = sums.unit_counts(rows)
    found = trends.index_change(counts, "dissimilarity", "q1", 2012, 2018, draws=99)
    told = {
        year: index_estimates.indices(
            counts[counts["year"] == year], "dissimilarity", "q1", by="municipality", draws=99
        ).set_index("municipality")["estimate"]
        for year in (2012, 2018)
    }
    found = found.set_index("municipality")
    few = found["reason"] == "few_areas"
    assert few.any()
    assert found.loc[few, ["value_first", "estimate", "lower", "p"]].isna().all(axis=None)
    found = found[found["reason"] == ""]
    for name, year in (("value_first", 2012), ("value_last", 2018)):
        assert found[name].to_numpy() == pytest.approx(told[year][found.index].to_numpy())
    assert found["estimate"].equals(found["value_last"] - found["value_first"])
    for low, high in (("lower", "upper"), ("lower80", "upper80")):
        assert found["estimate"].between(found[low], found[high]).all()
