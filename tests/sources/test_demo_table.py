"""Observation tables of any size."""

import pandas as pd
import pytest

from bench.observations import ROWS_OF_AN_INDICATOR, observation_chunks, observation_table
from segnb.store.observation_schema import COLUMNS, KEY, check_observations, empty_observations


def test_a_table_has_the_rows_asked_for_and_passes_the_checks_of_the_store() -> None:
    table = observation_table(50_000)
    assert len(table) == 50_000
    assert list(table.columns) == COLUMNS
    assert len(check_observations(table)) == 50_000
    assert (table.dtypes == empty_observations().dtypes).all()


def test_no_key_stands_twice_across_indicators() -> None:
    table = observation_table(ROWS_OF_AN_INDICATOR + 10)
    assert table["indicator"].nunique() == 2
    assert not table.duplicated(KEY).any()


def test_a_longer_table_begins_with_a_shorter_one() -> None:
    pd.testing.assert_frame_equal(observation_table(3000).head(1000), observation_table(1000))


def test_seeds_give_their_own_tables() -> None:
    assert observation_table(500).equals(observation_table(500))
    assert not observation_table(500).equals(observation_table(500, seed=1))


def test_chunks_are_the_table() -> None:
    rows = ROWS_OF_AN_INDICATOR + 500
    sizes = [len(chunk) for chunk in observation_chunks(rows)]
    assert sizes == [ROWS_OF_AN_INDICATOR, 500]


@pytest.mark.parametrize("rows", [0, 1])
def test_the_smallest_tables_have_the_columns_too(rows: int) -> None:
    table = observation_table(rows)
    assert list(table.columns) == COLUMNS
    assert len(table) == rows


def test_some_cells_are_hidden_as_in_reality() -> None:
    table = observation_table(100_000)
    hidden = table["status"] == "suppressed"
    assert 0.005 < hidden.mean() < 0.02
    assert table.loc[hidden, "value"].isna().all()
