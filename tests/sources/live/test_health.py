"""What `segnb check --live` says of each query, on the strict server."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from px_tables import Table
from server import Service
from specification import Validator

from segnb.sources.live.borders import Geodata
from segnb.sources.live.health import live_checks
from segnb.sources.live.http_requests import Web
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Scope, of_api
from segnb.sources.live.queries import Service as Asked
from segnb.sources.live.small_services import Downloads, Folkhalsodata, Skolverket
from segnb.vocabulary.catalogue import Catalogue, catalogue
from segnb.vocabulary.errors import SegnbError

Serve = Callable[[Service], str]


def said(asked: Asked, web: Web, entries: Catalogue | None = None) -> dict[str, str]:
    """The line of each check: what was found, or why it failed."""
    lines = {}
    for what, check in live_checks([asked], web, entries or catalogue()):
        try:
            found = check()
            lines[what] = (
                f"FAULT {found}: {'; '.join(found.faults)}." if found.faults else str(found)
            )
        except SegnbError as error:
            lines[what] = f"FAULT {error}"
    return lines


def health(table: str, title: str, contents: tuple[str, ...], **more: dict[str, str]) -> Table:
    """A table of the integration register by RegSO."""
    variables = {
        "Region": {"0127R001": "Botkyrka (Alby)"},
        "Bakgrund": {"TOT": "samtliga"},
        "Kon": {"1+2": "män och kvinnor"},
        "ContentsCode": {f"C{n}": label for n, label in enumerate(contents)},
        "Tid": {str(year): str(year) for year in range(2011, 2024)},
    } | more
    labels = {"Region": "region", "Bakgrund": "bakgrund", "Kon": "kön",
              "ContentsCode": "tabellinnehåll", "Tid": "år"}  # fmt: skip
    return Table(table, variables, labels, {}, title=title)


ILL = ("Ohälsotalet, antal dagar", "Andel som bidrar till ohälsotalet , procent")


def of_ill_health(
    web: Web, serve: Serve, validator: Validator | None, *tables: Table
) -> tuple[str, Service]:
    """The line of the query for ill health by RegSO, whose table has to be searched for."""
    service = Service(tables={table.id: table for table in tables}, validator=validator)
    (query,) = [q for q in of_api("scb") if q.table == "IntGr10RegSOKon"]
    entries = Catalogue(indicators={"sickness_days_area": catalogue()["sickness_days_area"]})
    asked = PxWeb(web, f"{serve(service)}/api/v2", [query], entries)
    return said(asked, web, entries)["SCB IntGr10RegSOKon"], service


def test_a_table_that_is_searched_for_is_named_by_id_and_title(
    web: Web, serve: Serve, validator: Validator | None
) -> None:
    other = health("TAB1", "Ohälsotal efter RegSO och ålder", ("Något annat",))
    right = health("TAB2", "Ohälsotal efter RegSO, bakgrund och kön", ILL)
    line, service = of_ill_health(web, serve, validator, other, right)
    assert line.startswith("TAB2 'Ohälsotal efter RegSO, bakgrund och kön': 1 of 1 labels")
    assert "sickness_days_area" in line
    assert service.refused == []


def test_a_table_that_cannot_be_found_is_a_fault(
    web: Web, serve: Serve, validator: Validator | None
) -> None:
    other = health("TAB1", "Ohälsotal efter RegSO och ålder", ("Något annat",))
    line, _ = of_ill_health(web, serve, validator, other)
    assert line == "FAULT No table of SCB is read as IntGr10RegSOKon (Integration, ohälsotal)."
    line, _ = of_ill_health(web, serve, validator)
    assert "FAULT No table of SCB is found for IntGr10RegSOKon" in line


def test_a_variable_or_value_that_a_query_guesses_wrongly_is_named_with_the_table(
    web: Web, serve: Serve, validator: Validator | None
) -> None:
    wrong = health("TAB2", "Ohälsotal efter RegSO", ILL, Bakgrund={"tot20-64": "samtliga"})
    line, _ = of_ill_health(web, serve, validator, wrong)
    assert line.startswith("FAULT TAB2 'Ohälsotal efter RegSO': ")
    assert "its variable Bakgrund has no value TOT" in line


@pytest.fixture
def tenure() -> Table:
    names = {"1": "hyresrätt", "2": "bostadsrätt", "3": "äganderätt", "ÖVRIGT": "uppgift saknas"}
    variables = {
        "Region": {c: c for c in ("00", "01", "0127")}, "Hustyp": {"T": "totalt"},
        "Upplatelseform": names, "ContentsCode": {"X": "Antal"},
        "Tid": {str(year): str(year) for year in range(1990, 2026)},
    }  # fmt: skip
    labels = {"Region": "region", "Hustyp": "hustyp", "Upplatelseform": "upplåtelseform",
              "ContentsCode": "tabellinnehåll", "Tid": "år"}  # fmt: skip
    return Table("TAB824", variables, labels, {}, {"Hustyp": "T"}, title="Antal lägenheter")


def of_tenure(web: Web, address: str) -> str:
    (query,) = [q for q in of_api("scb") if q.table == "TAB824"]
    entries = Catalogue(indicators={"tenure": catalogue()["tenure"]})
    asked = PxWeb(web, f"{address}/api/v2", [query], entries)
    return said(asked, web, entries)["SCB TAB824"]


def test_each_label_of_the_catalogue_is_looked_for(web: Web, serve: Serve, tenure: Table) -> None:
    assert ": 4 of 4 labels for tenure" in of_tenure(web, serve(Service({"TAB824": tenure})))
    names = dict(tenure.variables["Upplatelseform"]) | {"1": "hyrd"}
    changed = replace(tenure, variables=tenure.variables | {"Upplatelseform": names})
    line = of_tenure(web, serve(Service({"TAB824": changed})))
    assert line == "FAULT TAB824 'Antal lägenheter': it has no 'hyresrätt' (tenure, rental)."


def test_a_variable_of_another_name_is_named(web: Web, serve: Serve, tenure: Table) -> None:
    renamed = replace(tenure, labels=tenure.labels | {"Upplatelseform": "ägande"})
    line = of_tenure(web, serve(Service({"TAB824": renamed})))
    assert "nothing of it is read as tenure (it has no variable 'upplåtelseform')" in line


@pytest.mark.parametrize(
    ("kind", "fault"), [("Andel", ""), ("Procent", "it has no 'Andel' (self_rated_health, all).")]
)
def test_folkhalsodata_is_checked_by_its_metadata(
    kind: str, fault: str, web: Web, serve: Serve
) -> None:
    (query,) = of_api("folkhalsa")
    texts = {
        "Region": ["00 Riket"], "Hälsotillstånd": ["Bra eller mycket bra hälsa"],
        "Andel och konfidensintervall": [kind, "Konfidensintervall nedre gräns",
                                         "Konfidensintervall övre gräns", "Antal svar"],
        "Kön": ["Totalt", "Kvinnor", "Män"], "År": ["2020-2023", "2021-2024"],
    }  # fmt: skip
    variables = [{"code": name, "text": name, "values": [str(n) for n in range(len(labels))],
                  "valueTexts": labels} for name, labels in texts.items()]  # fmt: skip
    content = {"title": "Hälsa efter region", "variables": variables}
    service = Service(files={f"/fohm/{query.path}": json.dumps(content).encode()})
    asked = Folkhalsodata(f"{serve(service)}/fohm", [query])
    line = said(asked, web)["Folkhälsomyndigheten halsgodyreg"]
    ((_, check),) = live_checks([asked], web, catalogue())
    expected = {item.kind: item.expected for item in check().items}
    assert expected["codes of År"] == expected["codes of Region"] == "all"
    assert expected["codes of Kön"] == ", ".join(query.select["Kön"].ask)
    assert line.endswith(fault or "'Hälsa efter region': 3 of 3 labels for self_rated_health")


@pytest.mark.parametrize(("share", "fault"), [
    ("Andel (%) elever med föräldrar med eftergymnasial utb, åk 1-9", ""),
    ("Andel föräldrar", "has no andel_percent_elever_med_foraldrar"),
])  # fmt: skip
def test_the_report_on_schools_is_checked_by_its_columns(
    share: str, fault: str, web: Web, serve: Serve
) -> None:
    (query,) = of_api("skolverket")
    head = "Skola;Skol-enhetskod;Kommun-kod;Elever årskurs 1-9;Andel (%) elever med utländsk "
    text = f"Valt läsår: 2024/25\n{head}bakgrund, åk 1-9;{share}\nAlby;10017830;0127;4;9;3\n"
    (call,) = Skolverket("", [query]).plan(Scope(("0127",))).calls
    service = Service(files={f"/siris{call.url}": text.encode("utf-8-sig")})
    line = said(Skolverket(f"{serve(service)}/siris", [query]), web)["Skolverket grundskola"]
    assert fault in line if fault else line.endswith(".csv, table of schools")


def feature(place: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"kommunkod": place}, "geometry": None}


def test_layers_are_checked_in_a_small_place(web: Web, serve: Serve) -> None:
    service = Service(layers={"stat:DeSO_2025": {"features": [feature("2506"), feature("0180")]},
                              "stat:DeSO_2018": {"features": []}})  # fmt: skip
    layers = {"deso2018": "stat:DeSO_2018", "deso2025": "stat:DeSO_2025"}
    lines = said(Geodata(f"{serve(service)}/wfs", layers=layers), web)
    assert lines["SCB stat:DeSO_2025"] == "1 areas in 2506"
    assert lines["SCB stat:DeSO_2018"].startswith("FAULT ")


def test_files_are_checked_by_what_they_are_taken_for(web: Web, serve: Serve) -> None:
    layer = {"type": "FeatureCollection", "features": [feature("0127")]}
    wanted = [q for q in of_api("files") if q.table in ("ri_tab4", "utsatta_omraden")]
    names = {q.table: f"/{q.path.rpartition('/')[2]}" for q in wanted}
    service = Service(files={names["ri_tab4"]: b"<html>Sidan finns inte</html>",
                             names["utsatta_omraden"]: json.dumps(layer).encode()})  # fmt: skip
    lines = said(Downloads(serve(service), wanted), web)
    assert "not at its address any more (a web page is in its place)" in lines["file ri_tab4"]
    assert lines["file utsatta_omraden"].endswith(", polygons")
