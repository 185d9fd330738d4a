"""Each exercise with the numbers of its lesson: what is right, and which words each error gets."""

import pytest

from segnb.teaching.answer_check import judge, said
from segnb.teaching.exercises import exercises, find_exercise
from segnb.teaching.learner_answers import Unreadable
from segnb.teaching.own_numbers import DRAWS, Random

FOUR = {"x": [40, 30, 20, 10], "t": [100] * 4, "people": 100}
HALVES = {"high": 80, "low": 20}
THREE = {"high_n": [70, 50, 30, 10], "middle_n": [20, 30, 40, 30], "low_n": [10, 20, 30, 60]}
GROWTH = {"x": [40, 10], "y": [80, 20], "t": [140, 110]}
JOBS = {"employed": 40, "helped": 20}
PROFILES = {"near": [0.358, 0.232], "far": [0.285, 0.110]}  # Botkyrka, Falun
LITENGRUPP = [10, 10, 10, *[0] * 7]

ROWS = [
    ("1.1", FOUR, "4/15", "right"),
    ("1.1", FOUR, 0.267, "right"),
    ("1.1", FOUR, "0,533", "unhalved"),
    ("1.1", FOUR, 0.2, "everybody"),
    ("1.1", FOUR, 0.1, "mean_gap"),
    ("1.1", FOUR, 26.7, "hundred"),
    ("1.2", FOUR, 20, "right"),
    ("1.2", FOUR, 26.7, "one_way"),
    ("1.2", FOUR, 27, "one_way"),
    ("1.2", FOUR, 40, "people"),
    ("1.2", FOUR, 15, "first_area"),
    ("1.3", None, [90, 10, 0, 0], "right"),
    ("1.3", None, [90, 20, 0, 0], "sum"),
    ("1.3", None, [40, 30, 20, 10], "low"),
    ("1.3", None, [-10, 110, 0, 0], "impossible"),
    ("2.1", None, "de har samma D", "right"),
    ("2.1", None, "halvorna", "halves"),
    ("2.1", None, "schackbrädet", "board"),
    ("2.2", HALVES, 0.68, "right"),
    ("2.2", HALVES, 0.8, "high_share"),
    ("2.2", HALVES, 0.5, "share"),
    ("2.2", HALVES, 0.6, "dissimilarity"),
    ("2.2", HALVES, 0.36, "separation"),
    ("2.3", None, LITENGRUPP, "right"),
    ("2.3", None, [90, 10, *[0] * 8], "isolated"),
    ("2.3", None, [10, 10, 10, 10, 10, *[1] * 5], "low"),
    ("3.1", None, "0,36", "right"),
    ("3.1", None, "0", "nothing"),
    ("3.1", None, "0,08", "large"),
    ("3.1", None, "0,72", "twice"),
    ("3.2", None, "nej, inget tyder på det", "right"),
    ("3.2", None, "ja", "yes"),
    ("3.2", None, "det går inte att säga", "unknown"),
    ("3.3", None, "nej, visa de fyra andelarna i stället", "right"),
    ("3.3", None, "ja, p är litet", "print"),
    ("3.3", None, "nej, intervallet är för brett", "wide"),
    ("4.1", HALVES, 0, "right"),
    ("4.1", HALVES, 0.6, "unjoined"),
    ("4.1", HALVES, 0.3, "average"),
    ("4.2", None, [[80, 40], [60, 20]], "right"),
    ("4.2", None, ["ab", "cd"], "likes"),
    ("4.2", None, ["ad", "bc"], "opposites"),
    ("4.2", None, ["ab", "bc"], "not_two"),
    ("4.3", None, "Gävle", "right"),
    ("4.3", None, "Botkyrka", "botkyrka"),
    ("4.3", None, "lika mycket, båda faller", "same"),
    ("4.3", None, "d", "subtract"),
    ("5.1", THREE, 0.5, "right"),
    ("5.1", THREE, 0.357, "rest"),
    ("5.1", THREE, 0.417, "other_rest"),
    ("5.1", THREE, 0.303, "all_three"),
    ("5.2", None, "Grannar", "right"),
    ("5.2", None, "lika mycket", "same"),
    ("5.2", None, "Ändar", "ends"),
    ("5.3", THREE, "hög", "right"),
    ("5.3", THREE, "låg", "unlike"),
    ("5.3", THREE, "mellan", "other"),
    ("6.1", None, "1 km", "right"),
    ("6.1", None, "0,5 km", "half"),
    ("6.1", None, "2 km", "two"),
    ("6.1", None, "0 km", "zero"),
    ("6.2", None, "b", "right"),
    ("6.2", None, "för få bor i kommunen", "people"),
    ("6.2", None, "uppgifterna är hemliga", "hidden"),
    ("6.3", PROFILES, "0,796; 0,474; A", "right"),
    ("6.3", PROFILES, [0.073, 0.122, "A"], "gaps"),
    ("6.3", PROFILES, [0.796, 0.474, "B"], "pattern"),
    ("7.1", None, "tre av fyra", "right"),
    ("7.1", None, "ungefär hälften", "half"),
    ("7.1", None, "55 procent", "little"),
    ("7.1", None, "alla", "all"),
    ("7.2", None, "nej", "right"),
    ("7.2", None, "ja", "yes"),
    ("7.3", None, "nej, det visar modellen inte", "right"),
    ("7.3", None, "ja, talen är nästan lika", "yes"),
    ("7.3", None, "modellen är oanvändbar", "useless"),
    ("8.1", GROWTH, "xPx, för att grupp A blev större", "right"),
    ("8.1", GROWTH, "D, för att människor flyttade mellan områdena", "d_moved"),
    ("8.1", GROWTH, "D, för att grupp A blev större", "d_mix"),
    ("8.1", GROWTH, "xPx, för att människor flyttade mellan områdena", "xpx_moved"),
    ("8.2", None, [[60, 130], [40, 140]], "right"),
    ("8.2", None, [[30, 100], [20, 100]], "no_rise"),
    ("8.2", None, [[80, 140], [10, 110]], "no_fall"),
    ("8.3", JOBS, "40 %; 20", "right"),
    ("8.3", JOBS, [0.6, 20], "who_lives"),
    ("8.3", JOBS, [0.4, 0], "nobody_helped"),
    ("8.3", JOBS, [0.2, 20], "stayed"),
    ("9.3", None, "b", "right"),
    ("9.3", None, "a", "isolated"),
    ("9.3", None, "c", "segregated"),
    ("9.3", None, "Gävle integrerar sämre än Botkyrka.", "integrates"),
    ("10.1", None, ["0180", "1480"], "right"),
    ("10.1", None, ["0180", "0123"], "half"),
    ("10.1", None, ["0123", "0126"], "other"),
    ("10.2", None, "det går inte att veta", "right"),
    ("10.2", None, "den största", "largest"),
    ("10.2", None, "den med felstavat länsnamn", "misspelt"),
    ("10.2", None, "en av raderna med streck", "empty"),
    ("10.3", None, "c", "right"),
    ("10.3", None, "nej, det är bara gånger hundra", "hundred"),
    ("10.3", None, "ja, kraftigt", "rise"),
]
OF_A_FILE = {"9.1", "9.2"}  # held against the file of a municipality in test_real_values


@pytest.mark.parametrize(("exercise", "numbers", "answer", "key"), ROWS)
def test_an_answer_gets_its_words(exercise: str, numbers: dict, answer: object, key: str) -> None:
    asked = find_exercise(exercise)
    numbers = numbers or DRAWS[asked.draw](Random(0))
    found, _ = judge(asked, numbers, answer, None)
    if (exercise, key) == ("1.1", "hundred"):  # the same words, told by the numbers or by the size
        assert asked.sv["hints"]["hundredfold"] == said("sv", "hints.hundred")
        assert found in ("hundredfold", "hundred")
    else:
        assert found == key


def test_every_exercise_has_its_rows() -> None:
    named = {exercise for exercise, *_ in ROWS}
    assert named | OF_A_FILE == set(exercises())
    for name in named:
        keys = {key for exercise, _, _, key in ROWS if exercise == name}
        assert "right" in keys
        assert len(keys) >= 2
        hints = set(find_exercise(name).sv.get("hints", {}))
        assert hints - keys <= {"hundredfold", "neither", "nobody", "not_even", "other"}


@pytest.mark.parametrize("exercise", sorted(OF_A_FILE))
def test_without_a_file_an_exercise_about_it_says_so(exercise: str) -> None:
    with pytest.raises(Unreadable) as found:
        judge(find_exercise(exercise), {}, 1, None)
    assert found.value.key == "no_data"
