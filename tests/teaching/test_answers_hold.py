"""What a choice calls right is what the towns, the model and the printed tables give."""

import re
from itertools import combinations

import pytest

from segnb.teaching import schelling
from segnb.teaching.exercises import find_exercise
from segnb.teaching.lesson_facts import by_chance, groups, model, reach, same_number, wishes
from segnb.teaching.own_numbers import known
from segnb.vocabulary.seeds import seed_table

# The first seed of each wish: D over blocks of 5 × 5 homes, share of like neighbours, unhappy.
FROZEN = {
    0.0: (0.183333, 0.502275, 0),
    0.2: (0.25, 0.565536, 0),
    0.3: (0.461111, 0.750519, 0),
    0.375: (0.511111, 0.782169, 0),
    0.5: (0.694444, 0.881544, 0),
    0.625: (0.922222, 0.983333, 0),
    0.75: (0.483333, 0.726644, 162),
}


def right(exercise: str) -> str:
    return find_exercise(exercise).right


@pytest.mark.parametrize("wish", FROZEN)
def test_a_run_of_the_model_is_the_same_each_time(wish: float) -> None:
    one = schelling.run(wish, 0)
    found = (round(schelling.dissimilarity(one.after), 6), round(one.like, 6), one.unhappy)
    assert found == FROZEN[wish]
    assert sorted(one.after.ravel()) == sorted(one.before.ravel())  # people move, none vanish


def test_the_model_does_what_others_have_found() -> None:
    """Means over seeds, as computed apart from this program, to within .05."""
    mean = model().groupby("wish").mean()
    for wish, like in ((0.0, 0.50), (0.2, 0.57), (0.3, 0.75), (0.5, 0.87), (0.625, 0.97)):
        assert mean.loc[wish, "like"] == pytest.approx(like, abs=0.03)
    for wish, D in ((0.0, 0.175), (0.2, 0.23), (0.3, 0.40), (0.5, 0.57), (0.625, 0.79)):
        assert mean.loc[wish, "after"] == pytest.approx(D, abs=0.05)
    assert mean.loc[0.75, "unhappy"] > 100


def test_a_home_is_unhappy_below_its_wish_and_not_at_it() -> None:
    board = schelling.np.indices((4, 4)).sum(axis=0) % 2 + 1
    assert schelling.like_share(board) == pytest.approx(0.5)  # the four corners of eight
    for wish, unhappy in ((0.5, 0), (0.51, 16)):
        assert schelling.Run(board, board, wish, 0).unhappy == unhappy


def test_the_answers_on_the_model_are_those_of_its_runs() -> None:
    found = wishes()
    assert right("7.1") == "three_quarters"
    assert 0.70 < found["like_three"] < 0.80
    assert right("7.2") == "no"
    assert found["D_strongest"] < found["D_strong"]
    assert right("7.3") == "no"
    assert abs(known()["model_D"] - known()["botkyrka_deso"]) < 0.1


def test_the_answers_on_towns_are_those_of_the_measures() -> None:
    chance, profile, order = by_chance(), reach(), groups()
    assert right("2.1") == "same"
    assert same_number()["D_halves"] == pytest.approx(profile["checkerboard_0"])
    assert right("3.2") == "no"
    assert chance["D"] < chance["expected"]
    assert chance["lower"] == 0
    assert chance["p"] > 0.5
    assert known()["atta_D"] == round(chance["D"], 3)
    assert right("5.2") == "neighbours"
    assert order["O_grannar"] > order["O_andar"]
    assert order["H_grannar"] == pytest.approx(order["H_andar"])
    assert right("6.1") == "one"
    assert profile["checkerboard_1000"] < 0.01 < profile["checkerboard_500"]


def test_the_answers_on_printed_tables_are_those_of_the_tables() -> None:
    rows = seed_table("grants_delmos_2018_by_county")["amount_tkr"].tolist()
    text = find_exercise("10.2").en["question"].replace("\u00a0", "")
    assert str(int(sum(rows))) in text
    gap = 38609 - int(sum(rows))
    assert gap == 291
    assert right("10.2") == "unknown"
    assert gap not in rows
    assert gap % 9
    assert not [pair for pair in combinations(rows, 2) if sum(pair) == gap]
    shown = find_exercise("10.2").numbers("")["counties"].replace("\u00a0", " ").split(", ")
    amounts = [row.rpartition(" ")[2] for row in shown]
    told = [int("".join(re.findall(r"\d", row))) if row[-1] != "–" else 0 for row in shown]
    assert told == [int(row) for row in rows]
    assert amounts.count("–") == 4
    assert "Norrbottnens län 599" in shown
    grants = find_exercise("10.1").numbers("")["rows"]
    growth = sorted((after / before, code) for code, before, after in grants)
    assert {code for _, code in growth[:2]} == {"0180", "1480"}
    assert growth[2][0] > 5 * growth[1][0]
    ratio = round(3297.32 / 39.13, 1)
    assert ratio == 84.3
    assert right("10.3") == "definition"
