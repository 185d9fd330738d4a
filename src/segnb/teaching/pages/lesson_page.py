"""A lesson as one page that needs nothing else: no kernel, no network, no file beside it."""

import base64
import re
from collections.abc import Mapping
from functools import cache
from html import escape as html_escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import mistune
from jinja2 import Template
from markupsafe import Markup, escape

from segnb.report.page.block_html import templates
from segnb.teaching.interactive.play import Play
from segnb.teaching.interactive.widget import COLOURS, module, style
from segnb.teaching.lesson import LAST, Lesson
from segnb.teaching.lesson_words import coloured, style_sheet, words_of
from segnb.teaching.pages.exercise_forms import form, packed, replies
from segnb.teaching.pages.lesson_notebook import MARK, Part, parts
from segnb.teaching.towns import read_data
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
    title = f"{lesson.number}. {words_of(lesson.number, lesson.lang)['title']}"
    return _page(lesson, other, title, body, _script(read, lesson, words))


def index_page(lesson: Lesson, other: Lang | None = None) -> str:
    """The start page with links to all lessons."""
    words = read_data(f"{lesson.lang}/pages.yml")
    passages = [lesson.contents(), *(lesson.say(part) for part in ("routes", "names", "fairness"))]
    welcome = f"<h1>{words['index_title']}</h1>{mistune.html(words['welcome'])}"
    first = f'<div class="segnb-lesson">{welcome}</div>'
    body = "\n".join([first, *(passage.html for passage in passages)])
    return _page(lesson, other, words["index_title"], body)


def _page(lesson: Lesson, other: Lang | None, title: str, body: str, script: str = "") -> str:
    number, lang = lesson.number, lesson.lang
    words, beside = read_data(f"{lang}/pages.yml"), {}
    for key, there in {"previous": number - 1, "next": number + 1}.items():
        is_there = number and 1 <= there <= LAST
        text = words[key].format(title=words_of(there, lang)["title"]) if is_there else ""
        beside[key] = (file_name(there, lang), text) if is_there else ()
    return _template("page").render(
        lang=lang, title=title, words=words, number=number, beside=beside, other=other,
        index=file_name(0, lang), other_page=file_name(number, other or lang),
        sheet=sheet_name(number, lang), style=Markup(_style()), body=Markup(_linked(body, lang)),
        script=Markup(script),
    )  # fmt: skip


def _template(name: str) -> Template:
    return templates("segnb.teaching.pages").get_template(f"{name}.html.j2")


def _shown(part: Part, lesson: Lesson, words: Mapping[str, Any]) -> str:
    """One part as the page has it; the head's own style sheet is that of the page."""
    if part.kind == "exercise":
        return form(part.name, lesson.word, lesson.language)
    own = read_data(f"{lesson.lang}/page.yml")
    html = re.sub(r"<style>.*?</style>", "", part.html, flags=re.DOTALL)
    if part.kind == "opening":
        html = html.replace(html_escape(own["print"], quote=False), escape(words["no_cell"]))
    elif part.kind != "play":
        html = _roomy(html, words)
    return _template("part").render(
        part=part, words=words, html=Markup(html), heading=own["headings"]["play"],
        is_played=part.kind == "play" and isinstance(part.shown, Play),
        instead=words["instead"].get(lesson.number, {}).get("play"),
        file=_file(lesson) if part.kind == "file" else "", code=lesson.place.municipality.code,
    )  # fmt: skip


def _file(lesson: Lesson) -> str:
    """The municipality's whole file as an address; empty where none is held."""
    frame = lesson.place.file
    text = frame.to_csv(index=False, sep=";").encode("utf-8-sig")
    return f"data:text/csv;base64,{base64.b64encode(text).decode()}" if len(frame) else ""


def _roomy(html: str, words: Mapping[str, Any]) -> str:
    """Pictures and tables in a room of their own, which a narrow screen scrolls."""
    name = escape(words["scrolls"])
    room = f'<div class="segnb-scroll" role="group" tabindex="0" aria-label="{name}">'
    return _WIDE.sub(lambda found: f"{room}{found[1]}</div>", html)


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


def _linked(html: str, lang: Lang) -> str:
    return re.sub(
        r'href="(\d\d)_\w+\.ipynb"', lambda found: f'href="{file_name(int(found[1]), lang)}"', html
    )


@cache
def _style() -> str:
    own = coloured((HERE / "page.css").read_text(encoding="utf-8"), COLOURS)
    return "\n".join([own, style_sheet(), style()])
