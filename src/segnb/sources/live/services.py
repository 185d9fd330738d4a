"""All services, where they are, and in which order they are asked."""

from collections.abc import Iterable, Mapping

from segnb.sources.live.borders import Geodata
from segnb.sources.live.downloads import Downloads, Skolverket
from segnb.sources.live.folkhalsa import Folkhalsodata
from segnb.sources.live.journal import Memory
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Query, of_api
from segnb.sources.live.service import Service
from segnb.sources.live.web import Web
from segnb.store import Store
from segnb.vocabulary.catalogue import Catalogue, catalogue
from segnb.vocabulary.errors import InvalidParams

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
