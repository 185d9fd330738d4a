"""How areas have moved between the types, within one vintage of areas."""

from dataclasses import dataclass

import pandas as pd

from segnb.analysis import type_populations
from segnb.report.area_types.official_types import TYPES
from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Gap, Row, Table
from segnb.report.page.missing_data import passing_gaps
from segnb.report.page.statements import Statement
from segnb.report.reading.indicator_data import IndicatorData

VINTAGES = ("regso2025", "regso2020")
UNTYPED = "none"


@dataclass(frozen=True)
class Transitions:
    """Areas by their type in two years: `from_type, to_type, areas` (`none`: no type)."""

    held: IndicatorData
    first: int
    last: int
    frame: pd.DataFrame

    @property
    def shown(self) -> IndicatorData:
        """What was got, of the two years alone."""
        return self.held.of_years((self.first, self.last))

    @property
    def both(self) -> pd.DataFrame:
        """Areas with a type in both years."""
        typed = (self.frame["from_type"] != UNTYPED) & (self.frame["to_type"] != UNTYPED)
        return self.frame[typed].astype({"from_type": int, "to_type": int})

    @property
    def none_moved(self) -> bool:
        """Whether all areas that had a type have the same still."""
        return len(self.both) > 0 and bool((self.both["from_type"] == self.both["to_type"]).all())


def measure_transitions(report: Report) -> Transitions | Gap:
    """Types of the municipality's areas in the first and last year of one vintage."""
    found = held_transitions(report)
    if found is not None:
        return found
    if report.read.held("area_type", "regso") is None:
        return report.gap_of("area_type", "regso")
    return report.gap(
        "transitions",
        report.text("area_types.transitions.gap_what"),
        report.text("area_types.transitions.gap_why"),
    )


def held_transitions(report: Report) -> Transitions | None:
    """The same, and nothing where there are not two years."""
    for level in VINTAGES:
        held = report.read.held("area_type", level)
        years = [] if held is None else sorted(set(held.rows.dropna(subset="value")["year"]))
        if held is not None and len(years) > 1:
            report.use(held)
            first, last = int(years[0]), int(years[-1])
            frame = type_populations.transitions(held.rows, first, last)
            return Transitions(held, first, last, frame)
    return None


@passing_gaps
def show_transitions(report: Report, moves: Transitions, *, key: str = "transitions") -> Table:
    """Table of areas: type in the first year down, type in the last year across."""
    say, number = report.text, report.language.number
    both = moves.both.pivot_table(
        index="from_type", columns="to_type", values="areas", aggfunc="sum", fill_value=0
    )
    counts = both.reindex(index=list(TYPES), columns=list(TYPES), fill_value=0)
    heads = [say("area_types.transitions.to", number=kind) for kind in TYPES]
    columns = [say("area_types.transitions.from", year=moves.first), *heads,
               say("area_types.transitions.all")]  # fmt: skip
    rows = [
        Row((say("area_types.type", number=kind), *map(number, counts.loc[kind]),
             number(counts.loc[kind].sum())))
        for kind in TYPES
    ]  # fmt: skip
    sums = (
        say("area_types.transitions.all"),
        *map(number, counts.sum()),
        number(counts.sum().sum()),
    )
    words = {"first": moves.first, "last": moves.last,
             "level": report.level_vintage(moves.held.level)}  # fmt: skip
    return make_table(
        report, key, columns, [*rows, Row(sums, style="total")], words="area_types.transitions",
        values=words, source=report.source_line(moves.shown, series=True),
        cards=(report.card(moves.shown, series=True),), data=moves.frame,
    )  # fmt: skip


@passing_gaps
def say_transitions(report: Report, moves: Transitions) -> Statement:
    """How many areas have another type than before, and in which direction."""
    both = moves.both
    step = both["to_type"] - both["from_type"]
    counts = {
        "areas": both["areas"].sum(),
        "same": both.loc[step == 0, "areas"].sum(),
        "changed": both.loc[step != 0, "areas"].sum(),
        "up": both.loc[step > 0, "areas"].sum(),
        "down": both.loc[step < 0, "areas"].sum(),
    }
    words = {name: report.language.number(count) for name, count in counts.items()}
    words |= {"first": str(moves.first), "last": str(moves.last)}
    words["way"] = report.text(f"area_types.way.{'up' if counts['up'] else 'down'}")
    outcome = f"{'some' if counts['changed'] else 'none'}{'_one' * int(counts['areas'] == 1)}"
    return Statement(
        "transitions", outcome, "types", words, "certain", held=(moves.shown,), series=True
    )
