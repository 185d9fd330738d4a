"""A low share in employment is not left to be read as joblessness where it is of students."""

from pathlib import Path

import pytest
from types_store import add_counts, add_types, make_report_of, make_store

from segnb.report import Report, verbs

SHARES = ("employed_share", "unemployed_share")
SAID = {
    "sv": "Nästan alla övriga i typ 1 (65,0 %) står utanför arbetskraften",
    "en": "Nearly all others in type 1 (65.0%) are outside the labour force",
}


def report_of(folder: Path, employed: list[int], outside: list[int], lang: str = "sv") -> Report:
    """Two areas of type 1 and two of type 4, of a hundred people each."""
    store, snapshot = make_store(folder)
    add_types(store, snapshot, {2022: [1, 4]})
    unemployed = [1000 - one - other for one, other in zip(employed, outside, strict=True)]
    counts = {"employed": employed, "unemployed": unemployed, "outside": outside,
              "labour_force": [1000 - one for one in outside], "total": [1000] * 4}  # fmt: skip
    add_counts(store, snapshot, "labour_status", counts)  # type: ignore[arg-type]
    return make_report_of(store, lang=lang)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_where_nearly_all_others_seek_no_work_that_is_said(tmp_path: Path, lang: str) -> None:
    report = report_of(tmp_path, [310, 310, 850, 850], [650, 650, 140, 140], lang)
    found = verbs.measure_by_type(report, *SHARES)
    told = verbs.describe_not_employed(report, found).replace("\u00a0", " ")
    assert told.startswith(SAID[lang])
    finding = report.say(verbs.say_gap(report, found, SHARES[0]))
    assert finding.text.replace("\u00a0", " ").endswith(told)
    assert finding.numbers is not None
    assert [row.cells[1] for row in finding.numbers.rows] == [
        report.language.number(share, 1) for share in (31, 65)]  # fmt: skip
    assert SAID[lang] not in report.say(verbs.say_gap(report, found, SHARES[1])).text


@pytest.mark.parametrize(
    ("employed", "outside"),
    [
        ([310, 310, 850, 850], [600, 600, 140, 140]),  # 60 of 69 are outside, and 9 are unemployed
        ([850, 850, 310, 310], [145, 145, 650, 650]),  # the lowest type has the more in work
    ],
)
def test_it_is_not_said_where_others_are_unemployed_or_the_lowest_type_works_more(
    tmp_path: Path, employed: list[int], outside: list[int]
) -> None:
    report = report_of(tmp_path, employed, outside)
    found = verbs.measure_by_type(report, *SHARES)
    assert verbs.describe_not_employed(report, found) == ""


def test_it_is_not_said_without_types_or_employment(tmp_path: Path) -> None:
    report = report_of(tmp_path, [310, 310, 850, 850], [650, 650, 140, 140])
    lone = verbs.measure_by_type(report, SHARES[1])
    assert verbs.describe_not_employed(report, lone) == ""
    assert verbs.describe_not_employed(report, verbs.measure_by_type(report, "rental_share")) == ""
