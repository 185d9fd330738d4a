"""Spread between districts, schools beside homes, parts of a change, the nation."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from segnb.analysis import (
    change_by_component,
    index_estimates,
    national_ranking,
    school_segregation,
    shares,
    spread_between_areas,
    sums,
)

LEVELS = ["pre_secondary", "upper_secondary", "post_secondary_short", "post_secondary_long"]


@pytest.fixture(scope="module")
def education(demo) -> pd.DataFrame:
    rows = demo["education"].query("sex == 'total' and municipality in ('9901', '9902')")
    return shares.share(rows, ["pre_secondary"], LEVELS)


@pytest.fixture(scope="module")
def incomes(demo) -> pd.DataFrame:
    rows = demo["income_quartile"].query("level == 'deso2018' and year in (2012, 2018, 2023)")
    return sums.unit_counts(rows)


def test_the_spread_of_turnout_is_computed_by_hand() -> None:
    frame = pd.DataFrame(
        {"municipality": "0127", "year": 2022, "area": ["a", "b", "c"],
         "numerator": [80, 60, np.nan], "denominator": [100, 100, 50], "value": [80, 60, np.nan]}
    )  # fmt: skip
    row = spread_between_areas.spread(frame).iloc[0]
    assert (row["areas"], row["left_out"], row["value"]) == (2, 1, 70)
    assert (row["lowest"], row["area_lowest"], row["highest"], row["area_highest"]) == (
        60,
        "b",
        80,
        "a",
    )
    assert row["sd"] == pytest.approx(10)
    assert row["sd_chance"] == pytest.approx(100 * np.sqrt(0.7 * 0.3 * 0.5 / 100))
    assert row["sd_beyond_chance"] == pytest.approx(np.sqrt(100 - row["sd_chance"] ** 2))
    table = frame.dropna(subset="value")[["numerator", "denominator"]].to_numpy(dtype=float)
    cells = np.column_stack([table[:, 0], table[:, 1] - table[:, 0]])
    assert row["p"] == pytest.approx(chi2_contingency(cells, correction=False).pvalue)


def test_equal_chances_everywhere_leave_no_spread_beyond_chance() -> None:
    rng = np.random.default_rng(2)
    n = rng.integers(800, 1600, 400)
    voted = rng.binomial(n, 0.85)
    frame = pd.DataFrame(
        {"municipality": "0127", "year": 2022, "area": [f"{i:08d}" for i in range(400)],
         "numerator": voted, "denominator": n, "value": 100 * voted / n}
    )  # fmt: skip
    row = spread_between_areas.spread(frame).iloc[0]
    assert row["sd"] == pytest.approx(row["sd_chance"], rel=0.1)
    assert row["sd_beyond_chance"] < 0.5 * row["sd"]


def test_turnout_of_the_districts_has_that_of_the_municipality(demo) -> None:
    turnout = shares.share(demo["votes_riksdag"], ["voters"], ["eligible"])
    districts = spread_between_areas.spread(turnout[turnout["level"].str.startswith("district")])
    town = turnout.query("level == 'municipality'").set_index(["municipality", "year"])["value"]
    found = districts.set_index(["municipality", "year"])["value"]
    assert found.to_numpy() == pytest.approx(town.reindex(found.index).to_numpy())
    main = districts[districts["municipality"] == "9901"].set_index("year")
    assert main.loc[2022, "sd"] > main.loc[2018, "sd"]
    assert (main["p10"] < main["median"]).all()


def test_weighted_quantiles_are_those_of_the_people() -> None:
    values, people = np.array([1.0, 2, 3]), np.array([1.0, 1, 8])
    assert spread_between_areas.weighted_quantiles(values, people, [0.1, 0.2, 0.5]).tolist() == [
        1,
        2,
        3,
    ]


def test_schools_are_more_uneven_than_the_homes_as_was_put_in(demo) -> None:
    where = "municipality in ('9901', '9902') and year == 2022"
    pupils = demo["school_pupils"].query(where)
    found = school_segregation.between_schools(
        pupils, demo["school_foreign_background"], "dissimilarity", draws=99
    )
    rows = demo["background"].query(f"level == 'regso2020' and sex == 'total' and {where}")
    homes = index_estimates.indices(
        sums.unit_counts(rows, totals=["total"]), "dissimilarity", "foreign",
        by=["municipality", "year"], draws=99,
    )  # fmt: skip
    row = school_segregation.against_homes(found, homes).set_index("municipality").loc["9901"]
    assert row["estimate"] == pytest.approx(row["schools"] - row["homes"])
    assert row["direction"] == "up"
    town = found.set_index("municipality").loc["9901"]
    assert row["schools"] == town["estimate"] < town["raw_index"]
    assert (town["schools"], town["left_out"]) == (22, 1)
    assert 0 < town["pupils_left_out"] < 2


def test_too_many_hidden_schools_leave_no_value(demo) -> None:
    pupils = demo["school_pupils"].query("municipality == '9901' and year == 2022")
    few = demo["school_foreign_background"].query("area in ('99010001', '99010002', '99010003')")
    row = school_segregation.between_schools(pupils, few, "dissimilarity", draws=39).iloc[0]
    assert row["reason"] == "too_many_left_out"
    assert np.isnan(row["estimate"])
    assert np.isnan(row["lower"])


def test_the_parts_of_a_change_add_up_to_it(incomes) -> None:
    found = change_by_component.change_by_component(
        incomes[incomes["municipality"] == "9901"], 2012, 2018
    )
    value = found.set_index("component")["estimate"]
    assert value[change_by_component.SUMMED].sum() == pytest.approx(value["change"])
    assert value["last"] - value["first"] == pytest.approx(value["change"])
    assert found.set_index("component")["part"].sum() == pytest.approx(100)


def test_areas_of_one_year_only_are_left_out_of_the_parts_and_counted(incomes) -> None:
    town = incomes[incomes["municipality"] == "9901"]
    gone = town["unit"].unique()[:2]
    fewer = town[~(town["unit"].isin(gone) & (town["year"] == 2012))]
    found = change_by_component.change_by_component(fewer, 2012, 2018).set_index("component")
    whole = change_by_component.change_by_component(town[~town["unit"].isin(gone)], 2012, 2018)
    assert found["estimate"].to_numpy() == pytest.approx(whole["estimate"].to_numpy())
    assert found["left_out"].unique().tolist() == [2]
    assert 0 < found["people_left_out"].iloc[0] < 10


def test_a_change_across_vintages_has_no_parts(incomes) -> None:
    town = incomes[incomes["municipality"] == "9901"]
    later = town["year"] == 2018
    crossed = town.assign(level=town["level"].mask(later, "deso2025"))
    found = change_by_component.change_by_component(crossed, 2012, 2018)
    assert found["reason"].unique().tolist() == ["vintages"]
    assert found["estimate"].isna().all()


def test_every_municipality_has_its_index_and_rank(incomes) -> None:
    latest = incomes[incomes["year"] == 2023]
    found = national_ranking.indices_everywhere(latest, "dissimilarity", "q1", draws=39)
    assert len(found) == found["municipality"].nunique() == 40
    ranked = found[found["reason"] == ""]
    assert (ranked["units"] > 5).all()
    assert (ranked["of"] == len(ranked)).all()
    assert (ranked["rank_first"] <= ranked["rank"]).all()
    assert (ranked["rank"] <= ranked["rank_last"]).all()
    few = found[found["units"] <= 5]
    assert few["reason"].unique().tolist() == ["few_areas"]
    numbers = ["value", "raw_index", "expected", "lower", "upper", "lower80", "upper80", "p"]
    assert few[numbers].isna().all(axis=None)
    assert (ranked["lower"] <= ranked["value"]).all()
    assert (ranked["value"] <= ranked["upper"]).all()
    row = national_ranking.distribution(found).iloc[0]
    assert (row["n"], row["without"]) == (len(ranked), 40 - len(ranked))
    assert row["lowest"] < row["p10"] < row["median"] < row["p90"] < row["highest"]
    assert row["place_highest"] == ranked.sort_values("value")["municipality"].iloc[-1]


def test_change_is_certain_where_it_was_put_in(incomes) -> None:
    found = national_ranking.changes_everywhere(
        incomes, "dissimilarity", "q1", 2012, 2018, draws=99
    )
    found = found.set_index("municipality")
    assert found.loc["9901", ["certainty", "direction"]].tolist() == ["certain", "up"]
    assert found.loc["9903", "certainty"] == "unknown"
    assert (found.loc[found["certainty"] == "unknown", "direction"] == "").all()
    assert found["stands"].sum() < len(found) / 2
