"""Published facts agree with each other and with the files; the glossary speaks both languages."""

import pandas as pd
import pytest

from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.published_facts import facts, glossary, read_facts, read_glossary

TERMS = ("segregation", "dissimilarity", "regso", "deso", "area_type",
         "economic_standard", "value_under_randomness", "interval", "break")  # fmt: skip
DEFINED = ("segregation", "regso", "deso", "area_type", "economic_standard", "dissimilarity")
FACT = """
- id: one
  label: {sv: Ett, en: One}
  unit: areas
  mark: published
  source: SCB
  points: [{year: 2020, value: 3}]
"""


def by_type(year: int) -> list[float]:
    return [facts()["area_types"].at(year, str(kind)) for kind in range(1, 6)]


def test_the_inequality_index_of_the_country() -> None:
    index = facts()["inequality_index_nation"]
    assert (index.at(1990), index.at(2018)) == (27, 41)
    assert round(100 * (41 - 27) / 27) == 52


@pytest.mark.parametrize(
    ("year", "kinds"),
    [(2022, [160, 289, 855, 1770, 289]), (2023, [162, 293, 835, 1781, 292])],
)
def test_area_types_sum_to_all_regso(year: int, kinds: list[int]) -> None:
    assert by_type(year) == kinds
    assert sum(by_type(year)) == facts()["regso"].at(2020)


@pytest.mark.parametrize("year", [2022, 2023])
def test_area_types_are_those_of_the_files(shared, year: int) -> None:
    file = shared / "data" / "scb_areas" / f"regso_socioekonomisk_index_{year}.csv"
    rows = pd.read_csv(file, encoding="utf-8-sig", dtype=str, names=["area", "kind"], skiprows=1)
    found = rows["kind"].value_counts()
    assert [found[str(kind)] for kind in range(1, 6)] == by_type(year)


def test_municipalities_with_few_areas_are_counted_in_the_reference(shared) -> None:
    file = shared / "api" / "kommuner_290_regso2020_typ2022.csv"
    held = pd.read_csv(file, dtype={"Lan": str, "Kommun": str})
    known = facts()
    assert held["RegSO_2020"].sum() == known["regso"].at(2020)
    assert held["DeSO_2018"].sum() == known["deso"].at(2018)
    assert (held["RegSO_2020"] <= 5).sum() == known["municipalities_with_few_regso"].value
    assert (held["RegSO_2020"] < 10).sum() == known["municipalities_with_under_ten_regso"].value
    assert (held["typ1"] > 0).sum() == known["municipalities_with_type_1"].value
    either = held["typ1"] + held["typ2"] > 0
    assert either.sum() == known["municipalities_with_type_1_or_2"].value


@pytest.mark.parametrize("year", [2018, 2022])
def test_turnout_is_voters_of_those_entitled(year: int) -> None:
    known = facts()
    share = 100 * known["voters_nation"].at(year) / known["eligible_nation"].at(year)
    assert round(share, 2) == known["turnout_nation"].at(year)


def test_turnout_and_employment_differ_between_the_types() -> None:
    turnout = facts()["turnout_by_type"]
    assert (turnout.at(2022, "1"), turnout.at(2022, "5")) == (58, 91)
    assert facts()["employment_gap_types"].value == 31
    assert facts()["employment_gap_types"].mark == "second_hand"


def test_the_claim_of_one_sixth_counts_municipalities_not_recipients() -> None:
    assert round(100 * 48 / len(municipalities()), 1) == 16.6
    assert facts()["delmos_recipients"].value == 150


def test_the_areas_of_the_police_sum_to_59() -> None:
    assert sum(point.value for point in facts()["police_areas"].points) == 59


def test_a_number_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(KeyError):
        facts()["inequality_index_nation"].at(2000)
    with pytest.raises(ValueError, match="unpack"):
        _ = facts()["area_types"].value


@pytest.mark.parametrize("name", [*facts(), *glossary()])
def test_texts_stand_in_both_languages_and_are_written_out(name: str) -> None:
    for entry in (found[name] for found in (facts(), glossary()) if name in found):
        texts = entry.model_dump(include={"label", "term", "text", "note"}, exclude_none=True)
        for lang in ("sv", "en"):
            assert all(words[lang].strip() for words in texts.values())


def test_the_words_of_the_report_are_explained() -> None:
    assert 30 <= len(glossary()) <= 45
    assert set(TERMS) <= set(glossary())
    assert all(glossary()[term].source for term in DEFINED)
    for term in glossary().values():
        assert term.text.sv.endswith(".")
        assert term.text.en.endswith(".")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FACT.replace("mark: published", "mark: heard"), "mark"),
        (FACT.replace("source: SCB", "source: ''"), "source"),
        (FACT.replace("[{year: 2020, value: 3}]", "[]"), "points"),
        (FACT.replace("value: 3}", "value: 3}, {year: 2020, value: 4}"), "stand twice"),
        (FACT.replace("value: 3", "value: many"), "value"),
        (FACT + "  extra: 1\n", "extra"),
        (FACT + FACT, "one stands twice"),
        ("- words", "words"),
    ],
)
def test_a_fault_in_the_facts_stops_the_program(text: str, says: str) -> None:
    assert read_facts(FACT)["one"].value == 3
    with pytest.raises(ValueError, match=says):
        read_facts(text)


def test_a_fault_in_the_glossary_names_its_term() -> None:
    with pytest.raises(ValueError, match="interval"):
        read_glossary("- {id: interval, term: {sv: Intervall}, text: {sv: a, en: b}}")
