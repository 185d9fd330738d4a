"""Plans: every cell once, none beyond the limit, few calls."""

import re
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segnb.sources.live import request_plan
from segnb.sources.live.pxweb import selection
from segnb.sources.live.queries import Query, Scope, of_api
from segnb.sources.live.request_plan import Ask, asks, halves
from segnb.vocabulary.areas import LEVELS, municipalities
from segnb.vocabulary.errors import UnknownArea

CAP = 150_000
ALL = tuple(municipalities()["code"])
SMALL = {"deso2018": "{}B0010", "regso2020": "{}R001", "deso2025": "{}C0020_DeSO2025",
         "regso2025": "{}R002_RegSO2025", "municipality": "{}"}  # fmt: skip


def query(levels: tuple[str, ...], width: int, years: tuple[int, int]) -> Query:
    values = {"ask": ["*"], "size": width}
    return Query(table="TAB1", title="x", levels=levels, years=years, select={"Alder": values})


@cache
def pattern(expression: str) -> re.Pattern[str]:
    return re.compile(re.escape(expression).replace(r"\*", ".*").replace(r"\?", "."))


@cache
def matches(expressions: tuple[str, ...], code: str) -> int:
    """How many expressions select a code."""
    return sum(pattern(e).fullmatch(code) is not None for e in expressions)


def times_asked(asked: list[Ask], code: str, year: int) -> int:
    return sum(year in ask.years and matches(ask.areas.ask, code) > 0
               for ask in asked if not ask.latest)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    places=st.lists(st.sampled_from(ALL), min_size=1, max_size=6, unique=True) | st.just([]),
    levels=st.lists(st.sampled_from([*SMALL, "county", "nation"]), min_size=1, unique=True),
    width=st.integers(1, 150),
    first=st.integers(2005, 2024),
    span=st.integers(0, 20),
)
def test_each_area_and_year_is_asked_for_once_and_no_request_is_too_large(
    places: list[str], levels: list[str], width: int, first: int, span: int
) -> None:
    table = query(tuple(levels), width, (first, first + span))
    asked = asks(table, Scope(tuple(sorted(places))), CAP)
    assert all(ask.cells <= CAP for ask in asked)
    for place, level in product((places or ALL)[:3], set(levels) & set(SMALL)):
        valid = LEVELS[level]
        for year in table.periods:
            if valid.first_year <= year <= valid.last_year:
                assert times_asked(asked, SMALL[level].format(place), year) == 1
    for code in ("00", "01"):
        wanted = bool({"county", "nation"} & set(levels))
        has = [times_asked(asked, code, year) for year in table.periods]
        assert all(n == 1 for n in has) if wanted else not any(has)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_halves_ask_for_what_the_whole_asked(data: st.DataObject) -> None:
    table = query(("deso2018", "regso2020", "municipality"), 3, (2010, 2023))
    ask = data.draw(st.sampled_from(asks(table, Scope(ALL[:4]), CAP)))
    parts = [part for half in halves(ask) for part in (halves(half) or [half])]
    codes = [SMALL[level].format(place) for level in table.levels for place in ALL[:4]]
    for code, year in product(codes, ask.years):
        assert times_asked(parts, code, year) == times_asked([ask], code, year)


def test_the_newest_request_takes_in_years_to_come() -> None:
    whole = asks(query(("regso2025",), 2, (2024, 2025)), Scope(("0127",)), CAP)
    assert [ask.time for ask in whole] == ["*"]
    many = asks(query(("regso2020", "regso2025"), 400, (2011, 2025)), Scope(("0180",)), CAP)
    assert many[-1].time.startswith("from(")


def test_a_fetch_of_any_municipality_takes_few_calls() -> None:
    for place in ALL:
        assert sum(len(asks(table, Scope((place,)), CAP)) for table in of_api("scb")) <= 45


def test_a_table_that_fits_into_one_request_is_asked_for_whole() -> None:
    tenure = query(("deso2025", "regso2025"), 4, (2024, 2025))
    (ask,) = asks(tenure, Scope(("0127",)), CAP)
    assert matches(ask.areas.ask, "2584C0020_DeSO2025")
    longer = asks(query(("deso2025", "regso2025"), 40, (2024, 2025)), Scope(("0127",)), CAP)
    assert not any(matches(ask.areas.ask, "2584C0020_DeSO2025") for ask in longer)


def test_only_of_the_largest_cities_fewer_values_are_asked() -> None:
    (table,) = [table for table in of_api("scb") if table.table == "TAB6574"]
    sexes = {
        place: asks(table, Scope((place,)), CAP)[0].select["Kon"].ask
        for place in ("0180", "1480", "1280", "0127")
    }
    both, each = ("1+2",), ("1", "2", "1+2")
    assert sexes == {"0180": both, "1480": both, "1280": each, "0127": each}
    assert all(ask.select["Kon"].ask == each for ask in asks(table, Scope(), CAP))


def test_the_latest_year_of_the_country_comes_with_the_main_dimensions() -> None:
    """Of population, birth, income, education, work, tenure and the index: all DeSO or RegSO."""
    main = ["TAB6574", "TAB6572", "TAB6684", "TAB6685", "TAB6534", "TAB6680", "TAB6638", "TAB6586"]
    for table in of_api("scb"):
        if table.table in main:
            last = asks(table, Scope(("0127",)), CAP)[-1]
            small = {"TAB6586": "2584R002_RegSO2025"}.get(table.table, "2584C0020_DeSO2025")
            assert matches(last.areas.ask, small) == 1, table.table
            assert last.latest == table.newest or last.time in ("*", f"from({table.years[0]})"), (
                table.table
            )
            main.remove(table.table)
    assert main == []


def test_a_fetch_of_the_country_never_takes_one_call_an_area() -> None:
    calls = sum(len(asks(table, Scope(), CAP)) for table in of_api("scb"))
    assert calls < 290


def test_every_variable_is_named_and_none_twice() -> None:
    for table in of_api("scb"):
        for ask in asks(table, Scope(("0127",)), CAP):
            named = [item["variableCode"] for item in selection(ask)]
            assert named == ["Region", *table.select, "ContentsCode", "Tid"]


def test_all_of_the_country_is_the_country() -> None:
    assert Scope.of(ALL) == Scope()
    assert Scope.of(["Botkyrka", "0127"]) == Scope(("0127",))


def test_a_place_of_the_demonstration_is_refused() -> None:
    with pytest.raises(UnknownArea, match="no producer has data on it"):
        Scope.of(["9901"])


def test_sizes_of_places_add_up_to_the_country() -> None:
    assert sum(request_plan.size("deso2018", place) for place in ALL) == 5984
    assert sum(request_plan.size("regso2020", place) for place in ALL) == 3363
