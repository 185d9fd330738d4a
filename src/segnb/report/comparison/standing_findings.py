"""What is said of the municipality beside the median of the country's municipalities."""

import pandas as pd

from segnb.analysis.certainty import CERTAIN, LIKELY
from segnb.report.comparison.standings import Standing, measure_standing
from segnb.report.comparison.strips_and_ranks import (
    own_interval,
    standing_table,
    standing_text,
    strip_names,
)
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import SURENESS, Certainty, Gap
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import Statement
from segnb.report.phrases import divided_by, period
from segnb.report.reading.indicator_data import IndicatorData

OTHER_SIDE = {"above": "below", "below": "above"}
CERTAINTIES: dict[str, Certainty] = {CERTAIN: "certain", LIKELY: "likely"}


def say_standing(
    report: Report,
    what: Standing | Gap | str,
    indicator: str = "",
    *,
    family: str = "municipality",
    index: bool = False,
) -> Statement | Gap | None:
    """Whether a value is higher or lower than the median of the country's municipalities.

    Parameters
    ----------
    what
        What `measure_standing` gave, or the indicator itself.
    indicator
        Which of the measured ones; left out, the first that is certainly higher or lower, else the
        first that likely is, else the first.
    """
    if isinstance(what, str):
        indicator = what
        what = measure_standing(report, what, family=family, index=index)
    return _statement(report, what, indicator or _first_apart(what))


def say_standings(
    report: Report, found: Standing | Gap
) -> tuple[Statement | Gap | None, Statement | None]:
    """What `say_standing` says first, and the first that is as surely on the other side, if any."""
    first = say_standing(report, found)
    if not isinstance(first, Statement) or first.outcome not in OTHER_SIDE:
        return first, None
    every = (_statement(report, found, one.entry.id) for one in found.held)  # type: ignore[union-attr]
    said = (one for one in every if isinstance(one, Statement))
    return first, next((one for one in said if one.outcome == OTHER_SIDE[first.outcome]), None)


def _first_apart(found: Standing | Gap) -> str:
    """The first of the measured indicators among those that are told apart most surely."""
    if isinstance(found, Gap):
        return ""
    names = [one.entry.id for one in found.held]
    return min(names, key=lambda name: SURENESS.index(_certainty(found.of(name))))


def _certainty(row: pd.Series) -> Certainty:
    return CERTAINTIES.get(row["certainty"], "unknown")


@passing_gaps
def _statement(report: Report, found: Standing, indicator: str) -> Statement | None:
    held = next((one for one in found.held if one.entry.id == indicator), None)
    if held is None:
        return None
    row = found.of(indicator)
    if pd.isna(row["p"]):
        return None
    certainty = _certainty(row)
    side = {"up": "above", "down": "below"}.get(row["direction"], "")
    outcome = "not_apart" if certainty == "unknown" or not side else side
    outcome += "_likely" if certainty == "likely" and side else ""
    rule = "index_standing" if found.index else "standing"
    words = _words(report, found, held, row)
    return Statement(
        rule,
        outcome,
        indicator,
        words,
        certainty,
        standing_table(report, found, f"standing_{indicator}", indicator),
        held=(held,),
    )


def _words(report: Report, found: Standing, held: IndicatorData, row: pd.Series) -> dict[str, str]:
    first, last, of = row["rank_first"], row["rank_last"], row["of"]
    across = pd.notna(first) and first <= (of + 1) / 2 <= last
    return {
        "name": held.entry.name.in_language(report.lang),
        "small": divided_by(report, held.entry),
        "subject": held.entry.changing.in_language(report.lang),
        "value": standing_text(report, found, held, row["value"]),
        "median": standing_text(report, found, held, row["median"]),
        "ranks": "" if pd.isna(first) else report.language.ranks(int(first), int(last)),
        "of": report.language.number(of),
        "reach": report.text("comparison.reach") if across else "",
        "interval": own_interval(report, found, held),
        "level": report.level_vintage(held.level),
        "year": period(report, held.entry, held.year),
        "other_side": _other_side(report, found, held, row),
    }


def _other_side(report: Report, found: Standing, held: IndicatorData, row: pd.Series) -> str:
    """The median of the similar, where it lies on the other side of the value than the nation's."""
    group = strip_names(report, found, held.entry.id).get("similar")
    if group is None:
        return ""
    near = found.of(held.entry.id, "similar")["median"]
    own, median = (standing_text(report, found, held, one) for one in (row["value"], near))
    between = min(row["median"], near) < row["value"] < max(row["median"], near)
    if not between or own == median:
        return ""
    words = {"group": group, "median": median}
    side = "above" if near > row["value"] else "below"
    return report.text(f"comparison.other_side.{side}", **words)
