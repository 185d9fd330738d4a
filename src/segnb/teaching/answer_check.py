"""Checks answers by computing them: nothing here or in a notebook holds an answer as text.

The first wrong try gets a hint to what went wrong, the second a longer one, and the third the
way, with the numbers of another town.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from segnb.teaching.built_towns import BUILDS, Outcome
from segnb.teaching.exercises import Exercise, find_exercise, value_of
from segnb.teaching.learner_answers import (
    Unreadable,
    read_choice,
    read_number,
    read_parts,
)
from segnb.teaching.own_numbers import Numbers
from segnb.teaching.towns import entry_at, read_data
from segnb.vocabulary.i18n import Lang, Language

if TYPE_CHECKING:
    from segnb.teaching.real_municipality import Place

RIGHT, OTHER, NEAR, HUNDRED = "right", "other", "near", "hundred"
ANOTHER_TOWN = "another town"


@dataclass(frozen=True)
class Verdict:
    """What a check says: whether the answer is right, and why in words.

    Attributes
    ----------
    right
        True, False, or None where there was no answer to judge.
    message
        One or more paragraphs.
    """

    right: bool | None
    message: str
    lang: Lang = "sv"

    @property
    def word(self) -> str:
        """Sign and word: never told by colour alone."""
        return said(self.lang, {True: "right", False: "wrong", None: "open"}[self.right])

    def _repr_html_(self) -> str:
        kind = {True: "right", False: "wrong", None: "open"}[self.right]
        lines = [f"<p>{escape(line)}</p>" for line in self.message.split("\n")]
        return (
            f'<div class="segnb-verdict segnb-{kind}" role="status">'
            f"<p><strong>{escape(self.word)}</strong></p>{''.join(lines)}</div>"
        )

    def __repr__(self) -> str:
        return f"{self.word} {self.message}"


def check(
    exercise: object,
    answer: Any,
    *,
    word: str = "",
    lang: Lang = "sv",
    tries: int = 1,
    place: "Place | None" = None,
) -> Verdict:
    """Say whether an answer is right, and if not what may have gone wrong.

    Parameters
    ----------
    exercise
        Id such as ``"1.1"``; InvalidParams where there is none.
    answer
        A number, a text, a letter, a list: what the exercise asks for. Anything else gets a
        sentence that says what is wanted.
    word
        The learner's own word, which the numbers of the exercise come from.
    tries
        Which try it is: the second says more, the third shows the way.
    place
        The municipality with its data, for the exercises of lesson 9.

    Examples
    --------
    >>> check("4.1", 0, lang="en").right
    True
    """
    asked, language = find_exercise(exercise), Language(lang)
    numbers = asked.numbers(word)
    try:
        key, found = judge(asked, numbers, answer, place)
    except Unreadable as error:
        return Verdict(None, said(lang, f"unreadable.{error.key}"), lang)
    values = asked.filled(numbers) | found
    if key.startswith(RIGHT):
        return Verdict(True, asked.text(key, language, values), lang)
    lines = [_hint(asked, key, language, values)]
    if tries >= 2 and key != NEAR:
        lines.append(asked.text("more", language, values))
    if tries >= 3 and key != NEAR:
        another = asked.filled(asked.numbers(f"{word} {ANOTHER_TOWN}"))
        lines.append(f"{said(lang, 'way')} {asked.text('way', language, another)}")
    return Verdict(False, "\n".join(lines), lang)


def _hint(asked: Exercise, key: str, language: Language, values: Mapping[str, Any]) -> str:
    if asked.has(key, language.lang):
        return asked.text(f"hints.{key}", language, values)
    return said(language.lang, f"hints.{key}")


def said(lang: Lang, key: str) -> str:
    """What checks say about any exercise."""
    return str(entry_at(read_data(f"{lang}/check.yml"), key))


def judge(asked: Exercise, numbers: Numbers, answer: Any, place: "Place | None") -> Outcome:
    """Key of what is said about an answer, and values that only this answer has."""
    if asked.kind == "build":
        return BUILDS[asked.right](answer, numbers)
    if asked.kind != "data":
        return _JUDGES[asked.kind](asked, numbers, answer)
    if place is None or place.counts is None:
        raise Unreadable("no_data")
    from segnb.teaching.real_municipality import DATA_CHECKS  # the store, which others do without

    return DATA_CHECKS[asked.right](answer, place)


def _number(asked: Exercise, numbers: Numbers, answer: Any) -> Outcome:
    given = read_number(answer)
    if given.percent and not asked.percent:
        raise Unreadable("no_percent")
    right = value_of(asked.right, numbers)
    if abs(given - right) <= asked.within:
        return RIGHT, {}
    for key in asked.wrong:
        value, within = asked.wrong_answer(key)
        if abs(given - value_of(value, numbers)) <= within:
            return key, {}
    if given.decimals < asked.decimals and abs(right - given) <= 0.5 / 10**given.decimals + 1e-9:
        return NEAR, {}
    if asked.percent and not given.percent and abs(given / 100 - right) <= asked.within:
        return HUNDRED, {}
    return OTHER, {}


def _choice(asked: Exercise, numbers: Numbers, answer: Any) -> Outcome:
    languages = (Language("sv"), Language("en"))
    said_by = {k: [said_choice(asked, k, numbers, one) for one in languages] for k in asked.choices}
    given = read_choice(answer, said_by)
    if given == value_of(asked.right, numbers):
        return RIGHT, {}
    for key in asked.wrong:
        if given == value_of(asked.wrong_answer(key)[0], numbers):
            return key, {}
    return (given if asked.has(given, "sv") else OTHER), {}


def said_choice(asked: Exercise, key: str, numbers: Numbers, language: Language) -> str:
    """What a choice says."""
    return asked.text(f"choices.{key}", language, asked.filled(numbers))


def _parts(asked: Exercise, numbers: Numbers, answer: Any) -> Outcome:
    right = value_of(asked.right, numbers)
    parts = read_parts(answer)
    if len(parts) != len(right):
        raise Unreadable("other_count")
    given = [_read_as(part, wanted) for part, wanted in zip(parts, right, strict=True)]
    if _matches(given, right, asked.within):
        return RIGHT, {}
    for key in asked.wrong:
        value, within = asked.wrong_answer(key)
        if _matches(given, value_of(value, numbers), within):
            return key, {}
    return OTHER, {}


def _read_as(part: Any, wanted: Any) -> Any:
    if not isinstance(wanted, str):
        return float(read_number(part))
    if not isinstance(part, str) or len(part) > 40:
        raise Unreadable("no_choice")
    return part.strip().upper()


def _matches(given: list[Any], wanted: list[Any], within: float) -> bool:
    """Whether all parts that are wanted are given; None stands for any."""
    pairs = [(g, w) for g, w in zip(given, wanted, strict=True) if w is not None]
    return all(g == w if isinstance(w, str) else abs(g - w) <= within for g, w in pairs)


def _set(asked: Exercise, numbers: Numbers, answer: Any) -> Outcome:
    parts = read_parts(answer)
    if not all(isinstance(part, str | int) and not isinstance(part, bool) for part in parts):
        raise Unreadable("no_codes")
    given = {str(part).strip()[:9].zfill(4) for part in parts}
    known = {code for code, *_ in numbers["rows"]}
    if not given <= known:
        raise Unreadable("no_codes")
    right = set(value_of(asked.right, numbers))
    return (RIGHT if given == right else "half" if given & right else OTHER), {}


_JUDGES = {"number": _number, "choice": _choice, "parts": _parts, "set": _set}
