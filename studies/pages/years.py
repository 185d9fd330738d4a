"""Years, dates and vintages: what a sentence says beside what its table holds."""

import re
from collections.abc import Iterator

from studies.pages.contradiction import Quotes
from studies.pages.intervals import FELL, ROSE, VERDICT
from studies.pages.numbers import DIGITS, printed, years
from studies.pages.reading import Figure, Page
from studies.pages.same import measure_name

UP_TO = re.compile(r"(?:data till och med|data up to(?: and including)?|with data to) ([^,]+),")
SOURCE_YEARS = ("År", "Years", "Year", "Avser år", "Reference years")
OTHER_YEARS = re.compile(r"(?:RegSO|DeSO|från|from|före|before) 20\d\d")
LAST = ("Senaste året", "Last year", "Nyaste värde", "Newest value")
SERIES_END = re.compile(
    rf"([^.;:]+): [^.;]*?{DIGITS}[^,.;]* (?:år|in) (\d{{4}})"
    rf", [^.;]*?{DIGITS}[^,.;]* (?:år|in) (\d{{4}})"
)
AREA_LEVEL = re.compile(r"(DeSO|RegSO) (20\d\d)")
ONE_YEAR_TWICE = re.compile(
    rf"{DIGITS}[^\d.;]{{0,14}} (?:år|in) ((?:19|20)\d\d)(?:,| och| and)"
    rf" {DIGITS}[^\d.;]{{0,14}} (?:år|in) \1(?!\d)"
)
RESIDENTS = re.compile(rf"{DIGITS} (?:av|of) ({DIGITS}) (?:invånare|residents)")


def year_that_its_table_does_not_hold(page: Page) -> Quotes:
    """A finding or an alternative text names a year that its table and caption do not."""
    for finding in page.findings:
        held = {
            year
            for table in finding.tables
            for year in _held(table.caption, table.heads, table.rows)
        }
        said = years(f"{finding.title} {OTHER_YEARS.sub('', finding.text)}")
        if held and said - held - {year for span in _spans(held) for year in span}:
            yield finding.where, f"{sorted(said)}, {sorted(held)}: {finding.text}"


def _held(caption: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> set[int]:
    return years(" . ".join((caption, *heads, *(cell for row in rows for cell in row))))


def _spans(held: set[int]) -> Iterator[range]:
    yield range(min(held), max(held) + 1) if len(held) > 1 else range(0)


def newest_value_that_is_not_the_newest(page: Page) -> Quotes:
    """A table or a title stops at a year although the drawing's words go on to a later one."""
    for figure in page.figures:
        alt = {
            measure_name(name): (int(first), int(last))
            for name, first, last in SERIES_END.findall(figure.alt)
        }
        for table in figure.tables:
            last = table.columns(*LAST)
            for row in table.rows if last and table.columns(*VERDICT) else ():
                ends = alt.get(measure_name(row[0]))
                newest = max(years(row[last[0]]), default=None)
                if ends and newest is not None and newest < ends[1]:
                    yield figure.where, f"{' | '.join(row)}: {ends[1]}"
        yield from _line(figure)


def _line(figure: Figure) -> Quotes:
    """A single line whose title ends before its table does."""
    said = sorted(years(figure.title))
    for table in figure.tables:
        rows = [row for row in table.rows if row[0].isdigit() and re.search(r"\d", row[1])]
        if re.search(rf"{ROSE.pattern}|{FELL.pattern}|säker |certain |verkar|seems", figure.title):
            continue  # what is said of a part of the series names its own years
        if rows and table.heads[0] in ("År", "Year") and said and int(rows[-1][0]) > said[-1]:
            yield figure.where, f"{figure.title}: {rows[-1][0]} | {rows[-1][1]}"


def data_newer_than_their_sources(page: Page) -> Quotes:
    """*Data till och med* names a later year than any source, or no day at all."""
    held = {
        year
        for table in page.tables
        for name in SOURCE_YEARS
        if "sha256" in table.heads
        for cell in table.cells(name)
        for year in years(cell)
    }
    for where, line in page.lines:
        found = UP_TO.search(line)
        if found and (not years(found[1]) and not re.search(r"okän|unknown", found[1])):
            yield where, line
        elif found and held and max(years(re.sub(r"-\d\d", "", found[1])), default=0) > max(held):
            yield where, f"{found.group()} {max(held)}"


def areas_of_another_vintage(page: Page) -> Quotes:
    """The head names areas of a vintage that no figure or finding is of."""
    used = {
        pair
        for figure in page.figures
        for pair in AREA_LEVEL.findall(f"{figure.title} {figure.subtitle}")
    }
    used |= {
        pair
        for finding in page.findings
        for pair in AREA_LEVEL.findall(f"{finding.text} {finding.here}")
    }
    for item in page.opening:
        for level, vintage in AREA_LEVEL.findall(item):
            others = {year for name, year in used if name == level}
            if others and vintage not in others:
                yield "opening", f"{item}: {sorted(others)}"


def one_year_said_twice(page: Page) -> Quotes:
    """Two values of one year stand where a change is told."""
    for where, line in page.lines:
        for found in ONE_YEAR_TWICE.finditer(line):
            yield where, found.group()


def people_of_another_year(page: Page) -> Quotes:
    """A note counts the residents of another year than that of its map."""
    held = dict(_residents(page))
    for figure in page.figures:
        of = years(re.sub(r"(RegSO|DeSO) 20\d\d|types \d{4}", "", figure.subtitle))
        for line in figure.lines:
            found = RESIDENTS.search(line)
            if (
                found
                and len(of) == 1
                and (year := of.copy().pop()) in held
                and printed(found[1]) != held[year]
            ):
                yield figure.where, f"{line}: {held[year]} ({year})"


def _residents(page: Page) -> Iterator[tuple[int, object]]:
    """All residents of the municipality in a year, from the table of area types."""
    for table in page.tables:
        people = table.columns("Invånare", "Residents")
        of = years(re.sub(r"(RegSO|DeSO) 20\d\d", "", table.caption))
        if people and len(of) == 1 and table.rows and table.rows[0][0] == page.place:
            yield of.pop(), printed(table.rows[0][people[0]])


CHECKS = (
    year_that_its_table_does_not_hold,
    newest_value_that_is_not_the_newest,
    data_newer_than_their_sources,
    areas_of_another_vintage,
    one_year_said_twice,
    people_of_another_year,
)
