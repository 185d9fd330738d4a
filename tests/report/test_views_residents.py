"""Residents by area type, areas that change type, and the yardstick that they are measured with."""

import re
from pathlib import Path

import pytest
from types_store import add_counts, add_types, make_report_of, make_store

from segnb.report import Report, verbs
from segnb.report.area_types.moving_yardstick import Yardstick
from segnb.report.area_types.residents import AGES, CHILDREN, Residents
from segnb.report.page.blocks import Gap
from segnb.sources.demo import demo_store
from segnb.vocabulary.i18n import HARD, THIN


@pytest.fixture(scope="module")
def main() -> tuple[Report, Residents]:
    """The main town and its residents by type, counted once."""
    report = Report.make("area_types", demo_store(), municipality="9901")
    return report, verbs.measure_residents(report)


def test_residents_of_all_types_are_all_residents(main) -> None:
    report, residents = main
    people = residents.of("own")["people"].sum()
    year = residents.held.year
    whole = report.get("age", "municipality", year=year).latest
    total = whole.loc[whole["group"] == "total", "value"].iloc[0]
    assert people == pytest.approx(total, rel=1e-3)  # the producer adds noise to parts
    assert residents.of("own")["areas"].sum() == 30
    assert residents.of("own")["share"].sum() == pytest.approx(100)


def test_adults_and_children_of_a_row_are_its_residents(main) -> None:
    table = verbs.show_residents(*main)
    for row in table.rows:
        people, adults, children = (int(row.cells[i].replace(THIN, "")) for i in (2, 4, 5))
        assert adults + children == people
    assert table.rows[-1].style == "total"
    assert [row.type_number for row in table.rows] == [1, 2, 3, 4, 5, None]


def test_a_type_that_does_not_exist_keeps_its_row(make_report) -> None:
    report = make_report("9904")
    table = verbs.show_residents(report, verbs.measure_residents(report))
    absent = [row.type_number for row in table.rows if "finns inte" in row.cells[-1]]
    assert absent == [1, 2, 5]


def test_the_own_municipality_comes_first_and_others_as_the_settings_say(make_report, main) -> None:
    figure = verbs.show_composition(*main)
    assert [row.style for row in figure.table.rows] == ["own", "normal", "normal", "normal"]
    assert figure.table.rows[0].cells[0] == "Exempelstad"
    report = make_report(compare_with=["nation"])
    places = verbs.measure_residents(report).frame["place"].unique().tolist()
    assert places == ["own", "nation"]


def test_similar_municipalities_are_taken_together(main) -> None:
    report, residents = main
    similar = residents.of("similar")
    assert similar["people"].sum() < residents.of("nation")["people"].sum()
    assert similar["areas"].sum() > len(report.similar)


def test_the_composition_says_both_ends_and_those_of_the_country(main) -> None:
    report, residents = main
    finding = report.say(verbs.say_composition(report, residents))
    percent = report.language.percent
    for place, kinds in (("own", (1, 2)), ("own", (4, 5)), ("nation", (1, 2)), ("nation", (4, 5))):
        assert percent(residents.share(place, kinds)) in f"{finding.title} {finding.text}"
    assert "Registerdata" in finding.reason


def test_nobody_and_everybody_are_no_rounded_shares(make_report, tmp_path: Path) -> None:
    report = make_report("9904", lang="en")
    finding = report.say(verbs.say_composition(report, verbs.measure_residents(report)))
    assert (finding.number, finding.title[:3]) == ("0%", "0% ")
    assert re.search(r"and \d+\.\d% in types 4 or 5", finding.title)
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [5, 5]})
    add_counts(store, snapshot, "population", {"all": [1000.0, 500.0, 400.0, 100.0]})
    all_in_one = make_report_of(store)
    title = all_in_one.say(
        verbs.say_composition(all_in_one, verbs.measure_residents(all_in_one))
    ).title
    assert f"0{HARD}%" in title
    assert f"100{HARD}%" in title


def test_without_ages_residents_are_counted_all_the_same(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [2, 5]})
    add_counts(store, snapshot, "population", {"all": [1000.0, 500.0, 400.0, 100.0]})
    report = make_report_of(store)
    residents = verbs.measure_residents(report)
    assert not residents.has_ages
    table = verbs.show_residents(report, residents)
    assert table.rows[1].cells[1:] == ("1", f"1{THIN}500", "75,0")
    assert list(report.trail.gaps) == ["nation_by_type"]


@pytest.mark.parametrize(("years", "shown"), [((2022, 2023), 2023), ((2023, 2023), 2023)])
def test_residents_are_those_of_the_newest_types_that_people_are_held_for(
    tmp_path: Path, years: tuple[int, int], shown: int
) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [2, 5], 2023: [5, 2]})
    ages = {"total": [1000.0, 500.0, 400.0, 100.0]} | dict.fromkeys(CHILDREN, [10.0] * 4)
    add_counts(store, snapshot, AGES, ages, year=years[0])
    add_counts(store, snapshot, "population", {"all": [900.0, 500.0, 400.0, 200.0]}, year=years[1])
    residents = verbs.measure_residents(make_report_of(store))
    assert (residents.held.year, residents.types.year) == (shown, shown)
    assert residents.share("own", (1, 2)) == (30.0 if years[0] < shown else 25.0)
    assert residents.has_ages == (years[0] == shown)


def test_a_store_of_one_municipality_compares_with_nobody(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [2, 5]})
    add_counts(store, snapshot, "population", {"all": [1000.0, 500.0, 400.0, 100.0]})
    report = make_report_of(store)
    residents = verbs.measure_residents(report)
    finding = report.say(verbs.say_composition(report, residents))
    assert finding.rule.id.startswith("composition.alone")
    figure = verbs.show_composition(report, residents)
    assert [row.cells[1] for row in figure.table.rows] == [f"2{THIN}000", "–", "–", "–"]
    assert "uppgift saknas" in figure.page.content


def test_people_in_areas_without_a_type_have_a_row_of_their_own(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [2, float("nan")]})
    add_counts(store, snapshot, "population", {"all": [1000.0, 500.0, 400.0, 100.0]})
    report = make_report_of(store)
    rows = verbs.show_residents(report, verbs.measure_residents(report)).rows
    assert rows[5].cells[:3] == ("Utan typ", "1", "500")


def test_without_types_or_people_there_is_a_gap(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    report = make_report_of(store)
    assert verbs.measure_residents(report).key == "area_type_regso"
    add_types(store, snapshot, {2022: [2, 5]})
    assert verbs.measure_residents(make_report_of(store)).key == "population_regso"


# -- transitions


def test_transitions_count_every_area_once_and_name_their_direction(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2019: [3, 4], 2022: [2, 5]})
    report = make_report_of(store)
    moves = verbs.measure_transitions(report)
    table = verbs.show_transitions(report, moves)
    assert table.rows[2].cells == ("Typ 3", "0", "1", "0", "0", "0", "1")
    assert table.rows[3].cells == ("Typ 4", "0", "0", "0", "0", "1", "1")
    assert table.rows[-1].cells[-1] == "2"
    finding = report.say(verbs.say_transitions(report, moves))
    assert {row.type_number for row in table.rows} == {None}  # its head has the number
    assert "1 fick ett högre typnummer och 1 ett lägre" in finding.text
    assert finding.title.startswith("2 av 2 områden")


def test_a_type_in_one_of_the_years_only_is_no_transition(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2019: [3, float("nan")], 2022: [3, 5]})
    report = make_report_of(store)
    finding = report.say(verbs.say_transitions(report, verbs.measure_transitions(report)))
    assert (
        finding.title
        == f"Det enda område i {report.place.name} som kan jämföras har samma typ 2019 och 2022"
    )
    assert "1 områden" not in f"{finding.unit} {finding.rule.here}"


@pytest.mark.parametrize(("lang", "plural"), [("sv", "1 områden"), ("en", "1 areas")])
def test_a_single_area_with_another_type_is_told_as_one(
    tmp_path: Path, lang: str, plural: str
) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2019: [3, float("nan")], 2022: [4, 5]})
    report = make_report_of(store, lang=lang)
    finding = report.say(verbs.say_transitions(report, verbs.measure_transitions(report)))
    said = " ".join([finding.title, finding.unit, finding.text, finding.rule.here])
    assert plural not in said
    assert {"sv": "enda område", "en": "only area"}[lang] in finding.title


def test_one_year_has_no_transitions(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [3, 5]})
    found = verbs.measure_transitions(make_report_of(store))
    assert isinstance(found, Gap)
    assert found.key == "transitions"


def test_transitions_never_cross_a_change_of_borders(main) -> None:
    moves = verbs.measure_transitions(main[0])
    assert (moves.held.level, moves.first, moves.last) == ("regso2020", 2011, 2023)
    assert moves.both["areas"].sum() == 30


# -- yardstick


@pytest.fixture(scope="module")
def split(main) -> Yardstick:
    """The split of the main town."""
    return verbs.measure_yardstick(main[0])


def test_the_part_of_the_areas_and_of_the_yardstick_are_the_change(split) -> None:
    parts = split.split
    assert parts["area_part"] + parts["yardstick_part"] == pytest.approx(parts["change"])
    assert parts["people_first"] + parts["change"] == pytest.approx(parts["people_last"])


def test_in_the_first_year_both_lines_are_one(split) -> None:
    first = split.series[split.series["year"] == split.first].iloc[0]
    assert first["people_yearly"] == first["people_frozen"]
    assert (split.series["people_yearly"] != split.series["people_frozen"]).any()


def test_the_yardstick_is_that_of_the_country_and_not_of_the_municipality(main, split) -> None:
    report = main[0]
    last = split.series.iloc[-1]
    people = report.get("population", "regso2020", year=split.last)
    kinds = report.get("area_type", "regso2020", year=split.last).latest.set_index("area")["value"]
    rows = people.latest.set_index("area")["value"]
    assert last["people_yearly"] == rows[kinds[kinds <= 2].index].sum()


def test_the_rule_gives_the_published_types_and_the_table_says_how_far(main, split) -> None:
    assert split.agreement == pytest.approx(100)
    assert "100,0" in verbs.show_yardstick(main[0], split).table.notes[1]


def test_figure_and_sentence_carry_the_same_numbers(main, split) -> None:
    report = main[0]
    figure = verbs.show_yardstick(report, split)
    finding = report.say(verbs.say_yardstick(report, split))
    area = report.language.number(split.split["area_part"], sign=True)
    assert area in figure.title
    assert area in finding.title
    assert len(figure.table.rows) == split.last - split.first + 1
    assert verbs.note_yardstick(report, split).title == "Nya villkor eller nya gränser?"


def test_where_nobody_has_lived_in_such_an_area_the_split_does_not_apply(make_report) -> None:
    report = make_report("9904")
    found = verbs.measure_yardstick(report)
    assert isinstance(found, Gap)
    assert found.status == "not_applicable"
    assert verbs.note_yardstick(report, found) is None
    assert verbs.say_yardstick(report, found) is found


def test_without_the_index_the_split_is_a_gap(tmp_path: Path) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2019: [3, 4], 2022: [2, 5]})
    found = verbs.measure_yardstick(make_report_of(store))
    assert isinstance(found, Gap)
    assert found.status == "missing"


@pytest.mark.parametrize(
    ("later", "status", "why"),
    [
        ([1, 4], "not_applicable", "Inget område bytte typ 2022–2023"),
        ([2, 4], "missing", "SCB:s socioekonomiska index"),
    ],
)
def test_without_an_index_nothing_is_missing_where_no_area_changed_type(
    tmp_path: Path, later: list[float], status: str, why: str
) -> None:
    store, snapshot = make_store(tmp_path)
    add_types(store, snapshot, {2022: [1, 4], 2023: later})
    report = make_report_of(store)
    split = verbs.measure_yardstick(report)
    assert isinstance(split, Gap)
    assert split.status == status
    assert any(text.startswith(why) for _, text in split.rows)
