"""A real municipality with what is held of it; a lesson adapts to what there is."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from segnb import measures as m
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.reader import Reader
from segnb.sources import open_store
from segnb.teaching.learner_answers import Unreadable, read_number, read_parts
from segnb.vocabulary.areas import Municipality, find_municipality
from segnb.vocabulary.params import DEMONSTRATION

DRAWS, SEED = 499, 2026
ABROAD, HERE = "abroad", "sweden"
NEAR_INTERVAL = 0.006  # the ends of an interval move a little with the draws


@dataclass(frozen=True)
class Place:
    """A municipality and its counts of people born abroad, by area.

    Attributes
    ----------
    municipality
        Whose data are shown.
    reader
        What the store holds of it.
    """

    municipality: Municipality
    reader: Reader

    @classmethod
    def open(cls, municipality: str | int = "", store: str = "") -> "Place":
        """Municipality from a store; from the open data that come along where none is named.

        Raises
        ------
        UnknownArea
            No municipality goes by this code or name.
        """
        found = find_municipality(municipality or DEMONSTRATION)
        return cls(found, Reader(open_store(store, found.code), found))

    @property
    def name(self) -> str:
        """Name of the municipality whose data are shown."""
        return self.municipality.name

    @property
    def is_real(self) -> bool:
        """Whether the numbers are of a place that exists."""
        return not self.municipality.synthetic

    def held(self, family: str = "deso", indicator: str = "birth_region") -> IndicatorData | None:
        """An indicator at a level; None where nothing is held."""
        return self.reader.held(indicator, family)

    @cached_property
    def counts(self) -> pd.DataFrame | None:
        """People born abroad and in Sweden by DeSO: ``unit, group, count``."""
        return self.born("deso")

    def born(self, family: str, year: int | None = None) -> pd.DataFrame | None:
        """People born abroad and in Sweden by area of a level; None where nothing is held."""
        found = self.held(family)
        if found is None:
            return None
        rows = found.rows[found.rows["year"] == (year or found.year)].query("sex == 'total'")
        wide = rows.pivot_table(index="area", columns="group", values="value", aggfunc="first")
        parts = wide.drop(columns=["total", HERE], errors="ignore")
        summed = parts.sum(axis=1, min_count=max(parts.shape[1], 1))
        wide[ABROAD] = summed if parts.shape[1] else wide["total"] - wide[HERE]
        tidy = wide[[ABROAD, HERE]].stack().rename("count").rename_axis(["unit", "group"])
        return tidy.reset_index()

    @cached_property
    def file(self) -> pd.DataFrame:
        """Rows as the producer's file has them, totals too: ``area, group, count``."""
        found = self.held()
        if found is None:
            return pd.DataFrame(columns=["area", "group", "count"])
        rows = found.latest.rename(columns={"value": "count"})
        return rows.query("sex == 'total'")[["area", "group", "count"]].reset_index(drop=True)

    @cached_property
    def interval(self) -> pd.Series:
        """D of those born abroad with its interval, its value by chance and its flags."""
        return m.intervals(self.counts, "dissimilarity", ABROAD, draws=DRAWS, seed=SEED).iloc[0]

    @property
    def is_withheld(self) -> bool:
        """Whether there are too few areas for an index."""
        return self.counts is None or "withheld" in self.interval["flags"]


Outcome = tuple[str, dict[str, Any]]


def _people(answer: Any, place: Place) -> Outcome:
    """People of the municipality from its file, in which totals and parts both stand."""
    given = read_number(answer)
    counts = place.counts
    people, areas = counts["count"].sum(), counts.groupby("unit")["count"].sum()
    told = {"name": place.name}
    if abs(given - people) < 0.5:
        return "right", told | {"people": float(people)}
    if abs(given - 2 * people) < 0.5:
        return "twice", told
    if given == 0:
        return "nothing", told
    if ((people - areas - given).abs() < 0.5).any():
        return "one_short", told
    return "other", told


FEW = ("few", "få", "withheld", "redovisas inte", "visas inte")


def _dissimilarity(answer: Any, place: Place) -> Outcome:
    found = place.interval
    told = {"name": place.name, "units": int(found["units"])}
    if isinstance(answer, str) and len(answer) < 200 and any(w in answer.casefold() for w in FEW):
        return ("right_few" if place.is_withheld else "enough"), told
    given = [float(read_number(part)) for part in _three(answer)]
    if place.is_withheld:
        return "withheld", told
    if len(given) == 1:
        near = abs(given[0] - found["estimate"]) <= 0.0006
        return ("no_interval" if near else "other"), told
    near = abs(given[0] - found["estimate"]) <= 0.0006
    ends = abs(given[1] - found["lower"]) + abs(given[2] - found["upper"])
    told |= {"D": float(given[0]), "lower": float(given[1]), "upper": float(given[2])}
    return ("right" if near and ends <= 2 * NEAR_INTERVAL else "other"), told


def _three(answer: Any) -> list[Any]:
    if isinstance(answer, str | list | tuple | pd.Series):
        parts = read_parts(answer)
        if len(parts) not in (1, 3):
            raise Unreadable("three_numbers")
        return parts
    return [read_number(answer)]


DATA_CHECKS = {"people": _people, "dissimilarity": _dissimilarity}
