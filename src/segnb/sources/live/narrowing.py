"""From a table with all that several indicators need to what each of them means.

A file that somebody downloads for an indicator holds its total alone where the indicator names no
groups. One answer serves several indicators: for each of them, variables that it does not name
stand at their total, and the contents at those that it knows by code or label.
"""

from collections.abc import Iterator
from dataclasses import replace

from segnb.sources.files.binding import bind, fits
from segnb.sources.files.formats import Context
from segnb.sources.files.labelled import CONTENTS, LabelledTable, plain
from segnb.sources.files.reading import Reading
from segnb.vocabulary.catalogue import Catalogue, Indicator, Source

TOTALS = ("totalt", "total", "samtliga", "alla", "summa")
Filters = tuple[tuple[str, str], ...]


def bound(table: LabelledTable, context: Context) -> list[Reading]:
    """What an answer holds, for each indicator that it serves; why nothing, if it serves none."""
    found = [
        bind(part, entries, context.regions) for part, entries in narrowed(table, context.catalogue)
    ]
    used = [reading for reading in found if not reading.reason]
    return used or found[:1] or [bind(table, context.catalogue, context.regions)]


def narrowed(
    table: LabelledTable, catalogue: Catalogue
) -> Iterator[tuple[LabelledTable, Catalogue]]:
    """Parts of a table, each with the entries of the catalogue that it serves."""
    found: dict[Filters, dict[str, Indicator]] = {}
    for entry in catalogue.stored():
        for source in entry.sources:
            filters = _filters(table, source) if source.table == table.table else None
            if filters is None or not fits(source, _part(table, filters)):
                continue
            entries = found.setdefault(filters, {})
            held = entries[entry.id].sources if entry.id in entries else ()
            entries[entry.id] = entry.model_copy(update={"sources": (*held, source)})
    for filters, entries in found.items():
        yield _part(table, filters), Catalogue.model_construct(indicators=entries)


def _filters(table: LabelledTable, source: Source) -> Filters | None:
    """The label at which each variable stands that a source does not name; None if none fits."""
    named = {plain(name) for name in source.fixed} | {plain(source.dimension)}
    found = []
    for variable in table.variables:
        if variable in named:
            continue
        labels = [str(label) for label in table.frame[variable].unique()]
        label = _known(table, variable, source, labels) or _total(labels)
        if label is None and (variable != CONTENTS or len(labels) > 1):
            return None
        if label is not None:
            found.append((variable, label))
    return tuple(found)


def _known(table: LabelledTable, variable: str, source: Source, labels: list[str]) -> str | None:
    """Label that the source knows as what it is about, by itself or by its code."""
    known = {plain(name) for name in source.contents}
    has_codes = variable == CONTENTS and len(table.codes) == len(labels)
    pairs = zip(table.codes if has_codes else labels, labels, strict=True)
    return next((label for code, label in pairs if {plain(code), plain(label)} & known), None)


def _total(labels: list[str]) -> str | None:
    """The one label of a total; None where there is none, or several that differ."""
    found = [label for label in labels if plain(label).startswith(TOTALS)]
    exact = [label for label in found if plain(label) in TOTALS]
    chosen = exact or found
    return chosen[0] if len(chosen) == 1 else None


def _part(table: LabelledTable, filters: Filters) -> LabelledTable:
    frame = table.frame
    for variable, label in filters:
        frame = frame[frame[variable] == label].drop(columns=variable)
    return replace(table, frame=frame)
