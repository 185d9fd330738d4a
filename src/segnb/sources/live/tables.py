"""The variables and values of a table as its metadata tell, and a query held against them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from segnb.sources.files.labelled_table import plain
from segnb.sources.live.areas import SMALL, SUFFIXES, WHOLE_PLACE, endings, masks, spelt
from segnb.sources.live.queries import Query, Values
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
    regions = table.variables.get("Region", {})
    for level in query.levels:
        spelled = [spelt(one, query.suffixes) for one in masks([level], WHOLE_PLACE).ask]
        mask = spelled or ["00" if level == "nation" else "??"]
        if regions and not table.matching("Region", mask):
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
    found = endings(table.variables.get("Region", ()))
    gaps = {later - earlier for earlier, later in pairwise(years)}
    return query.model_copy(update={
        "id": table.table if table.table != query.table else "",
        "select": select,
        "years": (years[0], years[-1]),
        "every": gaps.pop() if len(gaps) == 1 else 1,
        "contents": len(table.variables["ContentsCode"]),
        "levels": _levels(query, set(found)),
        "suffixes": {x: end for x, end in found.items() if end != SUFFIXES.get(x, "")},
        "narrowed": _those_left(query.narrowed, table),
        "coarse": _those_left(query.coarse, table),
    })  # fmt: skip


def _levels(query: Query, found: set[str]) -> tuple[str, ...]:
    """Levels of a query, those of small areas as the table has them."""
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
