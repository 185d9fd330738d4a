"""The reader of finished pages sees each kind of contradiction, and not its absence."""

from decimal import Decimal
from pathlib import Path

import pytest
from snippets import PAIRS, finding, page, strips

from studies.pages import CHECKS, contradictions
from studies.pages.numbers import half, numbers, only_interval, same, within, years
from studies.pages.reading import read

IN_FILES = {"withheld_index_in_the_data", "median_of_fewer_than_said"}


def kinds(html: str, folder: Path | None = None) -> set[str]:
    return {found.kind for found in contradictions([read(html, folder)])}


def test_every_kind_has_a_page_that_is_wrong_and_one_that_is_right() -> None:
    assert {check.__name__ for check in CHECKS} == PAIRS.keys() | IN_FILES


@pytest.mark.parametrize("kind", PAIRS)
def test_a_contradiction_is_seen(kind: str) -> None:
    assert kind in kinds(PAIRS[kind][0])


@pytest.mark.parametrize("kind", PAIRS)
def test_a_page_put_right_is_left_alone(kind: str) -> None:
    assert kind not in kinds(PAIRS[kind][1])


def test_an_index_that_is_withheld_is_looked_for_in_the_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    csv = tmp_path / "data" / "indices.csv"
    csv.write_text('indicator,level,estimate,flags\n"low","deso2018",6.8,"withheld few"\n')
    assert kinds(page(), tmp_path) == {"withheld_index_in_the_data"}
    csv.write_text('indicator,level,estimate,flags\n"low","deso2018",,"withheld few"\n')
    assert kinds(page(), tmp_path) == set()


def test_a_median_of_three_is_not_one_of_seven(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    head = "series,kind,year,value\n"
    peers = "".join(f"{code},peer,{year},1\n" for code in "abc" for year in (1998, 2006))
    more = "".join(f"{code},peer,2006,1\n" for code in "defg")
    file = tmp_path / "data" / "trend_school.csv"
    file.write_text(f"{head}{peers}{more}median,median,1998,1\nmedian,median,2006,1\n")
    assert kinds(page(), tmp_path) == {"median_of_fewer_than_said"}
    file.write_text(f"{head}{peers}{more}median,median,2006,1\n")
    assert kinds(page(), tmp_path) == set()


def test_reports_of_one_store_have_one_median_of_the_country() -> None:
    pages = [
        read(page(strips(f"Hyresrätt | riket, 290 kommuner | 40 | – | {median} | 10 | 57 | –")))
        for median in ("32,8", "32,9", "32,8")
    ]
    found = list(contradictions(pages))
    assert [each.kind for each in found] == ["country_that_differs_between_reports"]
    assert "hyresrätt" in found[0].place
    assert list(contradictions([pages[0], pages[2]])) == []


@pytest.mark.parametrize(
    ("title", "interval", "seen"),
    [
        ("säkerställt mer uppdelat", "8,1–13,0", True),
        ("säkerställt mer uppdelat", "8,2–13,0", False),
        ("säkerställt mindre uppdelat", "4,6–13,0", True),
        ("säkerställt mindre uppdelat", "4,6–8,0", False),
    ],
)
def test_who_is_on_a_side_of_the_median_for_certain_has_its_interval_there(
    title: str, interval: str, seen: bool
) -> None:
    value = "11,2" if "mer" in title else "5,2"
    row = f"Låg | riket, 237 kommuner | {value} | {interval} | 8,1 | 1,0 | 19,0 | 1–176 av 237"
    html = page(strips(row, title=f"{title.capitalize()} än rikets kommunmedian efter låg"))
    assert kinds(html) == ({"side_of_the_median_not_held"} if seen else set())


@pytest.mark.parametrize(("lacking", "seen"), [("1 (trångbodda)", False), ("1", True)])
def test_what_one_measure_lacks_is_not_lacking_from_another(lacking: str, seen: bool) -> None:
    row = "Hyresrätt | riket, 290 kommuner | 40 | – | 32 | 10 | 57 | –"
    more = f"<p>Kommuner utan värde: {lacking}.</p>"
    html = page(strips(row).replace("</figure>", f"{more}</figure>"))
    assert kinds(html) == ({"left_out_that_do_not_add_up"} if seen else set())


def test_a_sum_beside_a_published_whole_may_differ_where_the_page_says_why() -> None:
    wrong = PAIRS["municipal_value_that_differs"][0]
    near = wrong.replace("62,0", "64,5")
    said = near.replace("</main>", "<p>Delar summerar inte till sin total.</p></main>")
    assert kinds(near) == {"municipal_value_that_differs"}
    assert kinds(said) == set()


def test_a_contradiction_says_where_it_stands_and_quotes_the_page() -> None:
    html = page(finding("Intervallet är 31,6–32,9.", count="33 av 100"), place="Ekby")
    (found,) = contradictions([read(html)])
    assert found.place == "Ekby finding-1"
    assert found.quote == "33 av 100: Intervallet är 31,6–32,9."
    assert found.lang == "sv"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("−3,7 och +0,6 av 11\u202f636", ["-3.7", "0.6", "11636"]),
        ("16–64 år, 000005FE, p = 0,003", ["16", "64", "0.003"]),
        ("per 100\u202f000 residents in 2015. 7.5%", ["100000", "2015", "7.5"]),
    ],
)
def test_numbers_are_read_as_they_are_printed(text: str, expected: list[str]) -> None:
    assert numbers(text) == [Decimal(number) for number in expected]


def test_printed_numbers_keep_their_decimals() -> None:
    assert half(numbers("7,50")[0]) == Decimal("0.005")
    assert same(Decimal("13.5"), Decimal("13.46"))
    assert not same(Decimal("13.5"), Decimal("13.6"))
    assert within(Decimal("3.7"), *(only_interval("3,7–8,6") or (Decimal(9), Decimal(9))))
    assert not within(Decimal("33"), Decimal("31.6"), Decimal("32.9"))


def test_years_are_told_from_other_numbers() -> None:
    assert years("2018–2022, 1 998 och 2\u202f018; RegSO 2020, 20200") == {2018, 2022, 2020}


def test_a_finding_of_the_summary_is_read_with_the_numbers_of_its_chapter() -> None:
    numbers = "<article id='finding-2'><table><tr><td>9,9</td></tr></table></article>"
    short = "<article id='told-1'><p class='why'><a href='#finding-2'>Mer</a></p></article>"
    first, second = read(page(short, numbers)).findings
    assert first.where == "told-1"
    assert len(first.tables) == len(second.tables) == 1
