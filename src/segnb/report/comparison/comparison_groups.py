"""Whether a store holds all of the municipalities that a county, a group or the nation is made of.

A store may have been filled for one municipality: what it holds of the nation is then no nation.
"""

from collections.abc import Iterable

from segnb.report.municipality_report import Report
from segnb.vocabulary.areas import demo_municipalities, municipalities


def members_of(report: Report, place: str) -> list[str]:
    """Municipalities that `own`, `similar`, `county` or `nation` is made of."""
    return report.read.once(("members", place), lambda: _members(report, place))


def _members(report: Report, place: str) -> list[str]:
    every = demo_municipalities() if report.place.synthetic else municipalities()
    county = every.loc[every["county"] == report.place.county, "code"]
    members = {"own": [report.place.code], "similar": report.similar, "county": county}
    return list(members.get(place, every["code"]))


def is_whole(report: Report, place: str, held: Iterable[str]) -> bool:
    """Whether all members of a place are among the municipalities that are held."""
    return set(members_of(report, place)) <= set(held)
