"""Schools beside homes: the page says which is more uneven, and how sure that is."""

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
    assert (
        f"Skolor är mer uppdelade än områden, skillnaden är mellan {low} och {high}." in said.text
    )


def test_a_difference_that_holds_zero_is_not_told(report: Report) -> None:
    schools = verbs.measure_schools(report)
    wide = pd.Series({"lower": 0.0, "upper": 90.0, "lower80": 5.0, "upper80": 80.0})
    alike = type(schools)(
        schools.held, schools.between, schools.homes_held,
        pd.concat([schools.homes.drop(wide.index), wide]),
    )  # fmt: skip
    said = report.say(verbs.say_schools(report, alike))
    assert "Det går inte att avgöra om skolor eller områden är mest uppdelade" in said.text


def test_homes_with_hidden_counts_have_no_index_to_stand_beside(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = pd.DataFrame({"estimate": [float("nan")], "withheld": False, "units": 8})
    monkeypatch.setattr(school_division, "index_of", lambda _held: hidden)
    schools = verbs.measure_schools(report)
    assert (schools.homes, schools.homes_held, schools.few_areas) == (None, None, 0)
    monkeypatch.setattr(school_division, "index_of", lambda _: hidden.assign(withheld=True))
    assert verbs.measure_schools(report).few_areas == 8


def test_without_homes_nothing_is_said_of_them(report: Report) -> None:
    schools = verbs.measure_schools(report)
    alone = type(schools)(schools.held, schools.between, None, None)
    said = report.say(verbs.say_schools(report, alone))
    assert alone.against_homes is None
    assert said.text.endswith("2023).")
    assert "områden" not in said.text
