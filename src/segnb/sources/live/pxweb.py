"""SCB's PxWebApi 2: requests that name every variable, and what to do where one is refused."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.formats import Context
from segnb.sources.files.jsonstat import labelled_answer
from segnb.sources.files.labelled_table import plain
from segnb.sources.live.answer_faults import Refused
from segnb.sources.live.http_requests import SEARCH, Call, Limit, Web, json_body
from segnb.sources.live.labels import bound, contents_of
from segnb.sources.live.queries import CONTENTS, REGION, TIME, Plan, Query, Scope, Service
from segnb.sources.live.request_journal import Memory
from segnb.sources.live.request_plan import Ask, asks, halves, spelt
from segnb.sources.live.table_metadata import Search, Structure, mended, not_found, structure_of
from segnb.vocabulary.catalogue import Catalogue, catalogue
from segnb.vocabulary.errors import InvalidFile

CELLS = 150_000  # until /config says otherwise
OTHER_CONTENTS = "other contents"
DATA = "lang=sv&outputFormat=json-stat2"
LOOKS = 1  # tables that a search looks into, mostly: the likeliest comes first

log = logging.getLogger(__name__)


@dataclass
class PxWeb(Service):
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
    memory: Memory = field(default_factory=Memory)
    _scope: Scope = field(default_factory=Scope)
    _now: dict[str, list[Query]] = field(default_factory=dict)
    _sought: set[str] = field(default_factory=set)

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
        calls: list[Call] = []
        later: list[Call] = []
        for query in self.queries:
            known = self.memory.recall(query)
            asked = [self.call(ask) for one in known or [query]
                     for ask in asks(one, scope, self.cells)]  # fmt: skip
            if known or not query.is_sought:
                calls += asked
            else:
                self._sought.add(query.table)
                calls.append(self._look(Search(query, scope)))
                later += asked
        looks = LOOKS * sum(isinstance(call.detail, Search) for call in calls)
        return Plan(calls, later=len(later) + looks, cells=sum(call.cells for call in later))

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """Observations of an answer, for each indicator that it serves."""
        content = json.loads(raw)
        if isinstance(call.detail, Search):
            return []
        self._check_contents(call.detail.query, content)
        self.check(call, content)
        table = labelled_answer(content, f"{call.table}.json")
        return bound(replace(table, table=call.table), context)

    def more(self, call: Call, raw: bytes) -> list[Call]:
        """From a search to the tables of its list, and from their metadata to the data."""
        search = call.detail
        if not isinstance(search, Search):
            return []
        content = json.loads(raw)
        if not search.candidates:
            known = {query.id or query.table for query in self.queries if not query.is_sought}
            return [self._look(search.after_list(content, known - {search.query.id}))]
        search = search.after_table(content, self.catalogue)
        if not search.is_over:
            return [self._look(search)]
        if not search.found:
            raise not_found(f"is read as {search.query.table} ({search.query.title})")
        return self._asked_instead(search.query, search.found, search.scope)

    def _asked_instead(self, query: Query, now: Sequence[Query], scope: Scope) -> list[Call]:
        """Requests by the queries that fit, which are remembered."""
        original = self._original(query)
        self._now[query.table] = list(now)
        self.memory.keep(original, now)
        return [self.call(ask) for one in now for ask in asks(one, scope, self.cells)]

    def _original(self, query: Query) -> Query:
        return next((one for one in self.queries if one.table == query.table), query)

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

    def instead(self, call: Call, refused: Refused) -> list[Call] | None:
        """Requests that take the place of one that was refused; None if that is seen to already.

        Too many cells: two halves. A table that is gone: it is searched for. A value or variable
        that is not there: the table has changed since the query was written, so that its metadata
        decide what to ask, in this and all other requests for it.
        """
        ask = call.detail
        if isinstance(ask, Search):
            return []
        if refused.is_too_large:
            return [self.call(half) for half in halves(ask)]
        table, now = ask.query.table, self._now.get(ask.query.table, [])
        if refused.is_absent or refused.title == OTHER_CONTENTS:
            if table in self._sought:
                return None if ask.query not in now else []
            self._sought.add(table)
            return [self._look(Search(self._original(ask.query), self._scope))]
        if refused.status != 400 or ask.query in now:
            return []
        return self._mended(ask, now)

    def _mended(self, ask: Ask, now: Sequence[Query]) -> list[Call] | None:
        """The same by the metadata of the table; nothing where they say what the query says, and
        None where the table has none of the years."""
        if not now:
            structure = self.structure(ask.query.id or ask.query.table)
            now = [mended(self._original(ask.query), structure)]
            if now == [ask.query]:
                return []
            log.info("%s has changed; it is asked for by its metadata", ask.query.table)
            self._now[ask.query.table] = list(now)
            self.memory.keep(self._original(ask.query), now)
        return [self.call(part) for query in now for part in _widened(ask, query)] or None

    def structure(self, table: str) -> Structure:
        """Variables and values of a table."""
        url = f"{self.base}/tables/{table}/metadata?lang=sv"
        return structure_of(json.loads(self.web.ask(Call(self.api, url, table=table))))

    def _check_contents(self, query: Query, content: Mapping[str, Any]) -> None:
        """Refuse the answer of a table that is another than the one that is known by its words."""
        if query.find and query.table not in self._now:
            labels = {
                plain(x) for x in content["dimension"][CONTENTS]["category"]["label"].values()
            }
            wanted = contents_of(query, self.catalogue)
            if wanted and not wanted & labels:
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
            is_expression = any(mark in value for value in values for mark in "*?(")
            if not is_expression and size != len(values):
                raise InvalidFile(
                    f"The answer of {call.table} has {size} values of {code}; "
                    f"{len(values)} were asked for."
                )


def selection(ask: Ask) -> list[dict[str, Any]]:
    """Selection of every variable of a table, in the form of the service.

    A variable without values is one over which the service is asked to add up.
    """
    named = {code: (values.ask, values.codelist) for code, values in ask.select.items()}
    variables = {
        REGION: (tuple(spelt(one, ask.query.suffixes) for one in ask.areas.ask), ""),
        **named,
        CONTENTS: (("*",), ""),
        TIME: ((ask.time,), ""),
    }
    return [
        {"variableCode": code, "valueCodes": list(values)}
        | ({"codelist": codelist} if codelist else {})
        for code, (values, codelist) in variables.items()
    ]


def _widened(ask: Ask, query: Query) -> list[Ask]:
    """The same areas of a mended query, in those of the years that there are."""
    if ask.latest:
        return [Ask(query, ask.areas, query.periods[-ask.latest :], latest=ask.latest)]
    years = tuple(y for y in query.periods if y >= ask.years[0])
    if not ask.is_open:
        years = tuple(y for y in years if y <= ask.years[-1])
    return [Ask(query, ask.areas, years, ask.is_open)] if years else []
