"""The exercises row by row: what is right, each typical error with its hint, and garbage."""

import math
import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd
import pytest

from segnb.teaching.answer_check import Verdict, check, said, said_choice
from segnb.teaching.exercises import Exercise, exercises, find_exercise, value_of
from segnb.teaching.own_numbers import SAME_FOR_ALL
from segnb.teaching.towns import read_data
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.i18n import Language

pytestmark = pytest.mark.long

WORD = "björk"
CHOICES = [e for e in exercises().values() if e.kind == "choice"]
COMPUTED = [e for e in exercises().values() if e.kind in ("number", "parts")]

# What a learner builds, and the hint that it gets.
BUILT = [
    ("1.3", [90, 10, 0, 0], "right"),
    ("1.3", "90, 10, 0, 0", "right"),
    ("1.3", [0, 0, 0, 100], "right"),
    ("1.3", [90, 20, 0, 0], "sum"),
    ("1.3", [30, 30, 20, 20], "low"),
    ("1.3", [-10, 110, 0, 0], "impossible"),
    ("1.3", [99.5, 0.5, 0, 0], "parted"),
    ("2.3", [10, 10, 10, *[0] * 7], "right"),
    ("2.3", [90, 10, *[0] * 8], "isolated"),
    ("2.3", [10, 10, 10, 10, 10, *[1] * 5], "low"),
    ("2.3", [0] * 10, "nobody"),
    ("2.3", [101, *[0] * 9], "impossible"),
    ("4.2", ["ac", "bd"], "right"),
    ("4.2", [["a", "c"], ["d", "b"]], "right"),
    ("4.2", [[80, 40], [60, 20]], "right"),
    ("4.2", "ac bd", "right"),
    ("1.3", "[100,0,0,0]", "right"),
    ("10.1", '["0180","1480"]', "right"),
    ("4.2", "ac och bd", "right"),
    ("4.2", '[["a","c"],["b","d"]]', "right"),
    ("4.2", "80+40, 60+20", "right"),
    ("4.2", ["ab", "cd"], "likes"),
    ("4.2", ["ad", "bc"], "opposites"),
    ("4.2", ["ab", "bc"], "not_two"),
    ("4.2", ["abc", "d"], "not_even"),
    ("8.2", [[60, 130], [40, 140]], "right"),
    ("8.2", ((60, 130), (40, 140)), "right"),
    ("8.2", [60, 130, 40, 140], "right"),
    ("8.2", "[[60,130],[40,140]]", "right"),
    ("8.2", "60 av 130, 40 av 140", "right"),
    ("8.2", "60/130 40/140", "right"),
    ("8.2", "60,5; 130; 40; 140", "parted"),
    ("8.2", [[30, 100], [20, 100]], "no_rise"),
    ("8.2", [[80, 140], [10, 110]], "no_fall"),
    ("8.2", [[0, 100], [0, 100]], "nobody"),
    ("8.2", [[20, 100], [2, 100]], "neither"),
    ("10.1", ["0180", "1480"], "right"),
    ("10.1", {"1480", "0180"}, "right"),
    ("10.1", "0180, 1480", "right"),
    ("10.1", ["0180", "0123"], "half"),
    ("10.1", ["0123", "0126"], "other"),
]


class Hostile:
    """Answers nothing: whoever compares it or asks for its text fails."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("not to be compared")

    __hash__ = None

    def __repr__(self) -> str:
        raise RuntimeError("not to be shown")

    __str__ = __float__ = __len__ = __iter__ = __bool__ = __repr__


GARBAGE = [
    None,
    ...,
    "abc",
    "",
    math.nan,
    math.inf,
    True,
    [],
    [1, [2, [3]]],
    {},
    {"a": None},
    "9" * 10_000_000,
    [0] * 100_000,
    10**400,
    "1/0",
    b"26",
    3j,
    print,
    Hostile(),
    [Hostile()] * 4,
    [None, None],
    pd.DataFrame(),
    np.array([]),
]


def hint(exercise: Exercise, key: str, lang: str = "sv") -> str:
    """The words of a hint up to the first number that is filled in."""
    hints = getattr(exercise, lang).get("hints", {})
    text = hints.get(key) or said(lang, f"hints.{key}")
    return max(text.replace("}", "{").split("{")[::2], key=len)


def answered(exercise: str, answer: object, **more: object) -> Verdict:
    return check(exercise, answer, word=WORD, **more)


@pytest.mark.parametrize("exercise", COMPUTED, ids=lambda e: e.id)
@pytest.mark.parametrize("word", [WORD, "", "Ny York 7"])
def test_a_computed_answer_is_right_and_each_error_gets_its_hint(exercise, word: str) -> None:
    numbers = exercise.numbers(word)
    assert check(exercise.id, value_of(exercise.right, numbers), word=word).right is True
    for key in exercise.wrong:
        wrong = value_of(exercise.wrong_answer(key)[0], numbers)
        if isinstance(wrong, list):
            fill = value_of(exercise.right, numbers)
            wrong = [f if w is None else w for w, f in zip(wrong, fill, strict=True)]
        for lang in ("sv", "en"):
            found = check(exercise.id, wrong, word=word, lang=lang)
            assert (found.right, hint(exercise, key, lang) in found.message) == (False, True)


@pytest.mark.parametrize("exercise", CHOICES, ids=lambda e: e.id)
@pytest.mark.parametrize("word", [WORD, "Ny York 7"])
def test_one_choice_is_right_and_each_other_gets_its_hint(exercise, word: str) -> None:
    numbers = exercise.numbers(word)
    right = value_of(exercise.right, numbers)
    computed = {value_of(exercise.wrong_answer(k)[0], numbers): k for k in exercise.wrong}
    for at, choice in enumerate(exercise.choices):
        found = check(exercise.id, "ABCD"[at], word=word)
        assert found.right is (choice == right)
        if choice != right:
            assert hint(exercise, computed.get(choice, choice if exercise.has(choice, "sv")
                        else "other")) in found.message  # fmt: skip
        for lang in ("sv", "en"):
            text = said_choice(exercise, choice, numbers, Language(lang))
            assert check(exercise.id, text, word=word).right is (choice == right)


@pytest.mark.parametrize(("exercise", "answer", "key"), BUILT)
def test_what_is_built_gets_its_words(exercise: str, answer: object, key: str) -> None:
    found = answered(exercise, answer)
    assert found.right is (key == "right")
    if key != "right":
        assert hint(find_exercise(exercise), key) in found.message


@pytest.mark.parametrize("exercise", exercises())
@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_gets_a_sentence(exercise: str, garbage: object) -> None:
    found = answered(exercise, garbage)
    assert found.right is not True or (exercise, garbage) == ("4.1", 0)
    assert found.message.endswith((".", "!", "?", "]", ")"))
    assert "{" not in found.message


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("{D:.3f}", True),
        ("{D:.4f}", True),
        ("{percent:.1f} %", True),
        ("{percent:.1f}\u00a0%", True),
        ("{D:.1f}", False),
    ],
)
def test_a_number_is_read_as_it_is_typed(answer: str, right: bool) -> None:
    exercise = find_exercise("1.1")
    D = value_of("D", exercise.numbers(WORD))
    typed = answer.format(D=D, percent=100 * D)
    for one in (typed, typed.replace(".", ",")):
        assert answered("1.1", one).right is right


def test_numbers_of_every_type_are_read() -> None:
    D = value_of("D", find_exercise("1.1").numbers(WORD))
    exact = Fraction(D).limit_denominator(1000)
    frame = pd.DataFrame({"estimate": [D]})
    answers = [D, np.float64(D), np.array([D]), np.array(D), frame["estimate"], frame, exact]
    for one in [*answers, Decimal(repr(D)), str(exact), [D]]:
        assert answered("1.1", one).right is True


def test_too_few_decimals_and_a_missing_sign_of_per_cent_are_told() -> None:
    D = value_of("D", find_exercise("1.1").numbers(WORD))
    assert said("sv", "hints.near") in answered("1.1", round(D, 2)).message
    P = value_of("grid_xPx", find_exercise("2.2").numbers(WORD))
    assert said("sv", "hints.hundred") in answered("2.2", 100 * P).message
    assert answered("1.1", (0, 267)).message == said("sv", "unreadable.comma")
    assert answered("1.2", "20 %").message == said("sv", "unreadable.no_percent")


def test_the_second_try_says_more_and_the_third_shows_another_town() -> None:
    exercise = find_exercise("1.1")
    wrong = value_of("mean_gap", exercise.numbers(WORD))
    first, second, third = (answered("1.1", wrong, tries=n).message for n in (1, 2, 3))
    assert first in second
    assert second in third
    assert len({len(text.split("\n")) for text in (first, second, third)}) == 3
    right = Language("sv").number(value_of("D", exercise.numbers(WORD)), 3)
    assert right not in third


OWN = [exercise for exercise in exercises().values() if exercise.draw not in SAME_FOR_ALL]


@pytest.mark.parametrize("exercise", OWN, ids=lambda e: e.id)
def test_two_hundred_words_give_no_doubtful_exercise(exercise: Exercise) -> None:
    words = [f"ord{number}" for number in range(200)]
    drawn = [exercise.numbers(word) for word in words]
    assert not any(exercise.is_ambiguous(numbers) for numbers in drawn)
    assert len({str(numbers) for numbers in drawn}) > 20
    assert exercise.numbers("Ord1 ") == drawn[1]


def test_a_doubtful_exercise_is_seen() -> None:
    exercise = find_exercise("1.2")
    assert exercise.is_ambiguous({"x": [70, 10, 10, 10], "t": [100] * 4})
    assert not exercise.is_ambiguous({"x": [40, 30, 20, 10], "t": [100] * 4})


def test_every_lesson_has_three_exercises_with_all_their_words() -> None:
    assert list(exercises()) == [f"{n}.{k}" for n in range(1, 11) for k in (1, 2, 3)]
    for exercise in exercises().values():
        sv, en = (_shape(getattr(exercise, lang)) for lang in ("sv", "en"))
        assert sv == en
        assert {"question", "right", "more", "way"} <= {key.partition(".")[0] for key in sv}


@cache
def _fields(text: str) -> tuple[str, ...]:
    return tuple(sorted(part.partition("}")[0] for part in text.split("{")[1:]))


def _shape(words: dict, prefix: str = "") -> dict[str, tuple[str, ...]]:
    """Keys and placeholders of words."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in words.items():
        inner = isinstance(value, dict)
        found |= _shape(value, f"{key}.") if inner else {prefix + str(key): _fields(value)}
    return found


def test_what_checks_say_has_the_same_keys_in_both_languages() -> None:
    assert _shape(read_data("sv/check.yml")) == _shape(read_data("en/check.yml"))


def test_no_such_exercise_is_one_sentence() -> None:
    with pytest.raises(InvalidParams, match=r"There is no exercise '9\.9'"):
        check("9.9", 1)


def test_a_verdict_is_told_by_word_and_sign_and_escapes_what_it_says() -> None:
    html = Verdict(False, "a < b", "en")._repr_html_()
    assert "a &lt; b" in html
    assert "→ Not yet." in html
    assert 'role="status"' in html


def test_checking_leaves_nothing_on_disk(tmp_path) -> None:
    program = "from segnb.teaching.answer_check import check; print(check('4.1', 0).right)"
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", "-c", program]
    answer = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert (answer.stdout.strip(), answer.stderr, list(tmp_path.iterdir())) == ("True", "", [])
