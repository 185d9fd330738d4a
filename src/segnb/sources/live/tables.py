"""The variables of a table held against a query, and the search for a table without an id."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from segnb.sources.files.labelled_table import CONTENTS, plain
from segnb.sources.live.areas import WHOLE_PLACE, masks
from segnb.sources.live.queries import Query, Values
from segnb.sources.live.service import Scope
from segnb.sources.live.web import Refused
from segnb.vocabulary.catalogue import Catalogue
from segnb.vocabulary.errors import InvalidFile

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
        return tuple(int(code) for code in self.variables["Tid"] if re.fullmatch(r"\d{4}", code))

    @property
    def others(self) -> list[str]:
        """Variables beside region, contents and time."""
        return [code for code in self.variables if code not in ("Region", "ContentsCode", "Tid")]

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
    if not {"ContentsCode", "Tid"} <= set(variables):
        raise InvalidFile(f"The table {table} has no contents or no time.")
    return Structure(table, variables, labels, str(content.get("updated") or "")[:10])


def _values(category: Mapping[str, Any]) -> dict[str, str]:
    labels = category.get("label", {})
    index = category.get("index", list(labels))
    codes = sorted(index, key=index.get) if isinstance(index, dict) else index
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
    regions = table.variables.get("Region", {})
    for level in query.levels:
        mask = ("00",) if level == "nation" else ("??",)
        mask = masks([level], WHOLE_PLACE).ask or mask
        if regions and not table.matching("Region", mask):
            found.append(f"it has no areas of the level {level}")
    if not regions:
        found.append("it has no variable Region")
    return found


def _faults_of_years(query: Query, table: Structure) -> list[str]:
    years = table.years
    if not years:
        return ["it has no whole years"]
    found = []
    if years[0] != query.years[0]:
        found.append(f"it begins in {years[0]}, not in {query.years[0]}")
    if years[-1] < query.years[1]:
        found.append(f"it ends in {years[-1]}, not in {query.years[1]}")
    return found


def mended(query: Query, table: Structure) -> Query:
    """The query as the table is now: its variables, years and contents."""
    select = {code: _mended_values(query.select.get(code), code, table) for code in table.others}
    years = table.years or query.years
    return query.model_copy(update={
        "select": select,
        "years": (years[0], years[-1]),
        "contents": len(table.variables["ContentsCode"]),
    })  # fmt: skip


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
