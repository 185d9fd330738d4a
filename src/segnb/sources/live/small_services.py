"""Folkhälsodata (PxWeb 1), Skolverket's reports, and files at addresses of their own."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document, unpacked
from segnb.sources.files.formats import Context
from segnb.sources.files.jsonstat import labelled_answer
from segnb.sources.live.answer_faults import Refused
from segnb.sources.live.http_requests import Call, Web, json_body
from segnb.sources.live.labels import bound
from segnb.sources.live.queries import Plan, Query, Scope, Service, recognised
from segnb.vocabulary.errors import InvalidFile

PRODUCER = "Folkhälsomyndigheten"
REGION, TIME = "Region", "År"


@dataclass
class Folkhalsodata(Service):
    """Tables of the public health agency."""

    base: str
    queries: Iterable[Query]
    api: str = "folkhalsa"
    producer: str = PRODUCER

    def plan(self, scope: Scope) -> Plan:  # noqa: ARG002
        """One request a table, with all its places: they are few."""
        return Plan([self._call(query, _selection(query)) for query in self.queries])

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """Observations of an answer."""
        content = json.loads(raw)
        if not isinstance(content, dict) or "dimension" not in content:
            raise InvalidFile(f"The answer of {call.table} is not JSON-stat.")
        table = labelled_answer(content, call.table)
        return bound(replace(table, table=call.table, producer=self.producer), context)

    def instead(self, call: Call, refused: Refused) -> list[Call]:
        """One request for each value of the first variable that has several."""
        if not refused.is_too_large:
            return []
        query, selection = call.detail
        for variable, values in selection.items():
            if len(values) > 1:
                return [self._call(query, selection | {variable: (value,)}) for value in values]
        return []

    def metadata(self, query: Query, web: Web) -> dict[str, Any]:
        """Variables of a table, in the form of a JSON-stat answer without values."""
        content = json.loads(web.ask(Call(self.api, self._url(query), table=query.table)))
        try:
            dimension = {v["code"]: _dimension(v) for v in content["variables"]}
            title = str(content["title"])
        except (KeyError, TypeError) as error:
            raise InvalidFile(f"The metadata of {query.table} are not whole: ask again.") from error
        return {"label": title, "id": list(dimension), "dimension": dimension,
                "role": {"time": [TIME]}}  # fmt: skip

    def _url(self, query: Query) -> str:
        return f"{self.base}/{quote(query.path)}"

    def _call(self, query: Query, selection: dict[str, tuple[str, ...]]) -> Call:
        body = {
            "query": [_item(code, values) for code, values in selection.items()],
            "response": {"format": "json-stat2"},
        }
        return Call(
            api=self.api,
            url=self._url(query),
            body=json_body(body),
            table=query.table,
            cells=query.width * 320 * len(query.periods),
            detail=(query, selection),
        )


def _dimension(variable: dict[str, Any]) -> dict[str, Any]:
    labels = dict(zip(variable["values"], variable["valueTexts"], strict=False))
    return {"label": variable["text"], "category": {"label": labels}}


def _selection(query: Query) -> dict[str, tuple[str, ...]]:
    named = {code: values.ask for code, values in query.select.items()}
    return {REGION: ("*",), **named, TIME: ("*",)}


def _item(code: str, values: Sequence[str]) -> dict[str, Any]:
    kind = "all" if any("*" in value for value in values) else "item"
    return {"code": code, "selection": {"filter": kind, "values": list(values)}}


@dataclass
class Downloads(Service):
    """Files by address, read as an import reads them.

    Attributes
    ----------
    base
        Address of a mirror that has all of them under their names; empty: where they are.
    """

    base: str
    queries: Iterable[Query]
    api: str = "files"

    def plan(self, scope: Scope) -> Plan:
        """One request a file; each holds the whole country."""
        wanted = [q for q in self.queries if scope.is_country or not q.country_only]
        return Plan([self._call(query) for query in wanted])

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """What a file holds, or the one file in an archive."""
        return [replace(recognised(self.document(call, raw), context), table=call.table)]

    def document(self, call: Call, raw: bytes) -> Document:
        """A file, or the one file in an archive; InvalidFile where a web page is in its place."""
        name = PurePosixPath(urlsplit(call.url).path).name
        document = Document.of(raw, name)
        if document.kind == "zip":
            document = unpacked(raw, name)
        if document.kind == "markup":
            raise InvalidFile(_moved(call.detail, "a web page is in its place"))
        return document

    def instead(self, call: Call, refused: Refused) -> list[Call]:
        """Nothing takes the place of a file; Refused with the site where a person finds it."""
        if refused.is_block or not refused.status:
            return []
        raise Refused(_moved(call.detail, str(refused.status)), refused.status, refused.title)

    def _call(self, query: Query) -> Call:
        url = query.path
        if self.base:
            url = f"{self.base}/{PurePosixPath(urlsplit(url).path).name}"
        return Call(self.api, url, table=query.table, is_json=False, detail=query)


def _moved(query: Query, why: str) -> str:
    """What to do where a file is not at its address any more."""
    site, words = query.page
    return (
        f"{query.title} is not at its address any more ({why}): open {site}, search for {words!r}, "
        "save the file in a folder and run `segnb import FOLDER`."
    )


LOOK_BACK = 2  # years before the last in which the newest report may be
_UNIT = re.compile(r"(?m)(?:^|;)\"?\d{8}\"?(?:;|\s|$)")


@dataclass
class Skolverket(Service):
    """Reports by school.

    A report is asked for by the year in which the school year begins; its figures stand at the
    year in which that ends.
    """

    base: str
    queries: Iterable[Query]
    api: str = "skolverket"

    def plan(self, scope: Scope) -> Plan:
        """One call a report, of the newest school year; of all of them for the whole country."""
        begins = datetime.now(UTC).year
        calls = []
        for query in self.queries:
            first = query.years[0] - 1 if scope.is_country else begins - 1
            calls += [self._call(query, year) for year in range(first, begins)]
        return Plan(calls)

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """Schools of a report; none where the report is not published yet."""
        document = self.document(call, raw)
        if is_empty(document):
            return []
        return [replace(recognised(document, context), table=call.table)]

    def document(self, call: Call, raw: bytes) -> Document:
        """A report; InvalidFile where a web page is in its place."""
        document = Document.of(raw, f"{call.table}-{call.detail[1]}.csv")
        if document.kind == "markup":
            raise InvalidFile(f"Skolverket answers with a web page instead of {call.table}.")
        return document

    def more(self, call: Call, raw: bytes) -> list[Call]:
        """The report of the year before, where that of the newest is not out."""
        query, year, back = call.detail
        if not back or not is_empty(self.document(call, raw)):
            return []
        return [self._call(query, year - 1, back - 1)]

    def instead(self, call: Call, refused: Refused) -> list[Call]:
        """The report of the year before, where that of the newest is refused."""
        query, year, back = call.detail
        return [self._call(query, year - 1, back - 1)] if back and refused.status == 404 else []

    def _call(self, query: Query, year: int, back: int | None = None) -> Call:
        newest = year == datetime.now(UTC).year - 1
        back = (LOOK_BACK if newest else 0) if back is None else back
        url = f"{self.base}/{query.path}&pAr={year}"
        return Call(self.api, url, table=query.table, is_json=False, detail=(query, year, back))


def is_empty(document: Document) -> bool:
    """Whether a report names no school unit, as one that is not published yet."""
    return document.kind == "empty" or not _UNIT.search(document.text)
