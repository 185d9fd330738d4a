"""What the chapter on the whole municipality measures, shows and says."""

import re

import numpy as np
import pandas as pd
import pytest

from segnb.report import verbs
from segnb.report.division.index_values import Indices, index_of
from segnb.report.page.blocks import Figure, Finding, Gap, Table
from segnb.vocabulary.errors import InvalidParams

MEASURES = ("low_economic_standard", "pre_secondary_share", "children_share")


def test_indices_are_measured_at_both_levels_without_what_chance_adds(make_report) -> None:
    found = verbs.measure_indices(make_report(), *MEASURES)
    assert isinstance(found, Indices)
    assert found.frame.groupby("indicator")["level"].nunique().eq(2).all()
    frame = found.frame
    assert (frame["estimate"] < frame["raw_index"]).all()
    assert ((frame["lower"] <= frame["estimate"]) & (frame["estimate"] <= frame["upper"])).all()


def test_finer_areas_give_a_higher_index(make_report) -> None:
    rows = verbs.measure_indices(make_report(), "pre_secondary_share").frame.set_index("level")
    assert rows.loc["deso2025", "estimate"] > rows.loc["regso2025", "estimate"]


def test_what_was_put_into_the_demonstration_is_found(make_report) -> None:
    held = make_report(year="2023").get("pre_secondary_share", "deso")
    row = index_of(held).iloc[0]
    from known_truth import truths

    true = truths()
    true = true[(true["indicator"] == "education") & (true["year"] == 2023)]
    true = true[(true["municipality"] == "9901") & (true["measure"] == "dissimilarity")]
    assert row["lower"] - 1 < 100 * true["value"].iloc[0] < row["upper"] + 1


def test_rounded_shares_carry_the_flag_and_a_wider_interval(make_report) -> None:
    frame = verbs.measure_indices(make_report(), "low_economic_standard").frame
    assert frame["flags"].str.contains("noisy_cells").all()


def test_the_index_of_four_areas_is_withheld_and_said_to_be(make_report) -> None:
    report = make_report("9904")
    found = verbs.measure_indices(report, "pre_secondary_share")
    assert found.frame["withheld"].all()
    finding = report.say(verbs.say_level(report, found, "pre_secondary_share"))
    assert finding.rule.id.startswith("level.few")
    assert finding.certainty == "unknown"
    table = verbs.show_indices(report, found)
    assert isinstance(table, Table)  # no drawing of hatched rows
    assert table.title == f"{report.place.name} har för få områden för ett index"
    assert [row.cells[2:] for row in table.rows] == [("4", "2")]


def indices_of(**changes: object) -> pd.DataFrame:
    row = {"indicator": "pre_secondary_share", "level": "deso2018", "year": 2022, "share": 18.0,
           "units": 30, "group_size": 900.0, "total": 5000.0, "estimate": 25.0, "raw_index": 26.4,
           "lower": 20.0, "upper": 30.0, "lower80": 22.0, "upper80": 28.0, "p": 0.001,
           "distinguishable": True, "withheld": False, "flags": "", "group": "in",
           "lower_bound": None, "upper_bound": None}  # fmt: skip
    return pd.DataFrame([row | changes])


@pytest.mark.parametrize(
    ("changes", "outcome", "certainty"),
    [
        ({}, "clear", "certain"),
        ({"distinguishable": False, "lower": 0.0}, "likely", "likely"),
        ({"distinguishable": False, "lower": 0.0, "lower80": 0.0}, "not_above", "unknown"),
        ({"lower": 0.04}, "likely", "likely"),
        ({"lower": 0.04, "lower80": 0.04}, "not_above", "unknown"),
        ({"group_size": 150.0}, "small_group", "unknown"),
        ({"withheld": True}, "few", "unknown"),
    ],
)
def test_the_word_for_certainty_follows_from_the_interval(
    make_report, changes: dict, outcome: str, certainty: str
) -> None:
    report = make_report()
    held = report.get("pre_secondary_share", "deso")
    found = verbs.say_level(report, Indices((held,), indices_of(**changes)), held.entry.id)
    assert (found.outcome, found.certainty) == (outcome, certainty)


def test_both_levels_have_to_hold_for_a_certain_word(make_report) -> None:
    report = make_report()
    held = report.get("pre_secondary_share", "deso")
    unsure = indices_of(level="regso2020", distinguishable=False, lower=0.0, lower80=0.0)
    rows = pd.concat([indices_of(), unsure], ignore_index=True)
    found = verbs.say_level(report, Indices((held,), rows), held.entry.id)
    assert found.outcome == "not_above"
    assert found.words["interval"] == "0,0–30,0"  # the level that decides is the one that is told
    figure = verbs.show_indices(report, Indices((held,), rows))
    assert figure.title == f"Måttet visar ingen säkerställd uppdelning i {report.place.name}"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"estimate": 32.3, "lower": 31.6, "upper": 32.9}, "32"),
        ({"estimate": 27.54, "lower": 27.1, "upper": 27.9}, "27,5"),
        ({"estimate": 0.4, "lower": 0.2, "upper": 3.0}, "0,4"),
        ({"estimate": np.nan, "lower_bound": 27.3, "upper_bound": 27.8, "lower": 27.1,
          "upper": 27.9}, "27,3–27,8"),
    ],
)  # fmt: skip
def test_a_large_number_lies_in_the_interval_that_stands_beside_it(
    make_report, changes: dict, told: str
) -> None:
    report = make_report()
    held = report.get("pre_secondary_share", "deso")
    found = verbs.say_level(report, Indices((held,), indices_of(**changes)), held.entry.id)
    assert found.words["d"] == told


def test_the_raw_index_is_a_line_of_the_fold_whose_parts_add_up(make_report) -> None:
    report = make_report()
    held = report.get("pre_secondary_share", "deso")
    finding = report.say(verbs.say_level(report, Indices((held,), indices_of()), held.entry.id))
    assert "25,0, intervall 20,0–30,0" in finding.rule.here
    assert "utan rättning för slump 26,4, varav slumpen väntas ge 1,4" in finding.rule.here
    assert "slump" not in finding.text + finding.unit + finding.reason


def test_a_withheld_index_is_nowhere_in_figure_finding_or_data(make_report) -> None:
    report = make_report("9904")
    found = verbs.measure_indices(report, "pre_secondary_share")
    numbers = ["estimate", "raw_index", "expected", "lower", "upper", "lower80", "upper80", "p"]
    assert found.frame[numbers].isna().all(axis=None)
    finding = report.say(verbs.say_level(report, found, "pre_secondary_share"))
    assert "p =" not in finding.rule.here
    figure = verbs.show_indices(report, found)
    told = dict(zip(figure.data.columns, zip(*figure.data.rows, strict=True), strict=True))
    assert "estimate" not in told
    assert {*told["index_without_chance"], *told["raw_index"], *told["lower"]} == {None}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_figure_has_title_alt_table_and_numbers(make_report, lang: str) -> None:
    report = make_report(lang=lang)
    figure = verbs.show_indices(report, verbs.measure_indices(report, *MEASURES))
    assert isinstance(figure, Figure)
    assert len(figure.title) <= 90
    assert len(figure.table.rows) == len(MEASURES)
    assert figure.table.rows[0].cells[2] in figure.table.rows[0].cells
    for text in (figure.title, figure.subtitle, figure.alt, figure.source):
        assert text
        assert "nan" not in text.lower().split()
        assert "{" not in text
    assert "synteti" in figure.source or "synthetic" in figure.source


def test_nothing_held_gives_a_gap_and_not_a_figure(make_report) -> None:
    report = make_report()
    found = verbs.measure_indices(report, "overcrowding")
    assert isinstance(found, Gap)
    assert verbs.show_indices(report, found) is found
    assert verbs.say_level(report, found, "overcrowding") is found


def test_the_part_between_regso_is_a_share_of_the_whole(make_report) -> None:
    said = verbs.say_nested(make_report(lang="en"), "pre_secondary_share")
    assert said.lang == "en"
    number = int(re.search(r"pre-secondary education (\d+)\.", said.text)[1])
    assert 0 < number < 100


def test_nested_parts_are_not_said_where_there_are_few_areas(make_report) -> None:
    assert verbs.say_nested(make_report("9904"), "pre_secondary_share") is None


def test_the_nearest_neighbours_come_closer_to_the_whole_as_they_grow(make_report) -> None:
    report = make_report()
    profile = verbs.measure_neighbours(report, "pre_secondary_share")
    known = profile.dropna()
    spread = (known["p90"] - known["p10"]).to_numpy()
    assert (np.diff(spread) < 1).all()
    assert spread[0] > 2 * spread[-1]
    whole = report.get("pre_secondary_share", "municipality").latest["value"].iloc[0]
    assert profile.attrs["whole"] == pytest.approx(whole, abs=0.2)
    assert isinstance(verbs.show_neighbours(report, profile), Figure)


def test_too_few_people_for_two_distances_is_a_gap(make_report) -> None:
    assert isinstance(verbs.measure_neighbours(make_report("9904"), "pre_secondary_share"), Gap)


def test_a_place_without_polygons_states_that_neighbours_are_not_known(
    make_report, monkeypatch
) -> None:
    report = make_report()
    none = report.store.read_polygons("deso2025", "9901").iloc[:0]
    monkeypatch.setattr(type(report.store), "read_polygons", lambda *_: none)
    found = verbs.measure_neighbours(report, "pre_secondary_share")
    assert isinstance(found, Gap)
    assert found.key in report.trail.gaps


def test_facts_name_residents_areas_and_comparisons(make_report) -> None:
    facts = verbs.place_facts(make_report())
    assert facts[0][1].startswith("invånare")
    assert ("30", "områden (RegSO 2025)") in facts
    assert "liknande kommuner" in facts[-1][1]


# -- the line


def stops(report) -> list[str]:
    return report.store.read_areas("regso2025", "9901")["area"].tolist()[:6]


def test_no_line_is_shown_where_none_is_named(make_report) -> None:
    assert verbs.show_line(make_report("9904"), "pre_secondary_share") is None


def test_a_line_keeps_its_order_and_bolds_both_ends(make_report) -> None:
    order = stops(make_report())[::-1]
    report = make_report(line=order)
    figure = verbs.show_line(report, "pre_secondary_share", "median_net_income")
    assert isinstance(figure, Figure)
    rows = [row.cells[0] for row in figure.table.rows]
    assert [cell[-9:-1] for cell in rows] == order
    assert "Ordningen är linjens" in figure.source


def test_a_measure_that_is_not_there_for_each_stop_is_refused_with_a_reason(make_report) -> None:
    report = make_report(line=[*stops(make_report()), "9902R099"])
    found = verbs.show_line(report, "pre_secondary_share")
    assert isinstance(found, Gap)
    assert "9902R099" in dict(found.rows)["Varför"]


def test_codes_of_two_levels_make_no_line(make_report) -> None:
    with pytest.raises(InvalidParams, match="one level"):
        verbs.show_line(make_report(line=["9901R001", "9901C0010"]), "pre_secondary_share")


# -- the summary


def findings(report):
    found = verbs.measure_indices(report, *MEASURES)
    return verbs.say_levels(report, found, *MEASURES)


def test_the_boxes_part_what_is_certain_from_what_is_not_and_what_is_missing(make_report) -> None:
    report = make_report(chapter="summary")
    report.get("overcrowding", "deso")
    said = report.findings(*findings(report))
    certain, unsure, missing = verbs.show_boxes(report, said).boxes
    assert len(certain.items) == sum(one.certainty == "certain" for one in said.items)
    assert unsure.items == ("Inget",)
    assert len(missing.items) == 1


def test_plain_sentences_are_short_and_can_be_left_out(make_report) -> None:
    report = make_report(chapter="summary")
    plain = verbs.show_plain(report, findings(report))
    for line in plain.items:
        for sentence in filter(None, line.split(". ")):
            assert len(sentence.split()) <= 12
            assert "index" not in sentence.lower()
    assert verbs.show_plain(make_report(chapter="summary", summary_plain=False), []) is None


def test_a_foreword_is_marked_as_the_municipalitys_own(make_report) -> None:
    note = verbs.show_foreword(make_report(chapter="summary", foreword="Vi i Exempelstad."))
    assert note.style == "own_words"
    assert "Exempelstad" in note.title


def test_findings_are_findings(make_report) -> None:
    report = make_report()
    assert all(isinstance(report.say(one), Finding) for one in findings(report))


def test_summary_and_methods_cite_the_report_in_the_same_words(make_report) -> None:
    for lang, word in (("sv", "statistik till och med {year}"), ("en", "statistics up to {year}")):
        report = make_report(lang=lang, contact="kommunen")
        methods, summary = verbs.show_citation(report), verbs.show_contact(report)
        assert word in methods.bound
        assert summary.bound.endswith(methods.bound)
        assert summary.text.endswith(methods.text)
        assert "{year}" not in summary.text


@pytest.mark.parametrize(
    ("place", "told"), [("9901", ""), ("9902", " · få områden: 8 RegSO"), ("9907", "")]
)
def test_an_index_that_rests_on_few_areas_says_so(make_report, place, told) -> None:
    report = make_report(place)
    indices = verbs.measure_indices(report, MEASURES[0])
    found = report.say(verbs.say_level(report, indices, MEASURES[0]))
    assert isinstance(found, Finding)
    assert found.reason == f"Hela intervallet ligger över 0, som är jämnt fördelat{told}"


def test_regso_that_are_one_deso_are_counted_where_parts_are_told(make_report) -> None:
    report = make_report(lang="en")
    said = verbs.say_nested(report, "pre_secondary_share")
    parents = report.store.read_areas("deso2025", "9901")["parent"].value_counts()
    alone = int((parents == 1).sum())
    assert said is not None
    assert ("one single DeSO" in said.text) == (alone > 0)
    assert not alone or f": {alone} of {len(parents)}." in said.text
