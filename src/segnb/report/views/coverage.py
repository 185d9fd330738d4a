"""What exists: indicator by level and year, so that no hole is silent."""

from segnb.report.blocks import Table
from segnb.report.context import Report
from segnb.report.showing import make_table
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.catalogue import Indicator

FAMILIES = ("municipality", "regso", "deso")
ELSEWHERE = ("district", "school")


def show_coverage(report: Report, focus: str, *, key: str = "") -> Table:
    """Matrix of the indicators of a focus area: held, at the producer, or nowhere.

    Parameters
    ----------
    focus
        Focus area of the catalogue: `housing`, `education`, …
    """
    entries = report.read.catalogue.of_focus(focus)
    families = [
        *FAMILIES,
        *(f for f in ELSEWHERE if any(_published(report, e, f) for e in entries)),
    ]
    say = report.text
    columns = [say("captions.coverage.indicator"), *(f"<{report.level_name(f)}" for f in families)]
    rows = [
        (entry.label.in_language(report.lang), *(_cell(report, entry, f) for f in families))
        for entry in entries
    ]
    return make_table(
        report.language,
        key or f"coverage_{focus}",
        say("captions.coverage.title", focus=say(f"{focus}.title").lower()),
        say("captions.coverage.subtitle"),
        columns,
        rows,
    )


def _cell(report: Report, entry: Indicator, family: str) -> str:
    years = report.read.years(entry.id, family)
    if years:
        return report.text(
            "captions.coverage.held", years=report.language.years(years[0], years[-1])
        )
    state = "published" if _published(report, entry, family) else "none"
    return report.text(f"captions.coverage.{state}")


def _published(report: Report, entry: Indicator, family: str) -> bool:
    basis = report.read.catalogue[entry.of] if entry.of else entry
    return any(LEVELS[level].family == family for level in entry.levels or basis.levels)
