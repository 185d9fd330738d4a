"""Every text and cell of three reports is the one that was read and stored.

A change of a stored text is reviewed like a change of code. `python -m pytest tests/golden --renew`
writes the texts anew.
"""

from collections.abc import Callable
from difflib import unified_diff
from itertools import islice
from pathlib import Path

import nbformat
import pytest
from blocks import told

from segnb.publish.notebooks import chapters

STORED = Path(__file__).parent / "stored"
REPORTS = (("9901", "sv"), ("9904", "en"), ("0187", "sv"))  # the last from the open data
NAMES = [path.stem for path in chapters().values()]
LONGEST = 60  # lines of a difference that a failure shows


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("code", "lang"), REPORTS, ids=map(" ".join, REPORTS))
def test_a_chapter_says_what_is_stored(
    finished: Callable[[str, str], Path],
    pytestconfig: pytest.Config,
    code: str,
    lang: str,
    name: str,
) -> None:
    found = told(nbformat.read(finished(code, lang) / "notebooks" / f"{name}.ipynb", 4))
    stored = STORED / f"{code}-{lang}" / f"{name}.txt"
    if pytestconfig.getoption("--renew"):
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_text(found, encoding="utf-8")
    expected = stored.read_text(encoding="utf-8")
    changed = unified_diff(
        expected.splitlines(), found.splitlines(), "stored", "now", n=0, lineterm=""
    )
    assert found == expected, "\n".join(islice(changed, LONGEST))


def test_the_stored_texts_are_of_the_chapters_that_there_are() -> None:
    for folder in STORED.iterdir():
        assert sorted(path.stem for path in folder.iterdir()) == sorted(NAMES)
