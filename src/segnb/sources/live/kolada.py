"""Kolada's API 3: titles, groups and values of key figures, page by page."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context
from segnb.sources.files.kolada_answers import bindings
from segnb.sources.live.call import Call
from segnb.sources.live.service import Plan, Scope, recognised
from segnb.sources.live.web import Refused, Web
from segnb.vocabulary.areas import find_municipality, municipalities
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

AT_ONCE = {"figures": 100, "values": 35, "year": 16}  # key figures in one address: about a page
PAGE = 5000  # rows of a page, the most that Kolada gives
FIRST_YEAR = 1990
PLACES = 312
PEERS = 7
GROUPS, FIGURES, VALUES = "groups", "figures", "values"
GROUP_TITLE = "Liknande kommuner socioekonomi"
_PAGE_NOTE = "The answer is one page of several"


@dataclass
class Kolada:
    """Key figures of the catalogue."""

    base: str
    catalogue: Catalogue
    api: str = "kolada"
    peers: dict[str, list[str]] = field(default_factory=dict)
    _scope: Scope = field(default_factory=Scope)

    def configure(self) -> None:
        """Kolada tells no limit."""

    @property
    def figures(self) -> list[str]:
        """Key figures of the catalogue."""
        return sorted(bindings(self.catalogue))

    def titles(self, web: Web) -> dict[str, str]:
        """Title of each key figure of the catalogue that Kolada has now."""
        calls = [call for call in self.plan(Scope()).calls if call.detail["kind"] == FIGURES]
        found = [entry for call in calls for entry in _content(web.ask(call))["values"]]
        return {str(entry["id"]): str(entry["title"]) for entry in found}

    def _portions(self, kind: str) -> list[list[str]]:
        """The key figures, so many at a time."""
        size = AT_ONCE[kind]
        return [self.figures[start : start + size] for start in range(0, len(self.figures), size)]

    def plan(self, scope: Scope) -> Plan:
        """Titles and groups first; the values follow when the groups are known."""
        if not self.figures:
            return Plan()
        self._scope = scope
        groups = f"/municipality_groups?title={quote(GROUP_TITLE)}&per_page={PAGE}"
        calls = [
            self._call(f"/kpi/{','.join(some)}?per_page={PAGE}", FIGURES, some)
            for some in self._portions("figures")
        ]
        calls.append(self._call(groups, GROUPS, ()))
        pages = sum(-(-call.cells // PAGE) for call in self._values(scope))
        return Plan(calls, later=pages, cells=sum(call.cells for call in self._values(scope)))

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """Values, titles or groups of a page."""
        content = _content(raw)
        if not content["values"]:
            return []
        reading = recognised(Document.of(raw, _name(call)), context)
        reading.notes = [note for note in reading.notes if not note.startswith(_PAGE_NOTE)]
        return [reading]

    def more(self, call: Call, raw: bytes) -> list[Call]:
        """The next page; after the last page of groups, the requests for values."""
        content = _content(raw)
        if content.get("next_url"):
            address = urlsplit(str(content["next_url"]))
            here = urlsplit(self.base)
            if not address.path.startswith(f"{here.path}/"):
                raise InvalidFile(f"Kolada leads to {address.path}, which is none of its pages.")
            path = f"{address.path.removeprefix(here.path)}?{address.query}"
            return [self._call(path, call.detail["kind"], call.detail["figures"], call.cells)]
        if call.detail["kind"] != GROUPS:
            return []
        self.peers |= _peers(content["values"])
        return self._values(self._scope)

    def instead(self, call: Call, refused: Refused) -> list[Call]:
        """Half as many key figures, in case that one is gone; values without the groups."""
        if call.detail["kind"] == GROUPS:
            return self._values(self._scope)
        figures = call.detail["figures"]
        if refused.status not in (400, 404, 414) or len(figures) < 2:
            return []
        middle = len(figures) // 2
        old = ",".join(figures)
        return [
            self._call(
                call.url.removeprefix(self.base).replace(old, ",".join(half)),
                call.detail["kind"],
                half,
                call.cells // 2,
            )
            for half in (figures[:middle], figures[middle:])
        ]

    def _values(self, scope: Scope) -> list[Call]:
        """Requests for values: all years of some places, and the latest of all places."""
        now = datetime.now(UTC).year
        if scope.is_country:
            years = _joined(range(FIRST_YEAR, now + 1))
            return [self._of_years(some, years, PLACES * 20) for some in self._portions("values")]
        places = self._places(scope)
        number = len(places) + PEERS * sum(code not in self.peers for code in scope.codes)
        own = [
            self._paged(
                f"/data/kpi/{_joined(some)}/municipality/{_joined(places)}", some, number * 14
            )
            for some in self._portions("values")
        ]
        latest = [self._of_years(some, str(now - 1), PLACES) for some in self._portions("year")]
        return own + latest

    def _of_years(self, figures: Sequence[str], years: str, rows: int) -> Call:
        return self._paged(f"/data/kpi/{_joined(figures)}/year/{years}", figures, rows)

    def _places(self, scope: Scope) -> list[str]:
        """The municipalities, those that are like them, their counties and the nation."""
        found = [*scope.codes]
        for code in scope.codes:
            found += self.peers.get(code, [])
            found.append(f"00{find_municipality(code).county}")
        return sorted({*found, "0000"})

    def _paged(self, path: str, figures: Sequence[str], rows: int) -> Call:
        return self._call(f"{path}?per_page={PAGE}", VALUES, figures, rows * len(figures))

    def _call(self, path: str, kind: str, figures: Sequence[str], cells: int = 0) -> Call:
        return Call(
            api=self.api,
            url=f"{self.base}{path}",
            table=f"{figures[0]}–{figures[-1]}" if figures else kind,
            cells=cells,
            detail={"kind": kind, "figures": tuple(figures)},
        )


def _content(raw: bytes) -> dict[str, Any]:
    content = json.loads(raw.decode("utf-8-sig"))
    if not isinstance(content, dict) or not isinstance(content.get("values"), list):
        raise InvalidFile("An answer of Kolada is not whole: fetch it again.")
    return content


def _peers(groups: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Members of the newest group of similar municipalities, by municipality."""
    names = dict(municipalities()[["name", "code"]].itertuples(index=False, name=None))
    found: dict[str, list[str]] = {}
    for group in sorted(groups, key=lambda group: str(group.get("title"))[-4:]):
        kind, _, rest = str(group.get("title")).partition(", ")
        name = rest.rpartition(", ")[0]
        if kind != GROUP_TITLE or name not in names:
            continue
        members = [m["member_id"] if isinstance(m, dict) else m for m in group.get("members", [])]
        found[names[name]] = [str(m) for m in members if str(m) in set(names.values())]
    return found


def _joined(values: Iterable[object]) -> str:
    return ",".join(str(value) for value in values)


def _name(call: Call) -> str:
    return f"kolada-{call.detail['kind']}.json"
