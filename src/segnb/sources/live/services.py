"""All services, in the order in which they are asked."""

from collections.abc import Iterable, Mapping

from segnb.sources.live.addresses import ADDRESSES
from segnb.sources.live.downloads import Downloads
from segnb.sources.live.folkhalsa import Folkhalsodata
from segnb.sources.live.geodata import Geodata
from segnb.sources.live.http import Web
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Query, of_api
from segnb.sources.live.service import Service
from segnb.sources.live.skolverket import Skolverket
from segnb.vocabulary.catalogue import Catalogue, catalogue


def services(
    web: Web,
    addresses: Mapping[str, str] = ADDRESSES,
    *,
    entries: Catalogue | None = None,
    asked: Iterable[Query] | None = None,
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
    """
    known = entries or catalogue()
    return [
        Geodata(addresses["geodata"]),
        PxWeb(web, addresses["scb"], of_api("scb", asked), known),
        Kolada(addresses["kolada"], known),
        Folkhalsodata(addresses["folkhalsa"], of_api("folkhalsa", asked)),
        Skolverket(addresses["skolverket"], of_api("skolverket", asked)),
        Downloads(addresses["files"], of_api("files", asked)),
    ]
