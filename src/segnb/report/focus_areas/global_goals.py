"""Indicators by goal of Agenda 2030: those that the report shows, and those that it does not."""

from collections.abc import Collection

from segnb.report.exhibits import make_table
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import Row, Table
from segnb.vocabulary.catalogue import Indicator, catalogue
from segnb.vocabulary.i18n import Language

GOALS = "goals"  # key of the table


def show_goals(report: Report) -> Table:
    """Indicators of the catalogue by goal of Agenda 2030, without a claim of full coverage.

    A chapter does not know what the others show: by itself it takes all that are held as shown,
    and a bound report has the rows of what its chapters show (`goal_rows`).
    """
    held = [name for name in report.read.catalogue.indicators if report.read.holds(name)]
    heads = ("goal", "<held", "<lacking")
    rows = goal_rows(report.language, held)
    return make_table(report, GOALS, heads, rows, words="perspectives.goals", on_paper=False)


def goal_rows(language: Language, shown: Collection[str]) -> tuple[Row, ...]:
    """A row a goal: the indicators that are shown, and the others by name.

    Counts that others are shares of are named where they are shown themselves.
    """
    by_goal: dict[int, list[Indicator]] = {}
    for entry in catalogue().indicators.values():
        for goal in entry.goals if entry.id in shown or entry.kind != "counts" else ():
            by_goal.setdefault(goal, []).append(entry)
    return tuple(_row(language, goal, by_goal[goal], shown) for goal in sorted(by_goal))


def _row(language: Language, goal: int, entries: list[Indicator], shown: Collection[str]) -> Row:
    name = language.text(f"perspectives.goals.names.g{goal}")
    parts = ([one for one in entries if (one.id in shown) == is_so] for is_so in (True, False))
    named = ["; ".join(one.name.in_language(language.lang) for one in part) for part in parts]
    head = language.text("perspectives.goals.name", number=goal, name=name)
    return Row((head, *(text or language.text("perspectives.goals.none") for text in named)))
