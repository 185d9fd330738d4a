"""Cells gathered by place give what a groupby gives."""

import numpy as np
import pandas as pd
import pytest

from segnb.analysis.area_rows import places_of

COLUMNS = ["area", "year"]


@pytest.fixture
def rows() -> pd.DataFrame:
    rng = np.random.default_rng(20260101)
    frame = pd.DataFrame(
        {
            "area": rng.choice(["0127C1030", "0127A0010", "2021B2010"], 200),
            "year": rng.choice([2011, 2020, 2025], 200),
            "value": rng.integers(0, 50, 200).astype(float),
            "rank": rng.integers(0, 5, 200).astype("int8"),
        }
    )
    frame.loc[rng.choice(200, 20, replace=False), "value"] = np.nan
    return frame


def test_sums_sizes_and_ranks_are_those_of_a_groupby_in_its_order(rows: pd.DataFrame) -> None:
    places, groups = places_of(rows, COLUMNS), rows.groupby(COLUMNS, as_index=False)
    made = places.frame(
        value=places.sums(rows["value"]), rank=places.highest(rows["rank"].to_numpy())
    )
    pd.testing.assert_frame_equal(made, groups.agg({"value": "sum", "rank": "max"}))
    assert places.sizes().tolist() == groups.size()["size"].tolist()


def test_the_value_of_one_row_stands_at_its_place_and_others_have_none(rows: pd.DataFrame) -> None:
    one = np.zeros(len(rows), dtype=bool)
    one[7] = True
    found = places_of(rows, COLUMNS).frame(value=places_of(rows, COLUMNS).only(one, rows["rank"]))
    known = found.dropna()
    assert known[COLUMNS].to_numpy().tolist() == [rows.loc[7, COLUMNS].tolist()]
    assert known["value"].tolist() == [rows.loc[7, "rank"]]


def test_no_rows_are_no_places() -> None:
    empty = pd.DataFrame({"area": pd.Series(dtype="str"), "year": pd.Series(dtype="int16")})
    assert places_of(empty, COLUMNS).frame(value=np.zeros(0)).empty
