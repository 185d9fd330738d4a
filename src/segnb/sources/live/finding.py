"""Tables whose id is not known: searched for by words, told by their years and contents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from segnb.sources.files.labelled import CONTENTS, plain
from segnb.sources.live.http import Refused
from segnb.sources.live.queries import Query
from segnb.sources.live.scope import Scope
from segnb.vocabulary.catalogue import Catalogue

MOST = 3  # tables that are looked into
SEARCH = "search for "


@dataclass(frozen=True)
class Search:
    """A table that is looked for.

    Attributes
    ----------
    query
        How it is asked for when it is found.
    scope
        For which places.
    candidates
        Ids of tables that may be it, the likeliest first; the first is looked into.
    """

    query: Query
    scope: Scope
    candidates: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Address of the search, or of the metadata of the first candidate."""
        if self.candidates:
            return f"/tables/{self.candidates[0]}/metadata?lang=sv"
        return f"/tables?lang=sv&query={quote(self.query.find)}&pageSize=100"

    @property
    def is_settled(self) -> bool:
        """Whether the one candidate is asked for at once, its variables being known."""
        return bool(self.query.select) and len(self.candidates) == 1

    @property
    def rest(self) -> "Search":
        """The search without its first candidate."""
        return replace(self, candidates=self.candidates[1:])


def candidates(query: Query, content: Mapping[str, Any]) -> tuple[str, ...]:
    """Tables of a search whose label has all words, those of the years of the query first.

    Raises
    ------
    Refused
        There are none.
    """
    first, last = (str(year) for year in query.years)
    fitting = [
        table
        for table in content.get("tables", [])
        if all(plain(word) in plain(table.get("label")) for word in query.like)
        and str(table.get("lastPeriod"))[:4] >= first
    ]
    if not fitting:
        raise not_found(
            f"is found for {query.table} ({query.title}): searched for {query.find!r}, with "
            f"{' and '.join(query.like)} in its title"
        )
    fitting.sort(key=lambda table: (str(table.get("firstPeriod"))[:4] != first,
                                    str(table.get("lastPeriod"))[:4] < last))  # fmt: skip
    return tuple(str(table["id"]) for table in fitting[:MOST])


def not_found(what: str) -> Refused:
    """Refusal in the name of SCB, as if it had said that a table is not there."""
    return Refused(f"No table of SCB {what}.", 404, "not found")


def is_it(query: Query, contents: Iterable[str], catalogue: Catalogue) -> bool:
    """Whether the contents of a table, by label, are those that the catalogue expects of it."""
    wanted = {
        plain(label)
        for entry in catalogue.stored()
        for source in entry.sources
        if source.table == query.table
        for label in _contents(source.fixed, source.dimension, source.groups)
    }
    return not wanted or bool(wanted & {plain(label) for label in contents})


def _contents(
    fixed: Mapping[str, str], dimension: str, groups: Mapping[str, str]
) -> tuple[str, ...]:
    if dimension == CONTENTS:
        return tuple(groups)
    return (fixed[CONTENTS],) if CONTENTS in fixed else ()
