"""Cases at, below and above each limit of what meets in a store, and what reading gives back."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from small_stores import CODES, rows, snapshot, squares

from segnb.store import Change, Store, make_observations
from segnb.store.file_hashes import record_all, recorded
from segnb.store.indicator_coverage import areas_by_year, holds, municipalities_held
from segnb.store.ledger import Ledger
from segnb.store.marker import unmark
from segnb.store.merge import changed_definitions, merge
from segnb.store.observation_schema import as_read, check_observations, key_codes
from segnb.store.parquet_files import keep_in_memory, read_table, write_table
from segnb.store.query_hashes import answer_hash
from segnb.store.snapshots import OWN_DATA
from segnb.vocabulary.errors import InvalidFile

VALUES = [10.0, 12.0, 14.0, 16.0, 18.0, 21.0, 25.0, 31.0, 40.0, 50.0]


def both(factors: list[float], level: str = "deso2018") -> pd.DataFrame:
    held = pd.Series(VALUES[: len(factors)])
    return pd.DataFrame(
        {"level": level, "group": "all", "value_held": held, "value": held * factors}
    )


@pytest.mark.parametrize(
    ("factors", "other"),
    [
        ([3.0] * 5, True),
        ([3.0] * 4, False),  # too few to tell
        ([2.0] * 9 + [1.0], True),
        ([2.0] * 8 + [1.0] * 2, False),  # too many are as before
        ([1.51, 1.6, 1.7, 1.55, 1.65], True),
        ([1.3, 1.4, 1.49, 1.35, 1.45], False),  # a revision, however large
        ([1 / 1.6, 1 / 1.7, 1 / 1.8, 1 / 1.65, 1 / 1.75], True),
        ([1 / 1.3, 1 / 1.4, 1 / 1.45, 1 / 1.35, 1 / 1.42], False),
        ([1.085, 1.086, 1.084, 1.085, 1.085], True),  # one factor
        ([1.085, 1.12, 1.05, 1.10, 1.07], False),
        ([1.38, 1.3875, 1.4, 1.4125, 1.42], True),  # alike, for so large a factor
        ([0.68, 0.6875, 0.7, 0.7125, 0.72], False),
        ([1.004] * 5, False),  # hardly noticeable
    ],
)
def test_another_measure_is_told_by_its_factors(factors: list[float], other: bool) -> None:
    assert changed_definitions(both(factors)) == ({"deso2018"} if other else set())


def test_another_measure_is_told_level_by_level_and_group_by_group() -> None:
    apart = pd.concat([both([3.0] * 5), both([1.0] * 5, "regso2020")])
    assert changed_definitions(apart) == {"deso2018"}
    mixed = both([3.0] * 4 + [1.0] * 4).assign(group=["a"] * 4 + ["b"] * 4)
    assert changed_definitions(mixed) == set()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change(new=1), True),
        (Change(revised=1), True),
        (Change(replaced_definition=1), True),
        (Change(same=5, superseded=3, definitions=("a",)), False),
    ],
)
def test_a_store_has_changed_where_it_says_what_it_did_not(change: Change, says: bool) -> None:
    assert change.changed is says


def test_a_change_without_anything_is_nothing() -> None:
    nothing = Change()
    assert nothing == Change(0, 0, 0, 0, 0, ())
    assert not nothing.changed
    assert nothing + Change(new=2) == Change(new=2)


def test_what_is_made_of_answers_is_made_once() -> None:
    ledger, made = Ledger(), iter([1, 2])
    assert [ledger.once("a", lambda: next(made)) for _ in range(2)] == [1, 1]
    assert ledger.once("b", lambda: next(made)) == 2


def test_coverage_counts_areas_with_a_value_year_by_year(store: Store) -> None:
    both_years = [rows([1.0, np.nan, 3.0], year=2021), rows([1.0, 2.0, 3.0], year=2022)]
    store.write(pd.concat(both_years), snapshot(store, b"1"))
    assert list(areas_by_year(Store.create(store.path.parent / "empty")).columns) == [
        *("indicator", "level", "year", "areas"),
    ]
    counted = areas_by_year(store)
    assert counted.to_dict("list") == {
        "indicator": ["population"] * 2,
        "level": ["deso2018"] * 2,
        "year": [2021, 2022],
        "areas": [2, 3],
    }
    whole = store.coverage().iloc[0]
    assert (whole["first_year"], whole["last_year"], whole["areas"], whole["rows"]) == (
        *(2021, 2022, 3, 6),
    )
    assert municipalities_held(store) == ["0127"]
    assert holds(store, "0127")
    assert not holds(store, "0180")


def test_what_is_missing_in_both_is_the_same(store: Store) -> None:
    store.write(rows([1.0, np.nan]), snapshot(store, b"1", "2023-01-01"))
    assert store.write(rows([1.0, np.nan]), snapshot(store, b"2", "2024-01-01")) == Change(same=2)
    told = rows([1.0, np.nan], status=["ok", "suppressed"])
    assert store.write(told, snapshot(store, b"3", "2025-01-01")) == Change(same=1, revised=1)


def _meeting(factor: float, *, cut: bool) -> tuple[pd.DataFrame, Change]:
    held = pd.concat([rows([10.0, 20.0], year=2010), rows([10.0, 20.0], year=2011)])
    new = rows([10.0 * factor, 20.0 * factor], year=2011)
    age = {"old": 0, "new": 1}
    return merge(held.assign(snapshot="old"), new.assign(snapshot="new"), age, cut=cut)


@pytest.mark.parametrize(
    ("factor", "cut", "years"),
    [(1.2, True, [2011]), (1.2, False, [2010, 2011]), (1.0, True, [2010, 2011])],
)
def test_a_redefined_series_is_cut_where_most_of_its_values_differ(
    factor: float, cut: bool, years: list[int]
) -> None:
    merged, change = _meeting(factor, cut=cut)
    assert sorted(merged["year"].unique()) == years
    assert change.replaced_definition == (4 if len(years) == 1 else 0)


def test_of_two_snapshots_the_newest_holds_and_rows_stand_in_order() -> None:
    held = rows([1.0, 2.0, 3.0]).assign(snapshot="b")
    new = rows([9.0, 8.0]).assign(snapshot="a")
    merged, change = merge(held, new, {"a": 0, "b": 1})
    assert merged["value"].tolist() == [1.0, 2.0, 3.0]
    assert (change.superseded, change.revised) == (2, 0)
    merged, change = merge(held, new, {"b": 0, "a": 1})
    assert merged["value"].tolist() == [9.0, 8.0, 3.0]
    assert (change.superseded, change.revised) == (0, 2)
    assert merged["area"].tolist() == CODES[:3]
    assert list(merged.index) == [0, 1, 2]


def test_a_count_below_zero_is_missing_and_a_share_is_left() -> None:
    frame = rows([5.0, 6.0]).assign(value=[5.0, -1.0])
    read = as_read(frame, "population")
    assert read["status"].tolist() == ["ok", "missing"]
    assert read["value"].isna().tolist() == [False, True]
    assert as_read(frame, "net_migration")["value"].tolist() == [5.0, -1.0]
    assert as_read(frame, "no_such_indicator")["value"].tolist() == [5.0, -1.0]


def test_sexes_are_the_three_that_sources_give() -> None:
    for sex in ("total", "women", "men"):
        assert check_observations(rows([1.0], sex=sex))["sex"].tolist() == [sex]


def test_codes_of_keys_are_those_of_different_rows_however_many_there_could_be() -> None:
    """500 values in each of eight columns are more combinations than a number of 64 bits has."""
    generator = np.random.default_rng(1)
    frame = pd.DataFrame(generator.integers(500, size=(2000, 8)), columns=list("abcdefgh"))
    frame = pd.concat([frame, frame.head(50)], ignore_index=True)
    codes = pd.Series(key_codes(frame, list(frame.columns)))
    assert codes.rank(method="dense").tolist() == (
        (frame.groupby(list(frame.columns)).ngroup() + 1).tolist()
    )


def test_the_hash_of_an_answer_is_that_of_its_numbers_and_texts() -> None:
    frame = pd.DataFrame({"area": ["a", "b", "a"], "value": [1.0, 2.0, np.nan]})
    others = [
        frame.assign(value=[1.0, 2.5, np.nan]),
        frame.assign(area=["a", "a", "b"]),
        frame.assign(area=["a", "c", "a"]),
        frame.rename(columns={"area": "unit"}),
        frame.head(2),
    ]
    hashes = {answer_hash(each) for each in [frame, *others]}
    assert len(hashes) == 1 + len(others)
    assert answer_hash(frame.copy()) in hashes


# -- areas and polygons


def test_own_areas_of_two_municipalities_may_have_one_code_and_others_may_not(
    store: Store,
) -> None:
    frame = pd.DataFrame(
        {"area": ["1", "1"], "municipality": ["0127", "0126"], "name": ["Alby", "Flemingsberg"]}
    )
    store.write_areas(frame.assign(level="own"), snapshot(store, b"1"))
    assert sorted(store.read_areas("own")["name"]) == ["Alby", "Flemingsberg"]
    later = frame.assign(level="regso2020", area="0127R001", municipality=["", "0127"])
    store.write_areas(later, snapshot(store, b"2"))
    assert len(store.read_areas("regso2020")) == 1


def test_links_and_groups_are_counted_from_nought(store: Store) -> None:
    link = {"kind": "change", "from_level": "deso2018", "to_level": "deso2025"}
    frame = pd.DataFrame({"from_area": ["a", "b"], "to_area": ["c", "d"]}).assign(**link)
    store.write_links(frame.assign(kind=["own", "change"]), snapshot(store, b"1"))
    found = store.read_links("change", "deso2018", "deso2025")
    assert (list(found.index), found["to_area"].tolist()) == ([0], ["d"])
    assert "index" not in found
    group = {"kind": "similar", "title": "T", "municipality": "0127"}
    for day, members in (("2023-01-01", ["0126"]), ("2024-01-01", ["0136", "0180"])):
        members = pd.DataFrame({"member": members}).assign(**group)
        store.write_groups(members, snapshot(store, day.encode(), day))
    assert list(store.read_groups("0127").index) == [0, 1]


def test_polygons_tell_the_snapshots_that_they_come_from(store: Store) -> None:
    first, second = snapshot(store, b"1", "2023-01-01"), snapshot(store, b"2", "2024-01-01")
    store.write_polygons("deso2018", squares(CODES[:2]), first)
    store.write_polygons("deso2018", squares(CODES[1:3]), second)
    held = store.read_polygons("deso2018", "0127")
    assert set(held["level"]) == {"deso2018"}
    assert list(held.index) == [0, 1, 2]
    assert "index" not in held
    assert store.polygon_snapshots("deso2018", CODES[:1]) == [first.sha256]
    assert store.polygon_snapshots("deso2018", CODES[1:3]) == [second.sha256]
    assert store.polygon_snapshots("deso2018", CODES[:3]) == sorted([first.sha256, second.sha256])
    assert store.polygon_snapshots("deso2018", []) == []
    assert store.polygon_snapshots("regso2020", CODES) == []


def test_polygons_that_are_not_held_have_columns_and_a_system(store: Store) -> None:
    held = store.read_polygons("regso2020")
    columns = ["level", "area", "municipality", "name", "category", "geometry"]
    assert list(held.columns) == columns
    assert held.crs.to_epsg() == held.geometry.crs.to_epsg() == 3006


# -- files


def test_a_store_that_holds_anything_stays_one(store: Store) -> None:
    unmark(store.path)
    assert not store.path.exists()
    for part in ("snapshots/a.json", "observations/population.parquet", "areas.parquet"):
        held = Store.create(store.path.with_name(part.replace("/", "-"))).path
        (held / part).parent.mkdir(exist_ok=True)
        (held / part).write_bytes(b"")
        unmark(held)
        assert (held / "store.json").exists()


def test_a_record_names_each_file_but_its_marker(store: Store) -> None:
    store.write(rows([1.0]), snapshot(store, b"1"))
    record_all(store.path)
    names = {path.relative_to(store.path).as_posix() for path in store.path.rglob("[!.]*")}
    assert set(recorded(store.path)) == {
        name for name in names if (store.path / name).is_file() and name != "store.json"
    }
    assert all(len(hashes) == 1 for hashes in recorded(store.path).values())


def test_one_row_without_an_area_is_enough_to_refuse() -> None:
    with pytest.raises(InvalidFile, match="needs an indicator"):
        check_observations(rows([1.0, 2.0]).assign(area=["0127A0010", ""]))


def test_own_data_are_those_of_nobody_else(store: Store) -> None:
    assert not snapshot(store, b"1").is_own
    own = store.add_snapshot(b"2", name="x", producer=OWN_DATA)
    assert own.is_own


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rows.parquet"
    frame = pd.DataFrame(
        {"area": ["a", "b", None, "a"], "year": [2019, 2020, 2021, 2022], "value": [1.0, 2, 3, 4]}
    )
    write_table(frame, path, ["area"])
    return path


@pytest.mark.parametrize(
    ("filters", "values"),
    [
        ([], [1.0, 2.0, 3.0, 4.0]),
        ([("area", "==", "a")], [1.0, 4.0]),
        ([("year", "in", [2020, 2021])], [2.0, 3.0]),
        ([("area", "not in", ["b"])], [1.0, 3.0, 4.0]),
        ([("area", "==", "a"), ("year", "in", [2022, 2030])], [4.0]),
        ([("year", "in", [2022])], [4.0]),
        ([("year", "in", [2019])], [1.0]),
        ([("year", "in", [2018, 2023])], []),
        ([("area", "==", "c")], []),
    ],
)
@pytest.mark.parametrize("kept", [False, True])
def test_a_file_is_read_by_what_its_rows_say(
    table: Path, filters: list[tuple[str, str, object]], values: list[float], kept: bool
) -> None:
    if kept:
        keep_in_memory(table)
    assert read_table(table, filters=filters)["value"].tolist() == values
    assert read_table(table, columns=["value"], filters=filters).columns.tolist() == ["value"]


def test_what_is_kept_in_memory_gives_way_to_a_file_that_has_changed(table: Path) -> None:
    keep_in_memory(table)
    write_table(pd.DataFrame({"area": ["x"], "year": [2025], "value": [7.0]}), table)
    assert read_table(table)["value"].tolist() == [7.0]


def test_a_text_that_is_missing_stays_missing(table: Path) -> None:
    assert read_table(table)["area"].isna().tolist() == [False, False, True, False]


def test_a_row_without_a_municipality_has_that_of_its_code() -> None:
    frame = pd.DataFrame({"area": ["0127A0010", "00"], "year": 2022, "value": [1.0, np.nan]})
    made = make_observations(frame, indicator="population", level="deso2018", sex="men", group="g")
    assert made["municipality"].tolist()[0] == "0127"
    assert set(made["sex"]) == {"men"}
    assert set(made["group"]) == {"g"}
    assert made["status"].tolist() == ["ok", "missing"]
