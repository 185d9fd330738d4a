"""The kinds of things that a page of the report is made of.

A block is what a notebook cell shows. It holds words and numbers that are already in the reader's
language, and knows nothing of pages: JupyterLab shows its HTML, and `publish` makes the web page
and the PDF from its structure (`application/vnd.segnb.block+json` in the cell's output).
Text in blocks is plain text; whoever renders it escapes it.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

# Blocks that stand elsewhere are offered here with the others.
from segnb.report.page.block_base import MIME, Block  # noqa: F401
from segnb.report.page.sources_and_gaps import (  # noqa: F401
    DOCUMENT,
    Gap,
    Gaps,
    SourceLine,
    Sources,
    Status,
)

LONGEST_ALT = 300

Certainty = Literal["certain", "likely", "unknown"]
SURENESS: tuple[Certainty, ...] = get_args(Certainty)


@dataclass(frozen=True)
class Opening(Block):
    """The head of a chapter: kicker, the only h1, lead and a line of facts (value, what it is).

    One that is to `collect` gets the message of a bound report as its title, and as `points`
    (anchor, title) the findings that a narrow page names before anything else.
    """

    kicker: str
    title: str
    lead: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    question: str = ""
    collect: bool = False
    points: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Heading(Block):
    """A heading inside a chapter, level 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph(Block):
    """Running text; `lead` is larger, `small` is secondary.

    In a bound report `bound` takes the place of the text, with the newest year of the statistics of
    all chapters at `{year}`: a chapter alone cannot know it.
    """

    text: str
    style: Literal["body", "lead", "small"] = "body"
    bound: str = ""


@dataclass(frozen=True)
class Note(Block):
    """A boxed remark with a bold start: how to read a measure, the movers warning, own words."""

    title: str
    text: str
    style: Literal["how_to_read", "warning", "synthetic", "own_words"] = "how_to_read"


@dataclass(frozen=True)
class Bullets(Block):
    """A list of short statements; one that is to `collect` gets those of a bound report."""

    items: tuple[str, ...]
    title: str = ""
    collect: bool = False
    source: str = ""


@dataclass(frozen=True)
class Boxes(Block):
    """Short lists side by side; those that `collect` are made anew of a bound report's chapters."""

    boxes: tuple[Bullets, ...]
    collect: bool = False


@dataclass(frozen=True)
class Column:
    """Head of a table column; text goes left, numbers go right with their unit in the head."""

    label: str
    align: Literal["left", "right"] = "right"


@dataclass(frozen=True)
class Row:
    """A table row. With fewer cells than columns, the last cell spans the rest.

    `type_number` puts the disc of that area type before the first cell.
    """

    cells: tuple[str, ...]
    style: Literal["normal", "total", "group", "own"] = "normal"
    type_number: int | None = None


@dataclass(frozen=True)
class Data:
    """The numbers behind a figure or table, as written to `data/<name>.csv`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Card:
    """Indicator card: definition, population, source and breaks of one indicator, as rows."""

    id: str
    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table(Block):
    """A table with caption, unit line, rows and notes; the first column holds row headers.

    One that is not `on_paper` stands in the page and the workbook alone.
    """

    key: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    source: str = ""
    notes: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    data: Data | None = None
    on_paper: bool = True


@dataclass(frozen=True)
class Drawing:
    """One drawing of a figure: SVG text, or PNG in base64, with its size in CSS pixels."""

    mime: Literal["image/svg+xml", "image/png"]
    content: str
    width: float
    height: float


@dataclass(frozen=True)
class Figure(Block):
    """A figure, drawn for A4 (a wide screen shows that enlarged) and a phone, with its table twin.

    `legend` names area types (number, label); `beside` is text that stands beside a map. One that
    is not `on_paper` stands in the page alone, and its numbers in the workbook. `lesson` is the
    number of the lesson that shows how it is read.
    """

    key: str
    title: str
    subtitle: str
    alt: str
    source: str
    page: Drawing
    phone: Drawing
    table: Table
    cards: tuple[Card, ...] = ()
    data: Data | None = None
    legend: tuple[tuple[int, str], ...] = ()
    beside: tuple[str, ...] = ()
    half: bool = False
    on_paper: bool = True
    lesson: int = 0

    def __post_init__(self) -> None:
        if not 0 < len(self.alt) <= LONGEST_ALT:
            text = f"figure {self.key}: the alternative text must have 1-{LONGEST_ALT} characters"
            raise ValueError(text)


@dataclass(frozen=True)
class Rule:
    """The rule behind a finding: in words, with the values put in, and the other outcome."""

    id: str
    text: str
    here: str
    otherwise: str
    says_not: str

    @property
    def name(self) -> str:
        """Name of the rule."""
        return self.id.partition(".")[0]

    @property
    def outcome(self) -> str:
        """Its branch that was taken."""
        return [*self.id.split("."), ""][1]


@dataclass(frozen=True)
class Finding(Block):
    """A sentence, its number and its doubt; the rule and the numbers can be unfolded.

    Attributes
    ----------
    plain
        The same in plain words: no name of an index, one number; empty where its rule has none.
    headline
        The same as the message of a whole report; empty where it cannot be that.
    sources
        What it rests on, for the sources of the chapter that tells it; it does not show them.
    on_paper
        Whether it is printed too, where others stand beside it.
    """

    key: str
    number: str
    unit: str
    title: str
    text: str
    certainty: Certainty
    certainty_word: str
    reason: str
    rule: Rule
    numbers: Table | None = None
    plain: str = ""
    headline: str = ""
    sources: tuple[SourceLine, ...] = ()
    on_paper: bool = True


@dataclass(frozen=True)
class Findings(Block):
    """Findings under one heading; those that `collect` are chosen from all of a bound report."""

    title: str
    items: tuple[Finding, ...]
    collect: bool = False


@dataclass(frozen=True)
class Cards(Block):
    """Indicator cards in full; in a bound report the cards of all chapters stand in one place."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Pair(Block):
    """Two blocks that stand beside each other on a wide page."""

    left: Block
    right: Block

    def structure(self) -> dict[str, Any]:
        """Both blocks with their kinds."""
        sides = {"left": self.left.structure(), "right": self.right.structure()}
        return {"block": "Pair", "lang": self.lang, **sides}
