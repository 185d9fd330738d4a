"""What the summary calls missing stands in the list of gaps of its own chapter."""

import re

import pytest

from segnb.report import Report
from segnb.report.focus_areas.best_indicator import EXPECTED, ranked_in
from segnb.sources.demo import demo_store
from segnb.vocabulary.catalogue import catalogue


def needed() -> list[str]:
    """Indicators that the summary says are missing where they are."""
    from pathlib import Path

    text = (Path(__file__).parents[2] / "notebooks" / "report" / "00_summary.ipynb").read_text()
    return re.findall(r'\\"(\w+)\\"', "".join(re.findall(r"needed \+?= \((.*?)\)", text)))


@pytest.mark.parametrize("indicator", needed())
def test_what_the_summary_needs_is_among_the_first_of_its_chapter(indicator: str) -> None:
    report = Report.make("summary", demo_store(), municipality="9901")
    ranked = [one.id for one in ranked_in(report, catalogue()[indicator].focus)]
    assert indicator in ranked[:EXPECTED]
