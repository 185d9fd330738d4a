"""Small parts of a fetch: limits, names of requests, notes, what is left for later. No network."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from segnb.sources.files.formats import Context
from segnb.sources.live import http_requests, labels, services
from segnb.sources.live.answer_faults import PassingFault, Refused, Unreachable
from segnb.sources.live.answer_import import Batch, Keeper, _name, _parts
from segnb.sources.live.borders import Geodata
from segnb.sources.live.fetch import Fault, Fetched, fetch, understood
from segnb.sources.live.http_requests import Call, Limit, Web, json_body, user_agent
from segnb.sources.live.pxweb import PxWeb, _widened, selection
from segnb.sources.live.queries import Plan, Query, Scope, Values, read_queries
from segnb.sources.live.request_journal import (
    Entry,
    Journal,
    Memory,
    note_returned,
    note_vanished,
)
from segnb.sources.live.request_plan import Areas, Ask
from segnb.sources.live.revisions import TITLE, redefined, restore
from segnb.sources.live.services import Expected, with_addresses
from segnb.sources.live.small_services import Downloads, Folkhalsodata, Skolverket
from segnb.sources.live.table_ages import differences, held_tables
from segnb.sources.live.table_metadata import Search
from segnb.store import Store, make_observations
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.errors import InvalidFile, InvalidParams, SourceUnavailable, UnknownArea

NOW = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)


def query(**more: Any) -> Query:
    given = {"table": "TAB1", "title": "En tabell", "levels": ("municipality",),
             "years": (2018, 2023), "select": {"Kon": ["1", "2"]}}  # fmt: skip
    return Query(**(given | more))


def call(table: str = "TAB1", **more: Any) -> Call:
    return Call("scb", f"https://x/{table}", table=table, **more)


# -- requests


def test_a_request_is_known_by_its_address_and_body() -> None:
    one = call(body=json_body({"b": 1, "a": "å"}))
    assert one.body == '{"a":"å","b":1}'
    assert one.key == replace(one, cells=7, table="other").key
    assert len({one.key, replace(one, body="").key, replace(one, url="https://y").key}) == 3


def test_so_many_calls_are_allowed_in_so_many_seconds() -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    limit = Limit(2, 10.0, clock=lambda: now[0], sleep=sleep)
    for _ in range(2):
        limit.wait()
        limit.count()
        now[0] += 1
    limit.wait()  # the first call ended two seconds ago
    assert slept == [8.0]
    limit.count()
    now[0] += 20
    limit.wait()
    assert slept == [8.0]
    other = Limit(1, 10.0, clock=lambda: now[0], sleep=sleep)
    other.took_over(limit)
    assert len(other._ended) == 1
    other.wait()
    assert len(other._ended) == 0


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(sleep=lambda _: None) as asking:
        yield asking


def test_a_host_that_was_never_reached_is_tried_twice_and_others_six_times(web: Web) -> None:
    assert web._most("x") == 2
    assert web._connect == 5.0
    web.reached.add("x")
    assert (web._most("x"), web._most("y")) == (6, 2)
    assert web._connect == 15.0


def test_after_three_hosts_that_are_away_nobody_else_is_asked(web: Web) -> None:
    web.away |= {"a": "why", "b": "x"}
    web._check_away("c", "c")
    with pytest.raises(Unreachable, match="a cannot be reached: why"):
        web._check_away("a", "a")
    web.away["c"] = "x"
    with pytest.raises(Unreachable, match="d was not asked: there is no connection"):
        web._check_away("d", "d")
    web.reached.add("e")
    web._check_away("d", "d")


def test_pauses_double_unless_the_server_says_how_long() -> None:
    def pause(number: int, error: Exception | None) -> float:
        outcome = SimpleNamespace(exception=lambda: error)
        return http_requests._pause(SimpleNamespace(attempt_number=number, outcome=outcome))

    assert 0.5 <= pause(1, PassingFault("x")) <= 0.625
    assert 4.0 <= pause(4, PassingFault("x")) <= 5.0
    assert pause(4, PassingFault("x", 7.5)) == 7.5
    assert pause(1, PassingFault("x", 0.0)) == 0.0


def test_the_program_says_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEGNB_CONTACT", raising=False)
    assert user_agent().endswith("contact: not stated)")
    monkeypatch.setenv("SEGNB_CONTACT", " å@example.org ")
    assert user_agent().endswith("contact: @example.org)")
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert http_requests._certificates() is True
    monkeypatch.setenv("SSL_CERT_DIR", "/nowhere")
    assert http_requests._certificates() is not True
    assert http_requests._host(Call("x", "https://h:8/p")) == "h"
    assert http_requests._server(Call("x", "https://h:8/p")) == "h:8"


def test_addresses_are_replaced_by_those_that_are_given() -> None:
    found = with_addresses(["scb=http://here/v2/", "files=https://mirror"])
    assert (found["scb"], found["files"]) == ("http://here/v2", "https://mirror")
    assert found["kolada"] == services.ADDRESSES["kolada"]
    for odd in ("scb", "nobody=http://x", "scb=ftp://x"):
        with pytest.raises(InvalidParams, match="is not of the form API=URL"):
            with_addresses([odd])


def test_minutes_follow_calls_and_cells() -> None:
    expected = Expected({"a": 10, "b": 20}, {"a": 300_000, "b": 60_000}, 6)
    assert expected.minutes == pytest.approx((24 * 1.5 + 6) / 60)


# -- what came of a fetch


@pytest.mark.parametrize(
    ("faults", "answered", "code"),
    [
        ([], set(), 0), ([("a", False, False)], set(), 1), ([("a", False, True)], set(), 3),
        ([("a", True, True)], set(), 1), ([("a", False, True)], {"a"}, 1),
        ([("a", False, True), ("b", True, True)], {"b"}, 3),
    ],
)  # fmt: skip
def test_a_fetch_ends_with_what_is_of_use(
    faults: list[tuple[str, bool, bool]], answered: set[str], code: int
) -> None:
    made = [Fault(api, "T", "why", held, away) for api, held, away in faults]
    assert Fetched(faults=made, answered=answered).exit_code == code


def test_a_fetch_that_is_repeated_follows_what_its_answers_lead_to(tmp_path: Path) -> None:
    first, second, other = call("a"), call("b"), call("c")
    service: Any = SimpleNamespace(
        api="scb", configure=lambda: None, plan=lambda _scope: Plan([first, other]),
        readings=lambda *_: [],
        more=lambda one, raw: [second] if (one, raw) == (first, b"{}") else [],
    )  # fmt: skip
    asked: list[str] = []
    heard: list[tuple[int, int, str]] = []
    answer = lambda one: asked.append(one.table) or b"{}"  # noqa: E731
    web: Any = SimpleNamespace(ask=answer, calls=0, told_off=0, reached={"x"})
    store = Store.create(tmp_path / "store")
    made = [fetch([service], Scope(), store, web, progress=lambda *now: heard.append(now))
            for _ in range(2)]  # fmt: skip
    assert asked == ["a", "b", "c"]
    assert [one.reused for one in made] == [0, 3]
    assert heard == [(0, 2, "a"), (1, 3, "b"), (2, 3, "c")] * 2


def test_a_table_that_is_known_by_its_id_is_not_what_another_search_finds() -> None:
    sought = query(table="Sökt", find="bostad")
    held = [query(table="TAB1"), query(table="Funnen", find="inkomst", id="TAB2"), sought]
    service = PxWeb(None, "https://x", held)  # type: ignore[arg-type]
    listed = [{"id": f"TAB{n}", "label": "En tabell"} for n in (1, 2, 3)]
    (looks,) = service.more(
        service._look(Search(sought, Scope())), json.dumps({"tables": listed}).encode()
    )
    assert looks.detail.candidates == ("TAB3",)  # type: ignore[union-attr]


def test_an_answer_that_is_built_in_another_way_is_told() -> None:
    told = r"The answer of TAB1 is built .* \(KeyError: 'a'\)"
    with pytest.raises(InvalidFile, match=told), understood(call("search for TAB1")):
        raise KeyError("a")
    with pytest.raises(InvalidFile, match=r" x{80}\)"), understood(call()):
        raise ValueError("x" * 90)


# -- the journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(Store.create(tmp_path / "store"))


def test_the_journal_keeps_the_latest_answer_and_the_earlier_ones(journal: Journal) -> None:
    assert journal.entry(call()) is None
    journal.refused(call(), "never asked")
    assert list(journal.entries()) == []
    for sha, size in (("a", 5), ("b", 6), ("a", 7), ("a", 8)):
        entry = journal.answered(call(cells=9), sha, size)
    assert (entry.sha256, entry.earlier, entry.bytes, entry.cells) == ("a", ("b",), 8, 9)
    assert not entry.written
    journal.written(entry)
    assert journal.entry(call()).written
    journal.refused(call(), "gone")
    held = journal.entry(call())
    assert (held.refused, held.sha256) == ("gone", "a")
    assert journal.answered(call(), "c", 1).refused == ""
    assert [one.table for one in journal.of_table("scb", "TAB1")] == ["TAB1"]
    assert journal.of_table("scb", "TAB2") == journal.of_table("kolada", "TAB1") == []
    (path,) = (journal.store.path / ".fetched").glob("*.json")
    assert list(json.loads(path.read_text())) == sorted(json.loads(path.read_text()))
    path.write_text("{")
    assert journal.entry(call()) is None


def test_an_answer_is_fresh_for_so_many_days() -> None:
    entry = Entry("k", "scb", "T", "u", "", "sha", NOW.isoformat())
    assert entry.is_fresh(NOW + timedelta(hours=23), 1.0)
    assert not entry.is_fresh(NOW + timedelta(days=1), 1.0)
    assert not replace(entry, refused="x").is_fresh(NOW, 1.0)
    assert not replace(entry, sha256="").is_fresh(NOW, 1.0)


def test_a_table_that_is_gone_is_marked_and_the_mark_is_taken_off_again(journal: Journal) -> None:
    store = journal.store
    for raw in (b"1", b"2"):
        one = store.add_snapshot(raw, name="x", producer="SCB", notes=["kept"])
        journal.answered(call(), one.sha256, 1)
    assert note_vanished(call("TAB2"), journal, date(2024, 1, 2)) == []
    told = note_vanished(call("search for TAB1"), journal, date(2024, 1, 2))
    assert told[0].startswith("TAB1 is gone; what was fetched on 20")
    notes = dict(zip(("new", "old"), store.snapshots()["notes"], strict=True))
    assert sorted(len(one) for one in notes.values()) == [1, 2]
    (marked,) = [one for one in notes.values() if len(one) == 2]
    assert marked[0] == "kept"
    assert "asked on 2024-01-02" in marked[1]
    assert note_returned(call(), journal) == ["TAB1, which was gone, is there again."]
    assert list(store.snapshots()["notes"]) == [("kept",), ("kept",)]
    assert note_returned(call(), journal) == []


def test_what_fitted_instead_of_a_query_is_remembered_while_that_is_the_same(
    journal: Journal,
) -> None:
    memory, one = Memory(journal.store), query()
    now = query(years=(2018, 2024))
    assert memory.recall(one) == []
    memory.keep(one, [now])
    assert memory.recall(one) == [now]
    assert memory.recall(query(title="Annan")) == []
    memory.keep(one, [one])
    assert memory.recall(one) == []
    memory.keep(one, [])  # nothing is remembered, and nothing is there to forget
    Memory().keep(one, [now])
    assert Memory().recall(one) == []


# -- what waits to be written


def batch(store: Store, number: int, *indicators: str, value: float = 5.0) -> Batch:
    frame = pd.DataFrame({"area": ["0127"], "year": [2000 + number], "value": [value]})
    rows = pd.concat([
        make_observations(frame, indicator=name, level="municipality") for name in indicators
    ])  # fmt: skip
    one = store.add_snapshot(f"{number}".encode(), name="x", producer="SCB")
    entry = Entry(f"k{number}", "scb", "TAB1", "u", "", one.sha256, NOW.isoformat())
    return Batch(call(f"TAB{number}"), entry, rows, one)


def test_what_cannot_be_written_is_parted_by_indicator_and_then_by_answer(journal: Journal) -> None:
    both = [batch(journal.store, 1, "a", "b"), batch(journal.store, 2, "b")]
    parts = _parts(both)
    assert [[len(one.rows) for one in part] for part in parts] == [[1, 0], [1, 1]]
    assert [len(part) for part in _parts(parts[1])] == [1, 1]
    assert both[0].without("a").rows["indicator"].tolist() == ["b"]
    assert _name(call("Tabell 1/ä")) == "scb-Tabell-1-ä.json"
    assert _name(call("§")) == "scb-answer.json"
    assert _name(call("x" * 70)) == f"scb-{'x' * 60}.json"


def test_rows_that_break_a_rule_are_set_aside_and_the_others_written(journal: Journal) -> None:
    store = journal.store
    keeper = Keeper(store, journal, Context(store))
    good, bad = batch(store, 1, "gini"), batch(store, 2, "gini")
    bad = replace(bad, rows=bad.rows.assign(sex="x"))
    keeper._waiting, keeper._entries = [good, bad], [good.entry, bad.entry]
    keeper.flush()
    assert keeper.observations == 1
    assert keeper.change.new == 1
    assert [(one.table, "sex 'x'" in why) for one, why in keeper.aside] == [("TAB2", True)]
    assert [entry.key for entry in journal.entries() if entry.written] == ["k1"]
    assert keeper._waiting == keeper._entries == []


def test_values_that_cannot_be_are_held_back_unless_they_are_accepted(journal: Journal) -> None:
    store = journal.store
    for accepted, written in (((), 0), (("population",), 1)):
        keeper = Keeper(store, journal, Context(store), frozenset(accepted))
        one = batch(store, 3, "population", value=-5.0)
        keeper._waiting, keeper._entries = [one], [one.entry]
        keeper.flush()
        assert keeper.observations == written
        assert len(keeper.aside) == 1 - written
    assert "population is held back, for it counts less than none" in Keeper._doubt(
        keeper, "population", one.rows, [one]
    )


# -- queries and services


def test_values_are_counted_or_say_how_many_they_are() -> None:
    assert Values(ask=("1", "2")).number == 2
    assert Values(ask=("*",), size=7).number == 7
    assert Values(ask=()).number == 1
    with pytest.raises(ValueError, match="needs the number of its values"):
        Values(ask=("2?",))
    one = query(select={"Kon": ["1", "2"], "Alder": {"ask": ["*"], "size": 5}}, contents=3, every=2)
    assert one.width == 30
    assert one.periods == (2018, 2020, 2022)
    assert one.words == "tabell"
    assert query(find="ord").is_sought
    assert not query(find="ord", id="TAB2").is_sought
    with pytest.raises(ValueError, match="last year comes before its first"):
        query(years=(2020, 2019))
    with pytest.raises(ValueError, match="unknown levels"):
        query(levels=("sams",))
    text = "- table: A\n  title: t\n- table: A\n  title: t\n"
    with pytest.raises(ValueError, match=r"a\.yml: A is asked for twice"):
        read_queries({"a.yml": text})
    assert read_queries({"a.yml": ""}) == ()


def test_a_scope_is_sorted_and_all_municipalities_are_the_country() -> None:
    assert Scope.of(["Gävle", "0127", "2180"]).codes == ("0127", "2180")
    every = Scope().places
    assert len(every) == 290
    assert Scope.of(every).is_country
    assert not Scope.of(every[:-1]).is_country
    with pytest.raises(UnknownArea, match="a place of the demonstration"):
        Scope.of(["9901"])


def test_every_variable_of_a_table_is_named_in_a_request() -> None:
    one = query(select={"Kon": Values(ask=("1",), codelist="x"), "Alder": Values(ask=())},
                suffixes={"regso2020": "_R"})  # fmt: skip
    ask = Ask(one, Areas(("0127", "0127R???"), 9), (2020, 2021))
    assert selection(ask) == [
        {"variableCode": "Region", "valueCodes": ["0127", "0127R???_R"]},
        {"variableCode": "Kon", "valueCodes": ["1"], "codelist": "x"},
        {"variableCode": "Alder", "valueCodes": []},
        {"variableCode": "ContentsCode", "valueCodes": ["*"]},
        {"variableCode": "Tid", "valueCodes": ["range(2020,2021)"]},
    ]


def test_a_mended_query_is_asked_for_the_years_that_there_are() -> None:
    one, areas = query(years=(2010, 2024)), Areas(("0127",), 1)
    years = [ask.years for ask in _widened(Ask(one, areas, (2008, 2012)), one)]
    assert years == [(2010, 2011, 2012)]
    assert _widened(Ask(one, areas, (2020, 2022), is_open=True), one)[0].years == tuple(
        range(2020, 2025)
    )
    (latest,) = _widened(Ask(one, areas, (2020,), latest=2), one)
    assert (latest.years, latest.latest) == ((2023, 2024), 2)
    assert _widened(Ask(one, areas, (2000, 2005)), one) == []


def test_an_answer_must_have_what_was_asked_for(web: Web) -> None:
    asking = PxWeb(web, "https://x", [query()])
    asked = asking.call(Ask(query(), Areas(("0127",), 1), (2020,)))
    assert asked.url == "https://x/tables/TAB1/data?lang=sv&outputFormat=json-stat2"
    assert asked.cells == 2
    ids = ["Region", "Kon", "ContentsCode", "Tid"]
    asking.check(asked, {"id": ids, "size": [1, 2, 9, 1]})
    with pytest.raises(InvalidFile, match="has 1 values of Kon; 2 were asked for"):
        asking.check(asked, {"id": ids, "size": [1, 1, 9, 1]})
    with pytest.raises(InvalidFile, match="other variables than asked: Kon, X"):
        asking.check(asked, {"id": [*ids[:1], "X", *ids[2:]], "size": [1, 1, 1, 1]})
    too_large = Refused("x", 403, "Too many cells")
    halves = asking.instead(asking.call(Ask(query(), Areas(("a", "b"), 2), (2020,))), too_large)
    assert [half.cells for half in halves] == [2, 2]
    assert asking.instead(asked, Refused("x", 500, "odd")) == []
    gone = Refused("x", 404, "")
    (search,) = asking.instead(asked, gone)
    assert search.table == "search for TAB1"
    assert asking.instead(asked, gone) is None  # it is looked for already
    assert asking.instead(search, gone) == []


def test_borders_are_asked_for_by_county_or_for_some_municipalities() -> None:
    asking = Geodata("https://g", layers={"deso2018": "stat:A", "regso2020": "stat:B"})
    assert len(asking.plan(Scope()).calls) == 2 * 21
    one, two = asking.plan(Scope(("0127", "0180"))).calls
    assert (one.table, two.table) == ("stat:A", "stat:B")
    assert "CQL_FILTER=kommunkod+IN+%28%270127%27%2C%270180%27%29" in one.url
    assert asking.features(one, b'{"features": [1, 2], "numberMatched": 2}') == [1, 2]
    assert asking.features(one, b'{"features": []}') == []
    none = "holds no polygons"
    for raw, why in ((b'{"features": [1], "totalFeatures": 2}', "holds 1 of 2 polygons"),
                     (b"[]", none), (b'{"features": 1}', none)):  # fmt: skip
        with pytest.raises(InvalidFile, match=why):
            asking.features(one, raw)


def test_a_file_is_asked_for_where_it_is_or_at_a_mirror() -> None:
    some = [query(api="files", path="https://p/x/a%20b.csv?y=1", page=("https://s", "ord")),
            query(api="files", table="B", path="https://p/b.csv", country_only=True)]  # fmt: skip
    here, mirror = Downloads("", some), Downloads("https://m", some)
    assert [one.url for one in here.plan(Scope()).calls] == [some[0].path, some[1].path]
    assert [one.url for one in mirror.plan(Scope(("0127",))).calls] == ["https://m/a%20b.csv"]
    (one,) = here.plan(Scope(("0127",))).calls
    assert not one.is_json
    assert here.document(one, b"a;b").name == "a%20b.csv"
    with pytest.raises(InvalidFile, match=r"a web page is in its place.*open https://s, search"):
        here.document(one, b"<html>")
    with pytest.raises(Refused, match=r"not at its address any more \(404\)"):
        here.instead(one, Refused("x", 404, "t"))
    assert (
        here.instead(one, Refused("x", 403, "t")) == here.instead(one, Refused("x", 0, "t")) == []
    )


def test_a_report_of_schools_that_is_not_out_gives_way_to_that_of_the_year_before() -> None:
    one = query(api="skolverket", path="r?x=1", years=(2020, 2024))
    asking, this = Skolverket("https://s", [one]), datetime.now(UTC).year
    (newest,) = asking.plan(Scope(("0127",))).calls
    assert newest.url == f"https://s/r?x=1&pAr={this - 1}"
    assert newest.detail[1:] == (this - 1, 2)
    every = asking.plan(Scope()).calls
    assert [call.detail[1:] for call in every] == [
        (year, 2 if year == this - 1 else 0) for year in range(2019, this)
    ]
    (earlier,) = asking.more(newest, b"Skola;Kod\n")
    assert earlier.detail[1:] == (this - 2, 1)
    assert asking.more(newest, b"Skola;12345678\n") == []
    assert asking.more(every[0], b"Skola;Kod\n") == []
    (instead,) = asking.instead(newest, Refused("x", 404, ""))
    assert instead.detail[1:] == (this - 2, 1)
    assert asking.instead(newest, Refused("x", 400, "")) == []
    assert asking.instead(every[0], Refused("x", 404, "")) == []
    with pytest.raises(InvalidFile, match="answers with a web page"):
        asking.document(newest, b"<html>")


def test_what_is_held_of_a_table_is_told_by_its_newest_snapshot(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    for raw, table, title, day, period in (
        (b"1", "TAB1", "Gammal", "2023-01-02", 2021), (b"2", "TAB1", "Ny", "2024-03-04", 2020),
        (b"3", "", "Utan id", "", 0), (b"4", "search for TAB9", "x", "2024-01-01", 0),
        (b"5", "", "", "", 2019),
    ):  # fmt: skip
        store.add_snapshot(raw, name="fil.csv", producer="SCB", table=table, title=title,
                           retrieved=day, period=period)  # fmt: skip
    found = {one.table: one for one in held_tables(store, [query(published=3)])}
    assert set(found) == {"TAB1", "Utan id", "fil.csv"}
    one = found["TAB1"]
    assert (one.title, one.day, one.period, one.due) == ("Ny", "2024-03-04", 2021, "2023-03-01")
    assert (found["fil.csv"].day, found["fil.csv"].due) == ("", "")


def test_a_service_that_is_away_is_a_fault_of_each_of_its_requests() -> None:
    assert issubclass(Unreachable, SourceUnavailable)
    found = [(one.service, one.id) for one in services.known_ids()]
    assert len(found) == len(set(found)) > 100


def test_a_table_of_public_health_is_asked_for_whole_and_by_value_where_it_is_too_large() -> None:
    one = query(api="folkhalsa", path="Å/b.px", select={"Kön": ["a", "b"], "Andel": ["1"]})
    asking = Folkhalsodata("https://f", [one])
    (asked,) = asking.plan(Scope()).calls
    assert asked.url == "https://f/%C3%85/b.px"
    assert asked.cells == 2 * 320 * 6
    assert json.loads(asked.body) == {
        "query": [
            {"code": "Region", "selection": {"filter": "all", "values": ["*"]}},
            {"code": "Kön", "selection": {"filter": "item", "values": ["a", "b"]}},
            {"code": "Andel", "selection": {"filter": "item", "values": ["1"]}},
            {"code": "År", "selection": {"filter": "all", "values": ["*"]}},
        ],
        "response": {"format": "json-stat2"},
    }
    too_large = Refused("x", 403, "too many values")
    halves = asking.instead(asked, too_large)
    values = [json.loads(half.body)["query"][1]["selection"]["values"] for half in halves]
    assert values == [["a"], ["b"]]
    assert asking.instead(halves[0], too_large) == []
    assert asking.instead(asked, Refused("x", 400, "odd")) == []
    told = {"title": "T", "variables": [{"code": "År", "text": "år", "values": ["2020"],
                                         "valueTexts": ["2020"]}]}  # fmt: skip
    found = asking.metadata(one, SimpleNamespace(ask=lambda _: json.dumps(told).encode()))
    assert (found["id"], found["label"], found["role"]) == (["År"], "T", {"time": ["År"]})
    for odd in ({}, {"variables": 1}, {"variables": [{}], "title": "x"}):
        with pytest.raises(InvalidFile, match="metadata of TAB1 are not whole"):
            asking.metadata(one, SimpleNamespace(ask=lambda _, odd=odd: json.dumps(odd).encode()))
    with pytest.raises(InvalidFile, match="is not JSON-stat"):
        asking.readings(asked, b"[]", None)


# -- what a refetch changed, and the way back


def answer(**values: float) -> bytes:
    """Values of a key figure by place and year: `a2020` is Botkyrka, `b2020` Stockholm."""
    rows = [
        {"kpi": "N02904", "municipality": {"a": "0127", "b": "0180"}[name[0]],
         "period": int(name[1:]), "values": [{"gender": "T", "status": "", "value": value}]}
        for name, value in values.items()
    ]  # fmt: skip
    return json.dumps({"values": rows}).encode()


@pytest.fixture
def refetched(journal: Journal) -> Store:
    """A store in which a request was answered twice, without what the answers hold."""
    store = journal.store
    answers = (answer(a2019=10, a2020=11, b2020=12), answer(a2020=11, b2020=12.5, a2021=14))
    for number, raw in enumerate(answers):
        one = store.add_snapshot(raw, name="kolada-own.json", producer="Kolada", table="N02904",
                                 title=f"Titel {number}", fetched=f"2024-0{number + 1}-01",
                                 published=f"2024-0{number + 1}-01")  # fmt: skip
        journal.answered(call("N02904"), one.sha256, len(raw))
    return store


def test_two_answers_to_one_request_are_held_against_each_other(refetched: Store) -> None:
    (found,) = differences(refetched)
    assert (found.new, found.revised, found.vanished, found.new_years) == (1, 1, 1, (2021,))
    assert found.titles == ("Titel 0", "Titel 1")
    assert found.redefined == ()
    assert found.changed
    told = [(one.area, one.year, one.before, one.after) for one in found.values]
    assert told == [
        ("0127", 2019, 10.0, None), ("0127", 2021, None, 14.0), ("0180", 2020, 12.0, 12.5),
    ]  # fmt: skip
    assert [one.table for one in differences(refetched, "N02904")] == ["N02904"]
    assert list(differences(refetched, "N1")) == []
    Journal(refetched).refused(call("N02904"), "gone")
    (gone,) = differences(refetched)
    assert (gone.refused, gone.new, gone.after) == ("gone", 0, "")
    Journal(refetched).answered(call("search for TAB1"), "x", 1)
    assert len(list(differences(refetched))) == 1


def test_values_that_the_store_lacks_come_back_from_its_answers(refetched: Store) -> None:
    back = restore(refetched, "child_poverty").sort_values(["area", "year"])
    assert back[["area", "year", "value"]].to_numpy().tolist() == [
        ["0127", 2019, 10.0], ["0127", 2020, 11.0], ["0127", 2021, 14.0], ["0180", 2020, 12.5],
    ]  # fmt: skip
    assert len(refetched.read("child_poverty")) == 4
    assert restore(refetched, "child_poverty").empty
    assert restore(refetched, "gini").empty


def test_a_key_figure_that_is_told_in_another_way_is_noted(journal: Journal) -> None:
    def figures(**words: str) -> bytes:
        return json.dumps(
            {"values": [{"id": "N02904", "title": "T", "unit": "%"} | words]}
        ).encode()

    store, entries = journal.store, catalogue()
    asked = Call("kolada", "https://k", detail={"kind": "figures"})
    held = store.add_snapshot(figures(), name="a.json", producer="Kolada", title=TITLE)

    def told(
        raw: bytes, earlier: tuple[str, ...] = (), one: Call = asked
    ) -> list[tuple[str, bool]]:
        found = redefined(one, raw, earlier, store, entries)
        return [(each.indicator, each.cuts) for each in found]

    assert told(figures(title="Ny")) == [("child_poverty", True)]
    assert told(figures(title="Ny"), (held.sha256,)) == [("child_poverty", True)]
    assert told(figures(description="d")) == []  # nobody knew it before
    assert told(figures(title=" t ")) == []
    assert told(figures(title="Ny"), one=call(detail={"kind": "figures"})) == []
    assert told(figures(title="Ny"), one=replace(asked, detail={"kind": "own"})) == []
    older = store.add_snapshot(figures(description="a"), name="b.json", producer="Kolada")
    assert told(figures(description="b"), (older.sha256,)) == [("child_poverty", False)]


@pytest.mark.parametrize(
    ("variable", "values", "found"),
    [
        (labels.CONTENTS, ["x"], ()), (labels.CONTENTS, ["x", "y"], None), ("kön", ["x"], None),
        ("kön", ["x", "y"], None), ("kön", ["x", "totalt"], (("kön", "totalt"),)),
        ("ålder", ["x"], ()),
    ],
)  # fmt: skip
def test_only_one_content_may_stand_at_what_a_source_does_not_name(
    variable: str, values: list[str], found: Any
) -> None:
    frame = pd.DataFrame({variable: values})
    table = SimpleNamespace(variables=[variable], frame=frame, codes=())
    source = SimpleNamespace(fixed={"ålder": "x"}, dimension="", contents=())
    assert labels._filters(table, source) == found  # type: ignore[arg-type]
