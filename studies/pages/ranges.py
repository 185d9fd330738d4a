"""One municipality among others: values, medians, ends, ranks and how many there are."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from studies.pages.contradiction import Quotes
from studies.pages.intervals import FELL, INTERVAL, ROSE, VERDICT, pairs
from studies.pages.numbers import (
    DIGITS,
    Interval,
    numbers,
    only_interval,
    only_number,
    printed,
)
from studies.pages.reading import Figure, Page, Table

VALUE, MEDIAN = ("Värde", "Value"), ("Median",)
LOWEST, HIGHEST, RANK = ("Lägst", "Lowest"), ("Högst", "Highest"), ("Plats", "Rank")
NATION = re.compile(
    r"(riket|country|alla|all)\b"
    r"|[\d\u202f]+ (av|of) (rikets )?[\d\u202f]+ (kommuner|municipalities)"
)
OWN_AND = re.compile(r"(egen|own) (och|and) ")
ALL = re.compile(r"bland alla kommuner|among all municipalities")
RANKS = re.compile(rf"({DIGITS})(?:–({DIGITS}))? (?:av|of) ({DIGITS})$")
MUNICIPALITIES = 290
NO_VERDICT = re.compile(r"ingen slutsats|no conclusion|prövas inte|not tested")
SOME_SERIES = re.compile(r"(\d+|Ingen|None) (?:av|of) (\d+) (?:serier|series)")
TYPES_APART = re.compile(
    r"säkerställt (?:högre|lägre)|demonstrably (?:higher|lower)", re.IGNORECASE
)


class Among(NamedTuple):
    """A row of a strip's table."""

    row: tuple[str, ...]
    measure: str
    group: str
    value: Decimal
    interval: Interval | None
    median: Decimal
    lowest: Decimal
    highest: Decimal
    rank: str

    @property
    def count(self) -> int | None:
        """The number of municipalities that the row names."""
        found = numbers(self.group)
        own = 1 if OWN_AND.match(self.group) else 0
        return int(found[0]) + own if found else None


def among(table: Table) -> Iterator[Among]:
    """Rows of a table that sets one municipality among others."""
    places = [table.columns(*names) for names in (VALUE, MEDIAN, LOWEST, HIGHEST, RANK, INTERVAL)]
    if not all(places[:5]):
        return
    value, median, lowest, highest, rank = (place[0] for place in places[:5])
    for row in table.rows:
        read = [only_number(row[place]) for place in (value, median, lowest, highest)]
        if None not in read:
            interval = only_interval(row[places[5][0]]) if places[5] else None
            own, middle, low, high = (number for number in read if number is not None)
            yield Among(row, row[0], row[1], own, interval, middle, low, high, row[rank])


def rows(page: Page) -> Iterator[tuple[Table, Among]]:
    """All rows of a page that set the municipality among others."""
    for table in page.tables:
        for row in among(table):
            yield table, row


def own_value_outside_the_range(page: Page) -> Quotes:
    """Lowest and highest leave out the municipality that the rank counts."""
    for table, each in rows(page):
        if not each.lowest <= each.value <= each.highest:
            yield table.where, " | ".join(each.row)


def median_outside_the_range(page: Page) -> Quotes:
    """A median lies outside the lowest and highest that it is of."""
    for table, each in rows(page):
        if not each.lowest <= each.median <= each.highest:
            yield table.where, " | ".join(each.row)


def rank_that_cannot_be(page: Page) -> Quotes:
    """A rank is no span inside the count, or is not that of the lowest or the highest."""
    for table, each in rows(page):
        ranked = RANKS.search(each.rank)
        if not ranked:
            continue
        first, of = int(printed(ranked[1])), int(printed(ranked[3]))
        last = int(printed(ranked[2])) if ranked[2] else first
        extreme = (each.value > each.highest and first > 1) or (
            each.value < each.lowest and last < of
        )
        if not 1 <= first <= last <= of or extreme:
            yield table.where, " | ".join(each.row)


def ranked_among_another_count(page: Page) -> Quotes:
    """A rank is of another number of municipalities than the row names."""
    for table, each in rows(page):
        ranked = RANKS.search(each.rank)
        if ranked and each.count is not None and int(printed(ranked[3])) != each.count:
            yield table.where, " | ".join(each.row)


def all_that_are_few(page: Page) -> Quotes:
    """*Alla kommuner* is said of fewer, without the number."""
    for figure in page.figures:
        for each in (row for table in figure.tables for row in among(table)):
            few = (
                each.count is not None
                and each.group.startswith(("riket", "country"))
                and each.count < MUNICIPALITIES
            )
            if (
                few
                and ALL.search(figure.title)
                and each.count not in numbers(figure.title + figure.subtitle)
            ):
                yield figure.where, f"{figure.title}: {each.measure}, {each.group}"


def left_out_that_do_not_add_up(page: Page) -> Quotes:
    """Those shown and those left out are not all municipalities of the country."""
    words = re.compile(
        r"(?:Kommuner som inte visas|Municipalities not shown|Kommuner utan värde"
        rf"|Municipalities without a value)[^:]*: ({DIGITS})(?![\d ]*\()"  # not of one measure
    )
    for figure in page.figures:
        found = words.search(" ".join(figure.lines))
        shown = {
            each.count
            for table in figure.tables
            for each in among(table)
            if each.group.startswith(("riket", "country"))
        }
        count = shown.pop() if len(shown) == 1 else None
        if found and count is not None and int(printed(found[1])) + count != MUNICIPALITIES:
            yield figure.where, f"{count}; {found.group()}"


def types_apart_that_are_not(page: Page) -> Quotes:
    """A measure is *säkert högre* or *lägre* in a type, and its interval is not on that side."""
    for figure in page.figures:
        if not TYPES_APART.search(figure.title):
            continue
        for part in re.split(r";", figure.title):
            lower = re.search(r"lägre|lower", part)
            for measure, interval in _tested(figure):
                named = re.search(rf"\b{re.escape(measure)}\b", part.lower())
                if named and not (interval.high < 0 if lower else interval.low > 0):
                    yield figure.where, f"{figure.title}: {measure} {interval.low}–{interval.high}"


def series_title_that_counts_others(page: Page) -> Quotes:
    """*k av n serier* counts others than the series that have an interval."""
    for figure in page.figures:
        counted = SOME_SERIES.search(figure.title)
        if not counted:
            continue
        changed = [
            row
            for table in figure.tables
            for place in table.columns(*VERDICT)
            for row in table.rows
            if re.match(rf"({ROSE.pattern}|{FELL.pattern})", row[place])
        ]
        tested = sum(
            1
            for table in figure.tables
            for row, *_ in pairs(table)
            if not NO_VERDICT.search(row[table.columns(*VERDICT)[0]])
        )
        claimed = int(counted[1]) if counted[1].isdigit() else 0
        if int(counted[2]) != tested or claimed != len(changed):
            yield figure.where, f"{figure.title}: {len(changed)}, {tested}"


def _tested(figure: Figure) -> Iterator[tuple[str, Interval]]:
    """Intervals of a figure's measures, by the short name of each, once."""
    for table in figure.tables[:1]:
        seen = set()
        for place in table.columns(*INTERVAL)[:1]:
            for row in table.rows:
                interval = only_interval(row[place])
                if interval and row[0] not in seen:
                    seen.add(row[0])
                    yield row[0].split(",")[0].lower(), interval


CHECKS = (
    own_value_outside_the_range,
    median_outside_the_range,
    rank_that_cannot_be,
    ranked_among_another_count,
    all_that_are_few,
    left_out_that_do_not_add_up,
    types_apart_that_are_not,
    series_title_that_counts_others,
)
