"""Schools beside homes: how far the two indices are apart, and no verdict."""

import re
from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from segnb.report import Report, verbs
from segnb.report.focus_areas import school_division
from segnb.sources.demo import demo_store
from segnb.vocabulary.i18n import Language


@pytest.fixture(scope="module")
def report() -> Report:
    return Report.make("education", demo_store(), municipality="9901")


def test_the_finding_says_the_difference_from_homes_with_its_interval(report: Report) -> None:
    schools = verbs.measure_schools(report)
    found = schools.against_homes
    assert found["estimate"] == pytest.approx(
        schools.between["estimate"] - schools.homes["estimate"]
    )
    said = report.say(verbs.say_schools(report, schools))
    low, high = (Language("sv").number(found[end], 1, sign=True) for end in ("lower", "upper"))
    assert found["lower"] > 0
    assert f"(mellan {low} och {high})" in said.text
    numbers = re.search(r"är (\S+) av 100.*\): (\S+) \(.*skiljer sig med \+(\S+) \(", said.text)
    schools_d, homes_d, apart = (Decimal(each.replace(",", ".")) for each in numbers.groups())
    assert schools_d - homes_d == apart


@pytest.mark.parametrize(("lang", "refused", "verdict"), [
    ("sv", "visar inte om skola eller bostad delar mest", "er uppdelade än|mindre uppdelade"),
    ("en", "do not show whether schools or homes divide more", "more divided than|less divided"),
])  # fmt: skip
def test_schools_and_homes_are_set_side_by_side_without_a_verdict(
    lang: str, refused: str, verdict: str
) -> None:
    report = Report.make("education", demo_store(), municipality="9901", lang=lang)
    said = report.say(verbs.say_schools(report, verbs.measure_schools(report)))
    assert refused in said.text
    assert not re.search(verdict, " ".join((said.title, said.text, said.rule.says_not)))


def test_other_years_are_named_among_what_differs(report: Report) -> None:
    schools = verbs.measure_schools(report)
    year = schools.homes_held.year
    texts = [school_division._against(report, replace(schools, held=replace(schools.held, year=at)))
             for at in (year, year + 1)]  # fmt: skip
    assert ["och år" in text for text in texts] == [False, True]


def test_homes_with_hidden_counts_have_no_index_to_stand_beside(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = pd.DataFrame({"estimate": [float("nan")], "withheld": False, "units": 8})
    monkeypatch.setattr(school_division, "index_of", lambda _held: hidden)
    schools = verbs.measure_schools(report)
    assert (schools.homes, schools.homes_held, schools.few_areas) == (None, None, 0)
    monkeypatch.setattr(school_division, "index_of", lambda _: hidden.assign(withheld=True))
    assert verbs.measure_schools(report).few_areas == 8


@pytest.mark.parametrize(("lang", "words"), [
    ("sv", "{} skolor med uppgift, {} utan"), ("en", "{} schools with a figure, {} without"),
])  # fmt: skip
def test_schools_without_a_share_are_told_as_others_than_those_of_the_index(
    lang: str, words: str
) -> None:
    report = Report.make("education", demo_store(), municipality="9901", lang=lang)
    schools = verbs.measure_schools(report)
    row = schools.between.copy()
    row[["units", "schools", "left_out"]] = 12, 14, 2
    said = report.say(verbs.say_schools(report, replace(schools, between=row)))
    assert said.rule.here.endswith(words.format(12, 2))


def test_without_homes_nothing_is_said_of_them(report: Report) -> None:
    schools = verbs.measure_schools(report)
    alone = type(schools)(schools.held, schools.between, None, None)
    said = report.say(verbs.say_schools(report, alone))
    assert alone.against_homes is None
    assert said.text.endswith("2023).")
    assert "områden" not in said.text
