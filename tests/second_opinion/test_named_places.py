"""Numbers of named municipalities that pages once had wrong, typed as they are printed now.

Each stands with the file that it comes from; shares, gaps, ends and medians are computed from that
file again with plain pandas.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from published import deso, keys, regso, types

from segnb import open_store
from segnb.report import Report, national_report, verbs
from segnb.report.change.change_rules import verdict
from segnb.report.page.blocks import Figure, Table

pytestmark = pytest.mark.long

EDUCATION, LABOUR = "000005MO", "000007A8"  # scb_deso_2022/<table>_*.xlsx
MakeReport = Callable[..., Report]

# scb_deso_2022/000005MO (education) and 000007A8 (labour): D without chance and its interval.
LEVELS = {
    ("1407", "pre_secondary_share"): ("7,8", "3,3–11,8", "9,9"),
    ("1280", "pre_secondary_share"): ("32,3", "31,6–32,9", "32,5"),
    ("0140", "pre_secondary_share"): ("6,2", "1,9–10,4", "7,3"),
    ("2061", "outside_labour_force_share"): ("5,4", "1,7–8,8", "6,4"),
    ("0187", "outside_labour_force_share"): ("5,9", "2,8–9,0", "6,7"),
    ("0330", "outside_labour_force_share"): ("4,3", "1,9–6,9", "5,2"),
    ("0461", "outside_labour_force_share"): ("5,3", "2,0–8,4", "6,5"),
    ("0513", "outside_labour_force_share"): ("7,0", "3,0–10,5", "8,0"),
}
# skolverket/2024-12-12_skolverketDemografi.parquet: D between schools.
SCHOOLS = {
    "0187": ("6", "11,6", "5,2–16,9"),
    "2021": ("6", "10,9", "1,5–18,7"),
    "1280": ("96", "34,7", "33,7–35,9"),
}
# scb_deso_2022/000007A8, scb_areas/regso_socioekonomisk_index_2022.csv: who works, by area type.
GAPS = {
    "0187": ("79,9", "81,5", "−1,6", "−3,7 till +0,6"),
    "2021": ("78,8", "85,0", "−6,2", "−8,6 till −3,7"),
    "2403": ("77,9", "85,2", "−7,3", "−11,7 till −3,0"),
    "2031": ("78,7", "82,9", "−4,2", "−6,3 till −2,2"),
}


@pytest.fixture(scope="module")
def make(real_store: Path) -> MakeReport:
    """Report on a real municipality, made once for all tests here."""

    @cache
    def made(code: str, chapter: str = "whole_municipality") -> Report:
        store = open_store(str(real_store), code)
        return Report.make(chapter, store, municipality=code)

    return made


def rows(figure: object) -> list[tuple[str, ...]]:
    """Cells of the table behind a figure."""
    assert isinstance(figure, Figure)
    return [tuple(row.cells) for row in figure.table.rows]


def printed(value: float) -> str:
    return f"{value:.1f}".replace(".", ",").replace("-", "−")


def number(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-"))


@pytest.mark.parametrize(("code", "indicator"), LEVELS)
def test_a_level_is_printed_with_the_interval_that_is_about_it(
    make: MakeReport, code: str, indicator: str
) -> None:
    report = make(code)
    ((_, _, _, estimate, interval, raw, *_),) = rows(
        verbs.show_indices(report, verbs.measure_indices(report, indicator))
    )
    assert (estimate, interval, raw) == LEVELS[code, indicator]
    low, high = map(number, interval.split("–"))
    assert low < number(estimate) < high


@pytest.mark.parametrize("code", SCHOOLS)
def test_schools_are_printed_with_the_interval_that_is_about_them(
    make: MakeReport, code: str
) -> None:
    report = make(code, "education")
    _, *cells = rows(verbs.show_schools(report, verbs.measure_schools(report)))[0]
    assert tuple(cells[:3]) == SCHOOLS[code]


@pytest.mark.parametrize("code", ["2021", "2403"])
def test_an_index_over_four_areas_or_fewer_is_printed_nowhere(make: MakeReport, code: str) -> None:
    report = make(code)
    own = keys_of(report)
    assert len(own) < 6
    found = verbs.measure_indices(report, "pre_secondary_share")
    shown = verbs.show_indices(report, found)
    assert isinstance(shown, Table)  # of shares: no figure is drawn
    assert not [column.label for column in shown.columns if "D" in column.label.split()]
    assert found.frame[["raw_index", "estimate", "lower", "upper", "p"]].isna().all(axis=None)


def keys_of(report: Report) -> pd.DataFrame:
    """DeSO and RegSO of a municipality in the published key."""
    key = keys(Path(__file__).resolve().parents[3] / "shared")
    return key[key["Kommun"] == report.place.code]


@pytest.mark.parametrize("code", GAPS)
def test_a_gap_is_lowest_minus_highest_type_with_the_signs_of_its_interval(
    make: MakeReport, shared: Path, code: str
) -> None:
    report = make(code, "area_types")
    own = keys_of(report)
    published = types(shared, 2022)
    kind = own["name"].map(published[~published.index.duplicated(keep=False)])
    people = deso(shared, LABOUR).loc[own.index, [1, 5]].groupby(kind).sum()
    low, high = (100 * people[1] / people[5]).iloc[[0, -1]]
    by_type = verbs.measure_by_type(report, "employed_share")
    ((_, *each, _, _, distance, interval),) = rows(verbs.show_gaps(report, by_type))
    shown = [cell for cell in each if cell != "·"]
    assert (shown[0], shown[-1], distance, interval) == GAPS[code]
    assert shown == [printed(low), *shown[1:-1], printed(high)]
    assert number(distance) == pytest.approx(number(shown[0]) - number(shown[-1]))


def test_the_lowest_of_a_county_is_the_own_where_the_own_is_lowest(
    make: MakeReport, shared: Path
) -> None:
    people = deso(shared, LABOUR)
    town = people.groupby(people.index.str[:4])[[1, 5]].sum()
    share = 100 * town[1] / town[5]
    county = share[share.index.str.startswith("01")]
    assert county.idxmin() == "0127"
    assert len(county) == 26
    strips = rows(verbs.show_strips(make("0127"), "employed_share"))
    assert strips[1][1:] == (
        "Stockholms län, 26", "73,1", "72,7–73,4", "78,9", "73,1", "84,0", "26 av 26"
    )  # fmt: skip
    middle = county.sort_values().iloc[12:14].mean()  # of two in the middle
    assert [printed(x) for x in (middle, county.min(), county.max())] == ["78,9", "73,1", "84,0"]


def test_goteborg_is_the_highest_among_all_that_are_shown(make: MakeReport) -> None:
    """`scb_deso_2022/000005MO`: 34,9, and no strip ends at 34,3."""
    standing = verbs.measure_standing(
        make("1480"), "pre_secondary_share", family="deso", index=True
    )
    country, county, _ = rows(verbs.show_strips(make("1480"), standing))
    assert (country[2], country[5:]) == ("34,9", ("2,2", "34,9", "1–4 av 237"))
    assert county[1:3] == ("Västra Götalands län, 41 av 49", "34,9")
    assert county[6:] == ("34,9", "1–2 av 41")


def test_the_median_of_the_country_is_one_in_all_reports(
    make: MakeReport, shared: Path, real_store: Path
) -> None:
    """`scb_regso_2020_2023/deso_housing_tenure.csv` and `scb_deso_2022/000005MO`."""
    homes = regso(shared, "deso_housing_tenure", 2023)
    tenures = ["hyresrätt", "bostadsrätt", "äganderätt"]
    town = homes.groupby("town")[tenures].sum()
    share = (100 * town["hyresrätt"] / town[tenures].sum(axis=1)).sort_values()
    assert printed(share.iloc[144:146].mean()) == "32,9"
    medians = {
        code: (
            rows(verbs.show_strips(make(code), "rental_share"))[0][4],
            rows(verbs.show_strips(make(code), verbs.measure_standing(
                make(code), "pre_secondary_share", family="deso", index=True)))[0][4],
        )
        for code in ("0127", "1480", "0180")
    }  # fmt: skip
    assert set(medians.values()) == {("32,9", "16,2")}
    country = national_report(open_store(str(real_store), "0127"))
    found = verbs.measure_national(country, "pre_secondary_share", family="deso")
    assert printed(found.cuts.loc["pre_secondary_share", "median"]) == "16,2"


def test_a_survey_that_is_not_declared_says_so_beside_its_interval(make: MakeReport) -> None:
    """Gagnef, `bra/bra_kommunindikatorer.csv`."""
    found = verdict(make("2026", "crime"), "worry_assault")
    assert found is not None
    assert (found["value_first"], found["value_last"]) == (7, 5)
    assert found[["lower", "upper"]].notna().all()
    assert (found["certainty"], found["reason"]) == ("unknown", "not_declared")


def test_malmo_had_more_rented_homes_by_the_printed_values(make: MakeReport, shared: Path) -> None:
    """`scb_regso_2020_2023/deso_housing_tenure.csv`: a difference is that of its printed ends."""
    ends = []
    for year in (2020, 2023):
        homes = regso(shared, "deso_housing_tenure", year)
        own = homes[homes["town"] == "Malmö"][["hyresrätt", "bostadsrätt", "äganderätt"]].sum()
        ends.append(printed(100 * own["hyresrätt"] / own.sum()))
    panels = verbs.show_small_multiples(make("1280", "trends"), "rental_share")
    ((_, _, first, then, last, now, change, *_),) = rows(panels)
    assert (first, last) == ("2020", "2023")
    assert [then, now] == [f"{end}\u00a0%" for end in ends]
    assert change.startswith(f"+{printed(number(ends[1]) - number(ends[0]))}")


def test_malmo_is_divided_less_by_the_printed_values(make: MakeReport, shared: Path) -> None:
    """`scb_regso_2020_2023/deso_housing_tenure.csv`: from 43,4 to 42,4 is no 1,1 less."""
    raw = {}
    for year in (2020, 2023):
        homes = regso(shared, "deso_housing_tenure", year)
        own = homes[homes["town"] == "Malmö"][["hyresrätt", "bostadsrätt", "äganderätt"]]
        rented, others = own["hyresrätt"], own.drop(columns="hyresrätt").sum(axis=1)
        raw[year] = 50 * (rented / rented.sum() - others / others.sum()).abs().sum()
    report = make("1280", "trends")
    by_year = {
        int(cells[0]): cells for cells in rows(verbs.show_trend(report, "rental_share", "regso"))
    }
    for year, index in raw.items():
        _, value, _, before_chance, areas = by_year[year]
        assert (before_chance, areas) == (printed(index), "91")
        assert 0 <= index - number(value) < 0.3
    panels = verbs.show_small_multiples(report, index=["rental_share"])
    ((_, _, first, then, last, now, change, *_),) = rows(panels)
    assert [first, last] == ["2020", "2023"]
    assert [then, now] == [by_year[year][1] for year in raw]
    assert change == printed(number(now) - number(then))


def test_an_area_is_a_part_of_the_residents_of_a_year_that_is_named(
    make: MakeReport, shared: Path
) -> None:
    """`scb_deso_2022/000005FB` (2022) and `000005FC` (2023): 14 and 15 per cent are both right."""
    east, towns = "Vansbro östra landsbygd", keys(shared)
    own = towns[towns["Kommunnamn"] == "Vansbro"]
    people = deso(shared, "000005FB").loc[own.index, 4]
    parts = {2022: 100 * people[own["RegSO_2020"] == east].sum() / people.sum()}
    (path,) = (shared / "data" / "scb_deso_2022").glob("000005FC_*.xlsx")
    later = pd.read_excel(path, engine="calamine", header=None, dtype="str")
    people = pd.to_numeric(later.set_index(1).loc[own.index, 2])
    parts[2023] = 100 * people[own["RegSO_2020"] == east].sum() / people.sum()
    assert [round(part) for part in parts.values()] == [14, 15]
    report = make("2021", "area_types")
    maps = [verbs.show_share_map(report, "low_economic_standard", "regso"),
            verbs.show_type_map(report, verbs.get_types(report))]  # fmt: skip
    for figure, (year, part) in zip(maps, parts.items(), strict=True):
        assert isinstance(figure, Figure)
        said = " ".join([figure.subtitle, *figure.beside])
        assert (
            f"{east} är 46\u00a0% av kommunens yta och hade {part:.0f}\u00a0% av invånarna {year}."
            in said
        )
