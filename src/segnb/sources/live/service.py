"""What every service has in common: for which places it is asked, its plan, its answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import FORMATS, Context, Format
from segnb.sources.live.answer import Refused
from segnb.sources.live.call import Call
from segnb.vocabulary.areas import find_municipality, municipalities
from segnb.vocabulary.errors import InvalidFile, UnknownArea


@dataclass(frozen=True)
class Scope:
    """The municipalities that are fetched whole, sorted; all of the country where there are none.

    Attributes
    ----------
    codes
        Codes of the municipalities; empty for the whole country.
    """

    codes: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str]) -> "Scope":
        """Scope of municipalities by code or name; one of the demonstration is refused."""
        places = [find_municipality(name) for name in names]
        for place in places:
            if place.synthetic:
                raise UnknownArea(
                    f"{place.name} ({place.code}) is a place of the demonstration: no producer "
                    "has data on it, and its report needs none."
                )
        codes = sorted({place.code for place in places})
        return cls(tuple(codes) if len(codes) < len(municipalities()) else ())

    @property
    def is_country(self) -> bool:
        """Whether everything is fetched."""
        return not self.codes

    @property
    def places(self) -> tuple[str, ...]:
        """Codes of all municipalities in the scope."""
        return self.codes or tuple(municipalities()["code"])


@dataclass(frozen=True)
class Plan:
    """What will be asked of a service.

    Attributes
    ----------
    calls
        Requests that are known beforehand.
    later
        How many more will follow from their answers (pages, tables that are looked up).
    cells
        How many cells those hold.
    then
        Requests that follow when all others have been answered or refused.
    """

    calls: list[Call] = field(default_factory=list)
    later: int = 0
    cells: int = 0
    then: Callable[[], list[Call]] = list


class Service(Protocol):
    """A producer's service."""

    api: str

    def configure(self) -> None:
        """Read the limits of the service, where it tells them."""

    def plan(self, scope: Scope) -> Plan:
        """Requests for everything that the catalogue needs."""

    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """What an answer holds; InvalidFile where it is not what was asked for."""

    def more(self, call: Call, raw: bytes) -> list[Call]:
        """Requests that an answer leads to."""

    def instead(self, call: Call, refused: Refused) -> list[Call] | None:
        """Requests in the place of one that was refused; None if that is seen to already."""


def kind_of(document: Document) -> Format:
    """The format of a document, among those by which files are imported."""
    for kind in FORMATS:
        if kind.recognises(document):
            return kind
    raise InvalidFile(f"{document.name} is of no kind that is known here.")


def recognised(document: Document, context: Context) -> Reading:
    """What a document holds, by the same formats by which files are imported."""
    return kind_of(document).read(document, context)
