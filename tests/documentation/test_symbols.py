"""Every symbol that a page prints is a term of its glossary, or explained where it stands."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from segnb.vocabulary.published_facts import glossary

# A letter by itself in a sentence; words of one letter, ids of claims and lists are none.
SYMBOL = re.compile(r"(?<![\w.–/-])(?:[B-HJ-WYZ]|p)(?![\w’'/.:-])")
# Said in the same sentence: the middle letter of a Swedish abbreviation would be none.
EXPLAINED = {"p": "preliminär"}


@pytest.mark.long
@pytest.mark.parametrize("code", ["9901"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_each_symbol_of_a_page_is_in_the_glossary(
    finished: Callable[[str, str], Path], code: str, lang: str
) -> None:
    page = html.parse(str(finished(code, lang) / "report.html")).getroot()
    for aside in page.xpath("//td|//th|//script|//style|//*[local-name()='svg']|//nav"):
        aside.clear(keep_tail=True)
    texts = ["".join(one.itertext()) for one in page.xpath("//p|//li|//caption|//figcaption|//dd")]
    found = {symbol for text in texts for symbol in SYMBOL.findall(text)}
    terms = " ".join(one.term.in_language(lang) for one in glossary().values())
    assert {"D", "M"} <= found
    assert {one for one in found if not re.search(rf"\b{one}\b", terms)} == set()
