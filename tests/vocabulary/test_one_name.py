"""One thing has one name in English, and a population is told in full."""

import re
from collections.abc import Iterator

import pytest

from segnb.vocabulary.areas import DATA
from segnb.vocabulary.catalogue import catalogue
from segnb.vocabulary.i18n import Language

PLACES = ("strings/en", "catalogue", "facts.yml", "glossary.yml")
OLD_NAMES = {
    r"aged 18 on election day": "the law says 18 or over",
    r"\bkronor\b": "SEK, as elsewhere",
    r"thousand SEK": "SEK thousand, as elsewhere",
    r"Delegation against segregation": "the body has one name",
}


def english() -> Iterator[str]:
    """Lines of the data that an English report is made of."""
    for place in PLACES:
        path = DATA / place
        for file in sorted(path.glob("*.yml")) if path.is_dir() else [path]:
            yield from (f"{file.name}: {line}" for line in file.read_text("utf-8").splitlines())


@pytest.mark.parametrize("name", OLD_NAMES)
def test_an_english_report_uses_one_name(name: str) -> None:
    assert [line for line in english() if re.search(name, line) and " sv:" not in line] == []


def test_a_body_is_named_in_the_language_of_the_report() -> None:
    files = (DATA / "strings" / "en").glob("*.yml")
    assert [file.name for file in files if "Delegationen" in file.read_text("utf-8")] == []


@pytest.mark.parametrize(("lang", "whom"), [("sv", "16–64 år"), ("en", "16–64")])
def test_the_unemployed_are_named_by_whom_they_are_a_part_of(lang: str, whom: str) -> None:
    entry = catalogue()["unemployed_population_share"]
    name = entry.name.in_language(lang)  # type: ignore[arg-type]
    assert whom in name
    assert "program" in name
    assert re.search("program", entry.label.in_language(lang))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("way", ["up", "down"])
def test_a_change_in_plain_words_has_both_years(lang: str, way: str) -> None:
    words = {"place": "P", "name": "N", "first": "2020", "last": "2023"}
    said = Language(lang).text(f"findings.index_change.{way}.plain", **words)  # type: ignore[arg-type]
    assert {"2020", "2023"} <= set(re.findall(r"\d{4}", said))
