"""Reports of the demonstration, for the chapters' functions to speak to."""

import pytest
from report_making import MakeReport

from segnb.report import Report
from segnb.sources.demo import demo_store


@pytest.fixture
def make_report() -> MakeReport:
    """Report of a place of the demonstration: `make_report("9904", lang="en")`."""

    def make(place: str = "9901", chapter: str = "whole_municipality", **settings) -> Report:
        return Report.make(chapter, demo_store(), municipality=place, **settings)

    return make
