"""What a reader meets: titles that count what they leave out, lists, signs and type badges."""

import re
from collections.abc import Sequence
from types import SimpleNamespace

import pandas as pd
import pytest
from worded_page import EN, held, page

from segnb.report.change.change_words import _certain_title
from segnb.report.exhibits import make_table
from segnb.report.geography import spatial_scale, spread_over_areas
from segnb.report.page.block_html import fragment
from segnb.report.page.blocks import Column, Row, Table
from segnb.report.page.indicator_cards import make_card
from segnb.report.page.numbered_block import NumberedBlock
from segnb.report.phrases import fitting_title, with_unit
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import Language
from segnb.vocabulary.seeds import seed_table

SV = Language("sv")
LONG = ["employment rate in the municipality", "not working or studying", "thefts", "vandalism"]


def speaker(language: Language) -> SimpleNamespace:
    return SimpleNamespace(language=language, lang=language.lang, text=language.text)


@pytest.mark.parametrize(
    ("names", "rest"), [(LONG[:2], "1 more measure"), (LONG, "3 more measures")]
)
def test_a_title_says_what_the_rest_that_it_counts_is(names: Sequence[str], rest: str) -> None:
    title = fitting_title(speaker(EN), "trends.multiples.title_unknown", {"names": names})
    assert f" and {rest}: " in title


def test_a_title_of_changes_counts_the_series_that_it_leaves_out() -> None:
    said = [f"andelen med {name} ökade 1998–2023" for name in LONG]
    assert _certain_title(speaker(SV), said).endswith("; säker slutsats om 3 serier till")
    assert _certain_title(speaker(SV), said[2:]) == (
        "Andelen med thefts ökade 1998–2023 och andelen med vandalism ökade 1998–2023"
    )
    assert _certain_title(speaker(EN), [said[0], said[1]]).endswith(
        "; a certain conclusion on 1 more series"
    )


@pytest.mark.parametrize(
    ("cell", "is_told"),
    [("–", True), ("..", True), ("·", True), ("22.3p (2024)", True), ("26,5–27,1", False),
     ("−3.0", False), ("Up", False)],
)  # fmt: skip
def test_signs_are_explained_under_the_tables_that_have_them(cell: str, is_told: bool) -> None:
    notes = ("captions.signs()", "another")
    made = make_table(page(), "key", ["a", "b"], [("x", "1.0"), ("y", cell)], notes=notes)
    assert made.notes == (notes if is_told else notes[1:])


def _ends(*values: tuple[str, float | None], half: float = 1.0) -> pd.DataFrame:
    frame = pd.DataFrame(values, columns=["label", "value"]).astype({"value": float})
    ends = {"lower": frame["value"] - half, "upper": frame["value"] + half}
    return frame.assign(decimals=1, **ends)


def test_the_title_of_the_ends_names_the_share_that_differs_most_of_those_shown() -> None:
    shown = [held("employed_share"), held("rental_share"), held("children_share")]
    frame = _ends(("a", 60), ("a", 80), ("b", 5), ("b", None), ("b", 75.1), ("c", 3), ("c", 4))
    report = speaker(EN)
    report.level_name = lambda _level: "DeSO"
    title = spread_over_areas._ends_title(report, shown, frame)  # type: ignore[arg-type]
    assert title == (
        "Of 3 measures, the share of rented dwellings varies most between DeSO: "
        "from 5.0 to 75.1 per cent"
    )
    alone = spread_over_areas._ends_title(report, shown[:1], frame[:2])  # type: ignore[arg-type]
    assert alone == "a: from 60.0 to 80.0 per cent across the DeSO of the municipality"


@pytest.mark.parametrize(("language", "title"), [
    (EN, "By DeSO: employed and rented dwellings"),
    (SV, "Per DeSO: sysselsatta och hyresrätt"),
])  # fmt: skip
def test_no_share_is_said_to_differ_most_where_ranges_are_about_the_same(
    language: Language, title: str
) -> None:
    shown = [held("employed_share"), held("rental_share")]
    frame = _ends(("a", 9.2), ("a", 13.0), ("b", 10), ("b", 13.5))
    report = speaker(language)
    report.level_name = lambda _level: "DeSO"
    assert spread_over_areas._ends_title(report, shown, frame) == title  # type: ignore[arg-type]


@pytest.mark.parametrize(("part", "is_told"), [(99.4, True), (99.6, False)])
def test_no_rest_inside_regso_is_told_of_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, part: float, is_told: bool
) -> None:
    monkeypatch.setattr(spatial_scale, "_between", lambda *_: (part, 2022))
    monkeypatch.setattr(spatial_scale, "_alone", lambda *_: "")
    report = page(read=SimpleNamespace(catalogue=catalogue()))
    told = spatial_scale.say_nested(report, "employed_share")  # type: ignore[arg-type]
    assert (told is not None) == is_told


@pytest.mark.parametrize("language", [SV, EN])
def test_what_lies_between_regso_names_its_index_its_year_and_each_part(
    monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    parts = {"employed_share": (84.6, 2022), "rental_share": (90.2, 2023)}
    monkeypatch.setattr(spatial_scale, "_between", lambda _report, name: parts[name])
    monkeypatch.setattr(spatial_scale, "_alone", lambda *_: "")
    report = speaker(language)
    report.read = SimpleNamespace(catalogue=catalogue())
    told = spatial_scale.say_nested(report, *parts)  # type: ignore[arg-type]
    assert told is not None
    assert re.search("Theil.?s H", told.text)
    assert re.search(r" 85, 2022 .* 90, 2023", told.text)


def test_a_card_says_a_direction_only_where_there_is_one() -> None:
    label = EN.text("cards.label_direction")
    names = {entry.direction: entry for entry in catalogue().indicators.values()}
    assert {"none"} < set(names)
    for direction, entry in names.items():
        rows = dict(make_card(entry, EN, catalogue()).rows)
        assert (label in rows) == (direction != "none")


def test_a_card_says_that_intervals_are_widened_only_where_there_are_some() -> None:
    label, widened = EN.text("cards.label_rounding"), EN.text("cards.rounded_intervals")
    for name, has in (("low_economic_standard", True), ("low_trust", False)):
        said = dict(make_card(catalogue()[name], EN, catalogue()).rows)[label]
        assert (widened in said) == has


@pytest.mark.parametrize("language", [SV, EN])
def test_the_methods_say_how_what_is_missing_gets_in(language: Language) -> None:
    how = [language.text(f"methods.how.{name}", rate="5 %", fewest_areas="6") for name in
           language.below("methods.how")]  # fmt: skip
    assert any("segnb import" in line and "segnb fetch" in line for line in how)


def test_the_number_of_a_type_is_not_read_twice() -> None:
    rows = (Row(("Typ 1", "2"), type_number=1),)
    table = Table("key", "Title", "", (Column("Typ", "left"), Column("Antal")), rows, lang="sv")
    html = fragment(NumberedBlock(table), SV)
    assert '<span class="disc type1" aria-hidden="true">1</span> <span>Typ 1</span>' in html


def test_an_english_report_names_counties_in_english() -> None:
    named = ["Stockholms län", "Skåne län", "Västra Götalands län", "Exempellän"]
    assert [EN.county(name) for name in named] == [
        "Stockholm county", "Skåne county", "Västra Götaland county", "Exempellän",
    ]  # fmt: skip
    assert [SV.county(name) for name in named] == named


@pytest.mark.parametrize("language", [SV, EN])
@pytest.mark.parametrize(
    "key",
    [
        "interventions.timeline.subtitle",
        "interventions.timeline.source",
        "claims.claim.K10.known_source",
        "methods.how.chance",
    ],
)
def test_a_table_that_the_printed_report_lacks_is_said_to_be_on_the_web_page(
    language: Language, key: str
) -> None:
    where = {"sv": "på webbsidan", "en": "on the web page"}[language.lang]
    words = dict.fromkeys(("bold", "without", "rate", "fewest_areas"), "")
    assert where in language.text(key, **words)


def test_what_is_elsewhere_is_on_the_web_page() -> None:
    for key in ("elsewhere", "elsewhere_page"):
        assert "On the web page" in EN.text(f"page.{key}", number="1", title="A")


def test_years_in_the_names_of_efforts_have_a_dash() -> None:
    efforts = seed_table("interventions")
    for column in ("name_sv", "name_en"):
        assert not efforts[column].str.contains(r"\d{4}-\d").any()


def test_crimes_are_told_by_where_they_were_committed_alone() -> None:
    crimes = [one for one in catalogue().indicators.values() if one.focus == "crime"]
    counted = [one for one in crimes if one.unit == "per_100000"]
    assert len(counted) > 5
    for one in counted:
        cut = any(found.year == 2015 for found in one.breaks)
        both = "Anmälda brott som begåtts i kommunen", "Anmälda brott efter kommunen där de begåtts"
        assert one.population.sv == both[cut]  # before the break those without a place are in
        assert "committed" in one.population.en
        assert ("by the municipality" in one.population.en) == cut


def test_a_name_that_ends_in_its_unit_has_it_once() -> None:
    days = catalogue()["sickness_days"]
    assert with_unit(speaker(EN), days, "Sickness days") == "Sickness days"  # type: ignore[arg-type]
    assert with_unit(speaker(SV), days, "Ohälsotal") == "Ohälsotal, dagar"  # type: ignore[arg-type]
    share = catalogue()["obesity"]
    assert with_unit(speaker(EN), share, "Obesity") == "Obesity, %"  # type: ignore[arg-type]
