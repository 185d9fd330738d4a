"""Words that no proof-reader would let through, whatever the numbers are."""

import csv
import re
from collections import defaultdict
from decimal import Decimal

from studies.pages.contradiction import Quotes
from studies.pages.numbers import DIGITS, half, only_number
from studies.pages.reading import Page

EMPTY = re.compile(r"[\s–—•·.:-]*$")
DOUBLED = re.compile(
    r"(?<![.\s])\.\s+\.(?!\.)|\w\.\.(?!\.)|([,;!?])\s*\1|::|,\s*\.(?!\.)|:\s*\.(?!\.)"
)
PLURALS = (
    "serier|skolor|områden|kommuner|rutor|typer|elever|personer|insatser|föreningar|stiftelser|regioner|"
    "figurer|tabeller|luckor|procentenheter|enheter|bostäder|hyresrätter|källor|grannar|valdistrikten"
)
NO_PLURAL = "towards|series|is|was|has|lies|does|basis|minus|less"
ONE = r"(?<![\w.,−+\u202f–-])1 "
SINGULAR = {
    "sv": re.compile(rf"{ONE}(?:{PLURALS})\b"),
    "en": re.compile(rf"{ONE}(?!(?:{NO_PLURAL})\b)[a-z]{{3,}}s\b(?! \d)"),
}
SMALL_AFTER_STOP = re.compile(r"[.?!] [a-zåäö]")
ABBREVIATED = re.compile(r"(?:\b(?:inv|resp|el|pga|bl|dvs|jfr|etc|vol|eds?|no)|\.[a-zåäö]|\.)\.$")
DISTRICT = re.compile(r"\(\d{8}\)$")  # a district's name is as its producer cuts it: "m. fl."
PROGRAM = re.compile(
    r"\b(?:Held|IndicatorData|Indicator|Missing|Gap|Params|Timestamp|Decimal)\(|\bnan\b|\bNaN\b|\bNaT\b|<NA>|[{}]|\bNone[,)\]]|\binf\b"
)
NONE_OF = re.compile(r"(?<![\w.,])0 (liknande|andra|similar|other) (kommuner|municipalities)")
AREA_SHARE = re.compile(
    rf"([A-ZÅÄÖ][^.]*?) (?:är|makes up) ({DIGITS}[\u00a0 ]?%)"
    rf" (?:av kommunens yta och hade|of the municipality's surface and had) ({DIGITS})[\u00a0 ]?%"
)
CHANGED = re.compile(r"^(?:Att|That) ([^:]*?)(?: har ändrats| changed)")
NO_CHANGE_SAID = re.compile(r"(?<!\w)(folkmängd|population)(?!\w)", re.IGNORECASE)
MISSING = re.compile(r"(?:Det här saknas|What is missing|This is missing)")
MORE = re.compile(r"^(?:och|and) (\d+) (?:till|more)")
NO_MATTER = re.compile(r"Gäller inte|Does not apply")  # listed, and not counted as missing
NOT_SURE = re.compile(r"inte säkert|not certain")
UNKNOWN = ("Går inte att avgöra", "Cannot tell")


def empty_bullet(page: Page) -> Quotes:
    """A bullet without words."""
    for box in page.boxes:
        for bullet in box.bullets:
            if EMPTY.match(bullet):
                yield box.where, f"{box.title}: • {bullet}"


def doubled_punctuation(page: Page) -> Quotes:
    """Two marks where one belongs; two dots alone are the sign of a figure too small to show."""
    for where, line in page.lines:
        found = DOUBLED.search(line)
        if found and not line.startswith("http"):
            yield where, line[max(0, found.start() - 60) : found.end() + 40]


def sentence_with_a_small_letter(page: Page) -> Quotes:
    """A sentence after a full stop begins with a small letter."""
    for where, line in page.lines:
        for found in SMALL_AFTER_STOP.finditer(line):
            if not (ABBREVIATED.search(line[: found.start() + 1]) or DISTRICT.search(line)):
                yield where, line[max(0, found.start() - 60) : found.end() + 40]


def singular_with_a_plural(page: Page) -> Quotes:
    """*1 serier*, *1 series* being one and many in English."""
    for where, line in page.lines:
        found = SINGULAR[page.lang].search(line)
        if found:
            yield where, line[max(0, found.start() - 40) : found.end() + 40]


def nothing_is_counted(page: Page) -> Quotes:
    """A number of places is 0 where some are shown."""
    for where, line in page.lines:
        if NONE_OF.search(line):
            yield where, line


def program_text(page: Page) -> Quotes:
    """Words of the program, not of a language."""
    for where, line in page.lines:
        found = PROGRAM.search(line)
        if found:
            yield where, line[max(0, found.start() - 40) : found.end() + 40]


def one_area_with_two_shares(page: Page) -> Quotes:
    """An area has two shares of the residents, and no words tell what differs."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for where, line in page.lines:
        found = AREA_SHARE.search(line)
        if found:
            rest = line[found.end() :].strip(" .")
            said[found[1] + rest].setdefault(found[3], where)
    for area, shares in said.items():
        if len(shares) > 1:
            yield " ".join(shares.values()), f"{area}: {', '.join(shares)} %"


def growth_of_a_full_count_denied(page: Page) -> Quotes:
    """That a population changed may be said: all residents are counted."""
    for box in page.boxes:
        for bullet in box.bullets:
            denied = CHANGED.match(bullet)
            if denied and NO_CHANGE_SAID.search(denied[1]):
                yield box.where, f"{box.title}: {bullet}"


def decimals_that_were_not_published(page: Page) -> Quotes:
    """Whole per cents are printed with a decimal that is 0 in every row."""
    for figure in page.figures:
        for table in figure.tables:
            for place, head in enumerate(table.heads):
                if place and head in ("Andel, %", "Share, %"):
                    values = [n for row in table.rows if (n := only_number(row[place])) is not None]
                    if len(values) > 3 and all(
                        half(n) < Decimal("0.4") and n == int(n) for n in values
                    ):
                        yield figure.where, f"{figure.title}: {', '.join(map(str, values[:5]))}"


def gaps_that_the_summary_does_not_count(page: Page) -> Quotes:
    """The summary's number of things missing is not that of the methods' list."""
    boxes = [box for box in page.boxes if MISSING.match(box.title)]
    counts = {}
    for box in boxes:
        lacks = [bullet for bullet in box.bullets if not NO_MATTER.match(bullet)]
        more = [int(found[1]) for bullet in lacks if (found := MORE.match(bullet))]
        counts.setdefault(box.where, len(lacks) - len(more) + sum(more))
    first, last = next(iter(counts), None), next(reversed(counts), None)
    if (
        first
        and last
        and "summary" in first
        and "methods" in last
        and counts[first] != counts[last]
    ):
        yield first, f"{counts[first]} in the summary, {counts[last]} in the methods"


def uncertain_findings_that_the_summary_leaves_out(page: Page) -> Quotes:
    """The box of what is not certain is empty though findings cannot tell."""
    unknown = [finding for finding in page.findings if finding.certainty in UNKNOWN]
    for box in page.boxes:
        if (
            unknown
            and NOT_SURE.search(box.title)
            and all(EMPTY.match(line) for line in box.bullets)
        ):
            yield box.where, f"{box.title}: {len(unknown)} findings, {unknown[0].title}"


def median_of_fewer_than_said(page: Page) -> Quotes:
    """A median is drawn as that of n municipalities in years when fewer have a value."""
    for path in sorted((page.folder / "data").glob("trend_*.csv")) if page.folder else ():
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        peers: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.get("kind") == "peer" and row.get("value"):
                peers[row["year"]].add(row["series"])
        most = max(map(len, peers.values()), default=0)
        fewer = [
            row["year"]
            for row in rows
            if row.get("kind") == "median"
            and row.get("value")
            and 0 < len(peers[row["year"]]) < most
        ]
        told = any(
            re.search(r"minst|at least|färre|fewer", line) and "median" in line
            for _, line in page.lines
        )
        if fewer and not told:
            least = min(len(peers[year]) for year in fewer)
            yield path.name, f"median of {least} of {most}: {', '.join(fewer)}"


CHECKS = (
    empty_bullet,
    doubled_punctuation,
    sentence_with_a_small_letter,
    singular_with_a_plural,
    nothing_is_counted,
    program_text,
    one_area_with_two_shares,
    growth_of_a_full_count_denied,
    decimals_that_were_not_published,
    gaps_that_the_summary_does_not_count,
    uncertain_findings_that_the_summary_leaves_out,
    median_of_fewer_than_said,
)
