"""Where nothing is held, every function gives an empty answer with its columns, or a reason."""

import pandas as pd
import pytest

from segnb.analysis import (
    area_types,
    change_parts,
    comparison,
    disclosure,
    family,
    feasible,
    line,
    national,
    own_counts,
    schools,
    shares,
    spread,
    sums,
    trends,
    turning,
    type_gaps,
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
    "counts from per cent": lambda: sums.unit_counts_from_percent(NOTHING),
    "segments": lambda: trends.segments(NO_SHARES),
    "change": lambda: trends.change(NO_SHARES),
    "change of segments": lambda: trends.change(NO_SHARES, every_segment=True),
    "holes": lambda: trends.holes(NO_SHARES),
    "turn": lambda: turning.turning_point(NO_SHARES),
    "change of an index": lambda: trends.index_change(NO_COUNTS, "dissimilarity", "a", 1, 9),
    "family": lambda: family.judge_together(pd.DataFrame({"p": []})),
    "ranks": lambda: comparison.ranks(NO_SHARES, by=["year"]),
    "residents": lambda: area_types.residents(NOTHING, NOTHING),
    "transitions": lambda: area_types.transitions(NOTHING, 1, 9),
    "share by type": lambda: type_gaps.share_by_type(NO_SHARES, NOTHING),
    "gap": lambda: type_gaps.gap(type_gaps.share_by_type(NO_SHARES, NOTHING)),
    "cut-offs": lambda: yardstick.cut_offs(NOTHING),
    "cut-offs of types": lambda: yardstick.cut_offs_between(NOTHING, NOTHING),
    "agreement": lambda: yardstick.agreement(NOTHING, NOTHING),
    "yardstick": lambda: yardstick.yardstick(NOTHING, NOTHING, 1, 9),
    "yardstick series": lambda: yardstick.yardstick_series(NOTHING, NOTHING, base_year=1),
    "line": lambda: line.profile([], {"x": NO_SHARES}).rows,
    "spread": lambda: spread.spread(NO_SHARES),
    "schools": lambda: schools.between_schools(NOTHING, NOTHING),
    "indices": lambda: national.indices_everywhere(NO_COUNTS, "dissimilarity", "a"),
    "distribution": lambda: national.distribution(
        national.indices_everywhere(NO_COUNTS, "dissimilarity", "a")
    ),
    "parts": lambda: change_parts.change_parts(NO_COUNTS, 1, 9),
    "protected": lambda: disclosure.protect(NO_TABLE),
    "own": lambda: own_counts.protect_observations(NOTHING, ["total"]).rows,
    "ranges": lambda: feasible.hidden_range(disclosure.protect(NO_TABLE)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_nothing_gives_an_empty_answer_with_its_columns(name: str) -> None:
    found = ANSWERS[name]()
    assert found.empty
    assert len(found.columns) > 2


def test_a_standing_without_values_still_has_its_row() -> None:
    found = comparison.standing(NO_SHARES, "0127", {"county": ["0126"]})
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
    parts = change_parts.change_parts(counts, 2012, 2022)
    assert set(parts["reason"]) == {"no_areas_in_common"}
    assert len(parts) == 2 * len(change_parts.COMPONENTS)
