"""What a report is made of: each file that the settings name is among it."""

from pathlib import Path

import pytest

from segnb.publish.current_reports import InputHashes, inputs
from segnb.vocabulary.params import make_params

NOWHERE = Path("nowhere", "0127-botkyrka", "sv")


@pytest.mark.parametrize("setting", ["foreword", "comments"])
def test_a_changed_file_of_own_words_is_another_input(setting: str, tmp_path: Path) -> None:
    words = tmp_path / "words.md"
    words.write_text("Förra årets ord.", encoding="utf-8")
    named = str(words) if setting == "foreword" else {"housing": str(words)}
    params = make_params(municipality="9901", **{setting: named})
    before = inputs(params, ["html"], InputHashes("p"), NOWHERE)
    assert inputs(params, ["html"], InputHashes("p"), NOWHERE) == before
    words.write_text("Årets ord.", encoding="utf-8")
    assert inputs(params, ["html"], InputHashes("p"), NOWHERE) != before


def test_words_that_are_no_file_are_an_input_themselves() -> None:
    one, other = (make_params(municipality="9901", comments={"housing": w}) for w in ("A", "B"))
    assert inputs(one, ["html"], InputHashes("p"), NOWHERE) != inputs(
        other, ["html"], InputHashes("p"), NOWHERE
    )


def test_words_in_another_order_are_the_same_input() -> None:
    words = {"housing": "A", "labour": "B"}
    given = (words, dict(reversed(words.items())))
    one, other = (
        inputs(make_params(municipality="9901", comments=said), ["html"], InputHashes("p"), NOWHERE)
        for said in given
    )
    assert one == other
