"""One municipality among others: values, medians, ends, ranks and how many there are."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from studies.pages.contradiction import Quotes
from studies.pages.intervals import CERTAIN, CHANCE, FELL, INTERVAL, ROSE, VERDICT, pairs
from studies.pages.numbers import (
    DIGITS,
    Interval,
    numbers,
    only_interval,
    only_number,
    printed,
    same,
)
from studies.pages.reading import Figure, Finding, Page, Table

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
ABOVE = re.compile(
    r"säkert över median|säkert mer uppdelat|certainly above the med|certainly more div"
)
BELOW = re.compile(
    r"säkert under median|säkert mindre upp|certainly below the med|certainly less div"
)
OVER_CHANCE = re.compile(r"över slumpen|above chance|större än slumpen|larger than chance")
SOME_OF = re.compile(rf"(?:i|in|på|on) ({DIGITS}) (?:av|of) ({DIGITS}) (?:mått|measures)")
NO_VERDICT = re.compile(r"ingen slutsats|no conclusion|prövas inte|not tested")
SOME_SERIES = re.compile(r"(\d+|Ingen|None) (?:av|of) (\d+) (?:serier|series)")
TYPES_APART = re.compile(r"säkert (?:högre|lägre)|certainly (?:higher|lower)", re.IGNORECASE)
AND_MORE = re.compile(rf"(?:och|and) ({DIGITS}) (?:till|more)")


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
        rf"|Municipalities without a value)[^:]*: ({DIGITS})"
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


def side_of_the_median_not_held(page: Page) -> Quotes:
    """A measure lies *säkert* on a side of the median where its interval does not."""
    for figure in page.figures:
        for words, side in ((ABOVE, 1), (BELOW, -1)):
            said = words.search(figure.title)
            if not said:
                continue
            nation = [row for table in figure.tables for row in among(table) if _of_all(row)]
            held = [row.measure.lower() for row in nation if _side(row) == side]
            after = re.split(r";|, (?:under|över|below|above)\b", figure.title[said.end() :])[0]
            measures = {row.measure.lower() for row in nation}
            named = [m for m in measures if re.search(rf"\b{re.escape(m)}\b", after.lower())]
            counted = SOME_OF.search(after)
            more = AND_MORE.search(after)
            listed = len(named) + int(more[1]) if more else len(named)
            every = 0 if re.search(r":|efter|by", after) else len(nation)
            claimed = int(counted[1]) if counted else listed or every
            if claimed > len(held) or set(named) - set(held):
                yield figure.where, f"{figure.title}: {', '.join(held)}"


def _of_all(row: Among) -> bool:
    return bool(NATION.match(row.group))


def more_above_chance_than_are(page: Page) -> Quotes:
    """A title counts other measures above chance than those whose intervals lie there."""
    for figure in page.figures:
        table = figure.tables[0] if figure.tables else None
        chance = table.columns(*CHANCE) if table else []
        if table is None or not chance or not OVER_CHANCE.search(figure.title):
            continue
        above = [row for row in table.rows if _above(table, row, chance)]
        counted = re.search(rf"({DIGITS}) (?:av|of) ({DIGITS})", figure.title)
        every = re.match(r"(Alla|All|Båda|Both|Måttet|The measure) ", figure.title)
        claimed = int(counted[1]) if counted else len(table.rows) if every else 0
        if claimed > len(above):
            yield figure.where, f"{figure.title}: {len(above)}"


def _above(table: Table, row: tuple[str, ...], chance: list[int]) -> bool:
    """Whether each interval of a row lies above the chance printed after it."""
    pairs = [
        (only_interval(row[place]), only_number(row[after]))
        for place, after in zip(table.columns(*INTERVAL), chance, strict=False)
    ]
    held = [interval.low > limit for interval, limit in pairs if interval and limit is not None]
    return bool(held) and all(held)


def _side(each: Among) -> int:
    """1 above the median, -1 below it, 0 where the interval or the ranks hold it."""
    if each.interval is None or not each.interval.beside(each.median):
        return 0
    side = 1 if each.interval.low > each.median else -1
    return side if _rank_side(each) in (side, None) else 0


def _rank_side(each: Among) -> int | None:
    """The same of the ranks alone, 1 for the highest; none where no rank is printed."""
    ranked = RANKS.search(each.rank)
    if not ranked:
        return None
    first, of = int(printed(ranked[1])), int(printed(ranked[3]))
    last = int(printed(ranked[2])) if ranked[2] else first
    middle = of - (of - 1) // 2
    return 1 if last < middle else -1 if first > middle else 0


def certain_against_its_rank(page: Page) -> Quotes:
    """A finding is *säkert* above or below the median, and may be ranked on the other side."""
    for finding in page.findings:
        said = numbers(finding.count)
        if finding.certainty not in CERTAIN or "median" not in finding.count or len(said) < 2:
            continue
        for each in _rows(finding):
            side = 1 if each.value > each.median else -1
            if _of_all(each) and _is(each, *said[:2]) and _rank_side(each) not in (side, None):
                yield finding.where, f"{finding.title}: {each.rank}"


def standing_that_the_table_does_not_hold(page: Page) -> Quotes:
    """A finding's value, median and rank are not those of a row of its table."""
    for finding in page.findings:
        if "median" not in finding.count:
            continue
        said = numbers(finding.count)
        if len(said) > 1 and not any(_is(each, *said[:2]) for each in _rows(finding)):
            yield finding.where, f"{finding.count}: {finding.text}"


def _rows(finding: Finding) -> Iterator[Among]:
    for table in finding.tables:
        yield from among(table)


def _is(each: Among, value: Decimal, median: Decimal) -> bool:
    return same(each.value, value) and same(each.median, median)


CHECKS = (
    own_value_outside_the_range,
    median_outside_the_range,
    rank_that_cannot_be,
    ranked_among_another_count,
    all_that_are_few,
    left_out_that_do_not_add_up,
    types_apart_that_are_not,
    series_title_that_counts_others,
    side_of_the_median_not_held,
    certain_against_its_rank,
    more_above_chance_than_are,
    standing_that_the_table_does_not_hold,
)
