"""Shares of counts, what is missing in them, and sums to coarser areas."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, norm

from segnb.analysis import certainty, shares, sums
from segnb.vocabulary.catalogue import Indicator
from segnb.vocabulary.errors import VintageMismatch

WORDS = {"sv": "ord", "en": "word"}


def entry(**more: object) -> Indicator:
    fixed = {
        "id": "low_share", "focus": "base", "kind": "share", "label": WORDS, "definition": WORDS,
        "population": WORDS, "unit": "percent", "of": "x",
    }  # fmt: skip
    return Indicator.model_validate(fixed | more)


def test_wilsons_interval_is_that_of_scipy() -> None:
    for x, n in ((0, 12), (3, 12), (12, 12), (250, 1000)):
        wanted = binomtest(x, n).proportion_ci(0.95, method="wilson")
        assert certainty.score_interval(x / n, n) == pytest.approx((wanted.low, wanted.high))


def test_a_share_has_its_counts_and_interval(rows) -> None:
    found = shares.share(rows([("0127", 2022, "low", 20), ("0127", 2022, "rest", 80)]), ["low"])
    row = found.iloc[0]
    assert (row["numerator"], row["denominator"], row["value"]) == (20, 100, 20)
    wanted = binomtest(20, 100).proportion_ci(0.95, method="wilson")
    assert (row["lower"], row["upper"]) == pytest.approx((100 * wanted.low, 100 * wanted.high))
    assert row["lower"] < row["lower80"] < 20 < row["upper80"] < row["upper"]


def test_a_leading_minus_subtracts(rows) -> None:
    cells = [("0127", 2022, "total", 100), ("0127", 2022, "employed", 70)]
    found = shares.share(rows(cells), ["total", "-employed"], ["total"])
    assert found["value"].tolist() == [30]


@pytest.mark.parametrize(
    ("status", "group"), [("suppressed", "low"), ("missing", "rest"), ("not_applicable", "low")]
)
def test_a_cell_without_a_value_makes_the_share_missing_and_never_zero(rows, status, group) -> None:
    values = {"low": 20.0, "rest": 80.0} | {group: np.nan}
    cells = [("0127", 2022, g, v, status if g == group else "ok") for g, v in values.items()]
    row = shares.share(rows(cells), ["low"]).iloc[0]
    assert np.isnan(row["value"])
    assert np.isnan(row["lower"])
    assert (row["status"], row["reason"]) == (status, status)


def test_suppressed_is_told_before_missing(rows) -> None:
    cells = [("0127", 2022, "low", np.nan, "suppressed"), ("0127", 2022, "rest", np.nan, "missing")]
    assert shares.share(rows(cells), ["low"])["status"].tolist() == ["suppressed"]


def test_a_group_without_a_row_is_not_zero(rows) -> None:
    cells = [("0127", 2021, "low", 20), ("0127", 2021, "rest", 80), ("0127", 2022, "rest", 80)]
    found = shares.share(rows(cells), ["low"]).set_index("year")
    assert found.loc[2021, "reason"] == ""
    assert found.loc[2022, "reason"] == "not_published"
    assert np.isnan(found.loc[2022, "value"])


def test_a_share_of_nobody_does_not_apply(rows) -> None:
    row = shares.share(rows([("a", 1, "low", 0), ("a", 1, "rest", 0)]), ["low"]).iloc[0]
    assert (row["status"], row["reason"]) == ("not_applicable", "no_people")


def test_noise_of_the_producer_is_borne_but_not_a_wrong_whole(rows) -> None:
    noisy = shares.share(rows([("a", 1, "low", 52), ("a", 1, "all", 50)]), ["low"], ["all"])
    wrong = shares.share(rows([("a", 1, "low", 90), ("a", 1, "all", 50)]), ["low"], ["all"])
    assert noisy["value"].tolist() == [100]
    assert wrong["reason"].tolist() == ["inconsistent_counts"]


def test_a_preliminary_count_makes_a_preliminary_share(rows) -> None:
    cells = [("a", 1, "low", 5, "preliminary"), ("a", 1, "rest", 45)]
    row = shares.share(rows(cells), ["low"]).iloc[0]
    assert (row["value"], row["status"], row["reason"]) == (10, "preliminary", "")


def test_rounding_makes_a_published_share_less_certain(rows) -> None:
    cells = [("a", 1, "low", 14), ("a", 1, "persons", 10_000)]
    whole, exact = (
        shares.published_share(rows(cells), "low", "persons", rounding=step).iloc[0]
        for step in (0.01, 0.0)
    )
    assert whole["upper"] - exact["upper"] == pytest.approx(0.5, abs=0.02)
    assert exact["lower"] - whole["lower"] == pytest.approx(0.5, abs=0.02)


def test_a_percentage_without_its_base_concludes_nothing(rows) -> None:
    found = shares.published_share(rows([("a", 1, "low", 14)]), "low", "persons")
    assert found["value"].tolist() == [14]
    assert found["reason"].tolist() == ["no_base"]
    assert found[["lower", "upper"]].isna().all(axis=None)


def test_published_limits_are_kept_and_the_inner_interval_scaled(rows) -> None:
    cells = [("a", 1, "all", 30), ("a", 1, "ci_low", 26), ("a", 1, "ci_high", 33)]
    row = shares.published_interval(rows([*cells, ("b", 1, "all", 20)])).iloc[0]
    assert (row["value"], row["lower"], row["upper"]) == (30, 26, 33)
    assert row["upper80"] == pytest.approx(30 + 3 * norm.ppf(0.9) / norm.ppf(0.975))


def test_a_value_without_limits_has_no_interval(rows) -> None:
    found = shares.published_interval(rows([("a", 1, "all", 30)]))
    assert found[["lower", "upper"]].isna().all(axis=None)


def test_a_catalogue_entry_says_how_a_share_is_made(rows) -> None:
    counted = rows([("a", 1, "low", 20), ("a", 1, "rest", 80), ("a", 1, "total", 100)])
    whole = entry(numerator=("low",), denominator=("total",))
    found = shares.of_entry(counted, whole)
    assert found["value"].tolist() == [20]
    assert found["indicator"].tolist() == ["low_share"]
    percent = entry(percent="low", base="total", rounding=0.01)
    assert shares.of_entry(counted, percent)["denominator"].tolist() == [100]


def test_an_empty_frame_gives_an_empty_one(rows) -> None:
    none = rows([("a", 1, "low", 1)]).iloc[:0]
    assert shares.share(none, ["low"], ["low"]).empty
    assert shares.published_interval(none).empty


def test_areas_add_up_to_their_municipality(demo) -> None:
    areas = demo["population"].query("level == 'deso2018'")
    summed = sums.to_level(areas, "municipality").set_index(["area", "year", "sex"])["value"]
    places = demo["population"].query("level == 'municipality'")
    wanted = places.set_index(["area", "year", "sex"])["value"].reindex(summed.index)
    assert (summed == wanted).all()


def test_a_sum_over_a_hidden_cell_has_no_value_and_says_so(rows) -> None:
    cells = [("0127A0010", 1, "low", 20), ("0127A0020", 1, "low", np.nan, "suppressed")]
    row = sums.to_level(rows(cells, "deso2018"), "municipality").iloc[0]
    assert np.isnan(row["value"])
    assert (row["status"], row["hidden"], row["parts"], row["known"]) == ("suppressed", 1, 2, 20)


def test_a_sum_of_too_few_areas_is_missing(rows) -> None:
    one = rows([("0127A0010", 1, "low", 20)], "deso2018")
    row = sums.to_level(one, "municipality", areas=2).iloc[0]
    assert (row["status"], row["reason"]) == ("missing", "areas_missing")
    hidden = rows([("0127A0010", 1, "low", np.nan, "suppressed")], "deso2018")
    row = sums.to_level(hidden, "municipality", areas=2).iloc[0]
    assert (row["status"], row["reason"]) == ("suppressed", "suppressed")


def test_deso_and_regso_of_one_vintage_are_added_and_of_two_refused(rows) -> None:
    cells = [("0127A0010", 1, "low", 20), ("0127A0020", 1, "low", 5)]
    parents = {"0127A0010": "0127R001", "0127A0020": "0127R001"}
    old = rows(cells, "deso2018")
    assert sums.to_level(old, "regso2020", parents)["value"].tolist() == [25]
    with pytest.raises(VintageMismatch):
        sums.to_level(old, "regso2025", parents)
    with pytest.raises(VintageMismatch):
        sums.to_level(pd.concat([old, old.assign(level="deso2025")]), "municipality")
