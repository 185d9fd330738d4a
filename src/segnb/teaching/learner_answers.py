"""What a learner typed, read as numbers, letters or areas; what cannot be read is `Unreadable`.

Nothing of an answer is called but what its type is known to offer: it may be any object.
"""

import math
import numbers
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

LONGEST = 200  # letters of an answer
MOST = 64  # parts of an answer
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_GROUP = re.compile(r"[\[(]([^\[\]()]*)[\])]")  # the innermost brackets


class Unreadable(Exception):
    """An answer that is none; the key names the sentence that says so."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Number(float):
    """A number as it was typed: its decimals, and whether it had a sign of per cent."""

    decimals: int
    percent: bool

    def __new__(cls, value: float, decimals: int = 15, *, percent: bool = False) -> "Number":
        """A float that remembers how it was typed."""
        made = super().__new__(cls, value)
        made.decimals, made.percent = decimals, percent
        return made


def read_number(answer: Any) -> Number:
    """One number from a number, a text, or a table of one value.

    Examples
    --------
    >>> float(read_number("0,267")), round(read_number("26,7 %"), 3), float(read_number("1/4"))
    (0.267, 0.267, 0.25)
    """
    if answer is None or answer is Ellipsis:
        raise Unreadable("not_yet")
    if isinstance(answer, pd.Series | pd.DataFrame | np.ndarray | list | tuple):
        return _single(answer)
    if isinstance(answer, str):
        return _from_text(answer)
    if isinstance(answer, bool | np.bool_) or not isinstance(answer, numbers.Real | Decimal):
        raise Unreadable("no_number")
    return _finite(answer)


def _single(answer: Any) -> Number:
    one = answer if isinstance(answer, list | tuple) else _flat(answer)
    if isinstance(answer, tuple) and len(answer) == 2 and {type(n) for n in answer} == {int}:
        raise Unreadable("comma")
    if len(one) != 1 or isinstance(one[0], list | tuple | dict):
        raise Unreadable("one_number")
    return read_number(one[0])


def _flat(answer: Any) -> list[Any]:
    return np.asarray(answer, dtype=object).ravel()[: MOST + 1].tolist()


def _finite(answer: Any) -> Number:
    try:
        value = float(answer)
    except (OverflowError, TypeError, ValueError) as error:
        raise Unreadable("no_number") from error
    if not math.isfinite(value):
        raise Unreadable("no_number")
    digits = repr(value).partition(".")[2]
    return Number(value, len(digits) if digits.isdigit() and digits != "0" else 0)


def _from_text(text: str) -> Number:
    plain = _plain(text).replace(" ", "").replace(",", ".").replace("−", "-").replace("–", "-")
    percent, plain = plain.endswith("%"), plain.removesuffix("%")
    top, slash, bottom = plain.partition("/")
    if not _NUMBER.fullmatch(top) or (slash and not _NUMBER.fullmatch(bottom)):
        raise Unreadable("no_number")
    if slash and float(bottom) == 0:
        raise Unreadable("no_number")
    value = Fraction(top.rstrip(".")) / (Fraction(bottom.rstrip(".")) if slash else 1)
    decimals = 15 if slash else len(top.partition(".")[2]) + 2 * percent
    return Number(float(value / 100 if percent else value), decimals, percent=percent)


def _plain(text: str) -> str:
    """Text without odd blanks; an empty or endless one is none."""
    if len(text) > LONGEST:
        raise Unreadable("too_long")
    found = re.sub(r"\s", " ", text).strip()
    if found in ("", "..."):
        raise Unreadable("not_yet")
    return found


def read_numbers(answer: Any, count: int) -> list[Number]:
    """So many numbers, from a list or from a text with blanks or semicolons between."""
    parts = read_parts(answer)
    while len(parts) == 1 and isinstance(parts[0], Sequence) and not isinstance(parts[0], str):
        parts = list(parts[0])[: MOST + 1]
    if len(parts) != count:
        raise Unreadable("other_count")
    return [read_number(part) for part in parts]


def read_pairs(answer: Any, count: int) -> list[tuple[Number, Number]]:
    """So many pairs of numbers: nested, one after the other, or as "30 of 100"."""
    said = re.sub(r"\b(av|of)\b|/", " ", answer) if isinstance(answer, str) else answer
    flat: list[Any] = []
    parts = read_parts(said)
    for part in parts:
        is_pair = isinstance(part, list | tuple | np.ndarray | dict)
        is_pair |= isinstance(part, str) and len(parts) == count
        flat += read_parts(part) if is_pair else [part]
    found = read_numbers(flat, 2 * count)
    return list(zip(found[::2], found[1::2], strict=True))


def read_parts(answer: Any) -> list[Any]:
    """The parts of a list, table or text."""
    if answer is None or answer is Ellipsis:
        raise Unreadable("not_yet")
    if isinstance(answer, str):
        plain = _plain(answer)
        groups = _GROUP.findall(plain)
        if len(groups) > 1:
            return [group.strip("'\" ") for group in groups]
        text = re.sub(r"[\[\](){}]", " ", plain).strip()
        separator = next(s for s in (";", r",\s", r"\s", ",") if s == "," or re.search(s, text))
        return [part.strip("'\" ") for part in re.split(separator, text) if part.strip("'\" ")]
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, pd.DataFrame | pd.Series | np.ndarray):
        answer = np.asarray(answer).tolist()
    if isinstance(answer, set | frozenset):
        answer = list(answer)
    if not isinstance(answer, list | tuple):
        raise Unreadable("no_list")
    if not 0 < len(answer) <= MOST:
        raise Unreadable("other_count")
    return list(answer)


def read_choice(answer: Any, choices: Mapping[str, Sequence[str]]) -> str:
    """Key of the choice that a letter, its text or its number means.

    Parameters
    ----------
    choices
        What each choice says, in one language or several, in the order of the letters.
    """
    if answer is None or answer is Ellipsis:
        raise Unreadable("not_yet")
    if isinstance(answer, str):
        text = _plain(answer).casefold().strip("()[]{}.: \"'")
        for at, (choice, values) in enumerate(choices.items()):
            said = {_plain(value).casefold().strip("()[]{}.: \"'") for value in values}
            if text in said | {chr(ord("a") + at)}:
                return choice
    return _choice_by_number(answer, choices)


def _choice_by_number(answer: Any, choices: Mapping[str, Sequence[str]]) -> str:
    try:
        wanted = read_number(answer)
    except Unreadable as error:
        raise Unreadable("no_choice") from error
    numbers = {choice: _leading_number(values[0]) for choice, values in choices.items()}
    for choice, number in numbers.items():
        if number is not None and abs(number - wanted) < 1e-9:
            return choice
    raise Unreadable("no_choice")


def _leading_number(text: str) -> float | None:
    found = re.match(r"\d+([.,]\d+)?(?=$|[\s\u00a0])", text)
    return float(_from_text(found[0])) if found else None


def read_unions(answer: Any, letters: str, people: Sequence[int]) -> list[str]:
    """Areas joined: ``[["a", "c"], ["b", "d"]]``, ``"ac and bd"`` or by their people."""
    by_people = {str(n): letter for n, letter in zip(people, letters, strict=True)}
    typed = re.sub(r"\b(och|and)\b|&", " ", answer) if isinstance(answer, str) else answer
    unions = []
    for part in read_parts(typed):
        parts = read_parts(part) if isinstance(part, list | tuple) else [part]
        said = " ".join(str(one) for one in parts if _short(one)).casefold()
        names = re.findall(r"\d+|[a-z]", said)
        unions.append("".join(by_people.get(name, name) for name in names))
    return unions


def _short(part: Any) -> bool:
    if isinstance(part, str):
        return len(part) <= LONGEST
    if not isinstance(part, int | np.integer):
        raise Unreadable("no_list")
    return True
