"""The ten claims: verdicts by declared rules, numbers with their measure, quotes with a source."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from types_store import add_counts, add_types, make_report_of, make_store

from segnb.analysis import claims
from segnb.report import verbs
from segnb.report.documents import claim_evidence as evidence
from segnb.report.documents import claim_ledger
from segnb.report.documents.claim_evidence import Claims
from segnb.report.page.blocks import Figure, Finding

LANGUAGES = ("sv", "en")
CHANGE = {
    "indicator": "low_economic_standard", "family": "deso", "index": True, "level": "deso2018",
    "first": 2015, "last": 2023, "value_first": 30.0, "value_last": 33.0, "estimate": 3.0,
    "lower": 2.0, "upper": 4.0, "certainty": "certain", "direction": "up", "reason": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Claims:
    """The claims as the demonstration's first municipality has them."""
    return verbs.measure_claims(demo())


def demo(place: str = "9901", **settings):
    from segnb.report import Report
    from segnb.sources.demo import demo_store

    return Report.make("claims", demo_store(), municipality=place, **settings)


def changed(found: Claims, *rows: dict) -> Claims:
    """The same evidence with other changes, judged again."""
    frame = pd.DataFrame([CHANGE | row for row in rows])
    (first, *_) = claims.ledger(claims.Evidence(index_changes=frame[frame["index"]]))
    return replace(found, changes=frame, verdicts=found.verdicts | {"K1": first})


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def finding_of(report, found: Claims, rule: str) -> Finding:
    said = {one.rule: one for one in verbs.say_claims(report, found)}
    return report.say(said[rule])


# -- ledger


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_ten_claims_are_there_in_the_order_of_the_documents(found: Claims, lang: str) -> None:
    table = verbs.show_ledger(demo(lang=lang), found)
    heads = [row.cells[0].split(":")[0] for row in table.rows]
    assert heads == [f"K{number}" for number in range(1, 11)]
    assert all(len(row.cells) == 3 and all(row.cells) for row in table.rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_claim_has_its_source_and_opinion_is_named_as_such(found: Claims, lang: str) -> None:
    table = verbs.show_ledger(demo(lang=lang), found)
    assert all(f"({mark}; " in "".join(row.cells[0] for row in table.rows) for mark in "abcd")
    (opinion,) = [note for note in table.notes if note.startswith("d: ")]
    assert "Jonas Nygren" in opinion
    assert "2017" in opinion
    assert {"sv": "åsikt", "en": "opinion"}[lang] in opinion


def test_forty_per_cent_is_not_printed_without_a_measure(found: Claims) -> None:
    table = verbs.show_ledger(demo(), found)
    row = next(row for row in table.rows if row.cells[0].startswith("K3"))
    assert not any("40" in cell for cell in row.cells)


def test_what_cannot_be_tested_says_why(found: Claims) -> None:
    rows = {row.cells[0].split(":")[0]: row.cells[-1]
            for row in verbs.show_ledger(demo(), found).rows}  # fmt: skip
    assert rows["K2"].startswith("Går inte att pröva. Områdestyperna börjar 2011")
    assert rows["K7"].startswith("Går inte att pröva")
    assert rows["K8"].startswith("Inte prövat")
    assert "flyttnetto" in rows["K6"]
    assert len(rows["K9"]) > len("Går inte att pröva. ")


def test_the_number_of_each_verdict_is_said(found: Claims) -> None:
    kinds = [one.verdict for one in found.verdicts.values()]
    said = verbs.count_verdicts(demo(), found)
    assert f"{kinds.count('supported')} stöds" in said
    assert "contradicted" in kinds or "motsägs" not in said


# -- tables


def test_the_country_and_the_municipality_stand_side_by_side_and_are_not_joined(found) -> None:
    table = verbs.show_rising(demo(), found)
    assert table.rows[0].cells[0] == "Riket: ojämlikhetsindex"
    assert {"27 till 41", "+14"} <= set(table.rows[0].cells)
    assert all(row.cells[0].startswith("D, ") for row in table.rows[1:])
    assert "Rader utan plats gäller Exempelstad" in table.notes[0]
    assert "får inte föras ihop" in table.subtitle


def test_each_measure_has_its_change_in_units_and_in_per_cent(found: Claims) -> None:
    table = verbs.show_measures(demo(), found)
    assert table.rows[0].cells[-2:] == ("+14", "+51,9")
    frame = found.changes[found.changes["indicator"] == "gini"].iloc[0]
    row = next(row for row in table.rows if "Gini" in row.cells[0])
    percent = 100 * (frame["value_last"] - frame["value_first"]) / frame["value_first"]
    shown = float(row.cells[-1].replace("\u2212", "-").replace(",", "."))
    assert shown == pytest.approx(percent, abs=0.06)


def test_a_series_of_one_year_is_no_change(found: Claims) -> None:
    one = changed(found, {"last": 2015, "estimate": 0.0, "reason": "one_year"})
    assert verbs.show_rising(demo(), one) is None
    report = demo()
    assert verbs.show_measures(report, one) is None  # the country alone shows nothing
    assert "claims_measures" in report.trail.gaps
    row = next(r for r in verbs.show_ledger(demo(), one).rows if r.cells[0].startswith("K1:"))
    assert row.cells[-1] == "Inte prövat. I underlaget finns index efter inkomst bara för ett år."


def test_both_yardsticks_are_drawn_where_they_are_held(found: Claims) -> None:
    assert isinstance(verbs.show_two_yardsticks(demo(), found), Figure)
    lacking = replace(found, split=demo().gap("yardstick", "what", "why"))
    assert verbs.show_two_yardsticks(demo(), lacking) is None
    none = demo().gap("yardstick", "what", "why", status="not_applicable")
    assert verbs.show_two_yardsticks(demo(), replace(found, split=none)) is None  # said of types


# -- findings


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("rows", "verdict", "certainty"),
    [
        ([{}], "supported", "certain"),
        ([{"direction": "down", "estimate": -3.0}], "contradicted", "certain"),
        ([{}, {"direction": "down", "estimate": -3.0}], "mixed", "certain"),
        ([{"certainty": "likely"}], "undecided", "unknown"),
        ([{"certainty": "unknown", "direction": ""}], "undecided", "unknown"),
    ],
)
def test_the_finding_on_k1_follows_its_verdict(found, lang, rows, verdict, certainty) -> None:
    finding = finding_of(demo(lang=lang), changed(found, *rows), "claim_rises")
    assert finding.rule.id.startswith(f"claim_rises.{verdict}")
    assert finding.certainty == certainty
    assert finding.numbers.rows
    assert "2015–2023" in finding.text


def test_nothing_is_found_on_k1_without_an_index_of_two_years(found: Claims) -> None:
    one = changed(found, {"reason": "one_year"})
    assert "claim_rises" not in [said.rule for said in verbs.say_claims(demo(), one)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("sure", "low", "high", "verdict"),
    [
        (("certain",) * 5, 2.0, 4.0, "partly"),
        (("unknown",) * 5, -0.5, 0.5, "contradicted"),
        (("unknown",) * 5, -2.0, 4.0, "undecided"),
        (("certain", *("unknown",) * 4), -2.0, 4.0, "mixed"),
    ],
)
def test_the_finding_on_k4_counts_the_distances_that_are_certain(
    found, lang, sure, low, high, verdict
) -> None:
    gaps = found.by_type.gaps
    own = gaps["place"] == "municipality"
    gaps = gaps[own].assign(certainty=sure, lower=low, upper=high, estimate=(low + high) / 2)
    (judged,) = [v for v in claims.ledger(claims.Evidence(gaps=gaps)) if v.claim == "K4"]
    other = replace(found, by_type=replace(found.by_type, gaps=gaps),
                    verdicts=found.verdicts | {"K4": judged})  # fmt: skip
    finding = finding_of(demo(lang=lang), other, "claim_gaps")
    assert finding.rule.id.startswith(f"claim_gaps.{verdict}")
    counted = gaps[~gaps["indicator"].isin(claims.ARITHMETIC)]
    certain = int((counted["certainty"] == "certain").sum())
    assert finding.number == str(certain)
    assert len(finding.numbers.rows) == len(counted) == 2


@pytest.mark.parametrize(("lang", "said"), [
    ("sv", "(tvärtemot påståendet)"), ("en", "(against the claim)"),
])  # fmt: skip
def test_a_certain_distance_against_the_claim_is_named_and_does_not_count(
    found, lang, said
) -> None:
    own = found.by_type.gaps["place"] == "municipality"
    against = own & (found.by_type.gaps["indicator"] == "post_secondary_share")
    gaps = found.by_type.gaps.assign(against=against)
    (judged,) = [v for v in claims.ledger(claims.Evidence(gaps=gaps[own])) if v.claim == "K4"]
    other = replace(found, by_type=replace(found.by_type, gaps=gaps),
                    verdicts=found.verdicts | {"K4": judged})  # fmt: skip
    finding = finding_of(demo(lang=lang), other, "claim_gaps")
    assert finding.rule.id.startswith("claim_gaps.mixed")
    assert finding.certainty == "certain"  # both gaps are
    assert finding.number.split()[0] == "1"
    row = next(r for r in verbs.show_ledger(demo(lang=lang), other).rows
               if r.cells[0].startswith("K4"))  # fmt: skip
    assert finding.text.count(said) == row.cells[-1].count(said) == 1


def test_one_distance_between_single_areas_is_told_as_that(found: Claims) -> None:
    types = tuple(replace(one, areas=one.areas.drop_duplicates("type"))
                  for one in found.by_type.types)  # fmt: skip
    gaps = found.gaps.head(1).assign(certainty="certain")
    (judged,) = [v for v in claims.ledger(claims.Evidence(gaps=gaps)) if v.claim == "K4"]
    other = replace(found, by_type=replace(found.by_type, types=types, gaps=gaps),
                    verdicts=found.verdicts | {"K4": judged})  # fmt: skip
    reason = finding_of(demo(), other, "claim_gaps").reason
    assert reason.startswith("Hela intervallet ligger på en sida om noll")
    assert "är ett enda område var" in reason


def test_the_distances_are_those_of_the_measured_types(found: Claims) -> None:
    finding = finding_of(demo(), found, "claim_gaps")
    for row in found.gaps.to_dict("records"):
        distance = round(row["value_low"], 1) - round(row["value_high"], 1)
        assert plain(demo().language.points(distance, sign=True)) in plain(finding.text)


def test_beside_the_distances_stand_those_of_the_country_in_the_same_measures(found) -> None:
    nation = found.gaps_of("nation").set_index("indicator")
    assert set(nation.index) == set(found.gaps["indicator"]) == {
        "employed_share", "post_secondary_share"}  # fmt: skip
    row = next(r for r in verbs.show_ledger(demo(), found).rows if r.cells[0].startswith("K4"))
    own, country = plain(row.cells[-1]).split(" I riket, typ 1 minus 5: ")
    for name, part in (("employed_share", country), ("post_secondary_share", country)):
        low, high = nation.loc[name, ["value_low", "value_high"]].round(1)
        assert plain(demo().language.points(low - high, sign=True)) in part
    assert "i mått som områdestyperna inte är byggda av men hänger ihop med: 2 av 2" in own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_claim_on_the_country_has_no_verdict_here(found: Claims, lang: str) -> None:
    report = demo(lang=lang)
    rows = {row.cells[0].split(":")[0]: row.cells for row in verbs.show_ledger(report, found).rows}
    said = {word: report.text(f"claims.verdicts.{word}") for word in claims.VERDICTS}
    assert not rows["K10"][-1].startswith(tuple(said.values()))
    assert {"sv": "inte Exempelstad", "en": "not Exempelstad"}[lang] in rows["K10"][-1]
    assert "16,6" in rows["K10"][1] or "16.6" in rows["K10"][1]
    assert "K10" not in [one.key for one in verbs.say_claims(report, found)]
    counted = [row[-1] for name, row in rows.items() if name != "K10"]
    sentence = verbs.count_verdicts(report, found)
    assert {"sv": "9 av 10", "en": "9 of 10"}[lang] in sentence
    verdicts = sum(cell.startswith(said["not_testable"]) for cell in counted)
    assert report.text("claims.counts.not_testable", count=verdicts) in sentence


def test_that_gaps_last_is_said_of_the_earliest_year_that_can_be_compared() -> None:
    """To 2023 the demonstration has shares and types of one vintage; the shares break in 2020."""
    report = demo(year=2023)
    found = verbs.measure_claims(report)
    row = next(r for r in verbs.show_ledger(report, found).rows if r.cells[0].startswith("K4"))
    earlier = evidence.measure_earlier_gaps(report, found.by_type).set_index("indicator")
    own = found.gaps.set_index("indicator")
    own = own[own.index.isin(earlier.index)]
    assert set(earlier.loc[own.index, "year"]) == {2020}
    same = own["estimate"] * earlier["estimate"].reindex(own.index) > 0
    sure = same & (own["certainty"] == "certain")
    kept = (sure & (earlier["certainty"].reindex(own.index) == "certain")).sum()
    said = f"{kept} av {len(own)} var säkra åt samma håll 2020. Att de är stora prövas inte"
    assert said in row.cells[-1]


def test_one_year_says_that_nothing_lasting_is_tested(
    found: Claims, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = found.by_type.gaps.iloc[:0]
    monkeypatch.setattr(evidence, "measure_earlier_gaps", lambda *_: none)
    one = evidence.measure_claims(demo())
    row = next(r for r in verbs.show_ledger(demo(), one).rows if r.cells[0].startswith("K4"))
    assert row.cells[-1].startswith("Stöds delvis.")
    assert "eller består, prövas inte" in row.cells[-1]


def test_the_joint_test_of_the_report_decides_k1(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evidence on K1 is what `report.change.change_rules` lets stand, not a test of its own."""
    asked = []

    def verdict(_report, indicator, family, *, index):
        asked.append((indicator, family, index))
        return None

    monkeypatch.setattr(evidence, "verdict_of", verdict)
    made = verbs.measure_claims(demo())
    assert [one[:2] for one in asked if one[2]] == list(evidence.RISING)
    assert made.verdicts["K1"].verdict == "not_tested"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_cell_holds_what_is_not_a_word_or_a_number(found: Claims, lang: str) -> None:
    report = demo(lang=lang)
    tables = [verbs.show_ledger(report, found), verbs.show_rising(report, found),
              verbs.show_measures(report, found)]  # fmt: skip
    for table in tables:
        for row in table.rows:
            assert not any("nan" in c.split() or "None" in c or "{" in c for c in row.cells)


def test_a_municipality_of_few_areas_still_gets_its_ledger() -> None:
    report = demo("9904")
    few = verbs.measure_claims(report)
    assert len(verbs.show_ledger(report, few).rows) == 10
    assert all(isinstance(report.say(one), Finding) for one in verbs.say_claims(report, few))


@pytest.mark.parametrize(("lang", "few", "one"), [
    ("sv", "Kommunen har för få områden för ett index.", "av bara en typ de år som prövas."),
    ("en", "too few areas for an index.", "of one type only in the years that are tested."),
])  # fmt: skip
def test_a_small_municipality_is_told_why_and_no_other_reason(
    tmp_path: Path, lang: str, few: str, one: str
) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [3, 3]})
    work = {"employed": [70.0, 60, 50, 40], "unemployed": [10.0] * 4, "total": [90.0] * 4,
            "labour_force": [80.0, 70, 60, 50]}  # fmt: skip
    add_counts(store, snapshot, "labour_status", work)
    quartiles = {f"q{number}": [20.0, 30, 40, 50] for number in range(1, 5)}
    add_counts(store, snapshot, "income_quartile", quartiles)
    report = make_report_of(store, lang=lang)
    found = verbs.measure_claims(report)
    said = {
        row.cells[0].split(":")[0]: row.cells[-1] for row in verbs.show_ledger(report, found).rows
    }
    assert few in said["K1"]
    assert one in said["K4"]
    assert {found.verdicts[claim].verdict for claim in ("K1", "K4")} == {"not_testable"}


def test_the_lists_that_numbers_on_the_country_are_counted_from_are_sources(
    make_report, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = make_report(chapter="claims")
    held = {2022: report.read.held("area_type", "regso")}
    monkeypatch.setattr(report.read, "held", lambda *_, year: held.get(year))
    claim_ledger._rest_on_types(report)
    assert set(report.trail.entries) == {"area_type"}
    assert len(report.sources().sources) == 1
