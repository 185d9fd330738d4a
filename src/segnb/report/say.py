"""Sentences that conclude something: each from a rule, with its numbers, threshold and doubt.

The words are data (`strings/*/findings.yml`): for a rule `level` there are `level.rule`,
`level.otherwise`, `level.says_not` and, for each outcome, `title`, `text`, `number`, `unit`,
`reason` and `here`. What a rule decides, it decides in `report.views`, on intervals.
"""

from dataclasses import dataclass
from typing import Any

from segnb.report.blocks import Certainty, Finding, Rule, Table
from segnb.vocabulary.i18n import Language

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
        What is put into the placeholders, already in the reader's language.
    certainty
        `certain` where the whole 95 per cent interval lies on one side of the threshold,
        `likely` where only the 80 per cent interval does, `unknown` where neither does.
    numbers
        The numbers behind the sentence.
    """

    rule: str
    outcome: str
    key: str
    words: dict[str, Any]
    certainty: Certainty
    numbers: Table | None = None


def make_finding(statement: Statement, language: Language) -> Finding:
    """Finding of a statement, with the rule that made it."""

    def say(part: str) -> str:
        return language.text(f"findings.{statement.rule}.{part}", **statement.words)

    branch = statement.outcome
    return Finding(
        key=f"{statement.rule}_{statement.key}",
        number=say(f"{branch}.number"),
        unit=say(f"{branch}.unit"),
        title=say(f"{branch}.title"),
        text=say(f"{branch}.text"),
        certainty=statement.certainty,
        certainty_word=language.text(f"findings.certainty.{statement.certainty}"),
        reason=say(f"{branch}.reason"),
        rule=Rule(
            id=f"{statement.rule}.{branch}.{VERSION}",
            text=say("rule"),
            here=say(f"{branch}.here"),
            otherwise=say("otherwise"),
            says_not=say("says_not"),
        ),
        numbers=statement.numbers,
        lang=language.lang,
    )
