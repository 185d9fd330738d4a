"""Kolada's API 3: titles, groups and values of key figures, page by page."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import Context
from segnb.sources.files.kolada_answers import bindings
from segnb.sources.live.answer_faults import Refused
from segnb.sources.live.http_requests import Call, Web
from segnb.sources.live.queries import Plan, Scope, Service, recognised
from segnb.vocabulary.areas import find_municipality, municipalities
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

AT_ONCE = 25  # elements of a list in an address: three other clients say that it is the most
A_PAGE = 16  # key figures of all places in a year: about one page
PAGE = 5000  # rows of a page, the most that Kolada gives
FIRST_YEAR = 1990
LOOK_BACK = 3  # years in which a figure is looked for that none of the asked places has
PLACES = 312
PEERS = 7
REFUSING = {400, 404, 414, 422}
GROUPS, FIGURES, OWN, EVERY = "groups", "figures", "own", "every"
GROUP_TITLE = "Liknande kommuner socioekonomi"
_PAGE_NOTE = "The answer is one page of several"


@dataclass(frozen=True)
class Part:
    """Some key figures of some places or years, which one address asks for.

    Attributes
    ----------
    kind
        What the answer is taken for: groups, definitions, or values of places or of years.
    """

    kind: str
    figures: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Address below that of the service."""
        figures = ",".join(self.figures)
        if self.kind == FIGURES:
            return f"/kpi/{figures}"
        lists = {"municipality": self.places, "year": self.years}
        others = "".join(f"/{name}/{','.join(some)}" for name, some in lists.items() if some)
        return f"/data/kpi/{figures}{others}"

    @property
    def rows(self) -> int:
        """About how many rows the answer has; no figure has a value in every place and year."""
        if self.kind == FIGURES:
            return len(self.figures)
        years = len(self.years) * 0.55 if len(self.years) > LOOK_BACK else len(self.years)
        return round(len(self.figures) * (len(self.places) or PLACES) * (years or 14))

    def halves(self) -> list["Part"]:
        """The same in two, by the longest list; none where each has one element."""
        lists: dict[str, Any] = {
            "figures": self.figures,
            "places": self.places,
            "years": self.years,
        }
        name = max(lists, key=lambda one: len(lists[one]))
        middle = len(lists[name]) // 2
        if not middle:
            return []
        return [replace(self, **{name: some}) for some in
                (lists[name][:middle], lists[name][middle:])]  # fmt: skip


@dataclass
class Kolada(Service):
    """Key figures of the catalogue."""

    base: str
    catalogue: Catalogue
    api: str = "kolada"
    peers: dict[str, list[str]] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)
    _scope: Scope = field(default_factory=Scope)

    @property
    def figures(self) -> list[str]:
        """Key figures of the catalogue."""
        return sorted(bindings(self.catalogue))

    def titles(self, web: Web) -> dict[str, str]:
        """Title of each key figure of the catalogue that Kolada has now."""
        found = [row for call in self._definitions() for row in _content(web.ask(call))["values"]]
        return {str(row["id"]): str(row["title"]) for row in found}

    def plan(self, scope: Scope) -> Plan:
        """Titles and groups first; the values follow when the groups are known."""
        if not self.figures:
            return Plan()
        self._scope = scope
        groups = f"/municipality_groups?title={quote(GROUP_TITLE)}&per_page={PAGE}"
        calls = [*self._definitions(), self._call(groups, Part(GROUPS))]
        then = self._own(scope)
        if not scope.is_country:
            then += self._of_newest(dict.fromkeys(self.figures, datetime.now(UTC).year))
        pages = sum(-(-call.cells // PAGE) for call in then)
        return Plan(calls, pages, sum(call.cells for call in then), self._newest_everywhere)

    def _definitions(self) -> list[Call]:
        parts = [Part(FIGURES, some) for some in _portions(self.figures, AT_ONCE)]
        return [self._paged(part) for part in parts]

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
        content, part = _content(raw), call.detail["part"]
        if part.kind == OWN:
            self.newest |= {figure: self.newest.get(figure, 0) for figure in part.figures}
            self._note_years(content["values"])
        if content.get("next_url"):
            return [self._following(call, str(content["next_url"]))]
        if part.kind != GROUPS:
            return []
        self.peers |= _peers(content["values"])
        return self._own(self._scope)

    def instead(self, call: Call, refused: Refused) -> list[Call]:
        """Two halves of the longest list, down to what is refused; values without the groups."""
        part = call.detail["part"]
        if part.kind == GROUPS:
            return self._own(self._scope)
        halves = part.halves() if refused.status in REFUSING else []
        return [self._paged(half) for half in halves]

    def _newest_everywhere(self) -> list[Call]:
        """The newest year of each figure in all places, as the places that were asked have it."""
        return [] if self._scope.is_country else self._of_newest(self.newest)

    def _note_years(self, rows: Iterable[dict[str, Any]]) -> None:
        """Newest year in which each key figure has a value."""
        for row in rows:
            if any(cell.get("value") is not None for cell in row["values"]):
                figure, year = str(row["kpi"]), int(row["period"])
                self.newest[figure] = max(year, self.newest.get(figure, 0))

    def _following(self, call: Call, url: str) -> Call:
        address, here = urlsplit(url), urlsplit(self.base)
        if not address.path.startswith(f"{here.path}/"):
            raise InvalidFile(f"Kolada leads to {address.path}, which is none of its pages.")
        path = f"{address.path.removeprefix(here.path)}?{address.query}"
        return self._call(path, call.detail["part"], call.cells)

    def _own(self, scope: Scope) -> list[Call]:
        """All years of some places, or of all."""
        figures = _portions(self.figures, AT_ONCE)
        if scope.is_country:
            years = range(FIRST_YEAR, datetime.now(UTC).year + 1)
            spans = _portions([str(year) for year in years], AT_ONCE)
            return [
                self._paged(Part(EVERY, some, years=span)) for some in figures for span in spans
            ]
        places = _portions(self._places(scope), AT_ONCE)
        return [self._paged(Part(OWN, some, part)) for some in figures for part in places]

    def _of_newest(self, newest: Mapping[str, int]) -> list[Call]:
        """The newest year of each key figure in all places; the last few of one without a year."""
        by_year: dict[tuple[str, ...], list[str]] = {}
        last = datetime.now(UTC).year
        recent = tuple(str(year) for year in range(last - LOOK_BACK, last))
        for figure in sorted(newest):
            years = (str(newest[figure]),) if newest[figure] else recent
            by_year.setdefault(years, []).append(figure)
        return [
            self._paged(Part(EVERY, some, years=years))
            for years, figures in sorted(by_year.items())
            for some in _portions(figures, max(A_PAGE // len(years), 1))
        ]

    def _places(self, scope: Scope) -> list[str]:
        found = [*scope.codes]
        for code in scope.codes:
            found += self.peers.get(code, [])
            found.append(f"00{find_municipality(code).county}")
        return sorted({*found, "0000"})

    def _paged(self, part: "Part") -> Call:
        return self._call(f"{part.path}?per_page={PAGE}", part, part.rows)

    def _call(self, path: str, part: "Part", cells: int = 0) -> Call:
        figures = part.figures
        return Call(
            api=self.api,
            url=f"{self.base}{path}",
            table="–".join(dict.fromkeys((figures[0], figures[-1]))) if figures else part.kind,
            cells=cells,
            detail={"kind": part.kind, "part": part},
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


def _portions(every: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(every[start : start + size]) for start in range(0, len(every), size)]


def _name(call: Call) -> str:
    return f"kolada-{call.detail['kind']}.json"
