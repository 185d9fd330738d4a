"""Ranks of five municipalities of Dalarna, by registers and by a survey; values as printed."""

import pandas as pd
import pytest

from segnb.analysis.pairwise_tests import pairs, ranks_together
from segnb.analysis.ranks import ranks

PLACES = ["Borlänge", "Ludvika", "Falun", "Vansbro", "Mora"]
UNEMPLOYED = [(6.37, 6.08, 6.68), (6.49, 6.06, 6.94), (3.20, 3.00, 3.41), (2.76, 2.25, 3.38),
              (2.65, 2.35, 2.99)]  # fmt: skip
UNSAFE = [(33, 29, 38), (25, 20, 31), (19, 15, 23), (14, 9, 21), (14, 10, 18)]


def frame_of(rows: list[tuple[float, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["value", "lower", "upper"], dtype=float).assign(area=PLACES)


def together(rows: list[tuple[float, ...]]) -> list[tuple[int, int]]:
    made = ranks_together(frame_of(rows))
    return list(zip(made["together_first"], made["together_last"], strict=True))


def test_ranks_hold_for_all_five_at_once() -> None:
    assert together(UNEMPLOYED) == [(1, 2), (1, 2), (3, 4), (3, 5), (4, 5)]
    assert together(UNSAFE) == [(1, 2), (1, 3), (2, 5), (3, 5), (3, 5)]


def test_a_rank_for_one_place_alone_would_say_highest() -> None:
    alone = ranks(frame_of(UNSAFE))
    assert (alone["rank_first"][0], alone["rank_last"][0]) == (1, 1)


# Unemployed of the labour force 2022, DeSO summed (SCB TAB6680), and their Wilson intervals.
COUNTED = [(6.374676, 6.079158, 6.683538), (6.489088, 6.063001, 6.942906),
           (3.196189, 2.999768, 3.405021), (2.757125, 2.245972, 3.380587),
           (2.649421, 2.346414, 2.990359)]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "first", "second", "p", "adjusted"),
    [(COUNTED, "Falun", "Mora", 0.005, 0.019), (COUNTED, "Falun", "Vansbro", 0.153, None),
     (COUNTED, "Ludvika", "Borlänge", 0.674, None), (UNSAFE, "Borlänge", "Ludvika", 0.027, 0.137)],
)  # fmt: skip
def test_p_of_a_pair_is_the_published_one(rows, first, second, p, adjusted) -> None:
    tested = pairs(frame_of(rows)).set_index(["first", "second"]).loc[(first, second)]
    assert tested["p"] == pytest.approx(p, abs=0.001)
    assert adjusted is None or tested["adjusted"] == pytest.approx(adjusted, abs=0.001)


def test_pairs_have_holms_p_over_all_of_them() -> None:
    tested = pairs(frame_of(COUNTED)).set_index(["first", "second"])
    assert len(tested) == 10
    smaller = (tested["p"] < tested.loc[("Falun", "Mora"), "p"]).sum()
    expected = (10 - smaller) * tested.loc[("Falun", "Mora"), "p"]
    assert tested.loc[("Falun", "Mora"), "adjusted"] == pytest.approx(expected)
    assert together(COUNTED) == together(UNEMPLOYED)


def test_a_place_without_an_interval_keeps_its_row_and_gets_no_rank() -> None:
    frame = frame_of(UNSAFE)
    frame.loc[2, ["lower", "upper"]] = None
    made = ranks_together(frame)
    assert len(made) == 5
    assert made["together_first"].isna().tolist() == [False, False, True, False, False]
    assert len(pairs(frame)) == 6
    assert pairs(frame.iloc[:1]).empty
