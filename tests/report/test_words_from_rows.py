"""Words and limits that are chosen by a row: the right one on each side of what decides."""

from math import inf
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from report_making import MakeReport

from segnb.analysis import sums
from segnb.report.area_types import residents
from segnb.report.change import change_rules, trend_frames
from segnb.report.evaluation_page import evaluation_findings
from segnb.report.geography.map_names import USUAL, all_limits, class_limits
from segnb.vocabulary.i18n import Language


@pytest.mark.parametrize("indicator", all_limits())
def test_limits_of_classes_rise_and_are_round(indicator: str) -> None:
    limits = class_limits(indicator)
    assert 0 < limits[0] < limits[1] < limits[2] < limits[3] < 100
    assert all(limit % 5 == 0 for limit in limits if limit >= 15)
    assert all(limit == int(limit) for limit in limits)


def test_an_indicator_without_limits_of_its_own_has_fifths() -> None:
    assert class_limits("no such indicator") == USUAL == (20, 40, 60, 80)


@pytest.mark.parametrize(("first", "word"), [(2003, "formed"), (2004, "formed"), (2006, "begins")])
def test_a_series_begins_with_a_municipality_that_was_formed_then(
    make_report: MakeReport, first: int, word: str
) -> None:
    report = make_report()
    trend = SimpleNamespace(own=pd.DataFrame({"municipality": ["0330"]}))  # Knivsta, of 2003
    ((start, end, text),) = trend_frames._before(report, trend, 1995, first)  # type: ignore[arg-type]
    year = 2003 if word == "formed" else first
    assert (start, end, text) == (1995, first - 1, report.text(f"trends.{word}", year=year))
    assert trend_frames._before(report, trend, first, first) == []  # type: ignore[arg-type]


def test_a_direction_is_the_sign_of_the_change_however_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        {"indicator": "x", "estimate": estimate, "certainty": word}
        for estimate, word in ((0.4, "certain"), (-0.4, "likely"), (0.4, "unknown"))
    ]
    monkeypatch.setattr(change_rules, "declared", lambda: ("series",))
    monkeypatch.setattr(change_rules, "_tests", lambda _reader, _series: rows)
    monkeypatch.setattr(change_rules, "judge_together", lambda frame: frame)
    made = change_rules._tested(None)  # type: ignore[arg-type]
    assert made["direction"].tolist() == ["up", "down", ""]


@pytest.mark.parametrize(
    ("level", "detectable", "key"),
    [
        ("unjudged", inf, "unjudged_never"),
        ("unjudged", 2.0, "unjudged"),
        ("other", inf, "other"),
        ("other", 2.0, "other"),
    ],
)
def test_an_effort_that_could_never_be_judged_is_said_to_be_so(
    monkeypatch: pytest.MonkeyPatch, level: str, detectable: float, key: str
) -> None:
    monkeypatch.setattr(evaluation_findings, "amount", lambda *_, **__: "")
    monkeypatch.setattr(evaluation_findings, "number", lambda *_: "")
    report = SimpleNamespace(text=lambda name, **_: name, language=Language("en"))
    outcome = SimpleNamespace(
        level=level,
        check="",
        design=SimpleNamespace(unmatched=()),
        grounds=SimpleNamespace(detectable=detectable, worthwhile=1.0),
        found=SimpleNamespace(estimate=SimpleNamespace(value=0.0), interval=(0.0, 0.0)),
    )
    monkeypatch.setattr(evaluation_findings, "failed_checks", lambda *_: ["direction"])
    said = evaluation_findings.sentence(report, outcome, 3)  # type: ignore[arg-type]
    assert said == f"evaluation.say.{key}"


def test_people_of_several_municipalities_are_unknown_where_one_is() -> None:
    rows = pd.DataFrame({
        "type": ["1", "1", "2", "2"], "group": "all", "people": [5.0, None, 3.0, 4.0], "areas": 1,
    })  # fmt: skip
    together = residents._together(rows).set_index("type")
    assert together["people"].isna().tolist() == [True, False]
    assert together.loc["2", "people"] == 7
    assert together["areas"].tolist() == [2, 2]


def test_a_sum_of_as_many_parts_as_there_are_areas_is_whole() -> None:
    short = sums._short(None, 3, np.array([2, 3, 4]))  # type: ignore[arg-type]
    assert short.tolist() == [True, False, False]
