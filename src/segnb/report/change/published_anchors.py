"""Published values of the country beside a municipality's series: never joined to them."""

from itertools import pairwise

import pandas as pd

from segnb.report.municipality_report import Report
from segnb.vocabulary.i18n import DASH
from segnb.vocabulary.published_facts import Fact


def anchor(report: Report, fact: Fact) -> pd.DataFrame:
    """Published values as squares: they are of the country, and of another measure."""
    rows = [(fact.id, one.year, one.value, "anchor", "") for one in fact.points]
    frame = pd.DataFrame(rows, columns=["series", "year", "value", "kind", "label"])
    note = report.text("trends.anchor_note", source=fact.source_in(report.lang))
    return frame.assign(panel=fact.label.in_language(report.lang), subtitle=note)


def around(report: Report, fact: Fact, years: tuple[int, int]) -> list[tuple[int, int, str]]:
    """Years without a published value; the longest run of them says so."""
    known = [years[0] - 1, *sorted(point.year for point in fact.points), years[1] + 1]
    text = report.text("trends.no_row")
    gaps = [(a + 1, b - 1) for a, b in pairwise(known) if b - a > 1]
    longest = max(gaps, key=lambda gap: gap[1] - gap[0], default=None)
    return [(*gap, text if gap == longest else "") for gap in gaps]


def anchor_words(report: Report, fact: Fact) -> str:
    """Published values with their source, as a source line gives them."""
    words = {"values": _values(report, fact), "source": fact.source_in(report.lang)}
    return report.text("trends.anchor_source", label=fact.label.in_language(report.lang), **words)


def values_in_words(report: Report, fact: Fact) -> str:
    """Published values as an alternative text gives them."""
    return f"{fact.label.in_language(report.lang)}: {_values(report, fact)}."


def _values(report: Report, fact: Fact) -> str:
    say = report.language
    each = [report.text("trends.anchor_each", value=say.number(one.value), year=one.year)
            for one in fact.points]  # fmt: skip
    return say.listing(each)


def anchor_row(report: Report, fact: Fact) -> tuple[str, ...]:
    """Published values as the table beside the panels has them: retold, not tested."""
    say, ends = report.language, (fact.points[0], fact.points[-1])
    cells = [cell for one in ends for cell in (str(one.year), say.number(one.value))]
    newest = report.text("trends.of_year", value=cells[-1], year=cells[-2])
    change = say.number(ends[1].value - ends[0].value, sign=True)
    retold = report.text("claims.rising.published")
    return (fact.label.in_language(report.lang), newest, *cells, change, DASH, retold)


def meanings(report: Report, published: list[Fact]) -> list[str]:
    """What published values are, as notes below a table."""
    return [
        f"{fact.label.in_language(report.lang)}: {fact.note.in_language(report.lang)}"
        for fact in published
        if fact.note
    ]
