"""Titles and the small rows beside them: which share is named, which year, which areas."""

import datetime as dt
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from report_making import MakeReport
from shapely import box
from worded_page import EN, held, page, told

from segnb.report.area_types import gap_titles
from segnb.report.change import change_words, small_multiples, trend_series
from segnb.report.comparison.place_ranks import Measure, PlaceRanks
from segnb.report.documents import effort_timeline
from segnb.report.evaluation_page import evaluation_findings, evaluation_words, judgement
from segnb.report.front_matter.methods import show_glossary
from segnb.report.geography import area_maps
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import DASH
from segnb.vocabulary.published_facts import glossary

SHARES = ("pre_secondary_share", "post_secondary_share", "rental_share")
NAMES = [catalogue()[one].name.in_language("en") for one in SHARES]


class Gaps(SimpleNamespace):
    """Gaps between the lowest and the highest type by share, as `ByType` gives them."""

    def gap(self, name: str) -> pd.Series:
        return self.rows[name]

    def entry(self, name: str) -> SimpleNamespace:
        return held(name)

    def of(self, _: str, place: str) -> pd.DataFrame:
        return pd.DataFrame({"value": [{"nation": self.nation}[place]]}, index=["all"])


def gaps(*rows: tuple[float, float, float, str], nation: float = 21.26) -> Gaps:
    made = {
        name: pd.Series({"indicator": name, "estimate": estimate, "lower": low, "upper": high,
                         "certainty": word, "type_low": 2 + 3 * place, "type_high": 5 + 3 * place,
                         "value_all": 33.34 + 11 * place})
        for place, (name, (estimate, low, high, word))
        in enumerate(zip(SHARES, rows, strict=False))
    }  # fmt: skip
    return Gaps(rows=made, nation=nation, present=(2,))


def title_of(found: Gaps) -> str:
    return gap_titles.gaps_title(page(), found, list(found.rows))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        (((20, 15, 25, "certain"), (-9, -12, -6, "certain"), (3, 1, 5, "certain")), (0, 2)),
        (((3, 1, 5, "certain"), (-9, -12, -6, "certain"), (20, 15, 25, "certain")), (2, 0)),
        (((20, 11, 25, "certain"), (-9, -12, -6, "certain"), (3, 1, 5, "certain")), None),
        (((20, 15, 25, "certain"), (-9, -12, -4, "certain"), (3, 1, 5, "certain")), None),
        (((20, 15, 25, "certain"), (-9, -12, -6, "likely"), (3, 1, 5, "certain")), None),
        (((20, 12, 25, "certain"), (-9, -12, -6, "certain"), (3, 1, 5, "certain")), None),
        (((20, 15, 25, "certain"), (-9, -12, -5, "certain"), (3, 1, 5, "certain")), None),
        (((3, 1, 5, "certain"), (-9, -12, -6, "certain")), (1, 0)),
        (((20, 15, 25, "certain"),), None),
    ],
)
def test_the_largest_and_the_smallest_gap_are_named_where_no_interval_meets_another(
    rows: tuple, order: tuple[int, int] | None
) -> None:
    frame = pd.DataFrame([gaps(*rows).rows[name] for name in SHARES[: len(rows)]])
    wanted = [SHARES[place] for place in order] if order else []
    assert gap_titles._sure_order(frame) == wanted


def test_a_title_names_the_gaps_that_are_certain_by_their_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = [name[:1].lower() + name[1:] for name in NAMES]
    mixed = gaps((0.8, 0.1, 1.5, "certain"), (-9, -12, -6, "certain"), (3, 1, 5, "likely"))
    lists = {"higher": small[0], "lower": small[1]}
    assert (
        title_of(mixed)
        == "A" + told("area_types.gaps.title_mixed", high=5, low=2, n=3, **lists)[1:]
    )
    one = gaps((20, 11, 25, "likely"), (-0.9, -1.2, -0.6, "certain"), (np.nan,) * 3 + ("",))
    assert title_of(one) == f"Area_types.gaps.title_lower(high=5, low=2, lower={small[1]}, n=2)"
    none = gaps((20, 11, 25, "likely"), (-9, -12, -6, "likely"), (3, 1, 5, "likely"))
    assert title_of(none) == "area_types.gaps.title_none(high=5, low=2, n=3)"
    sure = gaps((20, 15, 25, "certain"), (-9, -12, -6, "certain"), (3, 1, 5, "certain"))
    order = f"least={small[2]}, low=2, most={small[0]}, n=3"
    room = len(f"area_types.gaps.title_order(high=5, {order})")
    assert "title_order" not in title_of(sure), "of several populations"
    monkeypatch.setattr(gap_titles, "_of_one_population", lambda *_: True)
    for longest, is_ordered in ((room, True), (room - 1, False)):
        monkeypatch.setattr(gap_titles, "LONGEST_TITLE", longest)
        assert ("title_order" in title_of(sure)) == is_ordered


@pytest.mark.parametrize(("present", "which"), [((2,), "only"), ((2, 5), "known")])
def test_a_single_type_stands_beside_the_country(present: tuple[int, ...], which: str) -> None:
    found = gaps(*[(np.nan, np.nan, np.nan, "")] * 3, nation=np.nan)
    found.present, found.frame = present, pd.DataFrame({"type_year": [2023, 2022, 2023]})
    assert title_of(found) == told(
        f"area_types.gaps.title_one_{which}", type=2, measure=NAMES[0][:1].lower() + NAMES[0][1:],
        value="33.3%", nation="figures.missing()",
        whose="area_types.gaps.in_country()", years=EN.listing(["2022", "2023"]),
    )  # fmt: skip
    found.nation = 21.26
    assert "type=2, value=33.3%" in title_of(found)
    assert "nation=21.3%" in title_of(found)


def series(*known: tuple[int, float], index: bool = False) -> SimpleNamespace:
    own = pd.DataFrame(known, columns=["year", "value"]).assign(status="ok")
    known = own.dropna(subset="value").sort_values("year")
    return SimpleNamespace(entry=catalogue()["employed_share"], index=index, own=own, known=known)


def test_the_newest_value_is_told_where_it_lies_after_what_is_compared() -> None:
    trend = series((2020, 41.26), (2023, 52.34), (2021, 43.0), (2024, np.nan))
    newest = told("trends.of_year", value="52.3%", year=2023)
    assert change_words.newest_text(page(), trend) == newest  # type: ignore[arg-type]
    newer = {"b": "52.3%", "marked": "52.3%", "last": "2023", "last_told": "2023"}
    for last, later in ((2023, {}), (2021, newer)):
        row = pd.Series({"last": last})
        assert change_words.later_words(page(), trend, row) == later  # type: ignore[arg-type]
    words = change_words.change_words(page(has=None), trend, None)  # type: ignore[arg-type]
    assert (words["b"], words["last"], words["later"]) == ("52.3%", "2023", "")


def test_no_row_stands_in_a_hole_that_is_longer_than_usual() -> None:
    known = np.array([2010, 2012, 2014, 2018, 2020, 2022])
    assert [trend_series.is_apart(known, year) for year in (2011, 2013, 2015, 2019)] == [
        False, False, True, False,
    ]  # fmt: skip
    assert not trend_series.is_apart(np.array([2010, 2012, 2015]), 2013)  # 3 of usually 2.5
    assert not trend_series.is_apart(np.array([2010, 2012, 2014, 2017]), 2015)  # at the limit


def test_of_a_theme_the_first_long_series_is_taken_else_the_longest() -> None:
    years = {"short": 9, "long": 10, "longer": 12, "none": 0, "shorter": 3}
    read = SimpleNamespace(years=lambda name, _: list(range(years[name])))
    report = page(read=read)
    assert small_multiples.longest_of(
        report, ["short", "long", "longer"], ("shorter", "short"), ["none"], ["longer", "long"]
    ) == ["long", "short", "none", "longer"]  # type: ignore[arg-type]


@pytest.mark.parametrize(("places", "together"), [(2, 6), (6, 4), (12, 2), (13, 7), (46, 7)])
def test_a_page_holds_so_many_measures_of_so_many_places(places: int, together: int) -> None:
    measures = tuple(Measure(held(), pd.DataFrame(), pd.DataFrame(), n) for n in range(9))  # type: ignore[arg-type]
    parts = PlaceRanks(("x",) * places, measures).parts
    assert [one.nation for part in parts for one in part.measures] == list(range(9))
    assert [len(part.measures) for part in parts][:-1] == [together] * (len(parts) - 1)


def test_an_effort_of_the_own_register_says_where_it_is() -> None:
    report = page(read=SimpleNamespace(name_anywhere=lambda area: f"name of {area}"))
    where = lambda *areas: effort_timeline._own_areas(report, {"areas": areas})  # type: ignore[arg-type]  # noqa: E731
    assert where("0101") == told("interventions.named.whole")
    key = "interventions.named.areas"
    inside = EN.listing(["name of 0101A", "name of 0101B"])
    assert where("0101", "0101A", "0180C", "0101B") == told(key, areas=inside)
    assert where("0180C") == told(key, areas="0180C")


def test_a_plan_is_registered_where_nothing_lacks_but_years_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    year = dt.date.today().year
    monkeypatch.setattr(judgement, "seal", lambda *_: {"sealed": "2026-01-02"})
    plan = SimpleNamespace(start=year + 1)
    after, other = (SimpleNamespace(key=key) for key in ("after", "not_held"))
    made = judgement._registered(plan, None, {"a": after, "b": after})  # type: ignore[arg-type]
    assert made is not None
    assert (made.key, made.words["start"]) == ("registered", year + 1)
    assert made.words["day"] == "2026-01-02"
    assert judgement._registered(plan, None, {"a": after, "b": other}) is None  # type: ignore[arg-type]
    plan.start = year
    assert judgement._registered(plan, None, {"a": after}) is None  # type: ignore[arg-type]


def test_who_moved_bounds_the_change_of_those_who_stayed() -> None:
    rows = pd.DataFrame({
        "area": "a", "year": [2018, 2020], "numerator": [100.0, 130.0],
        "denominator": [1000.0, 1100.0],
    })  # fmt: skip
    plan = SimpleNamespace(treated=("a",), moved_out=40, moved_in=15)
    outcome = SimpleNamespace(
        held=held(rows=rows), panel=SimpleNamespace(past_years=(2018,), years=(2018, 2020))
    )
    said = evaluation_findings._moved(page(), SimpleNamespace(plan=plan), outcome)  # type: ignore[arg-type]
    assert said == told(
        "evaluation.limits.moved", name=catalogue()["employed_share"].name.in_language("en"),
        out="40", into="15", low="+0.2", high="+5.7",
    )  # fmt: skip


def test_an_amount_has_the_sign_that_is_asked_for_and_a_number_has_one() -> None:
    share, rate = (SimpleNamespace(held=held(name)) for name in ("employed_share", "population"))
    words = evaluation_words
    unit = "unit=evaluation.unit.percent()"
    assert words.amount(page(), share, 3.34) == f"evaluation.amount({unit}, value=3.3)"  # type: ignore[arg-type]
    assert words.amount(page(), share, np.inf) == DASH  # type: ignore[arg-type]
    assert words.number(page(), share, 3.34) == "+3.3"  # type: ignore[arg-type]
    assert words.number(page(), rate, 3.34) == "+3"  # type: ignore[arg-type]


def test_words_that_are_explained_stand_in_the_order_of_the_alphabet(
    make_report: MakeReport,
) -> None:
    made = show_glossary(make_report("9901", lang="en"))
    terms = [row.cells[0].lower() for row in made.rows]
    assert terms == sorted(terms)
    assert len(terms) == len(glossary())
    without = {one.term.in_language("en") for one in glossary().values() if not one.source}
    assert {row.cells[0] for row in made.rows if row.cells[2] == "–"} == without


def test_an_area_is_not_its_people_as_the_widest_beside_its_people_shows() -> None:
    squares = [box(0, 0, 10, 10), box(10, 0, 70, 10), box(70, 0, 80, 10), box(80, 0, 100, 10)]
    frame = gpd.GeoDataFrame(
        {"area": ["a", "b", "c", ""], "name": ["A", "B", "C", ""]}, geometry=squares, crs=3006
    )
    counts = pd.Series({"a": 50.0, "b": 20.9, "c": 150.0})
    people = SimpleNamespace(counts=counts, whole=200.0, year=2023)
    said = area_maps._area_note(page(), frame, people)  # type: ignore[arg-type]
    sharpest = told("maps.sharpest", area="B", year=2023, surface="60%", share="10%")
    assert said == f"{told('maps.area_not_people')} {sharpest}"
    people.counts = counts.drop("a")
    assert area_maps._area_note(page(), frame, people) == told("maps.area_not_people")  # type: ignore[arg-type]
    people.counts = counts
    alone = area_maps._area_note(page(), frame.iloc[[1, 3]], people)  # type: ignore[arg-type]
    assert alone == told("maps.area_not_people")
