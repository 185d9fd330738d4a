"""What was put into the demonstration is what plain computations find in its store."""

import numpy as np
import pandas as pd
import pytest
from known_truth import truths

from segnb.sources.demo import demo_store
from segnb.sources.demo.latent_scales import SCALES, Course
from segnb.sources.demo.settlement import settlement
from segnb.store import Store

COUNTED = ("income_quartile", "education", "background", "birth_region", "tenure", "labour_status")
OF_EVERY_YEAR = {**dict.fromkeys(COUNTED, 0.002), "economic_standard": 0.02}


@pytest.fixture(scope="module")
def store() -> Store:
    return demo_store()


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    return truths()


def deso_counts(store: Store, indicator: str) -> tuple[pd.Series, pd.Series]:
    """People in the lower groups and in the others, by year, municipality and DeSO."""
    rows = pd.concat([store.read(indicator, level=x) for x in ("deso2018", "deso2025")])
    wide = rows.set_index(["municipality", "year", "area", "group"])["value"].unstack("group")
    if indicator == "economic_standard":
        low = wide["persons"] * wide["low"] / 100
        return low, wide["persons"] - low
    if indicator == "labour_status":
        return wide["total"] - wide["employed"], wide["employed"]
    groups = SCALES[indicator].groups
    cut = SCALES[indicator].cut + 1
    return wide[groups[:cut]].sum(axis=1, skipna=False), wide[groups[cut:]].sum(axis=1)


def found_dissimilarity(store: Store, indicator: str) -> pd.Series:
    low, rest = deso_counts(store, indicator)
    places = ["municipality", "year"]
    hidden = low.isna().groupby(places).any()
    away = low / low.groupby(places).transform("sum") - rest / rest.groupby(places).transform("sum")
    found = away.abs().groupby(places).sum() / 2
    return found[~hidden]


def put_in(known: pd.DataFrame, measure: str, indicator: str) -> pd.Series:
    rows = known[(known["measure"] == measure) & (known["indicator"] == indicator)]
    return rows.set_index(["municipality", "year"])["value"]


@pytest.mark.parametrize("indicator", OF_EVERY_YEAR)
def test_the_segregation_that_was_put_in_is_found(store: Store, known, indicator: str) -> None:
    found = found_dissimilarity(store, indicator)
    wanted = put_in(known, "dissimilarity", indicator).reindex(found.index)
    assert wanted.notna().all()
    away = (found - wanted).abs()
    assert away["9901"].max() < OF_EVERY_YEAR[indicator]
    sizes = settlement().municipalities.set_index("code")["deso"]
    large = away.index.get_level_values("municipality").map(sizes) >= 10
    assert away[large].max() < 3 * OF_EVERY_YEAR[indicator]


@pytest.mark.parametrize("indicator", ["building_type", "household_type"])
def test_so_it_is_in_the_tables_of_few_places(store: Store, known, indicator: str) -> None:
    found = found_dissimilarity(store, indicator)["9901"]
    wanted = put_in(known, "dissimilarity", indicator)["9901"].reindex(found.index)
    assert np.abs(found - wanted).max() < 0.0005


@pytest.mark.parametrize("indicator", [*COUNTED, "household_type"])
def test_the_shares_that_were_put_in_are_found(store: Store, known, indicator: str) -> None:
    rows = store.read(indicator, level="municipality", municipality="9901")
    wide = rows.pivot_table(index="year", columns="group", values="value")
    groups = SCALES[indicator].groups
    lower = wide[groups[: SCALES[indicator].cut + 1]].sum(axis=1) / wide[groups].sum(axis=1)
    if indicator == "labour_status":
        lower = 1 - wide["employed"] / wide["total"]
    wanted = put_in(known, "share", indicator)["9901"].reindex(lower.index)
    assert np.abs(lower - wanted).max() < 0.002


def turning_year(series: pd.Series) -> int:
    """Year at which two straight lines that meet fit best."""
    years = series.index.to_numpy(float)

    def misfit(turn: int) -> float:
        before, after = np.minimum(years - turn, 0), np.maximum(years - turn, 0)
        design = np.column_stack([np.ones_like(years), before, after])
        rest = series.to_numpy() - design @ np.linalg.lstsq(design, series.to_numpy())[0]
        return float(rest @ rest)

    return min(series.index[2:-2], key=misfit)


@pytest.mark.parametrize(
    ("indicator", "slack"),
    [("income_quartile", 0), ("economic_standard", 1), ("background", 0), ("birth_region", 0)],
)
def test_the_year_in_which_segregation_turned_is_found(store, known, indicator, slack) -> None:
    found = turning_year(found_dissimilarity(store, indicator)["9901"])
    turn = put_in(known, "turn", indicator)["9901"].item()
    assert abs(found - turn) <= slack


@pytest.mark.parametrize(
    "indicator", ["long_term_unemployment", "school_eligibility", "reported_crime", "sickness_days"]
)
def test_the_year_in_which_a_series_turned_is_found(store, known, indicator: str) -> None:
    rows = store.read(indicator, level="municipality", municipality="9901")
    found = turning_year(rows.set_index("year")["value"].sort_index())
    assert abs(found - put_in(known, "turn", indicator)["9901"].item()) <= 1


def test_where_nothing_was_changed_nothing_changes(store: Store) -> None:
    for indicator in ("education", "background", "income_quartile"):
        found = found_dissimilarity(store, indicator)["9903"]
        assert found.max() - found.min() < 0.006


def test_education_grows_apart_without_a_turn(store: Store, known: pd.DataFrame) -> None:
    found = found_dissimilarity(store, "education")["9901"]
    assert found.is_monotonic_increasing
    assert put_in(known, "turn", "education").empty


def test_women_and_men_differ_by_what_was_put_in(store: Store, known: pd.DataFrame) -> None:
    for indicator in ("school_eligibility", "self_rated_health", "sickness_days"):
        rows = store.read(indicator, level="municipality", municipality="9901", sex=None)
        wide = rows.pivot(index="year", columns="sex", values="value")
        wanted = put_in(known, "women_minus_men", indicator)["9901"]
        assert np.abs(wide["women"] - wide["men"] - wanted).max() < 0.11


def test_the_index_is_the_mean_of_three_shares(store: Store) -> None:
    def shares(indicator: str, group: str) -> pd.Series:
        rows = store.read(indicator, level="regso2020", years=[2022], municipality="9901")
        wide = rows.pivot(index="area", columns="group", values="value")
        return 100 * wide[group] / wide.sum(axis=1) if len(wide.columns) > 3 else wide[group]

    low, short = shares("economic_standard", "low"), shares("education", "pre_secondary")
    index = shares("socioeconomic_index", "all")
    third = 3 * index - low - short  # long-term assistance or unemployment, not published
    assert third.min() > -0.6  # the low standard is in whole per cents
    assert third.max() < 40
    assert third.corr(low) > 0.8


def test_area_types_follow_the_official_rule(store: Store, known: pd.DataFrame) -> None:
    index, kinds = store.read("socioeconomic_index"), store.read("area_type")
    both = index.merge(kinds, on=["level", "area", "year"], suffixes=("", "_type"))
    assert len(both) == len(kinds) == len(index)
    for year, rows in both.groupby("year"):
        mean = put_in(known, "index_mean", "socioeconomic_index")["", year]
        sd = put_in(known, "index_sd", "socioeconomic_index")["", year]
        assert rows["value"].mean() == pytest.approx(mean)
        cuts = [mean - sd, mean, mean + sd, mean + 2 * sd]
        assert (5 - np.searchsorted(cuts, rows["value"], side="right") == rows["value_type"]).all()


def test_area_types_are_spread_and_kept_about_as_in_reality(store: Store) -> None:
    kinds = store.read("area_type", level="regso2020")
    latest = kinds.loc[kinds["year"] == 2022, "value"].value_counts(normalize=True)
    assert latest[1.0] == pytest.approx(0.048, abs=0.03)
    assert latest[4.0] == pytest.approx(0.526, abs=0.06)
    wide = kinds.pivot(index="area", columns="year", values="value")
    kept = [(wide[year] == wide[year + 1]).mean() for year in range(2011, 2023)]
    assert 0.88 < min(kept) <= max(kept) < 0.97
    main = kinds[kinds["area"].str.startswith("9901") & (kinds["year"] == 2022)]
    assert set(main["value"]) == {1, 2, 3, 4, 5}


def test_a_course_has_the_second_slope_from_the_year_of_its_turn() -> None:
    assert Course(1, 0.1, 2000, -0.2).over(np.array([1999, 2000, 2002])) == pytest.approx(
        [0.9, 1.0, 0.6]
    )
