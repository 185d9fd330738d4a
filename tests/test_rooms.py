"""What `docs/rooms.md` sends a stranger to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "segnb"
PAGE = (ROOT / "docs" / "rooms.md").read_text(encoding="utf-8")
NAMED = sorted(
    {*re.findall(r"`((?:\w+/)+[\w.]+)`", PAGE), *re.findall(r"\[((?:\w+/)+\w+)\]", PAGE)}
)


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_the_page_names_is_there(name: str) -> None:
    places = (ROOT / name, SOURCE / name, SOURCE / f"{name}.py")
    assert any(place.exists() for place in places)


def test_every_room_of_the_report_is_on_the_page() -> None:
    rooms = {path.parent.name for path in (SOURCE / "report").glob("*/__init__.py")}
    assert rooms <= set(re.findall(r"`(\w+)`", PAGE))
