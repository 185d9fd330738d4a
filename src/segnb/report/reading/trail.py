"""What a chapter has used and what it lacked: the sources, breaks, cards and gaps behind it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from segnb.report.page.blocks import Card, Gap, SourceLine
from segnb.store import Store
from segnb.vocabulary.catalogue import Break, Indicator
from segnb.vocabulary.i18n import Language


@dataclass
class Trail:
    """Memory of one chapter, from which its list of sources is made.

    Attributes
    ----------
    years
        First and last year that were used, by hash of the snapshot.
    """

    store: Store
    language: Language
    years: dict[str, tuple[int, int]] = field(default_factory=dict)
    entries: dict[str, Indicator] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    gaps: dict[str, Gap] = field(default_factory=dict)
    breaks: dict[tuple[str, str], None] = field(default_factory=dict)

    def use(self, entry: Indicator, rows: pd.DataFrame) -> None:
        """Remember that these observations are shown."""
        self.entries[entry.id] = entry
        for sha, years in rows.groupby("snapshot")["year"]:
            first, last = self.years.get(str(sha), (9999, 0))
            self.years[str(sha)] = (min(first, int(years.min())), max(last, int(years.max())))

    def use_snapshot(self, sha: str) -> None:
        """Remember a snapshot that has no year of its own, such as one of polygons."""
        self.years.setdefault(sha, (0, 0))

    def lack(self, gap: Gap) -> Gap:
        """Remember a gap, and give it back."""
        return self.gaps.setdefault(gap.key, gap)

    def cross(self, entry: Indicator, found: Break) -> None:
        """Remember a break in a series that is shown."""
        name, text = (words.in_language(self.language.lang) for words in (entry.name, found.text))
        self.breaks[(f"{name}, {found.year}", text)] = None

    def lines(self, only: Iterable[str] | None = None) -> tuple[SourceLine, ...]:
        """Snapshots that were used, by producer and table; of some hashes only, if given."""
        wanted = self.years if only is None else set(only)
        lines = [self._line(sha, years) for sha, years in self.years.items() if sha in wanted]
        return tuple(sorted(lines, key=lambda line: (line.producer, line.table, line.sha256)))

    def producer(self, sha: str) -> str:
        """Who made a snapshot, in the language of the report."""
        snapshot = self.store.snapshot(sha)
        return self.language.text("captions.own_files") if snapshot.is_own else snapshot.producer

    def _line(self, sha: str, years: tuple[int, int]) -> SourceLine:
        """Line of a snapshot; the hash of an own file would confirm a guess at what is hidden."""
        snapshot = self.store.snapshot(sha)
        return SourceLine(
            producer=self.producer(sha),
            title=(not snapshot.is_own and snapshot.title) or snapshot.name,
            table=snapshot.table,
            years=self.language.years(*years) if years[1] else "",
            retrieved=snapshot.retrieved,
            updated=snapshot.published,
            sha256="" if snapshot.is_own else sha,
            licence=snapshot.licence,
            limits=snapshot.limits_sv if self.language.lang == "sv" else snapshot.limits_en,
            origin=snapshot.origin,
        )
