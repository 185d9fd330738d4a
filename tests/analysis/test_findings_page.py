"""The page on findings names functions that there are, and thresholds that decide."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from segnb.analysis import claims, multiple_testing, school_segregation, trends
from segnb.report.page.statements import FEWEST_AREAS, SMALLEST_GROUP

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "findings.md").read_text(encoding="utf-8")
COLUMN = [line.split("|")[2] for line in PAGE.splitlines() if re.match(r"\| [A-Z]", line)]
NAMED = sorted({name for cell in COLUMN for name in re.findall(r"`([a-z_]+\.[a-z_.]+)`", cell)})
WORDS = {
    "six areas": FEWEST_AREAS == 6,
    "200 people": SMALLEST_GROUP == 200,
    "six schools": school_segregation.FEWEST_SCHOOLS == 6,
    "three years": trends.SHORTEST == 3,
    "one percentage point": claims.SMALL_GAP == 1,
    "half a per cent": claims.HALF_POINT == 0.005,
    ".05": pytest.approx(0.05) == multiple_testing.RATE,
    ".20": pytest.approx(0.20) == multiple_testing.INNER_RATE,
}


@pytest.mark.parametrize("name", NAMED)
def test_a_function_of_the_page_is_there(name: str) -> None:
    room = "segnb" if name.startswith("report.") else "segnb.analysis"
    module, _, last = name.rpartition(".")
    held = import_module(f"{room}.{module}")
    package = hasattr(held, "__path__")
    assert find_spec(f"{room}.{name}") if package else hasattr(held, last)


def test_the_table_names_most_rules() -> None:
    assert len(NAMED) > 15


@pytest.mark.parametrize("words", WORDS)
def test_a_threshold_of_the_page_is_the_constant_that_decides(words: str) -> None:
    section = PAGE.split("## Thresholds")[1].split("\n## ")[0]
    assert words in section.lower()
    assert WORDS[words]
