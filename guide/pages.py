"""The guide as a document: sections of paragraphs, lists and tables, in one language."""

from importlib.util import find_spec
from typing import Any

from guide.key import Solved, read, solved
from segnb import __version__
from segnb.teaching.lesson_words import words_of
from segnb.teaching.towns import read_data
from segnb.vocabulary.i18n import Lang, Language

WAYS = ("unplugged", "one", "easier", "harder")
STEPS = {"guess": 3, "play": 7, "count": 10, "reading": 5, "exercises": 10, "exit": 5}
Block = dict[str, Any]


def document(lang: Lang, word: str, place: str = "") -> dict[str, Any]:
    """The whole guide."""
    language, words = Language(lang), read(f"words/{lang}.yml")
    sections = [*_front(words), _card(words), _plans(words, lang), _project(words)]
    sections += [_lesson(n, words, language, word, place) for n in range(1, 11)]
    sections.append(_comparison(words, lang))
    flowing = [section["title"] for section in sections[1:-11]]
    for at, section in enumerate(sections):
        section |= {"anchor": f"s{at + 1}", "new_page": section["title"] not in flowing}
    return {
        "lang": lang,
        "title": words["title"],
        "lead": words["lead_word" if word else "lead"].format(word=word),
        "contents": words["contents"],
        "made": words["made"].format(version=__version__),
        "sections": sections,
    }


def _section(title: str, *blocks: Block) -> dict[str, Any]:
    return {"title": title, "blocks": list(blocks)}


def text(said: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": said}


def lead(said: str) -> Block:
    """A paragraph in bold."""
    return {"kind": "lead", "text": said}


def heading(said: str) -> Block:
    """A heading inside a section."""
    return {"kind": "heading", "text": said}


def bullets(items: list[str]) -> Block:
    """A list."""
    return {"kind": "list", "items": items}


def table(heads: list[str], rows: list[list[str]]) -> Block:
    """A table whose first column names the rows."""
    return {"kind": "table", "heads": heads, "rows": rows}


def _front(words: Any) -> list[dict[str, Any]]:
    pages = [_section(page["title"], bullets(page["items"])) for page in words["front"]]
    pages[-1]["blocks"].append(text(words["before"]))
    return pages


def _card(words: Any) -> dict[str, Any]:
    card = words["card"]
    return _section(card["title"], table(card["heads"], card["rows"]))


def _plans(words: Any, lang: Lang) -> dict[str, Any]:
    """Course plans that have been read; the others are left out."""
    rows = []
    for row in confirmed():
        seen = {"kind": row["kind"][lang], "checked": row["checked"], "source": row["source"]}
        lessons = ", ".join(map(str, row["lessons"]))
        subject = f"{row['plan']}, {row['subject'][lang]}"
        rows.append([subject, row["content"][lang], lessons, words["plan_seen"].format(**seen)])
    heads = table(words["plans_heads"], rows)
    return _section(words["headings"]["plans"], text(words["plans_lead"]), heads)


def confirmed() -> list[dict[str, Any]]:
    """Rows of the course plans whose wording was read, with the day."""
    return [row for row in read("course_plans.yml") if row["checked"]]


def _project(words: Any) -> dict[str, Any]:
    page = words["project"]
    parts = [heading(page["holds_title"]), bullets(page["holds"])]
    parts += [heading(page["fails_title"]), bullets(page["fails"]), text(page["rule"])]
    return _section(page["title"], *parts)


def _lesson(number: int, words: Any, language: Language, word: str, place: str) -> dict[str, Any]:
    said, heads = words["lessons"][number], words["headings"]
    lesson = words_of(number, language.lang)
    title = words["lesson"].format(number=number, title=lesson["title"])
    blocks = [
        *(text(said["purpose"]), _minutes(number, words)),
        *(heading(heads["board"]), text(said["board"])),
        heading(heads["misconceptions"]),
        bullets([f"{m['says']} → {m['ask']}" for m in said["misconceptions"]]),
        heading(heads["ways"]),
        bullets([f"{heads[part]}: {said[part]}" for part in WAYS]),
    ]
    levels = [f"{words['exit_levels'][level]}: {said[level]}" for level in words["exit_levels"]]
    blocks += [heading(heads["exit"]), bullets(levels), heading(heads["key"])]
    for one in solved(number, word, language, words, place):
        blocks += _solved(one, words)
    plans = [f"{p['plan']}, {p['subject'][language.lang]}" for p in confirmed()
             if number in p["lessons"]]  # fmt: skip
    if plans:
        blocks.append(text(f"{heads['plans']}: {'; '.join(plans)}."))
    return _section(title, *blocks)


def _minutes(number: int, words: Any) -> Block:
    core = read_data("lessons.yml")[number]["core"]
    heads = [words["steps"][step] for step in STEPS]
    row = [words["minutes"].format(minutes=n) for n in minutes(core)]
    return table(heads, [row])


def minutes(core: int) -> list[int]:
    """Minutes of each step of a lesson, which make its core together.

    Examples
    --------
    >>> minutes(40), minutes(25)
    ([3, 7, 10, 5, 10, 5], [2, 5, 6, 3, 6, 3])
    """
    exact = [share * core / sum(STEPS.values()) for share in STEPS.values()]
    whole = [int(part) for part in exact]
    rest = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])
    for at in rest[: core - sum(whole)]:
        whole[at] += 1
    return whole


def _solved(one: Solved, words: Any) -> list[Block]:
    lines = [lead(f"{one.id} {one.question}")]
    lines += [text(" · ".join(one.choices))] if one.choices else []
    lines.append(text(f"{words['answer']}: {one.answer}. {one.why}".strip()))
    return [*lines, bullets([*one.errors, f"{words['way']}: {one.way}"])]


def _comparison(words: Any, lang: Lang) -> dict[str, Any]:
    page, held = words["comparison"], read("comparison.yml")
    rows = [[row[lang], *_signs(row)] for row in held["rows"]]
    heads = [page["feature"], *held["names"]]
    lead = text(f"{page['lead']} ({held['checked']})")
    better = [heading(page["better_title"]), bullets(page["better"])]
    return _section(page["title"], lead, table(heads, rows), *better)


def _signs(row: dict[str, str]) -> list[str]:
    """Signs of a row; ours only where we have what it needs."""
    signs = list(row["signs"])
    if "needs" in row and find_spec(row["needs"]) is None:
        signs[-1] = "–"
    return signs
