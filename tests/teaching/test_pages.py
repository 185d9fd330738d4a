"""Pages of lessons stand alone, judge as the notebook does and give nothing away."""

import base64
import io
import json
import re
from functools import cache
from pathlib import Path
from random import Random

import pikepdf
import pytest
from click.testing import CliRunner
from test_interactives import needs_node, node

from segnb.cli import main
from segnb.publish.lesson_copies import lesson_paths
from segnb.teaching import Lesson, towns
from segnb.teaching.answer_check import check
from segnb.teaching.exercises import Exercise, exercises, value_of
from segnb.teaching.lesson_words import words_of
from segnb.teaching.pages.exercise_forms import LIVE, packed, replies
from segnb.teaching.pages.lesson_notebook import parts
from segnb.teaching.pages.lesson_page import index_page, lesson_page
from segnb.teaching.pages.worksheet import BY_HAND, contents, worksheet
from segnb.teaching.towns import read_data
from segnb.vocabulary.i18n import Language

pytestmark = pytest.mark.long

WORD, BUILT = "björk", 60
LESSONS = range(1, 11)


@cache
def made(number: int, lang: str = "sv") -> str:
    lesson = Lesson(number, lang=lang, municipality="2180", word=WORD)
    return lesson_page(lesson_paths()[number], lesson, "en" if lang == "sv" else "sv")


def typed(name: str, rng: Random) -> str:
    """What somebody may type who builds a town, sensible or not."""
    odd = ["", "...", "abc", "1 2", "10 20 30 40 50", "5 %", "1/0 2 3 4", "a" * 300, "[[1, 2"]
    if rng.random() < 0.2:
        return rng.choice(odd)
    if name == "4.2":
        letters = rng.sample("abcd", 4)
        cut = rng.choice([1, 2, 2, 2, 3])
        pair = "".join(letters[:cut]), "".join(letters[cut:])
        form = rng.choice(['["{}", "{}"]', "{} och {}", "{}; {}", "[[{}],[{}]]"])
        return form.format(*(rng.choice(["", "+", ","]).join(one) for one in pair))
    count = 10 if name == "2.3" else 4
    most = rng.choice([4, 40, 100, 130])
    numbers = [rng.choice([0, rng.randint(-1, most), most / 2]) for _ in range(count)]
    if name == "1.3" and rng.random() < 0.6:
        cuts = sorted(rng.randint(0, 100) for _ in range(3))
        numbers = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    if name == "8.2":
        numbers = [
            rng.randint(0, 80),
            rng.randint(60, 150),
            rng.randint(0, 60),
            rng.choice([0, 150]),
        ]
        form = rng.choice(
            ["[[{},{}],[{},{}]]", "{} av {}, {} av {}", "{}/{} {}/{}", "{}, {}, {}, {}"]
        )
        return form.format(*numbers)
    brackets = rng.choice(["{}", "[{}]", "({})"])
    if all(isinstance(n, int) for n in numbers) and rng.random() < 0.3:
        return brackets.format(",".join(map(str, numbers)))
    return rng.choice([", ", "; ", " "]).join(str(n).replace(".5", ",5") for n in numbers)


def counted(exercise: Exercise) -> list[str]:
    """What somebody may type who computes: the answer, each usual error, roundings, garbage."""
    numbers = exercise.numbers(WORD)
    wrong = [value_of(exercise.wrong_answer(key)[0], numbers) for key in exercise.wrong]
    found = ["abc", "...", "1, 2, 3", "5 %", "1/0", "7", "a" * 300, "(0,4)"]
    for one in [value_of(exercise.right, numbers), *wrong]:
        if exercise.kind == "number":
            found += [f"{one:.{n}f}".replace(".", point) for n, point in enumerate(".,.,.")]
            found += [f"{100 * one:.4f} %", f"{100 * one:.4f}", str(one), f"{one:.3f}1"]
        elif exercise.kind == "parts":
            told = [
                "9" if part is None else f"{part:.4f}" if part != str(part) else part
                for part in one
            ]
            found += ["; ".join(told), " ".join(told), "[" + ", ".join(told).lower() + "]"]
            found += ["; ".join(told).replace(".", ","), "; ".join(told[:-1])]
        else:
            found += [
                " ".join(one),
                str(list(one)),
                str(list(one)).replace(" ", ""),
                one[0],
                "0123",
                "9999",
                f"{one[0]}, 0126",
            ]
    return found


@needs_node
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_page_judges_as_the_notebook_does(tmp_path: Path, lang: str) -> None:
    rng = Random(towns.SEED)
    live = [e for e in exercises().values() if e.kind in LIVE]
    answers = [
        (e.id, typed(e.id, rng), rng.randint(1, 3))
        for e in live for _ in range(BUILT) if e.kind == "build"
    ]  # fmt: skip
    answers += [(e.id, at, tries) for e in live for at in range(len(e.choices)) for tries in (1, 3)]
    answers += [
        (e.id, given, 1 + 2 * (at % 2))
        for e in live if e.kind in ("number", "parts", "set") for at, given in enumerate(counted(e))
    ]  # fmt: skip
    told = packed(replies([e.id for e in live], WORD, Language(lang)))
    found = node("builds.mjs", tmp_path, {"replies": told, "answers": answers, "lang": lang})
    kinds = set()
    for (name, answer, tries), one in zip(answers, found, strict=True):
        given = "abcdef"[answer] if isinstance(answer, int) else answer
        right = check(name, given, word=WORD, lang=lang, tries=tries)
        kinds.add((exercises()[name].kind, one["right"]))
        assert (name, answer, one["right"]) == (name, answer, right.right)
        assert (name, answer, "\n".join(one["lines"])) == (name, answer, right.message)
    typed_kinds = set(LIVE) - {"choice"}
    assert kinds == {("choice", right) for right in (True, False)} | {
        (kind, right) for kind in typed_kinds for right in (True, False, None)
    }


@pytest.mark.parametrize("number", LESSONS)
def test_a_page_stands_alone_and_says_what_the_notebook_says(number: int) -> None:
    page = made(number)
    words = words_of(number, "sv")
    assert words["title"] in page
    outside = r'(?:src|href)="(?!#|lesson-|index|worksheet-|data:text/csv)[^"]*"'
    assert re.findall(outside, page) == []
    assert "@import" not in page
    assert "url(http" not in page
    assert (
        re.search(
            r"\{\w+\}",
            re.sub(r"<(style|script).*?</\1>|data-start=\"[^\"]*\"", "", page, flags=re.DOTALL),
        )
        is None
    )
    assert len(re.findall(r"data-exercise=", page)) == 3
    assert page.count("<h1") == 1
    for part in ("reading", "limits", "exit"):
        assert read_data("sv/page.yml")["headings"][part] in page


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda e: e.id)
def test_a_page_gives_no_answer_away(exercise) -> None:
    page = made(exercise.lesson)
    words = exercise.sv
    secret = [words["right"], words["more"], words["way"], *words.get("hints", {}).values()]
    for text in secret:
        assert max(re.split(r"\{[^}]*\}", text), key=len) not in page
    packed_text = re.search(r'id="segnb-replies">([^<]*)<', page)
    assert packed_text is not None
    told = json.loads(base64.b64decode(packed_text[1]))
    assert (exercise.kind in LIVE) is ("more" in told[exercise.id])


def test_the_guess_is_answered_only_after_it() -> None:
    page = made(1)
    after = max(re.split(r"\{[^}]*\}|\*", words_of(1, "sv")["guessed"]), key=len)
    assert after not in page


def test_the_index_leads_to_every_lesson() -> None:
    page = index_page(Lesson(0, lang="en"), "sv")
    assert re.findall(r'href="lesson-(\d\d)\.en\.html"', page) == [f"{n:02}" for n in LESSONS]
    assert ".ipynb" not in page


@pytest.mark.parametrize("number", [1, 6, 10])
def test_a_worksheet_is_tagged_and_has_the_questions(number: int, tmp_path: Path) -> None:
    lesson = Lesson(number, lang="sv", municipality="2180", word=WORD)
    path = tmp_path / "sheet.pdf"
    path.write_bytes(worksheet(lesson_paths()[number], lesson))
    with pikepdf.open(path) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "sv"
        assert 1 <= len(document.pages) <= 2


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("number", BY_HAND)
def test_a_worksheet_that_is_held_alone_says_how_to_count(number: int, lang: str) -> None:
    lesson = Lesson(number, lang=lang, municipality="2180")
    sheet, _ = contents(lesson_paths()[number], lesson)
    heads = read_data(f"{lang}/page.yml")["headings"]
    [count] = [s["parts"] for s in sheet["sections"] if s["parts"][0].get("text") == heads["count"]]
    said = [part.get("text", "") for part in count[1:]]
    assert len(said) >= 4
    assert not said[-1].endswith(":")  # code would follow
    assert not any(re.search(r"\|--|\*\*|\{\w", text) for text in said)
    drawn = [p["text"] for s in sheet["sections"] for p in s["parts"] if p["kind"] == "text"]
    assert not [text for text in drawn if re.search(r"\b([Kk]lick|[Cc]lick)", text)]
    with pikepdf.open(io.BytesIO(worksheet(lesson_paths()[number], lesson))) as document:
        assert len(document.pages) == 2  # one sheet of paper


def test_a_worksheet_asks_what_the_notebook_asks() -> None:
    asked = [p.name for p in parts(lesson_paths()[1], Lesson(1)) if p.kind == "exercise"]
    assert asked == ["1.1", "1.2", "1.3"]


def test_bad_requests_are_one_sentence(tmp_path: Path) -> None:
    def answer(*more: str) -> tuple[int, str]:
        found = CliRunner().invoke(main, ["lessons", *more])
        return found.exit_code, found.output

    code, text = answer("--out", str(tmp_path / "a"), "--municipality", "Atlantis")
    assert code == 2
    assert text.startswith("segnb: ")
    assert not (tmp_path / "a").exists()
    (tmp_path / "file").touch()
    code, text = answer("--out", str(tmp_path / "file"), "--lang", "sv")
    assert code == 2
    assert "file" in text
