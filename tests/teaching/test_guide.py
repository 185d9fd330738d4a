"""The guide of the teacher: complete, right by the checker, and nothing unread in it."""

import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from guide.__main__ import main  # noqa: E402
from guide.key import read, solved  # noqa: E402
from guide.making import html, pdf  # noqa: E402
from guide.pages import _signs, confirmed, document, minutes  # noqa: E402
from segnb.cli.lessons_command import lessons_command  # noqa: E402
from segnb.teaching import Lesson  # noqa: E402
from segnb.teaching.answer_check import check  # noqa: E402
from segnb.teaching.exercises import exercises  # noqa: E402
from segnb.teaching.own_numbers import read_data  # noqa: E402
from segnb.teaching.real_municipality import Place  # noqa: E402
from segnb.vocabulary.i18n import Language  # noqa: E402

pytestmark = pytest.mark.long

LESSONS = range(1, 11)


@pytest.fixture(scope="module", params=["sv", "en"])
def guide(request: pytest.FixtureRequest) -> dict:
    return document(request.param, "björk")


def words(guide: dict) -> str:
    return re.sub(r"<[^>]*>", " ", html(guide))


def shape(node: object) -> object:
    if isinstance(node, dict):
        return {key: shape(value) for key, value in node.items()}
    return len(node) if isinstance(node, list) else sorted(re.findall(r"\{\w+\}", str(node)))


def test_both_languages_say_the_same() -> None:
    assert shape(read("words/sv.yml")) == shape(read("words/en.yml"))


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("word", ["", "björk", "elm"])
@pytest.mark.parametrize("number", LESSONS)
def test_the_key_is_right_by_the_checker(number: int, word: str, lang: str) -> None:
    said = read(f"words/{lang}.yml")
    for one in solved(number, word, Language(lang), said):
        kind = exercises()[one.id].kind
        answer = read("examples.yml").get(one.id, one.answer)
        if kind == "data":
            assert "Gävle" in one.answer
            continue
        if kind in ("parts", "set") and isinstance(answer, str):
            answer = answer.split("; ")
        assert check(one.id, answer, word=word, lang=lang).right is True, (one.id, answer)


def test_each_lesson_has_its_page_with_all_that_a_teacher_needs(guide: dict) -> None:
    said = read(f"words/{guide['lang']}.yml")
    text = words(guide)
    titles = [section["title"] for section in guide["sections"]]
    for number in LESSONS:
        assert sum(f"{number}:" in title for title in titles) == 1
        page = said["lessons"][number]
        assert len(page["misconceptions"]) >= 3
    for heading in said["headings"].values():
        assert text.count(heading) >= 3
    assert all(f"{e} " in text for e in exercises())
    assert "{" not in re.sub(r"<style>.*?</style>|\{1.*?\}", "", html(guide), flags=re.S)


def test_what_was_not_read_is_not_printed(guide: dict) -> None:
    rows = read("course_plans.yml")
    unread = [row for row in rows if not row["checked"]]
    assert len(confirmed()) + len(unread) == len(rows)
    text = words(guide)
    for row in unread:
        assert row["subject"][guide["lang"]] not in text
    for row in confirmed():
        assert str(row["checked"]) in text
        assert row["source"].startswith("https://")


@pytest.mark.parametrize("number", LESSONS)
def test_the_minutes_are_those_of_the_lesson(number: int) -> None:
    core = read_data("lessons.yml")[number]["core"]
    assert sum(minutes(core)) == core
    assert min(minutes(core)) >= 2


def test_our_own_sign_holds_only_for_what_we_have() -> None:
    row = {"signs": "●––––●"}
    assert _signs(row)[-1] == "●"
    assert _signs(row | {"needs": "segnb.no_such_module"})[-1] == "–"
    held = read("comparison.yml")
    assert {len(row["signs"]) for row in held["rows"]} == {len(held["names"])}


def test_the_pdf_is_tagged_and_gives_each_lesson_a_page(guide: dict) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(io.BytesIO(pdf(guide))) as made:
        assert made.Root.MarkInfo.Marked
        assert str(made.Root.Lang) == guide["lang"]
        assert len(made.pages) <= 15


def test_the_guide_is_written_for_a_pupils_word(tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["--out", str(tmp_path), "--lang", "sv", "--word", "björk"])
    assert found.exit_code == 0, found.output
    assert "björk" in (tmp_path / "lararhandledning.html").read_text(encoding="utf-8")
    assert (tmp_path / "lararhandledning.pdf").read_bytes().startswith(b"%PDF")


def test_the_key_is_that_of_the_municipality_of_the_pages() -> None:
    people, D, _ = solved(9, "", Language("sv"), read("words/sv.yml"), "Botkyrka")
    assert check("9.1", people.answer.split(": ")[1], place=Place.open("0127")).right is True
    given = re.sub("[(–)]", " ", D.answer.split(": ")[1])
    assert check("9.2", given, place=Place.open("0127")).right is True
    [_, few, _] = solved(9, "", Language("sv"), read("words/sv.yml"), "Vansbro")
    assert check("9.2", few.answer.split(": ")[1], place=Place.open("Vansbro")).right is True


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_key_is_that_of_the_pages_where_no_word_is_given(tmp_path: Path, lang: str) -> None:
    made: list[tuple[Any, ...]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guide.__main__.document", lambda *asked: made.append(asked) or {})
        patch.setattr("guide.__main__.html", lambda _: "")
        patch.setattr("guide.__main__.pdf", lambda _: b"")
        CliRunner().invoke(main, ["--out", str(tmp_path), "--lang", lang])
    [(_, word, _)] = made
    pages = {option.name: option.default for option in lessons_command.params}
    assert word == pages["word"]
    asked = document(lang, word)
    assert "“”" not in asked["lead"]
    assert "””" not in asked["lead"]
    question = Lesson(1, lang=lang, word=pages["word"]).exercise("1.1").text.split("\n\n")[1]
    assert question in words(asked)


def test_the_key_is_no_part_of_the_package() -> None:
    assert not (ROOT / "src" / "segnb" / "guide").exists()
    for wheel in (ROOT / "dist").glob("*.whl"):
        assert not [n for n in zipfile.ZipFile(wheel).namelist() if n.startswith("guide")]
