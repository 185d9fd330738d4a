"""For which places data are fetched."""

from collections.abc import Iterable
from dataclasses import dataclass

from segnb.vocabulary.areas import find_municipality, municipalities
from segnb.vocabulary.errors import UnknownArea


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
