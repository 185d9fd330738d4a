"""What a chapter has used and what it lacked: the sources, breaks, cards and gaps behind it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from segnb.report.page.blocks import DOCUMENT, Card, Gap, SourceLine
from segnb.report.page.figure_key import ShownFigure
from segnb.report.page.source_line import codes_of, limits_on, years_in_words
from segnb.report.reading.breaks_and_splits import breaks_here
from segnb.report.reading.chapter_figures import figures_of, index_figures
from segnb.report.reading.indicator_data import IndicatorData
from segnb.store import Store
from segnb.vocabulary.catalogue import Break, Indicator
from segnb.vocabulary.i18n import DASH, Language


@dataclass
class Trail:
    """Memory of one chapter, from which its list of sources is made.

    Attributes
    ----------
    place
        Code of the municipality; none in a report on the country.
    years
        First and last of the years that each value used is of, by hash of the snapshot.
    tables
        Codes of what was used of it, where a snapshot holds many tables or key figures.
    tabled
        Sources that come with the program and have no snapshot.
    """

    store: Store
    language: Language
    place: str = ""
    years: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    tables: dict[str, dict[str, None]] = field(default_factory=dict)
    entries: dict[str, Indicator] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    gaps: dict[str, Gap] = field(default_factory=dict)
    breaks: dict[tuple[str, str], None] = field(default_factory=dict)
    figures: dict[str, ShownFigure] = field(default_factory=dict)
    tabled: dict[SourceLine, None] = field(default_factory=dict)
    _followed: dict[int, IndicatorData] = field(default_factory=dict)

    def follow(self, held: IndicatorData, place: str) -> None:
        """Remember the figures of what is read of a municipality, the first time."""
        if id(held) not in self._followed:
            self._followed[id(held)] = held
            self.show(held, place)

    def rest_on(self, shown: Iterable[tuple[IndicatorData, pd.DataFrame]]) -> None:
        """Remember what is drawn or said: of each indicator these rows, and the breaks in them."""
        years: dict[str, list[int]] = {}
        pairs = list(shown)
        for held, rows in pairs:
            self.use(held.entry, rows)
            years.setdefault(held.entry.id, []).extend(rows["year"].unique().tolist())
        for held, _ in pairs:
            first, last = (end(years[held.entry.id], default=0) for end in (min, max))
            for found in breaks_here(held.entry, held.level, self.place):
                if first < found.year <= last:
                    self.cross(held.entry, found)

    def lines_of(
        self, shown: Iterable[tuple[IndicatorData, pd.DataFrame]]
    ) -> tuple[SourceLine, ...]:
        """Snapshots of these rows alone, with the years and tables that are used of them."""
        part = Trail(self.store, self.language)
        part.rest_on(shown)
        return part.lines()

    def use(self, entry: Indicator, rows: pd.DataFrame) -> None:
        """Remember that these observations are shown."""
        self.entries[entry.id] = entry
        years: dict[str, list[int]] = {}
        for sha, year in sorted(
            set(zip(rows["snapshot"].tolist(), rows["year"].tolist(), strict=True))
        ):
            years.setdefault(sha, []).append(year)
        counties = {code[:2] for code in rows["municipality"].unique()}
        for sha, found in years.items():
            spans = {entry.span(year, county) for year in found for county in counties}
            self.years.setdefault(sha, set()).update(spans)
            coded = codes_of(entry, self.store.snapshot(sha).producer, found)
            self.tables.setdefault(sha, {}).update(dict.fromkeys(coded))

    def show(self, held: IndicatorData, place: str) -> None:
        """Remember the figures of what is shown of a municipality."""
        self._keep(figures_of(held, place, self._own_files([held])))

    def show_index(self, held: Iterable[IndicatorData], frame: pd.DataFrame, measure: str) -> None:
        """Remember the values of an index between areas (`shown.index_figures`)."""
        every = tuple(held)
        self._keep(index_figures(every, frame, measure, self._own_files(every)))

    def _keep(self, figures: Iterable[ShownFigure]) -> None:
        for one in figures:
            self.figures.setdefault(one.key, one)

    def _own_files(self, held: Iterable[IndicatorData]) -> set[str]:
        """Hashes of the municipality's own files; no figure tells them, shown or not yet."""
        hashes = {str(sha) for one in held for sha in one.observed["snapshot"].unique()}
        return {sha for sha in hashes if self.store.snapshot(sha).is_own}

    def shown_in(self, chapter: str) -> tuple[ShownFigure, ...]:
        """Figures that have been shown, by their keys."""
        return tuple(replace(one, chapter=chapter) for _, one in sorted(self.figures.items()))

    def use_snapshot(self, sha: str, year: int = 0) -> None:
        """Remember a snapshot without observations, such as one of polygons (which has no year)."""
        self.years.setdefault(sha, {(year, year)} if year else set())

    def use_table(self, producer: str, title: str, year: int) -> None:
        """Remember a table that comes with the program."""
        line = SourceLine(producer, title, "", str(year), "", "", "")
        self.tabled[line] = None

    def use_document(self, cited: str) -> None:
        """Remember a document that is cited (`author, title`) and of which no number is used."""
        author, _, title = cited.partition(", ")
        self.tabled[SourceLine(author, title or DASH, "", "", "", "", "", origin=DOCUMENT)] = None

    def lack(self, gap: Gap) -> Gap:
        """Remember a gap, and give it back."""
        return self.gaps.setdefault(gap.key, gap)

    def cross(self, entry: Indicator, found: Break) -> None:
        """Remember a break in a series that is shown."""
        name, text = (words.in_language(self.language.lang) for words in (entry.name, found.text))
        self.breaks[(f"{name}, {found.year}", text)] = None

    def lines(self) -> tuple[SourceLine, ...]:
        """Snapshots that were used, by producer and table."""
        lines = [self._line(sha, spans) for sha, spans in self.years.items()]
        lines += self.tabled
        return tuple(sorted(lines, key=lambda line: (line.producer, line.table, line.sha256)))

    def producer(self, sha: str) -> str:
        """Who made a snapshot, in the language of the report."""
        snapshot = self.store.snapshot(sha)
        if snapshot.is_own:
            return self.language.text("captions.own_files")
        made_up = Language("sv").text("page.synthetic_tag")  # as the store has it
        return snapshot.producer.replace(made_up, self.language.text("page.synthetic_tag"))

    def _line(self, sha: str, spans: set[tuple[int, int]]) -> SourceLine:
        snapshot = self.store.snapshot(sha)
        return SourceLine(
            producer=self.producer(sha),
            title=(not snapshot.is_own and snapshot.title) or snapshot.name,
            table=snapshot.table or ", ".join(self.tables.get(sha, ())),
            years=years_in_words(spans, self.language),
            retrieved=snapshot.retrieved,
            updated=snapshot.published,
            sha256="" if snapshot.is_own else sha,
            licence=snapshot.licence,
            limits=limits_on(
                snapshot.limits(self.language.lang),
                snapshot.table,
                self.tables.get(sha, ()),
            ),
            origin=snapshot.origin,
        )
