"""Findings on the claims that are tested here, each with its rule and its numbers."""

from collections.abc import Iterable

from segnb.analysis import claims
from segnb.analysis.certainty import CERTAIN
from segnb.report.area_types.gap_between_types import distance_text
from segnb.report.area_types.moving_yardstick import show_yardstick
from segnb.report.change.printed_values import interval_cell
from segnb.report.documents.claim_evidence import (
    Claims,
    series_behind,
    several_years,
    words_of,
)
from segnb.report.documents.claim_tables import show_rising
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Certainty, Figure, Gap, Table
from segnb.report.page.statements import Statement
from segnb.report.reading.indicator_data import IndicatorData

RULES = {"K1": "claim_rises", "K4": "claim_gaps"}


def say_claims(report: Report, found: Claims) -> list[Statement]:
    """Findings on the claims that are tested here."""
    untested = (claims.NOT_TESTABLE, claims.NOT_TESTED)
    return [_say(report, found, c) for c in RULES if found.verdicts[c].verdict not in untested]


def _say(report: Report, found: Claims, claim: str) -> Statement:
    return Statement(
        RULES[claim], found.verdicts[claim].verdict, claim, words_of(report, found, claim),
        _certainty(found, claim), _NUMBERS[claim](report, found),
        tuple(_HELD[claim](report, found)), series=claim == "K1",
    )  # fmt: skip


def _certainty(found: Claims, claim: str) -> Certainty:
    """A verdict is not certain because a gap that it rests on is not."""
    verdict = found.verdicts[claim].verdict
    mixed = claim == "K4" and verdict == claims.MIXED
    unsure = mixed and bool((found.gaps["certainty"] != CERTAIN).any())
    return "unknown" if verdict == claims.UNDECIDED or unsure else "certain"


def _held_of_gaps(_: Report, found: Claims) -> Iterable[IndicatorData]:
    """Conditions and types of the gaps that K4 rests on."""
    if isinstance(found.by_type, Gap):
        return ()
    names = list(found.gaps["indicator"])
    return [*map(found.by_type.entry, names), *found.by_type.types_for(names)]


def _held_of_rising(report: Report, found: Claims) -> Iterable[IndicatorData]:
    """Series whose changes are printed with the verdict on K1."""
    return series_behind(report, several_years(found.changes[found.changes["index"]]))


def _numbers_of_gaps(report: Report, found: Claims) -> Table:
    """Both ends, the distance and its interval, a row a condition."""
    say, head = report.language, "claims.gaps"
    rows = [
        (report.read.catalogue[row["indicator"]].name.in_language(report.lang),
         say.percent(row["value_low"]), say.percent(row["value_high"]),
         say.percent(row["value_all"]), distance_text(report, row), interval_cell(report, row))
        for row in found.gaps.to_dict("records")
    ]  # fmt: skip
    ends = words_of(report, found, "K4")
    names = ("measure", "low", "high", "whole", "distance", "interval")
    columns = [report.text(f"{head}.{name}", type_low=ends["low"], type_high=ends["high"])
               for name in names]  # fmt: skip
    title = report.text("findings.numbers.title")
    return make_table(
        report, "claims_gaps_numbers", columns, rows, title=title, subtitle=report.place.name,
    )  # fmt: skip


_HELD = {"K1": _held_of_rising, "K4": _held_of_gaps}
_NUMBERS = {"K1": show_rising, "K4": _numbers_of_gaps}


def show_two_yardsticks(report: Report, found: Claims) -> Figure | Gap | None:
    """K2: types by moving and by frozen limits; why there are none the chapter on types says."""
    if isinstance(found.split, Gap):
        return None
    return show_yardstick(report, found.split, key="claims_yardstick")
