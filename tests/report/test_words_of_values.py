"""Decimals, signs, units and signs of rounding: as the entry and the numbers call for."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from worded_page import EN, held, page, told

from segnb.analysis.evaluation.panel import MANY
from segnb.report import phrases
from segnb.report.change import change_words, counted_words, printed_values
from segnb.report.evaluation_page import evaluation_findings
from segnb.report.front_matter import place_profile
from segnb.report.geography import town_line
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import DASH

ROUNDED, SHARE, INCOME = "low_economic_standard", "employed_share", "median_net_income"


@pytest.mark.parametrize(
    ("indicator", "values", "index", "decimals"),
    [
        (ROUNDED, [12.0, 13.0], False, 0),
        (ROUNDED, [12.0, 13.4], False, 1),
        (ROUNDED, [12.0, np.nan], False, 0),
        (ROUNDED, [12.0], True, 1),
        (SHARE, [12.0], False, 1),
        (INCOME, [12.0], False, 1),
        ("population", [12.0], False, 0),
        ("population", [12.0], True, 1),
    ],
)
def test_values_have_the_decimals_of_their_producer(
    indicator: str, values: list[float], index: bool, decimals: int
) -> None:
    assert printed_values.decimals_of(catalogue()[indicator], index, values) == decimals


def test_a_value_has_its_unit_and_the_decimals_that_are_asked_for() -> None:
    share, income = catalogue()[SHARE], catalogue()[INCOME]
    text = printed_values.value_text
    assert text(page(), share, 12.34) == "12.3%"  # type: ignore[arg-type]
    assert text(page(), share, 12.34, decimals=0) == "12%"  # type: ignore[arg-type]
    assert text(page(), share, 12.34, decimals=2) == "12.34%"  # type: ignore[arg-type]
    assert text(page(), share, 12.34, index=True) == "12.3"  # type: ignore[arg-type]
    assert text(page(), income, 312.34) == told("trends.units.tkr", value="312.3")  # type: ignore[arg-type]


def test_a_difference_is_in_points_of_shares_alone() -> None:
    series = SimpleNamespace(entry=catalogue()[SHARE], index=False)
    assert printed_values.difference_text(page(), series, -1.26) == EN.points(-1.3, sign=True)  # type: ignore[arg-type]
    series.index = True
    assert printed_values.difference_text(page(), series, 1.26) == "+1.3"  # type: ignore[arg-type]
    series = SimpleNamespace(entry=catalogue()["population"], index=False)
    assert printed_values.difference_text(page(), series, 1.26) == "+1"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lower", "upper", "change"),
    [(0.06, 0.14, 0.1), (0.06, 0.3, 0.2), (0.15, 0.3, 0.2), (None, None, 0.2)],
)
def test_a_change_is_that_of_the_printed_values_unless_it_leaves_its_interval(
    lower: float | None, upper: float | None, change: float
) -> None:
    row = {"value_first": 10.04, "value_last": 10.151, "lower": lower, "upper": upper}
    assert printed_values.change_of_values(row) == pytest.approx(change)
    back = {"value_first": 10.151, "value_last": 10.04, "lower": upper and -upper,
            "upper": lower and -lower}  # fmt: skip
    assert printed_values.change_of_values(back) == pytest.approx(-change)


@pytest.mark.parametrize(
    ("indicator", "last", "said"),
    [(ROUNDED, 14.0, True), (ROUNDED, 14.5, False), ("population", 14.0, False)],
)
def test_that_values_are_whole_is_said_where_the_producer_rounds(
    indicator: str, last: float, said: bool
) -> None:
    series = SimpleNamespace(entry=catalogue()[indicator], index=False)
    row = pd.Series({"value_first": 12.0, "value_last": last})
    words = change_words._rounded(page(), series, row)  # type: ignore[arg-type]
    assert words == ("trends.rounded()" if said else "")


def test_the_threshold_of_a_full_count_is_a_whole_number_with_its_unit() -> None:
    series = SimpleNamespace(entry=catalogue()[SHARE], index=False)
    row = pd.Series({"counted": True, "threshold": 19.0}, dtype=object)
    rows = pd.DataFrame({"year": [2000, 2010], "level": "m", "value": [8.0, 9.0]})
    series.known = rows
    ends = {"first": 2000, "last": 2010, "level": "m", "value_first": 8.0, "value_last": 9.0}
    row = pd.Series({**row, **ends}, dtype=object)
    said = counted_words.counted_words(page(), series, row)  # type: ignore[arg-type]
    assert said == {"threshold": "19%", "between": "", "turned": ""}
    assert counted_words.counted_words(page(), series, row[["threshold"]]) == {}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("between", "told_as"),
    [(9.2, ""), (9.25, ""), (9.3, "most"), (7.8, ""), (7.7, "least")],
)
def test_a_count_that_turned_between_its_ends_says_when(between: float, told_as: str) -> None:
    values = [50.0, 8.0, between, 9.0, 70.0]
    rows = pd.DataFrame({"year": [1990, 2000, 2005, 2010, 2020], "level": "m", "value": values})
    other = pd.DataFrame({"year": [2004], "level": "n", "value": [99.0]})
    series = SimpleNamespace(entry=catalogue()[SHARE], index=False, known=pd.concat([rows, other]))
    row = pd.Series({"counted": True, "threshold": 1.0, "first": 2000, "last": 2010, "level": "m",
                     "value_first": 8.0, "value_last": 9.0}, dtype=object)  # fmt: skip
    said = counted_words.counted_words(page(), series, row)["between"]  # type: ignore[arg-type]
    wanted = told(f"trends.between_{told_as}", value=f"{between:.1f}%", year=2005)
    assert said == (wanted if told_as else "")


@pytest.mark.parametrize(("index", "family"), [(True, "regso"), (False, "deso2025")])
def test_a_verdict_is_of_the_newest_level_and_has_the_countrys_beside_it(
    monkeypatch: pytest.MonkeyPatch, index: bool, family: str
) -> None:
    asked: list[tuple] = []

    def found(_report: object, *what: object, index: bool = False) -> pd.Series:
        asked.append((*what, index))
        return pd.Series({"estimate": 7.0, **dict.fromkeys(change_words.BESIDE, 3.0)})

    monkeypatch.setattr(change_words, "verdict", found)
    monkeypatch.setattr(change_words, "beside_of", found)
    kept = (held(family="deso"), held(family="regso"))
    series = SimpleNamespace(held=kept, entry=kept[0].entry, index=index,
                             own=pd.DataFrame({"level": ["deso2018", "deso2025"]}))  # fmt: skip
    row = change_words.verdict_on(page(), series)  # type: ignore[arg-type]
    assert asked == [(SHARE, family, index)] * 2
    assert row is not None
    assert {f"beside_{name}" for name in change_words.BESIDE} < set(row.index)


@pytest.mark.parametrize(("indicator", "decimals"), [(SHARE, 1), (INCOME, 0), (ROUNDED, 0)])
def test_a_strip_of_the_line_has_its_own_values_above_those_of_the_county(
    indicator: str, decimals: int
) -> None:
    entry = catalogue()[indicator]
    rows = pd.DataFrame({"area": ["0114R002", "0114R001"], "value": [22.0, 11.0],
                         "status": ["ok", "suppressed"]})  # fmt: skip
    one = SimpleNamespace(entry=entry, year=2024, latest=rows, summed_from="")
    values = {"county": 40.0, "nation": 50.0}
    years: list[object] = []

    def read(name: str, level: str, *, year: int | None, **_: object) -> object:
        if name == "area_type":
            kinds = pd.DataFrame({"area": ["0114R001", "0114R002"], "value": [1.0, 2.0]})
            return SimpleNamespace(latest=kinds)
        years.append(year)
        return SimpleNamespace(latest=pd.DataFrame({"value": [values[level]]}))

    reader = SimpleNamespace(held=read, name_anywhere=lambda code: f"name of {code}")
    made = town_line._strip(page(read=reader), one, ["0114R001", "0114R002"])  # type: ignore[arg-type]
    assert made["value"].tolist() == [11, 22]
    assert made["status"].tolist() == ["suppressed", "ok"]
    assert made["type_number"].tolist() == [1, 2]
    assert made["stop"].tolist() == [0, 1]
    assert set(made["reference"]) == {40.0}
    assert set(made["floor"]) == {0.0}
    assert set(years) == {2024}
    assert set(made["decimals"]) == {decimals}


def outcome(level: str = "differs", unmatched: tuple[str, ...] = ()) -> SimpleNamespace:
    return SimpleNamespace(
        level=level, check="", held=held(), design=SimpleNamespace(unmatched=unmatched),
        grounds=SimpleNamespace(detectable=5.51, worthwhile=1.21, treated=17),
        found=SimpleNamespace(estimate=SimpleNamespace(value=3.31), interval=(2.21, 4.41)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("level", "failed", "key", "told_of"),
    [
        ("unjudged", [], "unjudged", []),
        ("unjudged", ["twin", "direction"], "unjudged", []),
        ("unjudged", ["slope", "before", "twin"], "unlike", ["slope", "before"]),
        ("varies", ["slope", "direction"], "varies", ["slope", "direction"]),
        ("differs", [], "differs", []),
    ],
)
def test_all_checks_that_fail_are_told_and_a_comparison_that_does_not_hold_has_no_smallest_effect(
    monkeypatch: pytest.MonkeyPatch, level: str, failed: list[str], key: str, told_of: list[str]
) -> None:
    monkeypatch.setattr(evaluation_findings, "failed_checks", lambda *_: failed)
    said = evaluation_findings._said(page(), outcome(level))  # type: ignore[arg-type]
    assert said.startswith(f"evaluation.say.{key}(")
    if told_of:
        each = EN.listing([told(f"evaluation.check.{one}") for one in told_of])
        assert f"check={each}, " in said
    line = evaluation_findings._detectable_line(page(), outcome(level))  # type: ignore[arg-type]
    unlike = {"slope", "before"} & set(failed)
    assert line.startswith(f"evaluation.pooled_{'unlike' if unlike else 'each'}(")


@pytest.mark.parametrize(("treated", "kind"), [(MANY - 1, "path"), (MANY, "sets")])
def test_the_rule_says_what_the_comparison_areas_were_alike_in(treated: int, kind: str) -> None:
    evaluation = SimpleNamespace(plan=SimpleNamespace(treated=["0180"] * treated))
    said = evaluation_findings._like(page(), evaluation)  # type: ignore[arg-type]
    assert said == told(f"evaluation.rule.{kind}")


def test_numbers_of_some_of_the_areas_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation_findings, "_said", lambda *_: "said")
    of = evaluation_findings.sentence
    assert of(page(), outcome("differs"), 32) == "said"  # type: ignore[arg-type]
    some = of(page(), outcome("differs", ("0180",)), 32)  # type: ignore[arg-type]
    assert some == f"said {told('evaluation.say.part', treated=17, all=32)}"


@pytest.mark.parametrize(
    ("registered", "key"),
    [((True, True), "subtitle"), ((True, False), "subtitle_late"), ((False,), "subtitle_late")],
)
def test_a_plan_is_early_where_it_is_so_for_every_outcome(
    registered: tuple[bool, ...], key: str
) -> None:
    outcomes = [SimpleNamespace(grounds=SimpleNamespace(registered=one)) for one in registered]
    evaluation = SimpleNamespace(outcomes=outcomes)
    assert evaluation_findings._sealed(evaluation) == f"evaluation.plan.{key}"  # type: ignore[arg-type]


def test_a_plan_has_its_outcomes_that_are_not_judged_too() -> None:
    plan = SimpleNamespace(outcomes={"theft": "down", INCOME: "unknown"})
    evaluation = SimpleNamespace(plan=plan, outcomes=(), refused={"theft": None, INCOME: None})
    report = page(read=SimpleNamespace(catalogue=catalogue()))
    said = evaluation_findings._outcomes(report, evaluation)  # type: ignore[arg-type]
    names = [catalogue()[one].name.in_language("en") for one in ("theft", INCOME)]
    assert said == [
        told("evaluation.plan.outcome_refused", name=name,
             direction=told(f"evaluation.plan.direction_{way}"))
        for name, way in zip(names, ("down", "unknown"), strict=True)
    ]  # fmt: skip


def test_a_sentence_of_an_effort_has_its_effect_both_ends_and_the_smallest_effect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evaluation_findings, "failed_checks", lambda *_: [])
    said = evaluation_findings._said(page(), outcome())  # type: ignore[arg-type]
    amount = lambda value: told("evaluation.amount", unit=told("evaluation.unit.percent"),  # noqa: E731
                                value=value)  # fmt: skip
    assert said == told(
        "evaluation.say.differs", detectable=amount("5.5"), worthwhile=amount("1.2"),
        value=amount("+3.3"), low="+2.2", high="+4.4", check="",
    )  # fmt: skip
    assert evaluation_findings.amount(page(), outcome(), np.inf) == DASH  # type: ignore[arg-type]


def test_areas_of_a_place_are_those_that_types_and_indices_are_of() -> None:
    levels = {("area_type", "regso"): 3, ("population", "deso"): 9, ("population", "regso"): 5}

    def read(indicator: str, family: str) -> object:
        number = levels.get((indicator, family))
        if number is None:
            return None
        areas = [f"a{one}" for one in range(number)]
        return SimpleNamespace(level=f"{family}2025", latest=pd.DataFrame({"area": areas * 2}))

    report = page(read=SimpleNamespace(held=read))
    assert place_profile._areas(report, "regso") == ("regso2025", 3)  # type: ignore[arg-type]
    assert place_profile._areas(report, "deso") == ("deso2025", 9)  # type: ignore[arg-type]
    assert place_profile._areas(report, "district") == ("", 0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("p", "least", "said"),
    [
        (0.0002, 0.0, "trends.p_small(limit=0.001)"),
        (0.001, 0.0, "trends.p_is(value=0.001)"),
        (0.0124, 0.0, "trends.p_is(value=0.012)"),
        (0.0002, 0.0025, "trends.p_most(value=0.001)"),  # at most 0.000 would be none at all
        (0.0025, 0.0025, "trends.p_most(value=0.003)"),
        (0.0021, 0.0025, "trends.p_most(value=0.003)"),
        (0.002, 0.0025, "trends.p_most(value=0.002)"),
        (0.0026, 0.0025, "trends.p_is(value=0.003)"),
    ],
)
def test_a_p_is_never_written_as_zero_nor_below_what_it_may_be(
    p: float, least: float, said: str
) -> None:
    assert phrases.p_text(page(), p, least) == said  # type: ignore[arg-type]


def test_a_small_letter_is_kept_from_names_and_abbreviations() -> None:
    names = ("Rented homes", "BRF homes", "K", "", "öppen", "Swedish citizens", "Gini, net")
    said = [phrases.small(name) for name in names]
    assert said == ["rented homes", "BRF homes", "k", "", "öppen", "Swedish citizens", "Gini, net"]


NAMES = ["education", "income", "work", "age and sex together"]


def test_a_title_names_as_many_as_fit_and_counts_the_rest() -> None:
    def title(key: str, **words: object) -> str:
        return f"{key}: {words['names']} {'x' * int(str(words['more']))}"

    def fitted(more: int) -> str:
        report = page(text=lambda key, **words: title(key, **words) if key == "t" else
                      f"{words['count']} more")  # fmt: skip
        return phrases.fitting_title(report, "t", {"names": NAMES}, more=more)  # type: ignore[arg-type]

    whole = "T: education, income, work and age and sex together "
    assert fitted(0) == whole
    assert fitted(90 - len(whole)) == whole + "x" * (90 - len(whole))
    assert fitted(91 - len(whole)).startswith("T: education, income, work and 1 more x")
    assert fitted(85).startswith("T: education and 3 more x")  # one is kept at least
