"""Series over years: what is drawn, what is said, what is refused, and what a change is made of."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from report_making import MakeReport
from series_store import OTHERS, add_rows, add_tenure, add_values, empty_store, report_of

from segnb.report import verbs
from segnb.report.change.change_words import change_title, verdict_on
from segnb.report.change.trend_frames import chart_breaks, chart_holes, lines_of
from segnb.report.change.trend_series import get_trend
from segnb.report.page.blocks import Boxes, Figure, Gap, Pair, Table
from segnb.report.page.statements import Statement

pytestmark = pytest.mark.long

LONGEST_TITLE = 90
BROKEN = re.compile(r"\bnan\b|\bNone\b|[{}]|\.\.")
EVEN = [0.3] * 8
UNEVEN = [0.05, 0.1, 0.1, 0.2, 0.4, 0.5, 0.6, 0.45]
SHOWN = ("employed_share", "rental_share", "self_rated_health", "child_poverty", "population")
PLACES = ("9901", "9903", "9905")


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


# -- one series


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("indicator", SHOWN)
def test_a_figure_of_one_series_is_whole(make_report: MakeReport, indicator, lang) -> None:
    figure = verbs.show_trend(make_report(lang=lang), indicator, by_sex=True)
    assert isinstance(figure, Figure)
    assert len(figure.title) <= LONGEST_TITLE
    texts = [figure.title, figure.subtitle, figure.alt, figure.source]
    texts += [cell for row in cells(figure.table) for cell in row]
    assert [text for text in texts if BROKEN.search(text)] == []
    years = [int(row[0][-4:]) for row in cells(figure.table)]  # the last of a mean of several
    assert years == sorted(set(years))


def test_the_table_holds_the_values_of_the_store(make_report: MakeReport) -> None:
    report = make_report()
    figure = verbs.show_trend(report, "rental_share")
    held = report.get("rental_share", "municipality").rows.set_index("year")
    for row in cells(figure.table):
        assert row[1] == report.language.number(held.loc[int(row[0]), "value"], 1)


def test_a_title_says_a_direction_only_where_the_verdict_is_certain(
    make_report: MakeReport,
) -> None:
    report = make_report()
    directed = {"up": "ökade", "down": "minskade"}
    for indicator in ("rental_share", "single_parent_share", "turnout_riksdag", "employed_share"):
        trend = get_trend(report, indicator)
        row = verdict_on(report, trend)
        title = change_title(report, trend, row)
        certain = row["certainty"] == "certain"
        assert any(f" {verb} " in title for verb in directed.values()) == certain
        if certain:
            assert directed[row["direction"]] in title


def test_a_figure_without_its_base_has_numbers_and_no_conclusion(make_report: MakeReport) -> None:
    report = make_report()
    title = verbs.show_trend(report, "child_poverty").title
    assert not any(verb in title for verb in ("ökade", "minskade", "förändring", "verkar"))
    statement = verbs.say_change(report, "child_poverty")
    assert (statement.outcome, statement.certainty) == ("numbers", "unknown")
    assert verbs.say_turn(report, "child_poverty") is None


def test_breaks_are_drawn_with_their_reason_in_the_source_line(make_report: MakeReport) -> None:
    figure = verbs.show_trend(make_report(), "employed_share")
    assert "Seriebrott 2020" in figure.page.content
    assert "Seriebrott 2020: Från 2020 kommer uppgiften från BAS" in figure.source
    assert re.search(r"20\d\d: [\d,]+\xa0%, seriebrott [\d, och]*2020\.", figure.alt)
    panels = verbs.show_small_multiples(make_report(), "employed_share", "child_poverty", key="m")
    assert re.search(r"Sysselsatta: [^.]*, seriebrott [\d, och]*2020\.", panels.alt)


def test_a_missing_year_is_a_hole_and_elections_are_not(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    values = dict.fromkeys(range(2012, 2024), 20.0) | {2016: np.nan, 2017: np.nan}
    add_values(store, "overcrowding", values)
    votes = {year: {"voters": 80.0, "eligible": 100.0} for year in (1991, 1994, 1998, 2002, 2006)}
    add_rows(store, "votes_riksdag", votes)
    report = report_of(store)
    (hole,) = chart_holes(report, get_trend(report, "overcrowding"))
    assert hole[:2] == (2016, 2017)
    assert chart_holes(report, get_trend(report, "turnout_riksdag")) == []


def test_what_is_not_held_is_a_gap_in_the_place_of_the_figure(tmp_path: Path) -> None:
    report = report_of(empty_store(tmp_path))
    for shown in (
        verbs.show_trend(report, "overcrowding"),
        verbs.show_small_multiples(report, "overcrowding"),
        verbs.say_change(report, "overcrowding"),
        verbs.show_change_components(report, "rental_share"),
    ):
        assert isinstance(shown, Gap)
    assert verbs.say_turn(report, "overcrowding") is None
    assert verbs.may_say(report, "overcrowding") is None


def test_others_are_those_that_the_settings_name(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for number, place in enumerate(["9904", *OTHERS]):
        add_values(store, "overcrowding", dict.fromkeys(range(2012, 2016), 10.0 + number), place)
    report = report_of(store, compare_with=OTHERS[:3])
    lines = lines_of(report, get_trend(report, "overcrowding"))
    assert lines.peers == 3
    assert (lines.of("median") == 12.0).all()
    assert "3 valda kommuner" in verbs.show_trend(report, "overcrowding").subtitle
    panels = verbs.show_small_multiples(report, "overcrowding")
    assert "medianen av minst 3 andra valda kommuner" in panels.subtitle
    alone = lines_of(report, get_trend(report, "overcrowding"), compare=False)
    assert set(alone.frame["kind"]) == {"own"}


def test_a_median_of_fewer_than_all_says_of_how_many(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for number, place in enumerate(["9904", *OTHERS]):
        first = 2012 if number < 4 else 2015
        add_values(store, "overcrowding", dict.fromkeys(range(first, 2018), 10.0 + number), place)
    report = report_of(store, compare_with=OTHERS)
    figure = verbs.show_trend(report, "overcrowding")
    assert "deras median" not in figure.subtitle
    assert "4 valda kommuner; streckad: medianen av dem som har en uppgift, 3–4 kommuner" in (
        figure.subtitle
    )
    assert "Antal kommuner i medianen: 3 (2012–2014) och 4 (2015–2017)." in figure.table.notes
    assert (
        lines_of(report, get_trend(report, "overcrowding")).of("median")[2016] == 12.5
    )  # of 11, 12, 13 and 14
    whole = verbs.show_trend(report_of(store, compare_with=OTHERS[:3]), "overcrowding")
    assert "3 valda kommuner; streckad: deras median" in whole.subtitle


def test_fewer_than_three_others_have_no_median(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for place in ("9904", *OTHERS[:2]):
        add_values(store, "overcrowding", dict.fromkeys(range(2012, 2018), 10.0), place)
    subtitle = verbs.show_trend(report_of(store, compare_with=OTHERS), "overcrowding").subtitle
    assert "2 av 4 valda kommuner" in subtitle
    assert "median" not in subtitle


NEET = dict(zip(range(2007, 2015), [12.8, 12.7, 13, 13, 12, 12, 12, 11.7], strict=True))


def test_the_newest_value_is_the_last_one_also_after_a_break(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_values(store, "neet", NEET | {2015: 11.0, 2016: 10.8, 2017: 10.5})  # a break in 2015
    report = report_of(store)
    table = verbs.show_small_multiples(report, "neet", key="m").table
    row = dict(zip([column.label for column in table.columns], table.rows[0].cells, strict=True))
    assert row["Nyaste värde"] == "10,5\u00a0% (2017)"
    assert (row["Jämförs till"], row["Värde till"]) == ("2014", "11,7\u00a0%")
    title = verbs.show_trend(report, "neet").title
    assert title.endswith("12,8\u00a0% år 2007 och 11,7\u00a0% år 2014; 10,5\u00a0% år 2017")
    verdict = verdict_on(report, get_trend(report, "neet"))
    assert (verdict["first"], verdict["last"]) == (2007, 2014)  # as docs/findings.md says


def test_numbers_of_people_are_not_compared_with_other_places(make_report: MakeReport) -> None:
    report = make_report()
    assert lines_of(report, get_trend(report, "population")).peers == 0


def test_women_and_men_are_lines_of_their_own(make_report: MakeReport) -> None:
    report = make_report()
    lines = lines_of(report, get_trend(report, "overcrowding_norm3"), by_sex=True)
    gap = (lines.of("women") - lines.of("men")).dropna()
    assert len(gap) > 5
    assert gap.mean() == pytest.approx(-1.0, abs=0.2)  # what was put in


# -- division between areas


def test_each_vintage_of_areas_is_a_series_of_its_own(make_report: MakeReport) -> None:
    report = make_report()
    trend = get_trend(report, "rental_share", "deso")
    assert trend.levels == ["deso2018", "deso2025"]
    frame = lines_of(report, trend).frame
    assert frame.groupby("series")["year"].max().to_dict() == {
        "own deso2018": 2023, "own deso2025": 2025,
    }  # fmt: skip
    assert 2024 in dict(chart_breaks(report, trend))


def test_an_index_over_years_is_that_of_the_measures(make_report: MakeReport) -> None:
    report = make_report()
    trend = get_trend(report, "pre_secondary_share", "deso")
    level = verbs.measure_indices(report, "pre_secondary_share", families=("deso",)).frame.iloc[0]
    newest = trend.own[trend.own["year"] == level["year"]].iloc[0]
    assert newest["value"] == pytest.approx(level["estimate"])
    assert (newest["lower"], newest["upper"]) == pytest.approx((level["lower"], level["upper"]))


def test_too_few_areas_give_no_index_over_years(make_report: MakeReport) -> None:
    report = make_report("9905")
    for level in ("regso", "deso"):
        trend = get_trend(report, "rental_share", level)
        if isinstance(trend, Gap):
            assert trend.status == "not_applicable"
        else:
            assert (trend.own.dropna(subset="value")["units"] > 5).all()


def test_a_turn_that_was_put_in_is_said_and_none_is_invented(make_report: MakeReport) -> None:
    statement = verbs.say_turn(make_report(), "low_economic_standard", "deso")
    assert isinstance(statement, Statement)
    assert (statement.outcome, statement.words["turn"]) == ("peak", "2018")
    assert verbs.say_turn(make_report("9903"), "low_economic_standard", "deso") is None


def test_no_certain_change_is_a_result(make_report: MakeReport) -> None:
    report = make_report("9903")
    finding = report.say(verbs.say_change(report, "pre_secondary_share", "deso"))
    assert "ingen säker förändring" in finding.title
    assert (finding.certainty, finding.rule.id) == ("unknown", "index_change.no_certain.v1")
    assert "och" in finding.text  # both ends of the interval stand in the sentence


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_findings_about_change_are_whole(make_report: MakeReport, place: str, lang: str) -> None:
    report = make_report(place, lang=lang)
    said = verbs.say_trends(report, *SHOWN)
    said += verbs.say_trends(report, "rental_share", "low_economic_standard", family="deso")
    for statement in said:
        finding = report.say(statement)
        if finding is None or isinstance(finding, Gap):
            continue
        texts = (finding.number, finding.unit, finding.title, finding.text, finding.rule.here)
        assert [text for text in texts if BROKEN.search(text)] == []


# -- many series


def test_many_series_share_an_axis_and_state_what_is_missing(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_values(store, "overcrowding", dict.fromkeys(range(2012, 2024), 20.0))
    figure = verbs.show_small_multiples(
        report_of(store), "overcrowding", "child_poverty", first=1990
    )
    assert isinstance(figure, Figure)
    assert "uppgift från 2012" in figure.page.content
    assert "Saknas i underlaget: barn i utsatta hushåll (kommun)." in figure.source
    add_values(store, "evictions", dict.fromkeys(range(2012, 2024), 20.0))
    names = ("overcrowding", "evictions", "child_poverty")
    most = verbs.show_small_multiples(report_of(store), *names, first=1990)
    assert "finns inte i underlaget (kommun)" in most.page.content
    assert most.page.content.count(">1990<") == len(names)


def test_published_values_of_the_country_are_squares_with_their_source(
    make_report: MakeReport,
) -> None:
    figure = verbs.show_small_multiples(
        make_report(), index=["rental_share"], anchors=["inequality_index_nation"]
    )
    assert "1990: 27" in figure.page.content
    assert (
        "27 år 1990 och 41 år 2018 (Delegationen mot segregation (Delmos), publicerat)"
        in figure.source
    )


def test_the_title_names_the_series_that_changed_for_certain(make_report: MakeReport) -> None:
    title = verbs.show_small_multiples(make_report(), "rental_share", "child_poverty").title
    assert title == "Andelen hyresrätter minskade 1990–2023"


def test_a_theme_is_shown_by_its_first_series_of_ten_years_else_by_the_longest(
    tmp_path: Path,
) -> None:
    store = empty_store(tmp_path)
    add_values(store, "neet", dict.fromkeys(range(2010, 2014), 9.0))
    add_values(store, "unemployment_rate", dict.fromkeys(range(2010, 2022), 8.0))
    add_values(store, "child_poverty", dict.fromkeys(range(2000, 2020), 8.0))
    report = report_of(store)
    assert verbs.longest_of(report, ["neet", "unemployment_rate", "child_poverty"]) == [
        "unemployment_rate"
    ]
    assert verbs.longest_of(report, ["overcrowding", "neet"], ["gini"]) == ["neet", "gini"]


# -- boxes


def test_boxes_refuse_breaks_new_areas_and_causes(make_report: MakeReport) -> None:
    boxes = verbs.may_say(make_report(), "employed_share", index=["rental_share"], anchors=True)
    assert isinstance(boxes, Boxes)
    may, refused = (" ".join(box.items) for box in boxes.boxes)
    assert "2015–2023: uppdelningen efter upplåtelseform" in may
    assert "över ett seriebrott: andelen sysselsatta (2004, 2019 och 2020)" in refused
    assert "områden före och efter 2024" in refused
    assert "rikets publicerade värden" in refused
    assert "Varför något har ändrats" in refused


def test_nothing_may_be_said_of_a_series_that_is_too_short(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_values(store, "overcrowding", {2022: 20.0, 2023: 21.0})
    boxes = verbs.may_say(report_of(store), "overcrowding")
    assert boxes.boxes[0].items == ("Ingen förändring får sägas av de serier som visas.",)
    assert "serien är kortare än 3 år" in boxes.boxes[1].items[0]


# -- parts


def test_the_parts_of_a_change_add_up(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_tenure(store, "deso2018", {2019: EVEN, 2023: UNEVEN})
    table = verbs.show_change_components(report_of(store), "rental_share", family="deso")
    values = pd.DataFrame(table.data.rows, columns=table.data.columns)
    parts = values.set_index("component")["estimate"]
    names = ["group_margin", "unit_margin", "structure"]
    assert parts[names].sum() == pytest.approx(parts["change"])
    assert parts["structure"] > 0.9 * parts["change"] > 0


def test_areas_are_named_at_both_ends_of_a_change(make_report: MakeReport) -> None:
    table = verbs.show_change_areas(make_report(), "rental_share")
    groups = [row.cells[0] for row in table.rows if row.style == "group"]
    assert groups == ["Bidrar till större uppdelning", "Bidrar till mindre uppdelning"]
    named = [row for row in table.rows if row.style == "normal"]
    assert len(named) == 2 * 3 + 1  # the rest stand together
    assert table.rows[-1].style == "total"
    assert "name" in table.data.columns


def test_a_pair_stands_side_by_side_and_a_lone_figure_alone(make_report: MakeReport) -> None:
    report = make_report()
    left, right = (verbs.show_trend(report, name, half=True) for name in SHOWN[:2])
    assert isinstance(verbs.pair(report, left, right), Pair)
    assert verbs.pair(report, left, None) is left


@pytest.mark.parametrize(
    ("lang", "once"), [("sv", "11,0\u00a0% år 2020."), ("en", "11.0% in 2020.")]
)
def test_one_series_and_one_year_are_not_said_twice(tmp_path: Path, lang: str, once: str) -> None:
    store = empty_store(tmp_path)
    add_values(store, "overcrowding", {2020: 11.0})
    report = report_of(store, lang=lang)
    assert verbs.show_small_multiples(report, "overcrowding") is None  # one year is no course
    add_values(store, "child_poverty", dict.fromkeys(range(2008, 2019), 8.0))
    report = report_of(store, lang=lang)
    both = verbs.show_small_multiples(report, "overcrowding", "child_poverty")
    assert both.alt.count(" 2020") == 1
    assert once in both.alt
    alone = verbs.show_small_multiples(report, "child_poverty")
    assert not re.search(r"\b1 (serier|rutor|series|panels)", alone.subtitle + alone.alt)
