"""One number in all its places: on a page, and in all reports of a store."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from studies.pages.contradiction import Contradiction, Quotes
from studies.pages.numbers import DIGITS, half, numbers, only_number, printed, same, years
from studies.pages.ranges import NATION, among
from studies.pages.reading import Figure, Page, Table

WHOLE = ("Hela kommunen", "Whole municipality")
COUNTRY = ("Riket", "Country", "riket")
YEARS = ("År", "Year")
LEVELS = re.compile(r"(RegSO|DeSO) 20\d\d")
AGES = re.compile(r"(?<!,)(?<!, aged) (?:aged )?\d+[–-]\d+(?: år)?(?=,|$)")
KIND = re.compile(r",? ?(?:andel(?: av \w+)?|share(?: of \w+)?|%|antal)$")
FIRST = re.compile(r"^(?:högst|at most) ", re.IGNORECASE)
ALL_OF = re.compile(rf"(?:hela kommunen|whole municipality) ({DIGITS})", re.IGNORECASE)
COUNTRY_BESIDE = re.compile(r"(?:I riket gick|In the country it went) .*")
OF_A_YEAR = re.compile(rf"{DIGITS}[^\d.;,]{{0,18}} (?:år|in) (\d{{4}})")
BEGINS = ("Första året", "First year", "Jämförs från", "Compared from")
PARTS_DIFFER = re.compile(r"[Pp]arts do not (always )?add up|[Dd]elar summerar (då )?inte")
RATIO = re.compile(rf"({DIGITS}) (?:av|of) ({DIGITS}) (?:är|is) ({DIGITS})")
DISTRICTS = re.compile(r"valdistrikt|electoral districts")


class Fact(NamedTuple):
    """A printed number, what it is of, and where it stands."""

    of: tuple[str, ...]
    value: Decimal
    where: str
    quote: str


def measure_name(label: str) -> str:
    """A measure by the first words of its name, however long the name is in a place."""
    name = FIRST.sub("", KIND.sub("", AGES.sub("", KIND.sub("", label.strip())))).strip(" ,.")
    return name[:1].lower() + name[1:]


def only_year(table: Table) -> str | None:
    """The year of a table, where its caption names one and no other."""
    found = years(LEVELS.sub("", table.caption))
    return str(found.pop()) if len(found) == 1 else None


def _columns(table: Table, names: tuple[str, ...]) -> Iterator[Fact]:
    """Values below a head, by measure and the table's year."""
    year = only_year(table)
    for place in table.columns(*names)[:1] if year else ():
        for row in table.rows:
            value = only_number(row[place])
            if value is not None:
                yield Fact((measure_name(row[0]), str(year)), value, table.where, " | ".join(row))


def _strip(page: Page, table: Table) -> Iterator[Fact]:
    """The own value beside others, by measure and year, where it is not an index."""
    year = only_year(table)
    titles = {figure.where: figure.subtitle for figure in page.figures}
    index = re.search(r"index D|of dissimilarity", titles.get(table.where, "index D"))
    for row in among(table) if year and not index else ():
        yield Fact(
            (measure_name(row.measure), str(year)), row.value, table.where, " | ".join(row.row)
        )


def _own_by_year(page: Page, table: Table) -> Iterator[Fact]:
    """The rows of a table where each has its own year."""
    place, year = table.columns(page.place), table.columns(*YEARS)
    if place and year and year[0] > place[0]:
        for row in table.rows:
            value = only_number(row[place[0]])
            if value is not None:
                yield Fact(
                    (measure_name(row[0]), row[year[0]]), value, table.where, " | ".join(row)
                )


def _turnout(page: Page) -> Iterator[Fact]:
    """Turnout of the whole municipality, as the figure of its districts gives it."""
    for figure in page.figures:
        found, of = ALL_OF.search(figure.alt), years(figure.subtitle)
        if found and len(of) == 1 and DISTRICTS.search(figure.subtitle):
            name = re.split(r", \d", figure.subtitle)[0]
            yield Fact(
                (measure_name(name), str(of.pop())), printed(found[1]), figure.where, figure.alt
            )


def own_facts(page: Page) -> Iterator[Fact]:
    """Numbers of the whole municipality, each with its measure and year."""
    for table in page.tables:
        yield from _columns(table, WHOLE)
        yield from _strip(page, table)
        yield from _own_by_year(page, table)
    yield from _turnout(page)


def apart(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of facts of one thing whose numbers cannot be one number."""
    first: dict[tuple[str, ...], Fact] = {}
    for fact in facts:
        other = first.setdefault(fact.of, fact)
        if not same(other.value, fact.value):
            yield other, fact


def municipal_value_that_differs(page: Page) -> Quotes:
    """The whole municipality has two values of one measure and year."""
    noisy = any(PARTS_DIFFER.search(line) for _, line in page.lines)
    for other, fact in apart(own_facts(page)):
        if noisy and abs(other.value - fact.value) <= 2 * half(fact.value):
            continue  # a sum of areas beside the published whole, and the page says why they differ
        yield fact.where, f"{', '.join(fact.of)}: {other.value} ({other.where}), {fact.value}"


def _held(tables: Iterable[Table]) -> list[Decimal]:
    """Numbers of some tables, and the sums of cells that stand side by side."""
    rows = [row for table in tables for row in table.rows]
    cells = [number for row in rows for cell in row for number in numbers(cell)]
    return cells + [left + right for row in rows for left, right in _neighbours(row)]


def _neighbours(row: tuple[str, ...]) -> Iterator[tuple[Decimal, Decimal]]:
    held = [only_number(cell) for cell in row]
    for left, right in pairwise(held):
        if left is not None and right is not None:
            yield left, right


def _fine(text: str) -> list[Decimal]:
    """Numbers of a text that are printed with decimals: those that are computed."""
    return [number for number in numbers(text) if number.as_tuple().exponent != 0]


def alt_that_its_table_does_not_hold(page: Page) -> Quotes:
    """A number with decimals in an alternative text is nowhere in the figure's table."""
    for figure in page.figures:
        held = _held(figure.tables)
        text = _of_years_held(ALL_OF.sub("", figure.alt.replace(figure.title, "")), figure)
        for number in _fine(text) if held else ():
            if not any(same(abs(number), abs(cell)) for cell in held):
                yield figure.where, f"{number}: {figure.alt[:150]}"


def _of_years_held(text: str, figure: Figure) -> str:
    """The text without the value of a series before the years that its row is of."""
    begins = {
        measure_name(row[0]): int(row[place])
        for table in figure.tables
        for place in table.columns(*BEGINS)
        for row in table.rows
        if row[place].isdigit()
    }

    def kept(sentence: str) -> str:
        first = begins.get(measure_name(sentence.split(":")[0]), 0)
        return OF_A_YEAR.sub(lambda of: of[0] if int(of[1]) >= first else "", sentence)

    return " ".join(kept(sentence) for sentence in re.split(r"(?<=\.) ", text))


def finding_that_its_table_does_not_hold(page: Page) -> Quotes:
    """A number with decimals in a finding is nowhere in the tables folded under it."""
    for finding in page.findings:
        held = _held(finding.tables)
        text = COUNTRY_BESIDE.sub("", finding.text)
        for number in _fine(f"{finding.title} {text} {finding.count}") if held else ():
            if not any(same(number, cell) for cell in held) and not _ratio(finding.text, number):
                yield finding.where, f"{number}: {finding.title} {finding.text}"


def _ratio(text: str, number: Decimal) -> bool:
    """Whether the text itself says of which two numbers this one is the share."""
    return any(
        printed(share) == number and same(100 * printed(part) / printed(whole), number)
        for part, whole, share in RATIO.findall(text)
    )


def national_facts(page: Page) -> Iterator[Fact]:
    """Numbers of the country and of all its municipalities."""
    titles = {figure.where: figure for figure in page.figures}
    for table in page.tables:
        figure = titles.get(table.where)
        kind = (
            "D" if figure and re.search(r"index D|of dissimilarity", figure.subtitle) else "value"
        )
        for row in among(table) if figure else ():
            if NATION.match(row.group) and only_year(table):
                of = (page.lang, kind, measure_name(row.measure), str(only_year(table)))
                for name in ("median", "lowest", "highest"):
                    yield Fact(
                        (*of, name),
                        getattr(row, name),
                        f"{page.place} {table.where}",
                        " | ".join(row.row),
                    )
                yield Fact(
                    (*of, "count"),
                    Decimal(row.count or 0),
                    f"{page.place} {table.where}",
                    " | ".join(row.row),
                )
        for fact in _columns(table, COUNTRY):
            yield Fact(
                (page.lang, "country", *fact.of),
                fact.value,
                f"{page.place} {fact.where}",
                fact.quote,
            )
        if table.rows and table.rows[-1][0] in COUNTRY and only_year(table):
            for head, cell in zip(table.heads[1:], table.rows[-1][1:], strict=True):
                value = only_number(cell)
                if value is not None:
                    yield Fact(
                        (page.lang, table.caption[-40:], head),
                        value,
                        f"{page.place} {table.where}",
                        head,
                    )


def between(facts: Iterable[Fact]) -> Iterator[Contradiction]:
    """Numbers of the country that differ between reports of one store."""
    seen: dict[tuple[str, ...], dict[Decimal, Fact]] = defaultdict(dict)
    for fact in facts:
        seen[fact.of].setdefault(fact.value, fact)
    for of, values in seen.items():
        if len(values) > 1:
            quote = "; ".join(f"{value} ({fact.where})" for value, fact in list(values.items())[:4])
            yield Contradiction(
                "country_that_differs_between_reports", ", ".join(of[1:]), of[0], quote
            )


CHECKS = (
    municipal_value_that_differs,
    alt_that_its_table_does_not_hold,
    finding_that_its_table_does_not_hold,
)
