"""The lessons on real municipalities: what they say are the values of the open tables."""

import shutil
from pathlib import Path

import pytest

from segnb.sources.files.folder_walk import import_folder
from segnb.store import Store
from segnb.teaching import Lesson
from segnb.teaching.answer_check import check
from segnb.teaching.municipality_words import real
from segnb.teaching.own_numbers import known
from segnb.teaching.real_municipality import Place

TABLES = ("scb_deso_2022/000005FB*", "scb_deso_2022/000006OC*",
          "scb_regso_2020_2023/deso_foreign_born.csv", "scb_areas/koppling*")  # fmt: skip
BOTKYRKA, GAVLE, VANSBRO, FALUN = "0127", "2180", "2021", "2080"


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of the tables that lessons are about."""
    folder, made = (tmp_path_factory.mktemp(name) for name in ("tables", "store"))
    for pattern in TABLES:
        for path in (shared / "data").glob(pattern):
            (folder / path.parent.name).mkdir(exist_ok=True)
            shutil.copy(path, folder / path.parent.name / path.name)
    for _ in import_folder(folder, Store.create(made)):
        pass
    return str(made)


def facts(store: str, code: str, lesson: int) -> dict:
    return real(lesson, Place.open(code, store))[1]


@pytest.mark.parametrize(
    ("code", "lesson", "known"),
    [
        (BOTKYRKA, 1, {"units": 50, "people": 95383, "group": 41643, "swaps": 8163, "D": 0.3479,
                       "xPx": 0.5191, "share": 0.4366, "lowest": 12, "highest": 71,
                       "expected": 0.0181}),
        (GAVLE, 1, {"units": 54, "people": 103493, "group": 16973, "swaps": 5220, "D": 0.3679,
                    "xPx": 0.2732, "share": 0.1640, "lowest": 3, "highest": 57}),
        (VANSBRO, 1, {"units": 4, "people": 6800, "group": 674, "swaps": 168}),
        (FALUN, 1, {"units": 37, "people": 59818, "group": 6420, "D": 0.2592, "xPx": 0.1486}),
        (BOTKYRKA, 4, {"regso_units": 20, "regso_D": 0.3463, "within_percent": 5}),
        (GAVLE, 4, {"regso_units": 22, "regso_D": 0.3368, "within_percent": 31}),
        (FALUN, 4, {"regso_units": 19, "regso_D": 0.2530, "within_percent": 10}),
        (BOTKYRKA, 5, {"M_place": 0.0815}),
        (GAVLE, 5, {"M_place": 0.0671}),
        (BOTKYRKA, 7, {"rented_D": 0.683}),
        (GAVLE, 7, {"rented_D": 0.507}),
        (BOTKYRKA, 8, {"D_first": 0.3486, "D_last": 0.3446, "xPx_first": 0.5109,
                       "xPx_last": 0.5180, "M_change": -0.0006, "M_group": 0.0005,
                       "M_unit": 0.0001, "M_structure": -0.0012}),
        (GAVLE, 8, {"D_first": 0.3282, "D_last": 0.3355, "M_change": 0.0027, "M_group": 0.0012,
                    "M_unit": 0.0001, "M_structure": 0.0014}),
    ],
)  # fmt: skip
def test_a_lesson_knows_a_municipality(store: str, code: str, lesson: int, known: dict) -> None:
    found = facts(store, code, lesson)
    for key, value in known.items():
        digits = len(str(value).partition(".")[2]) if isinstance(value, float) else 0
        assert found[key] == pytest.approx(value, abs=0.51 * 10.0**-digits), key


def test_what_the_exercises_quote_is_what_the_tables_give(store: str) -> None:
    said = known()
    for name, code in (("gavle", GAVLE), ("botkyrka", BOTKYRKA)):
        found = facts(store, code, 4) | {"xPx": facts(store, code, 1)["xPx"]}
        assert said[f"{name}_deso"] == round(found["level_D"], 3)
        assert said[f"{name}_regso"] == round(found["regso_D"], 3)
        assert said[f"{name}_within_percent"] == found["within_percent"]
        assert said[f"{name}_within"] == found["within_percent"] / 100
        assert said[f"{name}_isolation"] == round(found["xPx"], 2)
    assert said["gavle_share"] == round(facts(store, GAVLE, 1)["share"], 2)
    assert said["botkyrka_rented"] == round(facts(store, BOTKYRKA, 7)["rented_D"], 2)
    few = facts(store, VANSBRO, 1)
    assert said["few_D"] == round(few["D"], 3)
    for end in ("lower", "upper"):
        assert said[f"few_{end}"] == pytest.approx(few[end], abs=0.008)


def test_too_few_areas_get_their_shares_and_no_index(store: str) -> None:
    text = Lesson(3, municipality=VANSBRO, store=store).real().text
    assert "inget index" in text
    assert "0,27" not in text
    assert "SCB" in text


PLACES = [
    ("9.1", BOTKYRKA, 95383, "right"),
    ("9.1", GAVLE, "103 493", "right"),
    ("9.1", BOTKYRKA, 2 * 95383, "twice"),
    ("9.1", BOTKYRKA, 0, "nothing"),
    ("9.1", VANSBRO, 6800 - 1426, "one_short"),
    ("9.1", BOTKYRKA, 5, "other"),
    ("9.2", BOTKYRKA, [0.348, 0.341, 0.353], "right"),
    ("9.2", BOTKYRKA, "0,348 0,341 0,353", "right"),
    ("9.2", BOTKYRKA, 0.348, "no_interval"),
    ("9.2", BOTKYRKA, [0.4, 0.341, 0.353], "other"),
    ("9.2", BOTKYRKA, "för få områden", "enough"),
    ("9.2", VANSBRO, [0.277, 0.237, 0.316], "withheld"),
    ("9.2", VANSBRO, "too few areas", "right"),
]


@pytest.mark.parametrize(("exercise", "code", "answer", "key"), PLACES)
def test_an_answer_about_a_municipality_is_held_against_its_file(
    store: str, exercise: str, code: str, answer: object, key: str
) -> None:
    from segnb.teaching.exercises import find_exercise

    found = check(exercise, answer, place=Place.open(code, store))
    assert found.right is (key == "right")
    if key != "right":
        hint = find_exercise(exercise).sv["hints"][key]
        assert max(hint.replace("}", "{").split("{")[::2], key=len) in found.message
