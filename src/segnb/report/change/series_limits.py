"""What the source of a file says of a key figure whose series a table shows."""

from collections.abc import Iterable

from segnb.report.change.trend_series import Trend
from segnb.report.municipality_report import Report
from segnb.report.page.blocks import SourceLine
from segnb.report.page.source_line import KEY_FIGURE, spans_in, years_in_words
from segnb.vocabulary.catalogue import Indicator
from segnb.vocabulary.i18n import small


def limits_in_words(report: Report, trends: Iterable[Trend]) -> tuple[str, ...]:
    """Limits that are about a series that is shown, after its name, its producer and its years."""
    return told_limits(
        report, [(trend.entry, line) for trend in trends for line in _limits_on(report, trend)]
    )


def told_limits(report: Report, found: Iterable[tuple[Indicator, SourceLine]]) -> tuple[str, ...]:
    """Limits, each once, after all that are shown of its producer and of the same years."""
    same: dict[tuple[str, str, str], list[str]] = {}
    for entry, line in found:
        whose = same.setdefault((line.producer, line.limits, line.years), [])
        whose.append(entry.name.in_language(report.lang))
    return tuple(_told(report, *whose, each) for whose, each in same.items())


def _told(report: Report, producer: str, limits: str, years: str, each: list[str]) -> str:
    first, *others = dict.fromkeys(each)
    names = report.language.listing([first, *map(small, others)])
    told = years_in_words(spans_in(years), report.language)
    source = ", ".join(filter(None, (producer, told)))
    return f"{names} ({source}): {limits}"


def _limits_on(report: Report, trend: Trend) -> list[SourceLine]:
    rows = [(one, one.behind(report.place.code, series=True)) for one in trend.held]
    lines = report.trail.lines_of(rows) if rows else ()
    return [line for line in lines if _is_on_series(report, line)]


def _is_on_series(report: Report, line: SourceLine) -> bool:
    """Whether limits are about one key figure, or about a file that is no table of many years.

    Those that name several key figures say what the list of sources needs: days, and where series
    begin; so do those on a table.
    """
    named = set(KEY_FIGURE.findall(line.limits))
    if named or not line.limits or not line.sha256:
        return len(named) == 1
    return not report.store.snapshot(line.sha256).table
