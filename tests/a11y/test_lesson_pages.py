"""Exported lessons in Chromium, offline: used by mouse, keys and finger, without barriers."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from test_accessibility import HERE, chromium, lacking

from segnb import measures as m
from segnb.publish.lesson_copies import lesson_paths
from segnb.teaching import Lesson
from segnb.teaching.answer_check import check
from segnb.teaching.exercises import find_exercise, value_of
from segnb.teaching.interactive.start_towns import counts_of
from segnb.teaching.pages.lesson_page import file_name, index_page, lesson_page
from segnb.teaching.towns import read_data
from segnb.vocabulary.i18n import Lang, Language

pytestmark = pytest.mark.long

CLICKED, TYPED = 2 * 10 + 3, 3 * 10 + 4  # row 3, column 4; row 4, column 5
LOOKED: tuple[tuple[int, Lang], ...] = (
    *((number, "sv") for number in range(11)),
    *((number, "en") for number in (0, 4)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of the lessons."""
    if lacking():
        pytest.skip(f"needs {', '.join(lacking())}")
    made = tmp_path_factory.mktemp("lessons")
    for number, lang in LOOKED:
        lesson = Lesson(number, lang=lang, municipality="2180")
        page = lesson_page(lesson_paths()[number], lesson) if number else index_page(lesson)
        (made / file_name(number, lang)).write_text(page, encoding="utf-8")
    return made


def run(script: str, *more: str) -> Any:
    command = ["node", str(HERE / script), str(chromium()), *more]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="module")
def seen(folder: Path) -> dict[str, Any]:
    return run("lessons.mjs", str(folder))


@pytest.fixture(scope="module")
def looked(folder: Path) -> list[dict[str, Any]]:
    return run("axe.mjs", *(str(folder / file_name(*page)) for page in LOOKED))


def shown(homes: str) -> str:
    counts = counts_of("town", homes, Lesson(1).play("town").settings)
    return Language("sv").number(m.dissimilarity(counts, "A")["estimate"].item(), 3)


def turned(homes: str, *which: int) -> str:
    return "".join(str(1 - int(h)) if at in which else h for at, h in enumerate(homes))


def test_nothing_is_asked_of_the_network_and_nothing_fails(seen) -> None:
    assert seen["trouble"] == []


def test_a_click_and_a_key_change_a_home_and_the_number_is_that_of_the_town(seen) -> None:
    start = Lesson(1).play("town").homes
    homes = [start, turned(start, CLICKED), turned(start, CLICKED, TYPED)]
    steps = [seen["towns"][name] for name in ("start", "click", "keys")]
    assert [step["homes"] for step in steps] == homes
    assert [step["values"]["D"] for step in steps] == [shown(one) for one in homes]
    assert steps[2]["focus"] == "rad 4, kolumn 5, område a: A"
    assert seen["towns"]["end"]["focus"] == "rad 3, kolumn 10, område b: A"
    assert seen["towns"]["tab"]["focus"] == "SUMMARY"
    assert {step["stops"] for step in steps} == {1}
    assert seen["towns"]["heard"].startswith(f"D {shown(homes[2])}, ")


def test_a_guess_is_answered(seen) -> None:
    assert "Du gissade 15b." in seen["towns"]["compared"]


def test_a_finger_changes_a_home_on_a_phone(seen) -> None:
    start = Lesson(1).play("town").homes
    assert seen["phone"]["after"]["homes"] == turned(start, CLICKED)
    assert seen["phone"]["side"] >= 24
    assert seen["phone"]["broken"] == []


def test_borders_change_the_number_while_nobody_moves(seen) -> None:
    start, blocks, drawn = (seen["zones"][name] for name in ("start", "blocks", "drawn"))
    assert start["homes"] == blocks["homes"] == drawn["homes"]
    assert (start["values"], blocks["values"]) == (
        {"D": "0,600", "zones": "64"},
        {"D": "0,000", "zones": "16"},
    )
    assert drawn["focus"] == "rad 1, kolumn 2: 20 A av 100, område 5"
    assert drawn["values"]["D"] != "0,000"


def test_the_model_settles(seen) -> None:
    steps = seen["model"]
    assert steps["start"]["values"]["round"] == "0"
    assert steps["round"]["values"]["round"] == "1"
    assert steps["settled"]["values"]["unhappy"] == "0"
    assert steps["settled"]["values"]["like"] > steps["start"]["values"]["like"]


def test_exercises_are_judged_as_in_the_notebook(seen) -> None:
    said = seen["exercises"]

    def words(name: str, answer: str, tries: int = 1) -> list[str]:
        verdict = check(name, answer, lang="sv", tries=tries)
        return [verdict.word, *verdict.message.split("\n")]

    asked = find_exercise("2.2")
    answer = Language("sv").number(value_of(asked.right, asked.numbers("")), 3)

    def lines(step: str) -> list[str]:
        return [line for line in said[step].split("\n") if line]

    assert lines("first") == lines("again") == words("2.1", "a")
    assert lines("second") == words("2.1", "b", tries=2)
    assert lines("right") == words("2.1", "c")
    assert lines("few") == words("2.3", "1, 2")
    assert lines("even") == words("2.3", "5 5 5 5 5 5 5 5 5 5")
    assert lines("built") == words("2.3", "10 10 10 0 0 0 0 0 0 0")
    assert read_data("sv/pages.yml")["write_first"] in said["empty"]
    assert lines("unchosen")[-1] == read_data("sv/pages.yml")["choose_first"]
    assert lines("number") == words("2.2", "0,5")
    assert lines("again_number") == words("2.2", "0,6", tries=2)
    assert lines("garbage") == words("2.2", "abc")
    assert lines("computed") == words("2.2", answer)


def test_a_page_makes_sense_without_scripts(seen) -> None:
    assert seen["without"]["figures"] == 1
    assert read_data("sv/pages.yml")["no_script"] in seen["without"]["text"]
    assert read_data("sv/page.yml")["headings"]["reading"] in seen["without"]["text"]


def test_axe_finds_nothing(looked: list[dict[str, Any]]) -> None:
    assert len(looked) == 4 * len(LOOKED)
    assert all(view["passes"] > 30 for view in looked)
    assert [view for view in looked if view["violations"]] == []


def test_no_page_scrolls_sideways_and_the_first_key_skips(looked: list[dict[str, Any]]) -> None:
    assert [view["file"] for view in looked if view["sideways"] or view["requests"]] == []
    assert {view["first"] for view in looked} == {"#content"}
    assert {target for view in looked for target in view["small"]} == set()
