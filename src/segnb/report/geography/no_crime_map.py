"""Why there is no map of crime."""

from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap
from segnb.report.reading.chapter_topics import has_topic


def show_no_crime_by_area(report: Report) -> Gap:
    """The gap that stands where a map of crime would: why there is none, and what that means."""
    say = report.text
    nearest = f"crime.no_area.nearest{'_safety' * has_topic(report.read, 'crime')}"
    return report.gap(
        "crime_by_area",
        say("crime.no_area.what"),
        say("crime.no_area.why"),
        nearest=say(nearest),
        not_meant=say("crime.no_area.not_meant"),
        filled_by=say("crime.no_area.filled_by"),
        carries=True,
    )
