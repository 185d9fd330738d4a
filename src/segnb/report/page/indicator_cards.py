"""Indicator cards: what a number means, what it is made of, where it comes from and its breaks."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from segnb.report.page.blocks import Card, SourceLine
from segnb.vocabulary.catalogue import Catalogue, Indicator
from segnb.vocabulary.i18n import Language


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


class NamesLevels(Protocol):
    """What has words, and a name for each level of areas: a report."""

    def text(self, key: str, /, **values: object) -> str:
        """Words of a key."""

    def level_vintage(self, level: str) -> str:
        """Level with its vintage."""


def summed_areas(report: NamesLevels, level: str, finer: str) -> str:
    """Areas that are shown, and the finer ones (none: empty) that they are sums of."""
    name = report.level_vintage(level)
    if not finer:
        return name
    return report.text("captions.summed", level=name, finer=report.level_vintage(finer))


def codes_of(entry: Indicator, producer: str) -> tuple[str, ...]:
    """Codes under which a producer publishes an indicator: of tables, or of key figures."""
    found = dict.fromkeys(one.table for one in entry.sources if one.producer == producer)
    return tuple(filter(None, found))


def make_card(
    entry: Indicator,
    language: Language,
    catalogue: Catalogue,
    *,
    level: str = "",
    year: str = "",
    lines: tuple[SourceLine, ...] = (),
    value: str = "",
) -> Card:
    """Card of an indicator.

    Parameters
    ----------
    level, year
        Where and when it is shown, as words.
    lines
        Snapshots that the shown values come from.
    value
        The municipality's value with both ends, as a sentence.
    """
    say, lang = language.text, language.lang
    basis = catalogue[entry.of] if entry.of else entry
    unit = say(f"cards.units.{entry.unit}")
    texts = {
        "what": entry.definition.in_language(lang),
        "population": entry.population.in_language(lang),
        "numerator": entry.numerator_text.in_language(lang) if entry.numerator_text else "",
        "denominator": entry.denominator_text.in_language(lang) if entry.denominator_text else "",
        "unit": say("cards.unit_at", unit=unit, level=level) if level else unit,
        "dimension": "" if entry.dimension == "none" else say(f"cards.{entry.dimension}"),
        "direction": "" if entry.direction == "none" else say(f"cards.direction_{entry.direction}"),
        "source": "; ".join(dict.fromkeys(_named(line, basis) for line in lines)) or _bound(basis),
        "year": year,
        "updated": "; ".join(dict.fromkeys(_day(line.updated, language) for line in lines)),
        "fetched": "; ".join(_fetched(line, language) for line in lines),
        "breaks": " ".join(_break(found, language) for found in (entry.breaks or basis.breaks)),
        "rounding": say("cards.rounded") if entry.rounding else "",
        "hidden": _hidden(entry, basis, language),
        "goals": ", ".join(map(str, entry.goals)),
        "reference": entry.reference,
        "value": value,
    }
    rows = tuple((say(f"cards.label_{key}"), text) for key, text in texts.items() if text)
    return Card(entry.id, entry.label.in_language(lang), rows)


def _named(line: SourceLine, entry: Indicator) -> str:
    """Producer, title and table; of a file of many key figures those of the indicator."""
    of_many = not line.table or ", " in line.table
    codes = ", ".join(codes_of(entry, line.producer)) if of_many else ""
    return ", ".join(filter(None, (line.producer, line.title, codes or line.table, line.licence)))


def _bound(entry: Indicator) -> str:
    found = (", ".join(filter(None, (s.producer, s.table))) for s in entry.sources)
    return "; ".join(dict.fromkeys(found))


def _fetched(line: SourceLine, language: Language) -> str:
    day = _day(line.retrieved, language)
    if not line.sha256:
        return day
    return language.text("cards.fetched", day=day, sha256=line.sha256[:12])


def _day(day: str, language: Language) -> str:
    return day or language.text("cards.unknown_day")


def _break(found: object, language: Language) -> str:
    return f"{found.year}: {found.text.in_language(language.lang)}"  # type: ignore[attr-defined]


def _hidden(entry: Indicator, basis: Indicator, language: Language) -> str:
    words = entry.disclosure or basis.disclosure
    return words.in_language(language.lang) if words else ""
