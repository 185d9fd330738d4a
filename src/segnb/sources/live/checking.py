"""Every query held against what the services have now: `segnb check --live`."""

from collections.abc import Callable, Iterator
from functools import partial

from segnb.sources.live.http import Web
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Query
from segnb.sources.live.service import Service
from segnb.sources.live.structure import faults
from segnb.vocabulary.errors import InvalidFile

Check = tuple[str, Callable[[], str]]


def live_checks(services: list[Service], web: Web) -> Iterator[Check]:
    """What is checked, and how; a check that fails raises with the reason.

    SCB: each table has the variables, values, levels and years that its query names. Kolada: each
    key figure of the catalogue is there. One call a table, and a few for Kolada.
    """
    for service in services:
        if isinstance(service, PxWeb):
            yield "SCB /config", partial(_limits, service)
            for query in service.queries:
                if not query.find:
                    yield f"SCB {query.table}", partial(_table, service, query)
        if isinstance(service, Kolada):
            yield "Kolada", partial(_figures, service, web)


def _limits(service: PxWeb) -> str:
    service.configure()
    return f"at most {service.cells:,} cells a call"


def _table(service: PxWeb, query: Query) -> str:
    table = service.structure(query.table)
    found = faults(query, table)
    if found:
        raise InvalidFile(f"{query.table}: {'; '.join(found)}.")
    return f"fits, changed {table.updated}"


def _figures(service: Kolada, web: Web) -> str:
    titles = service.titles(web)
    gone = sorted(set(service.figures) - set(titles))
    if gone:
        raise InvalidFile(f"Kolada no longer has {', '.join(gone)}.")
    return f"{len(titles)} key figures"
