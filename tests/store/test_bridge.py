"""The bridge over equal codes: areas of two vintages never meet without it."""

import numpy as np
import pandas as pd
import pytest
from small_stores import CODES

from segnb.store import bridge_codes
from segnb.vocabulary.errors import VintageMismatch


def built(**more):
    given = {"with_statistics": CODES[:4], "with_polygon": CODES[1:5], "changed": CODES[2:3]}
    return bridge_codes("deso2018", "deso2025", **(given | more))


def test_codes_are_carried_over_only_if_equal_and_not_listed_as_changed() -> None:
    bridge = built()
    assert bridge.matched == (CODES[1], CODES[3])
    assert bridge.changed == (CODES[2],)
    assert bridge.without_polygon == (CODES[0], CODES[2])
    assert bridge.without_statistics == (CODES[2], CODES[4])


def test_every_code_is_matched_or_named_on_both_sides() -> None:
    bridge = built()
    assert {*bridge.matched, *bridge.without_polygon} == set(CODES[:4])
    assert {*bridge.matched, *bridge.without_statistics} == set(CODES[1:5])


def test_people_without_a_match_are_counted() -> None:
    people = pd.Series([100.0, 200.0, 400.0, 800.0, 5.0], index=CODES[:5])
    bridge = built(people=people)
    assert (bridge.people, bridge.people_without) == (1500, 500)
    assert np.isnan(built().people_without)


def test_within_one_vintage_a_log_of_changes_says_nothing() -> None:
    bridge = bridge_codes("deso2018", "deso2018", with_statistics=CODES[:2],
                          with_polygon=CODES[:2], changed=CODES[:1])  # fmt: skip
    assert bridge.matched == tuple(CODES[:2])


def test_different_kinds_of_areas_have_no_bridge() -> None:
    with pytest.raises(VintageMismatch, match="different kinds"):
        bridge_codes("deso2018", "regso2020", with_statistics=[], with_polygon=[])
