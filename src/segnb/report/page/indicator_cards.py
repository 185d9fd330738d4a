"""Indicator cards: what a number means, what it is made of, where it comes from and its breaks."""

from collections.abc import Callable, Iterable

from segnb.report.page.blocks import Card, SourceLine
from segnb.report.page.source_line import codes_of
from segnb.vocabulary.catalogue import Break, Catalogue, Indicator
from segnb.vocabulary.i18n import Language


def make_card(
    entry: Indicator,
    language: Language,
    catalogue: Catalogue,
    *,
    level: str = "",
    year: str = "",
    lines: tuple[SourceLine, ...] = (),
    value: str = "",
    breaks: Iterable[Break] | None = None,
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
    breaks
        Those of what is shown; all of the indicator where nothing is.
    """
    say, lang = language.text, language.lang
    basis = catalogue[entry.of] if entry.of else entry
    unit = say(f"cards.units.{entry.unit}")
    found_breaks = (entry.breaks or basis.breaks) if breaks is None else breaks
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
        "breaks": " ".join(f"{one.year}: {one.text.in_language(lang)}" for one in found_breaks),
        "rounding": _rounding(entry, say),
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


def _rounding(entry: Indicator, say: Callable[[str], str]) -> str:
    """That the producer rounds; and that intervals allow for it, of what has an interval."""
    if not entry.rounding:
        return ""
    has_interval = entry.kind == "share" or entry.base
    return " ".join([say("cards.rounded"), *[say("cards.rounded_intervals")] * bool(has_interval)])


def _hidden(entry: Indicator, basis: Indicator, language: Language) -> str:
    words = entry.disclosure or basis.disclosure
    return words.in_language(language.lang) if words else ""
