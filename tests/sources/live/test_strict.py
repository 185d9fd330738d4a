"""What the services refuse, and that a fetch gets through: the server knows only the evidence."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from px_tables import Table
from server import MOST_ELEMENTS, Service

from segnb import __version__
from segnb.sources.live.fetch import Fetched, fetch
from segnb.sources.live.http_requests import Web
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Query, Scope, Values, queries
from segnb.sources.live.request_journal import Memory
from segnb.sources.live.revisions import restore
from segnb.store import Store
from segnb.vocabulary.areas import municipalities
from segnb.vocabulary.catalogue import Catalogue, catalogue

pytestmark = pytest.mark.long

Serve = Callable[[Service], str]
HERE = Scope(("0127",))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def only(*indicators: str) -> Catalogue:
    return Catalogue(indicators={name: catalogue()[name] for name in indicators})


def kolada_value(figure: str, place: str, year: int, number: float | None) -> dict[str, Any]:
    status = "" if number is not None else "Missing"
    cell = {"gender": "T", "count": 1, "status": status, "value": number, "isdeleted": False}
    return {"kpi": figure, "municipality": place, "period": year, "values": [cell]}


def defined(*figures: str) -> dict[str, dict[str, Any]]:
    return {f: {"id": f, "title": f"Nyckeltal {f}", "description": "Så.", "operating_area": "x"}
            for f in figures}  # fmt: skip


# -- Kolada: 25 elements


def every_list(service: Service) -> Iterator[list[str]]:
    for _, path, _ in service.requests:
        for segment in path.partition("?")[0].split("/"):
            yield segment.split(",")


MANY = Scope(tuple(sorted(municipalities()["code"])[:28]))


@pytest.mark.parametrize("scope", [HERE, Scope(), MANY], ids=["one", "country", "28 places"])
def test_kolada_is_asked_for_at_most_25_elements_of_each_kind(
    scope: Scope, serve: Serve, store: Store, web: Web
) -> None:
    kolada = Kolada("", catalogue())
    service = Service(figures=defined(*kolada.figures))
    service.values = [kolada_value("N15428", "0127", 2023, 80.0)]
    fetched = fetch([Kolada(f"{serve(service)}/v3", catalogue())], scope, store, web)
    assert fetched.faults == []
    assert max(len(one) for one in every_list(service)) <= MOST_ELEMENTS
    assert store.read("school_eligibility")["value"].tolist() == [80.0]


def test_what_kolada_refuses_is_split_down_to_the_one_figure(
    serve: Serve, store: Store, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure that is gone may be refused for all that are asked with it, in whatever words."""
    service = Service(figures=defined("N15428", "N00914", "N02267"))
    service.values = [kolada_value(f, "0127", 2019, 80.0) for f in ("N15428", "N00914")]
    kept = type(service).next_fault

    def gone(self: Service) -> str:
        path = self.requests[-1][1]
        return "refused_422" if "/data/" in path and "N02267" in path else kept(self)

    monkeypatch.setattr(Service, "next_fault", gone)
    asked = Kolada(f"{serve(service)}/v3", only("school_eligibility", "employment_rate"))
    fetched = fetch([asked], HERE, store, web)
    assert {fault.table for fault in fetched.faults} == {"N02267"}
    assert fetched.exit_code == 1
    assert set(store.read("school_eligibility")["value"]) == {80.0}
    assert set(store.read("employment_rate")["value"]) == {80.0}


def test_of_all_places_the_newest_year_that_each_figure_has_is_fetched(
    serve: Serve, store: Store, web: Web
) -> None:
    service = Service(figures=defined("N15428", "N02267"))
    service.values = [
        kolada_value(figure, place, year, 50.0 + year - 2000)
        for figure, last in (("N15428", 2021), ("N02267", 2024))
        for place in ("0127", "0114", "2480")
        for year in range(2020, last + 1)
    ]
    asked = Kolada(f"{serve(service)}/v3", only("school_eligibility", "employment_rate"))
    assert fetch([asked], HERE, store, web).faults == []
    for indicator, last in (("school_eligibility", 2021), ("employment_rate", 2024)):
        others = store.read(indicator, municipality=["0114", "2480"])
        assert set(others["year"]) == {last}
        assert set(others["area"]) == {"0114", "2480"}


# -- two values for one place and year


def test_of_two_figures_for_one_year_the_catalogue_names_one(
    serve: Serve, store: Store, web: Web
) -> None:
    """RAMS (N00914) ends in 2021 and BAS (N02267) begins in 2020: both have 2020 and 2021."""
    service = Service(figures=defined("N00914", "N02267"))
    service.values = [kolada_value("N00914", "0127", y, 70.0) for y in range(2015, 2022)]
    service.values += [kolada_value("N02267", "0127", y, 75.0) for y in range(2020, 2025)]
    asked = Kolada(f"{serve(service)}/v3", only("employment_rate"))
    assert fetch([asked], HERE, store, web).faults == []
    values = store.read("employment_rate").set_index("year")["value"]
    assert values.loc[2019] == 70.0
    assert set(values.loc[2020:]) == {75.0}


def test_a_bad_batch_is_set_aside_and_the_rest_is_stored(
    serve: Serve, store: Store, web: Web
) -> None:
    service = Service(figures=defined("N15428", "N02267"))
    service.values = [kolada_value("N15428", "0127", 2023, 80.0),
                      kolada_value("N02267", "0127", 2023, 70.0),
                      kolada_value("N02267", "0127", 2023, 71.0)]  # fmt: skip
    asked = Kolada(f"{serve(service)}/v3", only("school_eligibility", "employment_rate"))
    fetched = fetch([asked], HERE, store, web)
    assert fetched.exit_code == 1
    assert {"two different values of employment_rate" in fault.why for fault in fetched.faults} == {
        True}  # fmt: skip
    assert store.read("school_eligibility")["value"].tolist() == [80.0]
    assert store.read("employment_rate").empty


# -- SCB


def table(identifier: str, regions: dict[str, str], years: range = range(2020, 2024), **more: Any
          ) -> Table:  # fmt: skip
    """A table as TAB5956 is: areas by level of education."""
    variables = {
        "Region": regions,
        "UtbildningsNiva": {"21": "förgymnasial utbildning", "3+4": "gymnasial utbildning",
                            "5": "eftergymnasial utbildning, mindre än 3 år",
                            "6": "eftergymnasial utbildning, 3 år eller mer",
                            "US": "uppgift om utbildningsnivå saknas"},
        "ContentsCode": {"000005MO": "Antal"},
        "Tid": {str(year): str(year) for year in years},
    }  # fmt: skip
    labels = {"Region": "region", "UtbildningsNiva": "utbildningsnivå",
              "ContentsCode": "tabellinnehåll", "Tid": "år"}  # fmt: skip
    cells = {(r, n, "000005MO", t): (10.0 + len(n), "") for r in regions
             for n in variables["UtbildningsNiva"] for t in variables["Tid"]}  # fmt: skip
    return Table(identifier, variables, labels, cells, **more)


OLD = {"0127R001": "Botkyrka (a)", "0127A0010": "0127A0010", "0127": "Botkyrka"}


def asked_of(table: str) -> list[Query]:
    return [query for query in queries() if query.table == table]


def get(address: str, store: Store, web: Web, name: str = "TAB5956", **settings: Any) -> Fetched:
    service = PxWeb(web, f"{address}/api/v2", asked_of(name), only("education"),
                    memory=Memory(store))  # fmt: skip
    return fetch([service], HERE, store, web, **settings)


def test_a_table_that_is_gone_answers_400_and_is_searched_for(
    serve: Serve, store: Store, web: Web
) -> None:
    first = table("TAB5956", OLD, range(2015, 2024))
    service = Service(tables={"TAB5956": first})
    address = serve(service)
    assert get(address, store, web).faults == []
    title = "Befolkning 25-64 år efter region och utbildningsnivå"
    service.tables = {"TAB7000": replace(first, id="TAB7000", title=title, discontinued=True),
                      "TAB7001": table("TAB7001", {"00": "Riket"}, title=title)}  # fmt: skip
    fetched = get(address, store, web, fresh=0.0)
    assert any(path.startswith("/api/v2/tables/TAB7000/data") for _, path, _ in service.requests)
    assert any("TAB5956 is gone" in note for note in fetched.notes)
    assert fetched.faults == []
    service.requests.clear()
    get(address, store, web, fresh=0.0)
    assert not any("TAB5956" in path for _, path, _ in service.requests)  # it is remembered


def test_a_table_that_is_nowhere_is_one_sentence(serve: Serve, store: Store, web: Web) -> None:
    service = Service()
    fetched = get(serve(service), store, web)
    (fault,) = fetched.faults
    assert fault.why.startswith("No table of SCB is found for TAB5956 (Befolkningen 25–64 år")
    assert fetched.exit_code == 1


def test_a_code_that_has_changed_is_mended_in_every_request_and_remembered(
    serve: Serve, store: Store, web: Web
) -> None:
    held = table("TAB5956", OLD, range(2015, 2024))
    select = {"UtbildningsNiva": Values(ask=("21", "3+4", "5", "6", "tot"))}
    small = asked_of("TAB5956")[0].model_copy(update={"select": select})
    service = Service(tables={"TAB5956": held}, cap=60)
    address = serve(service)

    def once() -> Fetched:
        asked = PxWeb(web, f"{address}/api/v2", [small], only("education"), memory=Memory(store))
        return fetch([asked], HERE, store, web, fresh=0.0)

    fetched = once()
    assert fetched.faults == []
    assert set(store.read("education")["year"]) == set(range(2015, 2024))
    first = [body for method, _, body in service.requests if method == "POST"]
    assert sum('"tot"' in body for body in first) > 1  # several requests were refused
    service.requests.clear()
    assert once().faults == []
    assert not any('"tot"' in body for _, _, body in service.requests)
    (now,) = Memory(store).recall(small)
    assert now.select["UtbildningsNiva"].ask == ("21", "3+4", "5", "6")


@pytest.mark.parametrize("ends", [{"R": "_RegSO2020", "A": "_DeSO2018"}, {"R": "", "A": ""}])
def test_areas_may_have_either_ending(
    ends: dict[str, str], serve: Serve, store: Store, web: Web
) -> None:
    regions = {code + ends.get(code[4:5], ""): name for code, name in OLD.items()}
    service = Service(tables={"TAB5956": table("TAB5956", regions, range(2015, 2024))})
    assert get(serve(service), store, web).faults == []
    assert set(store.read("education")["area"]) == {"0127", "0127A0010", "0127R001"}


# -- sought tables


def sought(identifier: str, region: str, **more: Any) -> Table:
    variables = {
        "Region": {region: region},
        "Bakgrund": {"TOT": "totalt", "SE": "inrikes födda"},
        "Kon": {"1+2": "totalt"},
        "ContentsCode": {"a": "Andel som bidrar till ohälsotalet, procent",
                         "b": "Ohälsotalet, antal dagar"},
        "Tid": {str(year): str(year) for year in range(2014, 2024)},
    }  # fmt: skip
    labels = {"Region": "region", "Bakgrund": "bakgrund", "Kon": "kön",
              "ContentsCode": "tabellinnehåll", "Tid": "år"}  # fmt: skip
    cells = {(region, b, "1+2", c, t): (25.0, "") for b in variables["Bakgrund"]
             for c in variables["ContentsCode"] for t in variables["Tid"]}  # fmt: skip
    return Table(identifier, variables, labels, cells, **more)


def test_a_sought_table_is_found_among_all_that_are_listed(
    serve: Serve, store: Store, web: Web
) -> None:
    """The 45th of 48, discontinued, with endings and years that nobody foresaw."""
    title = "Ohälsotal efter region (RegSO) och bakgrund"
    tables = {f"TAB80{n:02d}": table(f"TAB80{n:02d}", {"0127": "Botkyrka"}, title=f"{title} {n}")
              for n in range(44)}  # fmt: skip
    right = sought("TAB8900", "0127R001_RegSO2020", title=title, discontinued=True)
    service = Service(tables=tables | {"TAB8900": right})
    (query,) = asked_of("IntGr10RegSOKon")
    (entry,) = [e.id for e in catalogue().stored() for s in e.sources if s.table == query.table]
    asked = PxWeb(web, f"{serve(service)}/api/v2", [query], only(entry), memory=Memory(store))
    fetched = fetch([asked], HERE, store, web)
    assert fetched.faults == []
    rows = store.read(entry)
    assert set(rows["area"]) == {"0127R001"}
    assert set(rows["year"]) == set(range(2014, 2024))


# -- courtesy


def test_a_block_is_no_cell_limit_and_stops_the_service_after_three(
    serve: Serve, store: Store, web: Web
) -> None:
    service = Service()
    address = serve(service)
    many = [replace_id(asked_of("TAB5956")[0], f"TAB9{n:03d}") for n in range(40)]
    px = PxWeb(web, f"{address}/api/v2", many, only("education"))
    px.configure = lambda: None  # type: ignore[method-assign]
    service.blocks = True
    fetched = fetch([px], HERE, store, web)
    assert len(service.requests) == 3
    assert len(fetched.faults) == 40
    assert "403" in fetched.faults[0].why
    assert "refused 3 requests in a row and is not asked any more" in fetched.faults[-1].why


def replace_id(query: Query, table: str) -> Query:
    return query.model_copy(update={"table": table})


def test_a_service_is_told_who_asks(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    service = Service()
    monkeypatch.setenv("SEGNB_CONTACT", "analys@kommunen.example")
    address = serve(service)
    with Web(sleep=lambda _: None) as web:
        get(address, store, web)
    (agent,) = service.agents
    assert re.fullmatch(
        rf"segnb/{re.escape(__version__)} \(.*contact: analys@kommunen\.example\)", agent
    )


@pytest.mark.parametrize("kind", ["null", "list", "number", "infinity", "nan", "nothing"])
def test_an_answer_that_is_none_is_named_and_the_rest_is_stored(
    kind: str, serve: Serve, store: Store, web: Web
) -> None:
    service = Service(tables={"TAB5956": table("TAB5956", OLD, range(2015, 2024))})
    service.figures = defined("N15428")
    service.values = [kolada_value("N15428", "0127", 2023, 80.0)]
    address = serve(service)
    service.fail("", kind)  # /config goes well
    px = PxWeb(web, f"{address}/api/v2", asked_of("TAB5956"), only("education"))
    kolada = Kolada(f"{address}/v3", only("school_eligibility"))
    fetched = fetch([px, kolada], HERE, store, web)
    (fault,) = fetched.faults
    assert fault.table == "TAB5956"
    assert fetched.exit_code == 1
    assert store.read("school_eligibility")["value"].tolist() == [80.0]
    assert fetch([px, kolada], HERE, store, web).faults == []
    assert not store.read("education").empty


# -- answers that cannot be


def counted(factor: float = 1.0, **more: Any) -> Table:
    held = table("TAB5956", OLD, range(2015, 2024), **more)
    cells = {key: (value * factor, mark) for key, (value, mark) in held.cells.items()}
    return replace(held, cells=cells, updated=f"2026-0{1 + len(str(factor))}-01T08:00:00Z")


def only_void(held: Table) -> Table:
    return replace(held, cells={}, updated="2026-09-01T08:00:00Z")


def without_a_group(held: Table) -> Table:
    cells = {key: value for key, value in held.cells.items() if key[1] != "US"}
    variables = held.variables | {
        "UtbildningsNiva": {
            code: label for code, label in held.variables["UtbildningsNiva"].items() if code != "US"
        }
    }
    return replace(held, cells=cells, variables=variables, updated="2026-09-01T08:00:00Z")


def with_few_areas(held: Table) -> Table:
    return replace(held, updated="2026-09-01T08:00:00Z",
                   variables=held.variables | {"Region": {"0127": "Botkyrka"}},
                   cells={k: v for k, v in held.cells.items() if k[0] == "0127"})  # fmt: skip


@pytest.mark.parametrize(("changed", "why"), [
    (lambda: counted(1000.0), "its values are 1000 times those that are held"),
    (lambda: counted(0.0), "values are 0"),
    (lambda: counted(-1.0), "it counts less than none"),
    (lambda: only_void(counted()), "none of its"),
    (lambda: without_a_group(counted()), "it has no unknown any more"),
    (lambda: with_few_areas(counted()), "it has 1 of the 3 areas"),
])  # fmt: skip
def test_an_answer_that_cannot_be_is_held_back_until_it_is_accepted(
    changed: Callable[[], Table], why: str, serve: Serve, store: Store, web: Web
) -> None:
    service = Service(tables={"TAB5956": counted()})
    address = serve(service)
    get(address, store, web)
    before = store.read("education")
    service.tables = {"TAB5956": changed()}
    fetched = get(address, store, web, fresh=0.0)
    (fault,) = {fault.why: fault for fault in fetched.faults}.values()
    assert fault.why.startswith("education is held back, for ")
    assert why in fault.why
    assert "--accept education" in fault.why
    assert fetched.exit_code == 1
    assert store.read("education").drop(columns="snapshot").equals(
        before.drop(columns="snapshot"))  # fmt: skip
    assert get(address, store, web, fresh=0.0, accept=["education"]).faults == []


def test_a_change_that_can_be_is_stored(serve: Serve, store: Store, web: Web) -> None:
    service = Service(tables={"TAB5956": counted()})
    address = serve(service)
    get(address, store, web)
    service.tables = {"TAB5956": counted(1.03)}
    assert get(address, store, web, fresh=0.0).faults == []


# -- history


@pytest.mark.parametrize(("words", "values", "cut"), [
    ({"description": "Så här."}, 0.0, False),
    ({"description": "Så här."}, 4.0, False),
    ({"title": "Något annat"}, 0.0, False),
    ({"title": "Något annat"}, 4.0, True),
])  # fmt: skip
def test_history_is_cut_by_another_title_with_other_values_alone(
    words: dict[str, str], values: float, cut: bool, serve: Serve, store: Store, web: Web
) -> None:
    service = Service(figures=defined("N15428"))
    service.values = [kolada_value("N15428", "0127", y, 50.0 + y % 7) for y in range(2010, 2024)]
    asked = Kolada(f"{serve(service)}/v3", only("school_eligibility"))
    fetch([asked], HERE, store, web)
    service.figures["N15428"] |= words
    service.values = [kolada_value("N15428", "0127", y, 50.0 + y % 7 + values * (1 + y % 3))
                      for y in range(2018, 2024)]  # fmt: skip
    fetched = fetch([asked], HERE, store, web, fresh=0.0)
    assert any("N15428 (school_eligibility) has another" in note for note in fetched.notes)
    first = store.read("school_eligibility")["year"].min()
    assert first == (2018 if cut else 2010)
    now = store.read("school_eligibility").set_index("year")["value"]
    back = restore(store, "school_eligibility")
    assert sorted(back["year"]) == (list(range(2010, 2018)) if cut else [])
    held = store.read("school_eligibility").set_index("year")["value"]
    assert sorted(held.index) == list(range(2010, 2024))
    assert held.loc[now.index].equals(now)
    fetch([asked], HERE, store, web, fresh=0.0)  # and it stays
    assert sorted(store.read("school_eligibility")["year"]) == list(range(2010, 2024))


# -- shares of people


def test_shares_by_income_become_counts_of_the_people_that_are_held(
    serve: Serve, store: Store, web: Web
) -> None:
    """TAB6684 has shares in percent and a median, no counts."""
    contents = {f"q{n}": f"Andel i kvartil {n}, procent" for n in range(1, 5)} | {
        "m": "Median, tkr"
    }
    variables = {"Region": OLD, "ContentsCode": contents, "Tid": {"2023": "2023"}}
    labels = {"Region": "region", "ContentsCode": "tabellinnehåll", "Tid": "år"}
    shares = {"q1": 40.0, "q2": 30.0, "q3": 20.0, "q4": 10.0, "m": 250.0}
    cells = {(r, c, "2023"): (shares[c], "") for r in OLD for c in contents}
    people = {"Region": OLD, "Alder": {"totalt": "totalt"}, "Kon": {"1+2": "totalt"},
              "ContentsCode": {"000007Y7": "Antal"}, "Tid": {"2023": "2023"}}  # fmt: skip
    names = labels | {"Alder": "ålder", "Kon": "kön"}
    number = {(r, "totalt", "1+2", "000007Y7", "2023"): (1000.0 + i, "") for i, r in enumerate(OLD)}
    service = Service(tables={"TAB6684": Table("TAB6684", variables, labels, cells),
                              "TAB6574": Table("TAB6574", people, names, number)})  # fmt: skip
    address = serve(service)
    for tables in (["TAB6684"], ["TAB6574", "TAB6684"]):
        asked = [query for name in tables for query in asked_of(name)]
        entries = only("population", "income_quartile")
        fetched = fetch([PxWeb(web, f"{address}/api/v2", asked, entries)], HERE, store, web,
                        fresh=0.0)  # fmt: skip
        assert fetched.faults == []
        assert fetched.unused == (() if len(tables) > 1 else ("TAB6684",))
    rows = store.read("income_quartile", level="municipality").set_index("group")["value"]
    assert rows.to_dict() == {"q1": 401.0, "q2": 301.0, "q3": 200.0, "q4": 100.0}
