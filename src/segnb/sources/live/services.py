"""All services, where they are, in which order they are asked, and how their ids are known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Literal

from segnb.sources.live.borders import LAYERS, Geodata
from segnb.sources.live.http_requests import Web
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Query, Scope, Service, of_api, queries
from segnb.sources.live.request_journal import FRESH, Journal, Memory
from segnb.sources.live.small_services import Downloads, Folkhalsodata, Skolverket
from segnb.store import Store
from segnb.vocabulary.areas import DATA
from segnb.vocabulary.catalogue import Catalogue, catalogue
from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.strict_entries import Strict, read_entries

ADDRESSES = {
    "scb": "https://statistikdatabasen.scb.se/api/v2",
    "kolada": "https://api.kolada.se/v3",
    "geodata": "https://geodata.scb.se/geoserver/stat/wfs",
    "folkhalsa": "https://fohm-app.folkhalsomyndigheten.se/Folkhalsodata/api/v1/sv",
    "skolverket": "https://siris.skolverket.se/siris/reports/export_api",
    "files": "",
}


def with_addresses(given: Iterable[str]) -> dict[str, str]:
    """The addresses, some of them replaced by `API=URL` (a mirror, or a server for tests)."""
    found = dict(ADDRESSES)
    for text in given:
        api, _, url = text.partition("=")
        if api not in found or not url.startswith(("http://", "https://")):
            raise InvalidParams(
                f"The address {text!r} is not of the form API=URL, where API is one of "
                f"{', '.join(found)}."
            )
        found[api] = url.rstrip("/")
    return found


def services(
    web: Web,
    addresses: Mapping[str, str] = ADDRESSES,
    *,
    entries: Catalogue | None = None,
    asked: Iterable[Query] | None = None,
    store: Store | None = None,
) -> list[Service]:
    """The producers' services.

    Parameters
    ----------
    web
        What asks the servers.
    addresses
        Where they are.
    entries, asked
        Catalogue and queries, where they are not those of the package.
    store
        Where it is remembered how tables were asked for that have changed.
    """
    known = entries or catalogue()
    return [
        Geodata(addresses["geodata"]),
        PxWeb(web, addresses["scb"], of_api("scb", asked), known, memory=Memory(store)),
        Kolada(addresses["kolada"], known),
        Folkhalsodata(addresses["folkhalsa"], of_api("folkhalsa", asked)),
        Skolverket(addresses["skolverket"], of_api("skolverket", asked)),
        Downloads(addresses["files"], of_api("files", asked)),
    ]


How = Literal["document", "clients", "one_client", "searched", "assumed"]
WORDS = {
    "document": "a document of the producer",
    "clients": "other clients",
    "one_client": "one other client",
    "searched": "not known: searched for",
    "assumed": "assumed",
}
SERVICES = {
    "scb": "SCB, PxWebApi 2",
    "geodata": "SCB, WFS",
    "kolada": "Kolada, API 3",
    "folkhalsa": "Folkhälsomyndigheten",
    "skolverket": "Skolverket",
    "files": "files",
}


class Evidence(Strict):
    """What the id and the labels of one table or key figure rest on."""

    id: str
    how: How
    labels: How
    note: str = ""


@dataclass(frozen=True)
class KnownId:
    """An id that a fetch asks for, with the indicators that come from it."""

    service: str
    id: str
    title: str
    indicators: tuple[str, ...]
    evidence: Evidence


@cache
def evidence() -> dict[str, Evidence]:
    """What is known of each id."""
    return read_entries(
        Evidence, {"evidence.yml": (DATA / "evidence.yml").read_text("utf-8")}, "id"
    )


def known_ids() -> Iterator[KnownId]:
    """Every id that a fetch asks for, service by service."""
    entries, known = catalogue(), evidence()
    for api, name, identifier, title in _asked_ids(entries):
        used = {e.id for e in entries.stored() for s in e.sources if s.table == name}
        yield KnownId(SERVICES[api], identifier, title, tuple(sorted(used)), known[identifier])


def _asked_ids(entries: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    """Service, name in the catalogue, id and title of all that is asked for."""
    for query in queries():
        yield query.api, query.table, query.id or query.table, query.title
    for layer in LAYERS.values():
        yield "geodata", layer, layer, ""
    titles = {s.table: s.title.sv if s.title else "" for e in entries.stored() for s in e.sources}
    for figure in Kolada("", entries).figures:
        yield "kolada", figure, figure, titles[figure]


CELLS_A_SECOND = 60_000
SECONDS_A_CALL = 1.5


@dataclass(frozen=True)
class Expected:
    """What a fetch is going to ask.

    Attributes
    ----------
    calls, cells
        By service.
    held
        How many of the calls have been answered shortly before and are not made again.
    """

    calls: dict[str, int]
    cells: dict[str, int]
    held: int

    @property
    def minutes(self) -> float:
        """About how long it takes, servers being as fast as they usually are."""
        calls = sum(self.calls.values()) - self.held
        return (calls * SECONDS_A_CALL + sum(self.cells.values()) / CELLS_A_SECOND) / 60


def plan_fetch(
    services: Iterable[Service], scope: Scope, store: Store | None, fresh: float = FRESH
) -> Expected:
    """Calls, cells and minutes of a fetch, without asking anyone."""
    calls, cells, held = {}, {}, 0
    journal, now = Journal(store) if store else None, datetime.now(UTC)
    for service in services:
        plan = service.plan(scope)
        calls[service.api] = len({call.key for call in plan.calls}) + plan.later
        cells[service.api] = sum(call.cells for call in plan.calls) + plan.cells
        for call in plan.calls if journal else ():
            entry = journal.entry(call) if journal else None
            held += bool(entry and entry.is_fresh(now, fresh))
    return Expected(calls, cells, held)
