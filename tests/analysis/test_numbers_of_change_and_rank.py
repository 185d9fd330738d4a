"""First and last, own and median, ends and signs: numbers come from the rows they are about."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from segnb.analysis import (
    certainty,
    change_by_component,
    claims,
    medians,
    multiple_testing,
    national_ranking,
    pairwise_tests,
    ranks,
    relative_change,
    spread_between_areas,
    trends,
    turning_point,
    type_populations,
)

# Values with uneven intervals, all different, so that no end can stand for another.
ONE = {"value": 20.0, "lower": 17.0, "upper": 24.0, "lower80": 18.5, "upper80": 22.0}
TWO = {"value": 32.0, "lower": 26.0, "upper": 40.0, "lower80": 29.0, "upper80": 37.0}


def test_a_difference_takes_the_ends_that_face_each_other() -> None:
    row = certainty.difference_of(pd.DataFrame([ONE]), pd.DataFrame([TWO])).iloc[0]
    assert row["estimate"] == 12
    assert row["lower"] == pytest.approx(12 - np.hypot(6, 4))
    assert row["upper"] == pytest.approx(12 + np.hypot(8, 3))
    assert row["lower80"] == pytest.approx(12 - np.hypot(3, 2))
    assert row["upper80"] == pytest.approx(12 + np.hypot(5, 1.5))
    back = certainty.difference_of(pd.DataFrame([TWO]), pd.DataFrame([ONE])).iloc[0]
    assert back["p"] == pytest.approx(row["p"])
    assert [back["estimate"], back["lower"], back["upper"]] == pytest.approx(
        [-12, -row["upper"], -row["lower"]]
    )


@pytest.mark.parametrize(
    ("lower", "upper", "lower80", "upper80", "word", "side"),
    [
        (0.06, 3.0, 0.5, 2.0, "certain", "up"),
        (0.04, 3.0, 0.5, 2.0, "likely", "up"),  # printed as 0
        (-1.0, 3.0, 0.04, 2.0, "unknown", ""),
        (-3.0, -0.06, -2.0, -0.5, "certain", "down"),
        (-3.0, -0.04, -2.0, -0.5, "likely", "down"),
        (-3.0, 1.0, -2.0, -0.04, "unknown", ""),
        (np.nan, np.nan, np.nan, np.nan, "unknown", ""),
    ],
)
def test_a_word_is_that_of_the_interval_as_it_is_printed(
    lower: float, upper: float, lower80: float, upper80: float, word: str, side: str
) -> None:
    ends = dict(zip(certainty.ENDS, (lower, upper, lower80, upper80), strict=True))
    estimate = (lower80 + upper80) / 2
    frame = pd.DataFrame([{**ends, "estimate": estimate}])
    assert certainty.word(frame).tolist() == [word]
    assert certainty.direction(frame).tolist() == [side]
    moved = frame + 10  # held against another threshold
    assert certainty.word(moved, 10).tolist() == [word]
    assert certainty.direction(moved, 10).tolist() == [side]


def years(values: dict[int, float | None], **more: object) -> pd.DataFrame:
    """Values of years, each with an interval of its own."""
    frame = pd.DataFrame({"year": list(values), "value": list(values.values())}, dtype="float64")
    half = (frame["year"] - 2000) / 10
    return frame.assign(
        lower=frame["value"] - half, upper=frame["value"] + 2 * half,
        lower80=frame["value"] - half / 2, upper80=frame["value"] + half, **more,
    ).astype({"year": "int64"})  # fmt: skip


def test_a_change_is_of_its_own_series_from_first_to_last_year_with_a_value(cut) -> None:
    values = {2010: 90.0, 2011: 10.0, 2012: None, 2013: 14.0, 2015: 19.0, 2016: None}
    frame = pd.concat([
        years(values, area="A"), years({y: v and 100 - v for y, v in values.items()}, area="B")
    ])  # fmt: skip
    rows = trends.change(frame.sample(frac=1, random_state=1), [cut(2011)]).set_index("area")
    told = rows.loc["A"]
    assert told[["first", "last", "value_first", "value_last", "estimate"]].tolist() == [
        2011, 2015, 10, 19, 9,
    ]  # fmt: skip
    assert told["lower"] == pytest.approx(9 - np.hypot(1.5, 2.2))
    assert told["upper"] == pytest.approx(9 + np.hypot(3.0, 1.1))
    assert told[["certainty", "direction", "reason"]].tolist() == ["certain", "up", ""]
    other = rows.loc["B"]
    assert other[["value_first", "value_last", "estimate", "direction"]].tolist() == [
        90, 81, -9, "down",
    ]  # fmt: skip
    every = trends.change(frame, [cut(2011)], every_segment=True).set_index(["area", "segment"])
    assert every.loc[("A", 0), ["first", "last", "reason", "newest"]].tolist() == [
        2010, 2010, "one_year", False,
    ]  # fmt: skip
    assert every.loc[("A", 1), "newest"]
    late = trends.change(frame, first=2013).set_index("area").loc["A"]
    assert late[["first", "last", "value_first"]].tolist() == [2013, 2015, 14]


@pytest.mark.parametrize(
    ("last", "reason"),
    [(2010, "one_year"), (2011, "too_short"), (2012, "too_short"), (2013, ""), (2014, "")],
)
def test_a_change_is_told_of_three_years_and_more(last: int, reason: str) -> None:
    row = trends.change(years({2010: 10.0, last: 50.0})).iloc[0]
    assert row["reason"] == reason
    assert (row["certainty"] == "unknown", row["direction"] == "") == (bool(reason),) * 2
    assert np.isnan(row["p"]) == bool(reason)
    assert trends.change(years({2010: 10.0, last: 50.0}), shortest=9).iloc[0]["reason"] != ""


def test_a_change_without_intervals_or_values_concludes_nothing() -> None:
    bare = trends.change(years({2010: 10.0, 2015: 50.0}).drop(columns=certainty.ENDS)).iloc[0]
    assert bare[["reason", "estimate", "certainty"]].tolist() == ["no_interval", 40, "unknown"]
    none = trends.change(years({2010: None, 2015: None})).iloc[0]
    assert none[["reason", "certainty"]].tolist() == ["no_value", "unknown"]


@pytest.mark.parametrize(("year", "reason"), [(2014, ""), (2015, "break"), (2018, "break"),
                                              (2019, "")])  # fmt: skip
def test_years_on_either_side_of_a_break_are_not_compared(cut, year: int, reason: str) -> None:
    counts = pd.DataFrame({"year": [2014, 2018], "level": "regso2025"})
    assert trends._refusal(counts, 2014, 2018, [cut(year)], 3) == reason
    assert trends._refusal(counts, 2014, 2018, [cut(year, "regso2025")], 3) == reason
    assert trends._refusal(counts, 2014, 2018, [cut(year, "municipality")], 3) == ""
    assert trends._refusal(counts, 2014, 2018, [], 4) == ""
    assert trends._refusal(counts, 2014, 2018, [], 5) == "too_short"
    two = counts.assign(level=["regso2020", "regso2025"])
    assert trends._refusal(two, 2014, 2018, [], 3) == "vintages"


def test_a_hole_has_its_years_and_its_gravest_status() -> None:
    frame = pd.DataFrame({
        "area": "A", "year": [2010, 2011, 2012, 2013, 2014, 2017],
        "value": [1.0, None, None, 4.0, None, 7.0],
        "status": ["ok", "missing", "suppressed", "ok", "not_applicable", "ok"],
    })  # fmt: skip
    whole = frame.assign(area="B", value=1.0, status="ok").query("year < 2015")
    found = trends.holes(pd.concat([frame, whole]))
    assert found[["area", "first", "last", "status"]].to_numpy().tolist() == [
        ["A", 2011, 2012, "suppressed"], ["A", 2014, 2016, "not_applicable"],
    ]  # fmt: skip
    seldom = frame.assign(year=range(2000, 2024, 4)).iloc[[0, 3, 5]]
    assert trends.holes(seldom.assign(year=[2000, 2004, 2008])).empty


def test_a_change_beside_the_countrys_is_own_less_country() -> None:
    names = {"value": "estimate"}
    own, country = (pd.DataFrame([side]).rename(columns=names) for side in (TWO, ONE))
    row = relative_change.beside(own.assign(value=1.0), country.assign(value=2.0)).iloc[0]
    assert row["estimate"] == 12
    assert row["lower"] == pytest.approx(12 - np.hypot(6, 4))
    assert row["upper"] == pytest.approx(12 + np.hypot(8, 3))


def towns(**values: float | None) -> pd.DataFrame:
    frame = pd.DataFrame({"municipality": list(values), "value": list(values.values())})
    return frame.assign(lower=frame["value"] - 0.5, upper=frame["value"] + 0.75)


def test_a_place_stands_among_others_with_median_and_both_ends() -> None:
    frame = towns(a=40.0, b=10.0, c=20.0, d=30.0, e=None)
    rows = ranks.standing(frame, "d", {"few": ["b", "c"], "nobody": ["e"]}).set_index("group")
    all_of = rows.loc["all"]
    assert all_of[["n", "value", "median", "lowest", "highest"]].tolist() == [4, 30, 25, 10, 40]
    assert all_of[["place_lowest", "place_highest"]].tolist() == ["b", "a"]
    assert all_of[["estimate", "direction", "certainty"]].tolist() == [5, "up", "certain"]
    assert all_of[["lower", "upper"]].tolist() == pytest.approx([4.5, 5.75])  # the own interval's
    assert all_of[["rank", "rank_first", "rank_last", "of", "method"]].tolist() == [
        2, 2, 2, 4, "interval",
    ]  # fmt: skip
    few = rows.loc["few"]
    assert few[["n", "median", "highest", "rank", "of"]].tolist() == [3, 20, 30, 1, 3]
    alone = rows.loc["nobody"]
    assert alone[["n", "value"]].tolist() == [1, 30]
    assert alone[["median", "estimate"]].isna().all()
    unknown = ranks.standing(frame, "e").iloc[0]
    assert unknown[["n", "median", "reason"]].tolist() == [4, 25, "no_value"]
    assert np.isnan(unknown["value"])


def test_ranks_go_from_the_highest_and_ties_share_the_best() -> None:
    frame = towns(a=40.0, b=40.0, c=20.0, d=None).assign(year=2024)
    found = ranks.ranks(frame, by=["year"])
    assert found["rank"].tolist() == [1, 1, 3, pd.NA]
    assert found["rank_first"].tolist() == [1, 1, 3, pd.NA]
    assert found["rank_last"].tolist() == [2, 2, 3, pd.NA]
    assert found["of"].tolist() == [3] * 4
    assert found["method"].tolist() == ["interval"] * 3 + ["none"]
    assert found["reason"].tolist() == ["", "", "", "no_value"]
    bare = frame.drop(columns=["lower", "upper"])
    assert ranks.ranks(bare)["reason"].tolist() == ["no_interval"] * 3 + ["no_value"]
    counted = ranks.ranks(bare, full_count=True)
    assert counted["method"].tolist() == ["full_count"] * 3 + ["none"]
    assert counted["rank_last"].tolist() == [1, 1, 3, pd.NA]


@pytest.mark.parametrize(("number", "middle"), [(1, 0), (2, 0.5), (3, 1), (4, 1.5), (5, 2)])
def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle(
    number: int, middle: float
) -> None:
    values = pd.Series([*np.arange(number)[::-1], np.nan], dtype=float)
    assert medians.median_of(values) == middle
    assert np.isnan(medians.median_of(values[values.isna()]))


def test_every_pair_has_the_higher_one_first_and_holms_p() -> None:
    frame = pd.DataFrame([
        {"area": "low", "value": 20.0, "lower": 17.0, "upper": 24.0},
        {"area": "high", "value": 32.0, "lower": 26.0, "upper": 40.0},
        {"area": "mid", "value": 25.0, "lower": 23.0, "upper": 26.0},
        {"area": "bare", "value": 99.0, "lower": np.nan, "upper": np.nan},
    ])  # fmt: skip
    found = pairwise_tests.pairs(frame).set_index(["first", "second"])
    assert found.index.tolist() == [("high", "mid"), ("high", "low"), ("mid", "low")]
    row = found.loc[("high", "low")]
    assert row["estimate"] == 12
    assert row["lower"] == pytest.approx(12 - np.hypot(6, 4))
    assert row["upper"] == pytest.approx(12 + np.hypot(8, 3))
    p = found["p"].sort_values()
    assert found["adjusted"][p.index].tolist() == pytest.approx(
        np.maximum.accumulate(p.to_numpy() * [3, 2, 1]).tolist()
    )
    ranked = pairwise_tests.ranks_together(frame).set_index("area")
    assert ranked.loc["bare", ["together_first", "together_last"]].isna().all()
    assert ranked.loc["low", "together_last"] == 3


def test_findings_of_a_kind_are_adjusted_together_and_shared_ones_after_holm() -> None:
    findings = pd.DataFrame({
        "p": [0.01, 0.04, 0.3, 0.02, 0.03, None], "kind": ["a", "a", "a", "b", "b", "a"],
        "shared": [False, False, False, True, False, False],
    })  # fmt: skip
    made = multiple_testing.judge_together(findings)
    # three of kind a; of kind b one alone, and one that is shared as one of two
    assert made["adjusted"].tolist()[:5] == pytest.approx([0.03, 0.06, 0.3, 0.04, 0.03])
    assert made["stands"].tolist() == [True, False, False, True, True, False]
    assert made["certainty"].tolist() == [
        "certain", "likely", "unknown", "certain", "certain", "unknown",
    ]  # fmt: skip


def test_adjusted_rates_are_those_of_scipy() -> None:
    p = np.random.default_rng(3).uniform(0, 1, 40).round(2) ** 3  # some of them equal
    made = multiple_testing.judge_together(pd.DataFrame({"p": p}))
    assert made["adjusted"].tolist() == false_discovery_control(p).tolist()


@pytest.mark.parametrize(
    ("p", "words"),
    [
        ([0.05, 0.2], ["unknown", "unknown"]),
        ([0.025, 0.2], ["certain", "likely"]),
        ([0.025, 0.2001], ["certain", "unknown"]),
        ([0.0251, 0.1], ["unknown", "unknown"]),  # nothing stands: no weaker word either
    ],
)
def test_a_word_of_findings_at_its_limits(p: list[float], words: list[str]) -> None:
    assert multiple_testing.judge_together(pd.DataFrame({"p": p}))["certainty"].tolist() == words


def test_a_finding_whose_interval_is_printed_as_reaching_zero_is_likely_at_most() -> None:
    frame = pd.DataFrame({"p": [0.001] * 4, "lower": [0.04, 0.06, -3, None],
                          "upper": [3.0, 3.0, -0.04, None]})  # fmt: skip
    words = multiple_testing.judge_together(frame)["certainty"].tolist()
    assert words == ["likely", "certain", "likely", "certain"]
    finer = multiple_testing.judge_together(frame, decimals=3)["certainty"].tolist()
    assert finer == ["certain"] * 4


def test_a_distribution_is_cut_between_municipalities_and_has_its_ends() -> None:
    frame = pd.DataFrame({
        "municipality": [f"{code:04d}" for code in range(12)], "year": 2024, "measure": "D",
        "value": [*np.arange(11.0)[::-1], np.nan],
    })  # fmt: skip
    row = national_ranking.distribution(frame).iloc[0]
    columns = ["n", "lowest", "p10", "p25", "median", "p75", "p90", "highest", "without"]
    assert row[columns].tolist() == [11, 0, 1, 2.5, 5, 7.5, 9, 10, 1]
    assert row[["place_lowest", "place_highest"]].tolist() == ["0010", "0000"]


def test_a_spread_is_weighted_and_has_its_ends_with_their_areas() -> None:
    frame = pd.DataFrame({
        "municipality": "0101", "year": 2024, "area": ["a", "b", "c", "d"],
        "numerator": [30.0, 80.0, 300.0, np.nan], "denominator": [100.0, 100.0, 500.0, 70.0],
        "value": [30.0, 80.0, 60.0, np.nan],
    })  # fmt: skip
    row = spread_between_areas.spread(frame).iloc[0]
    mean = 410 / 700
    weight, part = np.array([1, 1, 5]) / 7, np.array([0.3, 0.8, 0.6])
    variance = weight @ (part - mean) ** 2
    chance = (weight * (1 - weight) / [100, 100, 500]).sum() * mean * (1 - mean)
    assert row[["areas", "left_out"]].tolist() == [3, 1]
    assert row["value"] == pytest.approx(100 * mean)
    assert row[["lowest", "area_lowest", "highest", "area_highest"]].tolist() == [30, "a", 80, "b"]
    assert row[["p10", "median", "p90"]].tolist() == pytest.approx([30, 60, 80])
    assert row[["sd", "sd_chance", "sd_beyond_chance"]].tolist() == pytest.approx([
        100 * np.sqrt(v) for v in (variance, chance, variance - chance)
    ])  # fmt: skip


def kinds(types: dict[int, dict[str, int | None]]) -> pd.DataFrame:
    return pd.DataFrame([
        {"level": "regso2025", "area": area, "year": year, "value": kind, "status": "ok"}
        for year, row in types.items()
        for area, kind in row.items()
    ])  # fmt: skip


def test_areas_go_from_the_type_of_the_first_year_to_that_of_the_last() -> None:
    types = kinds({
        2019: {"0101R001": 5}, 2020: {"0101R001": 1, "0101R002": 1, "0102R001": 4},
        2024: {"0101R001": 2, "0101R002": 2, "0102R001": None, "0102R002": 3},
    })  # fmt: skip
    people = pd.DataFrame([
        {"area": area, "year": year, "value": factor * value}
        for year, factor in ((2020, 1.0), (2024, 10.0))
        for area, value in (("0101R001", 3.0), ("0101R002", 4.0), ("0102R001", 5.0))
    ])  # fmt: skip
    found = type_populations.transitions(types, 2020, 2024, people)
    columns = ["municipality", "from_type", "to_type", "areas"]
    assert found[columns].to_numpy().tolist() == [
        ["0101", "1", "2", 2], ["0102", "4", "none", 1], ["0102", "none", "3", 1],
    ]  # fmt: skip
    assert found["people"].fillna(-1).tolist() == [70, 50, -1]
    assert type_populations.transitions(types, 2020, 2024)["people"].isna().all()


def test_people_of_a_type_are_of_its_areas_year_and_group() -> None:
    types = kinds({2020: {"0101R001": 1, "0101R002": 2}, 2024: {"0101R001": 2, "0101R002": 2}})
    people = pd.DataFrame([
        {"level": "regso2025", "area": area, "year": year, "group": group, "value": value}
        for year, more in ((2020, 0.0), (2024, 100.0))
        for area, base in (("0101R001", 10.0), ("0101R002", 30.0))
        for group, value in (("0-4", base + more), ("5-9", 2 * base), ("20-24", 7.0))
    ])  # fmt: skip
    groups = {"children": ["0-4", "5-9"], "adults": ["20-24"]}
    found = type_populations.residents(types, people, groups)
    town = found[found["place_level"] == "municipality"]
    town = town.set_index(["year", "group", "type"]).sort_index()
    columns = ["people", "share", "areas", "hidden"]
    assert town.loc[(2020, "children", "1"), columns].tolist() == [30, 25, 1, 0]
    assert town.loc[(2020, "children", "2"), columns].tolist() == [90, 75, 1, 0]
    assert town.loc[(2024, "children", "2"), columns].tolist() == [320, 100, 2, 0]
    assert town.loc[(2024, "children", "1"), columns].tolist() == [0, 0, 0, 0]
    assert town.loc[(2024, "adults", "2"), "people"] == 14
    assert set(found["place"]) == {"0101", "01", "00"}


@pytest.mark.parametrize(
    ("chosen", "other", "verdict"),
    [
        (("certain", "up"), ("unknown", ""), "supported"),
        (("certain", "down"), ("unknown", ""), "contradicted"),
        (("certain", "up"), ("certain", "down"), "mixed"),
        (("certain", "up"), ("likely", "down"), "supported"),
        (("likely", "up"), ("certain", "down"), "undecided"),
    ],
)
def test_the_chosen_definition_judges_the_first_claim(
    chosen: tuple[str, str], other: tuple[str, str], verdict: str
) -> None:
    numbers = {"first": 2014, "last": 2024, "value_first": 0.2, "value_last": 0.3,
               "estimate": 0.1, "lower": 0.05, "upper": 0.16}  # fmt: skip
    rows = [
        {**{name: value + add for name, value in numbers.items()}, "certainty": word,
         "direction": side, "reason": ""}
        for add, (word, side) in ((0, chosen), (1, other))
    ]  # fmt: skip
    found = claims.ledger(claims.Evidence(index_changes=pd.DataFrame(rows)))[0]
    assert (found.verdict, found.numbers) == (verdict, numbers)


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [(-0.9, 0.9, "contradicted"), (-1.0, 0.9, "undecided"), (-0.9, 1.0, "undecided"),
     (2.0, 6.0, "partly")],
)  # fmt: skip
def test_ends_are_alike_within_a_point(lower: float, upper: float, verdict: str) -> None:
    row = {"indicator": "employed_share", "estimate": 4.5, "lower": lower, "upper": upper,
           "reason": "", "against": False,
           "certainty": "certain" if lower > 0 else "unknown"}  # fmt: skip
    found = claims.ledger(claims.Evidence(gaps=pd.DataFrame([row])))[3]
    assert (found.verdict, found.numbers) == (verdict, {"employed_share": 4.5})


@pytest.mark.parametrize(
    ("towns_in", "others", "verdict"),
    [(48, 102, "supported"), (48, 103, "contradicted"), (48, 101, "contradicted"),
     (49, 101, "supported"), (47, 103, "supported"), (46, 104, "contradicted"),
     (50, 100, "contradicted")],
)  # fmt: skip
def test_the_claim_of_recipients_holds_for_its_numbers_alone(
    towns_in: int, others: int, verdict: str
) -> None:
    table = pd.DataFrame({"kommun": [towns_in - 1, 1], "region": [others - 3, 0],
                          "ideell_forening": [2, 0], "stiftelse": [0, 1]})  # fmt: skip
    found = claims.ledger(claims.Evidence(grants=table))[9]
    assert found.verdict == verdict
    assert found.numbers["recipients"] == towns_in + others
    assert found.numbers["percent"] == pytest.approx(100 * towns_in / 290)


def test_income_gaps_change_in_units_and_per_cent_of_the_first_year() -> None:
    rows = pd.DataFrame({"measure": ["gini", "none"], "value_first": [20.0, 0.0],
                         "value_last": [25.0, 3.0]})  # fmt: skip
    numbers = claims.ledger(claims.Evidence(income_gaps=rows))[2].numbers
    assert numbers == {"gini_units": 5, "gini_percent": 25, "none_units": 3}


def test_types_are_counted_on_both_yardsticks_in_the_first_and_the_last_year() -> None:
    rows = pd.DataFrame([
        {"type": kind, "year": year, "areas_yearly": yearly, "areas_frozen": frozen}
        for year, add in ((2011, 0), (2015, 100), (2024, 1000))
        for kind, yearly, frozen in (("1", 1 + add, 20), ("2", 3, 40 + add), ("3", 500, 600))
    ])  # fmt: skip
    numbers = claims.ledger(claims.Evidence(types=rows))[1].numbers
    assert numbers == {
        "first": 2011, "last": 2024, "yearly_first": 4, "frozen_first": 60, "yearly_last": 1004,
        "frozen_last": 1060,
    }  # fmt: skip


def test_a_turn_has_its_year_and_the_slopes_of_either_side() -> None:
    at = np.arange(2005, 2021)
    noise = 0.05 * (-1.0) ** at
    value = 30 - 2.0 * np.minimum(at - 2012, 0) + 1.0 * np.maximum(at - 2012, 0) + noise
    row = turning_point.turning_point(pd.DataFrame({"year": at, "value": value})).iloc[0]
    assert row[["first", "last", "turn", "found", "reason"]].tolist() == [
        2005,
        2020,
        2012,
        True,
        "",
    ]
    assert row[["slope_before", "slope_after"]].tolist() == pytest.approx([-2, 1], abs=0.05)
    assert row["p"] == 1 / 2000
    slows = 30 - 2.0 * np.minimum(at - 2012, 0) - 1.0 * np.maximum(at - 2012, 0) + noise
    row = turning_point.turning_point(pd.DataFrame({"year": at, "value": slows})).iloc[0]
    assert row[["turn", "found"]].tolist() == [2012, False]


@pytest.mark.parametrize(("number", "reason"), [(7, "too_few_years"), (8, "")])
def test_a_turn_is_sought_in_eight_years_and_more(number: int, reason: str) -> None:
    at = np.arange(2010, 2010 + number)
    frame = pd.DataFrame({"year": at, "value": np.abs(at - 2013.0)})
    row = turning_point.turning_point(frame).iloc[0]
    assert row["reason"] == reason
    assert row[["first", "last"]].tolist() == [2010, 2009 + number]
    assert turning_point._knots(tuple(at.astype(float))).tolist() == [
        float(year) for year in at[3:-3]
    ]


def test_parts_of_a_change_are_of_areas_that_both_years_have() -> None:
    counts = pd.DataFrame([
        {"municipality": "0101", "level": "regso2025", "year": year, "unit": unit,
         "group": group, "count": float(count)}
        for year, cells in (
            (2014, {"a": (30, 70), "b": (50, 50), "old": (5, 5)}),
            (2024, {"a": (20, 80), "b": (70, 40), "new": (12, 18), "more": (7, 3)}),
        )
        for unit, pair in cells.items()
        for group, count in zip(("in", "out"), pair, strict=True)
    ])  # fmt: skip
    found = change_by_component.change_by_component(counts, 2014, 2024).set_index("component")
    assert found.index.tolist() == change_by_component.COMPONENTS
    assert found["areas"].eq(2).all()
    assert found["left_out"].eq(3).all()
    assert found["people_left_out"].tolist() == pytest.approx([100 * 40 / 250] * 6)
    estimate = found["estimate"]
    assert estimate["change"] == pytest.approx(estimate["last"] - estimate["first"])
    assert estimate["last"] > estimate["first"]
    assert estimate[change_by_component.SUMMED].sum() == pytest.approx(estimate["change"])
    assert found.loc[change_by_component.SUMMED, "part"].sum() == pytest.approx(100)
    assert found.loc[["first", "last", "change"], "part"].isna().all()
    apart = counts.assign(unit=counts["unit"] + counts["year"].astype(str))
    assert set(change_by_component.change_by_component(apart, 2014, 2024)["reason"]) == {
        "no_areas_in_common"
    }
    vintages = counts.assign(level=np.where(counts["year"] == 2014, "regso2020", "regso2025"))
    told = change_by_component.change_by_component(vintages, 2014, 2024)
    assert set(told["reason"]) == {"vintages"}
    assert told["estimate"].isna().all()


def test_comparisons_of_a_place_are_rejected_in_steps_after_holm() -> None:
    p = np.array([
        [1.0, 0.016, 0.025, 0.05],  # at each step of a third, a half and the whole of .05
        [0.017, 1.0, 0.001, 0.002],  # the third one is held against the whole
        [0.017, 0.001, 1.0, 0.026],  # the second step stops the third
        [0.05, 0.017, 0.02, 1.0],  # nothing passes the first step
    ])  # fmt: skip
    rejected = ranks._holm(p, np.arange(4), 0.05)
    assert rejected.astype(int).tolist() == [
        [0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 1], [0, 0, 0, 0],
    ]  # fmt: skip
    stops = ranks._holm(np.array([[1.0, 0.001, 0.026, 0.03]]), np.array([0]), 0.05)
    assert stops.astype(int).tolist() == [[0, 1, 0, 0]]


def test_one_value_without_an_interval_leaves_ranks_of_values() -> None:
    frame = towns(a=40.0, b=39.9, c=20.0)
    frame.loc[2, ["lower", "upper"]] = np.nan
    counted = ranks.ranks(frame, full_count=True)
    assert counted["method"].tolist() == ["full_count"] * 3
    assert counted[["rank_first", "rank_last"]].to_numpy().tolist() == [[1, 1], [2, 2], [3, 3]]
    sampled = ranks.ranks(frame)
    assert sampled["method"].tolist() == ["interval", "interval", "none"]
    assert sampled["rank_last"].tolist() == [2, 2, pd.NA]
    one_end = frame.assign(lower=[39.5, 39.4, 19.0])
    assert ranks.ranks(one_end)["reason"].tolist() == ["", "", "no_interval"]


@pytest.mark.parametrize(("t", "found"), [(2.4, True), (2.2, False), (1.5, False)])
def test_both_slopes_of_a_turn_are_apart_from_zero_at_the_rate(
    monkeypatch: pytest.MonkeyPatch, t: float, found: bool
) -> None:
    """Twelve years and four parameters: 2.306 at 5 per cent, two-sided."""
    monkeypatch.setattr(turning_point, "_slopes", lambda *_: (np.array([3 * t, -t]), np.ones(2)))
    monkeypatch.setattr(turning_point, "_chance", lambda *_: np.zeros(1999))
    tent = {2010 + n: 20.0 - abs(n - 6) + 0.1 * (n % 2) for n in range(12)}
    row = turning_point.turning_point(years(tent)).iloc[0]
    assert (row["turn"], row["found"], row["p"]) == (2016, found, 1 / 2000)


def test_both_slopes_have_errors_of_what_two_lines_leave_and_of_its_autocorrelation() -> None:
    """Of n years two slopes, a level and the knot are taken: n - 4 are left."""
    at = np.arange(2010.0, 2021.0)
    noise = np.array([0.4, -0.3, -0.5, -0.6, 0.3, 0.5, -0.7, 0.2, 0.5, -0.4, -0.1])
    value = 30 + np.where(at < 2015, 1.7, -0.9) * (at - 2015) + noise
    slopes, errors = turning_point._slopes(at, value, 2015.0)
    x = np.column_stack([at**0, np.minimum(at - 2015, 0), np.maximum(at - 2015, 0)])
    inverse = np.linalg.inv(x.T @ x)
    fit = inverse @ x.T @ value
    rest = value - x @ fit
    raw = (rest[1:] * rest[:-1]).sum() / (rest**2).sum()
    rho = max(raw + (1 + 4 * (1 + raw)) / 11, 0.0)
    variance = (rest**2).sum() / (11 - 4) * np.diag(inverse)[1:]
    assert rho > 0
    assert slopes == pytest.approx(fit[1:])
    assert errors == pytest.approx(np.sqrt(variance * (1 + rho) / (1 - rho)))


def test_f_of_two_lines_against_one_is_that_of_its_definition() -> None:
    at = tuple(np.arange(2010.0, 2019.0))
    value = np.array([3.0, 4.2, 4.9, 6.4, 6.6, 5.9, 5.2, 3.7, 3.1])
    t = np.array(at)
    left = []
    for knot in (None, *turning_point._knots(at)):
        broken = [np.minimum(t - (knot or 0), 0), np.maximum(t - (knot or 0), 0)]
        x = np.column_stack([t**0, *([t - 2010] if knot is None else broken)])
        left.append(((value - x @ np.linalg.lstsq(x, value)[0]) ** 2).sum())
    wanted = [(left[0] - one) / (one / (9 - 4)) for one in left[1:]]
    assert turning_point._ratios(at, value[:, None])[:, 0] == pytest.approx(wanted)


def test_chance_has_errors_of_one_variance_and_of_the_autocorrelation_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[np.ndarray] = []
    monkeypatch.setattr(
        turning_point, "_ratios", lambda _years, errors: made.append(errors) or errors
    )
    turning_point._chance.__wrapped__(tuple(range(9)), 0.6)
    (errors,) = made
    assert errors.shape == (9, turning_point.DRAWS)
    assert errors.std(axis=1) == pytest.approx(np.ones(9), abs=0.08)
    beside = [np.corrcoef(errors[row], errors[row + 1])[0, 1] for row in range(8)]
    assert beside == pytest.approx([0.6] * 8, abs=0.06)
