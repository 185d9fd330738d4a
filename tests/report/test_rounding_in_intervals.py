"""The step to which a producer rounds reaches every interval that is made of its figures."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from worded_page import held, page

from segnb.analysis import school_segregation, shares
from segnb.report.area_types import values_by_type
from segnb.report.change import change_rules
from segnb.report.division import index_values
from segnb.report.reading import all_municipalities
from segnb.vocabulary.catalogue import Indicator, catalogue

ROUNDED, COUNTED = "low_economic_standard", "employed_share"
STEP = catalogue()[ROUNDED].rounding


class Asked(Exception):
    """Ends a computation with what it was asked."""


def asked(**named: Any) -> None:
    raise Asked(named["rounding"])


def step_of(compute: Callable[[], object]) -> float | None:
    with pytest.raises(Asked) as caught:
        compute()
    return caught.value.args[0]


def counts(indicator: str) -> SimpleNamespace:
    frame = pd.DataFrame({"municipality": ["0101"], "unit": "a", "group": "in", "count": 5.0})
    return held(indicator, level="deso2018", counts=lambda *_: frame, summed_from="",
                latest=pd.DataFrame(), year=2022)  # fmt: skip


def test_low_economic_standard_is_published_in_whole_per_cents() -> None:
    assert STEP == 0.01
    assert not catalogue()[COUNTED].rounding


@pytest.mark.parametrize(("indicator", "step"), [(ROUNDED, STEP), (COUNTED, None)])
def test_an_index_knows_it(
    monkeypatch: pytest.MonkeyPatch, indicator: str, step: float | None
) -> None:
    monkeypatch.setattr(index_values, "noise_in", lambda *_: None)
    monkeypatch.setattr(index_values, "indices", lambda *_, **named: asked(**named))
    assert step_of(lambda: index_values.index_of(counts(indicator))) == step  # type: ignore[arg-type]


@pytest.mark.parametrize(("indicator", "step"), [(ROUNDED, STEP), (COUNTED, None)])
def test_a_change_of_an_index_knows_it(
    monkeypatch: pytest.MonkeyPatch, indicator: str, step: float | None
) -> None:
    monkeypatch.setattr(change_rules, "noise_in", lambda *_: None)
    monkeypatch.setattr(change_rules.trends, "index_change", lambda *_, **named: asked(**named))
    trend = SimpleNamespace(held=[counts(indicator)], entry=catalogue()[indicator])
    chosen = pd.Series({"level": "deso2018", "first": 2018, "last": 2022, "reason": ""})
    assert step_of(lambda: change_rules._index_change(trend, chosen)) == step  # type: ignore[arg-type]


def test_the_overview_of_all_municipalities_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_municipalities, "noise_in", lambda _held, year: year / 1000)
    found = [all_municipalities.uncertain(counts(name), 2022) for name in (ROUNDED, COUNTED)]  # type: ignore[arg-type]
    assert found == [{"rounding": STEP, "noise": 2.022}, {"rounding": None, "noise": 2.022}]


def test_shares_by_type_know_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("everywhere", "types_everywhere", "parents_of"):
        monkeypatch.setattr(values_by_type, name, lambda *_: None)
    monkeypatch.setattr(
        values_by_type, "derive", lambda _store, _name, _used, compute, **_: compute()
    )
    monkeypatch.setattr(
        values_by_type.type_gaps, "share_by_type", lambda *_, **named: asked(**named)
    )
    types, report = SimpleNamespace(level="regso2020", year=2022), page(store=None)
    found = [
        step_of(lambda name=name: values_by_type._everywhere(report, counts(name), types))  # type: ignore[arg-type,misc]
        for name in (ROUNDED, COUNTED)
    ]
    assert found == [STEP, catalogue()[COUNTED].rounding]


def test_an_index_between_schools_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"municipality": "0101", "year": 2023, "unit": "a", "group": "group",
                          "count": [5.0], "pupils": 9.0})  # fmt: skip
    monkeypatch.setattr(school_segregation, "school_counts", lambda *_: frame)
    monkeypatch.setattr(school_segregation, "indices", lambda *_, **named: asked(**named))
    for given, step in (({}, 0.01), ({"rounding": 0.05}, 0.05)):
        assert (
            step_of(lambda g=given: school_segregation.between_schools(frame, frame, **g)) == step
        )  # type: ignore[misc]


@pytest.mark.parametrize("kind", ["share", "value"])
def test_a_published_figure_is_as_wide_as_the_step_of_its_entry(kind: str) -> None:
    text = {"sv": "x", "en": "x"}
    fixed = {"id": "low_share", "focus": "base", "label": text, "definition": text,
             "population": text, "unit": "percent", "kind": kind}  # fmt: skip
    more = {"of": "x", "percent": "low", "base": "people"} if kind == "share" else {}
    cells = {"share": {"low": 30.0, "people": 400.0},
             "value": {"all": 30.0, "ci_low": 26.0, "ci_high": 34.0}}[kind]  # fmt: skip
    rows = pd.DataFrame([
        {"area": "a", "year": 2022, "group": group, "value": value, "status": "ok"}
        for group, value in cells.items()
    ]).assign(indicator="x", level="municipality", municipality="0101", sex="total")  # fmt: skip
    ends = []
    for step in (0.0, 0.01, 0.05):
        entry = Indicator.model_validate(fixed | more | {"rounding": step})
        found = shares.of_entry(rows, entry).iloc[0]
        ends.append(found["upper"] - found["lower"])
    assert ends[0] < ends[1] < ends[2]
