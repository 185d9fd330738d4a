"""Sentences that conclude something: each from a rule, with its numbers, threshold and doubt.

The words are data (`strings/*/findings.yml`): for a rule `level` there are `level.rule`,
`level.otherwise`, `level.says_not` and, for each outcome, `title`, `text`, `number`, `unit`,
`reason` and `here`. An outcome whose opposite is not that of the rule has an `otherwise` of its
own, and may have a `says_not`. What a rule decides, it decides in `report.verbs`, on intervals.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from segnb.analysis.multiple_testing import INNER_RATE, RATE
from segnb.analysis.school_segregation import FEWEST_SCHOOLS, MOST_LEFT_OUT
from segnb.analysis.spread_between_areas import FEWEST_DISTRICTS, HIGHEST_P
from segnb.analysis.trends import EARLIEST, SHORTEST
from segnb.analysis.type_gaps import SMALL_GAP
from segnb.measures.inference import WITHHELD_UNITS
from segnb.report.page.blocks import Certainty, Finding, Rule, Table
from segnb.vocabulary.i18n import Language

FEWEST_AREAS = WITHHELD_UNITS + 1  # with fewer an index says too little
SMALLEST_GROUP = 200  # people in a group, for a level to be told


@cache
def thresholds(language: Language) -> dict[str, str]:
    """Placeholders of every threshold that a rule names, as the language writes it."""
    number = language.number
    return {
        "fewest_areas": number(FEWEST_AREAS),
        "fewest_schools": number(FEWEST_SCHOOLS),
        "fewest_districts": number(FEWEST_DISTRICTS),
        "turnout_p": number(HIGHEST_P, 2),
        "smallest_group": number(SMALLEST_GROUP),
        "most_left_out": language.percent(MOST_LEFT_OUT, 0),
        "rate": language.percent(100 * RATE, 0),
        "likely_to": number(INNER_RATE, 2),
        "shortest": number(SHORTEST),
        "since": str(EARLIEST),
        "small_gap": language.points(SMALL_GAP, 0),
    }


VERSION = "v1"


@dataclass(frozen=True)
class Statement:
    """What a rule has decided.

    Attributes
    ----------
    rule, outcome
        Name of the rule and of the branch that was taken; together they name the words.
    key
        What it is about: one statement of a rule and key in a chapter.
    words
        What is put into the placeholders beside the `place`, already in the reader's language.
    certainty
        `certain` where the whole 95 per cent interval lies on one side of the threshold,
        `likely` where only the 80 per cent interval does, `unknown` where neither does.
    numbers
        The numbers behind the sentence.
    held, series
        What was read for it, and whether all of its years count or the one that it is of.
    on_paper
        As of `blocks.Finding`.
    """

    rule: str
    outcome: str
    key: str
    words: dict[str, Any]
    certainty: Certainty
    numbers: Table | None = None
    held: tuple[Any, ...] = ()
    series: bool = False
    on_paper: bool = True


def make_finding(statement: Statement, language: Language, place: str = "") -> Finding:
    """Finding of a statement, with the rule that made it."""

    words = {"place": place} | thresholds(language) | statement.words

    def say(part: str) -> str:
        return language.text(f"findings.{statement.rule}.{part}", **words)

    branch = statement.outcome

    def said_if_any(part: str) -> str:
        known = language.has(f"findings.{statement.rule}.{branch}.{part}")
        return say(f"{branch}.{part}") if known else ""

    def own_or_common(part: str) -> str:
        return said_if_any(part) or say(part)

    number, unit = alone(say(f"{branch}.number"), say(f"{branch}.unit"))
    return Finding(
        key=f"{statement.rule}_{statement.key}",
        number=number,
        unit=unit,
        title=say(f"{branch}.title"),
        text=say(f"{branch}.text").strip(" "),
        certainty=statement.certainty,
        certainty_word=language.text(f"findings.certainty.{statement.certainty}"),
        reason=say(f"{branch}.reason"),
        rule=Rule(
            id=f"{statement.rule}.{branch}.{VERSION}",
            text=say("rule"),
            here=say(f"{branch}.here"),
            otherwise=own_or_common("otherwise"),
            says_not=own_or_common("says_not"),
        ),
        numbers=statement.numbers,
        plain=said_if_any("plain"),
        headline=said_if_any("headline"),
        on_paper=statement.on_paper,
        lang=language.lang,
    )


def alone(number: str, unit: str) -> tuple[str, str]:
    """Number as it is set large, by itself, and its unit before what else stands below it.

    Examples
    --------
    >>> alone("+0,3\u00a0pe", "2020–2024")
    ('+0,3', 'pe · 2020–2024')
    >>> alone("13,4\u00a0%", "2022")[0] == "13,4\u00a0%"
    True
    >>> alone("8566p per 100", "2025")  # a preliminary value has a mark
    ('8566p', 'per 100 · 2025')
    """
    found = re.fullmatch(r"([+−\d,.\u202f]+p?)[ \u00a0]([^%].*)", number)
    if not found:
        return number, unit
    return found[1], " · ".join(filter(None, (found[2], unit)))
