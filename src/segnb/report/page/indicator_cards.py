"""Indicator cards: what a number means, what it is made of, where it comes from and its breaks."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from segnb.report.page.blocks import Card, SourceLine
from segnb.report.page.source_line import codes_of, spans_in, years_in_words
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


YEARS = re.compile(r"[\d–, ]+")
BREAK = re.compile(r"\d{4}: ")
BREAKS = re.compile(r" (?=\d{4}: )")


def one_card_each(cards: Iterable[Card], language: Language) -> tuple[Card, ...]:
    """One card an indicator, with the levels, years, sources and days of all that is shown of it.

    Examples
    --------
    >>> shown = [Card("a", "A", (("Year", year), ("Goals", "4"))) for year in ("2022", "2018")]
    >>> one_card_each(shown, Language("en"))
    (Card(id='a', title='A', rows=(('Year', '2018, 2022'), ('Goals', '4'))),)
    """
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(card.id, []).append(card)
    return tuple(replace(same[0], rows=_joined(same, language)) for same in found.values())


def _joined(cards: Sequence[Card], language: Language) -> tuple[tuple[str, str], ...]:
    fullest = max(cards, key=lambda card: len(card.rows))
    labels = dict.fromkeys(label for card in (fullest, *cards) for label, _ in card.rows)
    texts = {label: [dict(card.rows).get(label, "") for card in cards] for label in labels}
    return tuple((label, _told_once(each, language)) for label, each in texts.items())


def _told_once(texts: Sequence[str], language: Language) -> str:
    """A text of all; where they differ, each part of them once, breaks and years in their order."""
    each = list(dict.fromkeys(filter(None, texts)))
    if len(each) < 2:
        return "".join(each)
    if all(map(BREAK.match, each)):
        return " ".join(sorted({one for text in each for one in BREAKS.split(text)}))
    if all(map(YEARS.fullmatch, each)):
        return years_of_card((span for text in each for span in spans_in(text)), language)
    parts = dict.fromkeys(part for text in each for part in text.split("; "))
    return "; ".join(parts)


def years_of_card(spans: Iterable[tuple[int, int]], language: Language) -> str:
    """Years that have a value: none between them that has none."""
    return years_in_words(spans, language, longest_step=1)


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
