"""Indices as they are told: inside their intervals, and withheld where areas are few."""

import numpy as np
import pandas as pd
import pytest

from segnb import measures
from segnb.analysis import certainty, index_estimates, multiple_testing


def town(areas: int, share: float, spread: float, size: int = 900, seed: int = 3) -> pd.DataFrame:
    """Counts of a town whose areas have shares around one, drawn."""
    rng = np.random.default_rng(seed)
    shares = np.clip(share + spread * rng.standard_normal(areas), 0, 1)
    inside = rng.binomial(size, shares)
    rows = [
        (f"a{n:03d}", group, count)
        for n, x in enumerate(inside)
        for group, count in (("in", x), ("rest", size - x))
    ]
    return pd.DataFrame(rows, columns=["unit", "group", "count"]).assign(municipality="0000")


def row_of(counts: pd.DataFrame) -> pd.Series:
    return index_estimates.indices(counts, "dissimilarity", "in", by="municipality").iloc[0]


def test_a_raw_index_above_its_own_interval_is_not_what_is_told() -> None:
    row = row_of(town(120, 0.04, 0.004))
    assert row["raw_index"] > row["upper"]
    assert row["lower"] <= row["estimate"] <= row["upper"]


def test_an_interval_that_reaches_below_what_chance_gives_a_raw_index_is_still_above_zero() -> None:
    row = row_of(town(8, 0.09, 0.012, size=730))
    assert 0 < row["lower"] < row["expected"] < row["raw_index"]
    assert row["distinguishable"]


def test_the_estimate_and_the_raw_index_are_those_of_the_measures() -> None:
    counts = town(20, 0.1, 0.03)
    row = row_of(counts)
    found = measures.intervals(counts, "dissimilarity", "in", by="municipality").iloc[0]
    wide = counts.pivot(index="unit", columns="group", values="count")
    shares = wide / wide.sum()
    assert row["raw_index"] == pytest.approx((shares["in"] - shares["rest"]).abs().sum() / 2)
    assert row["estimate"] == found["unbiased"]
    assert (row["lower"], row["upper"], row["p"]) == (found["lower"], found["upper"], found["p"])


@pytest.mark.parametrize("areas", [4, 5, 6])
def test_an_index_of_few_areas_has_no_number(areas: int) -> None:
    row = row_of(town(areas, 0.1, 0.05))
    told = row[[*index_estimates.VALUES, "p", "distinguishable"]]
    assert told.isna().all() if areas < 6 else told.notna().all()
    assert row["reason"] == ("few_areas" if areas < 6 else "")
    assert row["total"] == 900 * areas


@pytest.mark.parametrize(
    ("lower", "upper", "decimals", "is_apart"),
    [
        (0.04, 3.0, 1, False),
        (0.06, 3.0, 1, True),
        (-3.0, -0.04, 1, False),
        (-3.0, -0.06, 1, True),
        (0.0004, 0.03, 3, False),
        (np.nan, np.nan, 1, False),
    ],
)
def test_an_end_that_is_printed_as_zero_is_not_above_it(
    lower: float, upper: float, decimals: int, is_apart: bool
) -> None:
    assert bool(certainty.apart(lower, upper, decimals=decimals)) is is_apart


def test_a_finding_that_stands_is_not_certain_beside_an_interval_printed_from_zero() -> None:
    findings = pd.DataFrame({"p": [0.001] * 3, "lower": [0.3, 0.04, np.nan],
                             "upper": [0.9, 0.2, np.nan]})  # fmt: skip
    found = multiple_testing.judge_together(findings)
    assert found["stands"].all()
    assert found["certainty"].tolist() == ["certain", "likely", "certain"]
