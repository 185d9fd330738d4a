"""Numbers as documents print them, read without repair: what cannot be read is flagged."""

import re
from dataclasses import dataclass
from math import nan

_SPACES = re.compile(r"[ \u00a0\u202f]")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+|\d+")
_WORDS = {"miljoner": 1e6, "miljon": 1e6, "miljarder": 1e9, "miljard": 1e9}
_DASHES = ("-", "\u2013", "\u2012", "\u2212")


@dataclass(frozen=True)
class PrintedNumber:
    """A printed number.

    Attributes
    ----------
    text
        The cell as it was printed.
    value
        Its reading; NaN where it has none.
    unit
        `%` where the cell carries it.
    flags
        Why the reading is not plain: `dash`, `asterisk`, `no_break_space`, `digits_missing`,
        `empty`, `not_a_number`.
    """

    text: str
    value: float
    unit: str = ""
    flags: tuple[str, ...] = ()


def read_printed(text: str) -> PrintedNumber:
    """Reading of a printed number.

    Spaces and no-break spaces stand between thousands, a comma before decimals, a word multiplies
    (`1,35 miljarder`), a dash is zero, an asterisk is a footnote mark that is kept as a flag, and a
    group of thousands that lacks a digit is not read at all.

    Examples
    --------
    >>> read_printed("38 609").value
    38609.0
    >>> read_printed("164 000 00").flags
    ('digits_missing',)
    """
    plain = _SPACES.sub(" ", text.strip())
    flags = ("no_break_space",) if "\u00a0" in text or "\u202f" in text else ()
    if plain.endswith("*"):
        plain, flags = plain.rstrip("* "), (*flags, "asterisk")
    if not plain:
        return PrintedNumber(text, nan, flags=(*flags, "empty"))
    if plain in _DASHES:
        return PrintedNumber(text, 0.0, flags=(*flags, "dash"))
    unit = "%" if plain.endswith("%") else ""
    value = _number(plain.removesuffix("%").strip())
    if value is None:
        digits = bool(re.fullmatch(r"[\d ]+", plain))
        return PrintedNumber(
            text, nan, unit, (*flags, "digits_missing" if digits else "not_a_number")
        )
    return PrintedNumber(text, value, unit, flags)


def _number(plain: str) -> float | None:
    head, _, word = plain.rpartition(" ")
    amount = head if word in _WORDS else plain
    whole, comma, decimals = amount.partition(",")
    if not _GROUPED.fullmatch(whole) or bool(comma) != decimals.isdigit():
        return None
    return round(float(f"{whole.replace(' ', '')}.{decimals or '0'}") * _WORDS.get(word, 1.0), 6)


def joined(first: str, second: str) -> str:
    """A cell printed on two lines: a word split by a hyphen is made whole, others get a space.

    Examples
    --------
    >>> joined("förvärvs-", "arbetande")
    'förvärvsarbetande'
    """
    if first.endswith("-"):
        return first[:-1] + second
    return f"{first.rstrip()} {second.lstrip()}"
