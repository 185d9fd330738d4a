"""Chapters bound into one document: every figure, table, finding and gap gets its number.

Both the page and the PDF are written from what this gives, so they cannot differ in numbering.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode

from segnb.publish.council_findings import CouncilFinding, chosen, collected
from segnb.publish.data_files import Dataset
from segnb.publish.numbering import MIME, Numbering, number_chapter
from segnb.publish.same_headings import tell_apart
from segnb.report.focus_areas.global_goals import GOALS, goal_rows
from segnb.report.page.block_html import Words
from segnb.report.page.blocks import (
    Block,
    Boxes,
    Card,
    Cards,
    Finding,
    Gap,
    Gaps,
    Note,
    Opening,
    Paragraph,
    SourceLine,
    Sources,
    Table,
)
from segnb.report.page.certainty_boxes import overview, quoted
from segnb.report.page.figure_key import ShownFigure
from segnb.report.page.indicator_cards import one_card_each
from segnb.report.page.numbered_block import NumberedBlock
from segnb.report.page.source_line import merged
from segnb.vocabulary.areas import Municipality, ascii_name
from segnb.vocabulary.i18n import Language

__all__ = ["MIME", "Chapter", "Document", "bind"]


@dataclass
class Chapter:
    """A chapter of a document.

    Attributes
    ----------
    name
        Name in the params file.
    label
        What lists of chapters call it; `title` is the heading on the page.
    notebook
        Cells to show, each output replaced by the number of its part in `parts`.
    """

    name: str
    anchor: str
    label: str
    title: str
    notebook: NotebookNode
    parts: list[NumberedBlock]


@dataclass
class Document:
    """A whole report: its chapters, and what has been gathered from all of them."""

    language: Language
    municipality: Municipality
    chapters: list[Chapter]
    cards: tuple[Card, ...] = ()
    findings: list[NumberedBlock] = field(default_factory=list)
    figures: list[NumberedBlock] = field(default_factory=list)
    gaps: tuple[Gap, ...] = ()
    breaks: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceLine, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    shown: tuple[ShownFigure, ...] = ()
    seen: frozenset[str] = frozenset()
    warnings: list[str] = field(default_factory=list)
    kind: str = "report"
    lessons: str = ""

    @property
    def words(self) -> Words:
        """Strings of page furniture."""
        return Words(self.language)

    @property
    def name(self) -> str:
        """Name of the municipality."""
        return self.municipality.name

    @property
    def synthetic(self) -> bool:
        """Whether the municipality is one of the demonstration."""
        return self.municipality.synthetic

    @property
    def place(self) -> str:
        """Municipality with its code, as headers name it."""
        if not self.municipality.code:
            return self.name
        key = "place_demo" if self.synthetic else "place"
        return self.words(key, name=self.name, code=self.municipality.code)

    @property
    def title(self) -> str:
        """Title of the whole document."""
        return self._of_kind("title", name=self.name)

    @property
    def head(self) -> str:
        """What the document is, as the band over the page says it."""
        return self._of_kind("report")

    @property
    def head_short(self) -> str:
        """The same on a narrow page."""
        return self._of_kind("report_short")

    @property
    def running(self) -> str:
        """What the document is and whom it is about, as lists of chapters are headed."""
        return self._of_kind("report_of", place=self.name)

    def _of_kind(self, key: str, **values: str) -> str:
        """Words of a kind of document: the report's own, or those of another page."""
        return self.words(key if self.kind == "report" else f"kinds.{self.kind}.{key}", **values)

    @property
    def date(self) -> str:
        """Newest day on which a source was downloaded or updated, of those that are known."""
        days = [day for s in self.sources for day in (s.retrieved, s.updated)]
        return max((d for d in days if re.fullmatch(r"\d{4}-\d\d-\d\d", d)), default="")

    @property
    def year(self) -> str:
        """Newest year that the statistics are about: their reference period, not a day of files."""
        years = re.findall(r"\b(?:19|20)\d\d\b", " ".join(s.years for s in self.sources))
        return max(years, default="")

    @property
    def foot(self) -> str:
        """Line under the document: the newest year of its statistics, and what made it."""
        from segnb import __version__

        made = self.words("made_by", version=__version__)
        return f"{self.words('made_of', year=self.year)} {made}" if self.year else made


def bind(
    chapters: Sequence[tuple[str, NotebookNode]],
    municipality: Municipality,
    language: Language,
    kind: str = "report",
) -> Document:
    """Document of notebooks that have been run.

    Parameters
    ----------
    chapters
        Name and notebook of each chapter, in the order of the report.
    kind
        `report`, or a page of another kind, whose words are under `page.kinds`.
    """
    numbering = Numbering(language)
    bound: list[Chapter] = []
    for position, (name, notebook) in enumerate(chapters):
        anchor = f"chapter-{position + 1}-{ascii_name(name)}"
        numbering.counts["Sources"] = position  # numbered as their chapter is
        shown = number_chapter(notebook, name, anchor, 1 if position == 0 else 2, numbering)
        label = language.text(key) if language.has(key := f"page.chapter.{name}") else shown.title
        bound.append(Chapter(name, anchor, label, shown.title, shown.notebook, shown.parts))
    document = Document(language, municipality, bound, warnings=numbering.warnings, kind=kind)
    _tell_first(document)
    _tell_notes_once(document)
    _gather(document)
    for chapter in document.chapters:
        chapter.parts = [_collected(part, document) for part in chapter.parts]
    labelled = ((chapter.label, chapter.parts) for chapter in document.chapters)
    for chapter, parts in zip(bound, tell_apart(labelled, document.words), strict=True):
        chapter.parts = parts
    document.datasets = tuple(numbering.datasets)
    return document


def every_part(document: Document) -> Iterable[NumberedBlock]:
    """All placed blocks of a document, those inside others too."""
    for chapter in document.chapters:
        for part in chapter.parts:
            yield from _within(part)


def _within(part: NumberedBlock) -> Iterable[NumberedBlock]:
    yield part
    for inside in part.parts:
        yield from _within(inside)


def _tell_first(document: Document) -> None:
    """Let the summary tell what a council is told first, and its title be the message."""
    told = [
        CouncilFinding(chapter.name, chapter.label, part)
        for chapter in document.chapters
        for top in chapter.parts
        for part in _within(top)
        if isinstance(part.block, Finding)
    ]
    six = chosen(told)
    for chapter in document.chapters:
        chapter.parts = [collected(part, six, document.language) for part in chapter.parts]
        opening = (p.block.title for p in chapter.parts if isinstance(p.block, Opening))
        chapter.title = next(opening, chapter.title)


def _tell_notes_once(document: Document) -> None:
    """Mark notes that an earlier chapter has told in the same words."""
    told: set[Block] = set()
    for chapter in document.chapters:
        for at, part in enumerate(chapter.parts):
            if isinstance(part.block, Note):
                chapter.parts[at] = replace(part, repeated=part.block in told)
                told.add(part.block)


def _gather(document: Document) -> None:
    parts = list(every_part(document))
    sources = [part.block for part in parts if isinstance(part.block, Sources)]
    lines = [line for block in sources for line in block.sources]
    cards = [card for part in parts for card in getattr(part.block, "cards", ())]
    document.cards = one_card_each(cards, document.language)
    said = [part for part in parts if isinstance(part.block, Finding)]
    document.findings = [part for part in said if not part.told_at[0]]
    document.figures = [part for part in parts if part.kind == "Figure"]
    document.gaps = tuple({gap.key: gap for part in parts for gap in _gaps_of(part)}.values())
    document.breaks = tuple(dict.fromkeys(b for block in sources for b in block.breaks))
    document.sources = merged(lines, document.language)
    every = (one for block in sources for one in block.figures)
    document.seen = frozenset(name for block in sources for name in block.seen)
    document.shown = tuple({one.key: one for one in reversed(list(every))}.values())


def _gaps_of(part: NumberedBlock) -> tuple[Gap, ...]:
    block = part.block
    if isinstance(block, Gap):
        return (block,)
    return block.items if isinstance(block, Gaps) else getattr(block, "gaps", ())


def _findings_of(document: Document) -> list[Finding]:
    return [part.block for part in document.findings]  # type: ignore[misc]


def _collected(part: NumberedBlock, document: Document) -> NumberedBlock:
    block = part.block
    if isinstance(block, Cards):
        return replace(part, block=replace(block, cards=document.cards), anchor="cards")
    if isinstance(block, Paragraph) and block.bound and document.year:
        text = block.bound.replace("{year}", document.year)
        return replace(part, block=replace(block, text=text, bound=""))
    if isinstance(block, Table) and block.key == GOALS:
        rows = goal_rows(document.language, document.seen)
        return replace(part, block=replace(block, rows=rows))
    if isinstance(block, Boxes) and block.collect:
        return replace(
            part, block=overview(document.language, _findings_of(document), document.gaps)
        )
    if isinstance(block, Sources) and block.collect:
        missing = tuple(gap for gap in document.gaps if gap.status != "not_applicable")
        everything = replace(block, sources=document.sources, gaps=missing, breaks=document.breaks)
        return replace(part, block=everything)
    if isinstance(block, Sources) and block.replaced:
        more = (line for one in quoted(_findings_of(document)) for line in one.sources)
        lines = merged((*block.sources, *more), document.language)
        return replace(part, block=replace(block, sources=lines))
    if isinstance(block, Sources) and not (block.sources or block.breaks):
        return replace(part, repeated=True)  # its gaps stand in the table above it
    return part
