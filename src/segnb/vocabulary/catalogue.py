"""The indicator catalogue: what each number is, where it comes from and where its series breaks.

Entries are data (`data/catalogue/*.yml`), read strictly: an unknown key stops the program.
"""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from segnb.vocabulary.areas import DATA, LEVELS
from segnb.vocabulary.errors import UnknownIndicator
from segnb.vocabulary.strict_entries import Strict, read_entries
from segnb.vocabulary.strict_yaml import load, texts_in

Focus = Literal["base", "housing", "education", "labour", "democracy", "crime", "health"]
Dimension = Literal["socioeconomic", "demographic", "ethnic", "none"]
Kind = Literal["counts", "value", "share"]
Unit = Literal[
    "persons", "dwellings", "households", "pupils", "votes", "percent", "tkr", "sek", "days",
    "sek_per_resident", "per_person", "per_1000", "per_100000", "index", "type", "points", "years",
    "number",
]  # fmt: skip

Goal = Annotated[int, Field(ge=1, le=17)]
LATE = 9999
OF_A_VALUE = ("all", "ci_low", "ci_high")  # what a value has for groups: itself and its interval


class Words(Strict):
    """A text in both languages."""

    sv: str
    en: str

    def in_language(self, lang: str) -> str:
        """The text in one of the two."""
        return getattr(self, lang)


@cache
def producers() -> dict[str, dict[str, str]]:
    """Licence and address of what a producer publishes, by producer."""
    return load((DATA / "producers.yml").read_text("utf-8"))


class Source(Strict):
    """Where an indicator comes from, and how a file or an answer of that source is read.

    `dimension` is the producer's label of the variable whose labels are the groups, `groups`
    gives the group of each label, and `fixed` the labels that other variables must have.
    Where the producer gives shares of counts in percent, `share_of` is the indicator that has the
    number of people of each area and year: the counts are then computed from both.
    `contents` are ids of contents (SCB) or titles under which the producer has given the same
    series, and `preliminary` the years whose values the producer has not settled. Licence and
    address are those of the producer (`producers.yml`) unless a source has its own.
    """

    producer: str
    table: str = ""
    contents: tuple[str, ...] = ()
    title: Words | None = None
    licence: str
    url: str = ""
    levels: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    dimension: str = ""
    groups: dict[str, str] = Field(default_factory=dict)
    fixed: dict[str, str] = Field(default_factory=dict)
    share_of: str = ""
    perturbed: bool = False
    preliminary: tuple[int, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _of_the_producer(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            return raw
        shared = producers().get(str(raw.get("producer")), {})
        table = str(raw.get("table", ""))
        return {name: text.format(table=table) for name, text in shared.items()} | raw

    @property
    def name(self) -> Words:
        """Producer with the code of the table, or its title where it has no code."""
        coded = self.table and any(letter.isdigit() for letter in self.table)
        title = None if coded else self.title
        sv, en = (self.table, self.table) if title is None else (title.sv, title.en)
        return Words(sv=f"{self.producer} {sv}".strip(), en=f"{self.producer} {en}".strip())

    @property
    def span(self) -> tuple[int, int]:
        """First and last year, from 0 to `LATE` where it is not bounded."""
        return self.first_year or 0, self.last_year or LATE

    def speaks(self, first: int, last: int) -> bool:
        """Whether it has a year of a span."""
        return self.span[0] <= last and first <= self.span[1]


class Break(Strict):
    """A year from which values cannot be compared with those before it."""

    year: int
    kind: Literal["definition", "source", "population", "areas", "method"]
    text: Words
    levels: tuple[str, ...] = ()


class Indicator(Strict):
    """One entry of the catalogue.

    `counts` are counts by group, `value` one figure an area, and `share` is computed from a
    `counts` entry: of the sum of `numerator` in `denominator` (a leading minus subtracts), or
    from a published percentage `percent` with the number of people `base` that it is a share of.
    A value is of `pooled` years, of which its year is the last, but in counties that are
    `yearly_in`; `not_in` names municipalities (codes) that have no such thing. `rounding` is the
    step of a published share or figure (0.01 for whole per cents), `typical` a usual value in the
    country, and `young` marks what is about children and young people.
    `subject` names the series as that which rises or falls in a sentence: the share of rented
    dwellings.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    focus: Focus
    kind: Kind
    dimension: Dimension = "none"
    label: Words
    short: Words | None = None
    subject: Words | None = None
    definition: Words
    population: Words
    unit: Unit
    decimals: int = 1
    direction: Literal["none", "higher_is_better", "lower_is_better"] = "none"
    typical: float | None = None
    young: bool = False
    groups: dict[str, Words] = Field(default_factory=dict)
    totals: tuple[str, ...] = ()
    of: str = ""
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    numerator_text: Words | None = None
    denominator_text: Words | None = None
    percent: str = ""
    base: str = ""
    rounding: float = 0.0
    pooled: Annotated[int, Field(ge=1)] = 1
    yearly_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    by_sex: bool = False
    levels: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    breaks: tuple[Break, ...] = ()
    reference: str = ""
    goals: tuple[Goal, ...] = ()
    disclosure: Words | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "Indicator":
        if self.kind == "counts" and not self.groups:
            raise ValueError(f"{self.id}: counts need groups")
        if self.kind == "share" and not (self.of and (self.numerator or self.percent)):
            raise ValueError(f"{self.id}: a share needs `of` and a numerator or a percentage")
        if self.kind == "share" and bool(self.numerator) != bool(self.denominator):
            raise ValueError(f"{self.id}: a share of counts needs numerator and denominator")
        named = [self.levels, *(s.levels for s in self.sources), *(b.levels for b in self.breaks)]
        self._only(LEVELS, "levels", [level for levels in named for level in levels])
        known = self.groups or OF_A_VALUE
        bound = [group for source in self.sources for group in source.groups.values()]
        self._only(known, "groups", [*self.totals, *bound])
        return self

    def _only(self, known: Iterable[str], what: str, named: list[str]) -> None:
        unknown = sorted(set(named) - set(known))
        if unknown:
            raise ValueError(f"{self.id}: unknown {what} {unknown}")

    def span(self, year: int, county: str = "") -> tuple[int, int]:
        """First and last of the years that the value of a year is a mean of.

        Examples
        --------
        >>> catalogue()["low_trust"].span(2018)
        (2015, 2018)
        """
        return year - (1 if county in self.yearly_in else self.pooled) + 1, year

    def years_of(self, source: Source) -> tuple[int, int]:
        """First and last year for which a source speaks, where others of its producer do as well.

        Its own years bound it only where another series of the same producer goes on before or
        after it: both may have the years in which they meet, and one of them is right. Where a
        break says that the source changes, none but the new one speaks from then on.
        """
        others = [one for one in self.sources if one.producer == source.producer]
        changes = [found.year for found in self.breaks if found.kind == "source"]
        first, last = source.span
        if all(one.span[0] >= first for one in others):
            first = 0
        if all(one.span[0] <= last for one in others) and last + 1 not in changes:
            last = LATE
        return first, last

    @property
    def name(self) -> Words:
        """The short label where there is one."""
        return self.short or self.label

    @property
    def changing(self) -> Words:
        """What rises or falls, as the subject of a sentence; the name where none is given."""
        return self.subject or self.name


class Catalogue(Strict):
    """All entries, by id."""

    indicators: dict[str, Indicator]

    def __getitem__(self, indicator: str) -> Indicator:
        """Entry with this id; UnknownIndicator where there is none."""
        if indicator not in self.indicators:
            raise UnknownIndicator(
                f"No indicator is called {indicator!r}: `segnb list indicators` names all of them."
            )
        return self.indicators[indicator]

    def of_focus(self, focus: str) -> list[Indicator]:
        """Entries of one focus area, in the catalogue's order."""
        return [entry for entry in self.indicators.values() if entry.focus == focus]

    def of(self, counts: str) -> list[Indicator]:
        """Shares that are computed from a counts entry."""
        return [entry for entry in self.indicators.values() if entry.of == counts]

    def stored(self) -> list[Indicator]:
        """Entries whose observations are held in a store; shares are computed."""
        return [entry for entry in self.indicators.values() if entry.kind != "share"]

    @model_validator(mode="after")
    def _shares_refer_to_counts(self) -> "Catalogue":
        for entry in self.indicators.values():
            for people in (source.share_of for source in entry.sources):
                if people in self.indicators and self.indicators[people].kind != "counts":
                    raise ValueError(f"{entry.id}: `share_of: {people}` is not a counts entry")
            if entry.kind == "share":
                _check_share(entry, self.indicators.get(entry.of))
        return self


def breaks_at(entry: Indicator, level: str) -> tuple[Break, ...]:
    """Breaks of an indicator, or of the counts that it is computed from, that hold at a level."""
    found = entry.breaks or (catalogue()[entry.of].breaks if entry.of else ())
    return tuple(one for one in found if not one.levels or level in one.levels)


def _check_share(entry: Indicator, counts: Indicator | None) -> None:
    if counts is None or counts.kind != "counts":
        raise ValueError(f"{entry.id}: `of: {entry.of}` is not a counts entry")
    named = [*entry.numerator, *entry.denominator, *filter(None, (entry.percent, entry.base))]
    unknown = {name.removeprefix("-") for name in named} - set(counts.groups)
    if unknown:
        raise ValueError(f"{entry.id}: {entry.of} has no groups {sorted(unknown)}")


def read_catalogue(texts: dict[str, str]) -> Catalogue:
    """Catalogue from YAML texts by file name; a fault names its file and entry."""
    twice = "stands twice in the catalogue"
    return Catalogue(indicators=read_entries(Indicator, texts, "id", twice=twice))


@cache
def catalogue() -> Catalogue:
    """The catalogue that the package carries."""
    return read_catalogue(texts_in("catalogue"))
