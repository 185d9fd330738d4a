"""Findings tested together, and ranks that count the uncertainty of all."""

import numpy as np
import pandas as pd
import pytest

from segnb.analysis import multiple_testing, national_ranking, ranks

pytestmark = pytest.mark.long


def towns(values: list[float], half: float | None = 1.0) -> pd.DataFrame:
    frame = pd.DataFrame(
        {"municipality": [f"{n:04d}" for n in range(len(values))], "value": values}
    )
    if half is None:
        return frame
    return frame.assign(lower=frame["value"] - half, upper=frame["value"] + half)


def test_findings_of_a_report_stand_together() -> None:
    p = [0.001, 0.012, 0.03, 0.04, 0.8]
    found = multiple_testing.judge_together(pd.DataFrame({"p": p}))
    assert found["adjusted"].tolist() == pytest.approx([0.005, 0.03, 0.05, 0.05, 0.8])
    assert found["stands"].tolist() == [True, True, True, True, False]


def test_the_weaker_word_needs_a_finding_that_stands() -> None:
    alone = multiple_testing.judge_together(pd.DataFrame({"p": [0.06, 0.9]}))
    beside = multiple_testing.judge_together(pd.DataFrame({"p": [0.06, 0.001]}))
    assert alone["certainty"].tolist() == ["unknown", "unknown"]
    assert beside["certainty"].tolist() == ["likely", "certain"]


def test_findings_of_another_kind_do_not_help_one_through() -> None:
    levels = pd.DataFrame({"p": [1e-9] * 9, "kind": "level"})
    change = pd.DataFrame({"p": [0.04, 0.6, 0.7], "kind": "change"})
    found = multiple_testing.judge_together(pd.concat([levels, change], ignore_index=True))
    assert found.loc[found["kind"] == "change", "certainty"].unique().tolist() == ["unknown"]
    assert found.loc[found["kind"] == "level", "stands"].all()


def judged(**columns: list) -> pd.DataFrame:
    return multiple_testing.judge_together(pd.DataFrame(columns))


def test_what_all_share_is_adjusted_after_holm_as_some_of_all_tests() -> None:
    p = [0.5, 0.0101, 0.6, 0.3, 0.01]
    found = judged(p=p, shared=[False, True, False, True, True])
    assert found["adjusted"].tolist() == pytest.approx([0.6, 0.05, 0.6, 0.9, 0.05])
    assert found["certainty"].tolist() == [
        "unknown", "certain", "unknown", "unknown", "certain",
    ]  # fmt: skip


def test_what_all_share_is_never_likely_and_makes_nothing_else_so() -> None:
    beside_one_of_its_own = judged(p=[1e-9, 0.05], shared=[False, True])
    assert beside_one_of_its_own["adjusted"].tolist() == pytest.approx([1e-9, 0.1])
    assert beside_one_of_its_own["certainty"].tolist() == ["certain", "unknown"]
    beside_a_shared_one = judged(p=[0.1, 1e-9], shared=[False, True])
    assert beside_a_shared_one["certainty"].tolist() == ["unknown", "certain"]
    assert judged(p=[0.1, 1e-9])["certainty"].tolist() == ["likely", "certain"]


def test_changes_of_all_municipalities_are_one_family(monkeypatch: pytest.MonkeyPatch) -> None:
    p = [0.04, 0.001, 0.6, 0.7, 0.8]
    rows = pd.DataFrame({"p": p, "certainty": "certain", "direction": "up", "lower": 0.1,
                         "upper": 0.2})  # fmt: skip
    monkeypatch.setattr(national_ranking, "index_change", lambda *_, **__: rows)
    found = national_ranking.changes_everywhere(rows, "D", "in", 2014, 2024)
    assert found["certainty"].tolist() == ["likely", "certain", "unknown", "unknown", "unknown"]
    assert found["direction"].tolist() == ["up", "up", "", "", ""]


def test_what_concludes_nothing_is_no_part_of_the_family() -> None:
    found = multiple_testing.judge_together(pd.DataFrame({"p": [0.04, np.nan, np.nan]}))
    assert found["stands"].tolist() == [True, False, False]
    assert found["certainty"].tolist() == ["certain", "unknown", "unknown"]
    assert multiple_testing.judge_together(pd.DataFrame({"p": [np.nan]}))["stands"].tolist() == [
        False
    ]


def test_reports_without_change_seldom_claim_any() -> None:
    rng = np.random.default_rng(3)
    runs, findings = 2000, 12
    claims = [
        (multiple_testing.judge_together(pd.DataFrame({"p": p}))["certainty"] != "unknown").any()
        for p in rng.uniform(size=(runs, findings))
    ]
    assert np.mean(claims) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)


def test_ranks_are_ranges_where_intervals_meet() -> None:
    found = ranks.ranks(towns([20, 19.5, 12, 5]))
    assert found["rank"].tolist() == [1, 2, 3, 4]
    assert found["rank_first"].tolist() == [1, 1, 3, 4]
    assert found["rank_last"].tolist() == [2, 2, 3, 4]
    assert found["method"].unique().tolist() == ["interval"]


def test_the_uncertainty_of_the_others_counts() -> None:
    frame = towns([10, 8, 6])
    sure = frame.assign(lower=frame["value"] - 0.1, upper=frame["value"] + 0.1)
    unsure = sure.copy()
    unsure.loc[1:, ["lower", "upper"]] = [[0.0, 16.0], [0.0, 16.0]]
    assert ranks.ranks(sure)["rank_last"].iloc[0] == 1
    assert ranks.ranks(unsure)["rank_last"].iloc[0] == 3


def test_values_without_an_interval_are_ranked_only_where_everybody_is_counted() -> None:
    told = ranks.ranks(towns([3, 2, 1], half=None))
    assert told["rank"].isna().all()
    assert told["reason"].unique().tolist() == ["no_interval"]
    counted = ranks.ranks(towns([3, 2, 2], half=None), full_count=True)
    assert counted["rank"].tolist() == [1, 2, 2]
    assert counted["method"].unique().tolist() == ["full_count"]


def test_a_place_without_a_value_has_no_rank_and_is_not_counted() -> None:
    found = ranks.ranks(towns([20, np.nan, 5]))
    assert found["of"].unique().tolist() == [2]
    assert found["reason"].tolist() == ["", "no_value", ""]
    assert found["rank"].isna().tolist() == [False, True, False]


def test_years_are_ranked_apart() -> None:
    both = pd.concat([towns([3, 2]).assign(year=1), towns([1, 5]).assign(year=2)])
    found = ranks.ranks(both.reset_index(drop=True), by=["year"])
    assert found["rank"].tolist() == [1, 2, 2, 1]


def test_the_range_holds_the_true_rank_as_often_as_it_says() -> None:
    rng = np.random.default_rng(8)
    n, runs = 40, 200
    sd = rng.lognormal(0, 0.5, n)
    truth = rng.normal(0, 4, n)
    rank = pd.Series(truth).rank(ascending=False).to_numpy()
    missed = np.zeros(n)
    for _ in range(runs):
        value = truth + sd * rng.normal(size=n)
        frame = pd.DataFrame(
            {"value": value, "lower": value - 1.96 * sd, "upper": value + 1.96 * sd}
        )
        found = ranks.ranks(frame)
        missed += (rank < found["rank_first"]) | (rank > found["rank_last"])
    assert missed.max() / runs <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)
    assert missed.sum() > 0  # the ranges are not so wide that they say nothing


def test_equal_places_may_have_any_rank() -> None:
    found = ranks.ranks(towns([7.0] * 5))
    assert found["rank_first"].unique().tolist() == [1]
    assert found["rank_last"].unique().tolist() == [5]


def test_one_municipality_stands_against_all_and_against_groups() -> None:
    frame = towns([10, 20, 30, 40, 50])
    found = ranks.standing(frame, "0000", {"county": ["0001", "0002", "0003"]})
    assert found["group"].tolist() == ["all", "county"]
    assert found["n"].tolist() == [5, 4]
    assert found["median"].tolist() == [30, 25]  # of four the mean of 20 and 30
    assert found["of"].tolist() == [5, 4]
    assert found["rank"].tolist() == [5, 4]
    assert found["estimate"].tolist() == [-20, -15]
    assert found["direction"].tolist() == ["down", "down"]
    assert found[["lowest", "highest"]].to_numpy().tolist() == [[10, 50], [10, 40]]


@pytest.mark.parametrize(
    ("value", "decimals", "word", "way"),
    [
        (20.5, 1, "unknown", ""),
        (20.8, 1, "likely", "up"),
        (21.02, 1, "likely", "up"),  # the end is printed as the median
        (21.02, 2, "certain", "up"),
        (21.1, 1, "certain", "up"),
        (21.1, 0, "unknown", ""),
        (18.9, 1, "certain", "down"),
    ],
)
def test_a_side_of_the_median_is_certain_where_the_printed_interval_lies_there(
    value: float, decimals: int, word: str, way: str
) -> None:
    others = [20.0, 20.0, 20.0, *np.linspace(10, 19, 30), *np.linspace(21, 30, 30)]
    row = ranks.standing(towns([value, *others]), "0000", decimals=decimals).iloc[0]
    assert row["median"] == 20
    assert (row["certainty"], row["direction"]) == (word, way)


def test_a_municipality_is_above_the_median_though_its_rank_counts_what_all_others_may_be() -> None:
    row = ranks.standing(towns([18.2, *np.linspace(14, 20, 60)]), "0000").iloc[0]
    own = (17.2 - row["median"], 19.2 - row["median"])
    assert (row["lower"], row["upper"]) == pytest.approx(own)  # the median is a limit
    assert row["certainty"] == "certain"
    assert row["rank_last"] > row["of"] // 2


def test_a_municipality_without_a_value_still_has_its_group() -> None:
    found = ranks.standing(towns([np.nan, 20, 30]), "0000")
    assert found[["n", "median", "reason"]].to_numpy().tolist() == [[2, 25, "no_value"]]
    absent = ranks.standing(towns([10, 20]), "9999")
    assert absent[["n", "reason"]].to_numpy().tolist() == [[2, "no_value"]]
    alone = ranks.standing(towns([10.0]), "0000", {"county": []})
    assert alone["n"].tolist() == [1, 1]
    assert alone["median"].isna().all()


def test_a_set_has_one_median_whichever_of_its_municipalities_asks() -> None:
    frame = towns([10, 20, 30, 40])
    asked = [ranks.standing(frame, code) for code in frame["municipality"]]
    same = pd.concat(asked)[["n", "of", "median", "lowest", "highest"]].drop_duplicates()
    assert same.to_numpy().tolist() == [[4, 4, 25, 10, 40]]
    everywhere = frame.assign(year=2022, measure="d", indicator="x")
    assert national_ranking.distribution(everywhere)["median"].tolist() == [25]


def test_a_rank_in_a_group_rules_out_no_more_than_the_rank_among_all() -> None:
    """Others of the country are between: two of the county alone would be told apart at once."""
    values = [32.8, 34.9, *np.linspace(31.5, 33.5, 60)]
    frame = towns(values)
    frame[["lower", "upper"]] = np.column_stack([frame["value"] - 0.9, frame["value"] + 0.9])
    two = frame["municipality"].iloc[:2].tolist()
    found = ranks.standing(frame, two[0], {"county": two}).set_index("group")
    assert found.loc["all", "rank_first"] == 1
    assert found.loc["county", ["rank_first", "rank_last"]].tolist() == [1, 2]
    only = frame[frame["municipality"].isin(two)]
    assert ranks.standing(only, two[0]).iloc[0]["rank_first"] == 2
    draws = np.random.default_rng(5)
    for _ in range(20):
        frame["value"] = draws.normal(20, 5, len(frame))
        frame["lower"], frame["upper"] = frame["value"] - 2, frame["value"] + 2
        group = draws.choice(frame["municipality"], 12, replace=False).tolist()
        every, some = ranks.standing(frame, group[0], {"some": group}).to_dict("records")
        assert some["rank_first"] <= every["rank_first"]
        assert some["of"] - some["rank_last"] <= every["of"] - every["rank_last"]
        assert some["rank_first"] <= some["rank"] <= some["rank_last"]


def test_no_rows_give_no_ranks() -> None:
    none = ranks.ranks(towns([1.0]).iloc[:0])
    assert none.empty
    assert {"rank", "rank_first", "of"} <= set(none.columns)


def test_comparisons_with_all_others_are_tested_together() -> None:
    """Against each of two others alone p is .030 and .040; Holm's first step asks for .025."""
    values = pd.Series([0.0, 2.17, 2.054])
    half = pd.Series([1e-9, 1.96, 1.96])
    frame = pd.DataFrame({"value": values, "lower": values - half, "upper": values + half})
    assert ranks.ranks(frame)["rank_first"].iloc[0] == 1
    alone = ranks.ranks(frame.iloc[:2])
    assert alone["rank_first"].iloc[0] == 2


def test_what_is_shared_opens_for_nothing_and_is_adjusted_after_holm() -> None:
    p = pd.DataFrame(
        {"p": [1e-9, 0.04, 0.012, 0.02, np.nan], "shared": [True, False, True, True, True]}
    )
    made = multiple_testing.judge_together(p)
    assert made["adjusted"].tolist()[:4] == pytest.approx([4e-9, 0.04, 0.036, 0.04])
    assert made["certainty"].tolist() == ["certain", "certain", "certain", "certain", "unknown"]
    weak = multiple_testing.judge_together(
        pd.DataFrame({"p": [1e-9, 0.07], "shared": [True, False]})
    )
    assert weak["certainty"].tolist() == ["certain", "unknown"]
    without = multiple_testing.judge_together(pd.DataFrame({"p": [1e-9, 0.07]}))
    assert without["certainty"].tolist() == ["certain", "likely"]
