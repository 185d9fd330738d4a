"""On which side of the median, or of chance, a municipality is said to lie."""

import re
from collections.abc import Iterator
from decimal import Decimal

from studies.pages.contradiction import Quotes
from studies.pages.intervals import CHANCE, INTERVAL
from studies.pages.numbers import DIGITS, numbers, only_interval, only_number, same
from studies.pages.ranges import NATION, Among, among
from studies.pages.reading import Finding, Page, Table

ABOVE = re.compile(
    r"[Ss]äkerställt över rikets|[Ss]äkerställt mer uppdelat|"
    r"[Dd]emonstrably above the co|[Mm]ore divided than the co"
)
BELOW = re.compile(
    r"[Ss]äkerställt under rikets|[Ss]äkerställt mindre upp|"
    r"[Dd]emonstrably below the co|[Ll]ess divided than the co"
)
UNDECIDED = re.compile(
    r"[Vv]arken säkerställt över|[Nn]either demonstrably above|"
    r"går (?:det )?inte att skilja|cannot be told apart"
)
OVER_CHANCE = re.compile(r"över slumpen|above chance|större än slumpen|larger than chance")
SOME_OF = re.compile(rf"(?:i|in|på|on) ({DIGITS}) (?:av|of) ({DIGITS}) (?:mått|measures)")
AND_MORE = re.compile(rf"(?:och|and) ({DIGITS}) (?:till|more)")


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
    """1 above the median, -1 below it, 0 where the interval holds it."""
    if each.interval is None or not each.interval.beside(each.median):
        return 0
    return 1 if each.interval.low > each.median else -1


def undecided_beside_a_clear_interval(page: Page) -> Quotes:
    """A measure is said not to be told from the median, whose interval lies wholly on one side."""
    for figure in page.figures:
        if UNDECIDED.search(figure.title):
            nation = [row for table in figure.tables for row in among(table) if _of_all(row)]
            for each in filter(_side, nation):
                yield figure.where, f"{figure.title}: {each.interval}, {each.median}"
    for finding in page.findings:
        if UNDECIDED.search(finding.title) and "median" in finding.count:
            own = (each for each in _rows(finding) if _is(each, *numbers(finding.count)[:2]))
            for each in filter(_side, filter(_of_all, own)):
                yield finding.where, f"{finding.title}: {each.interval}, {each.median}"


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
    side_of_the_median_not_held,
    undecided_beside_a_clear_interval,
    more_above_chance_than_are,
    standing_that_the_table_does_not_hold,
)
