"""What a chapter is about, and what it rests on: place and words, sources and cards."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from segnb.report.page.blocks import Gap
from segnb.report.page.indicator_cards import make_card, years_of_card
from segnb.report.page.source_line import by_producer, tables_by_producer
from segnb.report.page.statements import thresholds
from segnb.report.reading.breaks_and_splits import breaks_here
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.reader import Reader
from segnb.report.reading.trail import Trail
from segnb.store import Store
from segnb.vocabulary.areas import LEVELS, Municipality, find_municipality, similar_by_group
from segnb.vocabulary.catalogue import Break
from segnb.vocabulary.i18n import Lang, Language
from segnb.vocabulary.params import Params


@dataclass
class ChapterGrounds:
    """Place, store, words and trail of a chapter; what is shown of them is remembered."""

    chapter: str
    params: Params
    store: Store
    trail: Trail
    read: Reader

    @property
    def language(self) -> Language:
        """Language of the report."""
        return self.trail.language

    @property
    def lang(self) -> Lang:
        """`sv` or `en`."""
        return self.language.lang

    @cached_property
    def place(self) -> Municipality:
        """The municipality."""
        return find_municipality(self.params.municipality)

    def text(self, key: str, /, **values: object) -> str:
        """String of a key; always filled are the municipality's `place` and all thresholds."""
        known = {"place": self.place.name, **thresholds(self.language)}
        return self.language.text(key, **(known | values))

    def level_name(self, level: str) -> str:
        """Level as text calls it: RegSO, DeSO, kommun."""
        return self.text(f"levels.{LEVELS[level].family if level in LEVELS else level}")

    def level_vintage(self, level: str) -> str:
        """Level with its vintage: RegSO 2020."""
        vintage = LEVELS[level].vintage
        return f"{self.level_name(level)}{f' {vintage}' if vintage else ''}"

    def summed_areas(self, level: str, finer: str) -> str:
        """Areas that are shown, and the finer ones (none: empty) that they are sums of."""
        name = self.level_vintage(level)
        if not finer:
            return name
        return self.text("captions.summed", level=name, finer=self.level_vintage(finer))

    @cached_property
    def similar_group(self) -> pd.DataFrame:
        """The official group of similar municipalities, as Kolada publishes it, where held."""
        held = self.store.read_groups(self.place.code)
        return held[held["kind"].str.startswith("similar")]

    @cached_property
    def similar(self) -> list[str]:
        """Similar municipalities: the official group where one is held, else the SKR group."""
        official = list(dict.fromkeys(self.similar_group["member"]))
        return official or similar_by_group(self.place.code)

    @property
    def similar_is_official(self) -> bool:
        """Whether the similar municipalities are the group that Kolada publishes."""
        return not self.similar_group.empty

    def show_similar(self) -> int:
        """Remember that similar municipalities are shown; gives the year of their official group.

        0 where the group is not official, or has no year in its name.
        """
        if not self.similar_is_official:
            return 0
        group = self.similar_group.iloc[0]
        found = re.search(r"\d{4}$", group["title"])
        year = int(found[0]) if found else 0
        self.trail.use_snapshot(group["snapshot"], year)
        return year

    def area_name(self, area: str) -> str:
        """Name of an area; a DeSO, which has none, is called by its RegSO and code."""
        return self.read.area_name(area)

    def shows(self, *held: IndicatorData | Gap, series: bool = False) -> None:
        """Remember what is drawn or said of what was read, for sources and breaks."""
        self.trail.rest_on(self._shown_rows(held, series))

    def _shown_rows(
        self, held: Iterable[IndicatorData | Gap], series: bool
    ) -> list[tuple[IndicatorData, pd.DataFrame]]:
        """Rows of the store behind what is shown: of one year, or of a series of this place."""
        return [
            (one, one.behind(self.place.code or None, series=series))
            for one in held
            if isinstance(one, IndicatorData)
        ]

    def card(self, held: IndicatorData, *, series: bool = False) -> Any:
        """Indicator card of what is shown: of its year, or of all years of a series."""
        rows = self._shown_rows([held], series)
        spans = [span for one, of in rows for span in self._spans(one, of)]
        spans = spans or [held.entry.span(held.year, self.place.county)]
        return make_card(
            held.entry,
            self.language,
            self.read.catalogue,
            level=self.level_vintage(held.level),
            year=years_of_card(spans, self.language),
            lines=self.trail.lines_of(rows),
            breaks=self._breaks(held),
        )

    def _breaks(self, held: IndicatorData) -> list[Break]:
        """Breaks at a level, inside the years for which the municipality has values."""
        found = breaks_here(held.entry, held.level, self.place.code)
        if not found:
            return []
        rows = held.rows[held.rows["value"].notna()]
        if self.place.code and "municipality" in rows:
            rows = rows[rows["municipality"].isin([self.place.code, ""])]
        first, last = rows["year"].min(), rows["year"].max()
        return [one for one in found if first < one.year <= last]

    def source_line(
        self, *shown: IndicatorData | Gap, own: bool = True, series: bool = False
    ) -> str:
        """Line under what is shown: producers, tables, year of reference, area version.

        Parameters
        ----------
        own
            Whether more is computed here than shares and sums, which are told anyway.
        series
            Whether all years of the municipality are shown, not only that of each indicator.
        """
        held = [one for one in shown if isinstance(one, IndicatorData)]
        rows = self._shown_rows(held, series)
        self.trail.rest_on(rows)
        lines = self.trail.lines_of(rows)
        spans = sorted({span for one, of in rows for span in self._spans(one, of)})
        years = self._years_shown(spans, series)
        known = tables_by_producer([one.entry for one in held])
        parts = {"names": by_producer(lines, known), "years": years,
                 "levels": self.language.listing(self._areas_shown(held))}  # fmt: skip
        line = self.text("captions.source", **parts)
        computed = own or any(one.summed_from or one.entry.kind == "share" for one in held)
        return f"{line} {self.text('captions.own_computation')}" if computed else line

    def _areas_shown(self, held: list[IndicatorData]) -> list[str]:
        """Kinds of areas, each once; of which finer ones some are sums of, or all."""
        found: dict[str, dict[str, None]] = {}
        for one in held:
            found.setdefault(one.level, {})[one.summed_from] = None
        return [
            self.text("captions.summed_partly", level=self.level_vintage(level),
                      finer=self.language.listing([self.level_vintage(o) for o in finer if o]))
            if len(finer) > 1 and "" in finer
            else self.language.listing([self.summed_areas(level, one) for one in finer])
            for level, finer in found.items()
        ]  # fmt: skip

    def _spans(self, held: IndicatorData, rows: pd.DataFrame) -> list[tuple[int, int]]:
        """First and last of the years that each value is of."""
        county = "" if held.level == "nation" else self.place.county
        return [held.entry.span(year, county) for year in rows["year"].unique().tolist()]

    def _years_shown(self, years: list[tuple[int, int]], series: bool) -> str:
        """Years of reference: of a series the first and the last, else each."""
        if series and years:
            return self.language.years(years[0][0], max(last for _, last in years))
        return self.language.listing([self.language.years(*span) for span in years])
