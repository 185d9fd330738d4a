"""From `segnb fetch` to the report, as a user goes, on a server with the demonstration county."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from demo_service import demo_layers, demo_service
from server import Service, running
from specification import Validator

from segnb.cli import main
from segnb.sources.live.queries import queries
from segnb.sources.live.services import CELLS_A_SECOND, SECONDS_A_CALL
from segnb.store import Store
from segnb.vocabulary.catalogue import Catalogue, catalogue

pytestmark = pytest.mark.long

PATHS = {
    "scb": "/api/v2",
    "kolada": "/v3",
    "geodata": "/wfs",
    "folkhalsa": "/fohm",
    "skolverket": "/siris",
    "files": "/files",
}
HERE = "0821"


@pytest.fixture(scope="module")
def service(demo: Store) -> Service:
    """All tables, figures and layers of the demonstration county."""
    service, _ = demo_service(demo, catalogue(), queries())
    service.layers = demo_layers(demo)
    (query,) = (query for query in queries() if query.api == "skolverket")
    year = datetime.now(UTC).year - 1
    service.files[f"/siris/{query.path}&pAr={year}"] = (
        f"Valt läsår: {year}/{(year + 1) % 100}\nSkola;Skol-enhetskod;Kommun-kod;"
        "Elever årskurs 1-9\nHögsby skola;10017830;0821;402\n"
    ).encode("utf-8-sig")
    return service


@pytest.fixture(scope="module")
def addresses(service: Service, validator: Validator | None) -> Iterator[list[str]]:
    service.validator = validator
    with running(service) as address:
        given = (["--address", f"{api}={address}{path}"] for api, path in PATHS.items())
        yield [part for pair in given for part in pair]


@pytest.fixture(scope="module")
def segnb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Result]]:
    """The command, in a folder of its own and without what comes along: a fetch is all there is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("segnb.store.begin", Store.create)
        patch.chdir(tmp_path_factory.mktemp("here"))
        yield lambda *arguments: CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def fetched(segnb: Callable[..., Result], addresses: list[str]) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        return segnb("fetch", HERE, *addresses)


def test_a_fetch_tells_its_plan_and_what_came_of_it(fetched: Result, service: Service) -> None:
    lines = fetched.stdout.splitlines()
    assert any(line.startswith("scb: ") and "cells" in line for line in lines)
    assert any("In all" in line and "minutes" in line for line in lines)
    assert "observations" in lines[-1]
    assert service.refused == []
    assert 40 < len(service.requests) < 75
    assert Store.open("data").read("school_pupils")["value"].tolist() == [402.0]


def test_what_the_server_lacks_is_told_in_one_line_each(fetched: Result) -> None:
    assert fetched.exit_code == 1
    assert "halsgodyreg" in fetched.stderr
    assert all(line.startswith("segnb: ") for line in fetched.stderr.splitlines())
    assert "Traceback" not in fetched.output


def test_the_report_is_written_from_what_was_fetched(
    fetched: Result, segnb: Callable[..., Result]
) -> None:
    assert fetched.exit_code == 1
    Path("few.yml").write_text(
        f'municipality: "{HERE}"\nstore: data\nchapters: [housing]\n', "utf-8"
    )
    result = segnb("report", "--params", "few.yml", "--format", "html")
    assert result.exit_code == 0, result.output
    (page,) = Path("outputs").glob("0821-*/sv/report.html")
    text = page.read_text(encoding="utf-8")
    assert "Högsby" in text
    manifest = json.loads(page.with_name("manifest.json").read_text(encoding="utf-8"))
    used = {line["sha256"] for line in manifest["snapshots"] if line["table"].startswith("TAB")}
    assert used
    assert used <= set(Store.open("data").snapshots()["sha256"])


def test_status_tells_age_and_what_is_due(fetched: Result, segnb: Callable[..., Result]) -> None:
    assert fetched
    content = json.loads(segnb("store", "status", "--json").stdout)
    tables = {table["table"]: table for table in content["tables"]}
    assert tables["TAB6574"]["age"] == 0
    newest = tables["TAB6574"]["period"]  # of the last of December, published in March
    assert tables["TAB6574"]["due"] == f"{newest + 2}-03-01"
    assert tables["TAB638"]["due"] == ""  # it has ended
    lines = segnb("store", "status").stdout
    assert re.search(r"Kolada N00650–N03926 · (up to \d{4} · )?0 days old", lines)


def test_borders_are_written_as_a_geopackage(fetched: Result, segnb: Callable[..., Result]) -> None:
    import geopandas as gpd

    assert fetched
    result = segnb("store", "export-map", "map.gpkg", HERE, "--json")
    assert result.exit_code == 0, result.output
    layers = json.loads(result.stdout)["layers"]
    assert list(gpd.list_layers("map.gpkg")["name"]) == list(layers)
    assert {"municipality": 1, "county": 1, "fa": 60}.items() <= layers.items()
    regso = gpd.read_file("map.gpkg", layer="regso2025")
    assert len(regso) == layers["regso2025"] > 1
    assert regso.crs.to_epsg() == 3006
    assert (regso["name"] != "").all()
    again = segnb("store", "export-map", "map.gpkg")
    assert again.exit_code == 2
    assert "is there already" in again.stderr


def test_a_store_that_is_damaged_is_told(fetched: Result, segnb: Callable[..., Result]) -> None:
    assert fetched
    assert segnb("store", "verify").exit_code == 0
    victim = next(Path("data/snapshots").glob("*.gz"))
    whole = victim.read_bytes()
    victim.write_bytes(whole[: len(whole) // 2])
    result = segnb("store", "verify")
    victim.write_bytes(whole)
    assert result.exit_code == 1
    assert f"The snapshot {victim.stem[:12]} in the store is damaged" in result.stderr


def test_a_refetch_tells_what_it_changed(
    segnb: Callable[..., Result], addresses: list[str], service: Service,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    few = tuple(query for query in queries() if query.table == "TAB824")
    entries = Catalogue(indicators={"tenure": catalogue()["tenure"]})
    monkeypatch.setattr("segnb.sources.live.queries.queries", lambda: few)
    monkeypatch.setattr("segnb.sources.live.services.catalogue", lambda: entries)
    segnb("fetch", HERE, "--store", "few", "--quiet", *addresses)
    assert "Nothing" in segnb("store", "diff", "--store", "few").stdout
    table = service.tables["TAB824"]
    key = next(k for k, (value, _) in table.cells.items() if value and k[0] == HERE)
    monkeypatch.setitem(table.cells, key, (table.cells[key][0] + 10, ""))  # type: ignore[index]
    monkeypatch.setattr(table, "updated", "2026-06-01T08:00:00Z")
    segnb("fetch", HERE, "--store", "few", "--fresh", "--quiet", *addresses)
    result = segnb("store", "diff", "TAB824", "--store", "few")
    first, line = result.stdout.splitlines()
    assert first == "TAB824: 1 revised"
    before, after = (float(text.replace(",", "")) for text in re.findall(r"[\d,.]+", line)[-2:])
    assert after - before == 10
    assert f" {HERE} " in line
    (change,) = json.loads(segnb("store", "diff", "--store", "few", "--json").stdout)[0]["values"]
    assert (change["before"], change["after"], change["area"]) == (before, after, HERE)


def test_live_checks_name_what_does_not_fit(
    segnb: Callable[..., Result], addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    result = segnb("check", "--live", *addresses)
    assert result.exit_code == 1
    assert "SCB /config: at most 150,000 cells a call" in result.stdout
    assert "Kolada: " in result.stdout
    assert "SCB IntGr1KomUtbBAS: TAB6383 'Integration, arbetsmarknad" in result.stdout
    assert "SCB TAB6640: " in result.stderr  # no such table in the demonstration
    assert "SCB IntGr11RegSO1: IntGr11RegSO1 'Integration, valdeltagande RegSO" in result.stdout


def test_live_checks_without_network_end_with_3(segnb: Callable[..., Result]) -> None:
    away = [part for api in PATHS for part in ("--address", f"{api}=http://127.0.0.1:9/{api}")]
    result = segnb("check", "--live", *away)
    assert result.exit_code == 3
    assert "SCB TAB6574: 127.0.0.1 cannot be reached" in result.stderr


def test_a_report_with_fetch_and_without_network_ends_with_3(
    segnb: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = dict.fromkeys(PATHS, "http://127.0.0.1:9")
    monkeypatch.setattr("segnb.sources.live.services.ADDRESSES", away)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    result = segnb("report", "0127", "--fetch", "--store", "empty")
    assert result.exit_code == 3
    assert "No source could be reached" in result.stderr


def test_a_fetch_without_network_says_so_in_one_line(segnb: Callable[..., Result]) -> None:
    away = [part for api in PATHS for part in ("--address", f"{api}=http://127.0.0.1:9/{api}")]
    result = segnb("fetch", "0127", "--store", "empty", *away)
    assert result.exit_code == 3
    (line,) = result.stderr.splitlines()
    assert "No source could be reached (no connection" in line
    assert "HTTPS_PROXY" in line


def test_fetch_and_offline_exclude_each_other(segnb: Callable[..., Result]) -> None:
    result = segnb("report", "0127", "--fetch", "--offline")
    assert result.exit_code == 2
    assert "leave one out" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Name the municipalities"),
        (("0127", "--all"), "Name the municipalities"),
        (("Botkirka",), "Did you mean Botkyrka"),
        (("0127", "--address", "scb"), "API=URL"),
    ],
)
def test_a_wrong_fetch_is_refused_in_one_line(
    arguments: tuple[str, ...], message: str, segnb: Callable[..., Result]
) -> None:
    result = segnb("fetch", *arguments)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert message in line


def test_a_plan_asks_nobody(segnb: Callable[..., Result]) -> None:
    result = segnb("fetch", "0127", "--plan", "--address", "scb=http://127.0.0.1:9", "--json")
    content = json.loads(result.stdout)
    assert result.exit_code == 0
    assert sum(content["calls"].values()) < 70
    calls, cells = (sum(content[name].values()) for name in ("calls", "cells"))
    seconds = (calls - content["held"]) * SECONDS_A_CALL + cells / CELLS_A_SECOND
    assert content["minutes"] == round(seconds / 60, 1) > 0
