"""The one table: its shape, its rules, and what comes back from the store."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from small_stores import CODES, rows, snapshot

from segnb.store import COLUMNS, Store, empty_observations, make_observations, observation_schema
from segnb.store.observation_schema import check_observations
from segnb.vocabulary.errors import EmptyStore, InvalidFile, UnknownArea


def test_rows_are_completed_with_what_their_codes_say() -> None:
    made = rows([10.0, np.nan])
    assert list(made.columns) == COLUMNS
    assert made["municipality"].tolist() == ["0127", "0127"]
    assert made["status"].tolist() == ["ok", "missing"]
    assert set(made["sex"]) == {"total"}
    assert set(made["group"]) == {"all"}


def test_counties_and_the_nation_belong_to_no_municipality() -> None:
    frame = pd.DataFrame({"area": ["00", "01"], "year": 2022, "value": 1.0})
    made = make_observations(frame, indicator="population", level="county")
    assert made["municipality"].tolist() == ["", ""]


def test_a_hidden_cell_never_keeps_a_number() -> None:
    made = rows([10.0, 3.0], status=["ok", "suppressed"])
    assert made["value"].tolist()[0] == 10
    assert np.isnan(made["value"].tolist()[1])


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("level", "deso", "level 'deso'"),
        ("sex", "T", "sex 'T'"),
        ("status", "Privacy", "status 'Privacy'"),
        ("area", "", "needs an indicator"),
        ("value", np.inf, "infinite"),
        ("value", np.nan, "exactly when it is ok"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(column: str, value: object, message: str) -> None:
    with pytest.raises(InvalidFile, match=message):
        check_observations(rows([10.0]).assign(**{column: value}))


def test_a_row_given_twice_is_kept_once_and_two_values_of_one_cell_are_refused() -> None:
    twice = pd.concat([rows([10.0]), rows([10.0])])
    assert len(check_observations(twice)) == 1
    with pytest.raises(InvalidFile, match="two different values of population"):
        check_observations(pd.concat([rows([10.0]), rows([11.0])]))


def test_what_is_read_is_what_was_written(store: Store) -> None:
    taken = snapshot(store, b"1")
    store.write(rows([1.0, 2.0, np.nan], status=["ok", "preliminary", "suppressed"]), taken)
    read = store.read("population")
    assert read["value"].tolist()[:2] == [1.0, 2.0]
    assert read["status"].tolist() == ["ok", "preliminary", "suppressed"]
    assert set(read["snapshot"]) == {taken.sha256}
    assert (read.dtypes == empty_observations().dtypes).all()


def test_reading_chooses_level_place_area_year_and_sex(store: Store) -> None:
    parts = [rows([1.0, 2.0]), rows([3.0], year=2023), rows([4.0], sex="women")]
    county = pd.DataFrame({"area": ["01"], "year": [2022], "value": [9.0]})
    parts.append(make_observations(county, indicator="population", level="county"))
    store.write(pd.concat(parts), snapshot(store, b"1"))
    assert len(store.read("population")) == 4
    assert len(store.read("population", sex=None)) == 5
    assert store.read("population", level="county")["value"].tolist() == [9]
    assert store.read("population", years=[2023])["value"].tolist() == [3]
    assert store.read("population", areas=CODES[1:2])["value"].tolist() == [2]
    assert len(store.read("population", municipality="0127")) == 3
    assert store.read("population", municipality=["0180"]).empty


def test_confidence_limits_come_only_when_asked_for(store: Store) -> None:
    limits = [rows([v], indicator="unsafe_share", group=g)
              for v, g in ((5.0, "all"), (4.0, "ci_low"), (6.0, "ci_high"))]  # fmt: skip
    store.write(pd.concat(limits), snapshot(store, b"1"))
    assert store.read("unsafe_share")["group"].tolist() == ["all"]
    assert set(store.read("unsafe_share", interval=True)["group"]) == {"all", "ci_low", "ci_high"}


def test_what_is_not_held_is_an_empty_frame_and_no_error(store: Store) -> None:
    read = store.read("population", municipality="0127", years=[2022])
    assert read.empty
    assert list(read.columns) == COLUMNS
    assert list(store.coverage()) == [
        "indicator",
        "level",
        "first_year",
        "last_year",
        "areas",
        "rows",
        "origin",
    ]


def test_coverage_says_what_is_held(store: Store) -> None:
    store.write(pd.concat([rows([1.0, 2.0]), rows([3.0], year=2023)]), snapshot(store, b"1"))
    held = store.coverage().iloc[0]
    assert tuple(held) == ("population", "deso2018", 2022, 2023, 2, 3, "file")


@pytest.mark.parametrize("name", ["../population", "a/b", "", "population.parquet"])
def test_an_indicator_never_names_a_path(store: Store, name: str) -> None:
    with pytest.raises(InvalidFile, match="no id of an indicator"):
        store.read(name)


def test_an_unknown_level_is_refused_by_name(store: Store) -> None:
    with pytest.raises(UnknownArea, match="the levels are nation"):
        store.read_areas("sams")


def test_a_folder_without_a_store_says_which_command_makes_one(tmp_path) -> None:
    with pytest.raises(EmptyStore, match="segnb import FOLDER --store"):
        Store.open(tmp_path)


@pytest.mark.parametrize("most", [2**62, 4])
def test_codes_of_keys_keep_their_order_however_many_there_are(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observation_schema, "MOST_CODES", most)
    rows = pd.DataFrame({
        "level": ["b", "a", "b", "a", "b"], "area": ["2", "9", "1", "9", "2"],
        "year": [2020, 2021, 2020, 2019, 2020],
    })  # fmt: skip
    codes = observation_schema.key_codes(rows, ["level", "area", "year"])
    assert np.argsort(codes, kind="stable").tolist() == [3, 1, 2, 0, 4]
    assert codes[0] == codes[4]
    assert len(set(codes.tolist())) == 4


def test_a_count_of_less_than_none_is_a_gap_and_a_negative_balance_is_not(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "negative")
    snapshot = store.add_snapshot(b"x", name="x", producer="SCB")
    for indicator in ("population", "net_migration"):
        rows = pd.DataFrame({"area": ["0127", "0180"], "year": [2022, 2022], "value": [-5.0, 7.0]})
        store.write(make_observations(rows, indicator=indicator, level="municipality"), snapshot)
    people = store.read("population").set_index("area")
    assert people["status"].to_dict() == {"0127": "missing", "0180": "ok"}
    assert people["value"].isna().to_dict() == {"0127": True, "0180": False}
    assert store.read("net_migration")["value"].tolist() == [-5.0, 7.0]
