"""Skolverket: the reports behind its search of statistics, all schools of a school year in a file.

Its API of planned educations has neither the background of pupils nor their number but one call a
school; a report has both of all schools in one call.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from segnb.sources.files.document import Document
from segnb.sources.files.formats import Context
from segnb.sources.files.reading import Reading
from segnb.sources.live.call import Call
from segnb.sources.live.http import Refused
from segnb.sources.live.queries import Query
from segnb.sources.live.scope import Scope
from segnb.sources.live.service import Plan, recognised
from segnb.vocabulary.errors import InvalidFile

LOOK_BACK = 2  # years before the last in which the newest report may be
_UNIT = re.compile(r"(?m)(?:^|;)\"?\d{8}\"?(?:;|\s|$)")


@dataclass
class Skolverket:
    """Reports by school.

    A report is asked for by the year in which the school year begins; its figures stand at the
    year in which that ends.
    """

    base: str
    queries: Iterable[Query]
    api: str = "skolverket"

    def configure(self) -> None:
        """The service tells no limit."""

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
