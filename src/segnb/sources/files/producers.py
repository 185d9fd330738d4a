"""What the catalogue says of a producer: the entries it feeds, and the licence of its data."""

from collections.abc import Iterator

from segnb.vocabulary.catalogue import Catalogue, Indicator, Source


def of_producer(catalogue: Catalogue, producer: str) -> Iterator[tuple[Indicator, Source]]:
    """Stored entries of the catalogue with their sources of one producer."""
    for entry in catalogue.stored():
        for source in entry.sources:
            if source.producer == producer:
                yield entry, source


def licence_of(catalogue: Catalogue, producer: str) -> str:
    """Licence of the data of a producer; empty where the catalogue has none of them."""
    return next((source.licence for _, source in of_producer(catalogue, producer)), "")
