"""Words and rows of area types are of the type, the place and the group that they name."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from worded_page import EN, held, page, told

from segnb.analysis.type_populations import BUILT_OF
from segnb.report.area_types import (
    gap_between_types,
    gap_notes,
    gap_titles,
    residents,
    transitions,
)
from segnb.report.area_types.official_types import Types
from segnb.report.area_types.values_by_type import ByType
from segnb.vocabulary.catalogue import catalogue

GAP = pd.Series({
    "indicator": "employed_share", "type_low": "2", "type_high": "5", "value_low": 61.24,
    "value_high": 83.37, "value_all": 74.5, "estimate": -22.13, "lower": -25.4, "upper": -18.6,
    "certainty": "certain", "reason": "", "against": False,
})  # fmt: skip


def test_the_distance_is_the_lowest_type_less_the_highest() -> None:
    assert gap_between_types.distance_of(GAP) == pytest.approx(-22.2)  # 61.2 less 83.4
    text = gap_between_types.distance_text(page(), GAP)  # type: ignore[arg-type]
    assert text == EN.points(-22.2, sign=True)


def types(*counts: tuple[int, int]) -> Types:
    """Areas of the municipality, so many of each type."""
    kinds = [kind for kind, number in counts for _ in range(number)]
    return Types(held("area_type"), pd.DataFrame({"type": kinds}))  # type: ignore[arg-type]


def by_type(gap: pd.Series = GAP) -> SimpleNamespace:
    values = {"1": 55.5, "2": 61.24, "3": 70.0, "4": 77.7, "5": 83.37, "all": 74.5}

    def of(_indicator: str, place: str = "municipality") -> pd.DataFrame:
        add = 1.11 if place == "nation" else 0.0
        frame = pd.DataFrame({"type": list(values), "value": [v + add for v in values.values()]})
        return frame.assign(status="ok", areas=[0, 2, 3, 4, 5, 14]).set_index("type", drop=False)

    one = held()
    return SimpleNamespace(
        of=of, gap=lambda _: gap, entry=lambda _: one, indicators=["employed_share"], held=(one,),
        present=[2, 3, 4, 5], types=(), frame=pd.DataFrame({"type_year": [2023]}),
        types_of=lambda _: types((2, 2), (5, 5), (3, 3)),
        year_of=lambda _: ", 2024", decimals=lambda _: pd.Series(1, list(values)),
    )  # fmt: skip


def test_words_of_a_gap_are_of_the_types_that_they_name() -> None:
    words = gap_between_types._gap_words(page(), by_type(), held(), GAP)  # type: ignore[arg-type]
    assert (words["low"], words["value_low"]) == ("2", "61.2%")
    assert (words["high"], words["value_high"]) == ("5", "83.4%")
    assert (words["all"], words["nation"]) == ("74.5%", "75.6%")
    assert words["interval"] == EN.signed_interval(-25.4, -18.6)
    assert words["year"] == "2024"
    assert words["built"] == ""
    said = gap_between_types._in_words(page(), by_type(), "employed_share")  # type: ignore[arg-type]
    assert said.startswith("area_types.gaps.alt_each(")
    for part in ("all=74.5%", "nation=75.6%", "low=2", "value_low=61.2%", "high=5",
                 "value_high=83.4%"):  # fmt: skip
        assert part in said
    alone = GAP.copy()
    alone["estimate"] = np.nan
    text = gap_between_types._in_words(page(), by_type(alone), "employed_share")  # type: ignore[arg-type]
    assert text.startswith("area_types.gaps.alt_one(")


LEVEL = f"<name of {held('area_type').level}>"


def test_a_gap_between_single_areas_says_how_few_they_are() -> None:
    few = {
        "areas_low": "2",
        "areas_high": "5",
        "high": "5",
        "level": LEVEL,
        "low": "2",
        "each": told("area_types.few_of_type", count=2, type=2),
    }  # the other type is not few
    words = gap_between_types._gap_words(page(), by_type(), held(), GAP)  # type: ignore[arg-type]
    assert words["few_reason"] == told("area_types.few_reason", **few)
    note = gap_notes.few_note(page(), by_type(), ["employed_share"])  # type: ignore[arg-type]
    assert note == told("area_types.few_figure", **few)
    more = GAP.copy()
    more["type_low"] = "3"  # three areas
    assert gap_notes._few(page(), by_type(more), more) == {}  # type: ignore[arg-type]
    alone = GAP.copy()
    alone["reason"] = "one_type"
    assert gap_notes.few_note(page(), by_type(alone), ["employed_share"]) == ""  # type: ignore[arg-type]


def test_a_gap_between_two_areas_says_that_each_type_is_one() -> None:
    one = by_type()
    one.types_of = lambda _: types((2, 1), (5, 1))
    few = {
        "areas_low": "1",
        "areas_high": "1",
        "high": "5",
        "level": LEVEL,
        "low": "2",
        "each": EN.listing([told("area_types.few_of_type", count=1, type=n) for n in (2, 5)]),
    }
    note = gap_notes.few_note(page(), one, ["employed_share"])  # type: ignore[arg-type]
    assert note == told("area_types.few_figure_one", **few)
    reason = gap_notes.few_reason(page(), one, GAP)  # type: ignore[arg-type]
    assert reason == told("area_types.few_reason_one", **few)


def test_an_end_that_is_one_area_is_said_to_be_one() -> None:
    one = by_type()
    for counts, single, more in ((((2, 3), (5, 1)), "5", "2"), (((2, 1), (5, 3)), "2", "5")):
        one.types_of = lambda _, counts=counts: types(*counts)
        note = gap_notes.few_note(page(), one, ["employed_share"])  # type: ignore[arg-type]
        words = {"level": LEVEL, "more": "3", "more_type": more, "single": single}
        assert note == told("area_types.few_figure_single", **words)


def test_a_type_of_one_area_has_the_whole_per_cent_that_was_published() -> None:
    rows = pd.DataFrame({"indicator": "low_economic_standard", "place": "municipality",
                         "type": ["3", "4", "all"], "areas": [1, 2, 3]})  # fmt: skip
    one = held("low_economic_standard")
    found = ByType((one,), (), rows, pd.DataFrame())  # type: ignore[arg-type]
    assert found.decimals("low_economic_standard").tolist() == [0, 1, 1]
    one.entry = catalogue()["employed_share"].model_copy(update={"id": "low_economic_standard"})
    assert found.decimals("low_economic_standard").tolist() == [1, 1, 1]


@pytest.mark.parametrize("kind", ["gaps", "bars"])
def test_the_stroke_of_the_country_is_explained_for_the_measures_that_have_one(kind: str) -> None:
    values = {"employed_share": True, "rental_share": False}
    kinds = SimpleNamespace(has_country=values.__getitem__, entry=held)
    words = lambda *names: gap_between_types._country_words(page(), kinds, [*names], kind)  # type: ignore[arg-type] # noqa: E731
    key = f"area_types.{kind}.country"
    assert words("employed_share") == f"{key}()"
    assert words(*values) == told(f"{key}_some", names="rented dwellings")
    assert words("rental_share") == f"{key}_none()"


@pytest.mark.parametrize("absent", [True, False])
def test_the_sign_of_an_absent_type_is_explained_where_one_is_absent(absent: bool) -> None:
    one = by_type()
    if not absent:
        frame = one.of("employed_share").assign(areas=1)
        one.of = lambda *_: frame
    made = gap_between_types._table(page(), one, ["employed_share"], "key", "2024")  # type: ignore[arg-type]
    assert ("area_types.no_type()" in " ".join(made.notes)) == absent


def gaps_of(country: bool = True, **other: object) -> SimpleNamespace:
    """Types whose gaps are all alike."""
    gap = GAP.to_dict() | other
    return SimpleNamespace(entry=held, gap=lambda _: gap, has_country=lambda _: country)


def test_every_measure_that_types_are_built_of_is_named_beside_its_gap() -> None:
    names = ["employed_share", "pre_secondary_share", "rental_share", "low_economic_standard"]
    kinds = gaps_of()
    note = gap_notes.built_note(page(), kinds, names)  # type: ignore[arg-type]
    assert note == told(
        "area_types.built_figure", names="pre-secondary education and low economic standard"
    )
    assert gap_notes.built_note(page(), kinds, names[::2]) == ""  # type: ignore[arg-type]
    words = gap_between_types._gap_words(page(), by_type(), held("pre_secondary_share"), GAP)  # type: ignore[arg-type]
    assert (words["built"], words["built_reason"]) == (
        "area_types.built()",
        "area_types.built_reason()",
    )


@pytest.mark.parametrize("name", ["pre_secondary_share", "unemployed_share", "employed_share"])
def test_a_gap_against_that_of_the_country_does_not_follow_from_how_types_are_made(
    name: str,
) -> None:
    said = gap_notes.built_words(page(), gaps_of(against=True), name)  # type: ignore[arg-type]
    assert set(said.values()) == {"area_types.against()", "area_types.against_reason()"}
    note = gap_notes.built_note(page(), gaps_of(against=True), [name])  # type: ignore[arg-type]
    assert note.startswith("area_types.against_figure(")
    for other in ({"country": False, "against": True}, {"certainty": "unknown"},
                  {"reason": "one_type"}):  # fmt: skip
        assert gap_notes.built_note(page(), gaps_of(**other), [name]) == ""  # type: ignore[arg-type]


def test_types_are_built_of_income_education_assistance_and_long_unemployment() -> None:
    """The variables of Statistics Sweden's index, under each name that a share of them has."""
    known = {name for name, entry in catalogue().indicators.items() if entry.unit == "percent"}
    assert known >= BUILT_OF
    parts = ("low_economic", "pre_secondary_share", "assistance", "long_term_unemploy")
    assert {name for name in known if any(part in name for part in parts)} == BUILT_OF


def test_a_row_of_types_has_the_own_shares_the_country_the_distance_and_its_interval() -> None:
    cells = gap_between_types._table_row(page(), by_type(), "employed_share", "Employed").cells  # type: ignore[arg-type]
    assert cells[0] == "Employed, 2024"
    assert cells[1:8] == ("55.5", "61.2", "70.0", "77.7", "83.4", "74.5", "75.6")
    assert cells[8] == EN.number(-22.2, 1, sign=True)
    assert cells[9] == EN.signed_range(-25.4, -18.6)


def test_types_that_the_place_lacks_are_not_drawn_and_the_country_stands_beside_each() -> None:
    bars = gap_between_types._bar_rows(page(), by_type(), "employed_share")  # type: ignore[arg-type]
    assert bars["type_number"].tolist() == [2, 3, 4, 5]
    assert bars["panel"].str.endswith(", 2024").all()
    assert bars["share"].tolist() == [61.24, 70.0, 77.7, 83.37]
    assert bars["reference"].tolist() == pytest.approx([62.35, 71.11, 78.81, 84.48])
    rows = gap_between_types._gap_rows(page(), by_type(), "employed_share")  # type: ignore[arg-type]
    assert set(rows["municipality_share"]) == {74.5}
    assert set(rows["nation_share"]) == {75.61}


def gaps(*rows: tuple[float, float, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["estimate", "lower", "upper", "certainty"])
    return frame.assign(indicator=list("abcd")[: len(rows)])


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ([(-10, -12, -8, "certain"), (30, 25, 35, "certain"), (20, 18, 22, "certain")], ["b", "a"]),
        ([(-10, -12, -8, "certain"), (30, 25, 35, "certain"), (20, 18, 25, "certain")], []),
        ([(-10, -18, -8, "certain"), (30, 25, 35, "certain"), (20, 18, 22, "certain")], []),
        ([(-10, -12, -8, "likely"), (30, 25, 35, "certain")], []),
        ([(30, 25, 35, "certain")], []),
    ],
)
def test_the_largest_and_the_smallest_gap_are_named_where_their_intervals_meet_no_other(
    rows: list, order: list[str]
) -> None:
    assert gap_titles._sure_order(gaps(*rows)) == order


def test_measures_are_higher_or_lower_in_the_lowest_type_where_that_is_certain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gap_titles, "short_name", lambda _types, _report, name: name)
    monkeypatch.setattr(gap_titles, "fitting_title", lambda _r, key, lists, **_: (key, lists))
    named = lambda *rows: gap_titles._named(None, None, gaps(*rows), {})  # type: ignore[arg-type] # noqa: E731
    up, down, no = (9, 1, 20, "certain"), (-9, -20, -1, "certain"), (5, 1, 9, "likely")
    assert named(up, no, up) == ("area_types.gaps.title_higher", {"higher": ["a", "c"]})
    assert named(no, down) == ("area_types.gaps.title_lower", {"lower": ["b"]})
    assert named(up, down) == ("area_types.gaps.title_mixed", {"higher": ["a"], "lower": ["b"]})


ONE_TYPE = GAP.to_dict() | {"type_low": "4", "type_high": "4", "reason": "one_type"}


@pytest.mark.parametrize(("present", "key"), [([4], "only"), ([3, 4], "known")])
def test_where_one_type_has_figures_the_title_says_its_share_and_no_distance_is_printed(
    present: list[int], key: str
) -> None:
    one = by_type(pd.Series(ONE_TYPE))
    one.present = present
    title = gap_titles._one_type_title(page(), one, "employed_share")  # type: ignore[arg-type]
    words = "measure=employed, nation=75.6%, type=4, value=74.5%, "
    words += "whose=area_types.gaps.in_country(), years=2023"
    assert title == f"area_types.gaps.title_one_{key}({words})"
    alike = gap_titles._one_type_title(page(), one, "employed_share", of_type=True)  # type: ignore[arg-type]
    assert "nation=78.8%" in alike
    assert "whose=area_types.gaps.in_country_type()" in alike
    assert gap_between_types._distance_cells(EN, pd.Series(ONE_TYPE)) == ("·", "·")


def people() -> residents.Residents:
    rows = []
    numbers = {"1": (100, 30), "2": (200, 70), "3": (300, 90), "4": (0, 0), "5": (400, 110)}
    for place, add in (("own", 0), ("nation", 1000)):
        for kind, (every, young) in numbers.items():
            for group, count in (("all", every + add), ("children", young + add / 10)):
                whole = 1000 + 5 * add if group == "all" else 300 + add / 2
                rows.append({"place": place, "name": f"name of {place}", "type": kind,
                             "group": group, "people": float(count),
                             "share": 100 * count / whole,
                             "areas": int(every / 50) + (add > 0)})  # fmt: skip
    types = SimpleNamespace(year=2023, level="regso2025", held=None)
    return residents.Residents(held(), types, pd.DataFrame(rows))  # type: ignore[arg-type]


def test_rows_of_residents_are_of_their_type_and_adults_are_the_rest() -> None:
    row = residents._residents_row(page(), people(), "2")  # type: ignore[arg-type]
    assert row.cells[1:] == ("4", "200", "20.0", "130", "70", "35.0")
    assert row.type_number == 2
    absent = residents._residents_row(page(), people(), "4")  # type: ignore[arg-type]
    assert absent.cells[1:] == ("0", "area_types.residents.absent()")
    total = residents._total_row(page(), people())  # type: ignore[arg-type]
    assert total.cells[1:] == ("20", EN.number(1000), "100.0", "700", "300", "30.0")


def test_words_of_residents_are_of_the_own_place_and_of_the_country() -> None:
    words = residents._ends_in_words(page(), people())  # type: ignore[arg-type]
    own = [words[name] for name in ("low", "mixed", "high")]
    country = [words[f"nation_{name}"] for name in ("low", "mixed", "high")]
    assert own == ["30.0%", "30.0%", "40.0%"]
    assert country == ["38.3%", "21.7%", "40.0%"]
    assert (words["people"], words["year"], words["types"]) == (
        EN.number(1000),
        "2024",
        "2023 (<regso2025>)",
    )
    table = residents._composition_table(page(), people(), "key")  # type: ignore[arg-type]
    assert [row.style for row in table.rows] == ["own", "normal"]
    assert table.rows[0].cells == (
        "name of own",
        EN.number(1000),
        "10.0",
        "20.0",
        "30.0",
        "0.0",
        "40.0",
    )
    assert table.rows[1].cells[:3] == ("name of nation", EN.number(6000), "18.3")


@pytest.mark.parametrize(("untyped", "known"), [(0, True), (1, True), (2, False)])
def test_a_place_is_typed_while_at_most_a_hundredth_of_its_areas_are_not(
    untyped: int, known: bool
) -> None:
    part = pd.DataFrame({"group": ["all", "all", "children"], "type": ["none", "1", "none"],
                         "areas": [untyped, 100 - untyped, 50]})  # fmt: skip
    assert residents._is_typed(part) is known


def test_areas_that_changed_type_are_counted_by_their_way() -> None:
    frame = pd.DataFrame([
        ("1", "1", 7), ("1", "3", 2), ("5", "4", 11), ("5", "5", 23), ("none", "2", 100),
        ("3", "none", 200),
    ], columns=["from_type", "to_type", "areas"])  # fmt: skip
    moves = transitions.Transitions(held(), 2020, 2024, frame)  # type: ignore[arg-type]
    said = transitions.say_transitions(page(), moves)  # type: ignore[arg-type]
    wanted = {"areas": "43", "same": "30", "changed": "13", "up": "2", "down": "11",
              "first": "2020", "last": "2024"}  # fmt: skip
    assert {name: said.words[name] for name in wanted} == wanted
    assert said.outcome == "some"
    still = transitions.Transitions(held(), 2020, 2024, frame.iloc[[0, 3]])  # type: ignore[arg-type]
    assert transitions.say_transitions(page(), still).outcome == "none"  # type: ignore[arg-type]
    table = transitions.show_transitions(page(), moves)  # type: ignore[arg-type]
    cells = [row.cells[1:] for row in table.rows]
    assert cells[0] == ("7", "0", "2", "0", "0", "9")
    assert cells[4] == ("0", "0", "0", "11", "23", "34")
    assert cells[5] == ("7", "0", "2", "11", "23", "43")
    assert table.columns[0].label == "area_types.transitions.from(year=2020)"
