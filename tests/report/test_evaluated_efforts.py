"""An effort on the open data: what is sealed, what is refused, and what may be said."""

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segnb import NationalChapter
from segnb.analysis.evaluation import Grounds, Judgement, Panel, Ring, level_of
from segnb.analysis.evaluation.matching import matched_sets
from segnb.analysis.evaluation.randomisation import RandomisationTest
from segnb.report.evaluation_page import judgement, plan_data
from segnb.report.evaluation_page.judgement import evaluate
from segnb.sources.store_choice import open_store
from segnb.store import BOX
from segnb.vocabulary import evaluation_plan
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.evaluation_plan import SEALED, EvaluationPlan, make_plan, read_plan
from segnb.vocabulary.i18n import Language

CASE = Path(__file__).parents[2] / "params" / "evaluation" / "grant_2018.yml"
NEVER = {
    "sv": r"effekt av|led(de|er) till|tack vare|bevis|fungera|misslycka|orsak",
    "en": r"effect of|led to|leads to|thanks to|prove|worked|failed|\bcaus",
}
ONE = {
    "effort": "Something in Gävle",
    "start": "2019",
    "left_out": ["2018"],
    "treated": ["Gävle"],
    "outcomes": {"school_eligibility": "up"},
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("case")
    return evaluate(open_store(BOX), read_plan(CASE), folder), folder


def plan_of(**changes: Any) -> EvaluationPlan:
    return make_plan({key: value for key, value in (ONE | changes).items() if value is not None})


def refused(tmp_path: Path, **changes: Any) -> str:
    with pytest.raises(InvalidParams) as caught:
        evaluate(open_store(BOX), plan_of(**changes), tmp_path)
    message = str(caught.value)
    assert message.count(". ") == 0
    assert not (tmp_path / SEALED).exists()
    return message


def test_the_grant_of_2018_cannot_be_judged_by_any_outcome(case) -> None:
    effort, _ = case
    assert {one.held.entry.id: one.level for one in effort.outcomes} == dict.fromkeys(
        ("school_eligibility", "child_poverty", "overcrowding", "sports_7_20"), "unjudged"
    )
    assert {name: why.words["number"] for name, why in effort.refused.items()} == {
        "theft": 3, "upper_secondary_diploma": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "first", "last", "plain", "sets"),
    [("overcrowding", 2012, 2023, -0.67, 18), ("sports_7_20", 2010, 2023, 0.28, 20),
     ("child_poverty", 2011, 2021, -1.00, 13), ("school_eligibility", 2012, 2023, 0.79, None)],
)  # fmt: skip
def test_plain_differences_and_sets_of_the_32_are_the_published_ones(
    case, name: str, first: int, last: int, plain: float, sets: int | None
) -> None:
    effort, _ = case
    panel = next(one.panel for one in effort.outcomes if one.held.entry.id == name)
    panel = years_of(panel, first, last)
    change = panel.change
    difference = change[panel.treated].mean() - change[~panel.treated].mean()
    assert difference == pytest.approx(plain, abs=0.02)
    assert sets is None or len(matched_sets(panel)) == sets


def years_of(panel: Panel, first: int, last: int) -> Panel:
    kept = [first <= year <= last for year in panel.years]
    years = tuple(year for year in panel.years if first <= year <= last)
    return Panel(panel.areas, years, panel.values[:, kept], panel.treated, panel.population,
                 panel.after[kept])  # fmt: skip


def test_sources_are_of_the_years_that_take_part(case) -> None:
    effort, _ = case
    for outcome in effort.outcomes:
        assert set(outcome.shown.observed["year"]) <= set(outcome.panel.years)
    of_schools = effort.outcomes[0]
    assert of_schools.held.observed["year"].min() < of_schools.panel.years[0]


def test_the_plan_is_sealed_with_its_comparison_areas(case) -> None:
    effort, folder = case
    record = json.loads((folder / SEALED).read_text("utf-8"))
    assert record["digest"] == effort.plan.digest
    settled = record["outcomes"]["overcrowding"]
    assert len(settled["comparison"]) == 258
    assert len(settled["matches"]) == 3 * (32 - len(settled["without_match"]))
    assert settled["years"][0] == 2012
    assert 2018 not in settled["years"]


def test_nothing_is_sealed_of_the_years_after(case, tmp_path: Path, monkeypatch) -> None:
    _, folder = case
    judge = judgement.evaluation.judge

    def sealed_before(design, panel):
        assert (tmp_path / SEALED).exists()
        return judge(design, panel)

    monkeypatch.setattr(judgement.evaluation, "judge", sealed_before)
    evaluate(open_store(BOX), plan_of(), tmp_path)
    values = (tmp_path / SEALED).read_text("utf-8")
    assert not re.search(r'"(value|effect|p)"', values)
    assert (folder / SEALED).read_text("utf-8") != values


def test_a_plan_that_was_changed_afterwards_is_refused(tmp_path: Path) -> None:
    evaluate(open_store(BOX), plan_of(), tmp_path)
    before = (tmp_path / SEALED).read_bytes()
    evaluate(open_store(BOX), plan_of(lang="en"), tmp_path)  # the language decides nothing
    with pytest.raises(InvalidParams, match="changed after outcomes were read"):
        evaluate(open_store(BOX), plan_of(outcomes={"school_eligibility": "down"}), tmp_path)
    assert (tmp_path / SEALED).read_bytes() == before


def test_a_plan_is_saved_before_the_effort_begins_and_settled_when_there_are_years_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Before(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            return dt.date(2017, 5, 1)

    for module in (judgement, evaluation_plan):
        monkeypatch.setattr(module, "dt", SimpleNamespace(date=Before))
    plan, window = plan_of(), judgement.window
    monkeypatch.setattr(judgement, "window", lambda p, h, years: window(
        p, h, [year for year in years if year < 2018]))  # fmt: skip
    with pytest.raises(InvalidParams, match="saved on 2017-05-01, before the start 2019: run it"):
        evaluate(open_store(BOX), plan, tmp_path)
    assert "outcomes" not in json.loads((tmp_path / SEALED).read_text("utf-8"))
    with pytest.raises(InvalidParams, match="changed after outcomes were read"):
        evaluate(open_store(BOX), plan_of(outcomes={"school_eligibility": "down"}), tmp_path)
    monkeypatch.setattr(judgement, "window", window)
    (outcome,) = evaluate(open_store(BOX), plan, tmp_path).outcomes
    record = json.loads((tmp_path / SEALED).read_text("utf-8"))
    assert record["sealed"] == "2017-05-01"
    assert record["outcomes"]["school_eligibility"]["years"][-1] == outcome.panel.years[-1]
    assert outcome.grounds.registered


THREE = {"treated": ["Gävle", "Borås", "Södertälje"], "ring": ["Sandviken", "Bollnäs", "Söderhamn"]}


@pytest.mark.parametrize(
    ("changes", "sealed", "rise", "level"),
    [({}, "2018-12-31", 25.0, "in_line"), ({}, "2019-01-01", 25.0, "differs"),
     ({"ring": []}, "2018-12-31", 25.0, "differs"),
     ({"treated": ["Gävle", "Borås"]}, "2018-12-31", 25.0, "differs"),
     ({"last_year": "2021"}, "2018-12-31", 25.0, "differs")],
)  # fmt: skip
def test_the_strongest_sentence_is_reached_by_a_plan_saved_before_and_by_nothing_less(
    changes: dict[str, Any], sealed: str, rise: float, level: str, tmp_path: Path, monkeypatch
) -> None:
    plan = plan_of(**THREE | changes)
    record = {"sealed": sealed, "digest": plan.digest}
    (tmp_path / SEALED).write_text(json.dumps(record), "utf-8")
    judge = judgement.evaluation.judge
    monkeypatch.setattr(judgement.evaluation, "judge", lambda design, panel: judge(
        design, panel.with_values(
            panel.values + rise * np.isin(panel.areas, plan.treated)[:, None] * panel.after)
    ))  # fmt: skip
    (outcome,) = evaluate(open_store(BOX), plan, tmp_path).outcomes
    assert outcome.level == level


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"first_year": "2014"},
            "with one definition (those left out not counted) is 4",
        ),
        ({"last_year": "2020"}, "after the start 2019 with one definition is 2"),
        ({"first_year": "2010"}, "break in 2012"),
        ({"treated": ["Stockholm"]}, "twice the treated is 1"),
        ({"treated": ["Gävle", "Sorsele"]}, "a plan of its own"),
        ({"level": "deso2018", "treated": ["2180Z9999"]}, "another vintage"),
        ({"outcomes": {"theft": "down"}}, "(those left out not counted) is 3"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_one_sentence(tmp_path, changes, words) -> None:
    assert words in refused(tmp_path, **changes)


def test_a_whole_municipality_is_no_treated_area(tmp_path: Path) -> None:
    store = open_store(BOX)
    areas = store.read_areas("deso2018")
    every = sorted(areas.loc[areas["area"].str.startswith("2421"), "area"])
    assert "whole of municipality 2421" in refused(tmp_path, level="deso2018", treated=every)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start": None}, "no start"),
        ({"outcomes": {"school_eligability": "up"}}, "Did you mean 'school_eligibility'"),
        ({"outcomes": {"school_eligibility": "better"}}, "does not fit"),
        ({"level": "regso"}, "Did you mean 'regso20"),
        ({"worthwile": "2"}, "Did you mean 'worthwhile'"),
        ({"excluded": ["Gävle"]}, "among the treated and the excluded"),
        ({"first_year": "2020"}, "not before the start"),
        ({"treated": "Gävle"}, "must be a list"),
        ({"worthwhile": {"theft": "2"}}, "no outcome of this plan"),
    ],
)
def test_a_faulty_plan_is_one_clear_sentence(changes, words) -> None:
    with pytest.raises(InvalidParams, match=re.escape(words)):
        plan_of(**changes)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_sentence_speaks_of_cause(lang: str, case) -> None:
    chapter = NationalChapter(lang=lang, store=BOX, name="evaluation")
    effort, _ = case
    shown = [chapter.open_evaluation(effort), chapter.say_evaluation(effort),
             chapter.show_plan(effort), chapter.show_limits(effort)]  # fmt: skip
    text = json.dumps([one.structure() for one in shown], ensure_ascii=False)
    words = Language(lang)
    text += " ".join(words.text(f"evaluation.say.{key}", **dict.fromkeys(
        ("detectable", "value", "low", "high", "check", "worthwhile", "reason"), "x"))
        for key in ("refused", "unjudged", "unjudged_never", "unlikely", "varies", "differs",
                    "in_line"))  # fmt: skip
    assert re.findall(NEVER[lang], text, re.I) == []
    assert "{" not in " ".join(item.text for item in shown[1].items)


@st.composite
def some_test(draw: st.DrawFn) -> RandomisationTest:
    return RandomisationTest(draw(st.floats(-9, 9)), 0.0, draw(st.sampled_from([0.01, 0.3])), 0.01)


@settings(max_examples=60, deadline=None)
@given(
    tests=st.lists(some_test(), min_size=6, max_size=6),
    p=st.sampled_from([0.01, 0.3]),
    detectable=st.sampled_from([0.5, 4.0, float("inf")]),
    worthwhile=st.sampled_from([0.0, 1.0, 20.0]),
    direction=st.sampled_from([-1, 0, 1]),
    others=st.tuples(*[st.booleans()] * 4),
)
def test_whatever_is_found_and_set_no_sentence_says_more_than_its_checks(
    case, tests, p, detectable, worthwhile, direction, others
) -> None:
    effort, _ = case
    estimate, twin, slope, before, ring, logs = tests
    found = Judgement(estimate, (-3.0, 3.0), twin, slope, before, 0.5, 1.0)
    around = (Ring("touching", ("0114",), replace(found, estimate=ring), detectable, 9.0),)
    grounds = Grounds(
        p, detectable, worthwhile, direction, around if others[0] else (),
        replace(found, estimate=logs) if others[1] else None, 5, others[2], others[3],
    )  # fmt: skip
    level, check = level_of(found, grounds)
    outcome = replace(effort.outcomes[0], found=found, grounds=grounds, level=level, check=check)
    for lang, words in NEVER.items():
        chapter = NationalChapter(lang=lang, store=BOX, name="evaluation")
        shown = chapter.say_evaluation(replace(effort, outcomes=(outcome,)))
        text = json.dumps(shown.structure(), ensure_ascii=False)
        assert re.findall(words, text, re.I) == []
    if level in ("differs", "in_line"):
        assert p <= 0.05 < min(slope.p, before.p)
        assert twin.p <= 0.05
        assert np.sign(twin.value) == np.sign(estimate.value) == direction
    if level == "in_line":
        assert all(others[index] for index in (0, 2, 3))


def test_a_difference_put_in_is_told_with_its_checks_and_without_direction_never(
    tmp_path: Path, monkeypatch
) -> None:
    judge = judgement.evaluation.judge

    def with_rise(design, panel):
        values = panel.values + 25 * panel.treated[:, None] * panel.after
        return judge(design, panel.with_values(values))

    monkeypatch.setattr(judgement.evaluation, "judge", with_rise)
    levels = {}
    for direction in ("up", "down", "unknown"):
        plan = plan_of(outcomes={"school_eligibility": direction})
        (outcome,) = evaluate(open_store(BOX), plan, tmp_path / direction).outcomes
        levels[direction] = (outcome.level, outcome.check)
    assert levels == {
        "up": ("differs", None),
        "down": ("varies", "direction"),
        "unknown": ("varies", "direction"),
    }


def test_the_ring_is_compared_with_nobody_and_judged_for_itself(tmp_path: Path) -> None:
    plan = plan_of(ring=["Sandviken", "Söderhamn"])
    (outcome,) = evaluate(open_store(BOX), plan, tmp_path).outcomes
    assert not {"2181", "2182"} & set(outcome.panel.areas)
    (ring,) = outcome.grounds.rings
    assert (ring.name, ring.areas) == ("named", ("2181", "2182"))
    assert ring.found is not None
    assert np.isfinite(ring.detectable)


def test_the_digest_changes_with_all_that_decides_and_only_with_that() -> None:
    same, other = plan_of(lang="en"), plan_of(seed="7")
    assert same.digest == plan_of().digest
    assert other.digest != plan_of().digest
    assert evaluation_plan.SIGNS[plan_of().outcomes["school_eligibility"]] == 1


# -- the register of efforts

HEAD = "id,name_sv,level,areas,start,end,sector\n"


def registered(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "efforts.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_an_effort_that_another_of_its_sector_overlaps_is_refused(tmp_path: Path) -> None:
    rows = ("E1,Ett,municipality,2180,2019,,A2", "E2,Två,municipality,2180 0127,2020,2021,A2")
    message = refused(tmp_path, efforts=registered(tmp_path, *rows), id="E1")
    assert "E1" in message
    assert "E2" in message
    assert "2180" in message


def test_areas_of_other_efforts_of_the_sector_are_compared_with_nobody(tmp_path: Path) -> None:
    rows = (
        "E1,Ett,municipality,2180,2019,,A2",
        "E2,Två,municipality,0127,2020,2021,A2",
        "E3,Tre,municipality,0180,2020,2021,A3",
        "E4,Fyra,municipality,0114,1999,2001,A2",
    )
    plan = plan_of(efforts=registered(tmp_path, *rows), id="E1")
    assert plan_data.with_register(plan).excluded == ("0127",)


def test_an_effort_that_the_register_lacks_is_refused(tmp_path: Path) -> None:
    plan = plan_of(efforts=registered(tmp_path, "E1,Ett,municipality,2180,2019,,A2"), id="E9")
    with pytest.raises(InvalidParams, match="no effort 'E9'"):
        plan_data.with_register(plan)
