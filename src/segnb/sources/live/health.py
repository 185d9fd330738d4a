"""Every query held against what the services have now: `segnb check --live`."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from segnb.sources.files.school_export import export_frame
from segnb.sources.live.borders import Geodata
from segnb.sources.live.call import Call
from segnb.sources.live.downloads import Downloads, Skolverket
from segnb.sources.live.folkhalsa import Folkhalsodata
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.labels import served, trial, unresolved
from segnb.sources.live.pxweb import CONTENTS, REGION, TIME, PxWeb
from segnb.sources.live.queries import Query
from segnb.sources.live.service import Scope, Service, kind_of
from segnb.sources.live.tables import (
    Search,
    Structure,
    candidates,
    faults,
    is_it,
    not_found,
    structure_of,
)
from segnb.sources.live.web import Refused, Web
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

Check = tuple[str, Callable[[], str]]
SMALL_PLACE = "2506"  # one with few areas, whose borders are little to fetch


def live_checks(services: list[Service], web: Web, catalogue: Catalogue) -> Iterator[Check]:
    """What is checked, and how; a check that fails raises with the reason.

    One line a query: which table answers to it, by id and title, and how many of the labels that
    the catalogue knows are in it. A table that has to be searched for is searched for. One or two
    calls a table, one a file and a layer, a few for Kolada.
    """
    for service in services:
        if isinstance(service, PxWeb):
            yield "SCB /config", partial(_limits, service)
        if isinstance(service, PxWeb | Folkhalsodata):
            check = partial(_table if isinstance(service, PxWeb) else _health, service, web)
            for query in service.queries:
                yield f"{service.producer} {query.table}", partial(check, query, catalogue)
        if isinstance(service, Kolada):
            yield "Kolada", partial(_figures, service, web)
        yield from _calls(service, web, catalogue)


def _calls(service: Service, web: Web, catalogue: Catalogue) -> Iterator[Check]:
    """Checks that look into the answer to a call of a fetch."""
    if isinstance(service, Geodata):
        for call in service.plan(Scope((SMALL_PLACE,))).calls:
            yield f"SCB {call.table}", partial(_layer, service, web, call)
    if isinstance(service, Skolverket):
        for call in service.plan(Scope((SMALL_PLACE,))).calls:
            yield f"Skolverket {call.table}", partial(_report, service, web, call, catalogue)
    if isinstance(service, Downloads):
        for call in service.plan(Scope()).calls:
            yield f"file {call.table}", partial(_file, service, web, call)


def _limits(service: PxWeb) -> str:
    service.configure()
    return f"at most {service.cells:,} cells a call"


# -- SCB's tables


def _table(service: PxWeb, web: Web, query: Query, catalogue: Catalogue) -> str:
    content = _metadata(service, query, web)
    table = structure_of(content)
    asked = trial(content, _asked(query, table), query.table, service.producer)
    told = f"{table.table} {str(content.get('label', ''))!r}"
    found = [*faults(query, table), *unresolved(asked, catalogue)]
    if found:
        raise InvalidFile(f"{told}: {'; '.join(found)}.")
    return f"{told}: {_resolved(served(asked, catalogue))}, changed {table.updated}"


def _resolved(found: Mapping[str, Iterable[str]]) -> str:
    labels = sum(len(set(groups)) for groups in found.values())
    return f"{labels} of {labels} labels for {', '.join(found)}"


def _asked(query: Query, table: Structure) -> dict[str, Sequence[str]]:
    """Codes that a query would get, of one region and the last year."""
    found: dict[str, Sequence[str]] = {}
    for code, values in query.select.items():
        if code in table.variables and values.ask:
            found[code] = table.matching(code, values.ask)
    contents = list(table.variables[CONTENTS])
    return found | {
        REGION: list(table.variables.get(REGION, ()))[:1],
        CONTENTS: contents,
        TIME: list(table.variables[TIME])[-1:],
    }


def _metadata(service: PxWeb, query: Query, web: Web) -> dict[str, Any]:
    """Metadata of the table of a query; searched for where its id is not known, or is gone."""
    if not query.is_sought:
        try:
            return _asked_for(service, f"/tables/{query.id or query.table}/metadata?lang=sv", web)
        except Refused as refused:
            if refused.status != 404 or not query.find:
                raise
    listed = _asked_for(service, Search(query, Scope()).path, web)
    for table in candidates(query, listed):
        content = _asked_for(service, f"/tables/{table}/metadata?lang=sv", web)
        contents = structure_of(content).variables[CONTENTS].values()
        if is_it(query, contents, service.catalogue):
            return content
    raise not_found(f"has the contents of {query.table}")


def _asked_for(service: PxWeb, path: str, web: Web) -> dict[str, Any]:
    content = json.loads(web.ask(Call(service.api, f"{service.base}{path}", table=path)))
    if not isinstance(content, dict):
        raise InvalidFile(f"The answer to {path} is not what it should be.")
    return content


# -- the others


def _figures(service: Kolada, web: Web) -> str:
    titles = service.titles(web)
    gone = sorted(set(service.figures) - set(titles))
    if gone:
        raise InvalidFile(f"Kolada no longer has {', '.join(gone)}.")
    return f"{len(titles)} key figures"


def _health(service: Folkhalsodata, web: Web, query: Query, catalogue: Catalogue) -> str:
    content = service.metadata(query, web)
    kept = {code: list(content["dimension"][code]["category"]["label"]) for code in content["id"]}
    asked = trial(content, {code: codes[-1:] if code not in query.select else codes
                            for code, codes in kept.items()},
                  query.table, service.producer)  # fmt: skip
    found = [f"it has no variable {code}" for code in query.select if code not in kept]
    found += unresolved(asked, catalogue)
    if found:
        raise InvalidFile(f"{query.table}: {'; '.join(found)}.")
    return f"{content['label']!r}: {_resolved(served(asked, catalogue))}"


def _layer(service: Geodata, web: Web, call: Call) -> str:
    number = len(service.features(call, web.ask(call)))
    if not number:
        raise InvalidFile(f"{call.table} has no areas in {SMALL_PLACE}.")
    return f"{number} areas in {SMALL_PLACE}"


def _report(service: Skolverket, web: Web, call: Call, catalogue: Catalogue) -> str:
    """The newest report that is published, and that its columns are those of the catalogue."""
    raw = web.ask(call)
    while earlier := service.more(call, raw):
        (call,) = earlier
        raw = web.ask(call)
    document = service.document(call, raw)
    kind = kind_of(document)
    wanted = {c for e in catalogue.stored() for s in e.sources if s.table == call.table
              for c in s.contents}  # fmt: skip
    missing = sorted(wanted - set(export_frame(document).columns))
    if missing:
        raise InvalidFile(f"{document.name} has no {', '.join(missing)}.")
    return f"{document.name}, {kind.name}"


def _file(service: Downloads, web: Web, call: Call) -> str:
    document = service.document(call, web.ask(call))
    return f"{document.name}, {kind_of(document).name}"
