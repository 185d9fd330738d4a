"""A lesson as one page that needs nothing else: no kernel, no network, no file beside it."""

import base64
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import mistune

from segnb.report.page import theme
from segnb.teaching.interactive.browser_modules import COLOURS, module, style
from segnb.teaching.interactive.play import Play
from segnb.teaching.lesson import LAST, Lesson
from segnb.teaching.lesson_words import style_sheet, words_of
from segnb.teaching.municipality_numbers import read_data
from segnb.teaching.pages.exercise_forms import form, packed, replies
from segnb.teaching.pages.lesson_notebook import MARK, Part, parts
from segnb.vocabulary.i18n import Lang

HERE = files("segnb.teaching.pages")
_WIDE = re.compile(r'(<div class="segnb-picture".*?</svg>\s*</div>|<table>.*?</table>)', re.DOTALL)
_MOUNT = """
for (const place of document.querySelectorAll(".segnb-mount")) {
  const state = JSON.parse(place.dataset.start);
  const model = {
    get: (name) => state[name], set: (name, value) => { state[name] = value; },
    save_changes() {}, on() {},
  };
  render({ model, el: place });
}
"""


def file_name(number: int, lang: Lang) -> str:
    """Name of the page of a lesson; the start page is the index."""
    return f"lesson-{number:02}.{lang}.html" if number else f"index.{lang}.html"


def sheet_name(number: int, lang: Lang) -> str:
    """Name of the worksheet of a lesson."""
    return f"worksheet-{number:02}.{lang}.pdf"


def lesson_page(path: Path, lesson: Lesson, other: Lang | None = None) -> str:
    """A lesson from its notebook as HTML.

    Parameters
    ----------
    path
        The notebook of the lesson.
    lesson
        The lesson, in the language and with the municipality that are wanted.
    other
        The language that stands beside it, if any.
    """
    words = read_data(f"{lesson.lang}/pages.yml")
    read = list(parts(path, lesson))
    body = "\n".join(filter(None, (_shown(part, lesson, words) for part in read)))
    title = words_of(lesson.number, lesson.lang)["title"]
    return _filled(
        lang=lesson.lang,
        title=escape(f"{lesson.number}. {title}"),
        style=_style(),
        skip=escape(words["skip"]),
        back=escape(words["back"]),
        nav=_nav(lesson, words, other),
        body=_linked(body, lesson.lang),
        foot=_next(lesson, words) + escape(words["made"]),
        script=_script(read, lesson, words),
    )


def index_page(lesson: Lesson, other: Lang | None = None) -> str:
    """The start page with links to all lessons."""
    words = read_data(f"{lesson.lang}/pages.yml")
    passages = [lesson.contents(), *(lesson.say(part) for part in ("routes", "names", "fairness"))]
    welcome = f"<h1>{words['index_title']}</h1>{mistune.html(words['welcome'])}"
    first = f'<div class="segnb-lesson">{welcome}</div>'
    body = "\n".join([first, *(passage.html for passage in passages)])
    return _filled(
        lang=lesson.lang,
        title=escape(words["index_title"]),
        style=_style(),
        skip=escape(words["skip"]),
        back=escape(words["back"]),
        nav=_other(lesson, words, other),
        body=_linked(body, lesson.lang),
        foot=escape(words["made"]),
        script="",
    )


def _shown(part: Part, lesson: Lesson, words: Mapping[str, Any]) -> str:
    """One part as the page has it; the head's own style sheet is that of the page."""
    if part.kind == "exercise":
        return form(part.name, lesson.word, lesson.language)
    if part.kind == "guess":
        return _guess(words)
    if part.kind == "compare":
        return '<div class="segnb-compared" role="status"></div>'
    html = re.sub(r"<style>.*?</style>", "", part.html, flags=re.DOTALL)
    if part.kind == "opening":
        page = read_data(f"{lesson.lang}/page.yml")
        return html.replace(escape(page["print"], quote=False), escape(words["no_cell"]))
    if part.kind == "play":
        return _play(part, lesson, words)
    if part.kind == "code":
        code = f'<summary>{words["code"]}</summary><pre tabindex="0">{escape(part.source)}</pre>'
        return f'<details class="segnb-code">{code}{_roomy(html, words)}</details>'
    if part.kind == "file":
        return _roomy(html, words) + _download(lesson, words)
    return _roomy(html, words)


def _download(lesson: Lesson, words: Mapping[str, Any]) -> str:
    """The municipality's whole file inside the page; nothing where none is held."""
    frame = lesson.place.file
    text = frame.to_csv(index=False, sep=";").encode("utf-8-sig")
    data = f"data:text/csv;base64,{base64.b64encode(text).decode()}"
    name = f"{lesson.place.municipality.code}.csv"
    link = f'<a class="segnb-download" href="{data}" download="{name}">{escape(words["file"])}</a>'
    return f"<p>{link}</p>" if len(frame) else ""


def _roomy(html: str, words: Mapping[str, Any]) -> str:
    """Pictures and tables in a room of their own, which a narrow screen scrolls."""
    name = escape(words["scrolls"])
    room = f'<div class="segnb-scroll" role="group" tabindex="0" aria-label="{name}">'
    return _WIDE.sub(lambda found: f"{room}{found[1]}</div>", html)


def _play(part: Part, lesson: Lesson, words: Mapping[str, Any]) -> str:
    instead = words["instead"].get(lesson.number)
    if instead:
        heading = read_data(f"{lesson.lang}/page.yml")["headings"]["play"]
        return f'<div class="segnb-lesson"><h2>{heading}</h2><p>{escape(instead["play"])}</p></div>'
    without = f"<noscript><p>{escape(words['no_script'])}</p></noscript>"
    return part.html + (without if isinstance(part.shown, Play) else "")


def _guess(words: Mapping[str, Any]) -> str:
    field = f'<label>{escape(words["your_guess"])} <input type="text" autocomplete="off"></label>'
    button = f'<button type="submit">{escape(words["show"])}</button>'
    return f'<form class="segnb-lesson segnb-guess-field">{field}{button}</form>'


def _script(read: list[Part], lesson: Lesson, words: Mapping[str, Any]) -> str:
    """The modules of the page and what it says to answers."""
    names = [part.name for part in read if part.kind == "exercise"]
    compared = next((part.html for part in read if part.kind == "compare"), "")
    told = {
        "words": {key: words[key] for key in ("write_first", "choose_first", "on_paper")},
        "mark": MARK,
    }
    told |= {"compared": compared} | replies(names, lesson.word, lesson.language)
    scripts = [f'<script type="text/plain" id="segnb-replies">{packed(told)}</script>']
    scripts += [mounted(part.shown.name) for part in read if isinstance(part.shown, Play)]
    return "\n".join([*scripts, _module("exercises", "start(document);\n")])


def mounted(name: str) -> str:
    """Script of an interactive, which a page mounts where it stands."""
    return _module(name, _MOUNT)


def _module(name: str, more: str) -> str:
    text = module(name).replace("export default { render };\n", "")
    return f'<script type="module">\n{text}{more}</script>'


def _nav(lesson: Lesson, words: Mapping[str, Any], other: Lang | None) -> str:
    lang, links = lesson.lang, [_link(file_name(0, lesson.lang), words["back"])]
    links += [_to("previous", lesson.number - 1, lang, words), _next(lesson, words)]
    links.append(_link(sheet_name(lesson.number, lang), words["worksheet"]))
    return "".join(links) + _other(lesson, words, other)


def _next(lesson: Lesson, words: Mapping[str, Any]) -> str:
    return _to("next", lesson.number + 1, lesson.lang, words)


def _to(key: str, number: int, lang: Lang, words: Mapping[str, Any]) -> str:
    """Link to the lesson before or after; empty where there is none."""
    if not 1 <= number <= LAST:
        return ""
    return _link(file_name(number, lang), words[key].format(title=words_of(number, lang)["title"]))


def _other(lesson: Lesson, words: Mapping[str, Any], other: Lang | None) -> str:
    if other is None:
        return ""
    target = file_name(lesson.number, other)
    return f'<a href="{target}" lang="{other}" hreflang="{other}">{words["other_language"]}</a>'


def _link(target: str, text: str) -> str:
    return f'<a href="{target}">{escape(text)}</a>'


def _linked(html: str, lang: Lang) -> str:
    """Links to notebooks as links to their pages."""
    return re.sub(
        r'href="(\d\d)_\w+\.ipynb"', lambda found: f'href="{file_name(int(found[1]), lang)}"', html
    )


@cache
def _style() -> str:
    text = (HERE / "page.css").read_text(encoding="utf-8")
    for name in COLOURS:
        text = text.replace(f"var(--{name.lower()})", getattr(theme, name))
    return "\n".join([text, style_sheet(), style()])


def _filled(**values: str) -> str:
    page = (HERE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"%(\w+)%", lambda found: values.get(found[1], found[0]), page)
