"""Folkhälsodata: PxWeb 1, with periods of four years that are named by their last."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.formats import Context
from segnb.sources.files.jsonstat import labelled_answer
from segnb.sources.files.labelled_table import LabelledTable
from segnb.sources.live.answer import Refused
from segnb.sources.live.call import Call, json_body
from segnb.sources.live.labels import bound
from segnb.sources.live.queries import Query
from segnb.sources.live.service import Plan, Scope
from segnb.sources.live.web import Web
from segnb.vocabulary.errors import InvalidFile

PRODUCER = "Folkhälsomyndigheten"
PERIOD = r"(?:(?:19|20)\d{2}[-–])?((?:19|20)\d{2})"
REGION, TIME = "Region", "År"


@dataclass
class Folkhalsodata:
    """Tables of the public health agency."""

    base: str
    queries: Iterable[Query]
    api: str = "folkhalsa"
    producer: str = PRODUCER

    def configure(self) -> None:
        """The limits are told by refusals (403 where too many values are asked for)."""

    def plan(self, scope: Scope) -> Plan:  # noqa: ARG002
        """One request a table, with all its places: they are few."""
        return Plan([self._call(query, _selection(query)) for query in self.queries])

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """Observations of an answer."""
        content = json.loads(raw)
        if not isinstance(content, dict) or "dimension" not in content:
            raise InvalidFile(f"The answer of {call.table} is not JSON-stat.")
        table = _by_year(labelled_answer(content, call.table))
        return bound(replace(table, table=call.table, producer=self.producer), context)

    def more(self, call: Call, raw: bytes) -> list[Call]:  # noqa: ARG002
        """An answer leads to no other."""
        return []

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


def _by_year(table: LabelledTable) -> LabelledTable:
    """A table whose periods of several years stand at their last year."""
    year = table.frame["year"].astype("str").str.extract(f"^{PERIOD}$")[0]
    return replace(table, frame=table.frame[year.notna()].assign(year=year[year.notna()]))
