"""Words of a change take each number from the year, end and place that they name."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from worded_page import EN, held, page, told

from segnb.report.change import beside_words, change_findings, change_rules, change_words
from segnb.report.change.printed_values import why_unsure
from segnb.report.change.trend_series import Trend
from segnb.report.page.statements import Statement, make_finding
from segnb.vocabulary.i18n import DASH, Language


def p_is(value: str) -> str:
    return told("trends.p_is", value=value)


CHANGE = pd.Series({
    "level": "municipality", "first": 2015, "last": 2024, "value_first": 61.24, "value_last": 68.51,
    "estimate": 7.27, "lower": 5.13, "upper": 9.48, "lower80": 5.9, "upper80": 8.7, "p": 0.0123,
    "adjusted": 0.0456, "certainty": "certain", "direction": "up", "reason": "",
    "beside_value_first": 40.11, "beside_value_last": 43.32, "beside_estimate": 4.06,
    "beside_lower": 1.77, "beside_upper": 6.66, "beside_p": 0.0234, "beside_adjusted": 0.0567,
    "beside_certainty": "certain",
})  # fmt: skip


def trend(indicator: str = "employed_share", *, index: bool = False) -> Trend:
    own = pd.DataFrame({
        "year": [2015, 2024, 2020, 2024], "level": ["municipality"] * 3 + ["other"],
        "value": [61.24, 68.51, 64.0, 1.0], "lower": [60.5, 67.3, 63.0, 0.5],
        "upper": [62.7, 69.9, 65.0, 1.5], "status": "ok", "sex": "total",
    })  # fmt: skip
    one = held(indicator, family="municipality")
    return Trend((one,), own, index)


def test_words_of_a_change_are_of_its_two_years_and_of_the_country_beside_it() -> None:
    words = change_words.change_words(page(), trend(), CHANGE)  # type: ignore[arg-type]
    assert (words["a"], words["b"]) == ("61.2%", "68.5%")
    assert (words["first"], words["last"]) == ("2015", "2024")
    assert words["years"] == EN.years(2015, 2024)
    said = words["beside"]
    assert said.startswith("trends.beside.certain(")
    for part in (
        "a=40.1%",
        "b=43.3%",
        "p=trends.p_is(value=0.023)",
        "adjusted=trends.p_is(value=0.057)",
    ):
        assert part in said
    assert "difference=+3.2" in said
    assert "1.8" in said
    assert "6.7" in said
    assert words["beside_here"].startswith("trends.beside.here(")


def test_a_value_after_what_is_compared_is_told_beside_it() -> None:
    one = trend()
    words = change_words.change_words(page(), one, CHANGE)  # type: ignore[arg-type]
    assert words["later"] == ""
    later = one.rows.iloc[:1].assign(year=2026, value=55.55)
    one = Trend(one.held, pd.concat([one.rows, later]))
    words = change_words.change_words(page(), one, CHANGE)  # type: ignore[arg-type]
    assert words["later"] == told(
        "trends.later", b="55.5%", last="2026", last_told="2026", marked="55.5%"
    )
    said = change_words._said(page(), one, CHANGE, "counted_up")  # type: ignore[arg-type]
    assert said.startswith("trends.multiples.said_up(")
    assert words["years"] in said


@pytest.mark.parametrize(
    ("own", "country", "apart", "than"),
    [(7.0, 3.0, 4.0, "more"), (3.0, 7.0, -4.0, "less"), (-3.0, 7.0, -10.0, "other"),
     (-7.0, -3.0, -4.0, "more"), (-3.0, -7.0, 4.0, "less"), (3.0, 0.0, 3.0, "other")],
)  # fmt: skip
@pytest.mark.parametrize("word", ["certain", "likely", "unknown"])
def test_a_change_is_more_less_or_other_than_the_countrys(
    own: float, country: float, apart: float, than: str, word: str
) -> None:
    row = CHANGE.copy()
    row["estimate"], row["beside_estimate"], row["beside_certainty"] = own, apart, word
    row["beside_value_first"], row["beside_value_last"] = 40.0, 40.0 + country
    words = beside_words.beside_words(page(), trend(), row)  # type: ignore[arg-type]
    assert words["than"] == (f"trends.beside.than_{than}()" if word == "certain" else "")
    clear = "" if word == "certain" else "_together"  # by itself the interval is above zero
    assert words["beside"].startswith(f"trends.beside.{word}{clear}(")
    rounded = "_rounded" if word == "likely" else ""
    for lower, why in ((-0.2, ""), (0.04, rounded)):  # the second is printed as zero
        row["beside_lower"] = lower
        words = beside_words.beside_words(page(), trend(), row)  # type: ignore[arg-type]
        assert words["beside"].startswith(f"trends.beside.{word}{why}(")
    bare = row.drop([name for name in row.index if name.startswith("beside_")])
    none = beside_words.beside_words(page(), trend(), bare)  # type: ignore[arg-type]
    assert [none[name] for name in ("than", "beside", "beside_here", "apart")] == [""] * 4


@pytest.mark.parametrize(
    ("lower", "key"),
    [(-0.4, "zero"), (0.4, "apart"), (0.0, "zero"), (0.04, "zero"), (0.06, "apart")],
)
def test_a_change_whose_interval_reaches_zero_needs_no_other_test_for_its_reason(
    lower: float, key: str
) -> None:
    row = CHANGE.copy()
    row["lower"] = lower
    words = beside_words.beside_words(page(), trend(), row)  # type: ignore[arg-type]
    assert words["untested"] == f"trends.untested.{key}()"
    bare = row.drop([name for name in row.index if name.startswith("beside_")])
    words = beside_words.beside_words(page(), trend(), bare)  # type: ignore[arg-type]
    assert words["untested"] == f"trends.untested.{'zero' if key == 'zero' else 'together'}()"


@pytest.mark.parametrize("language", [EN, Language("sv")])
def test_a_change_unlike_the_countrys_prints_the_number_that_is_certain(language: Language) -> None:
    row = CHANGE.copy()
    row["value_first"], row["value_last"], row["estimate"] = 80.84, 81.33, 0.49
    row["lower"], row["upper"], row["certainty"] = -2.0, 3.0, "unknown"
    row["beside_value_first"], row["beside_value_last"] = 87.18, 84.21
    report = page(language=language, lang=language.lang, text=language.text)
    words = change_words.change_words(report, trend(), row)  # type: ignore[arg-type]
    words |= change_findings._numbers(report, trend(), row)  # type: ignore[arg-type]
    finding = make_finding(Statement("change", "unlike_up", "x", words, "certain"), language)
    assert finding.number == language.number(3.5, 1, sign=True)
    assert finding.number in finding.text
    assert finding.number in finding.rule.here
    table = change_findings._table(report, trend(), row)  # type: ignore[arg-type]
    assert finding.number in table.rows[-1].cells[1]
    for where in (finding.title, finding.plain, finding.unit):
        assert ("country" if language is EN else "riket") in where
    assert re.search("above|över", finding.title)
    said = f"{finding.title} {finding.plain}"
    assert not re.search("rose|ökade|fell|minskade", said)  # the own value may have done either


@pytest.mark.parametrize(
    ("adjusted", "beside", "why"),
    [
        (0.05, None, "likely_alone"), (0.05, "unknown", "likely_alone"),
        (0.0501, None, "likely_together"), (0.19, None, "likely_together"),
        (0.0501, "unknown", "likely_apart"),
    ],
)  # fmt: skip
def test_a_likely_change_says_why_it_is_no_more(
    adjusted: float, beside: str | None, why: str
) -> None:
    row = CHANGE.copy()
    row["adjusted"], row["beside_certainty"] = adjusted, beside
    words = change_findings._numbers(page(), trend(), row)  # type: ignore[arg-type]
    assert words["likely_reason"].startswith(f"trends.tested.{why}(")
    assert words["adjusted"] in words["likely_reason"]


@pytest.mark.parametrize(("beside", "tested", "untested"), [
    (None, "together", "together"), ("certain", "both", "apart"), ("unknown", "apart", "apart"),
])  # fmt: skip
def test_a_change_names_the_test_that_decided(
    beside: str | None, tested: str, untested: str
) -> None:
    row = pd.Series({**CHANGE.to_dict(), "beside_certainty": beside}, dtype=object)
    words = beside_words.beside_words(page(), trend(), row)  # type: ignore[arg-type]
    assert words["tested"] == f"trends.tested.{tested}()"
    assert words["untested"] == f"trends.untested.{untested}()"


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, "up"),
        ({"direction": "down"}, "down"),
        ({"certainty": "likely"}, "unlike_up"),
        ({"certainty": "likely", "beside_estimate": -4.06}, "unlike_down"),
        ({"certainty": "likely", "beside_certainty": "likely"}, "up_likely"),
        ({"certainty": "likely", "direction": "down", "beside_certainty": "unknown"},
         "down_likely"),
        ({"certainty": "unknown", "beside_certainty": "likely"}, "no_certain"),
        ({"certainty": "unknown"}, "unlike_up"),
        ({"reason": "one_year"}, "one"),
        ({"reason": "too_short"}, "short"),
        ({"reason": "not_declared"}, "undeclared"),
        ({"reason": "no_interval"}, "numbers"),
        ({"p": np.nan}, "numbers"),
        ({"counted": True}, "counted_up"),
        ({"counted": True, "direction": ""}, "counted_same"),
        ({"counted": True, "reason": "too_short"}, "short"),
    ],
)  # fmt: skip
def test_a_verdict_leads_to_its_branch(changed: dict, outcome: str) -> None:
    row = pd.Series({**CHANGE.to_dict(), **changed}, dtype=object)
    assert change_words.outcome_of(row) == outcome
    assert change_words.outcome_of(None) == "one"


def test_the_table_of_a_change_has_each_year_with_its_own_interval() -> None:
    table = change_findings._table(page(), trend(), CHANGE)  # type: ignore[arg-type]
    assert table.rows[0].cells == ("2015", "61.2%", EN.interval(60.5, 62.7))
    assert table.rows[1].cells == ("2024", "68.5%", EN.interval(67.3, 69.9))
    name, difference, interval = table.rows[2].cells
    assert name == "trends.table.difference()"
    assert difference.startswith("+7.3")
    assert "5.1" in interval
    assert "9.5" in interval
    bare = trend()
    bare.own.loc[0, "upper"] = np.nan
    lines = change_findings._table(page(), bare, CHANGE).rows  # type: ignore[arg-type]
    assert (lines[0].cells[2], lines[1].cells[2]) == (DASH, EN.interval(67.3, 69.9))


def test_numbers_of_a_finding_are_those_of_its_row() -> None:
    words = change_findings._numbers(page(), trend(), CHANGE)  # type: ignore[arg-type]
    assert words["difference"].startswith("+7.3")
    assert (words["p"], words["adjusted"]) == (p_is("0.012"), p_is("0.046"))
    assert words["level"] == "<municipality>"
    assert words["shortest"] == "3"
    assert words["what"] == "trends.what_percent()"
    counted = change_findings._numbers(page(), trend("population"), CHANGE)  # type: ignore[arg-type]
    assert counted["what"] == "trends.what_number()"


def test_a_turn_is_a_peak_where_it_rose_before(monkeypatch: pytest.MonkeyPatch) -> None:
    for before, after, side in ((1.5, -0.7, "peak"), (-1.5, 0.7, "trough")):
        row = pd.Series({
            "turn": 2019, "slope_before": before, "slope_after": after, "first": 2011,
            "last": 2024, "p": 0.0123, "adjusted": 0.0456, "level": "deso2025",
        })  # fmt: skip
        monkeypatch.setattr(change_findings, "turn_of", lambda *_, row=row, **__: row)
        monkeypatch.setattr(change_findings, "get_trend", lambda *_, **__: trend())
        said = change_findings.say_turn(page(), "employed_share")  # type: ignore[arg-type]
        assert said is not None
        assert said.outcome == side
        words = said.words
        assert (words["turn"], words["p"], words["adjusted"]) == (
            "2019",
            p_is("0.012"),
            p_is("0.046"),
        )
        assert words["before"].startswith(EN.number(before, 1, sign=True))
        assert words["after"].startswith(EN.number(after, 1, sign=True))
        assert words["years"] == EN.years(2011, 2024)


def test_a_series_out_of_the_family_is_not_tested_without_a_trend_or_a_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = {"first": 2015, "last": 2024, "estimate": 30.0, "reason": "no_interval"}
    series = change_rules.Series("population", "municipality")
    for shown, changed, wanted in (
        (None, found, None), (trend(), None, None), (trend(), {**found, "reason": ""},
                                                     "not_declared"),
        (trend(), found, "no_interval"), (trend("population"), found, ""),
    ):  # fmt: skip
        monkeypatch.setattr(change_rules, "_read", lambda *_, shown=shown: shown)
        monkeypatch.setattr(change_rules, "change_of", lambda *_, changed=changed: changed)
        monkeypatch.setattr(change_rules, "noise_in", lambda *_: None)
        row = change_rules._untested(None, series)  # type: ignore[arg-type]
        assert (None if row is None else row["reason"]) == wanted


@pytest.mark.parametrize(
    ("estimate", "direction"),
    [(20.0, "up"), (19.0, ""), (-19.0, ""), (-20.0, "down"), (0.0, "")],
)
def test_a_full_count_has_changed_where_it_differs_by_more_than_the_noise_of_both_years(
    monkeypatch: pytest.MonkeyPatch, estimate: float, direction: str
) -> None:
    noise = {2015: 9.0, 2024: 3.0}
    monkeypatch.setattr(change_rules, "noise_in", lambda _held, year: noise[year])
    found = {"first": 2015, "last": 2024, "estimate": estimate}
    made = change_rules._counted(trend(), found)  # type: ignore[arg-type]
    assert made["threshold"] == np.ceil(1.959964 * np.hypot(9, 3)) == 19
    assert (made["direction"], made["certainty"], made["counted"]) == (direction, "certain", True)


def test_a_change_is_that_of_the_newest_segment_that_is_long_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = {"sv": "ny", "en": "new"}
    breaks = [SimpleNamespace(year=year, levels=(), text=text) for year in (2010, 2022)]
    monkeypatch.setattr(change_rules, "breaks_of", lambda *_: breaks)
    years = [2005, 2008, 2010, 2013, 2022, 2024]
    values = [1.0, 2.0, 30.0, 37.0, 500.0, 600.0]
    own = pd.DataFrame({"year": years, "value": values, "level": "municipality",
                        "lower": np.array(values) - 1, "upper": np.array(values) + 1})  # fmt: skip
    shown = SimpleNamespace(own=own, index=False)
    row = change_rules.change_of(shown, None)  # type: ignore[arg-type]
    assert row is not None
    assert (row["first"], row["last"], row["estimate"]) == (2010, 2013, 7)
    short = SimpleNamespace(own=own[own["year"].isin([2008, 2013, 2022, 2024])], index=False)
    row = change_rules.change_of(short, None)  # type: ignore[arg-type]
    assert row is not None
    assert (row["first"], row["last"], row["reason"]) == (2022, 2024, "too_short")


def test_a_change_of_an_index_is_told_in_hundredths_of_the_newest_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = {
        "value_first": 0.21, "value_last": 0.34, "estimate": 0.13, "lower": 0.05, "upper": 0.19,
        "lower80": 0.08, "upper80": 0.16, "p": 0.04, "reason": "",
    }  # fmt: skip
    other = dict.fromkeys(numbers, 9.0) | {"reason": "other"}
    asked: dict[str, object] = {}

    def index_change(*given: object, **more: object) -> pd.DataFrame:
        asked.update(more, given=given[1:])
        return pd.DataFrame([numbers, other])

    monkeypatch.setattr(change_rules.trends, "index_change", index_change)
    monkeypatch.setattr(change_rules, "noise_in", lambda _held, year: year / 1000)
    chosen = pd.Series({"level": "deso2025", "first": 2015, "last": 2024, "reason": ""})
    counts = lambda *years: years  # noqa: E731
    kept = [held(level="deso2018"), held(counts=counts)]
    row = change_rules._index_change(SimpleNamespace(held=kept), chosen)  # type: ignore[arg-type]
    assert asked["given"] == ("dissimilarity", "in", 2015, 2024)
    assert asked["noise"] == 2.024
    names = ["value_first", "value_last", "estimate", "lower", "upper", "lower80", "upper80"]
    assert [row[name] for name in names] == pytest.approx([21, 34, 13, 5, 19, 8, 16])
    assert (row["p"], row["level"]) == (0.04, "deso2025")


@pytest.mark.parametrize(
    ("before", "after", "side"), [(0.61, -0.42, "peak"), (-0.61, 0.42, "trough")]
)
def test_a_turn_is_told_with_its_years_both_slopes_and_both_p(
    monkeypatch: pytest.MonkeyPatch, before: float, after: float, side: str
) -> None:
    row = CHANGE.to_dict() | {"turn": 2019, "slope_before": before, "slope_after": after}
    monkeypatch.setattr(change_findings, "turn_of", lambda *_, **__: pd.Series(row))
    monkeypatch.setattr(change_findings, "get_trend", lambda *_, **__: trend())
    monkeypatch.setattr(change_findings, "change_words", lambda *_: {"years": "no"})
    monkeypatch.setattr(change_findings, "series_name", lambda *_: "share of them")
    said = change_findings.say_turn(page(), "employed_share")  # type: ignore[arg-type]
    assert said is not None
    assert (said.rule, said.outcome, said.certainty) == ("turn", side, "certain")
    words = said.words
    assert (words["turn"], words["years"]) == ("2019", "2015–2024")
    assert (words["before"], words["after"]) == tuple(
        EN.points(one, sign=True) for one in (before, after)
    )
    assert words["series_first"] == "Share of them"
    assert (words["p"], words["adjusted"]) == (p_is("0.012"), p_is("0.046"))
    monkeypatch.setattr(change_findings, "turn_of", lambda *_, **__: None)
    assert change_findings.say_turn(page(), "employed_share") is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("certainty", "low", "high", "why"),
    [
        ("likely", -1.1, -0.04, "_rounded"),
        ("likely", -1.1, 0.2, ""),
        ("likely", -1.1, -0.2, "_together"),
        ("unknown", -1.1, -0.2, "_together"),
        ("unknown", -1.1, 0.2, ""),
        ("certain", -1.1, -0.2, ""),
    ],
)
def test_an_end_that_rounds_to_zero_is_the_reason_that_is_told(
    certainty: str, low: float, high: float, why: str
) -> None:
    row = {"beside_certainty": certainty, "beside_lower": low, "beside_upper": high}
    assert why_unsure(pd.Series(row)) == why


@pytest.mark.parametrize(("lower", "reason"), [(-0.4, "unlike_zero"), (0.4, "unlike_apart")])
def test_a_change_certain_beside_the_countrys_alone_says_that_the_own_is_not(
    lower: float, reason: str
) -> None:
    row = CHANGE.copy()
    row["lower"], row["certainty"] = lower, "unknown"
    words = beside_words.beside_words(page(), trend(), row)  # type: ignore[arg-type]
    assert words["unlike"] == f"trends.tested.{reason}()"


def test_an_adjusted_p_says_of_how_many_tests_and_after_whom() -> None:
    row = pd.Series({**CHANGE.to_dict(), "tests": 20, "shared": True, "beside_tests": 12})
    words = change_findings._numbers(page(), trend(), row)  # type: ignore[arg-type]
    assert words["tests"] == "trends.tests.holm(count=20)"
    words = beside_words.beside_words(page(), trend(), row)  # type: ignore[arg-type]
    assert "tests=trends.tests.rate(count=12)" in words["beside_here"]
    assert beside_words.adjusted_for(page(), row.drop(["tests"])) == ""  # type: ignore[arg-type]
    row["shared"] = np.nan
    assert beside_words.adjusted_for(page(), row) == "trends.tests.rate(count=20)"  # type: ignore[arg-type]


def test_a_likely_change_whose_own_interval_reaches_zero_gives_that_as_its_reason() -> None:
    row = CHANGE.copy()
    row["adjusted"], row["beside_certainty"], row["lower"] = 0.12, None, -0.4
    words = change_findings._numbers(page(), trend(), row)  # type: ignore[arg-type]
    assert words["likely_reason"].startswith("trends.tested.likely_zero(")
