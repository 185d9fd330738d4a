"""Residents by type, transitions, the gap between the ends, and the yardstick split."""

import numpy as np
import pandas as pd
import pytest
from known_truth import truths

from segnb.analysis import shares, sums, type_gaps, type_populations, yardstick
from segnb.sources.demo.area_tables import areas
from segnb.vocabulary.errors import VintageMismatch

LEVELS = ["pre_secondary", "upper_secondary", "post_secondary_short", "post_secondary_long"]
CHILDREN, ADULTS = ["0-4", "5-9", "10-14"], ["20-24", "25-29"]


@pytest.fixture(scope="module")
def types(demo) -> pd.DataFrame:
    return demo["area_type"]


@pytest.fixture(scope="module")
def people(demo) -> pd.DataFrame:
    rows = demo["population"]
    return rows[rows["level"].str.startswith("regso") & (rows["sex"] == "total")]


@pytest.fixture(scope="module")
def shares_by_regso(demo) -> pd.DataFrame:
    rows = demo["education"].query("level == 'regso2020' and sex == 'total'")
    return shares.share(rows, ["pre_secondary"], LEVELS)


def at(frame: pd.DataFrame, place: str, year: int) -> pd.DataFrame:
    return frame[(frame["place"] == place) & (frame["year"] == year)].set_index("type")


def test_residents_of_the_types_add_up_to_the_municipality(demo, types, people) -> None:
    found = type_populations.residents(types, people)
    town = at(found, "9901", 2022)
    wanted = demo["population"].query("area == '9901' and year == 2022 and sex == 'total'")
    assert town["people"].sum() == wanted["value"].item()
    assert town["share"].sum() == pytest.approx(100)
    assert town["areas"].sum() == 30
    county = at(found, "99", 2022)["people"].sum()
    assert at(found, "00", 2022)["people"].sum() >= county > town["people"].sum()


def test_children_and_adults_are_counted_apart(demo, types) -> None:
    ages = demo["age"].query("level == 'regso2020' and sex == 'total' and municipality == '9901'")
    groups = {"children": CHILDREN, "adults": ADULTS}
    found = type_populations.residents(types[types["municipality"] == "9901"], ages, groups)
    town = found[(found["place"] == "9901") & (found["year"] == 2022)]
    wanted = ages[(ages["year"] == 2022) & ages["group"].isin(CHILDREN)]["value"].sum()
    assert town.loc[town["group"] == "children", "people"].sum() == wanted
    assert set(town["group"]) == {"children", "adults"}


def test_a_type_that_a_place_lacks_keeps_its_row(types, people) -> None:
    found = type_populations.residents(types, people)
    kinds = found.groupby(["place", "year"])["type"].agg(list)
    assert kinds.map(lambda k: k == list(type_populations.TYPES)).all()
    absent = found[found["areas"] == 0]
    assert len(absent) > 0
    assert (absent["people"] == 0).all()


def test_an_area_without_a_count_leaves_its_type_without_a_sum(types, people) -> None:
    one = people["area"].eq("9901R001") & people["year"].eq(2022)
    kind = types[types["area"].eq("9901R001") & types["year"].eq(2022)]["value"].item()
    for lacking in (people[~one], people.assign(value=people["value"].mask(one))):
        town = at(type_populations.residents(types, lacking), "9901", 2022)
        assert town["people"].isna().to_dict() == {k: k == str(int(kind)) for k in town.index}
        assert town["share"].isna().all()
        assert town["hidden"].sum() == 1


def test_an_area_without_a_type_keeps_its_people_in_a_row_of_their_own(types, people) -> None:
    untyped = types[~types["area"].eq("9901R001")]
    town = at(type_populations.residents(untyped, people), "9901", 2022)
    assert town.index.tolist() == [*type_populations.TYPES, "none"]
    assert town.loc["none", "areas"] == 1
    assert town["share"].sum() == pytest.approx(100)


def test_types_and_people_of_two_vintages_are_refused(types, people) -> None:
    wrong = people.assign(level="regso2025")
    with pytest.raises(VintageMismatch):
        type_populations.residents(types[types["year"] < 2024], wrong[wrong["year"] < 2024])
    with pytest.raises(ValueError, match="parents"):
        type_populations.residents(types, people.assign(level="deso2018").query("year < 2024"))


def test_transitions_count_every_area_once(types, people) -> None:
    found = type_populations.transitions(types, 2012, 2022, people)
    assert found["areas"].sum() == types.query("year == 2012")["area"].nunique()
    assert found["people"].sum() == people.query("year == 2022")["value"].sum()
    moved = found[found["from_type"] != found["to_type"]]
    assert 0 < moved["areas"].sum() < found["areas"].sum() / 2


def test_transitions_do_not_cross_vintages(types) -> None:
    with pytest.raises(VintageMismatch):
        type_populations.transitions(types, 2022, 2024)


def test_a_share_by_type_is_weighted_by_people(shares_by_regso, types) -> None:
    found = at(type_gaps.share_by_type(shares_by_regso, types), "9901", 2022)
    own = shares_by_regso.query("municipality == '9901' and year == 2022").set_index("area")
    kinds = types.query("municipality == '9901' and year == 2022").set_index("area")["value"]
    ones = own[kinds.reindex(own.index) == 1]
    assert found.loc["1", "value"] == pytest.approx(
        100 * ones["numerator"].sum() / ones["denominator"].sum()
    )
    assert found.loc["all", "numerator"] == own["numerator"].sum()
    assert (found["lower"] < found["value"]).all()
    assert found.loc["1", "value"] > found.loc["3", "value"] > found.loc["5", "value"]


def test_deso_counts_give_the_shares_of_their_regso(demo, shares_by_regso, types) -> None:
    deso = demo["education"].query("level == 'deso2018' and sex == 'total' and year == 2022")
    parents = areas().query("level == 'deso2018'").set_index("area")["parent"]
    small = shares.share(deso, ["pre_secondary"], LEVELS)
    by_deso = type_gaps.share_by_type(small, types, parents=parents)
    by_regso = type_gaps.share_by_type(shares_by_regso.query("year == 2022"), types)
    both = [at(frame, "9901", 2022)["numerator"] for frame in (by_deso, by_regso)]
    pd.testing.assert_series_equal(*both)


def test_areas_without_a_value_are_left_out_and_told(shares_by_regso, types) -> None:
    hole = shares_by_regso["area"].isin(["9901R001", "9901R002"]) & (
        shares_by_regso["year"] == 2022
    )
    lacking = shares_by_regso.assign(
        value=shares_by_regso["value"].mask(hole),
        status=shares_by_regso["status"].mask(hole, "suppressed"),
    )
    found = at(type_gaps.share_by_type(lacking, types), "9901", 2022)
    assert found.loc["all", ["left_out", "reason", "areas"]].tolist() == [2, "areas_left_out", 30]
    full = at(type_gaps.share_by_type(shares_by_regso, types), "9901", 2022)
    assert found.loc["all", "denominator"] < full.loc["all", "denominator"]


def test_too_many_areas_without_a_value_leave_the_type_without_one(shares_by_regso, types) -> None:
    town = shares_by_regso.query("municipality == '9901' and year == 2022")
    rows = town[town["area"].isin(town["area"].head(20))]
    row = at(type_gaps.share_by_type(rows, types), "9901", 2022).loc["all"]
    assert (row["reason"], row["left_out"]) == ("too_many_left_out", 10)
    assert np.isnan(row["value"])


def test_rounded_percentages_make_a_small_type_less_certain(demo, types) -> None:
    rows = demo["economic_standard"].query("level == 'regso2020' and year == 2022")
    small = shares.published_share(rows, "low", "persons")
    exact, rounded = (
        at(type_gaps.share_by_type(small, types, rounding=step), "9901", 2022) for step in (0, 0.01)
    )
    wider = (rounded["upper"] - rounded["lower"]) ** 2 - (exact["upper"] - exact["lower"]) ** 2
    assert (wider > 0).all()
    assert wider["all"] < wider["1"]  # roundings of many areas even out


def test_the_gap_is_that_of_the_two_ends(shares_by_regso, types) -> None:
    by_type = type_gaps.share_by_type(shares_by_regso, types)
    found = type_gaps.gap(by_type).set_index(["place", "year"])
    town, row = at(by_type, "9901", 2022), found.loc[("9901", 2022)]
    assert (row["type_low"], row["type_high"]) == ("1", "5")
    assert row["estimate"] == pytest.approx(town.loc["1", "value"] - town.loc["5", "value"])
    assert (row["certainty"], row["direction"]) == ("certain", "up")
    assert row["value_all"] == town.loc["all", "value"]


@pytest.mark.parametrize(
    ("indicator", "low", "country", "against"),
    [
        ("pre_secondary_share", 0.5, (27.3, 3.8), True),  # many students in the lowest type
        ("pre_secondary_share", 9.0, (27.3, 3.8), False),
        ("pre_secondary_share", 0.5, (np.nan, np.nan), True),  # the way that types are built
        ("post_secondary_share", 89.9, (np.nan, np.nan), True),
        ("rental_share", 89.9, (np.nan, np.nan), False),
        ("rental_share", 0.5, (47.9, 47.5), False),  # the country's ends are alike
        ("rental_share", 0.5, (47.9, 30.0), True),
    ],
)
def test_a_gap_goes_against_where_its_sign_is_not_that_of_the_country(
    indicator: str, low: float, country: tuple[float, float], against: bool
) -> None:
    by_type = pd.DataFrame({"place_level": "nation", "type": ["2", "5"], "value": country})
    gaps = pd.DataFrame({"type_low": ["2", "2"], "type_high": "5", "estimate": low - 3.5,
                         "certainty": ["certain", "unknown"]})  # fmt: skip
    assert [*type_gaps.goes_against(gaps, by_type, indicator)] == [against, False]


def test_a_place_with_one_type_has_no_gap(shares_by_regso, types) -> None:
    alike = types.assign(value=4.0)
    found = type_gaps.gap(type_gaps.share_by_type(shares_by_regso, alike))
    assert (found["reason"] == "one_type").all()
    assert found["estimate"].isna().all()


def test_the_cut_offs_that_were_put_in_are_found(demo, types) -> None:
    known = truths().query("indicator == 'socioeconomic_index'")
    wide = known.pivot(index="year", columns="measure", values="value")
    cuts = yardstick.cut_offs(demo["socioeconomic_index"]).set_index("year")
    assert cuts["mean"].to_numpy() == pytest.approx(wide["index_mean"].to_numpy())
    assert cuts["sd"].to_numpy() == pytest.approx(wide["index_sd"].to_numpy())
    assert (yardstick.agreement(demo["socioeconomic_index"], types)["share"] == 100).all()


def test_an_index_at_the_cut_off_belongs_to_the_lower_number() -> None:
    cuts = pd.DataFrame(
        {"year": [1], "cut1": [40.0], "cut2": [30.0], "cut3": [20.0], "cut4": [10.0]}
    )
    index = pd.DataFrame({"year": 1, "value": [40, 39.9, 20, 10, 9.9, np.nan]})
    assert yardstick.classify(index, cuts).tolist() == ["1", "2", "3", "4", "5", "none"]
    assert yardstick.classify(index.assign(year=2), cuts, year=1).tolist()[0] == "1"


def test_the_yardstick_split_adds_up_exactly(demo, people) -> None:
    found = yardstick.yardstick(demo["socioeconomic_index"], people, 2012, 2022)
    assert (found["area_part"] + found["yardstick_part"] == found["change"]).all()
    assert (found.groupby("place")["yardstick_part"].sum() == 0).all()
    counted = people.query("municipality == '9901' and year == 2022")["value"].sum()
    town = found[found["place"] == "9901"]
    assert town["people_frozen"].sum() == town["people_last"].sum() == counted
    assert found["yardstick_part"].abs().sum() > 0


def test_areas_that_stand_still_change_by_the_yardstick_alone(demo, people) -> None:
    index = demo["socioeconomic_index"].query("year in (2012, 2022)")
    own = index["municipality"] == "9901"
    first = index[own & (index["year"] == 2012)].set_index("area")["value"]
    still = index.assign(value=index["value"].where(~own, index["area"].map(first)))
    same = people.assign(value=1.0)
    town = yardstick.yardstick(still, same, 2012, 2022).query("place == '9901'")
    assert (town["area_part"] == 0).all()
    assert town["yardstick_part"].abs().sum() > 0


def test_on_a_yardstick_that_stands_still_all_change_is_that_of_areas(demo, people) -> None:
    index = demo["socioeconomic_index"]
    cuts = yardstick.cut_offs(index)
    fixed = cuts.assign(**{name: cuts[name].iloc[0] for name in yardstick.CUTS})
    found = yardstick.yardstick(index, people, 2012, 2022, cuts=fixed)
    assert (found["yardstick_part"] == 0).all()


def test_the_series_starts_alike_on_both_yardsticks(demo, people) -> None:
    index = demo["socioeconomic_index"].query("level == 'regso2020'")
    found = yardstick.yardstick_series(index, people, base_year=2011)
    start = found[found["year"] == 2011]
    assert (start["people_yearly"] == start["people_frozen"]).all()
    counts = found.groupby(["place", "year"])[["areas_yearly", "areas_frozen"]].sum()
    assert (counts["areas_yearly"] == counts["areas_frozen"]).all()
    nation = found.query("place == '00' and type == '1'")
    assert (nation["areas_yearly"] != nation["areas_frozen"]).any()


def test_the_yardstick_split_stays_within_a_vintage(demo, people) -> None:
    with pytest.raises(VintageMismatch):
        yardstick.yardstick(demo["socioeconomic_index"], people, 2022, 2024)


def test_residents_come_from_deso_by_their_regso(demo, types) -> None:
    parents = areas().query("level == 'deso2018'").set_index("area")["parent"]
    deso = demo["population"].query("level == 'deso2018' and sex == 'total' and year == 2022")
    found = type_populations.residents(types, deso, parents=parents)
    regso = sums.to_level(deso, "regso2020", parents)
    wanted = type_populations.residents(types, regso)
    both = [at(frame, "9901", 2022)[["people", "areas"]] for frame in (found, wanted)]
    pd.testing.assert_frame_equal(*both)
