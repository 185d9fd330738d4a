"""The catalogue is whole, speaks both languages, and a fault in it stops the program."""

import re

import pytest
import yaml
from pydantic import ValidationError

from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.catalogue import (
    DATA,
    Catalogue,
    Source,
    catalogue,
    producers,
    read_catalogue,
)
from segnb.vocabulary.errors import UnknownIndicator

FOCUS = ("base", "housing", "education", "labour", "democracy", "crime", "health")
ALWAYS = ("turnout_riksdag", "unemployed_share", "pre_secondary_share", "employed_share")
PRODUCERS = {
    "SCB",
    "Kolada",
    "Valmyndigheten",
    "Skolverket",
    "Brå",
    "Folkhälsomyndigheten",
    "Försäkringskassan",
}
LONGEST_LABEL, LONGEST_NAME = 56, 32
ENTRIES = list(catalogue().indicators.values())
SOURCES = [(entry, source) for entry in ENTRIES for source in entry.sources]

COUNTS = """
- id: people
  focus: base
  kind: counts
  label: {sv: Folk, en: People}
  definition: {sv: Folk., en: People.}
  population: {sv: Alla, en: All}
  unit: persons
  groups: {few: {sv: få, en: few}, all_of_them: {sv: alla, en: all}}
  totals: [all_of_them]
  levels: [municipality]
"""
SHARE = """
- id: few_share
  focus: base
  kind: share
  of: people
  numerator: [few]
  denominator: [all_of_them]
  label: {sv: Få, en: Few}
  definition: {sv: Få., en: Few.}
  population: {sv: Alla, en: All}
  unit: percent
"""


def made(text: str) -> Catalogue:
    return read_catalogue({"made.yml": text})


def words(node: object) -> list[dict[str, str]]:
    """All texts in two languages of an entry, however deep, but for titles, which are quoted."""
    if isinstance(node, dict):
        both = [node] if set(node) == {"sv", "en"} else []
        inner = [value for key, value in node.items() if key != "title"]
        return both + [found for value in inner for found in words(value)]
    return [found for value in node for found in words(value)] if isinstance(node, tuple) else []


# -- what the package carries


def test_there_are_at_least_sixty_indicators_over_all_focus_areas() -> None:
    assert len(ENTRIES) >= 60
    assert len(catalogue().stored()) >= 60
    assert all(len(catalogue().of_focus(focus)) >= 8 for focus in FOCUS)


def test_each_file_holds_the_focus_area_that_it_is_named_after() -> None:
    for focus in FOCUS:
        rows = yaml.safe_load((DATA / "catalogue" / f"{focus}.yml").read_text(encoding="utf-8"))
        assert {row["focus"] for row in rows} == {focus}


@pytest.mark.parametrize("indicator", ALWAYS)
def test_the_four_indicators_that_every_report_shows_are_there(indicator: str) -> None:
    entry = catalogue()[indicator]
    assert entry.kind == "share"
    assert set(catalogue()[entry.of].levels) & {"regso2020", "district2022"}


def test_every_text_stands_in_both_languages_and_is_written_out() -> None:
    for entry in ENTRIES:
        found = words(entry.model_dump())
        assert len(found) >= 3
        for text in (text for both in found for text in both.values()):
            assert text == text.strip() != ""
            assert not re.search(r"\bTODO\b|  |\d-\d", text), text
        assert all(text.endswith(".") for text in entry.definition.model_dump().values())


def test_labels_fit_where_they_are_shown() -> None:
    for entry in ENTRIES:
        for lang in ("sv", "en"):
            assert len(entry.label.in_language(lang)) <= LONGEST_LABEL
            assert len(entry.name.in_language(lang)) <= LONGEST_NAME


def test_dwellings_of_unknown_tenure_are_in_neither_wording_of_what_a_share_is_of() -> None:
    shares = [entry for entry in ENTRIES if entry.of == "tenure"]
    assert len(shares) == 3
    assert all(entry.population == entry.denominator_text for entry in shares)


def test_money_divided_by_residents_says_so_with_its_prices() -> None:
    sourced = [one for one in ENTRIES if one.sources and one.sources[0].title]
    divided = [one for one in sourced if one.sources[0].title.sv.endswith("kr/inv")]
    assert {one.id for one in divided} == {"assistance_cost", "assistance_cost_gross"}
    assert {one.unit for one in divided} == {"sek_per_resident"}
    assert all("löpande priser" in one.name.sv for one in divided)


def test_no_two_indicators_of_a_focus_area_have_the_same_label() -> None:
    for lang in ("sv", "en"):
        labels = [(entry.focus, entry.label.in_language(lang)) for entry in ENTRIES]
        assert len(set(labels)) == len(labels)


def test_every_indicator_says_what_its_card_needs() -> None:
    for entry in ENTRIES:
        assert entry.goals
        if entry.kind == "share":
            assert entry.numerator_text is not None
            assert entry.denominator_text is not None
            assert not entry.sources
            assert not entry.levels
        else:
            assert entry.sources
            assert entry.levels
            assert entry.reference.startswith("https://")


def test_every_source_can_be_found_and_named() -> None:
    for entry, source in SOURCES:
        assert source.producer in PRODUCERS
        assert source.url.startswith("https://")
        assert source.title is not None
        assert source.table
        assert source.licence in ("CC0", "Attribution")
        assert set(source.levels) <= set(entry.levels)
        if source.first_year and source.last_year:
            assert source.first_year <= source.last_year


def test_a_dimension_has_labels_and_labels_have_a_dimension() -> None:
    for entry, source in SOURCES:
        assert bool(source.dimension) == bool(source.groups)
        if entry.kind == "counts" and source.producer == "SCB" and source.dimension:
            assert set(source.groups.values()) <= set(entry.groups)


def test_breaks_stand_in_no_year_twice_and_lie_within_the_series() -> None:
    for entry in ENTRIES:
        keys = [(found.year, found.kind) for found in entry.breaks]
        assert len(set(keys)) == len(keys), entry.id
        assert all(1968 <= found.year <= 2025 for found in entry.breaks), entry.id


@pytest.mark.parametrize(
    ("indicator", "year"),
    [("labour_status", 2020), ("tenure", 2024), ("population", 2025), ("education", 2023),
     ("theft", 2010), ("vandalism", 2010)],
)  # fmt: skip
def test_known_breaks_are_in_the_catalogue(indicator: str, year: int) -> None:
    assert year in {found.year for found in catalogue()[indicator].breaks}


def test_area_levels_come_in_both_vintages_or_say_why_not() -> None:
    for entry in catalogue().stored():
        for old, new in (("deso2018", "deso2025"), ("regso2020", "regso2025")):
            if (old in entry.levels) != (new in entry.levels):
                assert max(s.last_year for s in entry.sources) <= 2023, entry.id


def test_shares_of_published_percentages_know_their_rounding() -> None:
    for entry in ENTRIES:
        assert bool(entry.percent) == bool(entry.base), entry.id
        if entry.kind == "share":
            assert bool(entry.percent) == (0 < entry.rounding < 1), entry.id
        elif entry.rounding:
            assert (entry.kind, entry.unit, entry.rounding) == ("value", "percent", 0.01), entry.id


def test_children_and_young_people_are_marked() -> None:
    young = {entry.id for entry in ENTRIES if entry.young}
    assert {"children_share", "school_eligibility", "neet", "child_poverty"} <= young
    assert {entry.focus for entry in ENTRIES if entry.young} >= {"base", "education", "labour"}


def test_an_unknown_indicator_is_refused_with_the_command_that_lists_them() -> None:
    with pytest.raises(UnknownIndicator, match="segnb list indicators"):
        catalogue()["populatoin"]


# -- what is refused


def test_the_examples_of_this_page_are_read() -> None:
    assert list(made(COUNTS + SHARE).indicators) == ["people", "few_share"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (COUNTS.replace("unit: persons", "unit: persons\n  untis: x"), "untis"),
        (COUNTS.replace("unit: persons", "unit: people"), "unit"),
        (COUNTS.replace("id: people", "id: People"), "id"),
        (COUNTS.replace("label: {sv: Folk, en: People}", "label: {sv: Folk}"), "en"),
        (COUNTS.replace("[municipality]", "[town]"), "unknown levels"),
        (COUNTS.replace("[all_of_them]", "[everyone]"), "unknown groups"),
        (COUNTS + "  goals: [18]\n", "goals"),
        (COUNTS + "  breaks: [{year: 2020, kind: method, text: {sv: a, en: b}, levels: [x]}]\n",
         "unknown levels"),
        (COUNTS + "  sources: [{producer: SCB, levels: [town]}]\n", "unknown levels"),
        (COUNTS + "  sources: [{producer: SCB, dimension: d, groups: {a: b}}]\n", "unknown groups"),
        (re.sub(r"  groups.*\n  totals.*\n", "", COUNTS), "need groups"),
        (COUNTS + COUNTS, "twice"),
        (SHARE, "not a counts entry"),
        (COUNTS + SHARE.replace("[few]", "[many]"), "no groups"),
        (COUNTS + SHARE.replace("[few]", "[-many]"), "no groups"),
        (COUNTS + SHARE.replace("  of: people\n", ""), "needs `of`"),
        (COUNTS + SHARE.replace("  denominator: [all_of_them]\n", ""), "denominator"),
        ("- people", "people"),
    ],
)  # fmt: skip
def test_a_fault_stops_the_program_and_names_its_file(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        made(text)


def test_a_fault_of_an_entry_names_file_and_entry() -> None:
    with pytest.raises(ValueError, match=r"made\.yml, people"):
        made(COUNTS.replace("decimals", "x") + "  extra: 1\n")


def test_a_key_that_stands_twice_in_an_entry_stops_the_program() -> None:
    with pytest.raises(yaml.YAMLError, match="'unit' stands twice"):
        made(COUNTS + "  unit: persons\n")


def test_a_share_may_take_a_group_from_the_whole() -> None:
    entry = made(COUNTS + SHARE.replace("[few]", "[all_of_them, -few]"))["few_share"]
    assert entry.numerator == ("all_of_them", "-few")


def test_levels_are_those_of_the_vocabulary() -> None:
    assert {level for entry in ENTRIES for level in entry.levels} <= set(LEVELS)


def test_a_source_has_its_producers_licence_and_address_unless_it_names_its_own() -> None:
    shared = Source(producer="SCB", table="TAB1")
    assert shared.licence == "CC0"
    assert shared.url.endswith("/tables/TAB1")
    own = Source(producer="SCB", licence="CC BY 4.0", url="https://www.scb.se")
    assert (own.licence, own.url) == ("CC BY 4.0", "https://www.scb.se")
    with pytest.raises(ValidationError, match="licence"):
        Source(producer="Ingen")


def test_the_producers_of_the_catalogue_are_those_with_a_licence() -> None:
    assert set(producers()) == PRODUCERS


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_ages_of_education_change_in_the_year_of_their_break(lang: str) -> None:
    """What SCB's footnote says: aged 25–65 from 2023, whichever table the figures are in."""
    entries = [one for one in catalogue().indicators.values() if one.focus == "education"]
    (year,) = {found.year for one in entries for found in one.breaks
               if "25–65" in found.text.in_language(lang)}  # fmt: skip
    texts = [words.in_language(lang) for one in entries
             for words in (one.population, one.denominator_text) if words]  # fmt: skip
    of_both = [text for text in texts if "25–64" in text]
    assert len(of_both) > 4
    assert all(f"{word} {year}" in text for text in of_both
               for word in ({"sv": "från", "en": "from"}[lang],))  # fmt: skip


def test_a_share_of_people_rises_or_falls_as_a_share() -> None:
    people = re.compile(
        "(Behöriga|Trångbodda|Godkända|Barn|Lärare|Sysselsatta|Skuldsatta|Utrikes födda|Arbetslösa|"
        "Långtidsarbetslösa|Förskollärare|Gymnasielärare|Varken) ?"
    )
    told = [
        one for one in catalogue().indicators.values()
        if one.unit == "percent" and one.kind == "value" and "municipality" in one.levels
    ]  # fmt: skip
    assert len(told) > 20
    for one in told:
        assert not people.match(one.changing.sv), one.id
        assert one.changing.sv.startswith("Andelen") == one.changing.en.startswith("The share")
