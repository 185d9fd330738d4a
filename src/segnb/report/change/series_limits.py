"""What the source of a file says of a key figure whose series a table shows."""

from collections.abc import Iterable

from segnb.report.change.trend_series import Trend
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import SourceLine
from segnb.report.page.source_line import KEY_FIGURE
from segnb.vocabulary.i18n import small


def limits_in_words(report: Report, trends: Iterable[Trend]) -> tuple[str, ...]:
    """Limits that are about a series that is shown, after its name and its producer."""
    found: dict[tuple[str, str], list[str]] = {}
    for trend in trends:
        for whose in dict.fromkeys(_limits_on(report, trend)):
            found.setdefault(whose, []).append(trend.entry.name.in_language(report.lang))
    return tuple(
        f"{report.language.listing([names[0], *map(small, names[1:])])} ({producer}): {limits}"
        for (producer, limits), names in found.items()
    )


def _limits_on(report: Report, trend: Trend) -> list[tuple[str, str]]:
    rows = [(one, one.behind(report.place.code, series=True)) for one in trend.held]
    lines = report.trail.lines_of(rows) if rows else ()
    return [(line.producer, line.limits) for line in lines if _is_on_series(report, line)]


def _is_on_series(report: Report, line: SourceLine) -> bool:
    """Whether limits are about one key figure, or about a file that is no table of many years.

    Those that name several key figures say what the list of sources needs: days, and where series
    begin; so do those on a table.
    """
    named = set(KEY_FIGURE.findall(line.limits))
    if named or not line.limits or not line.sha256:
        return len(named) == 1
    return not report.store.snapshot(line.sha256).table
