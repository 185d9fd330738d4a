"""Shares in the five area types: weighted by people, both ends, and what a rule may say of them."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from report_making import MakeReport
from types_store import add_counts, add_types, make_report_of, make_store

from segnb.analysis.type_populations import BUILT_OF
from segnb.report import Report, verbs
from segnb.report.area_types import gap_titles
from segnb.report.area_types.gap_between_types import show_gaps
from segnb.report.area_types.values_by_type import ByType
from segnb.report.page.blocks import Figure, Gap
from segnb.sources.demo import demo_store
from segnb.vocabulary.i18n import HARD

SHARES = ("rental_share", "employed_share", "low_economic_standard")
TENURE = {"rental": [90, 70, 30, 10], "cooperative": [10, 30, 0, 0], "owned": [0, 0, 70, 90],
          "unknown": [0, 0, 0, 0]}  # fmt: skip


@pytest.fixture(scope="module")
def measured() -> tuple[Report, ByType]:
    """A report of the demonstration and its shares by type, measured once."""
    report = Report.make("area_types", demo_store(), municipality="9901")
    return report, verbs.measure_by_type(report, *SHARES)


def test_types_taken_together_are_the_whole_municipality(measured) -> None:
    report, found = measured
    for share in SHARES:
        rows = found.of(share)
        parts = rows[rows["type"].isin(list("12345"))]
        assert parts["numerator"].sum() == pytest.approx(rows.loc["all", "numerator"])
        assert parts["denominator"].sum() == pytest.approx(rows.loc["all", "denominator"])
    own = report.get("rental_share", "municipality", year=2025).latest["value"].iloc[0]
    assert found.of("rental_share").loc["all", "value"] == pytest.approx(own, abs=0.05)


def test_a_share_of_a_type_is_weighted_by_people(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, 4]})
    add_counts(store, snapshot, "tenure", TENURE)
    found = verbs.measure_by_type(make_report_of(store), "rental_share")
    rows = found.of("rental_share")
    assert rows.loc["1", "value"] == pytest.approx(100 * 160 / 200)
    assert rows.loc["4", "value"] == pytest.approx(100 * 40 / 200)
    assert found.gap("rental_share")["estimate"] == pytest.approx(60)


def test_a_store_of_one_municipality_knows_no_country(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, 4]})
    add_counts(store, snapshot, "tenure", TENURE)
    report = make_report_of(store)
    found = verbs.measure_by_type(report, "rental_share")
    assert found.of("rental_share", "nation")["value"].isna().all()
    assert "nation_by_type" in report.trail.gaps
    assert "riket uppgift saknas" in verbs.show_gaps(report, found).alt
    finding = report.say(verbs.say_gap(report, found, "rental_share"))
    assert "riket uppgift saknas" in finding.text
    assert finding.certainty == "certain"


def test_types_of_the_nearest_year_are_used_and_named(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2019: [3, 3], 2021: [2, 5]})
    add_counts(store, snapshot, "tenure", TENURE)
    found = verbs.measure_by_type(make_report_of(store), "rental_share")
    assert found.frame["type_year"].unique().tolist() == [2021]
    assert found.present == [2, 5]
    assert "2021 (RegSO 2020)" in show_gaps(make_report_of(store), found).subtitle


def test_areas_and_types_of_different_vintages_are_never_joined(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, 4]})
    add_counts(store, snapshot, "tenure", TENURE, level="deso2025", year=2025)
    found = verbs.measure_by_type(make_report_of(store), "rental_share")
    assert isinstance(found, Gap)
    assert found.key == "rental_share_regso"


def test_without_types_there_is_a_gap_and_every_view_passes_it_on(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_counts(store, snapshot, "tenure", TENURE)
    report = make_report_of(store)
    found = verbs.measure_by_type(report, "rental_share")
    assert isinstance(found, Gap)
    assert found.key == "area_type_regso"
    assert verbs.show_gaps(report, found) is found
    assert verbs.show_type_bars(report, found) is found
    assert verbs.say_gaps(report, found, "rental_share") == []


def test_a_share_that_is_not_held_by_area_is_a_gap_and_the_others_go_on(make_report) -> None:
    report = make_report()
    found = verbs.measure_by_type(report, "turnout_riksdag", "rental_share")
    assert found.indicators == ["rental_share"]
    assert "turnout_riksdag_regso" in report.trail.gaps
    assert verbs.say_gap(report, found, "turnout_riksdag") is None


def test_types_that_a_municipality_lacks_are_named_and_never_drawn(make_report) -> None:
    report = make_report("9904")
    found = verbs.measure_by_type(report, "rental_share")
    figure = verbs.show_type_bars(report, found)
    assert figure.table.rows[0].cells[1:3] == ("·", "·")
    assert "Typer som inte finns i kommunen: 1, 2 och 5." in figure.source
    assert [text.endswith("(finns inte i kommunen)") for _, text in figure.legend] == [
        True, True, False, False, True,
    ]  # fmt: skip
    assert "type-1" not in figure.page.content


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_figure_names_both_ends_and_the_municipality(make_report, measured, lang: str) -> None:
    report, found = make_report(lang=lang), measured[1]
    figure = verbs.show_gaps(report, found)
    gap = found.gap("rental_share")
    for value in (gap["value_low"], gap["value_high"], gap["value_all"]):
        assert report.language.percent(value) in figure.alt
    assert isinstance(figure, Figure)
    assert len(figure.title) <= 90
    assert len(figure.alt) <= 300
    assert len(figure.table.rows) == len(SHARES)


def test_figures_of_different_chapters_have_different_names(make_report, measured) -> None:
    keys, found = set(), measured[1]
    for chapter in ("housing", "education"):
        report = make_report(chapter=chapter)
        keys |= {verbs.show_gaps(report, found).key, verbs.show_type_bars(report, found).key}
    assert len(keys) == 4


# -- rules, on numbers made by hand


def by_type_of(found: ByType, *gaps: dict) -> ByType:
    """Measured shares whose gaps are replaced by others."""
    names = SHARES[: len(gaps)]
    rows = [found.gap(name).to_dict() | gap for name, gap in zip(names, gaps, strict=True)]
    return ByType(found.held[: len(gaps)], found.types, found.frame, pd.DataFrame(rows))


def ends(estimate: float, half: float, certainty: str = "certain") -> dict:
    return {"estimate": estimate, "lower": estimate - half, "upper": estimate + half,
            "value_low": 40.04 + estimate, "value_high": 40.04,
            "certainty": certainty}  # fmt: skip


def test_gaps_of_dwellings_and_of_people_are_not_ranked(measured) -> None:
    report, found = measured
    apart = by_type_of(found, ends(70, 2), ends(-20, 2), ends(30, 2))
    assert "säkerställt högre: " in show_gaps(report, apart).title
    same = by_type_of(found, ends(70, 2), ends(-20, 2), ends(30, 2)).gaps.iloc[:1]
    assert gap_titles._of_one_population(found, same)
    assert not gap_titles._of_one_population(found, found.gaps)


def test_a_title_orders_gaps_only_where_their_intervals_do_not_meet(
    measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, found = measured
    monkeypatch.setattr(gap_titles, "_of_one_population", lambda *_: True)
    apart = by_type_of(found, ends(70, 2), ends(-20, 2), ends(30, 2))
    assert show_gaps(report, apart).title == (
        "Av 3 mått är avståndet mellan typ 1 och typ 5 störst för hyresrätt, minst för sysselsatta"
    )
    two = by_type_of(found, ends(70, 2), ends(-20, 2))
    assert show_gaps(report, two).title == (
        "Avståndet mellan typ 1 och typ 5 är större för hyresrätt än för sysselsatta"
    )
    meeting = by_type_of(found, ends(31, 2), ends(-20, 2), ends(30, 2))
    title = show_gaps(report, meeting).title
    assert title.startswith("Typ 1 jämfört med typ 5, säkerställt högre: ")
    assert "; lägre: " in title


def test_a_title_names_the_measures_that_certainly_differ_and_which_way(measured) -> None:
    report, found = measured
    some = by_type_of(found, ends(30, 2), ends(1, 4, "unknown"), ends(31, 2))
    assert show_gaps(report, some).title == (
        "Säkerställt högre i typ 1 än i typ 5: hyresrätt och låg ekonomisk standard"
    )
    none = by_type_of(found, ends(1, 4, "unknown"), ends(2, 3, "likely"))
    assert show_gaps(report, none).title == "Inget mått skiljer säkerställt typ 1 från typ 5"


def test_the_country_is_there_where_any_of_its_types_has_a_value(measured) -> None:
    _, found = measured
    assert found.has_country(SHARES[0])
    nation = found.frame["place"] == "nation"
    without = replace(found, frame=found.frame.assign(value=found.frame["value"].where(~nation)))
    assert not without.has_country(SHARES[0])


def test_a_gap_in_what_the_types_are_built_of_says_so(measured) -> None:
    report, found = measured
    shown = {name: show_gaps(report, found, indicators=[name]).source for name in SHARES}
    for name in SHARES:
        said = report.say(verbs.say_gap(report, found, name))
        built = name in BUILT_OF
        assert ("Typerna är byggda bland annat av" in said.text) is built
        assert ("typerna är byggda av måttet" in said.reason) is built
        assert ("Typerna är byggda bland annat av" in shown[name]) is built
    assert {name in BUILT_OF for name in SHARES} == {True, False}


@pytest.mark.parametrize(("lang", "told", "reason"), [
    ("sv", "byggda bland annat av långtidsarbetslöshet, en del av", "av en del av måttet"),
    ("en", "partly built from long-term unemployment, a part of", "from a part of the measure"),
])  # fmt: skip
def test_a_gap_in_unemployment_says_that_types_are_built_of_a_part_of_it(
    make_report: MakeReport, lang: str, told: str, reason: str
) -> None:
    report = make_report(lang=lang)
    found = verbs.measure_by_type(report, "employed_share", "unemployed_share")
    said = report.say(verbs.say_gap(report, found, "unemployed_share"))
    assert told in said.text
    assert reason in said.reason
    assert told in show_gaps(report, found).source
    assert told not in show_gaps(report, found, indicators=["employed_share"]).source


@pytest.mark.parametrize(
    ("gap", "outcome", "certainty"),
    [
        (ends(20, 2), "apart", "certain"),
        (ends(-20, 2), "apart", "certain"),
        (ends(3, 4, "likely"), "likely", "likely"),
        (ends(1, 4, "unknown"), "not_apart", "unknown"),
        ({"reason": "one_type", "estimate": float("nan")}, "one_type", "unknown"),
    ],
)
def test_what_is_said_of_the_ends_follows_from_the_interval(
    measured, gap: dict, outcome: str, certainty: str
) -> None:
    report, found = measured
    said = verbs.say_gap(report, by_type_of(found, gap), SHARES[0])
    assert (said.outcome, said.certainty) == (outcome, certainty)
    finding = report.say(said)
    assert finding.rule.id == f"gap.{outcome}.v1"
    assert "nan" not in f"{finding.title} {finding.text} {finding.rule.here}"


@pytest.mark.parametrize(
    ("gap", "number", "distance", "interval"),
    [
        (ends(-17.3, 1.6), "−17,3", "−17,3", "−18,9 och −15,7"),
        (ends(20, 2), "+20,0", "+20,0", "+18,0 och +22,0"),
        (ends(-1.6, 2.2, "unknown"), "", "−1,6", "−3,8 och +0,6"),
    ],
)
def test_a_distance_and_its_interval_have_the_same_sign_wherever_they_stand(
    measured, gap: dict, number: str, distance: str, interval: str
) -> None:
    report, found = measured
    changed = by_type_of(found, gap)
    finding = report.say(verbs.say_gap(report, changed, SHARES[0]))
    told = f"typ 1 minus typ 5: {distance}{HARD}pe, "
    assert f"{told}intervallet mellan {interval}" in finding.text.replace("Typ 1", "typ 1")
    assert f"{told}95 %-intervall mellan {interval}" in finding.rule.here
    assert not number or finding.number == number
    cells = (distance, interval.replace("och", "till"))
    assert finding.numbers.rows[0].cells[-2:] == cells
    figure = show_gaps(report, changed)
    assert figure.table.rows[0].cells[-2:] == cells
    assert f"skillnad {distance}" in figure.alt
    assert distance in figure.page.content


def test_a_distance_is_that_of_the_two_shares_as_they_are_printed(measured) -> None:
    report, found = measured
    gap = ends(-0.6, 2.0, "unknown") | {
        "value_low": 28.84,
        "value_high": 29.46,
        "estimate": -0.62,
    }  # 28,8 and 29,5
    finding = report.say(verbs.say_gap(report, by_type_of(found, gap), SHARES[0]))
    assert finding.numbers.rows[0].cells[-2] == "−0,7"


def test_a_rule_that_is_switched_off_says_nothing(make_report, measured) -> None:
    report, found = make_report(rules_off=["gap"]), measured[1]
    assert report.say(verbs.say_gap(report, found, "rental_share")) is None


def test_a_share_that_is_published_without_its_base_is_a_gap_by_type(make_report) -> None:
    report = make_report(year="2023")
    assert report.read.held("turnout_riksdag_area", "regso") is not None
    assert isinstance(verbs.measure_by_type(report, "turnout_riksdag_area"), Gap)


def test_the_card_of_the_types_has_every_year_whose_types_are_shown(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, 4], 2023: [2, 4]})
    add_counts(store, snapshot, "tenure", TENURE)
    report = make_report_of(store)
    years = report.text("cards.label_year")
    table = verbs.show_transitions(report, verbs.measure_transitions(report))
    assert [(card.id, dict(card.rows)[years]) for card in table.cards] == [
        ("area_type", "2022–2023")
    ]
    found = verbs.measure_by_type(report, "rental_share")  # of 2022, by the types of 2022
    figure = show_gaps(report, found)
    cards = {card.id: dict(card.rows)[years] for card in figure.cards}
    assert cards == {"rental_share": "2022", "area_type": "2022"}
