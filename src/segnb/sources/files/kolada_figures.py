"""Kolada's list of key figures: titles change while ids stay, and that is told."""

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.kolada_answers import entries
from segnb.sources.files.labelled_table import plain
from segnb.sources.files.producers import licence_of, of_producer
from segnb.store import Store
from segnb.vocabulary.catalogue import Catalogue

TITLE = "Förteckning över nyckeltal i Kolada"


def read_figures(document: Document, catalogue: Catalogue, store: Store) -> Reading:
    """Titles of key figures, held against the catalogue and against older lists in the store."""
    now = _titles(document)
    notes = [f"{len(now)} key figures.", *_against_catalogue(now, catalogue)]
    for name, before in older_lists(store):
        if before != now:
            notes += _changes(now, before, name)
    return Reading(
        taken_as="Kolada: list of key figures",
        producer="Kolada",
        title=TITLE,
        licence=licence_of(catalogue, "Kolada"),
        notes=notes,
    )


def held_titles(store: Store) -> dict[str, str]:
    """Key figure by title, in plain form, of the lists in the store; the newest holds."""
    found: dict[str, str] = {}
    for _, titles in older_lists(store):
        found |= {plain(title): figure for figure, title in titles.items()}
    return found


def older_lists(store: Store) -> list[tuple[str, dict[str, str]]]:
    """Name and titles of each list of key figures in the store, oldest first."""
    held = store.snapshots()
    lists = held[held["title"] == TITLE]
    return [
        (name, _titles(Document.of(store.raw(sha), name)))
        for sha, name in zip(lists["sha256"], lists["name"], strict=True)
    ]


def _titles(document: Document) -> dict[str, str]:
    frame = entries(document)[["id", "title"]].astype("str")
    return dict(frame.itertuples(index=False, name=None))


def _against_catalogue(now: dict[str, str], catalogue: Catalogue) -> list[str]:
    """Titles that are none of those that the catalogue knows for the same key figure."""
    notes = []
    for _, source in of_producer(catalogue, "Kolada"):
        known = [*source.contents, *([source.title.sv] if source.title else [])]
        title = now.get(source.table)
        if title and known and plain(title) not in {plain(name) for name in known}:
            notes.append(f"{source.table} is called {title!r} here and {known[0]!r} in the "
                         "catalogue: check that it is the same measure.")  # fmt: skip
    return list(dict.fromkeys(notes))


def _changes(now: dict[str, str], before: dict[str, str], name: str) -> list[str]:
    other = [
        f"{figure} ({before[figure]!r}, here {now[figure]!r})"
        for figure in sorted(set(now) & set(before))
        if plain(now[figure]) != plain(before[figure])
    ]
    if not other:
        return []
    more = ", …" if len(other) > 5 else ""
    return [f"{len(other)} titles differ from {name}: {', '.join(other[:5])}{more}."]
