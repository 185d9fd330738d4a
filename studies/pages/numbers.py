"""Numbers as a page prints them: every digit, sign and decimal is kept."""

import re
from decimal import Decimal
from typing import NamedTuple

THIN, MINUS = "\u202f", "\u2212"
DIGITS = rf"[{MINUS}+-]?(?:\d{{1,3}}(?:{THIN}\d{{3}})+|\d+)(?:[.,]\d+)?"
THOUSANDS = re.compile(r"(?<=\d),000$")  # "per 100,000" in an English sentence
NUMBER = re.compile(rf"(?<![\w.,]){DIGITS}(?!\w)(?![.,]\d)")
TO = rf"–| och | and | (?:till|to) (?=[{MINUS}+-])"  # "to" between numbers with signs alone
RANGE = re.compile(rf"(?<![\w.,])({DIGITS})(?:{TO})({DIGITS})(?!\w)(?![.,]\d)")
YEAR = re.compile(r"(?<![\w.,–−+-])(?:19|20)\d\d(?![\w,]\d|\w|\.\d)")
ENDS = re.compile(r"(?<![\w.,])((?:19|20)\d\d)–((?:19|20)\d\d)(?!\w)")


class Interval(NamedTuple):
    """Two printed limits."""

    low: Decimal
    high: Decimal

    def beside(self, limit: Decimal) -> bool:
        """Whether the whole interval lies on one side of the limit."""
        return self.low > limit or self.high < limit


def printed(text: str) -> Decimal:
    """Value of one printed number; its exponent tells the decimals that were printed."""
    return Decimal(
        THOUSANDS.sub("000", text).replace(THIN, "").replace(MINUS, "-").replace(",", ".")
    )


def numbers(text: str) -> list[Decimal]:
    """All numbers of a text, in order."""
    return [printed(found.group()) for found in NUMBER.finditer(text)]


def only_number(text: str) -> Decimal | None:
    """The number of a cell that holds one and no other, with or without a unit."""
    found = numbers(text)
    return found[0] if len(found) == 1 and NUMBER.match(text.strip()) else None


def only_interval(text: str) -> Interval | None:
    """The interval of a cell that holds nothing else."""
    found = RANGE.fullmatch(text.strip())
    return Interval(printed(found[1]), printed(found[2])) if found else None


def years(text: str) -> set[int]:
    """Years of a text; a span names its two ends."""
    spans = {int(end) for span in ENDS.findall(text) for end in span}
    return spans | {int(year) for year in YEAR.findall(text)}


def half(value: Decimal) -> Decimal:
    """Half a unit of the last printed digit: as far as rounding may have moved the number."""
    return Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)


def same(first: Decimal, second: Decimal) -> bool:
    """Whether two printed numbers can be one number, rounded to the decimals of each."""
    coarse, fine = sorted((first, second), key=half, reverse=True)
    if half(coarse) == half(fine):
        return first == second
    return abs(coarse - fine) <= half(coarse)


def within(value: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether a printed number lies in a printed range, as its reader sees it."""
    return low <= value <= high
