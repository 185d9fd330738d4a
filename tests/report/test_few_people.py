"""A figure says what its rates and shares are worth where they rest on few people."""

from types import SimpleNamespace

import pandas as pd
import pytest
from worded_page import page, told

from segnb.report.change.few_people import few_people, one_case
from segnb.vocabulary.catalogue import catalogue


def place(residents: float | None = None, in_flats: float | None = None) -> SimpleNamespace:
    """A page that holds the number of residents, and of those in flats."""
    values = {"population": ("value", residents), "apartment_share": ("numerator", in_flats)}

    def held(name: str, _level: str, year: int | None = None) -> SimpleNamespace | None:
        column, number = values[name]
        rows = pd.DataFrame({column: [number]})
        assert year is None
        return None if number is None else SimpleNamespace(latest=rows, year=2022)

    return page(read=SimpleNamespace(held=held), use=lambda one: one)


def said(report: SimpleNamespace, *names: str) -> list[str]:
    return few_people(report, [catalogue()[name] for name in names])  # type: ignore[arg-type]


@pytest.mark.parametrize(("residents", "one"), [(2_400, "42"), (9_999, "10"), (10_000, None)])
def test_one_case_is_told_in_the_rate_of_a_small_municipality(residents: int, one: str) -> None:
    case = told("trends.few_people.case", one=one, year=2022)
    assert said(place(residents), "vandalism", "theft") == ([case] if one else [])
    assert said(place(residents), "employed_share") == []
    assert said(place(), "vandalism") == []


def test_shares_of_few_pupils_are_said_to_be_so_and_those_of_teachers_are_not() -> None:
    pupils = told("trends.few_people.pupils", limit="10\u202f000")
    assert said(place(9_999), "upper_secondary_diploma", "school_eligibility") == [pupils]
    assert said(place(9_999), "teachers_degree", "pre_secondary_share", "preschool") == []
    assert said(place(10_000), "school_eligibility") == []


@pytest.mark.parametrize(("in_flats", "is_told"), [(181, True), (499, True), (500, False),
                                                   (None, False), (0, False)])  # fmt: skip
def test_crowding_among_few_in_flats_says_how_many_they_are(
    in_flats: float | None, is_told: bool
) -> None:
    flats = told("trends.few_people.flats", count=str(in_flats), year=2022)
    assert said(place(2_400, in_flats), "overcrowding") == ([flats] if is_told else [])
    assert said(place(2_400, in_flats), "rental_share") == []


def test_what_one_case_is_in_a_sentence_is_of_the_last_year_that_is_compared(make_report) -> None:
    report = make_report("9904", lang="en")
    entry = report.read.catalogue["reported_crime"]
    for year in (2000, 2024):
        people = report.read.held("population", "municipality", year=year).latest["value"].sum()
        told = one_case(report, entry, told="one", year=year)
        number = report.language.number(100_000 / people)
        assert told == f" One case was about {number} per 100 000 in {year}."
