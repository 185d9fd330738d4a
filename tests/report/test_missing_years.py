"""The years that a series lacks are those that a source has and the data have not."""

import re
from pathlib import Path

import pytest
from series_store import PLACE, add_values, empty_store, report_of

from segnb.report import Report
from segnb.report.change.missing_years import lack_years
from segnb.report.change.trend_series import Trend, get_trend
from segnb.report.page.blocks import Gap
from segnb.sources.store_choice import open_store
from segnb.store import BOX

NAN = float("nan")
YEARS = re.compile(r", ((?:från )?\d{4}.*)$")


def lacks(
    folder: Path, indicator: str, values: dict[int, float], end: int = 0, *,
    absent: str = "missing", place: str = PLACE, **settings: object,
) -> list[tuple[str, bool]]:  # fmt: skip
    """Years of each gap of a series drawn up to a year, and whether a table has them."""
    store = empty_store(folder)
    add_values(store, indicator, values, place, absent=absent)
    return told(report_of(store, municipality=place, **settings), indicator, end)


def told(report: Report, indicator: str, end: int) -> list[tuple[str, bool]]:
    trend = get_trend(report, indicator)
    assert isinstance(trend, Trend)
    lack_years(report, trend, end)
    gaps = report.trail.gaps.values()
    return [(YEARS.search(gap.title)[1], bool(gap.where)) for gap in gaps]


def flat(*years: int) -> dict[int, float]:
    return dict.fromkeys(years, 5.0)


def test_a_whole_series_lacks_nothing(tmp_path: Path) -> None:
    assert lacks(tmp_path, "overcrowding", flat(*range(2012, 2024)), 2024) == []


def test_years_before_inside_and_after_are_lacking_where_a_source_has_them(tmp_path: Path) -> None:
    values = flat(2003, 2004, 2005, 2009, 2010, 2011)
    assert lacks(tmp_path, "unemployed_population_share", values, 2023) == [
        ("1998–2002, 2006–2008 och 2012–2020", True)
    ]


def test_a_series_that_goes_on_lacks_years_when_others_are_two_ahead(tmp_path: Path) -> None:
    values = flat(*range(1998, 2022))
    assert lacks(tmp_path / "a", "violent_crime", flat(1996, 1997) | values, 2022) == []
    assert lacks(tmp_path / "b", "violent_crime", flat(1996, 1997) | values, 2023) == [
        ("från 2022", True)
    ]


def test_of_elections_the_elections_are_lacking(tmp_path: Path) -> None:
    assert lacks(tmp_path, "turnout_municipal_long", flat(2006, 2010), 2022) == [
        ("1973–2002 och 2014–2022", True)
    ]


def test_a_year_for_which_the_producer_has_no_value_cannot_be_had(tmp_path: Path) -> None:
    values = flat(2015, *range(2017, 2024)) | dict.fromkeys([*range(2010, 2015), 2016], NAN)
    assert lacks(tmp_path, "vandalism", values) == [("2010–2014 och 2016", False)]


def test_a_year_that_is_withheld_is_not_lacking(tmp_path: Path) -> None:
    values = flat(*range(2013, 2023)) | {2012: NAN, 2017: NAN, 2023: NAN}
    assert lacks(tmp_path, "overcrowding", values, absent="suppressed") == []


def test_no_year_is_lacking_before_a_municipality_began_or_after_the_last_that_is_asked_for(
    tmp_path: Path,
) -> None:
    values = flat(*range(2003, 2016))
    found = lacks(tmp_path, "unemployed_population_share", values, place="0330", year=2015)
    assert found == []


@pytest.mark.parametrize(
    ("year", "tables"),
    [(2023, ["Kolada N07403"]), (1998, ["Kolada N07403", "Brå Anmälda brott: Våldsbrott"])],
)
def test_a_gap_names_the_tables_that_have_the_years(
    tmp_path: Path, year: int, tables: list[str]
) -> None:
    store = empty_store(tmp_path)
    add_values(store, "violent_crime", flat(*set(range(1996, 2026)) - {year}))
    report = report_of(store)
    told(report, "violent_crime", 0)
    (gap,) = report.trail.gaps.values()
    assert [name for name, _ in gap.where] == tables


def test_years_that_a_file_has_wrong_are_told_with_that_reason() -> None:
    report = Report.make("labour", open_store(BOX), municipality="Lomma")
    trend = get_trend(report, "unemployed_population_share")
    assert not isinstance(trend, Gap)
    lack_years(report, trend)
    gaps = {key: gap for key, gap in report.trail.gaps.items() if "population_share" in key}
    wrong = gaps["unemployed_population_share_municipality_faulty"]
    assert "2006 och 2010" in wrong.title
    assert "läses inte" in dict(wrong.rows)["Varför"]
    (others,) = [gap for key, gap in gaps.items() if key.endswith("_years")]
    assert "2010" not in others.title
