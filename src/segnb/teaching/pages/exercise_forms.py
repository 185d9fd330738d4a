"""Exercises as forms of a page, and what the page answers, kept out of its text."""

import base64
import json
from typing import Any

import mistune
from markupsafe import Markup

from segnb.report.page.block_html import templates
from segnb.teaching import towns
from segnb.teaching.answer_check import ANOTHER_TOWN, NEAR, OTHER, RIGHT, judge, said, said_choice
from segnb.teaching.exercises import Exercise, find_exercise, value_of
from segnb.teaching.own_numbers import Numbers
from segnb.teaching.towns import read_data
from segnb.vocabulary.i18n import Language

LIVE = ("choice", "build", "number", "parts", "set")  # the page judges these by itself


def form(name: str, word: str, language: Language) -> str:
    """The exercise with room for an answer."""
    asked, words = find_exercise(name), read_data(f"{language.lang}/pages.yml")
    numbers = asked.numbers(word)
    said_of = read_data(f"{language.lang}/page.yml")["headings"]["exercise"]
    return templates("segnb.teaching.pages").get_template("exercise.html.j2").render(
        asked=asked,
        words=words,
        title=said_of.format(id=name),
        question=Markup(mistune.html(asked.text("question", language, asked.filled(numbers)))),
        choices=[said_choice(asked, key, dict(numbers), language) for key in asked.choices]
        if asked.kind == "choice" else [],
        button=words["check"] if asked.kind in LIVE else words["show_way"],
    )  # fmt: skip


def replies(names: list[str], word: str, language: Language) -> dict[str, Any]:
    """What the page says to each answer of these exercises."""
    told = {name: _reply(find_exercise(name), word, language) for name in names}
    told["said"] = {key: said(language.lang, key) for key in ("right", "wrong", "open", "way")}
    check = read_data(f"{language.lang}/check.yml")
    told["said"] |= {"unreadable": check["unreadable"], "hints": check["hints"]}
    return told


def packed(told: Any) -> str:
    """Data of a page as text that says nothing to a reader's eye."""
    return base64.b64encode(json.dumps(told, ensure_ascii=False).encode()).decode()


def _reply(asked: Exercise, word: str, language: Language) -> dict[str, Any]:
    numbers = asked.numbers(word)
    values = asked.filled(numbers)
    another = asked.filled(asked.numbers(f"{word} {ANOTHER_TOWN}"))
    told: dict[str, Any] = {"kind": asked.kind, "way": asked.text("way", language, another)}
    if asked.kind in LIVE:
        told["more"] = asked.text("more", language, values)
    if asked.kind == "choice":
        told["choices"] = [_judged(asked, key, numbers, language) for key in asked.choices]
    if asked.kind == "build":
        words = getattr(asked, language.lang)
        told |= {"build": asked.right, "said": words["right"], "hints": words["hints"]}
        told["numbers"] = {key: numbers[key] for key in ("x", "wanted") if key in numbers}
        told["numbers"]["before"] = _before()
    elif asked.kind in LIVE and asked.kind != "choice":
        told |= _typed(asked, numbers, language)
    return told


def _typed(asked: Exercise, numbers: Numbers, language: Language) -> dict[str, Any]:
    """What a number or several are judged by: the right answer, and each usual wrong one."""
    values, words = asked.filled(numbers), getattr(asked, language.lang)
    listed = ((key, *asked.wrong_answer(key)) for key in asked.wrong)
    return {
        "right": value_of(asked.right, numbers),
        "wrong": [(key, value_of(wrong, numbers), within) for key, wrong, within in listed],
        "within": asked.within,
        "percent": asked.percent,
        "decimals": asked.decimals,
        "known": [code for code, *_ in numbers.get("rows", ())],
        "said": asked.text("right", language, values),
        "hints": {key: asked.text(f"hints.{key}", language, values) for key in words["hints"]},
    }


def _before() -> list[list[int]]:
    """People of A and all people of the areas of Byte in its first year."""
    counts = towns.town("byte").query("year == 1")
    x = counts[counts["group"] == "A"]["count"].tolist()
    return [x, counts.groupby("unit")["count"].sum().tolist()]


def _judged(
    asked: Exercise, choice: str, numbers: dict[str, Any], language: Language
) -> dict[str, Any]:
    """Whether a choice is right, and what is said to it."""
    letter = chr(ord("a") + asked.choices.index(choice))
    key, _ = judge(asked, numbers, letter, None)
    values = asked.filled(numbers)
    if key == RIGHT:
        return {"right": True, "text": asked.text("right", language, values)}
    own = asked.has(key, language.lang)
    general = said(language.lang, f"hints.{key if key == NEAR else OTHER}")
    return {
        "right": False,
        "text": asked.text(f"hints.{key}", language, values) if own else general,
    }
