"""What a plan finds and settles, its placements and its yardstick: each from the right rows."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from worded_page import EN, held, page, told

from segnb.report.area_types import moving_yardstick, residents
from segnb.report.comparison import area_sensitivity, place_ranks
from segnb.report.documents import claim_ledger
from segnb.report.evaluation_page import evaluation_figures, judgement, plan_data
from segnb.report.evaluation_page.judgement import ELSEWHERE
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.evaluation_plan import Refusal
from segnb.vocabulary.published_facts import facts

OUTCOME = catalogue()["employed_share"]


def plan(**more: object) -> SimpleNamespace:
    usual = {"start": 2016, "first_year": None, "last_year": None, "left_out": (2015,),
             "treated": ("b",), "ring": ("d",), "excluded": (), "id": "E1", "efforts": "",
             "level": "municipality"}  # fmt: skip
    made = SimpleNamespace(**usual | more)
    made.model_copy = lambda update: update
    return made


def broken(*years: int, levels: tuple[str, ...] = ()) -> SimpleNamespace:
    breaks = [SimpleNamespace(year=year, levels=levels) for year in years]
    return SimpleNamespace(
        level="municipality", entry=SimpleNamespace(id="x", breaks=breaks, of="")
    )


YEARS = [2022, *range(2000, 2021)]


@pytest.mark.parametrize(
    ("cuts", "named", "first", "last"),
    [
        ((), {}, 2016 - plan_data.LONGEST_BEFORE, 2022),
        ((2010, 2012, 2016, 2018, 2020), {}, 2016, 2017),
        ((2011, 2018, 2019), {}, 2011, 2017),
        ((2016,), {}, 2016, 2022),
        ((), {"first_year": 2009, "last_year": 2018}, 2009, 2018),
        ((2009, 2019), {"first_year": 2009, "last_year": 2018}, 2009, 2018),
        ((2016,), {"last_year": 2018}, 2016, 2018),
    ],
)
def test_a_window_reaches_to_the_breaks_nearest_the_start(
    monkeypatch: pytest.MonkeyPatch, cuts: tuple, named: dict, first: int, last: int
) -> None:
    checked: list = []
    monkeypatch.setattr(plan_data.evaluation, "check_years", lambda *of: checked.append(of))
    found = plan_data.window(plan(**named), broken(*cuts), YEARS)  # type: ignore[arg-type]
    wanted = [year for year in sorted(YEARS) if first <= year <= last and year != 2015]
    assert found == wanted
    assert checked == [(wanted, 2016, (2015,))]


@pytest.mark.parametrize(
    ("cuts", "named", "year"),
    [((2012, 2018), {"first_year": 2009}, 2012), ((2012, 2018), {"last_year": 2019}, 2018),
     ((2016,), {"first_year": 2009}, 2016), ((2019,), {"last_year": 2019}, 2019)],
)  # fmt: skip
def test_a_window_that_is_named_has_no_break(
    monkeypatch: pytest.MonkeyPatch, cuts: tuple, named: dict, year: int
) -> None:
    monkeypatch.setattr(plan_data.evaluation, "check_years", lambda *_: None)
    told_year: list = []

    class Refused(Exception):
        def __init__(self, key: str, **words: object) -> None:
            told_year.append((key, words["year"]))

    monkeypatch.setattr(plan_data, "Refusal", Refused)
    with pytest.raises(Refused):
        plan_data.window(plan(**named), broken(*cuts), YEARS)  # type: ignore[arg-type]
    assert told_year == [("break", year)]
    elsewhere = broken(*cuts, levels=("deso2018",))
    assert plan_data.window(plan(**named), elsewhere, YEARS)  # type: ignore[arg-type]
    here = broken(*cuts, levels=("municipality",))
    with pytest.raises(Refused):
        plan_data.window(plan(**named), here, YEARS)  # type: ignore[arg-type]


def test_a_panel_has_the_areas_with_a_value_in_each_year() -> None:
    rows = pd.DataFrame([
        (area, year, 10.0 * (1 + "abcde".index(area)) + year - 2014)
        for area in "ebdca" for year in (2016, 2014, 2013, 2015) if (area, year) != ("c", 2016)
    ], columns=["area", "year", "value"])  # fmt: skip
    people = pd.Series({"a": 100.0, "b": 200.0, "c": 300.0, "d": 400.0})
    data = plan_data.PlanData(plan(), None, people, {"near": ("d",)})  # type: ignore[arg-type]
    made = data.panel(held(rows=rows), [2014, 2016])  # type: ignore[arg-type]
    assert (made.areas, made.years) == (("a", "b", "d"), (2014, 2016))
    assert made.values.tolist() == [[10, 12], [20, 22], [40, 42]]
    assert made.treated.tolist() == [False, True, False]
    assert made.population.tolist() == [100, 200, 400]
    assert made.after.tolist() == [False, True]
    assert data.uncompared == {"b", "d"}
    for lost in ("b", "d"):
        lacking = rows[(rows["area"] != lost) | (rows["year"] != 2016)]
        with pytest.raises(Refusal) as refused:
            data.panel(held(rows=lacking), [2014, 2016])  # type: ignore[arg-type]
        assert refused.value.key == "hidden"
        assert (refused.value.words["area"], refused.value.words["year"]) == (lost, 2016)


def registered(monkeypatch: pytest.MonkeyPatch, sector: str = "school") -> None:
    first = 2016 - plan_data.LONGEST_BEFORE
    rows = pd.DataFrame([
        ("E0", "other", "municipality", "", ("z",)), ("E1", sector, "municipality", "", ("b",)),
        ("E2", sector, "municipality", "", ("c", "d", "b")),
        ("E3", sector, "deso2018", "", ("f",)),
        ("E4", sector, "municipality", f"{first - 1}-12", ("g",)),
        ("E5", sector, "municipality", f"{first}-01", ("h",)),
    ], columns=["id", "sector", "level_id", "end", "areas"])  # fmt: skip
    monkeypatch.setattr(plan_data, "register", lambda _: rows)
    monkeypatch.setattr(plan_data, "overlaps", lambda _: ())


def test_areas_of_other_efforts_of_the_sector_are_compared_with_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registered(monkeypatch)
    of = plan_data.with_register
    assert of(plan(excluded=("y",))) == {"excluded": ("c", "h", "y")}  # type: ignore[arg-type,comparison-overlap]
    later = plan(first_year=2016 - plan_data.LONGEST_BEFORE + 1)
    assert of(later) == {"excluded": ("c",)}  # type: ignore[arg-type,comparison-overlap]
    registered(monkeypatch, "")
    assert of(plan()) == {"excluded": ()}  # type: ignore[arg-type,comparison-overlap]
    alone = plan(id="")
    assert of(alone) is alone  # type: ignore[arg-type,comparison-overlap]
    registered(monkeypatch)
    clash = SimpleNamespace(ids=("E1", "E2"), areas=("b", "c"))
    unmet = SimpleNamespace(ids=("E3", "E2"), areas=("q",))
    monkeypatch.setattr(plan_data, "overlaps", lambda _: (unmet, clash))
    with pytest.raises(Refusal) as refused:
        of(plan())  # type: ignore[arg-type]
    assert refused.value.words == {"id": "E1", "other": "E2", "area": "b"}


def test_a_plan_is_sealed_with_its_years_its_areas_and_its_matches() -> None:
    panel = SimpleNamespace(past=np.array([[1.0, 2.0]]), areas=("a", "b", "c"),
                            treated=np.array([False, True, False]), years=(2014, 2016))  # fmt: skip
    design = SimpleNamespace(matches=lambda: {"a": 0.123456}, unmatched=("u",))
    one = SimpleNamespace(panel=panel, design=design, rings={ELSEWHERE: ("e",), "near": ("n",)})
    data = SimpleNamespace(rings={"near": ("n", "m")})
    made = judgement._facts(data, {"x": one})  # type: ignore[arg-type,dict-item]
    assert made["rings"] == {"near": ["n", "m"]}
    assert made["outcomes"] == {"x": {
        "years": [2014, 2016], "comparison": ["a", "c"], "matches": {"a": 0.1235},
        "without_match": ["u"], "elsewhere": ["e"],
    }}  # fmt: skip
    again = judgement._facts(data, {"x": one})["values_before"]  # type: ignore[arg-type,dict-item]
    panel.past = np.array([[1.0, 2.00001]])
    other = judgement._facts(data, {"x": one})["values_before"]  # type: ignore[arg-type,dict-item]
    assert made["values_before"] == again != other


@pytest.mark.parametrize(
    ("years", "level", "before"),
    [(judgement.FEWEST_AFTER, "differs", True), (judgement.FEWEST_AFTER - 1, "differs", False),
     (judgement.FEWEST_AFTER, "unjudged", False)],
)  # fmt: skip
def test_as_much_was_held_a_year_ago_where_enough_years_had_gone(
    monkeypatch: pytest.MonkeyPatch, years: int, level: str, before: bool
) -> None:
    asked: list[float] = []
    earlier = SimpleNamespace(after=np.array([False, *[True] * years]))
    made = SimpleNamespace(panel=SimpleNamespace(without_last=lambda: earlier), design=None)
    found = SimpleNamespace(estimate=SimpleNamespace(p=0.02))
    fake = SimpleNamespace(
        judge=lambda _, panel: found if panel is earlier else None,
        level_of=lambda _, grounds: asked.append(grounds.p) or (level, ""),
    )
    monkeypatch.setattr(judgement, "evaluation", fake)
    monkeypatch.setattr(judgement, "replace", lambda _, p: SimpleNamespace(p=p))
    assert judgement._held_before(made, None, 3) is before  # type: ignore[arg-type]
    assert asked == ([pytest.approx(0.06)] if years == judgement.FEWEST_AFTER else [])
    asked.clear()
    judgement._held_before(made, None, 60)  # type: ignore[arg-type]
    assert asked == ([1.0] if years == judgement.FEWEST_AFTER else [])


def test_an_effort_stands_among_its_placements_in_their_own_spread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = np.array([9.0, 1.0, 5.0, 3.0, 7.0])
    estimate = SimpleNamespace(p=0.0321)
    outcome = SimpleNamespace(
        held=held(), panel=None, found=SimpleNamespace(estimate=estimate, interval=(2.0, 13.0)),
        design=SimpleNamespace(matched=np.eye(5), of=lambda _: SimpleNamespace(change=seen)),
    )  # fmt: skip
    made = evaluation_figures._placements(page(), outcome)  # type: ignore[arg-type]
    spread = np.sqrt(8.0)
    places = [-4, -2, 0, 2, 4]
    assert made["estimate"].tolist() == pytest.approx([place / spread for place in places])
    assert made["own"].tolist() == [False] * 4 + [True]
    assert made["lower"].dropna().tolist() == pytest.approx([-3 / spread])
    assert made["upper"].dropna().tolist() == pytest.approx([8 / spread])
    assert made["median"].tolist() == [0] * 5
    assert made["strip_label"][0] == told("evaluation.placebo.strip", count=5)
    assert made["rank_text"][0] == told("evaluation.placebo.p", p="0.032")
    monkeypatch.setattr(evaluation_figures, "MOST", 2)
    few = evaluation_figures._placements(page(), outcome)["estimate"]  # type: ignore[arg-type]
    assert few.tolist() == pytest.approx([-4 / spread, 2 / spread, 4 / spread])
    outcome.design.of = lambda _: SimpleNamespace(change=np.full(5, 3.0))
    still = evaluation_figures._placements(page(), outcome)  # type: ignore[arg-type]
    assert still["estimate"].tolist() == [0, 0, 0]
    assert still["lower"].dropna().tolist() == [-1]


def test_other_placements_are_a_field_around_their_middle() -> None:
    every = pd.DataFrame({"year": [2014, 2016], "value": [1.5, 2.5], "low": [-1.0, -3.0],
                          "high": [4.0, 6.0]})  # fmt: skip
    made = evaluation_figures._lines(page(), every)  # type: ignore[arg-type]
    assert made["kind"].tolist() == ["median"] * 2 + ["own"] * 2
    assert made["value"].tolist() == [1.5, 1.5, 1.5, 2.5]
    assert made["lower"].tolist()[:2] == [-1, -3]
    assert made["upper"].tolist()[:2] == [4, 6]
    assert made["upper"].isna().tolist() == [False, False, True, True]
    assert not {"low", "high"} & set(made)


def test_the_yardstick_is_of_the_two_lowest_types_and_of_all_people(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    series = pd.DataFrame({
        "year": [2019] * 3 + [2023] * 3 + [2021] * 3, "type": ["1", "2", "5"] * 3,
        "people_yearly": [10.0, 30, 160, 20, 50, 330, np.nan, np.nan, 100],
        "people_frozen": [11.0, 33, 156, 22, 55, 323, np.nan, np.nan, 99],
        "areas_yearly": [1, 2, 9, 3, 4, 8, 1, 1, 1],
    })  # fmt: skip
    parts = pd.DataFrame({
        "place_level": ["municipality"] * 3 + ["nation"], "type": ["1", "2", "5", "1"],
        "all": [1.0, 10.0, 100.0, 1000.0],
    })  # fmt: skip
    asked: dict = {}
    fake = SimpleNamespace(
        cut_offs=lambda rows: ("limits of", len(rows)),
        yardstick_series=lambda own, mine, **more: asked.update(own=own, mine=mine, **more)
        or series,
        yardstick=lambda *of, cuts: asked.update(years=of[2:], cuts2=cuts) or parts,
    )  # fmt: skip
    monkeypatch.setattr(moving_yardstick, "yardstick", fake)
    monkeypatch.setattr(moving_yardstick, "_agreement", lambda _r, _i, year: year + 0.5)
    rows = pd.DataFrame({"municipality": ["0101", "0180", "0101"], "year": [2019, 2019, 2018],
                         "value": [1.0, 2.0, 3.0]})  # fmt: skip
    index, people = held(rows=rows), held(rows=rows.iloc[1:])
    made = moving_yardstick._split(page(), index, people, [2019, 2021, 2023])  # type: ignore[arg-type]
    assert asked["own"]["value"].tolist() == [1]
    assert asked["mine"]["value"].tolist() == [3]
    assert (asked["base_year"], asked["cuts"]) == (2019, ("limits of", 3))
    assert (asked["years"], asked["cuts2"]) == ((2019, 2023), ("limits of", 3))
    low = made.series.set_index("year")
    assert low["people"].to_dict() == {2019: 200, 2021: 100, 2023: 400}
    assert low["share_yearly"].dropna().to_dict() == {2019: 20, 2023: 17.5}
    assert low["share_frozen"].dropna().to_dict() == {2019: 22, 2023: 19.25}
    assert low["areas_yearly"].to_dict() == {2019: 3, 2021: 2, 2023: 7}
    assert made.split["all"] == 11
    assert made.agreement == 2023.5


def test_a_composition_with_an_unknown_part_is_not_spoken_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(residents, "_ends_in_words", lambda *_: {"low": "1"})
    monkeypatch.setattr(residents, "_composition_table", lambda *_: "table")
    own = pd.DataFrame(
        {"place": "own", "group": "all", "type": ["1", "2"], "people": [5.0, np.nan]}
    )
    types = SimpleNamespace(year=2023, level="x", held=None)
    one = residents.Residents(held(), types, own)  # type: ignore[arg-type]
    assert residents.say_composition(page(), one) is None  # type: ignore[arg-type]
    known = residents.Residents(held(), types, own.assign(people=5.0))  # type: ignore[arg-type]
    assert residents.say_composition(page(), known) is not None  # type: ignore[arg-type]


def test_a_place_whose_areas_are_too_few_says_so_in_a_sentence() -> None:
    report = page(gap=lambda *parts, **more: (*parts, more))
    made = area_sensitivity._untold(report, "x", "side_by_side.borders.few", level="L")  # type: ignore[arg-type]
    assert made == ("x_borders", "side_by_side.borders.what()",
                    "Side_by_side.borders.few(level=L).", {"status": "not_applicable"})  # fmt: skip


@pytest.mark.parametrize(("areas", "level"), [(7, "coarser"), (4, "finer")])
def test_the_level_that_has_too_few_areas_is_named(areas: int, level: str) -> None:
    """Tanum has seven DeSO, which have an index, and four RegSO, which have none."""
    rows = pd.DataFrame({"area": range(areas)})
    said = area_sensitivity._few(page(), {"1435": rows})  # type: ignore[arg-type]
    assert said == told(f"side_by_side.borders.{level}")


def test_numbers_that_the_ledger_retells_are_those_that_were_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(claim_ledger, "words_of", lambda *_: {"more": "x"})
    words = claim_ledger._known(page(), None)  # type: ignore[arg-type]
    first, last = facts()["inequality_index_nation"].points
    types, turnout = facts()["area_types"], facts()["turnout_by_type"]
    years = [min(p.year for p in types.points), max(p.year for p in types.points)]
    low = [types.at(year, "1") + types.at(year, "2") for year in years]
    newest = max(point.year for point in turnout.points)
    percent = 100 * (last.value - first.value) / first.value
    assert words == {
        "index_first": f"{first.year}", "index_last": f"{last.year}",
        "index_a": EN.number(first.value), "index_b": EN.number(last.value),
        "index_units": EN.number(last.value - first.value), "index_percent": EN.number(percent),
        "types_first": f"{years[0]}", "types_last": f"{years[1]}",
        "types_a": EN.number(low[0]), "types_b": EN.number(low[1]),
        "regso": EN.number(facts()["regso"].points[0].value), "gini": "0.32",
        "gini_year": f"{facts()['gini_long'].points[0].year}",
        "employment": EN.number(facts()["employment_gap_types"].value),
        "turnout_year": f"{newest}", "turnout_1": EN.number(turnout.at(newest, "1")),
        "turnout_5": EN.number(turnout.at(newest, "5")), "more": "x",
    }  # fmt: skip
    assert words["types_a"] != words["types_b"]


def test_breaks_of_the_counts_are_those_of_their_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """RAMS builds on other reports from 2019, and gives way to BAS in 2020."""
    monkeypatch.setattr(plan_data.evaluation, "check_years", lambda *_: None)
    share = SimpleNamespace(level="municipality", entry=OUTCOME)
    assert not OUTCOME.breaks
    found = plan_data.window(plan(start=2012, left_out=()), share, range(2004, 2024))  # type: ignore[arg-type]
    assert (found[0], found[-1]) == (2004, 2018)
    years = [2017, 2018, 2019, 2020, 2023]
    rows = pd.DataFrame({"area": "0101", "year": years, "value": [float(y) for y in years]})
    compared = SimpleNamespace(level="municipality", entry=OUTCOME, year=2023, rows=rows)
    assert place_ranks._first(compared, ("0101",))["first_year"] == 2020  # type: ignore[arg-type]
