"""SCB's PxWebApi 2: requests that name every variable, and what to do where one is refused."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.formats import Context
from segnb.sources.files.jsonstat import labelled_answer
from segnb.sources.live.call import Call, Limit, json_body
from segnb.sources.live.labels import bound
from segnb.sources.live.plan import Ask, asks, halves
from segnb.sources.live.queries import Query
from segnb.sources.live.service import Plan, Scope
from segnb.sources.live.tables import (
    SEARCH,
    Search,
    Structure,
    candidates,
    is_it,
    mended,
    not_found,
    structure_of,
)
from segnb.sources.live.web import Refused, Web
from segnb.vocabulary.catalogue import Catalogue, catalogue
from segnb.vocabulary.errors import InvalidFile

CELLS = 150_000  # until /config says otherwise
TOO_MANY, OTHER_CONTENTS = "too many cells", "other contents"
REGION, CONTENTS, TIME = "Region", "ContentsCode", "Tid"
DATA = "lang=sv&outputFormat=json-stat2"

log = logging.getLogger(__name__)


@dataclass
class PxWeb:
    """SCB's tables.

    Attributes
    ----------
    cells
        Most cells of one request, as `/config` says.
    """

    web: Web
    base: str
    queries: Iterable[Query]
    catalogue: Catalogue = field(default_factory=catalogue)
    api: str = "scb"
    producer: str = "SCB"
    cells: int = CELLS
    _scope: Scope = field(default_factory=Scope)
    _mended: set[str] = field(default_factory=set)
    _searches: dict[str, Search] = field(default_factory=dict)

    def configure(self) -> None:
        """Read the limits of the service; they have changed before."""
        config = json.loads(self.web.ask(Call(self.api, f"{self.base}/config", table="/config")))
        try:
            self.cells = int(config["maxDataCells"])
            calls, seconds = int(config["maxCallsPerTimeWindow"]), float(config["timeWindow"])
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidFile(f"{self.base}/config does not tell the limits of SCB.") from error
        old = self.web.limits.get(self.api)
        limit = Limit(max(calls, 1), seconds, sleep=self.web.sleep)
        if old:
            limit.took_over(old)
        self.web.limits[self.api] = limit

    def plan(self, scope: Scope) -> Plan:
        """Requests for all tables; those without a known id are looked for first."""
        self._scope = scope
        known = [q for q in self.queries if not q.is_sought]
        wanted = [q for q in self.queries if q.is_sought]
        calls = [self.call(ask) for query in known for ask in asks(query, scope, self.cells)]
        then = [self.call(ask) for query in wanted for ask in asks(query, scope, self.cells)]
        calls += [self._look(Search(query, scope)) for query in wanted]
        later = len(then) + sum(not query.select for query in wanted)
        return Plan(calls, later=later, cells=sum(call.cells for call in then))

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """Observations of an answer, for each indicator that it serves."""
        content = json.loads(raw)
        if isinstance(call.detail, Search):
            return []
        self._check_contents(call.detail.query, content)
        self.check(call, content)
        return read_answer(content, call.table, context)

    def more(self, call: Call, raw: bytes) -> list[Call]:
        """From a search to the table that is looked for, and from its metadata to its data."""
        if not isinstance(call.detail, Search):
            return []
        search, content = call.detail, json.loads(raw)
        if not search.candidates:
            search = replace(search, candidates=candidates(search.query, content))
            self._searches[search.query.table] = search
            return self._found(search, search.query) if search.is_settled else [self._look(search)]
        table = structure_of(content)
        if is_it(search.query, table.variables["ContentsCode"].values(), self.catalogue):
            return self._found(search, mended(search.query, table))
        if not search.rest.candidates:
            raise not_found(f"has the contents of {search.query.table}")
        return [self._look(search.rest)]

    def _found(self, search: Search, query: Query) -> list[Call]:
        named = query.model_copy(update={"id": search.candidates[0]})
        return [self.call(ask) for ask in asks(named, search.scope, self.cells)]

    def _look(self, search: Search) -> Call:
        url, what = f"{self.base}{search.path}", f"{SEARCH}{search.query.table}"
        return Call(self.api, url, table=what, detail=search)

    def call(self, ask: Ask) -> Call:
        """Request as it is sent."""
        return Call(
            api=self.api,
            url=f"{self.base}/tables/{ask.query.id or ask.query.table}/data?{DATA}",
            body=json_body({"selection": selection(ask)}),
            table=ask.query.table,
            cells=ask.cells,
            detail=ask,
        )

    def instead(self, call: Call, refused: Refused) -> list[Call]:
        """Requests that take the place of one that was refused; none if there are none.

        Too many cells: two halves. A table that is gone: it is searched for, if it is known by
        what words. A value or variable that is not there: the table has changed since the query
        was written, so that its metadata decide what to ask.
        """
        ask = call.detail
        if isinstance(ask, Search):
            return []
        if ask.query.find and ask.query.table not in self._searches and _is_gone(refused):
            return [self._search(ask.query)]
        if refused.status == 403 or TOO_MANY in refused.title.casefold():
            return [self.call(half) for half in halves(ask)]
        if refused.status != 400 or ask.query.table in self._mended:
            return []
        self._mended.add(ask.query.table)
        if ask.query.table in self._searches:
            return [self._look(self._searches[ask.query.table])]
        query = mended(ask.query, self.structure(ask.query.id or ask.query.table))
        if query == ask.query:
            return []
        log.info("%s has changed; it is asked for by its metadata", query.table)
        wide = _widened(ask, query)
        return [self.call(part) for part in wide]

    def _search(self, query: Query) -> Call:
        """Search for a table that no longer has the id by which it was known."""
        search = Search(query.model_copy(update={"id": ""}), self._scope)
        self._searches[query.table] = search
        return self._look(search)

    def structure(self, table: str) -> Structure:
        """Variables and values of a table."""
        url = f"{self.base}/tables/{table}/metadata?lang=sv"
        return structure_of(json.loads(self.web.ask(Call(self.api, url, table=table))))

    def _check_contents(self, query: Query, content: Mapping[str, Any]) -> None:
        """Refuse the answer of a table that was found by its title and is another."""
        if query.find and query.table not in self._mended:
            labels = content["dimension"][CONTENTS]["category"]["label"].values()
            if not is_it(query, labels, self.catalogue):
                raise Refused(f"{query.id} is not {query.table}.", 400, OTHER_CONTENTS)

    def check(self, call: Call, content: Mapping[str, Any]) -> None:
        """Hold an answer against its request: a variable left out would be summed in silence."""
        asked = {i["variableCode"]: i for i in selection(call.detail) if i["valueCodes"]}
        given = set(content.get("id") or ())
        if set(asked) != given:
            other = ", ".join(sorted(set(asked) ^ given))
            raise InvalidFile(
                f"The answer of {call.table} has other variables than asked: {other}."
            )
        for code, item in asked.items():
            values = item["valueCodes"]
            size = content["size"][list(content["id"]).index(code)]
            if not _has_expression(values) and size != len(values):
                raise InvalidFile(
                    f"The answer of {call.table} has {size} values of {code}; "
                    f"{len(values)} were asked for."
                )


def read_answer(content: dict[str, Any], table: str, context: Context) -> list[Reading]:
    """What an answer of a table holds, for each indicator that it serves."""
    return bound(replace(labelled_answer(content, f"{table}.json"), table=table), context)


def selection(ask: Ask) -> list[dict[str, Any]]:
    """Selection of every variable of a table, in the form of the service.

    A variable without values is one over which the service is asked to add up.
    """
    named = {code: (values.ask, values.codelist) for code, values in ask.select.items()}
    variables = {
        REGION: (ask.areas.ask, ""),
        **named,
        CONTENTS: (("*",), ""),
        TIME: ((ask.time,), ""),
    }
    return [
        {"variableCode": code, "valueCodes": list(values)}
        | ({"codelist": codelist} if codelist else {})
        for code, (values, codelist) in variables.items()
    ]


def _is_gone(refused: Refused) -> bool:
    return refused.status == 404 or refused.title == OTHER_CONTENTS


def _has_expression(values: Iterable[str]) -> bool:
    return any(any(mark in value for mark in "*?(") for value in values)


def _widened(ask: Ask, query: Query) -> list[Ask]:
    """The same areas of a mended query, in those of the years that there are."""
    if ask.latest:
        return [Ask(query, ask.areas, query.periods[-1:], latest=ask.latest)]
    years = tuple(y for y in query.periods if y >= ask.years[0])
    if not ask.is_open:
        years = tuple(y for y in years if y <= ask.years[-1])
    return [Ask(query, ask.areas, years, ask.is_open)] if years else []
