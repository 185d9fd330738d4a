"""What the source of a file says of a key figure whose series a table shows."""

from collections.abc import Iterable

from segnb.report.change.trend_series import Trend
from segnb.report.municipality_report import Report
from segnb.report.page.source_line import KEY_FIGURE
from segnb.vocabulary.i18n import small


def limits_in_words(report: Report, trends: Iterable[Trend]) -> tuple[str, ...]:
    """Limits that are about one key figure that is shown, after the names of its series."""
    found: dict[str, list[str]] = {}
    for trend in trends:
        for limits in dict.fromkeys(_limits_on(report, trend)):
            found.setdefault(limits, []).append(trend.entry.name.in_language(report.lang))
    return tuple(
        f"{report.language.listing([names[0], *map(small, names[1:])])}: {limits}"
        for limits, names in found.items()
    )


def _limits_on(report: Report, trend: Trend) -> list[str]:
    rows = [(one, one.behind(report.place.code, series=True)) for one in trend.held]
    lines = report.trail.lines_of(rows) if rows else ()
    # those that name several say what the list of sources needs: days, and where series begin
    return [line.limits for line in lines if len(set(KEY_FIGURE.findall(line.limits))) == 1]
