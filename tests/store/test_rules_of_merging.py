"""Which values meet, which of them hold, and what is refused: cases at each limit, none alike."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_stores import CODES, rows, snapshot

from segnb.store import Change, Store, make_observations
from segnb.store.indicator_coverage import areas_by_year
from segnb.store.merge import changed_definitions, merge
from segnb.store.observation_schema import as_read, check_observations, key_codes
from segnb.store.query_hashes import answer_hash, question_of
from segnb.vocabulary.errors import InvalidFile

OLD, NEW = "2023-01-01", "2024-01-01"
AGE = {"old": 0, "new": 1}
FIVE = [10.0, 12.0, 14.0, 16.0, 18.0]


def both(held: list[float], value: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"level": "deso2018", "group": "all", "value_held": held, "value": value})


@pytest.mark.parametrize(
    ("held", "value", "levels"),
    [
        ([0.0] * 5, [5.0, 6, 7, 8, 9], set()),  # from nothing is no factor
        ([5.0, 6, 7, 8, 9], [0.0] * 5, set()),  # nor to nothing
        ([0.1, 0.2, 0.3, 0.4, 0.5], [0.3, 0.6, 0.9, 1.2, 1.5], {"deso2018"}),
        ([0.5, 0.6, 0.7, 0.8, 0.9], [0.15, 0.18, 0.21, 0.24, 0.27], {"deso2018"}),
        (FIVE, [value * 1.03 for value in FIVE], {"deso2018"}),  # one factor, if a small one
        (FIVE, [value * 1.004 for value in FIVE], set()),
    ],
)
def test_factors_are_those_of_values_above_nought(
    held: list[float], value: list[float], levels: set[str]
) -> None:
    assert changed_definitions(both(held, value)) == levels


def meeting(held: list[float], new: list[float], **more: Any) -> tuple[pd.DataFrame, Change]:
    """What is left of a series of two years when new values of the second come in."""
    years = pd.concat([rows(held, year=2010), rows(held, year=2011)]).assign(snapshot="old")
    return merge(years, rows(new, year=2011).assign(snapshot="new"), AGE, **more)


@pytest.mark.parametrize(
    ("held", "new", "cut"),
    [
        ([200.0, 400.0], [206.0, 412.0], True),
        ([200.0, 400.0], [201.0, 402.0], False),  # exactly what is hardly noticed
        ([200.0, 400.0], [200.9, 401.9], False),
        ([200.0, 400.0], [203.0, 400.0], False),  # half of them
        ([200.0, 400.0, 600.0], [203.0, 408.0, 600.0], True),
        ([200.0, 400.0, 600.0], [203.0, np.nan, np.nan], True),  # of those that both have
        ([200.0, np.nan], [np.nan, 500.0], False),
    ],
)
def test_a_redefined_series_is_cut_where_more_than_half_of_what_meets_differs(
    held: list[float], new: list[float], cut: bool
) -> None:
    merged, change = meeting(held, new, cut=True)
    assert change.replaced_definition == (2 * len(held) if cut else 0)
    assert set(merged["year"]) == ({2011} if cut else {2010, 2011})


def test_the_producer_says_which_series_it_has_redefined(store: Store) -> None:
    two = snapshot(store, b"2", NEW)
    for name, cut in (("population", ["population"]), ("households", ["population"])):
        held = [rows([10.0, 20.0], year=year, indicator=name) for year in (2010, 2011)]
        store.write(pd.concat(held), snapshot(store, b"1", OLD))
        new = rows([11.0, 22.0], year=2011, indicator=name)
        change = store.write_parts([(new, two)], cut=cut)
        assert change.replaced_definition == (4 if name == "population" else 0)


def test_a_file_that_is_read_again_in_another_unit_replaces_itself_and_nothing_is_cut() -> None:
    held = pd.concat([rows(FIVE, year=2010), rows(FIVE, year=2011)]).assign(snapshot="new")
    again = rows([value * 100 for value in FIVE], year=2011).assign(snapshot="new")
    merged, change = merge(held, again, AGE)
    assert (change.revised, change.replaced_definition) == (5, 0)
    assert set(merged["year"]) == {2010, 2011}


def test_what_an_older_file_has_of_another_unit_is_counted_as_left(store: Store) -> None:
    store.write(rows([value * 100 for value in FIVE]), snapshot(store, b"2", NEW))
    older = pd.concat([rows(FIVE, year=2009), rows(FIVE)])
    change = store.write(older, snapshot(store, b"1", OLD))
    assert change == Change(superseded=10, definitions=("population",))


def test_of_two_levels_the_one_in_another_unit_is_left_and_the_other_is_taken(
    store: Store,
) -> None:
    wards = rows(FIVE, level="regso2020")
    held = pd.concat([rows([value * 100 for value in FIVE]), wards])
    store.write(held, snapshot(store, b"2", NEW))
    older = pd.concat([rows(FIVE), wards, rows([3.0, 4.0], level="regso2020", year=2020)])
    change = store.write(older, snapshot(store, b"1", OLD))
    assert change == Change(new=2, same=5, superseded=5, definitions=("population",))
    newer = pd.concat([rows(FIVE), wards])
    change = store.write(newer, snapshot(store, b"3", "2025-01-01"))
    assert change == Change(new=5, same=5, replaced_definition=5, definitions=("population",))


def test_parts_of_one_table_meet_and_the_newest_of_them_holds(store: Store) -> None:
    old, new = snapshot(store, b"1", OLD), snapshot(store, b"2", NEW)
    parts = [(rows([7.0, 8.0, 9.0]), new), (rows([1.0, 2.0, 3.0, 4.0]), old)]
    assert store.write_parts(parts) == Change(new=4)
    assert store.read("population")["value"].tolist() == [7, 8, 9, 4]
    again = [(rows([5.0], year=2023), old), (rows([6.0], year=2024), new)]
    assert store.write_parts(again) == Change(new=2)
    with pytest.raises(InvalidFile, match="level 'x'"):
        store.write_parts([(rows([5.0]), new), (rows([6.0]).assign(level="x"), old)])


def test_a_row_that_is_given_twice_in_one_file_is_written_once(store: Store) -> None:
    twice = pd.concat([rows([1.0, 2.0, 3.0]), rows([1.0])])
    assert store.write(twice, snapshot(store, b"1")) == Change(new=3)


# -- the table


def test_the_first_of_what_is_wrong_is_named() -> None:
    with pytest.raises(InvalidFile, match="level 'a' of"):
        check_observations(rows([1.0, 2.0]).assign(level=["b", "a"]))
    with pytest.raises(InvalidFile, match="status nan of"):
        check_observations(rows([1.0, 2.0]).assign(status=pd.Series([np.nan, "x"], dtype=object)))
    conflicts = pd.concat([rows([1.0, 2.0, 3.0]), rows([4.0, 5.0])])
    with pytest.raises(InvalidFile, match=rf"The area {CODES[0]} has two .*\(all, 2022\)"):
        check_observations(conflicts)


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("value", [1.0, np.inf, 3.0], "infinite"),
        ("value", [1.0, np.nan, 3.0], "exactly when it is ok"),
        ("status", ["ok", "missing", "ok"], "exactly when it is ok"),
        ("group", ["all", None, "all"], "needs an indicator"),
        ("area", [*CODES[:2], ""], "needs an indicator"),
    ],
)
def test_one_row_of_several_is_enough_to_refuse(
    column: str, values: list[Any], message: str
) -> None:
    with pytest.raises(InvalidFile, match=message):
        check_observations(rows([1.0, 2.0, 3.0]).assign(**{column: values}))


def test_a_row_of_several_that_is_given_twice_is_kept_once() -> None:
    held = pd.concat([rows([1.0, 2.0, 3.0]), rows([1.0])])
    assert check_observations(held)["area"].tolist() == CODES[:3]


@pytest.mark.parametrize(
    ("code", "municipality"), [("0127", "0127"), ("012", ""), ("0127A", "0127"), ("00", "")]
)
def test_a_code_of_four_letters_or_more_begins_with_its_municipality(
    code: str, municipality: str
) -> None:
    frame = pd.DataFrame({"area": [code], "year": [2022], "value": [3.0]})
    made = make_observations(frame, indicator="population", level="municipality")
    assert made["municipality"].tolist() == [municipality]


def test_nobody_and_half_a_person_are_no_missing_values() -> None:
    read = as_read(rows([0.0, 0.5, 7.0]), "population")
    assert read["status"].tolist() == ["ok"] * 3
    assert read["value"].tolist() == [0.0, 0.5, 7.0]


def test_what_is_read_has_the_types_of_the_table_whatever_a_file_had() -> None:
    read = as_read(rows([5.0, 6.0]).astype({"year": "int64", "value": "int64"}), "population")
    assert (read["year"].dtype, read["value"].dtype) == ("int16", "float64")


def test_keys_of_columns_with_one_value_and_of_no_rows_are_numbers_too() -> None:
    frame = pd.DataFrame({"a": ["x", "x", "x"], "b": [3, 1, 2]})
    assert key_codes(frame, ["a", "b"]).tolist() == [2, 0, 1]
    assert key_codes(frame[:0], ["a", "b"]).tolist() == []


# -- what is held, and questions about it


def test_coverage_of_several_indicators_is_one_table(store: Store) -> None:
    for name, values in (("population", [1.0, 2.0]), ("households", [3.0, 4.0, 5.0])):
        store.write(rows(values, indicator=name), snapshot(store, name.encode()))
    held = store.coverage()
    assert held["indicator"].tolist() == ["households", "population"]
    assert held["areas"].tolist() == [3, 2]
    counted = areas_by_year(store)
    assert list(held.index) == list(counted.index) == [0, 1]
    assert counted["areas"].tolist() == [3, 2]


def test_a_question_is_a_text_that_does_not_depend_on_how_it_is_asked() -> None:
    text = question_of("read", Store.read, "population", sex=None, years=range(2020, 2022))
    assert text == (
        '["read", {"areas": null, "indicator": "population", "interval": false, "level": null, '
        '"municipality": null, "sex": null, "years": [2020, 2021]}]'
    )
    assert '"Skåne"' in question_of("read_groups", Store.read_groups, "Skåne")
    numbers = question_of("read", Store.read, "x", years=[np.int16(2021), 2020], areas=["b", "a"])
    assert '"areas": ["a", "b"]' in numbers
    assert '"years": [2020, 2021]' in numbers


def test_the_hash_of_texts_is_that_of_their_letters_wherever_they_lie() -> None:
    def frame(end: str) -> pd.DataFrame:
        return pd.DataFrame({"x": pd.Series(["".join(("a", end)), "c"], dtype=object)})

    assert answer_hash(frame("b")) == answer_hash(frame("b"))
    assert answer_hash(frame("b")) != answer_hash(frame("d"))
    assert answer_hash("a") != answer_hash("b")
