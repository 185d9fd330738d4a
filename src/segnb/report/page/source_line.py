"""What the line under a figure calls its sources: producers, each with its tables."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain

from segnb.report.page.blocks import SourceLine
from segnb.vocabulary.catalogue import Indicator, catalogue
from segnb.vocabulary.i18n import Language

KEY_FIGURE = re.compile(r"\b[NU]\d{5}\b")
SPAN = re.compile(r"(\d{4})(?:–(\d{4}))?")
ELECTIONS = 4  # years between them, so no hole in what is told of each


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
    be told. What is known by other codes has a file of its own, and its note speaks of it.

    Examples
    --------
    >>> limits_on("U07417 begins in 2010.", "", ["N02904"])
    ''
    >>> limits_on("One year only.", "000005FF", [])
    'One year only.'
    >>> limits_on("Some are early; N07540 is preliminary; N07403 is late.", "", ["N07403"])
    'Some are early; N07403 is late.'
    >>> limits_on("N00800 is as it was; some are early; N31001 is late.", "", ["N31001"])
    'N31001 is late.'
    >>> limits_on("Two municipalities.", "", ["anmalda_brott"])
    'Two municipalities.'
    >>> limits_on("", "", ["anmalda_brott"])  # a file that nothing is said of
    ''
    """
    named = set(KEY_FIGURE.findall(limits))
    if limits and not table:
        used = set(used)
        own_file = bool(used) and not any(KEY_FIGURE.fullmatch(code) for code in used)
        return _clauses_on(limits, used) if named & used or (own_file and not named) else ""
    return limits if not named or table in named else ""


def _clauses_on(limits: str, used: Collection[str]) -> str:
    """The clauses on a key figure that is used, or on all; one without a name is on the last."""
    clauses, named = [], set[str]()
    for clause in limits.rstrip(".").split("; "):
        named = set(KEY_FIGURE.findall(clause)) or named
        clauses += [clause] if not named or named & set(used) else []
    kept = "; ".join(clauses)
    return f"{kept[:1].upper()}{kept[1:]}."


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
    spans = [span for one in lines for span in spans_in(one.years)]
    limits = next((one.limits for one in lines if one.limits), "")
    told = years_in_words(spans, language)
    return replace(lines[0], table=", ".join(tables), years=told, limits=limits)


def spans_in(years: str) -> list[tuple[int, int]]:
    """First and last of each run of years in a line.

    Examples
    --------
    >>> spans_in("1996–2015, 2025")
    [(1996, 2015), (2025, 2025)]
    """
    return [(int(first), int(last or first)) for first, last in SPAN.findall(years)]


def years_in_words(
    spans: Iterable[tuple[int, int]], language: Language, *, longest_step: int = ELECTIONS
) -> str:
    """Years of reference; a series with a long hole, of which nothing is used, is told in parts.

    Parameters
    ----------
    longest_step
        Most years from one value to the next in a part without a hole: 1 names every year without.

    Examples
    --------
    >>> years_in_words([(2002, 2002), (2006, 2006), (2018, 2018)], Language("en"))
    '2002–2006, 2018'
    >>> years_in_words([(2002, 2003), (2006, 2006)], Language("en"), longest_step=1)
    '2002–2003, 2006'
    """
    runs: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if runs and first - runs[-1][1] <= longest_step:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return ", ".join(language.years(*run) for run in runs)
