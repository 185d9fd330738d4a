"""Each service by itself: what it asks, and what it makes of the answers."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest
from px_tables import Table
from server import Service
from shapely.geometry import box, mapping

from segnb.sources.files.formats import Context
from segnb.sources.live.answer_faults import Refused
from segnb.sources.live.borders import Geodata
from segnb.sources.live.fetch import fetch
from segnb.sources.live.http_requests import Web
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Query, Scope, of_api
from segnb.sources.live.services import services, with_addresses
from segnb.sources.live.small_services import Downloads, Folkhalsodata, Skolverket
from segnb.store import Store
from segnb.vocabulary.catalogue import Catalogue, catalogue
from segnb.vocabulary.errors import InvalidFile, InvalidParams

Serve = Callable[[Service], str]
HERE = Scope(("0127",))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def only(*indicators: str) -> Catalogue:
    return Catalogue(indicators={name: catalogue()[name] for name in indicators})


# -- Kolada


def value(
    figure: str, place: str, status: str, number: float | None, **more: Any
) -> dict[str, Any]:
    one = {"gender": "T", "count": 1, "status": status, "value": number, "isdeleted": False}
    return {"kpi": figure, "municipality": place, "period": 2023, "values": [one | more]}


def test_the_four_statuses_of_kolada_are_kept(serve: Serve, store: Store, web: Web) -> None:
    service = Service(figures={"N15428": {"id": "N15428", "title": "x", "description": "y",
                                          "operating_area": "z"}})  # fmt: skip
    service.values = [
        value("N15428", "0127", "", 83.1),
        value("N15428", "0114", "Missing", None),
        value("N15428", "0115", "Privacy", None),
        value("N15428", "0117", "Not applicable", None),
        value("N15428", "0001", "", 88.0),
        value("N15428", "0000", "", 85.0),
        value("N15428", "0120", "", 12.0, isdeleted=True),
    ]
    asked = Kolada(f"{serve(service)}/v3", only("school_eligibility"))
    assert fetch([asked], Scope(), store, web).faults == []
    rows = store.read("school_eligibility").set_index("area")
    statuses = {"0127": "ok", "0114": "missing", "0115": "suppressed", "0117": "not_applicable",
                "01": "ok", "00": "ok"}  # fmt: skip
    assert rows["status"].to_dict() == statuses
    assert rows.loc["01", "level"] == "county"


def test_the_peers_of_a_municipality_are_fetched_with_it(
    serve: Serve, store: Store, web: Web
) -> None:
    title = "Liknande kommuner socioekonomi, Botkyrka, {}"
    members = [{"member_id": "0126", "member_title": "Huddinge"}, {"member_id": "0136"}]
    service = Service(groups=[
        {"id": "G1", "title": title.format(2022), "members": [{"member_id": "0180"}]},
        {"id": "G2", "title": title.format(2024), "members": members},
    ])  # fmt: skip
    asked = Kolada(f"{serve(service)}/v3", only("school_eligibility"))
    fetch([asked], HERE, store, web)
    (own,) = [path for _, path, _ in service.requests if "/municipality/" in path]
    assert "/municipality/0000,0001,0126,0127,0136?" in own
    assert store.read_groups("0127")["member"].tolist() == ["0126", "0136"]


def test_values_come_without_groups_where_there_are_none(
    serve: Serve, store: Store, web: Web
) -> None:
    service = Service(values=[value("N15428", "0127", "", 83.1)])
    service.fail("", "missing")  # the groups
    asked = Kolada(f"{serve(service)}/v3", only("school_eligibility"))
    fetch([asked], HERE, store, web)
    assert store.read("school_eligibility")["value"].tolist() == [83.1]
    (own,) = [path for _, path, _ in service.requests if "/municipality/" in path]
    assert "/municipality/0000,0001,0127?" in own


def test_a_next_page_elsewhere_is_not_followed() -> None:
    kolada = Kolada("https://api.kolada.se/v3", only("school_eligibility"))
    call = kolada.plan(HERE).calls[0]
    here = json.dumps({"values": [], "next_url": "http://evil.example/v3/kpi/N1?page=2"}).encode()
    assert kolada.more(call, here)[0].url == "https://api.kolada.se/v3/kpi/N1?page=2"
    outside = json.dumps({"values": [], "next_url": "https://api.kolada.se/admin"}).encode()
    with pytest.raises(InvalidFile, match="none of its pages"):
        kolada.more(call, outside)


def test_a_figure_that_is_gone_is_found_by_halving(catalogue_of_all: Catalogue) -> None:
    kolada = Kolada("https://api.kolada.se/v3", catalogue_of_all)
    call = kolada._own(HERE)[0]
    for status in (400, 404, 414, 422):
        halves = kolada.instead(call, Refused("no", status, "No"))
        parts = [half.detail["part"] for half in halves]
        assert sum((part.figures for part in parts), ()) == call.detail["part"].figures
        assert {part.places for part in parts} == {call.detail["part"].places}
    assert kolada.instead(call, Refused("no", 401, "No")) == []


def test_the_country_is_asked_for_all_years_up_to_this_one() -> None:
    calls = Kolada("https://api.kolada.se/v3", only("school_eligibility"))._own(Scope())
    years = [int(year) for call in calls for year in call.detail["part"].years]
    assert years == list(range(1990, datetime.now(UTC).year + 1))


@pytest.fixture
def catalogue_of_all() -> Catalogue:
    return catalogue()


# -- borders


def feature(code: str, place: str, x: float) -> dict[str, Any]:
    properties = {"desokod": code, "regsokod": f"{place}R001_RegSO2025", "kommunkod": place,
                  "lanskod": place[:2], "version": "2025_v2"}  # fmt: skip
    shape = mapping(box(x, 6_570_000, x + 1000, 6_571_000))
    return {"type": "Feature", "properties": properties, "geometry": shape}


@pytest.mark.parametrize("scope", [HERE, Scope()], ids=["one", "country"])
def test_borders_are_fetched_by_municipality_or_by_county(
    scope: Scope, serve: Serve, store: Store, web: Web
) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    layer = {"type": "FeatureCollection", "crs": crs, "features": [
        feature("0127C1010_DeSO2025", "0127", 664_000),
        feature("0126C1010_DeSO2025", "0126", 670_000),
    ]}  # fmt: skip
    service = Service(layers={"stat:DeSO_2025": layer})
    asked = Geodata(f"{serve(service)}/wfs", layers={"deso2025": "stat:DeSO_2025"})
    fetched = fetch([asked], scope, store, web)
    assert fetched.faults == []
    assert len(service.requests) == (1 if scope is HERE else 21)
    expected = ["0127C1010"] if scope is HERE else ["0126C1010", "0127C1010"]
    polygons = store.read_polygons("deso2025")
    assert sorted(polygons["area"]) == expected
    assert polygons.crs.to_epsg() == 3006


def test_an_answer_with_fewer_polygons_than_there_are_is_refused() -> None:
    asked = Geodata("https://wfs.example")
    (call, *_) = asked.plan(HERE).calls
    raw = json.dumps({"features": [{}], "numberMatched": 2}).encode()
    with pytest.raises(InvalidFile, match="1 of 2 polygons"):
        asked.readings(call, raw, None)  # type: ignore[arg-type]


# -- Folkhälsodata


def test_periods_of_four_years_stand_at_their_last(store: Store) -> None:
    asked = Folkhalsodata("https://fohm.example", of_api("folkhalsa"))
    (call,) = asked.plan(HERE).calls
    body = json.loads(call.body)
    assert [item["code"] for item in body["query"]][1:4] == [
        "Hälsotillstånd", "Andel och konfidensintervall", "Kön"]  # fmt: skip
    kinds = ["Andel", "Konfidensintervall nedre gräns", "Konfidensintervall övre gräns"]
    variables = {
        "Region": {"0127": "Botkyrka"}, "Hälsotillstånd": {"1": "Bra eller mycket bra hälsa"},
        "Andel och konfidensintervall": {kind: kind for kind in kinds}, "Kön": {"0": "Totalt"},
        "År": {"2021-2024": "2021-2024"},
    }  # fmt: skip
    content = {
        "id": list(variables), "size": [len(v) for v in variables.values()],
        "role": {"time": ["År"]}, "value": [70.5, 66.0, 75.0],
        "dimension": {code: {"label": code, "category": {"label": labels}}
                      for code, labels in variables.items()},
    }  # fmt: skip
    (reading,) = asked.readings(call, json.dumps(content).encode(), Context(store))
    rows = reading.observations
    assert rows["year"].unique().tolist() == [2024]
    assert rows.set_index("group")["value"].to_dict() == {"all": 70.5, "ci_low": 66, "ci_high": 75}


def test_too_many_values_are_asked_for_one_by_one() -> None:
    (query,) = of_api("folkhalsa")
    sexes = query.select["Kön"].model_copy(update={"ask": ("01", "02")})
    query = query.model_copy(update={"select": {"Kön": sexes}})
    asked = Folkhalsodata("https://fohm.example", [query])
    (call,) = asked.plan(HERE).calls
    parts = asked.instead(call, Refused("no", 403, "Too many values selected"))
    assert [json.loads(p.body)["query"][1]["selection"]["values"] for p in parts] == [
        ["01"],
        ["02"],
    ]


# -- Skolverket

COLUMNS = ("Skola;Skol-enhetskod;Skolkommun;Kommun-kod;Elever årskurs 1-9;Andel (%) elever med "
           "utländsk bakgrund, åk 1-9;Andel (%) elever med föräldrar med eftergymnasial utb, "
           "åk 1-9")  # fmt: skip


def report(begins: int, *schools: str) -> bytes:
    banner = f"Statistik från Skolverket\n\nValt läsår: {begins}/{(begins + 1) % 100}\n"
    return "\n".join([banner, COLUMNS, *schools, ""]).encode("utf-8-sig")


def address_of(begins: int) -> str:
    (query,) = of_api("skolverket")
    return f"/siris/{query.path}&pAr={begins}"


LAST = datetime.now(UTC).year - 1  # in which the newest school year began


@pytest.mark.parametrize("newest", [report(LAST), b""], ids=["head", "nothing"])
def test_the_newest_report_on_schools_that_is_out_is_fetched(
    newest: bytes, serve: Serve, store: Store, web: Web
) -> None:
    school = "Albyskolan;10017830;Botkyrka;0127;402;92;31"
    files = {address_of(LAST): newest, address_of(LAST - 1): report(LAST - 1, school)}
    service = Service(files=files)
    asked = Skolverket(f"{serve(service)}/siris", of_api("skolverket"))
    assert fetch([asked], HERE, store, web).faults == []
    rows = store.read("school_pupils")
    assert rows[["area", "year", "value"]].to_numpy().tolist() == [["10017830", LAST, 402.0]]
    assert len(service.requests) == 2
    snapshots = store.snapshots().set_index("period")
    assert snapshots.loc[LAST, "url"].endswith(f"&pAr={LAST - 1}")
    assert snapshots.loc[LAST, "producer"] == "Skolverket"


def test_all_reports_on_schools_are_fetched_for_the_country(web: Web) -> None:
    calls = Skolverket("https://siris.example", of_api("skolverket")).plan(Scope()).calls
    years = [call.url.rpartition("=")[2] for call in calls]
    assert years == [str(year) for year in range(2009, LAST + 1)]
    assert web.calls == 0


def test_a_page_in_the_place_of_a_report_is_told(serve: Serve, store: Store, web: Web) -> None:
    service = Service(files={address_of(LAST): b"<html>Sidan finns inte</html>"})
    asked = Skolverket(f"{serve(service)}/siris", of_api("skolverket"))
    (fault,) = fetch([asked], HERE, store, web).faults
    assert "web page instead of grundskola" in fault.why


# -- files


def zipped(**files: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return buffer.getvalue()


def area(name: str) -> dict[str, Any]:
    properties = {"NAMN": name, "KATEGORI": "Utsatt område", "ORT": "Botkyrka"}
    shape = mapping(box(664_000, 6_570_000, 665_000, 6_571_000))
    return {"type": "Feature", "properties": properties, "geometry": shape}


def test_the_list_of_the_police_is_read_from_its_archive(
    serve: Serve, store: Store, web: Web
) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    layer = {"type": "FeatureCollection", "crs": crs, "features": [area("Norra")]}
    raw = zipped(uso_geojson=json.dumps(layer).encode(), README_txt=b"Read me")
    service = Service(files={"/uso_2025_geojson.zip": raw})
    (query,) = [q for q in of_api("files") if q.table == "utsatta_omraden"]
    fetched = fetch([Downloads(serve(service), [query])], HERE, store, web)
    assert fetched.faults == []
    assert store.read_polygons("police")["name"].tolist() == ["Norra"]
    snapshots = store.snapshots().set_index("table")
    assert snapshots.loc["utsatta_omraden", "url"].endswith("/uso_2025_geojson.zip")


def test_a_host_that_is_away_does_not_keep_the_other_files(
    serve: Serve, store: Store, web: Web
) -> None:
    service = Service(files={"/a.zip": b"PK\x03\x04 cut"})
    query = of_api("files")[0]
    here = query.model_copy(update={"table": "here", "path": f"{serve(service)}/a.zip"})
    away = query.model_copy(update={"path": "http://127.0.0.1:9/b.xlsx"})
    fetched = fetch([Downloads("", [away, here])], HERE, store, web)
    assert [fault.is_unavailable for fault in fetched.faults] == [True, False]
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"<html>Sidan finns inte</html>", "open https://polisen.se, search for"),
        (zipped(a_csv=b"x", b_csv=b"y"), "2 files that can be read"),
        (zipped(a_csv=b"x")[:40], "damaged"),
    ],
    ids=["page", "two", "cut"],
)
def test_a_file_that_is_not_what_it_was_is_told(
    raw: bytes, message: str, serve: Serve, store: Store, web: Web
) -> None:
    service = Service(files={"/uso_2025_geojson.zip": raw})
    (query,) = [q for q in of_api("files") if q.table == "utsatta_omraden"]
    fetched = fetch([Downloads(serve(service), [query])], HERE, store, web)
    assert message in fetched.faults[0].why


# -- tables that are looked for


def turnout(table: str, label: str, first: int) -> Table:
    years = {str(year): str(year) for year in (first, 2022)}
    variables = {
        "Region": {"00": "Riket", "0127": "Botkyrka"},
        "ContentsCode": {"A": label},
        "Tid": years,
    }
    cells = {(region, "A", year): (80.0, "") for region in variables["Region"] for year in years}
    labels = {"Region": "region", "ContentsCode": "tabellinnehåll", "Tid": "valår"}
    title = f"Valdeltagande efter region. År {first}-2022"
    return Table(table, variables, labels, cells, title=title)


def test_a_table_whose_id_is_gone_is_found_by_its_contents(
    serve: Serve, store: Store, web: Web
) -> None:
    service = Service(tables={
        "TAB1": turnout("TAB1", "Valdeltagande i val till Europaparlamentet, procent", 1973),
        "TAB2": turnout("TAB2", "Valdeltagande i riksdagsval, procent", 1973),
    })  # fmt: skip
    (query,) = [q for q in of_api("scb") if q.table == "ME0104T4"]
    entries = only("turnout_riksdag_long")
    asked = PxWeb(web, f"{serve(service)}/api/v2", [query], entries)
    fetched = fetch([asked], HERE, store, web)
    assert fetched.faults == []
    rows = store.read("turnout_riksdag_long", municipality="0127")
    assert rows["year"].tolist() == [1973, 2022]
    asked_for = [path.partition("?")[0] for _, path, _ in service.requests]
    assert asked_for[1] == "/api/v2/tables/TAB2707/data"  # the id by which it was known
    assert asked_for[-1] == "/api/v2/tables/TAB2/data"


def test_a_table_whose_id_is_known_is_not_searched_for(
    serve: Serve, store: Store, web: Web
) -> None:
    known = turnout("TAB2707", "Valdeltagande i riksdagsval, procent", 1973)
    service = Service(tables={"TAB2707": known})
    (query,) = [q for q in of_api("scb") if q.table == "ME0104T4"]
    asked = PxWeb(web, f"{serve(service)}/api/v2", [query], only("turnout_riksdag_long"))
    assert fetch([asked], HERE, store, web).faults == []
    assert len(service.requests) == 2  # with /config


def test_a_table_that_nobody_has_is_told(serve: Serve, store: Store, web: Web) -> None:
    (query,) = [q for q in of_api("scb") if q.table == "ME0104T4"]
    asked = PxWeb(web, f"{serve(Service())}/api/v2", [query], only("turnout_riksdag_long"))
    (fault,) = fetch([asked], HERE, store, web).faults
    assert "No table of SCB is found for ME0104T4" in fault.why


def test_an_answer_without_a_variable_that_was_asked_for_is_refused(web: Web) -> None:
    query = Query(table="TAB1", title="x", levels=("municipality",), years=(2020, 2021))
    asked = PxWeb(web, "https://scb.example", [query])
    (call,) = asked.plan(HERE).calls
    content = {"id": ["ContentsCode", "Tid"], "size": [1, 2]}
    with pytest.raises(InvalidFile, match="other variables than asked: Region"):
        asked.check(call, content)


def test_limits_are_those_of_the_service(serve: Serve, web: Web) -> None:
    service = Service(cap=500, calls_in_window=7, window=3)
    asked = PxWeb(web, f"{serve(service)}/api/v2", of_api("scb"))
    asked.configure()
    assert (asked.cells, web.limits["scb"].calls, web.limits["scb"].seconds) == (500, 7, 3.0)


@pytest.mark.parametrize("sparse", [False, True])
def test_the_marks_of_scb_are_kept(sparse: bool, serve: Serve, store: Store, web: Web) -> None:
    (query,) = [q for q in of_api("scb") if q.table == "TAB824"]
    cells = {"1": (120.0, ""), "2": (None, ".."), "3": (None, "."), "4": (0.0, "")}
    names = {"1": "hyresrätt", "2": "bostadsrätt", "3": "äganderätt", "4": "uppgift saknas"}
    table = Table(
        "TAB824",
        {"Region": {"0127": "Botkyrka"}, "Hustyp": {"T": "totalt"}, "Upplatelseform": names,
         "ContentsCode": {"X": "Antal"}, "Tid": {"2024": "2024"}},
        {"Region": "region", "Hustyp": "hustyp", "Upplatelseform": "upplåtelseform",
         "ContentsCode": "tabellinnehåll", "Tid": "år"},
        {("0127", "T", code, "X", "2024"): cell for code, cell in cells.items()},
        {"Hustyp": "T"},
    )  # fmt: skip
    address = serve(Service(tables={"TAB824": table}, sparse=sparse))
    asked = PxWeb(web, f"{address}/api/v2", [query], only("tenure"))
    assert fetch([asked], HERE, store, web).faults == []
    rows = store.read("tenure").set_index("group")
    assert rows["status"].to_dict() == {
        "rental": "ok", "cooperative": "suppressed", "owned": "not_applicable", "unknown": "ok"
    }  # fmt: skip
    assert rows["value"].dropna().to_dict() == {"rental": 120.0, "unknown": 0.0}


# -- all together


def test_addresses_are_given_by_name() -> None:
    assert with_addresses(["scb=http://127.0.0.1:1/api/"])["scb"] == "http://127.0.0.1:1/api"
    with pytest.raises(InvalidParams, match="API=URL"):
        with_addresses(["skb=http://x"])
    with pytest.raises(InvalidParams, match="API=URL"):
        with_addresses(["scb=file:///etc/passwd"])


@pytest.mark.parametrize("place", ["0127", "2480", "0380", "1280", "1480", "0180"])
def test_any_municipality_is_fetched_in_at_most_70_calls(place: str, web: Web) -> None:
    """The first time; ten fewer when the tables that are searched for have been found."""
    plans = [one.plan(Scope((place,))) for one in services(web)]
    calls = {call.key for plan in plans for call in plan.calls}
    limits = 1  # /config
    assert limits + len(calls) + sum(plan.later for plan in plans) <= 70


def test_all_services_plan_without_being_asked(web: Web) -> None:
    asked = services(web)
    assert len({one.api for one in asked}) == len(asked) == 6
    everything = [one.plan(Scope()) for one in services(web)]
    assert sum(len(plan.calls) + plan.later for plan in everything) < 1500
    assert web.calls == 0


def test_names_of_snapshots_are_safe_as_names_of_files(store: Store) -> None:
    from segnb.sources.live.answer_import import _name
    from segnb.sources.live.http_requests import Call

    assert _name(Call("scb", "x", table="../../etc/passwd")) == "scb-etc-passwd.json"
    assert replace(Call("scb", "x"), body="{}").key != Call("scb", "x").key
    assert isinstance(store.snapshots(), pd.DataFrame)


def test_borders_of_municipalities_and_counties_need_no_network(store: Store) -> None:
    from segnb.sources.live.borders import keep_borders

    keep_borders(store)
    before = store.fingerprint()
    keep_borders(store)
    assert store.fingerprint() == before
    assert len(store.read_polygons("county")) == 21
    (botkyrka,) = store.read_polygons("municipality", "0127")["geometry"]
    assert 150e6 < botkyrka.area < 300e6


def test_a_service_that_has_stopped_answering_is_left_alone(
    serve: Serve, store: Store, web: Web
) -> None:
    service = Service()
    address = serve(service)
    service.fail("", *["503"] * 100)  # /config goes well
    many = [q for q in of_api("scb") if not q.find and not q.country_only]
    fetched = fetch([PxWeb(web, f"{address}/api/v2", many)], HERE, store, web)
    assert len(service.requests) == 1 + 2 * 6
    assert len(fetched.faults) >= len(many)
    assert fetched.exit_code == 3
