"""Years that a series lacks: those for which its producer is known to have it, without a value."""

from typing import Any

import numpy as np

from segnb.report.change.trend_frames import chart_holes
from segnb.report.change.trend_series import Trend
from segnb.report.municipality_report import Report
from segnb.report.page.missing_data import named_tables, sources_at
from segnb.report.phrases import divided_by
from segnb.store.faulty_values import faulty_years
from segnb.vocabulary.areas import code_history
from segnb.vocabulary.catalogue import LATE, Source

LAG = 2  # years after others at which a series that goes on has not merely yet to be published
WITHHELD = ("suppressed", "not_applicable")
Span = tuple[int, int]


def lack_years(report: Report, trend: Trend, end: int = 0) -> None:
    """State as gaps the years that a series lacks: before it, inside it and after it.

    What its producer hides is not lacking, nor are years for which no source has it. Years for
    which the producer itself gives no value are a gap of their own: they cannot be had.

    Parameters
    ----------
    end
        Last year of the axis that it is drawn on.
    """
    years, since = lacking(report, trend), lacks_since(report, trend, end)
    files = {str(sha) for one in trend.held for sha in one.observed["snapshot"].unique()}
    blank, wrong = _blank(trend), faulty_years(trend.entry.id, files) & set(years)
    spans = _runs([year for year in years if year not in blank | wrong], step_of(trend))
    where = _tables(report, trend, [*spans, *[(since, LATE)] * bool(since)])
    _state(report, trend, "years", spans, since, where=where)
    _state(report, trend, "faulty", _runs(sorted(wrong - blank), step_of(trend)), 0)
    unheld = _runs([year for year in years if year in blank], step_of(trend))
    _state(report, trend, "blank", unheld, 0, filled_by=report.text("gaps.filled_by_blank"))


def _state(
    report: Report, trend: Trend, kind: str, spans: list[Span], since: int, **more: Any
) -> None:
    told = [report.language.years(*span) for span in spans]
    told += [report.text("gaps.since", year=since)] * bool(since)
    if not told:
        return
    entry, family = trend.entry, trend.held[-1].family
    name = entry.name.in_language(report.lang)
    name = report.text("trends.index_of", name=divided_by(report, entry)) if trend.index else name
    what = report.text("gaps.years_of", what=name, years=report.language.listing(told))
    key = f"{entry.id}_{family}{'_index' * trend.index}_{kind}"
    report.gap(key, what, report.text(f"gaps.why_{kind}"), **more)


def _blank(trend: Trend) -> set[int]:
    """Years for which the producer has published that there is no value."""
    own = trend.own[trend.own["status"] == "missing"]
    return set(own["year"].astype(int)) if trend.entry.kind == "value" else set()


def _tables(report: Report, trend: Trend, spans: list[Span]) -> tuple[tuple[str, str], ...]:
    """Names and addresses of the tables that have some of the years."""
    sources = _sources(report, trend)
    found = [one for one in sources if any(one.speaks(*span) for span in spans)]
    return named_tables(found, report.lang)


def _sources(report: Report, trend: Trend) -> list[Source]:
    entry = trend.entry
    basis = report.read.catalogue[entry.of] if entry.of else entry
    return sources_at(entry, basis, trend.held[-1].family)


def lacking(report: Report, trend: Trend) -> list[int]:
    """Years that some source has, and for which the series has no value that is not withheld."""
    sources, step, (first, last) = _sources(report, trend), step_of(trend), trend.years
    begins = first if trend.index else _begins(trend, sources)
    ends = min(_ends(sources), report.read.last_year or LATE)
    before = [*range(first - step, begins - 1, -step), *[begins] * (begins < first)]
    after = range(last + step, ends + 1, step) if ends < LATE else []
    inside = [year for a, b, _ in chart_holes(report, trend) for year in range(a, b + 1, step)]
    own = trend.own
    hidden = set(own.loc[own["status"].isin(WITHHELD), "year"].astype(int))
    return sorted({*before, *inside, *after} - hidden - trend.in_means)


def lacks_since(report: Report, trend: Trend, end: int) -> int:
    """First year without a value of a series that goes on, where others are well ahead; else 0."""
    behind = end - trend.years[1]
    return trend.years[1] + step_of(trend) if _goes_on(report, trend) and behind >= LAG else 0


def _goes_on(report: Report, trend: Trend) -> bool:
    return _ends(_sources(report, trend)) == LATE


def step_of(trend: Trend) -> int:
    """Years from a value to the next: elections come every fourth year."""
    known = np.unique(trend.known["year"].to_numpy(int))
    return int(np.diff(known).min()) if known.size > 1 else 1


def _runs(years: list[int], step: int) -> list[Span]:
    """First and last of each run of years that follow upon each other."""
    ordered = np.array(sorted(years), dtype=int)
    runs = np.split(ordered, np.flatnonzero(np.diff(ordered) > step) + 1)
    return [(int(run[0]), int(run[-1])) for run in runs if run.size]


def _begins(trend: Trend, sources: list[Source]) -> int:
    """First year that a source has, or that has a row; no municipality begins before it exists."""
    told = [one.first_year for one in sources if one.first_year]
    history = code_history()
    formed = history.loc[history["code"] == trend.own["municipality"].iloc[0], "year"]
    return max(min([*told, int(trend.own["year"].min())]), *formed.astype(int), 0)


def _ends(sources: list[Source]) -> int:
    """Last year that any of the sources has."""
    return max((source.span[1] for source in sources), default=LATE)
