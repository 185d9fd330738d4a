"""Finished reports do not contradict themselves: the demonstration and a real municipality."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studies.pages import contradictions
from studies.pages.intervals import pairs, said_interval
from studies.pages.ranges import rows
from studies.pages.reading import read_file
from studies.pages.same import national_facts, own_facts
from studies.pages.signs import changes, gaps

pytestmark = pytest.mark.long

DEMONSTRATION = (("9901", "sv"), ("9904", "en"))
REPORTS = (*DEMONSTRATION, ("0187", "sv"))  # few areas, many gaps; the open data that come along


def found(folders: list[Path]) -> list[str]:
    pages = [read_file(folder / "report.html") for folder in folders]
    return [f"{each.kind} | {each.place} | {each.quote}" for each in contradictions(pages)]


@pytest.mark.parametrize(("code", "lang"), DEMONSTRATION, ids=map(" ".join, DEMONSTRATION))
def test_the_reader_knows_the_words_of_the_page(
    finished: Callable[[str, str], Path], code: str, lang: str
) -> None:
    """A head that gets another name would else go unread, and nothing would contradict it."""
    page = read_file(finished(code, lang) / "report.html")
    read = {
        "intervals": sum(len(list(pairs(table))) for table in page.tables),
        "said": sum(said_interval(finding.text) is not None for finding in page.findings),
        "gaps": len(list(gaps(page))),
        "changes": sum(len(list(changes(table))) for table in page.tables),
        "strips": len(list(rows(page))),
        "own": len({fact.of for fact in own_facts(page)}),
        "country": len({fact.of for fact in national_facts(page)}),
    }
    few = {
        "intervals": 60,
        "said": 10,
        "gaps": 8,
        "changes": 15,
        "strips": 8,
        "own": 15,
        "country": 25,
    }
    assert {name: count for name, count in read.items() if count < few[name]} == {}
    assert page.boxes
    assert page.opening


@pytest.mark.parametrize(("code", "lang"), REPORTS, ids=map(" ".join, REPORTS))
def test_a_report_does_not_contradict_itself(
    finished: Callable[[str, str], Path], code: str, lang: str
) -> None:
    assert found([finished(code, lang)]) == []
