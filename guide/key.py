"""The key: right answers and usual errors of each exercise, computed for a learner's word."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from segnb.teaching.answer_check import said, said_choice
from segnb.teaching.exercises import Exercise, exercises, formatted, value_of
from segnb.teaching.pages.page_folder import SHOWN
from segnb.teaching.real_municipality import Place
from segnb.teaching.towns import entry_at
from segnb.vocabulary.i18n import Language

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Solved:
    """An exercise with its answer, in words."""

    id: str
    question: str
    choices: list[str]
    answer: str
    why: str
    way: str
    errors: list[str]


def read(name: str) -> Any:
    """A data file of the guide."""
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def solved(number: int, word: str, language: Language, words: Any, place: str = "") -> list[Solved]:
    """The exercises of a lesson with their answers."""
    return [
        _one(e, word, language, words, place) for e in exercises().values() if e.lesson == number
    ]


def _one(asked: Exercise, word: str, language: Language, words: Any, place: str) -> Solved:
    numbers = asked.numbers(word)
    values = asked.filled(numbers)
    choices = [
        f"{chr(ord('a') + at)}. {said_choice(asked, key, numbers, language)}"
        for at, key in enumerate(asked.choices)
    ]
    return Solved(
        id=asked.id,
        question=asked.text("question", language, values),
        choices=choices,
        answer=_answer(asked, numbers, language, words, place),
        why="" if asked.kind in ("build", "data") else asked.text("right", language, values),
        way=asked.text("way", language, values),
        errors=_errors(asked, numbers, language, values),
    )


def _answer(asked: Exercise, numbers: Any, language: Language, words: Any, place: str) -> str:
    if asked.kind == "build":
        built = str(read("examples.yml")[asked.id]).replace("'", '"')
        return words["example"].format(answer=built)
    if asked.kind == "data":
        there = Place.open(place or SHOWN)
        answer = _of_place(asked, there, language, words)
        return words["of_place"].format(name=there.name, answer=answer)
    right = value_of(asked.right, numbers)
    return _choice(asked, str(right)) if asked.choices else _shown(right, language)


def _choice(asked: Exercise, key: str) -> str:
    return chr(ord("a") + asked.choices.index(key))


def _shown(value: Any, language: Language) -> str:
    if isinstance(value, list):
        return "; ".join(_shown(part, language) for part in value)
    return "…" if value is None else str(formatted(value, language))


def _of_place(asked: Exercise, place: Place, language: Language, words: Any) -> str:
    if place.counts is None:
        return str(words["not_held"])
    found = place.interval
    if asked.right == "people":
        return language.number(found["total"])
    if place.is_withheld:
        return words["too_few"].format(units=int(found["units"]))
    return f"{language.number(found['estimate'], 3)} " + (
        f"({language.number(found['lower'], 3)}–{language.number(found['upper'], 3)})"
    )


def _errors(asked: Exercise, numbers: Any, language: Language, values: Any) -> list[str]:
    """Each usual error with the hint that the pupil gets."""
    found = []
    hints = getattr(asked, language.lang).get("hints", {})
    for key in hints:
        hint = _plainly(asked, f"hints.{key}", language, values)
        if key in asked.wrong:
            wrong = value_of(asked.wrong_answer(key)[0], numbers)
            given = _choice(asked, str(wrong)) if asked.choices else _shown(wrong, language)
            found.append(f"{given}: {hint}")
        elif key in asked.choices:
            found.append(f"{_choice(asked, key)}: {hint}")
        else:
            found.append(hint)
    return found or [said(language.lang, "hints.other")]


def _plainly(asked: Exercise, key: str, language: Language, values: Any) -> str:
    """Words of a key; numbers that only an answer has are dots."""
    text = entry_at(getattr(asked, language.lang), key)
    names = set(re.findall(r"\{(\w+)", str(text))) - set(values)
    return asked.text(key, language, dict(values) | dict.fromkeys(names, "…"))
