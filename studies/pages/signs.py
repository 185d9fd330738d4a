"""Signs, directions, differences and sums beside the numbers that they are of."""

import re
from collections.abc import Iterator
from decimal import Decimal

from studies.pages.contradiction import Quotes
from studies.pages.intervals import DIFFERENCE, DISTANCE, FELL, ROSE, VERDICT
from studies.pages.numbers import DIGITS, half, numbers, only_number, printed
from studies.pages.reading import Page, Table

THEN = ("Värde då", "Value then", "Värde från", "Value from", "Startvärde", "Start value")
NOW = ("Värde nu", "Value now", "Värde till", "Value to", "Slutvärde", "End value")
CHANGED = (*DIFFERENCE, "Ändring, enheter", "Change, units")
TYPES = re.compile(r"(Typ|Type) [1-5]$")
BOTH_ENDS = re.compile(r"1 (?:eller|or) 2\b.* 4 (?:eller|or) 5\b")
FROM_TO = re.compile(rf"(?:från|from) ({DIGITS})[^\d]{{0,12}}? (?:till|to) ({DIGITS})(?!\w)")
UNROUNDED = re.compile(r"oavrund|unrounded|(före|before) (avrundning|rounding)", re.IGNORECASE)
PARTS_SUM = re.compile(r"Summan av de tre delarna|three parts add up")
WHOLE = re.compile(r"(Hela |Alla$|All$|All of |Whole |The whole |Kommunen$)")


def _told(page: Page, table: Table) -> bool:
    """Whether the page says at the table that its differences are of numbers not rounded."""
    near = (line for where, line in page.lines if where == table.where and len(line) > 15)
    return bool(UNROUNDED.search(table.caption)) or any(UNROUNDED.search(line) for line in near)


def adds_up(whole: Decimal, *parts: Decimal) -> bool:
    """Whether a printed sum is that of its printed parts, allowing for a coarser print."""
    halves = [half(term) for term in (whole, *parts)]
    slack = Decimal(0) if len(set(halves)) == 1 else sum(halves)
    return abs(whole - sum(parts)) <= slack


def _ends(table: Table, row: tuple[str, ...]) -> tuple[Decimal, Decimal] | None:
    """Values of the lowest and the highest type that a row has."""
    types = [place for place, head in enumerate(table.heads) if TYPES.search(head)]
    held = [value for place in types if (value := only_number(row[place])) is not None]
    return (held[0], held[-1]) if len(held) > 1 else None


def gaps(page: Page) -> Iterator[tuple[Table, tuple[str, ...], Decimal, Decimal]]:
    """Rows with a gap, printed and as the lowest type less the highest."""
    for table in page.tables:
        distance = table.columns(*DISTANCE)
        for row in table.rows if distance else ():
            ends, gap = _ends(table, row), only_number(row[distance[0]])
            if ends and gap is not None:
                yield table, row, gap, ends[0] - ends[1]


def gap_that_is_not_of_its_ends(page: Page) -> Quotes:
    """A gap is further from its two ends than rounding takes it, or printed without saying so."""
    for table, row, gap, ends in gaps(page):
        slack = Decimal(0) if not _told(page, table) else 3 * half(gap)
        if abs(abs(gap) - abs(ends)) > max(slack, half(ends) - half(gap)):
            yield table.where, " | ".join(row)


def gap_without_its_sign(page: Page) -> Quotes:
    """Gaps of one page are counted in two directions, or without direction."""
    turned: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for table, row, gap, ends in gaps(page):
        if abs(ends) > 4 * half(ends):
            turned[(gap > 0) == (ends > 0)].append((table.where, " | ".join(row)))
    yield from min(turned.values(), key=len)


def difference_that_is_not_of_its_parts(page: Page) -> Quotes:
    """A difference is not that of the two numbers printed beside it."""
    for table in page.tables:
        if _told(page, table):
            continue
        for row, first, last, difference in changes(table):
            if not adds_up(difference, last, -first):
                yield table.where, " | ".join(row)


def changes(table: Table) -> Iterator[tuple[tuple[str, ...], Decimal, Decimal, Decimal]]:
    """Rows with a first value, a last value and a difference."""
    then, now, change = (table.columns(*names) for names in (THEN, NOW, CHANGED))
    women = table.columns("Kvinnor", "Women")
    if then and now and change:
        places = (then[0], now[0], change[0])
    elif (
        women
        and len(table.heads) > women[0] + 2
        and re.search(r"minus|less", table.heads[women[0] + 2])
    ):
        places = (women[0] + 1, women[0], women[0] + 2)
    else:
        yield from _stacked(table)
        return
    for row in table.rows:
        first, last, difference = (only_number(row[place].rstrip("*").strip()) for place in places)
        if first is not None and last is not None and difference is not None:
            yield row, first, last, difference


def _stacked(table: Table) -> Iterator[tuple[tuple[str, ...], Decimal, Decimal, Decimal]]:
    """A table of two years with their difference as its last row."""
    if len(table.rows) == 3 and table.rows[2][0] in DIFFERENCE:
        first, last, difference = (only_number(row[1]) for row in table.rows)
        if first is not None and last is not None and difference is not None:
            yield table.rows[2], first, last, difference


def direction_against_the_numbers(page: Page) -> Quotes:
    """Something *rose* from more to less, or *fell* from less to more."""
    for where, line in page.lines:
        for sentence in re.split(r"(?<=[.;]) ", line):
            found = FROM_TO.search(sentence)
            if not found:
                continue
            first, last = printed(found[1]), printed(found[2])
            before = sentence[: found.start()]
            rose, fell = bool(ROSE.search(before)), bool(FELL.search(before))
            if rose != fell and (last <= first if rose else last >= first):
                yield where, sentence
    for table in page.tables:
        verdict = table.columns(*VERDICT)
        for row, first, last, _difference in changes(table) if verdict else ():
            word = row[verdict[0]]
            if (ROSE.search(word) and last < first) or (FELL.search(word) and last > first):
                yield table.where, " | ".join(row)


def sum_that_is_not_of_its_parts(page: Page) -> Quotes:
    """A printed sum is not that of the parts printed beside it."""
    for table in page.tables:
        if not _told(page, table):
            yield from _three_parts(table)
            yield from _people(table)
    for figure in page.figures:
        for table in figure.tables:
            yield from _composition(figure.where, figure.title, table)


def _three_parts(table: Table) -> Quotes:
    if PARTS_SUM.search(table.caption):
        for row in table.rows:
            whole, *parts = (only_number(cell) for cell in row[2:6])
            held = [part for part in parts if part is not None]
            if whole is not None and len(held) == 3 and not adds_up(whole, *held):
                yield table.where, " | ".join(row)


def _people(table: Table) -> Quotes:
    """Whole numbers of a table with a row for all of it."""
    if len(table.rows) < 3 or "typ" not in table.heads[0].lower():
        return
    *rows, last = table.rows
    if not WHOLE.match(last[0]):
        return
    for place in range(1, len(last)):
        whole = only_number(last[place])
        parts = [number for row in rows if (number := only_number(row[place])) is not None]
        whole_numbers = whole is not None and all(
            part == int(part) and half(part) == half(whole) for part in parts
        )
        if (
            whole is not None
            and whole_numbers
            and half(whole) > Decimal("0.4")
            and sum(parts) != whole
        ):
            yield table.where, f"{table.heads[place]}: {whole}, {sum(parts)}"


def _composition(where: str, title: str, table: Table) -> Quotes:
    """Shares in two types together, beside the shares in each."""
    types = [place for place, head in enumerate(table.heads) if TYPES.search(head)]
    shares = re.findall(rf"({DIGITS})[  ]?%", title)
    if len(types) == 5 and len(shares) == 2 and table.rows and BOTH_ENDS.search(title):
        values = [only_number(table.rows[0][place]) or Decimal(0) for place in types]
        for share, parts in zip(shares, (values[:2], values[3:]), strict=True):
            if printed(share) and not adds_up(printed(share), *parts):
                yield where, f"{title}: {' + '.join(map(str, parts))}"


def spread_of_nothing(page: Page) -> Quotes:
    """A range or a change whose two ends are one printed number."""
    for where, line in page.lines:
        for found in FROM_TO.finditer(line):
            nothing = re.match(r"[^.]{0,4}\(0", line[found.end() :])  # it is said to be nothing
            if found[1] == found[2] and numbers(found[1])[0] and not nothing:
                yield where, line[:200]


CHECKS = (
    gap_that_is_not_of_its_ends,
    gap_without_its_sign,
    difference_that_is_not_of_its_parts,
    direction_against_the_numbers,
    sum_that_is_not_of_its_parts,
    spread_of_nothing,
)
