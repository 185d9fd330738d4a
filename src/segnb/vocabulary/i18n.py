"""Swedish and English: strings by key, and numbers as each language writes them.

Strings are data (`data/strings/sv/*.yml` and `en/*.yml`), with the same keys and the same
placeholders in both languages. Numbers are formatted here and nowhere else.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from math import inf, isfinite, isnan
from typing import Literal, get_args

from babel.numbers import format_decimal

from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.strict_yaml import load, texts_in

Lang = Literal["sv", "en"]
LOCALES = {"sv": "sv_SE", "en": "en_GB"}
THIN, HARD, MINUS, DASH = "\u202f", "\u00a0", "\u2212", "\u2013"
ISLANDS = {"Ekerö", "Gotland", "Hammarö", "Lidingö", "Orust", "Tjörn", "Öckerö"}
IN_PLACE, ON = re.compile(r"\b([Ii]) \{place\}"), {"i": "på {place}", "I": "På {place}"}
PROPER = {"Europa", "Europe", "European", "Gini", "Skolverket", "Sverige", "Sweden", "Swedish"}


@cache
def _strings(lang: str) -> dict[str, str]:
    """All strings of a language with dotted keys; the first part is the file's name."""
    found: dict[str, str] = {}
    for name, text in texts_in(f"strings/{lang}").items():
        found |= _flat(load(text), name.removesuffix(".yml"))
    return found


def rules() -> tuple[str, ...]:
    """Names of the rules that make findings."""
    keys = [key.split(".") for key in _strings("sv")]
    return tuple(key[1] for key in keys if key[0] == "findings" and key[2:] == ["rule"])


def _flat(node: dict, prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in node.items():
        path = f"{prefix}.{key}"
        flat |= _flat(value, path) if isinstance(value, dict) else {path: str(value)}
    return flat


@lru_cache(maxsize=16_384)
def _digits(lang: Lang, value: float, decimals: int) -> str:
    """A rounded number of at least 0, with a thin space between thousands."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(value, pattern, locale=LOCALES[lang])
    return text.replace("\u00a0", THIN).replace("," if lang == "en" else THIN, THIN)


def small(name: str) -> str:
    """Name with a small letter first, as inside a sentence; names and abbreviations stay."""
    if name[1:2].isupper() or name.partition(" ")[0].strip(",:") in PROPER:
        return name
    return name[:1].lower() + name[1:]


def printed_difference(
    first: float,
    last: float,
    decimals: int = 1,
    within: tuple[float, float] = (-inf, inf),
) -> float:
    """Last less first as a reader computes it from the two printed numbers.

    Parameters
    ----------
    first, last
        The numbers as computed; a reader sees them with so many decimals.
    within
        Interval of the difference. Where rounding would lead out of it as printed, the difference
        is that of the numbers as computed: an estimate never lies outside its interval.

    Examples
    --------
    >>> printed_difference(43.44, 42.35)  # 43.4 and 42.4 (42.35 is a little above)
    -1.0
    >>> printed_difference(10.04, 10.151, within=(0.06, 0.14))  # 10.0 and 10.2
    0.1
    """
    seen = round(round(last, decimals) - round(first, decimals), decimals)
    low, high = (round(end, decimals) if isfinite(end) else end for end in within)
    return seen if low <= seen <= high or isnan(seen) else round(last - first, decimals)


@dataclass(frozen=True)
class Language:
    """One language of the report.

    Parameters
    ----------
    lang
        `sv` or `en`.

    Raises
    ------
    InvalidParams
        The language is another.

    Examples
    --------
    >>> Language("sv").number(95383) == "95\\u202f383"
    True
    >>> Language("en").percent(12.34)
    '12.3%'
    """

    lang: Lang

    def __post_init__(self) -> None:
        if self.lang not in get_args(Lang):
            raise InvalidParams(
                f"The language {self.lang!r} is neither sv nor en: choose one of them."
            )

    def text(self, key: str, /, **values: object) -> str:
        """String of this key, placeholders filled; a missing key is a fault of the program."""
        template = _strings(self.lang)[key]
        if self.lang == "sv" and values.get("place") in ISLANDS:
            template = IN_PLACE.sub(lambda found: ON[found.group(1)], template)
        return template.format(**values)

    def text_or(self, otherwise: str, key: str, /, **values: object) -> str:
        """String of this key where there is one, else what is given."""
        return self.text(key, **values) if self.has(key) else otherwise

    def has(self, key: str) -> bool:
        """Whether there is a string of this key."""
        return key in _strings(self.lang)

    def below(self, key: str) -> list[str]:
        """Names of the strings and parts right below a key, in the order of the file."""
        start = f"{key}."
        inside = (one.removeprefix(start) for one in _strings(self.lang) if one.startswith(start))
        return list(dict.fromkeys(one.partition(".")[0] for one in inside))

    def number(self, value: float, decimals: int = 0, *, sign: bool = False) -> str:
        """Number with a thin space between thousands and a true minus."""
        if isnan(value):
            return DASH
        rounded = round(float(value), decimals) + 0.0  # + 0.0 turns -0.0 into 0.0
        prefix = MINUS if rounded < 0 else "+" if sign and rounded > 0 else ""
        return prefix + _digits(self.lang, abs(rounded), decimals)

    def percent(self, value: float, decimals: int = 1) -> str:
        """Share given in per cent, with its sign."""
        space = HARD if self.lang == "sv" else ""
        return f"{self.number(value, decimals)}{space}%"

    def points(self, value: float, decimals: int = 1, *, sign: bool = False) -> str:
        """Difference between two percentages, in percentage points (pe, pp)."""
        unit = "pe" if self.lang == "sv" else "pp"
        return f"{self.number(value, decimals, sign=sign)}{HARD}{unit}"

    def interval(self, low: float, high: float, decimals: int = 1) -> str:
        """Range: with an en dash, or with a word where a sign is involved."""
        if min(low, high) < 0:
            return self.signed_range(low, high, decimals)
        return f"{self.number(low, decimals)}{DASH}{self.number(high, decimals)}"

    def round_within(self, value: float, low: float, high: float) -> str:
        """Number without decimals where that lies in its interval as printed, else with one.

        Examples
        --------
        >>> english = Language("en")
        >>> english.round_within(32.3, 31.6, 32.9), english.round_within(27.5, 27.1, 27.9)
        ('32', '27.5')
        """
        is_inside = round(low, 1) <= round(value, 0) <= round(high, 1)
        return self.number(value, 0 if is_inside else 1)

    def signed_interval(self, low: float, high: float, decimals: int = 1) -> str:
        """Range of a difference after "between", both ends with their signs; a dash without one."""
        return self._signed(low, high, decimals, {"sv": "och", "en": "and"}[self.lang])

    def signed_range(self, low: float, high: float, decimals: int = 1) -> str:
        """Range of a difference that stands by itself, as in a cell of a table.

        Examples
        --------
        >>> Language("en").signed_range(-1.2, 0.5), Language("sv").signed_range(2, 3, 0)
        ('−1.2 to +0.5', '+2 till +3')
        """
        return self._signed(low, high, decimals, {"sv": "till", "en": "to"}[self.lang])

    def _signed(self, low: float, high: float, decimals: int, word: str) -> str:
        if isnan(low) or isnan(high):
            return DASH
        ends = [self.number(end, decimals, sign=True) for end in (low, high)]
        return f" {word} ".join(dict.fromkeys(ends))

    def years(self, first: int, last: int) -> str:
        """One year or a range of years."""
        return str(first) if first == last else f"{first}{DASH}{last}"

    def ranks(self, first: int, last: int) -> str:
        """A range of ranks, or the one that is left where every other place is told apart.

        Examples
        --------
        >>> Language("en").ranks(5, 7), Language("en").ranks(5, 5)
        ('5–7', '5')
        """
        return self.years(first, last)

    def listing(self, items: list[str]) -> str:
        """Items joined as a sentence joins them; with semicolons where one has a comma itself.

        Examples
        --------
        >>> Language("en").listing(["Turnout, region", "thefts", "age"])
        'Turnout, region; thefts and age'
        """
        word = {"sv": "och", "en": "and"}[self.lang]
        if len(items) < 2:
            return "".join(items)
        between = "; " if any(", " in item for item in items) else ", "
        return f"{between.join(items[:-1])} {word} {items[-1]}"

    def county(self, name: str) -> str:
        """Name of a county as the language calls it.

        Examples
        --------
        >>> Language("en").county("Stockholms län"), Language("sv").county("Skåne län")
        ('Stockholm county', 'Skåne län')
        """
        stem = name.removesuffix(" län")
        if self.lang == "sv" or stem == name:
            return name
        return f"{stem.removesuffix('s')} county"
