"""Sums over the whole country: made once for a store, and the same as those of one report."""

import pandas as pd
import pytest
from series_store import DESO, PLACE, add_rows, add_tenure, empty_store

from segnb.analysis import sums
from segnb.report.reading.reader import Reader
from segnb.store import Store
from segnb.store.ledger import recorded, recording
from segnb.vocabulary.areas import find_municipality

OTHER = "9905"


@pytest.fixture
def store(tmp_path) -> Store:
    """Dwellings by tenure in the areas of two municipalities in two years."""
    found = empty_store(tmp_path)
    add_tenure(found, "deso2025", {2023: [0.2] * 8, 2024: [0.1, 0.5] * 4})
    cells = {"rental": 10.0, "cooperative": 1.0, "owned": 30.0, "unknown": 0.0}
    areas = {f"{OTHER}A0010": 1.0, f"{OTHER}C0020": 3.0}
    add_rows(found, "tenure", {2024: cells}, level="deso2025", areas=areas)
    return found


def reader(store: Store, last_year: int | None = None) -> Reader:
    return Reader(store, find_municipality(PLACE), last_year)


def everywhere(one: Reader) -> pd.DataFrame:
    return one.held("tenure", "municipality", everywhere=True).rows


def test_sums_of_all_municipalities_are_those_of_their_areas(store) -> None:
    rows = everywhere(reader(store))
    expected = sums.to_level(store.read("tenure", level="deso2025", sex=None), "municipality")
    pd.testing.assert_frame_equal(rows[expected.columns], expected, check_dtype=False)
    other = rows[rows["municipality"] == OTHER].set_index("group")["value"]
    assert other["rental"] == 40.0
    own = reader(store).held("tenure", "municipality").rows
    mine = rows[rows["municipality"] == PLACE].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, own, check_dtype=False)


def test_the_next_report_reads_the_sums_and_no_areas(store, monkeypatch) -> None:
    first, asked = everywhere(reader(store)), []
    read = Store.read

    def listening(self: Store, indicator: str, **query: object) -> pd.DataFrame:
        asked.append(query)
        return read(self, indicator, **query)

    monkeypatch.setattr(Store, "read", listening)
    second = reader(store)
    pd.testing.assert_frame_equal(everywhere(second), first)
    assert asked
    assert not any(query.get("level") == "deso2025" for query in asked)
    observed = second.held("tenure", "municipality", everywhere=True).observed
    seen = set(zip(observed["municipality"], observed["year"], strict=True))
    assert seen == {(PLACE, 2023), (PLACE, 2024), (OTHER, 2024)}
    assert observed["snapshot"].str.len().eq(64).all()


def test_a_report_that_reads_sums_rests_on_the_areas_and_not_on_what_else_was_read(store) -> None:
    with recording() as first:
        everywhere(reader(recorded(store)))
    assert any(f'"municipality": "{PLACE}"' in question for question in first.asked)
    with recording() as second:
        everywhere(Reader(recorded(store), find_municipality(OTHER), None))
    assert not any(f'"municipality": "{PLACE}"' in question for question in second.asked)
    areas = [question for question in second.asked if '"level": "deso2025"' in question]
    assert [second.asked[question] for question in areas] == [first.asked[q] for q in areas]
    assert areas


def test_sums_are_made_anew_when_an_area_changes_or_another_year_is_the_last(store) -> None:
    before = everywhere(reader(store))
    assert set(everywhere(reader(store, 2023))["year"]) == {2023}
    add_rows(store, "tenure", {2024: {"rental": 1000.0}}, level="deso2025", areas={DESO[0]: 1})
    after = everywhere(reader(store))
    keys = ["municipality", "year", "group"]
    both = before.merge(after, on=keys, suffixes=("", "_after"))
    changed = both[both["value"] != both["value_after"]]
    assert changed[keys].to_numpy().tolist() == [[PLACE, 2024, "rental"]]
    assert changed["value_after"].iloc[0] - changed["value"].iloc[0] == 1000 - 40
