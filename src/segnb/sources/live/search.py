"""The search for a table whose id is not known, or is gone: by words, then by what it holds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from segnb.sources.files.labelled_table import plain
from segnb.sources.live.answer import Refused
from segnb.sources.live.areas import endings
from segnb.sources.live.labels import served, trial
from segnb.sources.live.queries import Query
from segnb.sources.live.service import Scope
from segnb.sources.live.tables import Structure, mended, structure_of
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

PAGE = 100  # tables of a page of the list
STEM = 5  # letters
MOST = 80  # tables that are looked into; about 48 have RegSO
REGION, CONTENTS, TIME = "Region", "ContentsCode", "Tid"


@dataclass(frozen=True)
class Search:
    """A table that is looked for.

    Attributes
    ----------
    query
        How it is asked for when it is found.
    scope
        For which places.
    listed
        Tables of the pages of the list that have come.
    page
        Page of the list that is asked for, while there are no candidates.
    candidates
        Ids of tables that may be it, the likeliest first; the first is looked into.
    found
        The tables that are it: one, or one for each division into areas.
    """

    query: Query
    scope: Scope
    listed: tuple[Mapping[str, Any], ...] = ()
    page: int = 1
    candidates: tuple[str, ...] = ()
    found: tuple[Query, ...] = ()

    @property
    def path(self) -> str:
        """Address of the list, or of the metadata of the first candidate."""
        if self.candidates:
            return f"/tables/{self.candidates[0]}/metadata?lang=sv"
        words = f"query={quote(self.query.words)}&includeDiscontinued=true"
        return f"/tables?lang=sv&{words}&pageSize={PAGE}&pageNumber={self.page}"

    def after_list(self, content: Mapping[str, Any], known: Iterable[str]) -> "Search":
        """The search with one page of the list more; the next step is the next page, or a table.

        Raises
        ------
        Refused
            No table is in the list, and there is no other page.
        """
        listed = (*self.listed, *content.get("tables", ()))
        if self.page < int((content.get("page") or {}).get("totalPages", 1)):
            return replace(self, listed=listed, page=self.page + 1)
        found = _candidates(self.query, listed, set(known))
        if not found:
            raise not_found(f"is found for {self.query.table} ({self.query.title}) by "
                            f"{self.query.words!r}")  # fmt: skip
        return replace(self, listed=listed, candidates=found)

    def after_table(self, content: Mapping[str, Any], catalogue: Catalogue) -> "Search":
        """The search without its first candidate, which is found if it is the table."""
        rest = replace(self, candidates=self.candidates[1:])
        try:
            table = structure_of(content)
        except InvalidFile:
            return rest
        query = mended(self.query, table)
        is_new = set(query.levels) - {level for one in self.found for level in one.levels}
        is_named = self.query.find or _is_called(self.query.title, str(content.get("label", "")))
        if not (is_new and is_named) or not is_it(query, table, content, catalogue):
            return rest
        return replace(rest, found=(*self.found, query))

    @property
    def is_over(self) -> bool:
        """Whether there is no table to look into, or nothing that is missing."""
        years = [level[-4:] for query in self.found for level in query.levels]
        return not self.candidates or (bool(self.found) and {"2020", "2025"} <= set(years))


def _candidates(
    query: Query, listed: Sequence[Mapping[str, Any]], known: set[str]
) -> tuple[str, ...]:
    """Tables of a list, those first whose title has the words of the query and of its own title."""

    def unlikely(table: Mapping[str, Any]) -> tuple[int, int]:
        label = plain(table.get("label"))
        missing = sum(plain(word) not in label for word in query.like)
        return missing, -sum(plain(word) in label for word in query.title.split())

    some = [table for table in listed if str(table.get("id")) not in known]
    return tuple(dict.fromkeys(str(table["id"]) for table in sorted(some, key=unlikely)))[:MOST]


def _is_called(title: str, label: str) -> bool:
    """Whether a label may be that of a table: the same numbers, most of the words by their stems.

    Ages make another population, which has the same groups.
    """
    numbers, words = (re.findall(pattern, plain(title)) for pattern in (r"\d+", r"[^\W\d]{4,}"))
    there = {word[:STEM] for word in re.findall(r"[^\W\d]{4,}", plain(label))}
    known = [word for word in words if word[:STEM] in there]
    return set(numbers) <= set(re.findall(r"\d+", label)) and 2 * len(known) > len(words)


def not_found(what: str) -> Refused:
    """Refusal in the name of SCB, as if it had said that a table is not there."""
    return Refused(f"No table of SCB {what}.", 404, "not found")


def is_it(query: Query, table: Structure, content: Mapping[str, Any], catalogue: Catalogue) -> bool:
    """Whether a table has areas of the query and is read as all indicators that it serves."""
    if not set(query.levels) & set(_levels_of(table)) and REGION in table.variables:
        return False
    wanted = {entry.id for entry in catalogue.stored()
              for source in entry.sources if source.table == query.table}  # fmt: skip
    try:
        asked = trial(content, codes_asked(query, table), query.table, "SCB")
        return wanted <= set(served(asked, catalogue))
    except InvalidFile:
        return False


def _levels_of(table: Structure) -> list[str]:
    regions = table.variables.get(REGION, {})
    found = list(endings(regions))
    lengths = {2: ("county", "nation"), 4: ("municipality",)}
    return found + [level for size, levels in lengths.items() for level in levels
                    if any(len(code) == size for code in regions)]  # fmt: skip


def codes_asked(query: Query, table: Structure) -> dict[str, Sequence[str]]:
    """Codes that a query would get, of one region and the last year."""
    found: dict[str, Sequence[str]] = {}
    for code, values in query.select.items():
        if code in table.variables and values.ask:
            found[code] = table.matching(code, values.ask)
    return found | {
        REGION: list(table.variables.get(REGION, ()))[:1],
        CONTENTS: list(table.variables[CONTENTS]),
        TIME: list(table.variables[TIME])[-1:],
    }
