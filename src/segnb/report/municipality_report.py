"""The report that a chapter is part of: one municipality, one store, one language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from segnb.analysis.statuses import WITH_VALUE
from segnb.report.page.blocks import (
    Block,
    Cards,
    Finding,
    Findings,
    Gap,
    Note,
    Opening,
    Sources,
)
from segnb.report.page.missing_data import make_gap, tables_of
from segnb.report.page.source_line import merged
from segnb.report.page.sources_and_gaps import Status
from segnb.report.page.statements import Statement, make_finding
from segnb.report.reading.chapter_grounds import ChapterGrounds
from segnb.report.reading.chapter_topics import has_topic
from segnb.report.reading.indicator_data import IndicatorData
from segnb.report.reading.levels import OWN, statuses_by_level, vintages
from segnb.report.reading.reader import Reader
from segnb.report.reading.trail import Trail
from segnb.store import Store
from segnb.store.ledger import Ledger, ledger_of
from segnb.vocabulary.areas import LEVELS, find_municipality, is_alone
from segnb.vocabulary.catalogue import Indicator
from segnb.vocabulary.i18n import Language
from segnb.vocabulary.params import make_params

INAPPLICABLE = "inapplicable"
STATUSES: dict[str, Status] = {"suppressed": "suppressed", INAPPLICABLE: "not_applicable"}
FILLED_BY = {  # how a gap is filled, by why it is one
    OWN: "filled_by_own",
    "suppressed": "filled_by_suppressed",
    "blank": "filled_by_blank",
    "held": "filled_by_missing",
    "published": "filled_by_order",
}


@dataclass
class Report(ChapterGrounds):
    """What the cells of a chapter speak to: it gets data, and shows what frames the chapter.

    Made by `Report.make`. Measuring and showing is done by `segnb.views`.
    """

    _shown: dict[str, IndicatorData] = field(default_factory=dict)
    _collected: list[Finding] = field(default_factory=list)

    @classmethod
    def make(cls, chapter: str, store: Store, **settings: Any) -> "Report":
        """Report of a municipality, from a store.

        Parameters
        ----------
        chapter
            Name of the chapter; its words are under `chapters.<name>` in the strings.
        store
            What `open_store` gives.
        settings
            Settings as in a params file; InvalidParams where one is unknown or does not fit.
        """
        params = make_params(**settings)
        language = Language(params.lang)
        place = find_municipality(params.municipality)
        if is_alone(place):  # its county is no comparison
            others = [one for one in params.compare_with if one != "county"]
            params = params.model_copy(update={"compare_with": tuple(others)})
        key = ("reader", store.path, place.code, params.year, params.threshold)
        ledger = ledger_of(store) or Ledger()
        reader = ledger.once(
            key, lambda: Reader(store, place, params.year, threshold=params.threshold)
        )
        return cls(chapter, params, store, Trail(store, language, place.code), reader)

    # -- get

    def get(self, indicator: str, family: str = "municipality", **how: Any) -> IndicatorData | Gap:
        """Indicator at the latest year of a level, or the gap that stands in its place.

        Parameters
        ----------
        indicator
            Id in the catalogue.
        family
            `deso`, `regso`, `municipality`, `county`, `nation`, `district`, `school` or `areas`
            (the level that the settings name).
        how
            `year`, `everywhere`, `sex`, as in `Reader.held`.
        """
        family = self.params.areas if family == "areas" else family
        found = self.read.held(indicator, family, **how)
        if found is None:
            return self.gap_of(indicator, family)
        self.use(found)
        return found

    def use(self, held: IndicatorData) -> IndicatorData:
        """Remember that something is read to be shown, for cards and the record of figures."""
        self._shown[held.entry.id] = held
        self.trail.follow(held, self.place.code)
        if not self.language.has(f"{self.chapter}.title"):
            self.shows(held, series=True)  # what a chapter of one's own draws is not known
        return held

    def gap_of(self, indicator: str, family: str) -> Gap:
        """Gap for an indicator that is not held at a level, with the nearest level that is."""
        entry = self.read.catalogue[indicator]
        name, level = entry.name.in_language(self.lang), self.level_name(family)
        nearest = [f for f in ("deso", "regso", "municipality", "county", "nation")
                   if f != family and self.read.held(indicator, f) is not None]  # fmt: skip
        words = self.text("gaps.nearest", levels=self.language.listing(
            [self.level_name(f) for f in nearest])) if nearest else ""  # fmt: skip
        kind = self.lack_of(entry, family)
        status = STATUSES.get(kind, "missing")
        return self.gap(
            f"{indicator}_{family}", self.text("gaps.at_level", what=name, level=level),
            self.text(f"gaps.why_not_{kind}", level=level), status=status,
            nearest=words,
            filled_by="" if kind == INAPPLICABLE else self.text(f"gaps.{FILLED_BY[kind]}"),
            where=tables_of(entry, self._basis(entry), family, self.lang) if kind == "held" else (),
        )  # fmt: skip

    def lack_of(self, entry: Indicator, family: str) -> str:
        """Why there is no value at a level.

        Returns
        -------
        str
            `inapplicable` (there is no such thing here), `suppressed` (the producer withholds it),
            `blank` (it gives none), `held` (it has it and the data have not), `published` (nobody
            has it); `own` of the municipality's own areas.
        """
        if self.place.code in self._basis(entry).not_in:
            return INAPPLICABLE
        if family == OWN:
            return OWN
        given = self._given(entry, family)
        if given and not given & set(WITH_VALUE):
            return "suppressed" if "suppressed" in given else "blank"
        published = entry.levels or self._basis(entry).levels
        exists = any(LEVELS[one].family == family for one in published)
        return "held" if exists else "published"

    def _given(self, entry: Indicator, family: str) -> set[str]:
        """Statuses of the published figures of the municipality at a level."""
        if entry.kind != "value":
            return set()
        found = self.read.once(
            ("statuses", entry.id), lambda: statuses_by_level(self.read.mine(entry))
        )
        return set().union(*(found.get(level, set()) for level in vintages(family)))

    def gap(self, key: str, what: str, why: str, **more: Any) -> Gap:
        """Gap that the chapter states, remembered for the manifest."""
        return self.trail.lack(make_gap(self.language, key, what, why, **more))

    def _basis(self, entry: Indicator) -> Indicator:
        return self.read.catalogue[entry.of] if entry.of else entry

    # -- what frames a chapter

    def opening(
        self,
        *lead: Finding | str | Gap | None,
        title: str = "",
        question: str = "",
        facts: Iterable[Any] = (),
        collect: bool = False,
    ) -> Opening:
        """Head of the chapter; its lead is what the findings say, else the chapter's own words.

        Parameters
        ----------
        title, question
            Words of a chapter of one's own; the report's chapters have theirs in the strings.
        collect
            Let the title be the message of a bound report.
        """
        said = tuple(
            filter(None, (_sentence(one) for one in lead if isinstance(one, Finding | str)))
        )
        return Opening(
            kicker=self._own("kicker", self.place.name),
            title=title or self._own("title", self.chapter.replace("_", " ").capitalize()),
            lead=tuple(filter(None, said or [self._own("lead", "")])),
            facts=tuple(facts),
            question=question or self._own("question", ""),
            collect=collect,
            lang=self.lang,
        )

    def _own(self, part: str, otherwise: str) -> str:
        """What the strings say of this chapter; of a chapter of one's own they say nothing.

        Where the municipality has nothing of what the chapter asks about, it is `bare`.
        """
        bare = f"{self.chapter}.bare.{part}"
        if self.language.has(bare) and not has_topic(self.read, self.chapter):
            return self.text(bare)
        return self.language.text_or(otherwise, f"{self.chapter}.{part}", place=self.place.name)

    def note(self, key: str, style: str = "how_to_read", **values: object) -> Note:
        """Boxed remark: how to read a measure, the movers warning, and which lesson shows it."""
        title, text = (self.text(f"notes.{key}.{part}", **values) for part in ("title", "text"))
        text = f"{text} {self.language.text_or('', f'notes.{key}.lesson')}".rstrip()
        return Note(title, text, style, lang=self.lang)  # type: ignore[arg-type]

    def say(self, statement: Statement | Gap | None) -> Finding | Gap | None:
        """Finding of a statement; nothing where its rule is switched off."""
        if not isinstance(statement, Statement):
            return statement
        if statement.rule in self.params.rules_off:
            return None
        self.shows(*statement.held, series=statement.series)
        return self._finding(statement)

    def _finding(self, statement: Statement) -> Finding | None:
        """Finding with what it rests on; nothing where its rule is switched off."""
        if statement.rule in self.params.rules_off:
            return None
        rows = self._shown_rows(statement.held, statement.series)
        finding = make_finding(statement, self.language, self.place.name)
        return replace(finding, sources=self.trail.lines_of(rows))

    def findings(
        self, *statements: Statement | Gap | None, collect: bool = False
    ) -> Findings | None:
        """Findings under one heading; nothing where there are none.

        Those that are to `collect` become, in a bound report, the six that a council is told.
        """
        say = self._finding if collect else self.say
        said = [say(one) for one in statements if isinstance(one, Statement)]
        made = tuple(one for one in said if isinstance(one, Finding))
        self._collected += made if collect else ()
        title = self.text("findings.heading", count=len(made))
        return Findings(title, made, collect, lang=self.lang) if made else None

    def own_words(self) -> Note | None:
        """The municipality's own comment on this chapter, shown as its own."""
        comments: Mapping[str, str] = getattr(self.params, "comments", None) or {}
        text = own_text(comments.get(self.chapter, ""))
        title = self.text("notes.own_words.title")
        return Note(title, text, "own_words", lang=self.lang) if text else None

    def cards(self) -> Cards:
        """Cards of all that the chapter shows; those of a bound report stand in one place."""
        made = tuple(self.card(held) for held in self._shown.values())
        return Cards(self.text("cards.heading"), made, lang=self.lang)

    def sources(self, *, collect: bool = False) -> Block | None:
        """What the chapter rests on and what it lacks; nothing where it has neither."""
        trail = self.trail
        if not (collect or trail.lines() or trail.gaps or trail.breaks):
            return None
        collected = (line for one in self._collected for line in one.sources)
        return Sources(
            title=self.text("page.sources_all" if collect else "page.sources"),
            sources=merged((*trail.lines(), *collected), self.language),
            besides=trail.lines(),
            replaced=bool(self._collected),
            gaps=tuple(self.trail.gaps.values()),
            breaks=tuple(self.trail.breaks),
            figures=trail.shown_in(self.chapter),
            seen=tuple(sorted(trail.entries)),
            collect=collect,
            lang=self.lang,
        )


def _sentence(part: Finding | str) -> str:
    """What a lead says of a finding: its title, for the chapter tells the rest once."""
    return part if isinstance(part, str) else f"{part.title}."


def own_text(text: str) -> str:
    """Words of the municipality: as given, or what is in the Markdown file that is named."""
    if text.endswith(".md") and Path(text).is_file():
        return Path(text).read_text(encoding="utf-8").strip()
    return text.strip()
