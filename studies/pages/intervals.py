"""Estimates, their intervals, and the certainty that is said of them."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal

from studies.pages.contradiction import Quotes
from studies.pages.numbers import (
    DIGITS,
    RANGE,
    Interval,
    half,
    numbers,
    only_interval,
    only_number,
    printed,
    same,
    within,
    years,
)
from studies.pages.reading import Finding, Page, Table

INTERVAL = ("95 %-intervall", "95% interval")
CHANCE = ("Slump", "Chance")
UNITS = (
    "Områden",
    "Areas",
    "Enheter",
    "Units",
    "Områden, DeSO",
    "Områden, RegSO",
    "Areas, DeSO",
    "Areas, RegSO",
)
DISTANCE = ("Avstånd, pe", "Gap, pp", "Avstånd", "Gap", "Distance")
DIFFERENCE = ("Skillnad", "Difference")
VERDICT = ("Vad som får sägas", "What may be said")
CERTAIN = ("Säkert", "Certain")
ROSE = re.compile(r"\b(ökade|steg|växte|rose|grew)\b")
FELL = re.compile(r"\b(minskade|sjönk|föll|fell)\b")
SAID_INTERVAL = re.compile(
    rf"(?<!Skillnadens )(?:[Ii]ntervall(?:et)?|[Ii]nterval)(?: är| is| mellan| between)?"
    rf" {RANGE.pattern}"
)
BETWEEN = re.compile(rf"(?:mellan|between) ({DIGITS}) (?:och|and) ({DIGITS})(?!\w)")
BESIDE = re.compile(
    rf"(?<![\w.,])(?!(?:19|20)\d\d \()({DIGITS})(?: av 100| in 100)? "  # a year is no estimate
    rf"\((?:[\w-]+ )?({DIGITS})(?:–| och | and )({DIGITS})[),]"
)
BESIDE_COUNTRY = re.compile(r"jämfört med rikets ändring|beside the country's change")
WITHHELD = re.compile(
    r"visas inte|is not shown|för få områden för ett index|too few areas for an ind"
)
WHOLE = re.compile(r"i hela kommunen|in the whole municipality")
PARTS = re.compile(r" · ")
FEWEST = 6


def pairs(table: Table) -> Iterator[tuple[tuple[str, ...], Decimal, Interval]]:
    """Rows of a table with an estimate and, to the right of it, its interval."""
    for column in table.columns(*INTERVAL):
        for row in table.rows:
            interval, value = only_interval(row[column]), only_number(row[column - 1])
            if interval and value is not None:
                yield row, value, interval


def said_interval(text: str) -> Interval | None:
    """The interval that a sentence gives to its estimate."""
    found = SAID_INTERVAL.search(text) or BETWEEN.search(text)
    if not found:
        return None
    interval = Interval(printed(found[1]), printed(found[2]))
    return None if interval.low in years(text) else interval


def interval_of(finding: Finding) -> Interval | None:
    """The interval of a finding's number: beside the country's change the last that is said."""
    between = BETWEEN.findall(finding.text)
    if between and BESIDE_COUNTRY.search(finding.count):
        return Interval(*map(printed, between[-1]))
    return said_interval(finding.text)


def said_numbers(finding: Finding, interval: Interval) -> Iterator[Decimal]:
    """The finding's number, or the numbers that it can be of those finer in its sentence.

    Above types that cannot be told apart stands the share of the whole municipality, and says so:
    the interval is then that of the number before it.
    """
    if "median" in finding.count or not (found := numbers(finding.count)):
        return
    if WHOLE.search(finding.count) and (place := SAID_INTERVAL.search(finding.text)):
        yield from numbers(finding.text[: place.start()])[-1:]
        return
    finer = [
        number
        for number in numbers(SAID_INTERVAL.sub("", finding.text))
        if same(number, found[0]) and half(number) < half(found[0]) and number not in interval
    ]
    yield from finer or found[:1]


def estimate_outside_its_interval(page: Page) -> Quotes:
    """A table, a finding or a sentence gives an estimate that its interval does not hold."""
    for table in page.tables:
        for row, value, (low, high) in pairs(table):
            if not within(value, low, high):
                yield table.where, " | ".join(row)
    for finding in page.findings:
        interval = interval_of(finding)
        said = list(said_numbers(finding, interval)) if interval else []
        if interval and said and not any(within(number, *interval) for number in said):
            yield finding.where, f"{finding.count}: {finding.text}"
    for where, line in page.lines:
        for value, low, high in BESIDE.findall(line):
            ends = printed(low), printed(high)
            if not years(f"{low} {high}") and not within(printed(value), *ends):
                yield where, f"{value} ({low}–{high}): {line[:160]}"


def _limits(finding: Finding) -> Iterator[tuple[Interval, Decimal]]:
    """Intervals of a finding with the limit that its reason names: chance or zero."""
    if re.search(r"slump|chance", finding.reason):
        for table in finding.tables:
            chance = table.columns(*CHANCE)
            for row, _value, interval in pairs(table) if chance else ():
                limit = only_number(row[chance[0]])
                if limit is not None:
                    yield interval, limit
        chance_said = re.search(
            rf"(?:slump|chance|Slumpen ensam ger|chance alone gives) ({DIGITS})", finding.count
        )
        interval = interval_of(finding)
        if chance_said and interval and not finding.tables:
            yield interval, printed(chance_said[1])
    elif re.search(r"^(?!Några|Some).*(noll|zero)", finding.reason):
        yield from (
            (interval, Decimal(0))
            for table in finding.tables
            for _, _, interval in pairs(table)
            if not set(DIFFERENCE) & set(table.cells(*table.heads[:1]))
        )
        interval = interval_of(finding)
        if interval:
            yield interval, Decimal(0)


def certain_where_the_interval_is_not(page: Page) -> Quotes:
    """*Säkert* stands where an interval reaches the limit that the reason names."""
    for finding in page.findings:
        if finding.certainty in CERTAIN:
            for interval, limit in _limits(finding):
                if not interval.beside(limit):
                    ends = f"{interval.low}–{interval.high}, {limit}"
                    yield finding.where, f"{finding.reason}: {ends}: {finding.title}"


def uncertain_where_the_interval_is_clear(page: Page) -> Quotes:
    """*Går inte att avgöra*, because zero lies in an interval, stands where it does not."""
    for finding in page.findings:
        if re.search(r"rymmer noll|[Zz]ero lies in|holds zero|contains zero", finding.reason):
            interval = interval_of(finding)
            if interval and interval.beside(Decimal(0)) and "median" not in finding.count:
                yield finding.where, f"{finding.reason}: {finding.text}"


def verdict_against_its_interval(page: Page) -> Quotes:
    """A series *rose* or *fell* though its interval holds zero or lies on the other side."""
    for table in page.tables:
        verdict = table.columns(*VERDICT)
        for row, _value, (low, high) in pairs(table) if verdict else ():
            word = row[verdict[0]]
            if (ROSE.search(word) and low <= 0) or (FELL.search(word) and high >= 0):
                yield table.where, " | ".join(row)


def no_ground_beside_an_interval(page: Page) -> Quotes:
    """That there is no ground for an interval stands beside one."""
    words = re.compile(
        r"inget underlag för ett intervall|no base for an interval|without a base for an"
    )
    for table in page.tables:
        verdict = table.columns(*VERDICT)
        for row, *_ in pairs(table) if verdict else ():
            if words.search(row[verdict[0]]):
                yield table.where, " | ".join(row)
    for finding in page.findings:
        if words.search(f"{finding.text} {finding.reason}") or finding.rule_id.startswith(
            "change.numbers"
        ):
            printed_ones = [row for table in finding.tables for row, *_ in pairs(table)]
            if printed_ones and re.search(
                r"[Ii]nget intervall|[Nn]o interval|underlag|base for",
                finding.reason + finding.text,
            ):
                yield finding.where, f"{finding.reason}: {' | '.join(printed_ones[0])}"


def withheld_index_shown(page: Page) -> Quotes:
    """An index over fewer areas than an index needs is printed all the same."""
    for table in page.tables:
        for column in table.columns(*UNITS):
            yield from (
                (table.where, " | ".join(row))
                for row in table.rows
                if len(row) > column + 2
                and (few := only_number(row[column])) is not None
                and few < FEWEST
                and only_interval(row[column + 2])
            )
    for finding in page.findings:
        shown = said_interval(finding.text) or BESIDE.search(finding.text)
        if (
            WITHHELD.search(finding.text)
            and not shown
            and RANGE.search(re.sub(r"\d{4}–\d{4}", "", finding.here))
        ):
            yield finding.where, f"{finding.text} – {finding.here}"
        for part in PARTS.split(finding.here):
            few = re.search(rf"({DIGITS}) / {DIGITS}$", part.strip())
            if (
                few
                and printed(few[1]) < FEWEST
                and RANGE.search(part)
                and not WITHHELD.search(finding.text)
            ):
                yield finding.where, part


def withheld_index_in_the_data(page: Page) -> Quotes:
    """A data file gives the value of an index that the page withholds."""
    if page.folder is None:
        return
    for path in sorted((page.folder / "data").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if "withheld" in (row.get("flags") or "") and row.get("estimate"):
                    yield path.name, f"{row.get('indicator')} {row.get('level')}: {row['estimate']}"


CHECKS = (
    estimate_outside_its_interval,
    certain_where_the_interval_is_not,
    uncertain_where_the_interval_is_clear,
    verdict_against_its_interval,
    no_ground_beside_an_interval,
    withheld_index_shown,
    withheld_index_in_the_data,
)
