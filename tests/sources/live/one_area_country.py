"""A country of 290 municipalities with one DeSO and one RegSO each, to be fetched one by one."""

from collections.abc import Sequence
from itertools import product

import pandas as pd

from segnb.sources.live.queries import Query
from segnb.store import make_observations
from segnb.vocabulary.areas import LEVELS, counties, municipalities
from segnb.vocabulary.catalogue import Catalogue

SMALL = {"deso2018": "A0010", "deso2025": "A0010", "regso2020": "R001", "regso2025": "R001"}
FIRST, LAST = {"SCB": 1968, "Kolada": 1990}, 2025  # years in which each has values
HIDDEN = 41  # every so many cells are suppressed


class SmallCountry:
    """Rows of an indicator at every level of the queries, each cell with a number of its own."""

    def __init__(self, entries: Catalogue, asked: Sequence[Query]) -> None:
        self.entries = entries
        self.levels = sorted({level for query in asked for level in query.levels})

    def rows(self, indicator: str) -> pd.DataFrame:
        """Observations of an indicator, of women, men and both."""
        entry = self.entries[indicator]
        groups = sorted({g for s in entry.sources for g in s.groups.values()}) or ["all"]
        first = min(FIRST[source.producer] for source in entry.sources if source.producer in FIRST)
        parts = [self._at(level, groups, first) for level in self.levels]
        rows = pd.concat(parts, ignore_index=True)
        number = pd.Series(range(len(rows)), dtype="float64")
        rows["value"] = 100 + number % 9_973
        rows["status"] = "ok"
        rows.loc[number % HIDDEN == 0, "status"] = "suppressed"
        return make_observations(rows, indicator=indicator)

    def _at(self, level: str, groups: Sequence[str], first: int) -> pd.DataFrame:
        known = LEVELS[level]
        years = range(max(first, known.first_year), min(LAST, known.last_year) + 1)
        cells = product(_areas(level), years, ("total", "women", "men"), groups)
        frame = pd.DataFrame(cells, columns=["area", "year", "sex", "group"])
        return frame.assign(level=level)


def _areas(level: str) -> list[str]:
    if level == "nation":
        return ["00"]
    if level == "county":
        return list(counties()["code"])
    return [code + SMALL.get(level, "") for code in municipalities()["code"]]
