"""Thresholds in sentences are those that decide."""

import re

import pytest

from segnb.report.page.thresholds import thresholds
from segnb.vocabulary.i18n import Language, _strings

TYPED = re.compile(
    r"Benjamini–Hochberg, \d|högst 0,\d|at most 0\.\d|[Mm]inst \d|[Aa]t least \d"
    r"|(?:än|than) (?:sex|six)|[Ff]em områden eller|[Ff]ive areas or|\d+ personer|\d+ people"
)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_sentence_has_a_threshold_typed_into_it(lang: str) -> None:
    rooms = ("findings", "comparison", "national", "methods", "trends", "captions", "types")
    typed = {key: text for key, text in _strings(lang).items() if key.split(".")[0] in rooms}
    assert {key for key, text in typed.items() if TYPED.search(text)} == set()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_threshold_is_named_by_a_sentence(lang: str) -> None:
    every = "".join(_strings(lang).values())
    for name in thresholds(Language(lang)):  # type: ignore[arg-type]
        assert f"{{{name}}}" in every, name


def test_a_rule_says_the_number_that_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    from segnb.report.page import thresholds as module

    say = Language("sv")
    monkeypatch.setattr(module, "SMALLEST_GROUP", 777)
    module.thresholds.cache_clear()
    text = say.text("findings.level.rule", **module.thresholds(say))
    module.thresholds.cache_clear()
    assert "minst 6 områden och 777 personer" in text
