"""What a page says against itself."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from studies.pages.reading import Page

Quotes = Iterator[tuple[str, str]]
Check = Callable[[Page], Quotes]


class Contradiction(NamedTuple):
    """One contradiction: its kind, where it stands, and the words."""

    kind: str
    place: str
    lang: str
    quote: str


def found(page: Page, checks: Iterable[Check]) -> Iterator[Contradiction]:
    """Contradictions of a page; a kind has the name of the function that sees it."""
    for check in checks:
        for where, quote in dict.fromkeys(check(page)):
            yield Contradiction(check.__name__, f"{page.place} {where}", page.lang, quote)
