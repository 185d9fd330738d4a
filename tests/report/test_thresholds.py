"""Thresholds in sentences are those that decide."""

import re

import pytest

from segnb.report.page.statements import thresholds
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
    from segnb.report.page import statements as module

    say = Language("sv")
    monkeypatch.setattr(module, "SMALLEST_GROUP", 777)
    module.thresholds.cache_clear()
    text = say.text("findings.level.rule", **module.thresholds(say))
    module.thresholds.cache_clear()
    assert "minst 6 områden och 777 i gruppen" in text


@pytest.mark.parametrize(
    ("constant", "value", "name", "said"),
    [
        ("FEWEST_AREAS", 7001, "fewest_areas", "7 001"),
        ("FEWEST_SCHOOLS", 7002, "fewest_schools", "7 002"),
        ("FEWEST_DISTRICTS", 7003, "fewest_districts", "7 003"),
        ("SMALLEST_GROUP", 7004, "smallest_group", "7 004"),
        ("MOST_LEFT_OUT", 71, "most_left_out", "71 %"),
        ("RATE", 0.72, "rate", "72 %"),
        ("INNER_RATE", 0.73, "likely_to", "0,73"),
        ("SHORTEST", 74, "shortest", "74"),
        ("SMALL_GAP", 75, "small_gap", "75 pe"),
    ],
)
def test_each_threshold_is_that_of_its_constant(
    monkeypatch: pytest.MonkeyPatch, constant: str, value: float, name: str, said: str
) -> None:
    from segnb.report.page import statements as module

    usual = module.thresholds.__wrapped__(Language("sv"))
    monkeypatch.setattr(module, constant, value)
    found = module.thresholds.__wrapped__(Language("sv"))
    assert re.sub(r"\s", " ", found[name]) == said
    changed = {one for one in found if found[one] != usual[one]}
    assert name in changed
    assert changed == {name}
