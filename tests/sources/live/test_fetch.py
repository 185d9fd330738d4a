"""Fetching the demonstration county from a strict server that fails on order."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from county import HERE, WHOLE, County, held, raw_bodies, started
from px_tables import Table
from server import Service, running

from segnb.sources.live.fetch import Fetched, fetch
from segnb.sources.live.http_requests import Web
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Query
from segnb.sources.live.request_journal import VANISHED, Journal
from segnb.sources.live.services import plan_fetch
from segnb.sources.live.table_ages import held_tables
from segnb.store import Store
from segnb.store.integrity import faults
from segnb.store.observation_schema import KEY
from segnb.vocabulary.catalogue import Catalogue

pytestmark = pytest.mark.long


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def test_the_county_that_is_fetched_is_the_county_that_was_served(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, served = county
    fetched = get(address, store, WHOLE)
    assert (fetched.faults, fetched.told_off, service.refused) == ([], 0, [])
    both = served.merge(held(store), on=KEY, how="outer", suffixes=("_served", ""), indicator=True)
    both = both[~((both["_merge"] == "right_only") & both["value"].isna())]  # cells of void areas
    assert (both["_merge"] == "both").all()
    assert (both["status"] == both["status_served"]).all()
    pd.testing.assert_series_equal(both["value"], both["value_served"], check_names=False)
    assert {"missing", "ok"} <= set(both["status"])
    assert list(faults(store)) == []


def test_a_snapshot_tells_where_it_came_from(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    get(county[1], store)
    snapshots = store.snapshots().set_index("table")
    one = snapshots.loc["TAB5956"]
    assert one["url"].endswith("/tables/TAB5956/data?lang=sv&outputFormat=json-stat2")
    assert '"UtbildningsNiva"' in one["body"]
    assert (one["licence"], one["published"], one["period"]) == ("CC0", "2026-03-02", 2023)
    assert one["retrieved"]


def test_zeros_outside_the_years_of_an_area_are_no_values(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, _ = county
    table = service.tables["TAB6680"]
    service.tables = service.tables | {"TAB6680": replace(table, empty=(0.0, ""))}
    assert get(address, store).faults == []
    rows = held(store)
    assert rows.loc[rows["level"] == "deso2018", "year"].max() <= 2023
    assert rows.loc[rows["level"] == "deso2025", "year"].min() >= 2024
    assert not rows["area"].str.contains("_").any()


def test_what_is_no_municipality_is_dropped(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, _ = county
    table = service.tables["TAB638"]
    regions = table.variables["Region"] | {"0010": "Stor-Stockholm"}
    more = replace(table, variables=table.variables | {"Region": regions}, empty=(1.0, ""))
    service.tables = service.tables | {"TAB638": more}
    assert get(address, store).faults == []
    assert "0010" not in set(held(store)["area"])
    notes = store.snapshots().set_index("table").loc["TAB638", "notes"]
    assert any("no area known here" in note for note in notes)


def test_what_has_no_id_is_called_by_its_title_or_its_file(store: Store) -> None:
    store.add_snapshot(b"1", name="a.csv", producer="Brå", title="Anmälda brott")
    store.add_snapshot(b"2", name="b.csv", producer="Brå")
    assert [held.table for held in held_tables(store)] == ["Anmälda brott", "b.csv"]


def test_a_second_fetch_asks_nothing(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, _ = county
    first = get(address, store)
    asked, before = len(service.requests), store.fingerprint()
    second = get(address, store)
    assert second.calls == 0
    assert second.reused == first.calls
    assert len(service.requests) == asked + 1  # /config
    assert store.fingerprint() == before


def test_the_plan_tells_what_is_going_to_be_asked(
    county: County, store: Store, get: Callable[..., Fetched], web: Web,
    some_entries: Catalogue, some_queries: tuple[Query, ...],
) -> None:  # fmt: skip
    service, address, _ = county
    asked = [PxWeb(web, f"{address}/api/v2", some_queries), Kolada(f"{address}/v3", some_entries)]
    expected = plan_fetch(asked, HERE, store)
    assert service.requests == []
    fetched = get(address, store)
    more = 2  # the newest years of the three key figures differ, which nobody knows beforehand
    assert abs(sum(expected.calls.values()) - fetched.calls) <= 1 + more
    assert plan_fetch(asked, HERE, store).held >= fetched.calls - 4 - more


def test_pages_are_followed_and_values_that_are_sparse_are_placed(
    county: County, store: Store, get: Callable[..., Fetched], reference: Store
) -> None:
    service, address, _ = county
    service.page, service.sparse = 200, True
    get(address, store)
    pd.testing.assert_frame_equal(held(store), held(reference))


def test_too_many_cells_are_asked_for_in_halves(
    county: County, store: Store, get: Callable[..., Fetched], reference: Store
) -> None:
    service, address, _ = county
    service.fail("", "too_many", "", "too_many")  # /config goes well
    assert get(address, store).faults == []
    pd.testing.assert_frame_equal(held(store), held(reference))


def test_a_table_that_has_changed_is_asked_for_by_its_metadata(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, _ = county
    table = service.tables["TAB5956"]
    renamed = {
        code.replace("UtbildningsNiva", "Utbildning"): v for code, v in table.variables.items()
    }
    labels = {code.replace("UtbildningsNiva", "Utbildning"): v for code, v in table.labels.items()}
    changed = type(table)(table.id, renamed, labels, table.cells, table.eliminable)
    service.tables = service.tables | {"TAB5956": changed}
    assert get(address, store).faults == []
    assert set(store.read("education", level="deso2018")["group"]) >= {"pre", "upper"} or len(
        set(store.read("education", level="deso2018")["group"])) > 2  # fmt: skip


def test_one_call_in_ten_may_fail(
    county: County, store: Store, get: Callable[..., Fetched], reference: Store
) -> None:
    service, address, _ = county
    service.fail_by_chance(0.1, seed=5)
    assert get(address, store).faults == []
    assert raw_bodies(store) == raw_bodies(reference)
    pd.testing.assert_frame_equal(held(store), held(reference))


def test_a_table_that_vanishes_leaves_its_snapshot_and_says_so(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, _ = county
    get(address, store, table="TAB5956")
    before = held(store)
    service.tables = {name: t for name, t in service.tables.items() if name != "TAB5956"}
    fetched = get(address, store, table="TAB5956", fresh=0.0)
    (fault,) = fetched.faults
    assert (fault.table, fault.is_held, fetched.exit_code) == ("TAB5956", True, 1)
    assert "TAB5956 is gone" in " ".join(fetched.notes)
    pd.testing.assert_frame_equal(held(store), before)
    notes = store.snapshots().set_index("table").loc["TAB5956", "notes"]
    assert any("no longer has this table" in note for note in notes)


def test_a_table_that_returns_loses_the_mark_whether_it_has_changed_or_not(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, _ = county
    whole = service.tables
    get(address, store, table="TAB5956")
    for returned in (whole["TAB5956"], replace(whole["TAB5956"], updated="2026-06-01T08:00:00Z")):
        service.tables = {name: t for name, t in whole.items() if name != "TAB5956"}
        get(address, store, table="TAB5956", fresh=0.0)
        service.tables = whole | {"TAB5956": returned}
        fetched = get(address, store, table="TAB5956", fresh=0.0)
        assert fetched.notes == ["TAB5956, which was gone, is there again."]
        assert not any(VANISHED in note for notes in store.snapshots()["notes"] for note in notes)


def test_a_source_that_is_away_ends_with_3_until_something_of_it_is_held(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    service, address, _ = county
    away = get("http://127.0.0.1:9", store)
    assert away.exit_code == 3
    assert held_nothing(store)
    get(address, store)
    assert get("http://127.0.0.1:9", store, fresh=0.0).exit_code == 1
    assert not service.refused


def held_nothing(store: Store) -> bool:
    return not list((store.path / "observations").glob("*.parquet"))


@pytest.mark.parametrize("answers", [2, 5, 11])
def test_a_fetch_that_is_killed_and_started_again_gives_the_same_store(
    answers: int, county: County, get: Callable[..., Fetched], program: str, reference: Store,
    tmp_path: Path,
) -> None:  # fmt: skip
    service, address, _ = county
    path = tmp_path / "killed"
    process = started(program, address, path)
    while len(service.requests) < answers and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    process.wait()
    store = Store.create(path)
    get(address, store)
    assert raw_bodies(store) == raw_bodies(reference)
    pd.testing.assert_frame_equal(held(store), held(reference))
    assert list(faults(store)) == []


def test_two_programs_may_fetch_into_one_store(
    county: County, program: str, reference: Store, tmp_path: Path
) -> None:
    _, address, _ = county
    path = tmp_path / "shared"
    both = [started(program, address, path) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    store = Store.open(path)
    assert raw_bodies(store) == raw_bodies(reference)
    pd.testing.assert_frame_equal(held(store), held(reference))
    assert list(faults(store)) == []
    assert all(entry.written for entry in Journal(store).entries())


def test_a_damaged_note_of_a_request_is_asked_for_again(
    county: County, store: Store, get: Callable[..., Fetched]
) -> None:
    _, address, _ = county
    get(address, store)
    note = next((store.path / ".fetched").glob("*.json"))
    note.write_text('{"half')
    assert get(address, store).calls == 1


def small_table(table: str) -> Table:
    variables = {"Region": {"0821": "Högsby"}, "ContentsCode": {"X": "Okänt"},
                 "Tid": {"2020": "2020", "2021": "2021"}}  # fmt: skip
    labels = {"Region": "region", "ContentsCode": "tabellinnehåll", "Tid": "år"}
    return Table(table, variables, labels, {("0821", "X", "2020"): (1.0, "")})


def test_two_hundred_tables_with_one_failure_in_ten_end_complete(store: Store, web: Web) -> None:
    service = Service(tables={f"TAB9{n:03d}": small_table(f"TAB9{n:03d}") for n in range(200)})
    service.fail_by_chance(0.1, seed=20)
    many = [Query(table=name, title="x", levels=("municipality",), years=(2020, 2021))
            for name in service.tables]  # fmt: skip
    with running(service) as address:
        fetched = fetch([PxWeb(web, f"{address}/api/v2", many)], HERE, store, web)
    assert (fetched.calls, fetched.faults) == (200, [])
    assert len(service.requests) > 210
    assert set(service.tables) <= set(store.snapshots()["table"])
