"""No text of the program says that an effort did something: whatever is set, no output can."""

import re

import pytest
from words_never_used import NEVER

from segnb.vocabulary.i18n import _strings

# what the national documents say of earlier efforts, and of the work itself
CITED = {"interventions.lead", "interventions.experience.worked"}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_string_of_any_page_has_a_word_of_cause(lang: str) -> None:
    texts = {key: re.sub(r"\{\w+\}", "", text) for key, text in _strings(lang).items()}
    assert len(texts) > 1000
    found = {key for key, text in texts.items() if re.search(NEVER[lang], text, re.I)}
    assert found - CITED == set()


@pytest.mark.parametrize(
    ("lang", "text"),
    [("sv", "En effekt av insatsen"), ("sv", "Det ledde till fler jobb"), ("sv", "Tack vare den"),
     ("sv", "Detta bevisar att"), ("sv", "Insatsen fungerade"), ("sv", "Den misslyckades"),
     ("en", "An effect of it"), ("en", "It led to jobs"), ("en", "Thanks to it"),
     ("en", "This proves it"), ("en", "It worked"), ("en", "It failed")],
)  # fmt: skip
def test_a_word_of_cause_is_seen(lang: str, text: str) -> None:
    assert re.search(NEVER[lang], text, re.I)
