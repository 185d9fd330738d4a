"""What the rooms below the report give of what was made by hand, as it was read and kept.

A change of a kept text is reviewed like a change of code
(`python -m pytest tests/golden/test_kept_rooms.py --renew`).
"""

from pathlib import Path

import kept_live
import pytest
from kept_demo import MADE, told
from kept_text import compare

pytestmark = pytest.mark.long

KEPT = Path(__file__).parent / "kept_of_rooms"


@pytest.mark.parametrize("name", MADE)
def test_the_demonstration_is_what_it_was(name: str, pytestconfig: pytest.Config) -> None:
    compare("".join(f"{line}\n" for line in told(MADE[name]())), KEPT / f"{name}.txt", pytestconfig)


@pytest.mark.parametrize("name", kept_live.MADE)
def test_services_are_asked_and_understood_as_they_were(
    name: str, pytestconfig: pytest.Config
) -> None:
    found = "".join(f"{line}\n" for line in kept_live.MADE[name]())
    compare(found, KEPT / f"{name}.txt", pytestconfig)
