"""What is asked of a service: which tables, for which places, and what its answers are.

How each table is asked for is data (`vocabulary/data/queries/*.yml`), one entry a table. Which
indicators it serves stands in the catalogue, and what is read from an answer is told there by
labels; a query only says which variables a table has and which of their values to ask.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import prod
from typing import Literal

from pydantic import Field, model_validator

from segnb.sources.files.file_contents import Reading
from segnb.sources.files.file_type import Document
from segnb.sources.files.formats import FORMATS, Context, Format
from segnb.sources.live.answer_faults import Refused
from segnb.sources.live.http_requests import Call
from segnb.vocabulary.areas import LEVELS, find_municipality, municipalities
from segnb.vocabulary.errors import InvalidFile, UnknownArea
from segnb.vocabulary.strict_entries import Strict, read_entries
from segnb.vocabulary.strict_yaml import texts_in

REGION, CONTENTS, TIME = "Region", "ContentsCode", "Tid"  # variables of SCB's tables
Api = Literal["scb", "folkhalsa", "files", "skolverket"]


class Values(Strict):
    """Which values of a variable are asked for, and how many they are.

    Codes and expressions (`*`, `2?`) may be mixed; a bare list of codes counts itself.
    """

    ask: tuple[str, ...]
    size: int = 0
    codelist: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, given: object) -> object:
        return {"ask": given} if isinstance(given, list) else given

    @model_validator(mode="after")
    def _is_counted(self) -> "Values":
        if any("*" in code or "?" in code for code in self.ask) and not self.size:
            raise ValueError(f"{self.ask} needs the number of its values (size)")
        return self

    @property
    def number(self) -> int:
        """How many values these are."""
        return max(self.size or len(self.ask), 1)


class Query(Strict):
    """One table.

    Attributes
    ----------
    levels
        Levels whose areas are in its variable `Region`; a DeSO or RegSO of 2025 has a suffix.
    years
        First and last year known to be in it; newer ones are asked for as well, unless `ended`.
    every
        Years between two periods.
    select
        What is asked of every other variable than `Region`, `ContentsCode` and `Tid`.
    contents
        How many contents it has; all are asked for, and told apart by their Swedish labels.
    cross_section
        Whether the latest year of the whole country comes with a single municipality.
    country_only
        Whether it is asked for with the whole country alone, to keep other fetches short.
    newest
        How many years that cross-section has.
    narrowed
        Variables of which fewer values are asked for in that cross-section.
    coarse
        Variables of which fewer values are asked for a city so large that it would take many
        requests otherwise.
    find
        Words by which the table is searched for, where its id is not known or no longer there;
        `table` is then the name that the catalogue has for it.
    like
        Words that the title of such a table must have.
    id
        Id of the table in the service, where it is not `table`.
    path
        Folder and file of a table of Folkhälsodata, a report of Skolverket, or address of a file.
    page
        Site on which a person finds the file, and the words to search for there.
    suffixes
        What the codes of areas of a level end with in this table, where it is not the usual.
    published
        Months after the end of a year in which its figures are published; less than 0 before it.
    """

    api: Api = "scb"
    table: str
    title: str
    levels: tuple[str, ...] = ()
    years: tuple[int, int] = (0, 0)
    ended: bool = False
    every: int = 1
    select: dict[str, Values] = Field(default_factory=dict)
    contents: int = 1
    cross_section: bool = False
    newest: int = Field(default=1, ge=1)
    narrowed: dict[str, Values] = Field(default_factory=dict)
    coarse: dict[str, Values] = Field(default_factory=dict)
    country_only: bool = False
    published: int = 6
    find: str = ""
    like: tuple[str, ...] = ()
    id: str = ""
    path: str = ""
    page: tuple[str, str] = ("", "")
    suffixes: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_whole(self) -> "Query":
        unknown = set(self.levels) - set(LEVELS)
        if unknown:
            raise ValueError(f"{self.table}: unknown levels {sorted(unknown)}")
        if not self.years[0] <= self.years[1]:
            raise ValueError(f"{self.table}: its last year comes before its first")
        return self

    @property
    def is_sought(self) -> bool:
        """Whether its id is not known, so that it has to be searched for."""
        return bool(self.find) and not self.id

    @property
    def words(self) -> str:
        """Words by which the table is searched for: those given, or the longest of its title."""
        return self.find or max(re.findall(r"[^\W\d]+", self.title), key=len)

    @property
    def periods(self) -> tuple[int, ...]:
        """Years known to be in the table."""
        return tuple(range(self.years[0], self.years[1] + 1, self.every))

    @property
    def width(self) -> int:
        """Cells of one area in one year."""
        return self.width_of(self.select)

    def width_of(self, select: dict[str, Values]) -> int:
        """Cells of one area in one year, for these values of the variables."""
        return self.contents * prod(values.number for values in select.values())


def read_queries(texts: dict[str, str]) -> tuple[Query, ...]:
    """Queries from YAML texts by file name; a fault names its file and table."""
    found = read_entries(Query, texts, "api", "table", twice="is asked for twice")
    return tuple(found.values())


@cache
def queries() -> tuple[Query, ...]:
    """The queries that the package carries."""
    return read_queries(texts_in("queries"))


def of_api(api: str, asked: Iterable[Query] | None = None) -> list[Query]:
    """Queries of one service."""
    return [query for query in (queries() if asked is None else asked) if query.api == api]


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


class Service(ABC):
    """A producer's service; most tell no limit, and lead from no answer to another request."""

    api: str

    def configure(self) -> None:  # noqa: B027
        """Read the limits of the service, where it tells them."""

    @abstractmethod
    def plan(self, scope: Scope) -> Plan:
        """Requests for everything that the catalogue needs."""

    @abstractmethod
    def readings(self, call: Call, raw: bytes, context: Context) -> Sequence[Reading]:
        """What an answer holds; InvalidFile where it is not what was asked for."""

    def more(self, call: Call, raw: bytes) -> list[Call]:  # noqa: ARG002
        """Requests that an answer leads to."""
        return []

    def instead(self, call: Call, refused: Refused) -> list[Call] | None:  # noqa: ARG002
        """Requests in the place of one that was refused; None if that is seen to already."""
        return []


def kind_of(document: Document) -> Format:
    """The format of a document, among those by which files are imported."""
    for kind in FORMATS:
        if kind.recognises(document):
            return kind
    raise InvalidFile(f"{document.name} is of no kind that is known here.")


def recognised(document: Document, context: Context) -> Reading:
    """What a document holds, by the same formats by which files are imported."""
    return kind_of(document).read(document, context)
