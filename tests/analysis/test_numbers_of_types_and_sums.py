"""Numbers come from the rows that they are about: areas, types, own counts, and limits of each."""

import numpy as np
import pandas as pd
import pytest

from segnb.analysis import own_count_disclosure, shares, sums, type_gaps, yardstick
from segnb.analysis.certainty import score_interval


def of_areas(cells: list[tuple]) -> pd.DataFrame:
    """Shares from (area, numerator, denominator, status), of one year."""
    frame = pd.DataFrame(cells, columns=["area", "numerator", "denominator", "status"])
    return frame.assign(
        level="regso2025", municipality=frame["area"].str[:4], year=2024, sex="total",
        value=100 * frame["numerator"] / frame["denominator"], indicator="x",
    )  # fmt: skip


def kinds(types: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame({
        "indicator": "area_type", "level": "regso2025", "area": list(types), "year": 2024,
        "municipality": [area[:4] for area in types], "sex": "total", "group": "all",
        "value": [float(kind) for kind in types.values()], "status": "ok",
    })  # fmt: skip


def of_types(cells: list[tuple], types: dict[str, int], place: str, **more: float) -> pd.DataFrame:
    found = type_gaps.share_by_type(of_areas(cells), kinds(types), **more)
    return found[found["place"] == place].set_index("type")


def town(number: int) -> list[str]:
    return [f"0101R00{one}" for one in range(1, number + 1)]


def test_a_type_is_its_people_not_its_areas() -> None:
    one, two, three = town(3)
    cells = [(one, 10.0, 20.0, "ok"), (two, 30.0, 300.0, "ok"), (three, 7.0, 70.0, "ok")]
    found = of_types(cells, {one: 1, two: 1, three: 4}, "0101")
    assert found.loc["1", ["numerator", "denominator", "areas", "left_out"]].tolist() == [
        40, 320, 2, 0,
    ]  # fmt: skip
    assert found.loc["1", "value"] == pytest.approx(12.5)
    assert found.loc["4", "value"] == pytest.approx(10)
    assert found.loc["all", "value"] == pytest.approx(100 * 47 / 390)
    row = found.loc["1"]
    assert row["lower"] < row["lower80"] < row["value"] < row["upper80"] < row["upper"]
    assert row["upper"] - row["value"] > row["value"] - row["lower"]  # a small share leans up
    assert found.loc["2", ["status", "reason"]].tolist() == ["not_applicable", "no_such_type"]


def test_what_the_producer_rounds_widens_both_ends_and_less_the_more_areas() -> None:
    one, two = town(2)
    cells = [(one, 5000.0, 10000.0, "ok"), (two, 5000.0, 10000.0, "ok")]
    slack = 1.959964 * 5 / np.sqrt(12)
    for types, weight in (({one: 1, two: 1}, np.sqrt(0.5)), ({one: 1, two: 2}, 1)):
        plain, rounded = (of_types(cells, types, "0101", rounding=r).loc["1"] for r in (0.0, 0.05))
        for end in ("lower", "upper"):
            half = np.hypot(abs(plain[end] - plain["value"]), weight * slack)
            assert abs(rounded[end] - rounded["value"]) == pytest.approx(half, rel=1e-5)
        assert rounded["lower"] < rounded["lower80"] < 50 < rounded["upper80"] < rounded["upper"]


@pytest.mark.parametrize(
    ("areas", "hidden", "status", "reason"),
    [(6, 1, "ok", "areas_left_out"), (5, 1, "ok", "areas_left_out"),
     (4, 1, "suppressed", "too_many_left_out"), (5, 0, "ok", "")],
)  # fmt: skip
def test_a_type_speaks_for_its_areas_while_at_most_a_fifth_are_left_out(
    areas: int, hidden: int, status: str, reason: str
) -> None:
    codes = town(areas)
    cells = [(code, 10.0, 50.0, "ok") for code in codes[hidden:]]
    cells += [(code, np.nan, 50.0, "suppressed") for code in codes[:hidden]]
    row = of_types(cells, dict.fromkeys(codes, 3), "0101").loc["3"]
    assert row[["areas", "left_out", "status", "reason"]].tolist() == [
        areas, hidden, status, reason,
    ]  # fmt: skip
    numbers = row[["numerator", "denominator", "value", "lower", "upper", "lower80", "upper80"]]
    assert numbers.isna().all() == (reason == "too_many_left_out")
    assert numbers.isna().any() == (reason == "too_many_left_out")
    if reason != "too_many_left_out":
        assert row["denominator"] == 50 * (areas - hidden)


def by_type(values: dict[str, float | None], half: dict[str, float]) -> pd.DataFrame:
    frame = pd.DataFrame({"type": list(values), "value": list(values.values())})
    ends = frame["type"].map(half)
    return frame.assign(
        place_level="municipality", place="0101", year=2024, sex="total",
        lower=frame["value"] - ends, upper=frame["value"] + 2 * ends,
        lower80=frame["value"] - ends / 2, upper80=frame["value"] + ends,
    )  # fmt: skip


def test_a_gap_is_the_lowest_type_less_the_highest_that_the_place_has() -> None:
    half = {"2": 3.0, "3": 9.0, "5": 4.0, "all": 20.0, "1": 1.0}
    rows = by_type({"all": 17.0, "5": 11.0, "3": 60.0, "2": 30.0, "1": None}, half)
    row = type_gaps.gap(rows).iloc[0]
    assert row[["type_low", "type_high"]].tolist() == ["2", "5"]
    assert row[["value_low", "value_high", "value_all", "estimate"]].tolist() == [30, 11, 17, 19]
    # the lower end of 30 and the upper end of 11, then the other two
    assert row["lower"] == pytest.approx(19 - np.hypot(3, 8))
    assert row["upper"] == pytest.approx(19 + np.hypot(6, 4))
    assert row["lower80"] == pytest.approx(19 - np.hypot(1.5, 4))
    assert row["upper80"] == pytest.approx(19 + np.hypot(3, 2))
    assert row[["certainty", "direction", "reason"]].tolist() == ["certain", "up", ""]


def test_a_place_of_one_type_has_no_gap_and_says_so() -> None:
    rows = by_type({"all": 17.0, "3": 16.0}, {"all": 1.0, "3": 1.0})
    row = type_gaps.gap(rows).iloc[0]
    assert row[["reason", "certainty", "direction"]].tolist() == ["one_type", "unknown", ""]
    assert row[["estimate", "lower", "upper", "lower80", "upper80", "p"]].isna().all()
    assert row["value_all"] == 17
    none = type_gaps.gap(by_type({"all": 17.0}, {"all": 1.0})).iloc[0]
    assert none["reason"] == "one_type"
    assert none["value_all"] == 17


def counted(level: str, cells: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(cells, columns=["area", "value", "status"])
    return frame.assign(
        indicator="x", level=level, municipality=frame["area"].str[:4], year=2024, sex="total",
        group="all",
    )  # fmt: skip


def test_a_sum_knows_its_parts_and_takes_over_the_gravest_status() -> None:
    rows = counted("regso2025", [
        ("0101R001", 5.0, "ok"), ("0101R002", 8.0, "preliminary"), ("0102R001", 2.0, "ok"),
        ("0102R002", np.nan, "missing"), ("0102R003", np.nan, "suppressed"),
    ])  # fmt: skip
    found = sums.to_level(rows, "municipality").set_index("area")
    columns = ["value", "status", "reason", "parts", "hidden", "known", "municipality", "level"]
    assert found.loc["0101", columns].tolist() == [
        13, "preliminary", "", 2, 0, 13, "0101", "municipality",
    ]  # fmt: skip
    worst = found.loc["0102"]
    assert np.isnan(worst["value"])
    assert worst[columns[1:]].tolist() == [
        "suppressed", "suppressed", 3, 2, 2, "0102", "municipality",
    ]  # fmt: skip
    county = sums.to_level(rows, "county").iloc[0]
    assert county[["area", "municipality", "level", "parts", "known"]].tolist() == [
        "01", "", "county", 5, 15,
    ]  # fmt: skip


@pytest.mark.parametrize(("wanted", "whole"), [(1, True), (2, True), (3, False)])
@pytest.mark.parametrize("by_place", [False, True])
def test_a_sum_is_whole_with_as_many_parts_as_there_should_be(
    wanted: int, whole: bool, by_place: bool
) -> None:
    rows = counted("regso2025", [("0101R001", 5.0, "ok"), ("0101R002", 8.0, "ok")])
    areas = pd.Series({"0101": wanted, "0102": 9}) if by_place else wanted
    row = sums.to_level(rows, "municipality", areas=areas).iloc[0]
    assert (row["status"], row["reason"]) == (("ok", "") if whole else ("missing", "areas_missing"))
    assert row["known"] == 13
    assert np.isnan(row["value"]) != whole


def test_counts_for_measures_are_one_division_of_people() -> None:
    rows = pd.concat([
        counted("regso2025", [("0101R001", value, "ok")]).assign(group=group)
        for group, value in (("in", 3.0), ("out", 4.0), ("all", 7.0))
    ])  # fmt: skip
    by_totals = sums.unit_counts(rows, totals=["all"])
    assert by_totals[["unit", "group", "count"]].to_numpy().tolist() == [
        ["0101R001", "in", 3.0], ["0101R001", "out", 4.0],
    ]  # fmt: skip
    assert by_totals.index.tolist() == [0, 1]
    assert sums.unit_counts(rows, ["all"])["count"].tolist() == [7]


def own(cells: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(cells, columns=["area", "group", "value"])
    return frame.assign(
        indicator="x", level="own", municipality="0101", year=2024, sex="total", snapshot="",
        status=np.where(frame["value"].isna(), "missing", "ok"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [((0.0, 0.0), False), ((1.0, 4.0), True), ((2.0, 4.0), False), ((0.0, 5.0), False),
     ((0.0, 4.0), True), ((None, 90.0), True)],
)  # fmt: skip
def test_an_area_is_hidden_whole_where_too_few_live_and_not_where_nobody_does(
    cells: tuple, hidden: bool
) -> None:
    rows = own([("A", "in", cells[0]), ("A", "out", cells[1]), ("B", "in", 50.0), ("B", "out", 60)])
    apart = own_count_disclosure._apart(rows, threshold=5)
    assert apart.tolist() == [hidden, hidden, False, False]


def test_the_most_that_a_hidden_cell_may_hold_is_what_hides_it() -> None:
    rows = own([("A", "in", 1.0), ("A", "out", 4.0), ("B", "in", None), ("B", "out", 60.0)])
    highest = own_count_disclosure._ceiling(rows, threshold=5).set_index(["area", "group"])
    assert highest["highest"].to_dict() == {
        ("A", "in"): 5.0, ("A", "out"): 5.0, ("B", "in"): np.inf, ("B", "out"): np.inf,
    }  # fmt: skip


def test_what_a_stated_total_holds_beyond_its_groups_is_a_cell() -> None:
    rows = own([("A", "in", 7.0), ("A", "out", 8.0), ("A", "all", 18.0), ("B", "in", 5.0),
                ("B", "out", 6.0), ("B", "all", 11.0)])  # fmt: skip
    parts = own_count_disclosure._parts(rows, ["all"]).set_index(["area", "group"])["value"]
    assert parts[[("A", "(others)"), ("B", "(others)")]].tolist() == [3, 0]
    assert parts[("A", "in")] == 7
    assert ("A", "all") not in parts.index


def index_rows(values: dict[int, list[float]]) -> pd.DataFrame:
    return pd.DataFrame([
        {"level": "regso2025", "area": f"0101R00{n}", "year": year, "value": value}
        for year, row in values.items()
        for n, value in enumerate(row, start=1)
    ])  # fmt: skip


def test_an_index_at_the_limit_is_of_the_lower_number_in_its_own_year() -> None:
    cuts = pd.DataFrame({
        "year": [2020, 2024], "cut1": [9.0, 19.0], "cut2": [7.0, 17.0], "cut3": [5.0, 15.0],
        "cut4": [3.0, 13.0],
    })  # fmt: skip
    values = [9.0, 8.9, 7.0, 5.0, 3.0, 2.9, np.nan]
    rows = index_rows({2020: values, 2024: [value + 10 for value in values]})
    words = ["1", "2", "2", "3", "4", "5", "none"]
    assert yardstick.classify(rows, cuts).tolist() == words * 2
    frozen = yardstick.classify(rows, cuts, year=2020).tolist()
    assert frozen == words + ["1"] * 6 + ["none"]
    assert set(yardstick.classify(rows, cuts, year=2019)) == {"none"}


def test_limits_of_types_are_deviations_of_all_areas_from_their_mean() -> None:
    row = yardstick.cut_offs(index_rows({2024: [2.0, 4.0, 4.0, 10.0]})).iloc[0]
    assert row[["areas", "mean", "sd"]].tolist() == [4, 5, 3]
    assert row[["cut1", "cut2", "cut3", "cut4"]].tolist() == [11, 8, 5, 2]


def test_a_change_of_types_is_split_into_areas_and_yardstick() -> None:
    cuts = pd.DataFrame({
        "year": [2020, 2024], "cut1": [9.0, 8.0], "cut2": [7.0, 6.0], "cut3": [5.0, 4.0],
        "cut4": [3.0, 2.0],
    })  # fmt: skip
    rows = index_rows({2020: [9.5, 2.5, 2.0], 2024: [8.5, 2.5, 9.5]})
    people = rows.assign(value=[100.0, 20.0, 3.0, 110.0, 21.0, 4.0])
    found = yardstick.yardstick(rows, people, 2020, 2024, cuts=cuts)
    assert found.index.tolist() == list(range(15))  # three levels of places, five types
    town = found[found["place_level"] == "municipality"].set_index("type")
    columns = ["people_first", "people_frozen", "people_last", "change", "area_part",
               "yardstick_part", "areas_first", "areas_frozen", "areas_last"]  # fmt: skip
    assert town.loc["1", columns].tolist() == [100, 4, 114, 14, -96, 110, 1, 1, 2]
    assert town.loc["2", columns].tolist() == [0, 110, 0, 0, 110, -110, 0, 1, 0]
    assert town.loc["4", columns].tolist() == [0, 0, 21, 21, 0, 21, 0, 0, 1]
    assert town.loc["5", columns].tolist() == [23, 21, 0, -23, -2, -21, 2, 1, 0]
    series = yardstick.yardstick_series(rows, people, base_year=2020, cuts=cuts)
    assert series.index.is_unique
    assert set(series["place_level"]) == {"municipality", "county", "nation"}


def test_a_share_is_its_numerator_of_its_denominator_with_signs_and_statuses() -> None:
    cells = pd.DataFrame(
        [("A", "low", 20.0, "ok"), ("A", "rest", 60.0, "preliminary"), ("A", "more", 30.0, "ok"),
         ("B", "low", 3.0, "ok"), ("B", "rest", 7.0, "ok"),
         ("C", "low", 0.0, "ok"), ("C", "rest", 0.0, "ok"), ("C", "more", 0.0, "ok")],
        columns=["area", "group", "value", "status"],
    ).assign(year=2024)  # fmt: skip
    found = shares.share(cells, ["low", "more"], ["low", "rest", "more"]).set_index("area")
    columns = ["numerator", "denominator", "status", "reason"]
    assert found.loc["A", columns].tolist() == [50, 110, "preliminary", ""]
    assert found.loc["A", "value"] == pytest.approx(100 * 50 / 110)
    assert found.loc["B", ["status", "reason"]].tolist() == ["missing", shares.NOT_PUBLISHED]
    assert found.loc["C", ["status", "reason"]].tolist() == ["not_applicable", shares.NO_PEOPLE]
    row = found.loc["A"]
    assert row["lower"] < row["lower80"] < row["value"] < row["upper80"] < row["upper"]
    less = shares.share(cells[cells["area"] == "A"], ["low"], ["rest", "-more"]).iloc[0]
    assert less[["numerator", "denominator"]].tolist() == [20, 30]


@pytest.mark.parametrize(("extra", "holds"), [(-1, True), (0, True), (1, False)])
def test_a_part_may_exceed_its_whole_by_noise_alone(extra: int, holds: bool) -> None:
    most = shares.MOST_NOISE
    for part, rest in ((100.0, -most - extra), (-most - extra, 100.0)):
        cells = pd.DataFrame({
            "area": "A", "year": 2024, "group": ["in", "rest"], "value": [part, rest],
            "status": "ok",
        })  # fmt: skip
        row = shares.share(cells, ["in"], ["in", "rest"]).iloc[0]
        assert (row["reason"] == "") is holds
        assert (row["reason"] == shares.INCONSISTENT) is not holds


def percent(value: float, base: float | None) -> pd.DataFrame:
    return pd.DataFrame({
        "area": "A", "year": 2024, "group": ["part", "people"], "value": [value, base],
        "status": ["ok", "ok" if base else "suppressed"],
    })  # fmt: skip


def test_a_published_share_has_the_interval_of_its_base_and_of_its_rounding() -> None:
    row = shares.published_share(percent(30.0, 200.0), "part", "people", rounding=0.02).iloc[0]
    assert row[["value", "denominator", "numerator"]].tolist() == pytest.approx([30, 200, 60])
    assert row["lower"] == pytest.approx(100 * score_interval(0.29, 200)[0])
    assert row["upper"] == pytest.approx(100 * score_interval(0.31, 200)[1])
    assert row["lower80"] == pytest.approx(100 * score_interval(0.29, 200, 0.8)[0])
    assert row["upper80"] == pytest.approx(100 * score_interval(0.31, 200, 0.8)[1])
    bare = shares.published_share(percent(30.0, None), "part", "people").iloc[0]
    assert bare[["value", "status", "reason"]].tolist() == [30, "ok", shares.NO_BASE]
    assert bare[["lower", "upper"]].isna().all()


def test_a_published_interval_is_that_of_its_own_row_widened_by_rounding() -> None:
    rows = pd.DataFrame({
        "area": list("AAABBB"), "year": 2024, "group": ["all", "ci_low", "ci_high"] * 2,
        "value": [10.0, 8.0, 13.0, 50.0, 40.0, 70.0], "status": "ok",
    })  # fmt: skip
    plain = shares.published_interval(rows).set_index("area")
    assert plain.loc["A", ["value", "lower", "upper"]].tolist() == [10, 8, 13]
    assert plain.loc["B", ["value", "lower", "upper"]].tolist() == [50, 40, 70]
    ratio = 1.2815516 / 1.9599640
    assert plain.loc["B", "lower80"] == pytest.approx(50 - 10 * ratio)
    assert plain.loc["B", "upper80"] == pytest.approx(50 + 20 * ratio)
    wide = shares.published_interval(rows, rounding=0.01).set_index("area").loc["A"]
    slack = 1.9599640 / np.sqrt(12)
    assert wide["lower"] == pytest.approx(10 - np.hypot(2, slack))
    assert wide["upper"] == pytest.approx(10 + np.hypot(3, slack))
