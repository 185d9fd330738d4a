"""Turnout, efforts, lines and facts of a place: each number where its name says."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from worded_page import EN, held, page, told

from segnb.analysis.evaluation import Ring
from segnb.analysis.spread_between_areas import FEWEST_DISTRICTS
from segnb.report.documents import effort_timeline, experience
from segnb.report.evaluation_page import evaluation_findings, evaluation_words
from segnb.report.focus_areas import school_division, turnout
from segnb.report.front_matter import place_profile
from segnb.report.geography import town_line
from segnb.report.phrases import whole_per_cents
from segnb.report.reading.whole_per_cents import decimals_of_areas
from segnb.vocabulary.effort_register import MONEY
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.i18n import DASH, Language

SPREAD = pd.Series({
    "areas": 17, "value": 80.12, "lowest": 55.51, "highest": 93.34, "p10": 66.62, "median": 81.73,
    "p90": 90.04, "sd": 7.15, "sd_chance": 1.26, "sd_beyond_chance": 6.97, "p": 0.001,
})  # fmt: skip


def votes(p: float = 0.01, areas: int = 17, unplaced: float = 40.0) -> turnout.Turnout:
    whole = held(latest=pd.DataFrame({"value": [84.44], "numerator": [800.0],
                                      "denominator": [947.0]}))  # fmt: skip
    spread = pd.Series({**SPREAD.to_dict(), "areas": areas})
    districts = held("turnout_municipal", latest=pd.DataFrame({
        "area": ["b", "a"], "value": [70.02, 91.13], "denominator": [300.0, 500.0], "status": "ok",
    }))  # fmt: skip
    least = pd.Series({"sd_beyond_chance": 5.55, "p": p})
    return turnout.Turnout(districts, whole, spread, unplaced, least)  # type: ignore[arg-type]


def test_words_of_turnout_are_of_its_districts_and_of_the_whole() -> None:
    words = turnout._words(page(), votes())  # type: ignore[arg-type]
    wanted = {
        "districts": "17", "gap": "23.4", "sd": "7.2", "sd_chance": "1.3", "sd_beyond": "7.0",
        "sd_least": "5.6", "value": "84.4", "together": "80.1", "unplaced": "40", "share": "5.0",
        "lowest": "55.5", "highest": "93.3", "p10": "66.6", "median": "81.7", "p90": "90.0",
    }  # fmt: skip
    assert {name: words[name] for name in wanted} == wanted | {
        name: EN.number(value, 1)
        for name, value in (("sd", 7.15), ("sd_least", 5.55), ("gap", 23.4))
    }
    assert words["lacking"].startswith("captions.turnout.lacking(")
    assert words["least"].startswith("captions.turnout.least_left(")
    assert "p_least=trends.p_is(value=0.010)" in words["least"]
    undone = turnout._words(page(), votes(0.06))["least"]  # type: ignore[arg-type]
    assert undone.startswith("captions.turnout.least_undone(")
    assert turnout._words(page(), votes(unplaced=0.0))["lacking"] == ""  # type: ignore[arg-type]
    table = turnout._table(page(), votes(), None)  # type: ignore[arg-type]
    assert [row.cells[1:] for row in table.rows] == [("500", "91.1"), ("300", "70.0"),
                                                     ("947", "84.4")]  # fmt: skip


@pytest.mark.parametrize(("p", "outcome"), [(0.051, "not_apart"), (0.05, "apart"),
                                            (0.049, "apart")])  # fmt: skip
def test_districts_are_apart_where_equal_chances_are_unlikely(p: float, outcome: str) -> None:
    said = turnout.say_turnout(page(), votes(p))  # type: ignore[arg-type]
    assert said is not None
    assert (said.outcome, said.certainty == "certain") == (outcome, outcome == "apart")
    assert said.words["unsure"] == told(
        "captions.turnout.unplaced_undo"
    )  # by their own votes apart


def test_districts_that_are_alike_by_their_own_votes_are_not_evened_out_by_others() -> None:
    alike = votes(0.5)
    alike.spread["p"] = 0.06
    said = turnout.say_turnout(page(), alike)  # type: ignore[arg-type]
    assert said is not None
    assert said.words["unsure"] == told("captions.turnout.by_chance")


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_turnout_of_few_districts_says_nothing(more: int) -> None:
    said = turnout.say_turnout(page(), votes(areas=FEWEST_DISTRICTS + more))  # type: ignore[arg-type]
    assert (said is None) == (more < 0)


def test_whom_a_place_is_compared_with_is_named_in_the_order_of_the_settings() -> None:
    report = page(similar=["a", "b", "c"], similar_is_official=True,
                  params=SimpleNamespace(compare_with=["nation", "similar", "county"]))  # fmt: skip
    said = place_profile._compared(report)  # type: ignore[arg-type]
    parts = ["levels.nation()", "captions.place.similar(count=3)", "Own county"]
    assert said == told("captions.place.compared", others=EN.listing(parts))
    report.similar_is_official = False
    assert "similar_skr(count=3)" in place_profile._compared(report)  # type: ignore[arg-type]


@pytest.mark.parametrize("show", [experience.show_points, experience.show_experience])
def test_a_list_knows_the_language_that_it_is_in(show: object) -> None:
    for lang in ("sv", "en"):
        made = show(page(lang=lang, language=Language(lang)))  # type: ignore[operator,arg-type]
        parts = [made, *getattr(made, "boxes", ())]
        assert [part.lang for part in parts] == [lang] * len(parts)


def test_numbers_of_an_effort_keep_their_sign() -> None:
    estimate = SimpleNamespace(value=1.11, p=0.011, smallest_p=0.0012)
    p = lambda value: SimpleNamespace(p=value)  # noqa: E731
    found = SimpleNamespace(
        estimate=estimate, interval=(0.51, 2.22), twin=SimpleNamespace(centred=3.33, p=0.033),
        slope=p(0.044), before=p(0.055), joint=0.066, largest_step=4.44,
    )  # fmt: skip
    around = SimpleNamespace(estimate=SimpleNamespace(value=6.66, p=0.099))
    grounds = SimpleNamespace(
        detectable=5.55, worthwhile=1.0, p=0.077, logs=SimpleNamespace(estimate=p(0.088)),
        rings=(Ring("touching", ("b",), None), Ring("to_1_km", ("c",), around, 1.55, 300.0)),
        treated=4,
    )  # fmt: skip
    panel = SimpleNamespace(change=np.array([7.77, 1.0]), treated=np.array([True, False, False]))
    design = SimpleNamespace(everyone=np.array([[1.0, 0.0]]), of=lambda _: panel, panel=panel,
                             matches=lambda: {"d": 0.5, "e": 0.3, "f": 0.2})  # fmt: skip
    outcome = SimpleNamespace(found=found, grounds=grounds, design=design, held=held(), panel=panel)
    values = dict(evaluation_findings._values(page(), outcome))  # type: ignore[arg-type]
    amount = lambda text: f"evaluation.amount(unit=evaluation.unit.percent(), value={text})"  # noqa: E731
    assert values == {
        "detectable": amount(EN.number(5.55, 1)),
        "estimate": amount("+1.1"), "interval": f"+0.5 {DASH} +2.2", "p": "0.011",
        "smallest": "0.0012", "adjusted": "0.077", "twin": amount("+3.3"), "twin_p": "0.033",
        "slope_p": "0.044", "before_p": "0.055", "joint_p": "0.066", "step": amount("4.4"),
        "plain": amount("+7.8"), "logs_p": "0.088", "compared": "3", "pool": "2",
        "treated": "4",
    }  # fmt: skip
    setting = SimpleNamespace(people=pd.Series({"a": 100.0, "b": 50.0, "c": 300.0}))
    effort = SimpleNamespace(data=setting, plan=SimpleNamespace(treated=("a",)))
    touching, near = "evaluation.ring.touching()", "evaluation.ring.to_1_km()"
    assert evaluation_words.ring_rows(page(), effort, outcome) == [  # type: ignore[arg-type]
        (f"evaluation.numbers.ring(which={touching})", "evaluation.numbers.ring_none()"),
        (f"evaluation.numbers.ring(which={near})", amount("+6.7")),
        (f"evaluation.numbers.ring_p(which={near})", "0.099"),
        (f"evaluation.numbers.ring_detectable(which={near})", amount(EN.number(1.55, 1))),
        ("evaluation.numbers.net()", amount("+5.3")),  # (100 * 1.11 + 300 * 6.66) / 400
    ]


def test_the_line_has_both_ends_of_what_is_known() -> None:
    part = pd.DataFrame(
        {"label": "x", "value": [5.55, None, 21.26, 3.34], "decimals": [1, 2, 1, 0]}
    )
    said = town_line._ends(page(), part)  # type: ignore[arg-type]
    assert said == told("captions.line.each", label="x", low="3", high="21.3")
    none = town_line._ends(page(), part.assign(value=np.nan))  # type: ignore[arg-type]
    assert none == told("captions.line.none", label="x")


def test_a_stop_of_one_published_area_is_printed_as_published() -> None:
    shares = held("low_economic_standard", latest=pd.DataFrame({"area": ["R1", "R2"]}),
                  summed_from="deso2018", family="regso")  # fmt: skip
    parents = pd.Series({"D1": "R1", "D2": "R2", "D3": "R2"})
    report = page(read=SimpleNamespace(parents=lambda *_: parents))
    assert town_line._decimals(report, shares, ["R2", "R1"]) == [1, 0]  # type: ignore[arg-type]
    shares.entry = held("median_net_income").entry
    assert town_line._decimals(report, shares, ["R2", "R1"]) == [0, 0]  # type: ignore[arg-type]


def test_a_row_of_the_line_has_all_values_of_its_stop() -> None:
    frame = pd.DataFrame({
        "stop": [0, 1, 0, 1], "name": ["A", "B", "A", "B"], "municipality": "M",
        "area": ["0101R001", "0101R002"] * 2, "value": [1.11, 2.22, 30.0, None],
        "status": ["ok", "ok", "ok", "suppressed"], "decimals": [1, 1, 0, 0],
    })  # fmt: skip
    rows = town_line._rows(page(), frame)  # type: ignore[arg-type]
    assert rows[0] == ("A, M (0101R001)", "1.1", "30")
    assert rows[1][:2] == ("B, M (0101R002)", "2.2")
    assert rows[1][2] not in ("", "nan")


@pytest.mark.parametrize(
    ("stops", "family"),
    [(["0101R001"], "regso"), (["0101A0010"], "deso"), (["0101A001"], ""), (["0101R0010"], "deso"),
     (["0101R001", "0101A0010"], "")],
)  # fmt: skip
def test_stops_of_a_line_are_of_one_level(stops: list[str], family: str) -> None:
    if family:
        assert town_line._family(stops) == family
    else:
        with pytest.raises(InvalidParams):
            town_line._family(stops)


def test_a_stop_without_a_row_is_named_and_the_measure_with_it() -> None:
    found = held(latest=pd.DataFrame({"area": ["0114R001", "0114R003"]}))
    report = page(get=lambda *_, **__: found, gap=lambda *parts: parts)
    stops = ["0114R001", "0114R002", "0114R003"]
    assert town_line._held(report, "employed_share", "regso", stops[::2]) is found  # type: ignore[arg-type]
    assert town_line._held(report, "employed_share", "regso", stops) == (  # type: ignore[arg-type]
        "line_employed_share", told("captions.line.what", measure="Employed"),
        told("captions.line.lacking", areas="0114R002"),
    )  # fmt: skip


def test_of_four_sums_those_that_are_known_are_named_each_by_its_own_words() -> None:
    row = dict.fromkeys(MONEY, np.nan) | {
        "aim": "Work", "currency_unit": "msek", MONEY[0]: 12.0,
        MONEY[2]: 7.5,
    }  # fmt: skip
    unit = told("interventions.money.msek")
    first, third = (
        told(f"interventions.money.{MONEY[place]}", amount=amount, unit=unit)
        for place, amount in ((0, "12"), (2, "7.5"))
    )
    assert effort_timeline._own_words(page(), row) == ("Work", f"{first}; {third}")  # type: ignore[arg-type]
    none = dict.fromkeys(MONEY, np.nan) | {"aim": "", "currency_unit": "msek"}
    assert effort_timeline._own_words(page(), none) == (DASH, DASH)  # type: ignore[arg-type]


@pytest.mark.parametrize(("indicator", "summed_from", "places"), [
    ("low_economic_standard", "", [0, 0]), ("low_economic_standard", "deso2018", [0, 1]),
    ("employed_share", "", [1, 1]), ("employed_share", "deso2018", [1, 1]),
])  # fmt: skip
def test_the_share_of_one_area_is_printed_as_published_and_of_several_with_a_decimal(
    indicator: str, summed_from: str, places: list[int]
) -> None:
    """Both are whole: the first is one DeSO of 12 per cent, the second two of 12 per cent each."""
    shares = held(indicator, latest=pd.DataFrame({"area": ["R1", "R2"], "value": [12.0, 12.0]}),
                  summed_from=summed_from, family="regso")  # fmt: skip
    parents = pd.Series({"D1": "R1", "D2": "R2", "D3": "R2"})
    reader = SimpleNamespace(parents=lambda *_: parents, place=page().place)
    assert decimals_of_areas(reader, shares).tolist() == places  # type: ignore[arg-type]


def test_whole_per_cents_are_told_of_at_the_figure() -> None:
    shown = [held(one, summed_from="") for one in ("employed_share", "low_economic_standard")]
    name = shown[1].entry.name.in_language("en")
    assert whole_per_cents(page(), shown) == f" {told('captions.whole_per_cents', names=name)}"  # type: ignore[arg-type]
    assert whole_per_cents(page(), shown[:1]) == ""  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", ["too_many_left_out", "few_areas"])
def test_schools_without_an_index_say_how_many_there_are_and_in_which_year(reason: str) -> None:
    row = pd.Series({"reason": reason, "schools": 8, "pupils_left_out": 21.4})
    report = page(gap=lambda *parts, **named: (parts, named))
    parts, named = school_division._withheld(report, row, held(year=2021))  # type: ignore[arg-type,misc]
    kind = "hidden" if reason.startswith("too") else "few"
    said = told(f"captions.schools.{kind}", schools="8", left_out="21%", year=2021)
    assert parts[:3] == ("between_schools", told("captions.schools.what"), said)
    assert named["status"] == ("suppressed" if kind == "hidden" else "not_applicable")
    filled = told("captions.schools.filled_by_hidden")
    assert named.get("filled_by") == (filled if kind == "hidden" else None)


def test_whole_per_cents_that_are_summed_say_why_they_have_a_decimal() -> None:
    one = held("low_economic_standard", summed_from="deso2018")
    assert whole_per_cents(page(), [one]).startswith(" captions.whole_per_cents_summed(")  # type: ignore[arg-type]
