"""Indices as they are told: own years, their estimate, what withholds them, and each by its sex."""

import numpy as np
import pandas as pd
import pytest

from segnb.analysis import (
    index_estimates,
    national_ranking,
    school_segregation,
    trends,
    type_gaps,
)

ENDS = {"lower": 0.07, "upper": 0.19, "lower80": 0.09, "upper80": 0.16}


def counts(level: str = "regso2025", years: tuple[int, ...] = (2014, 2019, 2024)) -> pd.DataFrame:
    return pd.DataFrame({"municipality": "0101", "year": years, "level": level})


def differences(monkeypatch: pytest.MonkeyPatch, **changed: object) -> None:
    """Let the measure find this difference, in which no two numbers are the same."""
    row = {"municipality": "0101", "unbiased_first": 0.21, "unbiased_second": 0.34,
           "raw_first": 0.5, "raw_second": 0.6, "estimate": 0.1, "p": 0.012, "reason": "",
           "flags": "", **ENDS, **changed}  # fmt: skip
    monkeypatch.setattr(trends.measures, "difference", lambda *_, **__: pd.DataFrame([row]))


def change(**more: object) -> pd.Series:
    return trends.index_change(counts(), "dissimilarity", "in", 2014, 2024, **more).iloc[0]


def test_a_change_of_an_index_is_the_last_year_less_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    differences(monkeypatch)
    row = change()
    assert row[["first", "last"]].tolist() == [2014, 2024]
    numbers = ["value_first", "value_last", "estimate", *ENDS, "p"]
    assert row[numbers].tolist() == pytest.approx([0.21, 0.34, 0.13, *ENDS.values(), 0.012])
    assert row[["certainty", "direction", "reason"]].tolist() == ["certain", "up", ""]


def test_an_interval_of_an_index_holds_its_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    differences(monkeypatch, upper80=0.11, upper=0.12)
    assert change()[["lower", "lower80", "upper80", "upper"]].tolist() == pytest.approx(
        [0.07, 0.09, 0.13, 0.13]
    )
    differences(monkeypatch, lower80=0.15, lower=0.14)
    assert change()[["lower", "lower80", "upper80", "upper"]].tolist() == pytest.approx(
        [0.13, 0.13, 0.16, 0.19]
    )


@pytest.mark.parametrize(("lower", "word"), [(0.0006, "certain"), (0.0004, "likely")])
def test_an_index_is_judged_with_the_decimals_that_it_is_printed_with(
    monkeypatch: pytest.MonkeyPatch, lower: float, word: str
) -> None:
    differences(monkeypatch, lower=lower)
    assert change()["certainty"] == word


def test_an_index_of_few_areas_has_no_change_and_one_across_a_break_no_word(
    monkeypatch: pytest.MonkeyPatch, cut
) -> None:
    differences(monkeypatch, flags="withheld")
    few = change()
    assert few[["reason", "certainty", "direction"]].tolist() == ["few_areas", "unknown", ""]
    assert few[["value_first", "value_last", "estimate", *ENDS, "p"]].isna().all()
    differences(monkeypatch)
    across = change(breaks=[cut(2019)])
    assert across[["reason", "certainty", "direction"]].tolist() == ["break", "unknown", ""]
    assert across[[*ENDS, "p"]].isna().all()
    assert across["value_last"] == 0.34
    differences(monkeypatch, reason="own reason")
    assert change(breaks=[cut(2019)])["reason"] == "own reason"
    assert change(shortest=11)["reason"] == "own reason"


def test_a_year_that_is_not_held_has_no_change() -> None:
    made = trends.index_change(counts(), "dissimilarity", "in", 2014, 2023)
    row = made.iloc[0]
    assert made.index.tolist() == [0]
    assert row[["first", "last", "reason", "certainty", "direction", "flags"]].tolist() == [
        2014, 2023, "no_value", "unknown", "", "",
    ]  # fmt: skip


def test_an_index_is_told_by_its_unbiased_estimate_and_not_at_all_of_few_areas(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = {"measure": "D", "estimate": 0.5, "unbiased": 0.3, "expected": 0.2, "upper_random": 0.1,
           "p": 0.01, "distinguishable": True, "reason": "", "flags": "", **ENDS}  # fmt: skip
    rows = [row, row | {"flags": "withheld"}, row | {"flags": "withheld", "reason": "own"}]
    monkeypatch.setattr(index_estimates.measures, "intervals", lambda *_, **__: pd.DataFrame(rows))
    made = index_estimates.indices(counts(), "D", "in")
    told, few, other = (made.iloc[number] for number in range(3))
    assert told[["estimate", "raw_index", "expected"]].tolist() == [0.3, 0.5, 0.2]
    assert few[[*index_estimates.VALUES, "p"]].isna().all()
    assert made["reason"].tolist() == ["", "few_areas", "own"]
    assert other[index_estimates.VALUES].isna().all()


def test_places_are_ranked_by_the_unbiased_estimate_within_year_and_measure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = pd.DataFrame({
        "municipality": ["a", "b", "c", "a", "b"], "year": [2014, 2014, 2014, 2024, 2024],
        "measure": "D", "estimate": [0.1, 0.5, np.nan, 0.6, 0.2], "raw_index": 0.7,
        "reason": ["", "", "few_areas", "", ""],
    })  # fmt: skip
    found = found.assign(lower=found["estimate"] - 0.01, upper=found["estimate"] + 0.01)
    monkeypatch.setattr(national_ranking, "indices", lambda *_, **__: found)
    made = national_ranking.indices_everywhere(counts(), "D", "in")
    assert made["rank"].tolist() == [2, 1, pd.NA, 1, 2]
    assert made["of"].tolist() == [2, 2, 2, 2, 2]
    assert made["reason"].tolist() == ["", "", "few_areas", "", ""]


def test_changes_of_all_places_are_tested_together(monkeypatch: pytest.MonkeyPatch) -> None:
    found = pd.DataFrame({
        "p": [0.001, 0.04, 0.5], "lower": [0.01, 0.0004, -0.1], "upper": 0.2, "direction": "up",
        "certainty": "certain",
    })  # fmt: skip
    monkeypatch.setattr(national_ranking, "index_change", lambda *_, **__: found)
    made = national_ranking.changes_everywhere(counts(), "D", "in", 2014, 2024)
    assert made["certainty"].tolist() == ["certain", "likely", "unknown"]
    assert made["direction"].tolist() == ["up", "up", ""]


def schools(hidden: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    pupils = pd.DataFrame({
        "level": "school", "municipality": "0101", "year": 2024,
        "area": [f"s{number}" for number in range(9)], "value": [100.0] * 8 + [hidden],
    })  # fmt: skip
    percent = pupils.assign(value=[10.0, 90, 20, 80, 30, 70, 40, 60, np.nan])
    return pupils, percent


def test_pupils_of_a_group_are_the_share_of_their_school() -> None:
    made = school_segregation.school_counts(*schools(200.0)).set_index(["unit", "group"])
    assert made.loc[("s1", "group"), ["count", "pupils"]].tolist() == [90, 100]
    assert made.loc[("s1", "rest"), "count"] == 10
    assert made.loc["s8", "count"].isna().all()


@pytest.mark.parametrize(("hidden", "reason"), [(199.0, ""), (200.0, ""),
                                                (201.0, "too_many_left_out")])  # fmt: skip
def test_schools_speak_while_at_most_a_fifth_of_the_pupils_are_left_out(
    hidden: float, reason: str
) -> None:
    row = school_segregation.between_schools(*schools(hidden), "dissimilarity").iloc[0]
    assert row[["schools", "left_out"]].tolist() == [9, 1]
    assert row["pupils_left_out"] == pytest.approx(100 * hidden / (800 + hidden))
    assert row["reason"] == reason
    assert np.isnan(row["estimate"]) == bool(reason)


def test_schools_stand_beside_homes_as_schools_less_homes() -> None:
    def side(value: float, half: float, reason: str = "") -> pd.DataFrame:
        ends = {"lower": value - half, "upper": value + 2 * half, "lower80": value - half / 2,
                "upper80": value + half}  # fmt: skip
        return pd.DataFrame([{"municipality": "0101", "year": 2024, "measure": "D",
                              "estimate": value, "reason": reason, **ends}])  # fmt: skip

    row = school_segregation.against_homes(side(40.0, 3.0), side(15.0, 2.0, "of homes")).iloc[0]
    assert row[["schools", "homes", "estimate", "direction"]].tolist() == [40, 15, 25, "up"]
    assert row["lower"] == pytest.approx(25 - np.hypot(3, 4))
    assert row["upper"] == pytest.approx(25 + np.hypot(6, 2))
    assert row["reason"] == "of homes"
    both = school_segregation.against_homes(side(40.0, 3.0, "of schools"), side(15.0, 2.0, "x"))
    assert both["reason"].tolist() == ["of schools"]


def test_types_are_counted_by_sex_and_year_with_areas_that_have_no_row() -> None:
    cells = [(area, year, sex, value)
             for area, kind in (("0101R001", 1.0), ("0101R002", 2.0))
             for year, add in ((2020, 0.0), (2024, 3.0))
             for sex, value in (("women", 10 * kind + add), ("men", 20 * kind + add))]  # fmt: skip
    rows = pd.DataFrame(cells, columns=["area", "year", "sex", "numerator"]).assign(
        level="regso2025", denominator=100.0, status="ok"
    )
    rows["value"] = rows["numerator"]
    types = pd.DataFrame([
        {"level": "regso2025", "area": area, "year": year, "value": kind}
        for year in (2020, 2024)
        for area, kind in (("0101R001", 1.0), ("0101R002", 1.0), ("0101R003", 5.0))
    ])  # fmt: skip
    found = type_gaps.share_by_type(rows, types)
    town = found[found["place"] == "0101"].set_index(["year", "sex", "type"])
    value = {key[:2]: row for key, row in town["value"].items() if key[2] == "1"}
    assert value == {(2020, "women"): 15, (2020, "men"): 30, (2024, "women"): 18, (2024, "men"): 33}
    columns = ["areas", "left_out", "status", "reason"]
    for sex in ("women", "men"):
        assert town.loc[(2024, sex, "5"), columns].tolist() == [1, 1, "missing", "missing"]
