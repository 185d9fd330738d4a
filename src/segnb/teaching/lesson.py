"""A lesson: what the cells of its notebook speak to."""

import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from segnb.teaching.answer_check import Verdict, check, said_choice
from segnb.teaching.exercises import Exercise, find_exercise, formatted
from segnb.teaching.lesson_facts import facts
from segnb.teaching.lesson_tables import grants_table, html_table
from segnb.teaching.lesson_words import Passage, Picture, fill, style_sheet, words_of
from segnb.teaching.own_numbers import SAME_FOR_ALL
from segnb.teaching.towns import entry_at, read_data
from segnb.vocabulary.errors import CannotWrite, InvalidParams
from segnb.vocabulary.i18n import Lang, Language

if TYPE_CHECKING:
    from segnb.teaching.real_municipality import Place

LAST = 10


@dataclass
class Lesson:
    """One lesson in one language, with a learner's own word and a municipality.

    Parameters
    ----------
    number
        0 for the start page, 1 to 10 for the lessons.
    lang
        `sv` or `en`.
    municipality
        Code or name; empty for the demonstration.
    word
        The learner's own word, from which the numbers of the exercises come.
    store
        Folder of a store with open data; empty for the usual one.

    Raises
    ------
    InvalidParams
        There is no such lesson or language.
    """

    number: int
    lang: Lang = "sv"
    municipality: str | int = ""
    word: str = ""
    store: str = ""
    _wrong: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.number not in range(LAST + 1):
            raise InvalidParams(f"There is no lesson {self.number!r}: they go from 0 to {LAST}.")
        self.language = Language(self.lang)

    @cached_property
    def place(self) -> "Place":
        """The municipality with its data."""
        from segnb.teaching.real_municipality import Place

        return Place.open(self.municipality, self.store)

    # -- words

    def say(self, part: str, **values: Any) -> Passage:
        """A part of the lesson in words: `guess`, `count`, `reading`, `limits`, `exit` …"""
        text = fill(self._words[part], dict(facts(self.number)) | values, self.language)
        heading = self._page["headings"].get(part)
        if part == "exit":
            text = f"{text}\n{self._further()}"
        return Passage(f"## {heading}\n\n{text}" if heading else text, self.lang, part)

    def _further(self) -> str:
        """What to do with the minutes that are left, and what comes next."""
        heads = self._page["headings"]
        more = heads["further"].format(more=read_data("lessons.yml")[self.number]["more"])
        task = fill(self._words["further"], facts(self.number), self.language)
        return f"**{more}.** {task}\n\n**{heads['next']}:** {self._words['next']}\n"

    def opening(self) -> Passage:
        """Head of the lesson: title, minutes, level, what is needed, goals, how to print."""
        style = f"<style>{style_sheet()}</style>\n\n"
        title = f"# {self.number}. {self._words['title']}" if self.number else "# {title}"
        head = fill(title, {"title": self._words["title"]}, self.language)
        return Passage(
            f"{style}{head}\n\n{self._facts_line()}\n\n{self._goals()}", self.lang, "head"
        )

    def _facts_line(self) -> str:
        words = self._words["need"]
        need = [self._page["you_need"].format(need=words)] if words else []
        if not self.number:
            return "".join(need)
        entry = read_data("lessons.yml")[self.number]
        before = self.language.listing([str(n) for n in entry["needs"]])
        needs = self._page["needs"].format(lessons=before) if before else self._page["needs_none"]
        minutes = self._page["minutes"].format(core=entry["core"], more=entry["more"])
        return " · ".join([minutes, self._page["level"][entry["level"]], needs, *need])

    def _goals(self) -> str:
        if not self.number:
            return ""
        goals = "".join(f"<li>{goal}</li>" for goal in self._words["goals"])
        summary = f"<summary>{self._page['goals']} …</summary>"
        how = f'<p class="segnb-how">{self._page["print"]}</p>'
        return f"<details>{summary}<ul>{goals}</ul>{how}</details>"

    def contents(self) -> Passage:
        """The lessons as links, with their minutes and level."""
        lines = [f"## {self._page['contents']}", ""]
        for number, entry in read_data("lessons.yml").items():
            title = words_of(number, self.lang)["title"]
            shown = self._page["open_lesson"].format(number=number, title=title)
            level = self._page["level"][entry["level"]]
            lines.append(f"* [{shown}]({entry['file']}.ipynb) · {entry['core']} min · {level}")
        return Passage("\n".join(lines), self.lang)

    def compare(self, guess: Any) -> Passage:
        """What was guessed beside what is computed."""
        if guess is None or guess is Ellipsis:
            return Passage(self._page["no_guess"], self.lang, "guess")
        shown = guess if isinstance(guess, str) else formatted(guess, self.language)
        return Passage(self.say("guessed", guess=_plain(shown)).text, self.lang, "guess")

    # -- things to look at and to do

    def play(self, name: str = "") -> Any:
        """Something to try: an interactive by name, and what to do with it."""
        words = self.say("play")
        if not name:
            return words
        from segnb.teaching.interactive import mount

        return mount(name, self)

    def figure(self) -> Picture | Passage:
        """The figure of the lesson, with its caption and what it shows in words."""
        from segnb.teaching.lesson_drawing import svg
        from segnb.teaching.lesson_figures import FIGURES
        from segnb.teaching.town_figures import own

        if self.number == LAST:
            return self.table("grants")
        name = read_data("lessons.yml")[self.number]["figure"]
        if name == "own":
            drawn = own(self.place, self.word_of_figure, self.language)
        else:
            drawn = FIGURES[name](self.word_of_figure, self.language)
        if drawn is None:
            return self.real()
        figure, alt = drawn
        return Picture(svg(figure), alt, self._words["figure"], self.lang)

    def word_of_figure(self, key: str, **values: Any) -> str:
        """Word on a figure or in its description."""
        found = entry_at(read_data(f"{self.lang}/figures.yml"), key)
        return fill(found, values, self.language)

    def table(self, frame: Any) -> Passage:
        """A frame as a table; `"grants"` is the printed table of lesson 10."""
        if isinstance(frame, str):
            caption = f"\n\n*{self._words['figure']}*" if frame == "grants" else ""
            return Passage(grants_table(self.word_of_figure, self.language) + caption, self.lang)
        shown = frame.to_frame() if isinstance(frame, pd.Series) else frame
        shown = shown.loc[:, [not (shown[name] == "").all() for name in shown.columns]]
        return Passage(html_table(shown, self.language, self._page["rows_more"]), self.lang)

    def file(self) -> Passage:
        """The municipality's file: its first rows."""
        return replace(self.table(self.place.file), kind="file")

    def real(self) -> Passage:
        """What the lesson says about the municipality."""
        from segnb.teaching.municipality_words import real

        variant, found = real(self.number, self.place)
        values = dict(facts(self.number)) | {"name": self.place.name} | found
        lines = [fill(self._words["real"][variant], values, self.language)]
        if not self.place.is_real:
            lines.insert(0, self._page["demonstration"].format(name=self.place.name))
        if variant != "none" and self.place.is_real:
            lines.append(f"*{self._page['source'].format(**self._source(found))}*")
        heading = self._page["headings"]["real"].format(name=self.place.name)
        return Passage(f"## {heading}\n\n" + "\n\n".join(lines), self.lang, "real")

    def chapter(self, name: Any, sentence: Any) -> Passage:
        """The learner's sentence as a chapter of a report, in a file of this name."""
        if not (isinstance(name, str) and isinstance(sentence, str) and name and sentence):
            return Passage(self._page["chapter_how"], self.lang, "chapter")
        from segnb.teaching.learner_chapter import write_chapter

        title, place = self._words["title"], self.place.municipality
        try:
            path = write_chapter(name, sentence, title, place, self.lang, self.store)
        except CannotWrite as error:
            return Passage(str(error), self.lang, "chapter")
        said = self._page["chapter_made"].format(path=path, code=place.code)
        return Passage(said, self.lang, "chapter")

    def _source(self, found: dict[str, Any]) -> dict[str, str]:
        family = "regso" if "first_year" in found else "deso"
        held = self.place.held(family)
        level = held.level.replace("deso", "DeSO ").replace("regso", "RegSO ")
        years = found.get("first_year"), found.get("last_year", str(held.year))
        return {"year": "–".join(filter(None, years)), "level": level}

    # -- exercises

    def exercise(self, name: str) -> Passage:
        """An exercise with the learner's own numbers."""
        asked = find_exercise(name)
        numbers = asked.numbers(self.word)
        heading = self._page["headings"]["exercise"].format(id=asked.id)
        question = asked.text("question", self.language, asked.filled(numbers))
        lines = [f"## {heading}", question, *self._choices(asked, numbers), self._how(asked)]
        return Passage("\n\n".join(lines), self.lang, "exercise")

    def _choices(self, asked: Exercise, numbers: dict[str, Any]) -> list[str]:
        said = (said_choice(asked, key, numbers, self.language) for key in asked.choices)
        letters = (f"**{chr(ord('a') + at)}** {text}" for at, text in enumerate(said))
        return ["<br>\n".join(letters)] if asked.choices else []

    def _how(self, asked: Exercise) -> str:
        said = [self._page["choices"]] if asked.choices else []
        said += [self._page["number"]] if asked.kind == "number" and asked.percent else []
        own = asked.draw not in SAME_FOR_ALL
        said += [self._page["word_missing"]] if own and not self.word else []
        return f"<small>{' '.join([*said, self._page['example']])}</small>"

    def check(self, name: str, answer: Any) -> Verdict:
        """Whether an answer is right; each new wrong one gets more help."""
        tried = self._wrong.setdefault(str(name), [])
        mark = _mark(answer)
        tries = tried.index(mark) if mark in tried else len(tried)
        place = self.place if find_exercise(name).kind == "data" else None
        found = check(name, answer, word=self.word, lang=self.lang, tries=tries + 1, place=place)
        if found.right is False and mark not in tried:
            tried.append(mark)
        if found.right is not True and os.environ.get("NBGRADER_EXECUTION"):
            raise AssertionError(str(found))  # a course that collects counts points by this
        return found

    @property
    def _words(self) -> Any:
        return words_of(self.number, self.lang)

    @property
    def _page(self) -> Any:
        return read_data(f"{self.lang}/page.yml")


def _plain(text: Any) -> str:
    """What a learner typed, short and without signs that a page would take for its own."""
    shown = text if isinstance(text, str | int | float) else type(text).__name__
    return str(shown)[:40].translate(str.maketrans("", "", "<>*_`{}[]|#&"))


def _mark(answer: Any) -> str:
    """What tells a new try from the same one again."""
    if isinstance(answer, str | int | float):
        return str(answer)[:200]
    parts = answer[:64] if isinstance(answer, list | tuple) else [type(answer).__name__]
    return " ".join(_mark(part) for part in parts)
