"""Breaks in series: those declared, and that a part of the municipality was split off."""

from functools import cache
from typing import get_args

from segnb.vocabulary.areas import code_history
from segnb.vocabulary.catalogue import Break, Indicator, Words, breaks_at
from segnb.vocabulary.i18n import Lang, Language

FLOWS = ("per_", "sek_per_")  # units of what happens during a year
WITHOUT_PLACE = ("county", "nation")


def breaks_here(entry: Indicator, level: str, place: str) -> list[Break]:
    """Breaks of an indicator in the series of a municipality at a level, in their order."""
    own = [] if level in WITHOUT_PLACE else splits_of(place, year_end=is_at_year_end(entry))
    return sorted((*breaks_at(entry, level), *own), key=lambda one: one.year)


def is_at_year_end(entry: Indicator) -> bool:
    """Whether an indicator is of those registered on the last day of a year.

    What is told per resident has happened during the year, in the municipality as it then was.
    """
    people, flow = entry.population.sv, entry.unit.startswith(FLOWS)
    return "den 31 december" in people and "1 januari" not in people and not flow


@cache
def splits_of(code: str, *, year_end: bool) -> list[Break]:
    """Years from which a part of the municipality is one of its own.

    At the end of a year people are counted in the municipalities of the day after: Uppsala of
    2002 is without Knivsta, which was parted from it on 1 January 2003.
    """
    history = code_history()
    parted = history[(history["from_code"] == code) & (history["kind"] == "new")]
    return [
        Break(year=int(year) - year_end, kind="population", text=_split_off(sorted(part["name"])))
        for year, part in parted.groupby("year")
    ]


def _split_off(names: list[str]) -> Words:
    said = {
        lang: Language(lang).text("trends.split_off", names=Language(lang).listing(names))
        for lang in get_args(Lang)
    }
    return Words(**said)
