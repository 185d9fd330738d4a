"""Phrases that several subjects of the report use, in the words of its language."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from segnb.report.reading.chapter_grounds import ChapterGrounds
from segnb.report.reading.indicator_data import IndicatorData
from segnb.vocabulary.catalogue import Indicator
from segnb.vocabulary.i18n import small

LONGEST_TITLE = 90
SMALLEST_P, WHOLE = 0.001, 1e-6


def period(report: ChapterGrounds, entry: Indicator, year: int, county: str | None = None) -> str:
    """The year of a value as it is printed: that of means of several years has all of them.

    Parameters
    ----------
    county
        County of whom the value is; that of the report's municipality if left out.
    """
    own = report.place.county if county is None else county
    return report.language.years(*entry.span(int(year), own))


def newest_period(
    report: ChapterGrounds,
    entry: Indicator,
    year: int,
    withheld: Sequence[int],
    county: str | None = None,
) -> str:
    """The year of a newest value, with those after it for which the value is withheld.

    Parameters
    ----------
    county
        As in `period`.
    """
    told = period(report, entry, year, county)
    if not withheld:
        return told
    later = report.language.listing([period(report, entry, one, county) for one in withheld])
    return report.text("captions.withheld", year=told, withheld=later)


def divided_by(report: ChapterGrounds, entry: Indicator) -> str:
    """What a division is by, as a sentence names it: education, economic standard."""
    key = f"groups.{entry.id}.by"
    if report.language.has(key):
        return report.text(key)
    return small(entry.name.in_language(report.language.lang))


def with_unit(report: ChapterGrounds, entry: Indicator, name: str) -> str:
    """A name with the unit of its values, once: sickness days are days by their name."""
    unit = "%" if entry.unit == "percent" else report.text(f"cards.units.{entry.unit}")
    return name if name.endswith(unit) else f"{name}, {unit}"


def year_beside(years: Iterable[int], every: Iterable[int]) -> str:
    """The year of a row, or its years, after its name where what stands together is of several.

    Examples
    --------
    >>> year_beside([2022], [2022, 2023]), year_beside([2022], [2022, 2022])
    (', 2022', '')
    """
    told = "/".join(sorted({str(year) for year in years}))
    return f", {told}" if len(set(every)) > 1 else ""


def p_text(report: ChapterGrounds, p: float, least: float = 0.0) -> str:
    """A p-value as it is written: never as zero, nor as known where the draws give no less."""
    if least and p <= least + WHOLE:
        most = ceil(p / SMALLEST_P - WHOLE) * SMALLEST_P
        return report.text("trends.p_most", value=report.language.number(most, 3))
    if p < SMALLEST_P:
        return report.text("trends.p_small", limit=report.language.number(SMALLEST_P, 3))
    return report.text("trends.p_is", value=report.language.number(p, 3))


def fitting_title(
    report: ChapterGrounds, key: str, lists: Mapping[str, Sequence[str]], **words: Any
) -> str:
    """Text of a key whose lists name as many measures as fit, and count the rest.

    Parameters
    ----------
    lists
        Names by placeholder, the most important first; each list keeps at least one.
    words
        The other placeholders.

    Returns
    -------
    str
        At most 90 characters where the shortest form allows it.
    """
    title = ""
    for kept in range(max(*map(len, lists.values()), 1), 0, -1):
        said = {name: _listed(report, names, kept) for name, names in lists.items()}
        title = report.text(key, **words, **said)
        if len(title) <= LONGEST_TITLE:
            break
    return title[:1].upper() + title[1:]


def _listed(report: ChapterGrounds, names: Sequence[str], kept: int) -> str:
    rest = len(names) - kept
    more = [report.text(f"captions.more{'_one' * (rest == 1)}", count=rest)] if rest > 0 else []
    return report.language.listing([*names[:kept], *more])


def whole_per_cents(report: ChapterGrounds, held: Iterable[IndicatorData]) -> str:
    """That shares are published in whole per cents, after the source; empty where none is."""
    whole = [one for one in held if one.entry.rounding]
    names = [one.entry.name.in_language(report.language.lang) for one in whole]
    names = [*names[:1], *map(small, names[1:])]
    if not names:
        return ""
    key = f"captions.whole_per_cents{'_summed' * any(one.summed_from for one in whole)}"
    return f" {report.text(key, names=report.language.listing(names))}"
