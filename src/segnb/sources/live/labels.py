"""From a table with all that several indicators need to what each of them means.

A file that somebody downloads for an indicator holds its total alone where the indicator names no
groups. One answer serves several indicators: for each of them, variables that it does not name
stand at their total, and the contents at those that it knows by code or label.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.formats import Context
from segnb.sources.files.indicator_binding import bind, fits
from segnb.sources.files.jsonstat import labelled_answer
from segnb.sources.files.labelled_table import CONTENTS, LabelledTable, plain
from segnb.sources.live.queries import Query
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


MOST_TOLD = 4  # labels of a table that are named where none of them fits


def trial(
    metadata: Mapping[str, Any], values: Mapping[str, Sequence[str]], table: str, producer: str
) -> LabelledTable:
    """What an answer of a table would look like with one region and one year: all cells are 1.

    Parameters
    ----------
    metadata
        JSON-stat 2 without values.
    values
        Codes that are kept of each variable; a variable that is not named is left out, as one over
        which the producer adds up.
    table, producer
        What the table is called in the catalogue, and whose it is.
    """
    kept = {code: list(values[code]) for code in metadata["id"] if code in values}
    dimension = {code: _only(metadata["dimension"][code], codes) for code, codes in kept.items()}
    sizes = [len(codes) for codes in kept.values()]
    content = dict(metadata) | {
        "id": list(kept), "size": sizes, "dimension": dimension, "value": [1.0] * prod(sizes),
    }  # fmt: skip
    return replace(labelled_answer(content, table), table=table, producer=producer)


def _only(dimension: Mapping[str, Any], codes: Sequence[str]) -> dict[str, Any]:
    labels = dimension["category"].get("label") or {}
    index = {code: place for place, code in enumerate(codes)}
    category = {"index": index, "label": {code: labels.get(code, code) for code in codes}}
    return dict(dimension) | {"category": category}


def served(table: LabelledTable, catalogue: Catalogue) -> dict[str, set[str]]:
    """Groups that a table has labels for, by indicator."""
    found: dict[str, set[str]] = {}
    for part, entries in narrowed(table, catalogue):
        for entry in entries.indicators.values():
            for source in entry.sources:
                found.setdefault(entry.id, set()).update(_groups(part, source))
    return found


def _groups(table: LabelledTable, source: Source) -> set[str]:
    if not source.dimension:
        return {next(iter(source.groups.values()), "all")}
    labels = {plain(label) for label in table.frame[plain(source.dimension)].unique()}
    return {group for label, group in source.groups.items() if plain(label) in labels}


def unresolved(table: LabelledTable, catalogue: Catalogue) -> Iterator[str]:
    """What of each indicator is not found in a table that it is bound to."""
    found = served(table, catalogue)
    for entry in catalogue.stored():
        sources = [s for s in entry.sources
                   if (s.producer, s.table) == (table.producer, table.table)]  # fmt: skip
        if sources and entry.id not in found:
            yield f"nothing of it is read as {entry.id} ({_why(table, sources[-1])})"
        elif sources:
            yield from _missing(entry, sources, found[entry.id])


def _missing(entry: Indicator, sources: Sequence[Source], found: set[str]) -> Iterator[str]:
    by_group: dict[str, list[str]] = {}
    for source in sources:
        for label, group in source.groups.items():
            by_group.setdefault(group, []).append(repr(label))
    for group, labels in by_group.items():
        if group not in found:
            yield f"it has no {' or '.join(labels)} ({entry.id}, {group})"


def _why(table: LabelledTable, source: Source) -> str:
    """The first reason why a source does not fit."""
    for name, label in source.fixed.items():
        if plain(name) not in table.frame:
            return f"it has no variable {name!r}"
        if plain(label) not in _labels(table, name):
            return f"its variable {name!r} has no {label!r}"
    if source.dimension and plain(source.dimension) not in table.frame:
        return f"it has no variable {source.dimension!r}"
    if source.dimension and not _labels(table, source.dimension) & set(map(plain, source.groups)):
        some = sorted(_labels(table, source.dimension))[:MOST_TOLD]
        wanted = " or ".join(map(repr, list(source.groups)[:MOST_TOLD]))
        return f"its {source.dimension!r} has no {wanted}, but {', '.join(map(repr, some))}"
    return f"other variables than expected: {', '.join(table.variables)}"


def _labels(table: LabelledTable, variable: str) -> set[str]:
    return {plain(label) for label in table.frame[plain(variable)].unique()}


def contents_of(query: Query, catalogue: Catalogue) -> set[str]:
    """Labels of the contents that the catalogue expects of a table, in plain form."""
    return {
        plain(label)
        for entry in catalogue.stored()
        for source in entry.sources
        if source.table == query.table
        for label in _contents(source)
    }


def _contents(source: Source) -> tuple[str, ...]:
    if source.dimension == CONTENTS:
        return tuple(source.groups)
    return (source.fixed[CONTENTS],) if CONTENTS in source.fixed else ()
