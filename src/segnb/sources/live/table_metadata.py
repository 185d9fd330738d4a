"""A table by its metadata: held against a query, and searched for where its id is not known."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from segnb.sources.files.labelled_table import plain
from segnb.sources.live.answer_faults import Refused
from segnb.sources.live.labels import served, trial
from segnb.sources.live.queries import CONTENTS, REGION, TIME, Query, Scope, Values
from segnb.sources.live.request_plan import SMALL, SUFFIXES, WHOLE_PLACE, endings, masks, spelt
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

PAGE = 100  # tables of a page of the list
STEM = 5  # letters
MOST = 80  # tables that are looked into; about 48 have RegSO
_TOTALS = ("totalt", "samtliga", "alla", "summa", "total", "båda könen", "män och kvinnor")
_TOTAL_CODES = ("tot", "1+2", "sa", "sc", "totsa", "tot1")


@dataclass(frozen=True)
class Structure:
    """What a table holds.

    Attributes
    ----------
    table
        Id of the table.
    variables
        Code and label of each value, by code of the variable.
    labels
        Label of each variable.
    updated
        Day of the last change.
    """

    table: str
    variables: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, str]
    updated: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        """Whole years of the table."""
        return tuple(int(code) for code in self.variables[TIME] if re.fullmatch(r"\d{4}", code))

    @property
    def others(self) -> list[str]:
        """Variables beside region, contents and time."""
        return [code for code in self.variables if code not in (REGION, CONTENTS, TIME)]

    def matching(self, variable: str, expressions: Iterable[str]) -> list[str]:
        """Codes of a variable that some codes or expressions select."""
        found: list[str] = []
        for expression in expressions:
            pattern = re.escape(expression).replace(r"\*", ".*").replace(r"\?", ".")
            found += [c for c in self.variables[variable] if re.fullmatch(pattern, c, re.I)]
        return found


def structure_of(content: Mapping[str, Any]) -> Structure:
    """Structure in the metadata of a table (JSON-stat 2, without values)."""
    try:
        dimensions = {code: content["dimension"][code] for code in content["id"]}
        variables = {code: _values(one["category"]) for code, one in dimensions.items()}
        labels = {code: str(one.get("label", code)) for code, one in dimensions.items()}
        table = str(content["extension"]["px"]["tableid"])
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidFile("The metadata of a table are not whole: ask again.") from error
    if not {CONTENTS, TIME} <= set(variables):
        raise InvalidFile(f"The table {table} has no contents or no time.")
    return Structure(table, variables, labels, str(content.get("updated") or "")[:10])


def _values(category: Mapping[str, Any]) -> dict[str, str]:
    labels = category.get("label", {})
    index = category.get("index", list(labels))
    codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else index
    return {str(code): str(labels.get(code, code)) for code in codes}


def faults(query: Query, table: Structure) -> list[str]:
    """What a query asks that the table does not have, or leaves unsaid; empty if it fits."""
    found = [f"it has no variable {code}" for code in query.select if code not in table.variables]
    found += [f"its variable {code} is not named" for code in table.others
              if code not in query.select]  # fmt: skip
    for code in set(query.select) & set(table.variables):
        for value in query.select[code].ask:
            if not query.select[code].codelist and not table.matching(code, [value]):
                found.append(f"its variable {code} has no value {value}")
    found += _faults_of_years(query, table)
    regions = table.variables.get(REGION, {})
    for level in query.levels:
        spelled = [spelt(one, query.suffixes) for one in masks([level], WHOLE_PLACE).ask]
        mask = spelled or ["00" if level == "nation" else "??"]
        if regions and not table.matching(REGION, mask):
            found.append(f"it has no areas of the level {level}")
    if not regions:
        found.append("it has no variable Region")
    return found


def _faults_of_years(query: Query, table: Structure) -> list[str]:
    years = table.years
    if not years:
        return ["it has no whole years"]
    if query.is_sought:  # nobody knew them beforehand
        return []
    found = []
    if years[0] != query.years[0]:
        found.append(f"it begins in {years[0]}, not in {query.years[0]}")
    if years[-1] < query.years[1]:
        found.append(f"it ends in {years[-1]}, not in {query.years[1]}")
    return found


def mended(query: Query, table: Structure) -> Query:
    """The query as the table is now: its variables, years, contents, areas and their codes."""
    select = {code: _mended_values(query.select.get(code), code, table) for code in table.others}
    years = table.years or query.years
    found = endings(table.variables.get(REGION, ()))
    gaps = {later - earlier for earlier, later in pairwise(years)}
    return query.model_copy(update={
        "id": table.table if table.table != query.table else "",
        "select": select,
        "years": (years[0], years[-1]),
        "every": gaps.pop() if len(gaps) == 1 else 1,
        "contents": len(table.variables[CONTENTS]),
        "levels": _levels(query, set(found)),
        "suffixes": {x: end for x, end in found.items() if end != SUFFIXES.get(x, "")},
        "narrowed": _those_left(query.narrowed, table),
        "coarse": _those_left(query.coarse, table),
    })  # fmt: skip


def _levels(query: Query, found: set[str]) -> tuple[str, ...]:
    small = [level for level in SMALL if level in found]
    if not small:
        return query.levels
    return (*small, *(level for level in query.levels if level not in SMALL))


def _those_left(given: Mapping[str, Values], table: Structure) -> dict[str, Values]:
    """Narrower choices of a query for those variables whose values the table still has."""
    return {code: values for code, values in given.items()
            if code in table.variables and table.matching(code, values.ask)}  # fmt: skip


def _mended_values(given: Values | None, code: str, table: Structure) -> Values:
    """The values asked for that there are; the total of a variable that is new."""
    if given is not None:
        found = tuple(dict.fromkeys(table.matching(code, given.ask)))
        if found:
            return Values(ask=found)
    totals = [value for value, label in table.variables[code].items()
              if plain(label).startswith(_TOTALS) or value.casefold() in _TOTAL_CODES]  # fmt: skip
    every = tuple(table.variables[code])
    return Values(ask=tuple(totals[:1]) or every)


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
