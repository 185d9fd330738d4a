"""What happens when a newer file meets an older one: same, revised, older, or another measure."""

import numpy as np
import pandas as pd
import pytest
from small_stores import rows, snapshot

from segnb.store import Change, Store
from segnb.store.merge import changed_definitions

OLD, NEW = "2023-01-01", "2024-01-01"
THEFT = [34.0, 21.5, 47.0, 30.1, 28.4, 39.9]


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    assert store.write(rows([1.0, 2.0]), snapshot(store, b"1")) == Change(new=2)
    before = store.fingerprint()
    assert store.write(rows([1.0, 2.0]), snapshot(store, b"1")) == Change(same=2)
    assert store.fingerprint() == before


def test_a_newer_file_replaces_values_and_says_how_many(store: Store) -> None:
    store.write(rows([100.0, 200.0, 300.0, 400.0, 500.0]), snapshot(store, b"1", OLD))
    change = store.write(rows([100.0, 207.0, 300.0, 400.0, 500.0]), snapshot(store, b"2", NEW))
    assert (change.revised, change.same, change.new) == (1, 4, 0)
    assert store.read("population")["value"].tolist() == [100, 207, 300, 400, 500]


@pytest.mark.parametrize("first", [OLD, NEW])
def test_the_newest_holds_whatever_the_order_of_writing(store: Store, first: str) -> None:
    last = NEW if first == OLD else OLD
    values = {OLD: [100.0, 200.0, 300.0, 400.0, 500.0], NEW: [100.0, 999.0, 300.0, 400.0, 500.0]}
    for day in (first, last):
        change = store.write(rows(values[day]), snapshot(store, day.encode(), day))
    assert store.read("population")["value"].tolist()[1] == 999
    assert change.superseded == (1 if last == OLD else 0)
    assert change.changed == (last == NEW)


def test_a_value_may_become_hidden_in_a_revision(store: Store) -> None:
    store.write(rows([10.0, 20.0]), snapshot(store, b"1", OLD))
    change = store.write(rows([10.0, np.nan], status=["ok", "suppressed"]),
                         snapshot(store, b"2", NEW))  # fmt: skip
    assert change.revised == 1
    assert store.read("population")["status"].tolist() == ["ok", "suppressed"]


def test_rounding_is_no_revision(store: Store) -> None:
    store.write(rows([74.123456, 10.0]), snapshot(store, b"1", OLD))
    assert store.write(rows([74.1234567, 10.0]), snapshot(store, b"2", NEW)).same == 2


def test_another_unit_cuts_the_series_and_never_joins_it(store: Store) -> None:
    store.write(pd.concat([rows(THEFT, year=2009), rows(THEFT, year=2010)]),
                snapshot(store, b"1", OLD))  # fmt: skip
    per_100000 = [v * f for v, f in zip(THEFT, (97, 101, 88, 120, 104, 99), strict=True)]
    change = store.write(rows(per_100000, year=2010), snapshot(store, b"2", NEW))
    assert change.definitions == ("population",)
    assert change.replaced_definition == 12
    held = store.read("population")
    assert set(held["year"]) == {2010}
    assert held["value"].min() > 1000


def test_the_older_file_of_another_unit_is_left_when_it_comes_last(store: Store) -> None:
    store.write(rows([v * 100 for v in THEFT]), snapshot(store, b"2", NEW))
    change = store.write(pd.concat([rows(THEFT, year=2009), rows(THEFT)]),
                         snapshot(store, b"1", OLD))  # fmt: skip
    assert change.definitions == ("population",)
    assert not change.changed
    assert set(store.read("population")["year"]) == {2022}


def test_a_new_base_year_of_prices_is_another_definition(store: Store) -> None:
    store.write(rows(THEFT), snapshot(store, b"1", OLD))
    change = store.write(rows([round(v * 1.085, 1) for v in THEFT]), snapshot(store, b"2", NEW))
    assert change.definitions == ("population",)


def test_ordinary_revisions_are_no_new_definition() -> None:
    held = pd.Series(THEFT)
    both = pd.DataFrame({"level": "municipality", "group": "all", "value_held": held,
                         "value": held * [1.0, 1.02, 0.99, 1.0, 1.1, 0.97]})  # fmt: skip
    assert changed_definitions(both) == set()
    assert changed_definitions(both.assign(value=held * 100)) == {"municipality"}
    assert changed_definitions(both.assign(value=held * 100).head(4)) == set()


def test_changes_add_up() -> None:
    both = Change(new=1, definitions=("b",)) + Change(revised=2, definitions=("a", "b"))
    assert both == Change(new=1, revised=2, definitions=("a", "b"))


def test_two_runs_of_the_same_writes_give_the_same_bytes(tmp_path) -> None:
    prints = []
    for name, order in (("one", (0, 1)), ("two", (1, 0))):
        store = Store.create(tmp_path / name)
        files = [(b"1", rows([1.0, 2.0]), OLD), (b"2", rows([1.0, 3.0, 4.0]), NEW)]
        for place in order:
            raw, frame, day = files[place]
            store.write(frame, snapshot(store, raw, day))
        prints.append(store.fingerprint())
    assert prints[0] == prints[1]
