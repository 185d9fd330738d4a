"""Published facts and terms: numbers that a report cites, and words that it explains, with sources.

Both are data (`data/facts.yml`, `data/glossary.yml`), read strictly.
"""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from segnb.vocabulary.areas import DATA
from segnb.vocabulary.catalogue import Words
from segnb.vocabulary.i18n import Lang
from segnb.vocabulary.strict_entries import Strict, read_entries

Mark = Literal["seed", "computed", "published", "second_hand"]


class _Sourced(Strict):
    source: Words | str

    def source_in(self, lang: Lang) -> str:
        """The source as a language calls it; that of a name is the same in all."""
        return self.source if isinstance(self.source, str) else self.source.in_language(lang)


class Point(Strict):
    """One number of a fact: of a year, and of a group where the fact has groups."""

    year: int = Field(ge=1900, le=2100)
    value: float
    group: str = ""


class Fact(_Sourced):
    """A published number, or several of the same kind.

    Attributes
    ----------
    mark
        `seed`: one of the five documents says so; `published`: the body named in `source` does;
        `second_hand`: another text says that it does; `computed`: follows from official data.
    points
        The numbers, each of a year and a group at most once.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Words
    unit: str
    mark: Mark
    source: Words | Annotated[str, Field(min_length=3)]
    points: tuple[Point, ...] = Field(min_length=1)
    note: Words | None = None

    @model_validator(mode="after")
    def _each_once(self) -> "Fact":
        keys = [(point.year, point.group) for point in self.points]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self.id}: a year and group stand twice")
        return self

    def at(self, year: int, group: str = "") -> float:
        """The number of a year (and group); a missing one is a fault of the program."""
        return {(point.year, point.group): point.value for point in self.points}[year, group]

    @property
    def value(self) -> float:
        """The only number of a fact that has one."""
        (only,) = self.points
        return only.value


class Term(_Sourced):
    """A word of the glossary; `source` names the document where one defines it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    term: Words
    text: Words
    source: Words | str = ""


def read_facts(text: str) -> dict[str, Fact]:
    """Facts of a YAML text, by id; a fault names its entry."""
    return read_entries(Fact, {"facts.yml": text}, "id")


def read_glossary(text: str) -> dict[str, Term]:
    """Terms of a YAML text, by id; a fault names its entry."""
    return read_entries(Term, {"glossary.yml": text}, "id")


@cache
def facts() -> dict[str, Fact]:
    """The published facts that the package carries."""
    return read_facts((DATA / "facts.yml").read_text(encoding="utf-8"))


@cache
def glossary() -> dict[str, Term]:
    """The terms that the package explains."""
    return read_glossary((DATA / "glossary.yml").read_text(encoding="utf-8"))
