"""Gaps as values: what is missing is shown in the place where it would stand, and why."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from segnb.report.page.blocks import Gap, Status
from segnb.vocabulary.areas import LEVELS
from segnb.vocabulary.catalogue import Indicator, Source
from segnb.vocabulary.i18n import Language

R = TypeVar("R")
Places = tuple[tuple[str, str], ...]
ROWS = ("what", "why", "nearest", "not_meant", "filled_by")


def make_gap(
    language: Language,
    key: str,
    what: str,
    why: str,
    *,
    status: Status = "missing",
    where: tuple[tuple[str, str], ...] = (),
    carries: bool = False,
    **rows: str,
) -> Gap:
    """Card of something that is missing.

    Parameters
    ----------
    key
        Name in the manifest; one gap has one key in all chapters.
    what
        What is missing, as it would follow the heading "Uppgift saknas:".
    why
        The reason, one sentence.
    where, carries
        As in the block.
    rows
        `nearest` (nearest level that is held), `not_meant` and `filled_by`, where the usual
        sentences do not fit.
    """
    say = language.text
    usual = {"what": what[:1].upper() + what[1:], "why": why, "nearest": say("gaps.nearest_none")}
    usual |= {row: say(f"gaps.{row}_{status}") for row in ("not_meant", "filled_by")}
    texts = usual | {row: text for row, text in rows.items() if text}
    shown = ("why",) if status == "not_applicable" else ROWS  # its title says what
    return Gap(
        key=key,
        title=say(f"gaps.title_{status}", what=what),
        status=status,
        rows=tuple((say(f"gaps.label_{row}"), texts[row]) for row in shown),
        where=where,
        carries=carries,
        lang=language.lang,
    )


def tables_of(entry: Indicator, basis: Indicator, family: str, lang: str) -> Places:
    """Names and addresses of the tables in which the catalogue has an indicator at a level.

    Parameters
    ----------
    basis
        The counts of a share, or the indicator itself.
    """
    return named_tables(sources_at(entry, basis, family), lang)


def named_tables(sources: Iterable[Source], lang: str) -> Places:
    """Names and addresses of tables, each once."""
    return tuple({one.name.in_language(lang): one.url for one in sources}.items())


def sources_at(entry: Indicator, basis: Indicator, family: str) -> list[Source]:
    """Sources that have an indicator at a level; those of its counts where it has none itself."""
    return [
        source
        for source in entry.sources or basis.sources
        for levels in [source.levels or entry.levels or basis.levels]
        if any(LEVELS[level].family == family for level in levels)
    ]


def passing_gaps(function: Callable[..., R]) -> Callable[..., R | Gap]:
    """Let a function give back the first gap among its arguments instead of computing with it."""

    @wraps(function)
    def passing(*arguments: Any, **named: Any) -> R | Gap:
        for argument in (*arguments, *named.values()):
            if isinstance(argument, Gap):
                return argument
        return function(*arguments, **named)

    return passing


def gaps_by_reason(gaps: Iterable[Gap]) -> dict[str, list[tuple[str, Places]]]:
    """What is missing and where it can be had, each reason once and in it each place once.

    A place is a name and its address; without an address it is how the gap can be filled.
    """
    found: dict[str, dict[Places, list[str]]] = {}
    for gap in gaps:
        texts = [text for _, text in gap.rows]
        why, filled = (texts[1], texts[-1]) if len(texts) > 1 else (texts[0], "")
        what = gap.title.partition(": ")[2] or gap.title
        places = gap.where or ((filled, ""),)
        found.setdefault(why, {}).setdefault(places, []).append(what[:1].upper() + what[1:])
    return {
        why: [("; ".join(what), places) for places, what in lacking.items()]
        for why, lacking in found.items()
    }
