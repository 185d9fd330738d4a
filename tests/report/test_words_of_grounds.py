"""Turns, shared changes, the yardstick and schools: each number from the row that it is of."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from worded_page import EN, held, page, told

from segnb.report.area_types import moving_yardstick
from segnb.report.change import change_rules
from segnb.report.focus_areas import newest_values, school_division


def turns(*rows: tuple[int, str, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["last", "reason", "found"])
    return frame.assign(turn=frame["last"] - 5, level="x")


def series_of(*, index: bool = False, ends: bool = True) -> SimpleNamespace:
    own = pd.DataFrame({"year": [2015, 2024], "lower": [1.0 if ends else np.nan] * 2})
    one = held(family="deso")
    return SimpleNamespace(own=own, index=index, entry=one.entry, held=(one,))


def test_the_newest_turn_of_enough_years_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    found = turns((2024, "", True), (2025, "too_few_years", True), (2020, "", True))
    monkeypatch.setattr(change_rules, "breaks_of", lambda *_: [])
    monkeypatch.setattr(change_rules, "turning_point", lambda *_, **__: found)
    row = change_rules._turn(series_of(), None)  # type: ignore[arg-type]
    assert row is not None
    assert (row["last"], row["turn"]) == (2024, 2019)
    assert change_rules._turn(series_of(ends=False), None) is None  # type: ignore[arg-type]
    monkeypatch.setattr(change_rules, "turning_point", lambda *_, **__: found.iloc[[1]])
    assert change_rules._turn(series_of(), None) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("seen", [True, False])
def test_a_turn_of_raw_indices_is_sought_anew_where_one_is_found(
    monkeypatch: pytest.MonkeyPatch, seen: bool
) -> None:
    monkeypatch.setattr(change_rules, "breaks_of", lambda *_: [])
    monkeypatch.setattr(change_rules, "turning_point", lambda *_, **__: turns((2024, "", seen)))
    monkeypatch.setattr(change_rules, "_turn_of_index", lambda *_: {"again": True})
    raw = change_rules._turn(series_of(index=True, ends=False), None)  # type: ignore[arg-type]
    shown = change_rules._turn(series_of(index=True), None)  # type: ignore[arg-type]
    assert raw is not None
    assert ("again" in raw) is seen
    assert shown is not None
    assert "again" not in shown


def test_a_change_that_the_country_has_too_is_shared_and_stands_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    series = change_rules.Series("employed_share", "municipality")
    change, more, turn = {"estimate": 7.0}, {"estimate": 3.0}, {"turn": 2019}
    made: dict = {"_read": series_of(), "change_of": change, "_beside": more, "_turn": turn}
    for name in made:
        monkeypatch.setattr(change_rules, name, lambda *_, name=name: made[name])
    place = {"indicator": "employed_share", "family": "municipality"}
    first = place | {"test": "change"} | change
    apart, turned = place | {"test": "beside"} | more, place | {"test": "turn"} | turn
    tests = lambda: change_rules._tests(None, series)  # type: ignore[arg-type] # noqa: E731
    assert tests() == [first | {"shared": True}, apart, turned]
    made["_beside"] = None
    assert tests() == [first, turned]
    made |= {"_beside": more, "_read": series_of(index=True)}
    assert tests() == [first, turned]
    made |= {"change_of": None, "_turn": None}
    assert tests() == []
    made["_read"] = None
    assert tests() == []


@pytest.mark.parametrize(
    ("first", "last", "beside"), [(2015, 2024, True), (2016, 2024, False), (2015, 2023, False)]
)
def test_the_country_is_beside_a_change_of_the_same_two_years(
    monkeypatch: pytest.MonkeyPatch, first: int, last: int, beside: bool
) -> None:
    years = [2014, first, 2020, last]
    own = pd.DataFrame({"year": years, "value": [90.0, 40.0, 70.0, 43.0]})
    own = own.assign(lower=own["value"] - 1, upper=own["value"] + 2)
    monkeypatch.setattr(change_rules, "read_trend", lambda *_: SimpleNamespace(own=own))
    changed = {"first": 2015, "last": 2024, "estimate": 7.0, "lower": 5.0, "upper": 8.0,
               "value": 1.0, "level": "own level", "reason": ""}  # fmt: skip
    series = change_rules.Series("employed_share", "municipality")
    found = change_rules._beside(None, series, changed)  # type: ignore[arg-type]
    assert (found is not None) is beside
    if found:
        names = ["value_first", "value_last", "estimate", "level"]
        assert [found[name] for name in names] == [40, 43, 4, "own level"]
    refused = changed | {"reason": "too_short"}
    assert change_rules._beside(None, series, refused) is None  # type: ignore[arg-type]


def split() -> moving_yardstick.Yardstick:
    series = pd.DataFrame({
        "year": [2011, 2018, 2024], "people": [1000.0, 1100.0, 1200.0],
        "people_yearly": [300.0, 310.0, 420.0], "people_frozen": [301.0, 330.0, 450.0],
        "share_yearly": [30.04, 28.2, 35.05], "share_frozen": [30.1, 30.0, 37.5],
        "areas_yearly": [3, 4, 5], "areas_frozen": [6, 7, 8],
    })  # fmt: skip
    parts = pd.Series({
        "people_first": 300.0, "people_frozen": 450.0, "people_last": 420.0, "change": 120.0,
        "area_part": 150.0, "yardstick_part": -30.0,
    })  # fmt: skip
    return moving_yardstick.Yardstick((held(),), series, parts, 97.25)  # type: ignore[arg-type]


def test_words_of_the_yardstick_are_of_the_first_and_the_last_year_and_of_both_limits() -> None:
    words = moving_yardstick._words(page(), split())  # type: ignore[arg-type]
    wanted = {
        "first": "2011", "last": "2024", "change": EN.number(120, sign=True),
        "area": EN.number(150, sign=True), "yardstick": EN.number(-30, sign=True),
        "people_first": "300", "people_frozen": "450", "people_last": "420",
        "share_first": "30.0%", "share_last": EN.percent(35.05), "share_frozen": "37.5%",
        "level": "<deso2025>",
    }  # fmt: skip
    assert {name: words[name] for name in wanted} == wanted
    rows = moving_yardstick._table(page(), split(), "key").rows  # type: ignore[arg-type]
    assert rows[1].cells == ("2018", "310", "28.2", "330", "30.0", "4", "7")
    lines = moving_yardstick._lines(page(), split())  # type: ignore[arg-type]
    assert lines["label"].iloc[0] == told("area_types.yardstick.yearly", value=EN.percent(35.05),
                                          first=2011)  # fmt: skip
    assert lines["label"].iloc[-1] == told("area_types.yardstick.frozen", value="37.5%", first=2011)
    assert lines["kind"].tolist() == ["own"] * 3 + ["median"] * 3
    rule = moving_yardstick._rule_words(page(), split())  # type: ignore[arg-type]
    assert rule == [told("area_types.yardstick.agreement", share=EN.percent(97.25), last=2024)]


def test_years_of_the_yardstick_are_those_in_which_the_own_place_has_both() -> None:
    def rows(**years: list[int]) -> SimpleNamespace:
        return SimpleNamespace(rows=pd.DataFrame([
            {"municipality": code.strip("m"), "year": year, "value": None if year == 2013 else 1.0}
            for code, each in years.items()
            for year in each
        ]))  # fmt: skip

    one = rows(m0101=[2012, 2013, 2014, 2016], m0102=[2015])
    two = rows(m0101=[2012, 2013, 2016, 2018], m0102=[2014, 2015])
    assert moving_yardstick._years(page(), one, two) == [2012, 2016]  # type: ignore[arg-type]
    assert moving_yardstick._years(page(), one, None) == []  # type: ignore[arg-type]


def row_of(value: float, **more: object) -> pd.Series:
    return pd.Series({
        "municipality": "0101", "measure": "D", "estimate": value, "lower": value - 3,
        "upper": value + 6, "lower80": value - 2, "upper80": value + 4, "raw_index": value + 9,
        "expected": 8.0, "reason": "", "units": 17, "left_out": 2, **more,
    })  # fmt: skip


def test_words_of_schools_are_of_schools_and_those_of_homes_of_homes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(school_division, "raw_in_words", lambda _report, row: row["raw_index"])
    schools = school_division.Schools(
        held(year=2023),
        row_of(40.04),
        held(year=2022),
        row_of(15.05, units=31),  # type: ignore[arg-type]
    )
    words = school_division._words(page(), schools)  # type: ignore[arg-type]
    assert (words["exact"], words["raw"]) == ("40.0", 49.04)
    assert (words["schools"], words["left_out"], words["year"]) == ("17", "2", "2023")
    assert words["interval"] == EN.interval(37.04, 46.04)
    homes = {"d": EN.number(15.05, 1), "interval": EN.interval(12.05, 21.05)}
    assert words["homes"] == told(
        "captions.schools.homes_words", **homes, measure="employed", year=2022
    )
    assert words["against"].startswith("captions.schools.against(")
    few = school_division.Schools(held(), row_of(40.04), None, None, 4)  # type: ignore[arg-type]
    words = school_division._words(page(), few)  # type: ignore[arg-type]
    assert words["homes"] == told("captions.schools.homes_withheld", areas=4)
    one = school_division.Schools(held(), row_of(40.04), None, None, 1)  # type: ignore[arg-type]
    alone = school_division._words(page(), one)["homes"]  # type: ignore[arg-type]
    assert alone == told("captions.schools.homes_withheld_one", areas=1)
    assert words["against"] == ""


@pytest.mark.parametrize(("lower", "outcome"), [(0.06, "above"), (0.04, "not_above")])
def test_schools_are_divided_where_their_interval_is_printed_above_zero(
    monkeypatch: pytest.MonkeyPatch, lower: float, outcome: str
) -> None:
    monkeypatch.setattr(school_division, "raw_in_words", lambda *_: "")
    row = row_of(10.0, lower=lower)
    said = school_division.say_schools(
        page(),
        school_division.Schools(held(), row, None, None),  # type: ignore[arg-type]
    )
    assert said is not None
    assert (said.outcome, said.certainty == "certain") == (outcome, outcome == "above")


def test_newest_values_have_the_year_of_their_own_level() -> None:
    entry = held().entry
    values = {
        level: held(year=year, latest=pd.DataFrame({"value": [value], "status": ["ok"]}))
        for level, year, value in (("nation", 2021, 33.3), ("municipality", 2024, 11.1))
    }
    cells = newest_values._row(page(), entry, values).cells  # type: ignore[arg-type]
    number = lambda value: EN.number(value, entry.decimals)  # noqa: E731
    assert cells[1:] == (f"{number(11.1)} (2024)", "–", f"{number(33.3)} (2021)")
