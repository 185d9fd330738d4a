"""The blocks that tell what a chapter rests on, and what it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from segnb.report.page.block_base import Block
from segnb.report.page.figure_key import ShownFigure

DOCUMENT = "document"  # origin of what is cited and has no data
Status = Literal["missing", "suppressed", "not_applicable"]


@dataclass(frozen=True)
class Gap(Block):
    """Something that is missing, in the place where it would stand, and why.

    `rows` are (label, text): what is missing, why, nearest level, what it does not mean, how it
    can be filled. `status` tells "no data" from "too few to show" and from "does not apply".

    Attributes
    ----------
    where
        Producer and table from which it can be had, each with its address.
    carries
        Whether it says what its chapter is about, and so is more than a line in a table.
    """

    key: str
    title: str
    status: Status
    rows: tuple[tuple[str, str], ...]
    where: tuple[tuple[str, str], ...] = ()
    carries: bool = False


@dataclass(frozen=True)
class Gaps(Block):
    """What a bound chapter lacks, in one table: `heads` are those of what, why and where."""

    title: str
    heads: tuple[str, str, str]
    items: tuple[Gap, ...]


@dataclass(frozen=True)
class SourceLine:
    """One snapshot that a chapter rests on.

    Attributes
    ----------
    years
        Reference period: the years that the values used are about; empty of borders and keys.
    retrieved, updated
        Days of download and of the producer's last update; empty where they are not known.
    limits, origin
        What the data cannot be used for, and how they came: `box` (with segnb), `file`, `fetch`;
        of a text that is cited `document`.
    """

    producer: str
    title: str
    table: str
    years: str
    retrieved: str
    sha256: str
    licence: str
    updated: str = ""
    limits: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Sources(Block):
    """What a chapter rests on and lacks; the one that is to `collect` gets that of all chapters.

    What does not apply is told in its chapter and is no gap of the report.

    `figures` are not shown: they are what the record of the report says of each figure that was
    read; `seen` are the indicators of which a reader sees something. Where the
    findings of a chapter give way to those of the whole report, `besides` is what all else in it
    rests on, and `replaced` says so.
    """

    title: str
    sources: tuple[SourceLine, ...]
    gaps: tuple[Gap, ...] = ()
    breaks: tuple[tuple[str, str], ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    collect: bool = False
    figures: tuple[ShownFigure, ...] = ()
    seen: tuple[str, ...] = ()
    besides: tuple[SourceLine, ...] = ()
    replaced: bool = False
