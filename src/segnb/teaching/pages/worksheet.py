"""A worksheet of a lesson with room to write, as tagged PDF, from the notebook of the lesson."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from segnb.publish.pdf import STANDARD, fonts
from segnb.teaching.answer_check import said_choice
from segnb.teaching.exercises import Exercise, find_exercise
from segnb.teaching.interactive.play import Play
from segnb.teaching.lesson import Lesson
from segnb.teaching.lesson_words import Picture, words_of
from segnb.teaching.own_numbers import DRAWS, Random
from segnb.teaching.pages.lesson_notebook import Part, parts
from segnb.teaching.towns import read_data
from segnb.vocabulary.areas import find_municipality

ROOM = {"number": 4, "choice": 2, "parts": 5, "set": 3, "build": 4, "data": 3}  # lines to write on
WITH_FIGURE = (6, 7)  # an exercise reads it; elsewhere it would tell what is guessed
ON_PAPER = (4,)  # borders are drawn on the sheet
BY_HAND = (1, 2, 4, 10)  # lessons that are held with the sheet alone, so it says how to count


def worksheet(path: Path, lesson: Lesson) -> bytes:
    """The worksheet of a lesson as PDF/UA."""
    sheet, pictures = contents(path, lesson)
    template = (files("segnb.teaching.pages") / "worksheet.typ").read_bytes()
    sources: Any = {"main.typ": template, "sheet.json": json.dumps(sheet).encode()} | pictures
    return typst.compile(
        sources, format="pdf", font_paths=fonts(), pdf_standards=STANDARD, timestamp=0
    )


def contents(path: Path, lesson: Lesson) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the worksheet says, section by section, and its pictures by file name."""
    words = read_data(f"{lesson.lang}/pages.yml")
    pictures: dict[str, bytes] = {}
    sections = []
    for part in parts(path, lesson):
        found = list(_section(part, lesson, words["sheet"], pictures))
        if found:
            sections.append({"parts": found, "together": part.kind != "figure"})
    title = f"{lesson.number}. {words_of(lesson.number, lesson.lang)['title']}"
    sheet = {"title": f"{title} · {words['sheet_word']}", "lang": lesson.lang}
    return sheet | {
        "words": words["sheet"],
        "date": words["sheet"]["date"],
        "sections": sections,
    }, pictures


def _section(
    part: Part, lesson: Lesson, words: Any, pictures: dict[str, bytes]
) -> Iterator[dict[str, Any]]:
    """What of one part a worksheet holds."""
    if part.kind == "say" and part.name == "guess":
        yield _heading(lesson, "guess")
        yield from _texts(part.shown.text)
        yield {"kind": "field", "text": words["guess"], "lines": 1}
    elif part.kind == "play" and _is_drawn(part.shown, lesson.number):
        yield _heading(lesson, "play")
        yield from _texts(words["play"].get(lesson.number, part.shown.passage.text))
        town = _town(part.shown, words)
        yield from (town, {"kind": "text", "text": town["alt"]})
        yield {"kind": "field", "text": words["room"], "lines": 3}
    elif part.kind == "say" and part.name == "count" and lesson.number in BY_HAND:
        yield _heading(lesson, "count")
        yield from _texts(part.shown.text.rstrip().removesuffix("\n\n" + _to_code(part.shown.text)))
    elif part.kind == "figure" and lesson.number in WITH_FIGURE and isinstance(part.shown, Picture):
        pictures["figure.svg"] = part.shown.svg.encode()
        yield {"kind": "picture", "file": "figure.svg", "alt": part.shown.alt}
    elif part.name == "grants" or '"grants"' in part.source:
        yield _grants(lesson)
    elif part.kind == "exercise":
        yield from _exercise(find_exercise(part.name), lesson, words)
    elif part.kind == "say" and part.name == "exit":
        yield _heading(lesson, "exit")
        items = re.findall(r"^\d\. (.+)$", part.shown.text, re.MULTILINE)
        yield {"kind": "list", "items": [_plain(item) for item in items], "lines": 1}


def _exercise(asked: Exercise, lesson: Lesson, words: Any) -> Iterator[dict[str, Any]]:
    numbers = asked.numbers(lesson.word)
    title = read_data(f"{lesson.lang}/page.yml")["headings"]["exercise"].format(id=asked.id)
    yield {"kind": "heading", "text": title}
    yield from _texts(asked.text("question", lesson.language, asked.filled(numbers)))
    if asked.choices:
        said = [said_choice(asked, key, numbers, lesson.language) for key in asked.choices]
        yield {"kind": "choices", "items": [_plain(text) for text in said]}
    room = words["because"] if asked.choices else words["room"]
    yield {"kind": "field", "text": room, "lines": ROOM[asked.kind]}
    if not asked.choices:
        yield {"kind": "field", "text": words["answer"], "lines": 1}


def _is_drawn(shown: Any, number: int) -> bool:
    """Whether the sheet has the squares of what is played with."""
    return isinstance(shown, Play) and ("district" in shown.settings or number in ON_PAPER)


def _town(play: Play, words: Any) -> dict[str, Any]:
    """Squares of homes with gaps between districts, or of areas that borders are drawn around."""
    settings = {key: play.settings[key] for key in ("rows", "columns")}
    if "district" in play.settings:
        homes, district = play.homes, play.settings["district"]
        alt = words["town"].format(A=homes.count("1"), all=len(homes))
    else:
        people = play.settings["patterns"][play.homes.partition("|")[0]]
        high = max(people)
        homes, district = "".join(str(int(n == high)) for n in people), list(settings.values())
        alt = words["squares"].format(high=high, low=min(people), all=play.settings["each"])
    return {"kind": "town", "homes": homes, "alt": alt, "district": district} | settings


def _grants(lesson: Lesson) -> dict[str, Any]:
    held = DRAWS["grants"](Random(0))
    names = ("code", "municipality", "first", "second")
    return {
        "kind": "table",
        "head": [lesson.word_of_figure(f"grants.{name}") for name in names],
        "rows": [
            [code, find_municipality(code).name, lesson.language.number(before), printed]
            for (code, before, _), printed in zip(held["rows"], held["printed"], strict=True)
        ],
    }


def _heading(lesson: Lesson, key: str) -> dict[str, Any]:
    return {"kind": "heading", "text": read_data(f"{lesson.lang}/page.yml")["headings"][key]}


def _to_code(text: str) -> str:
    """The last paragraph where it leads to code, which a sheet has none of."""
    last = text.rstrip().rpartition("\n\n")[2]
    return last if last.endswith(":") else ""


def _texts(text: str) -> Iterator[dict[str, Any]]:
    """Paragraphs, lines of lists and tables without their heading and marks."""
    for block in text.split("\n\n"):
        if block.startswith("|"):
            rows = [
                [_plain(cell) for cell in line.strip("| ").split("|")] for line in block.split("\n")
            ]
            yield {"kind": "table", "head": rows[0], "rows": rows[2:]}
        elif block.strip() and not block.startswith("#"):
            lines = re.split(r"\n(?=\d\. |\* )", block)
            yield from (
                {"kind": "text", "text": _plain(re.sub(r"^\* ", "• ", line))} for line in lines
            )


def _plain(text: str) -> str:
    return re.sub(r"\*+|`|<[^>]*>", "", text).strip()
