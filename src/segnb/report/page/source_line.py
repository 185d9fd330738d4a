"""What the line under a figure calls its sources: producers, each with its tables."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain

from segnb.report.page.blocks import SourceLine
from segnb.vocabulary.catalogue import Indicator, catalogue
from segnb.vocabulary.i18n import Language

KEY_FIGURE = re.compile(r"\b[NU]\d{5}\b")
YEAR = re.compile(r"\d{4}")


def tables_by_producer(entries: Iterable[Indicator]) -> dict[str, tuple[str, ...]]:
    """Tables in which the catalogue has indicators, by producer.

    A producer of whom one of them is known by several tables is left out: which one it is cannot
    be told from the indicator.
    """
    found: dict[str, dict[str, None]] = {}
    unsure = set()
    for entry in entries:
        for source in entry.sources:
            mine = {one.table for one in entry.sources if one.producer == source.producer}
            unsure |= {source.producer} if len(mine) > 1 else set()
            found.setdefault(source.producer, {})[source.table] = None
    return {who: tuple(filter(None, of)) for who, of in found.items() if who not in unsure}


def by_producer(lines: Iterable[SourceLine], known: Mapping[str, tuple[str, ...]]) -> str:
    """Each producer once, with its tables; what they are called stands in the cards.

    A file of many indicators names no table of its own, or all that it holds: there those of the
    indicators that are shown (`known`) stand instead.

    Examples
    --------
    >>> by_producer([SourceLine("SCB", "Utbildning", t, "", "", "", "") for t in "AB"], {})
    'SCB (A, B)'
    >>> line = SourceLine("Kolada", "Nyckeltal i Kolada", "", "", "", "", "")
    >>> by_producer([line], {"Kolada": ("N07907",)})
    'Kolada (N07907)'
    """
    tables: dict[str, dict[str, None]] = {}
    for line in lines:
        many = not line.table or ", " in line.table
        named = known.get(line.producer, ()) if many else ()
        names = named or (line.table or line.title,)
        tables.setdefault(line.producer, {}).update(dict.fromkeys(names))
    return "; ".join(f"{who} ({', '.join(named)})" for who, named in tables.items())


def codes_of(entry: Indicator, producer: str, years: Collection[int] = ()) -> tuple[str, ...]:
    """Codes under which a producer publishes an indicator: of tables, or of key figures.

    Parameters
    ----------
    years
        Only those that the producer has some of these years in; of all years if left out.
    """
    sources = entry.sources or (catalogue()[entry.of].sources if entry.of else ())
    mine = [one for one in sources if one.producer == producer]
    spoken = [one for one in mine if not years or any(one.speaks(y, y) for y in years)]
    return tuple(filter(None, dict.fromkeys(one.table for one in spoken or mine)))


def limits_on(limits: str, table: str, used: Iterable[str]) -> str:
    """What the data cannot be used for, where it is about the tables that are used.

    Of a file of many key figures that is what names one of them: of which others it speaks cannot
    be told. That Gotland elects no region is about no other election.

    Examples
    --------
    >>> limits_on("U07417 begins in 2010.", "", ["N02904"])
    ''
    >>> limits_on("One year only.", "000005FF", [])
    'One year only.'
    """
    named = set(KEY_FIGURE.findall(limits))
    if not table:
        return limits if named & set(used) else ""
    return limits if not named or table in named else ""


def merged(lines: Iterable[SourceLine], language: Language) -> tuple[SourceLine, ...]:
    """One line a file, with all tables and years that several lines use of it."""
    found: dict[tuple[str, ...], list[SourceLine]] = {}
    for line in lines:
        own = (line.producer, line.title) if not line.sha256 else (line.sha256,)
        found.setdefault(own, []).append(line)
    made = [_as_one(same, language) for same in found.values()]
    return tuple(sorted(made, key=lambda one: (one.producer, one.table, one.title, one.sha256)))


def _as_one(lines: list[SourceLine], language: Language) -> SourceLine:
    tables = sorted(set(chain.from_iterable(one.table.split(", ") for one in lines)) - {""})
    years = [int(year) for one in lines for year in YEAR.findall(one.years)]
    limits = next((one.limits for one in lines if one.limits), "")
    told = language.years(min(years), max(years)) if years else ""
    return replace(lines[0], table=", ".join(tables), years=told, limits=limits)
