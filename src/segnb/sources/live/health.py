"""Every query held against what the services have now: `segnb check --live`, a report to send.

For each table it is told which id, variables, codes, areas, years and labels are expected and what
of them is found, so that who reads it can mend a query without asking the service again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from segnb.sources.files.school_export import export_frame
from segnb.sources.live.answer_faults import Refused
from segnb.sources.live.borders import Geodata
from segnb.sources.live.http_requests import Call, Web
from segnb.sources.live.kolada import Kolada
from segnb.sources.live.labels import served, trial, unresolved
from segnb.sources.live.pxweb import PxWeb
from segnb.sources.live.queries import Query, Scope, Service, kind_of
from segnb.sources.live.small_services import Downloads, Folkhalsodata, Skolverket
from segnb.sources.live.table_metadata import (
    CONTENTS,
    REGION,
    Search,
    Structure,
    codes_asked,
    faults,
    not_found,
    structure_of,
)
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

SMALL_PLACE = "2506"  # one with few areas, whose borders are little to fetch
MOST_TOLD = 12  # codes of a variable that are listed


@dataclass(frozen=True)
class Item:
    """One thing that a query expects of a service, and what there is."""

    kind: str
    expected: str
    found: str
    holds: bool


@dataclass(frozen=True)
class Health:
    """What a service has for one query.

    Attributes
    ----------
    told
        What answers, in a line.
    faults
        What does not fit; empty if all does.
    """

    told: str
    faults: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()

    def __str__(self) -> str:
        return self.told


Check = tuple[str, Callable[[], Health]]


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
            ask: Callable[..., Health] = _table if isinstance(service, PxWeb) else _health
            check = partial(ask, service, web)
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


# -- SCB's tables


def _limits(service: PxWeb) -> Health:
    service.configure()
    return Health(f"at most {service.cells:,} cells a call")


def _table(service: PxWeb, web: Web, query: Query, catalogue: Catalogue) -> Health:
    content = _metadata(service, query, web)
    table = structure_of(content)
    asked = trial(content, codes_asked(query, table), query.table, service.producer)
    found = (*faults(query, table), *unresolved(asked, catalogue))
    told = f"{table.table} {str(content.get('label', ''))!r}"
    if not found:
        told += f": {_resolved(served(asked, catalogue))}, changed {table.updated}"
    items = (
        *_of_structure(query, table),
        *_of_labels(query.table, served(asked, catalogue), catalogue),
        *_of_memory(service, query),
    )
    return Health(told, found, items)


def _of_structure(query: Query, table: Structure) -> Iterator[Item]:
    expected = "found by a search" if query.is_sought else query.id or query.table
    yield Item("table", expected, table.table, query.is_sought or expected == table.table)
    for code in dict.fromkeys((*query.select, *table.others)):
        values = query.select.get(code)
        there = list(table.variables.get(code, ()))
        fits = values is not None and code in table.variables and all(
            table.matching(code, [value]) for value in values.ask)  # fmt: skip
        wanted = "not named" if values is None else ", ".join(values.ask) or "added up"
        yield Item(f"codes of {code}", wanted, _some(there) or "no such variable", fits)
    years = table.years or (0, 0)
    span = "not known" if query.is_sought else f"{query.years[0]}–{query.years[1]}"
    holds = query.is_sought or (years[0] == query.years[0] and years[-1] >= query.years[1])
    yield Item("years", span, f"{years[0]}–{years[-1]}", holds)
    regions = list(table.variables.get(REGION, ()))
    samples = list(dict.fromkeys(regions[:3] + regions[-3:]))
    yield Item("areas", ", ".join(query.levels), _some(samples) or "no areas", bool(regions))
    contents = table.variables[CONTENTS]
    told = _some([f"{code} {label!r}" for code, label in contents.items()])
    yield Item("contents", f"about {query.contents}", told, bool(contents))


def _of_labels(table: str, found: Mapping[str, set[str]], catalogue: Catalogue) -> Iterator[Item]:
    """Labels by which the catalogue reads each group of each indicator."""
    for entry in catalogue.stored():
        groups: dict[str, list[str]] = {}
        for source in (one for one in entry.sources if one.table == table):
            for label, group in (source.groups or {"": "all"}).items():
                groups.setdefault(group, []).append(label)
        for group, labels in groups.items():
            there = group in found.get(entry.id, ()) or (not source.dimension and entry.id in found)
            wanted = " or ".join(repr(label) for label in labels if label) or "its one value"
            yield Item(
                f"label of {entry.id}, {group}", wanted, "there" if there else "missing", there
            )


def _of_memory(service: PxWeb, query: Query) -> Iterator[Item]:
    """How the table is asked for in this store, where the query of the package did not fit."""
    for now in service.memory.recall(query):
        select = {code: values.ask for code, values in now.select.items()}
        there = f"{now.id or now.table}, {now.years[0]}–{now.years[1]}, {select}"
        yield Item("asked for instead, as remembered", query.id or query.table, there, True)


def _some(codes: Sequence[str]) -> str:
    more = f", … ({len(codes)} in all)" if len(codes) > MOST_TOLD else ""
    return ", ".join(map(str, codes[:MOST_TOLD])) + more


def _resolved(found: Mapping[str, Iterable[str]]) -> str:
    labels = sum(len(set(groups)) for groups in found.values())
    return f"{labels} of {labels} labels for {', '.join(found)}"


def _metadata(service: PxWeb, query: Query, web: Web) -> dict[str, Any]:
    """Metadata of the table of a query; searched for where its id is not known, or is gone."""
    if not query.is_sought:
        try:
            return _asked_for(service, f"/tables/{query.id or query.table}/metadata?lang=sv", web)
        except Refused as refused:
            if not refused.is_absent or not query.find:
                raise
    known = {one.id or one.table for one in service.queries if not one.is_sought} - {query.id}
    search = Search(query, Scope())
    while not search.candidates:
        search = search.after_list(_asked_for(service, search.path, web), known)
    while search.candidates:
        content = _asked_for(service, search.path, web)
        search = search.after_table(content, service.catalogue)
        if search.found:
            return content
    raise not_found(f"is read as {query.table} ({query.title})")


def _asked_for(service: PxWeb, path: str, web: Web) -> dict[str, Any]:
    return json.loads(web.ask(Call(service.api, f"{service.base}{path}", table=path)))


# -- the others


def _figures(service: Kolada, web: Web) -> Health:
    titles = service.titles(web)
    gone = sorted(set(service.figures) - set(titles))
    items = tuple(
        Item("key figure", figure, titles.get(figure, "gone"), figure in titles)
        for figure in service.figures
    )
    wrong = (f"Kolada no longer has {', '.join(gone)}",) if gone else ()
    return Health(f"{len(titles)} key figures", wrong, items)


def _health(service: Folkhalsodata, web: Web, query: Query, catalogue: Catalogue) -> Health:
    content = service.metadata(query, web)
    kept = {code: list(content["dimension"][code]["category"]["label"]) for code in content["id"]}
    asked = trial(content, {code: codes[-1:] if code not in query.select else codes
                            for code, codes in kept.items()},
                  query.table, service.producer)  # fmt: skip
    found = [f"it has no variable {code}" for code in query.select if code not in kept]
    found += unresolved(asked, catalogue)
    items = [Item(f"codes of {code}", ", ".join(query.select[code].ask) if code in query.select
                  else "all", _some(codes), True) for code, codes in kept.items()]  # fmt: skip
    items += _of_labels(query.table, served(asked, catalogue), catalogue)
    told = f"{content['label']!r}: {_resolved(served(asked, catalogue))}"
    return Health(told, tuple(found), tuple(items))


def _layer(service: Geodata, web: Web, call: Call) -> Health:
    number = len(service.features(call, web.ask(call)))
    if not number:
        raise InvalidFile(f"{call.table} has no areas in {SMALL_PLACE}.")
    return Health(f"{number} areas in {SMALL_PLACE}")


def _report(service: Skolverket, web: Web, call: Call, catalogue: Catalogue) -> Health:
    raw = web.ask(call)
    while earlier := service.more(call, raw):
        (call,) = earlier
        raw = web.ask(call)
    document = service.document(call, raw)
    kind = kind_of(document)
    columns = set(export_frame(document).columns)
    wanted = {c for e in catalogue.stored() for s in e.sources if s.table == call.table
              for c in s.contents}  # fmt: skip
    items = tuple(Item("column", name, "there" if name in columns else "missing", name in columns)
                  for name in sorted(wanted))  # fmt: skip
    missing = sorted(wanted - columns)
    wrong = (f"{document.name} has no {', '.join(missing)}",) if missing else ()
    return Health(f"{document.name}, {kind.name}", wrong, items)


def _file(service: Downloads, web: Web, call: Call) -> Health:
    document = service.document(call, web.ask(call))
    return Health(f"{document.name}, {kind_of(document).name}")
