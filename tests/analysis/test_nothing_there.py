"""Where nothing is held, every function gives an empty answer with its columns, or a reason."""

import pandas as pd
import pytest

from segnb.analysis import (
    change_by_component,
    disclosure,
    feasible_cells,
    multiple_testing,
    national_ranking,
    own_count_disclosure,
    ranks,
    school_segregation,
    shares,
    spread_between_areas,
    sums,
    trends,
    turning_point,
    type_gaps,
    type_populations,
    yardstick,
)
from segnb.store import empty_observations

NOTHING = empty_observations()
NO_SHARES = shares.share(NOTHING, ["a"], ["a", "b"])
NO_COUNTS = sums.unit_counts(NOTHING)
NO_TABLE = pd.DataFrame({"year": [], "area": [], "group": [], "count": pd.Series(dtype=float)})

ANSWERS = {
    "share": lambda: NO_SHARES,
    "published share": lambda: shares.published_share(NOTHING, "low", "persons"),
    "published interval": lambda: shares.published_interval(NOTHING),
    "sums": lambda: sums.to_level(NOTHING, "municipality"),
    "segments": lambda: trends.segments(NO_SHARES),
    "change": lambda: trends.change(NO_SHARES),
    "change of segments": lambda: trends.change(NO_SHARES, every_segment=True),
    "holes": lambda: trends.holes(NO_SHARES),
    "turn": lambda: turning_point.turning_point(NO_SHARES),
    "change of an index": lambda: trends.index_change(NO_COUNTS, "dissimilarity", "a", 1, 9),
    "family": lambda: multiple_testing.judge_together(pd.DataFrame({"p": []})),
    "ranks": lambda: ranks.ranks(NO_SHARES, by=["year"]),
    "residents": lambda: type_populations.residents(NOTHING, NOTHING),
    "transitions": lambda: type_populations.transitions(NOTHING, 1, 9),
    "share by type": lambda: type_gaps.share_by_type(NO_SHARES, NOTHING),
    "gap": lambda: type_gaps.gap(type_gaps.share_by_type(NO_SHARES, NOTHING)),
    "cut-offs": lambda: yardstick.cut_offs(NOTHING),
    "agreement": lambda: yardstick.agreement(NOTHING, NOTHING),
    "yardstick": lambda: yardstick.yardstick(NOTHING, NOTHING, 1, 9),
    "yardstick series": lambda: yardstick.yardstick_series(NOTHING, NOTHING, base_year=1),
    "spread": lambda: spread_between_areas.spread(NO_SHARES),
    "schools": lambda: school_segregation.between_schools(NOTHING, NOTHING),
    "indices": lambda: national_ranking.indices_everywhere(NO_COUNTS, "dissimilarity", "a"),
    "distribution": lambda: national_ranking.distribution(
        national_ranking.indices_everywhere(NO_COUNTS, "dissimilarity", "a")
    ),
    "parts": lambda: change_by_component.change_by_component(NO_COUNTS, 1, 9),
    "protected": lambda: disclosure.protect(NO_TABLE),
    "own": lambda: own_count_disclosure.protect_observations(NOTHING, ["total"]).rows,
    "ranges": lambda: feasible_cells.hidden_range(disclosure.protect(NO_TABLE)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_nothing_gives_an_empty_answer_with_its_columns(name: str) -> None:
    found = ANSWERS[name]()
    assert found.empty
    assert len(found.columns) > 2


def test_a_standing_without_values_still_has_its_row() -> None:
    found = ranks.standing(NO_SHARES, "0127", {"county": ["0126"]})
    assert found[["group", "n"]].to_numpy().tolist() == [["all", 0], ["county", 0]]
    assert {"median", "estimate", "certainty"} <= set(found.columns)


def test_a_year_that_is_not_held_is_a_reason(demo) -> None:
    rows = demo["income_quartile"].query("level == 'deso2018' and year == 2022")
    counts = sums.unit_counts(rows[rows["municipality"].isin(["9901", "9902"])])
    change = trends.index_change(counts, "dissimilarity", "q1", 2012, 2022)
    assert change[["municipality", "reason"]].to_numpy().tolist() == [
        ["9901", "no_value"],
        ["9902", "no_value"],
    ]
    parts = change_by_component.change_by_component(counts, 2012, 2022)
    assert set(parts["reason"]) == {"no_areas_in_common"}
    assert len(parts) == 2 * len(change_by_component.COMPONENTS)
