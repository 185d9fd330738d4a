"""A value that is withheld or may still change says so, whoever it is of and wherever it stands."""

from pathlib import Path

import pytest
from series_store import OTHERS, PLACE, add_values, empty_store, report_of

from segnb.report import Report, verbs
from segnb.report.page.blocks import Figure, Finding, Gap, Table
from segnb.vocabulary.catalogue import catalogue

NAN = float("nan")
SCHOOL, YOUNG, CRIME = "school_eligibility", "culture_school", "reported_crime"


def by_sex(folder: Path, last: float = NAN) -> Report:
    """Women and men of whom the newest value is withheld, unless it is given."""
    store = empty_store(folder)
    for sex, value in (("total", 80.0), ("women", 85.0), ("men", 75.0)):
        years = dict.fromkeys(range(2019, 2024), value)
        years[2024] = 81.0 if sex == "total" else last
        add_values(store, SCHOOL, years, sex=sex, absent="suppressed")
    return report_of(store, compare_with=[])


def test_a_withheld_value_of_women_has_the_sign_of_one_that_is_withheld(tmp_path: Path) -> None:
    figure = verbs.show_trend(by_sex(tmp_path), SCHOOL, by_sex=True)
    assert isinstance(figure, Figure)
    assert figure.table.rows[-1].cells == ("2024", "81,0", "..", "..")


def test_among_pupils_there_are_girls_and_boys(tmp_path: Path) -> None:
    figure = verbs.show_trend(by_sex(tmp_path), SCHOOL, by_sex=True)
    assert isinstance(figure, Figure)
    assert [column.label for column in figure.table.columns[2:]] == ["Flickor", "Pojkar"]
    assert "Prickade linjer: flickor och pojkar." in figure.subtitle
    table = verbs.show_by_sex(by_sex(tmp_path / "table", last=80.0), SCHOOL)
    assert "Bland elever: flickor och pojkar." in table.notes  # type: ignore[union-attr]


def crime_of(folder: Path, places: list[str], early: str) -> Report:
    """Reported crime, of which the newest value of one place is preliminary."""
    store = empty_store(folder)
    for place in places:
        add_values(store, CRIME, dict.fromkeys(range(2016, 2025), 9000.0), place)
        status = "preliminary" if place == early else "ok"
        add_values(store, CRIME, {2025: 9100.0}, place, status=status)
    return report_of(store, compare_with=OTHERS)


def test_a_median_with_a_preliminary_value_is_preliminary(tmp_path: Path) -> None:
    figure = verbs.show_trend(crime_of(tmp_path, [PLACE, *OTHERS], OTHERS[2]), CRIME)
    assert isinstance(figure, Figure)
    assert figure.table.rows[-1].cells == ("2025", "9\u202f100", "9\u202f100p")
    assert figure.table.rows[-2].cells == ("2024", "9\u202f000", "9\u202f000")
    kinds = {(row[1], row[2]): row[6] for row in figure.data.rows}  # type: ignore[union-attr]
    assert kinds["median", 2025] == "preliminary"


def test_a_later_value_that_is_not_compared_says_that_it_may_change(tmp_path: Path) -> None:
    report = crime_of(tmp_path, [PLACE], PLACE)
    finding = report.say(verbs.say_change(report, CRIME))
    assert isinstance(finding, Finding)
    later = next(row for row in finding.numbers.rows if "jämförs inte" in row.cells[0])
    assert later.cells[1] == "9\u202f100p per 100 000"
    assert "9\u202f100 per 100 000 år 2025 (preliminärt)." in finding.text


@pytest.mark.parametrize(
    ("last", "year"), [(NAN, "2022; 2023 döljs av producenten"), (30.0, "2023")]
)
def test_a_table_of_newest_values_tells_of_a_newer_one_that_is_withheld(
    tmp_path: Path, last: float, year: str
) -> None:
    store = empty_store(tmp_path)
    add_values(store, YOUNG, {2021: 14.5, 2022: 23.6, 2023: last}, absent="suppressed")
    table = verbs.show_young(report_of(store), YOUNG)
    assert isinstance(table, Table)
    assert table.rows[0].cells[-1] == year


def test_a_newest_value_alone_tells_of_one_that_is_withheld(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    add_values(store, SCHOOL, {2022: 23.6, 2023: NAN}, absent="suppressed")
    table = verbs.show_newest(report_of(store), "education")
    assert isinstance(table, Table)
    assert table.rows[0].cells[1] == "23,6 (2022; 2023 döljs av producenten)"


def test_the_year_of_women_and_men_tells_of_one_in_which_they_are_withheld(tmp_path: Path) -> None:
    table = verbs.show_by_sex(by_sex(tmp_path), SCHOOL)
    assert isinstance(table, Table)
    assert table.rows[0].cells[-1] == "2023; 2024 döljs av producenten"
    told = verbs.show_by_sex(by_sex(tmp_path / "all", last=80.0), SCHOOL)
    assert isinstance(told, Table)
    assert told.rows[0].cells[-1] == "2024"


@pytest.mark.parametrize(
    ("absent", "status", "why"),
    [("suppressed", "suppressed", "det rör för få"), ("missing", "missing", "har inget värde för")],
)
def test_a_figure_of_which_no_value_is_shown_is_not_one_that_could_be_got(
    tmp_path: Path, absent: str, status: str, why: str
) -> None:
    store = empty_store(tmp_path)
    add_values(store, YOUNG, {2022: NAN, 2023: NAN}, absent=absent)
    gap = verbs.show_young(report_of(store), YOUNG)
    assert isinstance(gap, Gap)
    assert gap.status == status
    assert why in gap.rows[1][1]
    assert not gap.where


def test_a_figure_that_is_not_held_could_be_got(tmp_path: Path) -> None:
    gap = verbs.show_young(report_of(empty_store(tmp_path)), YOUNG)
    assert isinstance(gap, Gap)
    assert gap.where


@pytest.mark.parametrize(
    ("absent", "cell"),
    [("suppressed", "■ för få för att visas"), ("missing", "□ källan har inget värde")],
)
def test_the_table_of_what_there_is_knows_what_is_withheld(
    tmp_path: Path, absent: str, cell: str
) -> None:
    store = empty_store(tmp_path)
    add_values(store, YOUNG, {2022: NAN, 2023: NAN}, absent=absent)
    table = verbs.show_coverage(report_of(store), "democracy")
    rows = {row.cells[0]: row.cells[1] for row in table.rows}
    assert rows[catalogue()[YOUNG].label.sv] == cell
    assert "◪ hos källan" in rows.values()


def test_places_beside_each_other_have_the_signs_of_their_values(tmp_path: Path) -> None:
    store = empty_store(tmp_path)
    for place, value, status in zip([PLACE, *OTHERS[:2]], (30.0, NAN, 20.0),
                                    ("preliminary", "ok", "ok"), strict=True):  # fmt: skip
        add_values(store, YOUNG, {2023: value}, place, status=status, absent="suppressed")
    report = report_of(store)
    found = verbs.measure_beside(report, [PLACE, *OTHERS[:2]], YOUNG)
    figure = verbs.show_beside(report, found)
    assert isinstance(figure, Figure)
    assert [row.cells[2] for row in figure.table.rows] == ["30,0\xa0%p", "..", "20,0\xa0%"]


def test_an_alternative_text_marks_a_median_that_may_change(tmp_path: Path) -> None:
    figure = verbs.show_trend(crime_of(tmp_path, [PLACE, *OTHERS], OTHERS[2]), CRIME)
    assert isinstance(figure, Figure)
    assert "9\u202f100p per 100" in figure.alt
