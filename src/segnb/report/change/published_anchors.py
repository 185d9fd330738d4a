"""Published values of the country beside a municipality's series: never joined to them."""

from itertools import pairwise

import pandas as pd

from segnb.report.municipality_report import Report
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
    say = report.language
    each = [report.text("trends.anchor_each", value=say.number(one.value), year=one.year)
            for one in fact.points]  # fmt: skip
    label, values = fact.label.in_language(report.lang), say.listing(each)
    return report.text(
        "trends.anchor_source", label=label, source=fact.source_in(report.lang), values=values
    )


def meanings(report: Report, published: list[Fact]) -> list[str]:
    """What published values are, as notes below a table."""
    return [
        f"{fact.label.in_language(report.lang)}: {fact.note.in_language(report.lang)}"
        for fact in published
        if fact.note
    ]
