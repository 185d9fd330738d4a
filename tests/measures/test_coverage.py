"""A small seeded sample of the coverage study; all of it runs under make studies."""

import pandas as pd
import pytest

from studies import differences
from studies.coverage import (
    DOCS,
    FEWEST_SETS,
    GRID,
    Cell,
    data_sets,
    run,
    sizes,
    true_shares,
)
from studies.coverage_page import summary

SAMPLE = [
    Cell("spread", 6, 0.05, 0.15),
    Cell("apart", 20, 0.10, 0.08),
    Cell("spread", 60, 0.05, 0.03),
    Cell("apart", 10, 0.30, 0.30),
]


def test_the_true_shares_have_the_group_share_and_d_of_their_cell():
    for cell in GRID:
        t = sizes(cell.units)
        p = true_shares(cell, t)
        assert p.min() >= 0
        assert p.max() <= 1
        assert p @ t / t.sum() == pytest.approx(cell.share, abs=1e-9)
        assert data_sets(cell, 1, 0)[1] == pytest.approx(cell.truth, abs=1e-9)


def test_intervals_hold_the_truth_in_a_sample_of_cells():
    found = run(SAMPLE, number=120, draws=79, seed=11)
    assert found["coverage"].min() >= 0.88
    assert 0.91 <= found["coverage"].mean() <= 0.99
    assert 0.70 <= found["coverage80"].mean() <= 0.90
    assert found["bias_unbiased"].abs().max() < found["bias_raw"].abs().max()


def test_a_difference_holds_the_truth_and_is_no_wider_than_two_intervals():
    """Places alike are rarely told apart; the width is that of independent errors."""
    pair = differences.PAIRS[2]
    found = differences.judge(pair, number=60, draws=79)
    assert found["coverage"] >= 0.86
    assert found["distinguishable"] <= 0.14
    single = run([pair.first], number=60, draws=79)["width"].item()
    assert found["width"] == pytest.approx(2**0.5 * single, rel=0.25)


def test_without_segregation_few_data_sets_are_called_segregated():
    cells = [Cell("spread", units, share, 0.0) for units, share in ((6, 0.1), (20, 0.05))]
    found = run(cells, number=200, draws=79, seed=12)
    assert found["distinguishable"].max() <= 0.05 + 2 * (0.05 * 0.95 / 200) ** 0.5
    assert (found["coverage"] == 1 - found["distinguishable"]).all()


def kept(name: str) -> pd.DataFrame:
    return pd.read_csv(DOCS / f"{name}.csv", keep_default_na=False)


def test_the_kept_study_holds_to_its_limits():
    """Every cell of the grid, from two areas on."""
    found = kept("inference_coverage")
    assert [Cell(*row) for row in found[list(Cell._fields)].itertuples(index=False)] == GRID
    assert found["data_sets"].min() >= 0.97 * FEWEST_SETS  # in some, nobody of the group is drawn
    assert 0.92 <= found["coverage"].mean() <= 0.97
    large = found.loc[found["share"] >= 0.05, "coverage"]
    assert (large >= 0.90).mean() >= 0.9
    assert large.min() >= 0.85
    assert found.loc[found["coverage"] < 0.90, "flags"].ne("").all()
    none = found[found["truth"] == 0]
    allowed = 0.05 + 2 * (0.05 * 0.95 / none["data_sets"]) ** 0.5
    assert (none["distinguishable"] <= allowed).all()


def test_the_page_tells_what_the_kept_studies_found():
    text = (DOCS / "inference.md").read_text("utf-8")
    for line in summary(kept("inference_coverage")):
        assert line in text
    one = kept("inference_coverage_one_line")
    lowest = one.loc[one["share"] >= 0.05, "coverage"].min()
    assert f"a mean of {one['coverage'].mean():.1%}, but {lowest:.1%} in the lowest cell" in text
