"""The synthetic country has the size and the segregation that were put in."""

import time

import numpy as np
import pandas as pd
import pytest

from bench.country import QUARTILES, area_numbers, country, group_shares, strength_for


@pytest.fixture(scope="module")
def thirty_years() -> pd.DataFrame:
    return country()


def dissimilarity(frame: pd.DataFrame, low: str) -> pd.Series:
    """D of one group against all others, by municipality and year, in the plainest way."""
    people = frame.astype({"municipality": str, "unit": str, "group": str})
    wide = people.pivot_table(
        index=["municipality", "year", "unit"], columns="group", values="count"
    )
    a, b = wide[low], wide.drop(columns=low).sum(axis=1)
    places = ["municipality", "year"]
    shares = a / a.groupby(places).transform("sum") - b / b.groupby(places).transform("sum")
    return shares.abs().groupby(places).sum() / 2


def test_the_country_has_the_size_of_the_real_one(thirty_years: pd.DataFrame) -> None:
    assert thirty_years["municipality"].nunique() == 290
    assert thirty_years["unit"].nunique() == 5984
    assert thirty_years["year"].unique().tolist() == list(range(1996, 2026))
    assert len(thirty_years) == 5984 * 30 * 2
    assert not thirty_years.duplicated(["year", "unit", "group"]).any()


def test_areas_are_spread_over_municipalities_as_in_reality() -> None:
    numbers = area_numbers()
    assert (numbers.min(), numbers.max(), numbers.sum()) == (2, 544, 5984)
    assert 8 <= np.median(numbers) <= 12


def test_the_sizes_follow_the_real_ones(shared) -> None:
    real = pd.read_csv(shared / "api" / "kommuner_290_regso2020_typ2022.csv")["DeSO_2018"]
    ratio = np.sort(area_numbers()) / np.sort(real)
    assert np.abs(ratio - 1).mean() < 0.1


def test_no_code_is_that_of_a_real_municipality(thirty_years: pd.DataFrame) -> None:
    from segnb.vocabulary.areas import municipalities

    assert not set(thirty_years["municipality"].unique()) & set(municipalities()["code"])
    unit = thirty_years["unit"].astype(str)
    assert (unit.str[:4] == thirty_years["municipality"].astype(str)).all()


def test_the_same_seed_gives_the_same_country_and_another_seed_another() -> None:
    first, second = country([2024]), country([2024])
    pd.testing.assert_frame_equal(first, second)
    assert not first["count"].equals(country([2024], seed=1)["count"])


def test_a_year_is_the_same_whatever_other_years_are_asked_for(thirty_years) -> None:
    alone = country([2010])["count"].to_numpy()
    among = thirty_years.loc[thirty_years["year"] == 2010, "count"].to_numpy()
    assert (alone == among).all()


def test_a_country_is_made_in_seconds_and_held_in_megabytes() -> None:
    began = time.perf_counter()
    frame = country(groups=QUARTILES)
    assert time.perf_counter() - began < 10
    assert frame.memory_usage(deep=True).sum() < 20e6


def test_quartiles_are_near_a_quarter_each() -> None:
    frame = country([2020], groups=QUARTILES)
    counts = frame.groupby("group", observed=True)["count"].sum()
    assert counts.index.tolist() == list(QUARTILES)
    assert (counts / counts.sum()).to_numpy() == pytest.approx(0.25, abs=0.01)


def test_segregation_grows_and_is_strongest_in_the_largest_municipalities(thirty_years) -> None:
    some = thirty_years[thirty_years["year"].isin([1996, 2025])]
    found = dissimilarity(some, "low").unstack()
    assert found[2025].mean() > found[1996].mean() + 0.02
    numbers = some.groupby("municipality", observed=True)["unit"].nunique()
    numbers.index = numbers.index.astype(str)
    large = numbers[numbers >= 100].index
    small = numbers[numbers <= 5].index
    assert found.loc[large, 2025].min() > found.loc[small, 2025].median()


def test_coordinates_lie_nearer_within_a_municipality_than_between_them() -> None:
    frame = country([2020], coordinates=True).drop_duplicates("unit")
    spread = frame.groupby("municipality", observed=True)[["x", "y"]].std().max().max()
    assert spread < frame[["x", "y"]].std().min() / 5


@pytest.mark.parametrize("wanted", [0.1, 0.25, 0.4])
def test_the_strength_gives_the_dissimilarity_that_was_asked_for(wanted: float) -> None:
    position = np.random.default_rng(1).normal(size=200_000)
    low = group_shares(position, strength_for(wanted, 0.25), {"low": 0.25, "rest": 0.75})[:, 0]
    a, b = low / low.sum(), (1 - low) / (1 - low).sum()
    assert np.abs(a - b).sum() / 2 == pytest.approx(wanted, abs=0.005)


def test_groups_that_are_not_the_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        country([2020], groups={"low": 0.3, "rest": 0.3})
